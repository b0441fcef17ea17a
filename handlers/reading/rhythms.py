"""How often the words say that something comes, from which day on, and until when."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale

from domain.dates import yearly
from domain.expense_refusals import EndsBeforeItBegins, NotARhythm
from domain.names import Word, name_key
from domain.periods import WEEK, last_of
from domain.recurring import LAST_DAY, Rhythm, Unit
from domain.refusals import BadDate
from services.dates import DateRead, read_date

_UNITS: Mapping[str, tuple[Unit, int]] = {
    **dict.fromkeys(("day", "days", "daily"), ("day", 1)),
    **dict.fromkeys(("week", "weeks", "weekly"), ("week", 1)),
    **dict.fromkeys(("fortnight", "fortnightly"), ("week", 2)),
    **dict.fromkeys(("month", "months", "monthly"), ("month", 1)),
    **dict.fromkeys(("quarter", "quarters", "quarterly"), ("month", 3)),
    **dict.fromkeys(("year", "years", "yearly", "annually"), ("year", 1)),
}
_COUNTS = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|ª)", re.ASCII | re.IGNORECASE)
_BARE = re.compile(r"(\d{1,2})\.?", re.ASCII)
_AMOUNT = re.compile(r"\W?\d+(?:[.,]\d+)*\W?", re.ASCII)
"""Behind a number that stands there for a day."""
_FILLERS = {"on", "the", "at", "each", "of"}
_MOST = 99
_LONGEST = 6
"""Of how many words a day may be."""
_YEARS = (1900, 2200)


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often something comes, when first, and until when."""

    rhythm: Rhythm
    first: date
    ends_on: date | None


def take_schedule(words: Sequence[Word], locale: str, today: date) -> tuple[Schedule, tuple[Word, ...]]:
    """Take from the words how often something comes; answers with what is left."""
    return _Reader(words, locale, today).read()


