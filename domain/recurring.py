"""What is spent again and again: on which days it falls, and what it comes to in a month."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain.expenses import PaymentMethod
from domain.periods import WEEK, YEAR, last_of

Unit = Literal["day", "week", "month", "year"]
LAST_DAY = 31
_ENOUGH = 9
"""Among how many turns there is a month that has a day, if any has it."""
_DAYS_A_YEAR, _WEEKS_A_YEAR = 365, 52


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something comes: every so many days, weeks, months or years, counted from a day.

    A day that a month does not have falls on its last one, and comes back where there is one.
    """

    unit: Unit
    every: int
    begins_on: date

    def first(self, since: date) -> date:
        """Give the first day on which it falls, from a day on."""
        days = {"day": 1, "week": WEEK}.get(self.unit)
        if days:
            step = days * self.every
            return since + timedelta((self.begins_on - since).days % step)
        months = self._months
        turns = (12 * (since.year - self.begins_on.year) + since.month - self.begins_on.month) // months
        day = self._after(turns * months)
        return day if day >= since else self._after((turns + 1) * months)

    def following(self, day: date) -> date:
        """Give the next day on which it falls, behind a day."""
        return self.first(day + timedelta(days=1))

    def days(self, since: date, until: date) -> Iterator[date]:
        """Give every day on which it falls, from a day to another."""
        day = self.first(since)
        while day <= until:
            yield day
            day = self.following(day)

    def on_day(self, number: int) -> "Rhythm":
        """Count from the same month, or one before it that has this day, so that the day comes back."""
        months = [_moved(self.begins_on.replace(day=1), -turns * self._months) for turns in range(_ENOUGH)]
        lasts = [min(number, last_of(month.year, month.month)) for month in months]
        month = months[lasts.index(max(lasts))]
        return replace(self, begins_on=month.replace(day=max(lasts)))

    @property
    def times_a_month(self) -> Decimal:
        """Tell how often it falls in a month, over a year."""
        times = {"day": _DAYS_A_YEAR, "week": _WEEKS_A_YEAR, "month": YEAR, "year": 1}[self.unit]
        return Decimal(times) / self.every / YEAR

    @property
    def _months(self) -> int:
        return self.every * (YEAR if self.unit == "year" else 1)

    def _after(self, months: int) -> date:
        return _moved(self.begins_on, months)


@dataclass(frozen=True, slots=True)
class Recurring:
    """What is spent again and again; ended when there is no next day."""

    id: UUID
    user_id: UUID
    person_id: int | None
    category_id: UUID
    conversation_id: UUID | None
    amount: Decimal
    currency: str
    description: str
    payment_method: PaymentMethod
    tags: list[str]
    unit: Unit
    every: int
    begins_on: date
    next_on: date | None
    ends_on: date | None
    paused_at: datetime | None

    @property
    def rhythm(self) -> Rhythm:
        """Tell how often it comes."""
        return Rhythm(self.unit, self.every, self.begins_on)

    @property
    def ended(self) -> bool:
        """Tell whether it comes no more."""
        return self.next_on is None

    def due(self, today: date) -> list[date]:
        """List the days on which it fell and that nothing was recorded for yet."""
        last = today if self.ends_on is None else min(today, self.ends_on)
        return [] if self.next_on is None else list(self.rhythm.days(self.next_on, last))

    def next_after(self, day: date) -> date | None:
        """Give its next day behind a day; none when it ends before."""
        return self._within(self.rhythm.following(day))

    def next_from(self, day: date) -> date | None:
        """Give its next day from a day on; none when it ends before."""
        return self._within(self.rhythm.first(day))

    @property
    def monthly(self) -> Decimal:
        """Tell what it comes to in a month, over a year."""
        return self.amount * self.rhythm.times_a_month

    def _within(self, day: date) -> date | None:
        return None if self.ends_on and day > self.ends_on else day


def _moved(day: date, months: int) -> date:
    """Move a day by months; one that the month does not have falls on its last."""
    years, month = divmod(day.month - 1 + months, YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, last_of(year, month + 1)))
