"""Letting time pass in a family, and hearing what the bot says by itself."""

from datetime import UTC, date, datetime, timedelta

from tests.chat import Chat, Town


async def wait_until(town: Town, day: date, hour: float = 9) -> None:
    """Let time pass until an hour of a day, and let the bot do what is due."""
    town.clock.now = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour)
    await town.bot.jobs.tick()
    await town.bot.delivery.sweep()
    await town.settled()


async def hear(day: date, *chats: Chat, hour: float = 9) -> list[str]:
    """Let time pass, and hear in each chat what the bot says by itself."""
    before = [len(chat.heard) for chat in chats]
    await wait_until(chats[0].town, day, hour)
    return ["\n---\n".join(chat.heard[count:]) for chat, count in zip(chats, before, strict=True)]


async def at_home(chat: Chat) -> tuple[Chat, Chat, Chat]:
    """Let everybody say who they are, in the group and in private; Dad is not on Telegram."""
    found = tuple(chat.town.private(name) for name in ("Ann", "Ben", "Mom"))
    for one in found:
        await chat.says(f"/iam {one.speaker}", by=one.speaker)
        await one.says("/start")
    await chat.says("/person dad offline")
    return found[0], found[1], found[2]


async def with_dad(chat: Chat) -> None:
    """Let there be a gift to buy for Dad, of whom everybody may speak."""
    await chat.says("/person dad offline")
    await chat.says("/budget dad christmas 80")
    await chat.says("/gift dad christmas book 20")
