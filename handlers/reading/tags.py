"""Which words are tags."""

import unicodedata
from collections.abc import Iterable

from domain.characters import without_invisible
from domain.expense_refusals import TagTooLong, TooManyTags
from domain.expenses import MAX_TAG, MAX_TAGS
from domain.names import Word

_MARKS = ".,;:!?"


def read_tag(word: Word) -> str | None:
    """Read a tag: a word behind a hash, with a letter in it; the same one however it is spelled."""
    if word.quoted or not word.text.startswith("#"):
        return None
    tag = unicodedata.normalize("NFC", without_invisible(word.text[1:]).rstrip(_MARKS).casefold())
    if not any(map(str.isalpha, tag)) or not all(map(_belongs, tag)):
        return None
    if len(tag.encode()) > MAX_TAG:
        raise TagTooLong(tag)
    return tag


def checked_tags(found: Iterable[str | None]) -> tuple[str, ...]:
    """Give tags once each, if they are not too many."""
    tags = tuple(dict.fromkeys(tag for tag in found if tag))
    if len(tags) > MAX_TAGS:
        raise TooManyTags(MAX_TAGS)
    return tags


def _belongs(character: str) -> bool:
    """Tell whether a character may stand in a tag: a vowel sign of its script as well."""
    return character.isalnum() or character in "_-" or unicodedata.category(character).startswith("M")
