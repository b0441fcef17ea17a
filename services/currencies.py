"""The signs by which people name each currency."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name, get_currency_symbol

from domain.characters import without_invisible

_DOLLARS = (
    "USD CAD AUD NZD SGD HKD TWD BSD BBD BZD BMD BND KYD XCD FJD GYD JMD LRD NAD SBD SRD TTD "
    "ARS CLP COP CUP DOP MXN UYU"
)
_DOLLAR_SIGN = frozenset(_DOLLARS.split())
_SIGN_OF = {
    "AFN": "؋", "AMD": "֏", "AZN": "₼", "BDT": "৳", "CNY": "¥", "CRC": "₡", "EUR": "€", "GBP": "£", "GEL": "₾",
    "GHS": "₵", "ILS": "₪", "INR": "₹", "JPY": "¥", "KHR": "៛", "KRW": "₩", "KZT": "₸", "LAK": "₭", "MNT": "₮",
    "NGN": "₦", "PHP": "₱", "PYG": "₲", "RUB": "₽", "THB": "฿", "TRY": "₺", "UAH": "₴", "USD": "$", "VND": "₫",
    "AUD": "A$", "BRL": "R$", "CAD": "C$", "SGD": "S$", "TWD": "NT$",
    "CHF": "Fr.", "CZK": "Kč", "DKK": "kr", "HUF": "Ft", "IDR": "Rp", "ISK": "kr", "MYR": "RM", "NOK": "kr",
    "PEN": "S/", "PLN": "zł", "RON": "lei", "RSD": "din.", "SEK": "kr", "ZAR": "R",
}  # fmt: skip
_CODE_OF = {sign: code for code, sign in sorted(_SIGN_OF.items(), reverse=True)} | {"¥": "JPY", "kr": "SEK"}


@dataclass(frozen=True, slots=True)
class Signs:
    """The words that name a family's currency, and those that name another."""

    own: frozenset[str]
    foreign: Mapping[str, str]

    def other_code(self, sign: str) -> str | None:
        """Answer the code of the other currency that a sign names; None when it names the family's."""
        return None if sign.casefold() in self.own else self.foreign.get(sign) or sign.upper()


@lru_cache(maxsize=1)
def current_codes() -> frozenset[str]:
    """Answer the codes of all currencies that are legal tender somewhere today."""
    territories = get_global("territory_currencies").values()
    return frozenset(code for currencies in territories for code, _, end, tender in currencies if tender and not end)


@lru_cache(maxsize=256)
def code_of_sign(sign: str) -> str | None:
    """Answer the currency that a sign such as € means when nothing else is said."""
    return _CODE_OF.get(sign)


def is_currency(said: str) -> bool:
    """Tell whether a code or a sign names a currency of today."""
    return said.upper() in current_codes() or code_of_sign(said) is not None


@lru_cache(maxsize=256)
def signs(locale: str, currency: str) -> Signs:
    """Answer how a family of this locale names its own currency and others."""
    own = frozenset(_bare(sign).casefold() for sign in _own_signs(locale, currency))
    symbols = dict(Locale.parse("en").currency_symbols) | dict(Locale.parse(locale).currency_symbols)
    known = {_bare(symbol): code for code, symbol in symbols.items() if symbol not in (code, "¤")} | _CODE_OF
    known |= {f"{code[:2]}$": code for code in _DOLLAR_SIGN} | {f"${code[:2]}": code for code in _DOLLAR_SIGN}
    return Signs(own, {sign: code for sign, code in known.items() if sign.casefold() not in own})


def either(words: Iterable[str]) -> str:
    """Answer the pattern that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _own_signs(locale: str, currency: str) -> set[str]:
    found = {currency, get_currency_symbol(currency, locale), get_currency_symbol(currency, "en")}
    found.update(_spoken(currency, "en"), _spoken(currency, locale))
    if currency in _SIGN_OF:
        found.add(_SIGN_OF[currency])
    if currency in _DOLLAR_SIGN:
        found.update(("$", f"{currency[:2]}$", f"${currency[:2]}"))
    return found


def _spoken(currency: str, locale: str) -> set[str]:
    names = {get_currency_name(currency, count, locale) for count in (1, 2, 5)}
    return {re.split(r"[\s-]", name)[-1] for name in names}


def _bare(sign: str) -> str:
    return " ".join(without_invisible(sign).split())
