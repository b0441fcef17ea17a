"""The way out: what was committed reaches its chat, in order, once, and no chat waits for another."""

import asyncio
from bisect import insort
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

import structlog
from telegram import Bot

from bot.gate import Gate
from bot.ledger import Ledger
from bot.marks import Marks
from bot.outcomes import Outcome
from bot.pace import Pace
from bot.pictures import Pictures
from bot.presence import Presence
from bot.recent import Recent
from bot.sending import Sending
from domain.messages import Outgoing
from repositories.engine import utc_now
from repositories.unit_of_work import UnitOfWork

HELD = 1000
"""How many messages of a chat are held in memory; the others wait in the database."""
CONCLUDED = 4096
"""Of how many rows it is known which Telegram message each became."""
PAGE = 500
SWEEP_SECONDS = 5.0

log = structlog.get_logger()

Unreachable = Callable[[int], Awaitable[None]]
Migrated = Callable[[int, int], Awaitable[None]]


async def _nobody(*_: int) -> None:
    """Hear of it and do nothing."""


@dataclass(slots=True)
class _Chat:
    """What waits for one chat, and the task that sends it."""

    id: int
    waiting: deque[Outgoing] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None
    resting: bool = False
    behind: bool = False
    """Whether the database holds more for it than memory does."""
    missed: bool = False
    """Whether more was left to the database since the sweep began."""

    async def rest(self, seconds: float) -> None:
        """Wait where stopping may interrupt."""
        self.resting = True
        await asyncio.sleep(seconds)
        self.resting = False

    def line_up(self, row: Outgoing) -> None:
        """Put a row where it belongs in the order in which things were said."""
        if self.waiting and row.id < self.waiting[-1].id:
            rows = list(self.waiting)
            insort(rows, row, key=lambda each: each.id)
            self.waiting = deque(rows)
        else:
            self.waiting.append(row)


