"""How thorough a benchmark is to be, and who takes part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from bench.databases import Engine
from bench.history import Past
from bench.runs import Command, Figures, Size, nestegg, run


@dataclass(frozen=True)
class Plan:
    """The sizes of all that is measured."""

    folder: Path
    engines: Sequence[Engine]
    rounds: int
    busy: Size
    single: Size
    flooded: int
    """How many updates another chat sends, one after the other, from the moment on at which one floods."""
    grown: Size
    long: Size
    pasts: Sequence[Past]
    growing: Sequence[Command]

    @property
    def times(self) -> str:
        """Say how often it is measured."""
        return "one round" if self.rounds == 1 else f"the middle of {self.rounds} rounds (least–most)"


@dataclass(frozen=True)
class Entry:
    """Who takes part: a bot, told a command, on a database with a past."""

    bot: str
    command: Command
    past: Past | None = None

    def __str__(self) -> str:
        return ", ".join([f"{self.bot:<10} {self.command.text}", *([str(self.past)] if self.past else [])])


def entries(engines: Iterable[Engine], commands: Iterable[Command]) -> dict[Entry, Engine]:
    """List Nestegg's entries on fresh databases."""
    return {Entry(engine.name, command): engine for engine, command in product(engines, commands)}


async def fresh_run(engine: Engine, command: Command, size: Size, folder: Path) -> Figures:
    """Measure Nestegg on a database in which nothing is yet."""
    url = await engine.copy("empty", "fresh")
    try:
        return await run(nestegg(url), command, size, folder)
    finally:
        await engine.drop("fresh")


def per_second(figures: Figures) -> float:
    """Take the speed."""
    return figures.per_second


def seconds(figures: Figures) -> float:
    """Take the time that an update costs, all told."""
    return 1 / figures.per_second


def p50(figures: Figures) -> float:
    """Take the usual latency."""
    return figures.p50_ms


def p99(figures: Figures) -> float:
    """Take the latency that one in a hundred exceeds."""
    return figures.p99_ms


def cpu(figures: Figures) -> float | None:
    """Take the processor time of an update."""
    return figures.cpu_ms


def server_cpu(figures: Figures) -> float | None:
    """Take the processor time that the measuring itself takes for an update."""
    return figures.server_ms
