"""What is asked back about everyday money: what of an expense changes, and what becomes of a category."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from domain.expenses import PAYMENT_METHODS, Category
from domain.questions import Question

COLORS: Final = ("#ef4444", "#f97316", "#eab308", "#22c55e", "#3b82f6", "#8b5cf6", "#92400e", "#111827")
ICONS: Final = ("🏠", "🐶", "✈️", "📚", "⚽", "🧸", "💇", "🌱")


@dataclass(frozen=True, slots=True)
class NewAmount(Question):
    """How much was spent, really."""

    slot: ClassVar[str] = "amount"
    free: ClassVar[bool] = True

    spent: str

    @property
    def values(self) -> list[dict[str, Any]]:
        """Suggest nothing."""
        return []


@dataclass(frozen=True, slots=True)
class NewCategory(Question):
    """What an expense was for, really."""

    slot: ClassVar[str] = "category"
    free: ClassVar[bool] = True

    spent: str
    categories: tuple[Category, ...]

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the categories."""
        return [{"id": one.id.hex} for one in self.categories]


@dataclass(frozen=True, slots=True)
class NewDescription(Question):
    """How an expense is described from now on."""

    slot: ClassVar[str] = "description"
    free: ClassVar[bool] = True

    spent: str

    @property
    def values(self) -> list[dict[str, Any]]:
        """Offer to say nothing."""
        return [{"text": ""}]


@dataclass(frozen=True, slots=True)
class NewDay(Question):
    """When something was spent, really."""

    slot: ClassVar[str] = "day"
    free: ClassVar[bool] = True

    spent: str

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the days that are named most."""
        return [{"text": "today"}, {"text": "yesterday"}]


@dataclass(frozen=True, slots=True)
class NewTags(Question):
    """Which tags an expense has from now on."""

    slot: ClassVar[str] = "tags"
    free: ClassVar[bool] = True

    spent: str

    @property
    def values(self) -> list[dict[str, Any]]:
        """Offer to have none."""
        return [{"text": ""}]


@dataclass(frozen=True, slots=True)
class NewPayment(Question):
    """How something was paid."""

    slot: ClassVar[str] = "payment"
    free: ClassVar[bool] = True

    spent: str

    @property
    def values(self) -> list[dict[str, Any]]:
        """List the ways there are."""
        return [{"text": method} for method in PAYMENT_METHODS]


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
class Renamed(Question):
    """What a category is called from now on."""

    slot: ClassVar[str] = "name"
    free: ClassVar[bool] = True

    category: Category

    @property
    def values(self) -> list[dict[str, Any]]:
        """Suggest nothing."""
        return []


@dataclass(frozen=True, slots=True)
class Recolored(Question):
    """Which colour a category has in pictures."""

    slot: ClassVar[str] = "color"
    free: ClassVar[bool] = True

    category: Category

    @property
    def values(self) -> list[dict[str, Any]]:
        """List some colours that are easy to tell apart."""
        return [{"text": color} for color in COLORS]


@dataclass(frozen=True, slots=True)
class NewIcon(Question):
    """Which sign stands before a category."""

    slot: ClassVar[str] = "icon"
    free: ClassVar[bool] = True

    category: Category

    @property
    def values(self) -> list[dict[str, Any]]:
        """List some signs that the first categories do not have."""
        return [{"text": icon} for icon in ICONS]


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
