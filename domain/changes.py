"""The journal: what a command changed, and what was there before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

_OF_GIFTS = {"gifts", "gift_people"}


@dataclass(frozen=True, slots=True)
class Effect:
    """One row that a command changed: the values before and after; none where there was no row."""

    table: str
    key: int | str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Change:
    """All that one command changed."""

    id: UUID
    family_id: int
    user_id: UUID | None
    message_id: UUID | None
    what: str
    before: list[Any]
    after: list[Any]
    about: list[int]
    undone_at: datetime | None

    @property
    def of_gifts(self) -> bool:
        """Tell whether it changed a gift, so that whom it is for must not read of it."""
        return any(table in _OF_GIFTS for table, _, _ in self.before)

    @property
    def effects(self) -> list[Effect]:
        """Read the rows that changed, in the order in which they did."""
        return [
            Effect(table, key, before, after)
            for (table, key, before), (_, _, after) in zip(self.before, self.after, strict=True)
        ]
