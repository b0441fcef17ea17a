"""How a category is shown: its colour, and the one sign that stands before it."""

import re
import unicodedata
from itertools import pairwise

from domain.characters import EMBEDDING, without_invisible

MAX_SIGN = 16
"""How many characters a sign may be made of: a family of four in one picture is seven."""
_COLOR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
_JOINER = "\u200d"
_SKIN = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_ATTACHED = {"Mn", "Me", "Mc"}


def hex_color(text: str) -> str | None:
    """Read a colour such as #3B82F6, in small letters; none when it is no such."""
    return text.lower() if _COLOR.fullmatch(text) else None


def is_sign(text: str) -> bool:
    """Tell whether a text is seen as one sign: an emoji, however many characters it is made of, or a letter."""
    if not without_invisible(text) or len(text) > MAX_SIGN or EMBEDDING.search(text):
        return False
    if len(text) == 2 and all(ord(character) in _FLAG_LETTERS for character in text):  # noqa: PLR2004 - two make a flag
        return True
    return _stands_alone(text[0]) and all(
        _attached(character) or before == _JOINER for before, character in pairwise(text)
    )


def _stands_alone(character: str) -> bool:
    """Tell whether a character can be seen by itself."""
    return unicodedata.category(character)[0] in "LNPS"


def _attached(character: str) -> bool:
    """Tell whether a character is drawn as part of the one before it."""
    code = ord(character)
    return character == _JOINER or code in _SKIN or code in _TAGS or unicodedata.category(character) in _ATTACHED
