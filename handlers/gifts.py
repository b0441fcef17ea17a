"""What people say about gifts: an idea, a plan, a purchase, and the steps between them."""

from dataclasses import dataclass, replace

from domain import gifts as stages
from domain.gift_refusals import NotTheBuyer
from domain.gifts import Gift, Stage
from domain.occasions import NewOccasion, Occasion
from domain.people import NewPerson, Person
from domain.questions import Again, Ask, WhichGift
from domain.refusals import MissingWords
from handlers.reading import occasions
from handlers.reading.gifts import Told, take_gift, tells_secret
from handlers.reading.recipients import Recipients, take_recipients
from handlers.registry import command
from handlers.request import Request
from handlers.stages import by_speaker, for_something, next_occasion
from replies import gifts as replies
from replies.names import listed
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import gifts
from services import occasions as services
from services.gifts import GiftView, NewGift

GIFT, AGAIN = WhichGift.slot, Again.slot
BEFORE: dict[Stage, tuple[Stage, ...]] = {"idea": (), "planned": ("idea",), "bought": ("idea", "planned")}
"""From which stages a command takes a gift that there is to the one it tells."""
USAGE = "PEOPLE [OCCASION] [3x] TITLE [PRICE] [now PRICE] [at SHOP] [by PERSON] [LINK] [secret] [note TEXT]"


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
    "Record what was bought, planned before or not",
    example="/bought mom christmas scarf 35.50",
    begins="anywhere",
    tells=True,
)
async def bought(request: Request, uow: UnitOfWork) -> Reply:
    """Record a purchase."""
    return await _recorded(request, uow, "bought")


async def _recorded(request: Request, uow: UnitOfWork, to: Stage) -> Reply:
    if not request.words and not request.answers:
        raise MissingWords({"planned": "gift"}.get(to, to))
    if tells_secret(request.words.items[1:]):
        request.tell_alone()
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
    if told.secret:
        request.tell_alone()
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
    """List what there is for these people: on the occasion named, else on all that lie ahead; and what they wish."""
    people = [person.id for person, _ in recipients if isinstance(person, Person)]
    if len(people) < len(recipients):
        return []
    if isinstance(occasion, Occasion):
        found = await uow.gifts.hold(occasion.id)
    else:
        where = [] if occasion else gifts.ahead(request.scene, request.today)
        found = list(await uow.gifts.list_with_wishes([one.id for one in where]))
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
        after = by_speaker(stages.bought(after, told.quantity, request.today), request)
    else:
        after = stages.planned(stages.recounted(after, told.quantity or after.quantity))
        after = after if after.purchaser_id else by_speaker(after, request)
    if told.purchaser_id:
        after = stages.bought_by(after, told.purchaser_id)
    after = _kept_secret(after, request) if told.secret else after
    return await gifts.change(uow, request.scene, before, await _for_occasion(request, uow, meant, after))


def _kept_secret(gift: Gift, request: Request) -> Gift:
    """Let the speaker keep a gift secret, if it is they who buy it."""
    if gift.purchaser_id not in {None, request.member.person_id}:
        raise NotTheBuyer
    return replace(by_speaker(gift, request), secret=True)


async def _for_occasion(request: Request, uow: UnitOfWork, meant: Meant, gift: Gift) -> Gift:
    """Let a wish that is taken further be for the occasion that was named."""
    if gift.occasion_id is None and meant.occasion:
        first = next((person for person, _ in meant.recipients if isinstance(person, Person)), None)
        return replace(gift, occasion_id=(await services.settle(uow, meant.occasion, first)).id)
    return await for_something(request, uow, gift)


def _retold(gift: Gift, told: Told, photo: str | None) -> Gift:
    """Add what was told of a gift to what was known."""
    after = gift
    if told.amount is not None and ((not gift.bought and not gift.priced) or gift.stage == "idea"):
        after = replace(after, price=told.amount, sale_price=None)
    if told.sale is not None:
        after = replace(after, sale_price=told.sale)
    news = {"url": told.url, "source": told.source, "notes": told.notes, "file_id": photo}
    return replace(after, **{name: value for name, value in news.items() if value})  # type: ignore[arg-type]  # texts, all


async def _new(request: Request, uow: UnitOfWork, meant: Meant, to: Stage) -> NewGift:
    told = meant.told
    own = request.member.person_id
    if told.secret and told.purchaser_id not in {None, own}:
        raise NotTheBuyer
    return NewGift(
        title=told.title,
        recipients=meant.recipients,
        occasion=meant.occasion or await next_occasion(request, uow, meant.recipients[0][0], meant.known),
        stage=to,
        currency=meant.currency,
        price=told.amount,
        sale_price=told.sale,
        quantity=told.quantity or 1,
        purchaser_id=told.purchaser_id or (own if told.secret or to != "idea" else None),
        url=told.url,
        source=told.source,
        notes=told.notes,
        file_id=request.photo,
        secret=told.secret,
    )


async def _currency(
    request: Request, uow: UnitOfWork, person: Person | NewPerson, occasion: Occasion | NewOccasion | None
) -> str:
    """Tell in which currency a gift is kept: the family's, unless the budget it falls under has another."""
    family = request.family
    if "former_currencies" in family.settings and isinstance(person, Person) and isinstance(occasion, Occasion):
        link = await uow.budgets.get_person_occasion_budget(person.id, occasion.id)
        return link.budget_currency if link else family.currency
    return family.currency
