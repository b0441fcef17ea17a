"""The repositories: rows by key and the questions they are asked by name, each within one family."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.budgets import PersonOccasion
from domain.messages import Conversation, Said, Speaker
from domain.people import Person
from repositories.engine import Database
from repositories.unit_of_work import UnitOfWork
from tests.homes import Home

HASH = "a" * 64


def said(number: int) -> Said:
    """Something that a user says in their private chat."""
    return Said("message", 1, "private", Speaker(1, None, "User 1"), f"/help {number}", message_id=number)


async def link(uow: UnitOfWork, home: Home, **values: Any) -> PersonOccasion:
    return await uow.budgets.create(person_id=home.mom.id, occasion_id=home.christmas.id, **values)


# --- rows by key


async def test_a_row_is_made_found_changed_and_removed(uow: UnitOfWork) -> None:
    made = await uow.users.create(telegram_user_id=7, full_name="Ann", email="ann@example.org")
    changed = await uow.users.update(made.id, full_name="Anna")

    assert (made.full_name, made.username, changed and changed.full_name) == ("Ann", None, "Anna")
    assert await uow.users.get_by_id(made.id) == changed
    assert await uow.users.get_by_telegram_id(7) == changed
    assert await uow.users.get_by_email("ann@example.org") == changed
    assert await uow.users.delete(made.id)
    assert await uow.users.get_by_id(made.id) is None


async def test_what_is_not_there_is_neither_found_nor_changed_nor_removed(uow: UnitOfWork) -> None:
    nobody = uuid4()

    assert await uow.users.get_by_id(nobody) is None
    assert await uow.users.get_by_email("nobody@example.org") is None
    assert await uow.users.update(nobody, full_name="x") is None
    assert not await uow.users.delete(nobody)
    assert await uow.people.update(4711, name="x") is None
    assert not await uow.people.delete(4711)
    assert uow.effects == []


async def test_what_happens_to_a_familys_row_is_noted_for_the_journal(uow: UnitOfWork, home: Home) -> None:
    dad = await uow.people.create(name="Dad", name_key="dad")
    await uow.people.update(dad.id, name="Papa")
    await uow.people.delete(dad.id)

    made, changed, removed = uow.effects
    assert (made.before, made.after) == (None, {"name": "Dad", "name_key": "dad", "family_id": home.family.id})
    assert (changed.before, changed.after) == ({"name": "Dad"}, {"name": "Papa"})
    assert removed.before is not None
    assert (removed.before["name"], removed.after) == ("Papa", None)


async def test_no_question_is_asked_without_a_family(database: Database) -> None:
    async with database.begin() as uow:
        with pytest.raises(RuntimeError, match="no family has been entered"):
            await uow.people.list_all()


async def test_nothing_is_committed_before_the_end(database: Database, home: Home) -> None:
    async def fail() -> None:
        async with database.begin() as uow:
            await home.enter(uow).people.create(name="Dad", name_key="dad")
            raise LookupError

    with pytest.raises(LookupError):
        await fail()

    async with database.begin() as uow:
        assert await home.enter(uow).people.get_by_key("dad") is None


async def test_a_key_is_never_given_twice(database: Database, home: Home) -> None:
    async with database.begin() as uow:
        first = await home.enter(uow).people.create(name="Dad", name_key="dad")
        await uow.people.delete(first.id)
        second = await uow.people.create(name="Dad", name_key="dad")

    assert second.id > first.id


# --- one family never finds what is another's


async def test_another_familys_rows_are_not_found_by_key(uow: UnitOfWork, homes: list[Home]) -> None:
    mine, theirs = homes

    assert await uow.people.get_by_id(mine.mom.id) == mine.mom
    assert await uow.people.get_by_id(theirs.mom.id) is None
    assert await uow.occasions.get_by_id(theirs.christmas.id) is None
    assert await uow.members.get_by_id(theirs.member.id) is None
    assert await uow.people.update(theirs.mom.id, name="x") is None
    assert not await uow.occasions.delete(theirs.christmas.id)
    assert uow.effects == []


async def test_another_familys_rows_are_not_listed(uow: UnitOfWork, homes: list[Home]) -> None:
    mine, theirs = homes

    assert await uow.people.list_all() == [mine.mom]
    assert await uow.people.get_by_key("mom") == mine.mom
    assert await uow.occasions.list_from(mine.christmas.date) == [mine.christmas]  # type: ignore[arg-type]
    assert await uow.occasions.get_once("christmas") == mine.christmas
    assert await uow.occasions.ceiling(theirs.christmas.id) is None
    assert await uow.members.get_by_user(theirs.user.id) is None
    assert await uow.members.get_by_telegram_id(2) is None
    assert await uow.members.get_by_username("user2") is None
    assert await uow.members.get_by_username("user1") == mine.member
    assert await uow.members.list_by_person(theirs.mom.id) == []
    assert await uow.members.list_with_names() == [("User 1", "owner", "Mom")]
    assert [family.id for family in await uow.members.families_of(theirs.user.id)] == [theirs.family.id]


async def test_another_familys_budgets_are_neither_found_nor_changed(database: Database, homes: list[Home]) -> None:
    mine, theirs = homes
    async with database.begin() as uow:
        await link(theirs.enter(uow), theirs, recipient_budget_total=Decimal(5))

    async with database.begin() as uow:
        mine.enter(uow)
        assert await uow.budgets.get_person_occasion_budget(theirs.mom.id, theirs.christmas.id) is None
        assert await uow.budgets.list_by_occasion(theirs.christmas.id) == []
        assert not await uow.budgets.any_in("USD")
        with pytest.raises(ValueError, match="has no link"):
            await uow.budgets.update_person_occasion_budget(theirs.mom.id, theirs.christmas.id, Decimal(6))


# --- budgets


async def test_a_write_that_names_one_side_leaves_the_other_as_it_was(uow: UnitOfWork, home: Home) -> None:
    await link(uow, home, recipient_budget_total=Decimal(100), purchaser_budget_total=Decimal(50))
    place = (home.mom.id, home.christmas.id)

    await uow.budgets.update_person_occasion_budget(*place, recipient_budget_total=Decimal("99.99"))
    await uow.budgets.update_person_occasion_budget(*place, purchaser_budget_total=None)
    budget = await uow.budgets.update_person_occasion_budget(*place)

    assert (budget.recipient_budget_total, budget.purchaser_budget_total) == (Decimal("99.99"), None)
    assert budget.budget_amount == Decimal("99.99")
    assert await uow.budgets.get_person_occasion_budget(*place) == budget


@pytest.mark.parametrize("side", ["recipient_budget_total", "purchaser_budget_total"])
async def test_a_negative_budget_is_refused(uow: UnitOfWork, home: Home, side: str) -> None:
    await link(uow, home)

    with pytest.raises(ValueError, match=f"{side} must be ≥0 or NULL"):
        await uow.budgets.update_person_occasion_budget(home.mom.id, home.christmas.id, **{side: Decimal("-0.01")})

    zero = await uow.budgets.update_person_occasion_budget(home.mom.id, home.christmas.id, **{side: Decimal(0)})
    assert getattr(zero, side) == 0


async def test_a_budget_without_a_link_is_refused(uow: UnitOfWork, home: Home) -> None:
    assert await uow.budgets.get_person_occasion_budget(home.mom.id, home.christmas.id) is None
    with pytest.raises(ValueError, match=f"person {home.mom.id} has no link to occasion {home.christmas.id}"):
        await uow.budgets.update_person_occasion_budget(home.mom.id, home.christmas.id, Decimal(1))


async def test_a_budget_that_the_column_cannot_hold_is_refused(uow: UnitOfWork, home: Home) -> None:
    await link(uow, home)

    for amount in (Decimal(100000000), Decimal("0.001")):
        with pytest.raises(Exception, match="does not fit"):
            await uow.budgets.update_person_occasion_budget(home.mom.id, home.christmas.id, amount)


async def test_eight_writers_at_once_lose_no_update(database: Database, home: Home) -> None:
    async with database.begin() as uow:
        await link(home.enter(uow), home, recipient_budget_total=Decimal(0), purchaser_budget_total=Decimal(0))
    place = (home.mom.id, home.christmas.id)

    async def add_one() -> None:
        async with database.begin() as uow:
            home.enter(uow)
            await uow.budgets.change_link(*place, {"budget_notes": "locked"})
            budget = await uow.budgets.get_person_occasion_budget(*place)
            assert budget is not None
            assert budget.recipient_budget_total is not None
            await asyncio.sleep(0.002)
            await uow.budgets.update_person_occasion_budget(*place, budget.recipient_budget_total + 1)

    await asyncio.gather(*(add_one() for _ in range(8)))

    async with database.begin() as uow:
        budget = await home.enter(uow).budgets.get_person_occasion_budget(*place)
    assert budget and budget.recipient_budget_total == 8  # noqa: PT018 - one fact


# --- tokens


async def test_a_token_holds_until_it_expires(uow: UnitOfWork, home: Home) -> None:
    values = {"user_id": home.user.id, "purpose": "test", "details": {}}
    later, now = uow.now + timedelta(seconds=1), uow.now
    held = await uow.sessions.create(token_hash=HASH, expires_at=later, **values)
    await uow.sessions.create(token_hash="b" * 64, expires_at=now, **values)

    assert await uow.sessions.get_by_token(HASH) == held
    assert await uow.sessions.get_by_token("b" * 64) is None
    assert len(await uow.sessions.list_by_user(home.user.id)) == 2
    assert await uow.sessions.delete_expired() == 1
    assert await uow.sessions.list_by_user(home.user.id) == [held]
    assert await uow.sessions.list_by_user(uuid4()) == []


# --- conversations and messages


async def conversation(uow: UnitOfWork, key: UUID) -> Conversation:
    found = await uow.conversations.get_by_id(key)
    assert found
    return found


async def test_a_conversation_is_paged_and_its_end_is_given(uow: UnitOfWork, home: Home, chat: UUID) -> None:
    where = await conversation(uow, chat)
    keys = [uow.messages.hear(said(number), where, home.user.id, home.family.id) for number in range(5)]

    assert [one.id for one in await uow.messages.list_by_conversation(chat, 2)] == keys[:2]
    assert [one.id for one in await uow.messages.list_by_conversation(chat, 2, 2)] == keys[2:4]
    assert [one.id for one in await uow.messages.get_last_n(chat, 2)] == keys[3:]
    assert [one.id for one in await uow.messages.get_last_n(chat, 9)] == keys
    assert await uow.messages.get_last_n(uuid4(), 9) == []


async def test_an_accounts_conversations_are_paged_the_latest_first(uow: UnitOfWork, home: Home, chat: UUID) -> None:
    other = await uow.conversations.create(
        telegram_chat_id=1, thread_id=5, kind="private", user_id=home.user.id, family_id=home.family.id
    )
    uow.messages.hear(said(1), await conversation(uow, chat), home.user.id, home.family.id)
    await uow.flush()
    uow.now += timedelta(days=1)
    uow.messages.hear(said(2), other, home.user.id, home.family.id)
    await uow.flush()

    assert [one.id for one in await uow.conversations.list_by_user(home.user.id, 9)] == [other.id, chat]
    assert [one.id for one in await uow.conversations.list_by_user(home.user.id, 1, 1)] == [chat]


async def test_a_message_is_found_by_its_telegram_id_and_its_answers_by_it(
    uow: UnitOfWork, home: Home, chat: UUID
) -> None:
    where = await conversation(uow, chat)
    heard = uow.messages.hear(said(42), where, home.user.id, home.family.id)
    answers = [
        uow.messages.say(where, text, {}, family_id=home.family.id, answers_id=heard, about=[3]).id for text in "ab"
    ]

    found = await uow.messages.get_by_telegram_id(1, 42)

    assert found
    assert (found.id, found.content, found.role) == (heard, "/help 42", "user")
    assert [one.id for one in await uow.messages.list_answers(heard)] == answers
    assert await uow.messages.get_by_telegram_id(2, 42) is None
    assert await uow.messages.family_last_spoken_in(home.user.id) == home.family.id


async def test_what_waits_is_listed_in_its_order_until_it_is_marked(uow: UnitOfWork, home: Home, chat: UUID) -> None:
    where = await conversation(uow, chat)
    first, second = (uow.messages.say(where, text, {}, family_id=home.family.id) for text in "ab")
    await uow.flush()
    assert [one.text for one in await uow.messages.list_pending(9)] == ["a", "b"]
    assert [one.text for one in await uow.messages.list_pending(9, after=first.id)] == ["b"]

    mark = {"attempts": 1, "due_at": None, "chat": 1, "message_id": 7}
    await uow.messages.mark([{"message": first.id, "delivery": "sent", **mark}])

    assert [one.id for one in await uow.messages.list_pending(9)] == [second.id]
    assert await uow.messages.count_undelivered() == {"pending": 1}


def test_a_person_is_a_plain_value() -> None:
    assert not hasattr(Person, "metadata")
