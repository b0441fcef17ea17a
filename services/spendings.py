"""What was spent, as it is asked for: a page of it, and what all of it adds up to."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.expenses import Asked, Category
from domain.gifts import Gift
from domain.money import NOTHING
from domain.people import Person
from domain.periods import EVERYTHING, Period, Unit, containing
from domain.refusals import Gone
from repositories.gift_expenses import GiftExpense
from repositories.spendings import Total
from repositories.unit_of_work import UnitOfWork
from services import spenders
from services.expenses import ExpenseView

PAGE = 8
_BASE = 36
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NOTHING = "-"
_CENTS = 2
_UNITS: tuple[Unit, ...] = ("day", "month", "year", "week", "quarter")


@dataclass(frozen=True, slots=True)
class Entry:
    """An expense in a list, with the gift it was for, if it was for one."""

    view: ExpenseView
    gift: Gift | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of what was asked for, and what all of it adds up to in each currency."""

    asked: Asked
    entries: Sequence[Entry]
    totals: Mapping[str, Decimal]
    number: int
    pages: int
    latest: bool = False
    """Whether there was nothing in the days one would expect, so that these are the latest ones that have any."""
    category: Category | None = None

    @property
    def of_gifts(self) -> bool:
        """Tell whether gifts are among what was asked for, if there are any."""
        return self.asked.tag is None and (self.category is None or self.category.of_gifts)


async def listing(uow: UnitOfWork, people: Iterable[Person], asked: Asked, number: int = 0) -> Listing:
    """List a page of what is asked for, newest first."""
    asked = await _with_account(uow, asked)
    period = asked.period or EVERYTHING
    gifts = [one for one in await uow.gift_expenses.list_seen(period.since, period.until) if _fits(one, asked)]
    totals = await uow.spendings.totals(asked)
    count = sum(one.count for one in totals) + len(gifts)
    pages = max(1, -(-count // PAGE))
    number = min(number, pages - 1)
    named = {one.gift.id: one.gift for one in gifts}
    rows = await uow.spendings.list_page(asked, named, PAGE, number * PAGE) if count else []
    categories = {one.id: one for one in await uow.categories.list_all()}
    known = await spenders.known(uow, people)
    entries = [
        Entry(
            ExpenseView(row, categories[row.category_id], known.name(row.person_id, row.user_id)),
            named.get(row.gift_id or 0),
        )
        for row in rows
    ]
    category = categories.get(asked.category_id) if asked.category_id else None
    return Listing(asked, entries, _added_up(totals, gifts), number, pages, category=category)


async def recent(uow: UnitOfWork, people: Iterable[Person], asked: Asked, today: date) -> Listing:
    """List what is asked for of the present month, or else of the latest month that has any of it."""
    everybody = list(people)
    found = await listing(uow, everybody, replace(asked, period=containing(today, "month")))
    if found.entries:
        return found
    asked = await _with_account(uow, asked)
    seen = [one.expense.date for one in await uow.gift_expenses.list_seen() if _fits(one, asked)]
    days = [day for day in (await uow.spendings.last_day(asked), *seen) if day]
    if not days:
        return found
    asked = replace(asked, period=containing(max(days), "month"))
    return replace(await listing(uow, everybody, asked), latest=True)


def trail(asked: Asked) -> str:
    """Write what is asked for so shortly that it fits into a button."""
    period = asked.period or EVERYTHING
    over = _NOTHING if asked.over is None else _short(int(asked.over.scaleb(_CENTS)))
    return f"{_short(period.since.toordinal())}:{_short(period.until.toordinal())}:{_selector(asked)}:{over}"


def read_trail(words: Sequence[str], currency: str, first_weekday: int) -> Asked:
    """Read what a button asks for."""
    try:
        since, until, selector, over = words
        days = date.fromordinal(int(since, _BASE)), date.fromordinal(int(until, _BASE))
        asked = replace(_selected(selector), period=whole(*days, first_weekday))
        if over == _NOTHING:
            return asked
        return replace(asked, over=Decimal(int(over, _BASE)).scaleb(-_CENTS), currency=currency)
    except (ValueError, OverflowError, binascii.Error) as problem:
        raise Gone from problem


def whole(since: date, until: date, first_weekday: int) -> Period:
    """Tell which stretch of days this is: a whole day, week, month or year, or any other."""
    found = (containing(since, unit, first_weekday) for unit in _UNITS)
    return next((one for one in found if (one.since, one.until) == (since, until)), Period(since, until))


def _selector(asked: Asked) -> str:
    if asked.category_id:
        return f"c{_key(asked.category_id)}"
    if asked.tag is not None:
        return f"t{asked.tag}"
    if asked.person_id:
        return f"p{asked.person_id}"
    return f"u{_key(asked.user_id)}" if asked.user_id else _NOTHING


def _selected(selector: str) -> Asked:
    kind, name = selector[:1], selector[1:]
    match kind:
        case "c":
            return Asked(category_id=_uuid(name))
        case "t":
            return Asked(tag=name)
        case "p":
            return Asked(person_id=int(name))
        case "u":
            return Asked(user_id=_uuid(name))
    return Asked()


def _key(key: UUID) -> str:
    return urlsafe_b64encode(key.bytes).decode().rstrip("=")


def _uuid(text: str) -> UUID:
    return UUID(bytes=urlsafe_b64decode(f"{text}=="))


def _short(number: int) -> str:
    """Write a number in letters and digits."""
    digits = ""
    while number:
        number, rest = divmod(number, _BASE)
        digits = _DIGITS[rest] + digits
    return digits or "0"


async def _with_account(uow: UnitOfWork, asked: Asked) -> Asked:
    """Ask for what somebody spent before anybody knew whose account it is, too."""
    if not asked.person_id or asked.user_id:
        return asked
    accounts = await uow.members.list_by_person(asked.person_id)
    return replace(asked, user_id=accounts[0].user_id) if accounts else asked


def _fits(one: GiftExpense, asked: Asked) -> bool:
    """Tell whether what was spent on a gift is asked for: it has no tags, and no account."""
    expense = one.expense
    return (
        asked.category_id in {None, expense.category_id}
        and asked.tag is None
        and (expense.person_id == asked.person_id if asked.person_id else asked.user_id is None)
        and (asked.over is None or (expense.currency == asked.currency and expense.amount > asked.over))
    )


def _added_up(totals: Iterable[Total], gifts: Iterable[GiftExpense]) -> dict[str, Decimal]:
    found = {one.currency: one.amount for one in totals}
    for one in gifts:
        found[one.expense.currency] = found.get(one.expense.currency, NOTHING) + one.expense.amount
    return found
