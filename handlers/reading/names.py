"""How a new name is written."""

from domain.names import checked_name
from handlers.request import Words


def new_name(words: Words, count: int) -> str:
    """Read a new name of so many words: as typed, but typed all in small letters it gets its capitals."""
    taken = words.items[:count]
    name = checked_name(" ".join(word.text for word in taken))
    if any(word.quoted for word in taken) or name != name.lower():
        return name
    return " ".join(part[:1].upper() + part[1:] for part in name.split(" "))
