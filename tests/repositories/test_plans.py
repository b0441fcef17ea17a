"""How the database finds the rows: by the indexes that are named for it, however many rows there are."""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import event, insert
from uuid_utils.compat import uuid7

from domain.messages import Said, Speaker
from domain.periods import containing
from domain.secrets import CLOSED, OPEN, Eyes
from repositories import models
from repositories.engine import Database
from repositories.schema import Model, table_of
from repositories.unit_of_work import UnitOfWork
from tests.databases import execute
from tests.homes import Home

GROUP = -1000
HIDDEN = Eyes(frozenset({1, 2}))
Ask = Callable[[UnitOfWork, Home], Awaitable[Any]]
SPOKEN = Said("message", 1, "private", Speaker(1, None, "User 1"), "/help", message_id=1)
PRESSED = Said("press", 1, "private", Speaker(1, None, "User 1"), "help", message_id=1, callback_id="1")


def hiding(uow: UnitOfWork) -> UnitOfWork:
    """Let some people read along."""
    uow.eyes = HIDDEN
    return uow


def closed(uow: UnitOfWork) -> UnitOfWork:
    """Let nobody know who reads."""
    uow.eyes = CLOSED
    return uow


async def exported(uow: UnitOfWork, _home: Home) -> None:
    """Go through a page of what was spent."""
    day = uow.now.date()
    async for _page in uow.exports.expenses(day - timedelta(days=9), day):
        return


