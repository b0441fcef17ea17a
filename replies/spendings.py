"""How what was spent is listed, and how one expense is shown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from domain.expenses import Asked
from domain.families import Family
from domain.periods import EVERYTHING
from domain.splits import Part
from replies.dates import day_text, short_day
from replies.expenses import labelled, left_out
from replies.gifts import title_of
from replies.money import money
from replies.names import shortened
from replies.paging import PAGE, Page
from replies.periods import title
from replies.reply import Button, Reply, lines, rows
from replies.spending_questions import PAYMENTS
from services.expenses import ExpenseView
from services.spendings import Entry, Listing, trail

WAYS = {
    "amount": "Amount",
    "category": "Category",
    "description": "Description",
    "date": "Date",
    "tags": "Tags",
    "payment": "Payment",
}


@dataclass(frozen=True, slots=True)
class Card:
    """All there is to know of an expense."""

    view: ExpenseView
    parts: tuple[Part, ...] = ()


def listed(found: Listing, family: Family, today: date, who: str = "", *, partial: bool = False) -> Reply:
    """List what was spent, each with a button to its card, and what all of it adds up to."""
    page = Page(found.entries, found.number, found.pages)
    head = _head(found, family, who)
    missing = left_out() if partial and found.of_gifts else None
    if not found.entries:
        hint = Markup("Nothing yet. Record the first: <code>/spend 12.50 food lunch</code>")
        now = found.asked.period is None or today in found.asked.period
        nothing = hint if now and found.asked == Asked(found.asked.period) else "Nothing."
        return Reply(lines(head, nothing, missing))
    numbered = list(enumerate(found.entries, found.number * PAGE + 1))
    told = (Markup("{}. {}").format(at, _line(entry, family, today)) for at, entry in numbered)
    buttons = [
        Button(f"{at} · {_label(entry.view)}", f"spent:{entry.view.expense.id.hex}")
        for at, entry in numbered
        if entry.gift is None
    ]
    total = Markup("<b>Total {}</b>").format(_total(found, family))
    turns = page.turns(f"expenses:{trail(found.asked)}")
    return Reply(lines(head, *told, total, page.counted, missing), (*rows(buttons), *turns))


def card(shown: Card, family: Family) -> Reply:
    """Show an expense, its receipt with it if there is one."""
    expense = shown.view.expense
    payment = PAYMENTS[expense.payment_method] if expense.payment_method != "other" else None
    day = f"📅 {day_text(expense.date, family.locale)}"
    facts = [fact for fact in (day, payment, _by(shown.view)) if fact]
    head = Markup("{} · {}").format(
        labelled(shown.view.category), money(expense.amount, family.locale, expense.currency)
    )
    parts = ", ".join(f"{one.name} {money(one.amount, family.locale, expense.currency)}" for one in shown.parts)
    text = lines(
        head,
        Markup("{}").format(expense.description) if expense.description else None,
        Markup("{}").format(" · ".join(facts)),
        Markup("🏷 {}").format(_tags(expense.tags)) if expense.tags else None,
        Markup("✂️ {}").format(parts) if parts else None,
        Markup("📝 {}").format(expense.notes) if expense.notes else None,
        "🔁 Recorded by itself" if expense.recurring_id else None,
    )
    key = expense.id.hex
    buttons = ((Button("✏️ Edit", f"revise:{key}"), Button("🗑 Remove", f"unspend:{key}")),)
    return Reply(text, buttons, picture=expense.receipt, caption=head)


def menu(shown: Card, family: Family) -> Reply:
    """Show an expense with what may be changed about it in the place of its buttons."""
    key = shown.view.expense.id.hex
    ways = [Button(label, f"amend:{key}:{way}") for way, label in WAYS.items()]
    back = (Button("◀ Back", f"spent:{key}:here"),)
    return replace(card(shown, family), buttons=(*rows(ways), back))


def changed(shown: Card, family: Family, way: str) -> Reply:
    """Show an expense as it is now, and keep in mind what was changed about it."""
    gist = f"{briefly(shown.view, family)}: {WAYS[way].lower()}"
    return replace(card(shown, family), gist=gist, toast="✏️ Changed")


def removed(view: ExpenseView, family: Family) -> Reply:
    """Say that an expense is gone."""
    what = briefly(view, family)
    return Reply(Markup("🗑 Removed: {}").format(what), toast="Removed", gist=f"Removed: {what}")


def briefly(view: ExpenseView, family: Family) -> str:
    """Name an expense in a few words."""
    what = view.expense.description or view.category.name
    return f"{shortened(what)}, {money(view.expense.amount, family.locale, view.expense.currency)}"


def _head(found: Listing, family: Family, who: str) -> Markup:
    asked = found.asked
    parts: list[Markup | str] = [title(asked.period or EVERYTHING, family.locale)]
    if found.category:
        parts.append(labelled(found.category))
    if asked.tag is not None:
        parts.append(f"#{asked.tag}")
    if who:
        parts.append(who)
    if asked.over is not None:
        parts.append(f"over {money(asked.over, family.locale, asked.currency)}")
    head = Markup("🧾 <b>{}</b>").format(parts[0])
    told = Markup(" · ").join([head, *parts[1:]])
    return Markup("{} (none this month)").format(told) if found.latest else told


def _line(entry: Entry, family: Family, today: date) -> Markup:
    view, expense, gift = entry.view, entry.view.expense, entry.gift
    hidden = gift is not None and gift.masked
    what = title_of(gift) if gift else expense.description
    told: Iterable[Markup | str] = (
        short_day(expense.date, family.locale, today),
        labelled(view.category),
        "🤫" if hidden else money(expense.amount, family.locale, expense.currency),
        what,
        "" if hidden else view.spender,
    )
    return Markup(" · ").join(part for part in told if part)


def _label(view: ExpenseView) -> str:
    return shortened(view.expense.description or view.category.name)


def _total(found: Listing, family: Family) -> str:
    """Add up what is in the family's currency; what is in another one stands by itself."""
    by_currency = sorted(found.totals.items(), key=lambda one: (one[0] != family.currency, one[0]))
    return " + ".join(money(amount, family.locale, currency) for currency, amount in by_currency)


def _by(view: ExpenseView) -> str:
    return f"👤 {view.spender}" if view.spender else ""


def _tags(tags: Iterable[str]) -> str:
    return " ".join(f"#{tag}" for tag in tags)
