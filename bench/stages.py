"""What is compared with what: each stage makes its runs and writes its table."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from bench.databases import Engine
from bench.history import Past, fill
from bench.runs import NULL, READ, WRITE, Command, Figures, Size, nestegg, run
from bench.samples import Runs, Samples, Spread, take, tell
from bench.tables import AtLeast, AtMost, Target, judged, shown, table

COMMANDS = (READ, WRITE)
OK = Command(READ.text, "ok")
NULL_BOT = "null bot"
MESSAGES_OF_A_RUN = 1_000_000


@dataclass(frozen=True)
class Plan:
    """How thorough to be."""

    folder: Path
    engines: Sequence[Engine]
    rounds: int
    busy: Size
    single: Size
    grown: Size
    long: Size
    pasts: tuple[Past, Past, Past]


def per_second(figures: Figures) -> float:
    """Take the speed."""
    return figures.per_second


def seconds(figures: Figures) -> float:
    """Take the time an update costs, all told."""
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


def label(engine: Engine, command: Command) -> str:
    """Name a run of Nestegg's."""
    return f"{engine.name:<10} {command.text}"


async def throughput(plan: Plan) -> str:
    """Compare with the null bot while many chats are busy."""
    samples = await take("throughput", _beside_null(plan, plan.busy), plan.rounds)
    rows = [
        _row(samples, name, samples.ratio(name, NULL_BOT, per_second), _SPEED.get(name.split(maxsplit=1)[-1]))
        for name in _labels(plan)
    ]
    text = table(f"{plan.busy.chats} private chats, {_times(plan)}", (*_HEADS, "× null's speed", "wanted"), rows)
    return text + _engines_compared(plan, samples)


async def latency(plan: Plan) -> str:
    """Compare with the null bot while one chat is busy."""
    samples = await take("latency", _beside_null(plan, plan.single), plan.rounds)
    rows = [
        _row(samples, name, samples.ratio(name, NULL_BOT, p99), None if name == NULL_BOT else AtMost(3))
        for name in _labels(plan)
    ]
    return table(f"One private chat, {_times(plan)}", (*_HEADS, "× null's p99", "wanted"), rows)


async def growth(plan: Plan) -> str:
    """Compare a small database with one of many gifts, and with one of many families."""
    rows = []
    for engine in plan.engines:
        rows += await _growth_of(engine, plan)
    heads = ("", "updates/s", "p99 ms", "CPU ms", "× CPU", "× time", "wanted")
    return table(f"As the database grows, {plan.grown.chats} chats of it, {_times(plan)}", heads, rows)


async def memory(plan: Plan) -> str:
    """Compare the memory kept after some updates with that after many."""
    rows = []
    for engine in plan.engines[:1]:
        url = await engine.copy("empty", "long")
        figures = await run(nestegg(url), WRITE, plan.long, plan.folder)
        await engine.drop("long")
        tell(f"memory: {label(engine, WRITE)}: {figures.per_second:.0f} updates/s")
        rows.append(_memory_row(label(engine, WRITE), figures))
    after = [f"MiB after {updates:,}" for updates in (plan.long.warmup, plan.long.warmup + plan.long.updates)]
    return table("Memory of the bot's process, one run", ("", *after, "×", "wanted"), rows)


STAGES: dict[str, Callable[[Plan], Coroutine[None, None, str]]] = {
    "throughput": throughput,
    "latency": latency,
    "growth": growth,
    "memory": memory,
}
_HEADS = ("", "updates/s", "p50 ms", "p99 ms", "CPU ms")
_SPEED: dict[str, Target] = {READ.text: AtLeast(1), WRITE.text: AtLeast(0.7)}


def _times(plan: Plan) -> str:
    return "one round" if plan.rounds == 1 else f"the middle of {plan.rounds} rounds (least–most)"


def _labels(plan: Plan) -> list[str]:
    return [NULL_BOT, *(label(engine, command) for engine in plan.engines for command in COMMANDS)]


