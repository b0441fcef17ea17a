"""Occasions in time: which year is meant, and what is made when an occasion has no row yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.budgets import Unset
from domain.dates import next_yearly, yearly
from domain.names import name_key
from domain.occasions import BIRTHDAY, HOLIDAY, YEARLY, NewOccasion, Occasion, OccasionKind, Series
from domain.people import NewPerson, Person
from domain.refusals import YearlyWithoutDate
from repositories.unit_of_work import UnitOfWork
from services.festivals import Festival, festival_date, next_festival


def next_of(
    series: Series, rows: Sequence[Occasion], people: Sequence[Person], today: date, locale: str
) -> Occasion | NewOccasion:
    """Find the occasion of a series that comes next."""
    day = _next_day(series, people, today, locale)
    return _row_of(rows, day) or _new(series, day)


def in_year(
    series: Series, rows: Sequence[Occasion], people: Sequence[Person], year: int, locale: str
) -> Occasion | NewOccasion:
    """Find the occasion of a series in a year."""
    day = _day_in(series, people, year, locale)
    return next((row for row in rows if row.date and row.date.year == year), None) or _new(series, day)


def first_of(festival: Festival, today: date, year: int | None, locale: str) -> NewOccasion:
    """Make the first occasion of a festival that the family has not celebrated here before."""
    territory = territory_of(locale)
    day = (
        next_festival(festival.key, today, territory) if year is None else festival_date(festival.key, year, territory)
    )
    return NewOccasion(festival.name, "holiday", day, HOLIDAY + festival.key)


def birthday(person: Person | NewPerson | None, today: date, year: int | None) -> NewOccasion:
    """Make somebody's first birthday here; without a date of birth it has no date."""
    born = person.birthdate if isinstance(person, Person) else None
    day = None
    if born is not None:
        day = next_yearly(born.month, born.day, today) if year is None else yearly(born.month, born.day, year)
    return NewOccasion("Birthday", "recurring", day, BIRTHDAY, of_person=True)


def territory_of(locale: str) -> str:
    """Give the country of a locale."""
    return locale.rpartition("_")[2]


async def settle(uow: UnitOfWork, occasion: Occasion | NewOccasion, person: Person | None) -> Occasion:
    """Give an occasion its row, and its series too if it is the first of one."""
    if isinstance(occasion, Occasion):
        return occasion
    series_id = occasion.series_id
    key = name_key(occasion.name)
    if occasion.rule is not None and series_id is None:
        subject = person.id if person and occasion.of_person else None
        series = await uow.series.create(
            name=occasion.name, name_key=key, rule=occasion.rule, subject_person_id=subject
        )
        series_id = series.id
    return await uow.occasions.create(
        series_id=series_id, name=occasion.name, name_key=key, kind=occasion.kind, date=occasion.date
    )


@dataclass(frozen=True, slots=True)
class Arranged:
    """An occasion as it was arranged, with its ceiling."""

    occasion: Occasion
    ceiling: Decimal | None
    new: bool


async def arrange(
    uow: UnitOfWork,
    named: Occasion | NewOccasion,
    person: Person | None,
    day: date | None,
    ceiling: Decimal | Unset | None,
    *,
    yearly: bool,
) -> Arranged:
    """Make an occasion, or change what is told of it and leave the rest."""
    occasion = await settle(uow, named, person)
    told: dict[str, Any] = {"date": day} if day else {}
    if not isinstance(ceiling, Unset):
        told["budget_total"] = ceiling
    if yearly and occasion.series_id is None:
        told |= await _series_for(uow, occasion, day or occasion.date)
    if told:
        occasion = await uow.occasions.update(occasion.id, **told) or occasion
    return Arranged(occasion, await uow.occasions.ceiling(occasion.id), isinstance(named, NewOccasion))


async def _series_for(uow: UnitOfWork, occasion: Occasion, day: date | None) -> dict[str, Any]:
    if day is None:
        raise YearlyWithoutDate(occasion.name)
    rule = f"{YEARLY}{day:%m-%d}"
    series = await uow.series.create(name=occasion.name, name_key=occasion.name_key, rule=rule, subject_person_id=None)
    return {"series_id": series.id, "kind": "recurring"}


def _new(series: Series, day: date | None) -> NewOccasion:
    kind: OccasionKind = "holiday" if series.rule.startswith(HOLIDAY) else "recurring"
    return NewOccasion(series.name, kind, day, series.rule, series.id)


def _row_of(rows: Sequence[Occasion], day: date | None) -> Occasion | None:
    """Find the row of the same year, even if the family celebrates on another day."""
    return next((row for row in rows if (row.date and row.date.year) == (day and day.year)), None)


def _next_day(series: Series, people: Sequence[Person], today: date, locale: str) -> date | None:
    if series.rule.startswith(HOLIDAY):
        return next_festival(series.rule.removeprefix(HOLIDAY), today, territory_of(locale))
    month_and_day = _month_and_day(series, people)
    return month_and_day and next_yearly(*month_and_day, today)


def _day_in(series: Series, people: Sequence[Person], year: int, locale: str) -> date | None:
    if series.rule.startswith(HOLIDAY):
        return festival_date(series.rule.removeprefix(HOLIDAY), year, territory_of(locale))
    month_and_day = _month_and_day(series, people)
    return month_and_day and yearly(*month_and_day, year)


def _month_and_day(series: Series, people: Sequence[Person]) -> tuple[int, int] | None:
    if series.rule.startswith(YEARLY):
        month, _, day = series.rule.removeprefix(YEARLY).partition("-")
        return int(month), int(day)
    born = next((person.birthdate for person in people if person.id == series.subject_person_id), None)
    return None if born is None else (born.month, born.day)
