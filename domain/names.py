"""Names as families type them: what counts as the same name, and how a message falls into words."""

import re
import unicodedata
from dataclasses import dataclass

from domain.characters import EMBEDDING, INVISIBLE, utf16_units, without_invisible
from domain.refusals import BadName

MAX_NAME = 100

# Only marks whose absence leaves the same name: Latin, Greek and Cyrillic accents, Arabic and Hebrew points.
# The marks of Indic and Japanese writing tell one name from another and stay.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0655\u0670]")
_LETTERS_WITHOUT_PARTS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u02bb\u02b9"), "'")
_QUOTES_AND_SPACE = " '\"\u201a\u201c\u201d\u201e\u201f\u00ab\u00bb"

_CLOSERS = {
    '"': '"\u201d',
    "'": "'\u2019",
    "\u201c": '\u201d"',
    "\u201d": "\u201d",
    "\u201e": '\u201c\u201d"',
    "\u2018": "\u2019'",
    "\u201a": "\u2018\u2019",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
}
_UNSHOWABLE = {"Cc", "Cs", "Zl", "Zp"}
_EDGES = "\u00ad\u200b\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_BARE_WORD = re.compile(r"\S+")
_CLOSED_BY = {opener: re.compile(f"[{closers}](?!\\S)") for opener, closers in _CLOSERS.items()}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a message, or several in quotes; offset is where it begins, quote included, in UTF-16 code units."""

    text: str
    quoted: bool
    offset: int


def name_key(text: str) -> str:
    """Answer what two spellings of one name share: case, accents, outer quotes and spacing do not count."""
    if text.isascii():
        return _tidy(text.lower()) or text.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = without_invisible(_ACCENTS.sub("", folded)).translate(_LETTERS_WITHOUT_PARTS)
    return unicodedata.normalize("NFC", _tidy(bare.translate(_APOSTROPHES)) or folded)


def checked_name(text: str, limit: int = MAX_NAME) -> str:
    """Answer the name as it will be shown, or refuse one that is empty, too long or not to be seen."""
    name = _unquoted(_trimmed(text))
    if not without_invisible(name):
        raise BadName(text, "control" if INVISIBLE.search(text) else "empty")
    if len(name) > limit:
        raise BadName(text, "long", limit)
    if EMBEDDING.search(name) or any(unicodedata.category(character) in _UNSHOWABLE for character in name):
        raise BadName(text, "control")
    return name


def split_words(text: str) -> tuple[Word, ...]:
    """Split a message at whitespace, keeping together what stands in quotes that open and close at a word's edge."""
    words: list[Word] = []
    unclosed: set[str] = set()
    end = units = 0
    while start := _BARE_WORD.search(text, end):
        units += utf16_units(text[end : start.start()])
        word, end = _word_at(text, start, units, unclosed)
        units += utf16_units(text[start.start() : end])
        words.append(word)
    return tuple(words)


def _word_at(text: str, start: re.Match[str], offset: int, unclosed: set[str]) -> tuple[Word, int]:
    opener = text[start.start()]
    if opener in _CLOSED_BY and opener not in unclosed:
        if closer := _CLOSED_BY[opener].search(text, start.start() + 1):
            return Word(text[start.start() + 1 : closer.start()], quoted=True, offset=offset), closer.end()
        unclosed.add(opener)  # nor will a later one be closed: do not look again
    return Word(start[0], quoted=False, offset=offset), start.end()


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(_QUOTES_AND_SPACE)


def _trimmed(text: str) -> str:
    while (shorter := text.strip().strip(_EDGES)) != text:
        text = shorter
    return text


def _unquoted(name: str) -> str:
    while len(name) > 1 and name[-1] in _CLOSERS.get(name[0], ""):
        name = _trimmed(name[1:-1])
    return name
