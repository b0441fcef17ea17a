"""What the words tell of an expense: its amount, what it was for, and in any order when, how paid, and with what tags.

Which of the words name its category is found in handlers/reading/spent_on.py.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.characters import utf16_units, without_invisible
from domain.expense_refusals import HowMuchSpent, NothingSpent
from domain.expenses import MAX_DESCRIPTION, PaymentMethod
from domain.names import Word, checked_name, split_words
from domain.refusals import BadDate, NotAnAmount, TooLong
from handlers.reading.days import MARKS, is_day, is_spoken, past_day, tells_part_of_day
from handlers.reading.payments import paid_at_end
from handlers.reading.prices import Found, Ways, amount_at_front, amounts_in
from handlers.reading.tags import checked_tags, read_tag
from services.dates import read_date
from services.names import match_name
from services.period_words import period_words

NOTES = 500
_LONGEST = 6
"""Of how many words a day may be."""
_NOT_THEN = ("for", "until", "till", "by", "from", "since", "to", "before", "after", "of", "than")
_NO_WEEKDAY = ("every", "each", "next", "black", "good", "cyber", "easter", "palm")
"""Behind these a day, or a weekday, is not the one on which something was spent."""
_EXACT = re.compile(r"\D")
"""What tells an amount from any other number: cents, or a currency."""
_DASHES = " -\u2013\u2014"
_LIST_MARK = re.compile("\\s*[-•*·▪◦\u2013\u2014](\\s+|$)")
_SAID = re.compile(r"\s*(((i|we)(['\u2019]ve)?|just)\s+){0,2}(spent|paid)\s+(?=\S*\d)", re.IGNORECASE)
"""What goes without saying before an amount."""


@dataclass(frozen=True, slots=True)
class Told:
    """An expense as it was told: the words left are its category and its description, some of them before the amount.

    Other is the second meaning of an amount that has two.
    """

    amount: Decimal
    other: Decimal | None
    said: str
    words: tuple[Word, ...]
    at: int
    day: date | None
    payment: PaymentMethod
    tags: tuple[str, ...]
    notes: str | None
    split: tuple[Word, ...] | None

    def description(self, start: int = 0, used: int = 0) -> str:
        """Give the words without those that name the category."""
        return _text(_unfilled((*self.words[:start], *self.words[start + used :]), "for"), MAX_DESCRIPTION)


def lines_of(text: str) -> list[tuple[Word, ...]]:
    """Split what was said into the words of its lines, without blank ones and what goes without saying."""
    lines, offset = [], 0
    for line in text.split("\n"):
        mark = _LIST_MARK.match(line)
        begin = mark.end() if mark else 0
        said = _SAID.match(line, begin)
        begin = said.end() if said else begin
        before = offset + utf16_units(line[:begin])
        words = split_words(line[begin:])
        lines.append(tuple(replace(word, offset=word.offset + before) for word in words))
        offset += utf16_units(line) + 1
    return [words for words in lines if words]


def read_expense(words: Sequence[Word], ways: Ways) -> Told:
    """Read what one line tells of an expense."""
    return _Reader(words, ways).read()


class _Reader:
    """Takes from the words what is no category and no description, until only these are left."""

    def __init__(self, words: Sequence[Word], ways: Ways) -> None:
        self._left = tuple(words)
        self._ways = ways
        self._amount: Found | None = None
        self._said = ""
        self._at = 0
        self._day: date | None = None
        self._payment: PaymentMethod | None = None

    def read(self) -> Told:
        """Read all of it."""
        notes, tags = self._take_notes(), self._take_tags()
        self._take_front()
        split = self._take_split()
        self._take_around()
        amount = self._amount
        if amount is None:
            amount = self._take_among()
            self._take_around()
        self._take_inner_day()
        before, behind = _unfilled(self._left[: self._at], "for", "on"), _unfilled(self._left[self._at :], "for", "on")
        if split:
            split = self._trimmed(split)
        if not amount.value:
            raise NothingSpent
        return Told(
            amount.value,
            amount.read.other,
            self._said,
            before + behind,
            len(before),
            self._day,
            self._payment or "other",
            tags,
            notes,
            split,
        )

    def _take_notes(self) -> str | None:
        """Take the note at the end: an amount and something else have to stand before it."""
        for at in range(2, len(self._left) - 1):
            if _is(self._left[at], "note", "note:"):
                self._left, notes = self._left[:at], self._left[at + 1 :]
                return _text(notes, NOTES) or None
        return None

    def _take_tags(self) -> tuple[str, ...]:
        """Take the tags, wherever they stand."""
        read = [(word, read_tag(word)) for word in self._left]
        self._left = tuple(word for word, tag in read if tag is None)
        return checked_tags(tag for _, tag in read)

    def _take_front(self) -> None:
        """Take the amount that comes first; the number of a day is none if an amount follows that day."""
        amount = self._front()
        if amount and self._take_day((0, count) for count in range(_LONGEST, 1, -1)):
            amount = self._front()
        if amount:
            self._take_amount(amount)

    def _front(self) -> Found | None:
        try:
            return amount_at_front(self._left, self._ways)
        except NotAnAmount:
            return None

    def _take_among(self) -> Found:
        """Take the amount behind the category, else the first with cents or a currency, else the first of all."""
        found, refusal = amounts_in(self._left, self._ways)
        if not found:
            if refusal is None or isinstance(refusal, NotAnAmount):
                raise HowMuchSpent(refusal.text if refusal else "")
            raise refusal
        category = match_name(self._left, self._ways.known)
        behind = [one for one in found if category and one.at == category.used]
        exact = [one for one in found if _EXACT.search(self._left[one.at].text)]
        return self._take_amount([*behind, *exact, *found][0])

    def _take_amount(self, amount: Found) -> Found:
        end = amount.at + amount.read.used
        self._said = " ".join(word.text for word in self._left[amount.at : end])
        self._left = (*self._left[: amount.at], *self._left[end:])
        self._amount, self._at = amount, amount.at
        return amount

    def _take_split(self) -> tuple[Word, ...] | None:
        """Take what stands behind "split", if the amount stands before it."""
        for at, word in enumerate(self._left):
            if _is(word, "split") and self._tells_amount(self._left[:at]):
                self._left, rest = self._left[:at], self._left[at + 1 :]
                return rest
        return None

    def _trimmed(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """Take when and how it was paid from the end of who shares it, where a number is rather a share than a day."""
        self._left, self._at = words, 0
        self._take_named_day()
        while self._take_payment(least=0) or self._take_last_day(spoken=True):
            pass
        return self._left

    def _tells_amount(self, words: Sequence[Word]) -> bool:
        """Tell whether the amount was told, or is among these words."""
        if self._amount:
            return True
        found, refusal = amounts_in(words, self._ways)
        return bool(found) or not (refusal is None or isinstance(refusal, NotAnAmount))

    def _take_around(self) -> None:
        """Take "on" with a day, the day and the way of paying at the end in either order, and a day at the front."""
        self._take_named_day()
        while self._take_payment() or self._take_last_day():
            pass
        self._take_day((0, count) for count in range(_LONGEST, 0, -1))

    def _take_inner_day(self) -> None:
        """Take the day before the amount, or behind the category that comes first."""
        if not self._day and self._at:
            before = [(self._at - count, count) for count in range(min(_LONGEST, self._at), 0, -1)]
            self._take_day(before, weekdays=True)
        filled = len(self._left) - len(_unfilled(self._left, "for", "on"))
        category = match_name(self._left[filled:], self._ways.known)
        at = filled + category.used if category else 0
        if not self._day and at and not any("/" in word.text for word in self._left[at : at + 1]):
            self._take_day((at, count) for count in range(_LONGEST, 0, -1))

    def _take_named_day(self) -> None:
        for at, word in enumerate(self._left):
            if self._leads(word) and self._take_day(((at, count) for count in range(_LONGEST + 1, 1, -1)), named=True):
                return

    def _leads(self, word: Word) -> bool:
        """Tell whether a word leads to a day, like "on"."""
        return not word.quoted and period_words(self._ways.locale).means(word.text, "on")

    def _take_last_day(self, *, spoken: bool = False) -> bool:
        """Take the day at the end: any, or one that is counted from today."""
        size = len(self._left)
        if spoken and not (size and is_spoken(self._left[-1].text, self._ways.locale)):
            return False
        at_end = [(size - count, count) for count in range(1 if spoken else min(_LONGEST, size), 0, -1)]
        places = [(at, count) for at, count in at_end if not (at and _is(self._left[at - 1], *_NOT_THEN))]
        return self._take_day(places, weekdays=not (size > 1 and _is(self._left[-2], *_NO_WEEKDAY)))

    def _take_payment(self, least: int = 1) -> bool:
        """Take how it was paid, unless that is all there is to tell what was bought."""
        found = None if self._payment else paid_at_end(self._left)
        if found is None:
            return False
        rest = self._left[: -found[1]]
        if len(rest) < (least if self._amount else least + 1) or not self._tells_amount(rest):
            return False
        self._payment, self._left = found[0], rest
        return True

    def _take_day(self, places: Iterable[tuple[int, int]], *, named: bool = False, weekdays: bool = False) -> bool:
        """Take the first of these places that is a day and leaves the amount; a named one stands behind a word."""
        if self._day or not any(tells_part_of_day(word, self._ways.locale) for word in self._left):
            return False
        for at, count in places:
            words = self._left[at + named : at + count]
            rest = (*self._left[:at], *self._left[at + count :])
            if at + count <= len(self._left) and (day := self._day_of(words, rest, weekdays=weekdays, named=named)):
                self._day, self._left = day, rest
                self._at -= max(0, min(self._at, at + count) - at)
                return True
        return False

    def _day_of(self, words: Sequence[Word], rest: Sequence[Word], *, weekdays: bool, named: bool) -> date | None:
        """Read words that are a day from the first to the last."""
        texts = [word.text.rstrip(MARKS) for word in words]
        if not texts or any(word.quoted for word in words):
            return None
        if len(texts) == 1 and not (named or is_day(texts[0], self._ways.locale, weekdays=weekdays)):
            return None
        try:
            read = read_date(texts, self._ways.locale, self._ways.today, past=True)
        except BadDate as bad:
            if bad.text == " ".join(texts) and self._tells_amount(rest):
                raise
            return None
        if read is None or read.used != len(texts) or not self._tells_amount(rest):
            return None
        return past_day(read, " ".join(texts), self._ways.today)


def _is(word: Word, *spellings: str) -> bool:
    return not word.quoted and word.text.lower() in spellings


def _unfilled(words: tuple[Word, ...], *fillers: str) -> tuple[Word, ...]:
    """Leave out the "for" in "for lunch"."""
    return words[1:] if len(words) > 1 and _is(words[0], *fillers) else words


def _text(words: Iterable[Word], limit: int) -> str:
    text = " ".join(word.text for word in words).strip(f" {MARKS}").lstrip(_DASHES)
    if len(text) > limit:
        raise TooLong(limit)
    return checked_name(text, limit) if without_invisible(text).strip() else ""
