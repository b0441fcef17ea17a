"""The chats of the local Telegram, who is in them, and what was said there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.localgram.wire import Json

ChatType = Literal["private", "group", "supergroup"]
PRESENT: Final = {"creator", "administrator", "member", "restricted"}
ADMIN_RIGHTS: Final = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
SERVICE: Final = frozenset(
    {"new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id", "forum_topic_created"}
)


@dataclass
class Post:
    """A message as it stands now, its place among all messages, and the markup it was sent with."""

    order: int
    body: Json
    markup: Json = field(default_factory=dict)


@dataclass
class Chat:
    """A chat: its face in messages, the status of everybody it knows, its topics and its posts."""

    face: Json
    ids: Iterator[int]
    statuses: dict[int, str] = field(default_factory=dict)
    lacks: frozenset[str] = frozenset()
    """The rights that the bot was not given as an administrator."""
    topics: dict[int, str] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    migrated_to: int = 0

    @property
    def id(self) -> int:
        """The chat's identifier."""
        return int(self.face["id"])

    @property
    def type(self) -> ChatType:
        """Private, group or supergroup."""
        kind: ChatType = self.face["type"]
        return kind

    def holds(self, user_id: int) -> bool:
        """Return whether the user is in the chat now."""
        return self.statuses.get(user_id) in PRESENT

    def run_by(self, user_id: int) -> bool:
        """Return whether the user is an administrator or the owner."""
        return self.statuses.get(user_id) in {"creator", "administrator"}

    def lets_delete(self, bot_id: int) -> bool:
        """Return whether the bot may take away what others said."""
        return self.run_by(bot_id) and "can_delete_messages" not in self.lacks

    def bodies(self) -> list[Json]:
        """Return what can be read in the chat, oldest first."""
        return [post.body for post in self.posts.values()]


def member(user: Json, status: str, lacks: frozenset[str] = frozenset()) -> Json:
    """Return a user's status in a chat as the Bot API tells it, with the rights that it brings."""
    rights = {right: right not in lacks for right in ADMIN_RIGHTS}
    facts: dict[str, Json] = {
        "creator": {"is_anonymous": False},
        "administrator": {"can_be_edited": False, "is_anonymous": False, **rights},
        "restricted": {"is_member": True, "until_date": 0},
        "kicked": {"until_date": 0},
    }
    return {"user": user, "status": status, **facts.get(status, {})}


def words_in(body: Json) -> str:
    """Tell where the words of a message stand: below a picture or a file they are its caption."""
    return "caption" if body.keys() & {"photo", "document"} else "text"


def is_addressed(body: Json, bot: Json) -> bool:
    """Return whether privacy mode lets the bot read a group's message: a command for it, or a reply to it."""
    if body.get("reply_to_message", {}).get("from", {}).get("id") == bot["id"] or not SERVICE.isdisjoint(body):
        return True
    text = words_in(body)
    entities = "entities" if text == "text" else "caption_entities"
    wide = body.get(text, "").encode("utf-16-le")
    return any(
        _is_ours(wide[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le"), bot)
        for entity in body.get(entities, ())
        if entity["type"] == "bot_command"
    )


def _is_ours(command: str, bot: Json) -> bool:
    _, suffixed, username = command.partition("@")
    return not suffixed or username.lower() == bot["username"].lower()
