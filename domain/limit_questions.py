"""What is asked back about limits."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

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


@dataclass(frozen=True, slots=True)
class WhatIsLimited(Question):
    """A name that no category has: a near one may be meant, or a new one."""

    slot: ClassVar[str] = "limited"

    said: str
    near: tuple[tuple[UUID, str], ...]
    used: int
    may_be_new: bool = True

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the categories that may be meant, and a new one."""
        known: list[dict[str, Any]] = [{"id": key.hex} for key, _ in self.near]
        return [answer | {"used": self.used} for answer in ([*known, {"new": self.said}] if self.may_be_new else known)]
