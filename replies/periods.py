"""How stretches of days are written."""

from datetime import date

from babel.dates import format_date, format_interval, format_skeleton

from domain.periods import EVERYTHING, Period
from replies.dates import day_text


def title(period: Period, locale: str) -> str:
    """Write a period in full."""
    if period == EVERYTHING:
        return "Everything"
    match period.unit:
        case "year":
            return str(period.since.year)
        case "quarter":
            return str(format_skeleton("yQQQ", period.since, locale=locale))
        case "month":
            return str(format_skeleton("yMMMM", period.since, locale=locale))
    if period.days == 1:
        return day_text(period.since, locale)
    return _interval(period, locale, "yMMMd")


def shortly(period: Period, locale: str, today: date) -> str:
    """Write a period in a few letters; the year of today goes without saying."""
    if period.unit in {"year", "quarter"}:
        return title(period, locale)
    this_year = period.since.year == period.until.year == today.year
    if period.unit == "month":
        return format_date(period.since, "LLLL" if this_year else "LLLL y", locale=locale)
    return _interval(period, locale, "MMMd" if this_year else "yMMMd")


def before(period: Period) -> str:
    """Name the one before a period, in the middle of a sentence."""
    if period.unit == "day":
        return "the day before"
    return f"the {period.unit} before" if period.unit else f"the {period.days} days before"


def _interval(period: Period, locale: str, skeleton: str) -> str:
    return str(format_interval(period.since, period.until, skeleton, locale=locale)).replace("\u2009", " ")
