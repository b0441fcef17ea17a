"""Gifts as the tables hold them, and what a person's gifts add up to."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.budgets import PersonBudgetResult
from domain.gifts import Gift, GiftRole, Part
from domain.secrets import OPEN
from repositories.unit_of_work import UnitOfWork
from tests.homes import Home
from tests.journal import rows

LAST_YEAR = date(2025, 4, 20)


async def give(uow: UnitOfWork, home: Home, *roles: tuple[int, GiftRole, int | None], **facts: Any) -> Gift:
    """Plan a scarf of 40 with its people, and the amounts that are theirs."""
    parts: list[tuple[GiftRole, Part]] = [
        (role, (person, None if amount is None else Decimal(amount))) for person, role, amount in roles
    ]
    scarf = {"title": "Scarf", "occasion_id": home.christmas.id, "price": Decimal(40), "stage": "planned"}
    return await uow.gifts.create(parts, **scarf | {"currency": home.family.currency} | facts)


@pytest.fixture(autouse=True)
def all_eyes(uow: UnitOfWork) -> None:
    """Let nothing be a secret: what is one where is looked at elsewhere."""
    uow.eyes = OPEN


@pytest.fixture
async def dad(uow: UnitOfWork) -> int:
    """Somebody who buys."""
    return (await uow.people.create(name="Dad", name_key="dad")).id


async def test_nobody_has_gifts_at_first(uow: UnitOfWork, home: Home) -> None:
    assert await uow.gifts.get_gift_budget(home.mom.id) == PersonBudgetResult(home.mom.id, None)


async def test_a_gift_is_found_as_it_was_made_however_one_looks(uow: UnitOfWork, home: Home, dad: int) -> None:
    mom = home.mom.id
    made = await give(uow, home, (dad, "contributor", 15), (mom, "recipient", None), purchaser_id=dad, quantity=2)

    assert made.recipients == ((mom, None),)
    assert made.pledges == ((dad, Decimal(15)),)
    found = replace(made, day=home.christmas.date)
    assert await uow.gifts.get_by_id(made.id) == found
    assert await uow.gifts.list_by_person(mom) == await uow.gifts.list_by_person(dad) == [found]
    assert await uow.gifts.list_by_occasions([home.christmas.id]) == [found]


async def test_what_was_removed_is_nowhere_to_be_found(uow: UnitOfWork, home: Home, dad: int) -> None:
    gift = await give(uow, home, (home.mom.id, "recipient", None), (dad, "purchaser", None), stage="bought")
    await uow.gifts.update(gift.id, removed_at=uow.now)

    assert await uow.gifts.get_by_id(gift.id) is None
    assert await uow.gifts.list_by_occasions([home.christmas.id]) == []
    assert await uow.gifts.list_by_person(dad) == []
    assert await uow.gifts.get_gift_budget(home.mom.id) == PersonBudgetResult(home.mom.id, None)
    assert await uow.gifts.touched_by([gift.id]) == ({home.mom.id}, {home.christmas.id})


async def test_for_no_occasions_there_are_no_gifts(uow: UnitOfWork, home: Home) -> None:
    await give(uow, home, (home.mom.id, "recipient", None))

    assert await uow.gifts.list_by_occasions([]) == []
    assert await uow.gifts.touched_by([]) == (set(), set())


async def test_who_stays_with_a_gift_keeps_their_row(uow: UnitOfWork, home: Home, dad: int) -> None:
    mom, eve = home.mom.id, (await uow.people.create(name="Eve", name_key="eve")).id
    gift = await give(uow, home, (mom, "recipient", None), (dad, "recipient", 5), (mom, "contributor", 1))
    [of_mom, _, pledge] = await rows(uow, "gift_people")

    await uow.gifts.set_parts(gift.id, "recipient", [(mom, Decimal(7)), (eve, None)])

    found = {row["id"]: (row["person_id"], row["role"], row["amount"]) for row in await rows(uow, "gift_people")}
    assert found.pop(of_mom["id"]) == (mom, "recipient", 7)
    assert found.pop(pledge["id"]) == (mom, "contributor", 1)
    assert list(found.values()) == [(eve, "recipient", None)]


async def test_a_gift_counts_once_in_a_role_however_it_is_linked(uow: UnitOfWork, home: Home, dad: int) -> None:
    mom = home.mom.id
    both: tuple[tuple[int, GiftRole, None], ...] = ((mom, "recipient", None), (dad, "recipient", None))
    await give(uow, home, *both, (dad, "purchaser", None), (dad, "contributor", 5), purchaser_id=dad)

    assert await uow.gifts.get_gift_budget(dad) == PersonBudgetResult(
        dad,
        None,
        assigned_count=1,
        assigned_total=Decimal(20),
        to_purchase_count=1,
        to_purchase_total=Decimal(40),
    )
    assert (await uow.gifts.get_gift_budget(mom)).assigned_total == 20


async def test_who_only_chips_in_neither_gets_nor_buys_it(uow: UnitOfWork, home: Home, dad: int) -> None:
    await give(uow, home, (home.mom.id, "recipient", None), (dad, "contributor", 15))

    assert await uow.gifts.get_gift_budget(dad) == PersonBudgetResult(dad, None)


async def test_the_whole_of_a_gift_is_shared_though_only_one_is_asked_about(
    uow: UnitOfWork, home: Home, dad: int
) -> None:
    eve = (await uow.people.create(name="Eve", name_key="eve")).id
    everybody = (home.mom.id, dad, eve)
    await give(uow, home, *((person, "recipient", None) for person in everybody), price=Decimal(10))

    parts = [(await uow.gifts.get_gift_budget(person)).assigned_total for person in everybody]

    assert parts == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]


async def test_one_occasion_is_a_part_of_all_of_them(uow: UnitOfWork, home: Home) -> None:
    mom = home.mom.id
    easter = await uow.occasions.create(name="Easter", name_key="easter", kind="holiday", date=None)
    await give(uow, home, (mom, "recipient", None))
    await give(
        uow, home, (mom, "recipient", None), occasion_id=easter.id, quantity=2, quantity_bought=2, stage="bought"
    )
    await give(uow, home, (mom, "recipient", None), occasion_id=None)

    everywhere = await uow.gifts.get_gift_budget(mom)
    at_easter = await uow.gifts.get_gift_budget(mom, easter.id)

    assert [everywhere.assigned_count, everywhere.assigned_total] == [3, 160]
    assert replace(at_easter, occasion_id=None) == PersonBudgetResult(
        mom, None, assigned_count=1, assigned_total=Decimal(80), bought_count=1, bought_total=Decimal(80)
    )


async def test_earlier_gifts_are_those_of_the_latest_that_were_bought_for_other_occasions(
    uow: UnitOfWork, home: Home, dad: int
) -> None:
    mom = home.mom.id
    past = await uow.occasions.create(name="Easter", name_key="easter", kind="holiday", date=LAST_YEAR)
    undated = await uow.occasions.create(name="Someday", name_key="someday", kind="other", date=None)
    for title, occasion, stage in (
        ("Hat", past, "bought"),
        ("Gloves", past, "received"),
        ("Plan", past, "planned"),
        ("Undated", undated, "bought"),
        ("Now", home.christmas, "bought"),
    ):
        told = {"title": title, "occasion_id": occasion.id, "stage": stage}
        await give(uow, home, (mom, "recipient", None), (dad, "purchaser", None), **told)

    found = await uow.gifts.list_earlier(mom, home.christmas.id, 10)

    assert [title for _, title, *_ in found] == ["Gloves", "Hat"]
    assert found[0][1:] == ("Gloves", "Easter", LAST_YEAR)
    assert await uow.gifts.list_earlier(mom, home.christmas.id, 4) == found[:1]
    assert await uow.gifts.list_earlier(dad, home.christmas.id, 10) == []


async def test_figures_are_those_of_the_people_and_occasions_asked_for(uow: UnitOfWork, home: Home, dad: int) -> None:
    christmas = home.christmas.id
    links = [await uow.budgets.link(person, christmas, "EUR") for person in (home.mom.id, dad)]

    await uow.figures.change((link.id, Decimal("1.23"), Decimal(number)) for number, link in enumerate(links))

    [found], _ = await uow.figures.lock([dad], [christmas])
    assert (found.person_id, found.budget_spent, found.budget_planned) == (dad, Decimal("1.23"), Decimal(1))
    assert await uow.figures.lock([dad], [christmas + 1]) == ([], False)


async def test_another_familys_gifts_are_not_found(uow: UnitOfWork, homes: list[Home]) -> None:
    mine, theirs = homes
    theirs.enter(uow)
    gift = await give(uow, theirs, (theirs.mom.id, "recipient", None), (mine.mom.id, "recipient", None))
    await uow.budgets.link(theirs.mom.id, theirs.christmas.id, "EUR")
    mine.enter(uow)

    assert await uow.gifts.get_by_id(gift.id) is None
    assert await uow.gifts.list_by_occasions([theirs.christmas.id]) == []
    assert await uow.gifts.touched_by([gift.id]) == (set(), set())
    assert await uow.figures.lock([theirs.mom.id], [theirs.christmas.id]) == ([], False)
    assert (await uow.gifts.get_gift_budget(theirs.mom.id)).assigned_count == 0
    assert (await uow.gifts.get_gift_budget(mine.mom.id)).assigned_count == 0
