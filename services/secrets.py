"""Whether what was once written may still be read."""

from collections.abc import Collection

from repositories.unit_of_work import UnitOfWork
from services import audiences


async def still_shown(uow: UnitOfWork, chat_id: int, family_id: int, gifts: Collection[int]) -> bool:
    """Tell whether a chat may read of some gifts now, as it could when something was written that waited since."""
    uow.family_id = family_id
    family = await uow.families.get_by_id(family_id)
    chat = next(iter(await uow.conversations.list_by_chat(chat_id)), None)
    if family is None or chat is None:
        return False
    eyes = await audiences.eyes_in(uow, family, chat)
    for key in gifts:
        gift = await uow.all_gifts.peek(key)
        if gift is not None and (not eyes.sees(gift) or eyes.seen(gift).masked):
            return False
    return True
