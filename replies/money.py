"""How money is written."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from domain.budgets import Standing
from services.amounts import money_format

CELLS = 10


def money(amount: Decimal, locale: str, currency: str) -> str:
    """Write an amount as the family's locale does."""
    return money_format(locale, currency).text(amount)


def bar(standing: Standing) -> str | None:
    """Draw how much of a budget is used, with the percentage in figures; none where there is nothing to divide by."""
    percent = standing.percent
    if percent is None:
        return None
    cells = min(CELLS, max(int(percent) * CELLS // 100, 1 if percent > 0 else 0))
    return f"{'▓' * cells}{'░' * (CELLS - cells)} {percentage(standing)}"


def percentage(standing: Standing) -> str | None:
    """Write how much of a budget is used, so that 100 % is neither more nor less than all of it."""
    percent = standing.percent
    if percent is None:
        return None
    return f"{percent.quantize(Decimal(1), ROUND_CEILING if standing.over else ROUND_FLOOR)} %"
