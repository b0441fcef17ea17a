"""Everything that a database holds to a file of lines, and back into an empty database of either engine."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from bot.migrations import current_head, migrate
from repositories.engine import Database
from repositories.failures import translated
from repositories.health import Health
from repositories.transfer import PAGE, TABLES, Row, Transfer, Unfit
from repositories.types import plain_json
from repositories.unit_of_work import UnitOfWork

FORMAT = 1
STREAM = Path("-")
"""What stands for standard output and standard input."""
_MARK = "nestegg"
Batch = list[tuple[int, str, Row]]
"""Rows of one table: the line each stands on, the table, and the columns."""


class NotMoved(Exception):  # noqa: N818 - said as what it is
    """Data that was not written or not read, with the line that says why; nothing was changed."""


def export(url: str, target: Path, *, force: bool = False) -> int:
    """Write every row to a file, while the bot may be running and writing; tells how many there are."""
    if target != STREAM and target.exists() and not (force and target.is_file()):
        raise NotMoved(f"{target} exists; choose another name, or overwrite it with --force.")
    with _written(target) as file:
        return asyncio.run(_export(url, file))


def take_in(url: str, source: Path, *, force: bool = False, say: Callable[[str], None] = lambda _: None) -> int:
    """Fill a database with the rows of a file, all or none; tells how many. By force what is there is removed."""
    name = "standard input" if source == STREAM else str(source)
    with _read(source) as file:
        lines = _lines(file, name)
        _check_head(next(lines, (1, None)), name)
        with translated():
            migrate(url)
        return asyncio.run(_take_in(url, lines, name, force=force, say=say))


async def _export(url: str, file: BinaryIO) -> int:
    count, head = 0, current_head()
    async with _opened(url) as database:
        if (revision := await Health(database).revision()) != head:
            raise NotMoved(f"The database is at revision {revision}, not {head}; run `nestegg migrate` first.")
        with translated():
            async with database.look() as uow:
                transfer = Transfer(uow)
                _write(file, {_MARK: FORMAT, "revision": head})
                async for table, row in transfer.rows():
                    _write(file, {"table": table, **row})
                    count += 1
                _write(file, {"rows": count, "counters": await transfer.counters()})
    file.flush()
    return count


async def _take_in(
    url: str, lines: Iterator[tuple[int, Any]], name: str, *, force: bool, say: Callable[[str], None]
) -> int:
    async with held_alone(url) as uow:
        transfer = Transfer(uow)
        if not await transfer.is_empty():
            if not force:
                raise NotMoved("The database is not empty; replace all that is in it with --force.")
            say("Replacing all that is in the database.")
            await transfer.clear()
        return await _store(transfer, lines, name)


async def _store(transfer: Transfer, lines: Iterator[tuple[int, Any]], name: str) -> int:
    batch: Batch = []
    count, foot = 0, None
    for number, told in lines:
        if foot is not None:
            raise NotMoved(f"{name}, line {number}: there is something behind the end.")
        if "rows" in told and "table" not in told:
            foot = told
            continue
        table, row = _row(number, told, name)
        if batch and (batch[0][1] != table or len(batch) == PAGE):
            await _store_batch(transfer, batch, name)
            batch = []
        batch.append((number, table, row))
        count += 1
    if batch:
        await _store_batch(transfer, batch, name)
    if foot is None or foot["rows"] != count:
        raise NotMoved(f"{name} is not whole: it ends too early, after {count} rows.")
    await transfer.finish(_counters(foot, name))
    return count


async def _store_batch(transfer: Transfer, batch: Batch, name: str) -> None:
    try:
        await transfer.store(batch[0][1], [row for _, _, row in batch])
    except Unfit as problem:
        raise NotMoved(f"{name}, line {batch[problem.at][0]}: {problem.why}.") from problem


def _check_head(first: tuple[int, Any], name: str) -> None:
    """Refuse what is no export, or one of another version's."""
    _, head = first
    if not isinstance(head, dict) or _MARK not in head:
        raise NotMoved(f"{name} is not an export of Nestegg's.")
    if head[_MARK] != FORMAT:
        raise NotMoved(f"{name} was written by a newer Nestegg (format {head[_MARK]}); update Nestegg first.")
    if head.get("revision") != current_head():
        raise NotMoved(
            f"{name} was written by another version of Nestegg (revision {head.get('revision')}, here "
            f"{current_head()}); take it in with that version, and let this one migrate the database."
        )


def _row(number: int, told: Row, name: str) -> tuple[str, Row]:
    table = told.pop("table", None)
    if not isinstance(table, str) or table not in TABLES:
        raise NotMoved(f"{name}, line {number}: there is no table {table}.")
    return table, told


def _counters(foot: Row, name: str) -> dict[str, int]:
    counters = foot.get("counters")
    if not isinstance(counters, dict) or not all(type(last) is int and last > 0 for last in counters.values()):
        raise NotMoved(f"{name}: the last line does not tell which numbers were given.")
    return counters


def _lines(file: BinaryIO, name: str) -> Iterator[tuple[int, Any]]:
    """Read line after line; each is an object."""
    for number, line in enumerate(file, start=1):
        try:
            told = json.loads(line.decode())
        except ValueError as problem:
            raise NotMoved(f"{name}, line {number}: this is not a whole line of JSON.") from problem
        if not isinstance(told, dict):
            raise NotMoved(f"{name}, line {number}: this is not an object of JSON.")
        yield number, told


def _write(file: BinaryIO, told: Row) -> None:
    file.write(plain_json(told).encode() + b"\n")


@asynccontextmanager
async def held_alone(url: str) -> AsyncIterator[UnitOfWork]:
    """Open a database that no bot uses, and one transaction on it."""
    async with _opened(url) as database:
        sole = database.sole_sender()
        try:
            if not await sole.take():
                raise NotMoved("The database is in use; stop the bot first.")
            with translated():
                async with database.begin() as uow:
                    yield uow
        finally:
            await sole.leave()


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


@contextmanager
def _written(target: Path) -> Iterator[BinaryIO]:
    """Offer a file that is there under its name when it is whole, readable by its owner only; or standard output."""
    if target == STREAM:
        yield sys.stdout.buffer
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as problem:
        raise NotMoved(f"Nothing can be written to {target.parent}: {problem.strerror}.") from problem
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)


@contextmanager
def _read(source: Path) -> Iterator[BinaryIO]:
    if source == STREAM:
        yield sys.stdin.buffer
        return
    try:
        file = source.open("rb")
    except OSError as problem:
        raise NotMoved(f"{source} cannot be read: {problem.strerror}.") from problem
    with file:
        yield file
