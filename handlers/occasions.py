"""What people say about occasions."""

import re
from dataclasses import replace
from decimal import Decimal

from domain.budgets import Unset
from domain.occasions import BIRTHDAY, NewOccasion
from domain.people import NewPerson
from domain.refusals import BadDate, MissingWords, NotAnAmount, TooManyWords, WhoseBirthday
from handlers.reading import amounts, occasions
from handlers.reading.names import new_name
from handlers.registry import command, press
from handlers.request import Request, Words
from replies import occasions as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import occasions as services
from services.dates import read_date

_KEYWORDS = {"yearly", "budget"}
_POSSESSIVE = re.compile("(.+)['\u2019]s", re.IGNORECASE)


@command("occasions", "", "See what lies ahead", example="/occasions")
async def ahead(request: Request, uow: UnitOfWork) -> Reply:
    """List what lies ahead."""
    if request.words:
        raise TooManyWords(request.words.rest(), "occasions")
    return await _page(request, uow, 0)


@press("occasions", "◀ Back · Next ▶", "Turn the pages of a list")
async def turn_page(request: Request, uow: UnitOfWork) -> Reply:
    """Show another page of what lies ahead."""
    return await _page(request, uow, request.words.take_number())


@command(
    "occasion",
    "NAME [DATE] [yearly] [budget AMOUNT|none]",
    "Add or change an occasion: its date, every year or once, a ceiling for all",
    example="/occasion graduation 12 June budget 300",
    begins="anywhere",
)
async def occasion(request: Request, uow: UnitOfWork) -> Reply:
    """Add or change an occasion, or show it."""
    if not request.words and not request.answers:
        raise MissingWords("occasion")
    person = occasions.leading_person(request) or _new_subject(request)
    named = await occasions.take_occasion(request, uow, person, _words_of_name(request))
    if isinstance(named, NewOccasion) and named.rule == BIRTHDAY and person is None:
        raise WhoseBirthday
    told = _told_of_it(request)
    if told.day:
        day = services.day_meant(told.day, named, request.today)
        named = await occasions.moved_to_year(request, uow, named, day.year)
    view = await services.arrange(uow, named, person, told, request.today)
    return replies.shown(view, request.family, request.today)


async def _page(request: Request, uow: UnitOfWork, number: int) -> Reply:
    subjects = {series.id: series.subject_person_id for series in request.scene.series}
    names = {person.id: person.name for person in request.scene.people}
    found = await uow.occasions.list_from(request.today)
    whose = {
        occasion.id: names[subject]
        for occasion in found
        if occasion.series_id and (subject := subjects.get(occasion.series_id)) in names
    }
    return replies.listed(found, whose, request.family, request.today, number)


def _new_subject(request: Request) -> NewPerson | None:
    """Read somebody unknown in front of a birthday, as in "dad's birthday"."""
    items = request.words.items
    for at, word in enumerate(items[1:], 1):
        owner = _POSSESSIVE.fullmatch(items[at - 1].text)
        if word.text.lower() == BIRTHDAY and owner:
            name = new_name(Words(" ".join([*request.words.texts[: at - 1], owner[1]])), at)
            request.words.take(at)
            return NewPerson(name)
    return None


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


def _told_of_it(request: Request) -> services.Told:
    """Read date, repetition and ceiling, in any order."""
    told = services.Told()
    words = request.words
    while words:
        if words.skip("yearly"):
            told = replace(told, yearly=True)
        elif words.skip("budget"):
            told = replace(told, ceiling=_ceiling(request))
        elif read := read_date(words.texts, request.family.locale, request.today):
            told = replace(told, day=read)
            words.take(read.used)
        else:
            raise TooManyWords(words.rest(), "occasion")
    return told


def _ceiling(request: Request) -> Decimal | None:
    ceiling = amounts.take_amount(request, request.family.currency)
    if isinstance(ceiling, Unset):
        raise NotAnAmount("")
    return ceiling
