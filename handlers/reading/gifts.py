"""What the words tell of a gift: for whom, for what, its title, price and number, and where it is from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.gift_refusals import BadQuantity
from domain.names import MAX_NAME, Word, checked_name
from domain.people import Person
from domain.questions import Ask, PriceOrTitle, WhatGift, WhichAmount
from domain.refusals import NotAnAmount, Refusal, TooLong, WrongCurrency
from handlers.reading import amounts, people
from handlers.reading.recipients import Recipients
from handlers.request import Request
from repositories.unit_of_work import UnitOfWork
from services.amounts import AmountRead, take_amount

TITLE, PRICE = WhatGift.slot, PriceOrTitle.slot
MOST = 999
"""How many of a thing there may be."""
NOTES = 500
_TIMES = re.compile(r"(\d{1,4})[x×]|[x×](\d{1,4})", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_SIGN_AND_NUMBER = 2
_KEYWORDS = {"now", "at", "by", "note", "secret"}


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a gift besides for whom it is and for what."""

    title: str
    amount: Decimal | None = None
    sale: Decimal | None = None
    quantity: int | None = None
    source: str | None = None
    url: str | None = None
    notes: str | None = None
    purchaser_id: int | None = None
    secret: bool = False


def tells_secret(words: Sequence[Word]) -> bool:
    """Tell whether a gift is to be kept secret: the word stands behind all the others, or only a note behind it."""
    return any(
        word.text.lower() == "secret" and not word.quoted and _ends(words[at + 1 :])
        for at, word in enumerate(words)
        if at
    )


def _ends(behind: Sequence[Word]) -> bool:
    return not behind or (behind[0].text.lower() == "note" and not behind[0].quoted and len(behind) > 1)


async def take_gift(request: Request, uow: UnitOfWork, recipients: Recipients, currency: str) -> Told:
    """Take what is told of a gift from the words that are left."""
    if not request.words and TITLE not in request.answers:
        raise Ask(WhatGift(" and ".join(person.name for person, _ in recipients)))
    request.insert_reply(TITLE)
    reader = _Reader(request, currency)
    told = reader.read()
    if not told.title:
        raise Ask(WhatGift(" and ".join(person.name for person, _ in recipients)))
    return told


def take_wish(request: Request, currency: str) -> Told:
    """Take what is told of a wish: its title with its price, a shop, a link and a note."""
    return _Reader(request, currency, wish=True).read()


