"""What only one of several programs on a database does at a time: whoever ends, however it ends, lets go of it."""

import asyncio
import sqlite3
from contextlib import suppress
from typing import Any, Protocol

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from repositories.failures import Unavailable, translated

SILENCE_SECONDS = 5.0
"""How long a database may take to say that it is still there."""
# A machine that vanished must not hold on for hours. Where both are one machine, there is nothing to set.
_NOTICE = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3"


class Sole(Protocol):
    """The right to be the only one."""

    @property
    def term(self) -> int:
        """Tell for the how-manieth time it is ours; 0 while it is not."""

    async def take(self) -> bool:
        """Take it if nobody has it, and tell whether it is ours now; raises Unavailable where nobody can tell."""

    async def leave(self) -> None:
        """Let go of it."""


class Alone:
    """The right of a program of which there can be no second."""

    term = 1

    async def take(self) -> bool:
        """Have it."""
        return True

    async def leave(self) -> None:
        """Keep it: nobody else wants it."""


class SqliteSole:
    """A lock on an empty file beside the database; the system takes it from whoever ends."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._terms = 0
        self._lock: sqlite3.Connection | None = None

    @property
    def term(self) -> int:
        """Tell for the how-manieth time it is ours; 0 while it is not."""
        return self._terms if self._lock else 0

    async def take(self) -> bool:
        """Take it if nobody has it, and tell whether it is ours now."""
        if self._lock is None:
            with translated():
                self._lock = _locked(self._path)
            self._terms += self._lock is not None
        return self._lock is not None

    async def leave(self) -> None:
        """Let go of it."""
        lock, self._lock = self._lock, None
        if lock:
            lock.close()


def _locked(path: str) -> sqlite3.Connection | None:
    try:
        lock = sqlite3.connect(path, isolation_level=None, timeout=0)
    except sqlite3.Error as problem:
        raise Unavailable from problem
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as problem:
        lock.close()
        if isinstance(problem, sqlite3.OperationalError) and problem.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return None
        raise Unavailable from problem
    return lock


class PostgresqlSole:
    """An advisory lock, held by a connection of its own: the server takes it from whoever is gone."""

    def __init__(self, engine: AsyncEngine, number: int) -> None:
        self._engine = engine
        self._number = number
        self._terms = 0
        self._holder: AsyncConnection | None = None
        self._line: Any = None

    @property
    def term(self) -> int:
        """Tell for the how-manieth time it is ours; 0 while it is not, and as soon as the connection is cut."""
        return self._terms if self._line is not None and not self._line.is_closed() else 0

    async def take(self) -> bool:
        """Take it if nobody has it, and tell whether it is ours now; asks the server, however long it was ours."""
        try:
            with translated():
                async with asyncio.timeout(SILENCE_SECONDS):
                    return await self._still_held() if self.term else await self._try()
        except (Unavailable, TimeoutError, DBAPIError) as problem:
            await self._drop()
            raise Unavailable from problem

    async def leave(self) -> None:
        """Let go of it."""
        await self._drop()

    async def _still_held(self) -> bool:
        if self._holder is not None:
            await self._holder.exec_driver_sql("SELECT 1")
        return self._holder is not None

    async def _try(self) -> bool:
        await self._drop()
        connection = await self._engine.connect()
        try:
            connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            ours = bool((await connection.execute(_TRY, {"number": self._number})).scalar())
            if ours:
                for setting in _NOTICE.split("; "):
                    await connection.exec_driver_sql(setting)
                self._line = (await connection.get_raw_connection()).driver_connection
                self._holder = connection
                self._terms += 1
        finally:
            if self._holder is not connection:
                await connection.close()
        return ours

    async def _drop(self) -> None:
        """End the connection, and the right with it: returned to the others, it would go on holding it."""
        holder, self._holder, self._line = self._holder, None, None
        if holder:
            with suppress(Exception):
                await holder.invalidate()
            with suppress(Exception):
                await holder.close()


_TRY = select(func.pg_try_advisory_lock(bindparam("number")))
