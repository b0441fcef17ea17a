"""Pictures reach their chat as messages do: once, in order, and if need be as words."""

import asyncio
import threading
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.delivery import Delivery
from bot.ledger import Ledger
from bot.localgram.wire import Json
from bot.pace import Pace
from bot.pictures import Pictures
from domain.messages import Outgoing
from tests.databases import Databases
from tests.post import Post, until

Facts = dict[str, Any]
Open = Callable[[], Delivery]
Logs = list[MutableMapping[str, Any]]

ANN, BOB = 1, 2
MOM, DAD = {"title": "Mom"}, {"title": "Dad"}
UNKNOWN_FILE = "Bad Request: wrong file identifier/HTTP URL specified"


class Painter:
    """Draws a picture as the words of its title, as slowly and as badly as told."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.threads: set[str] = set()
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def __call__(self, facts: Facts) -> bytes:
        self.drawn.append(facts["title"])
        self.threads.add(threading.current_thread().name)
        self.may_go_on.wait(5)
        if not facts["title"]:
            raise ValueError
        return f"a picture of {facts['title']}".encode()


@pytest.fixture(autouse=True)
def logs() -> Iterator[Logs]:
    """What is logged meanwhile; failures that are expected need not be shown."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
def database_url(sqlite: Databases) -> Iterator[str]:
    """One engine will do: how a picture is sent, neither changes."""
    with sqlite.migrated() as url:
        yield url


@pytest.fixture
def painter() -> Painter:
    return Painter()


@pytest.fixture
def open_(post: Post, ledger: Ledger, painter: Painter) -> Open:
    """Set up a delivery with this painter, as often as the program starts."""

    def set_up() -> Delivery:
        delivery = Delivery(post.bot, ledger, Pace.off(), pictures=Pictures(painter))
        post.deliveries.append(delivery)
        return delivery

    return set_up


@pytest.fixture
def delivery(open_: Open) -> Delivery:
    return open_()


def last(post: Post, chat_id: int = ANN) -> Json:
    return post.local.messages(chat_id)[-1]


def seen(post: Post, chat_id: int = ANN) -> list[tuple[bytes | None, str]]:
    """What the bot shows in a chat: the picture, if any, and the words."""
    own = [one for one in post.local.messages(chat_id) if one["from"]["is_bot"]]
    return [(shown(post, one), one.get("text") or one.get("caption", "")) for one in own]


def shown(post: Post, message: Json) -> bytes | None:
    return post.local.files[message["photo"][-1]["file_id"]] if "photo" in message else None


async def sent(post: Post, delivery: Delivery, text: str, chat_id: int = ANN, **facts: Any) -> Outgoing:
    """Have one row delivered."""
    row = await post.write(chat_id, text, **facts)
    delivery.take([row])
    await post.settled(row)
    return row


async def test_a_picture_is_drawn_and_sent_with_its_words_and_buttons(post: Post, delivery: Delivery) -> None:
    said = post.local.say(ANN, ANN, "/status")["message_id"]
    row = await sent(post, delivery, "<b>Mom</b>", picture=MOM, reply_to=said, buttons=[[["Again", "again"]]])

    message = last(post)
    assert seen(post) == [(b"a picture of Mom", "Mom")]
    assert message["caption_entities"][0]["type"] == "bold"
    assert message["reply_markup"]["inline_keyboard"] == [[{"text": "Again", "callback_data": "again"}]]
    assert message["reply_to_message"]["message_id"] == said
    assert (await post.row(row.id)).telegram_message_id == message["message_id"]


async def test_what_somebody_posted_is_shown_again_by_its_id(post: Post, delivery: Delivery, painter: Painter) -> None:
    photo = post.local.say_photo(ANN, ANN, "/bought")["photo"][-1]["file_id"]

    await sent(post, delivery, "Scarf", picture=photo)

    assert (last(post)["photo"][-1]["file_id"], last(post)["caption"]) == (photo, "Scarf")
    assert painter.drawn == []


async def test_drawing_holds_up_neither_the_loop_nor_another_chat(
    post: Post, delivery: Delivery, painter: Painter
) -> None:
    painter.may_go_on.clear()
    drawn = await post.write(ANN, "Mom", picture=MOM)
    words = await post.write(BOB, "words")

    delivery.take([drawn, words])

    assert await post.settled(words) == ["sent"]
    assert await post.standing(drawn) == ["pending"]
    painter.may_go_on.set()
    assert await post.settled(drawn) == ["sent"]
    assert threading.current_thread().name not in painter.threads


