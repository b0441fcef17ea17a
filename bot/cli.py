"""The command line: `nestegg`, and `python -m bot`.

What a command needs is imported when it runs, so that help comes at once.
"""

import asyncio
import sys
from contextlib import aclosing
from datetime import datetime
from functools import partial
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from bot import console

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
    help=f"Keeps a family's gifts and everyday money in its Telegram chats, and its surprises.\n{VARIABLES}",
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
    settings = console.settings()
    if settings.bot_token is None:
        console.fail(
            "TELEGRAM_BOT_TOKEN is not set. Write /newbot to @BotFather on Telegram, and put the token that it gives "
            "you into the file .env as TELEGRAM_BOT_TOKEN=…; `nestegg demo` needs none."
        )
    from bot import app as bot_app  # noqa: PLC0415 - see above
    from bot.logs import configure  # noqa: PLC0415 - see above

    configure(settings.log.form, settings.log.level, settings.bot_token.get_secret_value())
    with console.told():
        console.migrated(settings.database_url)
        asyncio.run(bot_app.run(settings))


@app.command()
def demo(
    date: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Let it be this day in the family's life.")
    ] = None,
    db: Annotated[Path | None, typer.Option(help="Keep the family in this SQLite file.")] = None,
    pictures: Annotated[Path | None, typer.Option(help="Save pictures and files to this folder.")] = None,
) -> None:
    """Open a family group chat in the terminal, no Telegram needed.

    Where standard input is no terminal it is played as a script: `Ann: text` speaks in the group, `Ann > text` in Ann's
    private chat with the bot, `Ann ! 2` presses button 2 of what Ann last saw, and `Ann ^ text` replies to that.
    """
    from bot.demo import play  # noqa: PLC0415 - see above
    from bot.logs import configure  # noqa: PLC0415 - see above

    settings = console.settings()
    configure("console", "error")
    with console.told():
        play(settings, day=date.date() if date else None, database=db, pictures=pictures)


@app.command()
def migrate() -> None:
    """Bring the database to the form that this version expects.

    `run` and `demo` do so themselves.
    """
    settings = console.settings()
    from bot.migrations import current_head  # noqa: PLC0415 - see above

    with console.told():
        console.migrated(settings.database_url)
        typer.echo(f"The database is up to date ({current_head()}).")


@app.command()
def doctor(
    *, repair: Annotated[bool, typer.Option("--repair", help="Store anew what does not add up.")] = False
) -> None:
    """Look whether the bot can run and whether its data add up.

    Exits 0 when all is consistent, warnings included, and 1 when not.
    """
    settings = console.settings()
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
    with console.told():
        raise typer.Exit(0 if asyncio.run(look()) else 1)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)], *, force: Force = False
) -> None:
    """Copy the database to FILE; the bot may be running.

    PostgreSQL has a program of its own for that: the command is named, and the exit status is 2.
    """
    settings = console.settings()
    from bot.backup import back_up  # noqa: PLC0415 - see above

    with console.told():
        back_up(settings.database_url, file, force=force)
        typer.echo(f"Backed up to {file}.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The backup to read.", show_default=False)], *, force: Force = False
) -> None:
    """Put the backup FILE in the database's place; stop the bot first.

    The file is checked, and brought up to the form that this version expects, before anything is replaced.
    """
    settings = console.settings()
    from bot.backup import restore as put_back  # noqa: PLC0415 - see above

    with console.told():
        put_back(settings.database_url, file, force=force)
        typer.echo(f"Restored from {file}. `nestegg doctor` looks whether all is well.")


@app.command("export")
def export_rows(
    file: Annotated[Path, typer.Argument(help="The file to write; - is standard output.", show_default=False)],
    *,
    force: Force = False,
) -> None:
    """Write all data to FILE, one row a line (JSON Lines); the bot may be running.

    With `nestegg import` they go from SQLite to PostgreSQL, or back.
    """
    settings = console.settings()
    from bot.transfer import export as write  # noqa: PLC0415 - see above

    with console.told():
        count = write(settings.database_url, file, force=force)
        typer.echo(f"Wrote {count} rows.", err=True)


@app.command("import")
def import_rows(
    file: Annotated[Path, typer.Argument(help="What export wrote; - is standard input.", show_default=False)],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace all that is in the database.")] = False,
) -> None:
    """Fill an empty database with what is in FILE, all or nothing; stop the bot first."""
    settings = console.settings()
    from bot.transfer import take_in  # noqa: PLC0415 - see above

    with console.told():
        count = take_in(settings.database_url, file, force=force, say=partial(typer.echo, err=True))
        typer.echo(f"Read {count} rows. `nestegg doctor` looks whether all is well.")


@app.command()
def seed() -> None:
    """Make the categories that every family begins with for the families that lack them; the bot may be running."""
    settings = console.settings()
    from bot.stock import seed as make  # noqa: PLC0415 - see above

    with console.told():
        console.migrated(settings.database_url)
        made = make(settings.database_url)
        typer.echo(f"Made {made.categories} categories for {made.families} of {made.all} families.")


@app.command()
def reset(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Really remove everything.")] = False,
    force: Annotated[bool, typer.Option("--force", help="On another engine than SQLite as well.")] = False,
) -> None:
    """Remove all that families ever said, for development only; stop the bot first.

    Nothing brings it back but a backup.
    """
    settings = console.settings()
    if not yes:
        console.fail("This removes every family and all its data. If you mean it: nestegg reset --yes.")
    if not settings.is_sqlite and not force:
        console.fail("This is no SQLite database, so it is hardly for development. If you mean it: add --force.")
    from bot.stock import reset as empty  # noqa: PLC0415 - see above

    with console.told():
        console.migrated(settings.database_url)
        typer.echo(f"Removed {empty(settings.database_url)} rows. The database is empty.")
