"""One transaction, what is known and noted within it, and the journal of what is changed."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from sqlalchemy import CursorResult, Executable, Table, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.alerts import Touched
from domain.changes import Effect
from domain.expenses import Spent
from domain.gifts import Gift
from domain.limits import Limited
from domain.messages import Outgoing
from domain.secrets import CLOSED, Eyes
from repositories.changes import Changes
from repositories.failures import failure
from repositories.messages import Messages

_INSERTS = {table: insert(table) for table in (Messages.table, Changes.table)}
"""How the rows held back are written, in the order in which they refer to each other."""


class Transaction:
    """What takes effect whole or not at all."""

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.family_id: int | None = None
        self.effects: list[Effect] = []
        self.eyes = CLOSED
        """Whose eyes will read what is made of what is found here."""
        self.spoken_of: set[int] = set()
        """The people of whose gifts something was found, so that it may be spoken of."""
        self.shown: set[int] = set()
        """The gifts that were found whole, with all that makes them known."""
        self.ceilings: dict[int, Decimal | None] = {}
        """The occasions that are kept from being changed by others, and what each may cost."""
        self.held: dict[int, list[Gift]] = {}
        """All gifts of these occasions."""
        self.told: list[Outgoing] = []
        """What is said besides the answer, to be handed on for delivery after the commit."""
        self.taken_back: list[Effect] = []
        """What was changed back to what it was before."""
        self.readers_changed = False
        """Whether somebody turned out to read a group of whom it was thought that they do not."""
        self.touched: list[Touched] = []
        """What was changed that alerts have to be judged of."""
        self.spent: list[Spent] = []
        """What was spent, or no longer was, that limits have to be judged of."""
        self.limited: Sequence[Limited] | None = None
        """The limits of the family, once they are kept from being changed by others."""
        self.settled: dict[int, Sequence[Gift]] = {}
        """The gifts of occasions as they are since they were changed, and are kept from being changed by others."""
        self.spoken_in: set[int] = set()
        """The chats of which something is held back."""
        self._kept: dict[Table, list[dict[str, Any]]] = {}
        self._before: dict[Table, list[dict[str, Any]]] = {}
        """What was held back when the present part began, as long as it is not written for good."""
        self._in_part = False
        self._saved = False

    def for_another(self) -> Self:
        """Leave what was done as it is, and begin the next piece of work: it may be another family's."""
        self.family_id, self.effects = None, []
        self.told, self.taken_back, self.readers_changed = [], [], False
        self.touched, self.spent, self.limited = [], [], None
        self.settled, self.ceilings, self.held = {}, {}, {}
        return self.seen_by(CLOSED)

    def seen_by(self, eyes: Eyes) -> Self:
        """Find from now on what these eyes may read."""
        self.eyes, self.spoken_of, self.shown = eyes, set(), set()
        return self

    async def execute(self, statement: Executable, values: Any = None) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement."""
        try:
            return await self.connection.execute(statement, values)
        except DBAPIError as problem:
            raise failure(problem) from problem

    async def write(self, statement: Executable, values: Any = None) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement that changes something, so that the part it belongs to can be taken back."""
        if self._in_part and not self._saved:
            await self.connection.exec_driver_sql("SAVEPOINT part")
            self._saved = True
        return await self.execute(statement, values)

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        """Run what may be refused: an exception takes back what was changed inside, and only that."""
        self._in_part, self._saved, self.effects, self.touched, self.spent = True, False, [], [], []
        told, spoken_in = len(self.told), set(self.spoken_in)
        self._before = {table: list(rows) for table, rows in self._kept.items()}
        try:
            yield
        except BaseException:
            if self._saved:
                await self.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
            self.effects, self.taken_back, self.touched, self.spent = [], [], [], []
            self.settled, self.ceilings, self.held, self.limited = {}, {}, {}, None
            del self.told[told:]
            self._kept = self._before
            self.spoken_in |= spoken_in
            raise
        finally:
            self._in_part = False

    def keep(self, table: Table, row: dict[str, Any]) -> None:
        """Hold back a row that nobody reads before the commit: many rows then cost one statement."""
        self._kept.setdefault(table, []).append(row)

    async def flush(self) -> None:
        """Write the rows that were held back."""
        kept, self._kept = self._kept, {}
        if not self._saved:
            # What is written behind the savepoint goes with it, and has to be written again.
            self._before = {}
        self.spoken_in.clear()
        for table, insertion in _INSERTS.items():
            if rows := kept.get(table):
                await self.execute(insertion, rows)

    def record(self, table: Table, key: Any, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        """Note what happened to a row, for the journal."""
        self.effects.append(Effect(table.name, key, before, after))

    @property
    def family(self) -> int:
        """Name the family that every question is asked within."""
        if self.family_id is None:
            message = "no family has been entered"
            raise RuntimeError(message)
        return self.family_id
