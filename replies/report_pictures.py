"""The picture of a report: what was spent on what, and how it went on, as facts that are drawn when they are sent."""

import re
from datetime import date
from decimal import Decimal

from domain.families import Family
from domain.periods import Period
from domain.reports import Report, step
from replies.money import money
from replies.periods import before, shortly, title
from replies.pictures import REPORT, Facts
from services.reports import ReportView

MOST = 10
"""How many categories have a bar of their own."""
PLAIN = "#3182ce"
"""The colour of a category that has none."""
OTHERS = "#a0aec0"
_COLOR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def facts(view: ReportView, family: Family, today: date) -> Facts:
    """Tell what the picture of a report shows."""
    report = view.report
    return {
        "kind": REPORT,
        "title": title(report.period, family.locale),
        "total": money(report.total.amount, family.locale, report.currency),
        "change": " · ".join(part for part in (_day(report), _change(report)) if part),
        "rows": _rows(view, family),
        "trend": _trend(report, family, today),
    }


def _day(report: Report) -> str:
    """Say how much of the period has passed, while it runs."""
    passed = report.passed
    return "" if passed is None or passed == report.period else f"day {passed.days} of {report.period.days}"


def _change(report: Report) -> str:
    """Say how the total has changed, in signs that can be drawn."""
    percent = report.total.change
    if percent is None or report.compared is None:
        return ""
    same = "" if report.compared == report.period.before else "the same days of "
    return f"{round(percent):+,} % against {same}{before(report.period)}"


def _rows(view: ReportView, family: Family) -> list[list[str | int]]:
    """Tell of each category its name, its colour, what was spent, and how long its bar is in percent of the longest."""
    report = view.report
    parts = [part for part in report.categories if part.sum.amount]
    longest = parts[0].sum.amount if parts else Decimal(1)
    rows = [
        _row(category.name, category.color, part.sum.amount, part.share, longest, report.currency, family)
        for part in parts[:MOST]
        for category in [view.categories[part.thing]]
    ]
    if others := parts[MOST:]:
        amount = sum((part.sum.amount for part in others), Decimal(0))
        share = sum(part.share for part in others)
        rows.append(_row(f"{len(others)} more", OTHERS, amount, share, longest, report.currency, family))
    return rows


def _row(  # noqa: PLR0917 - what a row shows
    name: str, color: str, amount: Decimal, share: int, longest: Decimal, currency: str, family: Family
) -> list[str | int]:
    percent = f"{share} %" if share else "<1 %"
    shown = color.lower() if _COLOR.fullmatch(color) else PLAIN
    return [
        name,
        shown,
        f"{money(amount, family.locale, currency)} · {percent}",
        min(round(amount * 100 / longest), 100),
    ]


def _trend(report: Report, family: Family, today: date) -> Facts | None:
    """Tell how spending went on, as far as there are days, in thousandths of the most; of one step there is no line."""
    points = [
        point for point in report.trend if report.passed is None or point.period.since <= max(today, _last(report))
    ]
    if len(points) < 2:  # noqa: PLR2004 - a line needs two points
        return None
    most = max(point.amount for point in points)
    return {
        "head": f"By the {step(report.period)}",
        "most": money(most, family.locale, report.currency),
        "points": [round(point.amount * 1000 / most) for point in points],
        "ends": [_end(one.period, family, today) for one in (points[0], points[-1])],
    }


def _last(report: Report) -> date:
    """Find the last day on which something was spent."""
    spent = [point.period.since for point in report.trend if point.amount]
    return max(spent, default=report.period.since)


def _end(period: Period, family: Family, today: date) -> str:
    return shortly(period, family.locale, today)
