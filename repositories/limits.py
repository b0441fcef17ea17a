"""The limits on everyday money, and what counts for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, bindparam, func, literal, select, union_all

from domain.changes import Effect
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


@dataclass(frozen=True, slots=True)
class _Summed:
    """What was added up while some limits were held, and after how many changes."""

    held: Sequence[Limited]
    effects: Sequence[Effect]
    count: int
    sums: dict[Period, Sums] = field(default_factory=dict)


class Limits(Repository[Limit]):
    """How much a family may spend."""

    model = models.Limit
    value = Limit
    _summed: _Summed | None = None

    async def create(self, **values: Any) -> Limit:
        """Make a limit."""
        self.uow.limited = None
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

    async def hold_alone(self) -> Sequence[Limited]:
        """Hold the limits to change them, while nobody else records anything: else neither would see the other.

        The family comes first: who records something leans on it, and holds the limits behind that.
        """
        self.uow.limited = None
        await self.uow.execute(_LOCK_FAMILY, {"family": self.uow.family})
        return await self.hold()

    async def sums(self, windows: Sequence[Period]) -> Sequence[Sums]:
        """Add up what was spent within some windows; what was spent on gifts is not among it."""
        known = self._known_sums()
        new = [window for window in dict.fromkeys(windows) if window not in known]
        for part in (new[at : at + AT_ONCE] for at in range(0, len(new), AT_ONCE)):
            known |= zip(part, await self._sums(part), strict=True)
        return [known[window] for window in windows]

    def _known_sums(self) -> dict[Period, Sums]:
        """Give what was added up since the limits are held, unless something has been changed behind that."""
        held, effects = self.uow.limited, self.uow.effects
        if held is None:
            return {}
        known = self._summed
        if not (known and known.held is held and known.effects is effects and known.count == len(effects)):
            self._summed = known = _Summed(held, effects, len(effects))
        return known.sums

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
    # First day by day, as the index has it: so that SQLite need not sort all that was spent.
    days = (
        select(_expenses.c.currency, _expenses.c.category_id, func.sum(_expenses.c.amount).label("amount"))
        .where(
            _expenses.c.family_id == bindparam("family"),
            _expenses.c.date.between(bindparam(f"since{at}"), bindparam(f"until{at}")),
            _expenses.c.gift_id.is_(None),
        )
        .group_by(_expenses.c.date, _expenses.c.currency, _expenses.c.category_id)
        .subquery()
    )
    total = func.sum(days.c.amount)
    return select(literal(at), days.c.category_id, days.c.currency, total).group_by(days.c.category_id, days.c.currency)
