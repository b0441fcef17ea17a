"""A family's group chat in the terminal: the real bot, the real database, only the wire is local."""

from bot.demo.play import play

__all__ = ["play"]
