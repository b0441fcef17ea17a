"""What was spent on gifts: an expense for each of which something is bought, as the gift is now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from domain.changes import Effect
from domain.expenses import Expense, Spent
from domain.gifts import Gift
from repositories.unit_of_work import UnitOfWork

Parties = Iterable[Collection[int]]
"""For whom gifts are, and for whom they were."""


async def follow(uow: UnitOfWork, before: Gift, after: Gift, gifts: Sequence[Gift]) -> None:
    """Note what was spent on a gift since it was changed; it is as before where it is new, or was removed."""
    if not (before.spent or after.spent) or (before is not after and _facts(before) == _facts(after)):
        return
    if before is after and after.id not in {gift.id for gift in gifts} and not await uow.all_gifts.peek(after.id):
        spent = await uow.gift_expenses.drop([after.id])
    elif after.spent:
        spent = [await uow.gift_expenses.store(after, known=before is not after and bool(before.spent))]
    else:
        spent = await uow.gift_expenses.drop([after.id])
    parties = [[person for person, _ in each.recipients] for each in (before, after)]
    for one in spent:
        _note(
            uow,
            {one.date, before.bought_on, after.bought_on},
            one.category_id,
            {before.currency, one.currency},
            parties,
        )


async def follow_effects(
    uow: UnitOfWork, effects: Sequence[Effect], touched: set[int], gifts: Iterable[Gift], parties: Parties
) -> None:
    """Note what was spent on gifts since some effects, or the taking back of them, have touched them."""
    rows = [row for one in effects if one.table == "gifts" for row in (one.before, one.after) if row]
    made = {int(effect.key) for effect in effects if effect.table == "gifts" and effect.before is None}
    known = {gift.id: gift for gift in gifts if gift.id in touched}
    known |= {gift.id: gift for gift in await uow.all_gifts.list_by_ids(touched - known.keys() - made)}
    if not any(gift.quantity_bought for gift in known.values()) and not any(row.get("bought_on") for row in rows):
        return
    stored = await uow.gift_expenses.list_stored(touched - (made - known.keys()))
    await _bring(uow, {one.gift_id: one for one in stored if one.gift_id}, known.values())
    days = {date.fromisoformat(row["bought_on"]) for row in rows if row.get("bought_on")}
    days |= {gift.bought_on for gift in known.values() if gift.bought_on}.union(one.date for one in stored)
    category = next((one.category_id for one in stored), None) or await uow.gift_expenses.category()
    if category:
        currencies = {gift.currency for gift in known.values()} | {one.currency for one in stored}
        currencies |= {row["currency"] for row in rows if "currency" in row}
        _note(uow, days, category, currencies, parties)


async def _bring(uow: UnitOfWork, stored: Mapping[int, Expense], gifts: Iterable[Gift]) -> None:
    """Let what is stored be what was spent on some gifts."""
    bought = {gift.id: gift for gift in gifts if gift.spent}
    for gift in bought.values():
        if not _fits(stored.get(gift.id), gift):
            await uow.gift_expenses.store(gift, known=gift.id in stored)
    await uow.gift_expenses.drop(stored.keys() - bought.keys())


async def mend(uow: UnitOfWork, gift_ids: Collection[int]) -> None:
    """Note anew what was spent on some gifts."""
    bought = [gift for gift in await uow.all_gifts.list_by_ids(gift_ids) if gift.spent]
    for gift in bought:
        await uow.gift_expenses.store(gift, known=True)
    await uow.gift_expenses.drop(set(gift_ids) - {gift.id for gift in bought})


def _facts(gift: Gift) -> tuple[object, ...]:
    """List what is noted of a gift, and what tells who may know of it."""
    recipients = {person for person, _ in gift.recipients}
    return gift.spent, gift.bought_on, gift.purchaser_id, gift.currency, recipients, gift.stage


def _fits(stored: Expense | None, gift: Gift) -> bool:
    """Tell whether what is noted is what was spent on a gift."""
    if stored is None or gift.bought_on not in {None, stored.date}:
        return False
    noted = stored.amount, stored.person_id, stored.currency
    return noted == (gift.spent, gift.purchaser_id, gift.currency)


def _note(
    uow: UnitOfWork, days: Iterable[date | None], category: UUID, currencies: Iterable[str], parties: Parties
) -> None:
    """Note which limits may have moved, and of whom they speak then."""
    whom = tuple(frozenset(each) for each in parties)
    for currency in sorted(currencies):
        uow.spent += [Spent(day, category, currency, whom) for day in sorted(day for day in days if day)]
