"""How names are written: into commands, and one after the other."""

from collections.abc import Iterable

SHORT = 24
"""How much of a title stands on a button."""


def typed(name: str) -> str:
    """Write a name the way it is typed in a command: in small letters, in quotes if it has several words."""
    return f'"{name.lower()}"' if " " in name else name.lower()


def shortened(title: str) -> str:
    """Write a title so that it fits on a button."""
    return title if len(title) <= SHORT else f"{title[: SHORT - 1]}…"


def listed(names: Iterable[str]) -> str:
    """Name several, as one would say them."""
    *others, last = list(names) or ["nobody"]
    return f"{', '.join(others)} and {last}" if others else last
