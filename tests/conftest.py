import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.chat import Chat, Town
from tests.databases import ENOUGH_FOR_A_SERVER, Databases, PostgresqlDatabases, SqliteDatabases, haste
from tests.transcripts import Stage, Story, story_of

# Each run tries others: many runs find what one long one would.
settings.register_profile("many runs", max_examples=50)
settings.load_profile("many runs")


@pytest.fixture(scope="session")
def sqlite() -> Iterator[Databases]:
    with tempfile.TemporaryDirectory(prefix="nestegg-", dir=haste()) as folder:
        yield SqliteDatabases(Path(folder))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Databases]:
    # Not in pytest's folder: its name is too long for a socket, and only its owner may enter it.
    databases = PostgresqlDatabases(Path(tempfile.mkdtemp(prefix="nestegg-", dir=haste(ENOUGH_FOR_A_SERVER))))
    yield databases
    databases.stop()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Either engine in turn."""
    engine: Databases = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A database in its present form, for this test alone."""
    with databases.migrated() as url:
        yield url


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """A database without any table, for this test alone."""
    with databases.empty() as url:
        yield url


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    """A town with the bot in it."""
    async with Town(database_url).open() as town:
        yield town


@pytest.fixture
async def words(sqlite: Databases) -> AsyncIterator[Chat]:
    """The same group on one engine: for how something is worded, which no engine changes."""
    with sqlite.migrated() as url:
        async with Town(url).open() as town:
            yield town.group("Our family", "Ann", "Ben", "Mom")


@pytest.fixture
def chat(town: Town) -> Chat:
    """The family's group: Ann, who speaks unless told otherwise, Ben and Mom."""
    return town.group("Our family", "Ann", "Ben", "Mom")


@pytest.fixture
def stage(database_url: str) -> Stage:
    """The town of the demo."""
    return Stage(database_url)


@pytest.fixture
async def story(stage: Stage, request: pytest.FixtureRequest) -> Story:
    """The conversation that is the test's docstring, played."""
    written = story_of(request.function)
    return Story(written, await stage.play(written))
