"""Runs that are to be compared: taken in turns, so that a busy machine is busy for all of them alike."""

import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Generic, TypeVar

from bench.runs import Figures

Label = TypeVar("Label")
Measure = Callable[[Figures], float | None]
Runs = Mapping[Label, Callable[[], Awaitable[Figures]]]


@dataclass(frozen=True)
class Spread:
    """The middle of several figures, the least and the most."""

    middle: float
    least: float
    most: float


class Samples(Generic[Label]):
    """What each of several runs measured, round by round."""

    def __init__(self) -> None:
        self._rounds: list[dict[Label, Figures]] = []

    def add(self, found: dict[Label, Figures]) -> None:
        """Keep what a round measured."""
        self._rounds.append(found)

    def spread(self, label: Label, measure: Measure) -> Spread | None:
        """Sum up one measure of a run; none where the system does not tell it."""
        return _spread([measure(found[label]) for found in self._rounds])

    def ratio(self, label: Label, to: Label, measure: Measure) -> Spread | None:
        """Sum up how a run compares to another of the same round."""
        return _spread([_divided(measure(found[label]), measure(found[to])) for found in self._rounds])


async def take(stage: str, runs: Runs[Label], rounds: int) -> Samples[Label]:
    """Make each run once a round, every round beginning with another."""
    samples: Samples[Label] = Samples()
    labels = list(runs)
    for number in range(rounds):
        start = number * len(labels) // rounds
        found = {}
        for label in labels[start:] + labels[:start]:
            found[label] = figures = await runs[label]()
            tell(f"{stage}, round {number + 1} of {rounds}: {label}: {figures.per_second:.0f} updates/s")
        samples.add(found)
    return samples


def tell(line: str) -> None:
    """Show that it goes on; the tables alone go to standard output."""
    print(f"  {line}", file=sys.stderr, flush=True)


def _divided(one: float | None, other: float | None) -> float | None:
    return None if one is None or not other else one / other


def _spread(values: list[float | None]) -> Spread | None:
    known = [value for value in values if value is not None]
    return Spread(median(known), min(known), max(known)) if known else None
