"""What is spent again and again: beginning, pausing and ending it, and recording what has fallen due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfoNotFoundError

from domain.changes import Change
from domain.expenses import Category, Expense, PaymentMethod
from domain.families import Family
from domain.messages import Conversation
from domain.recurring import Recurring, Rhythm
from domain.refusals import Gone
from repositories.unit_of_work import UnitOfWork
from services import expenses, quiet
from services.expenses import NewExpense
from services.reminders import MORNING


@dataclass(frozen=True, slots=True)
class NewRecurring:
    """Something that is spent again and again, as it was told."""

    user_id: UUID
    person_id: int | None
    category_id: UUID
    conversation_id: UUID
    amount: Decimal
    currency: str
    description: str
    payment_method: PaymentMethod
    tags: tuple[str, ...]
    rhythm: Rhythm
    first: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class RecurringView:
    """Something that is spent again and again, what on, and what was recorded of it just now."""

    rule: Recurring
    category: Category
    made: Sequence[Expense] = ()


@dataclass(frozen=True, slots=True)
class Fallen:
    """What has fallen due of a family, where it is said, and when if not at once."""

    chat: Conversation
    views: Sequence[RecurringView]
    due_at: datetime | None


async def begin(uow: UnitOfWork, told: NewRecurring, category: Category, today: date) -> RecurringView:
    """Let something be spent again and again; what falls on today is recorded at once."""
    now, rhythm = told.first <= today, told.rhythm
    following = rhythm.following(told.first) if now else told.first
    rule = await uow.recurring.create(
        user_id=told.user_id,
        person_id=told.person_id,
        category_id=told.category_id,
        conversation_id=told.conversation_id,
        amount=told.amount,
        currency=told.currency,
        description=told.description,
        payment_method=told.payment_method,
        tags=list(told.tags),
        unit=rhythm.unit,
        every=rhythm.every,
        begins_on=rhythm.begins_on,
        next_on=None if told.ends_on and following > told.ends_on else following,
        ends_on=told.ends_on,
    )
    return RecurringView(rule, category, [await _made(uow, rule, told.first)] if now else ())


async def find(uow: UnitOfWork, key: UUID) -> RecurringView:
    """Find something that is spent again and again."""
    rule = await uow.recurring.get_by_id(key)
    category = await uow.categories.get_by_id(rule.category_id) if rule else None
    if rule is None or category is None:
        raise Gone
    return RecurringView(rule, category)


async def list_going(uow: UnitOfWork) -> Sequence[RecurringView]:
    """List all that is spent again and again, the next first."""
    return await _viewed(uow, [(rule, ()) for rule in await uow.recurring.list_going()])


async def pause(uow: UnitOfWork, rule: Recurring) -> None:
    """Record nothing of it until it goes on."""
    if not rule.ended and rule.paused_at is None:
        await uow.recurring.update(rule.id, paused_at=uow.now)


async def go_on(uow: UnitOfWork, rule: Recurring, today: date) -> None:
    """Let it go on; what has fallen into the pause is not made up for."""
    if rule.next_on and rule.paused_at:
        await uow.recurring.update(rule.id, paused_at=None, next_on=rule.next_from(max(rule.next_on, today)))


async def skip(uow: UnitOfWork, rule: Recurring, day: date) -> bool:
    """Leave out the next day, and tell whether it was to come on that one."""
    if rule.next_on != day:
        return False
    await uow.recurring.update(rule.id, next_on=rule.next_after(day))
    return True


async def end(uow: UnitOfWork, rule: Recurring, today: date) -> None:
    """Let it come no more."""
    if not rule.ended:
        await uow.recurring.update(rule.id, next_on=None, ends_on=today)


async def list_due(
    uow: UnitOfWork, behind: tuple[Family, Recurring] | None, limit: int
) -> Sequence[tuple[Family, Recurring]]:
    """Page through what is due by its family's own date."""
    while page := await uow.recurring.list_due(behind, limit):
        if due := [(family, rule) for family, rule in page if _is_due(family, rule, uow.now)]:
            return due
        behind = page[-1]
    return []


