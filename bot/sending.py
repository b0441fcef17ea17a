"""One message on its way: the calls it takes, and how they ended."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError, TimedOut

from bot.calls import File, Parameters, call, changed_message, ephemeral_message, new_message, tap_answer
from bot.files import Document
from bot.ledger import Ledger
from bot.outcomes import (
    PICTURE_REFUSED,
    REPLY_GONE,
    TOPIC_GONE,
    UNCHANGEABLE,
    UNCHANGED,
    Outcome,
    judged,
    says,
    without_quotes,
)
from bot.pace import Pace
from bot.pictures import Picture, Pictures
from bot.recent import Recent
from domain.messages import Message, Outgoing
from repositories.unit_of_work import UnitOfWork

NOTICE = "🤫"
"""What is said where nothing is to be read by anybody but one."""
Rest = Callable[[float], Awaitable[None]]

log = structlog.get_logger()


class Sending:
    """Carries out what a row asks for: an answer to a tap, an edit, a new message, each with a picture or without."""

    def __init__(
        self, bot: Bot, ledger: Ledger, pace: Pace, recent: Recent[UUID, int | None], pictures: Pictures
    ) -> None:
        self._bot = bot
        self._ledger = ledger
        self._pace = pace
        self._recent = recent
        self._pictures = pictures
        self._to_one_alone: bool | None = None
        """Whether Telegram's server knows of messages that one member alone sees; none when that was not tried yet."""

    async def send(self, row: Outgoing, rest: Rest, document: Document | None = None) -> Outcome:
        """Try to send a row, with the document that it hands out if any; rest is how to wait for one's turn."""
        try:
            if "delete" in row.facts:
                return await self._delete(row, rest)
            if "callback" in row.facts:
                await self._answer_tap(row, rest)
            if "ephemeral" in row.facts and await self._show_to_one(row, rest):
                return Outcome("sent")
            if picture := row.facts.get("picture"):
                return await self._show(row, picture, rest)
            return await self._say(row, rest, document)
        except Exception as problem:  # noqa: BLE001 - every failure is an outcome
            return judged(problem, row.attempts)

    async def _delete(self, row: Outgoing, rest: Rest) -> Outcome:
        """Take away a message that gives a secret away; where the bot may not, it stays."""
        await self._turn(rest)
        with suppress(BadRequest, Forbidden):
            await call(self._bot, "deleteMessage", {"chat_id": row.chat_id, "message_id": row.facts["delete"]})
        return Outcome("sent")

    async def _show_to_one(self, row: Outgoing, rest: Rest) -> bool:
        """Show a member alone what they are answered in private, and tell whether that worked.

        A server that does not know of this would show it to everybody: what the first such message says may be read by
        all, and only when it was shown to one alone is anything else sent this way.
        """
        answer = await self._row(UUID(row.facts["ephemeral"]["row"]))
        if answer is None or not answer.content or self._to_one_alone is False:
            return False
        if self._to_one_alone is None:
            tried = await self._ephemeral(row, row.text or NOTICE, rest)
            if not tried:
                # Shown to everybody, it is the notice that would be sent otherwise.
                return tried is False
            self._to_one_alone = True
        return bool(await self._ephemeral(row, answer.content, rest))

    async def _ephemeral(self, row: Outgoing, text: str, rest: Rest) -> bool | None:
        """Show a text in a group to one member alone; false if it was shown to everybody, none if it was refused."""
        await self._turn(rest, row.chat_id)
        try:
            sent = await self._call(row, *ephemeral_message(row, text))
        except (BadRequest, Forbidden, TimedOut) as problem:
            log.info("ephemeral_refused", reason=type(problem).__name__)
            return None
        if sent["message_id"]:
            self._to_one_alone = False
        return not sent["message_id"]

    async def _answer_tap(self, row: Outgoing, rest: Rest) -> None:
        await self._turn(rest)
        try:
            await call(self._bot, "answerCallbackQuery", tap_answer(row))
        except BadRequest:
            # Too old, or answered before: nothing waits for it any more.
            return

    async def _show(self, row: Outgoing, picture: Picture, rest: Rest) -> Outcome:
        """Say a row below its picture; where that cannot be shown, the words must do."""
        for find in (self._pictures.known, self._pictures.drawn):
            file = await find(picture)
            if file is not None:
                try:
                    return await self._say(row, rest, file)
                except BadRequest as problem:
                    if not says(problem, PICTURE_REFUSED):
                        raise
                    log.warning("picture_refused", reason=without_quotes(problem))
        return await self._say(row, rest)

    async def _say(self, row: Outgoing, rest: Rest, file: File | Document | None = None) -> Outcome:
        if not row.text and file is None:
            return Outcome("sent")
        if not isinstance(file, Document) and (message_id := await self._changeable(row, file)) is not None:
            await self._turn(rest)
            if await self._change(row, message_id, file):
                return Outcome("sent", changed=message_id)
        await self._turn(rest, row.chat_id)
        return await self._post(row, *new_message(row, file))

    async def _change(self, row: Outgoing, message_id: int, file: File | None) -> bool:
        """Edit a message, and tell whether it says now what it should."""
        try:
            await self._call(row, *changed_message(row, message_id, file))
        except BadRequest as problem:
            if says(problem, UNCHANGEABLE):
                return False
            if not says(problem, UNCHANGED):
                raise
        return True

    async def _post(self, row: Outgoing, method: str, parameters: Parameters) -> Outcome:
        try:
            sent = await self._call(row, method, parameters)
        except BadRequest as problem:
            lost = _lost(problem) & parameters.keys()
            if not lost:
                raise
            return await self._post(row, method, {key: part for key, part in parameters.items() if key not in lost})
        except TimedOut:
            return Outcome("unknown")
        except TelegramError as problem:
            if type(problem) is TelegramError:  # an answer came, but not one that can be read
                return Outcome("unknown")
            raise
        return Outcome("sent", sent["chat"]["id"], sent["message_id"])

    async def _call(self, row: Outgoing, method: str, parameters: Parameters) -> Any:  # noqa: ANN401 - any JSON
        """Call a method, and remember by which id Telegram knows the picture from now on."""
        sent = await call(self._bot, method, parameters)
        if "picture" in row.facts and isinstance(sent, dict) and "photo" in sent:
            self._pictures.remember(row.facts["picture"], sent["photo"][-1]["file_id"])
        return sent

    async def _turn(self, rest: Rest, chat_id: int | None = None) -> None:
        if chat_id is not None:
            while wait := self._pace.delay(chat_id):
                await rest(wait)
        if wait := self._pace.take(chat_id):
            await rest(wait)

    async def _changeable(self, row: Outgoing, file: File | None) -> int | None:
        """Find the message that a row wants to change, and can: none to begin with a new one."""
        message_id = await self._to_change(row)
        fits = message_id is not None and (file is None or await self._may_show(row.chat_id, message_id))
        return message_id if fits else None

    async def _to_change(self, row: Outgoing) -> int | None:
        """Find the message that a row wants to change; none when it was never sent."""
        facts = row.facts
        while "edit" not in facts:
            if "edit_row" not in facts:
                return None
            key = UUID(facts["edit_row"])
            if key in self._recent:
                return self._recent.get(key)
            earlier = await self._row(key)
            if earlier is None or earlier.delivery != "sent":
                return None
            if earlier.telegram_message_id is not None:
                return earlier.telegram_message_id
            facts = earlier.facts
        return int(facts["edit"])

    async def _may_show(self, chat_id: int, message_id: int) -> bool:
        """Tell whether a message has a picture that can be changed: one of words alone stays so."""

        async def find(uow: UnitOfWork) -> Message | None:
            return await uow.messages.get_by_telegram_id(chat_id, message_id)

        sent = await self._ledger.enter(find)
        return sent is None or "picture" in sent.facts

    async def _row(self, key: UUID) -> Message | None:
        async def find(uow: UnitOfWork) -> Message | None:
            return await uow.messages.get_by_id(key)

        return await self._ledger.enter(find)


def _lost(problem: BadRequest) -> set[str]:
    """Tell what a message does better without than not being said: what it replies to, or its topic, may be gone."""
    if says(problem, TOPIC_GONE):
        return {"message_thread_id", "reply_parameters"}
    return {"reply_parameters"} if says(problem, REPLY_GONE) else set()
