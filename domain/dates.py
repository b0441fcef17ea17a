"""Dates that come back every year."""

import calendar
from datetime import date


def yearly(month: int, day: int, year: int) -> date:
    """Answer the day on which a yearly date falls; the 29th of February falls on the 28th in other years."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def next_yearly(month: int, day: int, today: date) -> date:
    """Answer the next such day; today counts."""
    this_year = yearly(month, day, today.year)
    return this_year if this_year >= today else yearly(month, day, today.year + 1)


def days_until(day: date, today: date) -> int:
    """Count the days from today; negative when the day is past."""
    return (day - today).days
