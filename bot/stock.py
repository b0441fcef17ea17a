"""What a database begins with: categories for the families that lack them, or nothing at all."""

import asyncio
from dataclasses import dataclass

from bot.transfer import held_alone
from repositories.engine import Database
from repositories.failures import translated
from repositories.transfer import Transfer


@dataclass(frozen=True, slots=True)
class Seeded:
    """How many categories were made, and for how many of all families."""

    categories: int
    families: int
    all: int


def seed(url: str) -> Seeded:
    """Make the categories that every family begins with where they are missing."""
    return asyncio.run(_seed(url))


def reset(url: str) -> int:
    """Remove every row, unless the bot is running on them; tells how many there were."""
    return asyncio.run(_reset(url))


async def _seed(url: str) -> Seeded:
    database = Database(url)
    try:
        with translated():
            async with database.begin() as uow:
                made = []
                for family in await uow.families.list_all():
                    uow.family_id = family.id
                    made.append(await uow.categories.create_defaults())
                return Seeded(sum(made), len([count for count in made if count]), len(made))
    finally:
        await database.close()


async def _reset(url: str) -> int:
    async with held_alone(url) as uow:
        return await Transfer(uow).clear()
