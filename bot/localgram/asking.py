"""Bot API methods that ask about the bot, its chats and their members."""

from typing import Final

from bot.localgram.chats import Chat, member
from bot.localgram.methods import api_method, known_chat
from bot.localgram.wire import Json, Params, bad
from bot.localgram.world import World

DOWNLOAD_LIMIT: Final = 20_000_000


@api_method
def get_me(world: World, _: Params) -> Json:
    """Return the bot's own account."""
    facts = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**world.bot, **facts}


@api_method
def get_chat(world: World, params: Params) -> Json:
    """Return a chat's face in full."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    facts = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, True)}
    return {**known_chat(world, params).face, **facts}


@api_method
def get_chat_member(world: World, params: Params) -> Json:
    """Return somebody's status in a chat."""
    chat, user_id = known_chat(world, params), params.number("user_id")
    if user_id not in world.users:
        raise bad("user not found" if user_id else "invalid user_id specified")
    if chat.type == "private":
        return member(world.users[user_id], "member")
    always = user_id == world.bot_id or chat.run_by(world.bot_id) or chat.run_by(user_id)
    if world.reticent and not always:
        raise bad("member list is inaccessible")
    return _member(world, chat, user_id)


@api_method
def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """Return who runs a group."""
    chat = known_chat(world, params)
    if chat.type == "private":
        raise bad("there are no administrators in the private chat")
    return [_member(world, chat, user_id) for user_id in chat.statuses if chat.run_by(user_id)]


@api_method
def leave_chat(world: World, params: Params) -> bool:
    """Let the bot go from a group."""
    world.change_status(known_chat(world, params), world.bot, world.bot, "left")
    return True


@api_method
def get_file(world: World, params: Params) -> Json:
    """Return where a kept file can be fetched."""
    file_id = params.text("file_id")
    if file_id not in world.files:
        raise bad("wrong file_id or the file is temporarily unavailable")
    size = len(world.files[file_id])
    if size > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return {"file_id": file_id, "file_unique_id": file_id[:16], "file_size": size, "file_path": file_id}


def _member(world: World, chat: Chat, user_id: int) -> Json:
    return member(world.users[user_id], chat.statuses.get(user_id, "left"), _lacks(world, chat, user_id))


def _lacks(world: World, chat: Chat, user_id: int) -> frozenset[str]:
    return chat.lacks if user_id == world.bot_id else frozenset()
