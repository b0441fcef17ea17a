"""What the doctor finds: of the figures that are stored, whether they add up."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from domain.refusals import Refusal
from repositories.engine import Database
from repositories.health import Drift, Health, Unlike
from services import gift_expenses
from services.spending import settle

TOLD = 5
"""How many figures that do not add up are named."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look brought: all well, something to know, or something wrong."""

    mark: Literal["✓", "!", "✗"]
    text: str

    @property
    def wrong(self) -> bool:
        """Tell whether something has to be done before the bot can be trusted."""
        return self.mark == "✗"


async def figures(health: Health, *, repair: bool) -> AsyncIterator[Finding]:
    """Compare what is stored as spent and planned with what the gifts add up to, and mend it if told to."""
    drifts = [drift async for drift in health.drifts()]
    if drifts and repair:
        await _mend(health.database, drifts)
        found, drifts = drifts, [drift async for drift in health.drifts()]
        if mended := [drift for drift in found if drift not in drifts]:
            yield Finding("!", f"budgets: {len(mended)} stored figures were mended ({_named(mended)}).")
    if not drifts:
        yield Finding("✓", "budgets: every stored figure equals a fresh computation")
        return
    advice = (
        "They cannot be mended: a budget and its gifts are in two currencies, or are more than it can hold."
        if repair
        else "Run `nestegg doctor --repair`."
    )
    yield Finding(
        "✗", f"budgets: {len(drifts)} stored figures are not what the gifts add up to ({_named(drifts)}). {advice}"
    )


async def _mend(database: Database, drifts: Iterable[Drift]) -> None:
    """Store what the gifts add up to, one occasion after the other; what cannot be stored stays as it is."""
    people: dict[tuple[int, int], list[int]] = {}
    for drift in drifts:
        people.setdefault((drift.family_id, drift.occasion_id), []).append(drift.person_id)
    for (family_id, occasion_id), theirs in people.items():
        with suppress(Refusal):
            async with database.begin() as uow:
                uow.family_id = family_id
                await settle(uow, theirs, [occasion_id])


async def gifts(health: Health, *, repair: bool) -> AsyncIterator[Finding]:
    """Compare what is noted as spent on gifts with the gifts, and mend it if told to."""
    found = [one async for one in health.unlike()]
    if found and repair:
        for one in found:
            async with health.database.begin() as uow:
                uow.family_id = one.family_id
                await gift_expenses.mend(uow, [one.gift_id])
        yield Finding("!", f"expenses: {len(found)} of gifts were mended ({_listed(found)}).")
        found = [one async for one in health.unlike()]
    if found:
        told = f"expenses: {len(found)} are not what was spent on the gifts ({_listed(found)})."
        yield Finding("✗", f"{told} Run `nestegg doctor --repair`.")
    else:
        yield Finding("✓", "expenses: every gift that was bought has its own, and no other has")


def _listed(unlike: Sequence[Unlike]) -> str:
    """Name the first of the gifts of which something else is noted."""
    named = [
        f"gift {one.gift_id}: {one.noted or 'nothing'} stored, {one.spent or 'nothing'} spent" for one in unlike[:TOLD]
    ]
    return "; ".join(named)


def _named(drifts: Sequence[Drift]) -> str:
    """Name the first of the figures that drifted."""
    named = [
        f"person {each.person_id}, occasion {each.occasion_id}: "
        f"{_pair(each.stored) if each.stored else 'nothing'} stored, {_pair(each.computed)} computed"
        for each in drifts[:TOLD]
    ]
    return "; ".join(named)


def _pair(figures: tuple[Decimal, Decimal]) -> str:
    spent, planned = figures
    return f"{spent:.2f} spent and {planned:.2f} planned"
