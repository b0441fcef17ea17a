"""The town of the demo: a local Telegram with a family in it, and the bot in the family's group."""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bot.app import Nestegg, build
from bot.localgram import LocalRequest, LocalTelegram
from bot.localgram.wire import Json
from bot.settings import Settings

FAMILY = ("Ann", "Ben", "Mom", "Lea")
GROUP = "Our family"
PATIENCE = 30.0
TAPS = 7_000_000_000
PHOTO = "[photo]"
"""What stands before words that are written below a picture."""
FILE = re.compile(r"\[file (?P<path>[^\]]+)\]\s*(?P<words>.*)", re.DOTALL)
"""What stands before words that are written below a file, which is read from here."""


class Impossible(Exception):  # noqa: N818 - said as what it is
    """Something that nobody could do in a real chat either, with the line that says why."""


class Town(LocalTelegram):
    """Everybody has a private chat with the bot, and all are in one group with it; what the bot does is gathered."""

    def __init__(self, now: Callable[[], datetime], first_id: int = 1) -> None:
        """Let the family move in; ids begin where a database that was kept has none yet."""
        super().__init__(now=now)
        self._shared_ids, self._tap_ids = count(first_id), count(TAPS + first_id)
        self.people: dict[str, int] = {}
        self.news: list[tuple[str, Json]] = []
        self._shown: list[tuple[int, int]] = []
        self._greeted: set[int] = set()
        self._written: dict[tuple[int, int], int] = {}
        for name in FAMILY:
            self._move_in(name)
        self.group = self.add_group(GROUP, list(self.people.values()))
        self.add_bot(self.group, by=self.people[FAMILY[0]])
        self.listeners.append(self._note)

    def bot_for(self, settings: Settings) -> Nestegg:
        """Put the bot together, with this town as its Telegram."""
        return build(settings, request=LocalRequest(self), clock=self.now)

    async def settle(self, bot: Nestegg) -> None:
        """Wait until everything said is heard and answered."""
        async with asyncio.timeout(PATIENCE):
            while self.inbox.waiting or not bot.idle:  # noqa: ASYNC110 - idleness is a state of many parts, not an event
                await asyncio.sleep(0.001)

    def meet(self) -> None:
        """Let everybody press Start, in the group and in private."""
        for user_id in self.people.values():
            self.say(user_id, self.group, "/start")
            self.say(user_id, user_id, "/start")

    def forget(self) -> None:
        """Begin the story here: whatever the bot showed so far was nobody's to see."""
        self.news.clear()
        self._shown.clear()

    def find(self, name: str) -> str | None:
        """Find somebody by name, in any case of letters."""
        return next((known for known in self.people if known.casefold() == name.casefold()), None)

    def welcome(self, name: str) -> None:
        """Let somebody new join the group; how the bot greets them in private is their own affair."""
        user_id = self._move_in(name)
        self._greeted.add(user_id)
        self.join(self.group, user_id)
        self.say(user_id, user_id, "/start")

    def place(self, name: str, *, private: bool) -> int:
        """Tell the id of the group, or of somebody's private chat."""
        return self.people[name] if private else self.group

    def speak(self, name: str, text: str, *, private: bool) -> None:
        """Let somebody write; where the bot waits for a reply of theirs, words that are no command are one."""
        user_id, chat_id = self.people[name], self.place(name, private=private)
        is_command = bool(FILE.match(text)) or text.removeprefix(PHOTO).lstrip().startswith("/")
        awaited = None if is_command or chat_id not in self.chats else self.awaited_reply(user_id, chat_id)
        self._write(user_id, chat_id, text, awaited)

    def answer(self, name: str, text: str) -> None:
        """Let somebody reply to what they last saw the bot say."""
        user_id = self.people[name]
        body = next(self._seen(user_id), None)
        if body is None:
            raise Impossible(f"{name} has not seen the bot say anything yet.")
        self._write(user_id, body["chat"]["id"], text, body["message_id"])

    def correct(self, name: str, text: str, *, private: bool) -> None:
        """Let somebody edit what they wrote last."""
        user_id, chat_id = self.people[name], self.place(name, private=private)
        if (user_id, chat_id) not in self._written:
            raise Impossible(f"{name} has written nothing here yet.")
        with _possible():
            self.edit(user_id, chat_id, self._written[user_id, chat_id], text)

    def touch(self, name: str, button: str) -> None:
        """Let somebody press a button, by its number or its label, below what they last saw with buttons."""
        user_id = self.people[name]
        body = self._last_with_buttons(user_id)
        buttons = buttons_of(body)
        chosen = _chosen(buttons, button)
        if chosen is None:
            raise Impossible(f"{name} last saw {' '.join(labels(body)) or 'no buttons'}.")
        if "callback_data" in chosen:
            with _possible():
                self.tap(user_id, body["chat"]["id"], body["message_id"], chosen["callback_data"])
        else:
            self._follow(user_id, chosen.get("url", ""))

    def can_touch(self, name: str, button: str) -> bool:
        """Tell whether there is such a button."""
        return _chosen(buttons_of(self._last_with_buttons(self.people[name])), button) is not None

    def take_news(self) -> list[tuple[str, Json]]:
        """Hand out what happened since the last time, chat by chat, the group's first."""
        news, self.news = self.news, []
        return sorted(news, key=lambda one: (one[1]["chat"]["id"] > 0, one[1]["chat"]["id"]))

    def _write(self, user_id: int, chat_id: int, text: str, reply_to: int | None) -> None:
        with _possible():
            self._written[user_id, chat_id] = self._put(user_id, chat_id, text, reply_to)["message_id"]

    def _put(self, user_id: int, chat_id: int, text: str, reply_to: int | None) -> Json:
        """Put what somebody writes into a chat: words, or a picture or a file with words below it."""
        if sent := FILE.fullmatch(text):
            path = Path(sent["path"]).expanduser()
            try:
                data = path.read_bytes()
            except OSError:
                raise Impossible(f"There is no file {path} to send.") from None
            return self.say_document(user_id, chat_id, path.name, data, sent["words"], reply_to=reply_to)
        say = self.say_photo if text.startswith(PHOTO) else self.say
        return say(user_id, chat_id, text.removeprefix(PHOTO).strip(), reply_to=reply_to)

    def _move_in(self, name: str) -> int:
        user_id = self.people[name] = len(self.people) + 1
        username = "".join(filter(str.isalnum, name.lower()))
        self.add_user(user_id, name, username=username if username.isascii() else None, language_code="en")
        return user_id

    def _note(self, event: str, body: Json) -> None:
        """Gather what the bot does: people know what they do themselves."""
        if event == "sent" and body["chat"]["id"] in self._greeted and body["from"] == self.bot:
            self._greeted.remove(body["chat"]["id"])
            return
        if event in {"toast", "deleted"} or body["from"] == self.bot:
            self.news.append((event, body))
        if event in {"sent", "edited"} and body["from"] == self.bot:
            self._shown.append((body["chat"]["id"], body["message_id"]))

    def _last_with_buttons(self, user_id: int) -> Json:
        return next(filter(buttons_of, self._seen(user_id)), {})

    def _seen(self, user_id: int) -> Iterator[Json]:
        """List what somebody saw the bot say and still sees, the latest first."""
        for chat_id, message_id in reversed(self._shown):
            chat = self.chats[chat_id]
            if chat.holds(user_id) and message_id in chat.posts:
                yield chat.posts[message_id].body

    def _follow(self, user_id: int, url: str) -> None:
        """Open a link as the client does: one that starts the bot is the same as writing to it."""
        asked = parse_qs(urlsplit(url).query)
        if f"/{self.bot['username']}" != urlsplit(url).path or "start" not in asked:
            raise Impossible(f"That opens {url}, which is outside of this town.")
        with _possible():
            self.say(user_id, user_id, f"/start {asked['start'][0]}")


def buttons_of(body: Json) -> list[Json]:
    """List the buttons below a message."""
    return [button for row in body.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def labels(body: Json) -> list[str]:
    """List the buttons below a message as they are shown, a line for each row."""
    numbers = count(1)
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return [" ".join(f"[{next(numbers)} {button['text']}]" for button in row) for row in rows]


def _chosen(buttons: list[Json], wanted: str) -> Json | None:
    if wanted.isdecimal():
        return next(iter(buttons[int(wanted) - 1 : int(wanted)]), None) if int(wanted) else None
    return next((button for button in buttons if wanted and wanted.casefold() in button["text"].casefold()), None)


@contextmanager
def _possible() -> Iterator[None]:
    try:
        yield
    except ValueError as problem:
        raise Impossible(str(problem)) from problem
