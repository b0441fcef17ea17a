"""What can be typed in the demo: who says what where, presses of buttons, and words for the demo itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

_SPOKEN = re.compile(r"(?P<name>[^\W\d_][\w'’. -]{0,31}?)\s*(?P<mark>[:>^!])(?:\s+(?P<rest>.*))?")
_TOLD = re.compile(r":(?P<word>\S+)\s*(?P<rest>.*)")
_MARKS: dict[str, Literal["group", "private", "reply", "press"]] = {
    ":": "group", ">": "private", "^": "reply", "!": "press",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line: spoken in the group or in private, in reply, a button's, for the demo itself, or without a name."""

    kind: Literal["group", "private", "reply", "press", "told", "plain"]
    text: str
    who: str = ""


def read(text: str, is_name: Callable[[str], bool]) -> Line | None:
    """Read a line; none for one that says nothing."""
    line = text.strip()
    if not line or line.startswith("#"):
        return None
    if told := _TOLD.fullmatch(line):
        return Line("told", told["rest"], told["word"].casefold())
    spoken = _SPOKEN.fullmatch(line)
    if spoken and is_name(spoken["name"]):
        return Line(_MARKS[spoken["mark"]], (spoken["rest"] or "").strip(), spoken["name"])
    return Line("plain", line)