async def record_due(uow: UnitOfWork, family: Family) -> list[Fallen]:
    """Record all that has fallen due in a family, however long ago, once each; tells what is said of it where."""
    today = family.date_at(uow.now)
    due = await uow.recurring.list_due_of_family(today)
    claimed = [rule for rule in due if await uow.recurring.claim(rule, rule.next_after(today))]
    made = [(rule, [await _made(uow, rule, day) for day in rule.due(today)]) for rule in claimed]
    return await _said(uow, family, await _viewed(uow, made))


def morning(family: Family, now: datetime) -> datetime:
    """Give the moment from which on something is said that has fallen due in the night: now, when it is day."""
    return max(now, quiet.moment(family, family.date_at(now), MORNING))


async def recorded_since(uow: UnitOfWork, change: Change) -> list[UUID]:
    """Find what a change let be spent again and again, and of which something was recorded since."""
    begun = [UUID(str(one.key)) for one in change.effects if one.table == "recurring_expenses" and one.before is None]
    own = [UUID(str(one.key)) for one in change.effects if one.table == "expenses"]
    return [key for key in begun if await uow.recurring.any_made(key, own)]


async def end_instead(uow: UnitOfWork, change: Change) -> bool:
    """End what a change has begun where something was recorded since: that stays. Tells whether it was so."""
    keys = await recorded_since(uow, change)
    for key in keys:
        await uow.recurring.end(key)
    if keys:
        await uow.changes.set_aside(change)
    return bool(keys)


def _is_due(family: Family, rule: Recurring, now: datetime) -> bool:
    """Tell whether it is time to record something; a family whose clock nobody knows comes to grief by itself."""
    try:
        return rule.next_on is not None and rule.next_on <= family.date_at(now)
    except ZoneInfoNotFoundError:
        return True


async def _made(uow: UnitOfWork, rule: Recurring, day: date) -> Expense:
    told = NewExpense(
        rule.user_id,
        rule.person_id,
        rule.category_id,
        rule.amount,
        rule.currency,
        day,
        rule.description,
        rule.payment_method,
        tuple(rule.tags),
        recurring_id=rule.id,
    )
    return await expenses.record(uow, told)


async def _viewed(uow: UnitOfWork, made: Iterable[tuple[Recurring, Sequence[Expense]]]) -> list[RecurringView]:
    found = list(made)
    known = {one.id: one for one in await uow.categories.list_all()} if found else {}
    return [RecurringView(rule, known[rule.category_id], of) for rule, of in found]


async def _said(uow: UnitOfWork, family: Family, views: Sequence[RecurringView]) -> list[Fallen]:
    """Say everything where it was told, in one message for each chat that wants to hear of such things."""
    chats: dict[UUID, Conversation] = {}
    found: dict[UUID, list[RecurringView]] = {}
    for view in views:
        chat = await _chat(uow, family, view.rule)
        if chat and quiet.chosen(chat) != "off":
            chats[chat.id] = chat
            found.setdefault(chat.id, []).append(view)
    day = morning(family, uow.now)
    due = {key: quiet.due(chat, family, day) or day for key, chat in chats.items()}
    return [Fallen(chats[key], of, due[key] if due[key] > uow.now else None) for key, of in found.items()]


async def _chat(uow: UnitOfWork, family: Family, rule: Recurring) -> Conversation | None:
    """Find where something was told, else the family's group, else the chat of the one who told it."""
    chat = await uow.conversations.get_by_id(rule.conversation_id) if rule.conversation_id else None
    if chat and chat.reachable and await _belongs(uow, family, chat):
        return chat
    group = await uow.conversations.latest_group(family.id)
    own = await uow.conversations.list_by_user(rule.user_id, 1) if group is None else ()
    return group or next((one for one in own if one.reachable), None)


async def _belongs(uow: UnitOfWork, family: Family, chat: Conversation) -> bool:
    """Tell whether a chat is the family's, or in private one of its members'."""
    if chat.kind == "private":
        return chat.user_id is not None and await uow.members.get_by_user(chat.user_id) is not None
    return chat.family_id == family.id
