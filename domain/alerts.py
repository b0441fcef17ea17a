"""Alerts: which budgets are watched, how far they are used, and whom a change lets know."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from domain.budgets import Standing
from domain.expenses import Spent
from domain.gifts import Gift, figures, paid_by
from domain.limits import WatchedLimit
from domain.money import NOTHING
from domain.secrets import Eyes

Kind = Literal["recipient", "purchaser", "ceiling", "limit"]
"""Which budget is meant: somebody's as a recipient or as a purchaser, everybody's for an occasion, or a category's."""

NEARLY: Final = 80
FULL: Final = 100
OVER: Final = 101
THRESHOLDS: Final = (NEARLY, FULL, OVER)
"""What is told of when it is reached, in percent; whatever is more than all of it is one more."""


def level(standing: Standing) -> int:
    """Tell which threshold is reached; a budget of nothing is overrun by the first cent, and never nearly used."""
    budget, committed = standing.budget, standing.committed
    if budget is None:
        return 0
    if committed > budget:
        return OVER
    if not budget:
        return 0
    if committed == budget:
        return FULL
    return NEARLY if committed * 100 >= budget * NEARLY else 0


@dataclass(frozen=True, slots=True)
class Watched:
    """A budget that is watched, and whose it is; that of everybody together is nobody's."""

    kind: Kind
    budget_id: int
    occasion_id: int
    total: Decimal | None
    currency: str
    person_id: int | None = None
    name: str = ""
    period: str = ""

    @property
    def mark(self) -> tuple[str, int, str]:
        """Name it as its alerts are kept."""
        return self.kind, self.budget_id, self.period

    @property
    def key(self) -> str:
        """Name it by what everybody knows of it: its occasion and its person."""
        return f"{self.occasion_id}:{self.person_id or 0}"

    def standing(self, gifts: Iterable[Gift]) -> Standing:
        """Tell how it stands, if these gifts are all there are."""
        return Standing(self.total, *self._money([one for one in gifts if self._counts(one)]))

    def _counts(self, gift: Gift) -> bool:
        return gift.counts and gift.occasion_id == self.occasion_id and gift.currency == self.currency

    def _money(self, gifts: list[Gift]) -> tuple[Decimal, Decimal]:
        if self.person_id is None:
            return sum((one.spent for one in gifts), NOTHING), sum((one.planned for one in gifts), NOTHING)
        return (figures if self.kind == "recipient" else paid_by)(self.person_id, gifts)

    def hidden_from(self, eyes: Eyes) -> bool:
        """Tell whether these eyes must not learn how it stands: it is about gifts for somebody who reads along."""
        return self.kind == "recipient" and (self.person_id is None or eyes.hides(self.person_id))


Budget = Watched | WatchedLimit
"""Whatever is watched: a budget for an occasion, or a limit on everyday money."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change may have moved: budgets of some kinds, of some people, for an occasion.

    A change of gifts tells for whom each of them is, before and since: who may know of none of them hears of nothing.
    One of a budget is known to everybody.
    """

    occasion_id: int
    kinds: frozenset[Kind]
    people: frozenset[int] = frozenset()
    parties: tuple[frozenset[int], ...] | None = None

    def concerns(self, budget: Budget) -> bool:
        """Tell whether it may have moved a budget."""
        return (
            isinstance(budget, Watched)
            and budget.occasion_id == self.occasion_id
            and budget.kind in self.kinds
            and (budget.person_id is None or budget.person_id in self.people)
        )

    def known_to(self, eyes: Eyes) -> bool:
        """Tell whether these eyes may have seen any difference."""
        return _known(self.parties, eyes)


@dataclass(frozen=True, slots=True)
class TouchedLimits:
    """What was spent, or no longer was, may have moved the limits that it counts for."""

    spent: Spent

    def concerns(self, budget: Budget) -> bool:
        """Tell whether it may have moved a limit over the days on which that is watched."""
        return isinstance(budget, WatchedLimit) and budget.limit.moved_by(self.spent, budget.window)

    def known_to(self, eyes: Eyes) -> bool:
        """Tell whether these eyes may have seen any difference."""
        return _known(self.spent.parties, eyes)


def _known(parties: tuple[frozenset[int], ...] | None, eyes: Eyes) -> bool:
    """Tell whether some eyes may know of anything that is for one of these parties; of no gift everybody knows."""
    return parties is None or any(not any(map(eyes.hides, party)) for party in parties)


def touched_by_gifts(occasion_id: int, people: Iterable[int], parties: Iterable[Iterable[int]]) -> Touched:
    """Tell what a change of gifts may have moved, by all who have to do with them, and for whom each of them is."""
    found = tuple(dict.fromkeys(frozenset(party) for party in parties))
    who = frozenset(people).union(*found)
    return Touched(
        occasion_id,
        frozenset({"recipient", "purchaser", "ceiling", "limit"}),
        who,
        tuple(party for party in found if party) or tuple(frozenset({one}) for one in sorted(who)),
    )
