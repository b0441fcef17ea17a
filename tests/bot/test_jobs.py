"""What the bot does by itself: once, soon, whatever fails or is started twice."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import Markup
from structlog.testing import capture_logs

from bot.jobs import JOBS, PAGE, Due, Job, Jobs
from bot.ledger import Ledger
from bot.news import say
from domain.messages import Outgoing
from replies.reply import Button, Reply
from repositories.engine import Database
from repositories.unit_of_work import UnitOfWork
from services.rollover import MOST
from tests.chat import Chat, Town
from tests.databases import execute

CHRISTMAS = datetime(2026, 12, 25, 12, tzinfo=UTC)
IS_OVER = "Christmas 2026 is over"


@pytest.fixture
async def second(town: Town) -> AsyncIterator[Jobs]:
    """The jobs of another process, as it were, on the same database."""
    database = Database(town.settings.database_url, town.clock)
    ledger = Ledger(database)
    ledger.start()
    yield Jobs(ledger, town.bot.delivery.take)
    await ledger.stop()
    await database.close()


async def offers(*chats: Chat) -> int:
    """Count what was offered."""
    await chats[0].town.settled()
    return sum(IS_OVER in said for chat in chats for said in chat.heard)


async def families(town: Town, count: int) -> list[Chat]:
    """Let families celebrate Christmas."""
    chats = [town.group(f"Family {number}", f"Ann{number}") for number in range(count)]
    for chat in chats:
        await chat.says("/budget mom christmas 100")
    return chats


async def test_an_occasion_is_over_on_the_day_after_it(town: Town, chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    town.clock.now = CHRISTMAS.replace(hour=23, minute=59)
    await town.bot.jobs.tick()
    assert await offers(chat) == 0

    town.clock.move(minutes=1)
    await town.bot.jobs.tick()

    assert await offers(chat) == 1


async def test_it_is_offered_once_however_often_the_clock_ticks(town: Town, chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    town.clock.now = CHRISTMAS + timedelta(days=1)

    await asyncio.gather(*(town.bot.jobs.tick() for _ in range(3)))
    await town.bot.jobs.tick()

    assert await offers(chat) == 1


async def test_two_processes_that_tick_at_once_offer_once(town: Town, second: Jobs) -> None:
    chats = await families(town, 5)
    town.clock.now = CHRISTMAS + timedelta(days=1)

    await asyncio.gather(town.bot.jobs.tick(), second.tick(), town.bot.jobs.tick(), second.tick())

    assert await offers(*chats) == 5
    assert [(await chat.says("/occasions")).count("Christmas 2027 ") for chat in chats] == [1] * 5


@pytest.mark.parametrize(("days", "expected"), [(MOST.days, 1), (MOST.days + 1, 0)])
async def test_what_was_missed_is_made_up_for_at_the_start_unless_it_is_long_ago(
    town: Town, chat: Chat, days: int, expected: int
) -> None:
    await chat.says("/budget mom christmas 100")
    town.clock.now = CHRISTMAS + timedelta(days)

    await town.restart()

    assert await offers(chat) == expected


async def test_each_family_has_its_own_midnight(town: Town) -> None:
    auckland, honolulu = await families(town, 2)
    await auckland.says("/family timezone Auckland")
    await honolulu.says("/family timezone Honolulu")
    heard = []
    for hours in (-2, 0, 20, 22):
        town.clock.now = CHRISTMAS + timedelta(hours=hours)
        await town.bot.jobs.tick()
        heard.append((await offers(auckland), await offers(honolulu)))

    assert heard == [(0, 0), (1, 0), (1, 0), (1, 1)]


async def test_one_familys_trouble_is_logged_and_holds_up_no_other(town: Town) -> None:
    chats = await families(town, 3)
    town.clock.now = CHRISTMAS + timedelta(days=1)
    await execute(town.settings.database_url, "UPDATE families SET timezone = 'Nowhere/Land' WHERE id = 1")

    with capture_logs() as logs:
        await town.bot.jobs.tick()

    assert [await offers(chat) for chat in chats] == [0, 1, 1]
    assert [(one["event"], one["job"], one["family"], one["exc_info"]) for one in logs] == [
        ("job_failed", "roll over", 1, True)
    ]
    await execute(town.settings.database_url, "UPDATE families SET timezone = 'UTC' WHERE id = 1")
    await town.bot.jobs.tick()
    assert [await offers(chat) for chat in chats] == [1, 1, 1]


async def test_a_job_that_fails_is_logged_and_the_next_ones_are_done(town: Town, chat: Chat) -> None:
    async def broken(_behind: Due | None, _uow: UnitOfWork) -> Sequence[Due]:
        raise ValueError

    await chat.says("/budget mom christmas 100")
    town.clock.now = CHRISTMAS + timedelta(days=1)
    jobs = Jobs(town.bot.ledger, town.bot.delivery.take, [Job("break", broken, JOBS[0].carry_out), *JOBS])

    with capture_logs() as logs:
        await jobs.tick()

    assert [(one["event"], one["job"]) for one in logs] == [("job_failed", "break")]
    assert await offers(chat) == 1


async def test_what_fails_half_way_leaves_nothing_behind_and_is_done_at_the_next_tick(town: Town, chat: Chat) -> None:
    async def break_off(due: Due, uow: UnitOfWork) -> list[Outgoing]:
        await JOBS[0].carry_out(due, uow)
        raise ValueError

    await chat.says("/budget mom christmas 100")
    town.clock.now = CHRISTMAS + timedelta(days=1)

    with capture_logs():
        await Jobs(town.bot.ledger, town.bot.delivery.take, [Job("break", JOBS[0].due, break_off)]).tick()

    assert (await chat.says("/occasions")).startswith("Nothing is planned yet.")
    await town.bot.jobs.tick()
    assert await offers(chat) == 1


async def test_more_than_a_page_is_done_at_one_tick(town: Town, chat: Chat) -> None:
    await chat.says("/people")

    async def make(uow: UnitOfWork) -> None:
        uow.family_id = 1
        for number in range(PAGE + 5):
            key = f"day {number}"
            series = await uow.series.create(name=key, name_key=key, rule="yearly:12-25")
            await uow.occasions.create(name=key, name_key=key, series_id=series.id, date=CHRISTMAS.date())

    await town.bot.ledger.enter(make)
    town.clock.now = CHRISTMAS + timedelta(days=1)

    await town.bot.jobs.tick()

    ahead = await chat.says("/occasions")
    assert ahead.endswith("Page 1 of 7")
    assert ahead.count("2027 · December 25, 2027") == 8


async def test_what_is_said_unasked_is_split_like_any_answer_with_its_buttons_below(town: Town, chat: Chat) -> None:
    await chat.says("/people")
    lines = ["x" * 3000, "y" * 3000]

    async def speak(uow: UnitOfWork) -> list[Outgoing]:
        uow.family_id = 1
        family, here = await uow.families.get_by_id(1), await uow.conversations.latest_group(1)
        assert family
        assert here
        return await say(uow, family, here, Reply(Markup("\n").join(lines), ((Button("Yes", "later:1"),),)))

    town.bot.delivery.take(await town.bot.ledger.enter(speak))
    await town.settled()

    assert chat.heard[-2:] == lines
    assert chat.buttons == ["Yes"]
