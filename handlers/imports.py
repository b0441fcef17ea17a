"""What people say to have a file of expenses read in."""

from collections.abc import Mapping
from typing import Any

from domain.import_refusals import FileNotFetched, FileTooLarge
from domain.imports import MAX_BYTES, ROLES, ImportedFile
from domain.refusals import Gone, NotAllowed
from handlers.registry import command, press
from handlers.request import Request
from replies import imports as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import import_tables, imports
from services.import_tables import Importer

_NONE = "none"
_WAYS = {"order": ("day_first", "day"), "sign": ("spent_below", "below")}
"""What can be said of a file besides its columns, and the word for yes."""
_COLUMNS = ("Columns… · ◂ Back, below a file", "See what the columns of a file are taken for, and change it")


@command("import", "", "Read in expenses from a CSV file", example="/import")
async def read_in(request: Request, uow: UnitOfWork) -> Reply:
    """Read the file that came with the command, and say what would come of it."""
    document = request.said.document
    if document is None:
        return replies.how()
    by = _importer(request)
    if (document.size or 0) > MAX_BYTES:
        raise FileTooLarge(MAX_BYTES)
    if document.content is None:
        raise FileNotFetched
    file = await import_tables.keep(uow, by, document.name, document.content)
    return await _looked_at(uow, file, by)


@press("importadd", "➕ Add 118 · Also duplicates", "Record what was read from a file")
async def add(request: Request, uow: UnitOfWork) -> Reply:
    """Record what a file tells, once."""
    by, key = _importer(request), request.words.take_key()
    file = await uow.imports.take(key)
    if file is None:
        return replies.gone()
    planned = await imports.plan(uow, import_tables.open_table(file, by), by)
    doubles = request.words.skip("all")
    added = await imports.add(uow, planned, by, doubles=doubles)
    return replies.added(planned, added, by)


@press("importcolumns", *_COLUMNS)
async def columns(request: Request, uow: UnitOfWork) -> Reply:
    """Show what the columns of a file are taken for; behind a role, what else may hold that."""
    by = _importer(request)
    table = import_tables.open_table(await _file(request, uow), by)
    role = request.words.take()
    if role == "sign" and table.sides.both:
        return replies.which_sign(table)
    return replies.which_column(table, role) if role in ROLES else replies.columns(table)


@press("importset", *_COLUMNS)
async def choose(request: Request, uow: UnitOfWork) -> Reply:
    """Note what a column is, or which way round dates are written, and look at the file again."""
    by = _importer(request)
    file = await _file(request, uow)
    role, told = request.words.take(), request.words.take()
    file = await uow.imports.choose(file, _chosen(file.mapping, role, told))
    return await _looked_at(uow, file, by)


@press("importview", *_COLUMNS)
async def view(request: Request, uow: UnitOfWork) -> Reply:
    """Say again what would come of a file."""
    return await _looked_at(uow, await _file(request, uow), _importer(request))


@press("importdrop", "✖ Cancel, below a file", "Let a file be; nothing of it is recorded")
async def drop(request: Request, uow: UnitOfWork) -> Reply:
    """Throw a file away."""
    _importer(request)
    await uow.imports.take(request.words.take_key())
    return replies.dropped()


async def _looked_at(uow: UnitOfWork, file: ImportedFile, by: Importer) -> Reply:
    """Say what would come of a file, or ask what has to be known first."""
    table = import_tables.open_table(file, by)
    if table.layout.missing:
        return replies.which_column(table, table.layout.missing)
    if table.order.doubted:
        return replies.which_order(table)
    if table.sides.doubted:
        return replies.which_sign(table)
    return replies.plan(await imports.plan(uow, table, by), by)


def _chosen(mapping: Mapping[str, Any], role: str, told: str) -> dict[str, Any]:
    """Add what was pressed to what is known of a file's columns."""
    if role in _WAYS:
        way, yes = _WAYS[role]
        return {**mapping, way: told == yes}
    if role not in ROLES or not (told == _NONE or told.isdecimal()):
        raise Gone
    place = None if told == _NONE else int(told)
    return {**mapping, "columns": {**mapping.get("columns", {}), role: place}}


def _importer(request: Request) -> Importer:
    """Tell who reads a file in: a grown-up of the family."""
    if not request.member.plans:
        raise NotAllowed
    scene = request.scene
    return Importer(request.family, request.user.id, request.member.person_id, scene.people, request.today)


async def _file(request: Request, uow: UnitOfWork) -> ImportedFile:
    file = await uow.imports.get_by_id(request.words.take_key())
    if file is None:
        raise Gone
    return file
