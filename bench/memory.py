"""The memory that the bot keeps after some updates beside that after many."""

from bench.plan import Entry, Plan, fresh_run
from bench.runs import WRITE, Figures
from bench.samples import tell
from bench.tables import AtMost, table


async def memory(plan: Plan) -> str:
    """Compare the two on the first engine."""
    engine = plan.engines[0]
    entry = Entry(engine.name, WRITE)
    figures = await fresh_run(engine, entry.command, plan.long, plan.folder)
    tell(f"memory: {entry}: {figures.per_second:.0f} updates/s")
    some, many = plan.long.warmup, plan.long.warmup + plan.long.updates
    heads = ("", f"MiB after {some:,} updates", f"after {many:,}", "×", "wanted")
    return table("Memory of the bot's process, one run", heads, [[str(entry), *_compared(figures)]])


def _compared(figures: Figures) -> list[str]:
    if figures.warm_mib is None or figures.end_mib is None:
        return ["–", "–", "–", ""]
    ratio = figures.end_mib / figures.warm_mib
    return [f"{figures.warm_mib:.1f}", f"{figures.end_mib:.1f}", f"{ratio:.2f}", AtMost(1.05).judge(ratio)]
