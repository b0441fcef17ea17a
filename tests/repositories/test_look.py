"""Looking at everything as it stands at one moment."""

import asyncio

from sqlalchemy import text

from repositories.engine import Database

COUNT = text("SELECT count(*) FROM families")
MAKE = text("INSERT INTO families (name) VALUES ('Ours')")


async def test_who_looks_sees_one_moment_and_holds_up_nobody_who_writes(database: Database) -> None:
    async with database.look() as uow:
        before = (await uow.execute(COUNT)).scalar()

        async with asyncio.timeout(2), database.begin() as writing:
            await writing.execute(MAKE)

        assert ((await uow.execute(COUNT)).scalar(), before) == (0, 0)
    async with database.look() as uow:
        assert (await uow.execute(COUNT)).scalar() == 1
