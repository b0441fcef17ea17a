"""Words that stand in files of other programs: over their columns, and for what became of a payment."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from domain.imports import Role
from domain.names import name_key

HEADS: Final[Mapping[Role, tuple[str, ...]]] = {
    "date": (
        "date", "datum", "fecha", "data", "dato", "transaction date", "booking date", "posting date", "posted date",
        "trans date", "started date", "buchungstag", "buchungsdatum", "buchung", "boekdatum", "transactiedatum",
        "date operation", "dateop", "date d'operation", "date comptable", "fecha operacion", "fecha valor",
        "bokforingsdag", "wertstellung", "valutadatum", "data operazione", "day", "tag", "when",
    ),
    "outflow": (
        "outflow", "debit", "money out", "paid out", "withdrawal", "withdrawals", "expense", "expenses", "soll",
        "ausgabe", "ausgaben", "lastschrift", "belastung", "cargo", "debito", "gasto", "uscite", "depense", "af",
    ),
    "inflow": (
        "inflow", "credit", "money in", "paid in", "deposit", "deposits", "income", "haben", "einnahme", "einnahmen",
        "gutschrift", "abono", "credito", "ingreso", "entrate", "recette", "bij",
    ),
    "amount": (
        "amount", "betrag", "importe", "montant", "importo", "valor", "bedrag", "belopp", "belob", "kwota", "monto",
        "umsatz", "sum", "summe", "total", "cost", "price", "preis", "value", "gross", "brutto", "net", "netto",
    ),
    "category": ("category", "kategorie", "categoria", "categorie", "kategori", "kategoria", "type of expense"),
    "description": (
        "description", "payee", "merchant", "beschreibung", "empfanger", "beguenstigter zahlungspflichtiger",
        "auftraggeber empfanger", "auftraggeber begunstigter", "begunstigter auftraggeber", "name zahlungsbeteiligter",
        "zahlungsempfanger*in", "descripcion", "concepto", "comercio", "libelle", "beneficiaire", "descrizione",
        "causale", "tegenpartij", "omschrijving", "beskrivelse", "beskrivning", "rubrik", "descricao", "opis", "name",
        "title", "titel", "what", "item", "details", "text", "narrative", "narration", "verwendungszweck",
        "buchungstext", "avisierungstext", "vendor", "store", "shop", "transaction", "reference", "label",
    ),
    "currency": ("currency", "wahrung", "waehrung", "moneda", "devise", "valuta", "divisa", "moeda", "waluta", "munt"),
    "notes": ("notes", "note", "memo", "comment", "comments", "notiz", "notizen", "bemerkung", "notas", "commentaire"),
    "tags": ("tags", "tag list", "labels", "etiquetas", "schlagworte", "etichette"),
    "person": (
        "person", "who", "paid by", "purchased by", "payer", "member", "card member", "author", "wer", "bezahlt von",
        "persona", "quien", "paye par",
    ),
    "payment": ("payment", "payment method", "zahlungsart", "forma de pago", "moyen de paiement", "account type"),
    "state": ("state", "status", "estado", "stato", "statut"),
    "kind": ("kind",),
    "split": ("split",),
}  # fmt: skip
"""What columns are called, the most telling word first."""
_OUT = {
    "out", "outflow", "outgoing", "debit", "debet", "debito", "dr", "d", "dbit", "s", "soll", "ausgang", "ausgabe",
    "belastung", "af", "uitgaven", "expense", "spent", "debe", "cargo", "gasto", "uscita", "depense", "wydatek",
    "utgift",
}  # fmt: skip
_IN = {
    "in", "inflow", "incoming", "credit", "kredit", "credito", "cr", "c", "crdt", "h", "haben", "eingang", "einnahme",
    "gutschrift", "bij", "inkomsten", "income", "haber", "abono", "ingreso", "entrata", "recette", "wplyw", "inkomst",
}  # fmt: skip
_SETTLED = {
    "completed", "complete", "cleared", "posted", "settled", "booked", "gebucht", "abgeschlossen", "termine",
}  # fmt: skip
_UNSETTLED = {
    "pending", "reverted", "reversed", "declined", "denied", "failed", "refused", "rejected", "cancelled", "canceled",
    "voided", "expired", "vorgemerkt", "ausstehend", "abgelehnt", "storniert", "fehlgeschlagen",
}  # fmt: skip


def goes_out(cell: str) -> bool | None:
    """Tell whether a word means that money went out or came in; none when it means neither."""
    key = name_key(cell)
    return True if key in _OUT else False if key in _IN else None


def tells_direction(cells: Sequence[str]) -> bool:
    """Tell whether a column says of most payments whether they went out or came in."""
    told = Counter(map(goes_out, cells))
    return bool(told[True] and told[False]) and told[None] <= told[True]


def is_state(cell: str) -> bool:
    """Tell whether a word says what became of a payment."""
    return name_key(cell) in _SETTLED or is_unsettled(cell)


def is_unsettled(cell: str) -> bool:
    """Tell whether a word says that nothing was paid, or not yet."""
    return name_key(cell) in _UNSETTLED
