"""What is asked back about everyday money: what of an expense changes, and what becomes of a category."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from domain.expenses import PAYMENT_METHODS, Category
from domain.questions import Question

COLORS: Final = ("#ef4444", "#f97316", "#eab308", "#22c55e", "#3b82f6", "#8b5cf6", "#92400e", "#111827")
ICONS: Final = ("🏠", "🐶", "✈️", "📚", "⚽", "🧸", "💇", "🌱")


@dataclass(frozen=True, slots=True)
class InWords(Question):
    """A question that is answered in words; some answers are offered."""

    free: ClassVar[bool] = True
    offered: ClassVar[tuple[str, ...]] = ()

    @property
    def values(self) -> list[dict[str, Any]]:
        """List what is offered."""
        return [{"text": text} for text in self.offered]


@dataclass(frozen=True, slots=True)
class OfExpense(InWords):
    """What an expense is from now on; spent names it."""

    spent: str


@dataclass(frozen=True, slots=True)
class NewAmount(OfExpense):
    """How much was spent, really."""

    slot: ClassVar[str] = "amount"


@dataclass(frozen=True, slots=True)
class NewCategory(OfExpense):
    """What an expense was for, really."""

    slot: ClassVar[str] = "category"

    categories: tuple[Category, ...]

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the categories."""
        return [{"id": one.id.hex} for one in self.categories]


@dataclass(frozen=True, slots=True)
class NewDescription(OfExpense):
    """How an expense is described from now on; it may be left undescribed."""

    slot: ClassVar[str] = "description"
    offered: ClassVar[tuple[str, ...]] = ("",)


@dataclass(frozen=True, slots=True)
class NewDay(OfExpense):
    """When something was spent, really."""

    slot: ClassVar[str] = "day"
    offered: ClassVar[tuple[str, ...]] = ("today", "yesterday")


@dataclass(frozen=True, slots=True)
class NewTags(OfExpense):
    """Which tags an expense has from now on; it may have none."""

    slot: ClassVar[str] = "tags"
    offered: ClassVar[tuple[str, ...]] = ("",)


@dataclass(frozen=True, slots=True)
class NewPayment(OfExpense):
    """How something was paid."""

    slot: ClassVar[str] = "payment"
    offered: ClassVar[tuple[str, ...]] = PAYMENT_METHODS


@dataclass(frozen=True, slots=True)
class WhichFilter(Question):
    """A word close to a category or a person whose expenses may be meant."""

    slot: ClassVar[str] = "filter"

    said: str
    near: tuple[str, ...]

    @property
    def values(self) -> list[dict[str, Any]]:
        """List what may be meant."""
        return [{"name": name, "said": self.said} for name in self.near]


@dataclass(frozen=True, slots=True)
class NearCategory(Question):
    """A name close to a category's, which may mean that one or a new one."""

    slot: ClassVar[str] = "near"

    said: str
    near: tuple[Category, ...]
    used: int
    may_be_new: bool = True

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the categories that may be meant, and a new one."""
        known: list[dict[str, Any]] = [{"id": one.id.hex} for one in self.near]
        answers = [*known, {"new": self.said}] if self.may_be_new else known
        return [answer | {"used": self.used} for answer in answers]


@dataclass(frozen=True, slots=True)
class OfCategory(InWords):
    """What a category is from now on."""

    category: Category


@dataclass(frozen=True, slots=True)
class Renamed(OfCategory):
    """What a category is called from now on."""

    slot: ClassVar[str] = "name"


@dataclass(frozen=True, slots=True)
class Recolored(OfCategory):
    """Which colour a category has in pictures: some are offered that are easy to tell apart."""

    slot: ClassVar[str] = "color"
    offered: ClassVar[tuple[str, ...]] = COLORS


@dataclass(frozen=True, slots=True)
class NewIcon(OfCategory):
    """Which sign stands before a category: some are offered that the first ones do not have."""

    slot: ClassVar[str] = "icon"
    offered: ClassVar[tuple[str, ...]] = ICONS


@dataclass(frozen=True, slots=True)
class WhereTo(Question):
    """Which category gets all that was spent on another one; that one is removed."""

    slot: ClassVar[str] = "into"
    free: ClassVar[bool] = True

    category: Category
    others: tuple[Category, ...]

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the other categories."""
        return [{"id": one.id.hex} for one in self.others]
