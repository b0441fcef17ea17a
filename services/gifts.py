"""Gifts: recording one, changing it, taking it through its stages, and finding the one that is meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal

from domain.gift_refusals import StillSecret, TooMuchTogether
from domain.gifts import Gift, Stage, bought_by
from domain.money import MAX_AMOUNT
from domain.names import name_key
from domain.occasions import NewOccasion, Occasion
from domain.people import NewPerson, Person
from domain.refusals import Gone
from domain.scenes import Scene
from domain.secrets import NotHere
from repositories.gift_rows import Row
from repositories.unit_of_work import UnitOfWork
from services import occasions, people, spending
from services.budgets import BudgetView, view_of
from services.names import near_names

REMEMBERED = 100
"""How many of the latest gifts to somebody are looked through for one that comes near a new one."""


@dataclass(frozen=True, slots=True)
class NewGift:
    """A gift as it was told: recipients with the share given for them, or none."""

    title: str
    recipients: tuple[tuple[Person | NewPerson, Decimal | None], ...]
    occasion: Occasion | NewOccasion
    stage: Stage
    currency: str
    price: Decimal | None = None
    sale_price: Decimal | None = None
    quantity: int = 1
    purchaser_id: int | None = None
    url: str | None = None
    source: str | None = None
    notes: str | None = None
    file_id: str | None = None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """What somebody was given before, when, and for what."""

    person: str
    title: str
    occasion: str
    year: int


@dataclass(frozen=True, slots=True)
class GiftView:
    """A gift, what everybody in it is called, and how the budgets of its recipients stand."""

    gift: Gift
    occasion: Occasion | None
    names: dict[int, str]
    budgets: list[BudgetView] = field(default_factory=list)
    earlier: Earlier | None = None
    new: tuple[str, ...] = ()
    """Who was made for it."""
    new_occasion: bool = False
    beside: tuple[Gift, ...] = ()
    """What else there is for the occasion, seen when nobody else could add to it."""
    own: bool = False
    """Whether the one who reads alone buys it."""


async def record(uow: UnitOfWork, scene: Scene, told: NewGift, today: date) -> GiftView:
    """Record a gift, with whom and what it is for made on the spot."""
    who = [(await people.settle(uow, person), share) for person, share in told.recipients]
    what = await occasions.settle(uow, told.occasion, who[0][0])
    done = told.stage == "bought"
    _refuse_too_much((told.price if told.sale_price is None else told.sale_price), told.quantity)
    gift = await uow.gifts.create(
        [("recipient", (person.id, share)) for person, share in who],
        occasion_id=what.id,
        quantity_bought=told.quantity if done else 0,
        bought_on=today if done else None,
        **{name: getattr(told, name) for name in _TOLD},
    )
    known = [person for person, _ in told.recipients if isinstance(person, Person)]
    return replace(
        await _view(uow, scene, gift, what, gift, [person for person, _ in who]),
        earlier=await _given_before(uow, gift, known),
        new=tuple(person.name for person, _ in told.recipients if isinstance(person, NewPerson)),
        new_occasion=isinstance(told.occasion, NewOccasion),
    )


async def find(uow: UnitOfWork, gift_id: int) -> Gift:
    """Find a gift that is to be changed; one that may not be spoken of is looked for elsewhere, there or not."""
    gift = await uow.gifts.get_by_id(gift_id)
    if gift and not gift.masked and not gift.unwrapped:
        return gift
    if uow.eyes.blurred or (gift and uow.eyes.alone is None):
        raise NotHere
    raise Gone


async def look(uow: UnitOfWork, scene: Scene, gift: Gift) -> GiftView:
    """Look at a gift, and at the budgets of its recipients."""
    occasion = await _occasion(uow, scene, gift)
    links = await uow.budgets.list_by_occasion(occasion.id) if occasion else []
    found = {link.person_id: link for link in links}
    names = _names(scene.people)
    budgets = [
        view_of(person, occasion, found[person.id], uow.eyes)
        for person in scene.people
        if occasion and gift.is_for(person.id) and person.id in found
    ]
    return GiftView(gift, occasion, names, budgets, own=uow.eyes.buys(gift))


async def change(uow: UnitOfWork, scene: Scene, before: Gift, after: Gift) -> GiftView:
    """Store what has changed about a gift, and what it adds up to then."""
    _refuse_too_much(after.unit, after.quantity)
    if before.secret and after.purchaser_id != before.purchaser_id:
        raise StillSecret(before.title)
    values = {name: getattr(after, name) for name in _COLUMNS if getattr(after, name) != getattr(before, name)}
    if values.keys() & set(_STAGE):
        values |= {name: getattr(after, name) for name in _STAGE}
    if values:
        await uow.gifts.update(before.id, **values)
    if after.recipients != before.recipients:
        await uow.gifts.set_parts(before.id, "recipient", after.recipients)
    if after.pledges != before.pledges:
        await uow.gifts.set_parts(before.id, "contributor", after.pledges)
    return await _view(uow, scene, after, await _occasion(uow, scene, after), before, scene.people)


async def give_to(
    uow: UnitOfWork, scene: Scene, gift: Gift, recipients: Sequence[tuple[Person | NewPerson, Decimal | None]]
) -> GiftView:
    """Let a gift be for other people; who is new is made on the spot."""
    who = [(await people.settle(uow, person), share) for person, share in recipients]
    parts = sorted(((person.id, share) for person, share in who), key=lambda part: part[0])
    knowing = _knowing(scene, *(person for person, _ in who))
    view = await change(uow, knowing, gift, replace(gift, recipients=tuple(parts)))
    return replace(view, new=tuple(person.name for person, _ in recipients if isinstance(person, NewPerson)))


async def hand_to(uow: UnitOfWork, scene: Scene, gift: Gift, buyer: Person | NewPerson | None) -> GiftView:
    """Let somebody buy a gift, or nobody; who is new is made on the spot."""
    if buyer is None:
        return await change(uow, scene, gift, bought_by(gift, None))
    who = await people.settle(uow, buyer)
    view = await change(uow, _knowing(scene, who), gift, bought_by(gift, who.id))
    return replace(view, new=(who.name,) if isinstance(buyer, NewPerson) else ())


async def move(uow: UnitOfWork, scene: Scene, gift: Gift, occasion: Occasion | NewOccasion) -> GiftView:
    """Let a gift be for another occasion; a new one is made on the spot."""
    first = next((person for person in scene.people if gift.is_for(person.id)), None)
    what = await occasions.settle(uow, occasion, first)
    view = await change(uow, scene, gift, replace(gift, occasion_id=what.id))
    return replace(view, new_occasion=isinstance(occasion, NewOccasion))


async def remove(uow: UnitOfWork, scene: Scene, gift: Gift) -> GiftView:
    """Take a gift out of everything; it stays where undoing finds it."""
    await uow.gifts.update(gift.id, removed_at=uow.now)
    return await _view(uow, scene, gift, await _occasion(uow, scene, gift), gift, scene.people)


@dataclass(frozen=True, slots=True)
class Matches:
    """The gifts that a title means, and those whose title only comes near."""

    same: list[Gift]
    near: list[Gift]


def matching(title: str, gifts: Iterable[Gift]) -> Matches:
    """Find the gifts that a title means: one letter off or some of the words are near."""
    key = name_key(title)
    named = [(name_key(gift.title), gift) for gift in gifts if not gift.masked]
    same = [gift for known, gift in named if known == key]
    return Matches(same, [gift for known, gift in named if known != key and _comes_near(key, known)])


def ahead(scene: Scene, today: date) -> list[Occasion]:
    """List the occasions that are not over, soonest first."""
    found = [occasion for occasion in scene.occasions if not occasion.over(today)]
    return sorted(found, key=lambda occasion: (occasion.date is None, occasion.date or today, occasion.id))


async def next_for(
    uow: UnitOfWork, person: Person, ahead: Sequence[Occasion], gifts: Iterable[Gift]
) -> Occasion | None:
    """Find a person's next occasion that has a budget or a gift."""
    having = {gift.occasion_id for gift in gifts if gift.is_for(person.id)}
    links = await uow.budgets.list_by_person(person.id)
    having |= {link.occasion_id for link in links if link.recipient_budget_total is not None}
    return next((occasion for occasion in ahead if occasion.id in having), None)


