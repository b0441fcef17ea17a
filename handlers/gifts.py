"""What people say about gifts: an idea, a plan, a purchase, and the steps between them."""

from dataclasses import dataclass, replace

from domain import gifts as stages
from domain.gifts import Gift, Stage
from domain.occasions import NewOccasion, Occasion
from domain.people import NewPerson, Person
from domain.questions import Again, Ask, ForWhat, WhichGift
from domain.refusals import Gone, MissingWords
from handlers.reading import occasions
from handlers.reading.gifts import Told, take_gift
from handlers.reading.recipients import Recipients, take_recipients
from handlers.registry import command, press
from handlers.request import Request
from replies import gifts as replies
from replies.names import listed
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import gifts
from services.gifts import GiftView, NewGift

GIFT, AGAIN = WhichGift.slot, Again.slot
BEFORE: dict[Stage, tuple[Stage, ...]] = {"idea": (), "planned": ("idea",), "bought": ("idea", "planned")}
"""From which stages a command takes a gift that there is to the one it tells."""
USAGE = "PERSON[,PERSON…] [OCCASION] [3x] TITLE [PRICE] [now PRICE] [at SHOP] [by PERSON] [LINK] [note TEXT]"


@dataclass(frozen=True, slots=True)
class Meant:
    """What a command speaks of: for whom, for what if that was said, what was told, and what there is already."""

    recipients: Recipients
    occasion: Occasion | NewOccasion | None
    told: Told
    currency: str
    known: list[Gift]


@command(
    "idea",
    USAGE,
    "Note an idea for a gift; it counts for nothing yet",
    example="/idea mom scarf 40",
    begins="anywhere",
    tells=True,
)
async def idea(request: Request, uow: UnitOfWork) -> Reply:
    """Note an idea."""
    return await _recorded(request, uow, "idea")


@command(
    "gift",
    USAGE,
    "Plan a gift; its price counts as planned",
    example="/gift mom christmas scarf 40",
    begins="anywhere",
    tells=True,
)
async def gift(request: Request, uow: UnitOfWork) -> Reply:
    """Plan a gift, or make a plan of an idea."""
    return await _recorded(request, uow, "planned")


@command(
    "bought",
    USAGE,
    "Record what was bought: the planned gift of that name, or a new one",
    example="/bought mom christmas scarf 35.50",
    begins="anywhere",
    tells=True,
)
async def bought(request: Request, uow: UnitOfWork) -> Reply:
    """Record a purchase."""
    return await _recorded(request, uow, "bought")


@press("stage", "🛒 Plan it · ✅ Bought · 📦 Received · ↩ Not bought · 💡 Idea", "Take a gift a stage on, or back")
async def stage(request: Request, uow: UnitOfWork) -> Reply:
    """Take a gift to the stage that the button says, unless it is there already."""
    found = await gifts.find(uow, request.words.take_number())
    to, trail = request.words.take(), ":".join(request.words.texts)
    after = staged(found, to, request)
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
            return _by_speaker(stages.bought(gift, None, request.today), request)
        case "bought", "received":
            return stages.received(gift)
        case ("received", "bought") | ("bought", "planned"):
            return stages.back(gift)
        case "planned", ("idea" | "planned") if bool(gift.quantity_bought) == (to == "planned"):
            return stages.back(gift)
    return gift


async def _recorded(request: Request, uow: UnitOfWork, to: Stage) -> Reply:
    if not request.words and not request.answers:
        raise MissingWords({"planned": "gift"}.get(to, to))
    meant = await _meant(request, uow, "gift" if to == "planned" else to)
    existing = _existing(request, meant, to)
    if existing:
        return replies.card(await _taken_further(request, uow, meant, existing, to), request.family)
    view = await gifts.record(uow, request.scene, await _new(request, uow, meant, to), request.today)
    _ask_if_somebody_was_quicker(request, meant, view)
    return replies.card(view, request.family)


def _ask_if_somebody_was_quicker(request: Request, meant: Meant, view: GiftView) -> None:
    """Ask about the same gift once more: another chat may have recorded it since it was looked for."""
    seen = {gift.id for gift in meant.known}
    people = [person for person, _ in view.gift.recipients]
    news = [gift for gift in view.beside if gift.id not in seen and all(map(gift.is_for, people))]
    if AGAIN not in request.answers and (same := gifts.matching(meant.told.title, news).same):
        raise Ask(_again(request, meant, same[0]))


async def _meant(request: Request, uow: UnitOfWork, name: str) -> Meant:
    """Take the words, and find the gifts that they may mean."""
    recipients = await take_recipients(request, uow, name)
    request.tell_of(*(person for person, _ in recipients))
    first = recipients[0][0]
    occasion = await _occasion(request, uow, first)
    currency = await _currency(request, uow, first, occasion)
    told = await take_gift(request, uow, recipients, currency)
    return Meant(recipients, occasion, told, currency, await _known(request, uow, recipients, occasion))


async def _occasion(request: Request, uow: UnitOfWork, person: Person | NewPerson) -> Occasion | NewOccasion | None:
    """Take the occasion, if one is named or was asked for."""
    if "title" in request.answers.get(occasions.SLOT, {}):
        return None
    replied = request.insert_reply(occasions.SLOT)
    known = occasions.by_name(request.scene, person)
    if replied or occasions.SLOT in request.answers or occasions.begins_occasion(request.words, 0, known):
        return await occasions.take_occasion(request, uow, person, replied or 1)
    occasions.ask_about_misspelt(request, known)
    return None


