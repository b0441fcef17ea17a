"""What was built on a change since: what stays of it, and when all of it does."""

import asyncio
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from domain.changes import Change
from repositories.engine import Database
from repositories.schema import Model
from repositories.unit_of_work import UnitOfWork
from tests.homes import Home
from tests.journal import journal, made, rows, sides, taken_back


async def test_what_else_was_told_since_stays(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    await uow.people.update(home.mom.id, name="Mama")
    change = await journal(uow, home, heard)
    await uow.people.update(home.mom.id, birthdate=date(1960, 1, 1))

    assert await taken_back(uow, change)

    assert await uow.people.get_by_id(home.mom.id) == replace(home.mom, birthdate=date(1960, 1, 1))


async def test_what_was_changed_since_is_not_taken_back(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    await uow.people.update(home.mom.id, name="Mama")
    change = await journal(uow, home, heard)
    await uow.people.update(home.mom.id, name="Mutti")

    assert not await taken_back(uow, change)


async def test_what_was_removed_since_is_not_taken_back(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    change = await journal(uow, home, heard)

    await uow.people.delete(dad.id)

    assert not await taken_back(uow, change)


@pytest.mark.parametrize("leaning", ["budget", "purchaser", "note", "member", "series", "buyer", "gift"])
async def test_whom_others_lean_on_stays(uow: UnitOfWork, home: Home, heard: UUID, leaning: str) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    change = await journal(uow, home, heard)

    if leaning == "budget":
        await uow.budgets.link(dad.id, home.christmas.id, "EUR", recipient_budget_total=Decimal(0))
    elif leaning == "purchaser":
        await uow.budgets.link(dad.id, home.christmas.id, "EUR", purchaser_budget_total=Decimal(1))
    elif leaning == "note":
        await uow.budgets.link(dad.id, home.christmas.id, "EUR", budget_notes="no tea")
    elif leaning == "member":
        await uow.members.update(home.member.id, person_id=dad.id)
    elif leaning == "series":
        await uow.series.create(name="Birthday", name_key="birthday", rule="birthday", subject_person_id=dad.id)
    else:
        scarf = await made(uow, "gifts", title="Scarf", purchaser_id=dad.id if leaning == "buyer" else None)
        await made(uow, "gift_people", gift_id=scarf, person_id=dad.id if leaning == "gift" else home.mom.id)

    assert not await taken_back(uow, change)
    assert await uow.people.get_by_id(dad.id) == dad


@pytest.mark.parametrize(
    "told",
    [{"aliases": ["papa"]}, {"presence": "offline"}, {"birthdate": date(1960, 1, 1)}, {"notes": "likes tea"}],
)
async def test_of_whom_something_was_told_since_stays(
    uow: UnitOfWork, home: Home, heard: UUID, told: dict[str, Any]
) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    change = await journal(uow, home, heard)

    await uow.people.update(dad.id, **told)

    assert not await taken_back(uow, change)


async def test_an_occasion_that_was_followed_up_stays(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    easter = await uow.occasions.create(name="Easter", name_key="easter", kind="holiday", date=date(2026, 4, 5))
    change = await journal(uow, home, heard)

    await uow.occasions.update(easter.id, rolled_over_at=uow.now)

    assert not await taken_back(uow, change)


async def test_a_link_that_holds_nothing_goes_with_its_person_and_its_occasion(
    uow: UnitOfWork, home: Home, heard: UUID
) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    easter = await uow.occasions.create(name="Easter", name_key="easter", kind="holiday", date=None)
    change = await journal(uow, home, heard)
    for person, occasion in ((dad, home.christmas), (home.mom, easter), (dad, easter)):
        await uow.budgets.link(person.id, occasion.id, "EUR", recipient_budget_total=None)

    assert await taken_back(uow, change)

    assert await rows(uow, "person_occasions") == []
    assert await uow.people.list_all() == [home.mom]


@pytest.mark.parametrize("removed", [False, True])
async def test_an_occasion_of_a_gift_stays_and_the_rest_of_the_change_goes(
    uow: UnitOfWork, home: Home, heard: UUID, *, removed: bool
) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    easter = await uow.occasions.create(name="Easter", name_key="easter", kind="holiday", date=None)
    await uow.budgets.link(dad.id, easter.id, "EUR", recipient_budget_total=Decimal(5))
    change = await journal(uow, home, heard)
    await made(uow, "gifts", title="Scarf", occasion_id=easter.id, removed_at=uow.now if removed else None)

    assert await taken_back(uow, change)

    assert [row["occasion_id"] for row in await rows(uow, "gifts")] == [easter.id]
    assert await uow.people.list_all() == [home.mom]


@pytest.mark.parametrize("joined", [False, True])
async def test_a_gift_somebody_chipped_in_on_stays_and_so_does_all_of_its_change(
    uow: UnitOfWork, home: Home, heard: UUID, *, joined: bool
) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    scarf = await made(uow, "gifts", title="Scarf", price=Decimal(40), noted=True)
    await made(uow, "gift_people", gift_id=scarf, person_id=dad.id, noted=True)
    change = await journal(uow, home, heard)
    if joined:
        await made(uow, "gift_people", gift_id=scarf, person_id=home.mom.id, role="contributor")

    assert await taken_back(uow, change) is not joined

    assert len(await rows(uow, "gift_people")) == (2 if joined else 0)
    assert (await uow.people.get_by_id(dad.id) is not None) is joined


async def test_a_gift_that_was_changed_since_is_not_taken_back(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    scarf = await made(uow, "gifts", title="Scarf", price=Decimal(40), noted=True)
    change = await journal(uow, home, heard)

    gifts = Model.metadata.tables["gifts"]
    await uow.write(gifts.update().where(gifts.c.id == scarf).values(price=Decimal(50)))

    assert not await taken_back(uow, change)


async def test_a_link_journaled_as_made_by_an_earlier_version_keeps_its_other_side(
    uow: UnitOfWork, home: Home, heard: UUID
) -> None:
    mom, christmas = home.mom.id, home.christmas.id
    await uow.budgets.create(person_id=mom, occasion_id=christmas, recipient_budget_total=Decimal(100))
    change = await journal(uow, home, heard)
    await uow.budgets.change_link(mom, christmas, {"purchaser_budget_total": Decimal(50)})

    assert await taken_back(uow, change)

    [link] = await uow.budgets.list_by_occasion(home.christmas.id)
    assert (link.recipient_budget_total, link.purchaser_budget_total) == (None, Decimal(50))


@pytest.mark.parametrize("needed", [False, True])
async def test_a_name_given_up_for_another_occasion_comes_back_unless_that_one_is_needed(
    uow: UnitOfWork, home: Home, heard: UUID, *, needed: bool
) -> None:
    await uow.occasions.update(home.christmas.id, name="Christmas 2026", name_key="christmas 2026")
    again = await uow.occasions.create(name="Christmas", name_key="christmas", kind="other", date=date(2027, 12, 25))
    await uow.budgets.link(home.mom.id, again.id, "EUR", recipient_budget_total=Decimal(5))
    change = await journal(uow, home, heard)
    if needed:
        await uow.budgets.change_link(home.mom.id, again.id, {"purchaser_budget_total": Decimal(7)})

    assert await taken_back(uow, change)

    kept = ["Christmas 2026", "Christmas"] if needed else ["Christmas"]
    assert [row["name"] for row in await rows(uow, "occasions") if row["family_id"] == home.family.id] == kept


async def test_who_is_gone_comes_back_to_nobody(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    naming = await journal(uow, home, heard)
    await uow.members.update(home.member.id, person_id=dad.id)
    await journal(uow, home, heard)
    await uow.members.update(home.member.id, person_id=home.mom.id)
    leaving = await journal(uow, home, heard)

    assert await taken_back(uow, naming)

    assert not await taken_back(uow, leaving)
    member = await uow.members.get_by_user(home.user.id)
    assert member
    assert member.person_id == home.mom.id


async def test_a_place_that_was_taken_since_stays_taken(uow: UnitOfWork, home: Home, heard: UUID) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    uow.effects = []
    await uow.people.delete(dad.id)
    change = await journal(uow, home, heard)

    await uow.people.create(name="Dad", name_key="dad")

    assert not await taken_back(uow, change)


async def test_whoever_fills_in_an_empty_link_at_that_moment_keeps_it(database: Database, home: Home) -> None:
    async with database.begin() as uow:
        dad = await home.enter(uow).people.create(name="Dad", name_key="dad")
        naming = Change(uuid4(), home.family.id, None, None, "test", *sides(uow.effects), [], None)
        await uow.budgets.link(dad.id, home.christmas.id, "EUR", recipient_budget_total=None)

    async def take_back() -> bool:
        async with database.begin() as uow:
            return await taken_back(home.enter(uow), naming)

    async with database.begin() as uow:
        await home.enter(uow).budgets.change_link(dad.id, home.christmas.id, {"purchaser_budget_total": Decimal(50)})
        taking = asyncio.create_task(take_back())
        await asyncio.sleep(0.1)

    assert not await taking
    async with database.begin() as uow:
        [link] = await home.enter(uow).budgets.list_by_occasion(home.christmas.id)
    assert link.purchaser_budget_total == 50


async def test_taking_back_costs_the_same_however_many_others_there_are(
    database: Database, uow: UnitOfWork, home: Home, heard: UUID
) -> None:
    seen: list[int] = []
    tally = count()
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *_: next(tally))

    for others in (1, 30):
        people = [await uow.people.create(name=f"P {n}", name_key=f"p {others} {n}") for n in range(others)]
        uow.effects = []
        easter = await uow.occasions.create(name="Easter", name_key="easter", kind="holiday", date=None)
        change = await journal(uow, home, heard)
        for person in people:
            await uow.budgets.link(person.id, easter.id, "EUR")
        before = next(tally)
        assert await taken_back(uow, change)
        seen.append(next(tally) - before)

    assert seen[0] == seen[1]


async def test_a_currency_is_in_use_where_a_budget_or_a_gift_is_kept_in_it(uow: UnitOfWork, home: Home) -> None:
    link = await uow.budgets.link(home.mom.id, home.christmas.id, "CHF", recipient_budget_total=None)
    await made(uow, "gifts", title="Scarf", currency="SEK", removed_at=uow.now)
    await made(uow, "gifts", title="Hat", currency="NOK")
    used = {currency: await uow.budgets.any_in(currency) for currency in ("CHF", "SEK", "NOK")}

    await uow.budgets.change_link(link.person_id, link.occasion_id, {"purchaser_budget_total": Decimal(0)})

    assert used == {"CHF": False, "SEK": False, "NOK": True}
    assert await uow.budgets.any_in("CHF")
