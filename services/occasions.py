"""Occasions in time: which year is meant, and what is made when an occasion has no row yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from domain.alerts import Touched
from domain.budgets import UNSET, Unset
from domain.dates import next_yearly, yearly
from domain.names import MAX_NAME, name_key
from domain.occasions import BIRTHDAY, HOLIDAY, YEARLY, NewOccasion, Occasion, OccasionKind, Series
from domain.people import YEAR_UNKNOWN, NewPerson, Person
from domain.refusals import YearlyWithoutDate
from repositories.unit_of_work import UnitOfWork
from services import people
from services.dates import DateRead
from services.festivals import Festival, festival_date, next_festival

HALF_A_YEAR = timedelta(days=180)
"""How far from its day an occasion may be celebrated and still be that year's."""


def next_of(
    series: Series, rows: Sequence[Occasion], people: Sequence[Person], today: date, locale: str
) -> Occasion | NewOccasion:
    """Find the occasion of a series that comes next."""
    day = _next_day(series, people, today, locale)
    return (_soonest(rows, today) if day is None else _around(rows, day, today)) or _new(series, day)


def in_year(
    series: Series, rows: Sequence[Occasion], people: Sequence[Person], year: int, locale: str
) -> Occasion | NewOccasion:
    """Find the occasion of a series in a year."""
    day = _day_in(series, people, year, locale)
    row = _of_year(rows, year)
    if row is None and day is None:
        row = next((undated for undated in rows if undated.date is None), None)
    return row or _new(series, day)


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
    if series_id is None:
        await _make_way(uow, key)
    return await uow.occasions.create(
        series_id=series_id,
        name=occasion.name,
        name_key=key,
        kind=occasion.kind,
        date=occasion.date,
        created_at=uow.now,
    )


async def _make_way(uow: UnitOfWork, key: str) -> None:
    """Let what took place long ago, and has this name, be called by its year from now on."""
    old = await uow.occasions.get_once(key)
    if old and old.date:
        name = f"{old.name[: MAX_NAME - 5]} {old.date.year}"
        await uow.occasions.update(old.id, name=name, name_key=name_key(name))


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of an occasion: its day, whether it comes on that day every year, what it may cost in all."""

    day: DateRead | None = None
    yearly: bool = False
    ceiling: Decimal | Unset | None = UNSET


@dataclass(frozen=True, slots=True)
class Arranged:
    """An occasion as it was arranged, with its ceiling, and whose it is."""

    occasion: Occasion
    ceiling: Decimal | None
    new: bool
    whose: str | None = None


def day_meant(read: DateRead, occasion: Occasion | NewOccasion, today: date) -> date:
    """Find the day that is told of an occasion: without a year it stays in its own, unless that day has passed."""
    if read.year:
        return date(read.year, read.month, read.day)
    if occasion.date is not None:
        day = yearly(read.month, read.day, occasion.date.year)
        again = occasion.series_id is not None or (isinstance(occasion, NewOccasion) and occasion.rule is not None)
        if day >= today or (occasion.date < today and again):
            return day
    return next_yearly(read.month, read.day, today)


async def arrange(
    uow: UnitOfWork, named: Occasion | NewOccasion, person: Person | NewPerson | None, told: Told, today: date
) -> Arranged:
    """Make an occasion, or change what is told of it and leave the rest."""
    day = told.day and day_meant(told.day, named, today)
    who = None if person is None else await people.settle(uow, person)
    occasion = await settle(uow, named, who)
    values: dict[str, Any] = {"date": day} if day else {}
    if not isinstance(told.ceiling, Unset):
        values["budget_total"] = told.ceiling
        uow.touched.append(Touched(occasion.id, frozenset({"ceiling"})))
    if told.yearly:
        values |= await _every_year(uow, occasion, told.day)
    if values:
        occasion = await uow.occasions.update(occasion.id, **values) or occasion
    theirs = who is not None and await _is_of(uow, occasion, who)
    if theirs and who and who.birthdate is None and day:
        await _tell_birthday(uow, who, day, today)
    ceiling = await uow.occasions.ceiling(occasion.id)
    return Arranged(occasion, ceiling, isinstance(named, NewOccasion), who.name if who and theirs else None)


async def _is_of(uow: UnitOfWork, occasion: Occasion, person: Person) -> bool:
    """Tell whether it is the person who is celebrated; only birthdays are anybody's own."""
    series = await uow.series.get_by_id(occasion.series_id) if occasion.series_id else None
    return series is not None and series.subject_person_id == person.id


async def _every_year(uow: UnitOfWork, occasion: Occasion, read: DateRead | None) -> dict[str, Any]:
    """Let an occasion come on its day every year."""
    day = read or occasion.date
    if day is None:
        raise YearlyWithoutDate(occasion.name)
    rule = f"{YEARLY}{day.month:02}-{day.day:02}"
    if occasion.series_id is None:
        series = await uow.series.create(
            name=occasion.name, name_key=occasion.name_key, rule=rule, subject_person_id=None
        )
        return {"series_id": series.id, "kind": "recurring"}
    known = await uow.series.get_by_id(occasion.series_id)
    if known and known.rule.startswith(YEARLY) and known.rule != rule:
        await uow.series.update(known.id, rule=rule)
    return {}


async def _tell_birthday(uow: UnitOfWork, person: Person, day: date, today: date) -> None:
    """Take the day of somebody's birthday for the one in every year."""
    born = date(YEAR_UNKNOWN, day.month, day.day)
    await uow.people.update(person.id, birthdate=born)
    await people.date_birthdays(uow, person.id, born, today)


def _new(series: Series, day: date | None) -> NewOccasion:
    kind: OccasionKind = "holiday" if series.rule.startswith(HOLIDAY) else "recurring"
    return NewOccasion(series.name, kind, day, series.rule, series.id)


def _of_year(rows: Sequence[Occasion], year: int) -> Occasion | None:
    """Find the row of a year, even if the family celebrates on another day."""
    return next((row for row in rows if row.date and row.date.year == year), None)


def _around(rows: Sequence[Occasion], day: date, today: date) -> Occasion | None:
    """Find the row of the day that comes next, even if the family celebrates, or has celebrated, on another one."""
    near = [row for row in rows if row.date and (today <= row.date <= day or abs(row.date - day) < HALF_A_YEAR)]
    return min(near, key=lambda row: (row.over(today), row.date or day), default=None)


def _soonest(rows: Sequence[Occasion], today: date) -> Occasion | None:
    """Find the row that comes next in a series without a day of its own; one without a date comes last."""
    ahead = [row for row in rows if not row.over(today)]
    return min(ahead, key=lambda row: (row.date is None, row.date or today), default=None)


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
