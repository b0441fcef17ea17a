"""The occasions, and the series that bring them back every year."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Date, bindparam, or_, select

from domain.occasions import Occasion, Series
from repositories import models
from repositories.repository import Repository
from repositories.schema import table_of

_occasions = table_of(models.Occasion)
_series = table_of(models.OccasionSeries)


class AllSeries(Repository[Series]):
    """What comes again every year."""

    model = models.OccasionSeries
    value = Series

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


_FROM = Occasions.select.where(
    _occasions.c.is_active, or_(_occasions.c.date >= bindparam("day", type_=Date), _occasions.c.date.is_(None))
).order_by(_occasions.c.date.is_(None), _occasions.c.date, _occasions.c.id)
_BY_SERIES = Occasions.select.where(_occasions.c.series_id == bindparam("series_id")).order_by(_occasions.c.date)
_ONCE = Occasions.select.where(_occasions.c.name_key == bindparam("name_key"), _occasions.c.series_id.is_(None))
_CEILING = select(_occasions.c.budget_total).where(
    _occasions.c.id == bindparam("key"), _occasions.c.family_id == bindparam("family")
)
