"""What was committed reaches its chat: in order, once, whatever Telegram says to it."""

import asyncio
from collections.abc import Iterator, MutableMapping
from itertools import count
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import delivery as delivery_module
from bot.delivery import Delivery
from bot.ledger import Ledger
from bot.localgram import LocalTelegram
from bot.localgram.wire import Json
from bot.pace import Pace
from tests.post import Post, until

Logs = list[MutableMapping[str, Any]]

ANN, BOB, CAT, DAN, EVE = range(1, 6)


@pytest.fixture(autouse=True)
def logs() -> Iterator[Logs]:
    """What is logged meanwhile; failures that are expected need not be shown."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
def delivery(post: Post) -> Delivery:
    return post.open()


@pytest.fixture
def group(local: LocalTelegram) -> int:
    chat_id = local.add_group("Family", [ANN, BOB])
    local.add_bot(chat_id, by=ANN)
    return chat_id


def last(local: LocalTelegram, chat_id: int) -> Json:
    return local.messages(chat_id)[-1]


async def test_a_message_is_sent_as_html_and_noted_with_telegram_s_ids(post: Post, delivery: Delivery) -> None:
    row = await post.write(ANN, "<b>Mom</b> &amp; Dad")

    delivery.take([row])

    assert await post.settled(row) == ["sent"]
    sent = last(post.local, ANN)
    noted = await post.row(row.id)
    assert (sent["text"], sent["entities"][0]["type"]) == ("Mom & Dad", "bold")
    assert (noted.telegram_chat_id, noted.telegram_message_id) == (ANN, sent["message_id"])
    assert (noted.attempts, noted.due_at) == (1, None)


async def test_the_order_within_a_chat_holds_when_one_message_has_to_wait(post: Post, delivery: Delivery) -> None:
    rows = await post.write_all((ANN, "1"), (ANN, "2"), (ANN, "3"))
    post.local.fail_next("sendMessage", retry_after=1)

    delivery.take(rows)

    assert await post.settled(*rows) == ["sent"] * 3
    assert post.heard(ANN) == ["1", "2", "3"]


async def test_told_to_wait_it_waits_and_notes_until_when(post: Post, delivery: Delivery) -> None:
    row = await post.write(ANN, "x")
    post.local.fail_next("sendMessage", retry_after=2)

    delivery.take([row])
    noted = await until(lambda: post.row(row.id), lambda found: found.attempts == 1)

    assert (noted.delivery, noted.attempts) == ("pending", 1)
    assert noted.due_at is not None
    assert post.heard(ANN) == []
    assert await post.settled(row) == ["sent"]


async def test_what_was_said_first_goes_first_however_late_it_is_found(post: Post, delivery: Delivery) -> None:
    rows = await post.write_all((ANN, "1"), (ANN, "2"), (ANN, "3"), (ANN, "4"))
    post.local.fail_next("sendMessage", retry_after=1)

    delivery.take([rows[0], rows[3]])
    await delivery.sweep()

    assert await post.settled(*rows) == ["sent"] * 4
    assert post.heard(ANN) == ["1", "2", "3", "4"]


async def test_no_chat_holds_up_another(post: Post, delivery: Delivery) -> None:
    slow = await post.write_all(*((ANN, str(number)) for number in range(50)))
    others = await post.write_all((BOB, "b"), (CAT, "c"), (DAN, "d"), (EVE, "e"))
    post.local.fail_next("sendMessage", retry_after=30, chat_id=ANN)

    delivery.take([*slow, *others])

    assert await post.settled(*others) == ["sent"] * 4
    assert post.heard(ANN) == []


async def test_five_chats_at_once_get_theirs_in_order(post: Post, delivery: Delivery) -> None:
    chats = (ANN, BOB, CAT, DAN, EVE)
    rows = await post.write_all(*((chat_id, str(number)) for number in range(20) for chat_id in chats))

    delivery.take(rows)

    assert await post.settled(*rows) == ["sent"] * 100
    assert [post.heard(chat_id) for chat_id in chats] == [[str(number) for number in range(20)]] * 5


async def test_what_may_have_arrived_is_unknown_and_not_sent_again(post: Post, delivery: Delivery) -> None:
    rows = await post.write_all((ANN, "arrived"), (ANN, "next"))
    post.local.fail_next("sendMessage", drop="after")

    delivery.take(rows)
    await post.settled(rows[1])
    await delivery.sweep()

    assert await post.standing(*rows) == ["unknown", "sent"]
    assert post.heard(ANN) == ["arrived", "next"]


async def test_no_answer_in_time_is_unknown(post: Post, delivery: Delivery) -> None:
    row = await post.write(ANN, "x")
    post.local.fail_next("sendMessage", hang=True)

    delivery.take([row])

    assert await post.settled(row, as_="unknown") == ["unknown"]


@pytest.mark.parametrize("status", [500, 502, 401])
async def test_what_telegram_could_not_do_is_tried_again(post: Post, delivery: Delivery, status: int) -> None:
    row = await post.write(ANN, "x")
    post.local.fail_next("sendMessage", status=status)

    delivery.take([row])

    assert await post.settled(row) == ["sent"]
    assert (await post.row(row.id)).attempts == 2


async def test_without_a_connection_it_waits_for_one(post: Post, delivery: Delivery) -> None:
    rows = await post.write_all((ANN, "1"), (ANN, "2"))
    post.local.connected = False

    delivery.take(rows)
    await until(lambda: post.row(rows[0].id), lambda found: found.attempts == 1)
    post.local.connected = True

    assert await post.settled(*rows) == ["sent", "sent"]
    assert post.heard(ANN) == ["1", "2"]


async def test_whoever_blocked_the_bot_is_reported(post: Post, delivery: Delivery) -> None:
    post.local.block(ANN)
    row = await post.write(ANN, "x")

    delivery.take([row])

    assert await post.settled(row, as_="dead") == ["dead"]
    assert post.unreachable == [ANN]


async def test_what_telegram_refuses_is_dead_and_holds_nothing_up(post: Post, delivery: Delivery) -> None:
    rows = await post.write_all((ANN, "<i>never closed"), (ANN, "good"))

    delivery.take(rows)
    await post.settled(rows[1])

    assert await post.standing(*rows) == ["dead", "sent"]
    assert post.unreachable == []


async def test_what_cannot_even_be_put_as_a_call_is_dead_and_holds_nothing_up(post: Post, delivery: Delivery) -> None:
    broken = await post.write(ANN, "x", buttons=[[["no data"]]])
    good = await post.write(ANN, "good")

    delivery.take([broken, good])
    await post.settled(good)

    assert await post.standing(broken, good) == ["dead", "sent"]


async def test_a_group_that_moved_gets_everything_at_its_new_id(post: Post, delivery: Delivery, group: int) -> None:
    rows = await post.write_all((group, "1"), (group, "2"))
    moved = post.local.migrate(group)

    delivery.take(rows)

    assert await post.settled(*rows) == ["sent", "sent"]
    assert post.heard(moved) == ["1", "2"]
    assert (await post.row(rows[0].id)).telegram_chat_id == moved


async def test_what_is_still_addressed_to_the_old_id_follows(post: Post, delivery: Delivery, group: int) -> None:
    first, late = await post.write_all((group, "1"), (group, "2"))
    moved = post.local.migrate(group)
    delivery.take([first])
    await post.settled(first)

    delivery.take([late])

    assert await post.settled(late) == ["sent"]
    assert post.heard(moved) == ["1", "2"]


async def test_after_a_restart_what_is_pending_is_sent_in_order(post: Post) -> None:
    rows = await post.write_all((ANN, "1"), (BOB, "2"), (ANN, "3"))

    await post.open().start()

    assert await post.settled(*rows) == ["sent"] * 3
    assert post.heard(ANN) == ["1", "3"]


async def test_after_a_restart_nothing_overtakes_what_waits_to_be_tried_again(post: Post) -> None:
    rows = await post.write_all((ANN, "1"), (ANN, "2"))
    post.local.fail_next("sendMessage", retry_after=2)
    before = post.open()
    before.take(rows)
    await until(lambda: post.row(rows[0].id), lambda found: found.attempts == 1)
    await before.stop()
    other = await post.write(BOB, "other")

    again = post.open()
    await again.start()
    await post.settled(other)

    assert await post.standing(*rows) == ["pending", "pending"]
    assert post.heard(ANN) == []
    await asyncio.sleep(2)
    await again.sweep()
    assert await post.settled(*rows) == ["sent", "sent"]
    assert post.heard(ANN) == ["1", "2"]


async def test_stopping_finishes_what_is_under_way_and_leaves_the_rest(post: Post, delivery: Delivery) -> None:
    rows = await post.write_all((ANN, "1"), (BOB, "2"))
    post.local.fail_next("sendMessage", retry_after=60, chat_id=BOB)
    delivery.take(rows)
    await until(lambda: post.row(rows[1].id), lambda found: found.attempts == 1)

    await asyncio.wait_for(delivery.stop(), 2)

    assert await post.standing(*rows) == ["sent", "pending"]


async def test_what_is_swept_up_and_handed_in_as_well_is_sent_once(post: Post, delivery: Delivery) -> None:
    rows = await post.write_all(*((ANN, str(number)) for number in range(30)))

    delivery.take(rows[:10])
    await asyncio.gather(delivery.sweep(), delivery.sweep())
    delivery.take(rows)

    assert await post.settled(*rows) == ["sent"] * 30
    assert post.heard(ANN) == [str(number) for number in range(30)]


async def test_a_flood_for_one_chat_is_read_again_from_the_database_in_order(post: Post) -> None:
    rows = await post.write_all(*((ANN, str(number)) for number in range(delivery_module.HELD + 300)))
    delivery = post.open()
    await delivery.start()

    delivery.take(rows)

    done = lambda: asyncio.sleep(0, len(post.heard(ANN)))  # noqa: E731 - read on one line
    assert await until(done, lambda heard: heard == len(rows), seconds=20) == len(rows)
    assert post.heard(ANN) == [str(number) for number in range(len(rows))]


async def test_a_message_keeps_to_its_topic_and_answers_what_was_said(post: Post, delivery: Delivery) -> None:
    forum = post.local.add_group("Forum", [ANN], forum=True)
    post.local.add_bot(forum, by=ANN)
    topic = post.local.add_topic(forum, ANN, "Christmas")
    said = post.local.say(ANN, forum, "/budget", thread_id=topic)
    row = await post.write(forum, "x", thread_id=topic, reply_to=said["message_id"])

    delivery.take([row])
    await post.settled(row)

    sent = last(post.local, forum)
    assert (sent["message_thread_id"], sent["reply_to_message"]["message_id"]) == (topic, said["message_id"])


async def test_an_answer_to_a_message_that_is_gone_is_sent_all_the_same(post: Post, delivery: Delivery) -> None:
    row = await post.write(ANN, "x", reply_to=999)

    delivery.take([row])

    assert await post.settled(row) == ["sent"]


async def test_a_reply_that_telegram_refuses_to_attach_is_sent_without(post: Post, delivery: Delivery) -> None:
    row = await post.write(ANN, "x", reply_to=1)
    post.local.fail_next("sendMessage", status=400, description="Bad Request: replied message not found")

    delivery.take([row])

    assert await post.settled(row) == ["sent"]
    assert "reply_to_message" not in last(post.local, ANN)


async def test_buttons_and_forced_replies_come_along(post: Post, delivery: Delivery) -> None:
    pressed = await post.write(ANN, "x", buttons=[[["Undo", "undo:1"], ["Help", None, "https://example.org/"]]])
    asked = await post.write(ANN, "How much?", force="e.g. 100")

    delivery.take([pressed, asked])
    await post.settled(pressed, asked)

    keyboard = post.local.messages(ANN)[-2]["reply_markup"]["inline_keyboard"]
    assert keyboard == [
        [{"text": "Undo", "callback_data": "undo:1"}, {"text": "Help", "url": "https://example.org/"}],
    ]
    assert post.local.awaited_reply(ANN, ANN) == last(post.local, ANN)["message_id"]


async def test_an_edit_changes_the_message_and_leaves_no_ids_of_its_own(post: Post, delivery: Delivery) -> None:
    first = await post.write(ANN, "before")
    second = await post.write(ANN, "after", edit_row=str(first.id))
    third = await post.write(ANN, "in the end", edit_row=str(second.id))

    delivery.take([first, second, third])

    assert await post.settled(first, second, third) == ["sent"] * 3
    assert post.heard(ANN) == ["in the end"]
    assert (await post.row(second.id)).telegram_message_id is None


async def test_an_edit_finds_what_was_sent_before_a_restart(post: Post, delivery: Delivery) -> None:
    first = await post.write(ANN, "before")
    second = await post.write(ANN, "between", edit_row=str(first.id))
    delivery.take([first, second])
    await post.settled(first, second)
    third = await post.write(ANN, "after", edit_row=str(second.id))

    post.open().take([third])

    assert await post.settled(third) == ["sent"]
    assert post.heard(ANN) == ["after"]


async def test_an_edit_that_changes_nothing_counts_as_made(post: Post, delivery: Delivery) -> None:
    first = await post.write(ANN, "same")
    second = await post.write(ANN, "same", edit_row=str(first.id))

    delivery.take([first, second])

    assert await post.settled(first, second) == ["sent", "sent"]


async def test_an_edit_is_tried_again_when_its_answer_was_lost(post: Post, delivery: Delivery) -> None:
    first = await post.write(ANN, "before")
    second = await post.write(ANN, "after", edit_row=str(first.id))
    post.local.fail_next("editMessageText", drop="after")

    delivery.take([first, second])

    assert await post.settled(first, second) == ["sent", "sent"]
    assert post.heard(ANN) == ["after"]


async def test_an_edit_of_what_is_gone_or_never_arrived_becomes_a_new_message(post: Post, delivery: Delivery) -> None:
    dead = await post.write(ANN, "<i>refused")
    instead = await post.write(ANN, "instead", edit_row=str(dead.id))
    deleted = await post.write(ANN, "new", edit=999)

    delivery.take([dead, instead, deleted])

    assert await post.settled(instead, deleted) == ["sent", "sent"]
    assert post.heard(ANN) == ["instead", "new"]


async def test_a_tap_is_answered_with_its_toast_before_the_message_changes(post: Post, delivery: Delivery) -> None:
    menu = await post.write(ANN, "menu", buttons=[[["Go", "go"]]])
    delivery.take([menu])
    await post.settled(menu)
    events: list[str] = []
    post.local.listeners.append(lambda event, _: events.append(event))
    tap = post.local.press(ANN, ANN, last(post.local, ANN)["message_id"], 1)
    row = await post.write(ANN, "gone", edit_row=str(menu.id), callback=tap, toast="Done " + "x" * 300, alert=True)

    delivery.take([row])
    await post.settled(row)

    assert events == ["toast", "edited"]
    assert (len(post.local.toasts[0].text), post.local.toasts[0].alert) == (200, True)


async def test_a_row_without_text_only_answers_the_tap_however_late(post: Post, delivery: Delivery) -> None:
    post.local.fail_next("answerCallbackQuery", status=502)
    row = await post.write(ANN, "", callback="forgotten long ago")

    delivery.take([row])

    assert await post.settled(row) == ["sent"]
    assert post.heard(ANN) == []


async def test_a_chat_hears_no_faster_than_the_pace_allows(post: Post) -> None:
    delivery = post.open(Pace())
    rows = await post.write_all(*((ANN, str(number)) for number in range(5)))

    delivery.take(rows)
    await asyncio.sleep(0.5)

    assert post.heard(ANN) == ["0", "1", "2"]
    assert await post.settled(*rows) == ["sent"] * 5


async def test_nothing_is_kept_of_chats_that_have_got_everything(post: Post, delivery: Delivery) -> None:
    rows = await post.write_all(*((chat_id, "x") for chat_id in (ANN, BOB, CAT) for _ in range(10)))

    delivery.take(rows)
    await post.settled(*rows)
    await asyncio.sleep(0.05)

    assert (delivery._chats, delivery._held, delivery._settled) == ({}, set(), set())  # noqa: SLF001 - memory is the point


async def test_a_group_that_cannot_be_moved_yet_is_tried_again(post: Post, ledger: Ledger, group: int) -> None:
    failures = iter([True])

    async def move(old: int, new: int) -> None:
        if next(failures, False):
            raise RuntimeError
        await post.move(old, new)

    delivery = Delivery(post.bot, ledger, Pace.off(), on_migrated=move)
    post.deliveries.append(delivery)
    row = await post.write(group, "x")
    moved = post.local.migrate(group)

    delivery.take([row])

    assert await post.settled(row) == ["sent"]
    assert post.heard(moved) == ["x"]


async def test_a_failure_in_between_loses_nothing(post: Post, ledger: Ledger) -> None:
    async def fail(_: int) -> None:
        raise RuntimeError

    delivery = Delivery(post.bot, ledger, Pace.off(), on_unreachable=fail)
    post.deliveries.append(delivery)
    post.local.fail_next("sendMessage", status=403, description="Forbidden: bot was blocked by the user")
    rows = await post.write_all((ANN, "1"), (ANN, "2"), (ANN, "3"))

    delivery.take(rows)
    await post.settled(rows[0], as_="dead")
    await delivery.sweep()

    assert await post.settled(*rows[1:]) == ["sent", "sent"]
    assert post.heard(ANN) == ["2", "3"]


async def test_a_mark_that_the_database_refuses_spoils_no_other(post: Post, delivery: Delivery, logs: Logs) -> None:
    first = await post.write(ANN, "1")
    delivery.take([first])
    await post.settled(first)
    # As after a restored backup: Telegram gives a number that the database knows already.
    post.local.chats[ANN].ids = count(last(post.local, ANN)["message_id"])
    rows = await post.write_all((ANN, "2"), (BOB, "3"))

    delivery.take(rows)

    assert await post.settled(*rows) == ["sent", "sent"]
    assert (await post.row(rows[0].id)).telegram_message_id is None
    assert [entry["event"] for entry in logs] == ["mark_refused"]


async def test_a_refusal_is_logged_without_anybody_s_words(post: Post, delivery: Delivery, logs: Logs) -> None:
    row = await post.write(ANN, "<secret>", buttons=[[["Go", "go"]]])

    delivery.take([row])
    await post.settled(row, as_="dead")

    assert [entry["event"] for entry in logs] == ["message_refused"]
    assert "secret" not in str(logs)
    assert "unsupported start tag" in str(logs).lower()
