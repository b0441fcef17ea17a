"""Everyday money: what it is spent on, and what was spent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args
from uuid import UUID

from domain.names import name_key
from domain.periods import Period

PaymentMethod = Literal["cash", "card", "transfer", "digital_wallet", "other"]
PAYMENT_METHODS: Final[tuple[PaymentMethod, ...]] = get_args(PaymentMethod)
MAX_DESCRIPTION = 200
MAX_TAG = 30
"""How many bytes a tag may have: it has to fit into a button."""
MAX_TAGS = 10
"""How many tags an expense may have: they have to fit into an index."""


@dataclass(frozen=True, slots=True)
class Category:
    """What money is spent on; one of them is filled by the gifts that are bought."""

    id: UUID
    name: str
    name_key: str
    aliases: list[str]
    description: str | None
    color: str
    icon: str
    is_default: bool
    of_gifts: bool


@dataclass(frozen=True, slots=True)
class Expense:
    """Money that was spent, by whom if that is known; one for a gift has neither words nor an account of its own."""

    id: UUID
    user_id: UUID | None
    person_id: int | None
    category_id: UUID
    amount: Decimal
    currency: str
    description: str
    date: date
    payment_method: PaymentMethod
    tags: list[str]
    notes: str | None
    receipt: str | None
    gift_id: int | None
    recurring_id: UUID | None


@dataclass(frozen=True, slots=True)
class Default:
    """A category that every family begins with."""

    name: str
    color: str
    icon: str
    of_gifts: bool = False

    def looks_like(self, category: Category) -> bool:
        """Tell whether a category has kept its colour, or its sign."""
        return self.color == category.color or self.icon == category.icon


DEFAULTS: Final = (
    Default("Food", "#ef4444", "🍔"),
    Default("Transport", "#3b82f6", "🚗"),
    Default("Shopping", "#10b981", "🛍️"),
    Default("Bills", "#f59e0b", "💳"),
    Default("Entertainment", "#8b5cf6", "🎬"),
    Default("Health", "#ec4899", "🏥"),
    Default("Gifts", "#14b8a6", "🎁", of_gifts=True),
)
_NAMES: Final = frozenset(name_key(one.name) for one in DEFAULTS)


def lacks(known: Iterable[Category], one: Default) -> bool:
    """Tell whether a category that every family begins with is not there; one that has another name since still is."""
    if one.of_gifts:
        return not any(category.of_gifts for category in known)
    return not any(
        name_key(one.name) in {category.name_key, *category.aliases}
        or (category.is_default and category.name_key not in _NAMES and one.looks_like(category))
        for category in known
    )


@dataclass(frozen=True, slots=True)
class Spent:
    """Where a limit may have been moved: the day, category and currency of an expense before or after a change.

    Of no category are the limits of everything alone. One for a gift tells for whom the gift is, before and since: who
    may know of neither hears of nothing.
    """

    day: date
    category_id: UUID | None
    currency: str
    parties: tuple[frozenset[int], ...] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which expenses are asked for: all that fit whatever is told."""

    period: Period | None = None
    category_id: UUID | None = None
    tag: str | None = None
    person_id: int | None = None
    user_id: UUID | None = None
    """The account of that person, or of nobody yet: what it spent while nobody knew whose it is."""
    over: Decimal | None = None
    currency: str = ""
    """What the amount is in."""
