"""What people say about occasions."""

from datetime import date
from decimal import Decimal

from domain.budgets import UNSET, Unset
from domain.dates import next_yearly
from domain.occasions import BIRTHDAY, NewOccasion
from domain.refusals import BadDate, MissingWords, NotAnAmount, TooManyWords, WhoseBirthday
from handlers.reading import amounts, occasions
from handlers.registry import command
from handlers.request import Request
from replies import occasions as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import occasions as services
from services.dates import DateRead, read_date

_KEYWORDS = {"yearly", "budget"}


@command("occasions", "", "See what lies ahead", example="/occasions")
async def ahead(request: Request, uow: UnitOfWork) -> Reply:
    """List what lies ahead."""
    subjects = {series.id: series.subject_person_id for series in request.scene.series}
    names = {person.id: person.name for person in request.scene.people}
    found = await uow.occasions.list_from(request.today)
    whose = {
        occasion.id: names[subject]
        for occasion in found
        if occasion.series_id and (subject := subjects.get(occasion.series_id)) in names
    }
    return replies.listed(found, whose, request.family, request.today)


@command(
    "occasion",
    "NAME [DATE] [yearly] [budget AMOUNT|none]",
    "Add or change an occasion: its date, whether it comes every year, a ceiling for everybody together",
    example="/occasion graduation 12 June budget 300",
)
async def occasion(request: Request, uow: UnitOfWork) -> Reply:
    """Add or change an occasion, or show it."""
    if not request.words and not request.answers:
        raise MissingWords("occasion")
    person = occasions.leading_person(request)
    named = await occasions.take_occasion(request, uow, person, _words_of_name(request))
    if isinstance(named, NewOccasion) and named.rule == BIRTHDAY and person is None:
        raise WhoseBirthday
    day, yearly, ceiling = _said_of_it(request)
    if day and day.year:
        named = await occasions.moved_to_year(request, uow, named, day.year)
    view = await services.arrange(uow, named, person, _date(day, request.today), ceiling, yearly=yearly)
    return replies.shown(view, request.family, request.today)


def _words_of_name(request: Request) -> int:
    """Count the words before the first that tells something of the occasion: so many make an unknown name."""
    texts = request.words.texts
    return next((at for at in range(1, len(texts)) if _tells(request, texts[at:])), len(texts))


def _tells(request: Request, texts: list[str]) -> bool:
    if texts[0].lower() in _KEYWORDS:
        return True
    try:
        return read_date(texts, request.family.locale, request.today) is not None
    except BadDate:
        return True


def _said_of_it(request: Request) -> tuple[DateRead | None, bool, Decimal | Unset | None]:
    """Read date, repetition and ceiling, in any order."""
    day: DateRead | None = None
    yearly = False
    ceiling: Decimal | Unset | None = UNSET
    words = request.words
    while words:
        if words.skip("yearly"):
            yearly = True
        elif words.skip("budget"):
            ceiling = amounts.take_amount(request, request.family.currency)
            if isinstance(ceiling, Unset):
                raise NotAnAmount("")
        elif read := read_date(words.texts, request.family.locale, request.today):
            day = read
            words.take(read.used)
        else:
            raise TooManyWords(words.rest(), "occasion")
    return day, yearly, ceiling


def _date(read: DateRead | None, today: date) -> date | None:
    """Give the day that was read; without a year it is the next such day."""
    if read is None:
        return None
    return date(read.year, read.month, read.day) if read.year else next_yearly(read.month, read.day, today)
