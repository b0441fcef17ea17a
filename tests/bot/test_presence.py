"""Who reads a group, as Telegram tells: what is asked, what is remembered, and what overtakes what."""

import asyncio

import pytest

from bot.presence import SHORTLY
from domain.families import Account
from repositories.unit_of_work import UnitOfWork
from tests.chat import Chat, Town


@pytest.fixture
async def family(chat: Chat) -> Chat:
    """Ann and Mom have said who they are."""
    await chat.says("/iam ann")
    await chat.says("/iam mom", by="Mom")
    return chat


async def known(chat: Chat) -> dict[int, bool | None]:
    async def read(uow: UnitOfWork) -> list[Account]:
        return list(await uow.readers.list_accounts(chat.id))

    return {one.telegram_user_id: one.present for one in await chat.town.bot.ledger.enter(read)}


def asked(town: Town) -> list[int]:
    """Note of whom Telegram is asked from now on."""
    found: list[int] = []
    call = town.telegram.call

    async def noted(method: str, params: dict[str, object]) -> object:
        if method == "getChatMember":
            found.append(int(str(params["user_id"])))
        return await call(method, params)

    town.telegram.call = noted  # type: ignore[method-assign, assignment]  # listens on the wire
    return found


async def test_who_reads_is_asked_once_in_a_while(town: Town, family: Chat) -> None:
    await family.says("/people")
    of = asked(town)

    await family.says("/people")
    assert of == []

    town.clock.move(seconds=SHORTLY.total_seconds() + 1)
    await family.says("/people")
    assert sorted(of) == sorted([town.person("Ann"), town.person("Mom")])


async def test_who_leaves_and_comes_is_noted_without_asking(town: Town, family: Chat) -> None:
    mom = town.person("Mom")
    town.telegram.leave(family.id, mom)
    await town.settled()
    assert (await known(family))[mom] is False

    town.telegram.join(family.id, mom)
    await town.settled()
    assert (await known(family))[mom] is True


async def test_who_is_removed_is_noted_by_an_admin_that_sees_no_line_of_it(town: Town, family: Chat) -> None:
    mom = town.person("Mom")
    town.telegram.promote_bot(family.id)
    await town.settled()

    town.telegram.leave(family.id, mom, by=town.person("Ann"), quietly=True)
    await town.settled()

    assert (await known(family))[mom] is False


async def test_where_telegram_does_not_say_everybody_may_read(town: Town, family: Chat) -> None:
    mom = town.person("Mom")
    town.telegram.reticent = True
    town.telegram.leave(family.id, mom, quietly=True)
    town.clock.move(minutes=11)

    await family.says("/people")
    assert (await known(family))[mom] is None

    town.telegram.promote_bot(family.id)
    await family.says("/people")
    assert (await known(family))[mom] is False


async def test_an_answer_of_telegrams_that_a_join_overtakes_does_not_count(town: Town, family: Chat) -> None:
    mom, call, answered = town.person("Mom"), town.telegram.call, asyncio.Event()
    town.telegram.leave(family.id, mom, quietly=True)
    town.clock.move(minutes=11)

    async def late(method: str, params: dict[str, object]) -> object:
        answer = await call(method, params)
        if method == "getChatMember" and params["user_id"] == mom and not answered.is_set():
            answered.set()
            town.telegram.join(family.id, mom)
            await asyncio.sleep(0.05)
        return answer

    town.telegram.call = late  # type: ignore[method-assign, assignment]  # listens on the wire

    await family.says("/people")

    assert answered.is_set()
    assert (await known(family))[mom] is True


async def test_what_was_known_of_a_group_is_forgotten_while_the_bot_is_away(town: Town, family: Chat) -> None:
    mom = town.person("Mom")
    town.telegram.leave(family.id, mom)
    await town.settled()

    town.telegram.kick_bot(family.id, by=town.person("Ann"))
    await town.settled()

    assert set((await known(family)).values()) == {None}


async def test_a_bot_among_those_who_come_is_nobody(town: Town, family: Chat) -> None:
    town.telegram.users[77] = {"id": 77, "is_bot": True, "first_name": "Other"}
    before = await known(family)

    town.telegram.join(family.id, 77)
    town.telegram.join(family.id, town.person("Zoe"))
    await town.settled()

    assert await known(family) == before


async def test_events_keep_their_place_among_what_is_said(town: Town, family: Chat) -> None:
    mom = town.person("Mom")
    town.telegram.leave(family.id, mom)
    town.telegram.say(town.person("Ann"), family.id, "/gift mom christmas scarf 40")
    town.telegram.join(family.id, mom)
    town.telegram.say(town.person("Ann"), family.id, "/gift mom christmas gloves 20")
    await town.settled()

    told = [one for one in family.heard if "scarf" in one or "gloves" in one]
    assert not any("gloves" in one for one in told)
