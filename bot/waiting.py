"""What waits to be said in one chat."""

import asyncio
from bisect import insort
from collections import deque
from dataclasses import dataclass, field

from domain.messages import Outgoing


@dataclass(slots=True)
class Waiting:
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
