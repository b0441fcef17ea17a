"""Parts of a unit of work: what is refused leaves nothing behind, and takes nothing else with it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID

from domain.refusals import Gone
from repositories.unit_of_work import UnitOfWork


async def refuse() -> None:
    raise Gone


async def refused(uow: UnitOfWork, work: Callable[[], Awaitable[object]]) -> None:
    """Do something in a part that is refused in the end."""
    with suppress(Gone):
        async with uow.part():
            await work()
            await refuse()


async def test_what_was_heard_before_a_part_outlives_it_though_it_was_written_within(
    uow: UnitOfWork, heard: UUID
) -> None:
    async def work() -> None:
        await uow.people.create(name="Dad", name_key="dad")
        await uow.flush()

    await refused(uow, work)

    found = await uow.messages.get_by_telegram_id(1, 1)
    assert await uow.people.get_by_key("dad") is None
    assert found is not None
    assert found.id == heard


async def test_what_was_said_within_a_refused_part_is_said_to_nobody(uow: UnitOfWork, heard: UUID, chat: UUID) -> None:
    where = await uow.conversations.get_by_id(chat)
    assert where

    async def work() -> None:
        uow.messages.say(where, "Done.", {}, family_id=uow.family)

    await refused(uow, work)

    assert [one.id for one in await uow.messages.get_last_n(chat, 9)] == [heard]
