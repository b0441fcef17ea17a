"""The way out: what was committed reaches its chat, in order, once, and no chat waits for another."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

import structlog
from telegram import Bot

from bot.files import Files
from bot.gate import Gate
from bot.ledger import Ledger
from bot.marks import Marks
from bot.outcomes import Outcome
from bot.pace import Pace
from bot.pictures import Pictures
from bot.presence import Presence
from bot.recent import Recent
from bot.sending import Sending
from bot.waiting import Waiting
from domain.messages import Outgoing
from repositories.engine import utc_now
from repositories.failures import Unavailable
from repositories.sole import Alone, Sole
from repositories.unit_of_work import UnitOfWork

HELD = 1000
"""How many messages of a chat are held in memory; the others wait in the database."""
CONCLUDED = 4096
"""Of how many rows it is known which Telegram message each became."""
PAGE = 500
SWEEP_SECONDS = 2.0
TURN_SECONDS = 0.5
"""How often it is tried to become the one that sends."""

log = structlog.get_logger()

Unreachable = Callable[[int], Awaitable[None]]
Migrated = Callable[[int, int], Awaitable[None]]


async def _nobody(*_: int) -> None:
    """Hear of it and do nothing."""


class Delivery:
    """Sends what is pending: right after its commit, after a failure, after a restart.

    Of several programs on one database one sends, also what the others have to say; when it ends, another does.
    """

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
        self._files = Files(ledger.database)
        self._gate = Gate(sending, ledger, self._presence, self._files)
        self._marks = Marks(ledger, self._settle)
        self._sole: Sole = Alone()
        self._early: list[Outgoing] | None = None
        """What is written while it is read what had waited, which goes first."""
        self._others_send = False
        self._chats: dict[int, Waiting] = {}
        self._held: set[UUID] = set()
        self._settled: set[UUID] = set()
        self._moved: dict[int, int] = {}
        self._stopping = False
        self._hungry = asyncio.Event()
        self._sweeping = asyncio.Lock()
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self, sole: Sole | None = None) -> None:
        """Take up what an earlier run left pending, and look again every few seconds; sole tells whether to send."""
        self._sole = sole or self._sole
        await self._look()
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
        self._files.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._marks.flush()
        await self._sole.leave()

    def take(self, outgoing: Sequence[Outgoing], judged: int | None = None) -> None:
        """Send rows that were just committed; judged is how often it had changed before who reads what, if known."""
        for row in outgoing:
            if not row.later:
                if judged is not None and not row.released:
                    row.taken, row.presence = monotonic(), judged
                if self._early is not None:
                    self._early.append(row)
                elif self._sole.term:
                    self._add(row)

    async def sweep(self) -> None:
        """Take up every row that is due and not in hand, unless another program does."""
        if not self._sole.term:
            return
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
                async with asyncio.timeout(SWEEP_SECONDS if self._sole.term else TURN_SECONDS):
                    await self._hungry.wait()
            try:
                await self._look()
            except Exception:
                log.exception("sweep_failed")

    async def _look(self) -> None:
        """Take up what is due, if this is the program that sends, or can be it from now on."""
        before = self._sole.term
        try:
            ours = await self._sole.take()
        except Unavailable:
            return
        if ours and self._sole.term == before:
            await self.sweep()
        elif ours:
            await self._begin()
        elif not self._others_send:
            log.info("another_program_sends", advice=_ADVICE)
        self._others_send = not ours

    async def _begin(self) -> None:
        """Be the one that sends from now on: first what has waited, and then what is written meanwhile."""
        for chat in self._chats.values():
            self._leave(chat)
        early = self._early = []
        try:
            await self.sweep()
        finally:
            self._early = None
            for row in early:
                self._add(row)

    def _leave(self, chat: Waiting) -> None:
        """Forget what waits for a chat: it is pending still, and whoever sweeps takes it up again."""
        self._held.difference_update(row.id for row in chat.waiting)
        chat.waiting.clear()

    def _add(self, row: Outgoing, *, swept: bool = False) -> None:
        if row.id in self._held or row.id in self._settled or row.id in self._recent or self._stopping:
            return
        row.chat_id = self._moved.get(row.chat_id, row.chat_id)
        chat = self._chats.get(row.chat_id)
        if chat is None:
            chat = self._chats[row.chat_id] = Waiting(row.chat_id)
        if (chat.behind and not swept) or len(chat.waiting) >= HELD:
            chat.behind = chat.missed = True
            return
        self._held.add(row.id)
        self._line_up(chat, row)

    def _line_up(self, chat: Waiting, row: Outgoing) -> None:
        chat.line_up(row)
        if chat.task is None:
            chat.task = asyncio.create_task(self._serve(chat))

    async def _serve(self, chat: Waiting) -> None:
        """Send what waits for a chat, one after the other."""
        term = self._sole.term
        try:
            while chat.waiting and not self._stopping and self._sole.term == term:
                if noted := await self._deliver(chat, chat.waiting.popleft(), term):
                    # Killed before the note is written, the program sends that one again: that one, not a row of them.
                    await noted.wait()
        except Exception:
            log.exception("delivery_failed")
            self._leave(chat)
        finally:
            if chat.waiting and not self._stopping:
                self._leave(chat)
                self._hungry.set()
            chat.task = None
            self._forget_idle(chat)
            if chat.behind:
                self._hungry.set()

    def _forget_idle(self, chat: Waiting) -> None:
        if chat.task is None and not chat.behind and self._chats.get(chat.id) is chat:
            del self._chats[chat.id]

    async def _deliver(self, chat: Waiting, row: Outgoing, term: int) -> asyncio.Event | None:
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
            if self._sole.term != term:
                self._held.discard(row.id)
                return None

    def _note(self, row: Outgoing, outcome: Outcome) -> asyncio.Event:
        pending = outcome.delivery == "pending"
        if not pending:
            self._recent[row.id] = outcome.changed or outcome.message_id
        return self._marks.add(row, outcome, self._clock() + timedelta(seconds=outcome.wait) if pending else None)

    async def _move(self, chat: Waiting, row: Outgoing, chat_id: int) -> bool:
        """Follow a group to its new id with everything that waits for it, and tell whether that worked."""
        try:
            await self._on_migrated(chat.id, chat_id)
        except Exception:
            log.exception("migration_failed")
            return False
        self._moved[chat.id] = chat_id
        rows = [row, *chat.waiting]
        chat.waiting.clear()
        home = self._chats.setdefault(chat_id, Waiting(chat_id))
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


_ADVICE = "It sends what this one has to say, too. Stop one of them; until then nothing is lost."


def _pending_after(after: UUID | None) -> Callable[[UnitOfWork], Awaitable[Sequence[Outgoing]]]:
    async def read(uow: UnitOfWork) -> Sequence[Outgoing]:
        return await uow.messages.list_pending(PAGE, after)

    return read
