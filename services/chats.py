"""What Telegram tells of chats and accounts themselves: who can be reached, and where groups have gone."""

from collections.abc import Sequence
from uuid import UUID

from domain.families import User
from domain.messages import Conversation, Place
from repositories.unit_of_work import UnitOfWork


async def brought_into(uow: UnitOfWork, place: Place) -> Conversation | None:
    """Note that the bot is in a group; answers with it unless that was known already."""
    known = await uow.conversations.list_by_chat(place.chat_id)
    if any(topic.reachable for topic in known):
        return None
    await reachable(uow, place.chat_id, can=True)
    if known:
        return known[0]
    return await uow.conversations.create(telegram_chat_id=place.chat_id, kind=place.chat_kind, title=place.title)


async def reachable(uow: UnitOfWork, chat_id: int, *, can: bool) -> None:
    """Note whether a chat, and in private its account, can still be written to."""
    for conversation in await uow.conversations.list_by_chat(chat_id):
        await uow.conversations.update(conversation.id, reachable=can)
        if conversation.kind == "private" and conversation.user_id:
            await uow.users.update(conversation.user_id, reachable=can)


async def moved(uow: UnitOfWork, old_chat_id: int, new_chat_id: int) -> None:
    """Follow a group that became a supergroup, with all that was said in it."""
    await uow.conversations.move(old_chat_id, new_chat_id)


async def seen_in(uow: UnitOfWork, chat_id: int, user_id: UUID, *, present: bool | None) -> None:
    """Note whether an account reads a group, or that nobody knows."""
    family = next((topic.family_id for topic in await uow.conversations.list_by_chat(chat_id)), None)
    if family is not None:
        uow.family_id = family
        await uow.readers.note(chat_id, user_id, present=present)


async def private_chat(uow: UnitOfWork, user: User) -> Conversation:
    """Find an account's private chat; one that was never opened is known in advance, by the account's own number."""
    known = await uow.conversations.list_by_chat(user.telegram_user_id)
    if known:
        return known[0]
    return await uow.conversations.create(
        family_id=uow.family_id,
        telegram_chat_id=user.telegram_user_id,
        kind="private",
        user_id=user.id,
        reachable=False,
    )


async def for_news(uow: UnitOfWork) -> Sequence[Conversation]:
    """Choose where a family hears what nobody asked for: in the group last spoken in, else its owners in private."""
    group = await uow.conversations.latest_group(uow.family)
    return [group] if group else await uow.conversations.list_of_owners(uow.family)
