"""One message on its way: the calls it takes, and how they ended."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from uuid import UUID

from telegram import Bot
from telegram.error import BadRequest, TelegramError, TimedOut

from bot.calls import Parameters, call, changed_message, new_message, tap_answer
from bot.ledger import Ledger
from bot.outcomes import REPLY_GONE, UNCHANGEABLE, UNCHANGED, Outcome, judged, says
from bot.pace import Pace
from domain.messages import Message, Outgoing
from repositories.unit_of_work import UnitOfWork

Rest = Callable[[float], Awaitable[None]]

RECENT = 4096


class Recent:
    """The rows concluded of late, and the Telegram message that each became."""

    def __init__(self) -> None:
        self._messages: OrderedDict[UUID, int | None] = OrderedDict()

    def __contains__(self, key: UUID) -> bool:
        return key in self._messages

    def __getitem__(self, key: UUID) -> int | None:
        return self._messages[key]

    def __setitem__(self, key: UUID, message_id: int | None) -> None:
        self._messages[key] = message_id
        if len(self._messages) > RECENT:
            self._messages.popitem(last=False)


class Sending:
    """Carries out what a row asks for: an answer to a tap, an edit, a new message."""

    def __init__(self, bot: Bot, ledger: Ledger, pace: Pace, recent: Recent) -> None:
        self._bot = bot
        self._ledger = ledger
        self._pace = pace
        self._recent = recent

    async def send(self, row: Outgoing, rest: Rest) -> Outcome:
        """Try to send a row; rest is how to wait for one's turn."""
        try:
            if "callback" in row.facts:
                await self._answer_tap(row, rest)
            return await self._say(row, rest) if row.text else Outcome("sent")
        except Exception as problem:  # noqa: BLE001 - every failure is an outcome
            return judged(problem, row.attempts)

    async def _answer_tap(self, row: Outgoing, rest: Rest) -> None:
        await self._turn(rest)
        try:
            await call(self._bot, "answerCallbackQuery", tap_answer(row))
        except BadRequest:
            # Too old, or answered before: nothing waits for it any more.
            return

    async def _say(self, row: Outgoing, rest: Rest) -> Outcome:
        message_id = await self._to_change(row)
        if message_id is not None:
            await self._turn(rest)
            if await self._change(row, message_id):
                return Outcome("sent", changed=message_id)
        await self._turn(rest, row.chat_id)
        return await self._post(new_message(row))

    async def _change(self, row: Outgoing, message_id: int) -> bool:
        """Edit a message, and tell whether it says now what it should."""
        try:
            await call(self._bot, "editMessageText", changed_message(row, message_id))
        except BadRequest as problem:
            if says(problem, UNCHANGEABLE):
                return False
            if not says(problem, UNCHANGED):
                raise
        return True

    async def _post(self, parameters: Parameters) -> Outcome:
        try:
            sent = await call(self._bot, "sendMessage", parameters)
        except BadRequest as problem:
            if "reply_parameters" in parameters and says(problem, REPLY_GONE):
                return await self._post({key: part for key, part in parameters.items() if key != "reply_parameters"})
            raise
        except TimedOut:
            return Outcome("unknown")
        except TelegramError as problem:
            if type(problem) is TelegramError:  # an answer came, but not one that can be read
                return Outcome("unknown")
            raise
        return Outcome("sent", sent["chat"]["id"], sent["message_id"])

    async def _turn(self, rest: Rest, chat_id: int | None = None) -> None:
        if chat_id is not None:
            while wait := self._pace.delay(chat_id):
                await rest(wait)
        if wait := self._pace.take(chat_id):
            await rest(wait)

    async def _to_change(self, row: Outgoing) -> int | None:
        """Find the message that a row wants to change; none when it was never sent."""
        facts = row.facts
        while "edit" not in facts:
            if "edit_row" not in facts:
                return None
            key = UUID(facts["edit_row"])
            if key in self._recent:
                return self._recent[key]
            earlier = await self._row(key)
            if earlier is None or earlier.delivery != "sent":
                return None
            if earlier.telegram_message_id is not None:
                return earlier.telegram_message_id
            facts = earlier.facts
        return int(facts["edit"])

    async def _row(self, key: UUID) -> Message | None:
        async def find(uow: UnitOfWork) -> Message | None:
            return await uow.messages.get_by_id(key)

        return await self._ledger.enter(find)
