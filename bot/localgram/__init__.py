"""The project's own local Telegram: a small, strict model of the Bot API for tests, the demo and the benchmark."""

from bot.localgram.local import LocalTelegram
from bot.localgram.request import LocalRequest
from bot.localgram.world import Toast

__all__ = ["LocalRequest", "LocalTelegram", "Toast"]
