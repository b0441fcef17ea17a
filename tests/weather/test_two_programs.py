"""Two programs on one database: an operator's mistake, or a restart that overlaps. One sends what both have to say."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.ledger import Ledger
from bot.localgram import LocalTelegram
from bot.localgram.server import address, serve
from repositories import models
from repositories.engine import Database
from repositories.schema import table_of
from repositories.sole import Sole
from tests.post import Post, until
from tests.process import Process

ANN, BOB, CAT, DAN, EVE = PEOPLE = range(1, 6)
PATIENCE = 30.0
AMOUNT = re.compile(r"(?:of|Food ·) \$([\d,]+)\.00")
SPENDERS = {DAN, EVE}
"""Who spends, while the others set budgets."""


@pytest.fixture
def local() -> LocalTelegram:
    """Five people who have started the bot."""
    local = LocalTelegram()
    for user_id in PEOPLE:
        local.add_user(user_id, f"User{user_id}")
        local.say(user_id, user_id, "/start")
    return local


@pytest.fixture
async def posts(database_url: str, local: LocalTelegram) -> AsyncIterator[tuple[Post, Post]]:
    """The deliveries of two programs, each with a connection of its own to the one database."""
    databases = [Database(database_url), Database(database_url)]
    ledgers = [Ledger(database) for database in databases]
    for ledger in ledgers:
        ledger.start()
    posts = Post(ledgers[0], local), Post(ledgers[1], local)
    yield posts
    for post, ledger, database in zip(posts, ledgers, databases, strict=True):
        await post.close()
        await ledger.stop()
        await database.close()


def sole_of(post: Post) -> Sole:
    """Give a program the right to send, if nobody else has it."""
    return post.ledger.database.sole_sender()


async def test_of_two_one_sends_what_both_have_to_say(posts: tuple[Post, Post]) -> None:
    first, second = posts
    sending, other = first.open(), second.open()
    with capture_logs() as logs:
        await sending.start(sole_of(first))
        await other.start(sole_of(second))
    rows = await second.write_all(*((ANN, str(number)) for number in range(30)))

    other.take(rows)
    await asyncio.gather(sending.sweep(), other.sweep())
    await sending.sweep()

    assert await second.settled(*rows) == ["sent"] * 30
    assert first.heard(ANN) == [str(number) for number in range(30)]
    assert [entry["event"] for entry in logs] == ["another_program_sends"]


async def test_when_the_one_that_sends_stops_the_other_goes_on_in_order(posts: tuple[Post, Post]) -> None:
    first, second = posts
    sending, other = first.open(), second.open()
    await sending.start(sole_of(first))
    await other.start(sole_of(second))
    waiting = await first.write_all((ANN, "1"), (ANN, "2"))
    first.local.fail_next("sendMessage", retry_after=1, chat_id=ANN)
    sending.take(waiting)
    await until(lambda: first.row(waiting[0].id), lambda row: row.attempts == 1)
    later = await first.write_all((ANN, "3"), (BOB, "4"))

    other.take(later)
    await sending.stop()

    assert await first.settled(*waiting, *later) == ["sent"] * 4
    assert (first.heard(ANN), first.heard(BOB)) == (["1", "2", "3"], ["4"])


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_whoever_loses_the_database_sends_no_more_until_it_has_its_turn(
    posts: tuple[Post, Post], database_url: str
) -> None:
    first, second = posts
    sole, other = sole_of(first), sole_of(second)
    assert (await sole.take(), await other.take()) == (True, False)
    database = Database(database_url)
    async with database.begin() as uow:
        await uow.connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
    await database.close()

    lost = await until(lambda: asyncio.sleep(0, sole.term), lambda term: term == 0)
    taken = await until(other.take, bool)

    assert (lost, taken, await sole.take()) == (0, True, False)
    await other.leave()
    assert await until(sole.take, bool)
    assert sole.term == 2
    await sole.leave()


class Answers:
    """What was answered to whom: the amounts, which are all different."""

    def __init__(self, local: LocalTelegram) -> None:
        self.local = local

    def of(self, user_id: int) -> list[int]:
        """List the amounts that were answered in a chat."""
        said = [body["text"] for body in self.local.messages(user_id) if body["from"]["is_bot"]]
        return [int(found[1].replace(",", "")) for text in said if (found := AMOUNT.search(text))]

    @property
    def all(self) -> set[int]:
        """Collect everything that was answered."""
        return {amount for user_id in PEOPLE for amount in self.of(user_id)}


async def test_two_real_programs_of_which_one_is_killed_lose_and_double_nothing(
    local: LocalTelegram, database_url: str, tmp_path: Path
) -> None:
    runner = await serve(local)
    processes = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        processes.append(Process(tmp_path / name, address(runner), local.token, database_url))
    first, second = processes
    answers, amounts = Answers(local), iter(range(1, 10_000))
    try:
        first.start()
        for user_id in PEOPLE:
            local.say(user_id, user_id, "/person Mom offline")
        expected = await talk(local, amounts, rounds=1)
        await local.wait_for(lambda: answers.all >= expected, PATIENCE)
        second.start()
        expected |= await talk(local, amounts, rounds=8, every=0.2)

        first.kill()
        expected |= await talk(local, amounts, rounds=8, every=0.2)
        await local.wait_for(lambda: answers.all >= expected, PATIENCE)
    finally:
        first.kill()
        second.kill()
        await runner.cleanup()

    for user_id in PEOPLE:
        said = answers.of(user_id)
        # The one message on its way when the program was killed may be there twice.
        assert len(said) - len(set(said)) <= 1
    assert answers.all == expected
    assert await spent(database_url) == sorted(amount for user_id in SPENDERS for amount in set(answers.of(user_id)))
    assert {event["event"] for one in processes for event in one.troubles} <= {"another_program_polls"}


async def spent(database_url: str) -> list[int]:
    """List what was recorded as spent."""
    database = Database(database_url)
    async with database.begin() as uow:
        amounts = [int(row[0]) for row in await uow.execute(select(table_of(models.Expense).c.amount))]
    await database.close()
    return sorted(amounts)


async def talk(local: LocalTelegram, amounts: Iterator[int], rounds: int, every: float = 0.0) -> set[int]:
    """Let everybody set a budget or spend, again and again, and tell the amounts."""
    told = set()
    for _ in range(rounds):
        for user_id in PEOPLE:
            told.add(amount := next(amounts))
            words = f"/spend {amount} food" if user_id in SPENDERS else f"/budget mom christmas {amount}"
            local.say(user_id, user_id, words)
        await asyncio.sleep(every)
    return told
