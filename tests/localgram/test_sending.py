"""What the bot may put into a chat."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.localgram import LocalTelegram
from bot.localgram.wire import Json, Upload

ANN, BOB = 1, 2
Call = Callable[..., Coroutine[None, None, Any]]
Refusal = Callable[..., Coroutine[None, None, str]]


async def test_a_message_stands_in_the_chat_with_its_buttons(local: LocalTelegram, call: Call) -> None:
    rows = [[{"text": "Undo", "callback_data": "undo:1"}]]

    sent = await call("sendMessage", chat_id=ANN, text="Done", reply_markup={"inline_keyboard": rows})

    assert local.messages(ANN)[-1] == sent
    assert sent["reply_markup"] == {"inline_keyboard": rows}


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"chat_id": 99}, "Bad Request: chat not found"),
        ({"chat_id": "ann"}, "Bad Request: chat not found"),
        ({}, "Bad Request: chat_id is empty"),
        ({"chat_id": BOB}, "Forbidden: bot can't initiate conversation with a user"),
        ({"chat_id": ANN, "text": ""}, "Bad Request: message text is empty"),
        ({"chat_id": ANN, "text": " \n "}, "Bad Request: text must be non-empty"),
        ({"chat_id": ANN, "text": "x" * 4097}, "Bad Request: message is too long"),
        ({"chat_id": ANN, "reply_parameters": {"message_id": 77}}, "Bad Request: message to be replied not found"),
        ({"chat_id": ANN, "message_thread_id": 5}, "Bad Request: message thread not found"),
        ({"chat_id": ANN, "reply_markup": "[1]"}, "Bad Request: object expected as reply markup"),
        ({"chat_id": ANN, "reply_markup": "{"}, "Bad Request: can't parse reply markup JSON object"),
    ],
)
async def test_what_telegram_refuses_is_refused(refusal: Refusal, params: Json, reason: str) -> None:
    assert await refusal("sendMessage", **{"text": "Hello", **params}) == reason


@pytest.mark.parametrize(
    ("buttons", "reason"),
    [
        ([{"text": "x", "callback_data": "ü" * 33}], "BUTTON_DATA_INVALID"),
        ([{"text": "x", "callback_data": ""}], "BUTTON_DATA_INVALID"),
        ([{"text": " ", "callback_data": "x"}], "can't parse inline keyboard button: BUTTON_TEXT_INVALID"),
        ([{"text": "x", "callback_data": "x"}] * 101, "reply markup is too long"),
        (
            [{"text": "x", "url": "http://localhost"}],
            "inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL",
        ),
        (
            [{"text": "x"}],
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
    ],
)
async def test_impossible_buttons_are_refused(refusal: Refusal, buttons: list[Json], reason: str) -> None:
    markup = {"inline_keyboard": [buttons]}

    assert await refusal("sendMessage", chat_id=ANN, text="x", reply_markup=markup) == f"Bad Request: {reason}"


async def test_the_largest_button_data_passes(call: Call) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "ü" * 32}] * 100]}

    sent = await call("sendMessage", chat_id=ANN, text="x", reply_markup=markup)

    assert sent["reply_markup"] == markup


async def test_a_missing_original_may_be_forgiven(call: Call) -> None:
    reply = {"message_id": 77, "allow_sending_without_reply": True}

    sent = await call("sendMessage", chat_id=ANN, text="x", reply_parameters=reply)

    assert "reply_to_message" not in sent


async def test_an_answer_to_a_topic_stays_in_the_topic(local: LocalTelegram, call: Call, refusal: Refusal) -> None:
    forum = local.add_group("Forum", [ANN, BOB], forum=True)
    local.add_bot(forum, by=ANN)
    topic = local.add_topic(forum, ANN, "Gifts")
    asked = local.say(ANN, forum, "/budgets", thread_id=topic)

    sent = await call("sendMessage", chat_id=forum, text="x", reply_parameters={"message_id": asked["message_id"]})

    assert sent["message_thread_id"] == topic
    assert await refusal("sendMessage", chat_id=forum, text="x", message_thread_id=topic + 1) == (
        "Bad Request: message thread not found"
    )


async def test_a_blocked_bot_is_told_so_until_taken_back(local: LocalTelegram, call: Call, refusal: Refusal) -> None:
    local.block(ANN)

    assert await refusal("sendMessage", chat_id=ANN, text="x") == "Forbidden: bot was blocked by the user"

    local.unblock(ANN)

    assert (await call("sendMessage", chat_id=ANN, text="x"))["text"] == "x"


async def test_a_bot_that_is_out_of_a_group_is_refused(
    local: LocalTelegram, family: int, call: Call, refusal: Refusal
) -> None:
    local.kick_bot(family, by=ANN)

    assert await refusal("sendMessage", chat_id=family, text="x") == "Forbidden: bot was kicked from the group chat"

    local.add_bot(family, by=ANN)
    await call("leaveChat", chat_id=family)

    assert await refusal("sendMessage", chat_id=family, text="x") == "Forbidden: bot is not a member of the group chat"


async def test_a_group_without_the_bot_is_not_found(local: LocalTelegram, refusal: Refusal) -> None:
    strangers = local.add_group("Strangers", [BOB])

    assert await refusal("sendMessage", chat_id=strangers, text="x") == "Bad Request: chat not found"


async def test_supergroups_count_their_messages_for_themselves(local: LocalTelegram, call: Call) -> None:
    groups = [local.add_group(title, [ANN], supergroup=True) for title in ("One", "Two")]
    for group in groups:
        local.add_bot(group, by=ANN)

    sent = [await call("sendMessage", chat_id=group, text="x") for group in groups]

    assert [message["message_id"] for message in sent] == [2, 2]
    assert all(group < -1_000_000_000_000 for group in groups)


async def test_a_photo_is_kept_with_its_caption(local: LocalTelegram, call: Call, refusal: Refusal) -> None:
    sent = await call("sendPhoto", chat_id=ANN, photo="attach://a", a=b"pixels", caption="<b>x</b>", parse_mode="HTML")
    stored = await call("getFile", file_id=sent["photo"][0]["file_id"])
    again = await call("sendPhoto", chat_id=ANN, photo=stored["file_id"])

    assert sent["caption"] == "x"
    assert local.files[stored["file_path"]] == b"pixels"
    assert again["photo"] == sent["photo"]
    assert await refusal("sendPhoto", chat_id=ANN, photo=b"x", caption="x" * 1025) == (
        "Bad Request: message caption is too long"
    )
    assert await refusal("sendPhoto", chat_id=ANN) == "Bad Request: there is no photo in the request"
    assert await refusal("sendPhoto", chat_id=ANN, photo="unknown") == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )
    assert await refusal("sendPhoto", chat_id=ANN, photo=b"") == "Bad Request: file must be non-empty"


async def test_a_photo_that_somebody_posted_can_be_shown_again(local: LocalTelegram, call: Call) -> None:
    small, large = local.say_photo(ANN, ANN)["photo"]

    sent = await call("sendPhoto", chat_id=ANN, photo=large["file_id"])

    assert sent["photo"][-1]["file_id"] == large["file_id"]
    assert small["width"] < large["width"]


async def test_mentions_by_link_name_the_person_if_known(local: LocalTelegram, call: Call) -> None:
    text = '<a href="tg://user?id=1">Ann</a> <a href="tg://user?id=99">Nobody</a>'

    sent = await call("sendMessage", chat_id=ANN, text=text, parse_mode="HTML")

    assert [entity["user"] for entity in sent["entities"]] == [local.users[ANN]]


async def test_an_unknown_method_is_not_found(refusal: Refusal) -> None:
    assert await refusal("sendTelepathy", chat_id=ANN) == "Not Found: method not found"
    assert await refusal("sendChatAction", chat_id=ANN, action="sleeping") == (
        "Bad Request: wrong parameter action in request"
    )


async def test_a_document_is_kept_under_its_name_and_can_be_sent_again(local: LocalTelegram, call: Call) -> None:
    file = Upload.of(b"a,b", "table.csv")

    sent = await call("sendDocument", chat_id=ANN, document=file, caption="<b>All</b>", parse_mode="HTML")
    again = await call("sendDocument", chat_id=ANN, document=sent["document"]["file_id"])

    facts = {"file_name": "table.csv", "mime_type": "text/csv", "file_size": 3}
    assert facts.items() <= sent["document"].items()
    assert (sent["caption"], sent["caption_entities"][0]["type"]) == ("All", "bold")
    assert (again["document"], local.files[again["document"]["file_id"]]) == (sent["document"], b"a,b")


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, "Bad Request: there is no document in the request"),
        ({"document": b""}, "Bad Request: file must be non-empty"),
        ({"document": "nowhere"}, "Bad Request: wrong file identifier/HTTP URL specified"),
        ({"document": bytes(50_000_001)}, "Request Entity Too Large"),
        ({"document": b"x", "caption": "x" * 1025}, "Bad Request: message caption is too long"),
    ],
)
async def test_a_document_that_telegram_refuses_is_refused(refusal: Refusal, params: Json, reason: str) -> None:
    assert await refusal("sendDocument", chat_id=ANN, **params) == reason
