"""Expenses that are split: who bears what of them, and what follows when they change."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from domain.expenses import Expense
from domain.money import decimals_of, quantum
from domain.splits import Part, Share, rescaled
from repositories.unit_of_work import UnitOfWork


async def record(uow: UnitOfWork, expense: Expense, parts: Iterable[Part]) -> None:
    """Note who bears what of an expense."""
    for part in parts:
        await uow.shares.create(expense_id=expense.id, person_id=part.person_id, amount=part.amount)


async def record_many(uow: UnitOfWork, shares: Iterable[tuple[UUID, int, Decimal]]) -> None:
    """Note who bears what of many expenses: the expense, the person, and the part."""
    await uow.shares.create_many(
        [{"expense_id": expense, "person_id": person, "amount": amount} for expense, person, amount in shares]
    )


async def parts_of(uow: UnitOfWork, expense: Expense, names: dict[int, str]) -> Sequence[Part]:
    """Tell who bears what of an expense; nobody, if it is not split."""
    shares = await uow.shares.list_by_expense(expense.id)
    return [Part(one.person_id, names.get(one.person_id, ""), one.amount) for one in shares]


async def rescale(uow: UnitOfWork, before: Expense, after: Expense) -> None:
    """Let everybody bear as much of another amount as they did of the one before."""
    if before.amount == after.amount:
        return
    known = {share.person_id: share for share in await uow.shares.list_by_expense(before.id)}
    if not any(share.amount for share in known.values()):
        return
    old, decimals = {key: share.amount for key, share in known.items()}, decimals_of(after.currency)
    # What somebody bore who is nobody's person any more is nobody's share.
    whole = (after.amount * sum(old.values()) / before.amount).quantize(quantum(decimals), ROUND_DOWN)
    for key, amount in rescaled(whole, old, decimals).items():
        if amount != old[key]:
            await uow.shares.update(known[key].id, amount=amount)


async def remove(uow: UnitOfWork, expense: Expense) -> Sequence[Share]:
    """Let nobody bear anything of an expense any more."""
    shares = await uow.shares.list_by_expense(expense.id)
    for share in shares:
        await uow.shares.delete(share.id)
    return shares