async def test_one_picture_is_drawn_at_a_time(post: Post, delivery: Delivery, painter: Painter) -> None:
    painter.may_go_on.clear()
    rows = [await post.write(ANN, "Mom", picture=MOM), await post.write(BOB, "Dad", picture=DAD)]

    delivery.take(rows)
    await asyncio.sleep(0.1)

    assert len(painter.drawn) == 1
    painter.may_go_on.set()
    assert await post.settled(*rows) == ["sent", "sent"]
    assert len(painter.threads) == 1


async def test_the_same_picture_is_drawn_and_uploaded_once(post: Post, delivery: Delivery, painter: Painter) -> None:
    await sent(post, delivery, "first", picture=MOM)
    post.local.files[last(post)["photo"][-1]["file_id"]] = b"as Telegram keeps it"

    await sent(post, delivery, "again", BOB, picture={**MOM})

    assert painter.drawn == ["Mom"]
    assert seen(post, BOB) == [(b"as Telegram keeps it", "again")]


async def test_a_picture_whose_id_telegram_forgot_is_uploaded_again(
    post: Post, delivery: Delivery, painter: Painter
) -> None:
    await sent(post, delivery, "first", picture=MOM)
    post.local.files.clear()

    await sent(post, delivery, "again", BOB, picture=MOM)
    await sent(post, delivery, "once more", BOB, picture=MOM)

    assert painter.drawn == ["Mom"]
    assert seen(post, BOB) == [(b"a picture of Mom", "again"), (b"a picture of Mom", "once more")]


async def test_only_the_latest_pictures_are_kept(post: Post, delivery: Delivery, painter: Painter) -> None:
    titles = [str(number) for number in range(20)]
    for title in titles:
        await sent(post, delivery, title, picture={"title": title})
    post.local.files.clear()

    await sent(post, delivery, "again", BOB, picture={"title": "19"})
    await sent(post, delivery, "again", BOB, picture={"title": "0"})

    assert painter.drawn == [*titles, "0"]


async def test_what_cannot_be_drawn_is_said_in_words(post: Post, delivery: Delivery, logs: Logs) -> None:
    await sent(post, delivery, "Mom", picture={"title": ""}, buttons=[[["Again", "again"]]])
    await sent(post, delivery, "", picture={"title": ""})

    assert seen(post) == [(None, "Mom")]
    assert "reply_markup" in last(post)
    assert [entry["event"] for entry in logs] == ["picture_failed"] * 2


@pytest.mark.parametrize(
    "reason", ["IMAGE_PROCESS_FAILED", "PHOTO_INVALID_DIMENSIONS", "not enough rights to send photos to the chat"]
)
async def test_where_no_picture_may_be_shown_the_words_are_said(
    post: Post, delivery: Delivery, logs: Logs, reason: str
) -> None:
    post.local.fail_next("sendPhoto", status=400, description=f"Bad Request: {reason}")

    await sent(post, delivery, "Mom", picture=MOM)

    assert seen(post) == [(None, "Mom")]
    assert [entry["event"] for entry in logs] == ["picture_refused"]


async def test_a_posted_picture_that_is_gone_leaves_the_words(post: Post, delivery: Delivery) -> None:
    await sent(post, delivery, "Scarf", picture="no such file")

    assert seen(post) == [(None, "Scarf")]


async def test_told_to_wait_it_waits_and_what_is_behind_it_too(
    post: Post, delivery: Delivery, painter: Painter
) -> None:
    rows = [await post.write(ANN, "Mom", picture=MOM), await post.write(ANN, "after")]
    post.local.fail_next("sendPhoto", retry_after=1)

    delivery.take(rows)

    assert await post.settled(*rows) == ["sent", "sent"]
    assert seen(post) == [(b"a picture of Mom", "Mom"), (None, "after")]
    assert painter.drawn == ["Mom"]


@pytest.mark.parametrize("status", [500, 502])
async def test_what_telegram_could_not_do_is_tried_again(post: Post, delivery: Delivery, status: int) -> None:
    row = await post.write(ANN, "Mom", picture=MOM)
    post.local.fail_next("sendPhoto", status=status)

    delivery.take([row])

    assert await post.settled(row) == ["sent"]
    assert (await post.row(row.id)).attempts == 2


async def test_a_picture_that_may_have_arrived_is_unknown_and_not_sent_again(post: Post, delivery: Delivery) -> None:
    rows = [await post.write(ANN, "Mom", picture=MOM), await post.write(ANN, "after")]
    post.local.fail_next("sendPhoto", drop="after")

    delivery.take(rows)
    await post.settled(rows[1])
    await delivery.sweep()

    assert await post.standing(*rows) == ["unknown", "sent"]
    assert [words for _, words in seen(post)] == ["Mom", "after"]


