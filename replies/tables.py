"""Tables as files: comma-separated values that every program reads, and a workbook with real numbers and dates."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO, TextIOWrapper
from tempfile import TemporaryDirectory
from typing import Any, Final, Protocol

from services.exports import Line, Repaid

COLUMNS: Final = {
    "date": 11,
    "category": 16,
    "description": 32,
    "amount": 12,
    "currency": 9,
    "person": 14,
    "payment": 14,
    "tags": 18,
    "notes": 32,
    "kind": 9,
    "split": 32,
}
"""What is told of an expense, and how wide that is in a workbook."""
REPAYMENTS: Final = {"date": 11, "from": 16, "to": 16, "amount": 12, "currency": 9}
_AMOUNT = "#,##0.00##"
_DAY = "yyyy-mm-dd"
# What a spreadsheet may take for the beginning of a formula, also behind what it skips.
_FORMULA = re.compile(r"""[\s"'\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\t\r\n]""")
_FIRST_YEAR = 1900
"""With which year the calendar of a workbook begins."""


class Table(Protocol):
    """A file that takes expenses and repayments a page at a time, and is given out whole at the end."""

    def add(self, lines: Iterable[Line]) -> None:
        """Write expenses."""

    def add_repayments(self, repaid: Iterable[Repaid]) -> None:
        """Write repayments, where there is room for them."""

    def finish(self) -> bytes:
        """Give the file."""

    def close(self) -> None:
        """Leave nothing behind, whole or not."""


class Csv:
    """Expenses as RFC 4180 has them, in UTF-8 with the mark by which spreadsheets know that."""

    def __init__(self) -> None:
        self._file = BytesIO()
        self._text = TextIOWrapper(self._file, encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow(COLUMNS)

    def add(self, lines: Iterable[Line]) -> None:
        """Write expenses."""
        self._writer.writerows([plain(cell) for cell in cells(line)] for line in lines)

    def add_repayments(self, repaid: Iterable[Repaid]) -> None:
        """Leave repayments out: they are another table, and were not spent."""

    def finish(self) -> bytes:
        """Give the file."""
        self._text.flush()
        return self._file.getvalue()

    def close(self) -> None:
        """Leave nothing behind, whole or not."""
        self._text.close()


class Xlsx:
    """Expenses and repayments on a sheet each; rows go to disk as they come, so that many take no memory."""

    def __init__(self, made: datetime) -> None:
        # Whoever never asks for one does not wait for it at the start.
        from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415 - see above

        self._file = BytesIO()
        self._folder = TemporaryDirectory(prefix="nestegg-", ignore_cleanup_errors=True)
        self._book = Workbook(self._file, {"constant_memory": True, "tmpdir": self._folder.name})
        self._book.set_properties({"created": made.replace(tzinfo=None)})
        self._formats = {
            "head": self._book.add_format({"bold": True, "bottom": 1}),
            "date": self._book.add_format({"num_format": _DAY}),
            "amount": self._book.add_format({"num_format": _AMOUNT}),
        }
        self._sheets = {name: self._sheet(name, columns) for name, columns in _SHEETS.items()}
        self._rows = dict.fromkeys(_SHEETS, 0)

    def add(self, lines: Iterable[Line]) -> None:
        """Write expenses."""
        for line in lines:
            self._write("Expenses", cells(line))

    def add_repayments(self, repaid: Iterable[Repaid]) -> None:
        """Write repayments."""
        for one in repaid:
            self._write("Repayments", [one.day, one.payer, one.receiver, one.amount, one.currency])

    def finish(self) -> bytes:
        """Give the file."""
        self._book.close()
        return self._file.getvalue()

    def close(self) -> None:
        """Leave nothing behind, whole or not."""
        for sheet in self._sheets.values():
            sheet.row_data_fh.close()
        self._folder.cleanup()

    def _sheet(self, name: str, columns: dict[str, int]) -> Any:  # noqa: ANN401 - the library has no types
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, (column, width) in enumerate(columns.items()):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, column, self._formats["head"])
        return sheet

    def _write(self, name: str, values: Sequence[Any]) -> None:
        self._rows[name] += 1
        sheet, row = self._sheets[name], self._rows[name]
        for at, value in enumerate(values):
            if isinstance(value, Decimal):
                sheet.write_number(row, at, value, self._formats["amount"])
            elif isinstance(value, str) or value.year < _FIRST_YEAR:
                sheet.write_string(row, at, str(value))
            else:
                sheet.write_datetime(row, at, value, self._formats["date"])


_SHEETS: Final = {"Expenses": COLUMNS, "Repayments": REPAYMENTS}


def table(kind: str, made: datetime) -> Table:
    """Begin a file of a kind."""
    return Xlsx(made) if kind == "xlsx" else Csv()


def cells(line: Line) -> list[Any]:
    """Put an expense into its columns."""
    tags = " ".join(f"#{tag}" for tag in line.tags)
    split = ", ".join(f"{name} {amount}" for name, amount in line.split)
    told = [line.day, line.category, line.description, line.amount, line.currency, line.person]
    return [*told, line.payment, tags, line.notes, line.kind, split]


def plain(cell: Any) -> str:  # noqa: ANN401 - a date, an amount or words
    """Write a cell as text; words that a spreadsheet would calculate are marked as words."""
    if isinstance(cell, str):
        return f"'{cell}" if _FORMULA.match(cell) else cell
    return str(cell)
