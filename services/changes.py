"""Taking back what was changed."""

from uuid import UUID

from domain.changes import Change
from domain.families import Member
from domain.refusals import AlreadyUndone, BuiltOn, NothingToUndo, SomebodyElses
from repositories.unit_of_work import UnitOfWork
from services import limits, recurring, spending, wishes


async def last(uow: UnitOfWork, member: Member) -> Change:
    """Find a member's latest change that still stands."""
    change = await uow.changes.get_last(member.user_id)
    if change is None:
        raise NothingToUndo
    return change


async def one(uow: UnitOfWork, member: Member, key: UUID) -> Change:
    """Find a change that a member may take back: one's own, or as an owner or adult anybody's."""
    change = await uow.changes.get_by_id(key)
    if change is None:
        raise NothingToUndo
    if change.user_id != member.user_id and not member.plans:
        raise SomebodyElses
    if change.undone_at is not None:
        raise AlreadyUndone
    return change


async def _spent_in(uow: UnitOfWork, change: Change) -> bool:
    """Tell whether the change gave the family a currency in which something was budgeted since."""
    given = [(effect.after or {}).get("currency") for effect in change.effects if effect.table == "families"]
    return any([await uow.budgets.any_in(currency) for currency in given if currency])


async def take_back(uow: UnitOfWork, change: Change) -> Change:
    """Take back a change, unless something was built on it since."""
    if await _spent_in(uow, change):
        raise BuiltOn
    if await recurring.end_instead(uow, change):
        return change
    effects = change.effects
    await spending.settle_limits(uow, effects)
    of_limits = any(effect.table == "budgets" for effect in effects)
    if of_limits:
        await uow.limits.hold_alone()
    await uow.changes.take_back(change)
    uow.taken_back.extend(effects)
    await wishes.follow(uow, effects)
    if change.of_gifts:
        await spending.settle_effects(uow, effects)
    if of_limits or any(effect.table == "expenses" for effect in effects):
        await limits.note_all(uow)
    return change
