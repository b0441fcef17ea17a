"""The journal: what is noted, what stands alone, and how it is taken back."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from domain.changes import Change
from domain.messages import Said, Speaker
from repositories.schema import Model
from repositories.unit_of_work import UnitOfWork
from tests.homes import Home


@pytest.fixture
async def heard(uow: UnitOfWork, home: Home, chat: UUID) -> UUID:
    """A message whose effects are journaled."""
    where = await uow.conversations.get_by_id(chat)
    assert where
    said = Said("message", 1, "private", Speaker(1, None, "User 1"), "/person dad", message_id=1)
    return uow.messages.hear(said, where, home.user.id, home.family.id)


async def journal(uow: UnitOfWork, home: Home, heard: UUID) -> Change:
    """Note all that was changed since the last note."""
    key = uow.changes.add(uow.effects, what="test", user_id=home.user.id, message_id=heard)
    uow.effects = []
    change = await uow.changes.get_by_id(key)
    assert change
    return change


async def rows(uow: UnitOfWork, table: str) -> list[dict[str, Any]]:
    """Read a table but for the times of its rows."""
    source = Model.metadata.tables[table]
    found = await uow.execute(select(source).order_by(source.c.id))
    return [{name: row[name] for name in row if not name.endswith("_at")} for row in found.mappings()]


async def test_a_change_is_noted_with_whom_it_is_about(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    await uow.budgets.create(person_id=home.mom.id, occasion_id=home.christmas.id, recipient_budget_total=Decimal(1))

    change = await journal(uow, home, heard)

    assert (change.what, change.message_id, change.undone_at) == ("test", heard, None)
    assert change.about == sorted([dad.id, home.mom.id])
    assert [(effect.table, effect.before) for effect in change.effects] == [
        ("persons", None),
        ("person_occasions", None),
    ]


async def test_the_last_change_that_stands_is_found(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    await uow.people.update(home.mom.id, name="Mama")
    first = await journal(uow, home, heard)
    await uow.people.update(home.mom.id, name="Mutti")
    second = await journal(uow, home, heard)

    assert await uow.changes.get_last(home.user.id) == second
    assert await uow.changes.get_by_message(heard) == second
    await uow.changes.take_back(second)
    assert await uow.changes.get_last(home.user.id) == first
    await uow.changes.take_back(first)
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
    assert await uow.changes.stands_alone(change)
    await uow.changes.take_back(change)

    assert await rows(uow, repository.table.name) == before


async def test_settings_are_taken_back_exactly(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    before = await rows(uow, "families")
    await uow.families.change(home.family, currency="USD", settings={"former_currencies": ["EUR"]})
    change = await journal(uow, home, heard)

    assert await uow.changes.stands_alone(change)
    await uow.changes.take_back(change)

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
    assert await uow.changes.stands_alone(change)
    await uow.changes.take_back(change)

    assert await uow.people.get_by_id(dad.id) == dad
    created = await uow.execute(select(uow.people.table.c.created_at).where(uow.people.table.c.id == dad.id))
    assert created.scalar() == at


@pytest.mark.parametrize("amount", [Decimal(25), Decimal("25.0"), Decimal("2.5E+1")])
async def test_an_amount_is_the_same_however_it_is_written(
    uow: UnitOfWork, home: Home, heard: UUID, amount: Decimal
) -> None:
    await uow.budgets.create(person_id=home.mom.id, occasion_id=home.christmas.id, recipient_budget_total=amount)
    change = await journal(uow, home, heard)

    assert await uow.changes.stands_alone(change)


async def test_what_was_changed_since_does_not_stand_alone(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    await uow.people.update(home.mom.id, name="Mama")
    change = await journal(uow, home, heard)

    await uow.people.update(home.mom.id, birthdate=date(1960, 1, 1))
    assert await uow.changes.stands_alone(change)
    await uow.people.update(home.mom.id, name="Mutti")
    assert not await uow.changes.stands_alone(change)


async def test_what_was_removed_since_does_not_stand_alone(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    change = await journal(uow, home, heard)

    await uow.people.delete(dad.id)

    assert not await uow.changes.stands_alone(change)


@pytest.mark.parametrize("leaning", ["budget", "member", "series"])
async def test_what_others_lean_on_does_not_stand_alone(uow: UnitOfWork, home: Home, heard: UUID, leaning: str) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    change = await journal(uow, home, heard)
    assert await uow.changes.stands_alone(change)

    if leaning == "budget":
        await uow.budgets.create(person_id=dad.id, occasion_id=home.christmas.id)
    elif leaning == "member":
        await uow.members.update(home.member.id, person_id=dad.id)
    else:
        await uow.series.create(name="Birthday", name_key="birthday", rule="birthday", subject_person_id=dad.id)

    assert not await uow.changes.stands_alone(change)


async def test_what_a_change_made_itself_may_lean_on_the_rest_of_it(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    await uow.budgets.create(person_id=dad.id, occasion_id=home.christmas.id)
    await uow.people.update(dad.id, name="Papa")
    change = await journal(uow, home, heard)

    assert await uow.changes.stands_alone(change)
    await uow.changes.take_back(change)

    assert await uow.people.list_all() == [home.mom]


async def test_another_familys_changes_are_not_found(uow: UnitOfWork, homes: list[Home], heard: UUID) -> None:
    mine, theirs = homes
    await uow.people.update(mine.mom.id, name="Mama")
    change = await journal(uow, mine, heard)

    theirs.enter(uow)

    assert await uow.changes.get_by_id(change.id) is None
    assert await uow.changes.get_last(mine.user.id) is None
    assert await uow.changes.get_by_message(heard) is None
