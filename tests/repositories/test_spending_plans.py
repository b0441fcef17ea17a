"""How lists and sums of expenses are found: by an index in the order of the days, or by one that holds all it takes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from uuid_utils.compat import uuid7

from domain.expenses import Asked
from domain.periods import Period, containing
from repositories import models
from repositories.engine import Database
from repositories.schema import table_of
from repositories.unit_of_work import UnitOfWork
from tests.homes import Home, settle
from tests.repositories.test_plans import listening, plan_of, read_in_full, shown_as

MANY = 2000
DAY = date(2026, 11, 20)
NOVEMBER = Asked(containing(DAY, "month"))
BY_DAY, SUMS, TAGGED = "ix_expenses_family_id_date", "ix_expenses_sums", "ix_expenses_tagged"
OF_CATEGORY = ("ix_expenses_category_id", "ix_recurring_expenses_category_id", "ix_budgets_category_id")
Ask = Callable[[UnitOfWork, Home, Asked], Awaitable[Any]]

PLANS: dict[str, tuple[Ask, Asked, tuple[str, ...]]] = {
    "a page": (lambda uow, _home, asked: uow.spendings.list_page(asked, [7, 8], 8, 16), NOVEMBER, (BY_DAY,)),
    "a page of somebody's": (
        lambda uow, home, asked: uow.spendings.list_page(
            replace(asked, person_id=home.mom.id, user_id=home.user.id), [], 8, 0
        ),
        NOVEMBER,
        (BY_DAY,),
    ),
    "a sum": (lambda uow, _home, asked: uow.spendings.totals(asked), NOVEMBER, (SUMS,)),
    "a sum over an amount": (
        lambda uow, _home, asked: uow.spendings.totals(asked),
        replace(NOVEMBER, over=Decimal(5), currency="USD"),
        (SUMS,),
    ),
    "a sum of a tag": (lambda uow, _home, asked: uow.spendings.totals(asked), replace(NOVEMBER, tag="x"), (TAGGED,)),
    "the latest day": (lambda uow, _home, asked: uow.spendings.last_day(asked), Asked(tag="x"), (TAGGED,)),
    "the sums of categories": (
        lambda uow, _home, _asked: uow.reports.by_category(Period(DAY, DAY + timedelta(days=9)), "USD"),
        NOVEMBER,
        (SUMS,),
    ),
    "what counts for limits": (
        lambda uow, _home, _asked: uow.limits.sums([containing(DAY, "month"), containing(DAY, "week")]),
        NOVEMBER,
        (SUMS,),
    ),
    "whether a category is in use": (
        lambda uow, _home, _asked: uow.category_uses.any_of(uuid7()),
        NOVEMBER,
        OF_CATEGORY,
    ),
}


async def crowd(uow: UnitOfWork, number: int) -> Home:
    """Make a family that has spent much over many days, a little of it with tags."""
    home = await settle(uow, number)
    category = await uow.categories.create(name="Food", color="#ef4444")
    common = {"family_id": home.family.id, "user_id": home.user.id, "category_id": category.id, "currency": "USD"}
    days = [
        {
            **common,
            "date": DAY - timedelta(days=at % 700),
            "amount": Decimal(1 + at % 90),
            "tags": ["x"] * (not at % 40),
        }
        for at in range(MANY)
    ]
    await uow.execute(insert(table_of(models.Expense)), days)
    return home


async def test_what_was_spent_is_found_by_the_index_made_for_it(database: Database, uow: UnitOfWork) -> None:
    homes = [await crowd(uow, number) for number in range(10, 13)]
    home = homes[-1]
    home.enter(uow)
    engine = uow.connection.dialect.name
    if engine == "postgresql":
        await uow.connection.exec_driver_sql("ANALYZE")
    for question, (ask, asked, indexes) in PLANS.items():
        with listening(database) as heard:
            await ask(uow, home, asked)

        [plan] = [await plan_of(uow, *one) for one in heard if one[0].startswith("SELECT")]

        # As long as nothing was vacuumed, PostgreSQL may as well read the rows themselves, in the order of the days.
        also = plan.replace(BY_DAY, SUMS) if engine == "postgresql" else ""
        missing = [index for index in indexes if shown_as(index, engine) not in plan + also]
        assert (question, missing, read_in_full(plan)) == (question, [], []), plan
        assert "TEMP B-TREE FOR ORDER" not in plan, plan
        assert (SUMS in indexes) <= ("COVERING INDEX" in plan or engine == "postgresql"), plan


async def test_a_category_with_thousands_of_expenses_moves_in_a_few_statements(
    database: Database, uow: UnitOfWork
) -> None:
    home = await crowd(uow, 20)
    [food] = [one for one in await uow.categories.list_all() if one.name == "Food"]
    other = await uow.categories.create(name="Meals", color="#ef4444")
    uow.effects.clear()

    with listening(database) as heard:
        moved = await uow.category_uses.move(food.id, other.id)

    home.enter(uow)
    assert moved == len(uow.effects) == MANY
    assert len(heard) == 2
    assert not await uow.category_uses.any_of(food.id)