class _Reader:
    """Takes the rhythm from the front of the words, and where it begins and ends from wherever that stands."""

    def __init__(self, words: Sequence[Word], locale: str, today: date) -> None:
        self._left = list(words)
        self._locale, self._today = locale, today
        self._weekdays = _weekdays(locale)
        self._weekday: int | None = None
        self._number: int | None = None
        self._day: DateRead | None = None

    def read(self) -> tuple[Schedule, tuple[Word, ...]]:
        """Read all of it."""
        said = self._next
        since, until = self._bound("from", "starting"), self._bound("until", "till")
        every, unit = self._rhythm(said)
        start = self._today if since is None else _on(since, self._today)
        rhythm = self._begun(Rhythm(unit, every, start))
        first = rhythm.first(max(start, self._today))
        ends_on = _on(until, first) if until else None
        if ends_on and ends_on < first:
            raise EndsBeforeItBegins(first, ends_on)
        return Schedule(rhythm, first, ends_on), tuple(self._left)

    @property
    def _next(self) -> str:
        return self._left[0].text.lower() if self._left and not self._left[0].quoted else ""

    def _rhythm(self, said: str) -> tuple[int, Unit]:
        """Take every how many of which unit; a day alone tells the unit that it is of."""
        every, counted = 1, _count(said)
        if counted and (self._second in _UNITS or self._second in self._weekdays):
            every = counted
            del self._left[0]
        if self._next in _UNITS:
            unit, times = _UNITS[self._next]
            del self._left[0]
            self._when(unit)
            return every * times, unit
        for kind in ("week", "month", "year"):
            before = len(self._left)
            self._when(kind)
            if len(self._left) < before:
                self._of_the_month(said, kind)
                return every, kind
        raise NotARhythm(said)

    @property
    def _second(self) -> str:
        return self._left[1].text.lower() if len(self._left) > 1 and not self._left[1].quoted else ""

    def _of_the_month(self, said: str, unit: Unit) -> None:
        """Pass over "of the month" behind a day of it; days of the week are not counted within months."""
        if self._next == "of":
            filled = _fillers(self._left)
            if unit != "month" or self._left[filled].text.lower() != "month":
                raise NotARhythm(said)
            del self._left[: filled + 1]

    def _when(self, unit: Unit) -> None:
        """Take the day on which it comes, behind the rhythm or at the very end."""
        taken: dict[Unit, Callable[[Sequence[Word], int], int]] = {
            "week": self._take_weekday,
            "month": self._take_number,
            "year": self._take_day,
        }
        take = taken.get(unit)
        if take is None:
            return
        filled = _fillers(self._left)
        if count := take(self._left[filled:], filled):
            del self._left[: filled + count]
            return
        for at in range(1, len(self._left) - 1):
            filled = _fillers(self._left[at:])
            ends = filled and self._left[at].text.lower() == "on"
            if ends and take(self._left[at + filled :], filled) == len(self._left) - at - filled:
                del self._left[at:]
                return

    def _take_weekday(self, words: Sequence[Word], _filled: int) -> int:
        found = self._weekdays.get(name_key(words[0].text.rstrip(",."))) if _plain(words) else None
        self._weekday = self._weekday if found is None else found
        return found is not None

    def _take_number(self, words: Sequence[Word], filled: int) -> int:
        texts = [word.text.lower().rstrip(",") for word in words[:2] if not word.quoted]
        if texts == ["last", "day"]:
            self._number = LAST_DAY
            return 2
        bare = filled or (len(texts) > 1 and _AMOUNT.fullmatch(texts[1]))
        said = (_ORDINAL.fullmatch(texts[0]) or (_BARE.fullmatch(texts[0]) if bare else None)) if texts else None
        if said is None or not 1 <= int(said[1]) <= LAST_DAY or texts[-1] in self._weekdays:
            return 0
        self._number = int(said[1])
        return 1

    def _take_day(self, words: Sequence[Word], _filled: int) -> int:
        for count in range(1, _LONGEST):
            texts = [word.text for word in words[:count] if not word.quoted]
            read = read_date(texts, self._locale, self._today) if len(texts) == count else None
            if read and read.used == count:
                self._day = read
                return count
        return 0

    def _bound(self, *names: str) -> DateRead | None:
        """Take one of these words with a day behind it, wherever they stand."""
        for at, word in enumerate(self._left):
            if word.quoted or word.text.lower() not in names:
                continue
            for count in range(min(_LONGEST, len(self._left) - at - 1), 0, -1):
                texts = [one.text for one in self._left[at + 1 : at + 1 + count]]
                read = read_date(texts, self._locale, self._today)
                if read and read.used == count:
                    del self._left[at : at + 1 + count]
                    return read
        return None

    def _begun(self, rhythm: Rhythm) -> Rhythm:
        """Let it be counted from the first day that was told."""
        start = rhythm.begins_on
        if self._weekday is not None:
            return replace(rhythm, begins_on=start + timedelta((self._weekday - start.weekday()) % WEEK))
        if self._number is not None:
            day = min(self._number, last_of(start.year, start.month))
            month = start.replace(day=1)
            if day < start.day:
                month = (month + timedelta(days=LAST_DAY)).replace(day=1)
            return replace(rhythm, begins_on=month).on_day(self._number)
        if self._day is not None:
            month_of, number = self._day.month, self._day.day
            year = start.year + (yearly(month_of, number, start.year) < start)
            return replace(rhythm, begins_on=date(year, month_of, 1)).on_day(number)
        return rhythm


def _plain(words: Sequence[Word]) -> bool:
    return bool(words) and not words[0].quoted


def _fillers(words: Sequence[Word]) -> int:
    """Count the words such as "on the" in front of a day."""
    at = 0
    while at < len(words) - 1 and not words[at].quoted and words[at].text.lower() in _FILLERS:
        at += 1
    return at


def _count(said: str) -> int | None:
    if said in _COUNTS:
        return _COUNTS[said]
    return int(said) if said.isascii() and said.isdigit() and 1 <= int(said) <= _MOST else None


def _on(read: DateRead, since: date) -> date:
    """Give the day that was read; without a year the next such day."""
    year = read.year if read.year is not None else since.year
    if not _YEARS[0] <= year <= _YEARS[1]:
        raise BadDate(f"{year}-{read.month:02}-{read.day:02}")
    day = yearly(read.month, read.day, year)
    return yearly(read.month, read.day, year + 1) if read.year is None and day < since else day


@lru_cache(maxsize=64)
def _weekdays(locale: str) -> Mapping[str, int]:
    """Answer the days of the week by their names, the family's language before English."""
    names = {"tues": 1, "thurs": 3, "thur": 3}
    for language in ("en", locale):
        known = Locale.parse(language).days["format"]
        for width in ("abbreviated", "wide"):
            names |= {name_key(name.rstrip(".")): day for day, name in known[width].items()}
    return names | {f"{name}s": day for name, day in names.items()}
