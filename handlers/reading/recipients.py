"""Whom the words mean a gift for: one person, or several with their shares."""

import re
from collections.abc import Mapping
from decimal import Decimal

from domain.gift_refusals import NearPerson, PersonFirst
from domain.names import Word, checked_name, name_key
from domain.people import NewPerson, Person
from domain.refusals import NotAnAmount
from handlers.reading import occasions, people
from handlers.reading.names import new_name
from handlers.request import Request, Words
from repositories.unit_of_work import UnitOfWork
from services.amounts import take_amount
from services.names import match_name, near_names

Recipients = tuple[tuple[Person | NewPerson, Decimal | None], ...]

_AND = {"and", "&", "+", "und", "et", "y", "e"}
_SHARE = re.compile(r"(?P<name>.+?)[:=](?P<share>[^:=]+)")
_LONGEST = 4
"""Of how many words a name in a list may be."""


async def take_recipients(
    request: Request, uow: UnitOfWork, command: str, unknown_words: int | None = None
) -> Recipients:
    """Take the people at the front of the words: "anna", "anna,ben", "anna and ben", "anna:20,ben:30"."""
    if people.SLOT not in request.answers and request.words:
        known = people.everybody(request)
        _refuse_title_first(request, known, command)
        if found := _List(request, known).read():
            return found
    return ((await people.take_person(request, uow, unknown_words or _words_of_name(request)), None),)


def _words_of_name(request: Request) -> int:
    """Count the words of an unknown name: two, if an occasion is named behind them."""
    known = occasions.by_name(request.scene, None)
    begins = [
        at for at in (1, 2) if at < len(request.words.items) and occasions.begins_occasion(request.words, at, known)
    ]
    return begins[0] if begins else 1


def _refuse_title_first(request: Request, known: Mapping[str, Person], command: str) -> None:
    """Refuse words in front of the person, as in "scarf for mom"."""
    items = request.words.items
    if request.words.mention or items[0].text.startswith("@") or people.match(items, known) or items[0].quoted:
        return
    if len(items) > 1 and _begins_list(items[0].text, known):
        return
    for at in range(1, len(items)):
        if found := people.match(items[at:], known):
            before = [word.text for word in items[:at] if word.text.lower() != "for"]
            rest = " ".join([*before, *(word.text for word in items[at + found[1] :])])
            raise PersonFirst(command, found[0].name, rest)


def _begins_list(text: str, known: Mapping[str, Person]) -> bool:
    """Tell whether a word is more than a name: several of them, or one with a share."""
    given = _SHARE.fullmatch(text)
    return "," in text or (given is not None and name_key(given["name"]) in known)


class _List:
    """Reads several names, with commas or "and" between them."""

    def __init__(self, request: Request, known: Mapping[str, Person]) -> None:
        self._request = request
        self._known = known
        self._left = list(request.words.items)

    def read(self) -> Recipients:
        """Read all names; none when there is no list, but one name."""
        found: dict[str, tuple[Person | NewPerson, Decimal | None]] = {}
        more = True
        while more and self._left:
            name, share, more = self._name()
            if not found and not more and share is None:
                return ()
            person = self._person(name)
            found[name_key(person.name)] = (person, None if share is None else self._share(share))
        self._request.words.items = tuple(self._left)
        return tuple(found.values())

    def _name(self) -> tuple[str, str | None, bool]:
        """Take the next name and the share given for it, and tell whether another one follows."""
        for count in range(min(_LONGEST, len(self._left)), 0, -1):
            words = self._left[:count]
            last, comma, rest = words[-1].text.partition(",") if not words[-1].quoted else (words[-1].text, "", "")
            given = _SHARE.fullmatch(last)
            name = " ".join([*(word.text for word in words[:-1]), given["name"] if given else last])
            if count > 1 and name_key(name) not in self._known:
                continue
            del self._left[:count]
            if rest:
                self._left.insert(0, Word(rest, quoted=False, offset=words[-1].offset))
            return name, given["share"] if given else None, bool(comma) or self._and()
        raise AssertionError(self._left)

    def _and(self) -> bool:
        """Take an "and" between two people: somebody known stands behind it, or a name with an occasion behind that.

        One that belongs to a title stays.
        """
        if not self._left or self._left[0].text.lower() not in {*_AND, ","}:
            return False
        behind = [Word(word.text.partition(",")[0], word.quoted, word.offset) for word in self._left[1:3]]
        before_occasion = match_name(self._left[2:], occasions.by_name(self._request.scene, None))
        if people.match(behind, self._known) is None and before_occasion is None:
            return False
        del self._left[0]
        return True

    def _person(self, name: str) -> Person | NewPerson:
        if person := self._known.get(name_key(name)):
            return person
        if near := near_names(name, self._known):
            raise NearPerson(checked_name(name), near[0].name)
        return NewPerson(new_name(Words(name), len(name.split())))

    def _share(self, text: str) -> Decimal:
        read = take_amount([text], self._request.family.locale, self._request.family.currency)
        if read is None or read.value is None:
            raise NotAnAmount(text)
        return read.value
