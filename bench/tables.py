"""Figures as the reader of a terminal likes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bench.samples import Spread


@dataclass(frozen=True)
class AtLeast:
    """A figure that is to be reached."""

    bound: float

    def judge(self, figure: float) -> str:
        """Show the bound, and whether it is kept."""
        return f"≥ {self.bound:g} {_mark(met=round(figure, 2) >= self.bound)}"


@dataclass(frozen=True)
class AtMost:
    """A figure that is not to be passed."""

    bound: float

    def judge(self, figure: float) -> str:
        """Show the bound, and whether it is kept."""
        return f"≤ {self.bound:g} {_mark(met=round(figure, 2) <= self.bound)}"


Target = AtLeast | AtMost


def _mark(*, met: bool) -> str:
    return "✓" if met else "✗"


def shown(spread: Spread | None, digits: int = 0, *, full: bool = False) -> str:
    """Write a figure, in full with the least and the most of several."""
    if spread is None:
        return "–"
    text = f"{spread.middle:,.{digits}f}"
    several = full and spread.least < spread.most
    return f"{text} ({spread.least:,.{digits}f}–{spread.most:,.{digits}f})" if several else text


def judged(spread: Spread | None, target: Target | None) -> str:
    """Write what was wanted of a figure, and whether it came so."""
    return "" if target is None or spread is None else target.judge(spread.middle)


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write rows under their heads: the first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip_longest(heads, *rows, fillvalue="")]
    lines = ["  ".join(_cells(row, widths)).rstrip() for row in (heads, *rows)]
    return "\n".join([f"\n{title}", *(f"  {line}" for line in lines)])


def _cells(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *others = row
    return [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=False))]
