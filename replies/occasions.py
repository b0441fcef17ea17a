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
from replies.paging import page_of
from replies.reply import Reply, lines
from services.occasions import Arranged


def title(occasion: Occasion | NewOccasion) -> str:
    """Name an occasion with its year."""
    if occasion.date is None or str(occasion.date.year) in occasion.name:
        return occasion.name
    return f"{occasion.name} {occasion.date.year}"


def titled(occasion: Occasion, whose: str | None) -> str:
    """Name an occasion with its year, and with whose it is."""
    return f"{whose}'s {title(occasion)}" if whose else title(occasion)


def when(occasion: Occasion, today: date) -> str:
    """Say how far away an occasion is, in brackets; nothing when nobody knows."""
    if occasion.date is None:
        return ""
    days = days_until(occasion.date, today)
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return f" ({near[days]})"
    return f" (in {days} days)" if days > 0 else f" ({-days} days ago)"


def listed(occasions: Sequence[Occasion], names: dict[int, str], family: Family, today: date, number: int = 0) -> Reply:
    """List what lies ahead."""
    if not occasions:
        return Reply(
            Markup(
                "Nothing is planned yet.\nA budget makes its occasion: <code>/budget mom christmas 100</code>\n"
                "Or name one: <code>/occasion graduation 12 June</code>"
            )
        )
    page = page_of(occasions, number)
    ahead = (_line(one, names, family, today) for one in page.items)
    return Reply(lines(Markup("📅 <b>What lies ahead</b>"), *ahead, page.counted), page.turns("occasions"))


def _line(occasion: Occasion, names: dict[int, str], family: Family, today: date) -> Markup:
    day = f" · {day_text(occasion.date, family.locale)}" if occasion.date else " · no date yet"
    return Markup("• <b>{}</b>{}{}").format(titled(occasion, names.get(occasion.id)), day, when(occasion, today))


def shown(view: Arranged, family: Family, today: date) -> Reply:
    """Show one occasion with its date and its ceiling."""
    occasion, ceiling = view.occasion, view.ceiling
    day = (
        Markup("Date: {}").format(day_text(occasion.date, family.locale))
        if occasion.date
        else Markup("No date yet: <code>{}</code>").format(_dating(view))
    )
    limit = (
        f"Ceiling for everybody together: {money(ceiling, family.locale, family.currency)}"
        if ceiling is not None
        else "No ceiling for everybody together"
    )
    return Reply(
        lines(
            Markup("📅 <b>{}</b>{}{}").format(
                titled(occasion, view.whose), when(occasion, today), " · new" if view.new else ""
            ),
            day,
            limit,
        )
    )


def _dating(view: Arranged) -> str:
    """Write the command that tells the date."""
    if view.whose:
        return f"/person {typed(view.whose)} birthday 3 May"
    return f"/occasion {typed(view.occasion.name)} 12 June"
