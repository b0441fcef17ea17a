"""Which stretch of days the words mean, by the family's language and its today."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from babel import Locale

from domain.characters import plain_digits, without_invisible
from domain.dates import yearly
from domain.names import name_key
from domain.periods import QUARTER, Period, Unit, between, containing, last_of, months_back, moved
from domain.refusals import BadDate
from services.dates import month_names, read_date
from services.period_words import DASHES, period_words

_YEAR = re.compile(r"((?:19|20|21)\d\d)[.,]?", re.ASCII)
_MONTH = re.compile(r"(?P<year>\d{4})[-/.](?P<month>0?[1-9]|1[0-2])", re.ASCII)
_MONTH_FIRST = re.compile(r"(?P<month>0?[1-9]|1[0-2])[-/.](?P<year>\d{4})", re.ASCII)
_QUARTER = re.compile(r"q([1-4])", re.ASCII | re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?", re.ASCII | re.IGNORECASE)
_COUNT = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_MONTHS = {"month": 1, "quarter": QUARTER, "year": 12}
_DAYS = {"day": 1, "week": 7}
_MOST, _SPLIT, _LONG = 16, 4, 40
"""How many words are looked at, in how many of them for a dash, and how many letters far."""


@dataclass(frozen=True, slots=True)
class PeriodRead:
    """A period, and how many words it took."""

    period: Period
    used: int


@dataclass(frozen=True, slots=True)
class _Told:
    """What stands by itself or on one side of a range: certain days, or those of any year."""

    used: int
    fixed: Period | None = None
    """The days, if they are certain."""
    month: int = 1
    day: int | None = None
    """The day of the month; none means all of it."""

    def within(self, year: int) -> Period:
        """Give its days in a year."""
        if self.fixed:
            return self.fixed
        year = min(max(year, date.min.year), date.max.year)
        day = yearly(self.month, self.day or 1, year)
        return containing(day, "day" if self.day else "month")


def read_period(words: Sequence[str], locale: str, today: date) -> PeriodRead | None:
    """Read the period that the words begin with; None when they begin with something else."""
    plain = [without_invisible(plain_digits(word)) for word in words[:_MOST]]
    if not plain:
        return None
    reader = _Reader(locale, today)
    found: list[PeriodRead] = []
    bad: BadDate | None = None
    for texts, counts in ((plain, range(1, len(plain) + 1)), *_split(plain)):
        try:
            read = reader.read(texts)
        except BadDate as problem:
            bad = bad or problem
            continue
        if read and (read.used == len(texts) or counts[read.used - 1] < counts[read.used]):
            found.append(PeriodRead(read.period, counts[read.used - 1]))
    if bad and not found:
        raise bad
    return max(found, key=lambda read: read.used, default=None)


@lru_cache(maxsize=64)
def first_weekday(locale: str) -> int:
    """Tell on which day weeks begin, counted from Monday."""
    return int(Locale.parse(locale).first_week_day)


def _split(words: Sequence[str]) -> Iterator[tuple[list[str], list[int]]]:
    """Part a word at a dash in it, in each way there is, and tell behind how many words each piece ends."""
    for at, word in enumerate(words[:_SPLIT]):
        for dash in DASHES:
            for cut in (each.start() for each in re.finditer(re.escape(dash), word[:_LONG])):
                pieces = [piece for piece in (word[:cut], dash, word[cut + len(dash) :]) if piece]
                if len(pieces) > 1:
                    counts = [*range(1, at + 1), *[at + 1] * len(pieces), *range(at + 2, len(words) + 1)]
                    yield [*words[:at], *pieces, *words[at + 1 :]], counts


class _Reader:
    """Reads words as one who speaks this language today."""

    def __init__(self, locale: str, today: date) -> None:
        self.locale, self.today = locale, today
        self.known = period_words(locale)

    def read(self, words: Sequence[str]) -> PeriodRead | None:
        """Read a period: a range, what began on some day, or a single one."""
        if self.known.means(words[0], "since"):
            return self._since(words)
        leads = self.known.means(words[0], "between")
        begin = self._told(words, int(leads))
        if begin is None:
            return None
        found = self._range(words, begin) or (self._since(words) if leads else None)
        return found or PeriodRead(self._latest(begin), begin.used)

    def _since(self, words: Sequence[str]) -> PeriodRead | None:
        begin = self._told(words, 1)
        return PeriodRead(between(self._latest(begin).since, self.today), begin.used) if begin else None

    def _range(self, words: Sequence[str], begin: _Told) -> PeriodRead | None:
        at = begin.used
        if at >= len(words) - 1 or not (words[at] in DASHES or self.known.means(words[at], "to")):
            return None
        end = self._told(words, at + 1)
        return PeriodRead(self._between(begin, end), end.used) if end else None

    def _between(self, begin: _Told, end: _Told) -> Period:
        """Give the days from one side to the other; what has no year is as near as can be, and has begun."""
        if begin.fixed or end.fixed:
            year = (begin.fixed or end.within(1)).since.year
            return _hull(begin, end, year, year)
        year = self.today.year
        return next(
            (found for each in (year + 1, year) if (found := _hull(begin, end, each, each)).since <= self.today),
            _hull(begin, end, year - 1, year - 1),
        )

    def _latest(self, told: _Told) -> Period:
        """Give the latest of these days that have begun."""
        this_year = told.within(self.today.year)
        return this_year if told.fixed or this_year.since <= self.today else told.within(self.today.year - 1)

    def _told(self, words: Sequence[str], at: int) -> _Told | None:
        """Read what stands at a word, without anything behind that could make it a range."""
        if at >= len(words):
            return None
        left = words[at:]
        found = self._spoken(left) or self._numbered(left) or self._day_of_range(left) or self._dated(left)
        found = found or self._named(left)
        return replace(found, used=found.used + at) if found else None

    def _spoken(self, words: Sequence[str]) -> _Told | None:
        """Read words that are counted from today."""
        for back, kind in enumerate(("today", "yesterday")):
            if self.known.means(words[0], kind):
                return _Told(1, containing(moved(self.today, -back), "day"))
        return self._counted(words) or self._unit(words)

    def _counted(self, words: Sequence[str]) -> _Told | None:
        """Read the last so many days, weeks or months, up to today."""
        if len(words) <= 2 or not any(self.known.means(word, "last") for word in words[:2]):  # noqa: PLR2004 - "last 7 days"
            return None
        count = next((int(word) for word in words[:2] if _COUNT.fullmatch(word)), None)
        unit = self.known.unit(words[2])
        if count is None or unit is None:
            return None
        if unit in _DAYS:
            return _Told(3, Period(moved(self.today, 1 - count * _DAYS[unit]), self.today))
        begin = months_back(self.today, count * _MONTHS[unit])
        return _Told(3, Period(moved(begin, 1), self.today))

    def _unit(self, words: Sequence[str]) -> _Told | None:
        """Read this unit, or the last one: "last month" in some languages, "month last" in others."""
        first = [kind for kind in ("this", "last") if self.known.means(words[0], kind)]
        if first and len(words) > 1 and (unit := self.known.unit(words[1])):
            return _Told(2, self._relative(unit, last="last" in first))
        if unit := self.known.unit(words[0]):
            last = len(words) > 1 and self.known.means(words[1], "last")
            return _Told(1 + last, self._relative(unit, last=last))
        return None

    def _relative(self, unit: Unit, *, last: bool) -> Period:
        period = containing(self.today, unit, first_weekday(self.locale))
        return (period.before or period) if last else period

    def _numbered(self, words: Sequence[str]) -> _Told | None:
        """Read a year, or a month or quarter by its number."""
        word = words[0]
        if said := _MONTH.fullmatch(word) or _MONTH_FIRST.fullmatch(word):
            year = int(said["year"])
            return _Told(1, containing(date(year, int(said["month"]), 1), "month")) if year else None
        if said := _YEAR.fullmatch(word):
            return _Told(1, containing(date(int(said[1]), 1, 1), "year"))
        if said := _QUARTER.fullmatch(word):
            month = int(said[1]) * QUARTER
            year = self.today.year if month - QUARTER < self.today.month else self.today.year - 1
            named, used = self._year(words, 1)
            return _Told(used, containing(date(named or year, month, 1), "quarter"))
        return None

    def _day_of_range(self, words: Sequence[str]) -> _Told | None:
        """Read the first day of "1-15 oct" or "1.-15.10.", whose month stands behind the last."""
        said = _DAY.fullmatch(words[0])
        if not said or len(words) <= 2 or not (words[1] in DASHES or self.known.means(words[1], "to")):  # noqa: PLR2004 - "1 - 15.10."
            return None
        end = self._dated(words[2:])
        if end is None:
            return None
        last = end.within(self.today.year).since
        month, year = (last.month, last.year) if end.fixed else (end.month, None)
        if not 1 <= int(said[1]) <= last_of(year or 2000, month):
            return None
        if year:
            return _Told(1, containing(date(year, month, int(said[1])), "day"))
        return _Told(1, month=month, day=int(said[1]))

    def _dated(self, words: Sequence[str]) -> _Told | None:
        """Read a date."""
        read = read_date(words, self.locale, self.today, past=True)
        if read is None:
            return None
        if read.year is None:
            return _Told(read.used, month=read.month, day=read.day)
        try:
            day = date(read.year, read.month, read.day)
        except ValueError:
            raise BadDate(" ".join(words[: read.used])) from None
        return _Told(read.used, containing(day, "day"))

    def _named(self, words: Sequence[str]) -> _Told | None:
        """Read a month by its name."""
        month = month_names(self.locale).get(name_key(words[0].rstrip(".,")))
        if month is None:
            return None
        year, used = self._year(words, 1)
        return _Told(used, containing(date(year, month, 1), "month") if year else None, month)

    @staticmethod
    def _year(words: Sequence[str], at: int) -> tuple[int | None, int]:
        said = _YEAR.fullmatch(words[at]) if at < len(words) else None
        return (int(said[1]), at + 1) if said else (None, at)


def _hull(begin: _Told, end: _Told, first: int, last: int) -> Period:
    """Give the days from one to the other; those told the wrong way round may reach into another year, or be turned."""
    one, other = begin.within(first), end.within(last)
    if one.since > other.since:
        turned = Period(other.since, max(one.until, other.until))
        ways = [Period(one.since, end.within(last + 1).until), Period(begin.within(first - 1).since, other.until)]
        if begin.fixed and end.fixed:
            return turned
        return min([turned, *(way for way in ways if way.since <= way.until)], key=lambda way: way.days)
    return Period(one.since, max(one.until, other.until))
