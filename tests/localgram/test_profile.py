"""How the bot shows itself."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.localgram.wire import Json

Call = Callable[..., Coroutine[None, None, Any]]
Refusal = Callable[..., Coroutine[None, None, str]]


async def test_each_scope_and_language_has_its_menu(call: Call) -> None:
    menu = [{"command": "budget", "description": "Set a budget"}]

    await call("setMyCommands", commands=menu, scope={"type": "all_private_chats"}, language_code="de")

    assert await call("getMyCommands", scope='{"type": "all_private_chats"}', language_code="de") == menu
    assert await call("getMyCommands") == []

    await call("deleteMyCommands", scope={"type": "all_private_chats"}, language_code="de")

    assert await call("getMyCommands", scope={"type": "all_private_chats"}, language_code="de") == []


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"commands": [{"command": "Budget", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "budget", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "budget", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"scope": {"type": "family"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"language_code": "de_DE"}, "invalid language code specified"),
    ],
)
async def test_an_impossible_menu_is_refused(refusal: Refusal, params: Json, reason: str) -> None:
    assert await refusal("setMyCommands", **params) == f"Bad Request: {reason}"


async def test_descriptions_have_a_limit(call: Call, refusal: Refusal) -> None:
    assert await call("setMyDescription", description="x" * 512)
    assert await call("setMyShortDescription", short_description="x" * 120)
    assert await refusal("setMyShortDescription", short_description="x" * 121) == (
        "Bad Request: short description is too long"
    )
