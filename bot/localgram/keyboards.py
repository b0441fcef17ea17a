"""Reply markup as Telegram accepts it."""

import re
from typing import Final

from bot.localgram.wire import Json, Params, bad

BUTTON_LIMIT: Final = 100
DATA_LIMIT: Final = 64
OTHER_MARKUP: Final = ("force_reply", "keyboard", "remove_keyboard")
OTHER_ACTIONS: Final = ("copy_text", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat")


def read_markup(params: Params) -> Json:
    """Return the reply markup of a call, empty when there is none; refuse what Telegram refuses."""
    markup = params.structure("reply_markup") or {}
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        if markup and not any(kind in markup for kind in OTHER_MARKUP):
            raise bad("object expected as reply markup")
        return markup
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTON_LIMIT:
        raise bad("reply markup is too long")
    for button in buttons:
        _check_button(button)
    return {"inline_keyboard": rows} if buttons else {}


def _check_button(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise bad("can't parse inline keyboard button: BUTTON_TEXT_INVALID")
    if "callback_data" in button:
        if not 1 <= len(str(button["callback_data"]).encode()) <= DATA_LIMIT:
            raise bad("BUTTON_DATA_INVALID")
    elif "url" in button:
        if not re.match(r"(https?|tg)://(?!localhost)\S+", button["url"]):
            raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    elif not any(action in button for action in OTHER_ACTIONS):
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
