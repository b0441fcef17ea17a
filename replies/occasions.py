"""How occasions are named and listed."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from domain.dates import days_until
from domain.families import Family
from domain.occasions import NewOccasion, Occasion
from replies.dates import day_text
from replies.money import money
from replies.names import typed
from replies.reply import Reply, lines
from services.occasions import Arranged


def title(occasion: Occasion | NewOccasion) -> str:
    """Name an occasion with its year."""
    if occasion.date is None or str(occasion.date.year) in occasion.name:
        return occasion.name
    return f"{occasion.name} {occasion.date.year}"


def when(occasion: Occasion, today: date) -> str:
    """Say how far away an occasion is, in brackets; nothing when nobody knows."""
    if occasion.date is None:
        return ""
    days = days_until(occasion.date, today)
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return f" ({near[days]})"
    return f" (in {days} days)" if days > 0 else f" ({-days} days ago)"


def listed(occasions: Sequence[Occasion], names: dict[int, str], family: Family, today: date) -> Reply:
    """List what lies ahead."""
    if not occasions:
        return Reply(
            Markup(
                "Nothing is planned yet.\nA budget makes its occasion: <code>/budget mom christmas 100</code>\n"
                "Or name one: <code>/occasion graduation 12 June</code>"
            )
        )
    return Reply(lines(Markup("📅 <b>What lies ahead</b>"), *(_line(one, names, family, today) for one in occasions)))


def _line(occasion: Occasion, names: dict[int, str], family: Family, today: date) -> Markup:
    whose = f"{names[occasion.id]} · " if occasion.id in names else ""
    day = f" · {day_text(occasion.date, family.locale)}" if occasion.date else " · no date yet"
    return Markup("• {}<b>{}</b>{}{}").format(whose, title(occasion), day, when(occasion, today))


def shown(view: Arranged, family: Family, today: date) -> Reply:
    """Show one occasion with its date and its ceiling."""
    occasion, ceiling = view.occasion, view.ceiling
    day = (
        Markup("Date: {}").format(day_text(occasion.date, family.locale))
        if occasion.date
        else Markup("No date yet: <code>/occasion {} 12 June</code>").format(typed(occasion.name))
    )
    limit = (
        f"Ceiling for everybody together: {money(ceiling, family.locale, family.currency)}"
        if ceiling is not None
        else "No ceiling for everybody together"
    )
    return Reply(
        lines(
            Markup("📅 <b>{}</b>{}{}").format(title(occasion), when(occasion, today), " · new" if view.new else ""),
            day,
            limit,
        )
    )
