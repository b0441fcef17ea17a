"""Which stretch of days the words mean, by the family's language and its today."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale

from domain.periods import Period, Unit, containing

_UNITS: dict[str, Unit] = {"day": "day", "week": "week", "month": "month", "year": "year"}
_YEAR = re.compile(r"(20\d\d)", re.ASCII)
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class PeriodRead:
    """A period, and how many words it took."""

    period: Period
    used: int


def read_period(words: Sequence[str], locale: str, today: date) -> PeriodRead | None:
    """Read the period that the words begin with; None when they begin with something else."""
    plain = [word.lower() for word in words]
    if not plain:
        return None
    if plain[0] in {"today", "yesterday"}:
        return PeriodRead(containing(today - timedelta(days=plain[0] == "yesterday"), "day"), 1)
    first = first_weekday(locale)
    last = plain[0] == "last"
    if (at := 1 if last or plain[0] == "this" else 0) < len(plain) and plain[at] in _UNITS:
        period = containing(today, _UNITS[plain[at]], first)
        return PeriodRead(period.before if last else period, at + 1)
    if said := _MONTH.fullmatch(plain[0]):
        return PeriodRead(containing(date(int(said[1]), int(said[2]), 1), "month"), 1)
    if said := _YEAR.fullmatch(plain[0]):
        return PeriodRead(containing(date(int(said[1]), 1, 1), "year"), 1)
    return None


@lru_cache(maxsize=64)
def first_weekday(locale: str) -> int:
    """Tell on which day weeks begin, counted from Monday."""
    return int(Locale.parse(locale).first_week_day)