def _beside_null(plan: Plan, size: Size) -> Runs[str]:
    runs: dict[str, Callable[[], Coroutine[None, None, Figures]]] = {
        NULL_BOT: partial(run, NULL, OK, size, plan.folder)
    }
    for engine in plan.engines:
        for command in COMMANDS:
            runs[label(engine, command)] = partial(_on_a_fresh_database, engine, command, size, plan.folder)
    return runs


async def _on_a_fresh_database(engine: Engine, command: Command, size: Size, folder: Path) -> Figures:
    url = await engine.copy("empty", "fresh")
    await engine.settle("fresh")
    try:
        return await run(nestegg(url), command, size, folder)
    finally:
        await engine.drop("fresh")


def _row(samples: Samples[str], name: str, ratio: Spread | None, target: Target | None) -> list[str]:
    return [
        name,
        shown(samples.spread(name, per_second), full=True),
        shown(samples.spread(name, p50), 1),
        shown(samples.spread(name, p99), 1, full=True),
        shown(samples.spread(name, cpu), 2),
        shown(ratio, 2, full=True),
        judged(ratio, target),
    ]


def _engines_compared(plan: Plan, samples: Samples[str]) -> str:
    """Compare PostgreSQL with SQLite, where both were measured."""
    if len(plan.engines) == 1:
        return ""
    small, large = plan.engines
    rows = []
    for command in COMMANDS:
        ratio = samples.ratio(label(large, command), label(small, command), per_second)
        rows.append([command.text, shown(ratio, 2, full=True), judged(ratio, AtLeast(0.8))])
    return "\n" + table(f"{large.name} beside {small.name}", ("", f"× {small.name}'s speed", "wanted"), rows)


async def _growth_of(engine: Engine, plan: Plan) -> list[list[str]]:
    """Fill the databases of one engine, measure on them, and remove them."""
    met = await engine.copy("empty", "met")
    await run(nestegg(met), READ, Size(plan.grown.chats, 1, 20), plan.folder)
    urls = {past: await _filled(engine, past, number) for number, past in enumerate(plan.pasts)}
    firsts = count(MESSAGES_OF_A_RUN, MESSAGES_OF_A_RUN)

    async def measured(past: Past, command: Command) -> Figures:
        return await run(nestegg(urls[past], next(firsts)), command, plan.grown, plan.folder)

    runs = {
        f"{label(engine, command)}, {past}": partial(measured, past, command)
        for command in COMMANDS
        for past in plan.pasts
    }
    samples = await take("growth", runs, plan.rounds)
    for name in ("met", *(f"past{number}" for number in range(len(plan.pasts)))):
        await engine.drop(name)
    return [
        _growth_row(samples, f"{label(engine, command)}, {past}", f"{label(engine, command)}, {plan.pasts[0]}")
        for command in COMMANDS
        for past in plan.pasts
    ]


async def _filled(engine: Engine, past: Past, number: int) -> str:
    name = f"past{number}"
    url = await engine.copy("met", name)
    await fill(url, past)
    await engine.settle(name)
    tell(f"growth: {engine.name} holds {past}")
    return url


def _growth_row(samples: Samples[str], name: str, small: str) -> list[str]:
    speed, latest, processor = (samples.spread(name, each) for each in (per_second, p99, cpu))
    figures = [name, shown(speed, full=True), shown(latest, 1), shown(processor, 2)]
    if name == small:
        return [*figures, "1.00", "1.00", ""]
    time = samples.ratio(name, small, seconds)
    return [*figures, shown(samples.ratio(name, small, cpu), 2), shown(time, 2, full=True), judged(time, AtMost(1.2))]


def _memory_row(name: str, figures: Figures) -> list[str]:
    if figures.warm_mib is None or figures.end_mib is None:
        return [name, "–", "–", "–"]
    grown = figures.end_mib / figures.warm_mib
    return [name, f"{figures.warm_mib:.1f}", f"{figures.end_mib:.1f}", f"{grown:.2f}", AtMost(1.05).judge(grown)]
