"""Limits: where they stand, as the reader may know it, and which of them a change may have moved."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal

from domain.budgets import Standing
from domain.expenses import Expense, Spent
from domain.families import Family
from domain.gifts import Gift
from domain.limits import EVERY, Limit, Limited, LimitView, WatchedLimit
from domain.money import NOTHING
from domain.periods import Period
from repositories.gift_expenses import GiftExpense
from repositories.limits import Sums
from repositories.unit_of_work import UnitOfWork
from services.periods import first_weekday

Window = tuple[Limited, Period]
"""A limit, and the days over which is added up what counts for it."""


async def left_for(uow: UnitOfWork, family: Family, expenses: Sequence[Expense]) -> Sequence[LimitView]:
    """Tell where the limits stand that some expenses count for today; one statement where there are none."""
    spent = {Spent(one.date, one.category_id, one.currency) for one in expenses}
    return await _views(uow, family, await _moved(uow, family, spent))


async def standing_on(uow: UnitOfWork, family: Family, limits: Iterable[Limited], day: date) -> Sequence[LimitView]:
    """Tell where those of some limits stand that hold on a day."""
    return await _views(uow, family, _windows(family, limits, day))


async def standing_of(uow: UnitOfWork, family: Family, limited: Limited) -> LimitView | None:
    """Tell where a limit stands today, if it holds."""
    return next(iter(await standing_on(uow, family, [limited], family.date_at(uow.now))), None)


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


async def _moved(uow: UnitOfWork, family: Family, spent: Collection[Spent]) -> Sequence[Window]:
    """Find the limits that were moved, over the days on which they are used now, and keep them from being changed."""
    windows = _windows(family, await uow.limits.hold(), family.date_at(uow.now))
    return [(one, window) for one, window in windows if any(one.limit.moved_by(each, window) for each in spent)]


async def _views(uow: UnitOfWork, family: Family, windows: Sequence[Window]) -> Sequence[LimitView]:
    """Tell where limits stand, of gifts as far as these eyes may know of them."""
    today, blurred = family.date_at(uow.now), uow.eyes.blurred
    found, _ = await _counted(uow, windows, uow.gift_expenses.list_seen)
    return [
        LimitView(each.limit, each.category, each.window, _standing(each), today, blurred and one.of_gifts)
        for (one, _), each in zip(windows, found, strict=True)
    ]


async def list_watched(
    uow: UnitOfWork, family: Family, spent: Collection[Spent]
) -> tuple[Sequence[WatchedLimit], Sequence[Gift]]:
    """List the limits that may have been moved, and the gifts that count for them.

    They are kept from being changed by others, and from being judged: whoever spends at the same moment comes later.
    What was spent on days that are over for a limit is told to nobody.
    """
    return await _counted(uow, await _moved(uow, family, spent) if spent else (), uow.gift_expenses.list_all)


async def _counted(
    uow: UnitOfWork, windows: Sequence[Window], list_gifts: Callable[[date, date], Awaitable[Sequence[GiftExpense]]]
) -> tuple[Sequence[WatchedLimit], Sequence[Gift]]:
    """Add up what counts for each limit, and list the gifts of their days."""
    plain = await uow.limits.sums([window for _, window in windows])
    days = [window for one, window in windows if one.of_gifts]
    gifts = await list_gifts(min(one.since for one in days), max(one.until for one in days)) if days else ()
    found = [
        WatchedLimit(one.limit, one.category, window, _plain(one.limit, sums), _of_gifts(one.limit, window, gifts))
        for (one, window), sums in zip(windows, plain, strict=True)
    ]
    return found, [one.gift for one in gifts]


def _standing(one: WatchedLimit) -> Standing:
    return Standing(one.limit.amount, sum(one.gifts.values(), one.plain))


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


async def note_all(uow: UnitOfWork) -> None:
    """Note that any limit may have been moved, as far as it holds today."""
    uow.limited = None
    held = await uow.limits.hold()
    family = await uow.families.get_by_id(uow.family) if held else None
    if family:
        today = family.date_at(uow.now)
        uow.spent += dict.fromkeys(Spent(today, one.limit.category_id, one.limit.currency) for one in held)
