"""Occasions: what is celebrated, and when."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

OccasionKind = Literal["holiday", "recurring", "other"]

BIRTHDAY = "birthday"
"""The rule of a series that follows its person's date of birth."""
HOLIDAY = "holiday:"
"""How the rule of a series begins that follows a festival everyone knows."""
YEARLY = "yearly:"
"""How the rule of a series begins that comes on the same day of every year."""


@dataclass(frozen=True, slots=True)
class Series:
    """What comes again every year: by the rule `birthday`, `yearly:MM-DD` or `holiday:KEY`."""

    id: int
    name: str
    name_key: str
    rule: str
    subject_person_id: int | None


@dataclass(frozen=True, slots=True)
class Occasion:
    """One dated event; a recurring one has a row for every year."""

    id: int
    series_id: int | None
    name: str
    name_key: str
    kind: OccasionKind
    date: dt.date | None
    is_active: bool

    def over(self, today: dt.date) -> bool:
        """Tell whether the day has passed."""
        return self.date is not None and self.date < today


@dataclass(frozen=True, slots=True)
class NewOccasion:
    """An occasion that has no row yet: one of a known series, or the first of its name."""

    name: str
    kind: OccasionKind
    date: dt.date | None
    rule: str | None = None
    series_id: int | None = None
    of_person: bool = False
