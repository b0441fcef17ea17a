"""What people ask about everyday money as a whole: how much was spent, on what, and by whom."""

from datetime import date

from domain.expense_refusals import NotAPeriod
from domain.periods import Period, containing
from domain.refusals import Gone, TooManyWords
from handlers.registry import command, press
from handlers.request import Request
from replies import reports as replies
from replies.reply import Reply
from replies.reports import Reader
from repositories.unit_of_work import UnitOfWork
from services import reports
from services.periods import first_weekday, read_period
from services.spendings import whole


@command(
    "report",
    "[PERIOD] [text]",
    "See what was spent on what, and how that has changed",
    example="/report last month",
)
async def report(request: Request, uow: UnitOfWork) -> Reply:
    """Report what was spent in a period."""
    in_words = request.words.skip_last("text")
    return await _shown(request, uow, _take_period(request), in_words=in_words)


@press("report", "◀ October · Day · Week · Month · Year", "See what was spent in other days")
async def turn(request: Request, uow: UnitOfWork) -> Reply:
    """Report what was spent in another period, in the place of the first."""
    try:
        since, until = (date.fromisoformat(request.words.take()) for _ in range(2))
    except ValueError as problem:
        raise Gone from problem
    if since > until:
        raise Gone
    return await _shown(request, uow, whole(since, until, first_weekday(request.family.locale)))


def _take_period(request: Request) -> Period:
    """Read the period; none means this month."""
    words = request.words
    if not words:
        return containing(request.today, "month")
    read = read_period(words.texts, request.family.locale, request.today)
    if read is None:
        raise NotAPeriod(words.rest())
    words.take(read.used)
    if words:
        raise TooManyWords(words.rest(), "report")
    return read.period


async def _shown(request: Request, uow: UnitOfWork, period: Period, *, in_words: bool = False) -> Reply:
    view = await reports.report_of(uow, request.family, request.scene.people, period)
    return replies.shown(view, Reader(request.family, request.today, request.partial), in_words=in_words)