async def test_words_that_telegram_refuses_are_dead_below_a_picture_too(post: Post, delivery: Delivery) -> None:
    row = await post.write(ANN, "<i>never closed", picture=MOM)

    delivery.take([row])

    assert await post.settled(row, as_="dead") == ["dead"]
    assert seen(post) == []


async def test_a_picture_left_by_an_earlier_run_is_drawn_from_its_row(
    post: Post, open_: Open, painter: Painter
) -> None:
    row = await post.write(ANN, "Mom", picture=MOM)

    await open_().start()

    assert await post.settled(row) == ["sent"]
    assert (seen(post), painter.drawn) == ([(b"a picture of Mom", "Mom")], ["Mom"])


async def test_stopping_waits_for_no_picture_for_long(post: Post, delivery: Delivery, painter: Painter) -> None:
    painter.may_go_on.clear()
    row = await post.write(ANN, "Mom", picture=MOM)
    delivery.take([row])
    await until(lambda: asyncio.sleep(0, painter.drawn), bool)

    await asyncio.wait_for(delivery.stop(0.1), 2)
    painter.may_go_on.set()

    assert await post.standing(row) == ["pending"]


async def test_an_edit_changes_the_picture_and_the_words_below(post: Post, delivery: Delivery) -> None:
    first = await sent(post, delivery, "Mom", picture=MOM, buttons=[[["Again", "again"]]])
    second = await sent(post, delivery, "<b>Dad</b>", picture=DAD, edit_row=first.id.hex)
    await sent(post, delivery, "Mom", BOB, picture=MOM)

    assert seen(post) == [(b"a picture of Dad", "Dad")]
    assert "reply_markup" not in last(post)
    assert (await post.row(second.id)).telegram_message_id is None


async def test_a_picture_known_by_its_id_is_edited_in_by_it(post: Post, delivery: Delivery, painter: Painter) -> None:
    first = await sent(post, delivery, "Mom", picture=MOM)
    await sent(post, delivery, "Dad", picture=DAD, edit_row=first.id.hex)

    await sent(post, delivery, "Mom again", picture=MOM, edit=last(post)["message_id"])

    assert seen(post) == [(b"a picture of Mom", "Mom again")]
    assert painter.drawn == ["Mom", "Dad"]


async def test_what_was_uploaded_by_an_edit_is_known_by_its_id(post: Post, delivery: Delivery) -> None:
    first = await sent(post, delivery, "Mom", picture=MOM)
    await sent(post, delivery, "Dad", picture=DAD, edit_row=first.id.hex)
    post.local.files[last(post)["photo"][-1]["file_id"]] = b"as Telegram keeps it"

    await sent(post, delivery, "Dad", BOB, picture=DAD)

    assert seen(post, BOB) == [(b"as Telegram keeps it", "Dad")]


async def test_an_edit_finds_its_picture_after_a_restart(post: Post, delivery: Delivery, open_: Open) -> None:
    first = await sent(post, delivery, "Mom", picture=MOM)

    await sent(post, open_(), "Dad", picture=DAD, edit_row=first.id.hex)

    assert seen(post) == [(b"a picture of Dad", "Dad")]


async def test_an_edit_whose_answer_was_lost_is_tried_again(post: Post, delivery: Delivery) -> None:
    first = await sent(post, delivery, "Mom", picture=MOM)
    post.local.fail_next("editMessageMedia", drop="after")

    await sent(post, delivery, "Dad", picture=DAD, edit_row=first.id.hex)

    assert seen(post) == [(b"a picture of Dad", "Dad")]


async def test_a_picture_that_is_gone_is_sent_anew(post: Post, delivery: Delivery) -> None:
    first = await sent(post, delivery, "Mom", picture=MOM)
    await post.local.call("deleteMessage", {"chat_id": ANN, "message_id": last(post)["message_id"]})

    await sent(post, delivery, "Dad", picture=DAD, edit_row=first.id.hex)

    assert seen(post) == [(b"a picture of Dad", "Dad")]


@pytest.mark.parametrize(("before", "after"), [({}, {"picture": MOM}), ({"picture": MOM}, {})])
async def test_words_do_not_become_a_picture_nor_a_picture_words(
    post: Post, delivery: Delivery, before: Facts, after: Facts
) -> None:
    first = await sent(post, delivery, "before", **before)
    second = await sent(post, delivery, "after", edit_row=first.id.hex, **after)
    pressed = post.local.messages(ANN)[1]["message_id"]
    await sent(post, delivery, "pressed", edit=pressed, **after)
    await sent(post, delivery, "later", edit_row=second.id.hex, **after)

    pictures = [b"a picture of Mom" if "picture" in facts else None for facts in (before, after, after)]
    assert seen(post) == list(zip(pictures, ["before", "later", "pressed"], strict=True))
