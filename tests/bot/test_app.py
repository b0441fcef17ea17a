"""The running bot: what it takes note of by itself, and what it finds when it starts again."""

import asyncio
from typing import Any

from bot.app import Nestegg
from domain.families import User
from domain.messages import Conversation
from repositories.unit_of_work import UnitOfWork
from tests.chat import Chat, Town
from tests.post import until


async def chats_of(bot: Nestegg, chat_id: int) -> list[Conversation]:
    """What the bot knows of a chat."""

    async def read(uow: UnitOfWork) -> list[Conversation]:
        return list(await uow.conversations.list_by_chat(chat_id))

    return await bot.ledger.enter(read)


async def account(bot: Nestegg, telegram_id: int) -> User | None:
    """What the bot knows of an account."""

    async def read(uow: UnitOfWork) -> User | None:
        return await uow.users.get_by_telegram_id(telegram_id)

    return await bot.ledger.enter(read)


async def reachable(town: Town, name: str) -> tuple[Any, Any]:
    """Whether somebody's private chat, and their account, can be written to."""
    [chat], user = await chats_of(town.bot, town.person(name)), await account(town.bot, town.person(name))
    return chat.reachable, user and user.reachable


async def test_who_blocks_the_bot_cannot_be_reached_until_they_come_back(town: Town) -> None:
    ann = town.private("Ann")
    await ann.says("/start")
    assert await reachable(town, "Ann") == (True, True)

    town.telegram.block(ann.id)
    await town.settled()
    assert await reachable(town, "Ann") == (False, False)

    town.telegram.unblock(ann.id)
    await town.settled()
    assert await reachable(town, "Ann") == (True, True)


async def test_who_has_only_spoken_in_a_group_cannot_be_written_to(town: Town, chat: Chat) -> None:
    await chat.says("/start")

    user = await account(town.bot, town.person("Ann"))

    assert user
    assert not user.reachable


async def test_a_group_that_threw_the_bot_out_cannot_be_reached(town: Town, chat: Chat) -> None:
    await chat.says("/start")

    town.telegram.kick_bot(chat.id, town.person("Ann"))
    await town.settled()

    [known] = await chats_of(town.bot, chat.id)
    assert not known.reachable


async def test_a_blocked_user_is_noted_when_an_answer_cannot_leave(town: Town) -> None:
    ann = town.private("Ann")
    await ann.says("/start")
    town.telegram.fail_next("sendMessage", status=403, description="Forbidden: bot was blocked by the user")

    await ann.says("/help")

    assert await reachable(town, "Ann") == (False, False)


async def test_a_moved_group_is_one_chat_with_all_that_was_said(town: Town, chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    [before] = await chats_of(town.bot, chat.id)

    new = town.telegram.migrate(chat.id)
    await town.settled()

    [after] = await chats_of(town.bot, new)
    assert (after.id, after.kind, after.reachable) == (before.id, "supergroup", True)
    assert await chats_of(town.bot, chat.id) == []


async def test_a_chat_is_known_by_its_present_title(town: Town, chat: Chat) -> None:
    await chat.says("/start")

    town.telegram.chats[chat.id].face["title"] = "The Nest"
    await chat.says("/help")

    [known] = await chats_of(town.bot, chat.id)
    assert known.title == "The Nest"


async def test_an_account_is_known_by_its_present_name(town: Town, chat: Chat) -> None:
    await chat.says("/start")

    town.telegram.users[town.person("Ann")] |= {"first_name": "Anna", "username": "anna"}
    await chat.says("/help")

    user = await account(town.bot, town.person("Ann"))
    assert user and (user.full_name, user.username) == ("Anna", "anna")  # noqa: PT018 - one fact about one account


async def test_what_was_left_is_said_after_a_restart(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    before = len(chat.heard)
    town.telegram.fail_next("sendMessage", retry_after=3600)
    town.telegram.say(town.person("Ann"), chat.id, "/budget mom christmas 100")
    await until(lambda: asyncio.sleep(0, town.telegram.inbox.waiting), lambda waiting: not waiting)

    town.clock.move(hours=2)
    await town.restart()
    await town.telegram.wait_for(lambda: len(chat.heard) == before + 1)

    assert "of $100.00" in chat.heard[-1]
    assert "of $100.00" in await chat.says("/budget mom christmas")


async def test_menus_that_cannot_be_set_do_not_keep_the_bot_from_starting(town: Town, chat: Chat) -> None:
    town.telegram.fail_next("setMyCommands", status=400, description="Bad Request: no", times=3)

    await town.restart()

    assert (await chat.says("/start")).startswith("🥚 Our family")
