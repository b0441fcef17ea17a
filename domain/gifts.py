"""The arithmetic of gifts: what one costs, who shares and pays it, its stages, and what a person's gifts add up to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from domain.budgets import PersonBudgetResult
from domain.money import NOTHING, decimals_of, equal_shares, quantum

Stage = Literal["idea", "planned", "bought", "received"]
GiftRole = Literal["recipient", "purchaser", "contributor"]
Part = tuple[int, Decimal | None]
"""A person, and the share that was given for them, or none."""

NOBODY = 0
"""Who pays what nobody has taken on."""


@dataclass(frozen=True, slots=True)
class Gift:
    """A thing for one or more recipients; recipients come with the share they were given, pledges with their amount."""

    id: int
    occasion_id: int | None
    price: Decimal | None
    sale_price: Decimal | None
    quantity: int
    quantity_bought: int
    stage: Stage
    title: str = ""
    bought_on: date | None = None
    purchaser_id: int | None = None
    currency: str = "USD"
    url: str | None = None
    source: str | None = None
    notes: str | None = None
    file_id: str | None = None
    purchasers: frozenset[int] = frozenset()
    recipients: tuple[Part, ...] = ()
    pledges: tuple[Part, ...] = ()
    secret: bool = False
    """Whether its buyer keeps it from everybody else."""
    revealed: bool = False
    day: date | None = None
    """When its occasion is."""
    masked: bool = False
    """Whether it is shown without what makes it known, to those from whom it is kept."""
    unwrapped: bool = False
    """Whether it is shown to those who got it: what it is and from whom, and nothing of money."""
    wished: bool | None = None
    """Whether somebody still wishes for it; none if it never was a wish."""

    @property
    def unit(self) -> Decimal:
        """Give what one costs: the sale price if there is one; no price yet adds nothing."""
        price = self.price if self.sale_price is None else self.sale_price
        return NOTHING if price is None else price

    @property
    def priced(self) -> bool:
        """Tell whether anybody knows what it costs; nothing is a price, too."""
        return self.price is not None or self.sale_price is not None

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
        return self.unit * self.quantity_bought if self.counts else NOTHING

    @property
    def planned(self) -> Decimal:
        """Give what the rest of it will cost."""
        return self.total - self.spent if self.counts else NOTHING

    @property
    def pledged(self) -> Decimal:
        """Add up what contributors have promised; whoever buys it pays the rest anyway."""
        return sum((amount or NOTHING for person, amount in self.pledges if person not in self.purchasers), NOTHING)

    @property
    def missing(self) -> Decimal:
        """Subtract what is promised from the price; negative when more is promised than it costs."""
        return self.total - self.pledged

    def is_for(self, person_id: int) -> bool:
        """Tell whether a person is one of the recipients."""
        return any(person == person_id for person, _ in self.recipients)

    def share(self, person_id: int, amount: Decimal) -> Decimal:
        """Give a recipient's part of an amount of this gift: by the given shares, else equally, exact in cents."""
        if len(self.recipients) == 1:
            return amount if self.is_for(person_id) else NOTHING
        parts = shares(amount, self.total, self.recipients, decimals_of(self.currency))
        return parts.get(person_id, NOTHING)

    def payments(self, amount: Decimal) -> dict[int, Decimal]:
        """Split an amount of this gift among those who pay: contributors what they pledged, purchasers the rest.

        Where nobody buys it yet, the rest is nobody's. Pledges beyond the price shrink in proportion.
        """
        buyers = self.purchasers or {NOBODY}
        pledges = [pledge for pledge in self.pledges if pledge[0] not in buyers]
        return shares(amount, self.total, [*pledges, *((buyer, None) for buyer in buyers)], decimals_of(self.currency))


def shares(amount: Decimal, total: Decimal, people: Iterable[Part], decimals: int = 2) -> dict[int, Decimal]:
    """Split a part of a gift's price, or all of it, among people so that the shares sum to it.

    Those without a share of their own get equal ones of what the given shares leave, which may be nothing.
    """
    given = dict(sorted(people, key=lambda part: part[0]))
    others = [person for person, share in given.items() if share is None]
    known = sum((share for share in given.values() if share is not None), NOTHING)
    rest = iter(equal_shares(max(total - known, NOTHING), len(others), decimals) if others else ())
    weights = {person: next(rest) if share is None else share for person, share in given.items()}
    whole = _in_proportion(total, weights, decimals)
    return whole if amount == total else _in_proportion(amount, whole, decimals)


