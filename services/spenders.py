"""Who spent what: by the person an account is, else by what it is called at Telegram."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from domain.people import Person
from repositories.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Spenders:
    """Everybody who may have spent something, by what they are called."""

    people: dict[int, str]
    accounts: dict[UUID, str]

    def name(self, person_id: int | None, user_id: UUID | None) -> str:
        """Name somebody who spent something; of some nobody knows."""
        known = self.people.get(person_id) if person_id else None
        return known or (self.accounts.get(user_id, "") if user_id else "")


async def known(uow: UnitOfWork, people: Iterable[Person]) -> Spenders:
    """Find out what everybody in the family is called."""
    return Spenders({person.id: person.name for person in people}, await uow.members.full_names())
