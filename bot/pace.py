"""How fast Telegram lets a bot speak: thirty messages a second, one a second in a chat, twenty a minute in a group."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

OVERALL, OVERALL_SPAN = 30, 1.0
GROUP, GROUP_SPAN = 20, 60.0
BURST, CHAT_SECONDS = 3, 1.0
REMEMBERED = 1024
"""How many chats are remembered before those that may speak freely again are forgotten."""


@dataclass(slots=True)
class _Window:
    """The moments of the last few messages: the first of them says when the next one may follow."""

    span: float
    moments: deque[float]

    def free_at(self) -> float:
        """Return when there is room for one more."""
        full = len(self.moments) == self.moments.maxlen
        return self.moments[0] + self.span if full else 0.0


def _window(messages: int, span: float) -> _Window:
    return _Window(span, deque(maxlen=messages))


@dataclass(slots=True)
class _Spent:
    """What a chat has used up: a bucket that refills by the second, and in a group the window of a minute."""

    refilled_at: float = 0.0
    minute: _Window | None = None

    def free_at(self) -> float:
        bucket = self.refilled_at - (BURST - 1) * CHAT_SECONDS
        return max(bucket, self.minute.free_at()) if self.minute else bucket

    def spend(self, at: float) -> None:
        self.refilled_at = max(at, self.refilled_at) + CHAT_SECONDS
        if self.minute:
            self.minute.moments.append(at)

    def forgettable(self, now: float) -> bool:
        idle = not self.minute or self.minute.moments[-1] + GROUP_SPAN <= now
        return self.refilled_at <= now and idle


@dataclass(slots=True)
class Pace:
    """The three limits. Edits and answers to taps count toward the overall one only: they add nothing to a chat."""

    clock: Callable[[], float] = time.monotonic
    kept: bool = True
    _overall: _Window = field(default_factory=lambda: _window(OVERALL, OVERALL_SPAN))
    _chats: dict[int, _Spent] = field(default_factory=dict)
    _room: int = REMEMBERED

    @classmethod
    def off(cls) -> "Pace":
        """Return a pace without limits, for a Bot API server of one's own."""
        return cls(kept=False)

    def delay(self, chat_id: int) -> float:
        """Return the seconds until the chat may get its next message."""
        spent = self._chats.get(chat_id)
        return 0.0 if spent is None else max(0.0, spent.free_at() - self.clock())

    def take(self, chat_id: int | None = None) -> float:
        """Take the next place among all messages, for the chat if one is given; return the seconds until its turn."""
        if not self.kept:
            return 0.0
        now = self.clock()
        at = max(now, self._overall.free_at())
        self._overall.moments.append(at)
        if chat_id is not None:
            self._spent(chat_id, now).spend(at)
        return at - now

    def _spent(self, chat_id: int, now: float) -> _Spent:
        spent = self._chats.get(chat_id)
        if spent is None:
            self._forget_idle(now)
            spent = self._chats[chat_id] = _Spent(minute=_window(GROUP, GROUP_SPAN) if chat_id < 0 else None)
        return spent

    def _forget_idle(self, now: float) -> None:
        if len(self._chats) >= self._room:
            self._chats = {key: spent for key, spent in self._chats.items() if not spent.forgettable(now)}
            self._room = max(REMEMBERED, 2 * len(self._chats))
