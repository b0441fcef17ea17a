"""What gifts add up to, kept beside the budgets: computed anew in the transaction that changes a gift, under lock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.budgets import PersonOccasion
from domain.changes import Effect
from domain.gift_refusals import TooMuchTogether
from domain.gifts import Gift, figures
from domain.money import MAX_AMOUNT
from domain.refusals import WrongCurrency
from repositories.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Settled:
    """What people's gifts add up to, by person and occasion, and the occasions' gifts as they are under lock."""

    links: dict[tuple[int, int], PersonOccasion] = field(default_factory=dict)
    gifts: Sequence[Gift] = ()


async def settle(uow: UnitOfWork, people: Iterable[int], occasions: Iterable[int]) -> Settled:
    """Store what the gifts for some people on some occasions add up to now, and answer it."""
    who, what = sorted(set(people)), sorted(set(occasions))
    if not who or not what:
        return Settled()
    known = {(link.person_id, link.occasion_id): link for link in await uow.figures.lock(who, what)}
    gifts = await uow.all_gifts.list_by_occasions(what)
    found: dict[tuple[int, int], PersonOccasion] = {}
    for pair in ((person_id, occasion_id) for occasion_id in what for person_id in who):
        theirs = [gift for gift in gifts if gift.counts and gift.occasion_id == pair[1] and gift.is_for(pair[0])]
        if pair not in known and theirs:
            known[pair] = await uow.budgets.link(*pair, theirs[0].currency)
        if pair in known:
            found[pair] = _computed(known[pair], theirs)
    changed = [link for pair, link in found.items() if link != known[pair]]
    await uow.figures.change((link.id, link.budget_spent, link.budget_planned) for link in changed)
    return Settled(found, gifts)


async def settle_effects(uow: UnitOfWork, effects: Sequence[Effect]) -> None:
    """Store what the gifts add up to that some effects, or the taking back of them, have touched."""
    touched = {int(effect.key) for effect in effects if effect.table == "gifts"}
    touched |= {int(key) for key in _values(effects, "gift_people", "gift_id")}
    people, occasions = await uow.all_gifts.touched_by(touched)
    people |= {int(key) for key in _values(effects, "gift_people", "person_id")}
    occasions |= {int(key) for key in _values(effects, "gifts", "occasion_id")}
    await settle(uow, people, occasions)


def _computed(link: PersonOccasion, gifts: Sequence[Gift]) -> PersonOccasion:
    """Add up a person's gifts for an occasion; only what is in one currency adds up."""
    for gift in gifts:
        if gift.total and gift.currency != link.budget_currency:
            raise WrongCurrency(gift.currency, link.budget_currency)
    spent, planned = figures(link.person_id, gifts)
    if spent + planned > MAX_AMOUNT:
        raise TooMuchTogether
    return replace(link, budget_spent=spent, budget_planned=planned)


def _values(effects: Iterable[Effect], table: str, column: str) -> set[Any]:
    """List what a column held before and after."""
    rows = [row for effect in effects if effect.table == table for row in (effect.before, effect.after) if row]
    return {row[column] for row in rows if row.get(column) is not None}
