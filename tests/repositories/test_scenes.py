"""Who is speaking where: what is loaded at once, and what is not."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from domain.messages import Said, Speaker
from domain.people import Person
from repositories.unit_of_work import UnitOfWork
from tests.homes import Home


def said(number: int = 1, speaker: int = 1, kind: str = "message", chat: int = 1) -> Said:
    """Something that the first user says in private."""
    who = Speaker(speaker, None, f"User {speaker}")
    return Said(kind, chat, "private", who, "/help", message_id=number, callback_id=str(number))  # type: ignore[arg-type]


async def test_in_an_unknown_chat_nothing_is_known(uow: UnitOfWork) -> None:
    scene = await uow.scenes.load(said(speaker=99, chat=99))

    assert (scene.conversation, scene.family, scene.user, scene.member, scene.seen) == (None,) * 5
    assert (scene.families, scene.people, scene.series, scene.occasions) == (0, (), (), ())


async def test_an_account_is_known_in_an_unknown_chat(uow: UnitOfWork, home: Home) -> None:
    scene = await uow.scenes.load(said(chat=99))

    assert (scene.user, scene.family, scene.member, scene.families) == (home.user, None, None, 1)


async def test_all_that_a_command_needs_is_there(uow: UnitOfWork, home: Home, chat: UUID) -> None:
    born = await uow.people.create(
        name='Da"d', name_key='da"d', aliases=['o\'ne "two"', "три"], birthdate=date(1960, 2, 29)
    )
    series = await uow.series.create(name="Birthday", name_key="birthday", rule="birthday", subject_person_id=born.id)
    someday = await uow.occasions.create(name="Someday", name_key="someday", kind="other", series_id=series.id)

    scene = await uow.scenes.load(said())

    assert scene.conversation
    assert (scene.conversation.id, scene.family, scene.user, scene.member) == (
        chat,
        home.family,
        home.user,
        home.member,
    )
    assert scene.people == (home.mom, born)
    assert isinstance(scene.people[1], Person)
    assert (scene.series, scene.occasions) == ((series,), (home.christmas, someday))


@pytest.mark.usefixtures("chat")
async def test_old_occasions_are_not_loaded(uow: UnitOfWork, home: Home) -> None:
    uow.now = datetime(2028, 1, 29, tzinfo=UTC)
    assert (await uow.scenes.load(said())).occasions == (home.christmas,)

    uow.now = datetime(2028, 1, 31, tzinfo=UTC)
    assert (await uow.scenes.load(said())).occasions == ()


@pytest.mark.usefixtures("chat")
async def test_another_family_can_be_meant(uow: UnitOfWork, homes: list[Home]) -> None:
    _, theirs = homes

    scene = await uow.scenes.load(said(), theirs.family.id)

    assert scene.family == theirs.family
    assert scene.people == (theirs.mom,)
    assert scene.member is None


async def test_what_was_heard_before_is_recognized(uow: UnitOfWork, home: Home, chat: UUID) -> None:
    where = await uow.conversations.get_by_id(chat)
    assert where
    spoken = uow.messages.hear(said(7), where, home.user.id, home.family.id)
    pressed = uow.messages.hear(said(8, kind="press"), where, home.user.id, home.family.id)
    await uow.flush()

    again, press, new = [await uow.scenes.load(one) for one in (said(7), said(8, kind="press"), said(8))]

    assert again.seen
    assert (again.seen.id, again.seen.content, again.seen.user_id) == (spoken, "/help", home.user.id)
    assert press.seen
    assert press.seen.id == pressed
    assert new.seen is None
