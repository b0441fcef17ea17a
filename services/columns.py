"""What the columns of a file hold: by their heads, in several languages, or else by what stands in them."""

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Final

from domain.imports import Layout, Role, Row, Sheet
from domain.names import name_key
from services.column_values import is_amount, is_date, is_number
from services.column_words import HEADS, is_state, tells_direction
from services.csv_files import sheet
from services.currencies import is_currency

_BY_A_WORD: Final[tuple[Role, ...]] = ("date", "outflow", "inflow", "amount", "category", "description", "notes")
"""What is told by a word of a head as well, as "Debit Amount" or "Category name"."""
_HELD: Final[Mapping[str, Callable[[str], bool]]] = {
    "date": is_date,
    "amount": is_number,
    "outflow": is_number,
    "inflow": is_number,
    "currency": is_currency,
    "state": is_state,
}
"""What some cell of a column must be, whatever its head says."""
_SPLITWISE = ("date", "description", "category", "cost", "currency")
_YNAB = {"payee", "outflow", "inflow"}
_OWN = {"date", "category", "description", "amount", "currency", "person", "payment", "tags", "notes", "kind"}
_PREAMBLE = 25
"""How many rows a bank may write above the head of its table."""
_SAMPLE = 50
_IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")


def read_layout(rows: Sequence[Row]) -> tuple[Sheet, Layout]:
    """Find the head of a table, and tell what its columns hold as far as that can be told."""
    known = sheet(rows, _head(rows[: _PREAMBLE + 1]))
    layout = _of_format(known) or _plain(known)
    return known, layout


def signature(known: Sheet) -> str:
    """Name tables of the same columns alike."""
    return sha256("\n".join(map(_key, known.header)).encode()).hexdigest()[:16]


def _head(rows: Sequence[Row]) -> int | None:
    """Find the row that names the columns: by its words, as the one above the first date, or as the first of words."""
    named = [at for at, row in enumerate(rows) if _is_head(row)]
    by_words = (at for at in named if (roles := _by_heads(rows[at].cells)) and not Layout(roles).missing)
    above_dates = (
        at for at in named if any(map(is_date, (cell for row in rows[at + 1 : at + 2] for cell in row.cells)))
    )
    return next(by_words, next(above_dates, next(iter(named), None)))


def _of_format(known: Sheet) -> Layout | None:
    """Recognise the files of programs whose columns are known."""
    keys = [_key(cell) for cell in known.header]
    if tuple(keys[: len(_SPLITWISE)]) == _SPLITWISE and len(keys) > len(_SPLITWISE):
        columns = {"date": 0, "description": 1, "category": 2, "amount": 3, "currency": 4}
        people = tuple((known.header[at], at) for at in range(len(_SPLITWISE), len(keys)) if known.header[at])
        return Layout(columns, "splitwise", people=people)
    if set(keys) >= _YNAB:
        wanted: dict[str, str] = {"description": "payee", "notes": "memo"}
        columns = {role: keys.index(head) for role, head in wanted.items() if head in keys}
        columns |= {head: keys.index(head) for head in ("date", "category", "outflow", "inflow") if head in keys}
        return Layout(columns, "ynab")
    if set(keys) >= _OWN:
        return Layout({head: keys.index(head) for head in (*_OWN, "split") if head in keys}, "nestegg", day_first=False)
    return None


def _plain(known: Sheet) -> Layout:
    """Tell columns by their heads, the others by what stands in them."""
    cells = [[cell for row in known.rows[:_SAMPLE] if (cell := row.cell(at))] for at in range(len(known.header))]
    columns = _by_heads(known.header, cells)
    if columns.keys() >= {"outflow", "inflow"}:
        columns.pop("amount", None)
    elif "amount" in columns:
        columns = {role: at for role, at in columns.items() if role not in {"outflow", "inflow"}}
    free = [at for at in range(len(cells)) if cells[at] and at not in columns.values()]
    if "date" not in columns:
        _add(columns, "date", [at for at in free if all(map(is_date, cells[at]))])
    if Layout(columns).missing == "amount":
        _add(columns, "amount", [at for at in free if all(map(is_amount, cells[at]))])
    if not columns.keys() & {"description", "notes"}:
        free = [at for at in free if at not in columns.values() and _wordiness(cells[at])]
        _add(columns, "description", sorted(free, key=lambda at: _wordiness(cells[at]))[-1:])
    amount = columns.get("amount", columns.get("outflow"))
    return Layout(columns, currency=None if amount is None else _currency_in(known.header[amount]))


def _add(columns: dict[str, int], role: Role, places: Sequence[int]) -> None:
    """Note what holds something if one column does and that holds nothing else."""
    if len(places) == 1 and places[0] not in columns.values():
        columns[role] = places[0]


def _by_heads(header: Sequence[str], cells: Sequence[Sequence[str]] | None = None) -> dict[str, int]:
    """Tell the columns by their heads: by the whole head first, then by a word of it; and by what is in them."""
    keys = [_key(cell) for cell in header]
    found: dict[str, int] = {}
    if cells and (telling := [at for at, told in enumerate(cells) if tells_direction(told)]):
        found["direction"] = telling[0]
    for whole in (True, False):
        for role, words in HEADS.items():
            free = {at: key for at, key in enumerate(keys) if key and at not in found.values()}
            places = [at for word in words for at, key in free.items() if _says(key, word, whole=whole)]
            fitting = [at for at in places if cells is None or _holds(cells[at], role)]
            if role not in found and fitting and (whole or role in _BY_A_WORD):
                found[role] = fitting[0]
    return found


def _holds(cells: Sequence[str], role: Role) -> bool:
    """Tell whether a column may hold what its head says."""
    fits = _HELD.get(role)
    return fits is None or not cells or any(map(fits, cells))


def _says(key: str, word: str, *, whole: bool) -> bool:
    return key == word if whole else word in key.split() and len(word) > 3  # noqa: PLR2004 - shorter ones say little


def _wordiness(cells: Sequence[str]) -> int:
    """Count how many different words stand in a column."""
    return len({word for cell in cells for word in cell.split() if word.isalpha()})


def _is_head(row: Row) -> bool:
    """Tell whether a row may name columns: it has several words, and no date or amount."""
    cells = [cell.strip() for cell in row.cells if cell.strip()]
    return len(cells) > 1 and not any(is_date(cell) or is_amount(cell) for cell in cells)


def _key(cell: str) -> str:
    return " ".join(re.sub(r"[_/.:#\-]+", " ", name_key(_IN_BRACKETS.sub(" ", cell))).split())


def _currency_in(head: str) -> str | None:
    """Find the currency that a head names, as in "Amount (EUR)" or "Umsatz in EUR"."""
    said = [*_IN_BRACKETS.findall(head), *filter(str.isupper, head.split()[-1:])]
    return next(filter(is_currency, said), None)
