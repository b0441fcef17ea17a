"""Files that people sent, on their way from Telegram."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.downloads import fetch
from bot.http import HttpRequest
from bot.localgram import LocalTelegram
from bot.localgram.server import address, serve
from domain.imports import MAX_BYTES
from domain.messages import Document


@pytest.fixture
async def bot() -> AsyncIterator[tuple[Bot, LocalTelegram]]:
    """The library's bot, speaking HTTP with a local Telegram."""
    local = LocalTelegram()
    runner = await serve(local)
    api, files = f"{address(runner)}/bot", f"{address(runner)}/file/bot"
    requests = HttpRequest(), HttpRequest()
    async with Bot(local.token, api, files, request=requests[0], get_updates_request=requests[1]) as bot:
        yield bot, local
    await runner.cleanup()


async def test_a_file_is_fetched_unless_it_is_too_large_or_gone_or_slow(
    bot: tuple[Bot, LocalTelegram], caplog: pytest.LogCaptureFixture
) -> None:
    caller, local = bot
    local.files |= {"small": b"a,b", "large": b"x" * (MAX_BYTES + 1)}
    documents = [Document(file_id, "secret.csv") for file_id in ("small", "large", "gone")]

    for document in documents:
        await fetch(caller, document)
    local.fail_next("getFile", hang=True)
    documents.append(Document("small", "secret.csv"))
    await fetch(caller, documents[-1], patience=0.05)

    assert [document.content for document in documents] == [b"a,b", None, None, None]
    assert [document.size for document in documents] == [3, MAX_BYTES + 1, None, None]
    assert "secret" not in caplog.text
    assert local.token not in caplog.text
