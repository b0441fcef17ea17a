"""Budgets, and where the money stands against them."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final, Literal

Side = Literal["recipient", "purchaser"]


class Unset(Enum):
    """A value that was not given, as distinct from none."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


@dataclass(frozen=True, slots=True)
class PersonOccasion:
    """A person's budgets for an occasion, both sides, and what the gifts for them add up to."""

    id: int
    person_id: int
    occasion_id: int
    recipient_budget_total: Decimal | None
    purchaser_budget_total: Decimal | None
    budget_spent: Decimal
    budget_planned: Decimal
    budget_currency: str
    budget_notes: str | None

    @property
    def budget_amount(self) -> Decimal | None:
        """Read the recipient's budget by its short name."""
        return self.recipient_budget_total

    @property
    def holds_money(self) -> bool:
        """Tell whether anything is budgeted, planned or spent here: only then is the currency settled."""
        budgets = (self.recipient_budget_total, self.purchaser_budget_total)
        return budgets != (None, None) or self.budget_spent + self.budget_planned > 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Money against a budget; a budget of none is no limit."""

    budget: Decimal | None
    spent: Decimal = Decimal(0)
    planned: Decimal = Decimal(0)

    @property
    def committed(self) -> Decimal:
        """Add up what is spent and planned."""
        return self.spent + self.planned

    @property
    def left(self) -> Decimal | None:
        """Subtract what is committed from the budget; negative when it is overrun."""
        return None if self.budget is None else self.budget - self.committed

    @property
    def percent(self) -> Decimal | None:
        """Give the committed share of the budget, uncapped; none where there is nothing to divide by."""
        return self.committed * 100 / self.budget if self.budget else None

    @property
    def over(self) -> bool:
        """Tell whether more is committed than the budget allows."""
        return self.budget is not None and self.committed > self.budget


@dataclass(frozen=True, slots=True)
class PersonBudgetResult:
    """A person's gifts in numbers: those meant for them and those they are to buy."""

    person_id: int
    occasion_id: int | None
    assigned_count: int = 0
    assigned_total: Decimal = Decimal(0)
    bought_count: int = 0
    bought_total: Decimal = Decimal(0)
    purchased_count: int = 0
    purchased_total: Decimal = Decimal(0)
    to_purchase_count: int = 0
    to_purchase_total: Decimal = Decimal(0)
