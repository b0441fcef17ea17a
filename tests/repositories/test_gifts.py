"""What a person's gifts add up to, read from the tables."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from domain.budgets import PersonBudgetResult
from repositories import models
from repositories.schema import table_of
from repositories.unit_of_work import UnitOfWork
from tests.homes import Home

GIFTS, ROLES = table_of(models.Gift), table_of(models.GiftPerson)


async def give(uow: UnitOfWork, home: Home, *roles: tuple[int, str], **facts: Any) -> None:
    """Put a planned scarf of 40 into the tables, with its people."""
    scarf = {"title": "Scarf", "occasion_id": home.christmas.id, "price": Decimal(40), "stage": "planned"}
    made = await uow.execute(insert(GIFTS).returning(GIFTS.c.id), {"family_id": home.family.id, **scarf, **facts})
    gift = made.scalar_one()
    for person_id, role in roles:
        values = {"family_id": home.family.id, "gift_id": gift, "person_id": person_id, "role": role}
        await uow.execute(insert(ROLES), values)


async def test_nobody_has_gifts_at_first(uow: UnitOfWork, home: Home) -> None:
    assert await uow.gifts.get_gift_budget(home.mom.id) == PersonBudgetResult(home.mom.id, None)


async def test_a_gift_counts_once_in_a_role_however_it_is_linked(uow: UnitOfWork, home: Home) -> None:
    mom = home.mom.id
    dad = (await uow.people.create(name="Dad", name_key="dad")).id
    await give(uow, home, (mom, "recipient"), (dad, "recipient"), (dad, "purchaser"), purchaser_id=dad)

    assert await uow.gifts.get_gift_budget(dad) == PersonBudgetResult(
        dad,
        None,
        assigned_count=1,
        assigned_total=Decimal(20),
        to_purchase_count=1,
        to_purchase_total=Decimal(40),
    )
    assert (await uow.gifts.get_gift_budget(mom)).assigned_total == 20


async def test_the_whole_of_a_gift_is_shared_though_only_one_is_asked_about(uow: UnitOfWork, home: Home) -> None:
    names = ["Dad", "Eve"]
    others = [(await uow.people.create(name=name, name_key=name.lower())).id for name in names]
    await give(uow, home, *((person, "recipient") for person in (home.mom.id, *others)), price=Decimal(10))

    parts = [(await uow.gifts.get_gift_budget(person)).assigned_total for person in (home.mom.id, *others)]

    assert parts == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]


async def test_one_occasion_is_a_part_of_all_of_them(uow: UnitOfWork, home: Home) -> None:
    mom = home.mom.id
    easter = await uow.occasions.create(name="Easter", name_key="easter", kind="holiday", date=None)
    await give(uow, home, (mom, "recipient"))
    await give(uow, home, (mom, "recipient"), occasion_id=easter.id, quantity=2, quantity_bought=2, stage="bought")
    await give(uow, home, (mom, "recipient"), occasion_id=None)

    everywhere = await uow.gifts.get_gift_budget(mom)
    at_easter = await uow.gifts.get_gift_budget(mom, easter.id)

    assert [everywhere.assigned_count, everywhere.assigned_total] == [3, 160]
    assert replace(at_easter, occasion_id=None) == PersonBudgetResult(
        mom, None, assigned_count=1, assigned_total=Decimal(80), bought_count=1, bought_total=Decimal(80)
    )


async def test_another_familys_gifts_do_not_count(uow: UnitOfWork, homes: list[Home]) -> None:
    mine, theirs = homes
    await give(uow, theirs, (theirs.mom.id, "recipient"))
    await give(uow, theirs, (mine.mom.id, "recipient"))

    assert (await uow.gifts.get_gift_budget(theirs.mom.id)).assigned_count == 0
    assert (await uow.gifts.get_gift_budget(mine.mom.id)).assigned_count == 0
