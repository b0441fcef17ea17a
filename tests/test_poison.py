"""What cannot be carried out: answered calmly, and nobody else waits for it."""

import pytest
from structlog.testing import capture_logs

from tests.chat import Town


@pytest.mark.parametrize(
    "poison", ["/budget mom christmas 10 \x00", "/budget \x00 christmas 10", "/budget mom \ud83d 10"]
)
async def test_words_that_no_database_can_keep_are_answered_and_hold_nobody_up(town: Town, poison: str) -> None:
    ann, ben = town.private("Ann"), town.private("Ben")
    await ann.says("/person mom offline")
    await ben.says("/person mom offline")
    before = len(ann.heard)
    town.telegram.say(town.person("Ann"), ann.id, poison)

    with capture_logs():
        answer = await ben.says("/budget mom christmas 20")
    after = await ann.says("/budget mom christmas 30")

    assert "of $20.00" in answer
    assert "of $30.00" in after
    assert len(ann.heard) == before + 2
