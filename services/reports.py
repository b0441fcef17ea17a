"""Reports of everyday money: what was spent in a period, as far as those may know who read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from domain.budgets import Standing
from domain.expenses import Category, Expense
from domain.families import Family
from domain.limits import Limit, LimitView
from domain.money import NOTHING
from domain.people import Person
from domain.periods import Period
from domain.reports import Ledger, Lump, Report, report
from repositories.unit_of_work import UnitOfWork
from services import limits
from services.periods import first_weekday

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report, what its categories and members are called, and the limits that hold for its very period."""

    report: Report
    categories: Mapping[UUID, Category]
    names: Mapping[int | UUID | None, str]
    limits: Sequence[LimitView]


async def report_of(uow: UnitOfWork, family: Family, people: Iterable[Person], period: Period) -> ReportView:
    """Report what was spent in a period, beside the one before."""
    today, first = family.date_at(uow.now), first_weekday(family.locale)
    accounts = await uow.members.list_with_users()
    ledger = await _ledger(uow, family, period, {user.id: member.person_id for member, user in accounts})
    found = report(period, today, family.currency, ledger, first)
    names: dict[int | UUID | None, str] = {user.id: user.full_name for _, user in accounts}
    return ReportView(
        found,
        {one.id: one for one in await uow.categories.list_all()},
        names | {person.id: person.name for person in people},
        await _limits(uow, family, found, first),
    )


async def _ledger(uow: UnitOfWork, family: Family, period: Period, owners: Mapping[UUID | None, int | None]) -> Ledger:
    """Gather all that was spent: what the database adds up, and besides the gifts that these eyes may see."""
    today, currency = family.date_at(uow.now), family.currency
    compared = period.compared(today)
    lumps, plain_days = await uow.reports.sums(period, today, currency)
    gifts = await _gifts(uow, period)
    days = _together(plain_days, ((one.date, one) for one in gifts), currency)
    before: Mapping[UUID, Decimal] = {}
    if compared:
        plain = await uow.reports.by_category(compared, currency)
        before = _together(plain, ((one.category_id, one) for one in await _gifts(uow, compared)), currency)
    # What somebody spent before anybody knew whose account it is, is theirs as well.
    owned = [replace(lump, person_id=lump.person_id or owners.get(lump.user_id)) for lump in lumps]
    return Ledger(
        [*owned, *(_lump(one, today) for one in gifts)], days, before, await uow.reports.by_tag(period, currency)
    )


async def _gifts(uow: UnitOfWork, period: Period) -> Sequence[Expense]:
    return [one.expense for one in await uow.gift_expenses.list_seen(period.since, period.until)]


def _together(plain: Mapping[Key, Decimal], gifts: Iterable[tuple[Key, Expense]], currency: str) -> dict[Key, Decimal]:
    """Add what was spent on gifts in the same currency."""
    found = dict(plain)
    for key, one in gifts:
        if one.currency == currency:
            found[key] = found.get(key, NOTHING) + one.amount
    return found


def _lump(one: Expense, today: date) -> Lump:
    so_far = one.amount if one.date <= today else NOTHING
    return Lump(one.category_id, one.person_id, one.user_id, one.currency, one.amount, 1, so_far)


async def _limits(uow: UnitOfWork, family: Family, found: Report, first: int) -> Sequence[LimitView]:
    """Tell where the limits stand that hold for the period of a report: what counts for most of them is in it."""
    period, today = found.period, family.date_at(uow.now)
    day = min(max(today, period.since), period.until)
    spent = {part.thing: part.sum.amount for part in found.categories}
    held = [one for one in await limits.in_order(uow) if _alike(one.limit, found)]
    whole = [one for one in held if _same_days(one.limit.window(day, first), period)]
    others = [one for one in held if one not in whole]
    views = {one.limit.id: one for one in await limits.standing_on(uow, family, others, day)}
    for one in whole:
        counted = spent.get(one.limit.category_id, NOTHING) if one.limit.category_id else found.total.amount
        standing, partial = Standing(one.limit.amount, counted), uow.eyes.blurred and one.of_gifts
        views[one.limit.id] = LimitView(one.limit, one.category, period, standing, today, partial)
    return [views[one.limit.id] for one in held if one.limit.id in views]


def _alike(limit: Limit, found: Report) -> bool:
    """Tell whether a limit allows its amount for what a report is of."""
    return (limit.unit, limit.currency) == (found.period.unit, found.currency)


def _same_days(window: Period | None, period: Period) -> bool:
    return window is not None and (window.since, window.until) == (period.since, period.until)
