"""What families leave behind over the years: rows by the thousand, so that it shows what a command's cost grows with.

The families that are measured have their share of all. Every gift costs nothing (it was handed down), so that the
stored figures stay true. The statements are the same on both engines.
"""

from collections.abc import Iterator
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
RELATIVES = ("Dad", "Grandma", "Ben")


@dataclass(frozen=True)
class Past:
    """How much there is in a database."""

    families: int
    gifts: int

    def __str__(self) -> str:
        return f"{self.families:,} families, {self.gifts:,} gifts"


async def fill(url: str, past: Past) -> None:
    """Fill a database in which the families to be measured are, each with Mom's budget for one Christmas."""
    database = Database(url)
    try:
        async with database.engine.begin() as connection:
            [measured] = (await connection.execute(text("SELECT count(*) FROM families"))).one()
            await _lengthen(connection)
            for statement in (*_families(measured, past.families), _LINKS):
                await connection.exec_driver_sql(statement)
            [links] = (await connection.execute(text("SELECT count(*) FROM person_occasions"))).one()
            for statement in _gifts(links, past.gifts):
                await connection.exec_driver_sql(statement)
    finally:
        await database.close()


async def _lengthen(connection: AsyncConnection) -> None:
    """Give the families there are more people, and the same occasion in former years."""
    for name in RELATIVES:
        await connection.exec_driver_sql(
            "INSERT INTO persons (family_id, name, name_key, presence)"
            f" SELECT id, '{name}', '{name.lower()}', 'offline' FROM families"
        )
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


def _gifts(links: int, gifts: int) -> Iterator[str]:
    """Spread gifts over all people and occasions."""
    numbered = (
        f"{NUMBERS.format(count=gifts)}, links AS ("
        "SELECT family_id, person_id, occasion_id, row_number() OVER (ORDER BY id) - 1 AS place FROM person_occasions)"
    )
    spread = f"FROM numbers JOIN links ON links.place = n % {links}"
    yield (
        f"INSERT INTO gifts (id, family_id, occasion_id, title, price, quantity_bought, stage) {numbered}"
        " SELECT n, family_id, occasion_id, 'Gift ' || n, 0, n % 2, CASE n % 2 WHEN 0 THEN 'planned' ELSE 'bought' END"
        f" {spread}"
    )
    yield f"INSERT INTO gift_people (family_id, gift_id, person_id) {numbered} SELECT family_id, n, person_id {spread}"


_FORMER = text(
    "INSERT INTO occasions (family_id, series_id, name, name_key, kind, date)"
    " SELECT family_id, series_id, name, name_key, kind, :former FROM occasions WHERE date = :this"
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
    INSERT INTO occasions (family_id, series_id, name, name_key, kind, date)
    SELECT family.id, series.id, model.name, model.name_key, model.kind, model.date FROM families AS family
    JOIN occasions AS model ON {model}
    JOIN occasion_series AS series ON series.family_id = family.id WHERE {others}
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
    INSERT INTO person_occasions (family_id, person_id, occasion_id)
    SELECT person.family_id, person.id, occasion.id FROM persons AS person
    JOIN occasions AS occasion ON occasion.family_id = person.family_id
    WHERE NOT EXISTS (
        SELECT 1 FROM person_occasions AS known WHERE known.person_id = person.id AND known.occasion_id = occasion.id
    )
    ORDER BY person.family_id
"""
