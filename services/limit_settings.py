"""Setting limits: on the days of one nothing else holds for the same category and as often."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.expense_refusals import NoLimit
from domain.expenses import Category, Spent
from domain.families import Family
from domain.limits import EVERY, UNITS, Every, Limit, Limited, LimitView
from domain.periods import ONE_DAY, containing
from domain.refusals import Gone
from repositories.unit_of_work import UnitOfWork
from services import limits
from services.periods import first_weekday

Span = tuple[date, date | None]
"""From which day a limit holds, and until which; until none, on and on."""


@dataclass(frozen=True, slots=True)
class Told:
    """A limit as it was told; the days that are not told stay as they are."""

    category: Category | None
    amount: Decimal
    period: Every
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Arranged:
    """A limit that was set, where it stands today if it does, and what became of those that held on its days."""

    limited: Limited
    view: LimitView | None
    stay: tuple[Limit, ...] = ()
    """What is left of the others, before it and after it."""
    gone: tuple[Limit, ...] = ()
    """Those of which nothing is left."""


async def find(uow: UnitOfWork, key: UUID) -> Limited:
    """Find the limit that a button means."""
    found = next((one for one in await uow.limits.hold_alone() if one.limit.id == key), None)
    if found is None:
        raise Gone
    return found


async def arrange(uow: UnitOfWork, family: Family, told: Told) -> Arranged:
    """Set a limit. On its days it holds alone: of what held on them besides only the other days are left."""
    others = await _others(uow, told.category, told.period)
    since, until = _span(family, others, told, family.date_at(uow.now))
    same = next((one for one in others if one.start_date == since), None)
    beside = [one for one in others if one != same and one.meets(since, until)]
    parts = [await _make_way(uow, one, (since, until)) for one in beside]
    values = {"amount": told.amount, "currency": family.currency, "end_date": until}
    limit = await uow.limits.update(same.id, **values) if same else None
    limit = limit or await uow.limits.create(
        category_id=told.category.id if told.category else None, period=told.period, start_date=since, **values
    )
    gone = tuple(one for one, left in zip(beside, parts, strict=True) if not left)
    stay = tuple(part for left in parts for part in left)
    return await _judged(uow, family, Limited(limit, told.category), stay, gone)


async def set_amount(uow: UnitOfWork, family: Family, one: Limited, amount: Decimal) -> Arranged:
    """Let a limit be of another amount, and leave its days as they are."""
    limit = await uow.limits.update(one.limit.id, amount=amount) or one.limit
    return await _judged(uow, family, Limited(limit, one.category))


async def remove(uow: UnitOfWork, family: Family, category: Category | None, period: Every | None) -> Sequence[Limit]:
    """Take away the limits of a category that hold or will: the monthly ones unless told, else the only ones."""
    held = [one.limit for one in await uow.limits.hold_alone() if one.category == category]
    known = [one for one in held if one.meets(family.date_at(uow.now), None)]
    periods = [every for every in EVERY if any(one.period == every for one in known)]
    meant = period or (periods[0] if len(periods) == 1 else "monthly")
    gone = [one for one in known if one.period == meant]
    if not gone:
        raise NoLimit(category.name if category else "", tuple(periods))
    return await take_away(uow, gone)


async def take_away(uow: UnitOfWork, gone: Sequence[Limit]) -> Sequence[Limit]:
    """Take some limits away."""
    for one in gone:
        await uow.limits.delete(one.id)
    return gone


async def _others(uow: UnitOfWork, category: Category | None, period: Every) -> list[Limit]:
    key = category.id if category else None
    found = [one.limit for one in await uow.limits.hold_alone()]
    return sorted(
        (one for one in found if (one.category_id, one.period) == (key, period)), key=lambda one: one.start_date
    )


def _span(family: Family, others: Iterable[Limit], told: Told, today: date) -> Span:
    """Tell from when until when a limit holds.

    Without a first day it is the present one that is told anew. If there is none, it begins with the week, month or
    year of today, and ends where the next one begins.
    """
    if told.since:
        return told.since, told.until
    if present := next((one for one in others if one.holds(today)), None):
        return present.start_date, told.until or present.end_date
    since = containing(today, UNITS[told.period], first_weekday(family.locale)).since
    since = max([since, *(one.end_date + ONE_DAY for one in others if one.end_date and one.end_date < today)])
    coming = [one.start_date - ONE_DAY for one in others if one.start_date > today]
    return since, told.until or min(coming, default=None)


async def _make_way(uow: UnitOfWork, one: Limit, span: Span) -> list[Limit]:
    """Let a limit hold only before and after some days, and tell what is left of it."""
    since, until = span
    before = one.start_date < since
    after = until is not None and (one.end_date is None or until < one.end_date)
    left = [await uow.limits.update(one.id, end_date=since - ONE_DAY)] if before else []
    if after and until:
        begin = until + ONE_DAY
        left.append(
            await uow.limits.create(
                category_id=one.category_id,
                amount=one.amount,
                currency=one.currency,
                period=one.period,
                start_date=begin,
                end_date=one.end_date,
            )
            if before
            else await uow.limits.update(one.id, start_date=begin)
        )
    if not left:
        await uow.limits.delete(one.id)
    return [part for part in left if part]


async def _judged(
    uow: UnitOfWork, family: Family, one: Limited, stay: tuple[Limit, ...] = (), gone: tuple[Limit, ...] = ()
) -> Arranged:
    """Have it judged whether a limit is crossed by what was spent before it was set, and tell where it stands."""
    uow.spent.append(Spent(family.date_at(uow.now), one.limit.category_id, one.limit.currency))
    return Arranged(one, await limits.standing_of(uow, family, one), stay, gone)
