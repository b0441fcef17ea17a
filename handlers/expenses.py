"""What people say when they have spent something."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import dropwhile

from domain.expense_questions import WhichSpent
from domain.expense_refusals import HowMuchSpent, InLine, TooManyLines
from domain.expenses import Category
from domain.limits import LimitView
from domain.names import Word
from domain.questions import Ask
from domain.refusals import BadDate, Refusal, TooManyDecimals, WrongCurrency
from domain.splits import Part
from handlers.reading.categories import by_name
from handlers.reading.days import MARKS
from handlers.reading.expenses import Told, lines_of, read_expense
from handlers.reading.prices import Ways, amount_at_front
from handlers.reading.spent_on import Chooser, Spent, answers_to, find_named
from handlers.reading.splits import take_split
from handlers.registry import command
from handlers.request import Request
from replies import recorded as replies
from replies.recorded import Recorded
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import expenses, splits
from services.dates import read_date
from services.expenses import ExpenseView, NewExpense
from services.limits import left_for
from services.period_words import period_words

MOST = 50
"""How many expenses one message tells of."""
FEW = 6
"""How many words may stand before an amount that comes last, where nobody said that something was spent."""
_NO_PRICES = {"at", "by", "until", "till", "from", "to", "about", "around", "before", "after", "is", "version"}
"""Behind these a number is rather the time of day, or no price at all."""
_EXACT = re.compile(r"\d[.,]\d|[^\d.,]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One of the expenses that were told, with its category, its description, and who bears it."""

    told: Told
    spent: Spent
    parts: Sequence[Part]


async def tells_expenses(request: Request, uow: UnitOfWork) -> bool:
    """Tell whether words without a command tell what was spent: in a line an amount, and what it was for.

    Below a receipt an amount is enough. Where most lines tell it, any other is one that has to be put right.
    """
    told = lines_of(request.words.text) if request.scene.family else []
    lines = [words for each in told if (words := tuple(dropwhile(lambda word: word.text.startswith("#"), each)))]
    if not lines or len(lines) > MOST:
        return False
    ways = Ways(request.family.locale, request.family.currency, request.today, {})
    least = 0 if request.said.photo else 1
    rest = [words for words in lines if not _priced(words, ways, least) and not _dated_and_priced(words, ways)]
    known = by_name(await uow.categories.list_all()) if rest else {}
    ways = replace(ways, known=known)
    untold = [words for words in rest if not (_ends_priced(words, ways) or _named_and_priced(words, ways))]
    return 2 * len(untold) < len(lines)


def _priced(words: Sequence[Word], ways: Ways, least: int = 1) -> bool:
    """Tell whether words begin with an amount, and so many more stand behind it; one that is refused is one."""
    try:
        amount = amount_at_front(words, ways)
    except (WrongCurrency, TooManyDecimals):
        return len(words) > least
    except Refusal:
        return False
    return amount is not None and len(words) >= amount.read.used + least


def _dated_and_priced(words: Sequence[Word], ways: Ways) -> bool:
    """Tell whether a day comes first, and an amount with something else behind it."""
    texts = [word.text.rstrip(MARKS) for word in words]
    begin = int(period_words(ways.locale).means(texts[0], "on"))
    try:
        day = read_date(texts[begin:], ways.locale, ways.today, past=True)
    except BadDate:
        return False
    return day is not None and _priced(words[begin + day.used :], ways)


def _named_and_priced(words: Sequence[Word], ways: Ways) -> bool:
    """Tell whether a category comes first, and an amount behind it."""
    found = find_named(words, ways.known)
    return found is not None and _priced(words[found[1] :], ways, least=0)


def _ends_priced(words: Sequence[Word], ways: Ways) -> bool:
    """Tell whether a few words end with an amount that can be no other number, as it has cents or a currency."""
    if not any(each.isalpha() or unicodedata.category(each) == "So" for each in words[0].text):
        return False
    return any(
        words[at - 1].text.lower() not in _NO_PRICES
        and _EXACT.search("".join(word.text for word in words[at:]))
        and _priced(words[at:], ways, least=0)
        and not _priced(words[at:], ways, least=1)
        for at in range(1, min(len(words), FEW))
    )


@command(
    "spend",
    "AMOUNT [CATEGORY] [DESCRIPTION] [on DATE] [#TAG] [cash|card|transfer|wallet] [split PEOPLE]",
    "Record what you spent, or several things in a line each",
    example="/spend 12.50 food lunch",
    begins="anywhere",
    unsaid=tells_expenses,
)
async def spend(request: Request, uow: UnitOfWork) -> Reply:
    """Record what was spent, all that was told or nothing."""
    lines = await _read(request, uow)
    made = []
    for line in lines:
        expense = await expenses.record(uow, _new(request, line))
        await splits.record(uow, expense, line.parts)
        made.append(Recorded(ExpenseView(expense, line.spent[0]), line.parts))
    limits = await _limits(request, uow, made)
    return replies.recorded(made, limits, request.family, request.today, request.member.person_id)


async def _read(request: Request, uow: UnitOfWork) -> Sequence[_Line]:
    """Read every line before anything is asked, and ask before anything is recorded."""
    lines = lines_of(request.words.text)
    if not lines:
        raise HowMuchSpent("")
    if len(lines) > MOST:
        raise TooManyLines(MOST)
    chooser = Chooser(request, uow, await known_categories(uow))
    ways = Ways(request.family.locale, request.family.currency, request.today, chooser.known)
    told, found = [], []
    for at, words in enumerate(lines):
        with _naming(at, lines):
            told.append(read_expense(words, ways))
    for at, each in enumerate(told):
        with _naming(at, lines):
            clear = made_clear(request, at, each)
            spent = await chooser.choose(at, clear)
            found.append(_Line(clear, spent, await _parts(request, uow, clear)))
    return found


@contextmanager
def _naming(at: int, lines: Sequence[object]) -> Iterator[None]:
    """Name the line that is refused, where there are several."""
    try:
        yield
    except Refusal as refusal:
        if len(lines) == 1:
            raise
        raise InLine(at + 1, refusal) from refusal


async def known_categories(uow: UnitOfWork) -> Sequence[Category]:
    """List the categories; a family that was made without any gets those that all begin with."""
    if known := await uow.categories.list_all():
        return known
    await uow.categories.create_defaults()
    return await uow.categories.list_all()


def made_clear(request: Request, at: int, told: Told) -> Told:
    """Let the amount of a line have one meaning."""
    if told.other is None:
        return told
    answers = answers_to(request, WhichSpent.slot)
    if at in answers:
        return replace(told, amount=Decimal(answers[at]["amount"]), other=None)
    before = {str(line): answer for line, answer in answers.items()}
    raise Ask(WhichSpent(at, before, told.said, (told.amount, told.other)))


async def _parts(request: Request, uow: UnitOfWork, told: Told) -> Sequence[Part]:
    if told.split is None:
        return ()
    return await take_split(request, uow, told.split, told.amount, request.family.currency)


def _new(request: Request, line: _Line) -> NewExpense:
    told, (category, description) = line.told, line.spent
    return NewExpense(
        request.user.id,
        request.member.person_id,
        category.id,
        told.amount,
        request.family.currency,
        told.day or request.today,
        description,
        told.payment,
        told.tags,
        told.notes,
        request.photo,
    )


async def _limits(request: Request, uow: UnitOfWork, made: Sequence[Recorded]) -> Sequence[LimitView]:
    """Find what is left of the limits that count what was recorded, each once, those of everything first."""
    views = await left_for(uow, request.family, [one.view.expense for one in made])
    return sorted(views, key=lambda view: view.category is not None)
