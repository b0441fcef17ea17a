"""The benchmark: that it measures what it says, in the shortest run there is."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from bench.__main__ import options, planned
from bench.databases import Sqlite
from bench.history import Past, fill, trim
from bench.programs import Failure
from bench.reports import OF_OTHERS, Books, measured, record
from bench.runs import BOUGHT, NULL, READ, STATUS, WRITE, Command, Figures, Size, Subject, nestegg, run
from bench.samples import Samples, Spread
from bench.tables import AtLeast, AtMost, judged, shown, table
from bench.words import GIFTS_OF_A_CHRISTMAS, Words
from repositories.engine import Database
from repositories.health import Health

SHORT = Size(chats=2, warmup=2, updates=6)
PAST = Past(families=4, gifts=200)
TABLES = ("families", "persons", "occasions", "person_occasions", "expenses", "gifts", "gift_people")
PAST_ROWS = [4, 4 * 5, 4 * 5, 4 * 5 * 5, 40, 200, 200]


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Sqlite]:
    engine = Sqlite(tmp_path / "databases")
    await engine.open()
    yield engine
    engine.close()


def figures(per_second: float) -> Figures:
    return Figures(per_second, p50_ms=1, p99_ms=2, cpu_ms=None, server_ms=None, warm_mib=None, end_mib=None)


async def test_the_null_bot_is_measured(tmp_path: Path) -> None:
    measured = await run(NULL, Command(READ.text, "ok"), SHORT, tmp_path)

    assert measured.per_second > 0
    assert measured.p99_ms >= measured.p50_ms > 0


async def test_nestegg_is_measured_on_a_database_with_a_past(tmp_path: Path, engine: Sqlite) -> None:
    url = await engine.copy("empty", "fresh")
    await run(nestegg(url), READ, SHORT, tmp_path)
    await fill(url, PAST)

    measured = await run(nestegg(url, first_message=1000), WRITE, SHORT, tmp_path)

    assert measured.per_second > 0
    assert await rows(url, *TABLES) == PAST_ROWS


async def test_most_gifts_are_of_former_years_and_every_stored_figure_is_true(tmp_path: Path, engine: Sqlite) -> None:
    url = await engine.copy("empty", "fresh")
    await run(nestegg(url), READ, SHORT, tmp_path)

    await fill(url, PAST)

    christmases = "occasions JOIN gifts ON occasion_id = occasions.id GROUP BY date"
    database = Database(url)
    assert await rows(url, f"(SELECT * FROM {christmases} HAVING count(*) = 40)") == [5]
    assert [drift async for drift in Health(database).drifts()] == []
    await database.close()


async def test_a_report_is_measured_beside_other_years_and_families(engine: Sqlite) -> None:
    books = [Books(0), Books(365), Books(365, 365, 2)]
    url = await engine.copy("empty", "books")

    found = []
    for there, wanted in pairwise(books):
        await record(url, there, wanted)
        found.append((await measured(url), await rows(url, "families", "expenses")))

    assert [there for _, there in found] == [[1, 365], [3, 365 * 2 + 2 * OF_OTHERS]]
    assert len({statements for taken, _ in found for statements, _ in taken}) == 1
    assert all(milliseconds > 0 for taken, _ in found for _, milliseconds in taken)


async def test_what_was_bought_is_taken_back_for_the_next_measurement(tmp_path: Path, engine: Sqlite) -> None:
    url = await engine.copy("empty", "fresh")
    await run(nestegg(url), STATUS, SHORT, tmp_path)
    await fill(url, PAST)

    for first_message in (1000, 2000):
        await run(nestegg(url, first_message), BOUGHT, Size(chats=2, warmup=2, updates=70), tmp_path)
        bought = await rows(url, *TABLES)
        await trim(url, PAST)

        assert bought[-1] > PAST_ROWS[-1] + 70
        assert bought[2] > PAST_ROWS[2]
        assert await rows(url, *TABLES, "person_occasions WHERE budget_spent > 0") == [*PAST_ROWS, 0]


def test_a_title_is_told_once_and_a_christmas_that_has_its_gifts_is_followed_by_the_next() -> None:
    words = Words(chats=2, today=date(2026, 12, 26))
    last = 2 * GIFTS_OF_A_CHRISTMAS - 1

    said = [words.fill("/bought mom {christmas} {title} {n}", number) for number in range(last + 2)]

    assert len({" ".join(line.split()[-3:-1]) for line in said}) == len(said)
    assert said[last].startswith("/bought mom christmas ")
    assert not said[last].startswith("/bought mom christmas 2")
    assert said[last + 1].startswith("/bought mom christmas 2028 ")
    assert words.fill("{year} {n}", 1) == "2027 2"


async def rows(url: str, *tables: str) -> list[int]:
    """Count the rows of tables."""
    database = Database(url)
    async with database.engine.begin() as connection:
        found = [(await connection.execute(text(f"SELECT count(*) FROM {name}"))).scalar_one() for name in tables]
    await database.close()
    return found


async def test_a_wrong_answer_fails_the_run_and_names_it(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="wrong answers, the first of them 'ok'"):
        await run(NULL, Command(READ.text, "yes"), SHORT, tmp_path)


async def test_a_bot_that_ends_fails_the_run_and_its_log_is_shown(tmp_path: Path) -> None:
    begun = asyncio.get_running_loop().time()

    with pytest.raises(Failure, match=r"bot ended with status 2; its log ends:(.|\n)*No such command 'walk'"):
        await run(Subject("bot", ("walk",)), READ, SHORT, tmp_path)

    assert asyncio.get_running_loop().time() - begun < 10


def test_a_ratio_is_taken_within_its_round_and_the_middle_one_counts() -> None:
    samples: Samples[str] = Samples()
    for null, ours in ((100, 200), (50, 200), (100, 150)):
        samples.add({"null": figures(null), "ours": figures(ours)})

    ratio = samples.ratio("ours", "null", lambda found: found.per_second)

    assert ratio == Spread(2.0, 1.5, 4.0)


def test_what_the_system_does_not_tell_is_left_out() -> None:
    samples: Samples[str] = Samples()
    samples.add({"ours": figures(100)})

    cpu = samples.spread("ours", lambda found: found.cpu_ms)

    assert shown(cpu) == "–"
    assert judged(cpu, AtLeast(1)) == ""


@pytest.mark.parametrize(
    ("target", "figure", "expected"),
    [
        (AtLeast(0.7), 0.7, "≥ 0.7 ✓"),
        (AtLeast(0.7), 0.69, "≥ 0.7 ✗"),
        (AtMost(1.2), 1.2, "≤ 1.2 ✓"),
        (AtMost(1.2), 1.21, "≤ 1.2 ✗"),
    ],
)
def test_a_figure_is_judged_by_its_target(target: AtLeast | AtMost, figure: float, expected: str) -> None:
    assert target.judge(figure) == expected


def test_a_table_sets_names_to_the_left_and_figures_to_the_right() -> None:
    written = table("Title", ("", "updates/s"), [["a bot", shown(Spread(2000, 900, 2500), full=True)], ["b", "–"]])

    assert written.splitlines() == [
        "",
        "Title",
        "                 updates/s",
        "  a bot  2,000 (900–2,500)",
        "  b                      –",
    ]


def test_quick_is_less_of_the_same(tmp_path: Path) -> None:
    quick, full = (planned(options().parse_args(words), tmp_path, []) for words in (["--quick"], []))

    assert quick.rounds < full.rounds
    assert quick.busy.chats == full.busy.chats == 64
