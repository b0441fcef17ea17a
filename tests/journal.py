"""Changes for tests of the journal, noted and taken back without anybody speaking."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from domain.changes import Change, Effect
from domain.refusals import BuiltOn
from repositories.repository import plain
from repositories.schema import Model
from repositories.unit_of_work import UnitOfWork
from tests.homes import Home


async def journal(uow: UnitOfWork, home: Home, heard: UUID, about: Sequence[int] = ()) -> Change:
    """Note all that was changed since the last note."""
    key = uow.changes.add(uow.effects, what="test", user_id=home.user.id, message_id=heard, about=about)
    uow.effects = []
    change = await uow.changes.get_by_id(key)
    assert change
    return change


async def taken_back(uow: UnitOfWork, change: Change) -> bool:
    """Take a change back as a command does: all of it, or nothing and a refusal."""
    try:
        async with uow.part():
            await uow.changes.take_back(change)
    except BuiltOn:
        return False
    return True


async def made(uow: UnitOfWork, table: str, *, noted: bool = False, **values: Any) -> int:
    """Make a row by hand, noted for the journal or not, and give its key."""
    source = Model.metadata.tables[table]
    facts = {"family_id": uow.family, **values}
    key = int((await uow.write(insert(source).returning(source.c.id), facts)).scalar_one())
    if noted:
        uow.record(source, key, None, {name: plain(value) for name, value in facts.items()})
    return key


def sides(effects: Sequence[Effect]) -> tuple[list[Any], list[Any]]:
    """Write effects as a change keeps them: what was before, and after."""
    return [[one.table, one.key, one.before] for one in effects], [[one.table, one.key, one.after] for one in effects]


async def rows(uow: UnitOfWork, table: str) -> list[dict[str, Any]]:
    """Read a table but for the times of its rows."""
    source = Model.metadata.tables[table]
    found = await uow.execute(select(source).order_by(source.c.id))
    return [{name: row[name] for name in row if not name.endswith("_at")} for row in found.mappings()]
