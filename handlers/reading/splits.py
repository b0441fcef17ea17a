"""Among whom the words split an expense, and who is meant where money goes from one to another."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from domain.characters import utf16_units
from domain.expense_refusals import NobodyCalled, NobodyToSplitWith, NothingLeftFor, SharesDoNotAddUp, UnknownInSplit
from domain.gift_refusals import NearPerson
from domain.money import decimals_of
from domain.names import Word, checked_name, name_key
from domain.people import NewPerson, Person
from domain.refusals import NotAnAmount, UnlinkedSpeaker
from domain.splits import WHOLE, Part, Wanted, divided, given
from handlers.reading import people
from handlers.reading.names import new_name
from handlers.request import Request, Words
from repositories.unit_of_work import UnitOfWork
from services import people as services
from services.amounts import AmountRead, money_format, take_amount
from services.names import near_names

_EVERYBODY = {"all", "everybody", "everyone", "equally", "evenly", "us"}
_BETWEEN = {"with", "between", "among", "by"}
_NO_NAMES = {*_EVERYBODY, *_BETWEEN, "split", "half", "each", "none", "off", "for", "of", "the"}
_AND = {",", "and", "&", "+", "und", "et", "y", "e"}
_PIECE = re.compile(r"(?<!\d),|,(?!\d)|(?:(?<=\d),(?=\d)|(?<=\d)[:=]|[^,:=])+", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)%", re.ASCII)
_PARTS = re.compile(r"(?:[x×]([1-9]\d?)|([1-9]\d?)[x×])", re.ASCII | re.IGNORECASE)


async def take_split(
    request: Request, uow: UnitOfWork, words: Sequence[Word], amount: Decimal, currency: str
) -> tuple[Part, ...]:
    """Read who bears what of an expense of the speaker's, from the words behind "split"; none means everybody here."""
    payer = payer_of(request)
    wanted = await _Shares(request, uow, words).read()
    if not wanted:
        wanted = [(one, Wanted()) for one in request.scene.people if one.presence == "linked"]
    parts = {person.id: one for person, one in wanted}
    taken = given(amount, parts.values())
    if payer.id not in parts and taken != amount:
        parts[payer.id] = Wanted()
    names = {person.id: person.name for person in (*request.scene.people, *(person for person, _ in wanted))}
    if set(parts) == {payer.id}:
        raise NobodyToSplitWith
    _refuse_what_is_left(request, amount, currency, parts, names)
    shares = divided(amount, parts, decimals_of(currency))
    return tuple(Part(key, names[key], share) for key, share in shares.items())


def payer_of(request: Request) -> Person:
    """Give the person who speaks, and has paid."""
    if request.member.person_id is None:
        raise UnlinkedSpeaker
    return people.person_of(request.scene.people, request.member.person_id)


async def take_known(request: Request, uow: UnitOfWork) -> Person:
    """Take somebody who has to be known at the front of the words."""
    if found := await people.mentioned(request, uow):
        return found
    known, words = people.everybody(request), request.words
    if match := people.match(words.items, known):
        words.take(match[1])
        return match[0]
    if name_key(words.texts[0]) in {"me", "myself", "i"}:
        return payer_of(request)
    if near := near_names(words.texts[0], known):
        raise NearPerson(checked_name(words.texts[0]), near[0].name)
    raise NobodyCalled(words.texts[0])


def _refuse_what_is_left(
    request: Request, amount: Decimal, currency: str, parts: dict[int, Wanted], names: dict[int, str]
) -> None:
    """Refuse parts that come to more than there is, or leave something to nobody or nothing to somebody."""
    rest = amount - given(amount, parts.values())
    others = [names[key] for key, one in parts.items() if not one.given]
    write = money_format(request.family.locale, currency).text
    if rest < 0 or (rest and not others):
        raise SharesDoNotAddUp(write(amount - rest), write(amount))
    if others and not rest:
        raise NothingLeftFor(others[0], write(amount))


