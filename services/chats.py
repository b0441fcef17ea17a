"""What Telegram tells of chats and accounts themselves: who can be reached, and where groups have gone."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from domain.families import User
from domain.messages import Conversation, Movement, Outgoing, Place, Rights
from repositories.unit_of_work import UnitOfWork


async def brought_into(uow: UnitOfWork, place: Place) -> Conversation | None:
    """Note that the bot is in a group; answers with it unless that was known already."""
    known = await uow.conversations.list_by_chat(place.chat_id)
    if any(topic.reachable for topic in known):
        return None
    await reachable(uow, place.chat_id, can=True)
    await uow.readers.forget(place.chat_id)
    if known:
        return known[0]
    return await uow.conversations.create(telegram_chat_id=place.chat_id, kind=place.chat_kind, title=place.title)


async def reachable(uow: UnitOfWork, chat_id: int, *, can: bool) -> list[Outgoing]:
    """Note whether a chat, and in private its account, can still be written to; answers with what waited for that.

    Who comes to a group while the bot is not in it goes unseen, so what was known of its readers holds no longer.
    """
    released: list[Outgoing] = []
    for conversation in await uow.conversations.list_by_chat(chat_id):
        await uow.conversations.update(conversation.id, reachable=can)
        if conversation.kind == "private" and conversation.user_id:
            await uow.users.update(conversation.user_id, reachable=can)
            released += await uow.messages.release(conversation) if can else []
    if chat_id < 0 and not can:
        await uow.readers.forget(chat_id)
    return released


async def moved(uow: UnitOfWork, old_chat_id: int, new_chat_id: int) -> None:
    """Follow a group that became a supergroup, with all that was said in it."""
    await uow.conversations.move(old_chat_id, new_chat_id)


async def seen_in(uow: UnitOfWork, chat_id: int, user_id: UUID, *, present: bool | None) -> int | None:
    """Note whether an account reads a group, or that nobody knows; answers with the person who is new among readers."""
    family = await _family_of(uow, chat_id)
    if family is None:
        return None
    uow.family_id = family
    before = await uow.readers.known(chat_id, user_id)
    await uow.readers.note(chat_id, user_id, present=present)
    if not present or before:
        return None
    uow.readers_changed = True
    member = await uow.members.get_by_user(user_id)
    return member.person_id if member else None


async def came_or_went(uow: UnitOfWork, movement: Movement) -> int | None:
    """Note that somebody came to a group or left it; answers as when somebody is seen there."""
    uow.family_id = await _family_of(uow, movement.chat_id)
    user = await uow.users.get_by_telegram_id(movement.telegram_user_id) if uow.family_id is not None else None
    if user is None or await uow.members.get_by_user(user.id) is None:
        return None
    return await seen_in(uow, movement.chat_id, user.id, present=movement.present)


async def note_rights(uow: UnitOfWork, chat_id: int, rights: Rights) -> bool:
    """Note what the bot may do in a group; false for one that is not known yet."""
    known, topics = asdict(rights), await uow.conversations.list_by_chat(chat_id)
    for topic in topics:
        if topic.state | known != topic.state:
            await uow.conversations.remember(topic.id, **known)
    return bool(topics)


async def _family_of(uow: UnitOfWork, chat_id: int) -> int | None:
    return next((topic.family_id for topic in await uow.conversations.list_by_chat(chat_id)), None)


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
