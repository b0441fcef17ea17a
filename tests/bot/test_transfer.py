import asyncio
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from bot.migrations import current_head
from bot.transfer import STREAM, NotMoved, export, take_in
from repositories.engine import Database
from tests.chat import Town
from tests.databases import Databases
from tests.rows import FILLING, ROWS, SECOND, insertion

SECOND_ROWS = [insertion(table, {**ROWS[table], **row}) for table, row in SECOND.items()]


def run(url: str, *statements: str) -> list[list[object]]:
    """Run statements, and give what they answer."""

    async def within() -> list[list[object]]:
        database = Database(url)
        try:
            async with database.engine.begin() as connection:
                answers = [await connection.execute(text(each)) for each in statements]
                return [list(row) for each in answers if each.returns_rows for row in each]
        finally:
            await database.close()

    return asyncio.run(within())


@pytest.fixture
def filled_url(database_url: str) -> str:
    """A database with two rows in every table, the first of them answering a later one."""
    literal = [each.replace(":", r"\:") for each in [*FILLING, *SECOND_ROWS]]
    run(database_url, *literal, f"UPDATE messages SET answers_id = {SECOND['messages']['id']}")
    return database_url


@pytest.fixture
def other_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """A migrated database on the other engine."""
    engines = {request.getfixturevalue(name) for name in ("sqlite", "postgresql")}
    [other] = engines - {databases}
    with other.migrated() as url:
        yield url


@pytest.fixture
async def talked_in_url(database_url: str) -> str:
    """The database of a family that has talked."""
    async with Town(database_url).open() as town:
        chat = town.group("Our family", "Ann", "Ben", "Mom")
        await chat.knows("mom")
        for said in ("/budget mom christmas 100", "/bought mom christmas 'red scarf' 40", "/undo", "/spend 12.50 food"):
            await chat.says(said)
        await chat.says("/budget dad christmas 1.234")
    return database_url


def test_every_row_goes_to_the_other_engine_and_back_byte_for_byte(
    filled_url: str, other_url: str, tmp_path: Path
) -> None:
    here, there, back = (tmp_path / name for name in ("here", "there", "back"))

    export(filled_url, here)
    take_in(other_url, here)
    export(other_url, there)
    take_in(filled_url, there, force=True)
    export(filled_url, back)

    assert json.loads(here.read_text().splitlines()[0]) == {"nestegg": 1, "revision": current_head()}
    tables = [json.loads(line).get("table") for line in here.read_text().splitlines()[1:-1]]
    assert {table: tables.count(table) >= 2 for table in ROWS} == dict.fromkeys(ROWS, True)
    assert (there.read_bytes(), back.read_bytes()) == (here.read_bytes(), here.read_bytes())


def test_a_family_that_has_talked_goes_on_talking_on_the_other_engine(
    talked_in_url: str, other_url: str, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    export(talked_in_url, first)

    take_in(other_url, first)
    export(other_url, second)

    assert second.read_bytes() == first.read_bytes()


def test_a_number_that_was_given_is_not_given_again(database_url: str, other_url: str, tmp_path: Path) -> None:
    run(database_url, "INSERT INTO families (name) VALUES ('Gone')", "DELETE FROM families")
    export(database_url, tmp_path / "all")
    take_in(other_url, tmp_path / "all")

    [[key]] = run(other_url, "INSERT INTO families (name) VALUES ('New') RETURNING id")

    assert key == 2


@pytest.fixture
def whole(sqlite: Databases, tmp_path: Path) -> Path:
    """An export, on one engine: neither changes what may be wrong with it."""
    with sqlite.migrated() as url:
        run(url, *(each.replace(":", r"\:") for each in FILLING))
        export(url, tmp_path / "all")
    return tmp_path / "all"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (r'"nestegg":1', '"nestegg":2', "was written by a newer Nestegg (format 2)"),
        (r'"revision":"\w+"', '"revision":"old"', "was written by another version of Nestegg (revision old"),
        (r'"table":"users"', '"table":"aliens"', "line 3: there is no table aliens"),
        (r'"username"', '"nickname"', "line 3: users has other columns than these (nickname, username)"),
        (r'"budget_total":"[\d.]+"', '"budget_total":"0.001"', "it does not fit"),
        (r'"budget_total":"[\d.]+"', '"budget_total":100', "occasions.budget_total cannot be '100'"),
        (r'("table":"members".*"person_id":)1', r"\g<1>7", "FOREIGN KEY constraint failed"),
        (r'"table":"persons",.*', "", "this is not a whole line of JSON"),
        (r'\{"table":"sessions".*\n', "", "is not whole: it ends too early, after"),
    ],
)
def test_a_file_with_anything_wrong_is_refused_with_its_line_and_changes_nothing(
    sqlite: Databases, whole: Path, old: str, new: str, complaint: str
) -> None:
    broken = whole.with_name("broken")
    broken.write_text(re.sub(old, new, whole.read_text(), count=1))

    with sqlite.migrated() as url:
        with pytest.raises(NotMoved, match=re.escape(complaint)):
            take_in(url, broken)

        assert run(url, "SELECT count(*) FROM users") == [[0]]


def test_what_is_there_is_replaced_only_by_force_and_when_nobody_uses_it(sqlite: Databases, tmp_path: Path) -> None:
    said: list[str] = []
    with sqlite.migrated() as url:
        run(url, *(each.replace(":", r"\:") for each in FILLING))
        export(url, tmp_path / "all")
        with pytest.raises(NotMoved, match="not empty; replace all that is in it with --force"):
            take_in(url, tmp_path / "all")
        asyncio.run(_refused_while_in_use(url, tmp_path / "all"))
        run(url, "DELETE FROM persons")

        count = take_in(url, tmp_path / "all", force=True, say=said.append)

        assert (count, run(url, "SELECT name FROM persons ORDER BY id")[0]) == (_rows(tmp_path / "all"), ["Mom"])
        assert said == ["Replacing all that is in the database."]


async def _refused_while_in_use(url: str, file: Path) -> None:
    database = Database(url)
    sole = database.sole_sender()
    await sole.take()
    with pytest.raises(NotMoved, match="stop the bot first"):
        await asyncio.to_thread(take_in, url, file, force=True)
    await sole.leave()
    await database.close()


def _rows(file: Path) -> int:
    return int(json.loads(file.read_text().splitlines()[-1])["rows"])


def test_one_program_hands_over_to_another(sqlite: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite.migrated() as url, sqlite.migrated() as other:
        run(url, *(each.replace(":", r"\:") for each in FILLING))
        stream = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=stream))
        count = export(url, STREAM)
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stream.getvalue())))

        assert take_in(other, STREAM) == count
        with pytest.raises(NotMoved, match="exists; choose another name"):
            export(url, tmp_path)
