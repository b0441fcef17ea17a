"""Reports: what was spent in a period, on what, by whom, and how that has changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Generic, TypeVar
from uuid import UUID

from domain.money import NOTHING, decimals_of, quantum
from domain.periods import Period, Unit, containing

Thing = TypeVar("Thing")
Key = TypeVar("Key")

BY_DAY, BY_WEEK, BY_MONTH = 45, 200, 3700
"""Up to how many days a trend is told by the day, the week and the month; of more it is told by the year."""


@dataclass(frozen=True, slots=True)
class Lump:
    """What somebody spent on something, taken together, and how much of it until today."""

    category_id: UUID
    person_id: int | None
    user_id: UUID | None
    currency: str
    amount: Decimal
    count: int
    so_far: Decimal


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that a report is made of; what was spent by the day and by tag is in the report's currency alone."""

    lumps: Sequence[Lump]
    days: Mapping[date, Decimal]
    before: Mapping[UUID, Decimal]
    """What was spent on each category in the days that are compared with."""
    tags: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Sum:
    """What was spent, how much of it until today, and as much time before."""

    amount: Decimal = NOTHING
    count: int = 0
    so_far: Decimal = NOTHING
    before: Decimal = NOTHING

    def __add__(self, other: "Sum") -> "Sum":
        """Take two together."""
        return Sum(
            self.amount + other.amount,
            self.count + other.count,
            self.so_far + other.so_far,
            self.before + other.before,
        )

    @property
    def change(self) -> Decimal | None:
        """Tell by how many percent it has grown; none when there was nothing before."""
        return (self.so_far - self.before) * 100 / self.before if self.before else None


@dataclass(frozen=True, slots=True)
class Part(Generic[Thing]):
    """What of a total falls to something, and how many percent of it that is."""

    thing: Thing
    sum: Sum
    share: int


@dataclass(frozen=True, slots=True)
class Point:
    """What was spent in a part of the period."""

    period: Period
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Report:
    """What was spent in a period, in the family's currency; what was spent in others stands by itself."""

    period: Period
    passed: Period | None
    """Those of its days that have passed."""
    compared: Period | None
    """The days that it is compared with; none where there are none."""
    currency: str
    total: Sum
    categories: Sequence[Part[UUID]]
    members: Sequence[Part[int | UUID | None]]
    """By the person an account is, else by the account."""
    tags: Sequence[Part[str]]
    trend: Sequence[Point]
    others: Mapping[str, Decimal]

    @property
    def a_day(self) -> Decimal | None:
        """Divide what was spent by the days that have passed; none before the first of them."""
        if self.passed is None:
            return None
        return (self.total.so_far / self.passed.days).quantize(quantum(decimals_of(self.currency)), ROUND_HALF_EVEN)

    @property
    def empty(self) -> bool:
        """Tell whether nothing was spent at all."""
        return not self.total.amount and not self.others


def report(period: Period, today: date, currency: str, ledger: Ledger, first_weekday: int = 0) -> Report:
    """Make a report of what was spent."""
    own = [lump for lump in ledger.lumps if lump.currency == currency]
    categories = _grouped((lump.category_id, _sum(lump)) for lump in own)
    for key, amount in ledger.before.items():
        categories[key] = replace(categories.get(key, Sum()), before=amount)
    others = _grouped((lump.currency, _sum(lump)) for lump in ledger.lumps if lump.currency != currency)
    tags = {tag: Sum(amount) for tag, amount in ledger.tags.items()}
    total = sum(categories.values(), Sum())
    return Report(
        period,
        period.passed(today),
        period.compared(today),
        currency,
        total,
        _parts(categories),
        _parts(_grouped(((lump.person_id or lump.user_id), _sum(lump)) for lump in own)),
        _parts(tags, total.amount),
        trend(period, ledger.days, first_weekday) if total.amount else (),
        {key: one.amount for key, one in sorted(others.items())},
    )


def trend(period: Period, days: Mapping[date, Decimal], first_weekday: int = 0) -> Sequence[Point]:
    """Tell how spending went on: in steps of the same kind, those in which nothing was spent included.

    Of a period of many years, only those are told from the first in which something was spent to the last.
    """
    unit = step(period)
    if unit == "year":
        period = Period(max(period.since, _year(min(days)).since), min(period.until, _year(max(days)).until))
    amounts: dict[date, Decimal] = {}
    for day, amount in days.items():
        begin = max(containing(day, unit, first_weekday).since, period.since)
        amounts[begin] = amounts.get(begin, NOTHING) + amount
    return [Point(one, amounts.get(one.since, NOTHING)) for one in _steps(period, unit, first_weekday)]


def step(period: Period) -> Unit:
    """Tell in which steps the trend of a period is told."""
    steps: list[tuple[int, Unit]] = [(BY_DAY, "day"), (BY_WEEK, "week"), (BY_MONTH, "month")]
    return next((unit for most, unit in steps if period.days <= most), "year")


def shares(amounts: Sequence[Decimal], total: Decimal) -> list[int]:
    """Tell of each amount how many percent of the total it is, so that they add up to what all of them are."""
    if not total:
        return [0] * len(amounts)
    exact = [amount * 100 / total for amount in amounts]
    found = [int(percent) for percent in exact]
    missing = round(sum(exact)) - sum(found)
    largest = sorted(range(len(found)), key=lambda at: (found[at] - exact[at], at))
    for at in largest[:missing]:
        found[at] += 1
    return found


def _sum(lump: Lump) -> Sum:
    return Sum(lump.amount, lump.count, lump.so_far)


def _grouped(pairs: Iterable[tuple[Key, Sum]]) -> dict[Key, Sum]:
    found: dict[Key, Sum] = {}
    for key, one in pairs:
        found[key] = found.get(key, Sum()) + one
    return found


def _parts(sums: Mapping[Thing, Sum], total: Decimal | None = None) -> Sequence[Part[Thing]]:
    """Order by what was spent most; what is equal keeps an order that never changes."""
    ordered = sorted(sums.items(), key=lambda item: (-item[1].amount, -item[1].before, str(item[0])))
    amounts = [one.amount for _, one in ordered]
    parts = shares(amounts, sum(amounts, NOTHING) if total is None else total)
    return [Part(thing, one, share) for (thing, one), share in zip(ordered, parts, strict=True)]


def _year(day: date) -> Period:
    return containing(day, "year")


def _steps(period: Period, unit: Unit, first_weekday: int) -> Iterable[Period]:
    """Part a period into its days, weeks, months or years, as far as they lie in it."""
    found: list[Period] = []
    one: Period | None = containing(period.since, unit, first_weekday)
    while one is not None and one.since <= period.until:
        found.append(Period(max(one.since, period.since), min(one.until, period.until), unit))
        one = one.after
    return found
