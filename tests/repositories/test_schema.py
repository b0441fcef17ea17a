"""Each constraint is tried with plain SQL, as a row made by hand would meet it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import CheckConstraint, Connection, ForeignKeyConstraint, Table, UniqueConstraint, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from domain.expenses import PAYMENT_METHODS
from repositories import models
from tests.databases import Databases
from tests.rows import FILLING, ROWS, SECOND, insertion, key

METADATA = models.Family.metadata
TABLES = {table.name: table for table in METADATA.sorted_tables}


@dataclass(frozen=True)
class Probe:
    """What a constraint allows, one statement after the other, and what it then refuses."""

    constraint: str
    refused: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """A foreign key, and what becomes of a row whose parent is deleted."""

    constraint: str
    child: str
    column: str
    parent: str
    then: str


def words(constraint: str, table: str, column: str, *allowed: str) -> Probe:
    """Expect a column to take these words and no other."""
    statements = tuple(f"UPDATE {table} SET {column} = '{word}' WHERE id = {ROWS[table]['id']}" for word in allowed)
    return Probe(constraint, f"UPDATE {table} SET {column} = 'x'", statements)


def amounts(constraint: str, table: str, column: str) -> Probe:
    """Expect a column to take nothing, zero and more, but nothing below."""
    statements = tuple(f"UPDATE {table} SET {column} = {amount}" for amount in ("NULL", "0", "1"))
    return Probe(constraint, f"UPDATE {table} SET {column} = -1", statements)


def positive(constraint: str, table: str, column: str) -> Probe:
    """Expect a column to take more than zero, and not zero."""
    return Probe(constraint, f"UPDATE {table} SET {column} = 0", (f"UPDATE {table} SET {column} = 1",))


CHECKS = [
    Probe(
        "ck_users_email_format",
        "UPDATE users SET email = 'ann at example.org'",
        ("UPDATE users SET email = NULL", f"UPDATE users SET email = 'a@b.c' WHERE id = {key(1)}"),
    ),
    words("ck_members_role", "members", "role", "owner", "adult", "child"),
    words("ck_persons_presence", "persons", "presence", "unknown", "linked", "offline"),
    words("ck_occasions_kind", "occasions", "kind", "holiday", "recurring", "other"),
    amounts("ck_occasions_budget_total_not_negative", "occasions", "budget_total"),
    amounts("ck_person_occasions_recipient_budget_total_not_negative", "person_occasions", "recipient_budget_total"),
    amounts("ck_person_occasions_purchaser_budget_total_not_negative", "person_occasions", "purchaser_budget_total"),
    amounts("ck_gifts_price_not_negative", "gifts", "price"),
    amounts("ck_gifts_sale_price_not_negative", "gifts", "sale_price"),
    Probe(
        "ck_gifts_quantity_positive",
        "UPDATE gifts SET quantity = 0, quantity_bought = 0",
        ("UPDATE gifts SET quantity = 1, quantity_bought = 0",),
    ),
    Probe(
        "ck_gifts_quantity_bought_within_quantity",
        "UPDATE gifts SET quantity = 2, quantity_bought = 3",
        ("UPDATE gifts SET quantity = 2, quantity_bought = 0", "UPDATE gifts SET quantity_bought = 2"),
    ),
    Probe("ck_gifts_quantity_bought_within_quantity", "UPDATE gifts SET quantity_bought = -1"),
    words("ck_gifts_stage", "gifts", "stage", "idea", "planned", "bought", "received"),
    words("ck_gift_people_role", "gift_people", "role", "recipient", "purchaser", "contributor"),
    amounts("ck_gift_people_amount_not_negative", "gift_people", "amount"),
    amounts("ck_wishes_price_not_negative", "wishes", "price"),
    words("ck_alerts_kind", "alerts", "kind", "recipient", "purchaser", "ceiling", "limit", "reminder"),
    words("ck_conversations_kind", "conversations", "kind", "private", "group", "supergroup"),
    words("ck_messages_role", "messages", "role", "user", "assistant", "system"),
    words("ck_messages_delivery", "messages", "delivery", "pending", "sent", "unknown", "dead"),
    positive("check_amount_positive", "expenses", "amount"),
    Probe(
        "ck_expenses_somebodys",
        "UPDATE expenses SET user_id = NULL, gift_id = NULL",
        ("UPDATE expenses SET user_id = NULL", f"UPDATE expenses SET user_id = {key(1)}, gift_id = NULL"),
    ),
    words("ck_expenses_payment_method", "expenses", "payment_method", *PAYMENT_METHODS),
    Probe(
        "ck_expense_shares_amount_not_negative",
        "UPDATE expense_shares SET amount = -1",
        ("UPDATE expense_shares SET amount = 0",),
    ),
    positive("ck_repayments_amount_positive", "repayments", "amount"),
    Probe("ck_repayments_between_two", "UPDATE repayments SET payer_id = receiver_id"),
    positive("ck_recurring_expenses_amount_positive", "recurring_expenses", "amount"),
    positive("ck_recurring_expenses_every_positive", "recurring_expenses", "every"),
    words("ck_recurring_expenses_unit", "recurring_expenses", "unit", "day", "week", "month", "year"),
    words("ck_recurring_expenses_payment_method", "recurring_expenses", "payment_method", *PAYMENT_METHODS),
    Probe("ck_budgets_amount_not_negative", "UPDATE budgets SET amount = -1", ("UPDATE budgets SET amount = 0",)),
    Probe(
        "ck_budgets_end_date_not_before_start_date",
        "UPDATE budgets SET end_date = '2025-12-31'",
        ("UPDATE budgets SET end_date = start_date", "UPDATE budgets SET end_date = '2026-01-02'"),
    ),
    words("ck_budgets_period", "budgets", "period", "daily", "weekly", "monthly", "yearly"),
]

UNIQUES = [
    Probe("uq_users_telegram_user_id", "UPDATE users SET telegram_user_id = 7000000001"),
    Probe("uq_users_email", "UPDATE users SET email = 'ann@example.org'", ("UPDATE users SET email = NULL",)),
    Probe("uq_members_family_id_user_id", f"UPDATE members SET user_id = {key(1)}"),
    Probe("uq_sessions_token_hash", f"UPDATE sessions SET token_hash = '{'a' * 64}'"),
    Probe(
        "uq_persons_family_id_name_key",
        "UPDATE persons SET name_key = 'mom', family_id = 1",
        ("UPDATE persons SET name_key = 'mom', family_id = id WHERE id < 3",),
    ),
    Probe(
        "uq_occasion_series_family_id_name_key_subject_person_id",
        "UPDATE occasion_series SET name_key = 'birthday', subject_person_id = 1",
        ("UPDATE occasion_series SET name_key = 'birthday', subject_person_id = id",),
    ),
    Probe(
        "uq_occasion_series_name_without_subject",
        "UPDATE occasion_series SET name_key = 'birthday'",
        ("UPDATE occasion_series SET subject_person_id = NULL",),
    ),
    Probe(
        "uq_occasions_series_id_date",
        "UPDATE occasions SET date = '2026-02-28', series_id = 1",
        ("UPDATE occasions SET date = '2026-02-28', series_id = id",),
    ),
    Probe(
        "uq_occasions_series_id_undated",
        "UPDATE occasions SET date = NULL",
        ("UPDATE occasions SET date = NULL WHERE id = 1",),
    ),
    Probe(
        "uq_occasions_name_without_series",
        "UPDATE occasions SET series_id = NULL",
        ("UPDATE occasions SET series_id = NULL WHERE id = 1",),
    ),
    Probe(
        "idx_person_occasions_budget_lookup",
        "UPDATE person_occasions SET person_id = 1, occasion_id = 1",
        ("UPDATE person_occasions SET person_id = 1, occasion_id = id",),
    ),
    Probe(
        "uq_gift_person_role",
        "UPDATE gift_people SET role = 'recipient', gift_id = 1",
        ("UPDATE gift_people SET role = 'recipient', gift_id = id",),
    ),
    Probe(
        "uq_readers_telegram_chat_id_user_id",
        f"UPDATE readers SET user_id = {key(1)}, telegram_chat_id = 8",
        (f"UPDATE readers SET user_id = {key(1)}, telegram_chat_id = 8 WHERE id = {key(2)}",),
    ),
    Probe(
        "uq_alerts_crossing",
        "UPDATE alerts SET threshold = 80, arming = 2",
        (f"UPDATE alerts SET threshold = 80, arming = 2 WHERE id = {key(2)}",),
    ),
    Probe(
        "uq_conversations_telegram_chat_id_thread_id",
        "UPDATE conversations SET telegram_chat_id = 8, thread_id = 5",
        ("UPDATE conversations SET telegram_chat_id = 8",),
    ),
    Probe(
        "uq_messages_telegram_chat_id_telegram_message_id",
        "UPDATE messages SET telegram_message_id = 42",
        ("UPDATE messages SET telegram_message_id = NULL",),
    ),
    Probe(
        "uq_messages_callback_id",
        "UPDATE messages SET callback_id = '4242'",
        ("UPDATE messages SET callback_id = NULL",),
    ),
    Probe(
        "uq_categories_family_id_name_key",
        "UPDATE categories SET name_key = 'food', family_id = 1",
        (f"UPDATE categories SET family_id = 2 WHERE id = {key(2)}", "UPDATE categories SET name_key = 'food'"),
    ),
    Probe(
        "uq_categories_of_gifts",
        "UPDATE categories SET of_gifts = true",
        ("UPDATE categories SET of_gifts = false", f"UPDATE categories SET of_gifts = true WHERE id = {key(2)}"),
    ),
    Probe(
        "uq_budgets_open",
        "UPDATE budgets SET end_date = NULL",
        (f"UPDATE budgets SET end_date = NULL WHERE id = {key(2)}", "UPDATE budgets SET start_date = '2026-02-01'"),
    ),
    Probe(
        "uq_budgets_open_of_all",
        "UPDATE budgets SET category_id = NULL, end_date = NULL",
        ("UPDATE budgets SET category_id = NULL", f"UPDATE budgets SET end_date = NULL WHERE id = {key(2)}"),
    ),
    Probe("uq_expenses_gift_id", "UPDATE expenses SET gift_id = 2", ("UPDATE expenses SET gift_id = NULL",)),
    Probe(
        "uq_expenses_recurring_id_date",
        "UPDATE expenses SET date = '2026-01-31'",
        (f"UPDATE expenses SET recurring_id = {key(1)}, date = '2026-02-28' WHERE id = {key(2)}",),
    ),
    Probe(
        "uq_expense_shares_expense_id_person_id",
        "UPDATE expense_shares SET person_id = 1",
        (f"UPDATE expense_shares SET expense_id = {key(1)}, person_id = 2 WHERE id = {key(2)}",),
    ),
]

REFERENCES = [
    Reference("fk_sessions_user_id_users", "sessions", "user_id", "users", "CASCADE"),
    Reference("fk_persons_family_id_families", "persons", "family_id", "families", "CASCADE"),
    Reference("fk_members_family_id_families", "members", "family_id", "families", "CASCADE"),
    Reference("fk_members_user_id_users", "members", "user_id", "users", "CASCADE"),
    Reference("fk_members_person_id_persons", "members", "person_id", "persons", "SET NULL"),
    Reference("fk_occasion_series_family_id_families", "occasion_series", "family_id", "families", "CASCADE"),
    Reference(
        "fk_occasion_series_subject_person_id_persons", "occasion_series", "subject_person_id", "persons", "CASCADE"
    ),
    Reference("fk_occasions_family_id_families", "occasions", "family_id", "families", "CASCADE"),
    Reference("fk_occasions_series_id_occasion_series", "occasions", "series_id", "occasion_series", "CASCADE"),
    Reference("fk_person_occasions_family_id_families", "person_occasions", "family_id", "families", "CASCADE"),
    Reference("fk_person_occasions_person_id_persons", "person_occasions", "person_id", "persons", "CASCADE"),
    Reference("fk_person_occasions_occasion_id_occasions", "person_occasions", "occasion_id", "occasions", "CASCADE"),
    Reference("fk_gifts_family_id_families", "gifts", "family_id", "families", "CASCADE"),
    Reference("fk_gifts_occasion_id_occasions", "gifts", "occasion_id", "occasions", "SET NULL"),
    Reference("fk_gifts_purchaser_id_persons", "gifts", "purchaser_id", "persons", "SET NULL"),
    Reference("fk_gift_people_family_id_families", "gift_people", "family_id", "families", "CASCADE"),
    Reference("fk_gift_people_gift_id_gifts", "gift_people", "gift_id", "gifts", "CASCADE"),
    Reference("fk_gift_people_person_id_persons", "gift_people", "person_id", "persons", "CASCADE"),
    Reference("fk_wishes_family_id_families", "wishes", "family_id", "families", "CASCADE"),
    Reference("fk_wishes_person_id_persons", "wishes", "person_id", "persons", "CASCADE"),
    Reference("fk_wishes_gift_id_gifts", "wishes", "gift_id", "gifts", "SET NULL"),
    Reference("fk_readers_family_id_families", "readers", "family_id", "families", "CASCADE"),
    Reference("fk_readers_user_id_users", "readers", "user_id", "users", "CASCADE"),
    Reference("fk_alerts_family_id_families", "alerts", "family_id", "families", "CASCADE"),
    Reference("fk_alerts_occasion_id_occasions", "alerts", "occasion_id", "occasions", "CASCADE"),
    Reference("fk_conversations_family_id_families", "conversations", "family_id", "families", "CASCADE"),
    Reference("fk_conversations_user_id_users", "conversations", "user_id", "users", "CASCADE"),
    Reference("fk_messages_family_id_families", "messages", "family_id", "families", "CASCADE"),
    Reference("fk_messages_conversation_id_conversations", "messages", "conversation_id", "conversations", "CASCADE"),
    Reference("fk_messages_user_id_users", "messages", "user_id", "users", "SET NULL"),
    Reference("fk_messages_answers_id_messages", "messages", "answers_id", "messages", "SET NULL"),
    Reference("fk_changes_family_id_families", "changes", "family_id", "families", "CASCADE"),
    Reference("fk_changes_user_id_users", "changes", "user_id", "users", "SET NULL"),
    Reference("fk_changes_message_id_messages", "changes", "message_id", "messages", "SET NULL"),
    Reference("fk_categories_family_id_families", "categories", "family_id", "families", "CASCADE"),
    Reference("fk_imported_files_family_id_families", "imported_files", "family_id", "families", "CASCADE"),
    Reference("fk_imported_files_user_id_users", "imported_files", "user_id", "users", "CASCADE"),
    Reference("fk_budgets_family_id_families", "budgets", "family_id", "families", "CASCADE"),
    Reference("fk_budgets_category_id_categories", "budgets", "category_id", "categories", "CASCADE"),
    Reference("fk_recurring_expenses_family_id_families", "recurring_expenses", "family_id", "families", "CASCADE"),
    Reference("fk_recurring_expenses_user_id_users", "recurring_expenses", "user_id", "users", "CASCADE"),
    Reference("fk_recurring_expenses_person_id_persons", "recurring_expenses", "person_id", "persons", "SET NULL"),
    Reference(
        "fk_recurring_expenses_category_id_categories", "recurring_expenses", "category_id", "categories", "RESTRICT"
    ),
    Reference(
        "fk_recurring_expenses_conversation_id_conversations",
        "recurring_expenses",
        "conversation_id",
        "conversations",
        "SET NULL",
    ),
    Reference("fk_repayments_family_id_families", "repayments", "family_id", "families", "CASCADE"),
    Reference("fk_repayments_user_id_users", "repayments", "user_id", "users", "CASCADE"),
    Reference("fk_repayments_payer_id_persons", "repayments", "payer_id", "persons", "CASCADE"),
    Reference("fk_repayments_receiver_id_persons", "repayments", "receiver_id", "persons", "CASCADE"),
    Reference("fk_expenses_family_id_families", "expenses", "family_id", "families", "CASCADE"),
    Reference("fk_expenses_user_id_users", "expenses", "user_id", "users", "CASCADE"),
    Reference("fk_expenses_person_id_persons", "expenses", "person_id", "persons", "SET NULL"),
    Reference("fk_expenses_category_id_categories", "expenses", "category_id", "categories", "RESTRICT"),
    Reference("fk_expenses_gift_id_gifts", "expenses", "gift_id", "gifts", "CASCADE"),
    Reference(
        "fk_expenses_recurring_id_recurring_expenses", "expenses", "recurring_id", "recurring_expenses", "SET NULL"
    ),
    Reference("fk_expense_shares_family_id_families", "expense_shares", "family_id", "families", "CASCADE"),
    Reference("fk_expense_shares_expense_id_expenses", "expense_shares", "expense_id", "expenses", "CASCADE"),
    Reference("fk_expense_shares_person_id_persons", "expense_shares", "person_id", "persons", "CASCADE"),
]

# What a row made by hand gets where it says nothing; keys and timestamps are looked at below.
DEFAULTS = {
    "families": {"currency": "'USD'", "locale": "'en_US'", "timezone": "'UTC'", "settings": "'{}'"},
    "users": {"full_name": "''", "is_active": "true", "is_verified": "false", "reachable": "false"},
    "sessions": {"details": "'{}'"},
    "persons": {"aliases": "'[]'", "presence": "'unknown'"},
    "members": {"role": "'adult'"},
    "occasion_series": {},
    "occasions": {"kind": "'other'", "is_active": "true"},
    "person_occasions": {"budget_spent": "0", "budget_planned": "0", "budget_currency": "'USD'"},
    "gifts": {
        "quantity": "1",
        "quantity_bought": "0",
        "stage": "'idea'",
        "priority": "0",
        "currency": "'USD'",
        "secret": "false",
    },
    "gift_people": {"role": "'recipient'"},
    "wishes": {},
    "readers": {},
    "alerts": {"period": "''", "audience": "''", "arming": "0", "announced": "true"},
    "conversations": {"thread_id": "0", "state": "'{}'", "reachable": "true"},
    "messages": {"metadata": "'{}'", "about": "'[]'", "attempts": "0"},
    "changes": {"about": "'[]'"},
    "categories": {
        "aliases": "'[]'",
        "color": "'#3182ce'",
        "icon": "''",
        "is_default": "false",
        "of_gifts": "false",
    },
    "imported_files": {"mapping": "'{}'"},
    "budgets": {"period": "'monthly'"},
    "recurring_expenses": {"description": "''", "payment_method": "'other'", "tags": "'[]'", "every": "1"},
    "repayments": {},
    "expenses": {"description": "''", "payment_method": "'other'", "tags": "'[]'"},
    "expense_shares": {},
}

NULLABLE = {
    "families": set(),
    "users": {"username", "email", "password_hash"},
    "sessions": set(),
    "persons": {"birthdate", "notes"},
    "members": {"person_id"},
    "occasion_series": {"subject_person_id"},
    "occasions": {"series_id", "date", "budget_total", "rolled_over_at"},
    "person_occasions": {"recipient_budget_total", "purchaser_budget_total", "budget_notes"},
    "gifts": {
        "occasion_id",
        "price",
        "sale_price",
        "bought_on",
        "purchaser_id",
        "url",
        "source",
        "notes",
        "file_id",
        "removed_at",
        "revealed_at",
    },
    "gift_people": {"amount"},
    "wishes": {"gift_id", "price", "url", "notes", "removed_at"},
    "readers": set(),
    "alerts": {"occasion_id", "fell_at"},
    "conversations": {"family_id", "user_id", "title", "digest_at"},
    "messages": {
        "family_id",
        "user_id",
        "telegram_chat_id",
        "telegram_message_id",
        "callback_id",
        "answers_id",
        "delivery",
        "due_at",
    },
    "changes": {"user_id", "message_id", "undone_at"},
    "categories": {"description"},
    "imported_files": set(),
    "budgets": {"category_id", "end_date"},
    "recurring_expenses": {"person_id", "conversation_id", "next_on", "ends_on", "paused_at"},
    "repayments": set(),
    "expenses": {
        "user_id",
        "person_id",
        "description_key",
        "word",
        "notes",
        "receipt",
        "gift_id",
        "recurring_id",
    },
    "expense_shares": set(),
}


def engine_for(url: str) -> AsyncEngine:
    """Open a database with its foreign keys on and its transactions begun in so many words."""
    if url.startswith("postgresql"):
        return create_async_engine(url, poolclass=NullPool)
    engine = create_async_engine(url, poolclass=NullPool, connect_args={"isolation_level": None})
    event.listen(engine.sync_engine, "connect", with_foreign_keys)
    event.listen(engine.sync_engine, "begin", begin)
    return engine


def with_foreign_keys(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


async def fill(url: str) -> None:
    """Put two rows into every table."""
    async with engine_for(url).begin() as connection:
        for statement in FILLING:
            await connection.exec_driver_sql(statement)
        for table, row in ROWS.items():
            await connection.exec_driver_sql(insertion(table, row | SECOND[table]))


@pytest.fixture(scope="module")
def filled_url(databases: Databases) -> Iterator[str]:
    with databases.migrated() as url:
        asyncio.run(fill(url))
        yield url


@pytest.fixture
async def connection(filled_url: str) -> AsyncIterator[AsyncConnection]:
    """A transaction on two rows of every table, rolled back in the end."""
    async with engine_for(filled_url).connect() as connection, connection.begin() as transaction:
        yield connection
        await transaction.rollback()


async def refusal(connection: AsyncConnection, statement: str) -> str | None:
    """Say what the database says against a statement."""
    attempt = await connection.begin_nested()
    try:
        await connection.exec_driver_sql(statement)
    except IntegrityError as error:
        return str(error.orig)
    finally:
        await attempt.rollback()
    return None


async def value(connection: AsyncConnection, query: str) -> object:
    return (await connection.exec_driver_sql(query)).scalar_one()


@pytest.mark.parametrize("probe", CHECKS, ids=lambda probe: probe.refused)
async def test_a_check_allows_what_is_legal_and_refuses_its_neighbour(
    connection: AsyncConnection, probe: Probe
) -> None:
    for statement in probe.allowed:
        await connection.exec_driver_sql(statement)

    refused = await refusal(connection, probe.refused)

    assert refused is not None
    assert probe.constraint in refused


@pytest.mark.parametrize("probe", UNIQUES, ids=lambda probe: probe.refused)
async def test_a_second_of_what_must_be_unique_is_refused(connection: AsyncConnection, probe: Probe) -> None:
    named = probe.constraint if connection.dialect.name == "postgresql" else "UNIQUE constraint failed"
    for statement in probe.allowed:
        await connection.exec_driver_sql(statement)

    refused = await refusal(connection, probe.refused)

    assert refused is not None
    assert named in refused


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda reference: reference.constraint)
async def test_a_reference_to_nothing_is_refused(connection: AsyncConnection, reference: Reference) -> None:
    nothing = key(999) if ROWS[reference.parent]["id"] == key(1) else "999"
    named = reference.constraint if connection.dialect.name == "postgresql" else "FOREIGN KEY constraint failed"

    refused = await refusal(
        connection,
        f"UPDATE {reference.child} SET {reference.column} = {nothing} WHERE id = {ROWS[reference.child]['id']}",
    )

    assert refused is not None
    assert named in refused


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda reference: reference.constraint)
async def test_a_row_does_what_is_said_when_its_parent_goes(connection: AsyncConnection, reference: Reference) -> None:
    child, parent, column = reference.child, reference.parent, reference.column
    mine, other = ROWS[child]["id"], SECOND[parent]["id"]
    if child != parent:
        await connection.exec_driver_sql(f"DELETE FROM {child} WHERE id <> {mine}")
    for holder in REFERENCES:
        if holder.parent == child and holder.then == "RESTRICT":
            await connection.exec_driver_sql(f"DELETE FROM {holder.child}")
    await connection.exec_driver_sql(f"UPDATE {child} SET {column} = {other} WHERE id = {mine}")
    delete = f"DELETE FROM {parent} WHERE id = {other}"
    if reference.then == "RESTRICT":
        assert await refusal(connection, delete)
        return

    await connection.exec_driver_sql(delete)

    left = (await connection.exec_driver_sql(f"SELECT {column} FROM {child} WHERE id = {mine}")).all()
    assert [tuple(row) for row in left] == {"CASCADE": [], "SET NULL": [(None,)]}[reference.then]


@pytest.mark.parametrize("table", ROWS)
async def test_a_row_made_by_hand_gets_the_defaults(connection: AsyncConnection, table: str) -> None:
    identity = SECOND[table]["id"]
    silent = {name: text for name, text in (ROWS[table] | SECOND[table]).items() if name not in DEFAULTS[table]}
    await connection.exec_driver_sql(f"DELETE FROM {table} WHERE id = {identity}")

    await connection.exec_driver_sql(insertion(table, silent))

    for column, default in DEFAULTS[table].items():
        assert await value(connection, f"SELECT {column} = {default} FROM {table} WHERE id = {identity}"), column


@pytest.mark.parametrize("table", ROWS)
async def test_only_what_may_be_missing_can_be_null(connection: AsyncConnection, table: str) -> None:
    attempts = {column: f"UPDATE {table} SET {column} = NULL WHERE id = {ROWS[table]['id']}" for column in ROWS[table]}

    refused = {column for column, statement in attempts.items() if await refusal(connection, statement)}

    assert refused == set(ROWS[table]) - NULLABLE[table]


@pytest.mark.parametrize("table", ROWS)
async def test_the_database_dates_the_rows_that_nobody_dated(connection: AsyncConnection, table: str) -> None:
    made = {
        name: text for name, text in (ROWS[table] | SECOND[table]).items() if name not in {"created_at", "updated_at"}
    }
    await connection.exec_driver_sql(f"DELETE FROM {table} WHERE id = {SECOND[table]['id']}")

    await connection.exec_driver_sql(insertion(table, made))

    latest = "updated_at > '2026-01-03' AND created_at = updated_at"
    assert await value(connection, f"SELECT count(*) FROM {table} WHERE {latest}") == 1


def constrained(table: Table) -> Iterator[str]:
    """Name all that a table enforces."""
    enforced = (CheckConstraint, UniqueConstraint, ForeignKeyConstraint)
    yield from (str(constraint.name) for constraint in table.constraints if isinstance(constraint, enforced))
    yield from (str(index.name) for index in table.indexes if index.unique)


def test_every_constraint_has_its_probe() -> None:
    named = {name for table in TABLES.values() for name in constrained(table)}

    probed = {probe.constraint for probe in [*CHECKS, *UNIQUES]} | {reference.constraint for reference in REFERENCES}

    assert probed == named


def test_every_column_has_its_value_and_every_default_its_probe() -> None:
    looked_at_elsewhere = {"id", "created_at", "updated_at"}
    columns = {name: {column.name for column in table.columns} for name, table in TABLES.items()}
    defaults = {name: {c.name for c in table.columns if c.server_default is not None} for name, table in TABLES.items()}

    assert {name: set(row) for name, row in ROWS.items()} == columns
    assert {name: set(row) for name, row in DEFAULTS.items()} == {
        name: found - looked_at_elsewhere for name, found in defaults.items()
    }
