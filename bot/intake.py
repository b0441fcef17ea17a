"""The way in: updates are confirmed to Telegram only when all that follows from them is committed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import takewhile
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.calls import call
from bot.outcomes import seconds

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
POLL_SECONDS = 30
GRACE_SECONDS = 10.0
"""How much longer than asked Telegram may take to answer a poll."""
LAST_SECONDS = 2.0
"""How long stopping may wait for Telegram to hear the last confirmation."""
FIRST_PAUSE, LONGEST_PAUSE, CONFLICT_PAUSE = 0.5, 30.0, 3.0

LATE_SECONDS = 0.6
"""For how long nothing more is asked for while something is under way: who asks sooner is shown one update alone."""
SECOND_THOUGHTS = (0.2, 1.0)
"""How long to wait before a failed update is handled again, in seconds; then it is given up."""

log = structlog.get_logger()

Handle = Callable[[Update], Awaitable[None]]


async def _hand_over(update: Update, handle: Handle) -> None:
    for pause in (*SECOND_THOUGHTS, None):
        try:
            await handle(update)
        except Exception:
            log.exception("update_failed", update=update.update_id, again=pause is not None)
        else:
            return
        if pause is not None:
            await asyncio.sleep(pause)


class Intake:
    """Polls Telegram for updates, and hands them over in their order.

    None waits for another: what belongs to one chat is kept in order by the ledger, which may commit many at once. What
    takes long, a file that is fetched for instance, stays unconfirmed, and up to a hundred behind it are taken in.
    """

    def __init__(
        self,
        bot: Bot,
        handle: Handle,
        allowed_updates: Sequence[str] = ALLOWED_UPDATES,
        poll_seconds: int = POLL_SECONDS,
        conflict_pause: float = CONFLICT_PAUSE,
    ) -> None:
        self._bot = bot
        self._handle = handle
        self._allowed = list(allowed_updates)
        self._poll_seconds = poll_seconds
        self._offset: int | None = None
        self._unconfirmed: dict[int, asyncio.Task[None]] = {}
        """What was taken in, in its order."""
        self._stopping = False
        self._poll: asyncio.Task[list[dict[str, Any]]] | None = None
        self._ended = asyncio.Event()
        self._trouble = Trouble(conflict_pause)

    async def run(self) -> None:
        """Take in updates until stopped; raises InvalidToken when Telegram does not know the bot."""
        self._ended.clear()
        try:
            while not self._stopping:
                await self._take_in(await self._interruptible_fetch())
            await self._under_way()
            await self._confirm()
        finally:
            self._ended.set()

    async def stop(self) -> None:
        """Stop polling, wait for the updates under way, and confirm them."""
        self._stopping = True
        if self._poll is None:
            return
        self._poll.cancel()
        await self._ended.wait()

    async def _take_in(self, found: list[dict[str, Any]]) -> None:
        for raw in found:
            if (number := raw["update_id"]) not in self._unconfirmed:
                self._unconfirmed[number] = asyncio.create_task(self._handle_one(raw))
        await self._under_way(LATE_SECONDS)

    async def _under_way(self, patience: float | None = None) -> None:
        """Wait for what is under way; what is done up to the first that is not can be confirmed."""
        if self._unconfirmed:
            await asyncio.wait(self._unconfirmed.values(), timeout=patience)
        for number in list(takewhile(lambda each: self._unconfirmed[each].done(), self._unconfirmed)):
            del self._unconfirmed[number]
            self._offset = number + 1

    async def _handle_one(self, raw: dict[str, Any]) -> None:
        try:
            update = Update.de_json(raw, self._bot)
        except Exception as problem:  # noqa: BLE001 - one that cannot be read must not hold up all that follow
            log.warning("update_unreadable", update=raw["update_id"], problem=type(problem).__name__)
        else:
            await _hand_over(update, self._handle)

    async def _interruptible_fetch(self) -> list[dict[str, Any]]:
        self._poll = asyncio.create_task(self._fetch(), name="poll")
        try:
            return await self._poll
        except asyncio.CancelledError:
            if self._stopping and self._poll.cancelled():
                return []
            self._poll.cancel()
            raise

    async def _fetch(self) -> list[dict[str, Any]]:
        """Ask until Telegram answers."""
        while True:
            try:
                found = await self._get_updates(self._poll_seconds)
            except InvalidToken:
                raise
            except TelegramError as problem:
                await asyncio.sleep(self._trouble.pause(problem))
            else:
                self._trouble.over()
                return found

    async def _confirm(self) -> None:
        """Tell Telegram what has been handled; what it answers with stays unconfirmed."""
        if self._offset is not None:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(LAST_SECONDS):
                    await self._get_updates(0, limit=1)

    async def _get_updates(self, timeout: int, limit: int = 100) -> list[dict[str, Any]]:  # noqa: ASYNC109 - Telegram's
        asked = {"offset": self._offset, "limit": limit, "timeout": timeout, "allowed_updates": self._allowed}
        if self._offset is None:
            del asked["offset"]
        found: list[dict[str, Any]] = await call(self._bot, "getUpdates", asked, timeout + GRACE_SECONDS)
        return found


class Trouble:
    """What keeps Telegram from answering: told once when it begins, and once when it is over."""

    def __init__(self, conflict_pause: float = CONFLICT_PAUSE) -> None:
        self._conflict_pause = conflict_pause
        self._kind = ""
        self._failures = 0

    def pause(self, problem: TelegramError) -> float:
        """Note a failure, and return how long to wait before asking again."""
        kind = _kind(problem)
        if kind != self._kind:
            log.warning(kind, reason=problem.message, advice=_ADVICE[kind])
            self._kind, self._failures = kind, 0
        self._failures += 1
        match problem:
            case RetryAfter():
                return seconds(problem)
            case Conflict():
                return self._conflict_pause
        return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._failures - 1, 10)))

    def over(self) -> None:
        """Note that updates come again."""
        if self._kind:
            log.info("updates_come_again", after=self._kind)
            self._kind, self._failures = "", 0


_ADVICE = {
    "another_program_polls": "Stop the other program that runs with this token; this one tries again meanwhile.",
    "told_to_wait": "Nothing is to be done; it goes on by itself.",
    "telegram_unreachable": "Check the network, and TELEGRAM_API_URL if set; it is tried again until it works.",
    "telegram_unintelligible": "Check TELEGRAM_API_URL; it is tried again until it works.",
}


def _kind(problem: TelegramError) -> str:
    match problem:
        case Conflict():
            return "another_program_polls"
        case RetryAfter():
            return "told_to_wait"
        case NetworkError():
            return "telegram_unreachable"
    return "telegram_unintelligible"
