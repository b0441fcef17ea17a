"""What the bot may change afterwards, and how it answers a tap."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.localgram import LocalTelegram, Toast

ANN, BOB = 1, 2
BUTTONS = {"inline_keyboard": [[{"text": "Mom", "callback_data": "p:1"}, {"text": "Site", "url": "https://x.org"}]]}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
Call = Callable[..., Coroutine[None, None, Any]]
Refusal = Callable[..., Coroutine[None, None, str]]


@pytest.fixture
async def menu(call: Call) -> int:
    """A message with buttons in Ann's private chat."""
    return int((await call("sendMessage", chat_id=ANN, text="Who?", reply_markup=BUTTONS))["message_id"])


async def test_an_edit_without_buttons_takes_the_buttons_away(local: LocalTelegram, call: Call, menu: int) -> None:
    edited = await call("editMessageText", chat_id=ANN, message_id=menu, text="Mom")

    assert "reply_markup" not in edited
    assert [message["text"] for message in local.messages(ANN)] == ["/start", "Mom"]


async def test_an_edit_that_changes_nothing_is_refused(refusal: Refusal, call: Call, menu: int) -> None:
    same = {"chat_id": ANN, "message_id": menu, "text": "<b></b>Who?", "parse_mode": "HTML"}

    assert (await refusal("editMessageText", **same, reply_markup=BUTTONS)).startswith(
        "Bad Request: message is not modified"
    )
    assert "not modified" in await refusal("editMessageReplyMarkup", chat_id=ANN, message_id=menu, reply_markup=BUTTONS)
    assert "reply_markup" not in await call("editMessageReplyMarkup", chat_id=ANN, message_id=menu)


async def test_only_texts_of_its_own_can_be_edited(local: LocalTelegram, call: Call, refusal: Refusal) -> None:
    photo = await call("sendPhoto", chat_id=ANN, photo=b"pixels")
    theirs = local.messages(ANN)[0]["message_id"]

    assert await refusal("editMessageText", chat_id=ANN, message_id=theirs, text="x") == (
        "Bad Request: message can't be edited"
    )
    assert await refusal("editMessageText", chat_id=ANN, message_id=77, text="x") == (
        "Bad Request: message to edit not found"
    )
    assert await refusal("editMessageText", chat_id=ANN, message_id=photo["message_id"], text="x") == (
        "Bad Request: there is no text in the message to edit"
    )


async def test_another_picture_takes_the_place_of_the_first(local: LocalTelegram, call: Call) -> None:
    photo = await call("sendPhoto", chat_id=ANN, photo=b"first", caption="<b>First</b>", parse_mode="HTML")
    media = {"type": "photo", "media": "attach://picture", "caption": "Second", "parse_mode": "HTML"}
    place = {"chat_id": ANN, "message_id": photo["message_id"], "reply_markup": BUTTONS}

    edited = await call("editMessageMedia", **place, media=json.dumps(media), picture=b"second")
    again = await call("editMessageMedia", **place, media={"type": "photo", "media": photo["photo"][0]["file_id"]})

    assert local.files[edited["photo"][0]["file_id"]] == b"second"
    assert (edited["caption"], "caption_entities" in edited, edited["reply_markup"]) == ("Second", False, BUTTONS)
    assert (again["photo"], "caption" in again) == (photo["photo"], False)


async def test_a_picture_may_take_the_place_of_words(call: Call, menu: int) -> None:
    shown = {"type": "photo", "media": "attach://picture", "caption": "x"}

    edited = await call("editMessageMedia", chat_id=ANN, message_id=menu, media=shown, picture=b"pixels")

    assert ("text" in edited, edited["caption"]) == (False, "x")


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ({"type": "photo", "media": "unknown"}, "wrong file identifier/HTTP URL specified"),
        ({"type": "photo", "media": "attach://nothing"}, "wrong file identifier/HTTP URL specified"),
        ({"type": "photo", "media": "attach://empty"}, "file must be non-empty"),
        ({"type": "photo", "media": "attach://picture", "caption": "x" * 1025}, "message caption is too long"),
        ({"type": "poll", "media": "attach://picture"}, "can't parse InputMedia: type must be photo"),
        ("{", "can't parse media JSON object"),
    ],
)
async def test_what_is_no_picture_changes_none(refusal: Refusal, menu: int, media: object, reason: str) -> None:
    files = {"picture": b"pixels", "empty": b""}

    assert await refusal("editMessageMedia", chat_id=ANN, message_id=menu, media=media, **files) == (
        f"Bad Request: {reason}"
    )


