"""The figures that are stored of everybody's gifts for an occasion, so that lists need not read the gifts."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, exists, or_, select, update

from domain.budgets import PersonOccasion
from repositories import models
from repositories.budgets import Budgets
from repositories.schema import table_of

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

_links = Budgets.table
_occasions = table_of(models.Occasion)
_alerts = table_of(models.Alert)


class Figures:
    """The stored figures. They follow from the gifts, so the journal does not hold them."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def lock_occasions(self, occasions: Collection[int]) -> dict[int, Decimal | None]:
        """Let nobody else change gifts for some occasions, or what may be spent in all, and tell how much that is.

        Always before links are locked, and always in the same order: then nobody waits for somebody who waits.
        """
        known = {key: total for key, total in self.uow.ceilings.items() if key in occasions}
        if len(known) == len(set(occasions)):
            return known
        values = {"occasions": list(occasions), "family": self.uow.family}
        return {row.id: row.budget_total for row in await self.uow.execute(_LOCK_OCCASIONS, values)}

    async def lock(self, people: Collection[int], occasions: Collection[int]) -> tuple[Sequence[PersonOccasion], bool]:
        """Find the figures of some people, and of all whose purchases are limited, and let nobody else change them.

        Tells besides whether anybody was told of a budget for these occasions that it is nearly used, or more; where
        nobody has figures, nobody can tell.
        """
        values = {"people": list(people), "occasions": list(occasions), "family": self.uow.family}
        rows = (await self.uow.execute(_LOCK, values)).all()
        return [PersonOccasion(*row[:-1]) for row in rows], any(row[-1] for row in rows[:1])

    async def linked(self, links: Collection[int]) -> Sequence[tuple[int, int]]:
        """Name the person and the occasion of some links."""
        values = {"links": list(links), "family": self.uow.family}
        return [(row[0], row[1]) for row in await self.uow.execute(_LINKED, values)] if links else []

    async def change(self, figures: Iterable[tuple[int, Decimal, Decimal]]) -> None:
        """Store the figures of rows that are locked: key, spent, planned."""
        rows: list[dict[str, Any]] = [{"key": key, "spent": spent, "planned": rest} for key, spent, rest in figures]
        if rows:
            await self.uow.write(_CHANGE, rows)


_among: BindParameter[Any] = bindparam("occasions", expanding=True)
_LOCK_OCCASIONS = (
    select(_occasions.c.id, _occasions.c.budget_total)
    .where(_occasions.c.id.in_(_among), _occasions.c.family_id == bindparam("family"))
    .order_by(_occasions.c.id)
    .with_for_update(key_share=True)
)
_told = exists().where(_alerts.c.occasion_id.in_(_among), _alerts.c.fell_at.is_(None), _alerts.c.kind != "reminder")
# Plus nothing, so that they are found by the occasion: of a family's links there are more every year.
_of_family = _links.c.family_id + 0 == bindparam("family")
_LOCK = (
    select(*Budgets.columns, _told)
    .where(
        _of_family,
        or_(_links.c.person_id.in_(bindparam("people", expanding=True)), _links.c.purchaser_budget_total.is_not(None)),
        _links.c.occasion_id.in_(_among),
    )
    .order_by(_links.c.id)
    .with_for_update()
)
_LINKED = select(_links.c.person_id, _links.c.occasion_id).where(
    _links.c.id.in_(bindparam("links", expanding=True)), _links.c.family_id == bindparam("family")
)
_CHANGE = (
    update(_links)
    .where(_links.c.id == bindparam("key"))
    .values(budget_spent=bindparam("spent"), budget_planned=bindparam("planned"))
)
