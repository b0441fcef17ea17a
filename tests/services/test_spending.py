"""What is kept of the gifts beside the budgets: computed anew each time, up to the largest sum, or refused whole."""

import re

import pytest
from sqlalchemy import func, select

from repositories.schema import Model
from repositories.unit_of_work import UnitOfWork
from tests.chat import Chat, Town
from tests.databases import execute

MOST = "99999999.99"
TOO_MUCH = "Together that is more than a budget can hold. Nothing was changed."
WRITTEN_ALWAYS = {"messages", "conversations"}


@pytest.fixture
async def family(chat: Chat) -> Chat:
    """Ann and Ben, who buy, and Mom, who is not on Telegram, and whose budget has no limit."""
    await chat.knows("mom")
    await chat.says("/iam ann")
    await chat.says("/iam ben", by="Ben")
    await chat.says("/budget mom christmas none")
    return chat


async def figures(chat: Chat) -> str:
    """What is spent and planned for Mom."""
    found = re.search(r"Spent (\S+) · planned (\S+)", await chat.says("/budget mom christmas"))
    return f"{found[1]} {found[2]}" if found else "nothing"


async def counted(town: Town) -> dict[str, int]:
    """How many rows each table holds, but for what is heard and said."""

    async def count(uow: UnitOfWork) -> dict[str, int]:
        tables = [table for name, table in Model.metadata.tables.items() if name not in WRITTEN_ALWAYS]
        return {
            table.name: (await uow.execute(select(func.count()).select_from(table))).scalar_one() for table in tables
        }

    return await town.bot.ledger.enter(count)


async def test_all_that_a_budget_can_hold_fits(family: Chat) -> None:
    await family.says(f"/gift mom christmas house {MOST}")
    assert await figures(family) == "$0.00 $99,999,999.99"

    await family.presses("✅")

    assert await figures(family) == "$99,999,999.99 $0.00"


@pytest.mark.parametrize(
    "said",
    [
        "/gift mom christmas key 0.01",
        "/bought mom christmas key 0.01",
        "/gift mom,zoe christmas key 0.02",
        "/bought zoe,mom,tim christmas 2x key 0.01",
        f"/gift zoe easter 2x house {MOST}",
        "/idea zoe easter 999x gold 1000000",
    ],
)
async def test_more_than_a_budget_can_hold_is_refused_and_nothing_of_it_stays(
    town: Town, family: Chat, said: str
) -> None:
    await family.says(f"/gift mom christmas house {MOST}")
    before = await counted(town)

    assert await town.private("Ben").says(said) == TOO_MUCH

    assert await counted(town) == before
    assert await figures(family) == "$0.00 $99,999,999.99"


async def test_what_no_longer_fits_is_not_brought_back(family: Chat) -> None:
    await family.says(f"/gift mom christmas house {MOST}")
    await family.presses("🗑")
    await family.says("/gift mom christmas key 0.01", by="Ben")

    assert await family.says("/undo") == TOO_MUCH
    assert await figures(family) == "$0.00 $0.01"

    await family.says("/undo", by="Ben")
    assert (await family.says("/undo")).startswith("↩️ Taken back")
    assert await figures(family) == "$0.00 $99,999,999.99"


async def test_a_price_that_no_longer_fits_is_not_gone_back_to(family: Chat) -> None:
    await family.says(f"/gift mom christmas house {MOST}")
    await family.says("/bought mom christmas house 1")
    await family.says("/bought mom christmas key 1", by="Ben")

    assert await family.says("/undo") == TOO_MUCH
    assert await figures(family) == "$2.00 $0.00"


async def test_a_plan_is_not_taken_back_from_under_what_was_bought_of_it(family: Chat) -> None:
    await family.says("/idea mom christmas 3x candle 5", by="Mom")
    await family.presses("🛒 Plan it")
    await family.says("/bought mom christmas 1x candle", by="Ben")

    assert (await family.says("/undo")).startswith("That cannot be taken back any more")
    assert await figures(family) == "$5.00 $10.00"


async def test_what_was_stored_wrong_is_right_after_the_next_gift(town: Town, family: Chat) -> None:
    await family.says("/bought mom christmas scarf 40")
    await execute(town.settings.database_url, "UPDATE person_occasions SET budget_spent = 7, budget_planned = 8")

    await family.says("/gift mom christmas teapot 5")

    assert await figures(family) == "$40.00 $5.00"
