"""How a family writes amounts: the patterns that its locale and its currency give."""

import re
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.numbers import get_currency_precision, get_decimal_symbol, get_group_symbol

from domain.characters import plain_digits, without_invisible
from domain.money import decimals_of
from services.currencies import Signs, current_codes, either, signs

POINTS = "[.,\u066b]"
_MINUS = "[-\u2212\u2013\u2014]"
_PLUS_OR_MINUS = "[-+\u2212\u2013\u2014]"
_NUMBER = rf"(?P<number>[1-9]\d{{0,2}}(?: \d{{3}})+(?:{POINTS}\d+)?|[\d.,'\u066b]*\d)(?:[.,]{_MINUS}{{1,2}})?"
_DIGIT = r"[\d\u00b2\u00b3\u00b9\u00bc-\u00be\u2150-\u215e]"
_MARKS = str.maketrans(
    "\uff0c\uff0e\uff0d\uff0b\uff04\uffe5\uffe1\u060c\u2e41\u066c\u2018\u2019\u02bc", ",.-+$\u00a5\u00a3,,''''"
)


@dataclass(frozen=True, slots=True)
class Notation:
    """What reading needs to know of a family's locale and currency."""

    signs: Signs
    locale: str
    currency: str
    precision: int
    decimals: int
    point: str
    strict: re.Pattern[str]
    amount: re.Pattern[str]
    attempt: re.Pattern[str]


def plain_marks(word: str) -> str:
    """Answer the word with the digits, spaces, commas, points and apostrophes that all scripts share."""
    if not word.isascii():
        word = plain_digits(without_invisible(word)).translate(_MARKS)
    return " ".join(word.split())


@lru_cache(maxsize=256)
def notation(locale: str, currency: str) -> Notation:
    """Answer how a family of this locale and currency writes amounts."""
    point = plain_marks(get_decimal_symbol(locale))
    known = signs(locale, currency)
    return Notation(
        signs=known,
        locale=locale,
        currency=currency,
        precision=get_currency_precision(currency),
        decimals=decimals_of(currency),
        point=point,
        strict=_strict(locale, point),
        amount=_amount(known),
        attempt=_attempt(known),
    )


def _strict(locale: str, point: str) -> re.Pattern[str]:
    """Answer the pattern of a number with thousands, written exactly as the locale writes it."""
    mark = re.escape(plain_marks(get_group_symbol(locale)) or " ")
    known = Locale.parse(locale)
    ways = {known.decimal_formats[None].grouping, known.currency_formats["standard"].grouping}
    indian, threes = rf"[1-9]\d?(?:{mark}\d\d)*{mark}\d{{3}}", rf"[1-9]\d{{0,2}}(?:{mark}\d{{3}})+"
    thousands = "|".join(f"(?:{indian if way == (3, 2) else threes})" for way in sorted(ways))
    return re.compile(rf"(?P<whole>{thousands})(?:{re.escape(point)}(?P<cents>\d+))?")


def _amount(known: Signs) -> re.Pattern[str]:
    sign, letters = _sign(known), either(filter(_is_word, known.foreign))
    before = rf"(?:(?P<before>{sign}) ?(?:(?P<second>{sign}) ?)?|(?P<glued>{letters}))?"
    after = rf"(?: ?(?P<after>{sign})|(?P<tail>(?i:{either(current_codes())}|{letters})))?"
    return re.compile(rf"(?P<sign>{_PLUS_OR_MINUS})? ?{before}(?P<inner>{_MINUS})?{_NUMBER}{after}(?![^ ])")


def _attempt(known: Signs) -> re.Pattern[str]:
    lone = either(sign for sign in (*known.own, *known.foreign) if not any(map(str.isalpha, sign)))
    begun = rf"(?:{_sign(known)} ?){{0,2}}{_MINUS}?{POINTS}?{_DIGIT}"
    return re.compile(rf"{_PLUS_OR_MINUS}? ?(?:{begun}|(?:{lone})(?![^ ]))")


def _sign(known: Signs) -> str:
    """Answer the pattern of a currency that may stand apart from its number; plain words of others may not."""
    marks = either(sign for sign in known.foreign if not _is_word(sign))
    return f"(?:(?i:{either(known.own)})|{marks}|{either(current_codes())})"


def _is_word(sign: str) -> bool:
    return sign.isascii() and sign.rstrip(".").isalpha()
