"""What a chat wants to hear of what nobody asked for, and when: settings kept in its conversation row."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.families import Family
from domain.messages import Conversation

OVER: Final = 101
"""The threshold that is crossed when more is committed than the budget holds."""
LEVELS: Final = {"all": 0, "over": OVER, "off": OVER + 1}
"""From which threshold on a chat hears of a budget."""


def settings(chat: Conversation) -> dict[str, Any]:
    """Read what was chosen with /alerts in a chat."""
    found: dict[str, Any] = chat.state.get("alerts") or {}
    return found


def chosen(chat: Conversation) -> str:
    """Tell what a chat hears: all, over only, or nothing (off)."""
    named = settings(chat).get("level")
    return named if named in LEVELS else "all"


def muted(chat: Conversation) -> tuple[str, ...]:
    """List the budgets that a chat wants to hear no more of, each as `entry` names it."""
    return tuple(chat.state.get("muted") or ())


def entry(kind: str, key: str) -> str:
    """Name a budget as it stands in the list of what is muted."""
    return f"{kind}:{key}"


def wanted(chat: Conversation, level: int, kind: str, key: str) -> bool:
    """Tell whether a chat wants to hear that a budget reached a threshold: 80, 100, or 101 for over."""
    return level >= LEVELS[chosen(chat)] and entry(kind, key) not in muted(chat)


def hours(chat: Conversation) -> tuple[time, time] | None:
    """Read when a chat wants to be left in peace: from when until when."""
    kept = settings(chat).get("quiet")
    if not kept:
        return None
    since, until = (time.fromisoformat(one) for one in kept)
    return None if since == until else (since, until)


def due(chat: Conversation, family: Family, now: datetime) -> datetime | None:
    """Tell when something may be said in a chat: none at once, else at the end of its quiet hours.

    They go by the family's clock, and are as long as that says: an hour more or less when it is changed.
    """
    quiet = hours(chat)
    here = now.astimezone(ZoneInfo(family.timezone))
    if quiet is None or not inside(quiet, here.time()):
        return None
    since, until = quiet
    overnight = since > until and here.time() >= since
    day = here.date() + timedelta(days=overnight)
    first, again = (moment(family, day, until, fold=fold) for fold in (0, 1))
    return first if first > now else again


def moment(family: Family, day: date, clock: time, *, fold: int = 0) -> datetime:
    """Give the moment of a time of day where a family lives; one that the clock skips comes as much later."""
    return datetime.combine(day, clock, ZoneInfo(family.timezone)).replace(fold=fold).astimezone(UTC)


def inside(quiet: tuple[time, time], clock: time) -> bool:
    """Tell whether a time of day lies in quiet hours, which may go past midnight."""
    since, until = quiet
    return since <= clock < until if since < until else clock >= since or clock < until
