"""A small database beside one of many gifts, and beside one of many families."""

from collections.abc import Iterator
from functools import partial
from itertools import count, product

from bench.databases import Engine
from bench.history import Past, fill, trim
from bench.plan import Entry, Plan, cpu, p99, per_second, seconds
from bench.runs import READ, Figures, Size, nestegg, run
from bench.samples import Samples, take, tell
from bench.tables import AtMost, judged, shown, table

MESSAGES_OF_A_RUN = 1_000_000
HEADS = ("", "updates/s", "p99 ms", "CPU ms", "× CPU", "× time", "wanted")


async def growth(plan: Plan) -> str:
    """Compare the times that an update costs."""
    rows = [row for engine in plan.engines for row in await _on(engine, plan)]
    return table(f"As the database grows, {plan.grown.chats} chats of it, {plan.times}", HEADS, rows)


async def _on(engine: Engine, plan: Plan) -> list[list[str]]:
    """Fill the databases of one engine, measure on them, and remove them."""
    met = await engine.copy("empty", "met")
    await run(nestegg(met), READ, Size(plan.grown.chats, 1, 20), plan.folder)
    names = {past: f"past{number}" for number, past in enumerate(plan.pasts)}
    urls = {past: await _filled(engine, past, name) for past, name in names.items()}
    samples = await _measured(engine, plan, urls)
    for name in ("met", *names.values()):
        await engine.drop(name)
    return list(_rows(samples, engine, plan))


async def _filled(engine: Engine, past: Past, name: str) -> str:
    url = await engine.copy("met", name)
    await fill(url, past)
    await engine.settle(name)
    tell(f"growth: {engine.name} holds {past}")
    return url


async def _measured(engine: Engine, plan: Plan, urls: dict[Past, str]) -> Samples[Entry]:
    """Measure on databases that are too large to copy for each run: they meet new messages, and lose what is new."""
    firsts = count(MESSAGES_OF_A_RUN, MESSAGES_OF_A_RUN)

    async def measured(entry: Entry, past: Past) -> Figures:
        figures = await run(nestegg(urls[past], next(firsts)), entry.command, plan.grown, plan.folder)
        await trim(urls[past], past)
        return figures

    every = {Entry(engine.name, command, past): past for command, past in product(plan.growing, urls)}
    return await take("growth", {entry: partial(measured, entry, past) for entry, past in every.items()}, plan.rounds)


def _rows(samples: Samples[Entry], engine: Engine, plan: Plan) -> Iterator[list[str]]:
    for command in plan.growing:
        small, *others = (Entry(engine.name, command, past) for past in plan.pasts)
        yield [*_figures(samples, small), "1.00", "1.00", ""]
        for entry in others:
            time = samples.ratio(entry, small, seconds)
            more = [shown(samples.ratio(entry, small, cpu), 2), shown(time, 2, full=True), judged(time, AtMost(1.2))]
            yield [*_figures(samples, entry), *more]


def _figures(samples: Samples[Entry], entry: Entry) -> list[str]:
    speed, latest, processor = (samples.spread(entry, measure) for measure in (per_second, p99, cpu))
    return [str(entry), shown(speed, full=True), shown(latest, 1), shown(processor, 2)]
