"""Families for tests of the repositories, made without anybody speaking."""

from dataclasses import dataclass
from datetime import date

from domain.families import Family, Member, User
from domain.occasions import Occasion
from domain.people import Person
from repositories.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Home:
    """A family with one member, one person and one occasion."""

    family: Family
    user: User
    member: Member
    mom: Person
    christmas: Occasion

    def enter(self, uow: UnitOfWork) -> UnitOfWork:
        """Ask every question within this family."""
        uow.family_id = self.family.id
        return uow


async def settle(uow: UnitOfWork, number: int) -> Home:
    """Make a family with all that belongs to it."""
    family = await uow.families.create(name=f"Family {number}", currency="EUR", locale="de_DE", timezone="UTC")
    uow.family_id = family.id
    user = await uow.users.create(telegram_user_id=number, username=f"User{number}", full_name=f"User {number}")
    mom = await uow.people.create(name="Mom", name_key="mom", aliases=["mama"])
    member = await uow.members.create(user_id=user.id, role="owner", person_id=mom.id)
    christmas = await uow.occasions.create(
        name="Christmas", name_key="christmas", kind="holiday", date=date(2026, 12, 25)
    )
    uow.effects.clear()
    return Home(family, user, member, mom, christmas)