def _in_proportion(amount: Decimal, weights: dict[int, Decimal], decimals: int) -> dict[int, Decimal]:
    """Split an amount by weights; the remainder goes to the first, as far as there is room up to their weight."""
    whole = sum(weights.values())
    if not whole:
        return dict(zip(weights, equal_shares(amount, len(weights), decimals), strict=True)) if weights else {}
    cent = quantum(decimals)
    parts = {person: (weight * amount / whole).quantize(cent, ROUND_DOWN) for person, weight in weights.items()}
    rest = amount - sum(parts.values())
    for person, weight in weights.items():
        more = rest if amount > whole else min(rest, weight - parts[person])
        parts[person] += more
        rest -= more
    return parts


def figures(person_id: int, gifts: Iterable[Gift]) -> tuple[Decimal, Decimal]:
    """Add up what is spent and what is planned for a recipient."""
    theirs = [gift for gift in _each_once(gifts) if gift.is_for(person_id)]
    spent = _added(gift.share(person_id, gift.spent) for gift in theirs)
    return spent, _added(gift.share(person_id, gift.total) for gift in theirs) - spent


def paid_by(person_id: int, gifts: Iterable[Gift]) -> tuple[Decimal, Decimal]:
    """Add up what a purchaser or contributor has paid and will have to pay."""
    counted = _each_once(gifts)
    spent = _added(gift.payments(gift.spent).get(person_id, NOTHING) for gift in counted)
    return spent, _added(gift.payments(gift.total).get(person_id, NOTHING) for gift in counted) - spent


def add_up(person_id: int, occasion_id: int | None, gifts: Iterable[Gift]) -> PersonBudgetResult:
    """Add up a person's gifts, those meant for them and those they are to buy; each counts once in a role."""
    counted = _each_once(gifts)
    assigned = [gift for gift in counted if gift.is_for(person_id)]
    bought = [gift for gift in assigned if gift.quantity_bought]
    buying = [gift for gift in counted if person_id in gift.purchasers]
    purchased = [gift for gift in buying if gift.quantity_bought]
    waiting = [gift for gift in buying if gift.quantity_bought < gift.quantity]
    spent, planned = figures(person_id, assigned)
    return PersonBudgetResult(
        person_id=person_id,
        occasion_id=occasion_id,
        assigned_count=len(assigned),
        assigned_total=spent + planned,
        bought_count=len(bought),
        bought_total=spent,
        purchased_count=len(purchased),
        purchased_total=paid_by(person_id, purchased)[0],
        to_purchase_count=len(waiting),
        to_purchase_total=paid_by(person_id, waiting)[1],
    )


def _each_once(gifts: Iterable[Gift]) -> list[Gift]:
    return [gift for gift in {gift.id: gift for gift in gifts}.values() if gift.counts]


def _added(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)


def planned(gift: Gift) -> Gift:
    """Make an idea a plan."""
    return replace(gift, stage="planned")


def bought(gift: Gift, count: int | None, today: date) -> Gift:
    """Note that so many more are bought, all that are left unless told; more than were planned are more after all."""
    have = gift.quantity if count is None else gift.quantity_bought + count
    stage: Stage = "bought" if have >= gift.quantity else "planned"
    quantity = max(gift.quantity, have)
    return replace(gift, quantity=quantity, quantity_bought=have, stage=stage, bought_on=gift.bought_on or today)


def received(gift: Gift) -> Gift:
    """Note that it has arrived."""
    return replace(gift, stage="received")


def back(gift: Gift) -> Gift:
    """Take one stage back, and with it all that reaching the stage had set."""
    if gift.stage == "received":
        return replace(gift, stage="bought")
    if gift.quantity_bought:
        return replace(gift, stage="planned", quantity_bought=0, bought_on=None)
    return replace(gift, stage="idea")


def repriced(gift: Gift, paid: Decimal) -> Gift:
    """Let one cost what was paid: less than the price it had is a sale, anything else the price itself."""
    if gift.price is not None and paid < gift.price:
        return replace(gift, sale_price=paid)
    return replace(gift, price=paid, sale_price=None)


def recounted(gift: Gift, quantity: int) -> Gift:
    """Let there be another number of it; what is bought stays bought, and the rest is to be bought."""
    stage = gift.stage
    if gift.counts:
        if quantity > gift.quantity_bought:
            stage = "planned"
        elif not gift.bought:
            stage = "bought"
    return replace(gift, quantity=quantity, stage=stage)


def bought_by(gift: Gift, person_id: int | None) -> Gift:
    """Let somebody be the one who buys it, or nobody."""
    others = gift.purchasers - {gift.purchaser_id}
    return replace(gift, purchaser_id=person_id, purchasers=others | {person_id} if person_id else others)


def chipped_in(gift: Gift, person_id: int, amount: Decimal | None) -> Gift:
    """Let somebody pledge an amount in the place of what they had pledged; none takes the pledge back."""
    others = [pledge for pledge in gift.pledges if pledge[0] != person_id]
    theirs = [(person_id, amount)] if amount else []
    return replace(gift, pledges=tuple(sorted([*others, *theirs], key=lambda pledge: pledge[0])))
