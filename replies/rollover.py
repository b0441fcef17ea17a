"""How last year's budgets are offered for the next year."""

from dataclasses import replace
from datetime import date

from markupsafe import Markup

from domain.families import Family
from domain.occasions import BIRTHDAY, HOLIDAY, Occasion, Series
from replies.budgets import everybody
from replies.dates import day_text
from replies.money import money
from replies.names import typed
from replies.occasions import titled
from replies.reply import Button, Reply, lines
from services.budgets import OccasionView
from services.festivals import FESTIVALS
from services.rollover import Allowance, Allowances, Offer

LISTED = 12
"""How many budgets are named."""


def offer(found: Offer, family: Family) -> Reply:
    """Say that an occasion is over, and offer its budgets for the next time."""
    past, coming = titled(found.past, found.whose), titled(found.coming, found.whose)
    day = day_text(found.coming.date, family.locale) if found.coming.date else ""
    head = Markup("{} <b>{}</b> is over. <b>{}</b> comes on {}.").format(_sign(found.series), past, coming, day)
    buttons = (
        Button("Same budgets", f"same:{found.past.id}:{found.coming.id}"),
        Button("Not now", f"later:{found.coming.id}"),
    )
    return Reply(lines(head, "The same budgets as last year?", _listed(found.allowances, family)), (buttons,))


def repeated(done: Allowances, view: OccasionView, family: Family, today: date) -> Reply:
    """Confirm which budgets were set again, above everybody's as they are now."""
    head = Markup("✅ <b>{}</b>, as last year: {}").format(titled(view.occasion, view.whose), _listed(done, family))
    shown = everybody(view, family, today) if view.budgets else Reply()
    text = Markup("\n\n").join(part for part in (head, shown.text) if part)
    return replace(shown, text=text, gist=f"the same budgets for {titled(view.occasion, view.whose)}")


def nothing_to_repeat(coming: Occasion, whose: str | None) -> Reply:
    """Say that whatever was set last year has been set again, or was taken back there."""
    return Reply(toast=f"{titled(coming, whose)} has all these budgets already.", alert=True)


def too_late(coming: Occasion, whose: str | None) -> Reply:
    """Say that the next time has passed, too."""
    return Reply(toast=f"{titled(coming, whose)} is over, too. Set what comes next with /budget.", alert=True)


def not_now(coming: Occasion, whose: str | None) -> Reply:
    """Leave the next time without budgets, and say how to set them later."""
    command = f"/budget {typed(whose or 'mom')} {typed(coming.name)} 100"
    return Reply(Markup("👌 No budgets for {} yet. Any time: <code>{}</code>").format(titled(coming, whose), command))


def of_another_family() -> Reply:
    """Say that in this chat another family is spoken of at present."""
    return Reply(toast="Here we speak of another family now. Choose the right one with /family first.", alert=True)


def _listed(allowances: Allowances, family: Family) -> Markup:
    shown = [_named(one, family) for one in allowances.budgets[:LISTED]]
    more = len(allowances.budgets) - LISTED
    if more > 0:
        shown.append(Markup("{} more").format(more))
    if allowances.ceiling is not None:
        shown.append(Markup("ceiling {}").format(money(allowances.ceiling, family.locale, family.currency)))
    return Markup(" · ").join(shown)


def _named(one: Allowance, family: Family) -> Markup:
    words = "{} {}" if one.side == "recipient" else "{} buys {}"
    return Markup(words).format(one.person.name, money(one.amount, family.locale, one.currency))


def _sign(series: Series) -> str:
    """Give the sign of what is celebrated."""
    signs = {HOLIDAY + festival.key: festival.emoji for festival in FESTIVALS} | {BIRTHDAY: "🎂"}
    return signs.get(series.rule, "📅")
