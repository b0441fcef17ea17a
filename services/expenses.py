"""Everyday money: recording what was spent, changing it, and taking it out again."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.expenses import Category, Expense, PaymentMethod, Spent
from domain.refusals import Gone
from repositories.unit_of_work import UnitOfWork
from services import splits


@dataclass(frozen=True, slots=True)
class NewExpense:
    """An expense as it was told."""

    user_id: UUID
    person_id: int | None
    category_id: UUID
    amount: Decimal
    currency: str
    date: date
    description: str = ""
    payment_method: PaymentMethod = "other"
    tags: tuple[str, ...] = ()
    notes: str | None = None
    receipt: str | None = None
    recurring_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ExpenseView:
    """An expense, what it was spent on, and by whom."""

    expense: Expense
    category: Category
    spender: str = ""


async def record(uow: UnitOfWork, told: NewExpense) -> Expense:
    """Record what was spent."""
    values = {one.name: getattr(told, one.name) for one in fields(told)}
    expense = await uow.expenses.create(**values | {"tags": list(told.tags)})
    note(uow, None, expense)
    return expense


async def record_many(uow: UnitOfWork, told: Sequence[NewExpense]) -> Sequence[UUID]:
    """Record much that was spent at once, and answer its keys."""
    rows = [{one.name: getattr(each, one.name) for one in fields(each)} | {"tags": list(each.tags)} for each in told]
    uow.spent.extend(dict.fromkeys(Spent(each.date, each.category_id, each.currency) for each in told))
    return await uow.expenses.create_many(rows)


async def find(uow: UnitOfWork, key: UUID) -> Expense:
    """Find an expense that is to be shown or changed; what was spent on a gift is changed with the gift."""
    expense = await uow.expenses.get_by_id(key)
    if expense is None or expense.gift_id is not None:
        raise Gone
    return expense


async def change(uow: UnitOfWork, before: Expense, after: Expense) -> Expense:
    """Store what has changed about an expense; a recurring one that is moved is no longer the one of that day."""
    if after.date != before.date:
        after = replace(after, recurring_id=None)
    values = {
        one.name: getattr(after, one.name)
        for one in fields(Expense)
        if getattr(after, one.name) != getattr(before, one.name)
    }
    if values:
        await uow.expenses.update(before.id, **values)
        await splits.rescale(uow, before, after)
        note(uow, before, after)
    return after


async def remove(uow: UnitOfWork, expense: Expense) -> None:
    """Take an expense out of everything."""
    await splits.remove(uow, expense)
    await uow.expenses.delete(expense.id)
    note(uow, expense, None)


def note(uow: UnitOfWork, before: Expense | None, after: Expense | None) -> None:
    """Note which limits may have moved: those that an expense counted for, and those that it counts for now."""
    for one in dict.fromkeys(Spent(each.date, each.category_id, each.currency) for each in (before, after) if each):
        uow.spent.append(one)
