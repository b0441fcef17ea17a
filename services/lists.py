"""Lists of gifts: what there is for an occasion, and what somebody has to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.budgets import Standing
from domain.gifts import Gift, paid_by
from domain.occasions import Occasion
from domain.people import Person
from domain.scenes import Scene
from repositories.unit_of_work import UnitOfWork
from services.budgets import BudgetView
from services.gifts import GiftView, ahead

LATELY = timedelta(days=30)
"""How long after its day an occasion's gifts are still of interest: some are paid for later."""
_ORDER = ("planned", "idea", "bought", "received")


@dataclass(frozen=True, slots=True)
class GiftList:
    """What there is for an occasion, for everybody or for one person: what is to be bought comes first.

    What people wish for is for any occasion that lies ahead; where nothing else is known, for none.
    """

    occasion: Occasion | None
    person: Person | None
    whose: str | None
    views: list[GiftView]


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody buys and chips in to, and what they may spend."""

    person: Person
    to_buy: list[GiftView] = field(default_factory=list)
    bought: list[GiftView] = field(default_factory=list)
    pledged: list[GiftView] = field(default_factory=list)
    budgets: list[BudgetView] = field(default_factory=list)


def of_interest(scene: Scene, today: date) -> list[Occasion]:
    """List the occasions that lie ahead or are over since a little while, the earliest first."""
    return ahead(scene, today - LATELY)


def last_over(scene: Scene, today: date) -> Occasion | None:
    """Find the occasion that was over last."""
    found = [occasion for occasion in scene.occasions if occasion.over(today)]
    return max(found, key=lambda occasion: occasion.date or today, default=None)


async def gifts_of(uow: UnitOfWork, scene: Scene, occasion: Occasion, person: Person | None, today: date) -> GiftList:
    """List the gifts for an occasion, and unless it is over what is wished for."""
    gifts = uow.gifts.list_by_occasions if occasion.over(today) else uow.gifts.list_with_wishes
    return _list(scene, occasion, person, await gifts([occasion.id]))


async def wished_for(uow: UnitOfWork, scene: Scene, person: Person | None) -> GiftList:
    """List only what is wished for, and not planned for any occasion yet."""
    return _list(scene, None, person, await uow.gifts.list_with_wishes([]))


async def next_gifts(uow: UnitOfWork, scene: Scene, person: Person | None, today: date) -> GiftList | None:
    """List the gifts for the next occasion that has any, else what is wished for."""
    occasions = ahead(scene, today)
    found = _theirs(await uow.gifts.list_with_wishes([occasion.id for occasion in occasions]), person)
    having = {gift.occasion_id for gift in found}
    occasion = next((occasion for occasion in occasions if occasion.id in having), None)
    return _list(scene, occasion, person, found) if found else None


async def mine(uow: UnitOfWork, scene: Scene, person: Person, today: date) -> Mine:
    """List what somebody buys and chips in to, for the occasions of interest, and their budgets as a purchaser."""
    occasions = {occasion.id: occasion for occasion in of_interest(scene, today)}
    gifts = await uow.gifts.list_by_occasions(list(occasions))
    names = {one.id: one.name for one in scene.people}
    views = [GiftView(gift, occasion, names) for occasion in occasions.values() for gift in _of(gifts, occasion)]
    theirs = [view for view in views if person.id in view.gift.purchasers and view.gift.counts]
    others = [view for view in views if person.id not in view.gift.purchasers]
    return Mine(
        person,
        to_buy=[view for view in theirs if not view.gift.bought],
        bought=[view for view in theirs if view.gift.bought],
        pledged=[view for view in others if person.id in dict(view.gift.pledges)],
        budgets=await _budgets(uow, person, occasions, gifts),
    )


async def _budgets(
    uow: UnitOfWork, person: Person, occasions: dict[int, Occasion], gifts: Sequence[Gift]
) -> list[BudgetView]:
    links = {link.occasion_id: link for link in await uow.budgets.list_by_person(person.id)}
    found = []
    for occasion in occasions.values():
        link = links.get(occasion.id)
        if link and link.purchaser_budget_total is not None:
            counted = [gift for gift in _of(gifts, occasion) if gift.currency == link.budget_currency]
            standing = Standing(link.purchaser_budget_total, *paid_by(person.id, counted))
            secret = uow.eyes.blurred
            found.append(BudgetView(person, occasion, "purchaser", standing, link.budget_currency, secret=secret))
    return found


def _list(scene: Scene, occasion: Occasion | None, person: Person | None, gifts: Sequence[Gift]) -> GiftList:
    names = {one.id: one.name for one in scene.people}
    wished = [gift for gift in gifts if gift.occasion_id is None and _may_be_for(scene, occasion, gift)]
    known = [*(_of(gifts, occasion) if occasion else ()), *wished]
    found = sorted(_theirs(known, person), key=lambda gift: (_ORDER.index(gift.stage), gift.id))
    whose = scene.whose(occasion) if occasion else None
    return GiftList(occasion, person, whose, [GiftView(gift, occasion, names) for gift in found])


def _may_be_for(scene: Scene, occasion: Occasion | None, gift: Gift) -> bool:
    """Tell whether a wish may be for an occasion: on somebody's day, only theirs are."""
    series = next((one for one in scene.series if occasion and one.id == occasion.series_id), None)
    return series is None or series.subject_person_id is None or gift.is_for(series.subject_person_id)


def _of(gifts: Sequence[Gift], occasion: Occasion) -> list[Gift]:
    return [gift for gift in gifts if gift.occasion_id == occasion.id]


def _theirs(gifts: Sequence[Gift], person: Person | None) -> list[Gift]:
    return [gift for gift in gifts if person is None or gift.is_for(person.id)]
