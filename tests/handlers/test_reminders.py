"""What comes near is told in time, once, and to nobody who must not know."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.jobs import Jobs
from tests.chat import Chat, Town
from tests.databases import execute
from tests.waiting import at_home, hear, wait_until, with_dad

CHRISTMAS = date(2026, 12, 25)
THIRTY, SEVEN, ONE = (CHRISTMAS - timedelta(days) for days in (30, 7, 1))


async def test_a_family_is_reminded_three_times(chat: Chat) -> None:
    await with_dad(chat)

    days = [CHRISTMAS - timedelta(days) for days in range(34, -1, -1)]
    said = [(str(day), *await hear(day, chat)) for day in days]

    assert [one for one in said if one[1]] == [
        ("2026-11-25", "⏰ Christmas 2026 (in 30 days)\n🛒 book for Dad · $20.00\nLeft: Dad $60.00 of $80.00"),
        ("2026-12-18", "⏰ Christmas 2026 (in 7 days)\n🛒 book for Dad · $20.00\nLeft: Dad $60.00 of $80.00"),
        ("2026-12-24", "⏰ Christmas 2026 (tomorrow)\n🛒 book for Dad · $20.00\nLeft: Dad $60.00 of $80.00"),
    ]
    assert (await chat.presses("Christmas 2026")).startswith("🎁 Gifts · Christmas 2026 (today)\n1. 🛒 book for Dad")


async def test_it_is_nine_o_clock_where_the_family_lives(chat: Chat) -> None:
    await with_dad(chat)
    await chat.says("/family timezone New York")

    assert await hear(THIRTY, chat, hour=13.9) == [""]
    assert (await hear(THIRTY, chat, hour=14))[0].startswith("⏰ Christmas 2026 (in 30 days)")


async def test_who_lives_ahead_of_utc_is_reminded_by_their_own_date(chat: Chat) -> None:
    await with_dad(chat)
    await chat.says("/family timezone Auckland")

    assert await hear(THIRTY - timedelta(1), chat, hour=19.9) == [""]
    assert (await hear(THIRTY - timedelta(1), chat, hour=20))[0].startswith("⏰ Christmas 2026 (in 30 days)")


async def test_it_is_nine_o_clock_in_summer_and_in_winter(words: Chat) -> None:
    await words.says("/family timezone Berlin")
    await words.says("/person dad offline")
    await words.says("/budget dad party 80")
    await words.says("/occasion party 27 April 2027")

    assert await hear(date(2027, 3, 28), words, hour=6.9) == [""], "on this day the clock goes forward"
    assert (await hear(date(2027, 3, 28), words, hour=7))[0].startswith("⏰ Party 2027 (in 30 days)")


async def test_mom_hears_nothing_of_what_she_gets(chat: Chat) -> None:
    ann, ben, mom = await at_home(chat)
    await chat.says("/budget mom christmas 100")
    await chat.says("/budget dad christmas 80")
    await ann.says("/gift mom christmas scarf 40 by ben")
    await ann.says("/gift dad,mom christmas lamp 30")

    heard = await hear(THIRTY, chat, ann, ben, mom)

    dad = "⏰ Christmas 2026 (in 30 days)\nLeft: Dad $80.00 of $80.00"
    more = (
        "⏰ Christmas 2026 (in 30 days)\n"
        "🛒 scarf for Mom · $40.00 · Ben\n"
        "🛒 lamp for Mom and Dad · $30.00 · Ann\n"
        "Left: Dad $65.00 of $80.00 · Mom $45.00 of $100.00"
    )
    assert heard == [dad, more, more, ""]


async def test_mom_alone_is_reminded_of_what_she_gives(chat: Chat) -> None:
    _, _, mom = await at_home(chat)
    await chat.says("/budget mom christmas 100")
    await chat.says("/budget dad christmas 80")
    await chat.says("/alerts off")

    assert await hear(THIRTY, chat, mom) == ["", "⏰ Christmas 2026 (in 30 days)\nLeft: Dad $80.00 of $80.00"]


async def test_the_planners_are_told_all_in_their_own_group(chat: Chat) -> None:
    ann, ben, mom = await at_home(chat)
    planners = chat.town.group("Planners", "Ann", "Ben")
    invitation = await ann.says("/invite")
    await planners.says("/start " + invitation.rpartition("=")[2])
    await planners.says("/people", by="Ben")
    await chat.says("/budget mom christmas 100")

    heard = await hear(THIRTY, chat, planners, ann, ben, mom)

    assert heard == ["", "⏰ Christmas 2026 (in 30 days)\nLeft: Mom $100.00 of $100.00", "", "", ""]


async def test_a_secret_is_named_to_its_buyer_alone(chat: Chat) -> None:
    ann, ben, _ = await at_home(chat)
    await ann.says("/gift dad christmas scarf 40")
    await execute(chat.town.settings.database_url, "UPDATE gifts SET secret = true")

    heard = await hear(THIRTY, chat, ann, ben)

    assert heard == [
        "⏰ Christmas 2026 (in 30 days)\n🛒 a secret gift for Dad · 🤫 · Ann",
        "⏰ Christmas 2026 (in 30 days)\n🛒 scarf for Dad · $40.00 · Ann",
        "",
    ]


async def test_a_group_that_nobody_knows_hears_nothing(words: Chat) -> None:
    await words.says("/budget mom christmas 100")

    assert await hear(THIRTY, words) == [""]


async def test_nothing_is_said_where_nothing_is_left_to_do(chat: Chat) -> None:
    await chat.says("/person dad offline")
    await chat.says("/budget dad christmas 20")
    await chat.says("/bought dad christmas book 20")

    assert await hear(THIRTY, chat) == [""]
    await chat.says("/gift dad christmas pen 5")
    assert await hear(THIRTY, chat, hour=20) == [""], "it was settled that nothing is to do"
    assert await hear(SEVEN, chat) == ["⏰ Christmas 2026 (in 7 days)\n🛒 pen for Dad · $5.00"]


async def test_who_wants_no_alerts_is_not_reminded_until_they_do(chat: Chat) -> None:
    await with_dad(chat)
    await chat.says("/alerts off")
    assert await hear(THIRTY, chat) == [""]

    await chat.says("/alerts over")

    assert (await hear(SEVEN, chat))[0].startswith("⏰ Christmas 2026 (in 7 days)")


async def test_several_occasions_of_a_day_are_one_message(chat: Chat) -> None:
    await with_dad(chat)
    await chat.says("/person dad birthday 2 December")
    await chat.says("/budget dad birthday 30")

    [heard] = await hear(THIRTY, chat)

    assert heard == (
        "⏰ Dad's Birthday 2026 (in 7 days)\nLeft: Dad $30.00 of $30.00\n\n"
        "⏰ Christmas 2026 (in 30 days)\n🛒 book for Dad · $20.00\nLeft: Dad $60.00 of $80.00"
    )
    assert chat.buttons == ["🎁 Dad's Birthday 2026", "🎁 Christmas 2026"]


async def test_a_family_is_reminded_once_on_a_day_and_of_the_rest_on_the_next(chat: Chat) -> None:
    await with_dad(chat)
    await chat.says("/budget dad party 30")
    await hear(THIRTY, chat)

    await chat.says("/occasion party 2 December")

    assert await hear(THIRTY, chat, hour=18) == [""]
    assert await hear(THIRTY + timedelta(1), chat) == ["⏰ Party 2026 (in 6 days)\nLeft: Dad $30.00 of $30.00"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [(THIRTY + timedelta(3), "in 27 days"), (SEVEN + timedelta(2), "in 5 days"), (ONE, "tomorrow"), (CHRISTMAS, "")],
)
async def test_what_was_missed_is_told_late_and_once(town: Town, chat: Chat, day: date, expected: str) -> None:
    await with_dad(chat)
    town.clock.now = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
    count = len(chat.heard)

    await town.restart()
    await wait_until(town, day, 12)
    await town.restart()

    heard = [said.splitlines()[0] for said in chat.heard[count:]]
    assert heard == ([f"⏰ Christmas 2026 ({expected})"] if expected else [])


async def test_what_was_made_since_is_only_reminded_of_at_the_next_time(chat: Chat) -> None:
    await wait_until(chat.town, THIRTY, 10)
    await with_dad(chat)

    assert await hear(THIRTY, chat, hour=11) == [""]
    assert await hear(THIRTY + timedelta(1), chat) == [""]
    assert (await hear(SEVEN, chat))[0].startswith("⏰ Christmas 2026 (in 7 days)")


async def test_what_is_put_off_is_reminded_of_anew(chat: Chat) -> None:
    await chat.says("/person dad offline")
    await chat.says("/budget dad party 30")
    await chat.says("/occasion party 2 December")
    assert (await hear(date(2026, 11, 25), chat))[0].startswith("⏰ Party 2026 (in 7 days)")

    await chat.says("/occasion party 9 December")

    assert (await hear(date(2026, 12, 2), chat))[0].startswith("⏰ Party 2026 (in 7 days)")


async def test_quiet_hours_delay_it_and_it_tells_the_days_as_they_are_then(town: Town, chat: Chat) -> None:
    await with_dad(chat)
    await chat.says("/alerts quiet 20-10")

    assert await hear(THIRTY, chat, hour=9) == [""]
    await town.restart()
    assert (await hear(THIRTY, chat, hour=10))[0].startswith("⏰ Christmas 2026 (in 30 days)")
    assert await hear(SEVEN, chat, hour=21) == [""]
    assert (await hear(SEVEN + timedelta(1), chat, hour=10))[0].startswith("⏰ Christmas 2026 (in 6 days)")


async def test_the_clock_may_tick_as_often_as_it_likes_in_two_processes(town: Town, chat: Chat, second: Jobs) -> None:
    chats = [chat, *(town.group(f"Family {number}", f"Ann{number}") for number in range(4))]
    for one in chats:
        await with_dad(one)
    for day in (THIRTY, SEVEN):
        count = [len(one.heard) for one in chats]
        town.clock.now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)

        await asyncio.gather(town.bot.jobs.tick(), second.tick(), town.bot.jobs.tick(), second.tick())
        await town.settled()

        assert [len(one.heard) - before for one, before in zip(chats, count, strict=True)] == [1] * 5


async def test_a_reminder_stands_in_nobodys_way_who_takes_an_occasion_back(chat: Chat) -> None:
    await chat.says("/person dad offline")
    await chat.says("/budget dad christmas 80")
    await hear(THIRTY, chat)

    assert (await chat.says("/undo")).startswith("↩️ Taken back")
    assert (await chat.says("/occasions")).startswith("Nothing is planned yet.")


async def test_who_has_two_families_is_told_which_one_speaks(chat: Chat) -> None:
    town = chat.town
    ann, _, _ = await at_home(chat)
    other = town.group("Others", "Ann")
    await other.says("/people")
    await chat.says("/budget mom christmas 100")

    [heard] = await hear(THIRTY, ann)

    assert heard == "⏰ Christmas 2026 (in 30 days)\nLeft: Mom $100.00 of $100.00\n👪 Our family"


async def test_a_child_is_not_reminded(chat: Chat) -> None:
    ann, ben, _ = await at_home(chat)
    await chat.says("/budget mom christmas 100")
    await execute(
        chat.town.settings.database_url,
        "UPDATE members SET role = 'child' WHERE user_id = (SELECT id FROM users WHERE username = 'ben')",
    )

    heard = await hear(THIRTY, ann, ben)

    assert [bool(one) for one in heard] == [True, False]


async def test_many_gifts_are_named_in_part(words: Chat) -> None:
    await words.says("/person dad offline")
    for number in range(12):
        await words.says(f"/gift dad christmas book{number:02} 2")

    heard = lines(await hear(THIRTY, words))

    assert heard[10:] == ["🛒 book09 for Dad · $2.00", "… and 2 more to buy"]


def lines(heard: Sequence[str]) -> list[str]:
    """Read what was heard line by line."""
    return "\n".join(heard).splitlines()


async def test_a_family_whose_clock_nobody_knows_holds_up_no_other(town: Town) -> None:
    chats = [town.group(f"Family {number}", f"Ann{number}") for number in range(2)]
    for one in chats:
        await with_dad(one)
    await execute(town.settings.database_url, "UPDATE families SET timezone = 'Nowhere/Land' WHERE id = 1")

    with capture_logs() as logs:
        heard = await hear(THIRTY, *chats)

    assert [bool(one) for one in heard] == [False, True]
    assert [(one["job"], one["family"]) for one in logs if one["event"] == "job_failed"] == [("remind", 1)]
