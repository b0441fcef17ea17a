"""What gifts add up to, kept beside the budgets: computed anew in the transaction that changes a gift, under lock."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from domain.alerts import Touched, level, touched_by_gifts
from domain.budgets import PersonOccasion, Standing
from domain.changes import Effect
from domain.gift_refusals import TooMuchTogether
from domain.gifts import Gift, figures, paid_by
from domain.money import MAX_AMOUNT, NOTHING
from domain.refusals import WrongCurrency
from repositories.unit_of_work import UnitOfWork
from services import gift_expenses


@dataclass(frozen=True, slots=True)
class Settled:
    """What people's gifts add up to, by person and occasion, and the occasions' gifts as they are under lock."""

    links: dict[tuple[int, int], PersonOccasion] = field(default_factory=dict)
    gifts: Sequence[Gift] = ()
    occasions: Sequence[int] = ()
    near: bool = False
    """Whether any budget that may be moved is nearly used, or was: only then there is anything to tell."""


async def settle(uow: UnitOfWork, people: Iterable[int], occasions: Iterable[int]) -> Settled:
    """Store what the gifts for some people on some occasions add up to now, and answer it."""
    who, what = sorted(set(people)), sorted(set(occasions))
    if not who or not what:
        return Settled()
    ceilings = await uow.figures.lock_occasions(what)
    links, told = await uow.figures.lock(who, what)
    known = {(link.person_id, link.occasion_id): link for link in links}
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
    unknown = not links and any(total is not None for total in ceilings.values())
    uow.settled |= {key: [gift for gift in gifts if gift.occasion_id == key] for key in what}
    near = told or unknown or _near([*links, *found.values()], ceilings, gifts)
    return Settled(found, gifts, what, near)


async def settle_gift(uow: UnitOfWork, before: Gift, after: Gift) -> Settled:
    """Store what the gifts of all add up to whom a gift concerns now or concerned before."""
    people = {person for each in (before, after) for person, _ in each.recipients}
    settled = await settle(uow, people, {each.occasion_id for each in (before, after) if each.occasion_id})
    parties = [[person for person, _ in each.recipients] for each in (before, after)]
    _note(uow, settled, (before, after), people, parties)
    await gift_expenses.follow(uow, before, after, settled.gifts)
    return settled


async def settle_effects(uow: UnitOfWork, effects: Sequence[Effect]) -> None:
    """Store what the gifts add up to that some effects, or the taking back of them, have touched."""
    touched = {int(effect.key) for effect in effects if effect.table == "gifts"}
    touched |= {int(key) for key in _values(effects, "gift_people", "gift_id")}
    people, occasions = await uow.all_gifts.touched_by(touched)
    people |= {int(key) for key in _values(effects, "gift_people", "person_id")}
    occasions |= {int(key) for key in _values(effects, "gifts", "occasion_id")}
    settled = await settle(uow, people, occasions)
    current = [gift for gift in settled.gifts if gift.id in touched]
    people |= {int(key) for key in _values(effects, "gifts", "purchaser_id")}
    parties = _parties(effects, current)
    _note(uow, settled, current, people, parties)
    await gift_expenses.follow_effects(uow, effects, touched, current, parties)


async def settle_limits(uow: UnitOfWork, effects: Sequence[Effect]) -> None:
    """Note which budgets and ceilings will be as they were before some effects, and lock their occasions."""
    links = {int(effect.key) for effect in effects if effect.table == "person_occasions"}
    ceilings = {int(one.key) for one in effects if one.table == "occasions" and "budget_total" in (one.after or {})}
    linked = await uow.figures.linked(sorted(links))
    occasions = sorted(ceilings.union(occasion for _, occasion in linked))
    if occasions:
        await uow.figures.lock_occasions(occasions)
    for person_id, occasion_id in linked:
        uow.touched.append(Touched(occasion_id, frozenset({"recipient", "purchaser"}), frozenset({person_id})))
    uow.touched += [Touched(key, frozenset({"ceiling"})) for key in sorted(ceilings)]


def _note(
    uow: UnitOfWork,
    settled: Settled,
    gifts: Collection[Gift],
    people: Iterable[int],
    parties: Collection[Collection[int]],
) -> None:
    """Note which budgets may have moved, if there may be anything to tell of them."""
    if not settled.near:
        return
    payers = {person for gift in gifts for person in (*gift.purchasers, *dict(gift.pledges))}
    for occasion_id in settled.occasions:
        uow.touched.append(touched_by_gifts(occasion_id, payers.union(people), parties))


def _parties(effects: Sequence[Effect], gifts: Collection[Gift]) -> list[set[int]]:
    """Tell for whom gifts are, and for whom they were before some effects were taken back."""
    made: dict[int, set[int]] = defaultdict(set)
    gone: dict[int, set[int]] = defaultdict(set)
    for effect in effects:
        row = (effect.before or effect.after or {}) if effect.table == "gift_people" else {}
        if row.get("role") == "recipient":
            (gone if effect.after is None else made)[row["gift_id"]].add(row["person_id"])
    now = {gift.id: {person for person, _ in gift.recipients} for gift in gifts}
    before = [now.get(key, set()) - gone[key] | made[key] for key in {*now, *made, *gone}]
    return [*now.values(), *before]


def _near(links: Iterable[PersonOccasion], ceilings: Mapping[int, Decimal | None], gifts: Sequence[Gift]) -> bool:
    """Tell whether any of these budgets is used so far that somebody may have to be told; nobody can know of more."""
    for link in links:
        if level(Standing(link.recipient_budget_total, link.budget_spent, link.budget_planned)):
            return True
        if link.purchaser_budget_total is not None:
            theirs = [gift for gift in gifts if gift.occasion_id == link.occasion_id]
            if level(Standing(link.purchaser_budget_total, *paid_by(link.person_id, theirs))):
                return True
    together = {key: [gift.total for gift in gifts if gift.counts and gift.occasion_id == key] for key in ceilings}
    return any(level(Standing(total, sum(together[key], NOTHING))) for key, total in ceilings.items())


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
