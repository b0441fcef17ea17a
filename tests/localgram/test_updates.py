"""What the bot hears of, and how it confirms what it heard."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.localgram import LocalTelegram

ANN, BOB = 1, 2
Call = Callable[..., Coroutine[None, None, Any]]
Refusal = Callable[..., Coroutine[None, None, str]]
Heard = Callable[[], list[str]]


@pytest.mark.parametrize(
    ("text", "is_heard"),
    [
        ("/budgets", True),
        ("/budgets@nestegg_bot", True),
        ("/budgets@NestEgg_Bot", True),
        ("/budgets@other_bot", False),
        ("what about mom?", False),
        ("hello @nestegg_bot", False),
    ],
)
async def test_privacy_mode_hides_what_is_not_for_the_bot(
    local: LocalTelegram, family: int, heard: Heard, text: str, *, is_heard: bool
) -> None:
    heard()

    local.say(ANN, family, text)

    assert heard() == (["message"] if is_heard else [])


async def test_privacy_mode_holds_for_the_words_below_a_picture(
    local: LocalTelegram, family: int, heard: Heard
) -> None:
    heard()

    for caption in ("/bought mom scarf 40", "/bought@other_bot mom", "look at this!", ""):
        local.say_photo(ANN, family, caption)

    assert heard() == ["message"]


async def test_replies_to_the_bot_and_edits_are_heard(
    local: LocalTelegram, family: int, call: Call, heard: Heard
) -> None:
    asked = await call("sendMessage", chat_id=family, text="How much?")
    heard()

    said = local.say(BOB, family, "100", reply_to=asked["message_id"])
    local.edit(BOB, family, said["message_id"], "120")
    local.say(BOB, family, "100", reply_to=said["message_id"])

    assert heard() == ["message", "edited_message"]


async def test_an_administrator_hears_everything_and_of_everybody_if_it_asks(
    local: LocalTelegram, family: int, call: Call, heard: Heard
) -> None:
    local.promote_bot(family)
    heard()

    local.say(ANN, family, "what about mom?")
    local.leave(family, BOB)
    await call("getUpdates", allowed_updates=["message", "chat_member"])
    local.join(family, BOB)

    assert heard() == ["message", "message", "chat_member", "message"]


async def test_the_bot_hears_of_its_own_fate(local: LocalTelegram, family: int, heard: Heard) -> None:
    assert heard() == ["message", "my_chat_member", "message"]

    local.kick_bot(family, by=BOB)
    local.block(ANN)

    assert heard() == ["my_chat_member", "my_chat_member"]


async def test_updates_come_again_until_confirmed(local: LocalTelegram, call: Call) -> None:
    for text in ("/one", "/two", "/three"):
        local.say(ANN, ANN, text)

    first = await call("getUpdates", limit=2)
    again = await call("getUpdates", limit=2)
    rest = await call("getUpdates", offset=first[-1]["update_id"] + 1)
    last = await call("getUpdates", offset=-1)

    assert first == again
    assert [update["message"]["text"] for update in [*first, *rest]] == ["/start", "/one", "/two", "/three"]
    assert last == rest[-1:]
    assert await call("getUpdates", offset=rest[-1]["update_id"] + 1) == []


async def test_a_long_poll_ends_with_the_first_update(local: LocalTelegram, call: Call) -> None:
    local.inbox.waiting.clear()
    poll = asyncio.create_task(call("getUpdates", timeout=30))
    await asyncio.sleep(0)

    local.say(ANN, ANN, "/help")

    assert [update["message"]["text"] for update in await poll] == ["/help"]


async def test_a_second_poller_ends_the_first(local: LocalTelegram, call: Call, refusal: Refusal) -> None:
    local.inbox.waiting.clear()
    first = asyncio.create_task(refusal("getUpdates", timeout=30))
    await asyncio.sleep(0)

    assert await call("getUpdates") == []
    assert (await first).startswith("Conflict: terminated by other getUpdates request")


async def test_polling_and_a_webhook_exclude_each_other(local: LocalTelegram, call: Call, refusal: Refusal) -> None:
    await call("setWebhook", url="https://example.org/hook")

    assert "while webhook is active" in await refusal("getUpdates")
    assert await call("getWebhookInfo") == {
        "url": "https://example.org/hook",
        "has_custom_certificate": False,
        "pending_update_count": 1,
    }

    await call("deleteWebhook", drop_pending_updates=True)

    assert await call("getUpdates") == []
    assert not local.webhook
