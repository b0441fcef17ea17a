"""Which day is meant, where something was done already."""

from datetime import date

from domain.expense_refusals import NotYet
from domain.refusals import BadDate
from services.dates import DateRead

_EARLIEST = 1900
_LEAP = 8
"""How many years lie between two leap days at most."""


def past_day(read: DateRead, said: str, today: date) -> date:
    """Give the day that was read; without a year, the latest such day that has been."""
    years = range(today.year, today.year - _LEAP - 1, -1) if read.year is None else (read.year,)
    days = [day for year in years if year >= _EARLIEST and (day := _date(year, read.month, read.day))]
    past = [day for day in days if day <= today]
    if not past:
        raise NotYet(said) if days else BadDate(said)
    return past[0]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
