"""Which of the words are an amount that was paid."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile

from domain.expense_refusals import NothingSpent
from domain.expenses import Category
from domain.names import Word
from domain.refusals import NegativeAmount, NotAnAmount, Refusal
from services.amounts import AmountRead, take_amount

_PUNCTUATED = re.compile(r"(.*\d)[,;:]")


@dataclass(frozen=True, slots=True)
class Ways:
    """What the meaning of the words depends on: how the family writes, its day, and the categories by their names."""

    locale: str
    currency: str
    today: date
    known: Mapping[str, Category]


@dataclass(frozen=True, slots=True)
class Found:
    """An amount among words: where it begins, and what it is."""

    at: int
    value: Decimal
    read: AmountRead


def amount_at_front(words: Sequence[Word], ways: Ways) -> Found | None:
    """Read the amount that the words begin with, if they do."""
    texts = [word.text for word in takewhile(lambda word: not word.quoted, words)]
    for at, text in enumerate(texts):
        if punctuated := _PUNCTUATED.fullmatch(text):
            texts[at:] = [punctuated[1]]
            break
    try:
        read = take_amount(texts, ways.locale, ways.currency) if texts else None
    except NegativeAmount:
        raise NothingSpent from None
    return None if read is None or read.value is None else Found(0, read.value, read)


def amounts_in(words: Sequence[Word], ways: Ways) -> tuple[list[Found], Refusal | None]:
    """Find the amounts among words, and why something that looks like one is none."""
    found: list[Found] = []
    refusal: Refusal | None = None
    at = 0
    while at < len(words):
        one = None
        try:
            one = amount_at_front(words[at:], ways)
        except Refusal as problem:
            refusal = problem if refusal is None or isinstance(refusal, NotAnAmount) else refusal
        if one:
            found.append(Found(at, one.value, one.read))
        at += one.read.used if one else 1
    return found, refusal
