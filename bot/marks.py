"""The notes of how deliveries went, written many at a time."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from bot.ledger import Ledger
from bot.outcomes import Outcome
from domain.messages import Outgoing
from repositories.unit_of_work import UnitOfWork

Mark = dict[str, Any]

log = structlog.get_logger()


class Marks:
    """Gathers marks while others are being written: one transaction at a time, the next takes all there are."""

    def __init__(self, ledger: Ledger, settled: Callable[[UUID], None]) -> None:
        self._ledger = ledger
        self._settled = settled
        self._gathered: list[Mark] = []
        self._written = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Tell whether everything handed in is written."""
        return self._task is None

    def add(self, row: Outgoing, outcome: Outcome, due_at: datetime | None) -> asyncio.Event:
        """Hand in how a try to send a row ended; the event returned tells when that is written."""
        self._gathered.append(
            {
                "message": row.id,
                "delivery": outcome.delivery,
                "attempts": row.attempts,
                "due_at": due_at,
                "chat": outcome.chat_id,
                "message_id": outcome.message_id,
            }
        )
        if self._task is None:
            self._task = asyncio.create_task(self._write(), name="marks")
        return self._written

    async def flush(self) -> None:
        """Wait until all that was handed in is written."""
        while self._task is not None:
            await asyncio.wait({self._task})

    async def _write(self) -> None:
        try:
            while self._gathered:
                batch, self._gathered = self._gathered, []
                written, self._written = self._written, asyncio.Event()
                await self._enter(batch)
                written.set()
        finally:
            self._task = None

    async def _enter(self, batch: list[Mark]) -> None:
        async def mark(uow: UnitOfWork) -> None:
            await uow.messages.mark(batch)

        try:
            await self._ledger.enter(mark)
        except Exception as problem:  # noqa: BLE001 - one bad mark must not keep the others from being written
            await self._enter_singly(batch, problem)
        else:
            for each in batch:
                if each["delivery"] != "pending":
                    self._settled(each["message"])

    async def _enter_singly(self, batch: list[Mark], problem: Exception) -> None:
        if len(batch) > 1:
            for each in batch:
                await self._enter([each])
            return
        [only] = batch
        log.error("mark_refused", message=str(only["message"]), exc_info=problem)
        if only["message_id"] is not None:
            # That it was sent matters more than under which number.
            await self._enter([{**only, "chat": None, "message_id": None}])
