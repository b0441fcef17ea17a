"""What is asked back when something about a gift is to be changed."""

from dataclasses import dataclass
from typing import Any, ClassVar

from domain.people import Person
from domain.questions import Question


@dataclass(frozen=True, slots=True)
class NewTitle(Question):
    """What a gift is called from now on."""

    slot: ClassVar[str] = "title"
    free: ClassVar[bool] = True

    title: str

    @property
    def values(self) -> list[dict[str, Any]]:
        """Suggest nothing."""
        return []


@dataclass(frozen=True, slots=True)
class NewPrice(Question):
    """What one of a gift costs from now on."""

    slot: ClassVar[str] = "cost"
    free: ClassVar[bool] = True

    title: str

    @property
    def values(self) -> list[dict[str, Any]]:
        """Offer to forget the price."""
        return [{"text": "none"}]


@dataclass(frozen=True, slots=True)
class HowMany(Question):
    """How many of a gift there are to be, which are no fewer than are bought."""

    slot: ClassVar[str] = "count"
    free: ClassVar[bool] = True

    title: str
    least: int

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the smallest numbers there may be."""
        return [{"text": str(number)} for number in range(self.least, self.least + 4)]


@dataclass(frozen=True, slots=True)
class ForWhom(Question):
    """Who gets a gift from now on: one person, or several by words."""

    slot: ClassVar[str] = "whom"
    free: ClassVar[bool] = True

    title: str
    people: tuple[Person, ...]

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the people known."""
        return [{"id": person.id} for person in self.people]


@dataclass(frozen=True, slots=True)
class WhoBuys(Question):
    """Who buys a gift from now on."""

    slot: ClassVar[str] = "buyer"
    free: ClassVar[bool] = True

    title: str
    people: tuple[Person, ...]

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the people known, and nobody."""
        return [*({"id": person.id} for person in self.people), {"id": None}]
