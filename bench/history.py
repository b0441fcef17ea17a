"""What families leave behind over the years: rows by the thousand, so that it shows what a command's cost grows with.

The families that are measured have their share of all. As in life, most of it lies behind them: for the occasion
that they are shopping for a family has a usual number of gifts, however many it had for those before. Every gift costs
nothing (it was handed down), so that the stored figures stay true. The statements are the same on both engines.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from repositories.engine import Database

NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"
OTHER_USERS = 900_000_000
OTHER_MESSAGES = 1_000_000_000
MESSAGES_EACH = 5
FORMER_YEARS = 4
GIFTS_AHEAD = 10
"""How many gifts a family has for the occasion that it is shopping for."""

GIFTS_FOR_AN_EXPENSE = 5


@dataclass(frozen=True)
class Past:
    """How much there is in a database."""

    families: int
    gifts: int

    def __str__(self) -> str:
        return f"{self.families:,} families, {self.gifts:,} gifts"


async def fill(url: str, past: Past) -> None:
    """Fill a database in which the families to be measured are, each with everybody's budget for one Christmas."""
    async with _opened(url) as connection:
        [measured] = (await connection.execute(text("SELECT count(*) FROM families"))).one()
        await _lengthen(connection)
        for statement in (*_families(measured, past.families), _LINKS):
            await connection.exec_driver_sql(statement)
        ahead = min(past.families * GIFTS_AHEAD, past.gifts)
        for statement in (*_gifts("<", 0, past.gifts - ahead), *_gifts("=", past.gifts - ahead, ahead)):
            await connection.exec_driver_sql(statement)
        await connection.exec_driver_sql(_expenses(past.gifts // GIFTS_FOR_AN_EXPENSE))


async def trim(url: str, past: Past) -> None:
    """Take back what families have bought since, so that the next measurement finds them as this one did."""
    async with _opened(url) as connection:
        for statement in _TRIM:
            await connection.exec_driver_sql(statement.format(gifts=past.gifts))


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[AsyncConnection]:
    database = Database(url)
    try:
        async with database.engine.begin() as connection:
            yield connection
    finally:
        await database.close()


async def _lengthen(connection: AsyncConnection) -> None:
    """Let the families there are have celebrated the same occasion in former years."""
    [this_year] = (await connection.execute(text("SELECT max(date) AS date FROM occasions").columns(date=Date))).one()
    for year in range(this_year.year - FORMER_YEARS, this_year.year):
        await connection.execute(_FORMER, {"this": this_year, "former": date(year, 12, 25)})


def _families(measured: int, families: int) -> Iterator[str]:
    """Add families up to a number, each like the first, with an account, a chat and something said in it."""
    if measured < families:
        numbers = NUMBERS.format(count=families - measured)
        yield f"INSERT INTO families (name) {numbers} SELECT 'Family ' || n FROM numbers"
        yield from (_written(statement) for statement in _OF_OTHERS)


def _written(statement: str) -> str:
    others = "family.id > (SELECT max(family_id) FROM members)"
    model = "model.family_id = (SELECT min(id) FROM families)"
    return statement.format(others=others, model=model, users=OTHER_USERS, messages=OTHER_MESSAGES)


def _gifts(when: str, before: int, gifts: int) -> Iterator[str]:
    """Spread gifts over everybody's occasions before the latest one, or over those of its day; keys count from 1."""
    links = f"""
        SELECT link.family_id, person_id, occasion_id, row_number() OVER (ORDER BY link.id) AS place
        FROM person_occasions AS link JOIN occasions AS occasion ON occasion.id = link.occasion_id
        WHERE occasion.date {when} (SELECT max(date) FROM occasions)"""
    spread = _spread(links, before, gifts)
    yield f"""
        INSERT INTO gifts (family_id, occasion_id, title, price, quantity_bought, stage) {spread}
        SELECT family_id, occasion_id, 'Gift ' || number, 0, 1, 'bought' FROM spread ORDER BY number"""
    yield f"""
        INSERT INTO gift_people (family_id, gift_id, person_id) {spread}
        SELECT family_id, number, person_id FROM spread"""


def _expenses(expenses: int) -> str:
    """Spread expenses over everybody who has an account, on the days of former occasions."""
    links = """
        SELECT member.family_id, member.user_id, category.id AS category_id, occasion.date,
            row_number() OVER (ORDER BY member.family_id, occasion.date, member.user_id) AS place
        FROM members AS member
        JOIN categories AS category ON category.family_id = member.family_id AND category.name_key = 'food'
        JOIN occasions AS occasion ON occasion.family_id = member.family_id
        WHERE occasion.date < (SELECT max(date) FROM occasions)"""
    return f"""
        INSERT INTO expenses
            (family_id, user_id, category_id, amount, currency, date, description, description_key, word)
        {_spread(links, 0, expenses)}
        SELECT family_id, user_id, category_id, 1, 'USD', date, 'Past ' || number, 'past ' || number, 'past'
        FROM spread ORDER BY number"""


def _spread(links: str, before: int, count: int) -> str:
    """Number so many things, and give them one after the other to those who have a place."""
    return f"""
        WITH RECURSIVE links AS ({links}
        ), all_of_them(count) AS (
            SELECT count(*) FROM links
        ), rounds(given) AS (
            SELECT 0 * count FROM all_of_them UNION ALL
            SELECT given + count FROM rounds CROSS JOIN all_of_them WHERE given + count < {count}
        ), spread AS (
            SELECT {before} + given + place AS number, links.* FROM rounds CROSS JOIN links
            WHERE given + place <= {count}
        )"""


_FORMER = text(
    "INSERT INTO occasions (family_id, series_id, name, name_key, kind, date, rolled_over_at)"
    " SELECT family_id, series_id, name, name_key, kind, :former, created_at FROM occasions WHERE date = :this"
).bindparams(bindparam("former", type_=Date), bindparam("this", type_=Date))
_OF_OTHERS = (
    """
    INSERT INTO users (telegram_user_id, full_name)
    SELECT {users} + family.id, 'Somebody' FROM families AS family WHERE {others}
    """,
    """
    INSERT INTO conversations (family_id, telegram_chat_id, kind, user_id)
    SELECT family.id, someone.telegram_user_id, 'private', someone.id FROM families AS family
    JOIN users AS someone ON someone.telegram_user_id = {users} + family.id WHERE {others}
    """,
    """
    INSERT INTO persons (family_id, name, name_key, presence)
    SELECT family.id, model.name, model.name_key, model.presence FROM families AS family
    JOIN persons AS model ON {model} WHERE {others}
    """,
    """
    INSERT INTO occasion_series (family_id, name, name_key, rule)
    SELECT family.id, model.name, model.name_key, model.rule FROM families AS family
    JOIN occasion_series AS model ON {model} WHERE {others}
    """,
    """
    INSERT INTO occasions (family_id, series_id, name, name_key, kind, date, rolled_over_at)
    SELECT family.id, series.id, model.name, model.name_key, model.kind, model.date, model.rolled_over_at
    FROM families AS family
    JOIN occasions AS model ON {model}
    JOIN occasion_series AS series ON series.family_id = family.id WHERE {others}
    """,
    """
    INSERT INTO categories (family_id, name, name_key, is_default, of_gifts)
    SELECT family.id, model.name, model.name_key, model.is_default, model.of_gifts FROM families AS family
    JOIN categories AS model ON {model} WHERE {others}
    """,
    f"""
    INSERT INTO messages (family_id, conversation_id, user_id, role, content, telegram_chat_id, telegram_message_id)
    {NUMBERS.format(count=MESSAGES_EACH)}
    SELECT chat.family_id, chat.id, chat.user_id, 'user', '/budgets', chat.telegram_chat_id, {{messages}} + n
    FROM conversations AS chat CROSS JOIN numbers WHERE chat.telegram_chat_id > {{users}}
    """,
    # Last, for who is a member tells the families measured from the others.
    """
    INSERT INTO members (family_id, user_id, role)
    SELECT family_id, user_id, 'owner' FROM conversations WHERE telegram_chat_id > {users}
    """,
)
_LINKS = """
    INSERT INTO person_occasions (family_id, person_id, occasion_id, recipient_budget_total)
    SELECT person.family_id, person.id, occasion.id, (SELECT max(recipient_budget_total) FROM person_occasions)
    FROM persons AS person
    JOIN occasions AS occasion ON occasion.family_id = person.family_id
    WHERE NOT EXISTS (
        SELECT 1 FROM person_occasions AS known WHERE known.person_id = person.id AND known.occasion_id = occasion.id
    )
    ORDER BY person.family_id
"""
_TRIM = (
    "DELETE FROM expenses WHERE word <> 'past'",
    "DELETE FROM gifts WHERE id > {gifts}",
    "DELETE FROM occasions WHERE date > (SELECT date FROM occasions ORDER BY id LIMIT 1)",
    "UPDATE person_occasions SET budget_spent = 0 WHERE budget_spent > 0",
)
