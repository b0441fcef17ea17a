"""Who reads a group, as Telegram tells: asked when somebody speaks there, and again before a secret is sent."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot import exposures
from bot.calls import call
from bot.ledger import Ledger
from bot.recent import Recent
from domain.families import Account
from domain.messages import Outgoing, Rights
from repositories.engine import utc_now
from repositories.unit_of_work import UnitOfWork
from services import chats

SHORTLY = timedelta(minutes=10)
"""How long it holds that an account does not read a group, as long as nobody tells otherwise."""
ASKED_AGAIN = timedelta(minutes=1)
"""How long it holds for something that is about to be sent."""
UNANSWERED = timedelta(seconds=30)
"""After how long Telegram is asked again when it did not answer."""
CHATS = 4096
"""Of how many groups it is remembered that everything is known."""
TRIES = 3
"""How often Telegram is asked anew when somebody comes or goes while it answers."""
IN_GROUP = {"creator", "administrator", "member"}

log = structlog.get_logger()


class Presence:
    """Keeps what is known of who reads which group; whatever is not known counts as reading."""

    def __init__(self, bot: Bot, ledger: Ledger, clock: Callable[[], datetime] = utc_now) -> None:
        self._bot = bot
        self._ledger = ledger
        self._clock = clock
        self._known: Recent[int, datetime] = Recent(CHATS)
        self._asking: dict[int, _Asking] = {}
        self._rights_known: Recent[int, bool] = Recent(CHATS)
        self.changes = 0
        """How often anything about who reads what has changed, as far as this program knows."""
        self.hand_on: Callable[[Sequence[Outgoing]], None] = lambda _: None
        """Takes what planners are told; nobody's loss if it is left to the next sweep."""

    def changed(self, chat_id: int | None = None) -> None:
        """Note that somebody came or went, or said who they are."""
        self.changes += 1
        for asked, asking in self._asking.items():
            asking.overtaken += chat_id in {None, asked}
        if chat_id is None:
            self._known = Recent(CHATS)
        else:
            self._known.forget(chat_id)

    def knows(self, chat_id: int) -> bool:
        """Tell whether everything about a group was found out a short while ago."""
        at = self._known.get(chat_id)
        return at is not None and at > self._clock() - SHORTLY

    async def look(
        self, chat_id: int, within: timedelta = SHORTLY, people: Iterable[int] | None = None
    ) -> list[Account]:
        """Find out which accounts of a family read a group, or those of some of its people; ask of what is too old."""

        async def read(uow: UnitOfWork) -> list[Account]:
            return list(await uow.readers.list_accounts(chat_id))

        known = await self._ledger.enter(read, chat_id)
        wanted = None if people is None else set(people)
        found = []
        for account in known:
            if wanted is not None and account.person_id not in wanted:
                continue
            old = account.checked_at is None or account.checked_at <= self._clock() - within
            found.append(await self._look_for(chat_id, account) if old else account)
        if wanted is None:
            await self._look_at_rights(chat_id)
            sure = all(account.present is not None for account in found)
            self._known[chat_id] = self._clock() - (timedelta() if sure else SHORTLY - UNANSWERED)
        return found

    async def find(self, telegram_user_id: int) -> None:
        """Find out which groups of their families an account reads, before it is said who that is."""

        async def read(uow: UnitOfWork) -> Sequence[tuple[int, UUID]]:
            return await uow.readers.list_unsure(telegram_user_id, self._clock() - ASKED_AGAIN)

        for chat_id, user_id in await self._ledger.enter(read, telegram_user_id):
            await self._ask(chat_id, user_id, telegram_user_id)

    async def _look_for(self, chat_id: int, account: Account) -> Account:
        present = await self._ask(chat_id, account.user_id, account.telegram_user_id)
        if present != account.present:
            self.changes += 1
        return Account(account.person_id, account.user_id, account.telegram_user_id, present, self._clock())

    async def _ask(self, chat_id: int, user_id: UUID, telegram_user_id: int) -> bool | None:
        """Ask Telegram, and note the answer unless somebody came or went meanwhile: then it may be out of date."""
        asking = self._asking.setdefault(chat_id, _Asking())
        asking.waiting += 1
        try:
            for _ in range(TRIES):
                before = asking.overtaken
                present = await self._in_group(chat_id, telegram_user_id)
                if asking.overtaken == before:
                    break
            else:
                present = None
            noted = self._ledger.line_up(
                partial(exposures.seen, chat_id=chat_id, user_id=user_id, present=present), chat_id
            )
        finally:
            asking.waiting -= 1
            if not asking.waiting:
                del self._asking[chat_id]
        self.hand_on(await noted)
        return present

    async def _in_group(self, chat_id: int, telegram_user_id: int) -> bool | None:
        """Ask Telegram whether somebody is in a group; none when it does not say."""
        member = await self._member(chat_id, telegram_user_id)
        return None if member is None else member["status"] in IN_GROUP or bool(member.get("is_member"))

    async def _look_at_rights(self, chat_id: int) -> None:
        """Find out once what the bot may do in a group; from then on it is told."""
        if chat_id in self._rights_known:
            return
        if (own := await self._member(chat_id, self._bot.id)) is not None:
            rights = Rights(own["status"] == "administrator", bool(own.get("can_delete_messages")))
            if await self._ledger.enter(partial(chats.note_rights, chat_id=chat_id, rights=rights), chat_id):
                self._rights_known[chat_id] = True

    async def _member(self, chat_id: int, telegram_user_id: int) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = await call(
                self._bot, "getChatMember", {"chat_id": chat_id, "user_id": telegram_user_id}
            )
        except TelegramError as problem:
            log.info("presence_unknown", reason=type(problem).__name__)
            return None
        return found


@dataclass(slots=True)
class _Asking:
    """The questions to Telegram about a group that are under way, and how often somebody came or went since."""

    waiting: int = 0
    overtaken: int = 0
