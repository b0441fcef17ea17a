"""Files of expenses that somebody sends to be read in: what their columns are, and what their lines say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, get_args
from uuid import UUID

Role = Literal[
    "date",
    "amount",
    "outflow",
    "inflow",
    "description",
    "category",
    "currency",
    "notes",
    "tags",
    "person",
    "payment",
    "direction",
    "state",
    "kind",
    "split",
]
"""What a column of a file may hold."""
ROLES: Final[tuple[Role, ...]] = get_args(Role)
Format = Literal["plain", "splitwise", "ynab", "nestegg"]
Reason = Literal["no date", "no amount", "nothing", "too large", "decimals", "future"]
"""Why a line cannot be read."""
Kind = Literal["incoming", "unsettled", "currency", "transfer", "gift", "repayment"]
"""What a line is that is no expense of the family's."""

MAX_BYTES = 2_000_000
MAX_LINES = 5_000


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a file are, by their places, and whether the day stands before the month in its dates."""

    columns: Mapping[str, int]
    format: Format = "plain"
    day_first: bool | None = None
    people: tuple[tuple[str, int], ...] = ()
    """Whose balances a file of shared expenses tells, and in which columns."""
    currency: str | None = None
    """The currency that the head of the amounts names."""
    spent_below: bool | None = None
    """Whether what was spent is written below zero."""

    @property
    def missing(self) -> Role | None:
        """Tell what has to be known before anything can be read."""
        if "date" not in self.columns:
            return "date"
        return None if self.columns.keys() & {"amount", "outflow"} else "amount"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of an entry, and the line of the file where it begins."""

    number: int
    cells: tuple[str, ...]

    def cell(self, at: int | None) -> str:
        """Give a cell; one that is not there is empty."""
        return self.cells[at].strip() if at is not None and at < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file in rows and columns; without a head of its own its columns are numbered."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An expense that a line tells of, in its own words."""

    number: int
    date: date
    amount: Decimal
    description: str = ""
    category: str = ""
    notes: str = ""
    tags: tuple[str, ...] = ()
    person: str = ""
    payment: str = ""
    balances: tuple[tuple[str, Decimal], ...] = ()
    """What everybody is owed or owes of it, in a file of shared expenses."""


@dataclass(frozen=True, slots=True)
class Repaid:
    """A repayment that a line tells of."""

    number: int
    date: date
    amount: Decimal
    payer: str
    receiver: str


@dataclass(frozen=True, slots=True)
class Statement:
    """All that a file says: expenses, repayments, what is neither and why, and which lines cannot be read and why."""

    entries: tuple[Entry, ...]
    repaid: tuple[Repaid, ...] = ()
    left_out: Mapping[Kind, int] = field(default_factory=dict)
    problems: tuple[tuple[int, Reason], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that waits until somebody has said what of it is wanted; the mapping is what they said of its columns."""

    id: UUID
    family_id: int
    user_id: UUID
    name: str
    content: str
    mapping: dict[str, Any]
