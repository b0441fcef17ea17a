"""Taking back in any order: what is left is as if what was taken back had never been said."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.budgets import Side
from domain.families import Member
from domain.messages import Said, Speaker
from domain.occasions import NewOccasion, Occasion
from domain.people import NewPerson
from domain.refusals import BuiltOn
from domain.secrets import OPEN
from repositories.engine import Database
from repositories.unit_of_work import UnitOfWork
from services import budgets, changes, spending
from tests.databases import Databases
from tests.homes import Home, settle
from tests.journal import made, rows

EASTER = NewOccasion("Easter", "holiday", date(2027, 3, 28), "holiday:easter")
SCARF: dict[str, Any] = {
    "title": "Scarf",
    "price": Decimal(40),
    "quantity_bought": 1,
    "stage": "bought",
    "currency": "EUR",
}
Place = tuple[str, Side]

places = st.tuples(st.sampled_from(["dad", "zoe"]), st.sampled_from(["recipient", "purchaser"]))
settings_of_budgets = st.tuples(st.integers(0, 1), places)
"""Who sets which side of whose budget."""


@dataclass
class Party:
    """Two planners who set budgets and take them back, and what must come of it."""

    uow: UnitOfWork
    home: Home
    planners: list[Member]
    heard: UUID
    standing: list[tuple[UUID, Place, Decimal]] = field(default_factory=list)
    amounts: int = 0

    async def sets(self, by: int, place: Place) -> None:
        """Set a budget to an amount never named before."""
        name, side = place
        self.amounts += 1
        amount = Decimal(self.amounts)
        async with self.uow.part():
            person = await self.uow.people.get_by_key(name) or NewPerson(name)
            occasion = await self.easter() or EASTER
            await budgets.set_budget(self.uow, self.home.family, person, occasion, side, amount, None)
        user = self.planners[by].user_id
        key = self.uow.changes.add(self.uow.effects, what="budget", user_id=user, message_id=self.heard)
        self.standing.append((key, place, amount))

    async def takes_back(self, by: int, number: int) -> bool:
        """Take back one of the changes that stand, and tell whether that was possible."""
        entry = self.standing[number % len(self.standing)]
        try:
            async with self.uow.part():
                await take_back(self.uow, self.planners[by], entry[0])
        except BuiltOn:
            return False
        self.standing.remove(entry)
        return True

    def is_latest(self, number: int) -> bool:
        """Tell whether nobody has set the same budget since."""
        at = number % len(self.standing)
        return all(place != self.standing[at][1] for _, place, _ in self.standing[at + 1 :])

    async def easter(self) -> Occasion | None:
        """Find the occasion, if it was made and is still needed."""
        ahead = await self.uow.occasions.list_from(date(2027, 1, 1))
        return next((one for one in ahead if one.name == EASTER.name), None)

    async def budgets(self) -> dict[Place, Decimal]:
        """Read every budget."""
        people = {person.id: person.name for person in await self.uow.people.list_all()}
        easter = await self.easter()
        found: dict[Place, Decimal | None] = {}
        for link in await self.uow.budgets.list_by_occasion(easter.id) if easter else ():
            found[people[link.person_id], "recipient"] = link.recipient_budget_total
            found[people[link.person_id], "purchaser"] = link.purchaser_budget_total
        return {place: amount for place, amount in found.items() if amount is not None}


async def take_back(uow: UnitOfWork, member: Member, key: UUID) -> None:
    """Take back one change, as its button does."""
    await changes.take_back(uow, await changes.one(uow, member, key))


async def party(uow: UnitOfWork) -> Party:
    """Let two planners come together."""
    home = await settle(uow, 1)
    ben = await uow.users.create(telegram_user_id=2, full_name="Ben")
    second = await uow.members.create(user_id=ben.id, role="adult")
    where = await uow.conversations.create(family_id=home.family.id, telegram_chat_id=1, kind="private")
    said = Said("message", 1, "private", Speaker(1, None, "User 1"), "/budget", message_id=1)
    return Party(uow, home, [home.member, second], uow.messages.hear(said, where, home.user.id, home.family.id))


async def test_what_is_spent_on_a_gift_is_taken_back_with_it(sqlite: Databases) -> None:
    with sqlite.migrated() as url:
        database = Database(url)
        async with database.begin() as uow:
            uow.eyes = OPEN
            them = await party(uow)
            mom, christmas = them.home.mom.id, them.home.christmas.id
            await uow.budgets.link(mom, christmas, "EUR")
            scarf = await made(uow, "gifts", noted=True, occasion_id=christmas, **SCARF)
            await made(uow, "gift_people", noted=True, gift_id=scarf, person_id=mom)
            await spending.settle_effects(uow, uow.effects)
            key = uow.changes.add(uow.effects, what="bought", user_id=them.home.user.id, message_id=them.heard)
            spent = [link.budget_spent for link in await uow.budgets.list_by_occasion(christmas)]

            await take_back(uow, them.planners[0], key)

            assert spent == [Decimal(40)]
            assert [link.budget_spent for link in await uow.budgets.list_by_occasion(christmas)] == [0]
        await database.close()


@settings(max_examples=40, deadline=None)
@given(acts=st.lists(settings_of_budgets | st.tuples(st.integers(0, 1), st.integers(0, 20)), max_size=16))
def test_what_is_taken_back_in_any_order_is_as_if_never_said(
    sqlite: Databases, acts: list[tuple[int, Place] | tuple[int, int]]
) -> None:
    async def play(url: str) -> None:
        database = Database(url)
        async with database.begin() as uow:
            them = await party(uow)
            for by, act in acts:
                if not isinstance(act, int):
                    await them.sets(by, act)
                elif them.standing:
                    possible = them.is_latest(act)
                    assert await them.takes_back(by, act) is possible

                assert await them.budgets() == {place: amount for _, place, amount in them.standing}
        await database.close()

    with sqlite.migrated() as url:
        asyncio.run(play(url))


@settings(max_examples=15, deadline=None)
@given(acts=st.lists(settings_of_budgets, max_size=8))
def test_what_is_taken_back_last_first_leaves_nothing(sqlite: Databases, acts: list[tuple[int, Place]]) -> None:
    tables = ("persons", "occasion_series", "occasions", "person_occasions")

    async def play(url: str) -> None:
        database = Database(url)
        async with database.begin() as uow:
            them = await party(uow)
            before = [await rows(uow, table) for table in tables]
            for by, place in acts:
                await them.sets(by, place)
            for by, _ in acts:
                assert await them.takes_back(by, -1)

            assert [await rows(uow, table) for table in tables] == before
        await database.close()

    with sqlite.migrated() as url:
        asyncio.run(play(url))