PLANS: dict[str, tuple[Ask, tuple[str, ...]]] = {
    "a message comes": (
        lambda uow, _home: uow.scenes.load(SPOKEN),
        (
            "uq_conversations_telegram_chat_id_thread_id",
            "uq_users_telegram_user_id",
            "uq_members_family_id_user_id",
            "uq_messages_telegram_chat_id_telegram_message_id",
            "uq_persons_family_id_name_key",
            "ix_occasions_family_id_date",
        ),
    ),
    "a message comes in a group": (
        lambda uow, _home: uow.scenes.load(replace(SPOKEN, chat_kind="group")),
        ("uq_readers_telegram_chat_id_user_id",),
    ),
    "a button is pressed": (lambda uow, _home: uow.scenes.load(PRESSED), ("uq_messages_callback_id",)),
    "a budget is read": (
        lambda uow, home: uow.budgets.get_person_occasion_budget(home.mom.id, home.christmas.id),
        ("idx_person_occasions_budget_lookup",),
    ),
    "a budget is changed": (
        lambda uow, home: uow.budgets.change_link(home.mom.id, home.christmas.id, {}),
        ("idx_person_occasions_budget_lookup",),
    ),
    "everybody's budgets are listed": (
        lambda uow, home: uow.budgets.list_by_occasion(home.christmas.id),
        ("idx_person_occasion_budget",),
    ),
    "everybody's budgets are set against the ceiling": (
        lambda uow, home: uow.budgets.list_with_ceiling(home.christmas.id),
        ("idx_person_occasion_budget",),
    ),
    "the next occasion with money is found": (
        lambda uow, _home: uow.occasions.next_with_money(uow.now.date()),
        ("ix_occasions_family_id_date", "idx_person_occasion_budget"),
    ),
    "the next occasion with money is found where somebody reads along": (
        lambda uow, _home: hiding(uow).occasions.next_with_money(uow.now.date()),
        ("ix_occasions_family_id_date", "idx_person_occasion_budget", "ix_gifts_family_id_occasion_id"),
    ),
    "the next occasion with money is found where nobody is known": (
        lambda uow, _home: closed(uow).occasions.next_with_money(uow.now.date()),
        ("ix_occasions_family_id_date", "idx_person_occasion_budget"),
    ),
    "it is asked whether anything is shared in secret": (
        lambda uow, home: hiding(uow).gifts.any_shared_in_secret([home.christmas.id]),
        ("ix_gifts_family_id_occasion_id", "uq_gift_person_role"),
    ),
    "it is asked who reads a group": (
        lambda uow, _home: uow.readers.list_accounts(GROUP),
        ("uq_conversations_telegram_chat_id_thread_id", "uq_members_family_id_user_id"),
    ),
    "it is asked who of a family reads some groups": (
        lambda uow, _home: uow.readers.people_in([GROUP, GROUP - 1]),
        ("uq_members_family_id_user_id",),
    ),
    "it is asked whether anybody reads what is to be said": (
        lambda uow, home: uow.readers.any_reads(GROUP, [home.mom.id]),
        ("uq_conversations_telegram_chat_id_thread_id", "ix_members_person_id", "uq_readers_telegram_chat_id_user_id"),
    ),
    "what lies ahead is listed": (
        lambda uow, _home: uow.occasions.list_from(uow.now.date()),
        ("ix_occasions_family_id_date",),
    ),
    "what has passed is listed": (
        lambda uow, _home: uow.occasions.list_passed(uow.now.date(), uow.now.date(), None, 50),
        ("ix_occasions_not_rolled_over",),
    ),
    "what comes near is listed": (
        lambda uow, _home: uow.reminders.list_near(None, 50),
        ("ix_occasions_date", "uq_alerts_crossing"),
    ),
    "what comes near in a family is listed": (
        lambda uow, _home: uow.reminders.list_of_family(uow.now.date()),
        ("uq_alerts_crossing",),
    ),
    "whether a family was reminded is looked up": (
        lambda uow, _home: uow.reminders.any_on(uow.now.date()),
        ("uq_alerts_crossing",),
    ),
    "the digests that are due are listed": (
        lambda uow, _home: uow.reminders.list_digests(None, 50),
        ("ix_conversations_digest_at",),
    ),
    "what waits to be sent is listed": (
        lambda uow, _home: uow.messages.list_pending(100),
        ("ix_messages_undelivered",),
    ),
    "the last change is found": (
        lambda uow, home: uow.changes.get_last(home.user.id),
        ("ix_changes_family_id_user_id_id",),
    ),
    "a message's change is found": (
        lambda uow, home: uow.changes.get_by_message(home.user.id),
        ("ix_changes_message_id",),
    ),
    "a message's answers are found": (
        lambda uow, home: uow.messages.list_answers(home.user.id),
        ("ix_messages_answers_id",),
    ),
    "the end of a chat is read": (
        lambda uow, home: uow.messages.get_last_n(home.user.id, 9),
        ("ix_messages_conversation_id_id",),
    ),
    "where somebody spoke last is found": (
        lambda uow, home: uow.messages.family_last_spoken_in(home.user.id),
        ("ix_messages_user_id_id",),
    ),
    "a person's gifts are added up": (
        lambda uow, home: uow.gifts.get_gift_budget(home.mom.id, home.christmas.id),
        ("ix_gift_people_person_id_role", "ix_gifts_purchaser_id"),
    ),
    "everybody's gifts for an occasion are listed": (
        lambda uow, home: uow.gifts.list_by_occasions([home.christmas.id]),
        ("ix_gifts_family_id_occasion_id", "uq_gift_person_role"),
    ),
    "gifts are listed with what people wish for": (
        lambda uow, home: uow.gifts.list_with_wishes([home.christmas.id]),
        ("ix_gifts_family_id_occasion_id", "uq_gift_person_role", "ix_wishes_gift_id"),
    ),
    "what somebody was given before is listed": (
        lambda uow, home: uow.gifts.list_earlier(home.mom.id, home.christmas.id, 9),
        ("ix_gift_people_person_id_role",),
    ),
    "whom a gift touches is found": (
        lambda uow, _home: uow.gifts.touched_by([1]),
        ("uq_gift_person_role",),
    ),
    "those who chip in to a gift are found": (
        lambda uow, _home: uow.gifts.parts.list_by_gift(1, "contributor"),
        ("uq_gift_person_role",),
    ),
    "figures are locked": (
        lambda uow, home: uow.figures.lock([home.mom.id], [home.christmas.id]),
        ("idx_person_occasion_budget", "ix_alerts_occasion_id_standing"),
    ),
    "occasions are locked": (
        lambda uow, home: uow.figures.lock_occasions([home.christmas.id]),
        (),
    ),
    "what was crossed is listed": (
        lambda uow, home: uow.alerts.list_crossed([home.christmas.id]),
        ("ix_alerts_occasion_id",),
    ),
    "what was crossed of limits is listed": (
        lambda uow, _home: uow.alerts.list_crossed_limits(["2026-11-01 x", "2026-11-20 x"]),
        ("uq_alerts_crossing",),
    ),
    "limits are kept from being changed": (lambda uow, _home: uow.limits.hold(), ("ix_budgets_family_id",)),
    "what is due again is listed": (
        lambda uow, _home: uow.recurring.list_due(None, 50),
        ("ix_recurring_expenses_next_on",),
    ),
    "what is spent again and again is listed": (
        lambda uow, _home: uow.recurring.list_going(),
        ("ix_recurring_expenses_family_id",),
    ),
    "it is asked whether anything was recorded of a rule": (
        lambda uow, home: uow.recurring.any_made(home.user.id),
        ("uq_expenses_recurring_id_date",),
    ),
    "what everybody has paid for the others is added up": (
        lambda uow, _home: uow.shares.list_lent(),
        ("ix_expense_shares_family_id", "ix_repayments_family_id"),
    ),
    "who bears what of an expense is listed": (
        lambda uow, home: uow.shares.list_by_expense(home.user.id),
        (),
    ),
    "what a file tells is looked for": (
        lambda uow, _home: uow.imports.recorded([uow.now.date()], [Decimal(1)], "EUR"),
        (),
    ),
    "repayments that a file tells of are looked for": (
        lambda uow, _home: uow.imports.repaid([uow.now.date()], "EUR"),
        ("ix_repayments_family_id",),
    ),
    "files that have waited too long are found": (
        lambda uow, _home: uow.imports.list_old(uow.now, None, 5),
        ("ix_imported_files_created_at",),
    ),
    "expenses are handed out": (exported, ("ix_expenses_family_id_date",)),
    "it is measured what is handed out": (
        lambda uow, _home: uow.exports.totals(uow.now.date() - timedelta(days=9), uow.now.date()),
        ("ix_expenses_sums",),
    ),
    "what was paid back is handed out": (
        lambda uow, _home: uow.exports.count_repayments(uow.now.date() - timedelta(days=9), uow.now.date()),
        ("ix_repayments_family_id",),
    ),
    "an invitation is followed": (
        lambda uow, _home: uow.sessions.get_by_token("a" * 64),
        ("uq_sessions_token_hash",),
    ),
}
TABLES = Model.metadata.tables
MANY = 300


