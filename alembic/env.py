"""Runs the migrations on the engine that an address names, one process at a time and all or nothing."""

import asyncio
import os
from logging.config import fileConfig
from pathlib import Path
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.util import CommandError
from sqlalchemy import JSON, Connection, Index, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import DefaultClause

from repositories import models, types
from repositories.engine import database_url

ONE_AT_A_TIME = 0x4E657374  # an advisory lock is known by a number; this one means "Nestegg migrates"
WAIT_SECONDS = 60

config = context.config


def address() -> URL:
    """Find out which database is meant."""
    given = config.attributes.get("url") or os.environ.get("DATABASE_URL") or "sqlite:///nestegg.db"
    url = database_url(given)
    folder = Path(url.database or ".").parent
    if url.get_backend_name() == "sqlite" and not folder.is_dir():
        message = f"The folder {folder} for the database {url.database} does not exist."
        raise CommandError(message)
    return url


def belongs_here(item: object, _name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:  # noqa: FBT001 - Alembic calls it so
    """Expect an index that only PostgreSQL can have (GIN) on PostgreSQL only."""
    if kind != "index" or not isinstance(item, Index) or context.get_context().dialect.name == "postgresql":
        return True
    return not item.dialect_options["postgresql"]["using"]


def written(_kind: str, item: object, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write types and defaults of ours by their names, so that a migration means the same on either engine."""
    ours = item.arg if isinstance(item, DefaultClause) else item
    if isinstance(ours, JSON):
        text = "Json"
    elif isinstance(ours, types.Money):
        text = f"Money({ours.precision}, {ours.scale})"
    elif type(ours).__module__ == types.__name__:
        text = f"{type(ours).__name__}()"
    else:
        return False
    autogenerate.imports.add(f"from {types.__name__} import {text.partition('(')[0]}")
    return text


OPTIONS: dict[str, Any] = {
    "target_metadata": models.Family.metadata,
    "compare_type": True,
    "compare_server_default": True,
    "include_object": belongs_here,
    "render_item": written,
    "render_as_batch": True,
    "transactional_ddl": True,
}


def migrate(connection: Connection) -> None:
    """Take the lock, run the migrations, and keep them only if every reference still leads somewhere."""
    steps: list[object] = []
    context.configure(connection, on_version_apply=lambda **step: steps.append(step), **OPTIONS)
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
        context.run_migrations()
        if steps and connection.dialect.name == "sqlite":
            refuse_lost_references(connection)


def refuse_lost_references(connection: Connection) -> None:
    """Look for rows whose parent has gone: SQLite did not check while it migrated."""
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        tables = ", ".join(sorted({f"{row[0]} → {row[2]}" for row in lost}))
        message = f"The migration would leave {len(lost)} rows without what they refer to ({tables})."
        raise CommandError(message)


def engine(url: URL) -> AsyncEngine:
    """Open the database for migrations; on SQLite with foreign keys off, as rebuilding a table drops it first."""
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, poolclass=NullPool)
    made = create_async_engine(url, poolclass=NullPool, connect_args={"isolation_level": None, "timeout": WAIT_SECONDS})
    event.listen(made.sync_engine, "connect", without_foreign_keys)
    event.listen(made.sync_engine, "begin", alone)
    return made


def without_foreign_keys(connection: DBAPIConnection, _record: object) -> None:
    """Keep SQLite from deleting the children of a table that is being rebuilt."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def alone(connection: Connection) -> None:
    """Take SQLite's write lock before anything is read."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def connect_and_migrate() -> None:
    """Migrate over a connection of our own."""
    own = engine(address())
    try:
        async with own.connect() as connection:
            await connection.run_sync(migrate)
    finally:
        await own.dispose()


def write_sql() -> None:
    """Write the statements instead of running them (`alembic upgrade --sql`)."""
    context.configure(url=address(), literal_binds=True, dialect_opts={"paramstyle": "named"}, **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()


if config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)

if context.is_offline_mode():
    write_sql()
elif "connection" in config.attributes:
    migrate(config.attributes["connection"])
else:
    asyncio.run(connect_and_migrate())
