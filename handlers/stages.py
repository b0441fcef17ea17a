"""The steps between an idea and what was received, and out of it all."""

from collections.abc import Sequence
from dataclasses import replace

from domain import gifts as stages
from domain.gifts import Gift
from domain.occasions import Occasion
from domain.people import NewPerson, Person
from domain.questions import Ask, ForWhat
from domain.refusals import Gone
from handlers.reading import occasions
from handlers.registry import press
from handlers.request import Request, Words
from replies import gifts as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import gifts
from services import occasions as services


@press("stage", "🛒 Plan it · ✅ Bought · 📦 Received · ↩ Not bought · 💡 Idea", "Take a gift a stage on, or back")
async def stage(request: Request, uow: UnitOfWork) -> Reply:
    """Take a gift to the stage that the button says, unless it is there already."""
    found = await gifts.find(uow, request.words.take_number())
    to, trail = request.words.take(), ":".join(request.words.texts)
    request.words.rest()
    after = await for_something(request, uow, staged(found, to, request), trail)
    if after == found:
        view = await gifts.look(uow, request.scene, found)
        return replies.happened(view, request.family, replies.stands_already(view), trail)
    view = await gifts.change(uow, request.scene, found, after)
    return replies.happened(view, request.family, replies.STAGES[view.gift.stage], trail)


@press("remove", "🗑 Remove", "Remove a gift; Undo brings it back whole")
async def remove(request: Request, uow: UnitOfWork) -> Reply:
    """Remove a gift; undoing brings it back whole."""
    found = await gifts.find(uow, request.words.take_number())
    trail = ":".join(request.words.texts)
    return replies.removed(await gifts.remove(uow, request.scene, found), trail)


@press("photo", "🖼 Picture", "See the picture that came with a gift")
async def photo(request: Request, uow: UnitOfWork) -> Reply:
    """Show the picture that came with a gift."""
    found = await gifts.find(uow, request.words.take_number())
    if found.file_id is None:
        raise Gone
    shown = replies.card(await gifts.look(uow, request.scene, found), request.family)
    return replace(shown, buttons=(), picture=found.file_id, anew=True)


def staged(gift: Gift, to: str, request: Request) -> Gift:
    """Take a gift one stage on or back; one that is not where the button was made for stays as it is."""
    match gift.stage, to:
        case "idea", "planned":
            return stages.planned(gift)
        case (("idea" | "planned"), "bought"):
            return by_speaker(stages.bought(gift, None, request.today), request)
        case "bought", "received":
            return stages.received(gift)
        case ("received", "bought") | ("bought", "planned"):
            return stages.back(gift)
        case "planned", ("idea" | "planned") if bool(gift.quantity_bought) == (to == "planned"):
            return stages.back(gift)
    return gift


def by_speaker(gift: Gift, request: Request) -> Gift:
    """Note that it is the speaker who buys, if anybody knows who that is."""
    own = request.member.person_id
    return stages.bought_by(gift, own) if own else gift


async def for_something(request: Request, uow: UnitOfWork, gift: Gift, trail: str = "") -> Gift:
    """Let a wish that is taken further be for an occasion: the one of the list it stands in, else the next, or ask."""
    if not gift.counts or gift.occasion_id is not None or gift.wished is None:
        return gift
    first = next((person for person in request.scene.people if gift.is_for(person.id)), None)
    listed = await uow.occasions.get_by_id(Words(trail.partition(":")[0]).take_number())
    if listed is None and occasions.SLOT in request.answers:
        replied = request.insert_reply(occasions.SLOT)
        found = await occasions.take_occasion(request, uow, first, replied)
        listed = await services.settle(uow, found, first)
    occasion = listed or await next_occasion(request, uow, first or NewPerson(gift.title))
    return replace(gift, occasion_id=occasion.id)


async def next_occasion(
    request: Request, uow: UnitOfWork, person: Person | NewPerson, known: Sequence[Gift] = ()
) -> Occasion:
    """Find the next occasion with a budget or a gift for somebody, or ask."""
    ahead = gifts.ahead(request.scene, request.today)
    known = known or await uow.gifts.list_by_occasions([one.id for one in ahead])
    found = await gifts.next_for(uow, person, ahead, known) if isinstance(person, Person) else None
    if found is None:
        raise Ask(ForWhat(person.name, occasions.suggested(request, person)))
    return found
