"""Which known name the words mean, and which ones they nearly mean."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from domain.names import MAX_NAME, Word, name_key

T = TypeVar("T")

_SHORTEST = 3
_LONG = 8
_MOST_NEAR = 3
_POSSESSIVE = re.compile(r"'s?$")


@dataclass(frozen=True, slots=True)
class NameMatch(Generic[T]):
    """The known thing that the first words name, and how many words the name took."""

    thing: T
    used: int


def match_name(words: Sequence[Word], known: Mapping[str, T]) -> NameMatch[T] | None:
    """Find the longest run of words at the beginning that is a known name; quoted words are a name by themselves."""
    found: NameMatch[T] | None = None
    said = ""
    for used, word in enumerate(words, 1):
        said = f"{said} {word.text}" if said else word.text
        if len(said) > MAX_NAME or (word.quoted and used > 1):
            break
        key = name_key(said)
        if key in known:
            found = NameMatch(known[key], used)
        if word.quoted:
            break
    return found


def near_names(text: str, known: Mapping[str, T]) -> tuple[T, ...]:
    """Answer the known things whose names are a letter off (two in long names), the nearest first.

    None when the text is a known name itself; "mom's" is near to "mom" alone.
    """
    key = name_key(text)
    if key in known:
        return ()
    owner = _POSSESSIVE.sub("", key)
    if owner in known:
        return (known[owner],)
    scored = extract(key, known.keys(), scorer=OSA.distance, score_cutoff=2, limit=None)
    things: list[T] = []
    for name, distance, _ in sorted(scored, key=lambda found: (found[1], found[0])):
        if _is_near(key, name, distance) and known[name] not in things:
            things.append(known[name])
    return tuple(things[:_MOST_NEAR])


def _is_near(said: str, name: str, distance: float) -> bool:
    if _digits(said) != _digits(name) or max(len(said), len(name)) < _SHORTEST:
        return False
    return distance <= (2 if min(len(said), len(name)) >= _LONG else 1)


def _digits(key: str) -> list[str]:
    return [character for character in key if character.isdigit()]
