"""What is asked back about limits."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from domain.questions import Question


@dataclass(frozen=True, slots=True)
class NewLimit(Question):
    """How much may be spent from now on, where a limit was found too low."""

    slot: ClassVar[str] = "amount"
    free: ClassVar[bool] = True

    what: str
    amounts: tuple[Decimal, ...]
    currency: str

    @property
    def values(self) -> list[dict[str, Any]]:
        """List some amounts, and no limit."""
        return [{"amount": str(amount), "used": 0} for amount in self.amounts] + [{"amount": None, "used": 0}]
