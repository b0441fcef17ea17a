"""Which day is meant, where something was done already."""

import re
from datetime import date

from domain.expense_refusals import NotYet
from domain.names import Word, name_key
from domain.refusals import BadDate
from services.dates import DateRead, may_tell_day, spoken_days, weekday_names

MARKS = ",;:"
"""What may stand behind a word that is none the less that word."""
_EARLIEST = 1900
_LEAP = 8
"""How many years lie between two leap days at most."""
_BARE = re.compile(
    r"\d{1,2}\.\d{1,2}\.(\d{4}|\d\d)?|\d{1,2}/\d{1,2}(/(\d{4}|\d\d))?|\d{4}([./-])\d{1,2}\4\d{1,2}|"
    r"\d{1,2}-\d{1,2}-(\d{4}|\d\d)"
)
"""A day written in digits that can be no amount."""


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


def tells_part_of_day(word: Word, locale: str) -> bool:
    """Tell whether a word may belong to a day: each has its number, or is one of a few words."""
    return any(map(str.isdecimal, word.text)) or name_key(word.text.rstrip(MARKS)) in may_tell_day(locale)


def is_spoken(text: str, locale: str) -> bool:
    """Tell whether a word is a day that is counted from today."""
    return name_key(text) in spoken_days(locale)


def is_day(text: str, locale: str, *, weekdays: bool) -> bool:
    """Tell whether a word is a day by itself, wherever it stands, or where weekdays are days."""
    if _BARE.fullmatch(text) or is_spoken(text, locale):
        return True
    return weekdays and name_key(text) in weekday_names(locale)
