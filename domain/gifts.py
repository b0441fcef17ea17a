"""The arithmetic of gifts: what one costs, how it is shared, and what a person's gifts add up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from domain.budgets import PersonBudgetResult
from domain.money import equal_shares

CENT = Decimal("0.01")

Stage = Literal["idea", "planned", "bought", "received"]
GiftRole = Literal["recipient", "purchaser", "contributor"]


@dataclass(frozen=True, slots=True)
class Gift:
    """A thing for one or more recipients; recipients come with the share they were given, or none."""

    id: int
    occasion_id: int | None
    price: Decimal | None
    sale_price: Decimal | None
    quantity: int
    quantity_bought: int
    stage: Stage
    purchasers: frozenset[int] = frozenset()
    recipients: tuple[tuple[int, Decimal | None], ...] = ()

    @property
    def unit(self) -> Decimal:
        """Give what one costs: the sale price if there is one; no price yet adds nothing."""
        price = self.price if self.sale_price is None else self.sale_price
        return Decimal(0) if price is None else price

    @property
    def counts(self) -> bool:
        """Tell whether the gift is more than an idea."""
        return self.stage != "idea"

    @property
    def bought(self) -> bool:
        """Tell whether all of it is bought."""
        return self.stage in {"bought", "received"}

    @property
    def total(self) -> Decimal:
        """Give what all of it costs."""
        return self.unit * self.quantity

    @property
    def spent(self) -> Decimal:
        """Give what is paid for what is bought of it."""
        return self.unit * self.quantity_bought if self.counts else Decimal(0)

    @property
    def planned(self) -> Decimal:
        """Give what the rest of it will cost."""
        return self.total - self.spent if self.counts else Decimal(0)

    def share(self, person_id: int, amount: Decimal) -> Decimal:
        """Give a recipient's part of an amount of this gift: by the given shares, else equally, exact in cents."""
        return shares(amount, self.total, self.recipients).get(person_id, Decimal(0))


def shares(amount: Decimal, total: Decimal, recipients: Iterable[tuple[int, Decimal | None]]) -> dict[int, Decimal]:
    """Split an amount of a gift among its recipients so that the parts sum to it; the remainder goes to the first.

    Those without a share of their own get equal ones of what the given shares leave, which may be nothing.
    """
    given = dict(sorted(recipients, key=lambda recipient: recipient[0]))
    others = [person for person, share in given.items() if share is None]
    known = sum((share for share in given.values() if share is not None), Decimal(0))
    rest = iter(equal_shares(max(total - known, Decimal(0)), len(others)) if others else ())
    weights = {person: next(rest) if share is None else share for person, share in given.items()}
    whole = sum(weights.values())
    if not whole:
        return dict(zip(weights, equal_shares(amount, len(weights)), strict=True)) if weights else {}
    parts = {person: (weight * amount / whole).quantize(CENT, ROUND_DOWN) for person, weight in weights.items()}
    parts[next(iter(parts))] += amount - sum(parts.values())
    return parts


def add_up(person_id: int, occasion_id: int | None, gifts: Iterable[Gift]) -> PersonBudgetResult:
    """Add up a person's gifts, those meant for them and those they are to buy; each counts once in a role."""
    counted = [gift for gift in {gift.id: gift for gift in gifts}.values() if gift.counts]
    assigned = [gift for gift in counted if any(person == person_id for person, _ in gift.recipients)]
    bought = [gift for gift in assigned if gift.quantity_bought]
    buying = [gift for gift in counted if person_id in gift.purchasers]
    purchased = [gift for gift in buying if gift.quantity_bought]
    waiting = [gift for gift in buying if gift.quantity_bought < gift.quantity]
    return PersonBudgetResult(
        person_id=person_id,
        occasion_id=occasion_id,
        assigned_count=len(assigned),
        assigned_total=sum((gift.share(person_id, gift.total) for gift in assigned), Decimal(0)),
        bought_count=len(bought),
        bought_total=sum((gift.share(person_id, gift.spent) for gift in bought), Decimal(0)),
        purchased_count=len(purchased),
        purchased_total=sum((gift.spent for gift in purchased), Decimal(0)),
        to_purchase_count=len(waiting),
        to_purchase_total=sum((gift.planned for gift in waiting), Decimal(0)),
    )