@contextmanager
def listening(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Note every statement with its values."""
    heard: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        heard.append((statement, values))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield heard
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def plan_of(uow: UnitOfWork, statement: str, values: Any) -> str:
    """Ask the engine how it would go about a statement."""
    if uow.connection.dialect.name == "sqlite":
        found = await uow.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return "\n".join(row.detail for row in found)
    await uow.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    found = await uow.connection.exec_driver_sql(f"EXPLAIN {statement}", values)
    return "\n".join(row[0] for row in found)


def shown_as(index: str, engine: str) -> str:
    """Give the name of an index as a plan shows it: SQLite keeps none for what a table's own constraint makes."""
    for table in TABLES.values():
        if engine == "sqlite" and any(each.name == index for each in table.constraints):
            return f"sqlite_autoindex_{table.name}_"
    return index


def read_in_full(plan: str) -> list[str]:
    """List the tables that a plan reads from end to end."""
    return [table for table in TABLES if re.search(rf"(SCAN|Seq Scan on) {table}\b", plan)]


async def crowd(uow: UnitOfWork, home: Home) -> None:
    """Fill the tables, so that it matters how rows are found."""
    users = [{"id": uuid7(), "telegram_user_id": 1000 + number} for number in range(MANY)]
    chats = [{"id": uuid7(), "telegram_chat_id": 1000 + number, "kind": "group"} for number in range(MANY)]
    messages = [
        {
            "id": uuid7(),
            "conversation_id": chats[number]["id"],
            "user_id": users[number]["id"],
            "role": "user",
            "content": "x",
            "telegram_chat_id": 1000,
            "telegram_message_id": number,
            "callback_id": f"x{number}",
            "delivery": "sent",
        }
        for number in range(MANY)
    ]
    answers = [{**one, "id": uuid7(), "telegram_chat_id": None, "callback_id": None} for one in messages]
    answers = [{**one, "answers_id": message["id"]} for one, message in zip(answers, messages, strict=True)]
    family = {"family_id": home.family.id}
    people = [{**family, "name": f"P{number}", "name_key": f"p{number}"} for number in range(MANY)]
    occasions = [{**family, "name": f"O{number}", "name_key": f"o{number}"} for number in range(MANY)]
    links = [
        {**family, "person_id": number + home.mom.id, "occasion_id": number + home.christmas.id}
        for number in range(MANY)
    ]
    token = {"purpose": "x", "expires_at": uow.now + timedelta(days=1)}
    tokens = [{**token, "user_id": one["id"], "token_hash": f"{number:064}"} for number, one in enumerate(users)]
    journal = [{**family, "message_id": one["id"], "user_id": one["user_id"], "what": "x"} for one in messages]
    families = [{"id": 1000 + number, "name": f"F{number}"} for number in range(MANY)]
    members = [
        {"family_id": 1000 + number, "user_id": one["id"], "person_id": number + home.mom.id}
        for number, one in enumerate(users)
    ]
    seen = {"present": True, "checked_at": uow.now}
    readers = [
        {**seen, "family_id": 1000 + number, "user_id": one["id"], "telegram_chat_id": 1000 + number}
        for number, one in enumerate(users)
    ]
    categories = [{"id": uuid7(), "family_id": one["id"], "name": "C", "name_key": "c"} for one in families]
    spent = {"user_id": users[0]["id"], "amount": Decimal(1), "currency": "EUR", "date": uow.now.date()}
    expenses = [{**spent, "id": uuid7(), "family_id": one["family_id"], "category_id": one["id"]} for one in categories]
    shares = [
        {"family_id": one["family_id"], "expense_id": one["id"], "person_id": person["person_id"], "amount": Decimal(1)}
        for one, person in zip(expenses, members, strict=True)
    ]
    limit = {"amount": Decimal(1), "currency": "EUR", "start_date": uow.now.date()}
    for model, rows in (
        (models.Family, families),
        (models.User, users),
        (models.Conversation, chats),
        (models.Message, messages),
        (models.Message, answers),
        (models.Person, people),
        (models.Member, members),
        (models.Reader, readers),
        (models.Occasion, occasions),
        (models.PersonOccasion, links),
        (models.Session, tokens),
        (models.Gift, [{**family, "title": "x", "purchaser_id": one["person_id"]} for one in links]),
        (
            models.GiftPerson,
            [{**family, "gift_id": 1 + n, "person_id": one["person_id"]} for n, one in enumerate(links)],
        ),
        (models.Change, [{**one, "before": [], "after": []} for one in journal]),
        (models.Category, categories),
        (models.Expense, expenses),
        (models.Share, shares),
        (models.Limit, [{"family_id": one["id"], **limit} for one in families]),
    ):
        await uow.execute(insert(table_of(model)), rows)
    if uow.connection.dialect.name == "postgresql":
        await uow.connection.exec_driver_sql("ANALYZE")


async def test_rows_are_found_by_the_index_made_for_it(database: Database, uow: UnitOfWork, home: Home) -> None:
    await crowd(uow, home)
    engine = uow.connection.dialect.name
    for question, (ask, indexes) in PLANS.items():
        uow.eyes = OPEN
        with listening(database) as heard:
            await ask(uow, home)

        [plan] = [await plan_of(uow, *one) for one in heard if one[0].startswith("SELECT")]

        missing = [index for index in indexes if shown_as(index, engine) not in plan]
        assert (question, missing, read_in_full(plan)) == (question, [], []), plan


ALONE = {"sqlite": "COVERING INDEX ix_expenses_sums", "postgresql": "Index Only Scan using ix_expenses_sums"}
"""How a plan shows that what is added up is read in the index, and no row besides."""


async def test_what_a_report_adds_up_stands_in_an_index(
    database: Database, database_url: str, homes: list[Home]
) -> None:
    async with database.begin() as uow:
        year, engine = containing(uow.now.date(), "year"), uow.connection.dialect.name
        for home in homes:
            await home.enter(uow).categories.create_defaults()
            category = (await uow.categories.list_all())[0].id
            spent = {"family_id": home.family.id, "user_id": home.user.id, "category_id": category, "currency": "EUR"}
            days = [year.until - timedelta(days=number % (5 * 365)) for number in range(5 * MANY)]
            rows = [{**spent, "amount": 1, "date": day, "tags": ["x"] if day.day == 1 else []} for day in days]
            await uow.execute(insert(table_of(models.Expense)), rows)
    if engine == "postgresql":
        # Only of what has come to the disk it is noted that everybody sees it, and so that the index is enough.
        for statement in ("CHECKPOINT", "VACUUM (ANALYZE) expenses"):
            await execute(database_url, statement)

    async with database.begin() as uow:
        with listening(database) as heard:
            await homes[0].enter(uow).reports.sums(year, uow.now.date(), "EUR")
            await uow.reports.by_category(year, "EUR")
            await uow.reports.by_tag(year, "EUR")
            await uow.gift_expenses.list_seen(year.since, year.until)
        sums, before, tags, gifts = [await plan_of(uow, *one) for one in heard]

    assert [(plan, plan.count(ALONE[engine])) for plan in (sums, before)] == [(sums, 1), (before, 1)]
    assert ALONE[engine].replace("sums", "tagged") in tags, tags
    assert "ix_expenses_of_gifts" in gifts, gifts
    # What is sorted is what was added up for each day, and no longer all that was spent.
    at_first = [plan.partition(f"SCAN {name}")[0] for plan, name in ((sums, "daily"), (before, "anon"))]
    assert not any("USE TEMP B-TREE" in part for part in at_first), at_first
    assert [read_in_full(plan) for plan in (sums, before, tags, gifts)] == [[], [], [], []]
