"""How limits are shown: how much may be spent, what is left of it, and for how long."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from markupsafe import Markup

from domain.expenses import Category
from domain.families import Family
from domain.limit_questions import NewLimit
from domain.limits import Every, Limit, Limited, LimitView
from domain.periods import Period, containing
from domain.questions import Question
from replies.dates import ordinal, short_day
from replies.expenses import labelled, left_out
from replies.money import bar, money
from replies.names import typed
from replies.paging import page_of
from replies.reply import Reply, lines
from services.limit_settings import Arranged
from services.periods import first_weekday

_EACH: dict[Every, str] = {"daily": "a day", "weekly": "a week", "monthly": "a month", "yearly": "a year"}
_NOW: dict[Every, str] = {"daily": "today", "weekly": "this week", "monthly": "this month", "yearly": "this year"}


def left(view: LimitView, family: Family) -> Markup:
    """Say in a line what is left of a limit."""
    now = _NOW[view.limit.period]
    amount, rest = _amount(view.limit, family), _money(abs(_left(view)), view.limit, family)
    if view.standing.over:
        text = Markup("⚠️ {}: {rest} over the limit of {} {}")
    elif not view.limit.amount:
        text = Markup("{}: nothing may be spent {now}")
    elif not _left(view):
        text = Markup("{}: the limit of {} {} is fully used")
    else:
        text = Markup("{}: {rest} of {} left {}")
    told = text.format(named(view.category), amount, now, rest=rest, now=now)
    return Markup(" · ").join([told, *_a_day(view, family), *(["🤫"] if view.partial else [])])


def named(category: Category | None) -> str:
    """Name what is limited."""
    return category.name if category else "Everything"


def spoken(limited: Limited) -> str:
    """Name a limit in the middle of a sentence."""
    return f"the {limited.limit.period} limit on {named(limited.category) if limited.category else 'everything'}"


def headed(category: Category | None, window: Period, family: Family) -> str:
    """Name a limit together with the days on which it is used, which are read later as well."""
    match window.unit:
        case "month":
            when = format_date(window.since, "LLLL", locale=family.locale)
        case "year":
            when = str(window.since.year)
        case "week":
            when = f"week from {_day(window.since, family, window.since)}"
        case _:
            when = _day(window.since, family, window.since)
    return f"{named(category)}, {when}"


def was_set(done: Arranged, family: Family, today: date) -> Reply:
    """Confirm a limit by showing where it stands, and what became of others that held on the same days."""
    of, limit = done.limited.category, done.limited.limit
    here = _card(done.view, family) if done.view else lines(_head(of, limit, family), _days(limit, family, today))
    return Reply(
        lines(
            here,
            *(Markup("Besides: {}").format(_told(one, family, today)) for one in done.stay),
            *(Markup("Instead of {}").format(_told(one, family, today)) for one in done.gone),
            _left_out([done.view] if done.view else []),
        ),
        gist=f"{named(of)}: {_amount(limit, family)} {_EACH[limit.period]}",
    )


def removed(category: Category | None, gone: Sequence[Limit], family: Family, today: date) -> Reply:
    """Confirm that there is no limit any more."""
    head = Markup("♾️ No {} limit on <b>{}</b> any more").format(
        gone[0].period, named(category) if category else "everything"
    )
    return Reply(lines(head, *(Markup("It was {}").format(_told(one, family, today)) for one in gone)))


def shown(
    category: Category | None, views: Sequence[LimitView], coming: Sequence[Limited], family: Family, today: date
) -> Reply:
    """Show the limits of a category, or how to set the first."""
    if views or coming:
        return Reply(lines(*(_card(one, family) for one in views), *_coming(coming, family, today), _left_out(views)))
    head = Markup("No limit on <b>{}</b> yet.").format(named(category) if category else "everything")
    return Reply(
        Markup("{} Set one: <code>/limit {} 400</code>").format(head, typed(category.name) if category else "all")
    )


def everything(
    views: Sequence[LimitView], coming: Sequence[Limited], family: Family, today: date, number: int = 0
) -> Reply:
    """Show all limits that hold today, and name those that will."""
    if not views and not coming:
        return Reply(Markup("No limits yet. Set the first one: <code>/limit food 400</code>"))
    page = page_of(views, number)
    last = page.number == page.count - 1
    return Reply(
        lines(
            Markup("💰 <b>Limits</b>"),
            *(_card(one, family) for one in page.items),
            *(_coming(coming, family, today) if last else ()),
            page.counted,
            _left_out(views),
        ),
        page.turns("limits"),
        card="limits",
    )


def _card(view: LimitView, family: Family) -> Markup:
    return lines(
        _head(view.category, view.limit, family),
        bar(view.standing),
        Markup(" · ").join(_figures(view, family)),
        _days(view.limit, family, view.today),
    )


def _head(category: Category | None, limit: Limit, family: Family) -> Markup:
    label = labelled(category) if category else Markup("💰 <b>Everything</b>")
    return Markup("{} · {} {}").format(label, _amount(limit, family), _EACH[limit.period])


def _figures(view: LimitView, family: Family) -> list[str]:
    """Say in figures where a limit stands, and how much that is for each day that is left."""
    spent, rest = (_money(one, view.limit, family) for one in (view.standing.spent, abs(_left(view))))
    if view.standing.over:
        return [f"Spent {spent}", f"⚠️ {rest} too much"]
    if not view.limit.amount:
        return ["Nothing may be spent"]
    if not _left(view):
        return [f"Spent {spent}", "fully used"]
    return [f"Spent {spent}", f"left {rest}", *_a_day(view, family)]


def _a_day(view: LimitView, family: Family) -> list[str]:
    amount, until = view.a_day, view.window.until
    if not amount:
        return []
    near = (until.year, until.month) == (view.today.year, view.today.month)
    last = f"the {ordinal(until.day)}" if near else _day(until, family, view.today)
    return [f"{_money(amount, view.limit, family)} a day until {last}"]


def _days(limit: Limit, family: Family, today: date) -> str | None:
    """Say from when until when a limit holds, where that does not go without saying."""
    now = containing(today, limit.unit, first_weekday(family.locale))
    since = f"from {_day(limit.start_date, family, today)}" if limit.start_date > now.since else ""
    until = f"until {_day(limit.end_date, family, today)}" if limit.end_date else ""
    told = " ".join(part for part in (since, until) if part)
    return f"🗓 {told[0].upper()}{told[1:]}" if told else None


def _told(limit: Limit, family: Family, today: date) -> str:
    """Tell a limit in a few words."""
    days = (_days(limit, family, today) or "").removeprefix("🗓 ")
    return " ".join([_amount(limit, family), _EACH[limit.period], days[:1].lower() + days[1:]]).rstrip()


def _coming(coming: Sequence[Limited], family: Family, today: date) -> list[str]:
    return [f"🗓 To come: {named(one.category)}, {_told(one.limit, family, today)}" for one in coming]


def _left_out(views: Sequence[LimitView]) -> Markup | None:
    """Say that gifts for those who read along are left out, where any gifts count."""
    return left_out() if any(view.partial for view in views) else None


def _left(view: LimitView) -> Decimal:
    return view.standing.left or Decimal(0)


def _amount(limit: Limit, family: Family) -> str:
    return _money(limit.amount, limit, family)


def _money(amount: Decimal, limit: Limit, family: Family) -> str:
    return money(amount, family.locale, limit.currency)


def _day(day: date, family: Family, today: date) -> str:
    return short_day(day, family.locale, today)


def _new_limit(question: NewLimit, family: Family) -> tuple[Markup, list[str]]:
    text = Markup("💰 How much may {} be?\nTap an amount, or reply with another one.").format(question.what)
    return text, [*(money(amount, family.locale, question.currency) for amount in question.amounts), "No limit"]


WORDING: dict[type[Question], Callable[[Any, Family], tuple[Markup, list[str]]]] = {
    NewLimit: _new_limit,
}
"""How it is asked back about limits."""
