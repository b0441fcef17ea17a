"""How it is shown what was spent in a period, in words and as a picture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from domain.families import Family
from domain.limits import LimitView
from domain.periods import Period, Unit, containing
from domain.reports import Part, Report, Sum
from replies import report_pictures
from replies.expenses import labelled, left_out
from replies.money import bar, money
from replies.names import shortened
from replies.periods import before, shortly, title
from replies.reply import Button, Reply, Rows, lines
from services.periods import first_weekday
from services.reports import ReportView

MOST = 10
"""How many categories are listed one by one; what the others add up to is said together."""
FEW = 8
"""How many members and tags are."""
HUGE = 1000
"""From how many percent on a change is said in times."""
_SAME = "="
_UNITS: dict[Unit, str] = {"day": "Day", "week": "Week", "month": "Month", "year": "Year"}


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a report is written: the family, its today, and whether something is left out for those who read."""

    family: Family
    today: date
    partial: bool = False

    def money(self, amount: Decimal, currency: str | None = None) -> str:
        """Write an amount, in the family's currency unless told."""
        return money(amount, self.family.locale, currency or self.family.currency)

    def short(self, period: Period) -> str:
        """Write a period in a few letters."""
        return shortly(period, self.family.locale, self.today)


def shown(view: ReportView, reader: Reader, *, in_words: bool = False) -> Reply:
    """Show what was spent in a period."""
    report = view.report
    head = _head(report, reader)
    missing = left_out() if reader.partial else None
    buttons = _ways(report.period, reader)
    card = f"report:{report.period.since}:{report.period.until}"
    if report.empty:
        return Reply(lines(head, *_nothing(report, reader), *_limits(view, reader), missing), buttons, card=card)
    total = lines(head, *_total(view, reader))
    text = lines(
        total,
        *_categories(view, reader),
        _members(view, reader),
        _tags(view, reader),
        *_limits(view, reader),
        _others(report, reader),
        missing,
    )
    picture = None if in_words or not report.total.amount else report_pictures.facts(view, reader.family, reader.today)
    return Reply(text, buttons, picture=picture, caption=lines(total, missing), card=card)


def _head(report: Report, reader: Reader) -> Markup:
    head = Markup("📊 <b>{}</b>").format(title(report.period, reader.family.locale))
    passed = report.passed
    if passed is None or passed == report.period:
        return head
    return Markup("{} · day {} of {}").format(head, passed.days, report.period.days)


def _nothing(report: Report, reader: Reader) -> list[Markup | str | None]:
    """Say that nothing was spent, and what to say when something is, as long as the days are not over."""
    over = report.period.until < reader.today
    said = "Nothing was spent." if over else "Nothing spent yet."
    last = f"{before(report.period).capitalize()} it was {reader.money(report.total.before)}."
    return [
        f"{said} {last}" if report.total.before else said,
        None if over else Markup("Record something: <code>/spend 12.50 food lunch</code>"),
    ]


def _total(view: ReportView, reader: Reader) -> list[Markup | str | None]:
    """Say how much it was in all, how that has changed, and on what most of it went."""
    report = view.report
    if not report.total.amount:
        return []
    count = report.total.count
    told = [f"{count:,} expenses" if count > 1 else "1 expense"]
    if report.a_day is not None and report.period.days > 1:
        told.append(f"{reader.money(report.a_day)} a day")
    if len(report.categories) > 1:
        told.append(f"most on {view.categories[report.categories[0].thing].name}")
    spent = Markup("Spent <b>{}</b>").format(reader.money(report.total.amount))
    return [Markup(" · ").join([spent, *told]), _against(report, reader)]


def _against(report: Report, reader: Reader) -> str | None:
    """Set the total against the days before, saying which ones where they are only some of them."""
    if report.compared is None or report.passed is None:
        return None
    same = "" if report.compared == report.period.before else "the same days of "
    what, days = f"{same}{before(report.period)}", reader.short(report.compared)
    if not report.total.before:
        return f"{what[0].upper()}{what[1:]} ({days}): nothing"
    against = f"{what} ({days}: {reader.money(report.total.before)})"
    change = _change(report.total)
    return f"As much as {against}" if change == _SAME else f"{change} against {against}"


