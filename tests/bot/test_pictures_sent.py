"""Pictures reach their chat as messages do: once, in order, and if need be as words."""

import asyncio
import threading

import pytest

from tests.gallery import Gallery
from tests.post import until

ANN, BOB = 1, 2
MOM, DAD = {"title": "Mom"}, {"title": "Dad"}


async def test_a_picture_is_drawn_and_sent_with_its_words_and_buttons(gallery: Gallery) -> None:
    said = gallery.local.say(ANN, ANN, "/status")["message_id"]

    row = await gallery.send("<b>Mom</b>", picture=MOM, reply_to=said, buttons=[[["Again", "again"]]])

    message = gallery.last()
    assert gallery.seen() == [(b"a picture of Mom", "Mom")]
    assert message["caption_entities"][0]["type"] == "bold"
    assert message["reply_markup"]["inline_keyboard"] == [[{"text": "Again", "callback_data": "again"}]]
    assert message["reply_to_message"]["message_id"] == said
    assert (await gallery.row(row.id)).telegram_message_id == message["message_id"]


async def test_what_somebody_posted_is_shown_again_by_its_id(gallery: Gallery) -> None:
    photo = gallery.local.say_photo(ANN, ANN, "/bought")["photo"][-1]["file_id"]

    await gallery.send("Scarf", picture=photo)

    assert (gallery.last()["photo"][-1]["file_id"], gallery.last()["caption"]) == (photo, "Scarf")
    assert gallery.painter.drawn == []


async def test_drawing_holds_up_neither_the_loop_nor_another_chat(gallery: Gallery) -> None:
    gallery.painter.may_go_on.clear()
    drawn = await gallery.write(ANN, "Mom", picture=MOM)
    words = await gallery.write(BOB, "words")

    gallery.delivery.take([drawn, words])

    assert await gallery.settled(words) == ["sent"]
    assert await gallery.standing(drawn) == ["pending"]
    gallery.painter.may_go_on.set()
    assert await gallery.settled(drawn) == ["sent"]
    assert threading.current_thread().name not in gallery.painter.threads


async def test_one_picture_is_drawn_at_a_time(gallery: Gallery) -> None:
    gallery.painter.may_go_on.clear()
    rows = [await gallery.write(ANN, "Mom", picture=MOM), await gallery.write(BOB, "Dad", picture=DAD)]

    gallery.delivery.take(rows)
    await asyncio.sleep(0.1)

    assert len(gallery.painter.drawn) == 1
    gallery.painter.may_go_on.set()
    assert await gallery.settled(*rows) == ["sent", "sent"]
    assert len(gallery.painter.threads) == 1


async def test_the_same_picture_is_drawn_and_uploaded_once(gallery: Gallery) -> None:
    await gallery.send("first", picture=MOM)
    await gallery.send("again", BOB, picture={**MOM})

    assert gallery.painter.drawn == ["Mom"]
    assert len(gallery.local.files) == 1
    assert gallery.seen(BOB) == [(b"a picture of Mom", "again")]


async def test_a_picture_whose_id_telegram_forgot_is_uploaded_again(gallery: Gallery) -> None:
    await gallery.send("first", picture=MOM)
    gallery.local.files.clear()

    await gallery.send("again", BOB, picture=MOM)
    await gallery.send("once more", BOB, picture=MOM)

    assert gallery.painter.drawn == ["Mom"]
    assert gallery.seen(BOB) == [(b"a picture of Mom", "again"), (b"a picture of Mom", "once more")]


async def test_only_the_latest_pictures_are_kept(gallery: Gallery) -> None:
    titles = [str(number) for number in range(20)]
    for title in titles:
        await gallery.send(title, picture={"title": title})
    gallery.local.files.clear()

    await gallery.send("again", BOB, picture={"title": "19"})
    await gallery.send("again", BOB, picture={"title": "0"})

    assert gallery.painter.drawn == [*titles, "0"]


