"""Many chats' work under few commits: nothing is lost, whoever is at fault hears of it, an outage is outlasted."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.ledger import CONFLICTS, Ledger
from repositories.conversations import Conversations
from repositories.engine import Database
from repositories.failures import Conflict
from repositories.unit_of_work import UnitOfWork

Work = Callable[[UnitOfWork], Awaitable[int]]

WRITERS, ROUNDS = 8, 10


def create(chat_id: int) -> Callable[[UnitOfWork], Awaitable[UUID]]:
    """Make work that makes a conversation."""

    async def work(uow: UnitOfWork) -> UUID:
        made = await uow.conversations.create(telegram_chat_id=chat_id, thread_id=0, kind="private", state={"count": 0})
        return made.id

    return work


def count_up(key: UUID) -> Work:
    """Make work that reads a number under a lock, takes its time, and writes the next one."""
    locked = select(Conversations.table).where(Conversations.table.c.id == key).with_for_update()

    async def work(uow: UnitOfWork) -> int:
        number: int = (await uow.execute(locked)).one().state["count"] + 1
        await asyncio.sleep(0)
        await uow.conversations.update(key, state={"count": number})
        return number

    return work


async def refuse(uow: UnitOfWork) -> int:
    """Write something, then fail."""
    await create(99)(uow)
    raise ValueError("refused")


async def count(ledger: Ledger, key: UUID) -> int:
    """Read the number."""

    async def work(uow: UnitOfWork) -> int:
        row = await uow.conversations.get_by_id(key)
        assert row is not None
        number: int = row.state["count"]
        return number

    return await ledger.enter(work)


async def known_chats(ledger: Ledger, chat_id: int) -> int:
    """Count a chat's conversations."""

    async def work(uow: UnitOfWork) -> int:
        return len(await uow.conversations.list_by_chat(chat_id))

    return await ledger.enter(work)


async def cut_all_others(url: str) -> None:
    """Cut every connection to a PostgreSQL database but the one it takes."""
    database = Database(url)
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    async with database.begin() as uow:
        await uow.execute(text(f"{others} AND datname = current_database()"))
    await database.close()


@pytest.fixture
async def second(database_url: str) -> AsyncIterator[Ledger]:
    """The ledger of another process, as it were, on the same database."""
    database = Database(database_url)
    ledger = Ledger(database)
    ledger.start()
    yield ledger
    await ledger.stop()
    await database.close()


async def test_work_is_answered_after_its_commit(ledger: Ledger, second: Ledger) -> None:
    key = await ledger.enter(create(1))

    number = await ledger.enter(count_up(key))

    assert number == 1
    assert await count(second, key) == 1


async def test_eight_writers_at_once_lose_no_update(ledger: Ledger) -> None:
    key = await ledger.enter(create(1))

    async def write() -> list[int]:
        return [await ledger.enter(count_up(key)) for _ in range(ROUNDS)]

    numbers = await asyncio.gather(*(write() for _ in range(WRITERS)))

    assert sorted(number for each in numbers for number in each) == list(range(1, WRITERS * ROUNDS + 1))
    assert await count(ledger, key) == WRITERS * ROUNDS


async def test_two_processes_on_one_database_lose_no_update(ledger: Ledger, second: Ledger) -> None:
    key = await ledger.enter(create(1))

    async def write(through: Ledger) -> None:
        for _ in range(ROUNDS):
            await through.enter(count_up(key))

    await asyncio.gather(*(write(through) for through in (ledger, second) * (WRITERS // 2)))

    assert await count(ledger, key) == WRITERS * ROUNDS


async def test_only_the_one_at_fault_hears_of_it(ledger: Ledger) -> None:
    key = await ledger.enter(create(1))

    results = await asyncio.gather(
        *(ledger.enter(refuse if number == 5 else count_up(key)) for number in range(20)), return_exceptions=True
    )

    assert [number for number, result in enumerate(results) if isinstance(result, Exception)] == [5]
    assert str(results[5]) == "refused"
    assert await count(ledger, key) == 19
    assert await known_chats(ledger, 99) == 0


async def test_what_conflicts_is_tried_again_but_not_for_ever(ledger: Ledger) -> None:
    await ledger.enter(create(1))
    tries = 0

    async def twice(uow: UnitOfWork) -> UUID:
        nonlocal tries
        tries += 1
        return await create(1)(uow)

    with pytest.raises(Conflict):
        await ledger.enter(twice)

    assert tries == CONFLICTS + 1
    assert await known_chats(ledger, 1) == 1


async def test_while_the_database_is_away_the_work_waits(ledger: Ledger) -> None:
    key = await ledger.enter(create(1))
    absences = iter([True, True])

    async def work(uow: UnitOfWork) -> int:
        if next(absences, False):
            raise OperationalError("", {}, OSError("away"))
        return await count_up(key)(uow)

    with capture_logs() as logs:
        number = await ledger.enter(work)

    assert number == 1
    assert {entry["event"] for entry in logs} <= {"database_unavailable", "database_answers_again"}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_while_somebody_else_locks_the_file_the_work_waits_and_the_rest_goes_on(
    ledger: Ledger, database: Database
) -> None:
    key = await ledger.enter(create(1))
    with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        counting = asyncio.create_task(ledger.enter(count_up(key)))
        await asyncio.sleep(0.3)
        assert not counting.done()

        other.execute("COMMIT")

    assert await counting == 1


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_connections_that_were_cut_are_replaced(ledger: Ledger, database_url: str) -> None:
    key = await ledger.enter(create(1))
    await asyncio.gather(*(ledger.enter(count_up(key)) for _ in range(20)))
    await cut_all_others(database_url)

    numbers = await asyncio.gather(*(ledger.enter(count_up(key)) for _ in range(20)))

    assert sorted(numbers) == list(range(21, 41))


async def test_whoever_stops_waiting_does_not_stop_the_work(ledger: Ledger) -> None:
    key = await ledger.enter(create(1))
    waiting = asyncio.create_task(ledger.enter(count_up(key)))
    await asyncio.sleep(0)

    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert await ledger.enter(count_up(key)) == 2
