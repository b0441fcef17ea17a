"""People who give and get gifts."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

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
    birthdate: date | None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody named for the first time."""

    name: str
