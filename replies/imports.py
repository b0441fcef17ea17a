"""How it is said what would come of a file of expenses, and what came of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from domain import import_refusals as refusals
from domain.expenses import Category
from domain.imports import Kind, Reason, Role, Statement
from domain.refusals import Refusal
from replies.dates import day_text, short_day
from replies.money import money
from replies.names import listed, shortened
from replies.reply import Button, Reply, Rows, lines, rows
from replies.wording import about, said
from services.import_tables import Importer, Table
from services.imports import Plan, Planned

SHOWN = 3
"""How many expenses, and how many lines that cannot be read, are shown."""
NAMED = 6
"""How many categories are named."""
OFFERED = 24
"""Among how many columns buttons choose."""
_SHORT = 40
WORDING: dict[type[Refusal], Callable[[Any], Markup]] = {
    refusals.FileTooLarge: said("That file is larger than 2 MB. Send it in parts, for example year by year."),
    refusals.FileNotFetched: said("I could not get that file from Telegram. Please send it again."),
    refusals.NotATable: said(
        "I cannot read that file. Save it as CSV (in a spreadsheet: <i>Save as</i> or <i>Download</i>) and send it "
        "with the words /import."
    ),
    refusals.TooManyLines: about(
        "That file has {} lines; I read {} at once. Send it in parts, for example year by year.", "count", "limit"
    ),
}
_ROLES: dict[Role, str] = {
    "date": "Date",
    "amount": "Amount",
    "outflow": "Money out",
    "inflow": "Money in",
    "description": "Description",
    "category": "Category",
    "currency": "Currency",
    "notes": "Notes",
    "tags": "Tags",
    "person": "Person",
    "payment": "Payment",
    "direction": "In or out",
    "state": "Status",
}
_RARE = {"outflow", "inflow", "direction", "state"}
"""What is shown only where there is such a column."""
_REASONS: dict[Reason, str] = {
    "no date": "no date",
    "no amount": "no amount",
    "nothing": "nothing was spent",
    "too large": "too large an amount",
    "decimals": "too many decimals",
    "future": "still to come",
}
_KINDS: dict[Kind, tuple[str, str]] = {
    "incoming": ("incoming payment", "incoming payments"),
    "unsettled": ("pending or cancelled", "pending or cancelled"),
    "currency": ("in another currency", "in other currencies"),
    "transfer": ("transfer", "transfers"),
    "gift": ("gift, which records itself", "gifts, which record themselves"),
    "repayment": ("repayment between people I don't know", "repayments between people I don't know"),
}
_FORMATS = {"splitwise": "Splitwise", "ynab": "YNAB", "nestegg": "Nestegg"}


def how() -> Reply:
    """Say how a file is read in."""
    return Reply(
        Markup(
            "📥 Send me a CSV file with <code>/import</code> below it, or reply to one with /import. It may come from "
            "your bank, Splitwise, YNAB or /export. I show what would be added before anything is."
        )
    )


def plan(planned: Plan, by: Importer) -> Reply:
    """Say what would come of a file."""
    new, again = len(planned.fresh), len(planned.doubles)
    format_ = _FORMATS.get(planned.table.layout.format)
    head = Markup("📥 {}{}").format(f"{format_}: " if format_ else "", _summed(planned.fresh, by, " to add"))
    text = lines(
        head,
        *(_line(one, by) for one in planned.fresh[:SHOWN]),
        Markup("…") if new > SHOWN else None,
        _categories(planned.fresh),
        _splits(planned),
        _again(again),
        _left_out(planned.statement),
        _problems(planned.statement),
    )
    return Reply(text, _buttons(planned, new, again))


def added(planned: Plan, done: Sequence[Planned], by: Importer) -> Reply:
    """Confirm what was recorded from a file."""
    head = Markup("📥 {}").format(_summed(done, by, " added"))
    text = lines(head, _categories(done), _splits(planned, done=True))
    return Reply(text, gist=f"{_many(len(done), 'expense')} from a file")


def gone() -> Reply:
    """Say that there is nothing left to add."""
    return Reply(toast="That file was added, or let be. Send it again if it is wanted.", alert=True)


def dropped() -> Reply:
    """Say that a file was let be."""
    return Reply(Markup("✖ Cancelled. Nothing was added."), toast="Cancelled")


def columns(table: Table) -> Reply:
    """Show what the columns of a file are taken for."""
    header, known = table.sheet.header, table.layout.columns
    key = table.file.id.hex
    shown = {role: label for role, label in _ROLES.items() if role in known or role not in _RARE}
    buttons = [
        Button(f"{label}: {shortened(header[known[role]]) if role in known else '–'}", f"importcolumns:{key}:{role}")
        for role, label in shown.items()
    ]
    if table.sides.both:
        side = "below" if table.sides.spent_below else "above"
        buttons.append(Button(f"Spent: {side} zero", f"importcolumns:{key}:sign"))
    return Reply(
        Markup("🗂 <b>What the columns are</b>\nTap one to change it."),
        (*rows(buttons), (Button("◂ Back", f"importview:{key}"),)),
    )


def which_column(table: Table, role: Role) -> Reply:
    """Ask which column holds something."""
    key, known = table.file.id.hex, table.layout.columns
    first = table.sheet.rows[0] if table.sheet.rows else None
    buttons = []
    for at, head in enumerate(table.sheet.header[:OFFERED]):
        sample = first.cell(at) if first else ""
        label = " · ".join(shortened(part) for part in (head, sample) if part) or f"Column {at + 1}"
        buttons.append(Button(label, f"importset:{key}:{role}:{at}"))
    needed = role in {"date", "amount"}
    others = () if needed else ((Button("None of them", f"importset:{key}:{role}:none"),),)
    back = (Button("✖ Cancel", f"importdrop:{key}") if needed and role not in known else _back(key),)
    text = Markup("🗂 Which column is the <b>{}</b>?").format(_ROLES.get(role, role).lower())
    return Reply(text, (*rows(buttons), *others, back))


def which_order(table: Table) -> Reply:
    """Ask which way round the dates of a file are written."""
    key = table.file.id.hex
    sample = next((cell for row in table.sheet.rows if (cell := row.cell(table.layout.columns["date"]))), "")
    ways = {"day": "Day first: 31/12", "month": "Month first: 12/31"}
    choices = tuple(Button(label, f"importset:{key}:order:{way}") for way, label in ways.items())
    text = Markup("📅 How are the dates of this file written, for example <b>{}</b>?").format(sample[:_SHORT])
    return Reply(text, (choices, (Button("✖ Cancel", f"importdrop:{key}"),)))


def which_sign(table: Table) -> Reply:
    """Ask on which side of zero is what was spent, by a line of either."""
    key, at = table.file.id.hex, table.layout.columns
    words = [
        " · ".join(shortened(cell) for role in ("amount", "description") if (cell := row.cell(at.get(role))))
        for row in table.sides.both or ()
    ]
    choices = [
        (Button(label, f"importset:{key}:sign:{way}"),) for way, label in zip(("below", "above"), words, strict=True)
    ]
    text = Markup("➖ This file has amounts below zero and above. Which of these was <b>spent</b>?")
    return Reply(text, (*choices, (Button("✖ Cancel", f"importdrop:{key}"),)))


def _back(key: str) -> Button:
    return Button("◂ Back", f"importview:{key}")


def _buttons(planned: Plan, new: int, again: int) -> Rows:
    key = planned.table.file.id.hex
    adding = [Button(f"➕ Add {new or len(planned.repaid):,}", f"importadd:{key}")] if new or planned.repaid else []
    if again:
        adding.append(
            Button(f"Also duplicates ({again:,})" if new else f"Add anyway ({again:,})", f"importadd:{key}:all")
        )
    others = (Button("Columns…", f"importcolumns:{key}"), Button("✖ Cancel", f"importdrop:{key}"))
    return (*rows(adding), others)


def _summed(found: Sequence[Planned], by: Importer, done: str) -> Markup:
    """Say how many expenses there are, what they add up to, and from when to when."""
    if not found:
        return Markup("<b>Nothing new</b> in this file." if done == " to add" else "No expenses.")
    family = by.family
    total = money(sum((one.entry.amount for one in found), Decimal(0)), family.locale, family.currency)
    days = sorted({one.entry.date for one in found})
    between = " – ".join(dict.fromkeys(day_text(day, family.locale) for day in (days[0], days[-1])))
    return Markup("<b>{}</b>{} · {} · {}").format(_many(len(found), "expense"), done, total, between)


def _line(one: Planned, by: Importer) -> Markup:
    family, entry = by.family, one.entry
    told = [short_day(entry.date, family.locale, by.today), money(entry.amount, family.locale, family.currency)]
    told += [_category(one.category), *([entry.description[:_SHORT]] if entry.description else [])]
    return Markup("· {}").format(" · ".join(told))


def _category(category: Category | str) -> str:
    return f"{category.icon or '▫️'} {category.name}" if isinstance(category, Category) else f"▫️ {category}"


def _categories(found: Iterable[Planned]) -> Markup | None:
    """Say how many expenses each category gets, and which categories are made for them."""
    every = list(found)
    counts = Counter(_category(one.category) for one in every)
    new = dict.fromkeys(one.category for one in every if isinstance(one.category, str))
    if not counts:
        return None
    most = [f"{name} {count:,}" for name, count in counts.most_common(NAMED)]
    rest = len(counts) - len(most)
    text = Markup("{}").format(", ".join([*most, *([f"and {_many(rest, 'other')}"] if rest else [])]))
    made = Markup("New: {}").format(listed(_some(new))) if new else None
    return lines(text, made)


def _some(names: Iterable[str]) -> list[str]:
    known = list(names)
    rest = len(known) - NAMED
    return known if rest <= 0 else [*known[:NAMED], _many(rest, "other")]


def _splits(planned: Plan, *, done: bool = False) -> Markup | None:
    """Say what comes of what was shared."""
    repaid = f"🤝 {_many(len(planned.repaid), 'repayment')} {'added' if done else 'to add'}" if planned.repaid else None
    unsplit = (
        f"🤝 {_many(planned.unsplit, 'expense')} without shares: I don't know everybody." if planned.unsplit else None
    )
    return lines(repaid, None if done else unsplit) or None


def _again(count: int) -> str | None:
    if not count:
        return None
    few = ("seems", "is") if count == 1 else ("seem", "are")
    return f"🔁 {count:,} {few[0]} to be recorded already, and {few[1]} left out."


def _left_out(statement: Statement) -> str | None:
    told = [f"{count:,} {_KINDS[kind][count != 1]}" for kind, count in statement.left_out.items() if count]
    return f"Left out: {', '.join(told)}." if told else None


def _problems(statement: Statement) -> str | None:
    """Say which lines cannot be read, and why."""
    if not statement.problems:
        return None
    shown = [f"line {number} ({_REASONS[reason]})" for number, reason in statement.problems[:SHOWN]]
    rest = len(statement.problems) - len(shown)
    verb = _many(len(statement.problems), "line")
    return f"⚠️ {verb} cannot be read: {', '.join(shown)}{f' and {rest} more' if rest else ''}."


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