class _Shares:
    """Reads several names, each perhaps with a share behind it, and commas or "and" between them."""

    def __init__(self, request: Request, uow: UnitOfWork, words: Sequence[Word]) -> None:
        self._request, self._uow = request, uow
        self._known = people.everybody(request)
        self._left = [piece for word in words for piece in _pieces(word)]
        self._openly = self._skip(_BETWEEN) or len(self._left) > 1
        """Whether the words mean people for certain, so that an unknown one may be new."""

    async def read(self) -> list[tuple[Person, Wanted]]:
        """Read all of them."""
        found: dict[int, tuple[Person, Wanted]] = {}
        self._skip(_EVERYBODY)
        while self._left:
            if self._skip(_AND):
                continue
            person = await self._person()
            found[person.id] = (person, self._share())
            self._skip(_EVERYBODY)
        return list(found.values())

    async def _person(self) -> Person:
        request = self._request
        before, request.words.items = request.words.items, tuple(self._left)
        found = await people.mentioned(request, self._uow)
        self._left, request.words.items = list(request.words.items), before
        if found:
            return found
        if match := people.match(self._left, self._known):
            del self._left[: match[1]]
            return match[0]
        said = self._left.pop(0)
        if name_key(said.text) in {"me", "myself", "i"}:
            return payer_of(request)
        return await self._new(said)

    async def _new(self, said: Word) -> Person:
        name = said.text
        if not self._openly or (name.lower() in _NO_NAMES and not said.quoted):
            raise UnknownInSplit(name)
        if not any(map(str.isalpha, name)) or (any(map(str.isdigit, name)) and not said.quoted):
            raise NotAnAmount(name)
        if near := near_names(name, self._known):
            raise NearPerson(checked_name(name), near[0].name)
        read = new_name(Words(name), len(name.split()))
        # Somebody whom a line before this one made is not yet among those in the scene.
        met = await self._uow.people.get_by_key(name_key(read))
        made = met or await services.settle(self._uow, NewPerson(read))
        self._known = {**self._known, made.name_key: made}
        return made

    def _share(self) -> Wanted:
        """Take the share that stands behind a name; one part of the rest if there is none."""
        texts = [word.text for word in _before(self._left)]
        if not texts:
            return Wanted()
        for count in (1, 2):
            text = "".join(texts[:count])
            if said := _PERCENT.fullmatch(text):
                del self._left[:count]
                return Wanted(percent=_up_to_all(said[1]))
            if said := _PARTS.fullmatch(text):
                del self._left[:count]
                return Wanted(parts=int(said[1] or said[2]))
        if people.match(self._left, self._known):
            return Wanted()
        family = self._request.family
        read = take_amount(texts, family.locale, family.currency)
        if read is None:
            return Wanted()
        del self._left[: read.used]
        return Wanted(amount=_only(read, texts[0]))

    def _skip(self, words: Iterable[str]) -> bool:
        """Pass over the next word if it is one of these."""
        if self._left and not self._left[0].quoted and self._left[0].text.lower() in words:
            del self._left[0]
            return True
        return False


def _pieces(word: Word) -> list[Word]:
    """Take a word apart at its commas, but for those of an amount, and at what stands between a name and a share."""
    if word.quoted:
        return [word]
    text, pieces = word.text, _PIECE.finditer(word.text)
    return [Word(said[0], quoted=False, offset=word.offset + utf16_units(text[: said.start()])) for said in pieces]


def _before(words: Sequence[Word]) -> Sequence[Word]:
    """Give the words before the next comma or "and"."""
    end = next((at for at, word in enumerate(words) if not word.quoted and word.text.lower() in _AND), len(words))
    return words[:end]


def _up_to_all(text: str) -> Decimal:
    """Read so much of a hundred."""
    percent = Decimal(text.replace(",", "."))
    if not 0 < percent <= WHOLE:
        raise NotAnAmount(f"{text}%")
    return percent


def _only(read: AmountRead, text: str) -> Decimal:
    """Give an amount that is told and can be read in one way."""
    if not read.value or read.other is not None:
        raise NotAnAmount(text)
    return read.value
