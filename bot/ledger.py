"""The ledger: many chats' work under few commits, each piece whole or not at all."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import structlog

from repositories.engine import Database
from repositories.failures import Conflict, Unavailable, translated
from repositories.health import reason
from repositories.unit_of_work import UnitOfWork

Result = TypeVar("Result")
Work = Callable[[UnitOfWork], Awaitable[Any]]

GROUP = 32
"""How many pieces of work share a commit at most."""
CONFLICTS = 8
"""How often work is tried again because other transactions came first."""
PATIENCE = (0.05, 0.2, 1.0, 2.0, 5.0)
"""How long to wait before the same work is tried again, in seconds; the last one is repeated."""

log = structlog.get_logger()


@dataclass(slots=True)
class _Entry:
    work: Work
    done: asyncio.Future[Any]


@dataclass(slots=True)
class _Line:
    """What waits for one writer."""

    waiting: deque[_Entry] = field(default_factory=deque)
    wake: asyncio.Event = field(default_factory=asyncio.Event)


class Ledger:
    """Carries out work on the database, several pieces to a commit; one place's work in the order it is handed in.

    Each piece of work is a function of a unit of work, may be run again, and is answered only after the commit. When a
    group fails as a whole, its pieces are run one by one, so that only the one at fault hears of it. While the database
    is away the work waits.
    """

    def __init__(self, database: Database, writers: int | None = None) -> None:
        self.database = database
        self._lines = [_Line() for _ in range(writers or (1 if database.is_sqlite else 4))]
        self._tasks: list[asyncio.Task[None]] = []
        self._busy = 0
        self._away = False

    def start(self) -> None:
        """Begin to carry out what is handed in."""
        self._tasks = [asyncio.create_task(self._write(line), name=f"ledger-{n}") for n, line in enumerate(self._lines)]

    @property
    def idle(self) -> bool:
        """Tell whether everything that was handed in is done."""
        return not self._busy and not any(line.waiting for line in self._lines)

    async def stop(self) -> None:
        """Finish what was handed in, then stop."""
        while not self.idle:  # noqa: ASYNC110 - only stopping waits for this, once
            await asyncio.sleep(0.005)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def enter(self, work: Callable[[UnitOfWork], Awaitable[Result]], place: int = 0) -> Result:
        """Hand in a piece of work, and wait until it is committed; a place may be any number, such as a chat's id."""
        return cast(Result, await self.line_up(work, place))

    def line_up(self, work: Work, place: int = 0) -> asyncio.Future[Any]:
        """Hand in a piece of work; what comes of it is known when it is committed."""
        entry = _Entry(work, asyncio.get_running_loop().create_future())
        line = self._lines[place % len(self._lines)]
        line.waiting.append(entry)
        line.wake.set()
        return entry.done

    async def _write(self, line: _Line) -> None:
        while True:
            await line.wake.wait()
            group = [line.waiting.popleft() for _ in range(min(GROUP, len(line.waiting)))]
            if not group:
                line.wake.clear()
                continue
            self._busy += 1
            try:
                await self._commit(group)
            finally:
                self._busy -= 1

    async def _commit(self, group: list[_Entry]) -> None:
        try:
            results = await self._together(group)
        except Exception as problem:  # noqa: BLE001 - whatever failed, each piece is tried by itself and tells
            if len(group) > 1:
                for entry in group:
                    await self._commit([entry])
            else:
                await self._again(group[0], problem)
            return
        for entry, result in zip(group, results, strict=True):
            _answer(entry, result)

    async def _together(self, group: list[_Entry]) -> list[Any]:
        with translated():
            async with self.database.begin() as uow:
                results = [await entry.work(uow.for_another()) for entry in group]
        if self._away:
            log.info("database_answers_again")
            self._away = False
        return results

    def _note_absence(self, problem: Unavailable) -> None:
        """Tell that the database is away: once, however often work is tried until it is back."""
        if not self._away:
            log.warning("database_unavailable", problem=reason(problem) or type(problem).__name__, advice=_ADVICE)
        self._away = True

    async def _again(self, entry: _Entry, problem: Exception) -> None:
        """Try a piece of work until the database takes it, or until it fails by its own fault."""
        conflicts = waits = 0
        while not entry.done.done():
            if isinstance(problem, Unavailable):
                self._note_absence(problem)
                await asyncio.sleep(PATIENCE[min(waits, len(PATIENCE) - 1)])
                waits += 1
            elif isinstance(problem, Conflict) and conflicts < CONFLICTS:
                await asyncio.sleep(0.002 * conflicts)
                conflicts += 1
            else:
                entry.done.set_exception(problem)
                return
            try:
                [result] = await self._together([entry])
            except Exception as another:  # noqa: BLE001 - judged by the next round
                problem = another
            else:
                _answer(entry, result)


_ADVICE = (
    "What was said waits, and is carried out in its order once the database answers; `nestegg doctor` looks at it."
)


def _answer(entry: _Entry, result: object) -> None:
    if not entry.done.done():
        entry.done.set_result(result)
