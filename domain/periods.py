"""Stretches of days: a day, a week, a month, a quarter, a year, or any from one day to another."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from domain.dates import yearly

Unit = Literal["day", "week", "month", "quarter", "year"]
WEEK, QUARTER, YEAR = 7, 3, 12
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from one to another, both included; of a whole unit, or of none."""

    since: date
    until: date
    unit: Unit | None = None

    def __contains__(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.since <= day <= self.until

    @property
    def days(self) -> int:
        """Count its days."""
        return (self.until - self.since).days + 1

    @property
    def before(self) -> "Period | None":
        """Give the one before it: the same unit, or as many days; none before the first of all days."""
        if self.since == date.min:
            return None
        last = self.since - ONE_DAY
        if self.unit in {"month", "quarter", "year"}:
            return containing(last, self.unit)
        return Period(moved(last, 1 - self.days), last, self.unit)

    @property
    def after(self) -> "Period | None":
        """Give the one after it: the same unit, or as many days; none after the last of all days."""
        if self.until == date.max:
            return None
        first = self.until + ONE_DAY
        if self.unit in {"month", "quarter", "year"}:
            return containing(first, self.unit)
        return Period(first, moved(first, self.days - 1), self.unit)

    def passed(self, today: date) -> "Period | None":
        """Give those of its days that have passed or are today; none when it has not begun."""
        if today < self.since:
            return None
        return self if today >= self.until else Period(self.since, today)

    def compared(self, today: date) -> "Period | None":
        """Give what it is compared with: the one before; while it runs, as much of that as has passed of it."""
        before = self.before
        if before is None or today not in self or today == self.until:
            return before
        if self.unit == "year":
            last = yearly(today.month, today.day, before.since.year)
        else:
            last = min(before.until, before.since + (today - self.since))
        return Period(before.since, last)


EVERYTHING = Period(date.min, date.max)


def containing(day: date, unit: Unit, first_weekday: int = 0) -> Period:
    """Give the day, week, month, quarter or year of a day; weeks begin on this weekday, counted from Monday."""
    match unit:
        case "day":
            return Period(day, day, unit)
        case "week":
            begin = moved(day, -((day.weekday() - first_weekday) % WEEK))
            return Period(begin, moved(day, (first_weekday - 1 - day.weekday()) % WEEK), unit)
        case "month":
            return Period(day.replace(day=1), day.replace(day=last_of(day.year, day.month)), unit)
        case "quarter":
            month = (day.month - 1) // QUARTER * QUARTER + 1
            end = month + QUARTER - 1
            return Period(date(day.year, month, 1), date(day.year, end, last_of(day.year, end)), unit)
    return Period(date(day.year, 1, 1), date(day.year, YEAR, 31), unit)


def between(one: date, other: date, unit: Unit | None = None) -> Period:
    """Give the days between two, whichever comes first."""
    return Period(min(one, other), max(one, other), unit)


def moved(day: date, days: int) -> date:
    """Go some days on or back, as far as there are days."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def months_back(day: date, months: int) -> date:
    """Go some months back, to the last day of one that is too short, as far as there are days."""
    number = max(day.year * YEAR + day.month - 1 - months, YEAR)
    year, month = divmod(number, YEAR)
    return date(year, month + 1, min(day.day, last_of(year, month + 1)))


def last_of(year: int, month: int) -> int:
    """Tell how many days a month has."""
    return monthrange(year, month)[1]
