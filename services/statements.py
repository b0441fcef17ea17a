"""What the lines of a file say: which are expenses, which are something else, and which cannot be read."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.expenses import MAX_DESCRIPTION, MAX_TAG, MAX_TAGS
from domain.imports import Entry, Kind, Layout, Reason, Repaid, Row, Sheet, Statement
from domain.money import MAX_AMOUNT, NOTHING, decimals_of, quantum
from services.column_values import Amounts, Order, Sum, order_of, read_day
from services.column_words import goes_out, is_unsettled
from services.currencies import current_codes, signs

MAX_NOTES = 1000
_TRANSFER = re.compile(r"transfer ?:", re.IGNORECASE)
_SPLIT_MEMO = re.compile(r"\(?split \(?\d+/\d+\)", re.IGNORECASE)
_SHARE = re.compile(r"(?:^|, )(.+?) (\d+(?:\.\d+)?)(?=, |$)")
_MARKED = re.compile(r"""'(?=[\s"'\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\t\r\n])""")
"""What stands before words that a spreadsheet would calculate."""


class Unreadable(Exception):  # noqa: N818 - a line that says nothing is no error of the program
    """A line that cannot be read, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class Other(Exception):  # noqa: N818 - likewise
    """A line that is no expense of the family's."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.kind: Kind = kind


@dataclass(frozen=True, slots=True)
class Reading:
    """By what a family's files are read."""

    locale: str
    currency: str
    today: date


@dataclass(frozen=True, slots=True)
class Sides:
    """On which side of zero is what was spent, whether that is doubted, and a line of either side if there are both."""

    spent_below: bool
    doubted: bool = False
    both: tuple[Row, Row] | None = None


def order(known: Sheet, layout: Layout, reading: Reading) -> Order:
    """Tell whether days or months lead in a file."""
    if layout.day_first is not None:
        return Order(layout.day_first)
    at = layout.columns.get("date")
    return order_of((row.cell(at) for row in known.rows), reading.locale, reading.today)


def sides(known: Sheet, layout: Layout, reading: Reading) -> Sides:
    """Tell the sign of what was spent: banks write it below zero, if most of it is; cards and apps above.

    Where there is both and no more below than above, it may be either.
    """
    return _Lines(known, layout, reading).sides


def read(known: Sheet, layout: Layout, reading: Reading) -> Statement:
    """Read every line."""
    lines = _Lines(known, layout, reading)
    entries: list[Entry] = []
    repaid: list[Repaid] = []
    problems: list[tuple[int, Reason]] = []
    others: Counter[Kind] = Counter()
    for row in known.rows:
        try:
            one = lines.read(row)
        except Unreadable as problem:
            problems.append((row.number, problem.reason))
        except Other as other:
            others[other.kind] += 1
        else:
            if isinstance(one, Entry):
                entries.append(one)
            elif isinstance(one, Repaid):
                repaid.append(one)
    return Statement(tuple(entries), tuple(repaid), dict(others), tuple(problems))


