"""One run: a bot, kept busy by the server, and what is measured of it."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.programs import Failure, Program, started

TOKEN = "123456:local"  # noqa: S105 - opens nothing but the server in bench/
START_SECONDS = 30.0
RUN_SECONDS = 600.0


@dataclass(frozen=True)
class Command:
    """What every chat says, and what every answer must contain."""

    text: str
    expect: str


READ = Command("/budget mom christmas", "of $100.00")
WRITE = Command("/budget mom christmas {n}", "of ${n}.00")
BOUGHT = Command("/bought mom {christmas} {title} 2", "{title} for Mom · Christmas {year}\n✅ Bought · $2.00")
"""So little that a Christmas never uses up its budget: of that, families would be told."""
STATUS = Command("/status christmas text", "of $400.00")
SPEND = Command("/spend {n}.50 food {title}", "Food · ${n}.50 · {title}")
BUDGETS = tuple(f"/budget {name} christmas 100" for name in ("mom", "dad", "grandma", "ben"))
PREPARE = (*BUDGETS, "/iam anna")
"""What every chat has said before: once it is known that it is not Mom who asks, she may be spoken of there."""


@dataclass(frozen=True)
class Size:
    """How many chats, how many updates before and while measuring, and how many another chat sends at once."""

    chats: int
    warmup: int
    updates: int
    flood: int = 0


@dataclass(frozen=True)
class Subject:
    """A bot to be measured, and with what it is started."""

    module: str
    words: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    first_message: int = 1
    prepare: Sequence[str] = PREPARE


NULL = Subject("bench.null", prepare=BUDGETS)


def nestegg(url: str, first_message: int = 1) -> Subject:
    """Name Nestegg on a database; one that has met the town before needs message numbers that are new to it."""
    variables = {"DATABASE_URL": url, "NESTEGG_PACE": "off", "NESTEGG_LOG": "json"}
    return Subject("bot", ("run",), variables, first_message)


@dataclass(frozen=True)
class Figures:
    """What a run measured; processor time per update, the bot's and the server's; the bot's memory."""

    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float | None
    server_ms: float | None
    warm_mib: float | None
    end_mib: float | None


async def run(subject: Subject, command: Command, size: Size, folder: Path) -> Figures:
    """Start the server and the bot, measure, and end both; raises Failure when either errs."""
    words = _words(subject, command, size)
    async with AsyncExitStack() as programs:
        server = await programs.enter_async_context(started("bench.server", *words, log=folder / "server.log"))
        address = (await server.event("listening", START_SECONDS))["address"]
        variables = {**subject.variables, "TELEGRAM_API_URL": address, "TELEGRAM_BOT_TOKEN": TOKEN}
        log = folder / f"{subject.module}.log"
        bot = await programs.enter_async_context(started(subject.module, *subject.words, log=log, **variables))
        figures = await _measured(server, bot, size)
    _look_for_errors(bot)
    return figures


def _words(subject: Subject, command: Command, size: Size) -> list[str]:
    given: dict[str, object] = {
        "--command": command.text,
        "--expect": command.expect,
        "--chats": size.chats,
        "--warmup": size.warmup,
        "--updates": size.updates,
        "--flood": size.flood,
        "--first-message": subject.first_message,
    }
    prepared = [("--prepare", command) for command in subject.prepare]
    return [*(str(word) for pair in (*given.items(), *prepared) for word in pair), "--stay"]


async def _measured(server: Program, bot: Program, size: Size) -> Figures:
    await _told("warm", server, bot)
    before = bot.cpu_seconds, server.cpu_seconds, bot.resident_mib
    result = await _told("finished", server, bot)
    after = bot.cpu_seconds, server.cpu_seconds, bot.resident_mib
    if result["wrong"]:
        raise bot.failure(f"gave {result['wrong']} wrong answers, the first of them {result['first_wrong']!r}")
    cpu, server_cpu = (_each(*spent, size.updates) for spent in zip(before[:2], after[:2], strict=True))
    return Figures(result["per_second"], result["p50_ms"], result["p99_ms"], cpu, server_cpu, before[2], after[2])


def _each(before: float | None, after: float | None, updates: int) -> float | None:
    """Share processor seconds out, in milliseconds."""
    return None if before is None or after is None else (after - before) * 1000 / updates


async def _told(event: str, server: Program, bot: Program) -> dict[str, Any]:
    """Wait for an event of the server's, and no longer than the bot runs."""
    telling = asyncio.create_task(server.event(event, RUN_SECONDS))
    ending = asyncio.create_task(bot.process.wait())
    try:
        await asyncio.wait({telling, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not telling.done():
            raise bot.failure(f"ended with status {ending.result()}")
        return await telling
    except Failure as problem:
        raise problem if problem.of is bot else bot.failure(f"was left by the server: {problem}") from None
    finally:
        telling.cancel()
        ending.cancel()


def _look_for_errors(bot: Program) -> None:
    """Fail when the bot did not end well, or logged more than warnings."""
    if bot.process.returncode:
        raise bot.failure(f"ended with status {bot.process.returncode}")
    if any(level not in {"info", "warning"} for level in _levels(bot.said)):
        raise bot.failure("logged an error")


def _levels(log: str) -> Iterator[str]:
    for line in log.splitlines():
        try:
            yield json.loads(line)["level"]
        except (ValueError, KeyError, TypeError):
            yield line
