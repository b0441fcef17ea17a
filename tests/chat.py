"""Tests that read like the family talking: people in chats on a local Telegram, with the real bot behind it."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.app import Nestegg, build
from bot.localgram import LocalRequest, LocalTelegram
from bot.settings import Settings
from tests.databases import give_back, lend

FIRST_DAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that the test moves."""

    def __init__(self, now: datetime = FIRST_DAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **delta: float) -> None:
        """Let time pass."""
        self.now += timedelta(**delta)


class Town:
    """A local Telegram with people in it, and the bot."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        self.clock = Clock()
        self.telegram = LocalTelegram()
        self.settings = Settings(
            _env_file=None,
            TELEGRAM_BOT_TOKEN=self.telegram.token,
            DATABASE_URL=database_url,
            NESTEGG_PACE="off",
            **settings,
        )
        self.people: dict[str, int] = {}
        self.bot: Nestegg

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Town"]:
        """Run the bot."""
        await self._start()
        try:
            yield self
        finally:
            await self._stop()

    async def restart(self) -> None:
        """Let the bot die and come back: it remembers what it wrote down, and nothing else."""
        await self._stop()
        await self._start()

    async def _start(self) -> None:
        database = lend(self.settings.database_url, self.clock)
        self.bot = build(self.settings, request=LocalRequest(self.telegram), database=database)
        await self.bot.__aenter__()

    async def _stop(self) -> None:
        await self.bot.__aexit__(None, None, None)
        give_back(self.bot.database)

    def person(self, name: str) -> int:
        """Find somebody, who moves to town when first named."""
        if name not in self.people:
            self.people[name] = 1000 + len(self.people)
            self.telegram.add_user(self.people[name], name, username=name.lower())
        return self.people[name]

    def group(self, title: str, *names: str, supergroup: bool = False) -> "Chat":
        """Open a group with the bot in it."""
        ids = [self.person(name) for name in names]
        chat_id = self.telegram.add_group(title, ids, supergroup=supergroup)
        self.telegram.add_bot(chat_id, ids[0])
        return Chat(self, chat_id, names[0])

    def private(self, name: str) -> "Chat":
        """Open somebody's private chat with the bot."""
        return Chat(self, self.person(name), name)

    async def settled(self) -> None:
        """Wait until everything said is answered."""
        async with asyncio.timeout(10):
            while self.telegram.inbox.waiting or not self.bot.idle:  # noqa: ASYNC110 - nothing announces it
                await asyncio.sleep(0.001)


class Chat:
    """One chat, as those in it see it."""

    def __init__(self, town: Town, chat_id: int, speaker: str) -> None:
        self.town = town
        self.id = chat_id
        self.speaker = speaker

    async def says(self, text: str, by: str | None = None, **how: Any) -> str:
        """Say something, and hear what the bot answers."""
        await self.town.settled()
        before = self.shown()
        self.town.telegram.say(self.town.person(by or self.speaker), self.id, text, **how)
        await self.town.settled()
        return self._news(before)

    async def knows(self, *names: str) -> None:
        """Tell of some people that they are not on Telegram, so that their gifts are no secret here."""
        for name in names:
            await self.says(f"/person {name} offline")

    async def captions(self, text: str, by: str | None = None, **how: Any) -> str:
        """Send a picture with words below it, and hear what the bot answers."""
        await self.town.settled()
        before = self.shown()
        self.town.telegram.say_photo(self.town.person(by or self.speaker), self.id, text, **how)
        await self.town.settled()
        return self._news(before)

    async def sends(self, name: str, content: str | bytes, text: str = "/import", by: str | None = None) -> str:
        """Send a file with words below it, and hear what the bot answers."""
        await self.town.settled()
        before = self.shown()
        data = content.encode() if isinstance(content, str) else content
        self.town.telegram.say_document(self.town.person(by or self.speaker), self.id, name, data, text)
        await self.town.settled()
        return self._news(before)

    async def corrects(self, text: str, to: str, by: str | None = None) -> str:
        """Edit the last message of this text, and see what the bot has to say."""
        await self.town.settled()
        before = self.shown()
        sender = self.town.person(by or self.speaker)
        own = [one for one in self.town.telegram.messages(self.id) if text in (one.get("text"), one.get("caption"))]
        self.town.telegram.edit(sender, self.id, own[-1]["message_id"], to)
        await self.town.settled()
        return self._news(before)

    async def presses(self, label: str, by: str | None = None) -> str:
        """Press the latest button whose label begins so, and see what changes; a toast is shown in brackets."""
        await self.town.settled()
        before, toasts = self.shown(), len(self.town.telegram.toasts)
        place, full = self._button(label)
        self.town.telegram.press(self.town.person(by or self.speaker), self.id, place, full)
        await self.town.settled()
        news = self._news(before)
        said = [toast.text for toast in self.town.telegram.toasts[toasts:] if toast.text]
        return news or "".join(f"({toast})" for toast in said)

    async def answers(self, text: str, by: str | None = None) -> str:
        """Reply to the bot's latest message."""
        own = [one for one in self.town.telegram.messages(self.id) if one["from"]["is_bot"]]
        return await self.says(text, by, reply_to=own[-1]["message_id"])

    @property
    def heard(self) -> list[str]:
        """List what the bot's messages say now."""
        return list(self.shown().values())

    @property
    def buttons(self) -> list[str]:
        """List the labels below the bot's latest message."""
        own = [one for one in self.town.telegram.messages(self.id) if one["from"]["is_bot"]]
        markup = own[-1].get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for line in markup for button in line]

    @property
    def pictures(self) -> list[bytes | str]:
        """List the pictures below which the bot speaks: as it drew them, or the ids of what people had posted."""
        telegram = self.town.telegram
        posted = {
            size["file_id"]
            for chat in telegram.chats.values()
            for one in chat.bodies()
            if not one["from"]["is_bot"]
            for size in one.get("photo", ())
        }
        own = [one for one in telegram.messages(self.id) if one["from"]["is_bot"] and "photo" in one]
        ids = [one["photo"][-1]["file_id"] for one in own]
        return [each if each in posted else telegram.files[each] for each in ids]

    @property
    def documents(self) -> dict[str, bytes]:
        """Give the files that the bot handed out here, by their names: of one name the latest."""
        telegram = self.town.telegram
        own = [one["document"] for one in telegram.messages(self.id) if one["from"]["is_bot"] and "document" in one]
        return {each["file_name"]: telegram.files[each["file_id"]] for each in own}

    def shown(self) -> dict[int, str]:
        """Read every message of the bot's, and the words below its pictures."""
        return {
            one["message_id"]: one.get("text") or one.get("caption", "")
            for one in self.town.telegram.messages(self.id)
            if one["from"]["is_bot"]
        }

    def _news(self, before: dict[int, str]) -> str:
        now = self.shown()
        return "\n\n".join(text for key, text in now.items() if before.get(key) != text)

    def _button(self, label: str) -> tuple[int, str]:
        for message in reversed(self.town.telegram.messages(self.id)):
            for line in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in line:
                    text = button["text"]
                    if text.startswith(label) or re.sub(r"^\W+", "", text).startswith(label):
                        return message["message_id"], text
        message_ = f"no button {label}"
        raise AssertionError(message_)
