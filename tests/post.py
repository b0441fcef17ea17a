"""A post office for tests: rows that wait to be sent, a local Telegram to send them to, and how they stand then."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

from telegram import Bot
from uuid_utils.compat import uuid7

from bot.delivery import Delivery
from bot.ledger import Ledger
from bot.localgram import LocalRequest, LocalTelegram
from bot.pace import Pace
from domain.messages import Message, Outgoing
from repositories.messages import Messages
from repositories.unit_of_work import UnitOfWork

Seen = TypeVar("Seen")


class Post:
    """Writes what the bot has to say, has it delivered, and tells how that went."""

    def __init__(self, ledger: Ledger, local: LocalTelegram) -> None:
        self.ledger = ledger
        self.local = local
        request = LocalRequest(local, read_timeout=0.3)
        self.bot = Bot(local.token, request=request, get_updates_request=LocalRequest(local))
        self.unreachable: list[int] = []
        self.deliveries: list[Delivery] = []
        self._conversations: dict[tuple[int, int], UUID] = {}

    def open(self, pace: Pace | None = None) -> Delivery:
        """Set up a delivery, as the program does when it starts."""
        delivery = Delivery(
            self.bot,
            self.ledger,
            pace or Pace.off(),
            on_unreachable=self.hear_unreachable,
            on_migrated=self.move,
        )
        self.deliveries.append(delivery)
        return delivery

    async def close(self) -> None:
        """Stop every delivery."""
        for delivery in self.deliveries:
            await delivery.stop()

    async def write(self, chat_id: int, text: str, thread_id: int = 0, **facts: object) -> Outgoing:
        """Commit one row for a chat."""
        [row] = await self.write_all((chat_id, text), thread_id=thread_id, **facts)
        return row

    async def write_all(self, *messages: tuple[int, str], thread_id: int = 0, **facts: object) -> list[Outgoing]:
        """Commit rows for chats, in this order."""
        for chat_id, _ in messages:
            await self.know(chat_id, thread_id)
        outgoing = [Outgoing(uuid7(), chat_id, thread_id, text, dict(facts)) for chat_id, text in messages]

        async def keep(uow: UnitOfWork) -> None:
            for row in outgoing:
                uow.keep(Messages.table, self._columns(row, uow))

        await self.ledger.enter(keep)
        return outgoing

    def _columns(self, row: Outgoing, uow: UnitOfWork) -> dict[str, Any]:
        return {
            "id": row.id,
            "conversation_id": self._conversations[row.chat_id, row.thread_id],
            "role": "assistant",
            "content": row.text,
            "metadata": row.facts,
            "delivery": "pending",
            "created_at": uow.now,
            "updated_at": uow.now,
        }

    async def know(self, chat_id: int, thread_id: int = 0) -> None:
        """Make the chat's conversation, once."""
        if (chat_id, thread_id) in self._conversations:
            return
        kind = "private" if chat_id > 0 else "group"

        async def create(uow: UnitOfWork) -> UUID:
            found = await uow.conversations.create(telegram_chat_id=chat_id, thread_id=thread_id, kind=kind)
            return found.id

        self._conversations[chat_id, thread_id] = await self.ledger.enter(create)

    async def row(self, key: UUID) -> Message:
        """Read how a row stands."""

        async def find(uow: UnitOfWork) -> Message | None:
            return await uow.messages.get_by_id(key)

        found = await self.ledger.enter(find)
        assert found is not None
        return found

    async def standing(self, *rows: Outgoing) -> list[str | None]:
        """Read how rows stand."""
        return [(await self.row(row.id)).delivery for row in rows]

    async def settled(self, *rows: Outgoing, as_: str = "sent") -> list[str | None]:
        """Wait until rows stand as expected, and return how they do."""
        return await until(lambda: self.standing(*rows), lambda found: found == [as_] * len(rows))

    def heard(self, chat_id: int) -> list[str]:
        """Return what the bot said in a chat."""
        return [body["text"] for body in self.local.messages(chat_id) if body["from"]["is_bot"] and "text" in body]

    async def hear_unreachable(self, chat_id: int) -> None:
        """Note that somebody cannot be reached."""
        self.unreachable.append(chat_id)

    async def move(self, old: int, new: int) -> None:
        """Re-key a group that moved."""

        async def rekey(uow: UnitOfWork) -> None:
            await uow.conversations.move(old, new)

        await self.ledger.enter(rekey)


async def until(
    look: Callable[[], Awaitable[Seen]], good: Callable[[Seen], bool], seconds: float = 5.0, every: float = 0.02
) -> Seen:
    """Look again and again until what is seen is good; return what was seen last."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not good(seen := await look()) and loop.time() < end:  # noqa: ASYNC110 - no event tells of a row
        await asyncio.sleep(every)
    return seen
