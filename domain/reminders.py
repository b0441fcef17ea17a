"""When a family is reminded of an occasion: thirty days, a week, and a day before it."""

import datetime as dt
from dataclasses import dataclass

from domain.occasions import Occasion

MILESTONES = (30, 7, 1)
"""How many days before an occasion its family is reminded of it."""


@dataclass(frozen=True, slots=True)
class Near:
    """An occasion that comes near, when it was made, and of which milestone its family was last reminded."""

    occasion: Occasion
    made_at: dt.datetime
    told: int | None

    def milestone(self, today: dt.date) -> int | None:
        """Find the nearest milestone that is reached and of which nobody was reminded yet; what is over has none."""
        day = self.occasion.date
        days = (day - today).days if day else 0
        reached = [one for one in MILESTONES if 0 < days <= one]
        nearest = min(reached, default=None)
        return None if nearest is None or (self.told is not None and self.told <= nearest) else nearest
