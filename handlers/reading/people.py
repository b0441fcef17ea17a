"""Whom the words mean."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.names import name_key
from domain.people import NewPerson, Person
from domain.questions import Ask, WhichPerson
from domain.refusals import UnknownPerson, UnlinkedMention
from handlers.reading.names import new_name
from handlers.request import Request, Words
from repositories.unit_of_work import UnitOfWork
from services.names import match_name, near_names

SLOT = WhichPerson.slot


def by_name(people: Iterable[Person]) -> dict[str, Person]:
    """Index people by all that they are called."""
    known = {alias: person for person in people for alias in person.aliases}
    return known | {person.name_key: person for person in people}


def begins_person(words: Words, known: Mapping[str, Person]) -> bool:
    """Tell whether the next words name somebody known."""
    return match_name(words.items, known) is not None


async def take_person(request: Request, uow: UnitOfWork, unknown_words: int = 1) -> Person | NewPerson:
    """Take the person at the front of the words; an unknown name is made of so many words."""
    if answer := request.answers.get(SLOT):
        return _answered(request, answer)
    if mentioned := await _mentioned(request, uow):
        return mentioned
    known = by_name(request.scene.people)
    if match := match_name(request.words.items, known):
        request.words.take(match.used)
        return match.thing
    name = new_name(request.words, unknown_words)
    if near := near_names(name, known):
        raise Ask(WhichPerson(name, near, unknown_words))
    request.words.take(unknown_words)
    return NewPerson(name)


async def take_known_person(request: Request, uow: UnitOfWork) -> Person:
    """Take a person whom the family knows."""
    person = await take_person(request, uow, len(request.words.items))
    if isinstance(person, NewPerson):
        raise UnknownPerson(person.name)
    return person


def _answered(request: Request, answer: Mapping[str, Any]) -> Person | NewPerson:
    """Read what was answered to the question whom the words mean."""
    request.words.take(answer.get("used", 0))
    if "new" in answer:
        return NewPerson(answer["new"])
    if "text" in answer:
        words = Words(answer["text"])
        name, known = new_name(words, len(words.items)), by_name(request.scene.people)
        if near := near_names(name, known):
            raise Ask(WhichPerson(name, near, 0))
        return known.get(name_key(name)) or NewPerson(name)
    return person_of(request.scene.people, answer["id"])


def person_of(people: Sequence[Person], key: int) -> Person:
    """Find a person by their key."""
    for person in people:
        if person.id == key:
            return person
    raise UnknownPerson(str(key))


async def _mentioned(request: Request, uow: UnitOfWork) -> Person | None:
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
