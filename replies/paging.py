"""Lists that are too long for one look: a page of them, and the buttons that turn it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from replies.reply import Button, Rows, rows

Item = TypeVar("Item")

PAGE = 8


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some of many: which ones, and where among them."""

    items: Sequence[Item]
    number: int
    count: int

    @property
    def counted(self) -> str | None:
        """Say where in the list this is; nothing when it is all there is."""
        return f"Page {self.number + 1} of {self.count}" if self.count > 1 else None

    def turns(self, data: str) -> Rows:
        """Make the buttons to the pages beside this one."""
        ways = [("◀ Back", self.number - 1), ("Next ▶", self.number + 1)]
        return rows([Button(label, f"{data}:{to}") for label, to in ways if 0 <= to < self.count])


def page_of(items: Sequence[Item], number: int, size: int = PAGE) -> Page[Item]:
    """Open a list at a page, at its last one if there are no longer so many."""
    count = max(1, -(-len(items) // size))
    number = min(number, count - 1)
    return Page(items[number * size : (number + 1) * size], number, count)
