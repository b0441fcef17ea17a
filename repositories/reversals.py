"""Reversing what happened to rows: as many at once as the same happened to."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Column,
    Delete,
    RowMapping,
    Table,
    bindparam,
    delete,
    exists,
    insert,
    not_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from domain.changes import Effect
from domain.refusals import BuiltOn
from repositories import models
from repositories.budgets import IS_FILLED_IN
from repositories.failures import Conflict
from repositories.schema import Model, table_of

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

Run = Sequence[Effect]
"""Effects that follow each other: the same happened to several rows of one table."""
AT_ONCE = 500
"""How many rows are looked at in one statement."""
_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_links = table_of(models.PersonOccasion)
_alerts = table_of(models.Alert)
_expenses = table_of(models.Expense)
_LINKED_BY = {"persons": _links.c.person_id, "occasions": _links.c.occasion_id}


def runs(effects: Iterable[Effect]) -> Iterator[Run]:
    """Gather what can be reversed together, in the order given; a row that is met again begins another run."""
    run: list[Effect] = []
    keys: set[int | str] = set()
    for effect in effects:
        if run and (effect.key in keys or _kind(effect) != _kind(run[0])):
            yield run
            run, keys = [], set()
        run.append(effect)
        keys.add(effect.key)
    if run:
        yield run


async def reverse(uow: "UnitOfWork", run: Run) -> None:
    """Restore what was there before a run, if its rows are as it left them."""
    table = _table(run[0])
    for part in (run[at : at + AT_ONCE] for at in range(0, len(run), AT_ONCE)):
        found = {row["id"]: row for row in await _locked(uow, table, part)}
        if not all(_as_left(found.get(_key(table, effect)), table, effect) for effect in part):
            raise BuiltOn
        if part[0].before is not None:
            await _restore(uow, table, part)
        elif not await _remove(uow, table, part):
            raise BuiltOn


async def clear_away(uow: "UnitOfWork", made: Effect) -> bool:
    """Remove a row that was made on the spot, if it is as it was made and nothing leans on it; tell whether."""
    table = _table(made)
    row = next(iter(await _locked(uow, table, [made])), None)
    if row is None or not _is(row, table, _untold(table) | (made.after or {})):
        return False
    if (link := _LINKED_BY.get(made.table)) is not None:
        # Who fills in a link at this moment does not touch the row itself.
        await uow.execute(select(_links.c.id).where(link == _key(table, made)).with_for_update())
    return await _remove(uow, table, [made])


def _kind(effect: Effect) -> tuple[Any, ...]:
    """Tell what happened to a row: it was made, removed, or changed in some columns."""
    before, after = effect.before, effect.after
    return effect.table, after is None, None if before is None else frozenset(before)


def _as_left(row: RowMapping | None, table: Table, effect: Effect) -> bool:
    if effect.after is None:
        return row is None
    return row is not None and _is(row, table, effect.after)


async def _locked(uow: "UnitOfWork", table: Table, run: Run) -> Sequence[RowMapping]:
    return (await uow.execute(_lock(table), {"keys": _keys(table, run)})).mappings().all()


async def _remove(uow: "UnitOfWork", table: Table, run: Run) -> bool:
    """Remove rows unless others lean on any of them, and tell whether."""
    return (await uow.write(_removal(table), {"keys": _keys(table, run)})).rowcount == len(run)


async def _restore(uow: "UnitOfWork", table: Table, run: Run) -> None:
    """Write what was there before, unless what it refers to is gone or its place is taken."""
    values = [{name: _value(table.c[name], value) for name, value in (effect.before or {}).items()} for effect in run]
    try:
        if run[0].after is None:
            await uow.write(insert(table), values)
        else:
            keys = _keys(table, run)
            rows = [{"key": key} | row for key, row in zip(keys, values, strict=True)]
            await uow.write(update(table).where(table.c.id == bindparam("key")), rows)
    except Conflict as conflict:
        if isinstance(conflict.__cause__, IntegrityError):
            raise BuiltOn from conflict
        raise


def _table(effect: Effect) -> Table:
    return Model.metadata.tables[effect.table]


def _key(table: Table, effect: Effect) -> Any:
    return _value(table.c.id, effect.key)


def _keys(table: Table, run: Run) -> list[Any]:
    return [_key(table, effect) for effect in run]


@cache
def _kind_of(column: Column[Any]) -> type[Any]:
    return getattr(column.type, "impl_instance", column.type).python_type


def _value(column: Column[Any], value: Any) -> Any:
    """Read a value as the journal keeps it."""
    if value is None:
        return None
    kind: Any = _kind_of(column)
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


@cache
def _lock(table: Table) -> Any:
    return select(table).where(table.c.id.in_(_KEYS)).order_by(table.c.id).with_for_update()


@cache
def _removal(table: Table) -> Delete:
    """Say how rows are removed, if nothing leans on any of them; a link that is not filled in goes with its row."""
    tables = [other for other in Model.metadata.sorted_tables if other is not _alerts]  # these follow from the others
    referring = [column for other in tables for column in other.c if column.references(table.c.id)]
    referring = [column for column in referring if column is not _expenses.c.gift_id]  # it follows from the gift
    only: dict[Any, list[Any]] = {_links: [IS_FILLED_IN], _expenses: [_expenses.c.gift_id.is_(None)]}
    leaning = [exists().where(column.in_(_KEYS), *only.get(column.table, [])) for column in referring]
    return delete(table).where(table.c.id.in_(_KEYS), *map(not_, leaning))
