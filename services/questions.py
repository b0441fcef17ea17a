"""Open questions: what a chat waits for lies in its conversation row, so that a restart forgets nothing."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.messages import Conversation
from repositories.unit_of_work import UnitOfWork

PATIENCE = timedelta(hours=1)
"""How long a question waits for its answer."""
MOST = 20
"""How many questions a chat keeps open."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A command that waits for an answer: its words, who gave it, what was answered before, and what may be now.

    It is shown in one message, by the row's key or by Telegram's, and asked again in the one that refused an answer.
    """

    key: str
    command: str
    text: str
    by: str
    message: str
    until: str
    shown: str
    slot: str
    free: bool
    values: list[dict[str, Any]]
    answers: dict[str, Any] = field(default_factory=dict)
    mentions: list[list[int]] = field(default_factory=list)
    telegram: int | None = None
    again: str = ""
    photo: str | None = None
    kept: dict[str, Any] = field(default_factory=dict)
    """What belongs to the answer, whichever it is."""
    passed: bool = False
    """Whether the talk went on to something else, so that only a reply answers it, or a button."""

    def expired(self, now: datetime) -> bool:
        """Tell whether it waited too long."""
        return datetime.fromisoformat(self.until) < now

    def answered(self, value: dict[str, Any]) -> dict[str, Any]:
        """Give all answers together with this one."""
        return self.answers | {self.slot: self.kept | value}


def open_questions(conversation: Conversation) -> list[OpenQuestion]:
    """List what a chat waits for, the latest last."""
    return [OpenQuestion(**entry) for entry in conversation.state.get("questions", ())]


def find(conversation: Conversation, key: str) -> OpenQuestion | None:
    """Find an open question by its key."""
    return next((one for one in open_questions(conversation) if one.key == key), None)


def new_key() -> str:
    """Make a key that fits into a button."""
    return secrets.token_urlsafe(6)


async def keep(uow: UnitOfWork, conversation: Conversation, asked: OpenQuestion, instead_of: str) -> None:
    """Remember a question, in the place of the one it goes on from; one given up is remembered for a while."""
    lately = uow.now - PATIENCE
    others = [one for one in open_questions(conversation) if one.key != instead_of and not one.expired(lately)]
    await _write(uow, conversation, [*others, asked][-MOST:])


async def close(uow: UnitOfWork, conversation: Conversation, key: str) -> None:
    """Forget a question."""
    await _write(uow, conversation, (one for one in open_questions(conversation) if one.key != key))


async def close_about(uow: UnitOfWork, conversation: Conversation, message: str) -> bool:
    """Forget what was asked about a message, and tell whether anything was."""
    found = open_questions(conversation)
    others = [one for one in found if one.message != message]
    if len(others) < len(found):
        await _write(uow, conversation, others)
    return len(others) < len(found)


async def _write(uow: UnitOfWork, conversation: Conversation, entries: Iterable[OpenQuestion]) -> None:
    await uow.conversations.remember(conversation.id, questions=[asdict(entry) for entry in entries])


def until(now: datetime) -> str:
    """Tell when a question asked now is given up."""
    return (now + PATIENCE).isoformat()
