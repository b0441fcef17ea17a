"""Files on their way out: written when they are sent, so that nothing of what is in them waits anywhere."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from domain.messages import Outgoing
from domain.periods import Period
from replies import exports as replies
from replies import tables
from repositories.engine import Database
from repositories.failures import translated
from repositories.unit_of_work import UnitOfWork
from services import exports

MOST_BYTES, MOST_ROWS = 50_000_000, 1_000_000
"""What Telegram takes of a bot, and what a sheet can hold."""
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it is uploaded, and the people of whose gifts it speaks."""

    name: str
    content: bytes
    about: frozenset[int] = frozenset()


class NotForThem(Exception):  # noqa: N818 - said as what it is
    """A file for somebody who may not have it, or not any more."""


class TooLarge(Exception):  # noqa: N818 - said as what it is
    """A file that Telegram would not take."""


class Files:
    """Writes files: what is in them is read page by page, and put into their form beside the event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="files")

    async def written(self, row: Outgoing) -> Document:
        """Write the file that a row hands out, as its reader may know it now; raises NotForThem, or TooLarge."""
        facts = row.facts["document"]
        period = Period(date.fromisoformat(facts["since"]), date.fromisoformat(facts["until"]), facts["unit"])
        with translated():
            async with self._database.look() as uow:
                if await exports.enter(uow, facts["family"], row.chat_id) is None:
                    raise NotForThem
                content = await self._write(uow, period, facts["format"])
                about = frozenset(uow.spoken_of)
        if len(content) > MOST_BYTES:
            raise TooLarge
        return Document(replies.file_name(period, facts["format"]), content, about)

    def close(self) -> None:
        """Write no more."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    async def _write(self, uow: UnitOfWork, period: Period, kind: str) -> bytes:
        export = exports.Export(uow, period)
        await export.prepare()
        table = await self._beside(tables.table, kind, uow.now)
        try:
            return await self._filled(table, export)
        finally:
            table.close()

    async def _filled(self, table: tables.Table, export: exports.Export) -> bytes:
        count = 0
        async for lines in export.lines():
            await self._beside(table.add, lines)
            if (count := count + len(lines)) > MOST_ROWS:
                raise TooLarge
        async for repaid in export.repayments():
            await self._beside(table.add_repayments, repaid)
        return await self._beside(table.finish)

    async def _beside(self, work: Callable[..., Done], *given: Any) -> Done:  # noqa: ANN401 - whatever it takes
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, *given)
