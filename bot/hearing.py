"""From Telegram's updates to what was said: the rest of the house does not know Telegram."""

import re
from typing import TypeVar

from telegram import (
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)

from domain.messages import ChatKind, Document, Mention, Movement, Place, Rights, Said, Speaker

GONE = {ChatMember.LEFT, ChatMember.BANNED}
"""What one is in a chat where one is not."""
T = TypeVar("T", str, str | None)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_KINDS: dict[str, ChatKind] = {Chat.PRIVATE: "private", Chat.GROUP: "group", Chat.SUPERGROUP: "supergroup"}


def heard(update: Update) -> Said | None:
    """Read what somebody said or pressed; none for whatever is not said by a person to the bot."""
    if update.callback_query:
        return _pressed(update)
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.chat.type not in _KINDS:
        return None
    text = _storable(message.text or message.caption) or _meant(message)
    anonymous = message.sender_chat is not None
    if not text or message.is_automatic_forward or (message.from_user.is_bot and not anonymous):
        return None
    replied = message.reply_to_message
    return Said(
        kind="edit" if update.edited_message else "message",
        chat_id=message.chat.id,
        chat_kind=_KINDS[message.chat.type],
        speaker=_speaker(message.from_user),
        text=text,
        chat_title=_storable(message.chat.title),
        thread_id=_thread(message),
        message_id=message.message_id,
        reply_to=replied.message_id if replied and replied.from_user and replied.from_user.is_bot else None,
        mentions=_mentions(message),
        edited=(int(message.edit_date.timestamp()), update.update_id) if message.edit_date else (0, 0),
        anonymous=anonymous,
        photo=message.photo[-1].file_id if message.photo else None,
        document=_document(message),
    )


def entered(change: ChatMemberUpdated) -> Place | None:
    """Tell which group the bot was brought into; none when only its rights there changed, or in a private chat."""
    chat = change.chat
    if chat.type not in {Chat.GROUP, Chat.SUPERGROUP} or change.old_chat_member.status not in GONE:
        return None
    if change.new_chat_member.status in GONE:
        return None
    return Place(chat.id, _KINDS[chat.type], _storable(chat.title))


def in_chat(one: ChatMember) -> bool:
    """Tell whether somebody is in a chat; who is held back from speaking there may read along."""
    return bool(one.is_member) if isinstance(one, ChatMemberRestricted) else one.status not in GONE


def movements(update: Update) -> list[Movement]:
    """Tell who came to a group or left it: as its administrator hears, or as a line in the group says."""
    if change := update.chat_member:
        one = change.new_chat_member
        return [] if one.user.is_bot else [Movement(change.chat.id, one.user.id, in_chat(one))]
    message = update.message
    if message is None or message.chat.type not in {Chat.GROUP, Chat.SUPERGROUP}:
        return []
    came = [(user, True) for user in message.new_chat_members or ()]
    left = [(message.left_chat_member, False)] if message.left_chat_member else []
    return [Movement(message.chat.id, user.id, here) for user, here in (*came, *left) if not user.is_bot]


def rights(change: ChatMemberUpdated) -> Rights:
    """Tell what the bot may do in a group since something about that changed."""
    one = change.new_chat_member
    admin = isinstance(one, ChatMemberAdministrator)
    return Rights(admin, isinstance(one, ChatMemberAdministrator) and bool(one.can_delete_messages))


def moved(update: Update) -> tuple[int, int] | None:
    """Tell the old and the new id of a group that became a supergroup; both of its chats say so."""
    message = update.message
    if message and message.migrate_to_chat_id:
        return message.chat.id, message.migrate_to_chat_id
    return (message.migrate_from_chat_id, message.chat.id) if message and message.migrate_from_chat_id else None


def _pressed(update: Update) -> Said | None:
    """Read a press; the message above the button may be too old for Telegram to show, or gone."""
    tap = update.callback_query
    if tap is None or tap.message is None or tap.data is None or tap.message.chat.type not in _KINDS:
        return None
    chat = tap.message.chat
    return Said(
        kind="press",
        chat_id=chat.id,
        chat_kind=_KINDS[chat.type],
        speaker=_speaker(tap.from_user),
        text=_storable(tap.data),
        chat_title=_storable(chat.title),
        thread_id=_thread(tap.message) if isinstance(tap.message, Message) else 0,
        message_id=tap.message.message_id,
        callback_id=tap.id,
    )


def _storable(text: T) -> T:
    """Replace what no database keeps, by something as long: mentions are counted in UTF-16 units."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text) if text else text


def _speaker(user: User) -> Speaker:
    return Speaker(user.id, user.username, _storable(user.full_name or ""))


def _document(message: Message) -> Document | None:
    """Read the file that was sent, or that is replied to."""
    sent = message.document or (message.reply_to_message.document if message.reply_to_message else None)
    return Document(sent.file_id, _storable(sent.file_name or ""), sent.file_size) if sent else None


def _meant(message: Message) -> str:
    """Say what somebody means who sends the bot a table without a word."""
    sent, replied = message.document, message.reply_to_message
    to_the_bot = message.chat.type == Chat.PRIVATE or (replied and replied.from_user and replied.from_user.is_bot)
    table = sent is not None and (sent.file_name or "").lower().endswith((".csv", ".tsv"))
    return "/import" if table and to_the_bot else ""


def _thread(message: Message) -> int:
    return message.message_thread_id or 0 if message.is_topic_message else 0


def _mentions(message: Message) -> tuple[Mention, ...]:
    entities = message.entities or message.caption_entities
    return tuple(Mention(one.offset, one.length, one.user.id) for one in entities if one.user)
