"""The doctor: looks whether the bot can run and whether its data add up, and says what to do where not."""

import shutil
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from telegram import Bot, User
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.findings import TOLD, Finding, figures, gifts
from bot.http import HttpRequest
from bot.migrations import current_head
from bot.settings import Settings
from repositories import files
from repositories.engine import Database, database_url, utc_now
from repositories.health import Health, reason

GROUPS = 50
"""In how many groups the bot's rights are asked for at most."""
MEGABYTE = 1_000_000
FULL, SCARCE = 5 * MEGABYTE, 100 * MEGABYTE
"""At how many free bytes a disk counts as full, and at how many the host should know."""
LATE = timedelta(minutes=10)
"""How long what waits to be sent may wait in the course of things."""


async def examine(
    settings: Settings, request: BaseRequest | None = None, *, repair: bool = False
) -> AsyncGenerator[Finding]:
    """Look at everything in turn, and mend what can be mended if told to."""
    yield clock(utc_now(), settings.timezone)
    groups: list[int] = []
    if missing := _missing_file(settings):
        yield missing
    else:
        database = Database(settings.database_url)
        health = Health(database)
        try:
            async for finding in _database(settings, health, repair=repair):
                yield finding
            groups = list(await health.groups(GROUPS)) if await health.revision() == current_head() else []
        except Exception as problem:
            if (why := reason(problem)) is None:
                raise
            yield Finding("✗", f"database: cannot be read ({why}). Check DATABASE_URL.")
        finally:
            await database.close()
    async for finding in _telegram(settings, request or HttpRequest(), groups):
        yield finding


def clock(now: datetime, zone: str) -> Finding:
    """Tell which time it is here, and where new families live."""
    there = now.astimezone(ZoneInfo(zone))
    return Finding("✓", f"clock: {now:%Y-%m-%d %H:%M} UTC; new families begin in {zone}, where it is {there:%H:%M}")


def _missing_file(settings: Settings) -> Finding | None:
    if not settings.is_sqlite:
        return None
    path = Path(database_url(settings.database_url).database or "")
    if path.is_file():
        return None
    return Finding("✗", f"database: {path} does not exist. `nestegg migrate` makes it, `nestegg restore FILE` as well.")


async def _database(settings: Settings, health: Health, *, repair: bool) -> AsyncIterator[Finding]:
    revision, head = await health.revision(), current_head()
    yield Finding("✓", f"database: {database_url(settings.database_url).render_as_string()} answers")
    if settings.is_sqlite:
        path = Path(database_url(settings.database_url).database or "")
        yield _file(path)
        yield disk(shutil.disk_usage(path.parent).free)
    if revision != head:
        yield Finding("✗", f"migrations: at {revision or 'none'}, expected {head}. Run `nestegg migrate`.")
        return
    yield Finding("✓", f"migrations: up to date ({head})")
    async for finding in figures(health, repair=repair):
        yield finding
    async for finding in gifts(health, repair=repair):
        yield finding
    yield await _families(health)
    yield await _messages(health)
    async for finding in _deliveries(health):
        yield finding


def _file(path: Path) -> Finding:
    faults = files.faults(path)
    if faults:
        return Finding("✗", f"file: damaged ({'; '.join(faults[:TOLD])}). Stop the bot and restore the last backup.")
    return Finding("✓", "file: whole, and every reference leads somewhere")


def disk(free: int) -> Finding:
    """Tell whether what families say can still be written down."""
    room = f"{free // MEGABYTE} MB are free where the database lies"
    if free < FULL:
        return Finding("✗", f"disk: full; {room}. Make room: what was said meanwhile waits, and is carried out then.")
    return Finding("!", f"disk: only {room}. Make room.") if free < SCARCE else Finding("✓", f"disk: {room}")


async def _families(health: Health) -> Finding:
    strangers = await health.strangers()
    if not strangers:
        return Finding("✓", "families: no row refers to another family's")
    listed = ", ".join(f"{name}: {count}" for name, count in strangers.items())
    return Finding("✗", f"families: rows refer to another family's ({listed}). Restore a backup from before.")


