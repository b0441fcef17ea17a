"""The weekly digest: how everybody's money stands, what was bought lately, and what is still to buy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.families import Family
from domain.messages import Conversation
from domain.occasions import Occasion
from domain.scenes import Scene
from repositories.unit_of_work import UnitOfWork
from services import audiences, budgets, lists, quiet, reminders
from services.budgets import OccasionView
from services.gifts import GiftView

AHEAD = timedelta(days=60)
"""How far ahead an occasion is looked at."""
WEEK = timedelta(days=7)
Due = tuple[Family, tuple[Conversation, datetime]]
"""A chat that is to hear how things stand, and since when."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How everybody's money stands for an occasion, and what is still to buy for it."""

    everybody: OccasionView
    to_buy: Sequence[GiftView]


@dataclass(frozen=True, slots=True)
class Digest:
    """What one chat hears of a week, when it is due if not at once, the date there then, and whom it speaks of."""

    chat: Conversation
    standings: Sequence[Standing]
    bought: Sequence[GiftView]
    due_at: datetime | None
    today: date
    about: frozenset[int]
    shows: frozenset[int]


async def list_due(uow: UnitOfWork, behind: Due | None, limit: int) -> Sequence[Due]:
    """Page through the chats that are to hear how things stand."""
    return await uow.reminders.list_digests(behind[1] if behind else None, limit)


async def subscribe(uow: UnitOfWork, family: Family, chat: Conversation, *, wanted: bool) -> None:
    """Let a chat hear every Monday how things stand, in the topic where that is said, or no more."""
    for topic in await uow.conversations.list_by_chat(chat.telegram_chat_id):
        here = wanted and topic.id == chat.id
        await uow.conversations.update(topic.id, digest_at=next_monday(family, uow.now) if here else None)


def next_monday(family: Family, now: datetime) -> datetime:
    """Find the next Monday morning that lies ahead where a family lives."""
    today = family.date_at(now)
    monday = today + timedelta(-today.weekday() % 7)
    morning = quiet.moment(family, monday, reminders.MORNING)
    return morning if morning > now else quiet.moment(family, monday + WEEK, reminders.MORNING)


async def tell(uow: UnitOfWork, family: Family, chat: Conversation, due: datetime) -> Digest | None:
    """Tell a chat how things stand, once a week; none when there is nothing to tell it.

    What was bought is told from the Monday before the one that was due up to the one before the next: so each purchase
    is told once, however late it is.
    """
    following = next_monday(family, uow.now)
    if not await uow.reminders.claim_digest(chat.id, due, following):
        return None
    audience = next(
        (one for one in await audiences.of_family(uow, family) if one.chat.telegram_chat_id == chat.telegram_chat_id),
        None,
    )
    if audience is None:
        return None
    uow.seen_by(audience.eyes)
    weeks = (family.date_at(due) - WEEK, family.date_at(following) - WEEK)
    due_at = quiet.due(chat, family, uow.now)
    return await _look(uow, family, chat, weeks, due_at)


async def _look(
    uow: UnitOfWork, family: Family, chat: Conversation, weeks: tuple[date, date], due_at: datetime | None
) -> Digest | None:
    today = family.date_at(due_at or uow.now)
    occasions = await uow.occasions.list_from(today - lists.LATELY)
    scene = await reminders.scene_of(uow, family, occasions)
    views = await reminders.views_of(uow, scene, {one.id: one for one in occasions})
    near = [one for one in occasions if one.date and today <= one.date <= today + AHEAD]
    standings = [one for occasion in near if (one := await _standing(uow, scene, occasion, views))]
    bought = [view for view in views if view.gift.bought_on and weeks[0] <= view.gift.bought_on < weeks[1]]
    if not standings and not bought:
        return None
    return Digest(chat, standings, bought, due_at, today, frozenset(uow.spoken_of), frozenset(uow.shown))


async def _standing(uow: UnitOfWork, scene: Scene, occasion: Occasion, views: Sequence[GiftView]) -> Standing | None:
    """Look at an occasion; none when nothing of it may be told beyond what somebody's budget is."""
    everybody = await budgets.budgets_of(uow, occasion, scene)
    to_buy = [view for view in views if view.gift.stage == "planned" and view.gift.occasion_id == occasion.id]
    anything = to_buy or any(not view.secret for view in everybody.budgets)
    return Standing(everybody, to_buy) if anything else None