class _Lines:
    """Reads the lines of a file one by one, knowing what all of them tell together."""

    def __init__(self, known: Sheet, layout: Layout, reading: Reading) -> None:
        self._layout = layout
        self._reading = reading
        self._day_first = order(known, layout, reading).day_first
        self._signs = signs(reading.locale, reading.currency)
        told = (row.cell(layout.columns.get(role)) for role in ("amount", "outflow", "inflow") for row in known.rows)
        self._amounts = Amounts(told, reading.locale, self._signs)
        self.sides = self._sides(known.rows)

    def read(self, row: Row) -> Entry | Repaid | None:
        """Read a line; none is one that only adds others up."""
        if self._layout.format == "splitwise" and _adds_up(self._cell(row, "description")):
            return None
        self._refuse_other(row)
        day = self._day(row)
        amount = self._amount(row)
        if self._layout.format == "splitwise":
            return self._shared(row, day, amount)
        return self._entry(row, day, amount)

    def _sides(self, rows: Iterable[Row]) -> Sides:
        if self._layout.format != "plain" or "amount" not in self._layout.columns:
            return Sides(spent_below=False)
        told = [
            (found.value, row)
            for row in rows
            if goes_out(self._cell(row, "direction")) is None and (found := self._sum(row, "amount"))
        ]
        below, above = [row for value, row in told if value < 0], [row for value, row in told if value > 0]
        both = (below[0], above[0]) if below and above else None
        said = self._layout.spent_below
        if said is not None:
            return Sides(said, both=both)
        return Sides(len(below) > len(above), doubted=0 < len(below) <= len(above), both=both)

    def _cell(self, row: Row, role: str) -> str:
        return row.cell(self._layout.columns.get(role))

    def _words(self, row: Row, role: str, most: int) -> str:
        cell = self._cell(row, role)
        words = (_MARKED.sub("", cell, count=1) if _MARKED.match(cell) else cell).split()
        return " ".join(words)[:most].strip()

    def _sum(self, row: Row, role: str) -> Sum | None:
        return self._amounts.read(self._cell(row, role))

    def _refuse_other(self, row: Row) -> None:
        """Pass over what is no expense."""
        between = self._layout.format == "ynab" and _TRANSFER.match(self._cell(row, "description"))
        if between or self._cell(row, "direction").casefold() == "transfer":
            raise Other("transfer")
        if self._cell(row, "kind") == "gift" and self._layout.format == "nestegg":
            raise Other("gift")
        if is_unsettled(self._cell(row, "state")):
            raise Other("unsettled")
        told = self._cell(row, "currency") or self._layout.currency
        if told and self._signs.other_code(told) in current_codes():
            raise Other("currency")

    def _day(self, row: Row) -> date:
        reading = self._reading
        day = read_day(self._cell(row, "date"), day_first=self._day_first, locale=reading.locale, today=reading.today)
        if day is None or day.year < 1900:  # noqa: PLR2004 - nobody recorded anything before
            raise Unreadable("no date")
        if day > reading.today:
            raise Unreadable("future")
        return day

    def _amount(self, row: Row) -> Decimal:
        """Read what was spent; what came in is none of it."""
        found = self._spent(row)
        if found.currency is not None:
            raise Other("currency")
        if found.value < 0:
            raise Other("incoming")
        if not found.value:
            raise Unreadable("nothing")
        if found.value > MAX_AMOUNT:
            raise Unreadable("too large")
        exact = found.value.quantize(quantum(decimals_of(self._reading.currency)))
        if exact != found.value:
            raise Unreadable("decimals")
        return exact

    def _spent(self, row: Row) -> Sum:
        if "outflow" in self._layout.columns:
            found = self._sum(row, "outflow")
            if found and found.value:
                return replace(found, value=abs(found.value))
            came = self._sum(row, "inflow")
            if came and came.value:
                raise Other("incoming")
            raise Unreadable("nothing" if found or came else "no amount")
        told = self._sum(row, "amount")
        if told is None:
            raise Unreadable("no amount")
        went = goes_out(self._cell(row, "direction"))
        if went is not None:
            return replace(told, value=abs(told.value) if went else -abs(told.value))
        return replace(told, value=-told.value if self.sides.spent_below else told.value)

    def _entry(self, row: Row, day: date, amount: Decimal) -> Entry:
        description, notes = self._words(row, "description", MAX_DESCRIPTION), self._words(row, "notes", MAX_NOTES)
        if self._layout.format == "ynab":
            notes = _SPLIT_MEMO.sub("", notes, count=1).strip()
        person = self._words(row, "person", 100)
        return Entry(
            row.number,
            day,
            amount,
            description or notes[:MAX_DESCRIPTION],
            self._words(row, "category", 100),
            notes if description else "",
            _tags(self._words(row, "tags", MAX_NOTES)),
            person,
            self._cell(row, "payment").lower().replace(" ", "_"),
            _balances(self._cell(row, "split"), person, amount),
        )

    def _shared(self, row: Row, day: date, amount: Decimal) -> Entry | Repaid:
        """Read an expense, or a repayment, from what everybody is owed or owes of it."""
        told = [(name, self._amounts.read(row.cell(at))) for name, at in self._layout.people]
        balances = tuple((name, found.value) for name, found in told if found and found.value)
        category = self._words(row, "category", 100)
        if category.lower() == "payment":
            payers = [name for name, value in balances if value > 0]
            receivers = [name for name, value in balances if value < 0]
            if len(payers) != 1 or len(receivers) != 1:
                raise Other("repayment")
            return Repaid(row.number, day, amount, payers[0], receivers[0])
        description = self._words(row, "description", MAX_DESCRIPTION)
        return Entry(row.number, day, amount, description, category, balances=balances)


def _adds_up(description: str) -> bool:
    return description.strip().lower() == "total balance"


def _balances(split: str, payer: str, amount: Decimal) -> tuple[tuple[str, Decimal], ...]:
    """Tell what everybody is owed or owes of an expense whose shares are told, as in "Ann 6.00, Ben 6.50"."""
    shares = {who: Decimal(part) for who, part in _SHARE.findall(split)}
    if not shares or not payer:
        return ()
    owed = {who: -part for who, part in shares.items()}
    return tuple((owed | {payer: owed.get(payer, NOTHING) + amount}).items())


def _tags(text: str) -> tuple[str, ...]:
    """Read tags, with or without their marks; one that is too long for a button is none."""
    found = (word.strip("#").casefold() for word in re.split(r"[\s,;]+", text))
    return tuple(dict.fromkeys(word for word in found if word and len(word.encode()) <= MAX_TAG))[:MAX_TAGS]