class Delivery:
    """Sends what is pending: right after its commit, after a failure, after a restart."""

    def __init__(  # noqa: PLR0917 - its collaborators
        self,
        bot: Bot,
        ledger: Ledger,
        pace: Pace | None = None,
        clock: Callable[[], datetime] = utc_now,
        on_unreachable: Unreachable = _nobody,
        on_migrated: Migrated = _nobody,
        pictures: Pictures | None = None,
        presence: Presence | None = None,
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._on_unreachable = on_unreachable
        self._on_migrated = on_migrated
        self._recent: Recent[UUID, int | None] = Recent(CONCLUDED)
        self._pictures = pictures or Pictures()
        self._presence = presence or Presence(bot, ledger, clock)
        sending = Sending(bot, ledger, pace or Pace(), self._recent, self._pictures)
        self._gate = Gate(sending, ledger, self._presence)
        self._marks = Marks(ledger, self._settle)
        self._chats: dict[int, _Chat] = {}
        self._held: set[UUID] = set()
        self._settled: set[UUID] = set()
        self._moved: dict[int, int] = {}
        self._stopping = False
        self._hungry = asyncio.Event()
        self._sweeping = asyncio.Lock()
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take up what an earlier run left pending, and look again every few seconds."""
        await self.sweep()
        self._sweeper = asyncio.create_task(self._sweep_on(), name="sweeper")

    @property
    def idle(self) -> bool:
        """Tell whether everything in hand is sent and noted."""
        return not self._chats and self._marks.idle

    async def stop(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - the caller's patience is the point
        """Finish what is being sent right now and note how it went; the rest stays pending."""
        self._stopping = True
        tasks = [chat.task for chat in self._chats.values() if chat.task]
        for chat in self._chats.values():
            if chat.task and chat.resting:
                chat.task.cancel()
        if self._sweeper:
            self._sweeper.cancel()
            tasks.append(self._sweeper)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=timeout)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._pictures.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._marks.flush()

    def take(self, outgoing: Sequence[Outgoing]) -> None:
        """Send rows that were just committed."""
        for row in outgoing:
            if not row.later:
                row.taken, row.presence = monotonic(), self._presence.changes
                self._add(row)

    async def sweep(self) -> None:
        """Take up every row that is due and not in hand."""
        async with self._sweeping:
            lagging = [chat for chat in self._chats.values() if chat.behind]
            for chat in lagging:
                chat.missed = False
            await self._take_pending()
            for chat in lagging:
                chat.behind = chat.missed
                self._forget_idle(chat)
            self._settled.clear()

    async def _take_pending(self) -> None:
        after: UUID | None = None
        while True:
            page = await self._ledger.enter(_pending_after(after))
            for row in page:
                self._add(row, swept=True)
            if len(page) < PAGE:
                return
            after = page[-1].id

    async def _sweep_on(self) -> None:
        while True:
            self._hungry.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(SWEEP_SECONDS):
                    await self._hungry.wait()
            try:
                await self.sweep()
            except Exception:
                log.exception("sweep_failed")

    def _add(self, row: Outgoing, *, swept: bool = False) -> None:
        if row.id in self._held or row.id in self._settled or row.id in self._recent or self._stopping:
            return
        row.chat_id = self._moved.get(row.chat_id, row.chat_id)
        chat = self._chats.get(row.chat_id)
        if chat is None:
            chat = self._chats[row.chat_id] = _Chat(row.chat_id)
        if (chat.behind and not swept) or len(chat.waiting) >= HELD:
            chat.behind = chat.missed = True
            return
        self._held.add(row.id)
        self._line_up(chat, row)

    def _line_up(self, chat: _Chat, row: Outgoing) -> None:
        chat.line_up(row)
        if chat.task is None:
            chat.task = asyncio.create_task(self._serve(chat))

    async def _serve(self, chat: _Chat) -> None:
        """Send what waits for a chat, one after the other."""
        try:
            while chat.waiting and not self._stopping:
                if noted := await self._deliver(chat, chat.waiting.popleft()):
                    # Killed before the note is written, the program sends that one again: that one, not a row of them.
                    await noted.wait()
        except Exception:
            log.exception("delivery_failed")
            # They are pending still: the next sweep takes them up again.
            self._held.difference_update(row.id for row in chat.waiting)
            chat.waiting.clear()
        finally:
            chat.task = None
            self._forget_idle(chat)
            if chat.behind:
                self._hungry.set()

    def _forget_idle(self, chat: _Chat) -> None:
        if chat.task is None and not chat.behind and self._chats.get(chat.id) is chat:
            del self._chats[chat.id]

    async def _deliver(self, chat: _Chat, row: Outgoing) -> asyncio.Event | None:
        """Try to send a row until it is concluded; what is behind it waits. The event tells when that is written."""
        while True:
            outcome = await self._gate.send(row, chat.rest)
            if outcome.moved_to not in {None, chat.id} and await self._move(chat, row, outcome.moved_to):
                return None
            row.attempts += 1
            noted = self._note(row, outcome)
            if outcome.unreachable:
                await self._on_unreachable(chat.id)
            if outcome.delivery != "pending" or self._stopping:
                return noted
            await chat.rest(outcome.wait)

    def _note(self, row: Outgoing, outcome: Outcome) -> asyncio.Event:
        pending = outcome.delivery == "pending"
        if not pending:
            self._recent[row.id] = outcome.changed or outcome.message_id
        return self._marks.add(row, outcome, self._clock() + timedelta(seconds=outcome.wait) if pending else None)

    async def _move(self, chat: _Chat, row: Outgoing, chat_id: int) -> bool:
        """Follow a group to its new id with everything that waits for it, and tell whether that worked."""
        try:
            await self._on_migrated(chat.id, chat_id)
        except Exception:
            log.exception("migration_failed")
            return False
        self._moved[chat.id] = chat_id
        rows = [row, *chat.waiting]
        chat.waiting.clear()
        home = self._chats.setdefault(chat_id, _Chat(chat_id))
        home.behind = home.missed = home.behind or chat.behind
        chat.behind = False
        for each in rows:
            each.chat_id = chat_id
            self._line_up(home, each)
        return True

    def _settle(self, key: UUID) -> None:
        self._held.discard(key)
        if self._sweeping.locked():
            # The page being read may show it as pending still.
            self._settled.add(key)


def _pending_after(after: UUID | None) -> Callable[[UnitOfWork], Awaitable[Sequence[Outgoing]]]:
    async def read(uow: UnitOfWork) -> Sequence[Outgoing]:
        return await uow.messages.list_pending(PAGE, after)

    return read
