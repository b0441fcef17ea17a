"""How much the words mean."""

from decimal import Decimal

from domain.budgets import UNSET, Unset
from domain.questions import Ask, WhichAmount
from domain.refusals import NotAnAmount, Refusal
from handlers.request import Request
from services.amounts import take_amount as read_amount

SLOT = WhichAmount.slot


def take_amount(request: Request, currency: str) -> Decimal | Unset | None:
    """Take the amount at the front of the words: none clears, unset means that no word is left."""
    words, answer = request.words, request.answers.get(SLOT, {})
    if "amount" in answer:
        request.resume(answer)
        return None if answer["amount"] is None else Decimal(answer["amount"])
    request.insert_reply(SLOT)
    if not words:
        return UNSET
    read = read_amount(words.texts, request.family.locale, currency)
    if read is None:
        raise NotAnAmount(words.texts[0])
    if read.value is not None and read.other is not None:
        said = " ".join(words.texts[: read.used])
        raise Ask(WhichAmount(said, (read.value, read.other), *request.behind(SLOT, read.used)))
    words.take(read.used)
    return read.value


def words_before_amount(request: Request, most: int) -> int:
    """Count the words before the first that is an amount: so many make an unknown name."""
    currency = request.family.currency
    return next((at for at in range(1, most) if begins_amount(request, at, currency)), most)


def begins_amount(request: Request, at: int, currency: str) -> bool:
    """Tell whether an amount, or the word that clears one, begins at this word."""
    words = request.words
    if words.items[at].quoted:
        return False
    try:
        return read_amount(words.texts[at:], request.family.locale, currency) is not None
    except NotAnAmount:
        return False
    except Refusal:
        return True