async def test_the_same_picture_with_the_same_words_changes_nothing(call: Call, refusal: Refusal) -> None:
    photo = await call("sendPhoto", chat_id=ANN, photo=b"pixels", caption="x")
    same = {"type": "photo", "media": photo["photo"][0]["file_id"], "caption": "x"}

    assert "not modified" in await refusal("editMessageMedia", chat_id=ANN, message_id=photo["message_id"], media=same)


async def test_another_s_message_is_deleted_by_an_administrator_only(
    local: LocalTelegram, family: int, call: Call, refusal: Refusal
) -> None:
    theirs = local.say(ANN, family, "/bought mom christmas scarf 40")["message_id"]

    assert await refusal("deleteMessage", chat_id=family, message_id=theirs) == (
        "Bad Request: message can't be deleted"
    )

    local.promote_bot(family)
    await call("deleteMessage", chat_id=family, message_id=theirs)

    assert await refusal("deleteMessage", chat_id=family, message_id=theirs) == (
        "Bad Request: message to delete not found"
    )


async def test_after_two_days_a_message_stays(pass_by: Callable[..., None], refusal: Refusal, menu: int) -> None:
    pass_by(hours=49)

    assert await refusal("deleteMessage", chat_id=ANN, message_id=menu) == (
        "Bad Request: message can't be deleted for everyone"
    )


@pytest.mark.parametrize("button", ["p:1", "Mom", 1])
async def test_a_button_is_pressed_by_data_label_or_place(local: LocalTelegram, menu: int, button: str | int) -> None:
    tap = local.press(ANN, ANN, menu, button)

    query = list(local.inbox.waiting.values())[-1]["callback_query"]
    assert query["id"] == tap
    assert query["data"] == "p:1"
    assert query["message"] == local.messages(ANN)[-1]


@pytest.mark.parametrize("button", ["Dad", "Site", 2, 3])
async def test_what_is_no_button_of_the_bot_s_cannot_be_pressed(
    local: LocalTelegram, menu: int, button: str | int
) -> None:
    with pytest.raises(ValueError, match="No button"):
        local.press(ANN, ANN, menu, button)


async def test_a_tap_is_answered_once(local: LocalTelegram, call: Call, refusal: Refusal, menu: int) -> None:
    tap = local.press(ANN, ANN, menu, "Mom")

    assert await refusal("answerCallbackQuery", callback_query_id=tap, text="x" * 201) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )

    await call("answerCallbackQuery", callback_query_id=tap, text="Not yours", show_alert="true")

    assert local.toasts == [Toast(ANN, ANN, "Not yours", alert=True)]
    assert await refusal("answerCallbackQuery", callback_query_id=tap) == TOO_OLD


async def test_a_tap_is_not_answered_late(
    local: LocalTelegram, pass_by: Callable[..., None], refusal: Refusal, menu: int
) -> None:
    tap = local.press(ANN, ANN, menu, "Mom")

    pass_by(minutes=15, seconds=1)

    assert await refusal("answerCallbackQuery", callback_query_id=tap) == TOO_OLD


async def test_an_outdated_client_can_send_any_data(local: LocalTelegram) -> None:
    local.tap(ANN, ANN, 77, "forged")

    query = list(local.inbox.waiting.values())[-1]["callback_query"]
    assert query["data"] == "forged"
    assert query["message"]["date"] == 0
