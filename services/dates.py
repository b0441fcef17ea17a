"""What dates typed in chat mean, by the family's locale and its today."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from babel import Locale

from domain.characters import plain_digits, without_invisible
from domain.names import name_key
from domain.periods import moved
from domain.refusals import BadDate
from services.period_words import period_words

_SHORTLY = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
"""How weekdays are abbreviated, counted from Monday."""
_WEEK = 7
_FILLERS = {"of", "de", "del", "the"}
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([./-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})", re.ASCII)
_DAY_AND_MONTH = re.compile(
    r"(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})(?:(?P=mark)(?P<year>\d{4}|\d\d))?\.?", re.ASCII
)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?,?", re.ASCII | re.IGNORECASE)
_YEAR = re.compile(r"((?:19|20|21)\d\d)[.,]?", re.ASCII)
_SHORT_YEAR = re.compile(r"['\u2019]?(\d\d)", re.ASCII)
_NUMBER = re.compile(r"\d+[.]\d+", re.ASCII)
"""What may as well be an amount."""
_LEAP_YEAR = 2000
_MOST_WORDS = 7


@dataclass(frozen=True, slots=True)
class DateRead:
    """A date and how many words it took; year None when only the day of the year was said."""

    month: int
    day: int
    year: int | None
    used: int


@dataclass(frozen=True, slots=True)
class _Reader:
    """What a date's meaning depends on besides its words."""

    locale: str
    today: date
    past: bool

    def full_year(self, year: str, month: int, day: int) -> int:
        """Answer the year that two digits mean: the nearest, or the last one when the date is past."""
        if len(year) > 2:  # noqa: PLR2004 - more than two digits are the year itself
            return int(year)
        century = self.today.year // 100 * 100
        years = [century + shift + int(year) for shift in (-100, 0, 100)]
        if self.past:
            return max(found for found in years if (found, month, day) <= self.today.timetuple()[:3])
        return min(years, key=lambda found: abs(found - self.today.year))


def read_date(words: Sequence[str], locale: str, today: date, *, past: bool = False) -> DateRead | None:
    """Read the date that the words begin with; None when they begin with something else.

    Where a date is past, a weekday is the latest that has been.
    """
    plain = [plain_digits(without_invisible(word)) for word in words[:_MOST_WORDS]]
    if not plain:
        return None
    if (days := spoken_days(locale).get(name_key(plain[0]))) is not None:
        return _certain(moved(today, days), 1)
    reader = _Reader(locale, today, past)
    read = _numeric(plain[0], reader) or _worded(plain, reader) or (_weekday(plain, reader) if past else None)
    if read and not _exists(read):
        raise BadDate(" ".join(words[: read.used]))
    return read


def _certain(day: date, used: int) -> DateRead:
    return DateRead(day.month, day.day, day.year, used)


def _weekday(words: Sequence[str], reader: _Reader) -> DateRead | None:
    """Read a weekday: the latest, the last one before today, or the one that a date behind it tells."""
    last = [period_words(reader.locale).means(word, "last") for word in words[:2]]
    at = int(last[0])
    number = _weekday_of(words[at], reader.locale) if at < len(words) else None
    if number is None:
        return None
    behind = words[at + 1 :]
    dated = _worded(behind, reader)
    if behind and not _NUMBER.fullmatch(behind[0]):
        dated = dated or _numeric(behind[0], reader)
    if dated:
        return replace(dated, used=dated.used + at + 1)
    back = (reader.today.weekday() - number) % _WEEK or (_WEEK if any(last) else 0)
    return _certain(moved(reader.today, -back), 2 if any(last) else 1)


def _weekday_of(word: str, locale: str) -> int | None:
    key = name_key(word.rstrip(".,"))
    return weekday_names(locale).get(key, _SHORTLY.get(key))


def _exists(read: DateRead) -> bool:
    try:
        date(_LEAP_YEAR if read.year is None else read.year, read.month, read.day)
    except ValueError:
        return False
    return True


def _numeric(word: str, reader: _Reader) -> DateRead | None:
    if said := _YEAR_FIRST.fullmatch(word):
        return DateRead(int(said["month"]), int(said["day"]), int(said["year"]), 1)
    if not (said := _DAY_AND_MONTH.fullmatch(word)):
        return None
    day, month = int(said["one"]), int(said["two"])
    if said["mark"] != "." and _month_leads(reader.locale):
        day, month = month, day
    if said["mark"] != "." and month > 12 >= day:  # noqa: PLR2004 - then it can only be meant the other way
        day, month = month, day
    return DateRead(month, day, reader.full_year(said["year"], month, day) if said["year"] else None, 1)


def _worded(words: Sequence[str], reader: _Reader) -> DateRead | None:
    months = month_names(reader.locale)
    at = _skip(words, 0)
    first, second = _part(words, at, months), _part(words, after := _skip(words, at + 1), months)
    if first is None or second is None or first[0] == second[0]:
        return None
    parts = dict((first, second))
    used = after + 1
    year, used = _year_at(words, used, parts, reader)
    return DateRead(parts["month"], parts["day"], year, used)


def _skip(words: Sequence[str], at: int) -> int:
    """Pass over a word such as the "of" in "3rd of May"."""
    return at + 1 if at < len(words) and words[at].lower() in _FILLERS else at


def _part(words: Sequence[str], at: int, months: Mapping[str, int]) -> tuple[str, int] | None:
    if at >= len(words):
        return None
    if said := _DAY.fullmatch(words[at]):
        return "day", int(said[1])
    month = months.get(name_key(words[at].rstrip(".,")).removeprefix("d'"))
    return None if month is None else ("month", month)


def _year_at(words: Sequence[str], used: int, parts: Mapping[str, int], reader: _Reader) -> tuple[int | None, int]:
    at = _skip(words, used)
    if at < len(words) and (said := _YEAR.fullmatch(words[at])):
        return int(said[1]), at + 1
    if at == len(words) - 1 and (said := _SHORT_YEAR.fullmatch(words[at])):
        return reader.full_year(said[1], parts["month"], parts["day"]), at + 1
    return None, used


@lru_cache(maxsize=64)
def _month_leads(locale: str) -> bool:
    pattern = str(Locale.parse(locale).datetime_skeletons["Md"])
    return pattern.upper().find("M") < pattern.lower().find("d")


@lru_cache(maxsize=64)
def spoken_days(locale: str) -> Mapping[str, int]:
    """Answer the words that are a day by themselves, each with how far from today that is."""
    kinds = period_words(locale).kinds
    return {"tomorrow": 1} | dict.fromkeys(kinds["today"], 0) | dict.fromkeys(kinds["yesterday"], -1)


@lru_cache(maxsize=64)
def weekday_names(locale: str) -> Mapping[str, int]:
    """Answer the weekdays by their names, in the family's language and in English, counted from Monday."""
    known = [Locale.parse(language).days["stand-alone"]["wide"] for language in ("en", locale)]
    return {name_key(name): number for names in known for number, name in names.items()}


@lru_cache(maxsize=64)
def may_tell_day(locale: str) -> frozenset[str]:
    """Answer the words without a digit that a day may begin with, or end."""
    return frozenset({*spoken_days(locale), *weekday_names(locale), *_SHORTLY, *period_words(locale).kinds["last"]})


@lru_cache(maxsize=64)
def month_names(locale: str) -> Mapping[str, int]:
    """Answer the months by their names and abbreviations, the family's language before English."""
    names = {"sept": 9}
    for language in ("en", locale):
        known = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                names |= {name_key(name.rstrip(".")): month for month, name in known[context][width].items()}
    return names
