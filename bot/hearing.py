"""From Telegram's updates to what was said: the rest of the house does not know Telegram."""

from telegram import Chat, Message, Update, User

from domain.messages import Mention, Said, Speaker

_KINDS = {Chat.PRIVATE: "private", Chat.GROUP: "group", Chat.SUPERGROUP: "supergroup"}


def heard(update: Update) -> Said | None:
    """Read what somebody said or pressed; none for whatever is not said by a person to the bot."""
    if update.callback_query:
        return _pressed(update)
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.chat.type not in _KINDS:
        return None
    text = message.text or message.caption
    anonymous = message.sender_chat is not None
    if not text or message.is_automatic_forward or (message.from_user.is_bot and not anonymous):
        return None
    replied = message.reply_to_message
    return Said(
        kind="edit" if update.edited_message else "message",
        chat_id=message.chat.id,
        chat_kind=_KINDS[message.chat.type],  # type: ignore[arg-type]
        speaker=_speaker(message.from_user),
        text=text,
        chat_title=message.chat.title,
        thread_id=_thread(message),
        message_id=message.message_id,
        reply_to=replied.message_id if replied and replied.from_user and replied.from_user.is_bot else None,
        mentions=_mentions(message),
        anonymous=anonymous,
    )


def _pressed(update: Update) -> Said | None:
    tap = update.callback_query
    if tap is None or not isinstance(tap.message, Message) or tap.data is None or tap.message.chat.type not in _KINDS:
        return None
    chat = tap.message.chat
    return Said(
        kind="press",
        chat_id=chat.id,
        chat_kind=_KINDS[chat.type],  # type: ignore[arg-type]
        speaker=_speaker(tap.from_user),
        text=tap.data,
        chat_title=chat.title,
        thread_id=_thread(tap.message),
        message_id=tap.message.message_id,
        callback_id=tap.id,
    )


def _speaker(user: User) -> Speaker:
    return Speaker(user.id, user.username, user.full_name)


def _thread(message: Message) -> int:
    return message.message_thread_id or 0 if message.is_topic_message else 0


def _mentions(message: Message) -> tuple[Mention, ...]:
    entities = message.entities or message.caption_entities
    return tuple(Mention(one.offset, one.length, one.user.id) for one in entities if one.user)
