"""Pictures: how everybody's money stands for an occasion, as facts that can wait and be drawn when they are sent."""

import json
import logging
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from domain.budgets import Standing
from domain.families import Family
from replies.money import money, percentage
from replies.occasions import titled, when
from services.budgets import BudgetView, OccasionView

Facts = dict[str, Any]

# What the drawing library tells about its cache of fonts is of no use to a host.
logging.getLogger("matplotlib").setLevel(logging.ERROR)

MOST = 40
"""How many people one picture shows; with more of them nobody could read it."""
REPORT = "report"
"""The kind of facts that a report's picture is drawn from; those of a status have none."""
LONGEST = 150
"""Up to which percent of a budget a bar is drawn."""


def status(view: OccasionView, family: Family, today: date) -> Facts:
    """Tell what the picture of an occasion shows, who needs care first."""
    people = sorted((one for one in view.budgets if not one.secret), key=care)
    more = len(people) - MOST
    return {
        "title": titled(view.occasion, view.whose),
        "when": when(view.occasion, today).strip(" ()"),
        "people": [_person(one, family) for one in people[:MOST]],
        "note": f"and {more} more" if more > 0 else "" if people else "Nobody has a budget yet",
        "together": _together(view, family),
    }


def drawn(facts: Facts) -> bytes:
    """Draw the facts as a PNG, the same facts always alike; one at a time, as the library is not made for more."""
    # The library takes a second and forty megabytes: whoever never asks for a picture spends neither.
    from replies import canvas, report_canvas  # noqa: PLC0415 - see above

    return report_canvas.png(facts) if facts.get("kind") == REPORT else canvas.png(facts)


def key(facts: Facts) -> str:
    """Name the facts by their content: equal ones draw equal pictures."""
    return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


def care(view: BudgetView) -> tuple[int, Decimal, str]:
    """Order by what needs care: over, used most, spent without a limit, and the rest by name."""
    standing = view.standing
    percent = standing.percent
    name = view.person.name_key
    if standing.over:
        return 0, Decimal("-Infinity") if percent is None else -percent, name
    if percent is not None:
        return 1, -percent, name
    return 2 if standing.committed else 3, Decimal(0), name


def _person(view: BudgetView, family: Family) -> Facts:
    # A name in a script that cannot be drawn gives way to an alias that can.
    names = [view.person.name, *view.person.aliases]
    return _row(names, view.standing, family.locale, view.currency, "no limit")


def _together(view: OccasionView, family: Family) -> list[Facts]:
    """Add everybody up; the ceiling holds for the family's own currency."""
    if view.ceiling is None and sum(not one.secret for one in view.budgets) < 2:  # noqa: PLR2004 - one alone adds up to what is said already
        return []
    ceilings = {} if view.ceiling is None else {family.currency: view.ceiling}
    totals = dict.fromkeys(ceilings, Standing(Decimal(0))) | view.totals
    return [
        _row(
            ["All together"],
            Standing(ceilings.get(currency), total.spent, total.planned),
            family.locale,
            currency,
            f"budgets {money(total.budget or Decimal(0), family.locale, currency)}",
        )
        for currency, total in totals.items()
    ]


def _row(names: list[str], standing: Standing, locale: str, currency: str, unlimited: str) -> Facts:
    """Tell what stands beside a bar, and in percent where its parts and the limit lie."""
    percent = standing.percent
    return {
        "names": names,
        "against": _against(standing, locale, currency, unlimited),
        "figures": _figures(standing, locale, currency),
        "over": standing.over,
        "limit": None if standing.budget is None else 100 if standing.budget else 0,
        "parts": _parts(standing),
        "beyond": standing.over and (percent is None or percent > LONGEST),
    }


def _against(standing: Standing, locale: str, currency: str, unlimited: str) -> str:
    if standing.budget is None:
        return unlimited
    percent = percentage(standing)
    return f"{percent} of {money(standing.budget, locale, currency)}" if percent else "nothing may be spent"


def _figures(standing: Standing, locale: str, currency: str) -> list[str]:
    spent, planned = (money(amount, locale, currency) for amount in (standing.spent, standing.planned))
    figures = [f"spent {spent}", f"planned {planned}"]
    if standing.budget and standing.left == 0:
        figures.append("fully used")
    elif standing.left:
        figures.append(f"{money(abs(standing.left), locale, currency)} {'over' if standing.over else 'left'}")
    return figures


def _parts(standing: Standing) -> list[list[Any]]:
    """Lay what is spent, planned and over behind each other, each from one percent of the budget to another."""
    percent = standing.percent
    if standing.budget is None or percent is None:
        return [["over", 0, LONGEST]] if standing.over else []
    spent, used = (min(part, Decimal(100)) for part in (standing.spent * 100 / standing.budget, percent))
    parts = [("spent", Decimal(0), spent), ("planned", spent, used), ("over", used, min(percent, Decimal(LONGEST)))]
    return [[kind, round(float(begin), 1), round(float(end), 1)] for kind, begin, end in parts if begin < end]
