"""The register of Bot API methods, and how a method finds the chat it is about."""

from collections.abc import Callable
from typing import Final

from bot.localgram.chats import Chat
from bot.localgram.wire import ApiError, Params, bad, forbidden
from bot.localgram.world import World

Method = Callable[[World, Params], object]
METHODS: Final[dict[str, Method]] = {}
SENDING: Final = frozenset({"sendmessage", "sendphoto", "senddocument"})


def api_method(function: Method) -> Method:
    """Answer calls of the Bot API method that the function is named after."""
    METHODS[function.__name__.replace("_", "")] = function
    return function


def answer(world: World, method: str, params: Params) -> object:
    """Return the result of a call."""
    if method not in METHODS:
        raise ApiError(404, "Not Found: method not found")
    return METHODS[method](world, params)


def known_chat(world: World, params: Params) -> Chat:
    """Return the chat of a call, refused as Telegram refuses what the bot has lost or never had."""
    chat_id = params.number("chat_id")
    if not params.text("chat_id"):
        raise bad("chat_id is empty")
    is_person = chat_id in world.users and chat_id != world.bot_id
    chat = world.private_chat(chat_id) if is_person else world.chats.get(chat_id)
    if chat is None or (chat.type != "private" and world.bot_id not in chat.statuses):
        raise bad("chat not found")
    if chat.type != "private":
        _check_membership(chat, world.bot_id)
    return chat


def writable_chat(world: World, params: Params) -> Chat:
    """Return the chat of a call that says or changes something there."""
    chat = known_chat(world, params)
    if chat.migrated_to:
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if chat.type == "private" and not chat.holds(world.bot_id):
        blocked = chat.statuses.get(world.bot_id) == "kicked"
        raise forbidden("bot was blocked by the user" if blocked else "bot can't initiate conversation with a user")
    return chat


def _check_membership(chat: Chat, bot_id: int) -> None:
    if chat.statuses[bot_id] == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if not chat.holds(bot_id):
        raise forbidden(f"bot is not a member of the {chat.type} chat")
