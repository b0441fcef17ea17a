"""What people change about a gift: what it is called, costs, how many there are, for whom, for what, and who buys."""

from dataclasses import replace

from domain import gifts as stages
from domain.budgets import Unset
from domain.edits import ForWhom, HowMany, NewPrice, NewTitle, WhoBuys
from domain.gift_refusals import BadQuantity, NobodysGift
from domain.gifts import Gift
from domain.names import MAX_NAME, checked_name, name_key
from domain.people import NewPerson, Person
from domain.questions import Ask, ForWhat
from domain.refusals import NotAnAmount, TooManyWords
from handlers.reading import amounts, occasions, people
from handlers.reading.gifts import MOST
from handlers.reading.recipients import Recipients, take_recipients
from handlers.registry import press
from handlers.request import Request
from replies import edits as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import gifts

OFFERED = 8
"""How many people are offered by buttons."""
_NOBODY = {"nobody", "no one", "none", "-"}
_NOW = ("now", "sale", "only")
"""What stands before the price of something on sale."""


@press("edit", "✏️ Edit", "Choose what to change about a gift")
async def menu(request: Request, uow: UnitOfWork) -> Reply:
    """Offer what may be changed about a gift."""
    gift, trail = await _gift(request, uow)
    return replies.menu(await gifts.look(uow, request.scene, gift), request.family, trail)


@press("title", "Title · Price · Quantity · For whom · Occasion · Who buys", "Change just that of a gift")
async def title(request: Request, uow: UnitOfWork) -> Reply:
    """Call a gift something else."""
    gift, trail = await _gift(request, uow)
    name = checked_name(request.told(NewTitle(gift.title)), 2 * MAX_NAME)
    return await _changed(request, uow, "title", trail, gift, replace(gift, title=name))


@press("cost", "Title · Price · Quantity · For whom · Occasion · Who buys", "Change just that of a gift")
async def cost(request: Request, uow: UnitOfWork) -> Reply:
    """Price a gift anew: a plain amount is the price, "now 30" a sale."""
    gift, trail = await _gift(request, uow)
    request.words.insert(request.told(NewPrice(gift.title)))
    on_sale = request.words.skip(*_NOW)
    amount = amounts.take_amount(request, gift.currency)
    _refuse_more(request)
    if isinstance(amount, Unset):
        raise NotAnAmount("")
    if not on_sale:
        after = replace(gift, price=amount, sale_price=None)
    else:
        after = replace(gift, sale_price=None) if amount is None else stages.repriced(gift, amount)
    return await _changed(request, uow, "cost", trail, gift, after)


@press("count", "Title · Price · Quantity · For whom · Occasion · Who buys", "Change just that of a gift")
async def count(request: Request, uow: UnitOfWork) -> Reply:
    """Let there be another number of a gift, no fewer than are bought."""
    gift, trail = await _gift(request, uow)
    least = max(1, gift.quantity_bought)
    told = request.told(HowMany(gift.title, least))
    number = told.strip(" xX×")
    if not number.isdecimal() or not least <= int(number) <= MOST:
        raise BadQuantity(told, least)
    return await _changed(request, uow, "count", trail, gift, stages.recounted(gift, int(number)))


@press("whom", "Title · Price · Quantity · For whom · Occasion · Who buys", "Change just that of a gift")
async def whom(request: Request, uow: UnitOfWork) -> Reply:
    """Let a gift be for somebody else, or for several."""
    gift, trail = await _gift(request, uow)
    recipients = await _recipients(request, uow, gift)
    view = await gifts.give_to(uow, request.scene, gift, recipients)
    return replies.changed(view, request.family, "whom", trail)


@press("event", "Title · Price · Quantity · For whom · Occasion · Who buys", "Change just that of a gift")
async def event(request: Request, uow: UnitOfWork) -> Reply:
    """Let a gift be for another occasion."""
    gift, trail = await _gift(request, uow)
    first = next((person for person in request.scene.people if gift.is_for(person.id)), None)
    replied = request.insert_reply(occasions.SLOT)
    if occasions.SLOT not in request.answers:
        raise Ask(ForWhat(gift.title, occasions.suggested(request, first or NewPerson(""))))
    occasion = await occasions.take_occasion(request, uow, first, replied)
    _refuse_more(request)
    view = await gifts.move(uow, request.scene, gift, occasion)
    return replies.changed(view, request.family, "event", trail)


@press("buyer", "Title · Price · Quantity · For whom · Occasion · Who buys", "Change just that of a gift")
async def buyer(request: Request, uow: UnitOfWork) -> Reply:
    """Let somebody else buy a gift, or nobody."""
    gift, trail = await _gift(request, uow)
    view = await gifts.hand_to(uow, request.scene, gift, await _buyer(request, uow, gift))
    return replies.changed(view, request.family, "buyer", trail)


async def _gift(request: Request, uow: UnitOfWork) -> tuple[Gift, str]:
    """Find the gift that a button belongs to, and the way back to the list it was opened from."""
    found = await gifts.find(uow, request.words.take_number())
    trail = ":".join(request.words.texts)
    request.words.rest()
    return found, trail


async def _changed(  # noqa: PLR0917 - what there is to say about a change
    request: Request, uow: UnitOfWork, kind: str, trail: str, before: Gift, after: Gift
) -> Reply:
    view = await gifts.change(uow, request.scene, before, after)
    return replies.changed(view, request.family, kind, trail)


async def _recipients(request: Request, uow: UnitOfWork, gift: Gift) -> Recipients:
    answer = request.answers.get(ForWhom.slot)
    if answer is None:
        raise Ask(ForWhom(gift.title, request.scene.people[:OFFERED]))
    if "id" in answer:
        person = people.person_of(request.scene.people, answer["id"])
        request.tell_of(person)
        return ((person, None),)
    if name_key(answer["text"]) in _NOBODY:
        raise NobodysGift
    words = request.insert_reply(ForWhom.slot)
    recipients = await take_recipients(request, uow, "gift", words)
    request.tell_of(*(person for person, _ in recipients))
    _refuse_more(request)
    return recipients


async def _buyer(request: Request, uow: UnitOfWork, gift: Gift) -> Person | NewPerson | None:
    answer = request.answers.get(WhoBuys.slot)
    if answer is None:
        raise Ask(WhoBuys(gift.title, request.scene.people[:OFFERED]))
    if "id" in answer:
        return None if answer["id"] is None else people.person_of(request.scene.people, answer["id"])
    if name_key(answer["text"]) in _NOBODY:
        return None
    person = await people.take_person(request, uow, request.insert_reply(WhoBuys.slot))
    _refuse_more(request)
    return person


def _refuse_more(request: Request) -> None:
    if request.words:
        raise TooManyWords(request.words.rest(), "gift")
