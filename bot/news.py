"""What is said that nobody asked for: to a chat, at once or when it is due."""

from datetime import datetime
from typing import Any

from domain.families import Family
from domain.messages import Conversation, Outgoing
from replies import families as replies
from replies.reply import Reply, keyboard, pages
from replies.secrets import PATIENCE
from repositories.unit_of_work import UnitOfWork


async def say(
    uow: UnitOfWork,
    family: Family,
    chat: Conversation,
    reply: Reply,
    due_at: datetime | None = None,
    *,
    held: bool = False,
) -> list[Outgoing]:
    """Say something, at once or when it is due, or held until it can be said; of several families it names the one."""
    if chat.user_id and len(await uow.members.families_of(chat.user_id)) > 1:
        reply = replies.of_family(reply, family)
    *before, last = pages(reply.text)
    waits: dict[str, Any] = {"held": True} if held else {}
    if held or due_at:
        waits["waited"] = {"family": family.id, "gifts": sorted(reply.shows)}
    parts = [*((text, waits) for text in before), (last, {"buttons": keyboard(reply), **waits})]
    due = uow.now + PATIENCE if held else due_at
    return [
        uow.messages.say(chat, text, facts, family_id=family.id, about=reply.about, due_at=due) for text, facts in parts
    ]
