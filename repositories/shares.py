"""Who bears what of expenses that are split, and what people have given each other since."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, func, select, union_all

from domain.splits import Lent, Repayment, Share
from repositories import models
from repositories.repository import Repository
from repositories.schema import table_of

_shares = table_of(models.Share)
_expenses = table_of(models.Expense)
_repayments = table_of(models.Repayment)
_families = table_of(models.Family)


class Shares(Repository[Share]):
    """Everybody's part of the expenses that are split."""

    model = models.Share
    value = Share

    async def list_by_expense(self, expense_id: UUID) -> Sequence[Share]:
        """List who bears what of an expense."""
        return await self.all(_BY_EXPENSE, expense_id=expense_id)

    async def list_lent(self) -> Sequence[Lent]:
        """Add up what each has paid for each other, and given back."""
        return [Lent(*row) for row in await self.uow.execute(_LENT, {"family": self.uow.family})]


class Repayments(Repository[Repayment]):
    """What people have given each other to be even."""

    model = models.Repayment
    value = Repayment

    async def hold(self) -> None:
        """Let nobody else in the family record what was paid before this transaction ends."""
        await self.uow.execute(_HOLD, {"family": self.uow.family})


_BY_EXPENSE = Shares.select.where(_shares.c.expense_id == bindparam("expense_id")).order_by(_shares.c.person_id)
_LENT = union_all(
    select(_expenses.c.person_id, _shares.c.person_id, _expenses.c.currency, func.sum(_shares.c.amount))
    .join(_expenses, _expenses.c.id == _shares.c.expense_id)
    .where(
        _shares.c.family_id == bindparam("family"),
        _expenses.c.person_id.is_not(None),
        _expenses.c.person_id != _shares.c.person_id,
    )
    .group_by(_expenses.c.person_id, _shares.c.person_id, _expenses.c.currency),
    select(_repayments.c.payer_id, _repayments.c.receiver_id, _repayments.c.currency, func.sum(_repayments.c.amount))
    .where(_repayments.c.family_id == bindparam("family"))
    .group_by(_repayments.c.currency, _repayments.c.payer_id, _repayments.c.receiver_id),
)
_HOLD = select(_families.c.id).where(_families.c.id == bindparam("family")).with_for_update(key_share=True)
