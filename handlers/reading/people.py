"""Whom the words mean."""

import re
from collections.abc import Iterable, Mapping, Sequence

from domain.names import Word, name_key
from domain.people import NewPerson, Person
from domain.questions import Ask, WhichPerson
from domain.refusals import Gone, UnlinkedMention, UnlinkedSpeaker
from handlers.reading.names import new_name
from handlers.request import Request, Words
from repositories.unit_of_work import UnitOfWork
from services.names import match_name, near_names

SLOT = WhichPerson.slot
_MYSELF = ("me", "myself")
_POSSESSIVE = re.compile(r"(?<=\w)['\u2019]s$")


def by_name(people: Iterable[Person]) -> dict[str, Person]:
    """Index people by all that they are called."""
    known = {alias: person for person in people for alias in person.aliases}
    return known | {person.name_key: person for person in people}


def begins_person(words: Words, known: Mapping[str, Person]) -> bool:
    """Tell whether the next words name somebody known."""
    return match_name(words.items, known) is not None


async def take_person(
    request: Request, uow: UnitOfWork, unknown_words: int = 1, *, may_be_new: bool = True
) -> Person | NewPerson:
    """Take the person at the front of the words; an unknown name is made of so many words."""
    answer = request.answers.get(SLOT, {})
    if "id" in answer or "new" in answer:
        request.resume(answer)
        return NewPerson(answer["new"]) if "new" in answer else person_of(request.scene.people, answer["id"])
    if found := await mentioned(request, uow):
        return found
    known = by_name(request.scene.people)
    if named := match(request.words.items, everybody(request)):
        request.words.take(named[1])
        return named[0]
    return _unknown(request, known, unknown_words, may_be_new=may_be_new)


def everybody(request: Request) -> dict[str, Person]:
    """Index people by all that they are called here and now: "me" and "mom's" as well."""
    known = by_name(request.scene.people)
    return _speaker(request, known) | _owners(known) | known


def match(words: Sequence[Word], known: Mapping[str, Person]) -> tuple[Person, int] | None:
    """Find whom the first words name, and how many words that takes."""
    found = match_name(words, known)
    return None if found is None else (found.thing, found.used)


def _unknown(request: Request, known: Mapping[str, Person], count: int, *, may_be_new: bool) -> Person | NewPerson:
    """Read a name that nobody has as it was typed: one close to somebody's is asked about."""
    words = request.words
    if name_key(words.texts[0]) in _MYSELF and not words.items[0].quoted:
        raise UnlinkedSpeaker
    name = new_name(words, count)
    if not any(word.quoted for word in words.items[:count]):
        name = _POSSESSIVE.sub("", name)
    if near := near_names(name, known):
        used, rest = request.behind(SLOT, count)
        raise Ask(WhichPerson(name, near, used, rest, may_be_new=may_be_new))
    words.take(count)
    return known.get(name_key(name)) or NewPerson(name)


def _speaker(request: Request, known: Mapping[str, Person]) -> dict[str, Person]:
    """Give what speakers call themselves, once they have said who they are."""
    member = request.scene.member
    own = next((person for person in known.values() if member and person.id == member.person_id), None)
    return dict.fromkeys(_MYSELF, own) if own else {}


def _owners(known: Mapping[str, Person]) -> dict[str, Person]:
    """Index people by what is theirs, as in "mom's"."""
    return {f"{name}'s": person for name, person in known.items()}


def person_of(people: Sequence[Person], key: int) -> Person:
    """Find a person by their key."""
    for person in people:
        if person.id == key:
            return person
    raise Gone


async def mentioned(request: Request, uow: UnitOfWork) -> Person | None:
    """Find the person whose account is mentioned next, by a tap or by @username."""
    words = request.words
    if mention := words.mention:
        member = await uow.members.get_by_telegram_id(mention.telegram_user_id)
    elif words and words.texts[0].startswith("@") and not words.items[0].quoted:
        member = await uow.members.get_by_username(words.texts[0][1:])
    else:
        return None
    said = words.take(words.count_in(mention) if mention else 1)
    if member is None or member.person_id is None:
        raise UnlinkedMention(said)
    return person_of(request.scene.people, member.person_id)
