"""What becomes known by somebody merely speaking: the account, the chat, and that they belong to its family."""

from dataclasses import replace
from typing import Any

from domain.families import User
from domain.house import House
from domain.messages import Conversation, Said
from domain.scenes import Scene
from repositories.unit_of_work import UnitOfWork
from services import chats, families

_OF_ALL_TOPICS = {"chosen", "admin", "may_delete", "alerts", "muted"}
"""What is known of a chat as a whole."""


async def arrive(uow: UnitOfWork, said: Said, house: House, *, starts_family: bool) -> Scene:
    """Find out who is speaking where, making what is not known yet; the family is started if the command is to."""
    scene = await uow.scenes.load(said)
    if _is_known(said, scene):
        uow.family_id = scene.family.id if scene.family else None
        return scene
    user = await _user(uow, said, scene.user)
    conversation = await _conversation(uow, said, scene.conversation, user)
    family_id = await _family_meant(uow, said, conversation, user)
    if family_id is None and starts_family:
        family_id = (await families.found(uow, house, user, conversation))[0].id
    uow.family_id = family_id
    if said.private and scene.user is not None and not scene.user.reachable:
        uow.told += await uow.messages.release(conversation)
    if family_id is not None and not said.private:
        if await uow.members.get_by_user(user.id) is None:
            await uow.members.create(user_id=user.id, role="adult")
        await chats.seen_in(uow, said.chat_id, user.id, present=True)
    return await uow.scenes.load(said, family_id)


def _is_known(said: Said, scene: Scene) -> bool:
    """Tell whether nothing is new: the usual case, at the cost of one statement."""
    if scene.user is None or scene.conversation is None or scene.member is None:
        return False
    if said.private and scene.families > 1 and "chosen" not in scene.conversation.state:
        return False
    if not said.private and scene.member.person_id not in {None, *scene.readers}:
        return False
    return not _news_of_user(said, scene.user) and not _news_of_chat(said, scene.conversation)


async def _user(uow: UnitOfWork, said: Said, known: User | None) -> User:
    if known is None:
        speaker = said.speaker
        return await uow.users.create(
            telegram_user_id=speaker.telegram_user_id,
            username=speaker.username,
            full_name=speaker.full_name,
            reachable=said.private,
        )
    news = _news_of_user(said, known)
    return (await uow.users.update(known.id, **news) if news else None) or known


def _news_of_user(said: Said, user: User) -> dict[str, Any]:
    told: dict[str, Any] = {"username": said.speaker.username, "full_name": said.speaker.full_name}
    if said.private:
        told["reachable"] = True
    return {name: value for name, value in told.items() if getattr(user, name) != value}


async def overhear(uow: UnitOfWork, said: Said) -> Scene:
    """Find out where somebody speaks whom nobody can tell: only the chat becomes known by it."""
    scene = await uow.scenes.load(said)
    conversation = await _conversation(uow, said, scene.conversation, None)
    uow.family_id = conversation.family_id
    return replace(scene, conversation=conversation, user=None, member=None)


async def _conversation(uow: UnitOfWork, said: Said, known: Conversation | None, user: User | None) -> Conversation:
    if known is not None:
        news = _news_of_chat(said, known)
        return (await uow.conversations.update(known.id, **news) if news else None) or known
    topic = next(iter(await uow.conversations.list_by_chat(said.chat_id)), None)
    return await uow.conversations.create(
        family_id=topic.family_id if topic else None,
        telegram_chat_id=said.chat_id,
        thread_id=said.thread_id,
        kind=said.chat_kind,
        user_id=user.id if user and said.private else None,
        title=said.chat_title,
        state={name: topic.state[name] for name in _OF_ALL_TOPICS & topic.state.keys()} if topic else {},
    )


def _news_of_chat(said: Said, conversation: Conversation) -> dict[str, Any]:
    told = {"title": said.chat_title, "kind": said.chat_kind, "reachable": True}
    return {name: value for name, value in told.items() if getattr(conversation, name) != value}


async def _family_meant(uow: UnitOfWork, said: Said, conversation: Conversation, user: User) -> int | None:
    """Find the family that is meant: a group's own; in private the chosen one, else where was last spoken."""
    if not said.private:
        return conversation.family_id
    theirs = [family.id for family in await uow.members.families_of(user.id)]
    if conversation.family_id in theirs and ("chosen" in conversation.state or len(theirs) == 1):
        return conversation.family_id
    meant = await uow.messages.family_last_spoken_in(user.id) if len(theirs) > 1 else None
    meant = meant if meant in theirs else next(iter(theirs), None)
    if meant is not None and meant != conversation.family_id:
        await uow.conversations.settle(said.chat_id, meant)
    return meant
