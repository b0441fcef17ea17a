from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.ledger import Ledger
from bot.localgram import LocalTelegram
from repositories.engine import Database
from tests.databases import Databases, opened
from tests.gallery import Gallery
from tests.post import Post

ANN, BOB, CAT, DAN, EVE = range(1, 6)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database on either engine in turn."""
    async with opened(database_url) as database:
        yield database


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


@pytest.fixture
async def gallery(sqlite: Databases, local: LocalTelegram) -> AsyncIterator[Gallery]:
    """A post office that sends pictures, on one engine: neither changes how they are sent."""
    with sqlite.migrated() as url, capture_logs() as logs:
        database = Database(url)
        ledger = Ledger(database)
        ledger.start()
        gallery = Gallery(ledger, local)
        gallery.logs = logs
        yield gallery
        await gallery.close()
        await ledger.stop()
        await database.close()
