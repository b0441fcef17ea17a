"""Budgets: setting one, with whom and what it is for made on the spot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from domain.budgets import PersonOccasion, Side, Standing
from domain.families import Family
from domain.gifts import paid_by
from domain.occasions import NewOccasion, Occasion
from domain.people import NewPerson, Person
from domain.scenes import Scene
from domain.secrets import Eyes
from repositories.unit_of_work import UnitOfWork
from services import occasions, people


@dataclass(frozen=True, slots=True)
class BudgetView:
    """One person's budget for one occasion, as it stands; what was made for it is new."""

    person: Person
    occasion: Occasion
    side: Side
    standing: Standing
    currency: str
    notes: str | None = None
    new_person: bool = False
    new_occasion: bool = False
    secret: bool = False
    """Whether only the budget itself may be spoken of here."""


async def set_budget(  # noqa: PLR0917 - what a budget consists of
    uow: UnitOfWork,
    family: Family,
    person: Person | NewPerson,
    occasion: Occasion | NewOccasion,
    side: Side,
    amount: Decimal | None,
    notes: str | None,
) -> BudgetView:
    """Set one side of a budget; the other side and, unless told, the notes stay as they were."""
    who = await people.settle(uow, person)
    what = await occasions.settle(uow, occasion, who)
    values: dict[str, Any] = {f"{side}_budget_total": amount}
    if notes is not None:
        values["budget_notes"] = notes or None
    known = isinstance(person, Person) and isinstance(occasion, Occasion)
    if side == "purchaser" and isinstance(occasion, Occasion):
        await uow.figures.lock_occasions([what.id])  # or else what is bought at this moment would not be seen
    link = await uow.budgets.change_link(who.id, what.id, values, family.currency) if known else None
    if link is None:
        link = await uow.budgets.link(who.id, what.id, family.currency, **values)
    view = await _view(uow, who, what, side, link)
    return replace(
        view,
        new_person=isinstance(person, NewPerson),
        new_occasion=isinstance(occasion, NewOccasion),
        secret=view.secret or (side == "recipient" and uow.eyes.hides(person)),
    )


async def budget_of(uow: UnitOfWork, family: Family, person: Person, occasion: Occasion, side: Side) -> BudgetView:
    """Look at one side of a budget."""
    link = await uow.budgets.get_person_occasion_budget(person.id, occasion.id)
    return await _view(uow, person, occasion, side, link, currency=family.currency)


def view_of(person: Person, occasion: Occasion, link: PersonOccasion, eyes: Eyes) -> BudgetView:
    """Look at what may be spent on somebody, and what is."""
    standing = Standing(link.recipient_budget_total, link.budget_spent, link.budget_planned)
    return BudgetView(
        person,
        occasion,
        "recipient",
        standing,
        link.budget_currency,
        link.budget_notes,
        secret=eyes.hides(person.id),
    )


async def _view(
    uow: UnitOfWork, person: Person, occasion: Occasion, side: Side, link: PersonOccasion | None, *, currency: str = ""
) -> BudgetView:
    if side == "recipient":
        known = link and view_of(person, occasion, link, uow.eyes)
        return known or BudgetView(person, occasion, side, Standing(None), currency, secret=uow.eyes.hides(person.id))
    currency = link.budget_currency if link else currency
    gifts = [gift for gift in await uow.gifts.list_by_occasions([occasion.id]) if gift.currency == currency]
    standing = Standing(link.purchaser_budget_total if link else None, *paid_by(person.id, gifts))
    notes = link.budget_notes if link else None
    return BudgetView(person, occasion, side, standing, currency, notes, secret=uow.eyes.blurred)


@dataclass(frozen=True, slots=True)
class OccasionView:
    """Everybody's budget for an occasion, and by currency all of them together, beside its ceiling."""

    occasion: Occasion
    budgets: list[BudgetView]
    ceiling: Decimal | None
    totals: dict[str, Standing]
    whose: str | None = None

    def together(self, currency: str) -> dict[str, Standing]:
        """Set everybody's money against the ceiling, which is in this currency, and elsewhere against all budgets.

        Where somebody without a limit gets something, all budgets together are no limit either.
        """
        free = {view.currency for view in self.budgets if view.standing.budget is None and not view.secret}
        found = {code: replace(one, budget=None) if code in free else one for code, one in self.totals.items()}
        if self.ceiling is None:
            return found
        return found | {currency: replace(found.get(currency, Standing(None)), budget=self.ceiling)}


@dataclass(frozen=True, slots=True)
class Room:
    """What more for somebody would count against: their budget, the ceiling, and what the one who asks may spend."""

    budget: BudgetView
    everybody: OccasionView
    own: BudgetView | None


async def budgets_of(uow: UnitOfWork, occasion: Occasion, scene: Scene) -> OccasionView:
    """Look at everybody who has a budget for an occasion."""
    return _everybody(uow, scene, occasion, *await uow.budgets.list_with_ceiling(occasion.id))


async def room_for(uow: UnitOfWork, scene: Scene, person: Person, occasion: Occasion, currency: str) -> Room:
    """Look at how much room there is for something more for somebody; without a budget it is in the given currency."""
    links, ceiling = await uow.budgets.list_with_ceiling(occasion.id)
    everybody = _everybody(uow, scene, occasion, links, ceiling)
    known = next((view for view in everybody.budgets if view.person.id == person.id), None)
    budget = known or BudgetView(person, occasion, "recipient", Standing(None), currency)
    return Room(budget, everybody, await _own(uow, scene, occasion, links))


async def _own(uow: UnitOfWork, scene: Scene, occasion: Occasion, links: Iterable[PersonOccasion]) -> BudgetView | None:
    """Look at what the one who speaks may spend, if that is limited."""
    speaker = next((one for one in scene.people if scene.member and one.id == scene.member.person_id), None)
    link = next((link for link in links if speaker and link.person_id == speaker.id), None)
    if speaker is None or link is None or link.purchaser_budget_total is None:
        return None
    return await _view(uow, speaker, occasion, "purchaser", link)


def _everybody(
    uow: UnitOfWork, scene: Scene, occasion: Occasion, links: Mapping[PersonOccasion, bool], ceiling: Decimal | None
) -> OccasionView:
    by_id = {person.id: person for person in scene.people}
    views = [
        view_of(by_id[link.person_id], occasion, link, uow.eyes) for link, takes_part in links.items() if takes_part
    ]
    views.sort(key=lambda view: view.person.name_key)
    totals = {currency: _sum(views, currency) for currency in _currencies(views)}
    return OccasionView(occasion, views, ceiling, totals, scene.whose(occasion))


def _currencies(views: list[BudgetView]) -> list[str]:
    return sorted({view.currency for view in views if not view.secret})


def _sum(views: list[BudgetView], currency: str) -> Standing:
    """Add up what is spent, planned and allowed in a currency; people without a limit add no budget.

    Of those whose gifts may not be spoken of here, nothing is counted.
    """
    of_currency = [view.standing for view in views if view.currency == currency and not view.secret]
    budgets = sum((standing.budget or Decimal(0) for standing in of_currency), Decimal(0))
    spent = sum((standing.spent for standing in of_currency), Decimal(0))
    return Standing(budgets, spent, sum((standing.planned for standing in of_currency), Decimal(0)))
