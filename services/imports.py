"""Reading expenses in from a file: what would come of it, and doing it, all at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.expenses import PAYMENT_METHODS, Category, PaymentMethod
from domain.imports import Entry, Statement
from domain.money import decimals_of, quantum
from domain.names import checked_name, name_key
from domain.people import Person
from domain.refusals import BadName
from repositories.unit_of_work import UnitOfWork
from services import categories, expenses, import_tables, splits, statements
from services.expenses import NewExpense
from services.import_tables import Importer, Table

OTHER = "Other"
"""What is spent on nothing else."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An expense that would be recorded: a category that there is not yet is named."""

    entry: Entry
    category: Category | str
    person_id: int | None
    shares: tuple[tuple[int, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Payback:
    """A repayment that would be recorded."""

    date: date
    amount: Decimal
    payer_id: int
    receiver_id: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What would come of a file: what is new, and what seems to be recorded already."""

    table: Table
    statement: Statement
    fresh: tuple[Planned, ...]
    doubles: tuple[Planned, ...]
    repaid: tuple[Payback, ...] = ()

    @property
    def unsplit(self) -> int:
        """Count the shared expenses that nobody's part is known of."""
        return sum(1 for one in (*self.fresh, *self.doubles) if one.entry.balances and not one.shares)

    def wanted(self, *, doubles: bool) -> tuple[Planned, ...]:
        """Give what is to be recorded, in the order of the file."""
        found = (*self.fresh, *self.doubles) if doubles else self.fresh
        return tuple(sorted(found, key=lambda one: one.entry.number))


async def plan(uow: UnitOfWork, table: Table, by: Importer) -> Plan:
    """Find out what would come of a file."""
    statement = statements.read(table.sheet, table.layout, by.reading)
    names = _by_name(by.people)
    shelf = await _shelf(uow, statement.entries)
    planned = [_planned(entry, shelf, names, by) for entry in statement.entries]
    fresh, doubles = await _told_apart(uow, planned, by.family.currency)
    told = [(one, names.get(name_key(one.payer)), names.get(name_key(one.receiver))) for one in statement.repaid]
    repaid = [Payback(one.date, one.amount, payer, to) for one, payer, to in told if payer and to and payer != to]
    unknown = len(statement.repaid) - len(repaid)
    if unknown:
        known = statement.left_out.get("repayment", 0)
        statement = replace(statement, left_out={**statement.left_out, "repayment": known + unknown})
    return Plan(table, statement, tuple(fresh), tuple(doubles), tuple(await _not_yet(uow, repaid, by)))


async def add(uow: UnitOfWork, planned: Plan, by: Importer, *, doubles: bool) -> tuple[Planned, ...]:
    """Record what a file tells, and remember what was said of its columns."""
    wanted = planned.wanted(doubles=doubles)
    made: dict[str, UUID] = {}
    for name in dict.fromkeys(one.category for one in wanted if isinstance(one.category, str)):
        made[name] = (await categories.create(uow, name)).id
    told = [_told_expense(one, made, by) for one in wanted]
    keys = await expenses.record_many(uow, told)
    shares = [(key, one) for key, one in zip(keys, wanted, strict=True) if one.shares]
    await splits.record_many(uow, ((key, *share) for key, one in shares for share in one.shares))
    facts = {"user_id": by.user_id, "currency": by.family.currency}
    await uow.repayments.create_many(
        [
            facts | {"date": one.date, "amount": one.amount, "payer_id": one.payer_id, "receiver_id": one.receiver_id}
            for one in planned.repaid
        ]
    )
    await import_tables.remember(uow, planned.table, by.family)
    return wanted


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The categories that there are, by all their names, and what descriptions have meant so far."""

    known: Mapping[str, Category]
    by_id: Mapping[UUID, Category]
    learned: Mapping[str, UUID]
    spelled: dict[str, str] = field(default_factory=dict)
    """How those are written that are to be made."""

    def find(self, entry: Entry) -> Category | str:
        """Find the category of an entry, or name the one to be made."""
        if name := _category_name(entry.category):
            return self.known.get(name_key(name)) or self.spelled.setdefault(name_key(name), name)
        learned = self.by_id.get(self.learned[entry.description]) if entry.description in self.learned else None
        return learned or self.known.get(name_key(OTHER)) or OTHER


async def _shelf(uow: UnitOfWork, entries: Iterable[Entry]) -> _Shelf:
    known = await uow.categories.list_all()
    names = {name_key(alias): one for one in known for alias in one.aliases}
    names |= {one.name_key: one for one in known}
    unnamed = {entry.description for entry in entries if not _category_name(entry.category)}
    return _Shelf(names, {one.id: one for one in known}, await uow.imports.learned(unnamed))


def _category_name(said: str) -> str:
    """Read the name of a category; what cannot be one is none."""
    try:
        return checked_name(said) if said else ""
    except BadName:
        return ""


def _by_name(people: Sequence[Person]) -> dict[str, int]:
    """Index people by all that they are called."""
    found = {alias: person.id for person in people for alias in person.aliases}
    return found | {person.name_key: person.id for person in people}


def _planned(entry: Entry, shelf: _Shelf, names: Mapping[str, int], by: Importer) -> Planned:
    payers = [name for name, balance in entry.balances if balance > 0]
    told = entry.person or (payers[0] if len(payers) == 1 else "")
    shares = _shares(entry, names, by.family.currency)
    person = names.get(name_key(told)) if told else None
    return Planned(entry, shelf.find(entry), person or by.person_id, shares if person else ())


def _shares(entry: Entry, names: Mapping[str, int], currency: str) -> tuple[tuple[int, Decimal], ...]:
    """Tell who bears what, if one has paid for people who are all known: the others owe their part."""
    owed = {names.get(name_key(name)): -balance for name, balance in entry.balances}
    payers = [who for who, part in owed.items() if part < 0]
    if None in owed or len(payers) != 1 or len(owed) != len(entry.balances) or sum(owed.values(), Decimal(0)):
        return ()
    owed[payers[0]] += entry.amount
    cent = quantum(decimals_of(currency))
    if any(part < 0 or part != part.quantize(cent) for part in owed.values()):
        return ()
    return tuple((who, part) for who, part in owed.items() if who is not None)


async def _told_apart(
    uow: UnitOfWork, planned: Iterable[Planned], currency: str
) -> tuple[list[Planned], list[Planned]]:
    """Tell what is new from what is recorded already, or stands in the file twice."""
    found = list(planned)
    days, amounts = {one.entry.date for one in found}, {one.entry.amount for one in found}
    recorded = await uow.imports.recorded(days, amounts, currency)
    seen: set[tuple[date, Decimal, str | UUID]] = {
        (day, amount, told) for day, amount, words, category in recorded for told in (words, category) if told
    }
    within: set[tuple[date, Decimal, str, str]] = set()
    fresh: list[Planned] = []
    doubles: list[Planned] = []
    for one in found:
        entry, words = one.entry, name_key(one.entry.description) if one.entry.description else ""
        marks: list[str | UUID] = [words] if words else []
        if isinstance(one.category, Category) and (not words or one.category.name_key != name_key(OTHER)):
            marks.append(one.category.id)
        here = (entry.date, entry.amount, words, _name_of(one.category))
        again = here in within or any((entry.date, entry.amount, mark) in seen for mark in marks)
        within.add(here)
        (doubles if again else fresh).append(one)
    return fresh, doubles


async def _not_yet(uow: UnitOfWork, repaid: Sequence[Payback], by: Importer) -> list[Payback]:
    """Leave out the repayments that are recorded."""
    days = {one.date for one in repaid}
    known = await uow.imports.repaid(days, by.family.currency)
    told = {(one.date, one.amount, one.payer_id, one.receiver_id): one for one in repaid}
    return [one for facts, one in told.items() if facts not in known]


def _name_of(category: Category | str) -> str:
    return category if isinstance(category, str) else category.name


def _told_expense(one: Planned, made: Mapping[str, UUID], by: Importer) -> NewExpense:
    entry = one.entry
    method: PaymentMethod = next((known for known in PAYMENT_METHODS if known == entry.payment), "other")
    category = made[one.category] if isinstance(one.category, str) else one.category.id
    return NewExpense(
        by.user_id,
        one.person_id,
        category,
        entry.amount,
        by.family.currency,
        entry.date,
        entry.description,
        method,
        entry.tags,
        entry.notes or None,
    )
