"""The gate: nothing leaves but through it, and what is about somebody's gifts not to where they read."""

from collections.abc import Awaitable
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

import structlog

from bot.files import Document, Files, NotForThem, TooLarge
from bot.ledger import Ledger
from bot.outcomes import Outcome, backoff
from bot.presence import ASKED_AGAIN, Presence
from bot.sending import Rest, Sending
from domain.messages import Outgoing
from replies import exports as files
from replies import secrets as replies
from repositories.failures import Unavailable
from repositories.unit_of_work import UnitOfWork
from services import secrets

MOMENT = 1.0
"""For how many seconds what was found out when something was written still holds when it is sent."""
WAITED = "waited"
"""What is noted of something that is not sent at once: of which gifts it speaks."""

log = structlog.get_logger()


class Gate:
    """Asks again, when something is sent, whether those may read it who read the chat; fails closed."""

    def __init__(self, sending: Sending, ledger: Ledger, presence: Presence, files: Files) -> None:
        self._sending = sending
        self._ledger = ledger
        self._presence = presence
        self._files = files

    async def send(self, row: Outgoing, rest: Rest) -> Outcome:
        """Send a row, or say in words why it is not sent: it must be kept back, or is a file that nobody takes."""
        outcome = await self._let_through(row, rest)
        if outcome.too_large and "document" in row.facts:
            await self._put_in_words(row, files.too_large().text)
            return await self._let_through(row, rest)
        return outcome

    async def _let_through(self, row: Outgoing, rest: Rest) -> Outcome:
        """Send a row, or keep it back and say so in words that keep every secret."""
        if "ephemeral" in row.facts and not await self._may_receive(row.facts["ephemeral"]):
            row.facts = {name: fact for name, fact in row.facts.items() if name != "ephemeral"}
        if (row.about or WAITED in row.facts) and not await self._may_be_read(row):
            log.warning("secret_kept_back", message=str(row.id))
            await self._put_in_words(row, replies.kept_back().text)
        try:
            document = await self._document(row) if "document" in row.facts else None
        except Unavailable:
            return Outcome("pending", wait=backoff(row.attempts))
        return await self._sending.send(row, rest, document)

    async def _document(self, row: Outgoing) -> Document | None:
        """Write what a row hands out; where that may not be, or cannot, words take its place."""
        try:
            document = await self._files.written(row)
        except Unavailable:
            raise
        except NotForThem:
            words = replies.kept_back()
        except TooLarge:
            words = files.too_large()
        except Exception:
            log.exception("file_failed")
            words = files.failed()
        else:
            if not document.about <= row.about:
                row.about |= document.about
                await self._ledger.enter(partial(_speaks_of, row), row.chat_id)
            return document
        await self._put_in_words(row, words.text)
        return None

    async def _put_in_words(self, row: Outgoing, text: str) -> None:
        row.keep_back(text)
        await self._remember(row)

    async def _may_be_read(self, row: Outgoing) -> bool:
        just_written = row.taken and monotonic() - row.taken < MOMENT and row.presence == self._presence.changes
        return bool(just_written) or await _or_not(self._look_again(row))

    async def _look_again(self, row: Outgoing) -> bool:
        if row.chat_id < 0:
            await self._presence.look(row.chat_id, ASKED_AGAIN, row.about)
        return await self._ledger.enter(partial(_nobody_must_not_read, row), row.chat_id)

    async def _remember(self, row: Outgoing) -> None:
        """Remember what is said instead, so that nobody is told of words that were never read."""
        await _or_not(self._ledger.enter(partial(_kept_back, row), row.chat_id))

    async def _may_receive(self, shown: dict[str, Any]) -> bool:
        """Tell whether a member may be shown alone, in a group, what they are answered in private."""
        return await _or_not(self._ledger.enter(partial(_may_receive, shown), shown["to"]))


async def _or_not(asking: Awaitable[bool]) -> bool:
    """Answer a question, and with no where that fails: what cannot be found out is kept back."""
    try:
        return await asking
    except Exception:
        log.exception("gate_failed")
        return False


async def _may_receive(shown: dict[str, Any], uow: UnitOfWork) -> bool:
    answer = await uow.messages.get_by_id(UUID(shown["row"]))
    return answer is not None and (not answer.about or not await uow.readers.any_reads(shown["to"], answer.about))


async def _nobody_must_not_read(row: Outgoing, uow: UnitOfWork) -> bool:
    """Tell whether all who read a chat may read what is said there; of what waited, each gift is looked at again."""
    if row.about and await uow.readers.any_reads(row.chat_id, row.about):
        return False
    waited = row.facts.get(WAITED)
    return waited is None or await secrets.still_shown(uow, row.chat_id, waited["family"], waited["gifts"])


async def _speaks_of(row: Outgoing, uow: UnitOfWork) -> bool:
    return await uow.messages.update(row.id, about=sorted(row.about)) is not None


async def _kept_back(row: Outgoing, uow: UnitOfWork) -> bool:
    return await uow.messages.update(row.id, content=row.text, metadata=row.facts, about=[]) is not None
