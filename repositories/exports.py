"""Everyday money on its way out: page by page, so that many years take no more memory than one."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Table, bindparam, func, select, tuple_

from domain.expenses import Expense
from repositories import models
from repositories.expenses import Expenses
from repositories.schema import table_of
from repositories.types import Key, Money

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

PAGE = 200
"""How many rows are read at a time: nobody waits for long behind that."""
_FIRST = UUID(int=0)
_expenses = table_of(models.Expense)
_shares = table_of(models.Share)
_repayments = table_of(models.Repayment)


@dataclass(frozen=True, slots=True)
class Payback:
    """Money that one person gave another to be even."""

    id: UUID
    date: date
    payer_id: int
    receiver_id: int
    amount: Decimal
    currency: str


class Exports:
    """What was spent and paid back from one day to another, oldest first. Gifts are found elsewhere."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def totals(self, since: date, until: date) -> dict[str, tuple[int, Decimal]]:
        """Count what was spent, and add it up, by currency."""
        rows = await self.uow.execute(_TOTALS, self._between(since, until))
        return {currency: (count, total) for currency, count, total in rows}

    async def count_repayments(self, since: date, until: date) -> int:
        """Count what was paid back."""
        return int((await self.uow.execute(_REPAID, self._between(since, until))).scalar_one())

    async def expenses(self, since: date, until: date) -> AsyncIterator[Sequence[Expense]]:
        """Go through what was spent, a page at a time."""
        async for page in self._pages(_EXPENSES, since, until):
            yield [Expense(*row) for row in page]

    async def repayments(self, since: date, until: date) -> AsyncIterator[Sequence[Payback]]:
        """Go through what was paid back, a page at a time."""
        async for page in self._pages(_REPAYMENTS, since, until):
            yield [Payback(*row) for row in page]

    async def shares(self, expenses: Sequence[Expense]) -> dict[UUID, list[tuple[int, Decimal]]]:
        """Find how some expenses are split."""
        found: dict[UUID, list[tuple[int, Decimal]]] = {}
        values = {"family": self.uow.family, "keys": [one.id for one in expenses]}
        for expense_id, person_id, amount in await self.uow.execute(_SHARES, values):
            found.setdefault(expense_id, []).append((person_id, amount))
        return found

    async def _pages(self, statement: Select[Any], since: date, until: date) -> AsyncIterator[Sequence[Any]]:
        after = (since, _FIRST)
        while True:
            values = {"family": self.uow.family, "until": until, "day": after[0], "key": after[1]}
            page = (await self.uow.execute(statement, values)).all()
            if page:
                yield page
            if len(page) < PAGE:
                return
            after = page[-1].date, page[-1].id

    def _between(self, since: date, until: date) -> dict[str, Any]:
        return {"family": self.uow.family, "since": since, "until": until}


def _within(table: Table) -> tuple[ColumnElement[bool], ...]:
    return table.c.family_id == bindparam("family"), table.c.date.between(bindparam("since"), bindparam("until"))


def _page(columns: Sequence[Any], table: Table, *more: ColumnElement[bool]) -> Select[Any]:
    place = tuple_(table.c.date, table.c.id)
    behind = place > tuple_(bindparam("day", type_=Date), bindparam("key", type_=Key))
    family, until = table.c.family_id == bindparam("family"), table.c.date <= bindparam("until")
    # Said once only from where to go on, or SQLite would go through all that came before again.
    rows = select(*columns).where(family, until, behind, *more)
    return rows.order_by(table.c.date, table.c.id).limit(PAGE)


_plain = _expenses.c.gift_id.is_(None)
_EXPENSES = _page(Expenses.columns, _expenses, _plain)
_REPAYMENTS = _page([_repayments.c[name] for name in Payback.__dataclass_fields__], _repayments)
_TOTALS = (
    select(_expenses.c.currency, func.count(), func.sum(_expenses.c.amount, type_=Money(12, 2)))
    .where(*_within(_expenses), _plain)
    .group_by(_expenses.c.currency)
    .order_by(_expenses.c.currency)
)
_REPAID = select(func.count()).select_from(_repayments).where(*_within(_repayments))
_SHARES = (
    select(_shares.c.expense_id, _shares.c.person_id, _shares.c.amount)
    .where(_shares.c.family_id == bindparam("family"), _shares.c.expense_id.in_(bindparam("keys", expanding=True)))
    .order_by(_shares.c.person_id)
)
