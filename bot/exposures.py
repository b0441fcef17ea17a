"""Telling the planners at once when somebody comes to read what is kept from them."""

from collections.abc import Collection
from uuid import UUID

from bot import news
from domain.messages import Movement, Outgoing
from replies import exposure as replies
from repositories.unit_of_work import UnitOfWork
from services import chats, exposure


async def tell(uow: UnitOfWork, people: Collection[int], chat_id: int | None = None) -> list[Outgoing]:
    """Tell those who may know of it what some people can read of their gifts in a family's groups, or one of them."""
    family = await uow.families.get_by_id(uow.family) if people else None
    if family is None:
        return []
    return [
        part
        for found in await exposure.found(uow, family, people, chat_id)
        for planner in await exposure.planners(uow, found.person)
        if (reply := replies.exposed(found, planner, family, uow.now))
        for part in await news.say(uow, family, planner.chat, reply, held=not planner.reachable)
    ]


async def seen(uow: UnitOfWork, chat_id: int, user_id: UUID, *, present: bool | None) -> list[Outgoing]:
    """Note whether an account reads a group, and tell of what it finds there."""
    person = await chats.seen_in(uow, chat_id, user_id, present=present)
    return await tell(uow, [person], chat_id) if person else []


async def came_or_went(uow: UnitOfWork, movement: Movement) -> list[Outgoing]:
    """Note that somebody came to a group or left it, and tell of what they find there."""
    person = await chats.came_or_went(uow, movement)
    return await tell(uow, [person], movement.chat_id) if person else []
