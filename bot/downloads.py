"""Files that people sent: fetched from Telegram before what was said with them is carried out."""

import asyncio
import re
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.calls import call
from domain.imports import MAX_BYTES
from domain.messages import Document, Said

PATIENCE = 15.0
"""How many seconds a file may take, however it trickles in: what else is said in its chat waits."""
_WANTS = re.compile(r"/import(@\w+)?(?=\s|$)", re.IGNORECASE)

log = structlog.get_logger()


def is_wanted(said: Said) -> bool:
    """Tell whether a file has to be fetched for what was said; one that is too large is not."""
    document = said.document
    if document is None or document.fetched or said.anonymous or not _WANTS.match(said.text):
        return False
    return (document.size or 0) <= MAX_BYTES


async def fetch(bot: Bot, document: Document, patience: float = PATIENCE) -> None:
    """Fetch a file, once: where that fails, the sender hears of it and sends it again."""
    document.fetched = True
    try:
        async with asyncio.timeout(patience):
            await _fetch(bot, document)
    except (TelegramError, TimeoutError) as problem:
        log.warning("file_not_fetched", reason=type(problem).__name__)


async def _fetch(bot: Bot, document: Document) -> None:
    found: dict[str, Any] = await call(bot, "getFile", {"file_id": document.file_id})
    document.size = found.get("file_size", document.size)
    if (document.size or 0) <= MAX_BYTES and (path := found.get("file_path")):
        document.content = await bot.request.retrieve(f"{bot.base_file_url}/{path}")
        document.size = len(document.content)
