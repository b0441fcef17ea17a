"""What was said to the bot and by it: the history, the check for what came twice, and the way out, in one table."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, func, or_, select, text, update
from uuid_utils.compat import uuid7

from domain.messages import Conversation, Message, Outgoing, Said
from repositories import models
from repositories.repository import Repository
from repositories.schema import table_of

_messages = table_of(models.Message)
_conversations = table_of(models.Conversation)


_EMPTY: dict[str, Any] = {
    "user_id": None,
    "metadata": {},
    "about": [],
    "telegram_chat_id": None,
    "telegram_message_id": None,
    "callback_id": None,
    "answers_id": None,
    "delivery": None,
    "due_at": None,
}
"""A message of which nothing is known: rows that are written together name the same columns."""


class Messages(Repository[Message]):
    """The messages of every conversation."""

    model = models.Message
    value = Message

    def hear(
        self,
        said: Said,
        conversation: Conversation,
        user_id: UUID | None,
        family_id: int | None,
        facts: Mapping[str, Any] = MappingProxyType({}),
    ) -> UUID:
        """Remember what was said to the bot."""
        self.uow.spoken_in.add(said.chat_id)
        key = uuid7()
        pressed = said.kind == "press"
        self._keep(
            id=key,
            family_id=family_id,
            conversation_id=conversation.id,
            user_id=user_id,
            role="user",
            content=said.text,
            metadata=dict(facts),
            telegram_chat_id=None if pressed else said.chat_id,
            telegram_message_id=None if pressed else said.message_id,
            callback_id=said.callback_id,
        )
        return key

    def say(
        self,
        conversation: Conversation,
        text: str,
        facts: dict[str, Any],
        *,
        family_id: int | None,
        answers_id: UUID | None = None,
        about: Iterable[int] = (),
        due_at: datetime | None = None,
    ) -> Outgoing:
        """Say something: it is remembered now and sent after the commit, or when it is due."""
        key, people = uuid7(), set(about)
        self._keep(
            id=key,
            family_id=family_id,
            conversation_id=conversation.id,
            role="assistant",
            content=text,
            metadata=facts,
            about=sorted(people),
            answers_id=answers_id,
            delivery="pending",
            due_at=due_at,
        )
        return Outgoing(
            key,
            conversation.telegram_chat_id,
            conversation.thread_id,
            text,
            facts,
            about=frozenset(people),
            later=due_at is not None,
        )

    async def release(self, chat: Conversation) -> list[Outgoing]:
        """Let what was held back from a private chat be sent now that it can be."""
        await self.uow.flush()
        held = [row for row in await self.all(_HELD, conversation_id=chat.id) if row.facts.get("held")]
        for row in held:
            await self.update(row.id, due_at=None)
        return [
            Outgoing(
                row.id,
                chat.telegram_chat_id,
                chat.thread_id,
                row.content,
                row.facts,
                row.attempts,
                frozenset(row.about),
                released=True,
            )
            for row in held
        ]

    def _keep(self, **values: Any) -> None:
        self.uow.keep(self.table, _EMPTY | {"created_at": self.uow.now} | values)

    async def list_by_conversation(self, conversation_id: UUID, limit: int, offset: int = 0) -> Sequence[Message]:
        """Page through a conversation, oldest first."""
        await self.uow.flush()
        return await self.all(_PAGE, conversation_id=conversation_id, limit=limit, offset=offset)

    async def get_last_n(self, conversation_id: UUID, n: int) -> Sequence[Message]:
        """Give the end of a conversation, oldest first."""
        await self.uow.flush()
        return (await self.all(_LAST, conversation_id=conversation_id, limit=n))[::-1]

    async def get_by_telegram_id(self, chat_id: int, message_id: int) -> Message | None:
        """Find a message by the ids that Telegram gave it."""
        await self.uow.flush()
        return await self.first(_BY_TELEGRAM_ID, chat=chat_id, message=message_id)

    async def list_answers(self, message_id: UUID) -> Sequence[Message]:
        """List what the bot sent in answer to a message, oldest first."""
        await self.uow.flush()
        return await self.all(_ANSWERS, message_id=message_id)

    async def family_last_spoken_in(self, user_id: UUID) -> int | None:
        """Find the family of whose group an account last spoke."""
        await self.uow.flush()
        return (await self.uow.execute(_LAST_SPOKEN, {"user_id": user_id})).scalar()

    async def list_pending(self, limit: int, after: UUID | None = None) -> Sequence[Outgoing]:
        """List what is due, in the order in which it was said; nothing overtakes what waits to be tried again."""
        rows = await self.uow.execute(_PENDING, {"now": self.uow.now, "limit": limit, "after": after})
        return [
            Outgoing(key, chat_id, thread_id, text, facts, attempts, frozenset(about))
            for key, chat_id, thread_id, text, facts, attempts, about in rows
        ]

    async def mark(self, marks: Iterable[dict[str, Any]]) -> None:
        """Note how deliveries went."""
        await self.uow.connection.execute(_MARK, list(marks))

    async def count_undelivered(self) -> dict[str, int]:
        """Count what has not arrived, by how it stands."""
        found = await self.uow.execute(_UNDELIVERED)
        return {row[0]: row[1] for row in found}


_PAGE = (
    Messages.select.where(_messages.c.conversation_id == bindparam("conversation_id"))
    .order_by(_messages.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_LAST = (
    Messages.select.where(_messages.c.conversation_id == bindparam("conversation_id"))
    .order_by(_messages.c.id.desc())
    .limit(bindparam("limit"))
)
_BY_TELEGRAM_ID = Messages.select.where(
    _messages.c.telegram_chat_id == bindparam("chat"), _messages.c.telegram_message_id == bindparam("message")
)
_HELD = Messages.select.where(
    _messages.c.conversation_id == bindparam("conversation_id"), _messages.c.delivery == "pending"
).order_by(_messages.c.id)
_ANSWERS = Messages.select.where(_messages.c.answers_id == bindparam("message_id")).order_by(_messages.c.id)
_LAST_SPOKEN = (
    select(_messages.c.family_id)
    .where(_messages.c.user_id == bindparam("user_id"), _messages.c.role == "user", _messages.c.family_id.is_not(None))
    .order_by(_messages.c.id.desc())
    .limit(1)
)
# Word for word as the partial index has it, or SQLite would not see that the index holds all the rows.
_undelivered = text("messages.delivery IN ('pending', 'unknown', 'dead')")
_pending = text("messages.delivery = 'pending'")
_earlier = _messages.alias("earlier")
_kept_waiting = exists().where(
    _earlier.c.conversation_id == _messages.c.conversation_id,
    _earlier.c.id < _messages.c.id,
    _earlier.c.delivery == "pending",
    _earlier.c.due_at > bindparam("now"),
    _earlier.c.attempts > 0,
)
_PENDING = (
    select(
        _messages.c.id,
        _conversations.c.telegram_chat_id,
        _conversations.c.thread_id,
        _messages.c.content,
        _messages.c["metadata"],
        _messages.c.attempts,
        _messages.c.about,
    )
    .join(_conversations)
    .where(
        _undelivered,
        _pending,
        or_(_messages.c.due_at.is_(None), _messages.c.due_at <= bindparam("now")),
        ~_kept_waiting,
        or_(bindparam("after", type_=_messages.c.id.type).is_(None), _messages.c.id > bindparam("after")),
    )
    .order_by(_messages.c.id)
    .limit(bindparam("limit"))
)
_MARK = (
    update(_messages)
    .where(_messages.c.id == bindparam("message"))
    .values(
        delivery=bindparam("delivery"),
        attempts=bindparam("attempts"),
        due_at=bindparam("due_at"),
        telegram_chat_id=bindparam("chat"),
        telegram_message_id=bindparam("message_id"),
    )
)
_UNDELIVERED = (
    select(_messages.c.delivery, func.count().label("count")).where(_undelivered).group_by(_messages.c.delivery)
)
