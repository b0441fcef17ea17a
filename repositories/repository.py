"""The one generic repository: rows by key, given back as plain values."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import BigInteger, Row, RowMapping, Select, Table, bindparam, delete, insert, select, update
from uuid_utils.compat import uuid7

from repositories.schema import Model, table_of

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

Value = TypeVar("Value")


def plain(value: Any) -> Any:
    """Turn a column's value into one that JSON keeps exactly."""
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


class Repository(Generic[Value]):
    """Rows of one table. It flushes and never commits.

    Rows of a table that belongs to a family are only found within the family entered, and whatever happens to them is
    noted for the journal.
    """

    model: ClassVar[type[Model]]
    value: ClassVar[type[Any]]
    table: ClassVar[Table]

    def __init_subclass__(cls) -> None:
        """Prepare the statements, so that a command only fills them in."""
        if "model" not in cls.__dict__:
            return
        cls.table = table = table_of(cls.model)
        family_column = table.c.get("family_id")
        cls.of_family = family_column is not None and not family_column.nullable
        cls.columns = [table.c["metadata" if field.name == "facts" else field.name] for field in fields(cls.value)]
        cls.select = select(*cls.columns)
        cls._largest = 2**63 - 1 if isinstance(table.c.id.type, BigInteger) else 2**31 - 1
        key = [table.c.id == bindparam("key")]
        if cls.of_family:
            family = table.c.family_id == bindparam("family")
            key.append(family)
            cls.select = cls.select.where(family)
        cls._by_id = select(*cls.columns).where(*key)
        cls._lock = select(table).where(*key).with_for_update()
        cls._insert = insert(table).returning(*cls.columns)
        cls._insert_many = insert(table)
        cls._update = update(table).where(*key).returning(*cls.columns)
        cls._delete = delete(table).where(*key).returning(*table.c)

    of_family: ClassVar[bool]
    columns: ClassVar[list[Any]]
    _largest: ClassVar[int]
    select: ClassVar[Select[Any]]
    _by_id: ClassVar[Any]
    _lock: ClassVar[Any]
    _insert: ClassVar[Any]
    _insert_many: ClassVar[Any]
    _update: ClassVar[Any]
    _delete: ClassVar[Any]

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def get_by_id(self, key: Any) -> Value | None:
        """Find the row of this key; a button may carry a number that no key can be."""
        if isinstance(key, int) and key > self._largest:
            return None
        return self._one((await self.uow.execute(self._by_id, self._key(key))).first())

    async def create(self, **values: Any) -> Value:
        """Make a row."""
        if self.of_family:
            values["family_id"] = self.uow.family
        row = (await self.uow.write(self._insert, values)).one()
        if self.of_family:
            self.uow.record(self.table, plain(row.id), None, {name: plain(value) for name, value in values.items()})
        return self.value(*row)  # type: ignore[no-any-return]

    async def create_many(self, rows: Sequence[dict[str, Any]]) -> Sequence[UUID]:
        """Make many rows at once, of a table whose keys sort by time; all tell the same columns."""
        ours = {"family_id": self.uow.family} if self.of_family else {}
        written = {uuid7(): row | ours for row in rows}
        if written:
            await self.uow.write(self._insert_many, [{"id": key} | row for key, row in written.items()])
        for key, row in written.items() if self.of_family else ():
            self.uow.record(self.table, plain(key), None, {name: plain(value) for name, value in row.items()})
        return list(written)

    async def update(self, key: Any, **values: Any) -> Value | None:
        """Change some columns of a row, and leave the others as they are; none when there is no such row."""
        if not self.of_family:
            return self._one((await self.uow.write(self._update, self._key(key) | values)).first())
        before = (await self.uow.execute(self._lock, self._key(key))).mappings().first()
        return None if before is None else await self._change(before, values)

    async def _change(self, before: RowMapping, values: dict[str, Any], **unnoted: Any) -> Value:
        """Change a locked row, noting what was there before; what is unnoted stays when the change is taken back."""
        row = (await self.uow.write(self._update, self._key(before["id"]) | values | unnoted)).one()
        old = {name: plain(before[name]) for name in values}
        self.uow.record(self.table, plain(before["id"]), old, {name: plain(value) for name, value in values.items()})
        return self.value(*row)  # type: ignore[no-any-return]

    async def delete(self, key: Any) -> bool:
        """Remove a row, and tell whether there was one."""
        row = (await self.uow.write(self._delete, self._key(key))).mappings().first()
        if row is not None and self.of_family:
            self.uow.record(self.table, plain(key), {name: plain(value) for name, value in row.items()}, None)
        return row is not None

    async def first(self, statement: Select[Any], **values: Any) -> Value | None:
        """Find the first row that a question answers with."""
        return self._one((await self.uow.execute(statement, self._within(values))).first())

    async def all(self, statement: Select[Any], **values: Any) -> Sequence[Value]:
        """Find every row that a question answers with."""
        return [self.value(*row) for row in await self.uow.execute(statement, self._within(values))]

    def _key(self, key: Any) -> dict[str, Any]:
        return self._within({"key": key})

    def _within(self, values: dict[str, Any]) -> dict[str, Any]:
        return values | {"family": self.uow.family} if self.of_family else values

    def _one(self, row: Row[*tuple[Any, ...]] | None) -> Value | None:
        return None if row is None else self.value(*row)
