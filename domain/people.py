"""People who give and get gifts."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Presence = Literal["unknown", "linked", "offline"]

YEAR_UNKNOWN = 4
"""The year of a birthday whose year nobody told: a leap year, so that 29 February fits."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who gives or gets gifts."""

    id: int
    name: str
    name_key: str
    aliases: list[str]
    presence: Presence
    asked_at: Any
    """When the family was asked who this is."""
    birthdate: date | None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody named for the first time."""

    name: str
