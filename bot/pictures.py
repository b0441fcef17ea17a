"""Pictures on their way out: drawn beside the event loop, one at a time, and sent again by their id where possible."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog

from bot.recent import Recent
from replies import pictures

DRAWN, KNOWN = 16, 4096
"""How many pictures are kept as they were drawn, and of how many it is known by which id Telegram has them."""

Facts = dict[str, Any]
Picture = Facts | str
"""Facts to be drawn, or the id of a file that was sent to the bot."""

log = structlog.get_logger()


class Pictures:
    """Finds the file of a picture: by the id that Telegram knows it by, or by drawing it."""

    def __init__(self, draw: Callable[[Facts], bytes] = pictures.drawn) -> None:
        self._draw = draw
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")
        self._drawn: Recent[str, bytes] = Recent(DRAWN)
        self._known: Recent[str, str] = Recent(KNOWN)

    async def known(self, picture: Picture) -> str | None:
        """Return the id that Telegram knows a picture by, if any."""
        return picture if isinstance(picture, str) else self._known.get(pictures.key(picture))

    async def drawn(self, picture: Picture) -> bytes | None:
        """Draw a picture, unless that was done of late; none when it cannot be drawn."""
        if isinstance(picture, str):
            return None
        name = pictures.key(picture)
        drawn = self._drawn.get(name)
        if drawn is None:
            try:
                drawn = await asyncio.get_running_loop().run_in_executor(self._worker, self._draw, picture)
            except Exception:
                log.exception("picture_failed")
                return None
            self._drawn[name] = drawn
        return drawn

    def remember(self, picture: Picture, file_id: str) -> None:
        """Note the id that Telegram gave a picture."""
        if not isinstance(picture, str):
            self._known[pictures.key(picture)] = file_id

    def close(self) -> None:
        """Draw no more."""
        self._worker.shutdown(wait=False, cancel_futures=True)
