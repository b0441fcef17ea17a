"""The people who give and get gifts."""

from collections.abc import Sequence

from sqlalchemy import bindparam

from domain.people import Person
from repositories import models
from repositories.repository import Repository
from repositories.schema import table_of

_persons = table_of(models.Person)


class People(Repository[Person]):
    """The people of a family."""

    model = models.Person
    value = Person

    async def get_by_key(self, name_key: str) -> Person | None:
        """Find the person of this name."""
        return await self.first(_BY_KEY, name_key=name_key)

    async def list_all(self) -> Sequence[Person]:
        """List everybody, by name."""
        return await self.all(_ALL)


_BY_KEY = People.select.where(_persons.c.name_key == bindparam("name_key"))
_ALL = People.select.order_by(_persons.c.name_key)
