"""How an occasion is shown as a whole, in words and as a picture, and how it is said whether something more fits."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from domain.budgets import Standing
from domain.families import Family
from replies import pictures
from replies.budgets import everybody, figures
from replies.money import bar, money, percentage
from replies.occasions import title, titled, when
from replies.reply import Reply, lines
from services.budgets import BudgetView, OccasionView, Room

NARROW = 40
"""How many characters of a line stand beside each other on a small telephone."""


def status(view: OccasionView, family: Family, today: date, *, in_words: bool = False) -> Reply:
    """Show how everybody's money stands for an occasion, who needs care first."""
    card = f"status:{view.occasion.id}"
    if not view.budgets:
        return replace(everybody(view, family, today), card=card)
    head = Markup("📊 <b>{}</b>{}").format(titled(view.occasion, view.whose), when(view.occasion, today))
    together = _together(view, family)
    totals = lines(head, *together)
    shown = [one for one in view.budgets if not one.secret]
    people = (_person(one, family) for one in sorted(shown, key=pictures.care))
    hidden = (_hidden(one, family) for one in view.budgets if one.secret)
    return Reply(
        lines(totals, Markup("—") if together else None, *people, *hidden),
        about=_about(view),
        picture=pictures.status(view, family, today) if shown and not in_words else None,
        caption=totals,
        card=card,
    )


def fits(room: Room, amount: Decimal, family: Family, today: date) -> Reply:
    """Say whether an amount would fit, and how everything that it counts against would stand then."""
    budget = room.budget
    limits = [(name, replace(one, planned=one.planned + amount)) for name, one in _limits(room, family).items()]
    answer = "❌ No, {} does not fit" if any(one.over for _, one in limits) else "✅ Yes, {} fits"
    head = Markup("{}: <b>{}</b> · {}{}").format(
        answer.format(money(amount, family.locale, budget.currency)),
        budget.person.name,
        title(budget.occasion),
        when(budget.occasion, today),
    )
    then = (f"{name}: {_outcome(one, family.locale, budget.currency)}" for name, one in limits)
    return Reply(lines(head, *then), about=(budget.person.id, *_about(room.everybody)))


def _about(view: OccasionView) -> tuple[int, ...]:
    return tuple(one.person.id for one in view.budgets if not one.secret)


def _hidden(view: BudgetView, family: Family) -> str:
    """Name somebody of whom no more than the budget may be said here."""
    budget = view.standing.budget
    allowed = "no limit" if budget is None else money(budget, family.locale, view.currency)
    return f"🤫 {view.person.name} {allowed}"


def _together(view: OccasionView, family: Family) -> list[Markup]:
    """Add everybody up, by currency."""
    found = view.together(family.currency).items()
    return [lines(bar(standing), figures(standing, family.locale, currency)) for currency, standing in found]


def _person(view: BudgetView, family: Family) -> str:
    """Say how one person's budget stands: in one line, or in two where that would be too wide."""
    drawn, note = bar(view.standing), _note(view, family)
    said = f"{drawn} {view.person.name}" if drawn else f"• {view.person.name}"
    wide = len(said) + 1 + len(note) > NARROW
    return f"{said}\n{note}" if wide else f"{said} {note}"


def _note(view: BudgetView, family: Family) -> str:
    """Say in money what a bar does not."""
    standing = view.standing
    if standing.left is None:
        return f"{money(standing.committed, family.locale, view.currency)}, no limit"
    if standing.over:
        return f"⚠️ {money(-standing.left, family.locale, view.currency)} over"
    if not standing.budget:
        return "nothing may be spent"
    return f"{money(standing.left, family.locale, view.currency)} left" if standing.left else "fully used"


def _limits(room: Room, family: Family) -> dict[str, Standing]:
    """Name all that an amount counts against and that is in its currency."""
    budget, own = room.budget, room.own
    found = {budget.person.name: budget.standing}
    if room.everybody.ceiling is not None and budget.currency == family.currency:
        found["All together"] = room.everybody.together(family.currency)[family.currency]
    if own and own.currency == budget.currency:
        found[f"{own.person.name} buys"] = own.standing
    return found


def _outcome(standing: Standing, locale: str, currency: str) -> str:
    """Say where the money would stand."""
    if standing.budget is None or standing.left is None:
        return "no limit"
    left, budget = (money(amount, locale, currency) for amount in (abs(standing.left), standing.budget))
    if standing.over:
        said = f"⚠️ {left} over {budget}"
    else:
        said = f"{left} left of {budget}" if standing.left else f"{budget} fully used"
    percent = percentage(standing)
    return f"{percent} · {said}" if percent else said
