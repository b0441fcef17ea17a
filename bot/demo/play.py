"""Plays the demo: from the keyboard, or a script from standard input."""

import asyncio
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.app import Nestegg
from bot.demo.display import Display
from bot.demo.talk import Leave, Talk
from bot.demo.town import FAMILY, GROUP, Town
from bot.migrations import migrate
from bot.settings import Settings

Result = TypeVar("Result")

HINT = f"""\
You are {FAMILY[0]}, in the group "{GROUP}" with {", ".join(FAMILY[1:])} and the bot. Try: /budget mom christmas 100
1 presses button 1, :reply TEXT replies to the bot, :ben lets Ben speak, :private and :group change the chat.
:help shows the rest, :quit leaves. Nothing goes out of this terminal."""


def play(
    settings: Settings, *, day: date | None = None, database: Path | None = None, pictures: Path | None = None
) -> None:
    """Open the town and carry out what is typed until its end."""
    with tempfile.TemporaryDirectory(prefix="nestegg-demo-", ignore_cleanup_errors=True) as folder:
        file = database or Path(folder) / "nestegg.db"
        file.parent.mkdir(parents=True, exist_ok=True)
        town = Town(_clock(settings, day), first_id=int(time.time() * 1000) if database else 1)
        here = _local(settings, f"sqlite+aiosqlite:///{file}", town.token)
        migrate(here.database_url)
        display = Display(town, pictures or Path.cwd() / "nestegg-pictures", colours=sys.stdout.isatty())
        with suppress(KeyboardInterrupt, EOFError, Leave), _at_work(town, town.bot_for(here)) as settle:
            _converse(Talk(town, strangers=not sys.stdin.isatty()), display, settle)


def _converse(talk: Talk, display: Display, settle: Callable[[], None]) -> None:
    terminal = sys.stdin.isatty()
    if terminal:
        # Whoever started the program may have had it ignore Ctrl-C; at a keyboard that key leaves.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        print(display.quiet(HINT), flush=True)  # noqa: T201 - the demo talks to a terminal
    for line in _typed(talk) if terminal else sys.stdin:
        if not talk.hear(line):
            continue
        settle()
        notices, talk.notices = talk.notices, []
        shown = [] if terminal else [line.strip()]
        shown += [display.quiet(notice) for notice in notices]
        shown += [each for event, body in talk.town.take_news() for each in display.lines(event, body)]
        if terminal and not shown and not line.startswith(":"):
            shown = [display.quiet("(the bot keeps silent; :reply TEXT replies to what it said)")]
        if shown:
            print("\n".join(shown), flush=True)  # noqa: T201 - likewise


def _typed(talk: Talk) -> Iterator[str]:
    with suppress(ImportError):
        # Importing it is all it takes for the arrow keys to work.
        import readline  # noqa: F401, PLC0415 - see above
    while True:
        try:
            yield input(talk.prompt)
        except (EOFError, KeyboardInterrupt):
            print()  # noqa: T201 - ends the line of the prompt
            return


def _local(settings: Settings, url: str, token: str) -> Settings:
    """Keep what families begin with, and nothing of the real bot."""
    return settings.model_copy(
        update={
            "bot_token": SecretStr(token),
            "database_url": url,
            "owners": frozenset(),
            "chats": frozenset(),
            "pace": "off",
        }
    )


def _clock(settings: Settings, day: date | None) -> Callable[[], datetime]:
    """Return the real clock, or one that begins at noon of another day."""
    if day is None:
        return lambda: datetime.now(UTC)
    noon = datetime.combine(day, time_of_day(12), ZoneInfo(settings.timezone)).astimezone(UTC)
    begun = time.monotonic()
    return lambda: noon + timedelta(seconds=time.monotonic() - begun)


@contextmanager
def _at_work(town: Town, bot: Nestegg) -> Iterator[Callable[[], None]]:
    """Run the bot beside the keyboard, in a thread of its own; lend the way to wait until it has answered."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="bot", daemon=True)
    thread.start()

    def wait_for(work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    wait_for(bot.__aenter__())
    try:
        town.meet()
        wait_for(town.settle(bot))
        town.forget()
        yield lambda: wait_for(town.settle(bot))
    finally:
        wait_for(bot.__aexit__(None, None, None))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
