import asyncio
import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.backup import ElsewhereDone, NotCopied, back_up, restore
from bot.doctor import examine
from bot.migrations import current_head, downgrade
from bot.settings import Settings
from repositories import files
from tests.databases import Databases

FIRST_REVISION = "1f3b7a92c0d4"


@pytest.fixture
def live(sqlite: Databases, tmp_path: Path) -> Path:
    """A database in its present form with one family in it."""
    path = tmp_path / "home" / "nestegg.db"
    path.parent.mkdir()
    with sqlite.migrated() as url:
        shutil.copyfile(url.partition(":///")[2], path)
    add_family(path, "Ours")
    return path


def url_of(path: Path) -> str:
    """The address of a database that is a file."""
    return f"sqlite+aiosqlite:///{path}"


def add_family(path: Path, name: str) -> None:
    """Let a family begin."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO families (name) VALUES (?)", [name])


def families(path: Path) -> list[str]:
    """The families that are in a database."""
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM families ORDER BY id")]


def marks(path: Path) -> set[str]:
    """What the doctor finds about a database."""

    async def look() -> set[str]:
        settings = Settings(_env_file=None, bot_token=None, database_url=url_of(path))
        return {finding.mark async for finding in examine(settings)}

    return asyncio.run(look())


def test_a_backup_holds_what_the_database_held(live: Path, tmp_path: Path) -> None:
    back_up(url_of(live), tmp_path / "copy.db")

    assert families(tmp_path / "copy.db") == ["Ours"]


def test_only_its_owner_may_read_a_backup_and_nothing_else_is_left_behind(live: Path, tmp_path: Path) -> None:
    back_up(url_of(live), tmp_path / "copy.db")

    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "home"]


def test_a_backup_under_a_busy_writer_is_of_one_moment(live: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        with closing(sqlite3.connect(live, timeout=10, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            while not stop.is_set():
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO families (name) VALUES ('first of two')")
                connection.execute("INSERT INTO families (name) VALUES ('second of two')")
                connection.execute("COMMIT")
                written += 1

    writer = threading.Thread(target=write)
    writer.start()
    copies = [tmp_path / f"{number}.db" for number in range(5)]
    for copy in copies:
        back_up(url_of(live), copy)
    stop.set()
    writer.join()

    counts = [(families(copy).count("first of two"), families(copy).count("second of two")) for copy in copies]
    assert written > 0
    assert [(first, second) for first, second in counts if first != second] == []
    assert [files.faults(copy) for copy in copies] == [[]] * 5


def test_a_backup_overwrites_only_when_forced(live: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(url_of(live), copy)
    add_family(live, "Theirs")

    with pytest.raises(NotCopied, match="exists"):
        back_up(url_of(live), copy)
    before = families(copy)
    back_up(url_of(live), copy, force=True)

    assert (before, families(copy)) == (["Ours"], ["Ours", "Theirs"])


def test_a_backup_is_refused_where_it_makes_no_sense(live: Path, tmp_path: Path) -> None:
    wrong = [live, tmp_path, tmp_path / "no" / "folder.db"]
    refusals = []
    for target in wrong:
        with pytest.raises(NotCopied) as caught:
            back_up(url_of(live), target, force=True)
        refusals.append(str(caught.value).partition(str(target.parent))[0])

    assert refusals == ["", "", "The backup cannot be written to "]
    assert families(live) == ["Ours"]


def test_there_is_no_backup_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotCopied, match="There is no database"):
        back_up(url_of(tmp_path / "none.db"), tmp_path / "copy.db")

    assert list(tmp_path.iterdir()) == []


def test_a_restored_copy_passes_the_doctor(live: Path, tmp_path: Path) -> None:
    back_up(url_of(live), tmp_path / "copy.db")
    elsewhere = tmp_path / "new" / "nestegg.db"

    restore(url_of(elsewhere), tmp_path / "copy.db")

    assert families(elsewhere) == ["Ours"]
    assert marks(elsewhere) == {"✓", "!"}


def test_restoring_replaces_only_when_forced(live: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(url_of(live), copy)
    add_family(live, "Theirs")

    with pytest.raises(NotCopied, match="exists"):
        restore(url_of(live), copy)
    before = families(live)
    restore(url_of(live), copy, force=True)

    assert (before, families(live)) == (["Ours", "Theirs"], ["Ours"])


def test_restoring_leaves_no_trace_of_the_database_before(live: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(url_of(live), copy)
    with closing(sqlite3.connect(live)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("INSERT INTO families (name) VALUES ('Theirs')")
        connection.commit()
        # As a power cut leaves it: what was written last is in the log beside the database.
        crashed = tmp_path / "crashed"
        shutil.copytree(live.parent, crashed)

    restore(url_of(crashed / "nestegg.db"), copy, force=True)

    assert [path.name for path in crashed.iterdir()] == ["nestegg.db"]
    assert families(crashed / "nestegg.db") == ["Ours"]


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_database_in_use_is_not_replaced(live: Path, tmp_path: Path, journal: str) -> None:
    copy = tmp_path / "copy.db"
    back_up(url_of(live), copy)
    with closing(sqlite3.connect(live, isolation_level=None)) as running:
        running.execute(f"PRAGMA journal_mode={journal}")
        running.execute("INSERT INTO families (name) VALUES ('Theirs')")
        running.execute("BEGIN")
        running.execute("SELECT * FROM families").fetchall()

        with pytest.raises(NotCopied, match="is in use; stop the bot first"):
            restore(url_of(live), copy, force=True)

    assert families(live) == ["Ours", "Theirs"]


def test_an_idle_bot_uses_its_database_too(live: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(url_of(live), copy)
    with closing(sqlite3.connect(live, isolation_level=None)) as running:
        running.execute("PRAGMA journal_mode=WAL")
        running.execute("SELECT * FROM families").fetchall()

        with pytest.raises(NotCopied, match="is in use; stop the bot first"):
            restore(url_of(live), copy, force=True)


def test_a_backup_of_an_older_nestegg_is_brought_up(live: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    back_up(url_of(live), old)
    downgrade(url_of(old), FIRST_REVISION)

    restore(url_of(live), old, force=True)

    assert (files.revision(live), families(live)) == (current_head(), ["Ours"])
    assert files.revision(old) == FIRST_REVISION


def test_what_is_no_backup_is_not_restored(live: Path, tmp_path: Path) -> None:
    text, other, newer, cut = (tmp_path / name for name in ("text", "other.db", "newer.db", "cut.db"))
    text.write_text("Dear diary, " * 1000)
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    back_up(url_of(live), newer)
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'fffffffffff1'")
    back_up(url_of(live), cut)
    with cut.open("r+b") as file:
        file.truncate(cut.stat().st_size // 2)

    for wrong in (text, other, newer, cut, tmp_path / "none.db", live):
        with pytest.raises(NotCopied):
            restore(url_of(live), wrong, force=True)

    assert families(live) == ["Ours"]
    assert [path.name for path in live.parent.iterdir()] == ["nestegg.db"]


def test_a_database_beyond_reading_can_be_replaced(live: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(url_of(live), copy)
    live.write_bytes(b"\0" * 10_000)

    restore(url_of(live), copy, force=True)

    assert families(live) == ["Ours"]


def test_postgresql_has_programs_of_its_own_for_this(tmp_path: Path) -> None:
    url = "postgresql://ann:secret@db.example:5433/our%20eggs"
    commands = []
    for copying in (back_up, restore):
        with pytest.raises(ElsewhereDone) as caught:
            copying(url, tmp_path / "a b.dump")
        commands.append(str(caught.value).replace(str(tmp_path), "."))

    where = "--host=db.example --port=5433 --username=ann --dbname='our eggs'"
    assert commands == [
        f"pg_dump --format=custom --file='./a b.dump' {where}",
        f"pg_restore --clean --if-exists --no-owner {where} './a b.dump'",
    ]
