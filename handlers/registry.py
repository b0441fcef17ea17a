"""The commands and buttons there are: adding one is decorating a function."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from replies.reply import Reply

if TYPE_CHECKING:
    from handlers.request import Request
    from repositories.unit_of_work import UnitOfWork

Handler = Callable[["Request", "UnitOfWork"], Awaitable[Reply]]
Unsaid = Callable[["Request", "UnitOfWork"], Awaitable[bool]]
"""Tells whether words that name no command mean one all the same."""
Begins = Literal["anywhere", "in groups", "nowhere"]
"""Where a command begins a family that there is not yet; one that begins it nowhere needs none."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something people can say: what it is called, what may stand behind it, what it does, and how it looks in use."""

    name: str
    words: str
    summary: str
    example: str
    handle: Handler
    begins: Begins
    tells: bool
    """Whether the command itself tells of a gift, so that it is taken away where it must not be read."""
    unsaid: Unsaid | None = None

    def begins_in(self, *, private: bool) -> bool:
        """Tell whether it begins a family in this kind of chat: alone, only what sets something up does."""
        return self.begins == "anywhere" or (self.begins == "in groups" and not private)

    @property
    def usage(self) -> str:
        """Write the command with the words that may stand behind it."""
        return f"/{self.name} {self.words}".rstrip()


COMMANDS: dict[str, Command] = {}
"""Every command by its name, in the order in which help lists them."""


@dataclass(frozen=True, slots=True)
class Press:
    """A kind of button: what stands on it, what it does, and how."""

    label: str
    summary: str
    handle: Handler


PRESSES: dict[str, Press] = {}
"""Every kind of button, by the first word of its data."""


def command(
    name: str,
    words: str,
    summary: str,
    *,
    example: str,
    begins: Begins = "in groups",
    tells: bool = False,
    unsaid: Unsaid | None = None,
) -> Callable[[Handler], Handler]:
    """Make a function a command. Where it begins a family, it simply works in a chat that has none yet."""

    def register(handle: Handler) -> Handler:
        COMMANDS[name] = Command(name, words, summary, example, handle, begins, tells, unsaid)
        return handle

    return register


async def meant(request: "Request", uow: "UnitOfWork") -> str | None:
    """Find the command that words mean without its name."""
    for one in COMMANDS.values():
        if one.unsaid and await one.unsaid(request, uow):
            return one.name
    return None


def handler_of(name: str) -> Handler:
    """Find what carries out a command, or a button that has asked something back."""
    return COMMANDS[name].handle if name in COMMANDS else PRESSES[name].handle


def buttons() -> list[tuple[str, str]]:
    """List what stands on buttons, and what that does; kinds that say the same are one."""
    return list(dict.fromkeys((one.label, one.summary) for one in PRESSES.values()))


def press(kind: str, label: str, summary: str) -> Callable[[Handler], Handler]:
    """Make a function what a kind of button does; what stands behind the kind in its data are the request's words."""

    def register(handle: Handler) -> Handler:
        PRESSES[kind] = Press(label, summary, handle)
        return handle

    return register
