"""The figures that are stored of everybody's gifts for an occasion, so that lists need not read the gifts."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, update

from domain.budgets import PersonOccasion
from repositories.budgets import Budgets

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

_links = Budgets.table


class Figures:
    """The stored figures. They follow from the gifts, so the journal does not hold them."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def lock(self, people: Collection[int], occasions: Collection[int]) -> Sequence[PersonOccasion]:
        """Find the figures of some people for some occasions, and keep everybody else from changing them."""
        values = {"people": list(people), "occasions": list(occasions), "family": self.uow.family}
        return [PersonOccasion(*row) for row in await self.uow.execute(_LOCK, values)]

    async def change(self, figures: Iterable[tuple[int, Decimal, Decimal]]) -> None:
        """Store the figures of rows that are locked: key, spent, planned."""
        rows: list[dict[str, Any]] = [{"key": key, "spent": spent, "planned": rest} for key, spent, rest in figures]
        if rows:
            await self.uow.write(_CHANGE, rows)


_LOCK = (
    Budgets.select.where(
        _links.c.person_id.in_(bindparam("people", expanding=True)),
        _links.c.occasion_id.in_(bindparam("occasions", expanding=True)),
    )
    .order_by(_links.c.id)
    .with_for_update()
)
_CHANGE = (
    update(_links)
    .where(_links.c.id == bindparam("key"))
    .values(budget_spent=bindparam("spent"), budget_planned=bindparam("planned"))
)
