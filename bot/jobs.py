"""What is done by itself: at every tick each job looks up what is due, and does it piece by piece."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog

from bot import alarms
from bot.ledger import Ledger
from bot.news import say
from domain.families import Family
from domain.messages import Outgoing
from replies import digests as digest_replies
from replies import recurring as recurring_replies
from replies import reminders as reminder_replies
from replies import rollover as rollover_replies
from repositories.unit_of_work import UnitOfWork
from services import alerts, digests, import_tables, recurring, reminders, rollover

TICK_SECONDS = 300.0
PAGE = 50
"""How many rows are looked up at once."""

log = structlog.get_logger()

Due = tuple[Family, Any]
"""A row that may be due, and its family."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something done by itself: what may be due, page by page, and what to do with each of it.

    What was done must no longer be due in the same transaction: then neither a crash nor a second process doubles it.
    """

    name: str
    due: Callable[[Due | None, UnitOfWork], Awaitable[Sequence[Due]]]
    carry_out: Callable[[Due, UnitOfWork], Awaitable[list[Outgoing]]]


async def _passed(behind: Due | None, uow: UnitOfWork) -> Sequence[Due]:
    return await rollover.list_passed(uow, behind, PAGE)


async def _roll_over(due: Due, uow: UnitOfWork) -> list[Outgoing]:
    """Let an occasion be followed by its next time, and offer the same budgets."""
    family, occasion = due
    offer = await rollover.roll_over(uow, family, occasion)
    if offer is None:
        return []
    reply = rollover_replies.offer(offer, family)
    return [part for chat in offer.chats for part in await say(uow, family, chat, reply)]


async def _near(behind: Due | None, uow: UnitOfWork) -> Sequence[Due]:
    return await reminders.list_near(uow, behind, PAGE)


async def _remind(due: Due, uow: UnitOfWork) -> list[Outgoing]:
    """Remind a family of what comes near, each chat of what may be said in it."""
    family, _ = due
    found = await reminders.remind(uow, family)
    replies = [(one, reminder_replies.reminder(one, family)) for one in found]
    return [part for one, reply in replies for part in await say(uow, family, one.chat, reply, one.due_at)]


async def _digests(behind: Due | None, uow: UnitOfWork) -> Sequence[Due]:
    return await digests.list_due(uow, behind, PAGE)


async def _tell_digest(due: Due, uow: UnitOfWork) -> list[Outgoing]:
    """Tell a chat how things stand."""
    family, (chat, at) = due
    found = await digests.tell(uow, family, chat, at)
    return await say(uow, family, chat, digest_replies.digest(found, family), found.due_at) if found else []


async def _recurring(behind: Due | None, uow: UnitOfWork) -> Sequence[Due]:
    return await recurring.list_due(uow, behind, PAGE)


async def _record(due: Due, uow: UnitOfWork) -> list[Outgoing]:
    """Record what is spent again and again in a family, say so, and tell of limits that are used up by it."""
    family, today = due[0], due[0].date_at(uow.now)
    found = await recurring.record_due(uow, family)
    notices = await alerts.judge(uow, family) if uow.spent else []
    day = recurring.morning(family, uow.now)
    waiting = [replace(one, due_at=max(one.due_at or day, day)) if day > uow.now else one for one in notices]
    replies = [(one, recurring_replies.fallen(one, family, today)) for one in found]
    said = [await say(uow, family, one.chat, reply, one.due_at) for one, reply in replies]
    return [*(part for parts in said for part in parts), *await alarms.say(uow, family, waiting)]


async def _old_files(behind: Due | None, uow: UnitOfWork) -> Sequence[Due]:
    return await uow.imports.list_old(import_tables.too_old(uow.now), behind[1] if behind else None, PAGE)


async def _forget_file(due: Due, uow: UnitOfWork) -> list[Outgoing]:
    """Throw away a file of which nobody has said what of it is wanted."""
    await import_tables.forget_old(uow, due[1][1])
    return []


JOBS = (
    Job("roll over", _passed, _roll_over),
    Job("record what recurs", _recurring, _record),
    Job("remind", _near, _remind),
    Job("tell how things stand", _digests, _tell_digest),
    Job("forget files", _old_files, _forget_file),
)


class Jobs:
    """Does what is due: soon after the start, then every few minutes. Nothing of it is kept in memory."""

    def __init__(
        self, ledger: Ledger, deliver: Callable[[Sequence[Outgoing]], None], jobs: Sequence[Job] = JOBS
    ) -> None:
        self._ledger = ledger
        self._deliver = deliver
        self._jobs = jobs
        self._ticks = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to tick."""
        self._task = asyncio.create_task(self._tick_on(), name="jobs")

    @property
    def idle(self) -> bool:
        """Tell whether no tick is under way."""
        return not self._ticks

    async def stop(self) -> None:
        """Stop ticking: what was not done is due at the next start."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def tick(self) -> None:
        """Do all that is due now; what fails is due again at the next tick, and holds up nothing else."""
        self._ticks += 1
        try:
            for job in self._jobs:
                await self._do(job)
        finally:
            self._ticks -= 1

    async def _tick_on(self) -> None:
        while True:
            await self.tick()
            await asyncio.sleep(TICK_SECONDS)

    async def _do(self, job: Job) -> None:
        behind: Due | None = None
        try:
            while page := await self._ledger.enter(partial(job.due, behind)):
                await asyncio.gather(*(self._carry_out(job, due) for due in page))
                behind = page[-1]
        except Exception:
            log.exception("job_failed", job=job.name)

    async def _carry_out(self, job: Job, due: Due) -> None:
        """Do one piece in a transaction of its own, or in a part of one that it cannot spoil for the others."""
        try:
            self._deliver(await self._ledger.enter(partial(_within_family, job, due)))
        except Exception:
            log.exception("job_failed", job=job.name, family=due[0].id)


async def _within_family(job: Job, due: Due, uow: UnitOfWork) -> list[Outgoing]:
    uow.family_id = due[0].id
    return [*await job.carry_out(due, uow), *uow.told]
