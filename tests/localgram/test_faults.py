"""What goes wrong on demand, and Telegram's pace."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

import pytest

from bot.localgram import LocalTelegram
from bot.localgram.wire import Dropped

ANN = 1


async def test_a_call_fails_once_and_then_works(local: LocalTelegram) -> None:
    local.fail_next("sendMessage", retry_after=3)
    local.fail_next("sendMessage", status=502)
    local.fail_next("sendMessage", status=403, description="Forbidden: user is deactivated")

    answers = [await local.call("sendMessage", {"chat_id": ANN, "text": "x"}) for _ in range(4)]

    assert [status for status, _ in answers] == [429, 502, 403, 200]
    assert answers[0][1]["parameters"] == {"retry_after": 3}
    assert answers[2][1]["description"] == "Forbidden: user is deactivated"


async def test_a_fault_strikes_only_the_chat_it_is_meant_for(local: LocalTelegram) -> None:
    local.fail_next("sendMessage", status=500, chat_id=ANN + 1)

    status, _ = await local.call("sendMessage", {"chat_id": ANN, "text": "x"})

    assert status == 200


@pytest.mark.parametrize(("drop", "messages"), [("before", 1), ("after", 2)])
async def test_a_line_breaks_before_or_after_the_message_stands(
    local: LocalTelegram, drop: Literal["before", "after"], messages: int
) -> None:
    local.fail_next("sendMessage", drop=drop)

    with pytest.raises(Dropped) as broken:
        await local.call("sendMessage", {"chat_id": ANN, "text": "x"})

    assert broken.value.executed == (drop == "after")
    assert len(local.messages(ANN)) == messages


async def test_without_a_connection_nothing_arrives(local: LocalTelegram) -> None:
    local.connected = False

    with pytest.raises(Dropped):
        await local.call("getMe", {})


async def test_a_chat_takes_a_burst_and_then_one_message_a_second(
    clock: Callable[[], datetime], pass_by: Callable[..., None]
) -> None:
    local = LocalTelegram(now=clock, limits=True)
    local.add_user(ANN, "Ann")
    local.say(ANN, ANN, "/start")

    burst = [await local.call("sendMessage", {"chat_id": ANN, "text": "x"}) for _ in range(6)]
    pass_by(seconds=1)
    later, _ = await local.call("sendMessage", {"chat_id": ANN, "text": "x"})

    assert [status for status, _ in burst] == [200] * 5 + [429]
    assert burst[-1][1]["parameters"] == {"retry_after": 1}
    assert later == 200


async def test_a_group_takes_twenty_messages_a_minute(
    clock: Callable[[], datetime], pass_by: Callable[..., None]
) -> None:
    local = LocalTelegram(now=clock, limits=True)
    local.add_user(ANN, "Ann")
    group = local.add_group("Family", [ANN])
    local.add_bot(group, by=ANN)

    statuses = []
    for _ in range(21):
        pass_by(seconds=1)
        statuses.append(await local.call("sendMessage", {"chat_id": group, "text": "x"}))

    assert [status for status, _ in statuses] == [200] * 20 + [429]
    assert statuses[-1][1]["parameters"] == {"retry_after": 40}
