"""What amounts typed in chat mean, and how amounts are written, by the family's locale and currency."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency, get_decimal_symbol, get_group_symbol

from domain.money import MAX_AMOUNT, MAX_DECIMALS, decimals_of, quantum
from domain.refusals import AmountTooLarge, NegativeAmount, NotAnAmount, TooManyDecimals, WrongCurrency
from services.notations import POINTS, Notation, notation, plain_marks

_NONE = {"none", "off", "-", "--", "\u2212", "\u2013", "\u2014"}
_LONE_MARK = re.compile(r"[1-9]\d{0,2}(?P<mark>[.,])\d{3}")
_GROUPED = re.compile(
    rf"(?P<whole>[1-9]\d{{0,2}}(?P<mark>[., '])\d{{3}}(?:(?P=mark)\d{{3}})*)(?:(?!(?P=mark)){POINTS}(?P<cents>\d+))?"
)
_UNGROUPED = re.compile(rf"(?P<whole>\d*)(?:{POINTS}(?P<cents>\d+))?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b", re.IGNORECASE)
_YEAR = re.compile(r"20\d\d", re.ASCII)
_MOST_WORDS = 12
_SAFE_DIGITS = 8


@dataclass(frozen=True, slots=True)
class AmountRead:
    """An amount and how many words it took; value None clears, other is the second meaning when both are likely."""

    value: Decimal | None
    used: int
    other: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MoneyFormat:
    """How a family's amounts are written; made once per locale and currency, for writing is frequent."""

    decimals: int
    point: str
    group: str
    sizes: tuple[int, int]
    positive: tuple[str, str]
    negative: tuple[str, str]

    def text(self, amount: Decimal) -> str:
        """Write an amount with its currency, its thousands and all its decimals."""
        exact = amount.quantize(quantum(self.decimals), ROUND_HALF_UP)
        whole, _, cents = f"{abs(exact):f}".partition(".")
        before, after = self.negative if exact < 0 else self.positive
        return before + self._grouped(whole) + (self.point + cents if cents else "") + after

    def _grouped(self, whole: str) -> str:
        last, others = self.sizes
        head, groups = whole[:-last], [whole[-last:]]
        while head:
            head, group = head[:-others], head[-others:]
            groups.append(group)
        return self.group.join(reversed(groups))


def is_year(word: str) -> bool:
    """Say whether a word could be a year as well as an amount."""
    return _YEAR.fullmatch(word) is not None


def take_amount(words: Sequence[str], locale: str, currency: str) -> AmountRead | None:
    """Read the longest amount that the words begin with; None when they begin with something else."""
    if len(words) == 1 and len(words[0]) <= _SAFE_DIGITS and words[0].isascii() and words[0].isdigit():
        return AmountRead(Decimal(words[0]).quantize(quantum(decimals_of(currency))), 1)
    ours = notation(locale, currency)
    text, ends = _joined(words)
    said = ours.amount.match(text)
    if said and said.end() in ends:
        return _read(said, " ".join(words[: ends[said.end()]]), ends[said.end()], ours)
    first = text.partition(" ")[0]
    if len(first) in ends and ours.attempt.match(text) and not _ORDINAL.match(first):
        raise NotAnAmount(words[0])
    return AmountRead(None, 1) if first.casefold() in _NONE else None


@lru_cache(maxsize=256)
def money_format(locale: str, currency: str) -> MoneyFormat:
    """Answer how amounts of this currency are written in this locale."""
    return MoneyFormat(
        decimals=decimals_of(currency),
        point=get_decimal_symbol(locale),
        group=get_group_symbol(locale),
        sizes=Locale.parse(locale).currency_formats["standard"].grouping,
        positive=_around(Decimal(1), locale, currency),
        negative=_around(Decimal(-1), locale, currency),
    )


def _joined(words: Sequence[str]) -> tuple[str, dict[int, int]]:
    """Join words for reading; the ends tell how many words the text up to there takes."""
    text, ends = "", dict[int, int]()
    for count, word in enumerate(words[:_MOST_WORDS], 1):
        piece = plain_marks(word)
        if not piece or (text and " " in piece):
            break
        text = f"{text} {piece}" if text else piece
        ends[len(text)] = count
    return text, ends


def _read(said: re.Match[str], text: str, used: int, ours: Notation) -> AmountRead:
    _refuse_sign(said["sign"] or said["inner"], text)
    _refuse_other_currency(said, ours)
    number = said["number"]
    parts = ours.strict.fullmatch(number)
    if not parts and (lone := _LONE_MARK.fullmatch(number)):
        if ours.precision <= MAX_DECIMALS or lone["mark"] != ours.point:
            before, _, behind = number.partition(lone["mark"])
            return _both_meanings(before, behind, used, quantum(ours.decimals))
        parts = _UNGROUPED.fullmatch(number)
    parts = parts or _GROUPED.fullmatch(number) or _UNGROUPED.fullmatch(number)
    if not parts:
        raise NotAnAmount(text)
    return AmountRead(_value(re.sub(r"\D", "", parts["whole"]), parts["cents"] or "", text, ours), used)


def _both_meanings(before: str, behind: str, used: int, step: Decimal) -> AmountRead:
    thousands, decimal = Decimal(before + behind), Decimal(f"{before}.{behind}")
    return AmountRead(thousands.quantize(step), used, decimal.quantize(step, ROUND_HALF_UP))


def _value(whole: str, cents: str, text: str, ours: Notation) -> Decimal:
    if cents[ours.decimals :].strip("0") or len(cents) > max(ours.precision, MAX_DECIMALS):
        raise TooManyDecimals(text, ours.currency, ours.decimals)
    value = Decimal(f"{whole or 0}.{cents or 0}")
    if value > MAX_AMOUNT:
        most = MAX_AMOUNT.quantize(quantum(ours.decimals), ROUND_DOWN)
        raise AmountTooLarge(text, MAX_AMOUNT, money_format(ours.locale, ours.currency).text(most))
    return value.quantize(quantum(ours.decimals))


def _refuse_sign(sign: str | None, text: str) -> None:
    if sign == "+":
        raise NotAnAmount(text)
    if sign:
        raise NegativeAmount(text)


def _refuse_other_currency(said: re.Match[str], ours: Notation) -> None:
    for sign in filter(None, said.group("before", "second", "glued", "after", "tail")):
        if code := ours.signs.other_code(sign):
            raise WrongCurrency(code, ours.currency)


def _around(one: Decimal, locale: str, currency: str) -> tuple[str, str]:
    """Answer what the locale writes before and after an amount."""
    before, _, after = format_currency(one, currency, locale=locale).partition("1")
    return before, re.sub(rf"^{re.escape(get_decimal_symbol(locale))}0+", "", after)
