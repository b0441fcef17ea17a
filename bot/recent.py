"""A short memory: what was noted or looked up of late, and nothing older."""

from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Keeps so many entries; the one that was not asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: OrderedDict[Key, Value] = OrderedDict()

    def __contains__(self, key: Key) -> bool:
        return key in self._entries

    def __setitem__(self, key: Key, value: Value) -> None:
        self._entries[key] = value
        self._entries.move_to_end(key)
        if len(self._entries) > self._most:
            self._entries.popitem(last=False)

    def forget(self, key: Key) -> None:
        """Take an entry out."""
        self._entries.pop(key, None)

    def get(self, key: Key) -> Value | None:
        """Look an entry up, which makes it one of late."""
        if key in self._entries:
            self._entries.move_to_end(key)
        return self._entries.get(key)
