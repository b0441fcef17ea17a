"""How it is said what is in a file, and what the file is called."""

from typing import Any

from markupsafe import Markup

from domain.families import Family
from domain.periods import EVERYTHING, Period
from replies.money import money
from replies.periods import title
from replies.reply import Handout, Reply
from services.exports import Extent

_SHAPES = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


def files(extent: Extent, period: Period, family: Family) -> Reply:
    """Hand out what was spent, as a workbook and as plain values."""
    counted = [_counted(extent.expenses, "expense"), _counted(extent.repayments, "repayment")]
    count = ", ".join(part for part in counted if part)
    totals = " + ".join(money(total, family.locale, currency) for currency, total in _sorted(extent, family.currency))
    head = Markup("📦 <b>{}</b> · {}").format(title(period, family.locale), count)
    text = Markup("{} · {}").format(head, totals) if totals else head
    also = Markup("The same as plain values (CSV), for other programs.")
    facts = {"what": "expenses", "family": family.id, "since": str(period.since), "until": str(period.until)}
    facts |= {"unit": period.unit}
    return Reply(text, documents=(Handout(facts | {"format": "xlsx"}, text), Handout(facts | {"format": "csv"}, also)))


def nothing(period: Period, family: Family) -> Reply:
    """Say that there is nothing to hand out."""
    if period == EVERYTHING:
        return Reply(Markup("📦 Nothing is recorded yet. Begin with <code>/spend 12.50 food lunch</code>"))
    text = Markup("📦 <b>{}</b>: nothing was spent. Everything there is: /export")
    return Reply(text.format(title(period, family.locale)))


def too_large() -> Reply:
    """Say that a file is larger than Telegram takes."""
    return Reply(Markup("📦 That is more than Telegram takes in one file. Take it year by year: /export 2026"))


def failed() -> Reply:
    """Say that a file could not be written."""
    return Reply(Markup("📦 I could not write that file. Nothing is lost; please ask again."))


def file_name(period: Period, kind: str) -> str:
    """Name a file by its period, and by nothing else: names of files are seen in passing."""
    if period == EVERYTHING:
        return f"nestegg-all.{kind}"
    shape = _SHAPES.get(period.unit or "")
    when = period.since.strftime(shape) if shape else f"{period.since}-to-{period.until}"
    return f"nestegg-{when}.{kind}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}" if count or noun == "expense" else ""


def _sorted(extent: Extent, currency: str) -> list[tuple[str, Any]]:
    """Put the family's own currency first."""
    return sorted(extent.totals.items(), key=lambda each: (each[0] != currency, each[0]))