class _Reader:
    """Reads the words of a gift: the title with its price in front, then in any order what else is told.

    Of a wish nobody tells how many there are, who buys it, and that it is secret: these words belong to its title.
    """

    def __init__(self, request: Request, currency: str, *, wish: bool = False) -> None:
        self._request = request
        self._currency = currency
        self._wish = wish
        self._people = people.by_name(request.scene.people)
        self._left: list[Word] = list(request.words.items)
        request.words.rest()

    def read(self) -> Told:
        """Read all of it."""
        end = next((at for at in range(1, len(self._left)) if self._tells(at)), len(self._left))
        begin, self._left = self._left[:end], self._left[end:]
        told = self._titled(begin)
        while self._left:
            told = self._more(told)
        return told

    def _tells(self, at: int) -> bool:
        """Tell whether something other than the title begins at this word."""
        word = self._left[at]
        if word.quoted:
            return False
        behind = self._left[at + 1 :]
        match word.text.lower():
            case "now":
                return bool(behind) and self._amount_at(behind) is not None
            case "by":
                return not self._wish and self._purchaser(behind) is not None
            case "at" | "note":
                return bool(behind)
            case "secret":
                return not self._wish and _ends(behind)
        return _LINK.fullmatch(word.text) is not None

    def _more(self, told: Told) -> Told:
        word, self._left = self._left[0], self._left[1:]
        match word.text.lower():
            case "now":
                return replace(told, sale=self._amount())
            case "by":
                found = self._purchaser(self._left)
                self._left = self._left[found[1] if found else 0 :]
                return replace(told, purchaser_id=found[0].id if found else None)
            case "at":
                return self._shop(told)
            case "secret":
                return replace(told, secret=True)
            case "note":
                return replace(told, notes=self._rest(NOTES))
        return self._link_or_amount(told, word)

    def _link_or_amount(self, told: Told, word: Word) -> Told:
        if _LINK.fullmatch(word.text):
            return replace(told, url=word.text)
        self._left.insert(0, word)
        return replace(told, amount=self._amount())

    def _shop(self, told: Told) -> Told:
        """Read where it is from, up to the price or whatever else is told behind."""
        ends = (at for at in range(1, len(self._left)) if self._tells(at) or self._amount_at(self._left[at:]))
        end = next(ends, len(self._left))
        name = " ".join(word.text for word in self._left[:end])
        self._left = self._left[end:]
        return replace(told, source=checked_name(name))

    def _titled(self, words: list[Word]) -> Told:
        words, amount = self._price(words)
        words, quantity = (words, None) if self._wish else _counted(words)
        title = " ".join(word.text for word in words)
        return Told(checked_name(title, 2 * MAX_NAME) if title else "", amount, quantity=quantity)

    def _price(self, words: list[Word]) -> tuple[list[Word], Decimal | None]:
        """Part the price from the title: it stands behind, or in front where it looks like nothing else."""
        for count in (3, 2, 1):
            found = self._whole_amount(words[-count:]) if len(words) >= count else None
            if found is not None:
                return words[:-count], self._meant(found, words[-count:])
        return self._leading_price(words)

    def _leading_price(self, words: list[Word]) -> tuple[list[Word], Decimal | None]:
        """Ask what a number in front of a title is."""
        found = self._whole_amount(words[:1]) if len(words) > 1 else None
        if found is None or found.value is None:
            return words, None
        told = self._request.answers.get(PRICE)
        if told is None:
            title = " ".join(word.text for word in words[1:])
            raise Ask(PriceOrTitle(found.value, title, f"{words[0].text} {title}"))
        return (words, None) if told["price"] is None else (words[1:], Decimal(told["price"]))

    def _whole_amount(self, words: list[Word]) -> AmountRead | None:
        """Read words that are an amount from the first to the last of them."""
        if any(word.quoted for word in words):
            return None
        try:
            read = take_amount([word.text for word in words], self._request.family.locale, self._currency)
        except NotAnAmount:
            return None
        except WrongCurrency:
            if len(words) > _SIGN_AND_NUMBER:
                return None
            raise
        except Refusal:
            if len(words) > 1:
                return None
            raise
        return read if read and read.used == len(words) and read.value is not None else None

    def _amount_at(self, words: list[Word]) -> AmountRead | None:
        """Read the amount that some words begin with."""
        try:
            read = take_amount([word.text for word in words], self._request.family.locale, self._currency)
        except NotAnAmount:
            return None
        return read if read and read.value is not None else None

    def _amount(self) -> Decimal:
        read = self._amount_at(self._left)
        if read is None:
            raise NotAnAmount(self._left[0].text if self._left else "")
        words, self._left = self._left[: read.used], self._left[read.used :]
        return self._meant(read, words)

    def _meant(self, read: AmountRead, words: list[Word]) -> Decimal:
        """Ask for the meaning of a number that can be read in two ways."""
        value = read.value or Decimal(0)
        if read.other is None:
            return value
        if told := self._request.answers.get(amounts.SLOT):
            return Decimal(told["amount"])
        raise Ask(WhichAmount(" ".join(word.text for word in words), (value, read.other), 0))

    def _purchaser(self, words: list[Word]) -> tuple[Person, int] | None:
        """Find whoever buys it: somebody known, with nothing behind that belongs to a title."""
        found = people.match(words, self._people)
        if found is None:
            return None
        person, used = found
        behind = words[used:]
        ends = not behind or self._amount_at(behind) or behind[0].text.lower() in _KEYWORDS
        return (person, used) if ends or _LINK.fullmatch(behind[0].text) else None

    def _rest(self, limit: int) -> str:
        text = " ".join(word.text for word in self._left)
        self._left = []
        if len(text) > limit:
            raise TooLong(limit)
        return text


def _counted(words: list[Word]) -> tuple[list[Word], int | None]:
    """Part how many there are from the title: "3x socks", "3 x socks", "socks x3"."""
    for place, rest in ((0, words[1:]), (-1, words[:-1])):
        if rest and not words[place].quoted and (times := _TIMES.fullmatch(words[place].text)):
            return rest, _checked(times[1] or times[2])
    if len(words) > _SIGN_AND_NUMBER and words[0].text.isdecimal() and words[1].text in {"x", "×", "X"}:
        return words[2:], _checked(words[0].text)
    return words, None


def _checked(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST:
        raise BadQuantity(text)
    return number
