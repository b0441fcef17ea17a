"""What the tables give where somebody reads along: as if what is a secret were not there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, combinations
from typing import Any

import pytest

from domain.budgets import PersonOccasion
from domain.gifts import Gift, figures
from domain.occasions import Occasion
from domain.secrets import CLOSED, OPEN, Eyes
from repositories.engine import Database
from repositories.unit_of_work import UnitOfWork
from services import spending
from tests.homes import Home

TODAY = date(2026, 11, 20)
GROUP, PRIVATE, STRANGERS, NOWHERE = -100, 1, 3, -999


@dataclass(frozen=True)
class Party:
    """Mom and Dad, who share a teapot, and Lea; all of them get something more of their own."""

    uow: UnitOfWork
    christmas: int
    mom: int
    dad: int
    lea: int
    shared: Gift

    @property
    def people(self) -> tuple[int, int, int]:
        """Name all three."""
        return self.mom, self.dad, self.lea

    async def give(self, *recipients: int, **facts: Any) -> Gift:
        """Give something for 40, and store what the gifts add up to."""
        return await give(self.uow, self.christmas, *recipients, **facts)


@dataclass(frozen=True)
class Hall:
    """A group of a family, and private chats: of Mom, who is linked, and of an account that nobody knows."""

    uow: UnitOfWork
    home: Home
    lea: int

    async def may_read(self, chat_id: int, *people: int) -> bool:
        """Whether any of some people reads a chat, or may."""
        return await self.uow.readers.any_reads(chat_id, people)


async def give(uow: UnitOfWork, occasion_id: int, *recipients: int, **facts: Any) -> Gift:
    """Give some people something for 40, and store what the gifts add up to."""
    thing = {"title": "Scarf", "occasion_id": occasion_id, "price": Decimal(40), "stage": "planned", "currency": "EUR"}
    made = await uow.gifts.create([("recipient", (person, None)) for person in recipients], **thing | facts)
    await spending.settle(uow, recipients, [occasion_id])
    return made


@pytest.fixture
async def party(uow: UnitOfWork, home: Home) -> Party:
    """Three who get gifts; Dad has a budget, the others only what they get."""
    uow.eyes = OPEN
    christmas, mom = home.christmas.id, home.mom.id
    dad, lea = [(await uow.people.create(name=name, name_key=name)).id for name in ("dad", "lea")]
    await uow.budgets.link(dad, christmas, "EUR", recipient_budget_total=Decimal(100))
    await give(uow, christmas, mom, stage="bought", quantity_bought=1)
    await give(uow, christmas, dad, price=Decimal(7))
    await give(uow, christmas, lea, price=Decimal(9))
    shared = await give(uow, christmas, mom, dad, price=Decimal(30))
    return Party(uow, christmas, mom, dad, lea, shared)


def readers(*people: int) -> Eyes:
    """The eyes of a group in which some people read along."""
    return Eyes(frozenset(people), today=TODAY)


def every_part_of(people: Collection[int]) -> list[tuple[int, ...]]:
    """List all that can be picked from some people, nobody and everybody included."""
    return list(chain.from_iterable(combinations(people, count) for count in range(len(people) + 1)))


def money(link: PersonOccasion) -> tuple[object, object]:
    """What is spent and planned."""
    return link.budget_spent, link.budget_planned


async def test_figures_are_as_if_what_may_not_be_known_were_not_there(party: Party) -> None:
    uow = party.uow
    everything = await uow.all_gifts.list_by_occasions([party.christmas])
    for hidden in every_part_of(party.people):
        uow.eyes = readers(*hidden)
        told = [gift for gift in everything if not any(gift.is_for(person) for person in hidden)]
        expected = {person: figures(person, told) for person in party.people}

        listed = {link.person_id: money(link) for link in await uow.budgets.list_by_occasion(party.christmas)}
        links, _ = await uow.budgets.list_with_ceiling(party.christmas)
        one_by_one = {
            person: money(link)
            for person in party.people
            if (link := await uow.budgets.get_person_occasion_budget(person, party.christmas))
        }
        of_each = {person: money((await uow.budgets.list_by_person(person))[0]) for person in party.people}

        assert listed == expected, hidden
        assert {link.person_id: money(link) for link in links} == expected, hidden
        assert one_by_one == of_each == expected, hidden


async def test_what_is_stored_stays_what_all_gifts_add_up_to(party: Party) -> None:
    party.uow.eyes = readers(*party.people)
    await party.uow.budgets.list_by_occasion(party.christmas)

    await spending.settle(party.uow, party.people, [party.christmas])

    party.uow.eyes = OPEN
    stored = [money(link) for link in await party.uow.budgets.list_by_occasion(party.christmas)]
    assert stored == [(Decimal(40), Decimal(15)), (Decimal(0), Decimal(22)), (Decimal(0), Decimal(9))]


async def test_a_changed_budget_shows_no_more_than_a_listed_one(party: Party) -> None:
    party.uow.eyes = readers(party.mom)

    changed = [
        await party.uow.budgets.update_person_occasion_budget(person, party.christmas, Decimal(50))
        for person in party.people
    ]

    assert [money(link) for link in changed] == [(0, 0), (0, 7), (0, 9)]


async def test_what_is_figured_for_who_reads_along_does_not_depend_on_what_they_share(party: Party) -> None:
    party.uow.eyes = of_mom = Eyes(frozenset({party.mom}), today=date(2027, 1, 1))
    await party.give(party.mom, stage="received", quantity_bought=1)
    with_secret = await party.uow.budgets.get_person_occasion_budget(party.mom, party.christmas)

    party.uow.eyes = OPEN
    await party.uow.gifts.update(party.shared.id, removed_at=party.uow.now)
    party.uow.eyes = of_mom

    assert await party.uow.budgets.get_person_occasion_budget(party.mom, party.christmas) == with_secret


async def test_who_takes_part_is_told_by_what_may_be_known(party: Party) -> None:
    async def taking_part(*hidden: int) -> set[int]:
        party.uow.eyes = readers(*hidden)
        links, _ = await party.uow.budgets.list_with_ceiling(party.christmas)
        return {link.person_id for link, takes_part in links.items() if takes_part}

    mom, dad, lea = party.people

    assert await taking_part() == {mom, dad, lea}
    assert await taking_part(mom) == {dad, lea}
    assert await taking_part(lea) == {mom, dad}
    assert await taking_part(mom, dad, lea) == {dad}


async def test_who_gets_only_what_is_shared_in_secret_takes_no_part(party: Party) -> None:
    eve = (await party.uow.people.create(name="eve", name_key="eve")).id
    await party.give(party.mom, eve)
    party.uow.eyes = readers(party.mom)

    links, _ = await party.uow.budgets.list_with_ceiling(party.christmas)

    assert [(money(link), takes_part) for link, takes_part in links.items() if link.person_id == eve] == [
        ((0, 0), False)
    ]


async def test_eyes_that_were_not_opened_see_no_gift_and_no_figure(party: Party) -> None:
    party.uow.eyes = CLOSED

    assert await party.uow.gifts.list_by_occasions([party.christmas]) == []
    assert [money(link) for link in await party.uow.budgets.list_by_occasion(party.christmas)] == [(0, 0)] * 3


async def test_gifts_for_who_reads_along_are_not_found_however_one_looks(party: Party) -> None:
    uow, scarf = party.uow, await party.give(party.mom, purchaser_id=party.lea)
    uow.eyes = readers(party.mom)
    listed = await uow.gifts.list_by_occasions([party.christmas])

    assert await uow.gifts.get_by_id(scarf.id) is None
    assert await uow.gifts.peek(party.shared.id) is None
    assert await uow.gifts.list_by_person(party.mom) == []
    assert not any(gift.is_for(party.mom) for gift in [*listed, *await uow.gifts.list_by_person(party.lea)])
    assert len(listed) == 2
    assert await uow.all_gifts.get_by_id(scarf.id) is not None


async def test_it_is_noted_of_whose_gifts_something_was_found(party: Party) -> None:
    uow = party.uow
    uow.eyes, uow.spoken_of = readers(party.lea), set()
    await uow.all_gifts.list_by_occasions([party.christmas])
    assert uow.spoken_of == set()

    await uow.gifts.peek(party.shared.id)
    assert uow.spoken_of == {party.mom, party.dad}

    await uow.gifts.list_by_occasions([party.christmas])
    assert uow.spoken_of == {party.mom, party.dad}


async def test_figures_speak_of_those_who_get_something(party: Party) -> None:
    uow = party.uow
    uow.eyes, uow.spoken_of = readers(party.lea), set()

    await uow.budgets.list_by_occasion(party.christmas)

    assert uow.spoken_of == {party.mom, party.dad}


async def test_what_its_buyer_keeps_secret_has_only_its_price(party: Party) -> None:
    secret = await party.give(party.lea, secret=True, purchaser_id=party.dad, notes="red", url="https://example.org")

    party.uow.eyes = Eyes(frozenset({party.mom}), alone=party.mom)
    shown = await party.uow.gifts.peek(secret.id)
    party.uow.eyes = Eyes(frozenset({party.dad}), alone=party.dad)
    own = await party.uow.gifts.peek(secret.id)

    assert shown
    assert (shown.masked, shown.title, shown.notes, shown.url, shown.total) == (True, "", None, None, Decimal(40))
    assert own
    assert (own.masked, own.title, own.notes, own.url) == (False, "Scarf", "red", "https://example.org")


async def test_whether_anything_is_shared_in_secret_is_told_by_plans_alone(party: Party) -> None:
    async def shared(*hidden: int) -> bool:
        party.uow.eyes = readers(*hidden)
        return await party.uow.gifts.any_shared_in_secret([party.christmas])

    assert [await shared(person) for person in party.people] == [True, True, False]
    assert not await shared()
    assert not await shared(party.mom, party.dad)
    assert await shared(party.mom, party.lea)
    assert not await party.uow.gifts.any_shared_in_secret([])

    await party.uow.gifts.update(party.shared.id, stage="idea")
    assert not await shared(party.mom)
    await party.uow.gifts.update(party.shared.id, stage="planned", removed_at=party.uow.now)
    assert not await shared(party.mom)


@pytest.fixture
async def easter(party: Party) -> Occasion:
    """What comes before Christmas, and has nothing yet."""
    return await party.uow.occasions.create(name="Easter", name_key="easter", kind="holiday", date=date(2026, 12, 1))


@pytest.mark.parametrize(
    "facts",
    [{"stage": "idea"}, {"price": None}, {"price": Decimal(0)}, {"price": Decimal(9), "sale_price": Decimal(0)}],
    ids=["an idea", "no price yet", "for nothing", "on sale for nothing"],
)
async def test_what_costs_nothing_makes_no_occasion_the_next(
    party: Party, easter: Occasion, facts: dict[str, Any]
) -> None:
    await give(party.uow, easter.id, party.lea, **facts)

    for hidden in ((), (party.mom,)):
        party.uow.eyes = readers(*hidden)
        found = await party.uow.occasions.next_with_money(TODAY)
        assert found and found.id == party.christmas  # noqa: PT018 - one fact


async def test_the_next_with_money_is_told_by_what_may_be_known(party: Party, easter: Occasion) -> None:
    async def following(eyes: Eyes) -> int | None:
        party.uow.eyes = eyes
        found = await party.uow.occasions.next_with_money(TODAY)
        return found.id if found else None

    mom, dad, lea = party.people
    teapot = await give(party.uow, easter.id, mom, lea)

    assert [await following(readers(*hidden)) for hidden in ((), (dad,))] == [easter.id] * 2
    assert [await following(readers(*hidden)) for hidden in ((mom,), (lea,), (mom, lea))] == [party.christmas] * 3
    assert await following(CLOSED) == party.christmas

    await party.uow.gifts.update(teapot.id, removed_at=party.uow.now)
    await spending.settle(party.uow, [mom, lea], [easter.id])
    assert await following(readers(dad)) == party.christmas

    await party.uow.budgets.update_person_occasion_budget(mom, easter.id, Decimal(5))
    assert await following(readers(mom)) == await following(CLOSED) == easter.id


async def test_where_everything_is_a_secret_nothing_is_next(party: Party) -> None:
    await party.uow.budgets.update_person_occasion_budget(party.dad, party.christmas, None)
    party.uow.eyes = readers(*party.people)

    assert await party.uow.occasions.next_with_money(TODAY) is None


@pytest.fixture
async def hall(uow: UnitOfWork, home: Home) -> Hall:
    """Three chats; Mom is linked to the first account, and nobody knows anything of Lea."""
    await uow.people.update(home.mom.id, presence="linked")
    lea = (await uow.people.create(name="Lea", name_key="lea")).id
    stranger = (await uow.users.create(telegram_user_id=STRANGERS, full_name="User 3")).id
    await uow.members.create(user_id=stranger, role="adult")
    for chat_id, kind, user_id in (
        (GROUP, "group", None),
        (PRIVATE, "private", home.user.id),
        (STRANGERS, "private", stranger),
    ):
        await uow.conversations.create(family_id=home.family.id, telegram_chat_id=chat_id, kind=kind, user_id=user_id)
    return Hall(uow, home, lea)


async def test_who_is_linked_reads_their_own_chat_and_no_other_private_one(hall: Hall) -> None:
    mom = hall.home.mom.id

    assert [await hall.may_read(chat, mom) for chat in (PRIVATE, STRANGERS)] == [True, False]


async def test_who_is_linked_reads_a_group_until_telegram_says_otherwise(hall: Hall) -> None:
    mom, user = hall.home.mom.id, hall.home.user.id
    note = hall.uow.readers.note

    assert await hall.may_read(GROUP, mom)
    for present, may_read in ((False, False), (True, True), (False, False), (None, True)):
        await note(GROUP, user, present=present)
        assert await hall.may_read(GROUP, mom) is may_read


async def test_whoever_is_not_on_telegram_reads_nothing(hall: Hall) -> None:
    await hall.uow.people.update(hall.lea, presence="offline")

    assert [await hall.may_read(chat, hall.lea) for chat in (GROUP, PRIVATE, STRANGERS)] == [False] * 3


async def test_of_whom_nobody_knows_anything_may_be_anybody_who_is_not_somebody_else(hall: Hall) -> None:
    assert [await hall.may_read(chat, hall.lea) for chat in (GROUP, PRIVATE, STRANGERS)] == [True, False, True]


async def test_one_who_may_read_is_enough(hall: Hall) -> None:
    mom = hall.home.mom.id
    await hall.uow.readers.note(GROUP, hall.home.user.id, present=False)

    assert not await hall.may_read(GROUP, mom)
    assert await hall.may_read(GROUP, mom, hall.lea)
    assert await hall.may_read(PRIVATE, hall.lea, mom)


async def test_a_person_with_two_accounts_reads_wherever_one_of_them_does(hall: Hall) -> None:
    second = await hall.uow.users.create(telegram_user_id=9, full_name="Mom's tablet")
    await hall.uow.members.create(user_id=second.id, role="adult", person_id=hall.home.mom.id)
    await hall.uow.readers.note(GROUP, hall.home.user.id, present=False)

    assert await hall.may_read(GROUP, hall.home.mom.id)

    await hall.uow.readers.note(GROUP, second.id, present=False)
    assert not await hall.may_read(GROUP, hall.home.mom.id)


async def test_of_chats_and_people_that_are_not_known_the_worst_is_believed(hall: Hall) -> None:
    assert await hall.may_read(NOWHERE, hall.home.mom.id)
    assert await hall.may_read(PRIVATE, 999_999)


async def test_the_accounts_of_a_chats_family_are_listed_with_what_is_known(hall: Hall) -> None:
    user = hall.home.user
    [before] = await hall.uow.readers.list_accounts(GROUP)
    await hall.uow.readers.note(GROUP, user.id, present=False)

    [after] = await hall.uow.readers.list_accounts(GROUP)

    assert (before.person_id, before.telegram_user_id, before.present, before.checked_at) == (
        hall.home.mom.id,
        user.telegram_user_id,
        None,
        None,
    )
    assert (after.user_id, after.present, after.checked_at) == (user.id, False, hall.uow.now)
    assert await hall.uow.readers.list_accounts(NOWHERE) == []


async def test_the_people_in_groups_are_those_of_whom_nobody_knows_that_they_are_not(hall: Hall) -> None:
    mom, user = hall.home.mom.id, hall.home.user.id
    await hall.uow.conversations.create(family_id=hall.home.family.id, telegram_chat_id=-200, kind="group")
    await hall.uow.readers.note(GROUP, user, present=False)

    assert await hall.uow.readers.people_in([GROUP, -200]) == {GROUP: frozenset(), -200: frozenset({mom})}
    assert await hall.uow.readers.people_in([]) == {}

    await hall.uow.readers.forget(GROUP)
    assert await hall.uow.readers.people_in([GROUP]) == {GROUP: frozenset({mom})}


async def test_another_family_s_people_are_in_none_of_our_groups(hall: Hall, homes: list[Home]) -> None:
    _, theirs = homes
    theirs.enter(hall.uow)
    await hall.uow.people.update(theirs.mom.id, presence="linked")
    hall.home.enter(hall.uow)

    assert theirs.mom.id not in (await hall.uow.readers.people_in([GROUP]))[GROUP]
    assert [each.person_id for each in await hall.uow.readers.list_accounts(GROUP)] == [hall.home.mom.id]


async def test_what_is_noted_of_readers_is_nobodys_change(hall: Hall) -> None:
    hall.uow.effects.clear()

    await hall.uow.readers.note(GROUP, hall.home.user.id, present=True)
    await hall.uow.readers.note(GROUP, hall.home.user.id, present=False)
    await hall.uow.readers.forget(GROUP)

    assert hall.uow.effects == []


async def test_nothing_that_one_piece_of_work_may_see_is_left_to_the_next(database: Database, home: Home) -> None:
    async with database.begin() as uow:
        home.enter(uow).eyes = OPEN
        uow.spoken_of.add(home.mom.id)

        uow.for_another()

        assert (uow.eyes, uow.spoken_of) == (CLOSED, set())
