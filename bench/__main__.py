"""The benchmark: Nestegg beside a null bot, on this machine, in one go.

The null bot (bench/null.py) is stock python-telegram-bot: one command that answers "ok", its own HTTP client, one
update after the other. Nestegg is the real program, `python -m bot run`, with its pace off and its databases durable:
SQLite waits for the disk at every commit, PostgreSQL has its usual settings and is reached through a socket. Both are
told the same commands by the same server (bench/server.py) over loopback HTTP: every private chat has one command
outstanding, and the answer to it brings the next. Every answer is read: a wrong one, a missing one, one too many, or
an error in the log ends the benchmark with status 1. Every chat is a family of four with a budget each; what it buys is
a new gift every time, and when a Christmas has its 35 gifts, the next year's begins (bench/words.py).

  throughput  64 chats: updates/s beside the null bot's, and PostgreSQL beside SQLite
  latency     one chat: the time from a command's arrival in the bot's queue to that of the bot's sendMessage
  flood       one chat, while another sends 1,000 commands at once: its latency beside that of an idle bot
  growth      few and many gifts, few and many families in the database; times beside those of the small one;
              the past is of former years, as in life (bench/history.py)
  report      what the database takes for the report of a year with 100,000 expenses (bench/reports.py): alone, beside
              as many of the year before, and beside other families' as well
  memory      what the bot's process keeps resident after some updates and after many, on SQLite

Databases are fresh for each run but those of growth, which are too large: what was bought there is taken back. Runs
are made in turns, round by round, each round beginning with another; a ratio is taken within its round, and the middle
one of the rounds is shown with the least and the most. CPU is the processor time of the bot's own process for an
update. The server's, shown beside it, and PostgreSQL's, which is not known here, come from the same machine: with few
processors their work slows the bot, and no bot can be measured faster than the server is. A mark tells whether a figure
is as wanted; being slow is no error.
"""

import argparse
import asyncio
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from bench.contest import latency, throughput
from bench.databases import Engine, Postgresql, Sqlite
from bench.flood import flood
from bench.growth import growth
from bench.history import Past
from bench.memory import memory
from bench.plan import Plan
from bench.programs import Failure
from bench.reports import reports
from bench.runs import BOUGHT, SPEND, STATUS, WRITE, Size

LIBRARIES = ("python-telegram-bot", "httpx", "aiohttp", "sqlalchemy", "aiosqlite", "asyncpg")
ENGINES: dict[str, type[Sqlite | Postgresql]] = {"sqlite": Sqlite, "postgresql": Postgresql}
STAGES = {
    "throughput": throughput,
    "latency": latency,
    "flood": flood,
    "growth": growth,
    "report": reports,
    "memory": memory,
}


def options() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="one round, fewer updates, smaller databases")
    parser.add_argument("--only", action="append", choices=STAGES, help="a stage; may be given several times")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="likewise; default both")
    parser.add_argument("--rounds", type=int, help="default 3, quick 1")
    return parser


def planned(given: argparse.Namespace, folder: Path, engines: Sequence[Engine]) -> Plan:
    """Decide how thorough to be."""
    if given.quick:
        return Plan(
            folder=folder,
            engines=engines,
            rounds=given.rounds or 1,
            busy=Size(64, 200, 600),
            single=Size(1, 50, 300),
            flooded=1_000,
            grown=Size(10, 50, 300),
            long=Size(64, 1_000, 4_000),
            pasts=(Past(10, 1_000), Past(10, 50_000), Past(500, 50_000)),
            growing=(BOUGHT,),
        )
    return Plan(
        folder=folder,
        engines=engines,
        rounds=given.rounds or 3,
        busy=Size(64, 300, 2_000),
        single=Size(1, 100, 1_000),
        flooded=5_000,
        grown=Size(10, 100, 700),
        long=Size(64, 5_000, 95_000),
        pasts=(Past(10, 1_000), Past(10, 1_000_000), Past(10_000, 1_000_000)),
        growing=(WRITE, BOUGHT, STATUS, SPEND),
    )


async def bench(given: argparse.Namespace) -> None:
    """Make the stages one after the other, and end whatever was started."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nestegg-", ignore_cleanup_errors=True)))
        engines: list[Engine] = [ENGINES[name](folder / name) for name in ENGINES if name in (given.engine or ENGINES)]
        for engine in engines:
            stack.callback(engine.close)
            await engine.open()
        plan = planned(given, folder, engines)
        for name, stage in STAGES.items():
            if name in (given.only or STAGES):
                print(await stage(plan), flush=True)


def machine() -> str:
    """Tell what it was measured on and with: figures of different machines do not compare."""
    parts = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    busy = f"load {os.getloadavg()[0]:.1f} before"
    return f"{os.cpu_count()} processors ({busy}), {platform.system()}, Python {platform.python_version()}, {parts}"


def main() -> int:
    """Run, and return the exit status."""
    given = options().parse_args()
    begun = time.monotonic()
    print(machine(), flush=True)
    try:
        asyncio.run(bench(given))
    except Failure as problem:
        print(f"\nbench: {problem}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 130
    print(f"\n{time.monotonic() - begun:.0f} s, load {os.getloadavg()[0]:.1f} after")
    return 0


if __name__ == "__main__":
    sys.exit(main())
