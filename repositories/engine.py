"""The database: one place that knows how each engine is spoken to."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import aiosqlite
from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from repositories.sole import Alone, PostgresqlSole, Sole, SqliteSole
from repositories.types import plain_json
from repositories.unit_of_work import UnitOfWork

Clock = Callable[[], datetime]

BUSY_SECONDS = 10
SENDING = 0x4E657365
"""An advisory lock is known by a number; this one means "Nestegg sends"."""


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def database_url(text: str) -> URL:
    """Read a database's address; plain `postgresql://` and `sqlite://` get their asynchronous drivers."""
    url = make_url(text)
    drivers = {"postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
    return url.set(drivername=drivers.get(url.drivername, url.drivername))


class Database:
    """Opens units of work on one database."""

    def __init__(self, url: str, clock: Clock = utc_now) -> None:
        self.url = database_url(url)
        self.clock = clock
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether one writer at a time is all there can be."""
        return self.url.get_backend_name() == "sqlite"

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        """Open a transaction; it is committed at the end, or rolled back by whatever is raised."""
        async with self.engine.begin() as connection:
            uow = UnitOfWork(connection, self.clock())
            yield uow
            await uow.flush()

    @asynccontextmanager
    async def look(self) -> AsyncIterator[UnitOfWork]:
        """Open a transaction that only reads: all is seen as it stands at one moment, while others go on writing."""
        async with self.engine.connect() as opened:
            options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            connection = await opened.execution_options(only_reads=True, **options)
            async with connection.begin():
                yield UnitOfWork(connection, self.clock())

    def sole_sender(self) -> Sole:
        """Give the right to be the one program on this database that sends."""
        if not self.is_sqlite:
            return PostgresqlSole(self.engine, SENDING)
        path = self.url.database
        return SqliteSole(f"{path}-sender") if path and path != ":memory:" else Alone()

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def _postgresql(url: URL) -> AsyncEngine:
    return create_async_engine(url, json_serializer=plain_json, pool_size=8, pool_pre_ping=False)


def _sqlite(url: URL) -> AsyncEngine:
    path = url.database or ""
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url,
        json_serializer=plain_json,
        connect_args={"async_creator_fn": lambda *_, **__: _NearConnection(path)},
        pool_reset_on_return=None,  # each transaction ends by itself; one more ROLLBACK would be one more hop
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_writing)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """Make the file safe to lose power over, enforce its foreign keys, and wait for other writers."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_writing(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first and writes later could lose an update."""
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("only_reads") else "BEGIN IMMEDIATE")


class _NearConnection(aiosqlite.Connection):
    """A connection that runs quick statements where they are awaited.

    A statement on SQLite takes some microseconds; to hand it to aiosqlite's thread and back takes a hundred, four times
    over for each statement. So only what may wait, for the write lock or for the disk, goes to the thread: BEGIN,
    COMMIT, ROLLBACK and the opening of the file (docs/adr/0004).
    """

    def __init__(self, path: str) -> None:
        super().__init__(
            lambda: sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512), 64
        )
        self._thread.daemon = True

    def cursor(self) -> "_NearCursor":  # type: ignore[override]
        return _NearCursor(self)


class _NearCursor:
    """A cursor that has fetched its rows by the time its statement is done."""

    def __init__(self, connection: _NearConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> None:
        if sql.startswith("BEGIN"):
            in_thread: Any = self._connection._execute  # noqa: SLF001 - its own connection
            await in_thread(self._run, "execute", sql, parameters)
        else:
            self._run("execute", sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> None:
        self._run("executemany", sql, parameters)

    def _run(self, method: str, sql: str, parameters: Iterable[Any]) -> None:
        cursor = self._connection._conn.cursor()  # noqa: SLF001 - its own connection
        getattr(cursor, method)(sql, parameters)
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        self._rows = cursor.fetchall() if cursor.description else []
        cursor.close()

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        self._rows = []
