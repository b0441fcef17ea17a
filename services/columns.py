"""What the columns of a file hold: by their heads, in several languages, or else by what stands in them."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from domain.imports import Layout, Role, Row, Sheet
from domain.names import name_key
from services.column_values import is_amount, is_date
from services.csv_files import sheet
from services.currencies import current_codes

HEADS: Final[Mapping[Role, tuple[str, ...]]] = {
    "date": (
        "date", "datum", "fecha", "data", "dato", "transaction date", "booking date", "posting date", "posted date",
        "trans date", "buchungstag", "buchungsdatum", "boekdatum", "transactiedatum", "date operation",
        "date d'operation", "date comptable", "fecha operacion", "fecha valor", "wertstellung", "valutadatum",
        "data operazione", "day", "tag", "when",
    ),
    "amount": (
        "amount", "betrag", "importe", "montant", "importo", "valor", "bedrag", "belopp", "belob", "kwota", "monto",
        "umsatz", "sum", "summe", "total", "cost", "price", "preis", "value",
    ),
    "outflow": (
        "outflow", "debit", "money out", "paid out", "withdrawal", "withdrawals", "expense", "expenses", "soll",
        "ausgabe", "ausgaben", "lastschrift", "belastung", "cargo", "debito", "gasto", "uscite", "depense", "af",
    ),
    "inflow": (
        "inflow", "credit", "money in", "paid in", "deposit", "deposits", "income", "haben", "einnahme", "einnahmen",
        "gutschrift", "abono", "credito", "ingreso", "entrate", "recette", "bij",
    ),
    "description": (
        "description", "payee", "merchant", "beschreibung", "empfanger", "beguenstigter zahlungspflichtiger",
        "auftraggeber empfanger", "name zahlungsbeteiligter", "zahlungsempfanger*in", "descripcion", "concepto",
        "comercio", "libelle", "beneficiaire", "descrizione", "causale", "omschrijving", "tegenpartij", "beskrivelse",
        "beskrivning", "descricao", "opis", "name", "title", "titel", "what", "item", "details", "text", "narrative",
        "verwendungszweck", "buchungstext", "vendor", "store", "shop", "transaction", "reference",
    ),
    "category": ("category", "kategorie", "categoria", "categorie", "kategori", "kategoria", "type of expense"),
    "currency": ("currency", "wahrung", "waehrung", "moneda", "devise", "valuta", "divisa", "moeda", "waluta", "munt"),
    "notes": ("notes", "note", "memo", "comment", "comments", "notiz", "notizen", "bemerkung", "notas", "commentaire"),
    "tags": ("tags", "tag list", "labels", "label", "etiquetas", "schlagworte", "etichette"),
    "person": ("person", "who", "paid by", "payer", "member", "wer", "bezahlt von", "persona", "quien", "paye par"),
    "payment": ("payment", "payment method", "zahlungsart", "forma de pago", "moyen de paiement", "account type"),
    "kind": ("kind",),
}  # fmt: skip
"""What columns are called, the most telling word first."""
_SPLITWISE = ("date", "description", "category", "cost", "currency")
_YNAB = {"payee", "outflow", "inflow"}
_OWN = {"date", "category", "description", "amount", "currency", "person", "payment", "tags", "notes", "kind"}
_PREAMBLE = 25
"""How many rows a bank may write above the head of its table."""
_SAMPLE = 50
_IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")


def read_layout(rows: Sequence[Row]) -> tuple[Sheet, Layout]:
    """Find the head of a table, and tell what its columns hold as far as that can be told."""
    heads = [at for at, row in enumerate(rows[:_PREAMBLE]) if _by_heads(row.cells).keys() & {"amount", "outflow"}]
    head = next((at for at in heads if "date" in _by_heads(rows[at].cells)), None)
    if head is None:
        head = next((at for at, row in enumerate(rows[:_PREAMBLE]) if _is_head(row)), None)
    known = sheet(rows, head)
    layout = _of_format(known) or _plain(known)
    return known, layout


def signature(known: Sheet) -> str:
    """Name tables of the same columns alike."""
    return sha256("\n".join(map(_key, known.header)).encode()).hexdigest()[:16]


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
        return Layout({head: keys.index(head) for head in _OWN}, "nestegg", day_first=False)
    return None


def _plain(known: Sheet) -> Layout:
    columns = _by_heads(known.header)
    if "date" not in columns and (only := _only(known, columns, is_date)) is not None:
        columns["date"] = only
    if not columns.keys() & {"amount", "outflow"} and (only := _only(known, columns, is_amount)) is not None:
        columns["amount"] = only
    amount = columns.get("amount", columns.get("outflow"))
    return Layout(columns, currency=None if amount is None else _currency_in(known.header[amount]))


def _by_heads(header: Sequence[str]) -> dict[str, int]:
    """Tell the columns by their heads: by the whole head first, then by a word of it."""
    keys = [_key(cell) for cell in header]
    found: dict[str, int] = {}
    for whole in (True, False):
        for role, words in HEADS.items():
            free = {at: key for at, key in enumerate(keys) if key and at not in found.values()}
            places = [at for word in words for at, key in free.items() if _says(key, word, whole=whole)]
            if role not in found and places:
                found[role] = places[0]
    return found


def _says(key: str, word: str, *, whole: bool) -> bool:
    return key == word if whole else word in key.split() and len(word) > 3  # noqa: PLR2004 - shorter ones say little


def _only(known: Sheet, columns: Mapping[str, int], fits: object) -> int | None:
    """Find the one column not yet known in which everything is of a kind."""
    tell = is_date if fits is is_date else is_amount
    sample = known.rows[:_SAMPLE]
    free = [at for at in range(len(known.header)) if at not in columns.values()]
    filled = {at: [row.cell(at) for row in sample if row.cell(at)] for at in free}
    found = [at for at, cells in filled.items() if cells and all(map(tell, cells))]
    return found[0] if len(found) == 1 else None


def _is_head(row: Row) -> bool:
    """Tell whether a row may name columns: it has several words, and no date or amount."""
    cells = [cell.strip() for cell in row.cells if cell.strip()]
    return len(cells) > 1 and not any(is_date(cell) or is_amount(cell) for cell in cells)


def _key(cell: str) -> str:
    return " ".join(re.sub(r"[_/.:\-]+", " ", name_key(_IN_BRACKETS.sub(" ", cell))).split())


def _currency_in(head: str) -> str | None:
    """Find the currency that a head names in brackets, as in "Amount (EUR)"."""
    return next((said.upper() for said in _IN_BRACKETS.findall(head) if said.upper() in current_codes()), None)
