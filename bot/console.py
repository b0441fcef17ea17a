"""What the commands of the command line share: settings, and what a person is told who can set something right.

What a command needs is imported when it runs, so that help comes at once.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings


def settings() -> "Settings":
    """Read the settings; what is wrong with them ends the command."""
    from bot.settings import WrongSettings, load_settings  # noqa: PLC0415 - see above

    try:
        return load_settings()
    except WrongSettings as problem:
        fail(str(problem))


def migrated(url: str) -> None:
    """Bring a database to the form that this version expects."""
    from bot.migrations import migrate as bring_up  # noqa: PLC0415 - see above
    from repositories.failures import translated  # noqa: PLC0415 - see above

    with translated():
        bring_up(url)


@contextmanager
def told() -> Iterator[None]:
    """Tell in one line what a person can set right."""
    from telegram.error import InvalidToken  # noqa: PLC0415 - see above

    from bot.backup import ElsewhereDone, NotCopied  # noqa: PLC0415 - see above
    from bot.migrations import MigrationError  # noqa: PLC0415 - see above
    from bot.transfer import NotMoved  # noqa: PLC0415 - see above
    from repositories.health import reason  # noqa: PLC0415 - see above

    try:
        yield
    except ElsewhereDone as elsewhere:
        fail(f"PostgreSQL has programs of its own for this: {elsewhere}", status=2)
    except (MigrationError, NotCopied, NotMoved) as problem:
        fail(str(problem))
    except InvalidToken:
        fail("Telegram does not know this TELEGRAM_BOT_TOKEN; @BotFather shows the right one at /mybots.")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except BrokenPipeError:
        # Whoever read along has seen enough; what is left must not be told to nobody once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    except Exception as problem:
        if (why := reason(problem)) is None:
            raise
        fail(f"The database cannot be used ({why}). Check DATABASE_URL.")


def fail(line: str, status: int = 1) -> NoReturn:
    """End the command with a line that says why."""
    typer.echo(f"nestegg: {line}", err=True)
    raise typer.Exit(status)
