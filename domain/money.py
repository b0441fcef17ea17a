"""Money: exact amounts, their limits, and how they are shared."""

from decimal import ROUND_DOWN, Decimal

MAX_AMOUNT = Decimal("99999999.99")
MAX_DECIMALS = 2


def quantum(decimals: int) -> Decimal:
    """Answer the smallest amount a currency with this many decimals can pay."""
    return Decimal(1).scaleb(-decimals)


def equal_shares(total: Decimal, n: int, decimals: int = MAX_DECIMALS) -> list[Decimal]:
    """Share a total equally among n; what cannot be shared goes to the first, so the shares sum to the total."""
    share = (total / n).quantize(quantum(decimals), ROUND_DOWN)
    return [total - share * (n - 1), *[share] * (n - 1)]
