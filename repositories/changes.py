"""The journal: what commands changed, and how to take it back."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, bindparam, delete, exists, insert, select, update
from uuid_utils.compat import uuid7

from domain.changes import Change, Effect
from repositories import models
from repositories.repository import Repository
from repositories.schema import Model, table_of

_changes = table_of(models.Change)


class Changes(Repository[Change]):
    """What each command changed, with what was there before."""

    model = models.Change
    value = Change

    def add(self, effects: Sequence[Effect], *, what: str, user_id: UUID, message_id: UUID) -> UUID:
        """Note the effects of a command, written with the rest of the transaction."""
        key = uuid7()
        row = {
            "id": key,
            "family_id": self.uow.family,
            "user_id": user_id,
            "message_id": message_id,
            "what": what,
            "before": [[effect.table, effect.key, effect.before] for effect in effects],
            "after": [[effect.table, effect.key, effect.after] for effect in effects],
            "about": sorted(_people(effects)),
            "created_at": self.uow.now,
        }
        self.uow.keep(self.table, row)
        return key

    async def get_by_id(self, key: Any) -> Change | None:
        """Find a change, with its row locked: whoever takes it back does so once."""
        await self.uow.flush()
        return await self.first(_BY_ID, key=key)

    async def get_last(self, user_id: UUID) -> Change | None:
        """Find the latest change of an account that still stands."""
        await self.uow.flush()
        return await self.first(_LAST, user_id=user_id)

    async def get_by_message(self, message_id: UUID) -> Change | None:
        """Find what a message changed, if it still stands."""
        await self.uow.flush()
        return await self.first(_BY_MESSAGE, message_id=message_id)

    async def stands_alone(self, change: Change) -> bool:
        """Tell whether nothing was built on a change: its rows are as it left them, and no others lean on them."""
        made = {(effect.table, effect.key) for effect in change.effects}
        for effect in change.effects:
            if not await self._as_left(effect, later=change.effects):
                return False
            if effect.before is None and await self._leaned_on(effect, made):
                return False
        return True

    async def take_back(self, change: Change) -> None:
        """Restore what was there before a change, latest row first, and note that it no longer stands."""
        for effect in reversed(change.effects):
            await self.uow.write(*_inverse(effect))
        await self.uow.write(_UNDONE, {"key": change.id, "family": self.uow.family, "now": self.uow.now})

    async def _as_left(self, effect: Effect, later: Sequence[Effect]) -> bool:
        table = _table(effect)
        its_row = select(table).where(table.c.id == _key(table, effect)).with_for_update()
        row = (await self.uow.execute(its_row)).mappings().first()
        if effect.after is None or row is None:
            return effect.after is None and row is None
        left = dict(effect.after)
        for other in later[later.index(effect) + 1 :]:
            if (other.table, other.key) == (effect.table, effect.key):
                left |= other.after or {}
        return all(row[name] == _value(table.c[name], value) for name, value in left.items())

    async def _leaned_on(self, effect: Effect, made: set[tuple[str, Any]]) -> bool:
        """Tell whether rows that the change did not make refer to one that it made."""
        target = _table(effect)
        for table in Model.metadata.sorted_tables:
            own = [_value(table.c.id, key) for name, key in made if name == table.name]
            for column in table.c:
                if column.references(target.c.id):
                    others = select(table.c.id).where(column == _key(target, effect), table.c.id.not_in(own))
                    if (await self.uow.execute(select(exists(others)))).scalar():
                        return True
        return False


_BY_ID = Changes.select.where(_changes.c.id == bindparam("key")).with_for_update()
_LAST = (
    Changes.select.where(_changes.c.user_id == bindparam("user_id"), _changes.c.undone_at.is_(None))
    .order_by(_changes.c.id.desc())
    .limit(1)
    .with_for_update()
)
_BY_MESSAGE = (
    Changes.select.where(_changes.c.message_id == bindparam("message_id"), _changes.c.undone_at.is_(None))
    .order_by(_changes.c.id.desc())
    .limit(1)
    .with_for_update()
)
_UNDONE = (
    update(_changes)
    .where(_changes.c.id == bindparam("key"), _changes.c.family_id == bindparam("family"))
    .values(undone_at=bindparam("now"))
)


def _people(effects: Sequence[Effect]) -> set[int]:
    """Name the people whom a change is about."""
    found = {effect.key for effect in effects if effect.table == "persons"}
    values = [(effect.after or {}) | (effect.before or {}) for effect in effects]
    return {int(key) for key in found | {value["person_id"] for value in values if value.get("person_id")}}


def _table(effect: Effect) -> Table:
    return Model.metadata.tables[effect.table]


def _key(table: Table, effect: Effect) -> Any:
    return _value(table.c.id, effect.key)


def _value(column: Column[Any], value: Any) -> Any:
    """Read a value as the journal keeps it."""
    if value is None:
        return None
    kind = getattr(column.type, "impl_instance", column.type).python_type
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    return kind(value) if kind in {Decimal, UUID} else value


def _inverse(effect: Effect) -> tuple[Any, dict[str, Any]]:
    """Say what takes an effect back."""
    table = _table(effect)
    if effect.before is None:
        return delete(table).where(table.c.id == bindparam("key")), {"key": _key(table, effect)}
    before = {name: _value(table.c[name], value) for name, value in effect.before.items()}
    if effect.after is None:
        return insert(table), before
    return update(table).where(table.c.id == bindparam("key")), {"key": _key(table, effect)} | before
