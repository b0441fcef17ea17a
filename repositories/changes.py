"""The journal: what commands changed, and how to take it back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Delete, RowMapping, Table, bindparam, delete, exists, insert, not_, select, update
from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid7

from domain.changes import Change, Effect
from domain.refusals import BuiltOn
from repositories import models
from repositories.budgets import FILLED_IN, IS_FILLED_IN
from repositories.failures import Conflict
from repositories.repository import Repository
from repositories.schema import Model, table_of

_changes = table_of(models.Change)
_links = table_of(models.PersonOccasion)
_alerts = table_of(models.Alert)
_expenses = table_of(models.Expense)
_ON_THE_SPOT = {"persons", "occasion_series", "occasions", "categories"}
"""Rows of these are made when they are first named, and stay as soon as anybody else needs them."""


class Changes(Repository[Change]):
    """What each command changed, with what was there before."""

    model = models.Change
    value = Change

    def add(
        self, effects: Sequence[Effect], *, what: str, user_id: UUID, message_id: UUID, about: Iterable[int] = ()
    ) -> UUID:
        """Note the effects of a command and the people it speaks of, written with the rest of the transaction."""
        key = uuid7()
        row = {
            "id": key,
            "family_id": self.uow.family,
            "user_id": user_id,
            "message_id": message_id,
            "what": what,
            "before": [[effect.table, effect.key, effect.before] for effect in effects],
            "after": [[effect.table, effect.key, effect.after] for effect in effects],
            "about": sorted(_people(effects).union(about)),
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

    async def take_back(self, change: Change) -> None:
        """Reverse a change, its latest effect first, and note that it no longer stands.

        Whom and what it made on the spot stays if it came to be needed since. Anything else that is no longer as the
        change left it is refused, and so is a change of which everything stays.
        """
        staying: set[str] = set()
        reversed_any = False
        for effect in map(_filled_in, reversed(change.effects)):
            if effect.table in _ON_THE_SPOT and effect.before is None:
                removed = await self._clear_away(effect)
                reversed_any |= removed
                if not removed:
                    staying.add(effect.table)
            elif effect.table not in staying:  # or else it made way for what stays, such as by giving up its name
                await self._reverse(effect)
                reversed_any = True
        if not reversed_any:
            raise BuiltOn
        await self.uow.write(_UNDONE, {"key": change.id, "family": self.uow.family, "now": self.uow.now})

    async def _clear_away(self, made: Effect) -> bool:
        """Remove a row that was made on the spot, if it is as it was made and nothing leans on it; tell whether."""
        table = _table(made)
        row = await self._locked(made)
        if row is None or not _is(row, table, _untold(table) | (made.after or {})):
            return False
        if (link := _LINKED_BY.get(made.table)) is not None:
            # Who fills in a link at this moment does not touch the row itself.
            await self.uow.execute(select(_links.c.id).where(link == _key(table, made)).with_for_update())
        return await self._remove(made)

    async def _reverse(self, effect: Effect) -> None:
        """Restore what was there before an effect, if the row is as it left it."""
        table = _table(effect)
        row = await self._locked(effect)
        as_left = row is None if effect.after is None else row is not None and _is(row, table, effect.after)
        if not as_left:
            raise BuiltOn
        if effect.before is not None:
            await self._restore(effect, effect.before)
        elif not await self._remove(effect):
            raise BuiltOn

    async def _locked(self, effect: Effect) -> RowMapping | None:
        table = _table(effect)
        row = select(table).where(table.c.id == _key(table, effect)).with_for_update()
        return (await self.uow.execute(row)).mappings().first()

    async def _remove(self, made: Effect) -> bool:
        """Remove a row unless others lean on it, and tell whether."""
        table = _table(made)
        return bool((await self.uow.write(_removal(table), {"key": _key(table, made)})).rowcount)

    async def _restore(self, effect: Effect, before: dict[str, Any]) -> None:
        """Write what was there before an effect, unless what it refers to is gone or its place is taken."""
        table = _table(effect)
        values = {name: _value(table.c[name], value) for name, value in before.items()}
        try:
            if effect.after is None:
                await self.uow.write(insert(table), values)
            else:
                its_row = update(table).where(table.c.id == bindparam("key"))
                await self.uow.write(its_row, {"key": _key(table, effect)} | values)
        except Conflict as conflict:
            if isinstance(conflict.__cause__, IntegrityError):
                raise BuiltOn from conflict
            raise


_PAYS = {"purchaser", "contributor"}
"""What somebody is to a gift that is for others."""
_LINKED_BY = {"persons": _links.c.person_id, "occasions": _links.c.occasion_id}
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
    """Name the people whom a change is about: of a gift those who get it, not those who pay for it."""
    of_gifts = any(effect.table in {"gifts", "gift_people"} for effect in effects)
    found = {effect.key for effect in effects if effect.table == "persons" and not of_gifts}
    values = [(effect.after or {}) | (effect.before or {}) for effect in effects]
    theirs = [value for value in values if value.get("role") not in _PAYS]
    return {int(key) for key in found | {value["person_id"] for value in theirs if value.get("person_id")}}


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


def _is(row: RowMapping, table: Table, values: dict[str, Any]) -> bool:
    """Tell whether a row holds these values."""
    return all(row[name] == _value(table.c[name], value) for name, value in values.items())


def _untold(table: Table) -> dict[str, Any]:
    """Say what a new row holds where nothing was told; of what only the database fills in, nothing is known."""
    known = [one for one in table.c if not one.primary_key and (one.default or one.server_default is None)]
    return {column.name: _default(column.default) for column in known}


def _default(default: Any) -> Any:
    if default is None:
        return None
    return default.arg(None) if default.is_callable else default.arg


def _filled_in(effect: Effect) -> Effect:
    """Read a link that was journaled as made, as it was in version 0.1.0, as one that was only filled in."""
    if effect.table != _links.name or effect.before is not None:
        return effect
    values = {name: value for name, value in (effect.after or {}).items() if name in FILLED_IN}
    return replace(effect, before=dict.fromkeys(values), after=values)


def _removal(table: Table) -> Delete:
    """Say how a row is removed on which nothing leans; a link that is not filled in goes with it."""
    tables = [other for other in Model.metadata.sorted_tables if other is not _alerts]  # these follow from the others
    referring = [column for other in tables for column in other.c if column.references(table.c.id)]
    referring = [column for column in referring if column is not _expenses.c.gift_id]  # it follows from the gift
    leaning = [
        exists().where(column == bindparam("key"), *([IS_FILLED_IN] if column.table is _links else []))
        for column in referring
    ]
    return delete(table).where(table.c.id == bindparam("key"), *map(not_, leaning))
