"""A report of a year: what the database takes for it, with other years and other families beside it."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median
from time import perf_counter

from sqlalchemy import event, text

from bench.databases import Engine
from bench.history import NUMBERS
from bench.plan import Plan
from bench.samples import Spread, tell
from bench.tables import AtMost, judged, shown, table
from domain.periods import containing
from domain.secrets import OPEN
from repositories.engine import Database
from services.reports import report_of

YEAR = 2026
NOW = datetime(YEAR, 12, 31, 12, tzinfo=UTC)
EXPENSES = 100_000
OTHERS, OF_OTHERS = 1_000, 200
"""How many other families there are at the most, and how many expenses each of them has."""
TIMES = 5
"""How often a report is made in a round, besides once to warm up."""
WANTED = AtMost(50)
HEADS = ("", "statements", "database ms", "wanted")


@dataclass(frozen=True)
class Books:
    """What has been recorded: by the family that is reported of, in the year and before, and by how many others."""

    year: int
    before: int = 0
    others: int = 0

    def __str__(self) -> str:
        told = [f"{self.year:,} expenses", *([f"{self.before:,} the year before"] if self.before else [])]
        return ", ".join([*told, *([f"{self.others:,} other families"] if self.others else [])])


async def reports(plan: Plan) -> str:
    """Measure what the database takes for a report of a year."""
    others = min(plan.pasts[-1].families, OTHERS)
    books = [Books(EXPENSES), Books(EXPENSES, EXPENSES), Books(EXPENSES, EXPENSES, others)]
    rows = [row for engine in plan.engines for row in await _on(engine, books, plan.rounds)]
    return table(f"A report of a year, the middle of {plan.rounds * TIMES} (least–most)", HEADS, rows)


async def _on(engine: Engine, books: list[Books], rounds: int) -> list[list[str]]:
    """Fill the databases of one engine, each from the one before, measure on them in turns, and remove them."""
    urls: dict[Books, str] = {}
    source, filled = "empty", Books(0)
    for number, book in enumerate(books):
        urls[book] = await engine.copy(source, name := f"books{number}")
        await record(urls[book], filled, book)
        await engine.settle(name)
        tell(f"report: {engine.name} holds {book}")
        source, filled = name, book
    taken: dict[Books, list[tuple[int, float]]] = {book: [] for book in books}
    for _ in range(rounds):
        for book, url in urls.items():
            taken[book] += await measured(url)
    for number in range(len(books)):
        await engine.drop(f"books{number}")
    return [_row(f"{engine.name:<10} {book}", found) for book, found in taken.items()]


def _row(name: str, found: list[tuple[int, float]]) -> list[str]:
    times = [milliseconds for _, milliseconds in found]
    spread = Spread(median(times), min(times), max(times))
    return [name, str(found[0][0]), shown(spread, 1, full=True), judged(spread, WANTED)]


async def measured(url: str) -> list[tuple[int, float]]:
    """Make the report some times; tell how many statements it took, and how many milliseconds of the database."""
    database = Database(url, lambda: NOW)
    try:
        async with database.begin() as uow:
            [family] = [await uow.families.get_by_id(1)]
            assert family is not None
            uow.family_id = family.id
            uow.seen_by(OPEN)
            year = containing(NOW.date(), "year")
            found = [await _timed(database, lambda: report_of(uow, family, (), year)) for _ in range(TIMES + 1)]
    finally:
        await database.close()
    return found[1:]


async def _timed(database: Database, ask: Callable[[], Awaitable[object]]) -> tuple[int, float]:
    with _clock(database) as taken:
        await ask()
    return len(taken), sum(taken) * 1000


@contextmanager
def _clock(database: Database) -> Iterator[list[float]]:
    """Note how long each statement takes, from when it is handed over until its rows are there."""
    begun, taken = [0.0], list[float]()

    def begin(*_: object) -> None:
        begun[0] = perf_counter()

    def end(*_: object) -> None:
        taken.append(perf_counter() - begun[0])

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    yield taken
    event.remove(engine, "before_cursor_execute", begin)
    event.remove(engine, "after_cursor_execute", end)


async def record(url: str, there: Books, wanted: Books) -> None:
    """Record what is not there yet; the family that is reported of is the first."""
    database = Database(url)
    async with database.engine.begin() as connection:

        async def run(statement: str, **values: object) -> None:
            await connection.execute(text(statement), values)

        families = wanted.others + 1 - (there.others + 1 if there.year else 0)
        if families:
            last = (await connection.execute(text("SELECT coalesce(max(id), 0) FROM families"))).scalar_one()
            for statement in _FAMILIES:
                await run(statement.format(numbers=NUMBERS.format(count=max(families, 7))), last=last, count=families)
        for year, count in ((YEAR, wanted.year - there.year), (YEAR - 1, wanted.before - there.before)):
            if count:
                await run(_spent(database, year, count), first=1, last=1)
        if wanted.others > there.others:
            await run(_spent(database, YEAR, OF_OTHERS), first=there.others + 2, last=wanted.others + 1)
    await database.close()


def _spent(database: Database, year: int, count: int) -> str:
    """Spread expenses over the days of a year, seven categories and three people; every tenth has a tag."""
    begin = date(year - 1, 12, 31)
    lite = database.is_sqlite
    day = f"date('{begin}', '+' || (1 + n % 365) || ' days')" if lite else f"date '{begin}' + (1 + n % 365)"
    amount = "1 + n * 7919 % 10000" if lite else "(1 + n * 7919::bigint % 10000) / 100.0"
    tags = """CASE WHEN n % 10 = 0 THEN '["school"]' ELSE '[]' END""" + ("" if lite else "::jsonb")
    return _SPENT.format(
        numbers=NUMBERS.format(count=count).replace("WITH RECURSIVE ", ""), day=day, amount=amount, tags=tags
    )


_FAMILIES = (
    "INSERT INTO families (name) {numbers} SELECT 'Family ' || n FROM numbers WHERE n <= :count",
    """
    INSERT INTO users (telegram_user_id, full_name)
    {numbers} SELECT n, 'Somebody ' || n FROM numbers WHERE n <= 3 AND :last = 0 AND :count > 0
    """,
    """
    INSERT INTO persons (family_id, name, name_key)
    SELECT families.id, full_name, full_name FROM families CROSS JOIN users WHERE families.id > :last AND :count > 0
    """,
    """
    INSERT INTO categories (family_id, name, name_key)
    {numbers} SELECT families.id, 'Kind ' || n, 'kind ' || n FROM families CROSS JOIN numbers
    WHERE families.id > :last AND n <= 7 AND :count > 0
    """,
)
_SPENT = """
    INSERT INTO expenses (family_id, user_id, person_id, category_id, amount, currency, description, date, tags)
    WITH RECURSIVE {numbers}, kinds AS (
        SELECT id, family_id, row_number() OVER (PARTITION BY family_id ORDER BY name) AS place FROM categories
    ), who AS (
        SELECT persons.id, family_id, users.id AS user_id, telegram_user_id AS place
        FROM persons JOIN users ON full_name = name
    )
    SELECT kinds.family_id, who.user_id, who.id, kinds.id, {amount}, 'USD', 'lunch at place ' || n, {day}, {tags}
    FROM numbers
    JOIN kinds ON kinds.place = 1 + n * 31 % 7
    JOIN who ON who.family_id = kinds.family_id AND who.place = 1 + n * 17 % 3
    WHERE kinds.family_id BETWEEN :first AND :last
"""
