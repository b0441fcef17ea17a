"""What an answer consists of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

MAX_LENGTH = 4096
"""How many characters Telegram allows in one message, markup not counted."""
MAX_CAPTION = 1024
"""How many it allows below a picture."""
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: data comes back when it is pressed, a link is opened instead."""

    label: str
    data: str = ""
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """A file that is handed out: facts of what is in it, from which it is written when it is sent, and its caption."""

    facts: dict[str, Any]
    caption: Markup


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; about names the people whose gifts it speaks of, the gist is what was done in a few words.

    A reply that names the family says in its text by itself which one it is about.
    In answer to a press the pressed message is replaced by the text; a toast alone leaves it as it is, and an alert is
    a toast that has to be closed. Said anew, the text comes below instead.
    A picture is facts to be drawn, or the id of a file that was sent to the bot. The text says the same; what of it is
    too long to stand below the picture follows in messages of its own, and the caption takes its place.
    The card says what is shown, however it stands: asked for again soon, it is brought up to date where it is.
    """

    text: Markup = Markup()
    buttons: Rows = ()
    toast: str | None = None
    alert: bool = False
    about: tuple[int, ...] = ()
    names_family: bool = False
    gist: str = ""
    picture: dict[str, Any] | str | None = None
    caption: Markup = Markup()
    anew: bool = False
    card: str = ""
    shows: frozenset[int] = frozenset()
    """The gifts it names, where nobody asked: it may have to wait until it is read."""
    who: tuple[int, ...] = ()
    """Who is named: whether they read here may have to be asked."""
    documents: tuple[Handout, ...] = ()
    """The files it hands out, each a message of its own. The text says the same as the caption of the first."""


def keyboard(reply: Reply) -> list[list[list[str | None]]]:
    """Give the buttons of an answer as facts that can wait: label, data, link."""
    return [[[one.label, one.data or None, one.url] for one in row] for row in reply.buttons]


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


def messages(reply: Reply) -> list[Markup]:
    """Split an answer into its messages; the first is the one with the picture, and each has one of the files."""
    if reply.documents:
        return [reply.text, *(each.caption for each in reply.documents[1:])]
    if reply.picture is not None and len(shown(reply.text)) > MAX_CAPTION:
        return [reply.caption, *pages(reply.text)]
    return pages(reply.text)


def shown(text: Markup) -> str:
    """Give a text as it is read, without its markup."""
    return Markup(_TAG.sub("", text)).unescape()
