"""What belongs to a category, and moves with it: expenses, what comes again, and limits."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Table, Update, bindparam, exists, or_, select, update

from repositories import models
from repositories.repository import plain
from repositories.schema import table_of

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

_expenses = table_of(models.Expense)
_categories = table_of(models.Category)
_recurring = table_of(models.RecurringExpense)


class CategoryUses:
    """What belongs to categories. All of it moves at once, however much it is."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def any_of(self, category_id: UUID) -> bool:
        """Tell whether an expense, one that was spent again and again, or a limit belongs to a category."""
        values = {"family": self.uow.family, "category": category_id}
        return bool((await self.uow.execute(_IN_USE, values)).scalar())

    async def move(self, category_id: UUID, to: UUID) -> int:
        """Let all that is spent on a category be spent on another one, and count the expenses."""
        values = {"family": self.uow.family, "category": category_id, "to": to}
        moved = (await self.uow.write(_MOVED_EXPENSES, values)).all()
        again = (await self.uow.write(_MOVED_RECURRING, values)).all()
        before, after = {"category_id": plain(category_id)}, {"category_id": plain(to)}
        for row in moved:
            self.uow.record(_expenses, plain(row.id), before, after)
        for row in again:
            self.uow.record(_recurring, plain(row.id), before, after)
        return len(moved)


_limits = table_of(models.Limit)
_OWN = (
    select(_categories.c.id)
    .where(_categories.c.id == bindparam("category"), _categories.c.family_id == bindparam("family"))
    .scalar_subquery()
)
"""The category, if it is one of the family's: what belongs to it is found by it alone."""


def _moved(table: Table) -> Update:
    return update(table).where(table.c.category_id == _OWN).values(category_id=bindparam("to"))


_MOVED_EXPENSES = _moved(_expenses).returning(_expenses.c.id)
_MOVED_RECURRING = _moved(_recurring).returning(_recurring.c.id)
_IN_USE = select(or_(*(exists().where(table.c.category_id == _OWN) for table in (_expenses, _recurring, _limits))))
