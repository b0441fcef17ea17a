"""Brings a database to the form that this version of Nestegg expects."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

_HERE = Path(__file__).resolve().parent
_INSTALLED = _HERE / "_alembic"
_CHECKED_OUT = _HERE.parent / "alembic"


class MigrationError(Exception):
    """A migration that cannot be run, with the sentence that says why."""


def migrate(url: str, revision: str = "head") -> None:
    """Bring a database up to a revision; waits while another process does the same."""
    _run(command.upgrade, url, revision)


def downgrade(url: str, revision: str) -> None:
    """Take a database back down to a revision; `base` empties it."""
    _run(command.downgrade, url, revision)


async def migrate_async(url: str, revision: str = "head") -> None:
    """Bring a database up to a revision from inside a running event loop."""
    await asyncio.to_thread(migrate, url, revision)


def current_head() -> str:
    """Name the revision that this version of Nestegg expects."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    if head is None:
        message = f"There are no migrations in {_scripts()}."
        raise MigrationError(message)
    return head


def config(url: str | None = None) -> Config:
    """Tell Alembic where the migrations are and which database is meant."""
    made = Config(attributes={"url": url})
    made.set_main_option("script_location", str(_scripts()).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


def _run(action: Callable[[Config, str], object], url: str, revision: str) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        action(config(url), revision)
    except CommandError as error:
        raise MigrationError(str(error)) from error


def _scripts() -> Path:
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKED_OUT
