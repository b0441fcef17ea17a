"""What was spent on gifts: an expense for each that was bought, which follows from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import bindparam, delete, exists, func, insert, select, update
from uuid_utils.compat import uuid7

from domain.expenses import Expense
from domain.gifts import Gift
from repositories import models
from repositories.expenses import Expenses
from repositories.schema import table_of

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

_expenses = table_of(models.Expense)
_categories = table_of(models.Category)


@dataclass(frozen=True, slots=True)
class GiftExpense:
    """What was spent on a gift, and the gift as it may be shown."""

    expense: Expense
    gift: Gift


class GiftExpenses:
    """What was spent on gifts. The journal does not hold it: it follows from the gifts, as does who may know of it."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def list_seen(self, since: date = date.min, until: date = date.max) -> Sequence[GiftExpense]:
        """List what was spent on the gifts that these eyes may see, with their prices, newest first."""
        values = {"since": since, "until": until}
        found = {one.gift_id: one for one in await self.uow.expenses.all(_BETWEEN, **values)}
        gifts = await self.uow.gifts.list_by_ids([key for key in found if key])
        priced = {gift.id: gift for gift in gifts if not gift.unwrapped}
        return [_as_shown(one, priced[key]) for key, one in found.items() if key in priced]

    async def list_all(self, since: date, until: date) -> Sequence[GiftExpense]:
        """List what was spent on all gifts there are: for the arithmetic, and not to be shown."""
        found = {one.gift_id: one for one in await self.uow.expenses.all(_BETWEEN, since=since, until=until)}
        gifts = await self.uow.all_gifts.list_by_ids([key for key in found if key])
        return [GiftExpense(found[gift.id], gift) for gift in gifts]

    async def list_stored(self, gift_ids: Collection[int]) -> Sequence[Expense]:
        """List what is noted as spent on some gifts, of those that were removed as well."""
        return await self.uow.expenses.all(_OF_GIFTS, gifts=list(gift_ids)) if gift_ids else []

    async def store(self, gift: Gift, *, known: bool) -> Expense:
        """Note what was spent on a gift, in the place of what was noted if that is known, on its day if it has one."""
        values = {
            "key": uuid7(),
            "family": self.uow.family,
            "gift": gift.id,
            "buyer": gift.purchaser_id,
            "spent": gift.spent,
            "money": gift.currency,
            "day": gift.bought_on,
            "today": self.uow.now.date(),
        }
        for statement in (_CHANGE, _ADD) if known else (_ADD, _CHANGE):
            if row := (await self.uow.write(statement, values)).first():
                return Expense(*row)
        await self.uow.categories.create_defaults()
        return Expense(*(await self.uow.write(_ADD, values)).one())

    async def drop(self, gift_ids: Collection[int]) -> Sequence[Expense]:
        """Let nothing be noted as spent on some gifts, and tell what was."""
        if not gift_ids:
            return []
        return [Expense(*row) for row in await self.uow.write(_DROP, {"gifts": list(gift_ids), **self._family})]

    async def category(self) -> UUID | None:
        """Tell which category they fill."""
        found: UUID | None = (await self.uow.execute(_CATEGORY, self._family)).scalar()
        return found

    @property
    def _family(self) -> dict[str, int]:
        return {"family": self.uow.family}


def _as_shown(expense: Expense, gift: Gift) -> GiftExpense:
    """Leave out who buys it, if that is kept secret."""
    return GiftExpense(replace(expense, person_id=None) if gift.masked else expense, gift)


_BETWEEN = Expenses.select.where(
    _expenses.c.gift_id.is_not(None), _expenses.c.date.between(bindparam("since"), bindparam("until"))
).order_by(_expenses.c.date.desc(), _expenses.c.id.desc())
_among = _expenses.c.gift_id.in_(bindparam("gifts", expanding=True))
_OF_GIFTS = Expenses.select.where(_among)
_DROP = delete(_expenses).where(_among, _expenses.c.family_id == bindparam("family")).returning(*Expenses.columns)
_CATEGORY = select(_categories.c.id).where(_categories.c.family_id == bindparam("family"), _categories.c.of_gifts)
_of_gift = _expenses.c.gift_id == bindparam("gift", type_=_expenses.c.gift_id.type)
_facts = {
    "person_id": bindparam("buyer", type_=_expenses.c.person_id.type),
    "amount": bindparam("spent", type_=_expenses.c.amount.type),
    "currency": bindparam("money", type_=_expenses.c.currency.type),
}
_day = bindparam("day", type_=_expenses.c.date.type)
_CHANGE = (
    update(_expenses)
    .where(_of_gift, _expenses.c.family_id == bindparam("family"))
    .values(
        category_id=func.coalesce(_CATEGORY.scalar_subquery(), _expenses.c.category_id),
        date=func.coalesce(_day, _expenses.c.date),
        **_facts,
    )
    .returning(*Expenses.columns)
)
_made = {
    "id": bindparam("key", type_=_expenses.c.id.type),
    "family_id": _categories.c.family_id,
    "category_id": _categories.c.id,
    "gift_id": bindparam("gift", type_=_expenses.c.gift_id.type),
    "date": func.coalesce(_day, bindparam("today", type_=_expenses.c.date.type)),
    **_facts,
}
# Rows are made where there is a category to fill, and none yet.
_ADD = (
    insert(_expenses)
    .from_select(
        list(_made),
        select(*_made.values()).where(
            _categories.c.family_id == bindparam("family"), _categories.c.of_gifts, ~exists().where(_of_gift)
        ),
        include_defaults=False,
    )
    .returning(*Expenses.columns)
)
