"""Nestegg beside the null bot: with many chats busy, and with one."""

from collections.abc import Iterable
from functools import partial

from bench.databases import Sqlite
from bench.plan import Entry, Plan, cpu, entries, fresh_run, p50, p99, per_second, server_cpu
from bench.runs import BOUGHT, NULL, READ, SPEND, STATUS, WRITE, Command, Size, run
from bench.samples import Measure, Runs, Samples, take
from bench.tables import AtLeast, AtMost, Target, judged, shown, table

NULL_BOT = Entry("null bot", Command(READ.text, "ok"))
SPEED = {READ: AtLeast(1), WRITE: AtLeast(0.7), BOUGHT: AtLeast(0.5), STATUS: AtLeast(0.9), SPEND: AtLeast(0.6)}
BUDGETS = (READ, WRITE)
"""The commands whose targets hold on every engine, and in a single chat; those of the others hold on SQLite."""
HEADS = ("", "updates/s", "p50 ms", "p99 ms", "CPU ms", "server's")


async def throughput(plan: Plan) -> str:
    """Compare the speeds while many chats are busy."""
    samples = await take("throughput", _runs(plan, SPEED, plan.busy), plan.rounds)
    rows = [_row(samples, NULL_BOT, per_second, None)]
    rows += [_row(samples, entry, per_second, _speed(entry)) for entry in entries(plan.engines, SPEED)]
    heads = (*HEADS, "× null's speed", "wanted")
    return table(f"{plan.busy.chats} private chats, {plan.times}", heads, rows) + _engines(plan, samples)


async def latency(plan: Plan) -> str:
    """Compare the latencies while one chat is busy."""
    samples = await take("latency", _runs(plan, BUDGETS, plan.single), plan.rounds)
    rows = [_row(samples, NULL_BOT, p99, None)]
    rows += [_row(samples, entry, p99, AtMost(3)) for entry in entries(plan.engines, BUDGETS)]
    return table(f"One private chat, {plan.times}", (*HEADS, "× null's p99", "wanted"), rows)


def _speed(entry: Entry) -> Target | None:
    return SPEED[entry.command] if entry.bot == Sqlite.name or entry.command in BUDGETS else None


def _runs(plan: Plan, commands: Iterable[Command], size: Size) -> Runs[Entry]:
    ours = {
        entry: partial(fresh_run, engine, entry.command, size, plan.folder)
        for entry, engine in entries(plan.engines, commands).items()
    }
    return {NULL_BOT: partial(run, NULL, NULL_BOT.command, size, plan.folder), **ours}


def _row(samples: Samples[Entry], entry: Entry, measure: Measure, target: Target | None) -> list[str]:
    ratio = samples.ratio(entry, NULL_BOT, measure)
    return [
        entry.bot if entry == NULL_BOT else str(entry),
        shown(samples.spread(entry, per_second), full=True),
        shown(samples.spread(entry, p50), 1),
        shown(samples.spread(entry, p99), 1, full=True),
        shown(samples.spread(entry, cpu), 2),
        shown(samples.spread(entry, server_cpu), 2),
        shown(ratio, 2, full=True),
        judged(ratio, target),
    ]


def _engines(plan: Plan, samples: Samples[Entry]) -> str:
    """Compare PostgreSQL with SQLite, where both were measured."""
    if len(plan.engines) == 1:
        return ""
    one, other = (engine.name for engine in plan.engines)
    rows = []
    for command in SPEED:
        ratio = samples.ratio(Entry(other, command), Entry(one, command), per_second)
        rows.append(
            [command.text, shown(ratio, 2, full=True), judged(ratio, AtLeast(0.8) if command in BUDGETS else None)]
        )
    return "\n" + table(f"{other} beside {one}, the same runs", ("", f"× {one}'s speed", "wanted"), rows)
