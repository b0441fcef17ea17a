"""Strange updates without end: each command is answered, nothing sent is refused, nothing goes wrong, it goes on.

`make test` runs 2,000 of them and CI 3,000, with another seed each time. NESTEGG_HOSTILE=20000 runs as many as one
likes, NESTEGG_SEED repeats a run.
"""

import json
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from sqlalchemy import select
from structlog.processors import format_exc_info
from structlog.testing import capture_logs

from bot.localgram import LocalTelegram
from bot.localgram.wire import Json
from repositories import models
from repositories.schema import table_of
from tests.chat import Town
from tests.databases import Databases
from tests.weather.strangers import Strangers

UPDATES = int(os.environ.get("NESTEGG_HOSTILE", "2000"))
SEED = int(os.environ.get("NESTEGG_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
BATCH = 100
EXPECTED = {
    "getchatmember": ("user not found",),
    "getfile": ("wrong file_id", "invalid file_id", "file is too big"),
    "senddocument": ("message thread not found",),
    "sendmessage": ("message thread not found",),
    "sendphoto": ("message thread not found", "wrong file identifier"),
    "answercallbackquery": ("query is too old",),
    "deletemessage": ("message to delete not found", "message can't be deleted"),
    "editmessagetext": (
        "message is not modified",
        "message to edit not found",
        "message can't be edited",
        "no text in the message",
    ),
    "editmessagemedia": (
        "message is not modified",
        "message to edit not found",
        "message can't be edited",
        "wrong file identifier",
    ),
}
"""What Telegram may refuse in the course of things."""


class Witness(LocalTelegram):
    """A Telegram that keeps what it refuses as malformed."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[tuple[str, str, Mapping[str, object]]] = []

    async def call(self, method: str, params: Mapping[str, object]) -> tuple[int, Json]:
        status, body = await super().call(method, params)
        words = str(body.get("description", "")).lower()
        if status == 400 and not any(phrase in words for phrase in EXPECTED.get(method.lower(), ())):
            self.refused.append((method, words, params))
        return status, body


class HostileTown(Town):
    """Three groups and four private chats, in which anything may be said."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        self.telegram: Witness = Witness()
        self.strangers: Strangers

    async def settle_down(self, seed: int) -> None:
        """Let there be people, chats, and a family that has something to lose."""
        family = self.group("Our family", "Ann", "Ben", "Mom", "Dad")
        others = self.group("<b>&\u202e\x00\ud83c", "Eve", "Fay", supergroup=True)
        quiet = self.group("Planners", "Ann", "Ben", "Eve")
        self.telegram.promote_bot(others.id)
        self.telegram.users[self.person("Fay")] |= {"first_name": "\ud800\u202e<b>", "username": "fay"}
        self.telegram.users[self.person("Dad")] |= {"first_name": ""}
        private = [self.private(name).id for name in ("Ann", "Eve", "Fay", "Dad")]
        for chat_id in private:
            self.telegram.say(chat_id, chat_id, "/start")
        for said in ("/iam ann", "/person mom offline", "/budget mom christmas 100", "/gift mom christmas scarf 40"):
            await family.says(said)
        chats = [family.id, others.id, quiet.id, *private]
        self.strangers = Strangers(self.telegram, random.Random(seed), chats)

    async def suffer(self, count: int) -> list[Json]:
        """Let so many strange updates come at once, and return them."""
        sent = []
        for _ in range(count):
            number = next(self.telegram.inbox._ids)  # noqa: SLF001 - past what the bot asked for
            sent.append({"update_id": number, **self.strangers.update()})
        self.telegram.inbox.waiting.update({each["update_id"]: each for each in sent})
        self.telegram.inbox._wake()  # noqa: SLF001 - likewise
        await self.settled()
        return sent

    def wrong(self, logs: list[Any]) -> list[Any]:
        """List what must not be: what was logged as an error, and what Telegram refused."""
        bad = [
            each for each in logs if each["log_level"] not in {"info", "debug"} and each["event"] not in EXPECTED_LOGS
        ]
        return [*bad, *self.telegram.refused]

    async def unanswered(self) -> list[tuple[int, int]]:
        """List the commands that nobody answered."""
        said = table_of(models.Message).c
        async with self.bot.database.begin() as uow:
            heard = select(said.id, said.telegram_chat_id, said.telegram_message_id).where(said.role == "user")
            answers = select(said.answers_id).where(said.answers_id.is_not(None))
            rows = list(await uow.execute(heard))
            answered = {row[0] for row in await uow.execute(answers)}
        known = {(row[1], row[2]) for row in rows if row[0] in answered}
        return [command for command in self.strangers.commands if command not in known]


EXPECTED_LOGS = {"update_unreadable", "secret_kept_back", "file_not_fetched", "picture_refused"}


@pytest.fixture
async def hostile(sqlite: Databases) -> AsyncIterator[HostileTown]:
    """A town full of strangers."""
    with sqlite.migrated() as url:
        town = HostileTown(url)
        async with town.open():
            yield town


async def test_strange_updates_are_answered_or_passed_over_and_harm_nothing(hostile: HostileTown) -> None:
    print("NESTEGG_SEED", SEED)  # noqa: T201 - shown when it fails
    with capture_logs((format_exc_info,)) as logs:
        await hostile.settle_down(SEED)
        for begun in range(0, UPDATES, BATCH):
            sent = await hostile.suffer(min(BATCH, UPDATES - begun))
            if wrong := hostile.wrong(logs):
                print(*map(json.dumps, sent), sep="\n")  # noqa: T201 - likewise
                pytest.fail(f"{shown(wrong[0])}\ncame of one of the updates from {begun} on")

    assert [key for key in hostile.strangers.taps if not hostile.telegram.taps[key].answered] == []
    assert await hostile.unanswered() == []
    assert Counter(entry["event"] for entry in logs)["update_unreadable"] < UPDATES / 100
    ann = hostile.private("Ann")
    assert await ann.says("/help budget") != ""


def shown(wrong: Any) -> str:
    """Write out what went wrong, a traceback line by line."""
    return "\n".join(f"{name}: {value}" for name, value in wrong.items()) if isinstance(wrong, dict) else repr(wrong)
