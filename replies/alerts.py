"""How it is said that budgets are nearly used, used, or overrun."""

from decimal import Decimal

from markupsafe import Markup

from domain.alerts import FULL, OVER, Watched
from domain.families import Family
from domain.occasions import Occasion
from domain.people import Person
from replies.money import money, percentage
from replies.names import shortened
from replies.occasions import title
from replies.reply import Button, Reply, Rows, lines
from services.alerts import Crossing, Notice

BUTTONS = 3
"""For how many budgets there are buttons."""


def told(notice: Notice, family: Family) -> Reply:
    """Tell of all that was crossed, what is left elsewhere, and what can be done about it."""
    named = [(one, notice.occasions[one.budget.occasion_id]) for one in notice.crossings]
    return Reply(
        lines(*(_crossed(one, occasion, family) for one, occasion in named), _elsewhere(notice, family)),
        tuple(row for one, _ in named[:BUTTONS] for row in _buttons(one.budget, alone=len(named) == 1)),
        about=tuple(sorted(notice.about)),
    )


def muted(kind: str, occasion: Occasion, person: Person | None) -> Reply:
    """Confirm that nothing more is said of a budget in this chat, and offer to take that back."""
    text = Markup("🔕 No more alerts here about {}.").format(_of(kind, occasion, person))
    return Reply(text, ((Button("🔔 Tell us again", f"unmute:{_words(kind, occasion.id, person)}"),),), anew=True)


def unmuted(kind: str, occasion: Occasion, person: Person | None) -> Reply:
    """Confirm that a budget is spoken of again in this chat."""
    text = Markup("🔔 Alerts about {} come here again.").format(_of(kind, occasion, person))
    return Reply(text, ((Button("🔕 Mute", f"mute:{_words(kind, occasion.id, person)}"),),))


def muted_already() -> Reply:
    """Say that a budget was muted before."""
    return Reply(toast="🔕 Muted already")


def everybody() -> str:
    """Name those who share a ceiling, where one asks how much it shall be."""
    return "Everybody together"


def _crossed(crossing: Crossing, occasion: Occasion, family: Family) -> Markup:
    budget, standing = crossing.budget, crossing.standing
    amounts = [
        money(amount, family.locale, budget.currency)
        for amount in (standing.committed, standing.budget or Decimal(0), abs(standing.left or Decimal(0)))
    ]
    if crossing.threshold == OVER:
        text = Markup("⚠️ <b>{}</b> is over budget: {} of {}, {} too much")
    elif crossing.threshold == FULL:
        text = Markup("🟠 <b>{}</b>: the budget is fully used, {} of {}")
    else:
        text = Markup("🟡 <b>{}</b>: {} of {} used ({percent}), {} left")
    return text.format(_head(budget, occasion), *amounts, percent=percentage(standing))


def _elsewhere(notice: Notice, family: Family) -> Markup | None:
    """Say where money is left for the same occasion."""
    if not notice.elsewhere:
        return None
    left = [(one, money(amount, family.locale, one.currency)) for one, amount in notice.elsewhere]
    if left[0][0].kind == "ceiling":
        return Markup("Everybody together: {} left").format(left[0][1])
    return Markup("Left elsewhere: {}").format(" · ".join(f"{one.name} {amount}" for one, amount in left))


def _head(budget: Watched, occasion: Occasion) -> str:
    named = title(occasion)
    heads = {"recipient": f"{budget.name} · {named}", "purchaser": f"{budget.name} buys · {named}"}
    return heads.get(budget.kind, f"{named}, everybody together")


def _of(kind: str, occasion: Occasion, person: Person | None) -> str:
    if person is None:
        return f"the ceiling of {title(occasion)}"
    return (
        f"what {person.name} buys for {title(occasion)}"
        if kind == "purchaser"
        else f"{person.name} · {title(occasion)}"
    )


def _words(kind: str, occasion_id: int, person: Person | None) -> str:
    return f"{occasion_id}:{person.id if person else 0}:{kind}"


def _buttons(budget: Watched, *, alone: bool) -> Rows:
    """Offer to raise a budget, to see what it is used for, and to hear no more of it."""
    words = f"{budget.key}:{budget.kind}"
    whose = {"recipient": budget.name, "purchaser": f"{budget.name} buys"}.get(budget.kind, "the ceiling")
    listed_for = budget.person_id if budget.kind == "recipient" else 0
    suffix = "" if alone else f" {shortened(whose)}"
    return (
        (
            Button(f"⬆️ Raise{suffix}", f"raise:{words}"),
            Button(f"📋 List{suffix}", f"gifts:{budget.occasion_id}:{listed_for}:0"),
            Button(f"🔕 Mute{suffix}", f"mute:{words}"),
        ),
    )
