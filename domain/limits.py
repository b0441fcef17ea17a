"""Limits: how much may be spent on a category, or on everything, in each day, week, month or year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import ClassVar, Final, Literal, get_args
from uuid import UUID

from domain.budgets import Standing
from domain.expenses import Category, Spent
from domain.gifts import Gift
from domain.money import NOTHING, decimals_of, quantum
from domain.periods import Period, Unit, containing
from domain.secrets import Eyes

Every = Literal["daily", "weekly", "monthly", "yearly"]
EVERY: Final[tuple[Every, ...]] = get_args(Every)
UNITS: Final[dict[Every, Unit]] = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}


@dataclass(frozen=True, slots=True)
class Limit:
    """How much may be spent in each period, from a day on; until a day, or on and on. Of no category: in all."""

    id: UUID
    category_id: UUID | None
    amount: Decimal
    currency: str
    period: Every
    start_date: date
    end_date: date | None

    @property
    def unit(self) -> Unit:
        """Name the stretch of days that it allows its amount for."""
        return UNITS[self.period]

    def holds(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return self.start_date <= day <= (self.end_date or date.max)

    def meets(self, since: date, until: date | None) -> bool:
        """Tell whether it holds on any of these days."""
        return self.start_date <= (until or date.max) and since <= (self.end_date or date.max)

    def window(self, day: date, first_weekday: int) -> Period | None:
        """Give the days over which is added up what is spent on one of them, as far as the limit holds on them."""
        if not self.holds(day):
            return None
        whole = containing(day, self.unit, first_weekday)
        return Period(max(whole.since, self.start_date), min(whole.until, self.end_date or date.max), self.unit)

    def counts(self, category_id: UUID | None, currency: str) -> bool:
        """Tell whether what is spent on a category counts; what stands in another currency does not."""
        return self.category_id in {None, category_id} and self.currency == currency

    def moved_by(self, spent: Spent, window: Period) -> bool:
        """Tell whether what was spent, or no longer was, may have moved it over some days."""
        return spent.day in window and self.counts(spent.category_id, spent.currency)


@dataclass(frozen=True, slots=True)
class Limited:
    """A limit, and the category that it limits; one of everything has none."""

    limit: Limit
    category: Category | None

    @property
    def of_gifts(self) -> bool:
        """Tell whether what is spent on gifts counts."""
        return self.category is None or self.category.of_gifts


@dataclass(frozen=True, slots=True)
class LimitView:
    """Where a limit stands on a day, as some eyes may know it."""

    limit: Limit
    category: Category | None
    window: Period
    standing: Standing
    today: date
    partial: bool = False
    """Whether gifts for those who read along are left out."""

    @property
    def a_day(self) -> Decimal | None:
        """Divide what is left by the days that are left; none when nothing is, or no day but this."""
        left, days = self.standing.left, (self.window.until - self.today).days + 1
        if left is None or left <= 0 or days <= 1 or self.today not in self.window:
            return None
        return (left / days).quantize(quantum(decimals_of(self.limit.currency)), ROUND_DOWN)


@dataclass(frozen=True, slots=True)
class WatchedLimit:
    """A limit over some days, with what was spent on them: what on which gifts, and what besides."""

    limit: Limit
    category: Category | None
    window: Period
    plain: Decimal
    gifts: Mapping[int, Decimal]

    kind: ClassVar[Literal["limit"]] = "limit"
    occasion_id: ClassVar[None] = None
    person_id: ClassVar[None] = None

    @property
    def mark(self) -> tuple[str, int, str]:
        """Name it as its alerts are kept: each window is watched anew."""
        return self.kind, 0, f"{self.window.since.isoformat()} {self.limit.id.hex}"

    @property
    def key(self) -> str:
        """Name it in the list of what is muted."""
        return self.limit.id.hex

    @property
    def currency(self) -> str:
        """Name the currency that it is kept in."""
        return self.limit.currency

    def standing(self, gifts: Iterable[Gift]) -> Standing:
        """Tell how it stands, if these gifts are all there are; of one without its price nobody is told."""
        spent = sum((self.gifts.get(one.id, NOTHING) for one in gifts if not one.unwrapped), self.plain)
        return Standing(self.limit.amount, spent)

    def hidden_from(self, _eyes: Eyes) -> bool:
        """Tell whether some eyes must not learn how it stands: it is no secret, but for the gifts they do not see."""
        return False
