"""How it is confirmed what was spent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from domain.expenses import PaymentMethod
from domain.families import Family
from domain.limits import LimitView
from domain.splits import Part
from replies.balances import shared
from replies.dates import short_day
from replies.expenses import labelled
from replies.limits import left
from replies.money import money
from replies.reply import Reply, lines
from services.expenses import ExpenseView

_PAID: dict[PaymentMethod, str] = {"cash": "cash", "card": "card", "transfer": "transfer", "digital_wallet": "wallet"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An expense that was recorded, and who bears what of it if it is split."""

    view: ExpenseView
    parts: Sequence[Part] = ()


def recorded(
    made: Sequence[Recorded], limits: Sequence[LimitView], family: Family, today: date, own: int | None
) -> Reply:
    """Confirm what was spent, one line each, and tell what is left of the limits."""
    told = [_told(one, family, today, own) for one in made]
    total = sum((one.view.expense.amount for one in made[1:]), made[0].view.expense.amount)
    together = money(total, family.locale, family.currency)
    text = lines(
        *told,
        Markup("Together <b>{}</b>").format(together) if len(made) > 1 else None,
        *(left(view, family) for view in limits),
    )
    gist = f"{len(made)} expenses, {together}" if len(made) > 1 else _line(made[0].view, family, today).striptags()
    return Reply(text, gist=gist)


def _told(one: Recorded, family: Family, today: date, own: int | None) -> Markup:
    expense = one.view.expense
    return lines(
        _line(one.view, family, today),
        Markup("📝 {}").format(expense.notes) if expense.notes else None,
        shared(one.parts, family, expense.currency, own) if one.parts else None,
    )


def _line(view: ExpenseView, family: Family, today: date) -> Markup:
    """Write what was told of an expense, but for what goes without saying."""
    expense = view.expense
    told = [
        labelled(view.category),
        money(expense.amount, family.locale, expense.currency),
        expense.description,
        short_day(expense.date, family.locale, today) if expense.date != today else "",
        " ".join(f"#{tag}" for tag in expense.tags),
        _PAID.get(expense.payment_method, ""),
        "🧾" if expense.receipt else "",
    ]
    return Markup(" · ").join(part for part in told if part)
