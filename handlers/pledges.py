"""What people chip in to gifts that somebody else buys."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_UP, Decimal

from domain import gifts as stages
from domain.budgets import Unset
from domain.gift_refusals import OwnPurchase, UnknownGift
from domain.gifts import Gift
from domain.money import NOTHING, decimals_of, quantum
from domain.names import name_key
from domain.questions import Ask, HowMuchOf, WhichGift
from domain.refusals import MissingWords, TooManyWords, UnlinkedSpeaker
from handlers.reading import amounts, people
from handlers.registry import command, press
from handlers.request import Request
from replies import pledges as replies
from replies.names import listed
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import gifts, lists
from services.names import match_name

MOST = 8
"""Among how many gifts buttons choose."""


@command(
    "chip",
    "[PERSON] GIFT [AMOUNT|none]",
    "Chip in to a gift that somebody else buys, or take it back",
    example="/chip scarf 20",
)
async def chip(request: Request, uow: UnitOfWork) -> Reply:
    """Pledge an amount for a gift that is named."""
    own = _speaker(request)
    if not request.words:
        raise MissingWords("chip")
    request.speak_of_purchases()
    gift = await _named(request, uow)
    return await _chipped_in(request, uow, gift, own)


@press("pledge", "🤝 Chip in", "Chip in to a gift that somebody else buys")
async def pledge(request: Request, uow: UnitOfWork) -> Reply:
    """Pledge an amount for the gift that a button belongs to."""
    own = _speaker(request)
    gift = await gifts.find(uow, request.words.take_number())
    trail = ":".join(request.words.texts)
    request.words.rest()
    return await _chipped_in(request, uow, gift, own, trail)


async def _named(request: Request, uow: UnitOfWork) -> Gift:
    """Find the gift whose title comes first, or ask; somebody in front of it is the one it is for."""
    occasions = lists.of_interest(request.scene, request.today)
    known = narrowed(request, await uow.gifts.list_with_wishes([occasion.id for occasion in occasions]))
    if not request.words:
        raise MissingWords("chip")
    match = match_name(request.words.items, _by_title(known))
    count = amounts.words_before_amount(request, len(request.words.items))
    said = request.words.take(match.used if match else count)
    if answer := request.answers.get(WhichGift.slot):
        return await gifts.find(uow, answer["id"])
    found = gifts.matching(said, known)
    if len(found.same) == 1:
        return await gifts.find(uow, found.same[0].id)
    if near := found.same or found.near:
        raise Ask(WhichGift(said, tuple((gift.id, label(request, gift)) for gift in near[:MOST]), may_be_new=False))
    raise UnknownGift(said)


def narrowed(request: Request, known: Sequence[Gift]) -> list[Gift]:
    """Take the person in front of a title, and leave only what is for them."""
    words = request.words
    found = people.match(words.items, people.everybody(request))
    if found is None or match_name(words.items, _by_title(known)):
        return list(known)
    person, used = found
    words.take(used)
    return [gift for gift in known if gift.is_for(person.id)]


def _by_title(known: Iterable[Gift]) -> dict[str, Gift]:
    return {name_key(gift.title): gift for gift in known if not gift.masked}


def label(request: Request, gift: Gift) -> str:
    """Name a gift where several are to choose from."""
    return f"{listed(person.name for person in request.scene.people if gift.is_for(person.id))}: {gift.title}"


def _speaker(request: Request) -> int:
    if request.member.person_id is None:
        raise UnlinkedSpeaker
    return request.member.person_id


async def _chipped_in(request: Request, uow: UnitOfWork, gift: Gift, own: int, trail: str = "") -> Reply:
    """Read the amount, or ask, and put it in the place of what the speaker had pledged before."""
    pledged = own in dict(gift.pledges)
    if own in gift.purchasers and not pledged:
        raise OwnPurchase(gift.title)
    amount = amounts.take_amount(request, gift.currency)
    if isinstance(amount, Unset):
        raise Ask(HowMuchOf(gift.title, _suggested(gift, own), gift.currency, pledged))
    if request.words:
        raise TooManyWords(request.words.rest(), "chip")
    if amount and own in gift.purchasers:
        raise OwnPurchase(gift.title)
    view = await gifts.change(uow, request.scene, gift, stages.chipped_in(gift, own, amount))
    return replies.chipped_in(view, request.family, amount, trail)


def _suggested(gift: Gift, own: int) -> tuple[Decimal, ...]:
    """Suggest all that is missing but for the speaker's own pledge, and parts of it."""
    decimals = decimals_of(gift.currency)
    missing = stages.chipped_in(gift, own, None).missing
    if missing <= NOTHING:
        return tuple(Decimal(amount if decimals else 100 * amount) for amount in (10, 20, 50))
    cent = quantum(decimals)
    return tuple(dict.fromkeys((missing / parts).quantize(cent, ROUND_UP) for parts in (1, 2, 3, 4)))
