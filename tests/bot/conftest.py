from collections.abc import AsyncIterator

import pytest

from bot.ledger import Ledger
from bot.localgram import LocalTelegram
from repositories.engine import Database
from tests.post import Post

ANN, BOB, CAT, DAN, EVE = range(1, 6)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database on either engine in turn."""
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def ledger(database: Database) -> AsyncIterator[Ledger]:
    """A ledger that is at work."""
    ledger = Ledger(database)
    ledger.start()
    yield ledger
    await ledger.stop()


@pytest.fixture
def local() -> LocalTelegram:
    """Five people who have started the bot."""
    local = LocalTelegram()
    for user_id, name in ((ANN, "Ann"), (BOB, "Bob"), (CAT, "Cat"), (DAN, "Dan"), (EVE, "Eve")):
        local.add_user(user_id, name)
        local.say(user_id, user_id, "/start")
    return local


@pytest.fixture
async def post(ledger: Ledger, local: LocalTelegram) -> AsyncIterator[Post]:
    """A post office over the local Telegram."""
    post = Post(ledger, local)
    yield post
    await post.close()
