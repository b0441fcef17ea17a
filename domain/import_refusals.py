"""What Nestegg says no to about files that are sent to be read in; their words live in replies/imports.py."""

from dataclasses import dataclass

from domain.refusals import Refusal


@dataclass(eq=False)
class NoFile(Refusal):
    """The command came without a file, and not in reply to one."""


@dataclass(eq=False)
class FileTooLarge(Refusal):
    """A file of more bytes than are read."""

    limit: int


@dataclass(eq=False)
class FileNotFetched(Refusal):
    """A file that Telegram did not hand out."""


@dataclass(eq=False)
class NotATable(Refusal):
    """A file that is no table of separated values."""


@dataclass(eq=False)
class TooManyLines(Refusal):
    """A table of more lines than are read at once."""

    count: int
    limit: int
