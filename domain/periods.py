"""Stretches of days: a day, a week, a month, a year, or any from one day to another."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "month", "year"]
WEEK, YEAR = 7, 12
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
    def before(self) -> "Period":
        """Give the one before it: the same unit, or as many days."""
        last = self.since - ONE_DAY
        if self.unit in {"month", "year"}:
            return containing(last, self.unit)
        return Period(last - timedelta(days=self.days - 1), last, self.unit)


def containing(day: date, unit: Unit, first_weekday: int = 0) -> Period:
    """Give the day, week, month or year that a day lies in; weeks begin on this day, counted from Monday."""
    match unit:
        case "day":
            return Period(day, day, unit)
        case "week":
            begin = day - timedelta(days=(day.weekday() - first_weekday) % WEEK)
            return Period(begin, begin + timedelta(days=WEEK - 1), unit)
        case "month":
            return Period(day.replace(day=1), day.replace(day=last_of(day.year, day.month)), unit)
    return Period(date(day.year, 1, 1), date(day.year, YEAR, 31), unit)


def last_of(year: int, month: int) -> int:
    """Tell how many days a month has."""
    return monthrange(year, month)[1]
