"""Telegram in all its moods, as the family meets it: the real application over a local Telegram that fails."""

import asyncio

import pytest
from structlog.testing import capture_logs

from tests.chat import Chat, Town
from tests.post import until

NAMES = ("Ann", "Ben", "Cleo", "Dora", "Emil")


async def undelivered(town: Town) -> dict[str, int]:
    """Count what has not arrived, by how it stands."""
    async with town.bot.database.begin() as uow:
        return await uow.messages.count_undelivered()


async def test_told_to_wait_in_every_chat_at_once_it_says_all_of_it_later_in_order(town: Town) -> None:
    chats = [town.private(name) for name in NAMES]
    for chat in chats:
        await chat.says("/start")
    before = [len(chat.heard) for chat in chats]
    town.telegram.fail_next("sendMessage", retry_after=1, times=len(NAMES))

    for topic in ("budget", "gift", "undo"):
        for chat in chats:
            town.telegram.say(chat.id, chat.id, f"/help {topic}")
    await town.settled()

    news = [chat.heard[known:] for chat, known in zip(chats, before, strict=True)]
    assert [[text.split()[0] for text in each] for each in news] == [["/budget", "/gift", "/undo"]] * len(NAMES)


@pytest.mark.parametrize(
    "words",
    [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot was kicked from the group chat",
        "Bad Request: chat not found",
    ],
)
async def test_who_cannot_be_reached_is_noted_and_answered_when_they_speak_again(town: Town, words: str) -> None:
    ann, ben = town.private("Ann"), town.private("Ben")
    await ann.says("/start")
    await ben.says("/start")
    status = 403 if words.startswith("Forbidden") else 400
    town.telegram.fail_next("sendMessage", status=status, description=words, chat_id=ann.id)

    with capture_logs() as logs:
        unanswered = await ann.says("/help undo")
        others = await ben.says("/help undo")

    assert (unanswered, others.split()[0]) == ("", "/undo")
    assert await undelivered(town) == {"dead": 1}
    assert [entry for entry in logs if entry["log_level"] == "error"] == []
    assert (await ann.says("/help budget")).startswith("/budget")


async def test_what_nobody_knows_of_having_arrived_is_counted_and_not_repeated(town: Town) -> None:
    ann = town.private("Ann")
    await ann.says("/start")
    town.telegram.fail_next("sendMessage", drop="after")

    await ann.says("/help budget")
    await ann.says("/help gift")
    await town.restart()
    await town.settled()

    assert [text.split()[0] for text in ann.heard[-2:]] == ["/budget", "/gift"]
    assert await undelivered(town) == {"unknown": 1}


async def test_a_topic_that_was_deleted_meanwhile_is_answered_beside_it(words: Chat) -> None:
    town = words.town
    forum = town.telegram.add_group("Forum", [town.person("Ann")], forum=True)
    town.telegram.add_bot(forum, by=town.person("Ann"))
    topic = town.telegram.add_topic(forum, town.person("Ann"), "Christmas")
    chat = Chat(town, forum, "Ann")
    await town.settled()
    town.telegram.fail_next("sendMessage", status=400, description="Bad Request: message thread not found")

    answer = await chat.says("/help undo", thread_id=topic)

    assert answer.startswith("/undo")
    assert "message_thread_id" not in town.telegram.messages(forum)[-1]


async def test_without_network_for_an_hour_nothing_is_lost_doubled_or_out_of_order(town: Town) -> None:
    ann, ben = town.private("Ann"), town.private("Ben")
    for chat in (ann, ben):
        await chat.says("/start")
        await chat.says("/person Mom offline")
    before = len(ann.heard), len(ben.heard)
    town.telegram.fail_next("sendMessage", status=502)
    town.telegram.say(ann.id, ann.id, "/budget mom christmas 1")
    await until(lambda: undelivered(town), lambda found: found.get("pending") == 1)
    town.telegram.connected = False
    with capture_logs() as logs:
        for amount in range(2, 30):
            town.telegram.say(ann.id, ann.id, f"/budget mom christmas {amount}")
            town.telegram.say(ben.id, ben.id, f"/budget mom easter {amount}")
        await until(lambda: asyncio.sleep(0, len(logs)), bool, 20)
        town.clock.move(hours=1)
        await town.bot.jobs.tick()

        town.telegram.connected = True
        town.telegram.say(ann.id, ann.id, "/budget mom christmas 30")
        await until(lambda: asyncio.sleep(0, len(logs)), lambda count: count > 1, 20)
        await town.settled()

    assert [f"of ${amount}.00" in text for amount, text in enumerate(ann.heard[before[0] :], 1)] == [True] * 30
    assert [f"of ${amount}.00" in text for amount, text in enumerate(ben.heard[before[1] :], 2)] == [True] * 28
    assert await undelivered(town) == {}
    assert [entry["event"] for entry in logs] == ["telegram_unreachable", "updates_come_again"]


async def test_a_file_that_is_slow_to_come_holds_up_its_own_chat_alone(words: Chat) -> None:
    town = words.town
    ann, ben = town.private("Ann"), town.private("Ben")
    await ann.says("/spend 1 food")
    await ben.says("/start")
    known = len(ann.heard)
    slow = town.telegram.fail_next("getFile", hang=True)

    town.telegram.say_document(ann.id, ann.id, "bank.csv", b"Date,Amount\n2026-11-01,5\n", "/import")
    town.telegram.say(ann.id, ann.id, "/help undo")
    await until(lambda: asyncio.sleep(0, town.telegram.faults), lambda faults: not faults)
    town.telegram.say(ben.id, ben.id, "/help budget")
    answered = await until(lambda: asyncio.sleep(0, ben.heard[-1]), lambda text: text.startswith("/budget"), 3)
    early = ann.heard[known:]
    slow.ended.set()
    await town.settled()

    assert (answered.split()[0], early) == ("/budget", [])
    assert [text.split()[0] for text in ann.heard[known:]] == ["📥", "/undo"]


async def test_a_chat_that_floods_delays_no_other(town: Town) -> None:
    flooding, other = town.private("Ann"), town.private("Ben")
    await flooding.says("/start")
    await other.says("/start")
    known = len(flooding.heard)
    for _ in range(1000):
        town.telegram.say(flooding.id, flooding.id, "/help undo")

    town.telegram.say(other.id, other.id, "/help budget")
    await town.telegram.wait_for(lambda: any(text.startswith("/budget") for text in other.heard), 20)

    assert len(flooding.heard) - known < 400
    await asyncio.wait_for(flooded(town), 30)
    assert len(flooding.heard) - known == 1000


async def flooded(town: Town) -> None:
    """Wait until a flood is over, however long that takes."""
    while town.telegram.inbox.waiting or not town.bot.idle:  # noqa: ASYNC110 - nothing announces it
        await asyncio.sleep(0.01)
