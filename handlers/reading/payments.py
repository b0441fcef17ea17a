"""How something was paid, by the last words that were said."""

import re
from collections.abc import Sequence

from domain.expenses import PaymentMethod
from domain.names import Word

_WAYS: dict[str, PaymentMethod] = {
    "cash": "cash",
    "card": "card",
    "credit card": "card",
    "debit card": "card",
    "bank card": "card",
    "transfer": "transfer",
    "bank transfer": "transfer",
    "wire transfer": "transfer",
    "wallet": "digital_wallet",
    "digital wallet": "digital_wallet",
    "apple pay": "digital_wallet",
    "google pay": "digital_wallet",
    "paypal": "digital_wallet",
}
_BY = {"by", "in", "with", "via", "per"}
_THING = re.compile(
    "an?|the|my|his|her|our|their|your|new|old|leather|gift|birthday|greeting|christmas|valentine('s)?|wedding|easter|"
    "thank-you|get-well|sympathy|post|sim|sd|memory|id|loyalty|membership|library|business|report|score|playing|"
    "pokemon|trading|game|phone|calling|prepaid|bus|train|travel|metro|transit|graphics|sound|petty|file|heat"
)
"""What makes a thing of the word behind it: a gift card is bought, and not paid with."""
_LONGEST = 2


def paid_at_end(words: Sequence[Word]) -> tuple[PaymentMethod, int] | None:
    """Tell how something was paid if the last words say so, and how many words that takes."""
    texts = ["" if word.quoted else word.text.lower() for word in words]
    for count in range(min(_LONGEST, len(texts)), 0, -1):
        if way := _WAYS.get(" ".join(texts[-count:])):
            before = texts[:-count]
            used = count + len(before) - len(_unled(before))
            return None if used == count and before and _THING.fullmatch(before[-1]) else (way, used)
    return None


def _unled(words: list[str]) -> list[str]:
    """Leave out the end of "lunch, paid by"."""
    if words and words[-1] in _BY:
        words = words[:-1]
    return words[:-1] if words and words[-1] == "paid" else words
