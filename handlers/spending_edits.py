"""What may be changed about an expense: how it is asked for, and how the answer is read."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

from domain.budgets import Unset
from domain.characters import without_invisible
from domain.expense_refusals import NotAPayment, NothingSpent
from domain.expenses import MAX_DESCRIPTION, PAYMENT_METHODS, Expense, PaymentMethod
from domain.names import checked_name, split_words
from domain.questions import Ask
from domain.refusals import BadDate
from domain.spending_questions import NewAmount, NewCategory, NewDay, NewDescription, NewPayment, NewTags
from handlers.reading import amounts, categories
from handlers.reading.days import past_day
from handlers.reading.payments import paid_at_end
from handlers.reading.tags import checked_tags, read_tag
from handlers.request import Request
from repositories.unit_of_work import UnitOfWork
from services import categories as services
from services.dates import read_date
from services.period_words import period_words

OFFERED = 12
"""How many categories are offered by buttons."""
_NONE = {"none", "no", "nothing", "-"}


async def amount(request: Request, _uow: UnitOfWork, expense: Expense, spent: str) -> Expense:
    """Read how much was spent, really."""
    read = amounts.take_amount(request, expense.currency)
    if isinstance(read, Unset):
        raise Ask(NewAmount(spent))
    if not read:
        raise NothingSpent
    return replace(expense, amount=read)


async def category(request: Request, uow: UnitOfWork, expense: Expense, spent: str) -> Expense:
    """Read what it was spent on, really."""
    known = await uow.categories.list_all()
    answer = request.answers.get(NewCategory.slot)
    if answer is None:
        raise Ask(NewCategory(spent, tuple(one for one in known if one.id != expense.category_id)[:OFFERED]))
    if "id" in answer:
        return replace(expense, category_id=(await services.find(uow, UUID(answer["id"]))).id)
    request.insert_reply(NewCategory.slot)
    return replace(expense, category_id=(await categories.take_category(request, uow)).id)


async def description(request: Request, _uow: UnitOfWork, expense: Expense, spent: str) -> Expense:
    """Read how it is described from now on."""
    told = _none_or(request.told(NewDescription(spent)))
    shown = checked_name(told, MAX_DESCRIPTION) if without_invisible(told).strip() else ""
    return replace(expense, description=shown)


async def day(request: Request, _uow: UnitOfWork, expense: Expense, spent: str) -> Expense:
    """Read when it was spent, really."""
    told = request.told(NewDay(spent))
    words = told.split()
    if words and period_words(request.family.locale).means(words[0], "on"):
        words = words[1:]
    read = read_date(words, request.family.locale, request.today, past=True)
    if read is None or read.used != len(words):
        raise BadDate(told)
    return replace(expense, date=past_day(read, told, request.today))


async def tags(request: Request, _uow: UnitOfWork, expense: Expense, spent: str) -> Expense:
    """Read which tags it has from now on, with a hash before them or without."""
    told = _none_or(request.told(NewTags(spent)))
    words = split_words(" ".join(f"#{word.lstrip('#')}" for word in told.replace(",", " ").split()))
    return replace(expense, tags=list(checked_tags(map(read_tag, words))))


async def payment(request: Request, _uow: UnitOfWork, expense: Expense, spent: str) -> Expense:
    """Read how it was paid."""
    told = request.told(NewPayment(spent))
    return replace(expense, payment_method=_method(told))


Edit = Callable[[Request, UnitOfWork, Expense, str], Awaitable[Expense]]
EDITS: dict[str, Edit] = {
    "amount": amount,
    "category": category,
    "description": description,
    "date": day,
    "tags": tags,
    "payment": payment,
}


def _none_or(told: str) -> str:
    return "" if told.lower().strip() in _NONE else told


def _method(told: str) -> PaymentMethod:
    for method in PAYMENT_METHODS:
        if told.lower().strip() == method:
            return method
    words = split_words(told)
    found = paid_at_end(words)
    if found is None or found[1] != len(words):
        raise NotAPayment(told)
    return found[0]
