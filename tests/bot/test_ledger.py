"""Many chats' work under few commits: nothing is lost, nothing is done twice, only the one at fault hears of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.ledger import Ledger
from repositories.engine import Database
from repositories.failures import Conflict
from repositories.unit_of_work import UnitOfWork

Work = Callable[[UnitOfWork], Awaitable[int]]


async def counter(ledger: Ledger) -> UUID:
    """Make a row that can be counted up."""

    async def create(uow: UnitOfWork) -> UUID:
        made = await uow.conversations.create(telegram_chat_id=1, thread_id=0, kind="private", state={"count": 0})
        return made.id

    return await ledger.enter(create)


def count_up(key: UUID) -> Work:
    """Make work that reads a number and writes the next one."""

    async def work(uow: UnitOfWork) -> int:
        row = await uow.conversations.get_by_id(key)
        assert row is not None
        number: int = row.state["count"] + 1
        await uow.conversations.update(key, state={"count": number})
        return number

    return work


async def read(ledger: Ledger, key: UUID) -> int:
    """Read the number."""

    async def work(uow: UnitOfWork) -> int:
        row = await uow.conversations.get_by_id(key)
        assert row is not None
        number: int = row.state["count"]
        return number

    return await ledger.enter(work)


@pytest.fixture
async def second(database_url: str) -> AsyncIterator[Ledger]:
    """A ledger of another process, as it were, on the same database."""
    database = Database(database_url)
    ledger = Ledger(database)
    ledger.start()
    yield ledger
    await ledger.stop()
    await database.close()


async def test_work_is_answered_with_its_result(ledger: Ledger) -> None:
    key = await counter(ledger)

    results = await asyncio.gather(*(ledger.enter(count_up(key)) for _ in range(1)))

    assert results == [1]


async def test_what_was_answered_is_committed(ledger: Ledger, second: Ledger) -> None:
    key = await counter(ledger)

    await ledger.enter(count_up(key))

    assert await read(second, key) == 1
