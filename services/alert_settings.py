"""Choosing what a chat hears of what nobody asked for: which alerts, in which hours not, and a digest."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

from domain.budgets import UNSET, Unset
from domain.characters import plain_digits
from domain.families import Family
from domain.messages import Conversation
from repositories.unit_of_work import UnitOfWork
from services import digests, quiet

Hours = tuple[time, time]
_NOON = 12
_DAY = 24
_CLOCK = r"(\d{1,2})(?:[:.h](\d\d))?\s*(am|pm)?"
_HOURS = re.compile(rf"{_CLOCK}\s*(?:-|–|—|to)\s*{_CLOCK}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen for a chat; what is unset stays as it was, and hours of none are no quiet hours."""

    level: str | Unset = UNSET
    hours: Hours | Unset | None = UNSET
    digest: bool | Unset = UNSET

    @property
    def anything(self) -> bool:
        """Tell whether anything is chosen."""
        return self != Choice()


def read_hours(text: str) -> Hours | None:
    """Read from when until when somebody wants to be left in peace; none if that is no two times of day."""
    match = _HOURS.fullmatch(plain_digits(text).strip())
    if match is None:
        return None
    since, until = _time(*match.groups()[:3]), _time(*match.groups()[3:])
    return None if since is None or until is None or since == until else (since, until)


async def choose(uow: UnitOfWork, family: Family, chat: Conversation, choice: Choice) -> Conversation:
    """Keep what is chosen in every topic of a chat; who wants to hear all hears what was muted, too."""
    told = _told(choice)
    if not isinstance(choice.digest, Unset):
        await digests.subscribe(uow, family, chat, wanted=choice.digest)
    for topic in await uow.conversations.list_by_chat(chat.telegram_chat_id):
        state = topic.state | {"alerts": quiet.settings(topic) | told}
        if choice.level == "all":
            state.pop("muted", None)
        changed = await uow.conversations.update(topic.id, state=state)
        chat = changed if changed and changed.id == chat.id else chat
    return chat


def _told(choice: Choice) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not isinstance(choice.level, Unset):
        found["level"] = choice.level
    if not isinstance(choice.hours, Unset):
        found["quiet"] = [f"{one:%H:%M}" for one in choice.hours or ()]
    if not isinstance(choice.digest, Unset):
        found["digest"] = choice.digest
    return found


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= _NOON:
            return None
        hours = hours % _NOON + (_NOON if half.lower() == "pm" else 0)
    if (hours, minutes) == (_DAY, 0):
        hours = 0
    return time(hours, minutes) if hours < _DAY and minutes < 60 else None  # noqa: PLR2004 - minutes of an hour
