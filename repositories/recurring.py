"""What is spent again and again, and when next."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Date, bindparam, or_, select, update

from domain.families import Family
from domain.recurring import Recurring
from repositories import models
from repositories.families import Families
from repositories.repository import Repository
from repositories.schema import table_of

_rules = table_of(models.RecurringExpense)
_families = table_of(models.Family)
_OF_FAMILY = len(Families.columns)
ONE_DAY = timedelta(days=1)
"""How far the date may differ on earth from the one in UTC."""


class AllRecurring(Repository[Recurring]):
    """What a family spends again and again."""

    model = models.RecurringExpense
    value = Recurring

    async def list_going(self) -> Sequence[Recurring]:
        """List what has not ended, the next first."""
        return await self.all(_GOING)

    async def list_due(self, behind: tuple[Family, Recurring] | None, limit: int) -> Sequence[tuple[Family, Recurring]]:
        """Page through what may be due, wherever on earth the families live, the longest due first."""
        since, last = (behind[1].next_on, behind[1].id) if behind else (None, None)
        values = {"until": self.uow.now.date() + ONE_DAY, "since": since, "last": last, "limit": limit}
        rows = await self.uow.execute(_DUE, values)
        return [(Family(*row[:_OF_FAMILY]), Recurring(*row[_OF_FAMILY:])) for row in rows]

    async def list_due_of_family(self, today: date) -> Sequence[Recurring]:
        """List what is due in the family on a day."""
        return await self.all(_DUE_OF_FAMILY, until=today)

    async def claim(self, rule: Recurring, following: date | None) -> bool:
        """Move a rule on to its next day, and tell whether nobody else has done so: it is no change of anybody's."""
        values = {"key": rule.id, "family": self.uow.family, "due": rule.next_on, "following": following}
        return (await self.uow.write(_MOVE_ON, values)).rowcount == 1

    async def any_made(self, key: UUID, besides: Collection[UUID] = ()) -> bool:
        """Tell whether anything was recorded of a rule, besides some expenses."""
        made = [row[0] for row in await self.uow.execute(_MADE, {"key": key, "limit": len(besides) + 1})]
        return any(one not in besides for one in made)

    async def end(self, key: UUID) -> None:
        """Let a rule come no more: what is recorded of it stays, and the change that began it is no more."""
        await self.uow.write(_END, {"key": key, "family": self.uow.family})


_expenses = table_of(models.Expense)
_MADE = select(_expenses.c.id).where(_expenses.c.recurring_id == bindparam("key")).limit(bindparam("limit"))
_END = (
    update(_rules)
    .where(_rules.c.id == bindparam("key"), _rules.c.family_id == bindparam("family"))
    .values(next_on=None)
)
_GOING = AllRecurring.select.where(_rules.c.next_on.is_not(None)).order_by(_rules.c.next_on, _rules.c.id)
_WAITING = (_rules.c.next_on.is_not(None), _rules.c.paused_at.is_(None))
_since = bindparam("since", type_=Date)
_DUE = (
    select(*Families.columns, *AllRecurring.columns)
    .join(_families, _families.c.id == _rules.c.family_id)
    .where(
        *_WAITING,
        _rules.c.next_on <= bindparam("until", type_=Date),
        or_(
            _since.is_(None),
            _rules.c.next_on > _since,
            (_rules.c.next_on == _since) & (_rules.c.id > bindparam("last", type_=_rules.c.id.type)),
        ),
    )
    .order_by(_rules.c.next_on, _rules.c.id)
    .limit(bindparam("limit"))
)
_DUE_OF_FAMILY = AllRecurring.select.where(*_WAITING, _rules.c.next_on <= bindparam("until", type_=Date)).order_by(
    _rules.c.next_on, _rules.c.id
)
_MOVE_ON = (
    update(_rules)
    .where(
        _rules.c.id == bindparam("key"),
        _rules.c.family_id == bindparam("family"),
        _rules.c.next_on == bindparam("due", type_=Date),
        _rules.c.paused_at.is_(None),
    )
    .values(next_on=bindparam("following", type_=Date))
)
