"""The chats, and what each is waiting for."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from domain.messages import Conversation
from repositories import models
from repositories.repository import Repository
from repositories.schema import table_of

_conversations = table_of(models.Conversation)
_members = table_of(models.Member)
_messages = table_of(models.Message)
_users = table_of(models.User)


class Conversations(Repository[Conversation]):
    """The chats, each topic of a forum by itself."""

    model = models.Conversation
    value = Conversation

    async def list_by_user(self, user_id: UUID, limit: int, offset: int = 0) -> Sequence[Conversation]:
        """Page through an account's conversations, the latest first."""
        return await self.all(_BY_USER, user_id=user_id, limit=limit, offset=offset)

    async def list_by_chat(self, chat_id: int) -> Sequence[Conversation]:
        """List a chat's topics."""
        return await self.all(_BY_CHAT, chat=chat_id)

    async def list_groups(self, family_id: int) -> Sequence[Conversation]:
        """List the groups of a family."""
        return await self.all(_GROUPS, of_family=family_id)

    async def latest_group(self, family_id: int) -> Conversation | None:
        """Find the group of a family, or the topic of one, that was last spoken in and can be reached."""
        return await self.first(_LATEST_GROUP, of_family=family_id)

    async def list_of_grown_ups(self, family_id: int) -> Sequence[tuple[Conversation, int | None]]:
        """List the private chats of a family's owners and adults who can be reached, and who they are."""
        rows = await self.uow.execute(_OF_GROWN_UPS, {"of_family": family_id})
        return [(Conversation(*row[:-1]), row[-1]) for row in rows]

    async def list_of_owners(self, family_id: int) -> Sequence[Conversation]:
        """List the private chats of a family's owners who can be reached."""
        return await self.all(_OF_OWNERS, of_family=family_id)

    async def remember(self, conversation_id: UUID, **facts: Any) -> None:
        """Change some of what a chat remembers, and leave the rest as it is by now."""
        if known := await self.get_by_id(conversation_id):
            await self.update(conversation_id, state=known.state | facts)

    async def settle(self, chat_id: int, family_id: int, *, chosen: bool = False) -> None:
        """Give a chat to a family, with every topic of it; chosen notes that somebody wanted it so."""
        for topic in await self.list_by_chat(chat_id):
            state = topic.state | {"chosen": True} if chosen else topic.state
            await self.update(topic.id, family_id=family_id, state=state)

    async def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """Follow a group to the new id that Telegram gave it, whether or not the new id was heard of first."""
        known = {conversation.thread_id: conversation for conversation in await self.list_by_chat(new_chat_id)}
        old = await self.list_by_chat(old_chat_id)
        await self.uow.readers.forget(old_chat_id, new_chat_id)
        for conversation in old:
            if newer := known.get(conversation.thread_id):
                await self.uow.write(_HAND_OVER, {"old": newer.id, "new": conversation.id})
                await self.delete(newer.id)
            await self.update(conversation.id, telegram_chat_id=new_chat_id, kind="supergroup", reachable=True)
        families = [topic.family_id for topic in (*old, *known.values()) if topic.family_id is not None]
        if old and families:
            await self.settle(new_chat_id, families[0])


_BY_USER = (
    Conversations.select.where(_conversations.c.user_id == bindparam("user_id"))
    .order_by(_conversations.c.updated_at.desc(), _conversations.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_BY_CHAT = Conversations.select.where(_conversations.c.telegram_chat_id == bindparam("chat")).order_by(
    _conversations.c.id
)
_GROUPS = Conversations.select.where(
    _conversations.c.family_id == bindparam("of_family"), _conversations.c.kind != "private"
).order_by(_conversations.c.id)
_LATEST_GROUP = (
    Conversations.select.where(
        _conversations.c.family_id == bindparam("of_family"),
        _conversations.c.kind != "private",
        _conversations.c.reachable,
    )
    .order_by(_conversations.c.updated_at.desc(), _conversations.c.id.desc())
    .limit(1)
)
_OF_OWNERS = (
    Conversations.select.join(_members, _members.c.user_id == _conversations.c.user_id)
    .join(_users, _users.c.id == _members.c.user_id)
    .where(
        _members.c.family_id == bindparam("of_family"),
        _members.c.role == "owner",
        _conversations.c.kind == "private",
        _conversations.c.reachable,
        _users.c.reachable,
    )
    .order_by(_conversations.c.id)
)
_OF_GROWN_UPS = (
    select(*Conversations.columns, _members.c.person_id)
    .join(_members, _members.c.user_id == _conversations.c.user_id)
    .join(_users, _users.c.id == _members.c.user_id)
    .where(
        _members.c.family_id == bindparam("of_family"),
        _members.c.role != "child",
        _conversations.c.kind == "private",
        _conversations.c.reachable,
        _users.c.reachable,
    )
    .order_by(_conversations.c.id)
)
_HAND_OVER = (
    update(_messages).where(_messages.c.conversation_id == bindparam("old")).values(conversation_id=bindparam("new"))
)
