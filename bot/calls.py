"""What the bot says, put as calls of the Bot API."""

from typing import Any

from telegram import Bot

from domain.messages import Outgoing

Parameters = dict[str, Any]

TOAST_LIMIT, PLACEHOLDER_LIMIT = 200, 64


async def call(bot: Bot, method: str, parameters: Parameters, read_timeout: float | None = None) -> Any:  # noqa: ANN401 - any JSON
    """Call a method and return the plain result.

    The library's own methods go this way too, but make objects of all that goes out and comes back: that costs six
    times as much, for objects nobody here reads.
    """
    patience = {} if read_timeout is None else {"read_timeout": read_timeout}
    return await bot._post(method, parameters, **patience)  # type: ignore[arg-type]  # noqa: SLF001 - see above


def new_message(row: Outgoing) -> Parameters:
    """Put a row as a new message."""
    parameters = _text(row)
    if row.thread_id:
        parameters["message_thread_id"] = row.thread_id
    if reply_to := row.facts.get("reply_to"):
        parameters["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    return parameters


def changed_message(row: Outgoing, message_id: int) -> Parameters:
    """Put a row as the new text of a message that stands already."""
    return {**_text(row), "message_id": message_id}


def tap_answer(row: Outgoing) -> Parameters:
    """Put a row's facts as the answer to the tap of a button."""
    parameters: Parameters = {"callback_query_id": row.facts["callback"]}
    if toast := row.facts.get("toast"):
        parameters |= {"text": toast[:TOAST_LIMIT], "show_alert": bool(row.facts.get("alert"))}
    return parameters


def _text(row: Outgoing) -> Parameters:
    parameters: Parameters = {
        "chat_id": row.chat_id,
        "text": row.text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if buttons := row.facts.get("buttons"):
        parameters["reply_markup"] = {"inline_keyboard": [[_button(*button) for button in line] for line in buttons]}
    elif placeholder := row.facts.get("force"):
        parameters["reply_markup"] = {
            "force_reply": True,
            "selective": row.chat_id < 0,
            "input_field_placeholder": placeholder[:PLACEHOLDER_LIMIT],
        }
    return parameters


def _button(label: str, data: str | None, url: str | None = None) -> Parameters:
    return {"text": label, "callback_data": data} if data is not None else {"text": label, "url": url}
