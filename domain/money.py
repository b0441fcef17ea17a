"""Money: exact amounts, their limits, and how they are shared."""

import re
from decimal import ROUND_DOWN, Decimal

MAX_AMOUNT = Decimal("99999999.99")
MAX_DECIMALS = 2
NOTHING = Decimal(0)

_WITHOUT_CENTS = re.compile(
    "A(DP|FN|LL)|B(IF|YR)|CLP|DJF|ESP|GNF|I(QD|RR|SK|TL)|JPY|K(MF|PW|RW)|L(AK|BP|UF)|M(GA|GF|MK|RO)|PYG|R(SD|WF)|"
    "S(LL|OS|TD|YP)|T(MM|RL)|U(GX|YI)|V(ND|UV)|X(AF|OF|PF)|YER|Z(MK|WD)"
)
"""The currencies that families write without decimals."""


def decimals_of(currency: str) -> int:
    """Answer how many decimals an amount in this currency has here."""
    return 0 if _WITHOUT_CENTS.fullmatch(currency) else MAX_DECIMALS


def quantum(decimals: int) -> Decimal:
    """Answer the smallest amount a currency with this many decimals can pay."""
    return Decimal(1).scaleb(-decimals)


def equal_shares(total: Decimal, n: int, decimals: int = MAX_DECIMALS) -> list[Decimal]:
    """Share a total equally among n; what cannot be shared goes to the first, so the shares sum to the total."""
    share = (total / n).quantize(quantum(decimals), ROUND_DOWN)
    return [total - share * (n - 1), *[share] * (n - 1)]
