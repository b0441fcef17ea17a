"""How it is said that budgets are nearly used, used, or overrun."""

from decimal import Decimal

from markupsafe import Markup

from domain.alerts import FULL, OVER, Budget
from domain.families import Family
from domain.limits import Limited, WatchedLimit
from domain.occasions import Occasion
from domain.people import Person
from replies import limits
from replies.money import money, percentage
from replies.names import shortened
from replies.occasions import title
from replies.reply import Button, Reply, Rows, lines
from services.alerts import Crossing, Notice

BUTTONS = 3
"""For how many budgets there are buttons."""
LIMIT = "limit"
"""What stands in the data of a button before the key of a limit."""


def told(notice: Notice, family: Family) -> Reply:
    """Tell of all that was crossed, what is left elsewhere, and what can be done about it."""
    crossed, alone = notice.crossings, len(notice.crossings) == 1
    return Reply(
        lines(*(_crossed(one, notice, family) for one in crossed), _elsewhere(notice, family)),
        tuple(row for one in crossed[:BUTTONS] for row in _buttons(one.budget, notice, alone=alone)),
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


def limit_muted(limited: Limited) -> Reply:
    """Confirm that nothing more is said of a limit in this chat, and offer to take that back."""
    text = Markup("🔕 No more alerts here about {}.").format(limits.spoken(limited))
    return Reply(text, ((Button("🔔 Tell us again", f"unmute:{LIMIT}:{limited.limit.id.hex}"),),), anew=True)


def limit_unmuted(limited: Limited) -> Reply:
    """Confirm that a limit is spoken of again in this chat."""
    text = Markup("🔔 Alerts about {} come here again.").format(limits.spoken(limited))
    return Reply(text, ((Button("🔕 Mute", f"mute:{LIMIT}:{limited.limit.id.hex}"),),))


def muted_already() -> Reply:
    """Say that a budget was muted before."""
    return Reply(toast="🔕 Muted already")


def everybody() -> str:
    """Name those who share a ceiling, where one asks how much it shall be."""
    return "Everybody together"


def _crossed(crossing: Crossing, notice: Notice, family: Family) -> Markup:
    budget, standing = crossing.budget, crossing.standing
    what = "limit" if isinstance(budget, WatchedLimit) else "budget"
    amounts = [
        money(amount, family.locale, budget.currency)
        for amount in (standing.committed, standing.budget or Decimal(0), abs(standing.left or Decimal(0)))
    ]
    if crossing.threshold == OVER:
        text = Markup("⚠️ <b>{}</b> is over {over}: {} of {}, {} too much")
    elif crossing.threshold == FULL:
        text = Markup("🟠 <b>{}</b>: the {what} is fully used, {} of {}")
    else:
        text = Markup("🟡 <b>{}</b>: {} of {} used ({percent}), {} left")
    over = "the limit" if what == "limit" else what
    head = _head(budget, notice, family)
    return text.format(head, *amounts, percent=percentage(standing), what=what, over=over)


def _elsewhere(notice: Notice, family: Family) -> Markup | None:
    """Say where money is left for the same occasion."""
    if not notice.elsewhere:
        return None
    left = [(one, money(amount, family.locale, one.currency)) for one, amount in notice.elsewhere]
    if left[0][0].kind == "ceiling":
        return Markup("Everybody together: {} left").format(left[0][1])
    return Markup("Left elsewhere: {}").format(" · ".join(f"{one.name} {amount}" for one, amount in left))


def _head(budget: Budget, notice: Notice, family: Family) -> str:
    if isinstance(budget, WatchedLimit):
        return limits.headed(budget.category, budget.window, family)
    named = title(notice.occasions[budget.occasion_id])
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


def _buttons(budget: Budget, notice: Notice, *, alone: bool) -> Rows:
    """Offer to raise a budget, to see what it is used for, and to hear no more of it."""
    if isinstance(budget, WatchedLimit):
        return (_limit_buttons(budget, "" if alone else f" {_called(budget, notice)}"),)
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


def _called(budget: WatchedLimit, notice: Notice) -> str:
    """Name a limit on a button, apart from another one of the same category."""
    name, limited = shortened(limits.named(budget.category)), [one.budget for one in notice.crossings]
    alike = [one for one in limited if isinstance(one, WatchedLimit) and one.category == budget.category]
    return name if len(alike) == 1 else f"{name} {budget.limit.period}"


def _limit_buttons(budget: WatchedLimit, suffix: str) -> tuple[Button, ...]:
    """Offer to raise a limit, and to hear no more of it."""
    words = f"{LIMIT}:{budget.limit.id.hex}"
    return Button(f"⬆️ Raise{suffix}", f"raise:{words}"), Button(f"🔕 Mute{suffix}", f"mute:{words}")
