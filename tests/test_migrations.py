import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.migrations import MigrationError, config, current_head, downgrade, migrate, migrate_async
from domain.expenses import DEFAULTS
from repositories import models
from tests.databases import Databases
from tests.rows import FILLING, ROWS, TIMES, insertion

Answer = TypeVar("Answer")
Dump = dict[str, list[dict[str, Any]]]

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = ScriptDirectory.from_config(config())
ONE_OF_EACH = dict.fromkeys(ROWS, 1) | {"persons": 2}
DOWNWARDS = [*(script.revision for script in SCRIPTS.walk_revisions()), "base"]

REBUILT = re.compile(r"""(?<=CREATE TABLE )"(\w+)"|(?<=DEFAULT )\(('[^']*'|\w+)\)""")

LARGE = 450_000_000_000_000_000
"""A gift's key, as the program makes them."""
BEFORE_LARGE_KEYS = "5d92b6f01e7a"
NEW_GIFT = "INSERT INTO gifts (family_id, title) VALUES (1, 'New')"
LAST_GIFT = "SELECT id FROM gifts WHERE title = 'New'"

# All that PostgreSQL knows of our tables, in lines that read the same for the same thing.
CATALOGUE = """
    SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION SELECT concat_ws(' ', table_name, ordinal_position, column_name, udt_name, character_maximum_length,
                           numeric_precision, numeric_scale, is_nullable, column_default)
    FROM information_schema.columns WHERE table_schema = 'public'
"""

MADE_UP = """
import sqlalchemy as sa
from alembic import op

revision = "made_up"
down_revision = {head!r}

def upgrade():
{body}
"""


def on(url: str, work: Callable[[Connection], Answer]) -> Answer:
    """Do some work in a transaction."""

    async def connected() -> Answer:
        async with create_async_engine(url, poolclass=NullPool).begin() as connection:
            return await connection.run_sync(work)

    return asyncio.run(connected())


def fill(connection: Connection) -> None:
    """Put a row into every table."""
    for statement in FILLING:
        connection.exec_driver_sql(statement)


