"""The categories of everyday money."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, insert, update
from uuid_utils.compat import uuid7

from domain.expenses import DEFAULTS, Category, lacks
from domain.names import name_key
from repositories import models
from repositories.repository import Repository
from repositories.schema import table_of

_categories = table_of(models.Category)
_insert = insert(_categories)


class Categories(Repository[Category]):
    """What a family spends its money on."""

    model = models.Category
    value = Category

    async def list_all(self) -> Sequence[Category]:
        """List the family's categories, those that it began with first."""
        return await self.all(_ALL)

    async def create(self, **values: Any) -> Category:
        """Make a category."""
        return await Repository.create(self, name_key=name_key(values["name"]), **values)

    async def rename(self, category: Category, name: str) -> Category | None:
        """Call a category something else."""
        return await self.update(category.id, name=name, name_key=name_key(name))

    async def create_defaults(self) -> int:
        """Make the categories that the family lacks of those every family begins with, and tell how many.

        No undo takes that back. Where there is one by the name of the one for gifts, that becomes it.
        """
        known = await self.list_all()
        names = {category.name_key for category in known}
        missing = [one for one in DEFAULTS if lacks(known, one)]
        rows = [
            {
                "id": uuid7(),
                "family_id": self.uow.family,
                "name": one.name,
                "name_key": name_key(one.name),
                "color": one.color,
                "icon": one.icon,
                "is_default": True,
                "of_gifts": one.of_gifts,
            }
            for one in missing
            if name_key(one.name) not in names
        ]
        if rows:
            await self.uow.write(_insert, rows)
        taken = [name_key(one.name) for one in missing if one.of_gifts and name_key(one.name) in names]
        if taken:
            await self.uow.write(_FILL, {"family": self.uow.family, "called": taken[0]})
        return len(rows) + len(taken)


_ALL = Categories.select.order_by(_categories.c.is_default.desc(), _categories.c.id)
_FILL = (
    update(_categories)
    .where(_categories.c.family_id == bindparam("family"), _categories.c.name_key == bindparam("called"))
    .values(of_gifts=True)
)
