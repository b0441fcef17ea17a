"""The occasions, and the series that bring them back every year."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Date, ScalarSelect, and_, bindparam, exists, func, or_, select, update

from domain.families import Family
from domain.occasions import Occasion, Series
from repositories import models
from repositories.families import Families
from repositories.repository import Repository
from repositories.schema import table_of

_families = table_of(models.Family)
_gifts = table_of(models.Gift)
_parts = table_of(models.GiftPerson)
_links = table_of(models.PersonOccasion)
_occasions = table_of(models.Occasion)
_series = table_of(models.OccasionSeries)


class AllSeries(Repository[Series]):
    """What comes again every year."""

    model = models.OccasionSeries
    value = Series

    async def list_all(self) -> Sequence[Series]:
        """List what comes again every year."""
        return await self.all(self.select)

    async def list_by_subject(self, person_id: int) -> Sequence[Series]:
        """List what is celebrated for a person every year."""
        return await self.all(_BY_SUBJECT, person_id=person_id)


_BY_SUBJECT = AllSeries.select.where(_series.c.subject_person_id == bindparam("person_id"))


class Occasions(Repository[Occasion]):
    """The dated events of a family."""

    model = models.Occasion
    value = Occasion

    async def list_from(self, day: date) -> Sequence[Occasion]:
        """List what lies ahead of a day, soonest first, what has no date last."""
        return await self.all(_FROM, day=day)

    async def next_with_money(self, day: date) -> Occasion | None:
        """Find what comes next of all that somebody has a budget for, or gifts that cost something.

        Gifts that may not be spoken of here do not tell.
        """
        hidden = self.uow.eyes.hidden
        if not hidden:
            return await self.first(_NEXT_WITH_BUDGET if hidden is None else _NEXT_WITH_MONEY, day=day)
        return await self.first(_NEXT_WITH_MONEY_SEEN, day=day, hidden=list(hidden))

    async def list_by_series(self, series_id: int) -> Sequence[Occasion]:
        """List every year of a series."""
        return await self.all(_BY_SERIES, series_id=series_id)

    async def get_once(self, name_key: str) -> Occasion | None:
        """Find what takes place once, by its name."""
        return await self.first(_ONCE, name_key=name_key)

    async def ceiling(self, occasion_id: int) -> Decimal | None:
        """Read what the whole occasion may cost."""
        values = {"key": occasion_id, "family": self.uow.family}
        return (await self.uow.execute(_CEILING, values)).scalar_one_or_none()

    async def list_passed(
        self, since: date, before: date, behind: Occasion | None, limit: int
    ) -> Sequence[tuple[Family, Occasion]]:
        """Page through what families celebrated between two days and has not rolled over yet, the oldest first."""
        first, last = (behind.date, behind.id) if behind else (since, 0)
        values = {"since": first, "before": before, "last": last, "limit": limit}
        rows = await self.uow.execute(_PASSED, values)
        return [(Family(*row[:_OF_FAMILY]), Occasion(*row[_OF_FAMILY:])) for row in rows]

    async def roll_over(self, occasion_id: int, since: date, before: date) -> Occasion | None:
        """Note that an occasion between two days is rolled over; none when it was before, or is no longer between them.

        That is nobody's change, so it is not journaled.
        """
        values = {"key": occasion_id, "family": self.uow.family, "since": since, "before": before, "now": self.uow.now}
        return self._one((await self.uow.write(_ROLL_OVER, values)).first())


_FROM = Occasions.select.where(
    _occasions.c.is_active, or_(_occasions.c.date >= bindparam("day", type_=Date), _occasions.c.date.is_(None))
).order_by(_occasions.c.date.is_(None), _occasions.c.date, _occasions.c.id)


# Asked for each occasion of the family by itself: as EXISTS it would be asked of every link there is.
def _with_link(*money: ColumnElement[bool]) -> ScalarSelect[Any]:
    return select(_links.c.id).where(_links.c.occasion_id == _occasions.c.id, or_(*money)).limit(1).scalar_subquery()


_has_budget = _links.c.recipient_budget_total.is_not(None)
_with_seen_gift = (
    select(_gifts.c.id)
    .where(
        _gifts.c.family_id == _occasions.c.family_id,
        _gifts.c.occasion_id == _occasions.c.id,
        _gifts.c.removed_at.is_(None),
        _gifts.c.stage != "idea",
        func.coalesce(_gifts.c.sale_price, _gifts.c.price) > 0,
        ~exists().where(
            _parts.c.gift_id == _gifts.c.id,
            _parts.c.role == "recipient",
            _parts.c.person_id.in_(bindparam("hidden", expanding=True)),
        ),
    )
    .limit(1)
    .scalar_subquery()
)
_NEXT_WITH_BUDGET = _FROM.where(_with_link(_has_budget).is_not(None)).limit(1)
_NEXT_WITH_MONEY = _FROM.where(
    _with_link(_has_budget, _links.c.budget_spent > 0, _links.c.budget_planned > 0).is_not(None)
).limit(1)
_NEXT_WITH_MONEY_SEEN = _FROM.where(or_(_with_link(_has_budget).is_not(None), _with_seen_gift.is_not(None))).limit(1)
_BY_SERIES = Occasions.select.where(_occasions.c.series_id == bindparam("series_id")).order_by(_occasions.c.date)
_ONCE = Occasions.select.where(_occasions.c.name_key == bindparam("name_key"), _occasions.c.series_id.is_(None))
_CEILING = select(_occasions.c.budget_total).where(
    _occasions.c.id == bindparam("key"), _occasions.c.family_id == bindparam("family")
)
_OF_FAMILY = len(Families.columns)
_to_roll_over = and_(
    _occasions.c.rolled_over_at.is_(None),
    _occasions.c.series_id.is_not(None),
    _occasions.c.is_active,
    _occasions.c.date >= bindparam("since", type_=Date),
    _occasions.c.date < bindparam("before", type_=Date),
)
_PASSED = (
    select(*Families.columns, *Occasions.columns)
    .join(_families, _families.c.id == _occasions.c.family_id)
    .where(_to_roll_over, or_(_occasions.c.date > bindparam("since", type_=Date), _occasions.c.id > bindparam("last")))
    .order_by(_occasions.c.date, _occasions.c.id)
    .limit(bindparam("limit"))
)
_ROLL_OVER = (
    update(_occasions)
    .where(_occasions.c.id == bindparam("key"), _occasions.c.family_id == bindparam("family"), _to_roll_over)
    .values(rolled_over_at=bindparam("now"))
    .returning(*Occasions.columns)
)
