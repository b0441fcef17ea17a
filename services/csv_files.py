"""Files of separated values: from bytes to rows, whatever program wrote them."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO

from domain.import_refusals import NotATable, TooManyLines
from domain.imports import MAX_LINES, Row, Sheet

_SEPARATORS = ",;\t|"
_LOOKED_AT = 60
"""How many rows tell what separates the values."""
_NOT_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
"""How workbooks, documents, archives and pictures begin."""
_LARGEST_CELL = 1_000_000


def decode(content: bytes) -> str:
    """Read bytes as text: by their mark, as UTF-8, or else as older programs write."""
    if content.startswith(_NOT_TEXT):
        raise NotATable
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def rows_of(text: str) -> list[Row]:
    """Split a text into its rows; empty ones are passed over."""
    csv.field_size_limit(_LARGEST_CELL)
    try:
        found = list(_parsed(text, _separator(text)))
    except csv.Error:
        raise NotATable from None
    if not found or max(len(row.cells) for row in found) < 2:  # noqa: PLR2004 - a date and an amount at least
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
        if any(cell.strip() for cell in cells):
            yield Row(begins, tuple(cells))
        begins = reader.line_num + 1


def _separator(text: str) -> str:
    """Find what separates the values: with it most rows are of one width."""
    return max(_SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    for row, _ in zip(_parsed(text, separator), range(_LOOKED_AT), strict=False):
        widths[len(row.cells)] += 1
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0, 0
    width = max(wide, key=lambda each: (wide[each], each))
    return wide[width], width
