"""Bot API methods that put something into a chat."""

from datetime import timedelta
from hashlib import sha256
from mimetypes import guess_type
from typing import Final

from bot.localgram.chats import Chat
from bot.localgram.keyboards import read_markup
from bot.localgram.methods import api_method, writable_chat
from bot.localgram.texts import CAPTION_LIMIT, TEXT_LIMIT, sent_text
from bot.localgram.wire import ApiError, Json, Params, bad
from bot.localgram.world import Glimpse, World

SHOWN_WITHIN: Final = timedelta(seconds=15)
UPLOAD_LIMIT: Final = 50_000_000
ACTIONS: Final = frozenset(
    {"typing", "upload_photo", "upload_document", "upload_video", "record_voice", "find_location"}
)


@api_method
def send_message(world: World, params: Params) -> Json:
    """Say something in a chat."""
    chat = writable_chat(world, params)
    content = {**read_text(world, params), **_whereto(chat, params)}
    if (alone := params.structure("ephemeral_message_parameters")) and world.shows_to_one:
        return _show_to_one(world, chat, content, alone)
    return world.post(chat, world.bot, content, read_markup(params))


def _show_to_one(world: World, chat: Chat, content: Json, alone: Json) -> Json:
    """Show a message in a group to one member alone: after a tap of theirs, or as an administrator."""
    receiver = int(alone.get("receiver_user_id", 0))
    if chat.type == "private" or not chat.holds(receiver):
        raise bad("EPHEMERAL_RECEIVER_INVALID")
    tap = world.taps.get(str(alone.get("callback_query_id") or ""))
    tapped = tap and (tap.user_id, tap.chat_id) == (receiver, chat.id) and world.now() - tap.at <= SHOWN_WITHIN
    if not tapped and not chat.run_by(world.bot_id):
        raise bad("not enough rights to send ephemeral messages to the chat")
    world.glimpses.append(Glimpse(receiver, chat.id, content["text"]))
    return {"message_id": 0, "from": world.bot, "chat": chat.face, "date": world.date(), **content}


@api_method
def send_photo(world: World, params: Params) -> Json:
    """Show a picture in a chat and keep its file."""
    chat = writable_chat(world, params)
    content = {**read_photo(world, params, "photo"), **_whereto(chat, params)}
    return world.post(chat, world.bot, content, read_markup(params))


@api_method
def send_document(world: World, params: Params) -> Json:
    """Hand a file into a chat and keep it."""
    chat = writable_chat(world, params)
    file = _kept_document(world, params)
    content = {"document": file, **_read_caption(world, params), **_whereto(chat, params)}
    return world.post(chat, world.bot, content, read_markup(params))


@api_method
def send_chat_action(world: World, params: Params) -> bool:
    """Show that the bot is busy."""
    writable_chat(world, params)
    if params.text("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def read_text(world: World, params: Params) -> Json:
    """Return the text of a call and its entities, as they stand in a message."""
    source = params.text("text")
    if not source:
        raise bad("message text is empty")
    text, entities = sent_text(source, params.text("parse_mode"), TEXT_LIMIT)
    if not text:
        raise bad("text must be non-empty")
    given = params.structure("entities") if params.values.get("entities") else entities
    return {"text": text, "entities": _completed(world, given)} if given else {"text": text}


def read_photo(world: World, params: Params, name: str) -> Json:
    """Return the picture of a call, kept or uploaded under a name, and its caption, as they stand in a message."""
    return {"photo": [_kept_photo(world, params, name)], **_read_caption(world, params)}


def _read_caption(world: World, params: Params) -> Json:
    caption, entities = sent_text(params.text("caption"), params.text("parse_mode"), CAPTION_LIMIT)
    said = {"caption": caption, "caption_entities": _completed(world, entities)}
    return {key: part for key, part in said.items() if part}


def _completed(world: World, entities: list[Json]) -> list[Json]:
    known = [entity for entity in entities if "user" not in entity or entity["user"]["id"] in world.users]
    return [
        {**entity, "user": world.users[entity["user"]["id"]]} if "user" in entity else entity for entity in known
    ]  # fmt: skip


def _whereto(chat: Chat, params: Params) -> Json:
    place: Json = {}
    thread_id = params.number("message_thread_id")
    if reply := params.structure("reply_parameters"):
        original = chat.posts.get(int(reply["message_id"]))
        if original is None and not reply.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        if original is not None:
            place["reply_to_message"] = {key: part for key, part in original.body.items() if key != "reply_to_message"}
            thread_id = thread_id or original.body.get("message_thread_id", 0)
    if thread_id and thread_id not in chat.topics:
        raise bad("message thread not found")
    return {**place, "message_thread_id": thread_id, "is_topic_message": True} if thread_id else place


def _kept_photo(world: World, params: Params, name: str) -> Json:
    file_id = _kept_file(world, params, name, "photo")
    return photo_size(file_id, world.files[file_id])


def _kept_document(world: World, params: Params) -> Json:
    file_id = _kept_file(world, params, "document", "document")
    return document(file_id, world.files[file_id])


def _kept_file(world: World, params: Params, name: str, kind: str) -> str:
    """Keep what was uploaded under a name, or find what was kept before."""
    data, file_id = params.upload(name), params.text(name)
    if data == b"":
        raise bad("file must be non-empty")
    if data is not None:
        if len(data) > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        file_id = f"upload-{next(world.file_ids)}"
        world.files[file_id] = data
    elif not file_id:
        raise bad(f"there is no {kind} in the request")
    elif file_id not in world.files:
        raise bad("wrong file identifier/HTTP URL specified")
    return file_id


def photo_size(file_id: str, data: bytes, width: int = 800) -> Json:
    """Return one of the sizes in which a picture is there; an upload gets a new id, the same picture or not."""
    facts = {"file_id": file_id, "file_unique_id": f"{sha256(data).hexdigest()[:16]}-{width}"}
    return {**facts, "width": width, "height": width * 3 // 4, "file_size": len(data)}


def document(file_id: str, data: bytes) -> Json:
    """Return a file as it stands in a message, under the name that it was sent with."""
    name = getattr(data, "name", "")
    facts = {"file_id": file_id, "file_unique_id": sha256(data).hexdigest()[:16], "file_size": len(data)}
    kind = guess_type(name)[0] or "application/octet-stream"
    return {**facts, "mime_type": kind, **({"file_name": name} if name else {})}
