"""What was spent in a period, added up by the database; what was spent on gifts is not among it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Date, Integer, Uuid, bindparam, case, cast, func, literal, null, select, text, union_all

from domain.periods import Period
from domain.reports import Lump
from repositories import models
from repositories.schema import table_of
from repositories.types import Money

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

_expenses = table_of(models.Expense)


class Reports:
    """What a family spent, added up. All of it stands in the order in which one index has it."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def sums(self, period: Period, today: date, currency: str) -> tuple[Sequence[Lump], Mapping[date, Decimal]]:
        """Add up who spent how much on what, and how much was spent on each day in one currency."""
        values = self._of(period) | {"today": today, "currency": currency}
        lumps, days = [], {}
        for day, *lump in await self.uow.execute(_SUMS, values):
            if day is None:
                lumps.append(Lump(*lump))
            else:
                days[day] = lump[_AMOUNT]
        return lumps, days

    async def by_category(self, period: Period, currency: str) -> Mapping[UUID, Decimal]:
        """Add up what was spent on each category in one currency."""
        rows = await self.uow.execute(_BY_CATEGORY, self._of(period))
        return {category: amount for kept, category, amount in rows if kept == currency}

    async def by_tag(self, period: Period, currency: str) -> Mapping[str, Decimal]:
        """Add up what was spent with each tag in one currency."""
        found: dict[str, Decimal] = {}
        for tags, amount in await self.uow.execute(_BY_TAGS, self._of(period) | {"currency": currency}):
            for tag in dict.fromkeys(tags):
                found[tag] = found.get(tag, Decimal(0)) + amount
        return found

    def _of(self, period: Period) -> dict[str, Any]:
        return {"family": self.uow.family, "since": period.since, "until": period.until}


_WHERE = (
    _expenses.c.family_id == bindparam("family"),
    _expenses.c.date.between(bindparam("since"), bindparam("until")),
    _expenses.c.gift_id.is_(None),
)
_OWN = _expenses.c.currency == bindparam("currency")
_COUNT = func.count().label("count")
_what = (_expenses.c.category_id, _expenses.c.person_id, _expenses.c.user_id, _expenses.c.currency)
_AMOUNT = len(_what)
"""Where the amount stands in what was spent together."""
# As the index has it, so that nothing needs to be sorted before it is little.
_daily = (
    select(_expenses.c.date, *_what, func.sum(_expenses.c.amount).label("amount"), _COUNT)
    .where(*_WHERE)
    .group_by(
        _expenses.c.date, _expenses.c.currency, _expenses.c.category_id, _expenses.c.person_id, _expenses.c.user_id
    )
    .cte("daily")
)
_wholes = [_daily.c[column.name] for column in _what]
_until_today = case((_daily.c.date <= bindparam("today"), _daily.c.amount), else_=literal(0, Money(12, 2)))
_SUMS = union_all(
    select(
        cast(null(), Date),
        *_wholes,
        func.sum(_daily.c.amount),
        cast(func.sum(_daily.c.count), Integer),
        func.sum(_until_today),
    ).group_by(*_wholes),
    select(
        _daily.c.date,
        cast(null(), Uuid),
        cast(null(), Integer),
        cast(null(), Uuid),
        literal(""),
        func.sum(_daily.c.amount),
        cast(null(), Integer),
        cast(null(), Money(12, 2)),
    )
    .where(_daily.c.currency == bindparam("currency"))
    .group_by(_daily.c.date),
)
_days = (
    select(_expenses.c.currency, _expenses.c.category_id, func.sum(_expenses.c.amount).label("amount"))
    .where(*_WHERE)
    .group_by(_expenses.c.date, _expenses.c.currency, _expenses.c.category_id)
    .subquery()
)
# Of all currencies: to ask for one would have SQLite sort all that was spent.
_BY_CATEGORY = select(_days.c.currency, _days.c.category_id, func.sum(_days.c.amount)).group_by(
    _days.c.currency, _days.c.category_id
)
_BY_TAGS = (
    select(_expenses.c.tags, func.sum(_expenses.c.amount))
    .where(*_WHERE, _OWN, text("tags <> '[]'"))
    .group_by(_expenses.c.tags)
)
