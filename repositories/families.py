"""The families."""

from collections.abc import Sequence

from domain.families import Family
from repositories import models
from repositories.repository import Repository


class Families(Repository[Family]):
    """The tenants. What is changed in a family's settings is noted for its journal."""

    model = models.Family
    value = Family

    async def list_all(self) -> Sequence[Family]:
        """List all families there are, whoever asks: for the host's own tools."""
        return await self.all(_ALL)

    async def change(self, before: Family, **values: object) -> Family:
        """Change a family's settings."""
        after = await self.update(before.id, **values)
        if after is None:
            message = f"there is no family {before.id}"
            raise LookupError(message)
        self.uow.record(self.table, before.id, {name: getattr(before, name) for name in values}, dict(values))
        return after


_ALL = Families.select.order_by(Families.table.c.id)