async def _messages(health: Health) -> Finding:
    odd = await health.odd_messages()
    if odd:
        return Finding("✗", f"messages: {odd} have a delivery that does not fit who wrote them.")
    return Finding("✓", "messages: each is either heard or delivered")


async def _deliveries(health: Health) -> AsyncIterator[Finding]:
    counts = await health.undelivered()
    if late := await health.late(LATE):
        yield Finding(
            "!",
            f"deliveries: {late} have waited for more than {LATE.seconds // 60} minutes. Does the bot run, and does it "
            "reach Telegram? They go out in their order as soon as both is so.",
        )
    elif pending := counts.get("pending"):
        yield Finding("✓", f"deliveries: {pending} wait to be sent, and are as long as the bot runs")
    if unknown := counts.get("unknown"):
        yield Finding(
            "!",
            f"deliveries: {unknown} unknown: Telegram did not answer, so they are not sent again by themselves. "
            "Whoever misses an answer asks again.",
        )
    if dead := counts.get("dead"):
        yield Finding("!", f"deliveries: {dead} dead: the chat has blocked the bot, or is gone. Nothing is to be done.")
    if not counts:
        yield Finding("✓", "deliveries: everything said has arrived")


async def _telegram(settings: Settings, request: BaseRequest, groups: list[int]) -> AsyncIterator[Finding]:
    if settings.bot_token is None:
        yield Finding("!", "token: TELEGRAM_BOT_TOKEN is not set. @BotFather gives one: /newbot.")
        return
    bot = Bot(
        settings.bot_token.get_secret_value(),
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=request,
        get_updates_request=request,
    )
    try:
        async with bot:
            for finding in _account(await bot.get_me()):
                yield finding
            yield await _webhook(bot)
            if groups:
                yield await _rights(bot, groups)
    except InvalidToken:
        yield Finding("✗", f"token: {settings.api_url} does not know it. @BotFather shows the right one at /mybots.")
    except TelegramError as problem:
        yield Finding(
            "!", f"token: could not be checked, {settings.api_url} did not answer ({type(problem).__name__})."
        )


def _account(me: User) -> list[Finding]:
    return [Finding("✓", f"token: valid, the bot is @{me.username}"), _privacy(me), _joining(me)]


def _privacy(me: User) -> Finding:
    if me.can_read_all_group_messages:
        return Finding(
            "!",
            "privacy mode: off, so Telegram shows the bot everything that is said in its groups. It needs commands and "
            "replies only: @BotFather /setprivacy → Enable, then add it to the groups anew.",
        )
    return Finding("✓", "privacy mode: on; groups show the bot commands and replies to it, which is all it needs")


def _joining(me: User) -> Finding:
    if me.can_join_groups:
        return Finding("✓", "groups: the bot may be added to them")
    return Finding("!", "groups: the bot may not be added to them. @BotFather /setjoingroups → Enable.")


async def _webhook(bot: Bot) -> Finding:
    if (await bot.get_webhook_info()).url:
        return Finding(
            "✗", "polling: a webhook is set, so the bot hears nothing. Call deleteWebhook, or use a token of its own."
        )
    return Finding("✓", "polling: no webhook stands in its way")


async def _rights(bot: Bot, groups: list[int]) -> Finding:
    """Ask what the bot may do in its groups."""
    deleting = gone = 0
    for chat_id in groups:
        try:
            member = await bot.get_chat_member(chat_id, bot.id)
        except TelegramError:
            gone += 1
        else:
            deleting += bool(getattr(member, "can_delete_messages", False))
    lost = f"; {gone} could not be asked" if gone else ""
    if deleting + gone == len(groups):
        return Finding("✓", f"rights: in {deleting} of {len(groups)} groups the bot may delete messages{lost}")
    return Finding(
        "!",
        f"rights: in {deleting} of {len(groups)} groups the bot may delete messages{lost}. Elsewhere a command that "
        "gives a surprise away stays readable: make the bot an administrator who may delete messages, if you like.",
    )
