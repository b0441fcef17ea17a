from collections.abc import AsyncIterator

import pytest

from bot.jobs import Jobs
from bot.ledger import Ledger
from repositories.engine import Database
from tests.chat import Town


@pytest.fixture
async def second(town: Town) -> AsyncIterator[Jobs]:
    """The jobs of another process, as it were, on the same database."""
    database = Database(town.settings.database_url, town.clock)
    ledger = Ledger(database)
    ledger.start()
    yield Jobs(ledger, town.bot.delivery.take)
    await ledger.stop()
    await database.close()
