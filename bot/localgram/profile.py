"""Bot API methods that set how the bot shows itself and how it hears of updates."""

import json
import re
from typing import Final

from bot.localgram.methods import api_method
from bot.localgram.wire import Json, Params, bad
from bot.localgram.world import World

COMMAND_LIMIT, DESCRIPTION_LIMIT = 100, 256
PROFILE_LIMITS: Final = {"description": 512, "short_description": 120}
SCOPES: Final = r"default|all_(private_chats|group_chats|chat_administrators)|chat(_administrators|_member)?"


@api_method
def set_my_commands(world: World, params: Params) -> bool:
    """Set the menu of a scope and language."""
    commands = params.structure("commands") or []
    if len(commands) > COMMAND_LIMIT:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= DESCRIPTION_LIMIT:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_menu(params)] = commands
    return True


@api_method
def get_my_commands(world: World, params: Params) -> list[Json]:
    """Return the menu of a scope and language."""
    return world.commands.get(_menu(params), [])


@api_method
def delete_my_commands(world: World, params: Params) -> bool:
    """Take the menu of a scope and language away."""
    world.commands.pop(_menu(params), None)
    return True


@api_method
def set_my_description(world: World, params: Params) -> bool:
    """Set what an empty private chat with the bot shows."""
    return _describe(world, params, "description")


@api_method
def set_my_short_description(world: World, params: Params) -> bool:
    """Set what the bot's profile shows."""
    return _describe(world, params, "short_description")


@api_method
def set_webhook(world: World, params: Params) -> bool:
    """Remember where updates should be sent, which ends polling; nothing is sent from here."""
    world.webhook = params.text("url")
    world.inbox.allow(params.structure("allowed_updates"))
    if params.flag("drop_pending_updates"):
        world.inbox.waiting.clear()
    return True


@api_method
def delete_webhook(world: World, params: Params) -> bool:
    """Go back to polling."""
    world.webhook = ""
    if params.flag("drop_pending_updates"):
        world.inbox.waiting.clear()
    return True


@api_method
def get_webhook_info(world: World, _: Params) -> Json:
    """Return where updates are sent and how many wait."""
    waiting = len(world.inbox.waiting)
    return {"url": world.webhook, "has_custom_certificate": False, "pending_update_count": waiting}


def _menu(params: Params) -> tuple[str, str]:
    scope, language = params.structure("scope") or {"type": "default"}, params.text("language_code")
    if not re.fullmatch(SCOPES, scope.get("type", "")):
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad("invalid language code specified")
    return json.dumps(scope, sort_keys=True), language


def _describe(world: World, params: Params, kind: str) -> bool:
    text = params.text(kind)
    if len(text) > PROFILE_LIMITS[kind]:
        raise bad(f"{kind.replace('_', ' ')} is too long")
    world.profile[kind, params.text("language_code")] = text
    return True
