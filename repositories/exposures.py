"""What was said in a group about somebody who turns out to read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Integer, and_, bindparam, case, insert, or_, select

from repositories import models
from repositories.schema import table_of
from repositories.types import json_holds

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

TOLD = "exposure told"
"""How the journal calls it that planners were told of what somebody reads: nobody's change, and in no chat."""

_changes = table_of(models.Change)
_messages = table_of(models.Message)
_conversations = table_of(models.Conversation)
_users = table_of(models.User)


@dataclass(frozen=True, slots=True)
class Uttered:
    """One thing that the bot said about somebody, and the command that it answered, with the ids they stand under."""

    at: datetime
    said: str
    message_id: int | None
    command: str | None
    command_id: int | None
    by: str | None
    about: frozenset[int]
    """Of whose gifts it speaks."""


class Exposures:
    """What stands in a group about somebody, and how much of it has been told already."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def list_new(self, chat_id: int, person_id: int, limit: int) -> Sequence[Uttered]:
        """List the newest of what was said about somebody in a group since that was told the last time."""
        values = {"told": _told(chat_id), "family": self.uow.family, "person": person_id}
        told = (await self.uow.execute(_LAST_TOLD, values)).scalar()
        return await self.list_all(chat_id, person_id, limit, told)

    async def list_all(self, chat_id: int, person_id: int, limit: int, after: UUID | None = None) -> Sequence[Uttered]:
        """List the newest of all that was said about somebody in a group."""
        await self.uow.flush()
        values = {"chat": chat_id, "family": self.uow.family, "person": person_id, "limit": limit, "after": after}
        rows = await self.uow.execute(_SAID, values)
        return [
            Uttered(at, said, message_id, command, command_id, by, frozenset(about))
            for at, said, message_id, command, command_id, by, about in rows
        ]

    async def note_told(self, chat_id: int, person_id: int) -> None:
        """Note that all that was said about somebody in a group so far has been told."""
        nothing: dict[str, list[object]] = {"before": [], "after": []}
        row = {"family_id": self.uow.family, "what": _told(chat_id), "about": [person_id], "created_at": self.uow.now}
        await self.uow.write(_NOTE, row | nothing)


def _told(chat_id: int) -> str:
    return f"{TOLD} {chat_id}"


def _place(message: FromClause) -> ColumnElement[int | None]:
    """Give the number under which a message stands in the chat; before a group moved, others were given."""
    return case((message.c.telegram_chat_id == bindparam("chat"), message.c.telegram_message_id))


_here = (_conversations.c.telegram_chat_id == bindparam("chat"), _conversations.c.family_id == bindparam("family"))
_about = json_holds(_messages.c.about, bindparam("person", type_=Integer))
_asked = _messages.alias("asked")
_waits = and_(_messages.c.delivery == "pending", _messages.c.attempts == 0, _messages.c.due_at.is_not(None))
_in_here = _messages.join(_conversations, _conversations.c.id == _messages.c.conversation_id)
_LAST_TOLD = (
    select(_changes.c.id)
    .where(
        _changes.c.family_id == bindparam("family"),
        _changes.c.user_id.is_(None),
        _changes.c.what == bindparam("told"),
        json_holds(_changes.c.about, bindparam("person", type_=Integer)),
    )
    .order_by(_changes.c.id.desc())
    .limit(1)
)
_SAID = (
    select(
        _messages.c.created_at,
        _messages.c.content,
        _place(_messages),
        _asked.c.content,
        _place(_asked),
        _users.c.full_name,
        _messages.c.about,
    )
    .select_from(
        _in_here.outerjoin(
            _asked,
            and_(_asked.c.id == _messages.c.answers_id, _asked.c.conversation_id == _messages.c.conversation_id),
        ).outerjoin(_users, _users.c.id == _asked.c.user_id)
    )
    .where(
        *_here,
        _messages.c.role == "assistant",
        _messages.c.delivery != "dead",
        _messages.c.content != "",
        ~_waits,
        _about,
        or_(
            bindparam("after", type_=_messages.c.id.type).is_(None),
            _messages.c.id > bindparam("after", type_=_messages.c.id.type),
        ),
    )
    .order_by(_messages.c.id.desc())
    .limit(bindparam("limit"))
)
_NOTE = insert(_changes)