def _change(sum_: Sum) -> str | None:
    """Write by how much something has grown or shrunk."""
    percent = sum_.change
    if percent is None:
        return None
    if percent >= HUGE:
        return f"▲ ×{sum_.so_far / sum_.before:,.0f}"
    rounded = round(abs(percent))
    return f"{'▲' if percent > 0 else '▼'} {rounded} %" if rounded else _SAME


def share(part: Part[Any]) -> str:
    """Write how much of the total something is; the smallest part is more than nothing."""
    return f"{part.share} %" if part.share or not part.sum.amount else "<1 %"


def _categories(view: ReportView, reader: Reader) -> Iterable[Markup | str]:
    spent = [part for part in view.report.categories if part.sum.amount]
    if spent:
        yield "—"
    for part in spent[:MOST]:
        change = _change(part.sum) or ("new" if view.report.total.before else None)
        told = [reader.money(part.sum.amount), share(part), *([change] if change and change != _SAME else [])]
        yield Markup("{} {}").format(labelled(view.categories[part.thing]), " · ".join(told))
    if others := spent[MOST:]:
        amount = sum((part.sum.amount for part in others), Decimal(0))
        yield f"and {len(others)} more: {reader.money(amount)}"
    if gone := [part for part in view.report.categories if not part.sum.amount][:FEW]:
        named = (f"{view.categories[part.thing].name} ({reader.money(part.sum.before)} before)" for part in gone)
        yield f"Nothing on {', '.join(named)}"


def _members(view: ReportView, reader: Reader) -> str | None:
    names = [
        f"{shortened(view.names.get(part.thing) or 'somebody')} {reader.money(part.sum.amount)} ({share(part)})"
        for part in view.report.members
    ]
    return f"👤 {_few(names)}" if names else None


def _tags(view: ReportView, reader: Reader) -> str | None:
    tags = [f"#{part.thing} {reader.money(part.sum.amount)}" for part in view.report.tags]
    return f"🏷 {_few(tags)}" if tags else None


def _few(told: Sequence[str]) -> str:
    more = [f"and {len(told) - FEW} more"] if len(told) > FEW else []
    return " · ".join([*told[:FEW], *more])


def _limits(view: ReportView, reader: Reader) -> Iterable[str]:
    """Say where the limits of the period stand."""
    return (_limit(one, reader) for one in view.limits)


def _limit(one: LimitView, reader: Reader) -> str:
    name = one.category.name if one.category else "Everything"
    limit, drawn = reader.money(one.limit.amount, one.limit.currency), bar(one.standing)
    over = one.standing.over and one.standing.left is not None
    rest = f" · ⚠️ {reader.money(-(one.standing.left or Decimal(0)), one.limit.currency)} over" if over else ""
    return f"{drawn} of {limit}, {name}{rest}" if drawn else f"{name}: nothing may be spent{rest}"


def _others(report: Report, reader: Reader) -> str | None:
    """Name what was spent in other currencies, each by itself."""
    amounts = [reader.money(amount, currency) for currency, amount in report.others.items()]
    return f"In other currencies: {' · '.join(amounts)}" if amounts else None


def _ways(period: Period, reader: Reader) -> Rows:
    """Make the buttons to the periods beside this one, and to the other stretches of days around its end."""
    sides = [
        *((_way(f"◀ {reader.short(one)}", one),) if (one := period.before) else ()),
        *((_way(f"{reader.short(one)} ▶", one),) if (one := period.after) and one.since <= reader.today else ()),
    ]
    day = reader.today if reader.today in period else period.until
    first = first_weekday(reader.family.locale)
    around = [_way(name, containing(day, unit, first)) for unit, name in _UNITS.items() if unit != period.unit]
    return (tuple(sides), tuple(around)) if sides else (tuple(around),)


def _way(label: str, period: Period) -> Button:
    return Button(label, f"report:{period.since}:{period.until}")
