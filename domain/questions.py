"""What is asked back: the facts of a question, and the answers that buttons can give to it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from domain.budgets import Side
from domain.people import Person


@dataclass(frozen=True, slots=True)
class Question:
    """Something a command has to know before it can go on; slot names what it is.

    Its values are the answers that buttons give, in their order. A free question is answered by a few words as well:
    they stand where they would have been typed.
    """

    slot: ClassVar[str]
    free: ClassVar[bool] = False

    @property
    def values(self) -> list[dict[str, Any]]:
        """List what the buttons mean."""
        raise NotImplementedError

    @property
    def kept(self) -> dict[str, Any]:
        """Give what belongs to the answer, whichever it is."""
        return {}


class Ask(Exception):  # noqa: N818 - a question is an answer, not an error
    """The command waits for an answer; nothing of it takes effect until then."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.question = question


@dataclass(frozen=True, slots=True)
class WhichPerson(Question):
    """A name close to known ones, which may mean one of them or somebody new."""

    slot: ClassVar[str] = "person"

    said: str
    near: tuple[Person, ...]
    used: int
    rest: str = ""
    may_be_new: bool = True

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the people who may be meant, and somebody new."""
        known: list[dict[str, Any]] = [{"id": person.id} for person in self.near]
        return [answer | _place(self) for answer in ([*known, {"new": self.said}] if self.may_be_new else known)]


@dataclass(frozen=True, slots=True)
class WhichOccasion(Question):
    """A name close to known occasions, which may mean one of them or a new one."""

    slot: ClassVar[str] = "occasion"

    said: str
    near: tuple[str, ...]
    used: int
    rest: str = ""
    may_be_new: bool = True

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the occasions that may be meant, and a new one."""
        known = [{"name": name} for name in self.near]
        return [answer | _place(self) for answer in ([*known, {"new": self.said}] if self.may_be_new else known)]


@dataclass(frozen=True, slots=True)
class WhichAmount(Question):
    """A number that can be read in two ways."""

    slot: ClassVar[str] = "amount"

    said: str
    readings: tuple[Decimal, Decimal]
    used: int
    rest: str = ""

    @property
    def values(self) -> list[dict[str, Any]]:
        """List both readings."""
        return [{"amount": str(reading)} | _place(self) for reading in self.readings]


@dataclass(frozen=True, slots=True)
class YearOrAmount(Question):
    """A number behind an occasion that may be its year or the budget."""

    slot: ClassVar[str] = "year"

    occasion: str
    number: int

    @property
    def amount(self) -> Decimal:
        """Read the number as money."""
        return Decimal(self.number)

    @property
    def values(self) -> list[dict[str, Any]]:
        """List both meanings."""
        return [{"year": self.number}, {"year": None}]


@dataclass(frozen=True, slots=True)
class WhoseBudget(Question):
    """The first step of a guided budget."""

    slot: ClassVar[str] = "person"
    free: ClassVar[bool] = True

    people: tuple[Person, ...]
    side: Side = "recipient"

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the people known."""
        return [{"id": person.id, "used": 0} for person in self.people]


@dataclass(frozen=True, slots=True)
class ForWhat(Question):
    """The second step of a guided budget."""

    slot: ClassVar[str] = "occasion"
    free: ClassVar[bool] = True

    person: str
    occasions: tuple[str, ...]
    side: Side = "recipient"

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the occasions that come next."""
        return [{"name": name, "used": 0} for name in self.occasions]


@dataclass(frozen=True, slots=True)
class HowMuch(Question):
    """The last step of a guided budget."""

    slot: ClassVar[str] = "amount"
    free: ClassVar[bool] = True

    person: str
    occasion: str
    amounts: tuple[Decimal, ...]
    side: Side = "recipient"

    @property
    def values(self) -> list[dict[str, Any]]:
        """List some amounts, and no limit."""
        return [{"amount": str(amount), "used": 0} for amount in self.amounts] + [{"amount": None, "used": 0}]


@dataclass(frozen=True, slots=True)
class OccasionOrTitle(Question):
    """A word close to the name of an occasion, which may as well begin the title of a gift."""

    slot: ClassVar[str] = "occasion"

    said: str
    near: tuple[str, ...]

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the occasions that may be meant, and the title."""
        return [*({"name": name, "used": 1} for name in self.near), {"title": True}]


@dataclass(frozen=True, slots=True)
class WhatGift(Question):
    """A gift that nobody named: the answer is typed, with its price if that is known."""

    slot: ClassVar[str] = "title"
    free: ClassVar[bool] = True

    people: str

    @property
    def values(self) -> list[dict[str, Any]]:
        """Suggest nothing."""
        return []


@dataclass(frozen=True, slots=True)
class WhichGift(Question):
    """A title that comes near gifts there are, which may mean one of them or, where that may be, another one."""

    slot: ClassVar[str] = "gift"

    said: str
    near: tuple[tuple[int, str], ...]
    may_be_new: bool = True

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the gifts that may be meant, and another one."""
        known: list[dict[str, Any]] = [{"id": key} for key, _ in self.near]
        return [*known, {"id": None}] if self.may_be_new else known


@dataclass(frozen=True, slots=True)
class Again(Question):
    """A gift that there is already: planned, or bought by somebody on a day."""

    slot: ClassVar[str] = "again"

    title: str
    people: str
    bought: bool
    buyer: str | None
    day: date | None

    @property
    def values(self) -> list[dict[str, Any]]:
        """Let there be another one."""
        return [{"again": True}]


@dataclass(frozen=True, slots=True)
class PriceOrTitle(Question):
    """A number in front of a title that may be the price or belong to it."""

    slot: ClassVar[str] = "price"

    number: Decimal
    title: str
    whole: str

    @property
    def values(self) -> list[dict[str, Any]]:
        """List both meanings."""
        return [{"price": str(self.number)}, {"price": None}]


@dataclass(frozen=True, slots=True)
class HowMuchOf(Question):
    """What somebody chips in to a gift; who has chipped in before may take it back."""

    slot: ClassVar[str] = "amount"
    free: ClassVar[bool] = True

    title: str
    amounts: tuple[Decimal, ...]
    currency: str
    pledged: bool = False

    @property
    def values(self) -> list[dict[str, Any]]:
        """List some amounts, and nothing."""
        known: list[dict[str, Any]] = [{"amount": str(amount), "used": 0} for amount in self.amounts]
        return [*known, {"amount": None, "used": 0}] if self.pledged else known


def _place(question: WhichPerson | WhichOccasion | WhichAmount) -> dict[str, Any]:
    """Tell which words an answer stands for: how many of the command, or what was said behind them in a reply."""
    return {"used": question.used, "rest": question.rest}