async def test_what_cannot_be_drawn_is_said_in_words(gallery: Gallery) -> None:
    await gallery.send("Mom", picture={"title": ""}, buttons=[[["Again", "again"]]])
    await gallery.send("", picture={"title": ""})

    assert gallery.seen() == [(None, "Mom")]
    assert "reply_markup" in gallery.last()
    assert [entry["event"] for entry in gallery.logs] == ["picture_failed"] * 2


@pytest.mark.parametrize(
    "reason", ["IMAGE_PROCESS_FAILED", "PHOTO_INVALID_DIMENSIONS", "not enough rights to send photos to the chat"]
)
async def test_where_no_picture_may_be_shown_the_words_are_said(gallery: Gallery, reason: str) -> None:
    gallery.local.fail_next("sendPhoto", status=400, description=f"Bad Request: {reason}")

    await gallery.send("Mom", picture=MOM)

    assert gallery.seen() == [(None, "Mom")]
    assert [entry["event"] for entry in gallery.logs] == ["picture_refused"]


async def test_a_posted_picture_that_is_gone_leaves_the_words(gallery: Gallery) -> None:
    await gallery.send("Scarf", picture="no such file")

    assert gallery.seen() == [(None, "Scarf")]


async def test_told_to_wait_it_waits_and_what_is_behind_it_too(gallery: Gallery) -> None:
    rows = [await gallery.write(ANN, "Mom", picture=MOM), await gallery.write(ANN, "after")]
    gallery.local.fail_next("sendPhoto", retry_after=1)

    gallery.delivery.take(rows)

    assert await gallery.settled(*rows) == ["sent", "sent"]
    assert gallery.seen() == [(b"a picture of Mom", "Mom"), (None, "after")]
    assert gallery.painter.drawn == ["Mom"]


@pytest.mark.parametrize("status", [500, 502])
async def test_what_telegram_could_not_do_is_tried_again(gallery: Gallery, status: int) -> None:
    row = await gallery.write(ANN, "Mom", picture=MOM)
    gallery.local.fail_next("sendPhoto", status=status)

    gallery.delivery.take([row])

    assert await gallery.settled(row) == ["sent"]
    assert (await gallery.row(row.id)).attempts == 2


async def test_a_picture_that_may_have_arrived_is_unknown_and_not_sent_again(gallery: Gallery) -> None:
    rows = [await gallery.write(ANN, "Mom", picture=MOM), await gallery.write(ANN, "after")]
    gallery.local.fail_next("sendPhoto", drop="after")

    gallery.delivery.take(rows)
    await gallery.settled(rows[1])
    await gallery.delivery.sweep()

    assert await gallery.standing(*rows) == ["unknown", "sent"]
    assert [words for _, words in gallery.seen()] == ["Mom", "after"]


async def test_words_that_telegram_refuses_are_dead_below_a_picture_too(gallery: Gallery) -> None:
    row = await gallery.write(ANN, "<i>never closed", picture=MOM)

    gallery.delivery.take([row])

    assert await gallery.settled(row, as_="dead") == ["dead"]
    assert gallery.seen() == []


async def test_a_picture_left_by_an_earlier_run_is_drawn_from_its_row(gallery: Gallery) -> None:
    row = await gallery.write(ANN, "Mom", picture=MOM)

    await gallery.open().start()

    assert await gallery.settled(row) == ["sent"]
    assert (gallery.seen(), gallery.painter.drawn) == ([(b"a picture of Mom", "Mom")], ["Mom"])


async def test_stopping_waits_for_no_picture_for_long(gallery: Gallery) -> None:
    gallery.painter.may_go_on.clear()
    row = await gallery.write(ANN, "Mom", picture=MOM)
    gallery.delivery.take([row])
    await until(lambda: asyncio.sleep(0, gallery.painter.drawn), bool)

    await asyncio.wait_for(gallery.delivery.stop(0.1), 2)
    gallery.painter.may_go_on.set()

    assert await gallery.standing(row) == ["pending"]
