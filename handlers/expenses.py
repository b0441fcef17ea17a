"""What people say about everyday money: what they spent."""

from domain.budgets import Unset
from domain.refusals import MissingWords, NotAnAmount
from handlers.reading import amounts, categories
from handlers.registry import command
from handlers.request import Request
from replies import expenses as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import expenses
from services.expenses import ExpenseView, NewExpense


@command(
    "spend",
    "AMOUNT CATEGORY [DESCRIPTION]",
    "Record what you spent",
    example="/spend 12.50 food lunch",
    begins="anywhere",
)
async def spend(request: Request, uow: UnitOfWork) -> Reply:
    """Record an expense."""
    if not request.words:
        raise MissingWords("spend")
    amount = amounts.take_amount(request, request.family.currency)
    if isinstance(amount, Unset) or not amount:
        raise NotAnAmount("")
    category = await categories.take_category(request, uow)
    told = NewExpense(
        request.user.id,
        request.member.person_id,
        category.id,
        amount,
        request.family.currency,
        request.today,
        request.words.rest(),
    )
    made = await expenses.record(uow, told)
    return replies.recorded(ExpenseView(made, category), request.family, request.today)
