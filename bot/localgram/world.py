"""The state of the local Telegram and the few ways in which it changes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import TypeVar

from bot.localgram.chats import Chat, Post, is_addressed, member
from bot.localgram.inbox import Inbox
from bot.localgram.wire import Json

T = TypeVar("T")
Listener = Callable[[str, Json], None]


@dataclass(frozen=True)
class Toast:
    """A short answer shown to the one who pressed a button."""

    user_id: int
    chat_id: int
    text: str
    alert: bool


@dataclass(frozen=True)
class Glimpse:
    """A message in a group that one member alone was shown."""

    user_id: int
    chat_id: int
    text: str


@dataclass
class Tap:
    """A pressed button that waits for its answer."""

    user_id: int
    chat_id: int
    at: datetime
    answered: bool = False


def clock() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class World:
    """Users, chats, messages, and what the bot is yet to hear of them."""

    def __init__(self, token: str, username: str, now: Callable[[], datetime]) -> None:
        """Begin with nobody but the bot."""
        self.token, self.now = token, now
        bot_id = int(token.partition(":")[0])
        self.bot: Json = {"id": bot_id, "is_bot": True, "first_name": "Nestegg", "username": username}
        self.users: dict[int, Json] = {bot_id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.inbox = Inbox()
        self.taps: dict[str, Tap] = {}
        self.toasts: list[Toast] = []
        self.files: dict[str, bytes] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.webhook = ""
        self.glimpses: list[Glimpse] = []
        self.shows_to_one = True
        """Whether the server knows of messages that one member alone is shown; others take them for common ones."""
        self.reticent = False
        """Whether only an administrator is told of ordinary members, as Telegram guarantees no more."""
        self.listeners: list[Listener] = []
        self.file_ids = count(1)
        self._shared_ids, self._orders = count(1), count(1)
        self._group_ids, self._tap_ids = count(4001), count(7_000_000_001)
        self._changed = asyncio.Event()

    @property
    def bot_id(self) -> int:
        """The bot's own account number."""
        return int(self.bot["id"])

    def date(self) -> int:
        """Return the clock's time as messages carry it."""
        return int(self.now().timestamp())

    def open_chat(self, face: Json) -> Chat:
        """Begin a chat; a supergroup counts its messages for itself, all other chats share one count."""
        ids = count(1) if face["type"] == "supergroup" else self._shared_ids
        chat = self.chats[face["id"]] = Chat(face, ids)
        return chat

    def private_chat(self, user_id: int) -> Chat:
        """Return the private chat of a user with the bot."""
        if user_id not in self.chats:
            user = self.users[user_id]
            names: Json = {key: user[key] for key in ("first_name", "username") if key in user}
            self.open_chat({"id": user_id, "type": "private", **names}).statuses[user_id] = "member"
        return self.chats[user_id]

    def post(self, chat: Chat, sender: Json, content: Json, markup: Json | None = None) -> Json:
        """Put a message into a chat."""
        head = {"message_id": next(chat.ids), "from": sender, "chat": chat.face, "date": self.date()}
        body = {**head, **content}
        if markup and "inline_keyboard" in markup:
            body["reply_markup"] = markup
        chat.posts[body["message_id"]] = Post(next(self._orders), body, markup or {})
        self.tell("sent", body)
        return body

    def revise(self, chat: Chat, body: Json) -> Json:
        """Put a new version of a message in place of the old one."""
        chat.posts[body["message_id"]].body = body
        self.tell("edited", body)
        return body

    def remove(self, chat: Chat, message_id: int) -> None:
        """Take a message out of its chat."""
        self.tell("deleted", chat.posts.pop(message_id).body)

    def offer(self, chat: Chat, kind: str, body: Json) -> None:
        """Queue a message for the bot if it may read it there."""
        if chat.holds(self.bot_id) and (
            chat.type == "private" or chat.run_by(self.bot_id) or is_addressed(body, self.bot)
        ):
            self.inbox.put(kind, body)

    def change_status(
        self, chat: Chat, actor: Json, user: Json, status: str, lacks: frozenset[str] = frozenset()
    ) -> None:
        """Change somebody's status in a chat; the bot hears of its own, and of others' as an administrator."""
        old, chat.statuses[user["id"]] = chat.statuses.get(user["id"], "left"), status
        before, now = (chat.lacks, lacks) if user is self.bot else (frozenset[str](), frozenset[str]())
        change = {"old_chat_member": member(user, old, before), "new_chat_member": member(user, status, now)}
        if user is self.bot:
            chat.lacks = lacks
        body = {"chat": chat.face, "from": actor, "date": self.date(), **change}
        if user is self.bot:
            self.inbox.put("my_chat_member", body)
        elif chat.statuses.get(self.bot_id) == "administrator":
            self.inbox.put("chat_member", body)

    def toast(self, toast: Toast) -> None:
        """Show a short answer to the one who pressed a button."""
        self.toasts.append(toast)
        self.tell("toast", {"chat": self.chats[toast.chat_id].face, "text": toast.text})

    def tell(self, event: str, body: Json) -> None:
        """Let listeners and those who wait know that a message was sent, edited or deleted, or a toast shown."""
        for listener in self.listeners:
            listener(event, body)
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:  # noqa: ASYNC109 - the caller's patience is the point
        """Return the predicate's first true answer, asked again after each change."""
        async with asyncio.timeout(timeout):
            while not (answer := predicate()):
                await self._changed.wait()
        return answer
