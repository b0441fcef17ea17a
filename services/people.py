"""People: who is made when somebody is named for the first time, and what follows from what is told of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.dates import next_yearly, yearly
from domain.families import Member
from domain.names import checked_name, name_key
from domain.occasions import BIRTHDAY
from domain.people import NewPerson, Person
from domain.refusals import AlreadyLinked, NameTaken
from domain.scenes import Scene
from repositories.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Described:
    """A person, and whether they are new here."""

    person: Person
    new: bool


async def settle(uow: UnitOfWork, person: Person | NewPerson) -> Person:
    """Give a person their row."""
    if isinstance(person, Person):
        return person
    return await uow.people.create(name=person.name, name_key=name_key(person.name))


async def describe(
    uow: UnitOfWork, named: Person | NewPerson, scene: Scene, told: dict[str, Any], today: date
) -> Described:
    """Add somebody, or change what is told of them and leave the rest."""
    person = await settle(uow, named)
    values = {name: value for name, value in told.items() if name != "alias"}
    if "alias" in told:
        values["aliases"] = _with_alias(person, told["alias"], scene)
    if "presence" in values and person.presence == "linked":
        raise AlreadyLinked(person.name)
    if values:
        person = await uow.people.update(person.id, **values) or person
    if person.birthdate and "birthdate" in told:
        await date_birthdays(uow, person.id, person.birthdate, today)
    return Described(person, isinstance(named, NewPerson))


async def link(uow: UnitOfWork, member: Member, named: Person | NewPerson) -> Described:
    """Make an account one with a person; whoever it was before is nobody's account then."""
    person = await settle(uow, named)
    if any(other.user_id != member.user_id for other in await uow.members.list_by_person(person.id)):
        raise AlreadyLinked(person.name)
    if member.person_id not in {None, person.id}:
        await uow.people.update(member.person_id, presence="unknown")
    if member.person_id != person.id:
        await uow.members.update(member.id, person_id=person.id)
        person = await uow.people.update(person.id, presence="linked") or person
    return Described(person, isinstance(named, NewPerson))


def _with_alias(person: Person, alias: str, scene: Scene) -> list[str]:
    key = name_key(checked_name(alias))
    for other in scene.people:
        if other.id != person.id and key in {other.name_key, *other.aliases}:
            raise NameTaken(alias, other.name)
    return person.aliases if key in {person.name_key, *person.aliases} else [*person.aliases, key]


async def date_birthdays(uow: UnitOfWork, person_id: int, born: date, today: date) -> None:
    """Give the birthdays that lie ahead, or had no date, their day."""
    for series in await uow.series.list_by_subject(person_id):
        if series.rule == BIRTHDAY:
            await _date_series(uow, series.id, born, today)


async def _date_series(uow: UnitOfWork, series_id: int, born: date, today: date) -> None:
    """Date every year of a birthday, the last one first: what would be past comes next, if that year has none."""
    occasions = await uow.occasions.list_by_series(series_id)
    years = {occasion.date.year for occasion in occasions if occasion.date}
    coming = next_yearly(born.month, born.day, today)
    for occasion in sorted(occasions, key=lambda one: one.date or date.min, reverse=True):
        day = yearly(born.month, born.day, occasion.date.year) if occasion.date else coming
        if day < coming and coming.year not in years:
            day = coming
        taken = occasion.date is None and day.year in years
        if not occasion.over(today) and not taken and day != occasion.date:
            years.add(day.year)
            await uow.occasions.update(occasion.id, date=day)
