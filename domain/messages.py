"""What is said to the bot and by it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

ChatKind = Literal["private", "group", "supergroup"]
Delivery = Literal["pending", "sent", "unknown", "dead"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """The Telegram account that said something."""

    telegram_user_id: int
    username: str | None
    full_name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A tapped mention: the account meant by the characters from offset on, counted in UTF-16 units."""

    offset: int
    length: int
    telegram_user_id: int


@dataclass(frozen=True, slots=True)
class Place:
    """A group, as Telegram tells of it."""

    chat_id: int
    chat_kind: ChatKind
    title: str | None


@dataclass(frozen=True, slots=True)
class Movement:
    """Somebody who came to a group, or left it."""

    chat_id: int
    telegram_user_id: int
    present: bool


@dataclass(frozen=True, slots=True)
class Rights:
    """What the bot is in a group: whether an admin, and one who may delete what others say."""

    admin: bool
    may_delete: bool


@dataclass(slots=True)
class Document:
    """A file that was sent to the bot, or is replied to: how Telegram knows it, and how many bytes it has, if told.

    It has content once that was fetched; none was where Telegram did not hand it out.
    """

    file_id: str
    name: str
    size: int | None = None
    content: bytes | None = field(default=None, repr=False)
    fetched: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that reached the bot: a message, the correction of one, or the press of a button."""

    kind: Literal["message", "edit", "press"]
    chat_id: int
    chat_kind: ChatKind
    speaker: Speaker
    text: str
    chat_title: str | None = None
    thread_id: int = 0
    message_id: int | None = None
    callback_id: str | None = None
    reply_to: int | None = None
    mentions: tuple[Mention, ...] = ()
    edited: tuple[int, int] = (0, 0)
    """When a correction was made, and which of that second's it is: later ones compare greater."""
    anonymous: bool = False
    """Whether nobody can tell who of a group it was: the speaker is then not a person."""
    photo: str | None = None
    """The picture above the text, by the id of its file at Telegram."""
    document: Document | None = None
    """The file above the text, or that of the message replied to."""

    @property
    def private(self) -> bool:
        """Tell whether only the speaker reads the chat."""
        return self.chat_kind == "private"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A chat, or one topic of it, and what it is waiting for."""

    id: UUID
    family_id: int | None
    telegram_chat_id: int
    thread_id: int
    kind: ChatKind
    user_id: UUID | None
    title: str | None
    state: dict[str, Any]
    reachable: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A remembered message; delivery tells of the bot's own whether they arrived."""

    id: UUID
    family_id: int | None
    conversation_id: UUID
    user_id: UUID | None
    role: Literal["user", "assistant", "system"]
    content: str
    facts: dict[str, Any]
    about: list[int]
    telegram_chat_id: int | None
    telegram_message_id: int | None
    callback_id: str | None
    answers_id: UUID | None
    delivery: Delivery | None
    attempts: int
    due_at: Any
    created_at: datetime


@dataclass(slots=True)
class Outgoing:
    """A message of the bot's on its way: what to send, where, and how often it was tried."""

    id: UUID
    chat_id: int
    thread_id: int
    text: str
    facts: dict[str, Any] = field(default_factory=dict)
    attempts: int = 0
    about: frozenset[int] = frozenset()
    """The people of whose gifts it speaks."""
    later: bool = False
    """Whether it waits for the time when it is due."""
    released: bool = False
    """Whether it was written some time ago: who may read it has to be found out anew."""
    taken: float = 0.0
    """When it was handed on right after it was written, by a clock of the program's."""
    presence: int = 0
    """How often who reads what had changed then."""

    def keep_back(self, instead: str) -> None:
        """Say something harmless instead: somebody reads the chat who must not read this."""
        kept = {"callback", "held"} & self.facts.keys()
        self.facts = {name: self.facts[name] for name in kept}
        self.text = instead
        self.about = frozenset()
