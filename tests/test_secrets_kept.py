"""Whatever a family says, wherever and in whichever order: nobody reads of their own gift.

NESTEGG_GOSSIP says how many messages of the bot's are looked at: 1,000 unless told, 10,000 in CI, a million by
`make soak`.
"""

import os
import random

import pytest

from tests.chat import Town
from tests.databases import Databases
from tests.gossip import Gossip, Watch

PARTS = 8
MESSAGES = int(os.environ.get("NESTEGG_GOSSIP", "1000"))
STEPS = 60
"""How long one family goes on before the next one begins."""


@pytest.mark.parametrize("part", range(PARTS))
async def test_nobody_ever_reads_of_their_own_gift(sqlite: Databases, part: int) -> None:
    with sqlite.migrated() as url:
        async with Town(url).open() as town:
            watch = Watch(town)
            family = 0
            while watch.messages < MESSAGES // PARTS and not watch.leaks:
                gossip = Gossip(watch, random.Random(f"{part}.{family}"), f"{family}")
                await gossip.begin()
                for _ in range(STEPS):
                    await gossip.step()
                family += 1

    assert not watch.leaks, str(watch.leaks[0])
    assert watch.messages >= MESSAGES // PARTS
