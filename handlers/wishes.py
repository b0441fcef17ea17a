"""What people wish for themselves: told by them, and theirs to change, whatever becomes of it."""

from typing import Any

from domain.people import Person
from domain.questions import Ask
from domain.refusals import MissingWords, SomebodyElses, UnlinkedSpeaker
from domain.wishes import NewWish
from handlers.reading.gifts import NOTES, Told, take_wish
from handlers.reading.people import person_of
from handlers.registry import command, press
from handlers.request import Request
from replies import wishes as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import wishes

_NO_PRICE = (["none"], ["-"])


@command(
    "wish",
    "[TITLE] [PRICE] [at SHOP] [LINK] [note TEXT]",
    "Wish for something, or see your wishes; the others see them as ideas",
    example="/wish scarf 40",
)
async def wish(request: Request, uow: UnitOfWork) -> Reply:
    """Note what the speaker wishes for, or list it."""
    own = _speaker(request)
    if not request.words:
        return replies.listed(await wishes.of(uow, own), request.family)
    told = take_wish(request, request.family.currency)
    if not told.title:
        raise MissingWords("wish")
    found = await wishes.tell(uow, own, request.family.currency, _values(request, told))
    return replies.told(found, request.family)


@press("wishes", "◀ Back · Next ▶", "Turn the pages of a list")
async def turn_page(request: Request, uow: UnitOfWork) -> Reply:
    """Show another page of what somebody wishes for."""
    own = _speaker(request)
    if request.words.take_number() != own.id:
        raise SomebodyElses
    return replies.listed(await wishes.of(uow, own), request.family, request.words.take_number())


@press("rewish", "✏️ 1 · scarf, in /wish", "Change what you wish for")
async def change(request: Request, uow: UnitOfWork) -> Reply:
    """Wish for something else in the place of this."""
    own = _speaker(request)
    found = await wishes.find(uow, own, request.words.take_number())
    request.words.rest()
    if NewWish.slot not in request.answers:
        raise Ask(NewWish(found.title))
    request.insert_reply(NewWish.slot)
    if request.words.texts in _NO_PRICE:
        values: dict[str, Any] = {"price": None}
    else:
        values = _values(request, take_wish(request, request.family.currency))
    return replies.told(await wishes.change(uow, own, found, values), request.family)


@press("unwish", "🗑, in /wish", "Wish for that no more")
async def remove(request: Request, uow: UnitOfWork) -> Reply:
    """Take a wish away."""
    own = _speaker(request)
    found = await wishes.find(uow, own, request.words.take_number())
    return replies.removed(await wishes.remove(uow, own, found), found, request.family)


def _speaker(request: Request) -> Person:
    if request.member.person_id is None:
        raise UnlinkedSpeaker
    return person_of(request.scene.people, request.member.person_id)


def _values(request: Request, told: Told) -> dict[str, Any]:
    """Give what was told of a wish; where it is from stands in its note."""
    price = told.amount if told.sale is None else told.sale
    notes = " · ".join(part for part in (f"at {told.source}" if told.source else "", told.notes or "") if part)
    values = {"title": told.title, "price": price, "url": told.url, "notes": notes[:NOTES]}
    told_of = {name: value for name, value in values.items() if value or value == 0}
    return told_of | ({"currency": request.family.currency} if price is not None else {})
