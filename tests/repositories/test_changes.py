"""The journal: what is noted, how it is found, and that what is taken back is as before."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, event, select, update

from repositories.engine import Database
from repositories.repository import plain
from repositories.reversals import AT_ONCE
from repositories.unit_of_work import UnitOfWork
from tests.homes import Home
from tests.journal import journal, rows, taken_back


async def test_a_change_is_noted_with_whom_it_is_about(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    await uow.budgets.link(home.mom.id, home.christmas.id, "EUR", recipient_budget_total=Decimal(1))

    change = await journal(uow, home, heard, about=[home.mom.id])

    assert (change.what, change.message_id, change.undone_at) == ("test", heard, None)
    assert change.about == sorted([dad.id, home.mom.id])
    assert [(effect.table, effect.before) for effect in change.effects] == [
        ("persons", None),
        ("person_occasions", {"recipient_budget_total": None}),
    ]


async def test_the_last_change_that_stands_is_found(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    await uow.people.update(home.mom.id, name="Mama")
    first = await journal(uow, home, heard)
    await uow.people.update(home.mom.id, name="Mutti")
    second = await journal(uow, home, heard)

    assert await uow.changes.get_last(home.user.id) == second
    assert await uow.changes.get_by_message(heard) == second
    assert await taken_back(uow, second)
    assert await uow.changes.get_last(home.user.id) == first
    assert await taken_back(uow, first)
    assert await uow.changes.get_last(home.user.id) is None
    assert await uow.changes.get_by_message(heard) is None
    assert await uow.changes.get_last(uuid4()) is None


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("people", {"name": "Mama", "aliases": ["mutti", "мама"], "birthdate": date(4, 2, 29), "presence": "offline"}),
        ("people", {"birthdate": None}),
        ("occasions", {"date": None, "budget_total": Decimal("99.90"), "is_active": False}),
        ("members", {"role": "child", "person_id": None}),
    ],
)
async def test_what_is_taken_back_is_exactly_as_before(
    uow: UnitOfWork, home: Home, heard: UUID, table: str, values: dict[str, Any]
) -> None:
    repository = getattr(uow, table)
    key = {"people": home.mom.id, "occasions": home.christmas.id, "members": home.member.id}[table]
    before = await rows(uow, repository.table.name)

    await repository.update(key, **values)
    change = await journal(uow, home, heard)
    assert await taken_back(uow, change)

    assert await rows(uow, repository.table.name) == before


async def test_settings_are_taken_back_exactly(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    before = await rows(uow, "families")
    await uow.families.change(home.family, currency="USD", settings={"former_currencies": ["EUR"]})
    change = await journal(uow, home, heard)

    assert await taken_back(uow, change)

    assert await rows(uow, "families") == before


async def test_rows_that_were_removed_come_back_with_their_keys_and_times(
    uow: UnitOfWork, home: Home, heard: UUID
) -> None:
    await uow.people.create(name="Dad", name_key="dad", birthdate=date(1960, 2, 29))
    dad = await uow.people.get_by_key("dad")
    assert dad
    created = await uow.execute(select(uow.people.table.c.created_at).where(uow.people.table.c.id == dad.id))
    at = created.scalar()
    uow.effects = []

    await uow.people.delete(dad.id)
    change = await journal(uow, home, heard)
    assert await taken_back(uow, change)

    assert await uow.people.get_by_id(dad.id) == dad
    created = await uow.execute(select(uow.people.table.c.created_at).where(uow.people.table.c.id == dad.id))
    assert created.scalar() == at


@pytest.mark.parametrize("amount", [Decimal(25), Decimal("25.0"), Decimal("2.5E+1")])
async def test_an_amount_is_the_same_however_it_is_written(
    uow: UnitOfWork, home: Home, heard: UUID, amount: Decimal
) -> None:
    await uow.budgets.link(home.mom.id, home.christmas.id, "EUR", recipient_budget_total=amount)
    change = await journal(uow, home, heard)

    assert await taken_back(uow, change)


async def test_what_a_change_made_itself_may_lean_on_the_rest_of_it(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    await uow.budgets.link(dad.id, home.christmas.id, "EUR", recipient_budget_total=Decimal(5), budget_notes="no tea")
    await uow.people.update(dad.id, name="Papa")
    change = await journal(uow, home, heard)

    assert await taken_back(uow, change)

    assert await uow.people.list_all() == [home.mom]


async def test_another_familys_changes_are_not_found(uow: UnitOfWork, homes: list[Home], heard: UUID) -> None:
    mine, theirs = homes
    await uow.people.update(mine.mom.id, name="Mama")
    change = await journal(uow, mine, heard)

    theirs.enter(uow)

    assert await uow.changes.get_by_id(change.id) is None
    assert await uow.changes.get_last(mine.user.id) is None
    assert await uow.changes.get_by_message(heard) is None


async def test_many_rows_are_taken_back_with_few_statements(
    database: Database, uow: UnitOfWork, home: Home, heard: UUID
) -> None:
    many = AT_ONCE + 5
    food, pets = [(await uow.categories.create(name=name)).id for name in ("Food", "Pets")]
    facts = {"user_id": home.user.id, "amount": Decimal("1.50"), "currency": "EUR", "date": date(2026, 1, 1)}
    empty = await rows(uow, "expenses")
    uow.effects = []
    keys = await uow.expenses.create_many([facts | {"category_id": food, "description": f"n {n}"} for n in range(many)])
    making = await journal(uow, home, heard)
    before = await rows(uow, "expenses")
    table = uow.expenses.table
    await uow.write(update(table).values(category_id=pets))
    for key in keys:
        uow.record(table, str(key), {"category_id": str(food)}, {"category_id": str(pets)})
    moving = await journal(uow, home, heard)
    for row in (await uow.write(delete(table).returning(*table.c))).mappings():
        uow.record(table, str(row["id"]), {name: plain(value) for name, value in row.items()}, None)
    removing = await journal(uow, home, heard)
    tally: list[str] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *seen: tally.append(seen[2]))

    assert await taken_back(uow, removing)
    assert await taken_back(uow, moving)
    restored = await rows(uow, "expenses")
    assert await taken_back(uow, making)

    assert (restored, await rows(uow, "expenses")) == (before, empty)
    assert len(tally) < 30


async def test_one_of_many_that_was_changed_since_keeps_them_all(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    food = (await uow.categories.create(name="Food")).id
    facts = {"user_id": home.user.id, "amount": Decimal(1), "currency": "EUR", "date": date(2026, 1, 1)}
    uow.effects = []
    keys = await uow.expenses.create_many([facts | {"category_id": food} for _ in range(AT_ONCE + 5)])
    change = await journal(uow, home, heard)

    await uow.expenses.update(keys[AT_ONCE + 1], amount=Decimal(2))

    assert not await taken_back(uow, change)
    assert len(await rows(uow, "expenses")) == AT_ONCE + 5
