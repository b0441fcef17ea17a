"""Whatever limits are set one after the other, on each day holds the one that was told last for it."""

import random
from datetime import date, timedelta
from decimal import Decimal

from domain.families import Family
from domain.limits import Limit
from repositories.unit_of_work import UnitOfWork
from services.limit_settings import Told, arrange
from tests.databases import Databases, opened
from tests.homes import settle

TODAY = date(2026, 11, 20)
SPAN = 120


def holding(limits: list[Limit], day: date) -> Decimal | None:
    """What may be spent by the limits that hold on a day: there is one at most."""
    held = [one.amount for one in limits if one.holds(day)]
    assert len(held) <= 1
    return held[0] if held else None


async def test_each_day_has_the_limit_that_was_told_last_for_it(sqlite: Databases) -> None:
    chance = random.Random(5)
    with sqlite.migrated() as url:
        async with opened(url) as database:
            for number in range(1, 13):
                async with database.begin() as uow:
                    home = await settle(uow, number)
                    await told_at_random(home.enter(uow), home.family, chance)


async def told_at_random(uow: UnitOfWork, family: Family, chance: random.Random) -> None:
    """Set limits for stretches of days, and compare with a plain list of days."""
    model: dict[date, Decimal] = {}
    for amount in range(1, 9):
        since = TODAY + timedelta(days=chance.randrange(SPAN))
        until = chance.choice([None, since + timedelta(days=chance.randrange(SPAN // 2))])
        day = since
        while day <= (until or TODAY + timedelta(days=2 * SPAN)):
            model[day] = Decimal(amount)
            day += timedelta(days=1)
        await arrange(uow, family, Told(None, Decimal(amount), "weekly", since, until))

        limits = [one.limit for one in await uow.limits.list_all()]
        for shift in range(-2, 2 * SPAN):
            day = TODAY + timedelta(days=shift)
            assert holding(limits, day) == model.get(day)
        assert sum(one.end_date is None for one in limits) <= 1