def dump(connection: Connection) -> Dump:
    """Read every row of every table, as it is stored."""
    tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
    stored = {table: connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id") for table in sorted(tables)}
    return {table: [dict(row) for row in rows.mappings()] for table, rows in stored.items()}


def in_both(rows: Dump, other: Dump) -> Dump:
    """Leave out the tables and columns that the other form of the database does not have."""
    return {
        table: [{name: row[name] for name in row if name in other[table][0]} for row in rows[table]]
        for table in rows
        if table in other
    }


def described(connection: Connection) -> set[str]:
    """Describe every table, constraint and index in lines whose order does not matter."""
    if connection.dialect.name == "postgresql":
        lines = list(connection.exec_driver_sql(CATALOGUE).scalars())
    else:
        made = connection.exec_driver_sql("SELECT tbl_name, sql FROM sqlite_master WHERE type <> 'trigger'").all()
        # A table that was rebuilt has its name in quotes and its defaults in brackets.
        plain = [(table, REBUILT.sub(r"\1\2", sql or "")) for table, sql in made]
        # A column that was added later shares the line of the one before it.
        pieces = ((table, re.split(r"\n|, (?=\w+ [A-Z])", sql)) for table, sql in plain)
        lines = [f"{table} {piece.strip().rstrip(',')}" for table, found in pieces for piece in found]
    not_ours = ("alembic_version", "sqlite_sequence")
    return {line.strip() for line in lines if not any(name in line for name in not_ours)}


def with_made_up(url: str, folder: Path, *body: str) -> Config:
    """Add a migration that is not one of ours."""
    lines = "\n".join(f"    {line}" for line in body)
    (folder / "made_up.py").write_text(MADE_UP.format(head=current_head(), body=lines))
    made = config(url)
    made.set_main_option("version_locations", os.pathsep.join([SCRIPTS.versions, str(folder)]))
    return made


def test_every_step_goes_up_and_down_and_up_again_and_leaves_nothing(empty_database_url: str) -> None:
    url = empty_database_url
    for lower, upper in pairwise(reversed(DOWNWARDS)):
        migrate(url, upper)
        downgrade(url, lower)
        migrate(url, upper)

    downgrade(url, "base")

    functions = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
    left = functions if url.startswith("postgresql") else triggers
    assert on(url, described) == set()
    assert on(url, lambda connection: connection.exec_driver_sql(left).scalar_one()) == 0


def test_every_step_down_and_up_again_keeps_every_row_that_has_a_table(database_url: str) -> None:
    on(database_url, fill)
    assert {table: len(rows) for table, rows in on(database_url, dump).items()} == ONE_OF_EACH

    for upper, lower in pairwise(DOWNWARDS):
        before = on(database_url, dump)

        downgrade(database_url, lower)
        lowered = on(database_url, dump)

        assert lowered == in_both(before, lowered)
        for again in (upper, "head"):
            migrate(database_url, again)
            assert in_both(on(database_url, dump), lowered) == lowered
            downgrade(database_url, lower)


def test_gifts_with_large_keys_are_numbered_behind_the_others_on_the_way_down(database_url: str) -> None:
    on(database_url, lambda connection: gifts_with_keys(connection, 1, LARGE + 1, LARGE))

    downgrade(database_url, BEFORE_LARGE_KEYS)

    small = [(1, "Gift 1"), (2, f"Gift {LARGE}"), (3, f"Gift {LARGE + 1}")]
    assert on(database_url, gifts_of_mom) == small
    on(database_url, lambda connection: connection.exec_driver_sql(NEW_GIFT).close())
    assert on(database_url, lambda connection: connection.exec_driver_sql(LAST_GIFT).scalar_one()) == 4
    migrate(database_url)
    assert on(database_url, gifts_of_mom) == small
    assert on(database_url, gifts_gone_with_their_people) == 0


def gifts_with_keys(connection: Connection, *keys: int) -> None:
    """Make gifts for Mom, each with a key of its own."""
    for table in ("families", "persons"):
        connection.exec_driver_sql(insertion(table, ROWS[table]))
    for place, number in enumerate(keys, 1):
        gift = {"id": f"{number}", "family_id": "1", "title": f"'Gift {number}'"}
        connection.exec_driver_sql(insertion("gifts", gift))
        part = {"id": f"{place}", "family_id": "1", "gift_id": f"{number}", "person_id": "1"}
        connection.exec_driver_sql(insertion("gift_people", part))
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT setval('gifts_id_seq', 1)")


def gifts_of_mom(connection: Connection) -> list[tuple[int, str]]:
    """List keys and titles of the gifts that somebody gets."""
    found = connection.exec_driver_sql(
        "SELECT gifts.id, title FROM gifts JOIN gift_people ON gift_id = gifts.id ORDER BY gifts.id"
    )
    return [(row[0], row[1]) for row in found]


def gifts_gone_with_their_people(connection: Connection) -> int:
    """Delete all gifts, and count who still refers to one."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    connection.exec_driver_sql("DELETE FROM gifts")
    return int(connection.exec_driver_sql("SELECT count(*) FROM gift_people").scalar_one())


BEFORE_EVERYDAY_MONEY = "6e03d7a94c1f"
GIFT = {"family_id": "1", "price": "3000", "quantity": "3", "purchaser_id": "1", "currency": "'USD'"} | TIMES
BOUGHT = {"stage": "'planned'", "quantity_bought": "2", "bought_on": "'2026-02-03'"}
GIFTS = (
    GIFT | BOUGHT | {"title": "'Partly bought'"},
    GIFT | BOUGHT | {"title": "'On sale'", "sale_price": "2500", "stage": "'received'", "quantity_bought": "3"},
    GIFT | BOUGHT | {"title": "'Without a day'", "bought_on": "NULL", "purchaser_id": "NULL"},
    GIFT | {"title": "'An idea'", "stage": "'idea'"},
    GIFT | {"title": "'Planned'", "stage": "'planned'"},
    GIFT | BOUGHT | {"title": "'Removed'", "removed_at": "'2026-03-01 09:00:00.000000'"},
    GIFT | BOUGHT | {"title": "'Free'", "price": "0"},
    GIFT | BOUGHT | {"title": "'Of unknown price'", "price": "NULL"},
)
SPENT = """
    SELECT gifts.title, amount, expenses.currency, CAST(expenses.date AS VARCHAR), person_id, user_id, of_gifts
    FROM expenses JOIN gifts ON gifts.id = gift_id JOIN categories ON categories.id = category_id ORDER BY gifts.id
"""


def test_a_family_of_before_begins_with_categories_and_what_its_gifts_have_cost(database_url: str) -> None:
    downgrade(database_url, BEFORE_EVERYDAY_MONEY)
    on(database_url, given_before)

    for back in ("7f14b8c05d2e", BEFORE_EVERYDAY_MONEY, "head"):
        migrate(database_url)
        categories, spent = on(database_url, spent_on_gifts)
        downgrade(database_url, back) if back != "head" else None

        assert categories == [(1, one.name, one.color, one.icon, one.of_gifts) for one in DEFAULTS]
        assert spent == [
            ("Partly bought", 6000, "USD", "2026-02-03", 1, None, True),
            ("On sale", 7500, "USD", "2026-02-03", 1, None, True),
            ("Without a day", 6000, "USD", "2026-01-02", None, None, True),
        ]


def given_before(connection: Connection) -> None:
    """Let a family have gifts in all stages."""
    for table in ("families", "persons"):
        connection.exec_driver_sql(insertion(table, ROWS[table]))
    for place, gift in enumerate(GIFTS, 1):
        connection.exec_driver_sql(insertion("gifts", gift | {"id": f"{place}"}))


def spent_on_gifts(connection: Connection) -> tuple[list[Any], list[Any]]:
    """List the categories in their order, and what is noted as spent on gifts."""
    listed = "SELECT family_id, name, color, icon, of_gifts FROM categories WHERE is_default ORDER BY id"
    categories = [tuple(row) for row in connection.exec_driver_sql(listed)]
    return categories, [tuple(row) for row in connection.exec_driver_sql(SPENT)]


def test_alembic_finds_no_difference_between_models_and_migrations(database_url: str) -> None:
    command.check(config(database_url))


def test_the_migrations_make_what_the_models_say_to_the_letter(database_url: str, empty_database_url: str) -> None:
    on(empty_database_url, models.Family.metadata.create_all)

    assert on(database_url, described) == on(empty_database_url, described)


def test_every_row_has_its_table_and_every_table_its_row() -> None:
    assert set(ROWS) == set(models.Family.metadata.tables)


def test_a_message_makes_its_conversation_as_recent_as_itself(database_url: str) -> None:
    recent = """
        SELECT count(*) FROM conversations JOIN messages ON messages.conversation_id = conversations.id
        WHERE conversations.updated_at = messages.created_at
    """

    on(database_url, fill)

    assert on(database_url, lambda connection: connection.exec_driver_sql(recent).scalar_one()) == 1


def test_two_processes_that_migrate_at_once_do_not_disturb_each_other(empty_database_url: str) -> None:
    program = "import sys; from bot.migrations import migrate; migrate(sys.argv[1])"
    running = [
        subprocess.Popen([sys.executable, "-c", program, empty_database_url], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(2)
    ]

    said = [process.communicate()[1] for process in running]

    assert said == [b"", b""]
    assert set(on(empty_database_url, dump)) == set(ROWS)


async def test_a_running_event_loop_can_migrate_too(empty_database_url: str) -> None:
    await migrate_async(empty_database_url)

    async with create_async_engine(empty_database_url, poolclass=NullPool).connect() as connection:
        version = await connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        assert version.scalar_one() == current_head()


def test_a_lent_connection_is_migrated_in_its_own_transaction(empty_database_url: str) -> None:
    def migrated(connection: Connection) -> None:
        made = config()
        made.attributes["connection"] = connection
        command.upgrade(made, "head")

    on(empty_database_url, migrated)

    assert set(on(empty_database_url, dump)) == set(ROWS)


def test_the_statements_can_be_written_out_instead_of_run(empty_database_url: str) -> None:
    made, written = config(empty_database_url), StringIO()
    made.output_buffer = written
    looks = empty_database_url.startswith("sqlite")

    with pytest.raises(CommandError, match="live database") if looks else nullcontext():
        command.upgrade(made, "head", sql=True)

    known = set(re.findall(r"CREATE TABLE (\w+) \(", written.getvalue())) & set(ROWS)
    assert known == set(ROWS)
    assert on(empty_database_url, described) == set()


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(database_url: str, tmp_path: Path) -> None:
    rebuilding = with_made_up(
        database_url,
        tmp_path,
        "with op.batch_alter_table('families', recreate='auto') as families:",
        "    families.alter_column('name', type_=sa.String(200))",
    )
    on(database_url, fill)
    before = on(database_url, dump)

    command.upgrade(rebuilding, "head")

    assert on(database_url, dump) == before


def test_a_migration_that_fails_halfway_leaves_nothing_behind(database_url: str, tmp_path: Path) -> None:
    failing = with_made_up(
        database_url,
        tmp_path,
        "op.create_table('halfway', sa.Column('id', sa.Integer()))",
        "op.execute('DELETE FROM gift_people')",
        "raise LookupError",
    )
    on(database_url, fill)
    before = on(database_url, dump)

    with pytest.raises(LookupError):
        command.upgrade(failing, "head")

    assert on(database_url, dump) == before


def test_on_sqlite_a_migration_that_loses_references_is_refused(sqlite: Databases, tmp_path: Path) -> None:
    with sqlite.migrated() as url:
        on(url, fill)
        before = on(url, dump)

        with pytest.raises(
            CommandError,
            match=r"7 rows without what they refer to \(expenses → users, imported_files → users, members → users",
        ):
            command.upgrade(
                with_made_up(
                    url,
                    tmp_path,
                    "op.execute('UPDATE conversations SET user_id = NULL')",
                    "op.execute('UPDATE messages SET user_id = NULL')",
                    "op.execute('UPDATE changes SET user_id = NULL')",
                    "op.execute('DELETE FROM users')",
                ),
                "head",
            )

        assert on(url, dump) == before


def test_a_database_in_a_folder_that_is_not_there_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "nestegg.db"

    with pytest.raises(MigrationError) as refused:
        migrate(f"sqlite:///{path}")

    assert str(refused.value) == f"The folder {path.parent} for the database {path} does not exist."


def test_a_database_of_a_newer_program_is_refused(database_url: str) -> None:
    newer = "UPDATE alembic_version SET version_num = 'newer'"
    on(database_url, lambda connection: connection.exec_driver_sql(newer).close())

    with pytest.raises(MigrationError, match="newer"):
        migrate(database_url)
