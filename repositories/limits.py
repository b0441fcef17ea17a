"""The limits on everyday money, and what counts for them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, bindparam, func, literal, select, union_all

from domain.expenses import Category
from domain.limits import Limit, Limited
from domain.periods import Period
from repositories import models
from repositories.categories import Categories
from repositories.repository import Repository
from repositories.schema import table_of

_limits = table_of(models.Limit)
_categories = table_of(models.Category)
_expenses = table_of(models.Expense)
_families = table_of(models.Family)

AT_ONCE = 100
"""Over how many windows one statement adds up."""
Sums = Mapping[tuple[UUID, str], Decimal]
"""What was spent, by category and currency."""


class Limits(Repository[Limit]):
    """How much a family may spend."""

    model = models.Limit
    value = Limit

    async def create(self, **values: Any) -> Limit:
        """Make a limit, while nobody else records anything in the family: else neither would see the other."""
        await self.hold_off()
        return await Repository.create(self, **values)

    async def update(self, key: Any, **values: Any) -> Limit | None:
        """Change some columns of a limit, and leave the others as they are."""
        self.uow.limited = None
        return await Repository.update(self, key, **values)

    async def delete(self, key: Any) -> bool:
        """Remove a limit, and tell whether there was one."""
        self.uow.limited = None
        return await Repository.delete(self, key)

    async def list_all(self) -> Sequence[Limited]:
        """List the family's limits with their categories, in the order in which they were made."""
        return await self._listed(_ALL)

    async def hold(self) -> Sequence[Limited]:
        """List the family's limits and let nobody else change them, or judge them, before this is committed.

        Always all of them, and always in the same order: then nobody waits for somebody who waits.
        """
        if self.uow.limited is None:
            self.uow.limited = await self._listed(_HELD)
        return self.uow.limited

    async def hold_off(self) -> None:
        """Let nobody else record anything in the family before this is committed."""
        self.uow.limited = None
        await self.uow.execute(_LOCK_FAMILY, {"family": self.uow.family})

    async def sums(self, windows: Sequence[Period]) -> Sequence[Sums]:
        """Add up what was spent within some windows; what was spent on gifts is not among it."""
        each = list(dict.fromkeys(windows))
        parts = [await self._sums(each[at : at + AT_ONCE]) for at in range(0, len(each), AT_ONCE)]
        found = dict(zip(each, (sums for part in parts for sums in part), strict=True))
        return [found[window] for window in windows]

    async def _sums(self, windows: Sequence[Period]) -> Sequence[Sums]:
        values: dict[str, date | int] = {"family": self.uow.family}
        for at, window in enumerate(windows):
            values |= {f"since{at}": window.since, f"until{at}": window.until}
        found: list[dict[tuple[UUID, str], Decimal]] = [{} for _ in windows]
        for at, category_id, currency, total in await self.uow.execute(_within(len(windows)), values):
            found[at][category_id, currency] = total
        return found

    async def _listed(self, statement: Select[Any]) -> Sequence[Limited]:
        rows = await self.uow.execute(statement, {"family": self.uow.family})
        return [Limited(Limit(*row[:_WIDTH]), Category(*row[_WIDTH:]) if row[_WIDTH] else None) for row in rows]


_WIDTH = len(Limits.columns)
_ALL = (
    select(*Limits.columns, *Categories.columns)
    .select_from(_limits)
    .outerjoin(_categories, _categories.c.id == _limits.c.category_id)
    .where(_limits.c.family_id == bindparam("family"))
    .order_by(_limits.c.id)
)
_HELD = _ALL.with_for_update(of=_limits)
_LOCK_FAMILY = select(_families.c.id).where(_families.c.id == bindparam("family")).with_for_update()


@lru_cache(maxsize=AT_ONCE)
def _within(count: int) -> CompoundSelect[Any]:
    """Write the question for so many windows: the sums of each stand in one index."""
    return union_all(*(_sum(at) for at in range(count)))


def _sum(at: int) -> Select[Any]:
    return (
        select(literal(at), _expenses.c.category_id, _expenses.c.currency, func.sum(_expenses.c.amount))
        .where(
            _expenses.c.family_id == bindparam("family"),
            _expenses.c.date.between(bindparam(f"since{at}"), bindparam(f"until{at}")),
            _expenses.c.gift_id.is_(None),
        )
        .group_by(_expenses.c.category_id, _expenses.c.currency)
    )
