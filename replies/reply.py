"""What an answer consists of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

MAX_LENGTH = 4096
"""How many characters Telegram allows in one message, markup not counted."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: data comes back when it is pressed, a link is opened instead."""

    label: str
    data: str = ""
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; about names the people whose gifts it speaks of, the gist is what was done in a few words.

    A reply that names the family says in its text by itself which one it is about.
    In answer to a press the pressed message is replaced by the text; a toast alone leaves it as it is, and an alert is
    a toast that has to be closed.
    """

    text: Markup = Markup()
    buttons: Rows = ()
    toast: str | None = None
    alert: bool = False
    about: tuple[int, ...] = ()
    names_family: bool = False
    gist: str = ""


def with_undo(reply: Reply, key: str) -> Reply:
    """Add the button that takes a change back."""
    return replace(reply, buttons=(*reply.buttons, (Button("↩️ Undo", f"undo:{key}"),)))


def rows(buttons: Sequence[Button], width: int = 2) -> Rows:
    """Arrange buttons in rows of a width."""
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def lines(*parts: Markup | str | None) -> Markup:
    """Join the lines that are there."""
    return Markup("\n").join(part for part in parts if part)


def pages(text: Markup) -> list[Markup]:
    """Split a text that is too long for one message between lines."""
    if len(text) <= MAX_LENGTH:
        return [text]
    found: list[Markup] = []
    page = Markup()
    for line in text.split("\n"):
        if page and len(page) + 1 + len(line) > MAX_LENGTH:
            found.append(page)
            page = Markup()
        page = Markup("\n").join((page, line)) if page else Markup(line)
    return [*found, page]