def _comes_near(said: str, known: str) -> bool:
    """Tell whether a title is another one but for a letter, or the words of one are among those of the other."""
    fewer, more = sorted((said.split(), known.split()), key=len)
    among = dict.fromkeys(more, True)
    return bool(near_names(said, {known: True})) or all(word in among or near_names(word, among) for word in fewer)


async def _given_before(uow: UnitOfWork, gift: Gift, people: Sequence[Person]) -> Earlier | None:
    """Find what comes near among what the recipients were given for other occasions, the latest of it."""
    if gift.occasion_id is None:
        return None
    for person in people:
        for key, title, occasion, day in await uow.gifts.list_earlier(person.id, gift.occasion_id, REMEMBERED):
            if _comes_near(name_key(gift.title), name_key(title)) and await _may_name(uow, key):
                return Earlier(person.name, title, occasion, day.year)
    return None


async def _may_name(uow: UnitOfWork, gift_id: int) -> bool:
    """Tell whether a gift from another time may be named here."""
    found = await uow.gifts.peek(gift_id)
    return found is not None and not found.masked


async def _view(  # noqa: PLR0917 - what it takes to see a gift whole
    uow: UnitOfWork, scene: Scene, gift: Gift, occasion: Occasion | None, before: Gift, people: Sequence[Person]
) -> GiftView:
    """Store what the gifts add up to, of those whom a gift concerns now and whom it concerned before."""
    settled = await spending.settle_gift(uow, before, gift)
    seen = uow.budgets.seen_among(settled.links.values(), settled.gifts)
    links = {(link.person_id, link.occasion_id): link for link in seen}
    budgets = [
        view_of(person, occasion, links[person.id, occasion.id], uow.eyes)
        for person in people
        if occasion and gift.is_for(person.id) and (person.id, occasion.id) in links
    ]
    beside = tuple(other for other in uow.gifts.shown(settled.gifts) if other.id != gift.id)
    names = _names([*scene.people, *people])
    return GiftView(gift, occasion, names, budgets, beside=beside, own=uow.eyes.buys(gift))


async def _occasion(uow: UnitOfWork, scene: Scene, gift: Gift) -> Occasion | None:
    known = next((occasion for occasion in scene.occasions if occasion.id == gift.occasion_id), None)
    return known or (await uow.occasions.get_by_id(gift.occasion_id) if gift.occasion_id else None)


def _knowing(scene: Scene, *people: Person) -> Scene:
    """Let some people be known who may have been made on the spot."""
    return replace(scene, people=tuple({person.id: person for person in (*scene.people, *people)}.values()))


def _names(people: Iterable[Person]) -> dict[int, str]:
    return {person.id: person.name for person in people}


def _refuse_too_much(unit: Decimal | None, quantity: int) -> None:
    if unit is not None and unit * quantity > MAX_AMOUNT:
        raise TooMuchTogether


_TOLD = [one.name for one in fields(NewGift) if one.name not in {"recipients", "occasion"}]
_COLUMNS = [one.name for one in fields(Row) if one.name not in {"id", "revealed_at"}]
_STAGE = ("stage", "quantity", "quantity_bought", "bought_on")
"""What makes one fact: taking a part of it back would leave a stage that what is bought does not fit."""
