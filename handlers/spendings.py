"""What people ask about what was spent: lists of it, and an expense by itself, to be changed or removed."""

from dataclasses import replace

from domain.expenses import Expense
from domain.refusals import Gone, NotAllowed, TooManyWords
from handlers.reading.spendings import take_asked
from handlers.registry import command, press
from handlers.request import Request
from handlers.spending_edits import EDITS
from replies import spendings as replies
from replies.reply import Reply
from replies.spendings import Card
from repositories.unit_of_work import UnitOfWork
from services import categories, expenses, spenders, spendings, splits
from services.expenses import ExpenseView
from services.periods import first_weekday
from services.spendings import Listing

_TRAIL = 4
"""How many words a button has for what is listed."""


@command(
    "expenses",
    "[PERIOD] [CATEGORY|#TAG|PERSON] [over AMOUNT]",
    "See what was spent, newest first, and open one to change it",
    example="/expenses this year food over 10",
)
async def everything(request: Request, uow: UnitOfWork) -> Reply:
    """List what was spent."""
    told = await take_asked(request, uow)
    people = request.scene.people
    if told.asked.period:
        found = await spendings.listing(uow, people, told.asked)
    else:
        found = await spendings.recent(uow, people, told.asked, request.today)
    return _listed(request, found, told.who)


@press("expenses", "◀ Back · Next ▶", "Turn the pages of a list")
async def turn_page(request: Request, uow: UnitOfWork) -> Reply:
    """Show another page of what was spent."""
    words = [request.words.take() for _ in range(_TRAIL)]
    asked = spendings.read_trail(words, request.family.currency, first_weekday(request.family.locale))
    known = await spenders.known(uow, request.scene.people)
    who = known.name(asked.person_id, asked.user_id)
    found = await spendings.listing(uow, request.scene.people, asked, request.words.take_number())
    return _listed(request, found, who)


@press("spent", "1 · lunch", "Open the expense of that number")
async def open_card(request: Request, uow: UnitOfWork) -> Reply:
    """Show an expense below the list that it stands in; on the way back from its menu, in its place."""
    expense = await _expense(request, uow)
    return replace(
        replies.card(await _card(request, uow, expense), request.family), anew=not request.words.skip("here")
    )


@press("revise", "✏️ Edit, below an expense", "Choose what to change about it")
async def menu(request: Request, uow: UnitOfWork) -> Reply:
    """Offer what may be changed about an expense."""
    expense = await _own_expense(request, uow)
    return replies.menu(await _card(request, uow, expense), request.family)


@press("amend", "Amount · Category · Description · Date · Tags · Payment", "Change just that of an expense")
async def amend(request: Request, uow: UnitOfWork) -> Reply:
    """Change something about an expense."""
    before = await _own_expense(request, uow)
    way = request.words.take()
    if way not in EDITS:
        raise Gone
    view = ExpenseView(before, await categories.find(uow, before.category_id))
    after = await EDITS[way](request, uow, before, replies.briefly(view, request.family))
    if request.words:
        raise TooManyWords(request.words.rest(), "expenses")
    changed = await expenses.change(uow, before, after)
    return replies.changed(await _card(request, uow, changed), request.family, way)


@press("unspend", "🗑 Remove, below an expense", "Remove it; Undo brings it back")
async def remove(request: Request, uow: UnitOfWork) -> Reply:
    """Take an expense out of everything."""
    expense = await _own_expense(request, uow)
    view = ExpenseView(expense, await categories.find(uow, expense.category_id))
    await expenses.remove(uow, expense)
    return replies.removed(view, request.family)


def _listed(request: Request, found: Listing, who: str) -> Reply:
    return replies.listed(found, request.family, request.today, who, partial=request.partial)


async def _expense(request: Request, uow: UnitOfWork) -> Expense:
    """Find the expense that a button belongs to."""
    return await expenses.find(uow, request.words.take_key())


async def _own_expense(request: Request, uow: UnitOfWork) -> Expense:
    """Find the expense that a button belongs to, if the speaker may change it: a child only its own."""
    expense = await _expense(request, uow)
    own = request.member.person_id
    if not request.member.plans and expense.user_id != request.user.id and expense.person_id != (own or -1):
        raise NotAllowed
    return expense


async def _card(request: Request, uow: UnitOfWork, expense: Expense) -> Card:
    """Find out all there is to know of an expense."""
    known = await spenders.known(uow, request.scene.people)
    spender = known.name(expense.person_id, expense.user_id)
    view = ExpenseView(expense, await categories.find(uow, expense.category_id), spender)
    return Card(view, tuple(await splits.parts_of(uow, expense, known.people)))
