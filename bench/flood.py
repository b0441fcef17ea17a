"""What one chat that floods costs the others."""

from dataclasses import replace
from functools import partial

from bench.plan import Plan, fresh_run, p50, p99
from bench.runs import READ
from bench.samples import take
from bench.tables import AtMost, judged, shown, table

FLOOD = 1_000
"""How many commands the flooding chat sends at once."""


async def flood(plan: Plan) -> str:
    """Compare the latency of the others while a chat floods with that of a bot that nobody else speaks to."""
    calm = replace(plan.single, updates=plan.flooded)
    sizes = {"idle": calm, f"{FLOOD:,} at once": replace(calm, flood=FLOOD)}
    runs = {
        (engine.name, kind): partial(fresh_run, engine, READ, size, plan.folder)
        for engine in plan.engines
        for kind, size in sizes.items()
    }
    samples = await take("flood", runs, plan.rounds)
    rows = []
    for engine, kind in runs:
        ratio = samples.ratio((engine, kind), (engine, "idle"), p99)
        rows.append(
            [
                f"{engine:<10} {kind}",
                shown(samples.spread((engine, kind), p50), 1),
                shown(samples.spread((engine, kind), p99), 1, full=True),
                shown(ratio, 2, full=True),
                judged(ratio, None if kind == "idle" else AtMost(2)),
            ]
        )
    title = f"One private chat while another floods, {plan.times}"
    return table(title, ("", "p50 ms", "p99 ms", "× idle p99", "wanted"), rows)
