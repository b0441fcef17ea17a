"""What is asked back about everyday money."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from domain.questions import Question


@dataclass(frozen=True, slots=True)
class OfLine(Question):
    """A question about one of the lines that were told; before are the answers given about others of them."""

    line: int
    before: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kept(self) -> dict[str, Any]:
        """Keep of which line this is, and what was answered about the others."""
        return {"line": self.line, "before": dict(self.before)}


@dataclass(frozen=True, slots=True)
class WhichSpent(OfLine):
    """A number that can be read in two ways."""

    slot: ClassVar[str] = "spent"

    said: str = ""
    readings: tuple[Decimal, ...] = ()

    @property
    def values(self) -> list[dict[str, Any]]:
        """List both readings."""
        return [{"amount": str(reading)} for reading in self.readings]


@dataclass(frozen=True, slots=True)
class Offer:
    """A category that an expense may belong to, and how many of its words are the name then."""

    id: UUID
    name: str
    icon: str
    used: int = 0


@dataclass(frozen=True, slots=True)
class WhichCategory(OfLine):
    """An expense that nobody knows the category of: one there is, or a new one by the word that stands in its place."""

    slot: ClassVar[str] = "category"
    free: ClassVar[bool] = True

    amount: Decimal = Decimal(0)
    currency: str = ""
    said: str = ""
    offers: tuple[Offer, ...] = ()
    new: str | None = None
    used: int = 0

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the categories, and a new one."""
        known: list[dict[str, Any]] = [{"id": offer.id.hex, "used": offer.used} for offer in self.offers]
        return [*known, {"new": self.new, "used": self.used}] if self.new else known
