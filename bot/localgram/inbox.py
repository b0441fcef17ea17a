"""The updates that wait for the bot until it confirms them."""

import asyncio
from collections.abc import Iterable
from itertools import count, islice, takewhile
from typing import Final

from bot.localgram.wire import ApiError, Json

ONLY_WHEN_ASKED: Final = {"chat_member", "message_reaction", "message_reaction_count"}


class Inbox:
    """A queue of updates, read by one poller, emptied by confirmation only."""

    def __init__(self) -> None:
        """Begin empty, open to the kinds of updates a bot gets unasked."""
        self.waiting: dict[int, Json] = {}
        self._ids = count(1001)
        self._chosen: frozenset[str] = frozenset()
        self._poll: asyncio.Future[None] | None = None

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Choose the kinds of updates to come; None keeps the choice, none at all means the usual ones."""
        if kinds is not None:
            self._chosen = frozenset(kinds)

    def put(self, kind: str, content: Json) -> None:
        """Queue an update if the bot wants its kind."""
        if kind in self._chosen if self._chosen else kind not in ONLY_WHEN_ASKED:
            update_id = next(self._ids)
            self.waiting[update_id] = {"update_id": update_id, kind: content}
            self._wake()

    async def take(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm what is below the offset, then return what waits, or what comes within the seconds."""
        self._confirm(offset)
        self._end_other_poll()
        if not self.waiting and seconds > 0:
            await self._wait(seconds)
        return list(islice(self.waiting.values(), min(max(limit, 1), 100)))

    def _confirm(self, offset: int) -> None:
        first = list(self.waiting)[offset] if -len(self.waiting) < offset < 0 else offset
        for update_id in list(takewhile(lambda known: known < first, self.waiting)):
            del self.waiting[update_id]

    def _end_other_poll(self) -> None:
        if self._poll and not self._poll.done():
            reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
            self._poll.set_exception(ApiError(409, f"Conflict: {reason}"))

    def _wake(self) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    async def _wait(self, seconds: float) -> None:
        self._poll = poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait({poll}, timeout=seconds)
            if poll.done():
                poll.result()
        finally:
            poll.cancel()
