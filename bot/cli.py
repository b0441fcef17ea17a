"""The command line: `nestegg`, and `python -m bot`.

What a command needs is imported when it runs, so that help comes at once.
"""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from datetime import datetime
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

VARIABLES = """
Settings are read from the environment, and from a file .env in the working directory where the environment is silent:

\b
TELEGRAM_BOT_TOKEN  from @BotFather
TELEGRAM_API_URL    a Bot API server; default https://api.telegram.org
DATABASE_URL        default sqlite+aiosqlite:///nestegg.db, or postgresql://user:password@host/database
NESTEGG_CURRENCY    of new families; default USD
NESTEGG_LOCALE      of new families; default en_US
NESTEGG_TIMEZONE    of new families; default UTC
NESTEGG_OWNERS      Telegram ids with commas: only these users may start families
NESTEGG_CHATS       Telegram ids with commas: only these chats are served
NESTEGG_PACE        telegram (default), or off for a Bot API server of your own
NESTEGG_EPHEMERAL   on, or off (default): show the asker alone in the group what is answered in private
NESTEGG_LOG         json or console, and a level; default console info
"""

app = typer.Typer(
    name="nestegg",
    help=f"Keeps a family's gift budgets in its Telegram chats, and its surprises.\n{VARIABLES}",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Force = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]


def main() -> None:
    """Run the command that was typed; what a person can set right is told in one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()


def _tell_version(asked: bool) -> None:  # noqa: FBT001 - called so by typer
    if not asked:
        return
    try:
        typer.echo(f"nestegg {installed_version('nestegg')}")
    except PackageNotFoundError:
        typer.echo("nestegg, from a checkout that is not installed")
    raise typer.Exit


@app.callback()
def nestegg(
    *, version: Annotated[bool, typer.Option("--version", help="Show the version.", callback=_tell_version)] = False
) -> None:
    """Take what stands before the command."""


@app.command()
def run() -> None:
    """Run the bot until it is told to stop. It needs TELEGRAM_BOT_TOKEN."""
    settings = _settings()
    if settings.bot_token is None:
        _fail(
            "TELEGRAM_BOT_TOKEN is not set. Write /newbot to @BotFather on Telegram, and put the token that it gives "
            "you into the file .env as TELEGRAM_BOT_TOKEN=…; `nestegg demo` needs none."
        )
    from bot import app as bot_app  # noqa: PLC0415 - see above
    from bot.logs import configure  # noqa: PLC0415 - see above

    configure(settings.log.form, settings.log.level, settings.bot_token.get_secret_value())
    with _told():
        _migrate(settings.database_url)
        asyncio.run(bot_app.run(settings))


@app.command()
def demo(
    date: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Let it be this day in the family's life.")
    ] = None,
    db: Annotated[Path | None, typer.Option(help="Keep the family in this SQLite file.")] = None,
    pictures: Annotated[Path | None, typer.Option(help="Save pictures to this folder.")] = None,
) -> None:
    """Open a family group chat in the terminal, no Telegram needed.

    Where standard input is no terminal it is played as a script: `Ann: text` speaks in the group, `Ann > text` in Ann's
    private chat with the bot, `Ann ! 2` presses button 2 of what Ann last saw, and `Ann ^ text` replies to that.
    """
    from bot.demo import play  # noqa: PLC0415 - see above
    from bot.logs import configure  # noqa: PLC0415 - see above

    settings = _settings()
    configure("console", "error")
    with _told():
        play(settings, day=date.date() if date else None, database=db, pictures=pictures)


@app.command()
def migrate() -> None:
    """Bring the database to the form that this version expects.

    `run` and `demo` do so themselves.
    """
    settings = _settings()
    from bot.migrations import current_head  # noqa: PLC0415 - see above

    with _told():
        _migrate(settings.database_url)
        typer.echo(f"The database is up to date ({current_head()}).")


@app.command()
def doctor(
    *, repair: Annotated[bool, typer.Option("--repair", help="Store anew what does not add up.")] = False
) -> None:
    """Look whether the bot can run and whether its data add up.

    Exits 0 when all is consistent, warnings included, and 1 when not.
    """
    settings = _settings()
    from bot.doctor import examine  # noqa: PLC0415 - see above
    from bot.logs import configure  # noqa: PLC0415 - see above

    async def look() -> bool:
        sound = True
        async with aclosing(examine(settings, repair=repair)) as findings:
            async for finding in findings:
                typer.echo(f"{finding.mark} {finding.text}")
                sound = sound and not finding.wrong
        return sound

    configure("console", "error")
    with _told():
        raise typer.Exit(0 if asyncio.run(look()) else 1)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)], *, force: Force = False
) -> None:
    """Copy the database to FILE; the bot may be running.

    PostgreSQL has a program of its own for that: the command is named, and the exit status is 2.
    """
    settings = _settings()
    from bot.backup import back_up  # noqa: PLC0415 - see above

    with _told():
        back_up(settings.database_url, file, force=force)
        typer.echo(f"Backed up to {file}.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The backup to read.", show_default=False)], *, force: Force = False
) -> None:
    """Put the backup FILE in the database's place; stop the bot first.

    The file is checked, and brought up to the form that this version expects, before anything is replaced.
    """
    settings = _settings()
    from bot.backup import restore as put_back  # noqa: PLC0415 - see above

    with _told():
        put_back(settings.database_url, file, force=force)
        typer.echo(f"Restored from {file}. `nestegg doctor` looks whether all is well.")


def _settings() -> "Settings":
    from bot.settings import WrongSettings, load_settings  # noqa: PLC0415 - see above

    try:
        return load_settings()
    except WrongSettings as problem:
        _fail(str(problem))


def _migrate(url: str) -> None:
    from bot.migrations import migrate as bring_up  # noqa: PLC0415 - see above
    from repositories.failures import translated  # noqa: PLC0415 - see above

    with translated():
        bring_up(url)


@contextmanager
def _told() -> Iterator[None]:
    """Tell in one line what a person can set right."""
    from telegram.error import InvalidToken  # noqa: PLC0415 - see above

    from bot.backup import ElsewhereDone, NotCopied  # noqa: PLC0415 - see above
    from bot.migrations import MigrationError  # noqa: PLC0415 - see above
    from repositories.health import reason  # noqa: PLC0415 - see above

    try:
        yield
    except ElsewhereDone as elsewhere:
        _fail(f"PostgreSQL has programs of its own for this: {elsewhere}", status=2)
    except (MigrationError, NotCopied) as problem:
        _fail(str(problem))
    except InvalidToken:
        _fail("Telegram does not know this TELEGRAM_BOT_TOKEN; @BotFather shows the right one at /mybots.")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except BrokenPipeError:
        # Whoever read along has seen enough; what is left must not be told to nobody once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    except Exception as problem:
        if (why := reason(problem)) is None:
            raise
        _fail(f"The database cannot be used ({why}). Check DATABASE_URL.")


def _fail(line: str, status: int = 1) -> NoReturn:
    typer.echo(f"nestegg: {line}", err=True)
    raise typer.Exit(status)
