"""What the bot says, put as calls of the Bot API."""

from typing import Any

from telegram import Bot, InputFile

from bot.files import Document
from domain.messages import Outgoing

Parameters = dict[str, Any]
File = str | bytes
"""A picture: the id that Telegram knows it by, or what is to be uploaded."""

TOAST_LIMIT, PLACEHOLDER_LIMIT = 200, 64


async def call(bot: Bot, method: str, parameters: Parameters, read_timeout: float | None = None) -> Any:  # noqa: ANN401 - any JSON
    """Call a method and return the plain result.

    The library's own methods go this way too, but make objects of all that goes out and comes back: that costs six
    times as much, for objects nobody here reads.
    """
    patience = {} if read_timeout is None else {"read_timeout": read_timeout}
    return await bot._post(method, parameters, **patience)  # type: ignore[arg-type]  # noqa: SLF001 - see above


def new_message(row: Outgoing, file: File | Document | None = None) -> tuple[str, Parameters]:
    """Put a row as a new message, below a picture or a document if there is one."""
    parameters = _place(row)
    if row.thread_id:
        parameters["message_thread_id"] = row.thread_id
    if reply_to := row.facts.get("reply_to"):
        parameters["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    if file is None:
        return "sendMessage", {**parameters, **_text(row)}
    if isinstance(file, Document):
        return "sendDocument", {**parameters, **_caption(row), "document": InputFile(file.content, file.name)}
    return "sendPhoto", {**parameters, **_caption(row), "photo": file if isinstance(file, str) else _upload(file)}


def ephemeral_message(row: Outgoing, text: str) -> tuple[str, Parameters]:
    """Put a text as a message of a group's that one member alone sees, for a while."""
    shown = row.facts["ephemeral"]
    receiver = {"receiver_user_id": shown["to"]}
    if shown.get("callback"):
        receiver["callback_query_id"] = shown["callback"]
    parameters = {"chat_id": row.chat_id, **_text(row), "text": text, "ephemeral_message_parameters": receiver}
    if row.thread_id:
        parameters["message_thread_id"] = row.thread_id
    return "sendMessage", parameters


def changed_message(row: Outgoing, message_id: int, file: File | None = None) -> tuple[str, Parameters]:
    """Put a row as what a message that stands already says from now on, and shows."""
    parameters = {**_place(row), "message_id": message_id}
    if file is None:
        return "editMessageText", {**parameters, **_text(row)}
    if isinstance(file, str):
        return "editMessageMedia", {**parameters, "media": {"type": "photo", "media": file, **_caption(row)}}
    media = {"type": "photo", "media": "attach://picture", **_caption(row)}
    return "editMessageMedia", {**parameters, "media": media, "picture": _upload(file)}


def tap_answer(row: Outgoing) -> Parameters:
    """Put a row's facts as the answer to the tap of a button."""
    parameters: Parameters = {"callback_query_id": row.facts["callback"]}
    if toast := row.facts.get("toast"):
        parameters |= {"text": toast[:TOAST_LIMIT], "show_alert": bool(row.facts.get("alert"))}
    return parameters


def _place(row: Outgoing) -> Parameters:
    parameters: Parameters = {"chat_id": row.chat_id}
    if buttons := row.facts.get("buttons"):
        parameters["reply_markup"] = {"inline_keyboard": [[_button(*button) for button in line] for line in buttons]}
    elif placeholder := row.facts.get("force"):
        parameters["reply_markup"] = {
            "force_reply": True,
            "selective": row.chat_id < 0,
            "input_field_placeholder": placeholder[:PLACEHOLDER_LIMIT],
        }
    return parameters


def _text(row: Outgoing) -> Parameters:
    return {"text": row.text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def _caption(row: Outgoing) -> Parameters:
    return {"caption": row.text, "parse_mode": "HTML"}


def _upload(picture: bytes) -> InputFile:
    return InputFile(picture, filename="picture.png")


def _button(label: str, data: str | None, url: str | None = None) -> Parameters:
    return {"text": label, "callback_data": data} if data is not None else {"text": label, "url": url}
