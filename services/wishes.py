"""Wishes: telling what one would like, changing it, and taking it away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from domain.changes import Effect
from domain.names import name_key
from domain.people import Person
from domain.refusals import Gone, SomebodyElses
from domain.wishes import Wish
from repositories.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wishes for, and the wish that was just told or changed, if one was."""

    person: Person
    all: Sequence[Wish]
    latest: Wish | None = None


async def of(uow: UnitOfWork, person: Person, latest: Wish | None = None) -> Wishes:
    """List what somebody wishes for."""
    return Wishes(person, await uow.wishes.list_by_person(person.id), latest)


async def tell(uow: UnitOfWork, person: Person, currency: str, told: dict[str, Any]) -> Wishes:
    """Wish for something; what is wished for already is told more of."""
    key = name_key(told["title"])
    if same := _named(await uow.wishes.list_by_person(person.id), key):
        return await change(uow, person, same, told)
    values: dict[str, Any] = {"currency": currency, "price": None, "url": None, "notes": None}
    if before := _named(await uow.wishes.list_removed(person.id), key):
        return await of(uow, person, await uow.wishes.make_again(before.id, **(values | told)))
    return await of(uow, person, await uow.wishes.make(person_id=person.id, **(values | told)))


async def find(uow: UnitOfWork, person: Person, wish_id: int) -> Wish:
    """Find a wish of somebody's own."""
    wish = await uow.wishes.get_standing(wish_id)
    if wish is None:
        raise Gone
    if wish.person_id != person.id:
        raise SomebodyElses
    return wish


async def change(uow: UnitOfWork, person: Person, wish: Wish, told: dict[str, Any]) -> Wishes:
    """Wish for something in the place of something else; whatever is not told stays."""
    values = {name: value for name, value in told.items() if value != getattr(wish, name)}
    if not values:
        return await of(uow, person, wish)
    changed = await uow.wishes.update(wish.id, **values)
    await uow.wishes.follow(wish.id, values)
    return await of(uow, person, changed)


async def remove(uow: UnitOfWork, person: Person, wish: Wish) -> Wishes:
    """Wish for something no more."""
    await uow.wishes.update(wish.id, removed_at=uow.now)
    return await of(uow, person)


async def follow(uow: UnitOfWork, effects: Iterable[Effect]) -> None:
    """Let ideas be as they are wished for, after some effects or the taking back of them."""
    for effect in effects:
        if effect.table == uow.wishes.table.name:
            await uow.wishes.follow(int(effect.key), effect.after or {})


def _named(wishes: Iterable[Wish], key: str) -> Wish | None:
    return next((wish for wish in wishes if wish.key == key), None)
