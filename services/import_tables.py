"""Files that are sent to be read in: keeping them, and telling what their columns are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from domain.families import Family
from domain.imports import ImportedFile, Layout, Sheet
from domain.people import Person
from repositories.unit_of_work import UnitOfWork
from services import columns, csv_files, statements
from services.column_values import Order
from services.statements import Reading, Sides

PATIENCE = timedelta(days=1)
"""How long a file waits until somebody has said what of it is wanted."""
REMEMBERED = 20
"""Of how many kinds of tables it is remembered what their columns are."""
_NOBODYS: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Importer:
    """Who reads a file in, in which family, and when."""

    family: Family
    user_id: UUID
    person_id: int | None
    people: Sequence[Person]
    today: date

    @property
    def reading(self) -> Reading:
        """Tell by what the files of the family are read."""
        return Reading(self.family.locale, self.family.currency, self.today)


@dataclass(frozen=True, slots=True)
class Table:
    """A file as a table: its columns, and how its dates and its signs are meant."""

    file: ImportedFile
    sheet: Sheet
    layout: Layout
    order: Order
    sides: Sides


async def keep(uow: UnitOfWork, by: Importer, name: str, content: bytes) -> ImportedFile:
    """Keep a file that can be read, until somebody has said what of it is wanted."""
    text = csv_files.decode(content, by.family.locale)
    csv_files.rows_of(text)
    return await uow.imports.keep(by.user_id, name[:255], text)


def open_table(file: ImportedFile, by: Importer) -> Table:
    """Read a file as a table; what was said of its columns, now or another time, goes before what they seem to be."""
    sheet, seen = columns.read_layout(csv_files.rows_of(file.content))
    remembered = by.family.settings.get("imports", _NOBODYS).get(columns.signature(sheet), _NOBODYS)
    layout = _told(_told(seen, remembered, len(sheet.header)), file.mapping, len(sheet.header))
    order, sides = statements.order(sheet, layout, by.reading), statements.sides(sheet, layout, by.reading)
    return Table(file, sheet, layout, order, sides)


async def forget_old(uow: UnitOfWork, key: UUID) -> None:
    """Throw away a file of which nobody has said what is wanted."""
    await uow.imports.take(key)


def too_old(now: datetime) -> datetime:
    """Tell since when a file has waited too long."""
    return now - PATIENCE


def _told(layout: Layout, said: Mapping[str, Any], width: int) -> Layout:
    """Put what somebody said of columns in the place of what they seem to be."""
    found = dict(layout.columns)
    chosen = {role: at for role, at in said.get("columns", {}).items() if at is None or at < width}
    for role, at in chosen.items():
        found = {other: place for other, place in found.items() if other != role and (at is None or place != at)}
        if at is not None:
            found[role] = at
    if "amount" in chosen:
        found = {role: at for role, at in found.items() if role not in {"outflow", "inflow"}}
    ways = {way: said[way] for way in ("day_first", "spent_below") if way in said}
    return replace(layout, columns=found, **ways)


async def remember(uow: UnitOfWork, table: Table, family: Family) -> None:
    """Remember what was said of the columns, for the next table of the same columns."""
    if not table.file.mapping:
        return
    key = columns.signature(table.sheet)
    known = {each: said for each, said in family.settings.get("imports", {}).items() if each != key}
    before = family.settings.get("imports", {}).get(key, {})
    said = before | table.file.mapping
    said["columns"] = before.get("columns", {}) | table.file.mapping.get("columns", {})
    kept = dict([*known.items(), (key, said)][-REMEMBERED:])
    # Not for the journal: to take back an import is not to forget how such files are read.
    await uow.families.update(family.id, settings=family.settings | {"imports": kept})
