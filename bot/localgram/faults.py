"""What can go wrong between a bot and Telegram, on demand: refusals, outages, broken lines, flood limits."""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Literal

from bot.localgram.wire import ApiError, Dropped, Params


@dataclass
class Fault:
    """One misfortune that waits for its calls."""

    method: str
    status: int = 0
    retry_after: int = 0
    description: str = ""
    drop: Literal["before", "after", ""] = ""
    hang: bool = False
    chat_id: int | None = None
    times: int = 1
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when what hangs is to go on."""

    def meets(self, method: str, params: Params) -> bool:
        """Return whether this call is one it waits for."""
        return (
            self.times > 0
            and self.method.lower() == method
            and self.chat_id in {None, params.number("chat_id")}
        )  # fmt: skip

    async def strike(self, *, executed: bool) -> None:
        """Do the harm that belongs before or after the execution of the call."""
        if self.hang and not executed:
            await self.ended.wait()
        if self.drop == ("after" if executed else "before"):
            raise Dropped(executed=executed)
        if self.status and not executed:
            raise self._error()

    def _error(self) -> ApiError:
        if self.status == HTTPStatus.TOO_MANY_REQUESTS:
            words = f"Too Many Requests: retry after {self.retry_after}"
            return ApiError(429, words, retry_after=self.retry_after)
        return ApiError(self.status, self.description or HTTPStatus(self.status).phrase)


@dataclass(frozen=True)
class _Window:
    messages: int
    seconds: float


_OVERALL = _Window(30, 1)
_EVERY_CHAT = (_Window(5, 1), _Window(60, 60))
_GROUP = _Window(20, 60)


class FloodLimits:
    """Thirty messages a second in all, one a second per chat with bursts of five, twenty a minute per group."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Count by the given clock."""
        self._now = now
        self._sent: dict[tuple[int, _Window], deque[float]] = {}

    def spend(self, chat_id: int) -> None:
        """Count a message to the chat, or refuse it with the seconds to wait."""
        at = self._now().timestamp()
        windows = [
            (0, _OVERALL),
            *((chat_id, window) for window in _EVERY_CHAT),
            *([(chat_id, _GROUP)] * (chat_id < 0)),
        ]
        counts = [
            (window, self._sent.setdefault((key, window), deque(maxlen=window.messages))) for key, window in windows
        ]
        wait = max(_wait(window, times, at) for window, times in counts)
        if wait > 0:
            seconds = math.ceil(wait)
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        for _, times in counts:
            times.append(at)


def _wait(window: _Window, times: deque[float], at: float) -> float:
    return times[0] + window.seconds - at if len(times) == window.messages else 0.0
