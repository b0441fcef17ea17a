"""Budgets: setting one, with whom and what it is for made on the spot."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.budgets import PersonOccasion, Side, Standing
from domain.families import Family
from domain.occasions import NewOccasion, Occasion
from domain.people import NewPerson, Person
from domain.scenes import Scene
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
    link = await uow.budgets.change_link(who.id, what.id, values) if known else None
    if link is None:
        link = await uow.budgets.create(
            person_id=who.id, occasion_id=what.id, budget_currency=family.currency, **values
        )
    return _view(who, what, side, link, new=(isinstance(person, NewPerson), isinstance(occasion, NewOccasion)))


async def budget_of(uow: UnitOfWork, family: Family, person: Person, occasion: Occasion, side: Side) -> BudgetView:
    """Look at one side of a budget."""
    link = await uow.budgets.get_person_occasion_budget(person.id, occasion.id)
    if link is None:
        return BudgetView(person, occasion, side, Standing(None), family.currency)
    return _view(person, occasion, side, link)


def standing_of(link: PersonOccasion, side: Side) -> Standing:
    """Put one side of a budget against what is spent of it."""
    if side == "purchaser":
        return Standing(link.purchaser_budget_total)
    return Standing(link.recipient_budget_total, link.budget_spent, link.budget_planned)


def _view(
    person: Person, occasion: Occasion, side: Side, link: PersonOccasion, new: tuple[bool, bool] = (False, False)
) -> BudgetView:
    standing = standing_of(link, side)
    return BudgetView(person, occasion, side, standing, link.budget_currency, link.budget_notes, *new)


@dataclass(frozen=True, slots=True)
class OccasionView:
    """Everybody's budget for an occasion, and by currency all of them together, beside its ceiling."""

    occasion: Occasion
    budgets: list[BudgetView]
    ceiling: Decimal | None
    totals: dict[str, Standing]
    whose: str | None = None


async def budgets_of(uow: UnitOfWork, occasion: Occasion, scene: Scene) -> OccasionView:
    """Look at everybody who has a budget for an occasion."""
    people_by_id = {person.id: person for person in scene.people}
    links = await uow.budgets.list_by_occasion(occasion.id)
    views = [_view(people_by_id[link.person_id], occasion, "recipient", link) for link in links if _counts(link)]
    views.sort(key=lambda view: view.person.name_key)
    ceiling = await uow.occasions.ceiling(occasion.id)
    totals = {currency: _sum(views, currency) for currency in _currencies(views)}
    return OccasionView(occasion, views, ceiling, totals, scene.whose(occasion))


def _currencies(views: list[BudgetView]) -> list[str]:
    return sorted({view.currency for view in views})


def _sum(views: list[BudgetView], currency: str) -> Standing:
    """Add up what is spent, planned and allowed in a currency; people without a limit add no budget."""
    of_currency = [view.standing for view in views if view.currency == currency]
    budgets = sum((standing.budget or Decimal(0) for standing in of_currency), Decimal(0))
    spent = sum((standing.spent for standing in of_currency), Decimal(0))
    return Standing(budgets, spent, sum((standing.planned for standing in of_currency), Decimal(0)))


def _counts(link: PersonOccasion) -> bool:
    return link.recipient_budget_total is not None or link.budget_spent + link.budget_planned > 0
