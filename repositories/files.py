"""SQLite databases as files: copied while in use, examined, and put in each other's place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

SIDE_FILES = ("-wal", "-shm", "-journal")
WAIT_SECONDS = 10.0
FAULTS = 10
"""How many faults are told at most."""


class Unreadable(Exception):  # noqa: N818 - said as what it is
    """A file that is no SQLite database, or one that is damaged beyond reading."""


class InUse(Exception):  # noqa: N818 - said as what it is
    """A database that another program has open."""


def copy(source: Path, target: Path) -> None:
    """Copy a database as it stands at one moment, while others read and write it; the copy is a single file."""
    with _told(), closing(_open(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")
    with target.open("rb") as file:
        os.fsync(file.fileno())


def faults(path: Path) -> list[str]:
    """List what is wrong inside a database: damaged pages, and rows that refer to nothing."""
    with _told(), closing(_open(path)) as connection:
        damage = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({FAULTS})") if row[0] != "ok"]
        lost = sorted({f"{row[0]} → {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")})
    return damage + [f"rows refer to what is not there ({each})" for each in lost]


def revision(path: Path) -> str | None:
    """Tell to which form a database was migrated last; none when it is not Nestegg's."""
    with _told(), closing(_open(path)) as connection:
        known = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('alembic_version', 'families')"
        if connection.execute(known).fetchone()[0] < len(("alembic_version", "families")):
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def replace(target: Path, prepared: Path) -> None:
    """Put a prepared database in the place of another, which nobody may have open."""
    with _alone(target):
        prepared.replace(target)
        remove_side_files(target)
    sync_folder(target.parent)


def remove_side_files(path: Path) -> None:
    """Remove what belonged to a database that is no longer there: it would be taken for the new one's."""
    for suffix in SIDE_FILES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make sure that a file's new name outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Some network and USB file systems cannot do this, and need not.
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep everybody else out of a database; one that cannot be read any more has nobody to keep out."""
    if not path.exists():
        yield
        return
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        try:
            # To leave the shared journal is to take the file for oneself: it fails while another has it open.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise InUse from problem
        except sqlite3.DatabaseError:
            pass
        yield


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as problem:
        raise Unreadable(str(problem)) from problem


def _open(path: Path) -> sqlite3.Connection:
    """Open a database for reading only."""
    address = f"file:{quote(str(path.absolute()))}"
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=WAIT_SECONDS)
    try:
        connection.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.OperationalError as problem:
        connection.close()
        if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CANTOPEN:
            raise
        # Where nothing may be written, a file that is shared cannot be opened, but one that never changes can.
        return sqlite3.connect(f"{address}?immutable=1", uri=True)
    return connection
