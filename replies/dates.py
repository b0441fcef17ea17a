"""How dates are written."""

from datetime import date

from babel.dates import format_date, format_skeleton

from domain.people import YEAR_UNKNOWN

_TEENS = range(11, 14)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def day_text(day: date, locale: str) -> str:
    """Write a date as the family's locale does; a year that nobody told is left out."""
    if day.year == YEAR_UNKNOWN:
        return str(format_skeleton("MMMMd", day, locale=locale))
    return format_date(day, "long", locale)


def short_day(day: date, locale: str, today: date) -> str:
    """Write a date in a few letters; the year of today goes without saying."""
    return str(format_skeleton("MMMd" if day.year == today.year else "yMMMd", day, locale=locale))


def ordinal(day: int) -> str:
    """Write a day of a month as one says it."""
    return f"{day}{'th' if day in _TEENS else _ENDINGS.get(day % 10, 'th')}"
