"""Limits: where they stand, as the reader may know it, and which of them a change may have moved."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from domain.budgets import Standing
from domain.expenses import Expense, Spent
from domain.families import Family
from domain.gifts import NOTHING, Gift
from domain.limits import EVERY, Limit, Limited, LimitView, WatchedLimit
from domain.periods import Period
from repositories.gift_expenses import GiftExpense
from repositories.limits import Sums
from repositories.unit_of_work import UnitOfWork
from services.periods import first_weekday

Window = tuple[Limited, Period]
"""A limit, and the days over which is added up what counts for it."""


async def left_for(uow: UnitOfWork, family: Family, expense: Expense) -> Sequence[LimitView]:
    """Tell where the limits stand that an expense counts for today; one statement where there are none."""
    held = [one for one in await uow.limits.hold() if one.limit.counts(expense.category_id, expense.currency)]
    windows = _windows(family, held, family.date_at(uow.now))
    return await _views(uow, family, [each for each in windows if expense.date in each[1]])


async def list_standing(uow: UnitOfWork, family: Family, day: date | None = None) -> Sequence[LimitView]:
    """List where all limits stand that hold on a day, today unless told: those of everything first."""
    return await _views(uow, family, _windows(family, await in_order(uow), day or family.date_at(uow.now)))


async def standing_of(uow: UnitOfWork, family: Family, limit: Limit) -> Standing:
    """Tell where a limit stands today; where it does not hold, nothing counts."""
    views = await list_standing(uow, family)
    return next((one.standing for one in views if one.limit == limit), Standing(limit.amount))


async def in_order(uow: UnitOfWork) -> Sequence[Limited]:
    """List all limits there are: those of everything first, and each category's together."""
    known = await uow.limits.list_all()
    return sorted(known, key=_order)


def _order(one: Limited) -> tuple[bool, bool, str, int, date]:
    category, limit = one.category, one.limit
    named = (not category.is_default, category.id.hex) if category else (False, "")
    return category is not None, *named, EVERY.index(limit.period), limit.start_date


def _windows(family: Family, limits: Iterable[Limited], day: date) -> Sequence[Window]:
    first = first_weekday(family.locale)
    found = [(one, one.limit.window(day, first)) for one in limits]
    return [(one, window) for one, window in found if window]


async def _views(uow: UnitOfWork, family: Family, windows: Sequence[Window]) -> Sequence[LimitView]:
    """Add up what counts for each limit, of gifts as far as these eyes may know of them."""
    if not windows:
        return []
    plain = await uow.limits.sums([window for _, window in windows])
    spread = _spread(windows)
    gifts = await uow.gift_expenses.list_seen(spread.since, spread.until) if spread else []
    today, partial = family.date_at(uow.now), uow.eyes.blurred
    return [
        LimitView(
            one.limit, one.category, window, _standing(one.limit, window, sums, gifts), today, partial and one.of_gifts
        )
        for (one, window), sums in zip(windows, plain, strict=True)
    ]


def _standing(limit: Limit, window: Period, sums: Sums, gifts: Iterable[GiftExpense]) -> Standing:
    return Standing(limit.amount, _plain(limit, sums) + sum(_of_gifts(limit, window, gifts).values(), NOTHING))


def _plain(limit: Limit, sums: Sums) -> Decimal:
    return sum((total for key, total in sums.items() if limit.counts(*key)), NOTHING)


def _of_gifts(limit: Limit, window: Period, gifts: Iterable[GiftExpense]) -> dict[int, Decimal]:
    """Tell which gifts count for a limit, and how much of them."""
    counted = [
        one
        for one in gifts
        if one.expense.date in window and limit.counts(one.expense.category_id, one.expense.currency)
    ]
    return {one.gift.id: one.expense.amount for one in counted}


def _spread(windows: Sequence[Window]) -> Period | None:
    """Give the days of all windows within which gifts count; none if there is none such."""
    found = [window for one, window in windows if one.of_gifts]
    return Period(min(one.since for one in found), max(one.until for one in found)) if found else None


async def list_watched(
    uow: UnitOfWork, family: Family, spent: Sequence[Spent]
) -> tuple[Sequence[WatchedLimit], Sequence[Gift]]:
    """List the limits that may have been moved, over the days on which they were, and the gifts that count for them.

    They are kept from being changed by others, and from being judged: whoever spends at the same moment comes later.
    What is spent on days to come is judged when they come.
    """
    held = await uow.limits.hold() if spent else ()
    if not held:
        return (), ()
    today = family.date_at(uow.now)
    windows = list(
        {
            (one.limit.id, window): (one, window)
            for each in spent
            for one, window in _windows(family, held, each.day)
            if one.limit.counts(each.category_id, each.currency) and window.since <= today
        }.values()
    )
    plain = await uow.limits.sums([window for _, window in windows])
    spread = _spread(windows)
    gifts = await uow.gift_expenses.list_all(spread.since, spread.until) if spread else []
    watched = [
        WatchedLimit(
            one.limit,
            one.category,
            window,
            _plain(one.limit, sums),
            _of_gifts(one.limit, window, gifts),
            today in window,
        )
        for (one, window), sums in zip(windows, plain, strict=True)
    ]
    return watched, [one.gift for one in gifts]


async def note_all(uow: UnitOfWork) -> None:
    """Note that any limit may have been moved, as far as it holds today."""
    uow.limited = None
    held = await uow.limits.hold()
    family = await uow.families.get_by_id(uow.family) if held else None
    if family:
        today = family.date_at(uow.now)
        uow.spent += dict.fromkeys(Spent(today, one.limit.category_id, one.limit.currency) for one in held)
