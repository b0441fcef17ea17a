"""What people wish for themselves: theirs to tell, and nothing that others make of it changes it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from domain.names import name_key
from domain.questions import Question


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wishes for, in their own words."""

    id: int
    person_id: int
    title: str
    price: Decimal | None
    currency: str
    url: str | None
    notes: str | None

    @property
    def key(self) -> str:
        """Tell wishes for the same thing by it."""
        return name_key(self.title)


@dataclass(frozen=True, slots=True)
class NewWish(Question):
    """What somebody wishes for in the place of this."""

    slot: ClassVar[str] = "wish"
    free: ClassVar[bool] = True

    title: str

    @property
    def values(self) -> list[dict[str, Any]]:
        """Offer to forget the price."""
        return [{"text": "none"}]
