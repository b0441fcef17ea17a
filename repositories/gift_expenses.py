"""What was spent on gifts: an expense for each that was bought, which follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import bindparam

from domain.expenses import Expense
from domain.gifts import Gift
from repositories import models
from repositories.expenses import Expenses
from repositories.schema import table_of

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

_expenses = table_of(models.Expense)


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
        return [GiftExpense(one, priced[key]) for key, one in found.items() if key in priced]


_BETWEEN = Expenses.select.where(
    _expenses.c.gift_id.is_not(None), _expenses.c.date.between(bindparam("since"), bindparam("until"))
).order_by(_expenses.c.date.desc(), _expenses.c.id.desc())
