"""Bot API methods that change what stands in a chat, and those that answer a tap."""

from datetime import timedelta
from typing import Final

from bot.localgram.chats import SERVICE, Chat
from bot.localgram.keyboards import read_markup
from bot.localgram.methods import api_method, writable_chat
from bot.localgram.sending import read_photo, read_text
from bot.localgram.wire import Json, Params, bad
from bot.localgram.world import Toast, World

ANSWER_WITHIN: Final = timedelta(minutes=15)
DELETE_WITHIN: Final = 48 * 3600
TOAST_LIMIT: Final = 200
SAID: Final = {"text", "entities", "photo", "caption", "caption_entities"}


@api_method
def edit_message_text(world: World, params: Params) -> Json:
    """Say something else in a message of the bot's."""
    chat = writable_chat(world, params)
    old = _own_message(world, chat, params)
    if "text" not in old:
        raise bad("there is no text in the message to edit")
    kept = {key: part for key, part in old.items() if key != "entities"}
    return _revise(world, chat, old, {**kept, **read_text(world, params)}, read_markup(params))


@api_method
def edit_message_media(world: World, params: Params) -> Json:
    """Put another picture with its caption in the place of what a message of the bot's showed or said."""
    chat, media = writable_chat(world, params), params.structure("media")
    old = _own_message(world, chat, params)
    if not isinstance(media, dict) or media.get("type") != "photo":
        raise bad("can't parse InputMedia: type must be photo")
    kept = {key: part for key, part in old.items() if key not in SAID}
    shown = read_photo(world, Params({**params.values, **media}), "media")
    return _revise(world, chat, old, {**kept, **shown}, read_markup(params))


@api_method
def edit_message_reply_markup(world: World, params: Params) -> Json:
    """Change the buttons under a message of the bot's."""
    chat = writable_chat(world, params)
    old = _own_message(world, chat, params)
    return _revise(world, chat, old, old, read_markup(params))


@api_method
def delete_message(world: World, params: Params) -> bool:
    """Take a message away, another's in a group only as an administrator."""
    chat, message_id = writable_chat(world, params), params.number("message_id")
    if message_id not in chat.posts:
        raise bad("message to delete not found")
    body = chat.posts[message_id].body
    if body["from"] != world.bot and chat.type != "private" and not chat.lets_delete(world.bot_id):
        raise bad("message can't be deleted")
    if world.date() - body["date"] > DELETE_WITHIN and not chat.run_by(world.bot_id):
        raise bad("message can't be deleted for everyone")
    world.remove(chat, message_id)
    return True


@api_method
def answer_callback_query(world: World, params: Params) -> bool:
    """Show the one who pressed a button that it worked."""
    tap = world.taps.get(params.text("callback_query_id"))
    if tap is None or tap.answered or world.now() - tap.at > ANSWER_WITHIN:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if len(text) > TOAST_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    tap.answered = True
    if text:
        world.toast(Toast(tap.user_id, tap.chat_id, text, params.flag("show_alert")))
    return True


def _own_message(world: World, chat: Chat, params: Params) -> Json:
    post = chat.posts.get(params.number("message_id"))
    if post is None:
        raise bad("message to edit not found")
    if post.body["from"] != world.bot or not SERVICE.isdisjoint(post.body):
        raise bad("message can't be edited")
    return post.body


def _revise(world: World, chat: Chat, old: Json, new: Json, markup: Json) -> Json:
    bare = {key: part for key, part in new.items() if key not in {"reply_markup", "edit_date"}}
    changed = {**bare, "reply_markup": markup} if "inline_keyboard" in markup else bare
    if changed == {key: part for key, part in old.items() if key != "edit_date"}:
        same = (
            "specified new message content and reply markup are exactly the same as a current content and reply markup"
        )
        raise bad(f"message is not modified: {same} of the message")
    return world.revise(chat, {**changed, "edit_date": world.date()})
