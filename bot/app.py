"""The running bot: everything is put together here, started in order, and stopped in the opposite one."""

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

import structlog
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
    ChatMemberUpdated,
    Update,
)
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler
from telegram.request import BaseRequest

from bot import downloads
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.hearing import GONE, entered, heard, moved, movements, rights
from bot.http import HttpRequest
from bot.intake import Intake, Trouble
from bot.jobs import Jobs
from bot.ledger import Ledger
from bot.pace import Pace
from bot.presence import Presence
from bot.settings import Settings
from domain.house import House
from handlers.registry import COMMANDS
from repositories.engine import Database, utc_now
from services import chats

log = structlog.get_logger()

DRAIN_SECONDS = 8.0
"""How long stopping waits for what is under way."""

App = Application[Any, Any, Any, Any, Any, Any]


class Nestegg:
    """The bot from its settings to its last message."""

    def __init__(self, settings: Settings, application: App, database: Database, pace: Pace) -> None:
        clock = database.clock
        self.settings = settings
        self.application = application
        self.database = database
        self.ledger = Ledger(self.database)
        self.presence = Presence(application.bot, self.ledger, clock)
        self.delivery = Delivery(
            application.bot,
            self.ledger,
            pace,
            clock,
            on_unreachable=self._lost,
            on_migrated=self._moved,
            presence=self.presence,
        )
        self.presence.hand_on = self.delivery.take
        self.jobs = Jobs(self.ledger, self.delivery.take)
        self.intake = Intake(application.bot, self._take)
        self._stack = AsyncExitStack()
        self._dispatch: Dispatch
        self._moved_here: set[int] = set()
        self._busy = 0
        self._failed: dict[int, Exception] = {}
        self._menus: asyncio.Task[None]
        self._polling: asyncio.Task[None] | None = None
        application.add_handler(TypeHandler(Update, self._on_update))

    async def __aenter__(self) -> Self:
        """Open the database, deliver what was left, and begin to listen."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.database.close)
            stack.push_async_callback(self.application.bot.shutdown)
            await self._meet_telegram()
            stack.push_async_callback(self.application.shutdown)
            fetch = partial(downloads.fetch, self.application.bot)
            self._dispatch = Dispatch(self.ledger, self.delivery.take, self._house(), self.presence, fetch=fetch)
            self.ledger.start()
            stack.push_async_callback(self.ledger.stop)
            await self.delivery.start(self.database.sole_sender())
            stack.push_async_callback(self.delivery.stop)
            self.jobs.start()
            stack.push_async_callback(self.jobs.stop)
            self._menus = asyncio.create_task(self._tell_commands(), name="menus")
            stack.callback(self._menus.cancel)
            self._polling = asyncio.create_task(self.intake.run(), name="intake")
            stack.push_async_callback(self.intake.stop)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening, finish what is under way, and close."""
        await self._stack.__aexit__(kind, error, trace)

    async def listening(self) -> None:
        """Wait until polling ends, which it does by itself only when Telegram does not know the token."""
        if self._polling:
            await asyncio.shield(self._polling)

    async def _meet_telegram(self) -> None:
        """Learn the bot's own name, however long that takes; raises InvalidToken when Telegram knows no such bot."""
        trouble = Trouble()
        while True:
            try:
                return await self.application.initialize()
            except InvalidToken:
                raise
            except TelegramError as problem:
                await asyncio.sleep(trouble.pause(problem))

    def _house(self) -> House:
        rules = self.settings
        shows_for_a_moment = rules.ephemeral == "on"
        return House(
            self.application.bot.username,
            rules.currency,
            rules.locale,
            rules.timezone,
            rules.owners,
            shows_for_a_moment,
        )

    @property
    def idle(self) -> bool:
        """Tell whether nothing is under way: no update, no transaction, no delivery, no tick."""
        parts = (self.ledger, self.delivery, self.jobs)
        return not self._busy and self._menus.done() and all(part.idle for part in parts)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while not self.idle:  # noqa: ASYNC110 - its parts are idle or not, and none announces it
            await asyncio.sleep(0.001)

    async def _take(self, update: Update) -> None:
        """Have the application process an update, and hear of it when that failed: it keeps its errors to itself."""
        self._busy += 1
        try:
            await self.application.process_update(update)
            if problem := self._failed.pop(update.update_id, None):
                raise problem
        finally:
            self._busy -= 1

    async def _on_update(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        try:
            await self._carry_out(update)
        except Exception as problem:  # noqa: BLE001 - raised again where the intake hears it
            self._failed[update.update_id] = problem

    async def _carry_out(self, update: Update) -> None:
        chat = update.effective_chat
        if chat is None or not self._serves(chat.id):
            return
        if update.my_chat_member:
            await self._status_changed(update.my_chat_member)
        elif move := moved(update):
            await self._moved(*move)
        elif seen := movements(update):
            await asyncio.gather(*map(self._dispatch.see, seen))
        elif said := heard(update):
            await self._dispatch.hear(said)

    def _serves(self, chat_id: int) -> bool:
        return not self.settings.chats or chat_id in self.settings.chats or chat_id in self._moved_here

    async def _status_changed(self, change: ChatMemberUpdated) -> None:
        """Take note of who can be reached, and greet a group that the bot was brought into."""
        chat_id = change.chat.id
        if place := entered(change):
            await self._dispatch.greet(place)
        else:
            can = change.new_chat_member.status not in GONE
            waited = await self.ledger.enter(partial(chats.reachable, chat_id=chat_id, can=can), chat_id)
            self.delivery.take(waited)
        if chat_id < 0:
            await self.ledger.enter(partial(chats.note_rights, chat_id=chat_id, rights=rights(change)), chat_id)
            self.presence.changed(chat_id)

    async def _lost(self, chat_id: int) -> None:
        await self.ledger.enter(partial(chats.reachable, chat_id=chat_id, can=False), chat_id)
        self.presence.changed(chat_id)

    async def _moved(self, old: int, new: int) -> None:
        if self.settings.chats and self._serves(old) and not self._serves(new):
            log.warning("served_chat_moved", old=old, new=new)
            self._moved_here.add(new)
        await self.ledger.enter(partial(chats.moved, old_chat_id=old, new_chat_id=new), old)
        self.presence.changed()

    async def _tell_commands(self) -> None:
        """Fill the menus, the same in private chats and in groups."""
        menu = [BotCommand(one.name, one.summary) for one in COMMANDS.values()]
        scopes: list[BotCommandScope] = [
            BotCommandScopeDefault(),
            BotCommandScopeAllPrivateChats(),
            BotCommandScopeAllGroupChats(),
        ]
        try:
            for scope in scopes:
                await self.application.bot.set_my_commands(menu, scope=scope)
        except TelegramError as problem:
            log.warning("menus_not_set", reason=type(problem).__name__)


def build(
    settings: Settings,
    *,
    request: BaseRequest | None = None,
    clock: Callable[[], datetime] = utc_now,
    database: Database | None = None,
) -> Nestegg:
    """Put the bot together; a request given carries its calls instead of the network."""
    builder = (
        ApplicationBuilder()
        .token(settings.bot_token.get_secret_value() if settings.bot_token else "")
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
        .request(request or HttpRequest())
        .get_updates_request(request or HttpRequest())
        .updater(None)
        .job_queue(None)
    )
    pace = Pace.off() if settings.pace == "off" else Pace()
    return Nestegg(settings, builder.build(), database or Database(settings.database_url, clock), pace)


async def run(settings: Settings) -> None:
    """Run until told to stop; then finish what is under way."""
    told = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, _stop, told)
    nestegg = build(settings)
    async with AsyncExitStack() as open_:
        if await _unless(told, open_.enter_async_context(nestegg)):
            log.info("listening", bot=nestegg.application.bot.username)
            # What was made to start lives as long as the bot: the collector need not look at it again.
            gc.collect()
            gc.freeze()
            await _unless(told, nestegg.listening())


def _stop(told: asyncio.Event) -> None:
    """Begin to stop, once, and see to it that this ends."""
    if not told.is_set():
        log.info("stopping")
        told.set()
        asyncio.get_running_loop().call_later(DRAIN_SECONDS, _give_up)


def _give_up() -> None:
    """End with work under way: it was not confirmed to Telegram or is pending, so the next start takes it up."""
    log.warning("stopped_with_work_under_way")
    os._exit(0)


async def _unless(told: asyncio.Event, work: Coroutine[Any, Any, object]) -> bool:
    """Do some work unless told to stop meanwhile, and tell whether it was done."""
    working, telling = asyncio.create_task(work), asyncio.create_task(told.wait())
    await asyncio.wait({working, telling}, return_when=asyncio.FIRST_COMPLETED)
    telling.cancel()
    if not working.done():
        working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    return not working.cancelled()
