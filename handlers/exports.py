"""What people say to take their data with them."""

from domain.expense_refusals import NotAPeriod
from domain.periods import EVERYTHING, Period
from domain.secrets import NotHere
from handlers.registry import command
from handlers.request import Request
from replies import exports as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import exports
from services.periods import read_period


@command("export", "[PERIOD]", "Get what was spent as Excel and CSV files", example="/export month")
async def export(request: Request, uow: UnitOfWork) -> Reply:
    """Hand out what was spent, in private: whoever reads along may not know of everything."""
    period = _period(request)
    if not request.alone:
        raise NotHere
    extent = await exports.measure(uow, period)
    if not extent:
        return replies.nothing(period, request.family)
    return replies.files(extent, period, request.family)


def _period(request: Request) -> Period:
    """Read which days are meant; without a word, all there are."""
    words = request.words.texts
    if not words:
        return EVERYTHING
    read = read_period(words, request.family.locale, request.today)
    if read is None or read.used < len(words):
        raise NotAPeriod(request.words.rest())
    return read.period
