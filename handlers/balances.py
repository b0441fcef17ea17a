"""What people say about what they owe each other."""

from decimal import Decimal

from domain.budgets import Unset
from domain.money import MAX_DECIMALS
from domain.people import Person
from domain.refusals import Gone, MissingWords, NotAnAmount, TooManyWords
from domain.splits import Repayment
from handlers.reading import amounts, people, splits
from handlers.registry import command, press
from handlers.request import Request
from replies import balances as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import balances
from services.balances import Paid
from services.questions import new_key

_PAID = ("paid", "pays", "gave", "to")


@command("balance", "", "See who owes whom of what was split", example="/balance")
async def balance(request: Request, uow: UnitOfWork) -> Reply:
    """Show who owes whom."""
    if request.words:
        raise TooManyWords(request.words.rest(), "balance")
    return replies.balance(await balances.look(uow, request.family), _names(request), request.family)


@command(
    "settle",
    "[[PAYER] RECEIVER AMOUNT]",
    "See what makes everybody even, or record what was paid back",
    example="/settle mom 20",
)
async def settle(request: Request, uow: UnitOfWork) -> Reply:
    """Show what makes everybody even, or record what somebody has paid."""
    if not request.words:
        found = await balances.look(uow, request.family)
        return replies.settle(found, _names(request), request.family, new_key())
    paid = await _told(request, uow)
    return await _recorded(request, uow, await balances.record(uow, paid))


@press("paid", "✓ Ben paid Ann $20.00", "Record that somebody paid back what they owed")
async def paid(request: Request, uow: UnitOfWork) -> Reply:
    """Record the payment that a button speaks of."""
    words = request.words
    payer, receiver = (people.person_of(request.scene.people, words.take_number()) for _ in range(2))
    amount, currency, offer = Decimal(words.take_number()).scaleb(-MAX_DECIMALS), words.take(), words.take()
    if not amount:
        raise Gone
    made = await balances.record_owed(uow, _paid(request, payer, receiver, amount, currency), offer)
    return replies.recorded_before() if made is None else await _recorded(request, uow, made)


async def _told(request: Request, uow: UnitOfWork) -> Paid:
    """Read who paid whom how much; one name alone is whom the speaker paid."""
    words, currency = request.words, request.family.currency
    amount = amounts.take_amount(request, currency) if amounts.begins_amount(request, 0, currency) else None
    words.skip(*_PAID)
    named: list[Person] = []
    while words and len(named) < 2 and not amounts.begins_amount(request, 0, currency):  # noqa: PLR2004 - payer, receiver
        named.append(await splits.take_known(request, uow))
        words.skip(*_PAID)
    if not named:
        raise MissingWords("settle")
    if amount is None:
        read = amounts.take_amount(request, currency)
        amount = None if isinstance(read, Unset) else read
    if words:
        raise TooManyWords(words.rest(), "settle")
    if isinstance(amount, Unset) or not amount:
        raise NotAnAmount("")
    *payers, receiver = named
    return _paid(request, payers[0] if payers else splits.payer_of(request), receiver, amount, currency)


def _paid(request: Request, payer: Person, receiver: Person, amount: Decimal, currency: str) -> Paid:
    return Paid(payer.id, receiver.id, amount, currency, request.user.id, request.today)


async def _recorded(request: Request, uow: UnitOfWork, made: Repayment) -> Reply:
    left = await balances.look(uow, request.family)
    return replies.recorded(made, left, _names(request), request.family, new_key())


def _names(request: Request) -> dict[int, str]:
    return {person.id: person.name for person in request.scene.people}
