"""Every row of every table as plain values and back: how a database moves from one engine to the other."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Integer,
    Select,
    String,
    Table,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import StatementError

from repositories import models
from repositories.failures import Conflict
from repositories.health import reason
from repositories.repository import plain
from repositories.schema import Model, table_of
from repositories.types import Moment, Money
from repositories.unit_of_work import UnitOfWork

PAGE = 500
"""How many rows are read or written at a time."""
Row = dict[str, Any]
TABLES: Final[dict[str, Table]] = {table.name: table for table in Model.metadata.sorted_tables}
"""Every table, behind those that it refers to."""
COUNTED: Final = [table for table in TABLES.values() if type(table.c.id.type) is Integer]
"""Those whose keys a database counts: a number that was given once is never given again.

The larger ones are made by the program.
"""
_conversations = table_of(models.Conversation)


class Unfit(Exception):  # noqa: N818 - said as what it is
    """A row that does not fit into its table: which of those handed in, and why."""

    def __init__(self, at: int, why: str) -> None:
        super().__init__(why)
        self.at, self.why = at, why


class Transfer:
    """Goes through all that a database holds, or fills an empty one; belongs to no family."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self._later: list[tuple[Table, str, Row]] = []
        """References to rows of the same table that come later."""
        self._touched: list[Row] = []
        """When something was last said in each conversation: storing what was said moves that."""

    async def rows(self) -> AsyncIterator[tuple[str, Row]]:
        """Go through every row of every table, by its key."""
        for name, (first, further) in _PAGES.items():
            found = (await self.uow.execute(first)).mappings().all()
            while found:
                for row in found:
                    yield name, {column: _told(value) for column, value in row.items()}
                values = {"after": found[-1]["id"]}
                found = (await self.uow.execute(further, values)).mappings().all() if len(found) == PAGE else []

    async def counters(self) -> dict[str, int]:
        """Tell the last key that each table has given."""
        last = _LAST[self._engine]
        found: dict[str, int] = {}
        for table in COUNTED:
            given = (await self.uow.execute(last, {"name": table.name})).scalar() or 0
            stored = (await self.uow.execute(select(func.max(table.c.id)))).scalar() or 0
            if highest := max(given, stored):
                found[table.name] = highest
        return found

    async def is_empty(self) -> bool:
        """Tell whether there is no row at all."""
        for table in TABLES.values():
            if (await self.uow.execute(select(table.c.id).limit(1))).first():
                return False
        return True

    async def clear(self) -> int:
        """Remove every row, and tell how many there were."""
        counts = [(await self.uow.execute(delete(table))).rowcount for table in reversed(TABLES.values())]
        return sum(counts)

    async def store(self, name: str, rows: Sequence[Row]) -> None:
        """Store rows of one table as they were told; raises Unfit."""
        table = TABLES[name]
        values = [_read(table, row, at) for at, row in enumerate(rows)]
        for each in values:
            self._put_off(table, each)
        if table is _conversations:
            self._touched += [{"key": each["id"], "then": each["updated_at"]} for each in values]
        try:
            async with self.uow.connection.begin_nested():
                await self.uow.execute(insert(table), values)
        except (Conflict, StatementError):
            for at, each in enumerate(values):
                await self._store_alone(table, each, at)

    async def finish(self, counters: Mapping[str, int]) -> None:
        """Put right what could not be stored at once, and go on counting where the other database was."""
        for table, column, values in self._later:
            kept = {"updated_at": table.c.updated_at, column: bindparam("other")}
            await self.uow.execute(update(table).where(table.c.id == bindparam("key")).values(kept), values)
        if self._touched:
            await self.uow.execute(_TOUCH, self._touched)
        known = await self.counters()
        for table in COUNTED:
            last = max(counters.get(table.name, 0), known.get(table.name, 0))
            for statement in _COUNT[self._engine]:
                await self.uow.execute(statement, {"name": table.name, "last": last})

    @property
    def _engine(self) -> str:
        return self.uow.connection.dialect.name

    async def _store_alone(self, table: Table, values: Row, at: int) -> None:
        try:
            async with self.uow.connection.begin_nested():
                await self.uow.execute(insert(table), values)
        except (Conflict, StatementError) as problem:
            raise Unfit(at, reason(problem) or "it does not fit") from problem

    def _put_off(self, table: Table, values: Row) -> None:
        """Leave out what refers to a later row of the same table, until that is there."""
        for column in table.c:
            within = any(key.column.table is table for key in column.foreign_keys)
            if within and values[column.name] is not None and values[column.name] > values["id"]:
                self._later.append((table, column.name, {"key": values["id"], "other": values[column.name]}))
                values[column.name] = None


def _told(value: Any) -> Any:
    """Give a value as JSON keeps it, the same whichever engine it comes from: one of them sorts what is in JSON."""
    if isinstance(value, dict):
        return {key: _told(value[key]) for key in sorted(value)}
    return [_told(each) for each in value] if isinstance(value, list) else plain(value)


def _read(table: Table, row: Row, at: int) -> Row:
    """Read the values of a row by the types of their columns."""
    if unknown := sorted(row.keys() ^ set(table.c.keys())):
        raise Unfit(at, f"{table.name} has other columns than these ({', '.join(unknown)})")
    return {column.name: _value(column, row[column.name], at) for column in table.c}


def _value(column: Column[Any], told: Any, at: int) -> Any:
    if told is None and column.nullable:
        return None
    kind, read = next(how for types, how in _READING if isinstance(column.type, types))
    try:
        if kind is None or type(told) is kind:
            return read(told)
    except (ValueError, InvalidOperation):
        pass
    raise Unfit(at, f"{column.table.name}.{column.name} cannot be {str(told)[:60]!r}")


def _paged(table: Table) -> tuple[Select[Any], Select[Any]]:
    """Ask for the first rows of a table, and for those behind a key."""
    first = select(table).order_by(table.c.id).limit(PAGE)
    return first, first.where(table.c.id > bindparam("after", type_=table.c.id.type))


_READING: Final[list[tuple[Any, tuple[type | None, Callable[[Any], Any]]]]] = [
    (Money, (str, Decimal)),
    (Moment, (str, datetime.fromisoformat)),
    (Date, (str, date.fromisoformat)),
    (Uuid, (str, UUID)),
    (JSON, (None, lambda told: told)),
    (Boolean, (bool, bool)),
    (Integer, (int, int)),
    (String, (str, str)),
]
_PAGES = {name: _paged(table) for name, table in TABLES.items()}
_TOUCH = update(_conversations).where(_conversations.c.id == bindparam("key")).values(updated_at=bindparam("then"))
_LAST = {
    "sqlite": text("SELECT seq FROM sqlite_sequence WHERE name = :name"),
    "postgresql": text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)"),
}
_COUNT = {
    "sqlite": (
        text("DELETE FROM sqlite_sequence WHERE name = :name AND :last >= 0"),
        text("INSERT INTO sqlite_sequence (name, seq) SELECT :name, :last WHERE :last > 0"),
    ),
    "postgresql": (
        text(
            "SELECT setval(pg_get_serial_sequence(:name, 'id')::regclass, greatest(CAST(:last AS bigint), 1), "
            "CAST(:last AS bigint) > 0)"
        ),
    ),
}
