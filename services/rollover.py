"""The year's end: what has passed is followed by its next time, and last year's budgets can be set once more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.alerts import Touched
from domain.budgets import PersonOccasion, Side
from domain.families import Family
from domain.messages import Conversation
from domain.occasions import Occasion, Series
from domain.people import Person
from repositories.unit_of_work import UnitOfWork
from services import chats, occasions

MOST = timedelta(days=60)
"""How long after its day an occasion is still rolled over; what is older is left alone for good."""
ONE_DAY = timedelta(days=1)
"""How far the date may differ on earth from the one in UTC."""
SIDES: tuple[Side, ...] = ("recipient", "purchaser")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be spent on somebody, or by somebody."""

    person: Person
    side: Side
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Allowances:
    """All that was set for an occasion: everybody's budgets, and the ceiling."""

    budgets: Sequence[Allowance]
    ceiling: Decimal | None

    def __bool__(self) -> bool:
        """Tell whether anything was set."""
        return bool(self.budgets) or self.ceiling is not None


@dataclass(frozen=True, slots=True)
class Offer:
    """Last year's budgets, for the next time of an occasion that has none yet, and where to offer them."""

    series: Series
    past: Occasion
    coming: Occasion
    allowances: Allowances
    whose: str | None
    chats: Sequence[Conversation]


async def list_passed(
    uow: UnitOfWork, behind: tuple[Family, Occasion] | None, limit: int
) -> Sequence[tuple[Family, Occasion]]:
    """Page through what may have to be rolled over, wherever on earth the families live."""
    today = uow.now.date()
    return await uow.occasions.list_passed(
        today - MOST - ONE_DAY, today + ONE_DAY, behind[1] if behind else None, limit
    )


async def roll_over(uow: UnitOfWork, family: Family, passed: Occasion) -> Offer | None:
    """Let an occasion be followed by its next time, once, as soon as it is over where the family lives."""
    today = family.date_at(uow.now)
    if not passed.over(today):
        return None
    past = await uow.occasions.roll_over(passed.id, today - MOST, today)
    series = await uow.series.get_by_id(past.series_id) if past else None
    if past is None or series is None:
        return None
    people = await uow.people.list_all()
    coming = await _coming(uow, series, past, people, family.locale)
    return await _offer(uow, series, past, coming, people) if coming else None


async def repeat(uow: UnitOfWork, past: Occasion, coming: Occasion, people: Sequence[Person]) -> Allowances:
    """Set last year's budgets again where there are none yet, and tell which those are."""
    last = await _set_for(uow, past, people)
    await uow.figures.lock_occasions([coming.id])
    locked, _ = await uow.figures.lock([one.person.id for one in last.budgets], [coming.id])
    links = {link.person_id: link for link in locked}
    missing = [one for one in last.budgets if _has_room(links.get(one.person.id), one)]
    for one in missing:
        values = {f"{one.side}_budget_total": one.amount}
        if await uow.budgets.change_link(one.person.id, coming.id, values, one.currency) is None:
            await uow.budgets.link(one.person.id, coming.id, one.currency, **values)
    ceiling = last.ceiling if await uow.occasions.ceiling(coming.id) is None else None
    if ceiling is not None:
        await uow.occasions.update(coming.id, budget_total=ceiling)
        uow.touched.append(Touched(coming.id, frozenset({"ceiling"})))
    return Allowances(missing, ceiling)


async def _coming(
    uow: UnitOfWork, series: Series, past: Occasion, people: Sequence[Person], locale: str
) -> Occasion | None:
    """Find the next time of an occasion, or make it; none when nobody knows its day.

    It is looked for half a year later: the family may have celebrated some days before everybody else.
    """
    later = (past.date or date.min) + occasions.HALF_A_YEAR
    rows = await uow.occasions.list_by_series(series.id)
    named = occasions.next_of(series, rows, people, later, locale)
    return await occasions.settle(uow, named, None) if named.date else None


async def _offer(
    uow: UnitOfWork, series: Series, past: Occasion, coming: Occasion, people: Sequence[Person]
) -> Offer | None:
    """Offer last year's budgets, if there were any and nobody has set any since."""
    last = await _set_for(uow, past, people)
    if not last or await _set_for(uow, coming, people):
        return None
    whose = next((person.name for person in people if person.id == series.subject_person_id), None)
    return Offer(series, past, coming, last, whose, await chats.for_news(uow))


async def _set_for(uow: UnitOfWork, occasion: Occasion, people: Sequence[Person]) -> Allowances:
    by_id = {person.id: person for person in people}
    links = await uow.budgets.list_by_occasion(occasion.id)
    budgets = [one for side in SIDES for one in _of_side(side, links, by_id)]
    return Allowances(budgets, await uow.occasions.ceiling(occasion.id))


def _of_side(side: Side, links: Sequence[PersonOccasion], people: Mapping[int, Person]) -> list[Allowance]:
    totals = [(link, _total(link, side)) for link in links]
    found = [
        Allowance(people[link.person_id], side, total, link.budget_currency)
        for link, total in totals
        if total is not None
    ]
    return sorted(found, key=lambda one: one.person.name_key)


def _total(link: PersonOccasion, side: Side) -> Decimal | None:
    return link.recipient_budget_total if side == "recipient" else link.purchaser_budget_total


def _has_room(link: PersonOccasion | None, last: Allowance) -> bool:
    """Tell whether a budget can be set again: nothing is there in its place, nor any money of another currency."""
    if link is None or not link.holds_money:
        return True
    return link.budget_currency == last.currency and _total(link, last.side) is None
