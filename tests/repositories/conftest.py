from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from domain.messages import Said, Speaker
from repositories.engine import Database
from repositories.unit_of_work import UnitOfWork
from tests.databases import opened
from tests.homes import Home, settle


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database on either engine in turn."""
    async with opened(database_url) as database:
        yield database


@pytest.fixture
async def homes(database: Database) -> list[Home]:
    """Two families that must never hear of each other."""
    async with database.begin() as uow:
        return [await settle(uow, number) for number in (1, 2)]


@pytest.fixture
def home(homes: list[Home]) -> Home:
    """The first of two families."""
    return homes[0]


@pytest.fixture
async def uow(database: Database, home: Home) -> AsyncIterator[UnitOfWork]:
    """A transaction within the first family."""
    async with database.begin() as uow:
        yield home.enter(uow)


@pytest.fixture
async def chat(uow: UnitOfWork, home: Home) -> UUID:
    """A conversation of the first family."""
    family, user = home.family.id, home.user.id
    return (await uow.conversations.create(family_id=family, telegram_chat_id=1, kind="private", user_id=user)).id


@pytest.fixture
async def heard(uow: UnitOfWork, home: Home, chat: UUID) -> UUID:
    """A message whose effects are journaled."""
    where = await uow.conversations.get_by_id(chat)
    assert where
    said = Said("message", 1, "private", Speaker(1, None, "User 1"), "/person dad", message_id=1)
    return uow.messages.hear(said, where, home.user.id, home.family.id)
