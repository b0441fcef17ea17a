"""Everyday money as a file: what goes into it, as those may know it who get it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain.expenses import Expense
from domain.families import Family
from domain.periods import Period
from repositories.exports import Payback
from repositories.gift_expenses import GiftExpense
from repositories.unit_of_work import UnitOfWork
from services import audiences, spenders
from services.spenders import Spenders


@dataclass(frozen=True, slots=True)
class Line:
    """What was spent, in words that stand by themselves."""

    day: date
    category: str
    description: str
    amount: Decimal
    currency: str
    person: str
    payment: str
    tags: tuple[str, ...]
    notes: str
    kind: Literal["expense", "gift"]
    split: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Repaid:
    """What was paid back, by names."""

    day: date
    payer: str
    receiver: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How much there is in a period: expenses with their sums by currency, and repayments."""

    expenses: int
    totals: dict[str, Decimal]
    repayments: int

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.expenses or self.repayments)


async def measure(uow: UnitOfWork, period: Period) -> Extent:
    """Tell how much there is in a period, as these eyes may know it."""
    found = await uow.exports.totals(period.since, period.until)
    count = sum(each for each, _ in found.values())
    totals = {currency: total for currency, (_, total) in found.items()}
    for one in await uow.gift_expenses.list_seen(period.since, period.until):
        count += 1
        totals[one.expense.currency] = totals.get(one.expense.currency, Decimal(0)) + one.expense.amount
    return Extent(count, totals, await uow.exports.count_repayments(period.since, period.until))


async def enter(uow: UnitOfWork, family_id: int, chat_id: int) -> Family | None:
    """See a family with the eyes of whose private chat this is; none unless they belong to the family."""
    uow.family_id = family_id
    family = await uow.families.get_by_id(family_id)
    chat = next(iter(await uow.conversations.list_by_chat(chat_id)), None)
    if family is None or chat is None or chat.kind != "private" or chat.user_id is None:
        return None
    if await uow.members.get_by_user(chat.user_id) is None:
        return None
    uow.seen_by(await audiences.eyes_in(uow, family, chat))
    return family


class Export:
    """What there is to write, page by page, oldest first."""

    def __init__(self, uow: UnitOfWork, period: Period) -> None:
        self._uow = uow
        self._period = period
        self._categories: dict[UUID, str] = {}
        self._spenders = Spenders({}, {})

    async def prepare(self) -> None:
        """Look up all names."""
        self._categories = {one.id: one.name for one in await self._uow.categories.list_all()}
        self._spenders = await spenders.known(self._uow, await self._uow.people.list_all())

    async def lines(self) -> AsyncIterator[Sequence[Line]]:
        """Go through what was spent: on gifts too, as far as they may be known of."""
        since, until = self._period.since, self._period.until
        gifts = list(await self._uow.gift_expenses.list_seen(since, until))
        gifts.sort(key=lambda one: _place(one.expense), reverse=True)
        async for page in self._uow.exports.expenses(since, until):
            shares = await self._uow.exports.shares(page)
            told: list[Line] = []
            for one in page:
                told += self._gifts_before(gifts, one)
                told.append(self._line(one, shares.get(one.id, ())))
            yield told
        yield [self._gift(one) for one in reversed(gifts)]

    async def repayments(self) -> AsyncIterator[Sequence[Repaid]]:
        """Go through what was paid back."""
        async for page in self._uow.exports.repayments(self._period.since, self._period.until):
            yield [self._repaid(one) for one in page]

    def _gifts_before(self, gifts: list[GiftExpense], expense: Expense) -> list[Line]:
        """Take the gifts off the end of a list that come before an expense."""
        found: list[Line] = []
        while gifts and _place(gifts[-1].expense) < _place(expense):
            found.append(self._gift(gifts.pop()))
        return found

    def _line(self, one: Expense, shares: Sequence[tuple[int, Decimal]]) -> Line:
        return Line(
            one.date,
            self._categories.get(one.category_id, ""),
            one.description,
            one.amount,
            one.currency,
            self._spenders.name(one.person_id, one.user_id),
            one.payment_method,
            tuple(one.tags),
            one.notes or "",
            "expense",
            tuple((self._spenders.name(person, None), amount) for person, amount in shares),
        )

    def _gift(self, one: GiftExpense) -> Line:
        spent = one.expense
        return Line(
            spent.date,
            self._categories.get(spent.category_id, ""),
            one.gift.title,
            spent.amount,
            spent.currency,
            self._spenders.name(spent.person_id, None),
            spent.payment_method,
            (),
            "",
            "gift",
        )

    def _repaid(self, one: Payback) -> Repaid:
        payer, receiver = (self._spenders.name(person, None) for person in (one.payer_id, one.receiver_id))
        return Repaid(one.date, payer, receiver, one.amount, one.currency)


def _place(expense: Expense) -> tuple[date, UUID]:
    return expense.date, expense.id
