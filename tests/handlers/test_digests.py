"""How things stand is told every Monday to who wants to hear it, each of what they may know."""

import asyncio
from datetime import UTC, date, timedelta

from bot.jobs import Jobs
from tests.chat import Chat, Town
from tests.databases import execute
from tests.waiting import at_home, hear, with_dad

MONDAY = date(2026, 11, 23)
WEEK = timedelta(7)
DADS = """\
📰 The week

📊 Christmas 2026 (in 32 days)
▓▓░░░░░░░░ 25 %
Spent $0.00 · planned $20.00 · left $60.00 of $80.00
—
▓▓░░░░░░░░ 25 % Dad $60.00 left
🛒 book for Dad · $20.00"""


async def test_a_chat_that_wants_it_hears_every_monday_how_things_stand(town: Town, chat: Chat) -> None:
    await with_dad(chat)
    await chat.says("/alerts off digest")

    assert await hear(MONDAY, chat, hour=8.9) == [""]
    assert await hear(MONDAY, chat) == [DADS]
    await town.restart()
    assert await hear(MONDAY, chat, hour=10) == [""]
    assert (await hear(MONDAY + WEEK, chat))[0].startswith("📰 The week\n\n📊 Christmas 2026 (in 25 days)")


async def test_what_was_bought_is_told_once_however_late(town: Town, chat: Chat) -> None:
    await chat.says("/person dad offline")
    await chat.says("/alerts off digest")
    await hear(MONDAY, chat)
    for day in range(15):
        await chat.says(f"/bought dad christmas book{day:02} 2")
        town.clock.move(days=1)
    heard = [await hear(MONDAY + timedelta(16), chat), await hear(MONDAY + 3 * WEEK, chat)]

    first, then = (said.partition("Bought since last week\n")[2].splitlines() for [said] in heard)
    assert first == [f"✅ book{day:02} for Dad · Christmas 2026 · $2.00" for day in range(14)]
    assert then == ["✅ book14 for Dad · Christmas 2026 · $2.00"]


async def test_mom_hears_nothing_of_what_she_gets(chat: Chat) -> None:
    ann, ben, mom = await at_home(chat)
    for one in (chat, ann, mom):
        await one.says("/alerts digest")
    await chat.says("/budget mom christmas 100")
    await ann.says("/gift mom christmas scarf 40 by ben")
    await ann.says("/bought mom christmas tea 10")

    in_group, anns, bens, moms = await hear(MONDAY, chat, ann, ben, mom)

    assert in_group == ""
    assert "▓▓▓▓▓░░░░░ 50 % Mom $50.00 left\n🛒 scarf for Mom · $40.00 · Ben" in anns
    assert anns.endswith("Bought since last week\n✅ tea for Mom · Christmas 2026 · $10.00 · Ann")
    assert bens == "", "Ben did not ask for it"
    assert moms == ""


async def test_without_anything_to_tell_nothing_is_said(chat: Chat) -> None:
    await chat.says("/alerts off digest")
    await chat.says("/occasion christmas")
    await chat.says("/person dad offline")

    assert await hear(MONDAY, chat) == [""]
    await chat.says("/budget dad christmas 80")
    assert (await hear(MONDAY + WEEK, chat))[0].startswith("📰 The week")


async def test_what_is_far_away_waits_until_it_comes_near(chat: Chat) -> None:
    await chat.says("/alerts off digest")
    await chat.says("/person dad offline")
    await chat.says("/budget dad party 80")
    await chat.says("/occasion party 23 January 2027")

    assert await hear(MONDAY, chat) == [""]
    assert (await hear(MONDAY + WEEK, chat))[0].startswith("📰 The week\n\n📊 Party 2027 (in 54 days)")


async def test_who_wants_no_more_hears_no_more(chat: Chat) -> None:
    await with_dad(chat)
    await chat.says("/alerts digest")
    await chat.says("/alerts digest off")

    assert await hear(MONDAY, chat) == [""]


async def test_it_is_nine_o_clock_where_the_family_lives(chat: Chat) -> None:
    await with_dad(chat)
    await chat.says("/family timezone Auckland")
    await chat.says("/alerts off digest")

    assert await hear(MONDAY - timedelta(1), chat, hour=19.9) == [""]
    assert (await hear(MONDAY - timedelta(1), chat, hour=20))[0].startswith("📰 The week")


async def test_quiet_hours_delay_it(chat: Chat) -> None:
    await with_dad(chat)
    await chat.says("/alerts off digest quiet 22-10")

    assert await hear(MONDAY, chat) == [""]
    assert await hear(MONDAY, chat, hour=10) == [DADS]


async def test_two_processes_that_tick_at_once_tell_it_once(town: Town, chat: Chat, second: Jobs) -> None:
    chats = [chat, *(town.group(f"Family {number}", f"Ann{number}") for number in range(3))]
    for one in chats:
        await with_dad(one)
        await one.says("/alerts off digest")
    count = [len(one.heard) for one in chats]
    town.clock.now = town.clock.now.replace(day=23, hour=9)

    await asyncio.gather(town.bot.jobs.tick(), second.tick(), town.bot.jobs.tick(), second.tick())
    await town.settled()

    assert [len(one.heard) - before for one, before in zip(chats, count, strict=True)] == [1] * 4


async def test_it_comes_in_the_topic_where_it_was_asked_for(town: Town) -> None:
    telegram, ann = town.telegram, town.person("Ann")
    chat_id = telegram.add_group("Our forum", [ann], forum=True)
    telegram.add_bot(chat_id, ann)
    here, other = telegram.add_topic(chat_id, ann, "Presents"), telegram.add_topic(chat_id, ann, "Food")
    forum = Chat(town, chat_id, "Ann")
    for words in ("/person dad offline", "/budget dad christmas 80", "/alerts off digest"):
        await forum.says(words, thread_id=here)
    await forum.says("/people", thread_id=other)

    assert (await hear(MONDAY, forum))[0].startswith("📰 The week")

    last = [one for one in telegram.messages(chat_id) if one["from"]["is_bot"]][-1]
    assert last["message_thread_id"] == here


async def test_a_child_hears_no_digest(chat: Chat) -> None:
    ann, _, _ = await at_home(chat)
    await with_dad(chat)
    await ann.says("/alerts off digest")
    await execute(
        chat.town.settings.database_url,
        "UPDATE members SET role = 'child' WHERE user_id = (SELECT id FROM users WHERE username = 'ann')",
    )

    assert await hear(MONDAY, ann) == [""]


async def test_the_clock_change_moves_no_monday(chat: Chat) -> None:
    await chat.says("/family timezone Berlin")
    await chat.says("/person dad offline")
    await chat.says("/budget dad party 80")
    await chat.says("/occasion party 27 April 2027")
    await chat.says("/alerts off digest")
    chat.town.clock.now = chat.town.clock.now.replace(year=2027, month=3, day=20, tzinfo=UTC)
    await chat.town.bot.jobs.tick()
    await chat.town.settled()

    assert [bool(*await hear(date(2027, 3, 22), chat, hour=hour)) for hour in (7.9, 8)] == [False, True]
    assert [bool(*await hear(date(2027, 3, 29), chat, hour=hour)) for hour in (6.9, 7)] == [False, True]
