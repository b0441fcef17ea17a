"""A picture takes the place of another, with its words; words and pictures do not take each other's."""

from typing import Any

import pytest
from telegram import Bot

from bot.http import HttpRequest
from bot.localgram.server import address, serve
from tests.gallery import Gallery

ANN, BOB = 1, 2
MOM, DAD = {"title": "Mom"}, {"title": "Dad"}
Facts = dict[str, Any]


async def test_an_edit_changes_the_picture_and_the_words_below(gallery: Gallery) -> None:
    first = await gallery.send("Mom", picture=MOM, buttons=[[["Again", "again"]]])
    second = await gallery.send("<b>Dad</b>", picture=DAD, edit_row=first.id.hex)
    await gallery.send("Mom", BOB, picture=MOM)

    assert gallery.seen() == [(b"a picture of Dad", "Dad")]
    assert "reply_markup" not in gallery.last()
    assert (await gallery.row(second.id)).telegram_message_id is None


async def test_a_picture_known_by_its_id_is_edited_in_by_it(gallery: Gallery) -> None:
    first = await gallery.send("Mom", picture=MOM)
    await gallery.send("Dad", picture=DAD, edit_row=first.id.hex)

    await gallery.send("Mom again", picture=MOM, edit=gallery.last()["message_id"])

    assert gallery.seen() == [(b"a picture of Mom", "Mom again")]
    assert len(gallery.local.files) == 2


async def test_over_a_real_connection_pictures_go_the_same_way(gallery: Gallery) -> None:
    runner = await serve(gallery.local)
    base = f"{address(runner)}/bot"
    async with Bot(gallery.local.token, base_url=base, request=HttpRequest(), get_updates_request=HttpRequest()) as bot:
        gallery.bot = bot
        gallery.open()
        first = await gallery.send("<b>Zoë</b>", picture=MOM, buttons=[[["Again", "again"]]])
        await gallery.send("<b>Dad</b>", picture=DAD, edit_row=first.id.hex, buttons=[[["Back", "back"]]])
        await gallery.send("Mom", picture=MOM)
    await runner.cleanup()

    assert gallery.seen() == [(b"a picture of Dad", "Dad"), (b"a picture of Mom", "Mom")]
    assert gallery.local.messages(ANN)[1]["caption_entities"][0]["type"] == "bold"
    assert "reply_markup" in gallery.local.messages(ANN)[1]
    assert gallery.painter.drawn == ["Mom", "Dad"]


async def test_what_was_uploaded_by_an_edit_is_known_by_its_id(gallery: Gallery) -> None:
    first = await gallery.send("Mom", picture=MOM)
    await gallery.send("Dad", picture=DAD, edit_row=first.id.hex)

    await gallery.send("Dad", BOB, picture=DAD)

    assert gallery.seen(BOB) == [(b"a picture of Dad", "Dad")]
    assert len(gallery.local.files) == 2


async def test_an_edit_finds_its_picture_after_a_restart(gallery: Gallery) -> None:
    first = await gallery.send("Mom", picture=MOM)

    gallery.open()
    await gallery.send("Dad", picture=DAD, edit_row=first.id.hex)

    assert gallery.seen() == [(b"a picture of Dad", "Dad")]


async def test_an_edit_whose_answer_was_lost_is_tried_again(gallery: Gallery) -> None:
    first = await gallery.send("Mom", picture=MOM)
    gallery.local.fail_next("editMessageMedia", drop="after")

    await gallery.send("Dad", picture=DAD, edit_row=first.id.hex)

    assert gallery.seen() == [(b"a picture of Dad", "Dad")]


async def test_a_picture_that_is_gone_is_sent_anew(gallery: Gallery) -> None:
    first = await gallery.send("Mom", picture=MOM)
    await gallery.local.call("deleteMessage", {"chat_id": ANN, "message_id": gallery.last()["message_id"]})

    await gallery.send("Dad", picture=DAD, edit_row=first.id.hex)

    assert gallery.seen() == [(b"a picture of Dad", "Dad")]


@pytest.mark.parametrize(("before", "after"), [({}, {"picture": MOM}), ({"picture": MOM}, {})])
async def test_words_do_not_become_a_picture_nor_a_picture_words(gallery: Gallery, before: Facts, after: Facts) -> None:
    first = await gallery.send("before", **before)
    second = await gallery.send("after", edit_row=first.id.hex, **after)
    pressed = gallery.local.messages(ANN)[1]["message_id"]
    await gallery.send("pressed", edit=pressed, **after)
    await gallery.send("later", edit_row=second.id.hex, **after)

    pictures = [b"a picture of Mom" if "picture" in facts else None for facts in (before, after, after)]
    assert gallery.seen() == list(zip(pictures, ["before", "later", "pressed"], strict=True))
