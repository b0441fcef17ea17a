"""What people do in the local Telegram: the side that tests and the demo drive."""

from base64 import b64decode
from typing import Final

from bot.localgram.chats import Chat, words_in
from bot.localgram.sending import document, photo_size
from bot.localgram.texts import CAPTION_LIMIT, TEXT_LIMIT, spoken_entities
from bot.localgram.wire import Json, Upload
from bot.localgram.world import Tap, World

SUPERGROUP_BASE: Final = -1_000_000_000_000
SNAPSHOT: Final = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
"""What everybody's camera takes: one grey point."""


class People(World):
    """The world with the hands of its people; what a real client could not do is a ValueError."""

    def add_user(
        self, user_id: int, first_name: str, username: str | None = None, language_code: str | None = None
    ) -> Json:
        """Let somebody have an account."""
        facts = {"first_name": first_name, "username": username, "language_code": language_code}
        user = {"id": user_id, "is_bot": False, **{key: value for key, value in facts.items() if value}}
        self.users[user_id] = user
        return user

    def add_group(self, title: str, members: list[int], *, supergroup: bool = False, forum: bool = False) -> int:
        """Let the first of the members make a group of them all, still without the bot."""
        number = next(self._group_ids)
        wide = supergroup or forum
        face: Json = {"id": SUPERGROUP_BASE - number if wide else -number, "type": "group", "title": title}
        chat = self.open_chat(face | ({"type": "supergroup"} if wide else {}) | ({"is_forum": True} if forum else {}))
        chat.statuses.update(dict.fromkeys(members, "member") | {members[0]: "creator"})
        return chat.id

    def add_topic(self, chat_id: int, user_id: int, name: str) -> int:
        """Let a user open a topic in a forum."""
        chat = self.chats[chat_id]
        created = {"forum_topic_created": {"name": name, "icon_color": 7322096}, "is_topic_message": True}
        body = self.post(chat, self.users[user_id], created)
        body["message_thread_id"] = thread_id = int(body["message_id"])
        chat.topics[thread_id] = name
        self.offer(chat, "message", body)
        return thread_id

    def say(
        self,
        user_id: int,
        chat_id: int,
        text: str,
        *,
        reply_to: int | None = None,
        thread_id: int | None = None,
        entities: list[Json] | None = None,
    ) -> Json:
        """Let a user write; commands and mentions are found, other entities are handed in."""
        if not 1 <= len(text) <= TEXT_LIMIT:
            raise ValueError("No client sends such a message.")
        return self._hand_in(user_id, chat_id, _written("text", text, entities), reply_to, thread_id)

    def say_photo(
        self,
        user_id: int,
        chat_id: int,
        caption: str = "",
        *,
        file_id: str = "",
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> Json:
        """Let a user post a picture with words below it: a new one, or that of a file."""
        if len(caption) > CAPTION_LIMIT:
            raise ValueError("No client sends such a message.")
        file_id = file_id or f"photo-{next(self.file_ids)}"
        sizes = {f"{file_id}-small": 90, file_id: 800}
        photo = [photo_size(size, self.files.setdefault(size, SNAPSHOT), width) for size, width in sizes.items()]
        content = {"photo": photo, **(_written("caption", caption) if caption else {})}
        return self._hand_in(user_id, chat_id, content, reply_to, thread_id)

    def say_document(
        self,
        user_id: int,
        chat_id: int,
        name: str,
        data: bytes,
        caption: str = "",
        *,
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> Json:
        """Let a user post a file, with words below it or without."""
        if len(caption) > CAPTION_LIMIT or not data:
            raise ValueError("No client sends such a message.")
        file_id = f"document-{next(self.file_ids)}"
        self.files[file_id] = Upload.of(data, name)
        sent = {"document": document(file_id, self.files[file_id])}
        content = sent | (_written("caption", caption) if caption else {})
        return self._hand_in(user_id, chat_id, content, reply_to, thread_id)

    def _hand_in(self, user_id: int, chat_id: int, content: Json, reply_to: int | None, thread_id: int | None) -> Json:
        """Put what a user says into a chat, in reply to something or into a topic."""
        chat = self._place(user_id, chat_id)
        if not (thread_id is None or thread_id in chat.topics):
            raise ValueError("No client sends such a message.")
        if reply_to is not None:
            original = chat.posts[reply_to].body
            content["reply_to_message"] = {key: part for key, part in original.items() if key != "reply_to_message"}
            thread_id = thread_id or original.get("message_thread_id")
        if thread_id is not None:
            content |= {"message_thread_id": thread_id, "is_topic_message": True}
        body = self.post(chat, self.users[user_id], content)
        self.offer(chat, "message", body)
        return body

    def edit(self, user_id: int, chat_id: int, message_id: int, text: str) -> Json:
        """Let a user correct a message of theirs, or the words below a picture."""
        chat = self._place(user_id, chat_id)
        old = chat.posts[message_id].body
        if old["from"]["id"] != user_id:
            raise ValueError("Only the writer can edit a message.")
        kept = {key: part for key, part in old.items() if key not in {"entities", "caption_entities"}}
        new = {**kept, **_written(words_in(old), text), "edit_date": self.date()}
        self.offer(chat, "edited_message", self.revise(chat, new))
        return new

    def press(self, user_id: int, chat_id: int, message_id: int, button: str | int) -> str:
        """Let a user press a button, chosen by its data, its label or its place from 1; return the tap's id."""
        keyboard = self.chats[chat_id].posts[message_id].body.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [each for row in keyboard for each in row]
        chosen = buttons[button - 1 : button] if isinstance(button, int) else buttons
        for each in chosen:
            if "callback_data" in each and (isinstance(button, int) or button in {each["callback_data"], each["text"]}):
                return self.tap(user_id, chat_id, message_id, each["callback_data"])
        raise ValueError(f"No button {button!r} among {[each['text'] for each in buttons]}.")

    def tap(self, user_id: int, chat_id: int, message_id: int, data: str) -> str:
        """Send the bot any button data, as an outdated or dishonest client can; return the tap's id."""
        chat = self._place(user_id, chat_id)
        tap_id = str(next(self._tap_ids))
        self.taps[tap_id] = Tap(user_id, chat_id, self.now())
        gone: Json = {"chat": chat.face, "message_id": message_id, "date": 0}
        body = chat.posts[message_id].body if message_id in chat.posts else gone
        query = {"id": tap_id, "from": self.users[user_id], "chat_instance": str(chat_id), "message": body}
        self.inbox.put("callback_query", {**query, "data": data})
        return tap_id

    def join(self, chat_id: int, user_id: int, *, by: int | None = None, quietly: bool = False) -> None:
        """Let a user enter a group, or be added by another; quietly there is no line about it in the chat."""
        chat, user = self.chats[chat_id], self.users[user_id]
        actor = self.users[by or user_id]
        self.change_status(chat, actor, user, "member")
        if not quietly:
            self.offer(chat, "message", self.post(chat, actor, {"new_chat_members": [user]}))

    def leave(self, chat_id: int, user_id: int, *, by: int | None = None, quietly: bool = False) -> None:
        """Let a user go from a group, or be removed by another."""
        chat, user = self.chats[chat_id], self.users[user_id]
        actor = self.users[by or user_id]
        self.change_status(chat, actor, user, "kicked" if by else "left")
        if not quietly:
            self.offer(chat, "message", self.post(chat, actor, {"left_chat_member": user}))

    def add_bot(self, chat_id: int, by: int) -> None:
        """Let a member bring the bot into a group."""
        chat = self._place(by, chat_id)
        self.change_status(chat, self.users[by], self.bot, "member")
        self.offer(chat, "message", self.post(chat, self.users[by], {"new_chat_members": [self.bot]}))

    def kick_bot(self, chat_id: int, by: int) -> None:
        """Let a member throw the bot out of a group."""
        self.change_status(self._place(by, chat_id), self.users[by], self.bot, "kicked")

    def promote_bot(self, chat_id: int, by: int | None = None, *, lacking: tuple[str, ...] = ()) -> None:
        """Make the bot an administrator of a group, with all rights but some."""
        chat = self.chats[chat_id]
        actor = self.users[by or next(iter(chat.statuses))]
        self.change_status(chat, actor, self.bot, "administrator", frozenset(lacking))

    def demote_bot(self, chat_id: int, by: int | None = None) -> None:
        """Make the bot an ordinary member of a group again."""
        chat = self.chats[chat_id]
        self.change_status(chat, self.users[by or next(iter(chat.statuses))], self.bot, "member")

    def block(self, user_id: int) -> None:
        """Let a user block the bot."""
        self.change_status(self.private_chat(user_id), self.users[user_id], self.bot, "kicked")

    def unblock(self, user_id: int) -> None:
        """Let a user take the bot back."""
        self.change_status(self.private_chat(user_id), self.users[user_id], self.bot, "member")

    def migrate(self, chat_id: int) -> int:
        """Turn a group into a supergroup; return its new id, the old one is dead."""
        old, number = self.chats[chat_id], next(self._group_ids)
        new = self.open_chat({**old.face, "id": SUPERGROUP_BASE - number, "type": "supergroup"})
        new.statuses.update(old.statuses)
        owner = self.users[next(iter(old.statuses))]
        self.offer(old, "message", self.post(old, owner, {"migrate_to_chat_id": new.id}))
        old.migrated_to = new.id
        self.offer(new, "message", self.post(new, owner, {"migrate_from_chat_id": old.id}))
        return new.id

    def messages(self, chat_id: int) -> list[Json]:
        """Return what stands in a chat, oldest first."""
        return self.chats[chat_id].bodies() if chat_id in self.chats else []

    def seen_by(self, user_id: int) -> list[Json]:
        """Return everything a user can read in all their chats, in the order it was written."""
        posts = [post for chat in self.chats.values() if chat.holds(user_id) for post in chat.posts.values()]
        return [post.body for post in sorted(posts, key=lambda post: post.order)]

    def awaited_reply(self, user_id: int, chat_id: int) -> int | None:
        """Return the message which the user's client offers to reply to, as a forced reply makes it do."""
        for post in reversed(self.chats[chat_id].posts.values()):
            if post.body["from"]["id"] == user_id:
                return None
            if post.markup.get("force_reply") and (not post.markup.get("selective") or _aims_at(post.body, user_id)):
                return int(post.body["message_id"])
        return None

    def _place(self, user_id: int, chat_id: int) -> Chat:
        chat = self.private_chat(user_id) if user_id == chat_id else self.chats[chat_id]
        if chat.type == "private":
            chat.statuses.setdefault(self.bot_id, "member")
        if not chat.holds(user_id) or chat.migrated_to or (chat.type == "private" and not chat.holds(self.bot_id)):
            raise ValueError(f"{self.users[user_id]['first_name']} cannot write in chat {chat_id}.")
        return chat


def _written(kind: str, text: str, entities: list[Json] | None = None) -> Json:
    """Return words as they stand in a message, as its text or as a caption."""
    found = sorted([*(entities or []), *spoken_entities(text)], key=lambda entity: int(entity["offset"]))
    where = "entities" if kind == "text" else "caption_entities"
    return {kind: text, **({where: found} if found else {})}


def _aims_at(body: Json, user_id: int) -> bool:
    mentioned = [entity["user"]["id"] for entity in body.get("entities", ()) if entity["type"] == "text_mention"]
    return user_id in {body.get("reply_to_message", {}).get("from", {}).get("id"), *mentioned}
