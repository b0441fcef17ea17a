"""The family's data to a file and back: complete, checked, and never over something that was not to be lost."""

import os
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError

from bot.migrations import config, migrate
from repositories import files
from repositories.engine import database_url

MODE = 0o600
"""Whoever can read a backup knows every surprise."""


class NotCopied(Exception):  # noqa: N818 - said as what it is
    """A backup or a restoration that was not made, with the line that says why; nothing was changed."""


class ElsewhereDone(Exception):  # noqa: N818 - said as what it is
    """A copy that PostgreSQL's own programs make, with the command for it."""


def back_up(url: str, target: Path, *, force: bool = False) -> None:
    """Copy the database to a file, while the bot may be running and writing."""
    source = _file_of(url, f"pg_dump --format=custom --file={shlex.quote(str(target))}")
    if not source.is_file():
        raise NotCopied(f"There is no database at {source} yet.")
    _refuse_same(source, target)
    if target.exists() and not target.is_file():
        raise NotCopied(f"{target} is not a file; name one, such as nestegg-backup.db.")
    if target.exists() and not force:
        raise NotCopied(f"{target} exists; choose another name, or overwrite it with --force.")
    with _prepared(target, "The backup") as copy:
        _copy(source, copy)
        files.replace(target, copy)


def restore(url: str, source: Path, *, force: bool = False) -> None:
    """Put a backup in the database's place, brought up to the present form."""
    target = _file_of(url, "pg_restore --clean --if-exists --no-owner", last=shlex.quote(str(source)))
    if not source.is_file():
        raise NotCopied(f"There is no file {source}.")
    _refuse_same(source, target)
    if target.exists() and not force:
        raise NotCopied(f"{target} exists; replace it with --force, and lose what is in it.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _prepared(target, "The database") as copy:
        _copy(source, copy)
        _refuse_foreign(source, copy)
        migrate(f"sqlite:///{copy}")
        copy.chmod(MODE)
        files.replace(target, copy)


@contextmanager
def _prepared(target: Path, what: str) -> Iterator[Path]:
    """Offer a file beside the target, readable by its owner only, that is gone when something fails."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as problem:
        raise NotCopied(f"{what} cannot be written to {target.parent}: {problem.strerror}.") from problem
    os.close(handle)
    copy = Path(name)
    try:
        yield copy
    except files.InUse:
        raise NotCopied(f"{target} is in use; stop the bot first.") from None
    except OSError as problem:
        raise NotCopied(f"{what} cannot be written to {target}: {problem.strerror}.") from problem
    finally:
        copy.unlink(missing_ok=True)
        files.remove_side_files(copy)


def _copy(source: Path, target: Path) -> None:
    """Copy a database, and make sure that the copy is whole."""
    try:
        files.copy(source, target)
        faults = files.faults(target)
    except files.Unreadable as problem:
        raise NotCopied(f"{source} cannot be copied: {problem}.") from problem
    if faults:
        raise NotCopied(f"{source} is damaged: {faults[0]}.")


def _refuse_foreign(source: Path, copy: Path) -> None:
    revision = files.revision(copy)
    if revision is None:
        raise NotCopied(f"{source} is not a backup of Nestegg's.")
    if not _is_known(revision):
        raise NotCopied(f"{source} was made by a newer Nestegg (revision {revision}); update Nestegg first.")


def _is_known(revision: str) -> bool:
    try:
        return ScriptDirectory.from_config(config()).get_revision(revision) is not None
    except CommandError:
        return False


def _refuse_same(source: Path, target: Path) -> None:
    if source.resolve() == target.resolve() or (target.exists() and target.samefile(source)):
        raise NotCopied(f"{target} is the database itself; name another file.")


def _file_of(url: str, command: str, last: str = "") -> Path:
    """Find the database's file; PostgreSQL has none, but commands of its own."""
    address = database_url(url)
    if address.get_backend_name() == "sqlite":
        return Path(address.database or "")
    host = address.host or address.query.get("host")
    where = {"host": host, "port": address.port, "username": address.username, "dbname": address.database}
    options = [f"--{name}={shlex.quote(str(value))}" for name, value in where.items() if value]
    raise ElsewhereDone(" ".join([command, *options, last]).strip())
