from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, Text, func, insert, literal_column, make_url, select
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from repositories import models
from repositories.types import Moment, Money

DIALECTS: list[Dialect] = [make_url(f"{name}://").get_dialect()() for name in ("sqlite", "postgresql+asyncpg")]
HIGHEST = Decimal("99999999.99")

gifts, users, families = (models.Family.metadata.tables[name] for name in ("gifts", "users", "families"))


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[AsyncConnection]:
    """A transaction on a database with one family in it."""
    async with create_async_engine(database_url, poolclass=NullPool).begin() as connection:
        await connection.execute(insert(families).values(id=1, name="Home"))
        yield connection


async def buy(connection: AsyncConnection, *prices: Decimal) -> None:
    for price in prices:
        await connection.execute(insert(gifts).values(family_id=1, title="Scarf", price=price))


@pytest.mark.parametrize("price", [HIGHEST, Decimal("0.01"), Decimal("0.10"), Decimal(0)], ids=str)
async def test_money_comes_back_as_it_went_in(connection: AsyncConnection, price: Decimal) -> None:
    await buy(connection, price)

    found = (await connection.execute(select(gifts.c.price))).scalar_one()

    assert (found, str(found)) == (price, f"{price:.2f}")


async def test_sums_of_money_are_exact(connection: AsyncConnection) -> None:
    await buy(connection, HIGHEST, *[Decimal("0.1")] * 3, HIGHEST)

    total = (await connection.execute(select(func.sum(gifts.c.price)))).scalar_one()

    assert (total, type(total)) == (Decimal("200000000.28"), Decimal)


async def test_sqlite_keeps_money_as_whole_minor_units(connection: AsyncConnection) -> None:
    stored = {"sqlite": ("typeof(price)", "integer"), "postgresql": ("pg_typeof(price)::text", "numeric")}
    expression, expected = stored[connection.dialect.name]
    await buy(connection, Decimal("19.99"))

    found = (await connection.execute(select(literal_column(expression, Text)).select_from(gifts))).scalar_one()

    assert found == expected


@pytest.mark.parametrize("amount", ["0.001", "100000000", "-100000000", "99999999.995", "1E+40", "NaN", "Infinity"])
async def test_money_that_does_not_fit_is_refused_and_not_rounded(connection: AsyncConnection, amount: str) -> None:
    with pytest.raises(StatementError) as refused:
        await buy(connection, Decimal(amount))

    assert (type(refused.value.orig), str(refused.value.orig)) == (ValueError, f"{amount} does not fit NUMERIC(10,2)")


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(amount=st.decimals(-HIGHEST, HIGHEST, places=2))
def test_any_money_survives_the_way_in_and_out(dialect: Dialect, amount: Decimal) -> None:
    money = Money(10, 2)

    assert money.process_result_value(money.process_bind_param(amount, dialect), dialect) == amount


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(moment=st.datetimes(datetime(1970, 1, 2), datetime(9000, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - hypothesis wants its bounds naive
def test_any_moment_comes_back_in_utc(dialect: Dialect, moment: datetime) -> None:
    kept = Moment().process_result_value(Moment().process_bind_param(moment, dialect), dialect)

    assert kept is not None
    assert (kept, kept.tzinfo) == (moment.astimezone(UTC), UTC)


async def test_a_moment_comes_back_aware_to_the_microsecond(connection: AsyncConnection) -> None:
    moment = datetime(2026, 3, 29, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    await connection.execute(insert(gifts).values(family_id=1, title="Scarf", created_at=moment))

    found = (await connection.execute(select(gifts.c.created_at))).scalar_one()

    assert (found, found.tzinfo) == (moment, UTC)


async def test_a_moment_without_its_time_zone_is_refused(connection: AsyncConnection) -> None:
    naive = datetime(2026, 1, 2)  # noqa: DTZ001 - the very thing that is refused

    with pytest.raises(StatementError, match="has no time zone"):
        await connection.execute(insert(gifts).values(family_id=1, title="Scarf", created_at=naive))


async def test_the_present_moment_of_the_database_is_aware(connection: AsyncConnection) -> None:
    made, changed = (await connection.execute(select(families.c.created_at, families.c.updated_at))).one()

    assert (made.tzinfo, changed - made) == (UTC, timedelta())
    assert abs(made - datetime.now(UTC)) < timedelta(minutes=5)


async def test_a_uuid_comes_back_as_it_went_in(connection: AsyncConnection) -> None:
    identity = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    await connection.execute(insert(users).values(id=identity, telegram_user_id=1))

    assert (await connection.execute(select(users.c.id))).scalar_one() == identity


async def test_rows_made_by_hand_get_uuids_of_their_own(connection: AsyncConnection) -> None:
    for number in (1, 2):
        await connection.exec_driver_sql(f"INSERT INTO users (telegram_user_id) VALUES ({number})")

    identities = (await connection.execute(select(users.c.id))).scalars().all()

    assert all(isinstance(identity, UUID) for identity in identities)
    assert len(set(identities)) == 2


@pytest.mark.parametrize(
    "settings", [{}, {"name": "Мама ❤️", "amounts": ["0.10", None], "deep": {"a": [1, True]}}], ids=len
)
async def test_json_comes_back_as_it_went_in(connection: AsyncConnection, settings: dict[str, Any]) -> None:
    await connection.execute(families.update().values(settings=settings))

    assert (await connection.execute(select(families.c.settings))).scalar_one() == settings
