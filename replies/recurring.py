"""How it is said what is spent again and again, and that it was."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date, format_skeleton
from markupsafe import Markup

from domain.families import Family
from domain.money import decimals_of, quantum
from domain.recurring import LAST_DAY, Recurring
from replies.dates import day_text, ordinal, short_day
from replies.expenses import labelled
from replies.money import money
from replies.paging import page_of
from replies.reply import Button, Reply, lines, rows
from services.recurring import Fallen, RecurringView

_FEW = 3
"""So many days are named one by one."""
_DONE = {"⏸": "⏸ Paused", "▶": "▶ It goes on", "⏭": "⏭ Left out once", "⏹": "⏹ Ended"}


def begun(view: RecurringView, family: Family, today: date) -> Reply:
    """Confirm what is spent again and again from now on."""
    today_too = Markup("✓ Recorded for today.") if view.made else None
    text = lines(Markup("🔁 {}").format(_named(view, family)), _when(view.rule, family, today), today_too)
    return Reply(text, gist=_gist(view, family))


def listed(views: Sequence[RecurringView], family: Family, today: date, number: int) -> Reply:
    """List what is spent again and again, the next first."""
    if not views:
        return Reply(
            Markup("Nothing is spent again and again yet. Begin for example with <code>{}</code>").format(
                "/every month 1st 1200 bills rent"
            )
        )
    page = page_of(views, number)
    first = page.number * len(page.items) if page.number + 1 < page.count else len(views) - len(page.items)
    told = [_line(at, view, family, today) for at, view in enumerate(page.items, first + 1)]
    opening = [Button(f"{at}", f"rule:{view.rule.id.hex}") for at, view in enumerate(page.items, first + 1)]
    text = lines(Markup("🔁 <b>Again and again</b>"), *told, *_monthly(views, family), page.counted)
    return Reply(text, (*rows(opening, 4), *page.turns("recurring")))


def card(view: RecurringView, family: Family, today: date, done: str = "") -> Reply:
    """Show something that is spent again and again, with what can be done about it."""
    rule, key = view.rule, view.rule.id.hex
    text = lines(
        Markup("🔁 {}").format(_named(view, family)),
        _when(rule, family, today),
        Markup("<i>{}</i>").format(_DONE[done]) if done else None,
    )
    back = Button("◀ Back", "recurring:0")
    if rule.next_on is None:
        buttons = [back]
    elif rule.paused_at:
        buttons = [Button("▶ Go on", f"goon:{key}"), Button("⏹ End", f"end:{key}"), back]
    else:
        skip = Button("⏭ Skip next", f"skip:{key}:{rule.next_on.toordinal()}")
        buttons = [Button("⏸ Pause", f"halt:{key}"), skip, Button("⏹ End", f"end:{key}"), back]
    gist = f"{_DONE[done]}: {_gist(view, family)}" if done else ""
    return Reply(text, rows(buttons), toast=_DONE.get(done), gist=gist)


def fallen(found: Fallen, family: Family, today: date) -> Reply:
    """Say what was recorded by itself."""
    return Reply(lines(*(_recorded(view, family, today) for view in found.views)))


def _recorded(view: RecurringView, family: Family, today: date) -> Markup:
    days, rule = [one.date for one in view.made], view.rule
    if len(days) == 1:
        on = "" if days[0] == today else f" · {short_day(days[0], family.locale, today)}"
        return Markup("🔁 {}{}").format(_named(view, family), on)
    named = [short_day(day, family.locale, today) for day in days]
    when = ", ".join(named) if len(days) <= _FEW else f"{named[0]} – {named[-1]}"
    together = money(rule.amount * len(days), family.locale, rule.currency)
    return Markup("🔁 {} × {} · {} · together {}").format(len(days), _named(view, family), when, together)


def _named(view: RecurringView, family: Family) -> Markup:
    rule = view.rule
    told = [labelled(view.category), money(rule.amount, family.locale, rule.currency), rule.description]
    tags = " ".join(f"#{tag}" for tag in rule.tags)
    return Markup(" · ").join(one for one in (*told, tags) if one)


def _gist(view: RecurringView, family: Family) -> str:
    return _named(view, family).striptags()


def _line(at: int, view: RecurringView, family: Family, today: date) -> Markup:
    rule = view.rule
    following = "paused" if rule.paused_at or rule.next_on is None else short_day(rule.next_on, family.locale, today)
    return Markup("{}. {} · {} · {}").format(at, _named(view, family), rhythm(rule, family.locale), following)


def _when(rule: Recurring, family: Family, today: date) -> Markup:
    """Say how often it comes, when next, and until when."""
    often = rhythm(rule, family.locale)
    told = often[0].upper() + often[1:]
    until = f", until {day_text(rule.ends_on, family.locale)}" if rule.ends_on and rule.next_on else ""
    if rule.next_on is None:
        return Markup("{} · it comes no more").format(told)
    if rule.paused_at:
        return Markup("{}{} · paused").format(told, until)
    day = "today" if rule.next_on == today else f"on {day_text(rule.next_on, family.locale)}"
    return Markup("{}{} · next {}").format(told, until, day)


def rhythm(rule: Recurring, locale: str) -> str:
    """Say how often something comes."""
    often = f"every {rule.unit}" if rule.every == 1 else f"every {rule.every} {rule.unit}s"
    day = rule.begins_on
    match rule.unit:
        case "week":
            return f"{often} on {format_date(day, 'EEEE', locale)}"
        case "month":
            return f"{often} on the {'last day' if day.day == LAST_DAY else ordinal(day.day)}"
        case "year":
            return f"{often} on {format_skeleton('MMMMd', day, locale=locale)}"
    return often


def _monthly(views: Iterable[RecurringView], family: Family) -> list[Markup]:
    """Say what it comes to in a month, each currency by itself."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for rule in (view.rule for view in views if not view.rule.paused_at):
        sums[rule.currency] += rule.monthly
    return [
        Markup("Together about <b>{}</b> a month").format(
            money(amount.quantize(quantum(decimals_of(code)), ROUND_HALF_UP), family.locale, code)
        )
        for code, amount in sums.items()
    ]
