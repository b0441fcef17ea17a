"""What was spent, as it is asked for: listed a page at a time, and added up.

Plain expenses are no secret. Those of gifts are listed only for gifts that were found by the eyes that read.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, func, or_, select, text

from domain.expenses import Asked, Expense
from domain.periods import EVERYTHING
from repositories import models
from repositories.expenses import Expenses
from repositories.schema import table_of
from repositories.types import json_holds

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

_expenses = table_of(models.Expense)
_NO_GIFT = 0
"""What stands for no gift where some are listed: gifts are numbered by the time."""
_FITS: dict[str, ColumnElement[bool]] = {
    "category_id": _expenses.c.category_id == bindparam("category_id"),
    "tag": and_(text("tags <> '[]'"), json_holds(_expenses.c.tags, bindparam("tag", type_=String))),
    "person_id": _expenses.c.person_id == bindparam("person_id"),
    "user_id": and_(_expenses.c.person_id.is_(None), _expenses.c.user_id == bindparam("user_id")),
    "over": and_(_expenses.c.amount > bindparam("over"), _expenses.c.currency == bindparam("currency")),
}


@dataclass(frozen=True, slots=True)
class Total:
    """How many expenses there are in a currency, and what they add up to."""

    currency: str
    count: int
    amount: Decimal


class Spendings:
    """What was spent, by whatever is asked."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def totals(self, asked: Asked) -> Sequence[Total]:
        """Count and add up the plain expenses that are asked for, by currency."""
        rows = await self.uow.execute(_totals(_shape(asked)), self._values(asked))
        return [Total(row[0], row[1], row[2]) for row in rows]

    async def list_page(self, asked: Asked, gifts: Collection[int], limit: int, offset: int) -> Sequence[Expense]:
        """List some of the expenses that are asked for, newest first; of those for gifts only these."""
        values = {"gifts": [_NO_GIFT, *gifts], "limit": limit, "offset": offset}
        return await self.uow.expenses.all(_page(_shape(asked)), **values, **self._values(asked))

    async def last_day(self, asked: Asked) -> date | None:
        """Tell on which day the latest of the plain expenses was made that are asked for."""
        found: date | None = (await self.uow.execute(_last_day(_shape(asked)), self._values(asked))).scalar()
        return found

    def _values(self, asked: Asked) -> dict[str, Any]:
        values = {name: getattr(asked, name) for name in _shape(asked)}
        if asked.over is not None:
            values["currency"] = asked.currency
        period = asked.period or EVERYTHING
        return values | {"family": self.uow.family, "since": period.since, "until": period.until}


_PLAIN = _expenses.c.gift_id.is_(None)


def _shape(asked: Asked) -> tuple[str, ...]:
    """Name what is asked for besides the days."""
    return tuple(name for name in _FITS if getattr(asked, name) is not None)


def _fitting(shape: tuple[str, ...]) -> ColumnElement[bool]:
    """Say which expenses are asked for; somebody's are also those of their account while nobody knew whose it is."""
    theirs = [_FITS[name] for name in shape if name in {"person_id", "user_id"}]
    others = [_FITS[name] for name in shape if name not in {"person_id", "user_id"}]
    return and_(
        _expenses.c.family_id == bindparam("family"),
        _expenses.c.date.between(bindparam("since"), bindparam("until")),
        *others,
        *([or_(*theirs)] if theirs else []),
    )


@cache
def _totals(shape: tuple[str, ...]) -> Select[Any]:
    return (
        select(_expenses.c.currency, func.count(), func.sum(_expenses.c.amount))
        .where(_fitting(shape), _PLAIN)
        .group_by(_expenses.c.currency)
        .order_by(_expenses.c.currency)
    )


@cache
def _page(shape: tuple[str, ...]) -> Select[Any]:
    # Not by the index of gift_id: what is asked for lies in the index of the days, in its order. No gift has tags.
    of_gifts = func.coalesce(_expenses.c.gift_id, _NO_GIFT).in_(bindparam("gifts", expanding=True))
    return (
        Expenses.select.where(_fitting(shape), _PLAIN if "tag" in shape else of_gifts)
        .order_by(_expenses.c.date.desc(), _expenses.c.id.desc())
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    )


@cache
def _last_day(shape: tuple[str, ...]) -> Select[Any]:
    plain = select(_expenses.c.date).where(_fitting(shape), _PLAIN)
    return plain.order_by(_expenses.c.date.desc()).limit(1)
