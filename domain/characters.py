"""The characters people type: digits of every script, and the marks that leave no ink."""

import re
import unicodedata

_EMBEDDINGS = "\u202a-\u202e\u2066-\u2069"
_BLANKS = "\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2065\u2800\u3164\ufe0e\ufe0f\ufeff\uffa0"

EMBEDDING = re.compile(f"[{_EMBEDDINGS}]")
INVISIBLE = re.compile(f"[{_EMBEDDINGS}{_BLANKS}]")


def plain_digits(text: str) -> str:
    """Answer the text with the digits of any script written as 0 to 9."""
    if text.isascii():
        return text
    return "".join(_plain(character) for character in text)


def without_invisible(text: str) -> str:
    """Answer the text without the characters that nobody can see."""
    return text if text.isascii() else INVISIBLE.sub("", text)


def utf16_units(text: str) -> int:
    """Count a text's UTF-16 code units, the measure in which Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _plain(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
