"""The program as the host has it: told to stop, started when Telegram is away, beside another one, in trouble."""

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import web

from bot.localgram import LocalTelegram
from bot.localgram.server import address, serve
from repositories.engine import Database
from tests.databases import Databases
from tests.process import Process

ANN, BEN = 1, 2
PATIENCE = 15.0
STARTING = 60.0
"""How long a second program may take until it is there, on a busy machine."""


class Line:
    """A Telegram on a port of its own, which can be away and come back."""

    def __init__(self) -> None:
        self.local = LocalTelegram()
        self.local.add_user(ANN, "Ann")
        self.local.add_user(BEN, "Ben")
        self._runner: web.AppRunner
        self.url = ""

    async def up(self) -> None:
        """Answer, always under the same address."""
        port = int(self.url.rpartition(":")[2]) if self.url else 0
        self._runner = await serve(self.local, port)
        self.url = address(self._runner)

    async def down(self) -> None:
        """Be away."""
        await self._runner.cleanup()

    def says(self, text: str, by: int = ANN) -> None:
        """Write to the bot in private."""
        self.local.say(by, by, text)

    def heard(self, by: int = ANN) -> list[str]:
        """List what the bot answered."""
        return [body["text"] for body in self.local.messages(by) if body["from"]["is_bot"]]

    async def answers(self, count: int, by: int = ANN) -> list[str]:
        """Wait for so many answers."""
        await self.local.wait_for(lambda: len(self.heard(by)) >= count, PATIENCE)
        return self.heard(by)

    async def hears(self, words: str, by: int = ANN) -> None:
        """Wait for an answer with these words."""
        await self.local.wait_for(lambda: any(words in text for text in self.heard(by)), PATIENCE)


@pytest.fixture
def database_url(sqlite: Databases) -> Iterator[str]:
    """One engine is enough: what is tried here is the program around it."""
    with sqlite.migrated() as url:
        yield url


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    """A Telegram that answers."""
    line = Line()
    await line.up()
    yield line
    await line.down()


@pytest.fixture
def process(line: Line, tmp_path: Path, database_url: str) -> Iterator[Process]:
    """The program, not yet started."""
    process = Process(tmp_path, line.url, line.local.token, database_url)
    yield process
    process.kill()


async def until(look: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not look():  # noqa: ASYNC110 - no event tells of another process
            await asyncio.sleep(0.02)


async def stopped(process: Process) -> tuple[int, bool]:
    """Wait for the end: the exit status, and whether it came within ten seconds."""
    status, seconds = await asyncio.to_thread(process.ended)
    return status, seconds < 10


async def test_told_to_stop_it_finishes_what_is_under_way(line: Line, process: Process) -> None:
    process.start()
    line.says("/budget mom christmas 1")
    await line.answers(1)
    for amount in range(2, 150):
        line.says(f"/budget mom christmas {amount}")
    await line.answers(10)

    process.tell(signal.SIGTERM)
    process.tell(signal.SIGTERM)

    assert await stopped(process) == (0, True)
    assert [event["event"] for event in process.events] == ["listening", "stopping"]
    confirmed = 149 - len(line.local.inbox.waiting)
    assert len(line.heard()) >= 10
    process.start()
    await line.answers(149)
    assert confirmed >= 10
    assert [f"Budget ${amount}.00" in text for amount, text in enumerate(line.heard(), 1)] == [True] * 149


async def test_ctrl_c_while_telegram_hangs_ends_it_too(line: Line, process: Process) -> None:
    line.local.fail_next("setMyCommands", hang=True, times=3)
    process.start()
    line.says("/budget mom christmas 1")
    await line.answers(1)
    line.local.fail_next("sendMessage", hang=True, times=2)
    line.says("/budget mom christmas 2")
    await asyncio.sleep(0.5)

    process.tell(signal.SIGINT)

    assert await stopped(process) == (0, True)
    assert [event["event"] for event in process.events] == ["listening", "stopping"]
    line.local.faults.clear()
    process.start()
    assert "Budget $2.00" in (await line.answers(2))[1]


async def test_while_telegram_is_away_at_the_start_it_waits_and_says_so_once(line: Line, process: Process) -> None:
    await line.down()
    process.start()
    await until(lambda: "telegram_unreachable" in process.said)
    await asyncio.sleep(1)
    line.says("/budget mom christmas 1")

    await line.up()

    await line.answers(1)
    assert [event["event"] for event in process.events] == ["telegram_unreachable", "listening"]


async def test_waiting_for_telegram_it_can_be_stopped(line: Line, process: Process) -> None:
    await line.down()
    process.start()
    await until(lambda: "telegram_unreachable" in process.said)

    process.tell(signal.SIGTERM)

    assert await stopped(process) == (0, True)
    assert [event["event"] for event in process.events] == ["telegram_unreachable", "stopping"]
    await line.up()


async def test_a_token_that_telegram_does_not_know_ends_it_with_one_line(process: Process) -> None:
    process.variables["TELEGRAM_BOT_TOKEN"] = "654321:other"
    process.start()

    status, _ = await stopped(process)

    assert status == 1
    [told] = process.said.splitlines()
    assert "TELEGRAM_BOT_TOKEN" in told
    assert "654321" not in told


async def test_what_was_pending_goes_out_and_menus_that_fail_hold_nothing_up(line: Line, process: Process) -> None:
    line.local.fail_next("sendMessage", status=502, times=1000)
    process.start()
    line.says("/budget mom christmas 1")
    line.says("/budget mom christmas 2")
    await until(lambda: bool(line.local.faults) and line.local.faults[0].times < 1000)
    await until(lambda: not line.local.inbox.waiting)
    process.kill()
    line.local.faults.clear()
    line.local.fail_next("setMyCommands", status=500, times=3)

    process.start()

    assert ["Budget $1.00" in text or "Budget $2.00" in text for text in await line.answers(2)] == [True, True]
    assert [event["event"] for event in process.troubles] == ["menus_not_set"]


async def test_commands_wait_for_a_database_that_another_program_locks(line: Line, process: Process) -> None:
    process.start()
    line.says("/budget mom christmas 1")
    await line.answers(1)
    path = Database(process.variables["DATABASE_URL"]).url.database
    with closing(sqlite3.connect(str(path), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        line.says("/budget mom christmas 2")
        await asyncio.sleep(3)
        meanwhile = len(line.heard())
        other.execute("ROLLBACK")

    assert "Budget $2.00" in (await line.answers(2))[1]
    assert meanwhile == 1
    assert process.troubles == []


async def test_two_at_once_say_so_in_a_line_and_go_on_when_one_ends(
    line: Line, process: Process, tmp_path: Path
) -> None:
    (tmp_path / "second").mkdir()
    second = Process(tmp_path / "second", line.url, line.local.token, process.variables["DATABASE_URL"])
    process.start()
    line.says("/budget mom christmas 1")
    await line.answers(1)

    second.start()
    amount = 1
    async with asyncio.timeout(STARTING):
        while not (process.troubles or second.troubles):
            amount += 1
            line.says(f"/budget mom christmas {amount}")
            await asyncio.sleep(0.5)
    # Not by counting them: what is pending while both run may be sent by both.
    await line.hears(f"Budget ${amount}.00")
    second.kill()
    line.says("/budget mom christmas 9999")

    await line.hears("Budget $9,999.00")
    conflicts = [event["event"] for one in (process, second) for event in one.troubles]
    assert set(conflicts) == {"another_program_polls"}
    assert len(conflicts) <= 2
