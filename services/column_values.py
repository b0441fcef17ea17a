"""What the cells of a column mean, judged by all of them together: dates and amounts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from babel import Locale
from babel.numbers import get_decimal_symbol

from domain.characters import plain_digits, without_invisible
from domain.refusals import BadDate
from services.currencies import Signs, current_codes
from services.dates import read_date
from services.notations import plain_marks

_TIME = re.compile(
    r"(?<=\d)[T ,]+\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\s*(?:[AaPp]\.?[Mm]\.?|Z|[A-Z]{3,4}|[+-]\d{2}:?\d{2})?$"
)
_YEAR_FIRST = re.compile(r"(\d{4})([./-]?)(\d{2})\2(\d{2})|(\d{4})[./-](\d{1,2})[./-](\d{1,2})", re.ASCII)
_TWO_AND_YEAR = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII)
_NUMBER = re.compile(r"\d[\d.,' ]*|[.,]\d+")
_EVEN = re.compile(r"(?<=\d)[.,]-+(?!\d)")
"""What stands for no cents."""
_THREE = 3
_CENTURY = 100
_TWELVE = 12


@dataclass(frozen=True, slots=True)
class Order:
    """Whether the day stands before the month in the dates of a column; doubted where that cannot be told."""

    day_first: bool
    doubted: bool = False


def is_date(cell: str) -> bool:
    """Tell whether a cell may be a date, whichever way round."""
    return any(read_day(cell, day_first=way, locale="en_US", today=date.max) is not None for way in (True, False))


def is_number(cell: str) -> bool:
    """Tell whether a cell is a number, with a currency or without."""
    text = plain_marks(cell)
    return bool(_NUMBER.search(text)) and len(re.findall(r"[^\W\d_]", text)) <= _THREE and not is_date(cell)


def is_amount(cell: str) -> bool:
    """Tell whether a cell is a number with decimals, a sign or a currency, and no mere count or key."""
    text = plain_marks(cell)
    number = _NUMBER.search(text)
    if number is None or not is_number(cell):
        return False
    return bool(re.search(r"[.,]\d{1,2}$", number[0].strip())) or text.lstrip("+-(") != number[0]


def order_of(cells: Iterable[str], locale: str, today: date) -> Order:
    """Tell whether days or months lead: by a number that can be no month, else by the family's locale.

    Where the other way fits better, as its dates follow each other or none of them is still to come, it is doubted.
    """
    found = [said for cell in cells if (said := _TWO_AND_YEAR.fullmatch(_day_part(cell)))]
    if any(int(said[1]) > _TWELVE for said in found) or any(said[2] == "." for said in found):
        return Order(day_first=True)
    if any(int(said[3]) > _TWELVE for said in found):
        return Order(day_first=False)
    ours = not month_leads(locale)
    return Order(ours, _fit(found, today, day_first=not ours) > _fit(found, today, day_first=ours))


def month_leads(locale: str) -> bool:
    """Tell whether a locale writes the month before the day."""
    pattern = str(Locale.parse(locale).datetime_skeletons["Md"])
    return pattern.upper().find("M") < pattern.lower().find("d")


def _fit(found: Sequence[re.Match[str]], today: date, *, day_first: bool) -> int:
    days = [day for said in found if (day := _day_of(said, today, day_first=day_first))]
    follow = days in (sorted(days), sorted(days, reverse=True))
    return (2 if all(day <= today for day in days) else 0) + follow


def read_day(cell: str, *, day_first: bool, locale: str, today: date) -> date | None:
    """Read a date; none when it is none."""
    text = _day_part(cell)
    if said := _YEAR_FIRST.fullmatch(text):
        parts = [part for part in said.groups() if part and part.isdecimal()]
        return _existing(*map(int, parts))
    if said := _TWO_AND_YEAR.fullmatch(text):
        return _day_of(said, today, day_first=day_first)
    if not (re.search(r"[^\W\d_]{3}", text) and re.search(r"\d", text)):
        return None
    words = text.replace(",", " ").replace("-", " ").split()
    try:
        read = read_date(words, locale, today, past=today < date.max)
    except (BadDate, ValueError):
        return None
    if read is None or read.year is None or read.used < len(words):
        return None
    return _existing(read.year, read.month, read.day)


def _day_part(cell: str) -> str:
    return _TIME.sub("", plain_digits(without_invisible(cell)).strip())


def _day_of(said: re.Match[str], today: date, *, day_first: bool) -> date | None:
    day, month = (int(said[1]), int(said[3])) if day_first else (int(said[3]), int(said[1]))
    if month > _TWELVE >= day:
        day, month = month, day
    year = int(said[4])
    if year < _CENTURY:
        year += today.year // _CENTURY * _CENTURY
        year -= _CENTURY if year > today.year + 1 else 0
    return _existing(year, month, day)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Sum:
    """A signed amount as a cell tells it, and the currency if it names one that is not the family's."""

    value: Decimal
    currency: str | None = None


class Amounts:
    """Reads the amounts of a column: which mark stands before the cents, all of them tell together."""

    def __init__(self, cells: Iterable[str], locale: str, signs: Signs) -> None:
        self._signs = signs
        self._point = _point_of(cells) or plain_marks(get_decimal_symbol(locale))

    def read(self, cell: str) -> Sum | None:
        """Read an amount; none when it is none."""
        text = _EVEN.sub("", plain_marks(cell).replace("\u2212", "-").replace("\u2013", "-"))
        number = _NUMBER.search(text)
        if number is None:
            return None
        around = (text[: number.start()] + " " + text[number.end() :]).strip()
        negative = "-" in around or (around.startswith("(") and around.endswith(")"))
        sign = re.sub(r"[-+()\s]", "", around)
        code = self._code(sign) if sign else None
        if sign and code is None and sign.casefold() not in self._signs.own:
            return None
        value = self._value(number[0])
        return None if value is None else Sum(-value if negative else value, code)

    def _code(self, sign: str) -> str | None:
        code = self._signs.other_code(sign)
        return code if code in current_codes() else None

    def _value(self, number: str) -> Decimal | None:
        point = _own_point(number) or self._point
        whole, mark, cents = number.rpartition(point) if number.count(point) == 1 else (number, "", "")
        if cents and not cents.strip().isdecimal():
            whole, mark, cents = number, "", ""
        digits = re.sub(r"[.,' ]", "", whole)
        try:
            return Decimal(f"{digits or 0}{'.' if mark else ''}{cents.strip() if mark else ''}")
        except InvalidOperation:
            return None


def _point_of(cells: Iterable[str]) -> str | None:
    """Find the mark before the cents; none where no cell tells, or where they disagree."""
    numbers = [number[0] for cell in cells if (number := _NUMBER.search(plain_marks(cell)))]
    marks = {mark for number in numbers if (mark := _own_point(number))}
    if not marks and any(number.count(mark) > 1 for number in numbers for mark in ".,"):
        grouping = {mark for number in numbers for mark in ".," if number.count(mark) > 1}
        return {",": ".", ".": ","}[grouping.pop()] if len(grouping) == 1 else None
    return marks.pop() if len(marks) == 1 else None


def _own_point(number: str) -> str | None:
    """Find the mark before the cents where a number tells it by itself."""
    number = number.strip()
    marks = [mark for mark in number if mark in ".,"]
    if not marks or marks.count(marks[-1]) > 1:
        return None
    if len(set(marks)) > 1:
        return marks[-1]
    behind = len(number) - number.rfind(marks[-1]) - 1
    return marks[-1] if behind != _THREE or number.startswith(("0" + marks[-1], marks[-1])) else None