async def _known(
    request: Request, uow: UnitOfWork, recipients: Recipients, occasion: Occasion | NewOccasion | None
) -> list[Gift]:
    """List what there is for these people: on the occasion named, else on all that lie ahead."""
    people = [person.id for person, _ in recipients if isinstance(person, Person)]
    if isinstance(occasion, NewOccasion) or len(people) < len(recipients):
        return []
    where = [occasion] if occasion else gifts.ahead(request.scene, request.today)
    found = await uow.gifts.list_by_occasions([one.id for one in where])
    return [gift for gift in found if all(gift.is_for(person) for person in people)]


def _existing(request: Request, meant: Meant, to: Stage) -> Gift | None:
    """Find the gift that is meant among those there are, or ask; none when it is another one."""
    answer = request.answers.get(GIFT, {})
    if AGAIN in request.answers or ("id" in answer and answer["id"] is None):
        return None
    if "id" in answer:
        return next((gift for gift in meant.known if gift.id == answer["id"]), None)
    open_ = gifts.matching(meant.told.title, [gift for gift in meant.known if gift.stage in BEFORE[to]])
    if len(open_.same) == 1:
        return open_.same[0]
    if open_.same or (open_.near and to == "bought"):
        raise Ask(WhichGift(meant.told.title, tuple((gift.id, gift.title) for gift in open_.same or open_.near)))
    done = gifts.matching(meant.told.title, [gift for gift in meant.known if gift.stage not in BEFORE[to]])
    if there := done.same or (done.near if to == "bought" else []):
        raise Ask(_again(request, meant, there[0]))
    return None


def _again(request: Request, meant: Meant, there: Gift) -> Again:
    names = {person.id: person.name for person in request.scene.people}
    buyer = names.get(there.purchaser_id) if there.purchaser_id else None
    return Again(
        there.title, listed(person.name for person, _ in meant.recipients), there.bought, buyer, there.bought_on
    )


async def _taken_further(request: Request, uow: UnitOfWork, meant: Meant, existing: Gift, to: Stage) -> GiftView:
    """Take a gift that there is to the stage told, with what was told of it."""
    before, told = await gifts.find(uow, existing.id), meant.told
    if before.stage not in BEFORE[to]:  # Somebody else was quicker.
        raise Ask(_again(request, meant, before))
    after = _retold(before, told, request.photo)
    if to == "bought":
        paid = told.amount if told.sale is None else told.sale
        after = after if paid is None else stages.repriced(after, paid)
        after = _by_speaker(stages.bought(after, told.quantity, request.today), request)
    else:
        after = stages.planned(stages.recounted(after, told.quantity or after.quantity))
        after = after if after.purchaser_id else _by_speaker(after, request)
    if told.purchaser_id:
        after = stages.bought_by(after, told.purchaser_id)
    return await gifts.change(uow, request.scene, before, after)


def _retold(gift: Gift, told: Told, photo: str | None) -> Gift:
    """Add what was told of a gift to what was known."""
    after = gift
    if told.amount is not None and ((not gift.bought and not gift.priced) or gift.stage == "idea"):
        after = replace(after, price=told.amount, sale_price=None)
    if told.sale is not None:
        after = replace(after, sale_price=told.sale)
    news = {"url": told.url, "source": told.source, "notes": told.notes, "file_id": photo}
    return replace(after, **{name: value for name, value in news.items() if value})  # type: ignore[arg-type]  # texts, all


def _by_speaker(gift: Gift, request: Request) -> Gift:
    """Note that it is the speaker who buys, if anybody knows who that is."""
    own = request.member.person_id
    return stages.bought_by(gift, own) if own else gift


async def _new(request: Request, uow: UnitOfWork, meant: Meant, to: Stage) -> NewGift:
    told = meant.told
    buyer = told.purchaser_id or (request.member.person_id if to != "idea" else None)
    return NewGift(
        title=told.title,
        recipients=meant.recipients,
        occasion=meant.occasion or await _next(request, uow, meant),
        stage=to,
        currency=meant.currency,
        price=told.amount,
        sale_price=told.sale,
        quantity=told.quantity or 1,
        purchaser_id=buyer,
        url=told.url,
        source=told.source,
        notes=told.notes,
        file_id=request.photo,
    )


async def _next(request: Request, uow: UnitOfWork, meant: Meant) -> Occasion:
    """Find the next occasion with a budget or a gift for the first recipient, or ask."""
    first = meant.recipients[0][0]
    ahead = gifts.ahead(request.scene, request.today)
    found = await gifts.next_for(uow, first, ahead, meant.known) if isinstance(first, Person) else None
    if found is None:
        raise Ask(ForWhat(first.name, occasions.suggested(request, first)))
    return found


async def _currency(
    request: Request, uow: UnitOfWork, person: Person | NewPerson, occasion: Occasion | NewOccasion | None
) -> str:
    """Tell in which currency a gift is kept: the family's, unless the budget it falls under has another."""
    family = request.family
    if "former_currencies" in family.settings and isinstance(person, Person) and isinstance(occasion, Occasion):
        link = await uow.budgets.get_person_occasion_budget(person.id, occasion.id)
        return link.budget_currency if link else family.currency
    return family.currency
