"""What people ask about an occasion as a whole: how it stands, and whether something more would fit."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.budgets import Unset
from domain.occasions import NewOccasion, Occasion
from domain.people import NewPerson, Person
from domain.refusals import Gone, MissingWords, TooManyWords, UnknownOccasion, UnknownPerson
from handlers.reading import amounts, occasions, people
from handlers.registry import command, press
from handlers.request import Request
from replies import budgets as budget_replies
from replies import status as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import budgets, gifts
from services.names import match_name


@command(
    "status",
    "[OCCASION] [text]",
    "See at a glance how an occasion stands, as a picture or in text only",
    example="/status christmas",
)
async def status(request: Request, uow: UnitOfWork) -> Reply:
    """Show how everybody's money stands for an occasion."""
    in_words = request.words.skip_last("text")
    occasion = await _of_interest(request, uow)
    if occasion is None:
        return budget_replies.none_yet()
    request.speak_of_everybody()
    view = await budgets.budgets_of(uow, occasion, request.scene)
    return replies.status(view, request.family, request.today, in_words=in_words)


@press("status", "📊 Picture", "See everybody's budgets as a picture")
async def picture(request: Request, uow: UnitOfWork) -> Reply:
    """Show the picture of an occasion below the list that it belongs to."""
    occasion = await uow.occasions.get_by_id(request.words.take_number())
    if occasion is None:
        raise Gone
    request.speak_of_everybody()
    view = await budgets.budgets_of(uow, occasion, request.scene)
    return replace(replies.status(view, request.family, request.today), anew=True)


@command(
    "fits",
    "PERSON OCCASION AMOUNT",
    "See whether an amount would fit into a budget; nothing is recorded",
    example="/fits mom christmas 30",
)
async def fits(request: Request, uow: UnitOfWork) -> Reply:
    """Tell whether something more for somebody would fit, and what would be left."""
    person = await _person(request, uow)
    request.speak_of(person)
    request.speak_of_purchases()
    occasion = await _occasion(request, uow, person)
    room = await budgets.room_for(uow, request.scene, person, occasion, request.family.currency)
    amount = amounts.take_amount(request, room.budget.currency)
    if isinstance(amount, Unset) or amount is None:
        raise MissingWords("fits")
    if request.words:
        raise TooManyWords(request.words.rest(), "fits")
    return replies.fits(room, amount, request.family, request.today)


async def _of_interest(request: Request, uow: UnitOfWork) -> Occasion | None:
    """Find the occasion named, else the next one for which there is money, else the next one."""
    if request.words or request.answers:
        return await occasions.take_known_occasion(request, uow, "status")
    found = await uow.occasions.next_with_money(request.today)
    return found or next(iter(gifts.ahead(request.scene, request.today)), None)


async def _person(request: Request, uow: UnitOfWork) -> Person:
    """Read for whom it would be."""
    _refuse_nameless(request, people.SLOT, people.everybody(request))
    person = await people.take_person(request, uow, may_be_new=False)
    if isinstance(person, NewPerson):
        raise UnknownPerson(person.name)
    return person


async def _occasion(request: Request, uow: UnitOfWork, person: Person) -> Occasion:
    """Read for what it would be; a lone number behind it is the amount, as there must be one."""
    known = occasions.by_name(request.scene, person)
    _refuse_nameless(request, occasions.SLOT, known)
    if occasions.before_lone_year(request.words, known):
        request.answers = {**request.answers, occasions.YEAR: {"year": None}}
    count = amounts.words_before_amount(request, len(request.words.items))
    occasion = await occasions.take_occasion(request, uow, person, count, may_be_new=False)
    if isinstance(occasion, NewOccasion):
        raise UnknownOccasion(occasion.name, occasion.date.year if occasion.date else None, person.name)
    return occasion


def _refuse_nameless(request: Request, slot: str, known: Mapping[str, Any]) -> None:
    """Refuse nothing, or an amount, where a name belongs."""
    words = request.words
    if slot in request.answers or match_name(words.items, known):
        return
    if not words or amounts.begins_amount(request, 0, request.family.currency):
        raise MissingWords("fits")
