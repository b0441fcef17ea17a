"""Files of separated values: from bytes to rows, whatever program wrote them."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice

from domain.import_refusals import NotATable, TooManyLines
from domain.imports import MAX_LINES, Row, Sheet

_SEPARATORS = ";\t|,"
"""What may separate values: a comma may as well stand in an amount."""
_LOOKED_AT = 60
"""How many rows tell what separates the values."""
_NOT_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
"""How workbooks, documents, archives and pictures begin."""
_SAID = re.compile(r'"?sep=(.)"?[\r\n]', re.IGNORECASE)
"""What Excel writes first."""
_AS_TEXT = re.compile(r'\A="(.*)"\Z', re.DOTALL)
"""What Excel would not take for a number."""
_OLDER = dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "ro", "bs", "sq"), "cp1250") | {
    "ru": "cp1251", "uk": "cp1251", "bg": "cp1251", "mk": "cp1251", "el": "cp1253", "tr": "cp1254", "he": "cp1255",
}  # fmt: skip
"""How programs write that do not know UTF-8, by language."""
_LARGEST_CELL = 1_000_000
_COLUMNS = range(2, 257)
"""How many columns there may be: one for a date and one for an amount at least."""
_MOST_LINES = 50_000
"""How many lines are looked through, whatever stands in them: all others wait meanwhile."""


def decode(content: bytes, locale: str) -> str:
    """Read bytes as text: by their mark, as UTF-8, or else as older programs write where the family lives."""
    if content.startswith(_NOT_TEXT):
        raise NotATable
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", errors="replace")
    elif content[1:4:2] == b"\0\0":
        text = content.decode("utf-16-le", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode(_OLDER.get(locale.partition("_")[0], "cp1252"), errors="replace")
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def rows_of(text: str) -> list[Row]:
    """Split a text into its rows; empty ones are passed over."""
    if (lines := text.count("\n") + text.count("\r")) > _MOST_LINES:
        raise TooManyLines(lines, MAX_LINES)
    csv.field_size_limit(_LARGEST_CELL)
    try:
        found = list(_parsed(text, _separator(text)))
    except csv.Error:
        raise NotATable from None
    if not found or max(len(row.cells) for row in found) not in _COLUMNS:
        raise NotATable
    if len(found) > MAX_LINES + 1:
        raise TooManyLines(len(found), MAX_LINES)
    return found


def sheet(rows: Sequence[Row], head: int | None) -> Sheet:
    """Tell the head of a table from its rows; one without a head has its columns numbered."""
    if head is None:
        width = max(len(row.cells) for row in rows)
        return Sheet(tuple(f"Column {at + 1}" for at in range(width)), tuple(rows))
    header = tuple(cell.strip() for cell in rows[head].cells)
    return Sheet(header, tuple(rows[head + 1 :]))


def _parsed(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells) and not (begins == 1 and _SAID.match(text)):
            yield Row(begins, tuple(_AS_TEXT.sub(r"\1", cell) for cell in cells))
        begins = reader.line_num + 1


def _separator(text: str) -> str:
    """Find what separates the values: as a spreadsheet says, or what does in most rows, and in most alike."""
    said = _SAID.match(text)
    return said[1] if said else max(_SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[int, int]:
    widths = Counter(len(row.cells) for row in islice(_parsed(text, separator), _LOOKED_AT))
    del widths[1]
    return widths.total(), max((count * (width - 1) for width, count in widths.items()), default=0)
