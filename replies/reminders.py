"""How a family is reminded of what comes near, and how what is still to buy is listed."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from domain.families import Family
from replies.gifts import MARKS, name_of, price, title_of
from replies.money import money
from replies.names import listed, shortened
from replies.occasions import titled, when
from replies.reply import Button, Reply, lines, rows
from services.budgets import BudgetView
from services.gifts import GiftView
from services.reminders import Coming, Reminder

LISTED = 10
"""How many gifts and how many budgets are named of each occasion."""


def reminder(found: Reminder, family: Family) -> Reply:
    """Say what comes near, what is still to buy for it, and who has money left."""
    told = (_occasion(one, family, found.today) for one in found.coming)
    return Reply(Markup("\n\n").join(told), buttons(found.coming), about=tuple(sorted(found.about)), shows=found.shows)


def buttons(coming: Sequence[Coming]) -> tuple[tuple[Button, ...], ...]:
    """Offer the list of gifts of each occasion."""
    return rows([Button(f"🎁 {shortened(titled(one.occasion, one.whose))}", _list(one)) for one in coming[:LISTED]])


def to_buy(views: Sequence[GiftView], family: Family) -> Markup:
    """List what is still to buy, for whom, what it costs, and who buys it."""
    more = len(views) - LISTED
    shown = (_gift(view, family) for view in views[:LISTED])
    return lines(*shown, Markup("… and {} more to buy").format(more) if more > 0 else None)


def _occasion(coming: Coming, family: Family, today: date) -> Markup:
    head = Markup("⏰ <b>{}</b>{}").format(titled(coming.occasion, coming.whose), when(coming.occasion, today))
    left = Markup("Left: {}").format(_left(coming.free, family)) if coming.free else None
    return lines(head, to_buy(coming.to_buy, family), left)


def _gift(view: GiftView, family: Family) -> Markup:
    gift = view.gift
    whom = listed(name_of(view, person) for person, _ in gift.recipients)
    told = [Markup("{} <b>{}</b> for {}").format(MARKS["planned"], title_of(gift), whom), price(gift, family)]
    if 0 < gift.quantity_bought < gift.quantity and not gift.masked:
        told.append(f"{gift.quantity_bought} of {gift.quantity} bought")
    if gift.purchaser_id in view.names:
        told.append(view.names[gift.purchaser_id])
    return Markup(" · ").join(told)


def _left(free: Sequence[BudgetView], family: Family) -> Markup:
    shown = [_budget(view, family) for view in free[:LISTED]]
    more = [Markup("{} more").format(len(free) - LISTED)] if len(free) > LISTED else []
    return Markup(" · ").join([*shown, *more])


def _budget(view: BudgetView, family: Family) -> Markup:
    left, budget = view.standing.left, view.standing.budget
    if left is None or budget is None:
        return Markup("{} no limit").format(view.person.name)
    amounts = (money(amount, family.locale, view.currency) for amount in (left, budget))
    return Markup("{} {} of {}").format(view.person.name, *amounts)


def _list(coming: Coming) -> str:
    return f"gifts:{coming.occasion.id}:0:0"
