"""What the database adds up for a report, beside a plain model."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from uuid_utils.compat import uuid7

from domain.expenses import Category, Expense
from domain.periods import Period
from domain.reports import Report
from repositories import models
from repositories.schema import table_of
from repositories.unit_of_work import UnitOfWork
from services.reports import report_of
from tests.homes import Home

SEED, EXPENSES, PERIODS = 20261120, 250, 25
FIRST, LAST = date(2025, 11, 1), date(2026, 12, 31)
TODAY = date(2026, 11, 20)
TAGS = ("school", "trip", "größe")


def some_day(chance: Random) -> date:
    """Choose a day, now and then one of those at the ends of months."""
    day = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days + 1))
    return day if chance.random() < 0.5 else day.replace(day=chance.choice([1, 28]))


def spend(home: Home, chance: Random, categories: Sequence[Category]) -> Expense:
    """Make an expense by chance."""
    return Expense(
        id=uuid7(),
        user_id=home.user.id,
        person_id=chance.choice([None, home.mom.id]),
        category_id=chance.choice(categories).id,
        amount=Decimal(chance.choice([1, chance.randrange(1, 10**4), 10**11 + 1])).scaleb(-2),
        currency=chance.choice(["EUR", "EUR", "EUR", "USD"]),
        description="",
        date=some_day(chance),
        payment_method="other",
        tags=chance.sample(TAGS, chance.choice([0, 0, 1, 2])),
        notes=None,
        receipt=None,
        gift_id=None,
        recurring_id=None,
    )


def added_up(pairs: Sequence[tuple[Any, Decimal]]) -> dict[Any, Decimal]:
    """Add up what belongs together."""
    found: dict[Any, Decimal] = defaultdict(Decimal)
    for key, amount in pairs:
        found[key] += amount
    return dict(found)


def total(spent: Iterable[Expense]) -> Decimal:
    """Add up what was spent."""
    return sum((one.amount for one in spent), Decimal(0))


def expected(spent: Sequence[Expense], period: Period, own: Mapping[UUID | None, int | None]) -> list[Any]:
    """Add up by hand what a report must say."""
    within = [one for one in spent if one.date in period]
    euros = [one for one in within if one.currency == "EUR"]
    compared = period.compared(TODAY)
    before = [one for one in spent if compared and one.date in compared and one.currency == "EUR"]
    return [
        (total(euros), len(euros), total(one for one in euros if one.date <= TODAY), total(before)),
        added_up([(one.category_id, one.amount) for one in euros]),
        added_up([(one.category_id, one.amount) for one in before]),
        added_up([(one.person_id or own[one.user_id] or one.user_id, one.amount) for one in euros]),
        added_up([(tag, one.amount) for one in euros for tag in one.tags]),
        added_up([(one.currency, one.amount) for one in within if one.currency != "EUR"]),
    ]


def told(report: Report) -> list[Any]:
    """Take out of a report what it adds up."""
    return [
        astuple(report.total),
        {part.thing: part.sum.amount for part in report.categories if part.sum.amount},
        {part.thing: part.sum.before for part in report.categories if part.sum.before},
        {part.thing: part.sum.amount for part in report.members},
        {part.thing: part.sum.amount for part in report.tags},
        dict(report.others),
    ]


async def test_a_report_is_what_one_adds_up_by_hand(uow: UnitOfWork, homes: list[Home]) -> None:
    chance, spent = Random(SEED), dict[int, list[Expense]]()
    uow.now = uow.now.replace(year=TODAY.year, month=TODAY.month, day=TODAY.day)
    for home in homes:
        await home.enter(uow).categories.create_defaults()
        categories = await uow.categories.list_all()
        made = spent[home.family.id] = [spend(home, chance, categories) for _ in range(EXPENSES)]
        rows = [asdict(one) | {"family_id": home.family.id} for one in made]
        await uow.execute(insert(table_of(models.Expense)), rows)

    home = homes[0]
    home.enter(uow)
    for _ in range(PERIODS):
        since, until = sorted([some_day(chance), some_day(chance)])
        period = Period(since, until)
        view = await report_of(uow, home.family, [home.mom], period)

        mine = spent[home.family.id]
        assert told(view.report) == expected(mine, period, {home.user.id: home.mom.id}), period
        assert sum(point.amount for point in view.report.trend) == view.report.total.amount
        assert sum(part.share for part in view.report.categories) in {0, 100}
