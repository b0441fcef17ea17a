"""A local Telegram with a small family in it, its clock standing still until moved."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.localgram import LocalTelegram
from bot.localgram.wire import Json

ANN, BOB = 1, 2
Call = Callable[..., Coroutine[None, None, Any]]
Refusal = Callable[..., Coroutine[None, None, str]]


@dataclass
class StillClock:
    """A clock that moves only when told."""

    at: datetime = datetime(2026, 5, 3, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment it stands at."""
        return self.at

    def pass_by(self, **time: float) -> None:
        """Move on by so many seconds, minutes or hours."""
        self.at += timedelta(**time)


@pytest.fixture
def clock() -> StillClock:
    """A clock to move by hand."""
    return StillClock()


@pytest.fixture
def pass_by(clock: StillClock) -> Callable[..., None]:
    """Move the clock on by so many seconds, minutes or hours."""
    return clock.pass_by


@pytest.fixture
def local(clock: StillClock) -> LocalTelegram:
    """Ann, who has started the bot, and Bob, who has not."""
    local = LocalTelegram(now=clock)
    local.add_user(ANN, "Ann", username="ann", language_code="en")
    local.add_user(BOB, "Bob")
    local.say(ANN, ANN, "/start")
    return local


@pytest.fixture
def family(local: LocalTelegram) -> int:
    """A group of Ann and Bob with the bot as an ordinary member."""
    chat_id = local.add_group("Family", [ANN, BOB])
    local.add_bot(chat_id, by=ANN)
    return chat_id


@pytest.fixture
def call(local: LocalTelegram) -> Call:
    """Call a method as the bot and return its result, which must be granted."""

    async def granted(method: str, **params: object) -> Json:
        status, payload = await local.call(method, params)
        assert status == 200, payload
        result: Json = payload["result"]
        return result

    return granted


@pytest.fixture
def refusal(local: LocalTelegram) -> Refusal:
    """Call a method as the bot and return the sentence of its refusal."""

    async def refused(method: str, **params: object) -> str:
        status, payload = await local.call(method, params)
        assert status == payload.get("error_code"), payload
        return str(payload["description"])

    return refused


@pytest.fixture
def heard(local: LocalTelegram) -> Callable[[], list[str]]:
    """Return the kinds of the updates that wait for the bot, and empty its inbox."""

    def kinds() -> list[str]:
        found = [next(key for key in update if key != "update_id") for update in local.inbox.waiting.values()]
        local.inbox.waiting.clear()
        return found

    return kinds
