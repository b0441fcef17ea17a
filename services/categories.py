"""Categories of everyday money: made, named, coloured, merged and removed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.expense_refusals import BadColor, BadIcon, GiftsStay, IntoItself
from domain.expenses import Category
from domain.families import Member
from domain.money import NOTHING
from domain.names import checked_name, name_key
from domain.periods import Unit, containing
from domain.refusals import Gone, NameTaken, NotAllowed
from domain.signs import hex_color, is_sign
from repositories.unit_of_work import UnitOfWork
from services import limits

COLORS = ("#3182ce", "#f97316", "#84cc16", "#06b6d4", "#a16207", "#64748b", "#d946ef", "#be123c")
"""The colours of new categories, one after the other: none is one of those that families begin with."""


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category, whether it is new here, and what was spent on it this month and this year."""

    category: Category
    month: Decimal = NOTHING
    year: Decimal = NOTHING
    new: bool = False


async def list_all(uow: UnitOfWork, currency: str, today: date) -> Sequence[CategoryView]:
    """List the categories with what was spent on each this month, as far as these eyes may know."""
    month = await _sums(uow, currency, today, "month")
    return [CategoryView(one, month.get(one.id, NOTHING)) for one in await uow.categories.list_all()]


async def look(uow: UnitOfWork, category: Category, currency: str, today: date, *, new: bool = False) -> CategoryView:
    """Show a category with what was spent on it this month and this year, as far as these eyes may know."""
    month, year = await _sums(uow, currency, today, "month"), await _sums(uow, currency, today, "year")
    return CategoryView(category, month.get(category.id, NOTHING), year.get(category.id, NOTHING), new)


async def find(uow: UnitOfWork, key: UUID) -> Category:
    """Find a category that is to be shown or changed."""
    found = await uow.categories.get_by_id(key)
    if found is None:
        raise Gone
    return found


async def create(uow: UnitOfWork, name: str) -> Category:
    """Make a category, in a colour that the family does not use yet."""
    known = await uow.categories.list_all()
    name = checked_name(name)
    refuse_taken(known, name, None)
    used = {one.color for one in known}
    color = next((one for one in COLORS if one not in used), COLORS[len(known) % len(COLORS)])
    return await uow.categories.create(name=name, color=color)


async def change(uow: UnitOfWork, category: Category, told: dict[str, str]) -> Category:
    """Change what is told of a category: name, color, icon, alias, or an alias that it has no more."""
    known = await uow.categories.list_all()
    values: dict[str, Any] = {}
    aliases = list(category.aliases)
    if name := told.get("name"):
        values |= {"name": checked_name(name), "name_key": name_key(name)}
        refuse_taken(known, name, category)
        aliases = [one for one in aliases if one != name_key(name)]
    if alias := told.get("alias"):
        refuse_taken(known, checked_name(alias), category)
        aliases = list(dict.fromkeys([*aliases, name_key(alias)])) if name_key(alias) != category.name_key else aliases
    if gone := told.get("not_alias"):
        aliases = [one for one in aliases if one != name_key(gone)]
    if aliases != category.aliases:
        values["aliases"] = aliases
    values |= _shown(told)
    return await uow.categories.update(category.id, **values) or category if values else category


async def merge(uow: UnitOfWork, category: Category, into: Category) -> int:
    """Let all that belongs to a category belong to another one, remove it, and count the expenses that moved."""
    refuse_of_gifts(category)
    if category.id == into.id:
        raise IntoItself(category.name)
    moved = await uow.category_uses.move(category.id, into.id)
    await _move_limits(uow, category, into)
    await uow.categories.delete(category.id)
    await limits.note_all(uow)
    return moved


async def pass_on_names(uow: UnitOfWork, category: Category, into: Category) -> None:
    """Let what a category was called mean the one that took its place."""
    names = dict.fromkeys([*into.aliases, category.name_key, *category.aliases])
    await uow.categories.update(into.id, aliases=list(names))


async def remove(uow: UnitOfWork, category: Category) -> bool:
    """Remove a category to which nothing belongs, and tell whether that could be done."""
    refuse_of_gifts(category)
    if await uow.category_uses.any_of(category.id):
        return False
    await uow.categories.delete(category.id)
    return True


def refuse_of_gifts(category: Category) -> None:
    """Keep the category that gifts fill by themselves."""
    if category.of_gifts:
        raise GiftsStay(category.name)


def allow(member: Member) -> None:
    """Let only grown-ups change what everybody's money is counted by."""
    if not member.plans:
        raise NotAllowed


def refuse_taken(known: Iterable[Category], name: str, own: Category | None) -> None:
    """Refuse a word that means another category already."""
    key = name_key(name)
    for other in known:
        if (own is None or other.id != own.id) and key in {other.name_key, *other.aliases}:
            raise NameTaken(name, other.name)


def _shown(told: dict[str, str]) -> dict[str, str]:
    """Read how a category is shown."""
    values: dict[str, str] = {}
    if "color" in told:
        if (color := hex_color(told["color"])) is None:
            raise BadColor(told["color"])
        values["color"] = color
    if "icon" in told:
        if not is_sign(told["icon"]):
            raise BadIcon(told["icon"])
        values["icon"] = told["icon"]
    return values


async def _move_limits(uow: UnitOfWork, category: Category, into: Category) -> None:
    """Let the limits of a category hold for another one, unless that has one of its own on any of the same days."""
    held = [one.limit for one in await uow.limits.hold_alone()]
    own = [one for one in held if one.category_id == into.id]
    for limit in (one for one in held if one.category_id == category.id):
        if any(one.period == limit.period and one.meets(limit.start_date, limit.end_date) for one in own):
            await uow.limits.delete(limit.id)
        else:
            await uow.limits.update(limit.id, category_id=into.id)


async def _sums(uow: UnitOfWork, currency: str, today: date, unit: Unit) -> dict[UUID, Decimal]:
    period = containing(today, unit)
    sums = dict(await uow.reports.by_category(period, currency))
    for one in await uow.gift_expenses.list_seen(period.since, period.until):
        if one.expense.currency == currency:
            key = one.expense.category_id
            sums[key] = sums.get(key, NOTHING) + one.expense.amount
    return sums
