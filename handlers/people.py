"""What people say about people."""

from datetime import date
from typing import Any

from domain.people import YEAR_UNKNOWN
from domain.refusals import BadDate, MissingWords, TooManyWords
from handlers.reading import people
from handlers.registry import command, press
from handlers.request import Request
from replies import people as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import people as services
from services.dates import read_date

_KEYWORDS = {"birthday", "alias", "offline", "online"}


@command("people", "", "See everybody who gives and gets gifts", example="/people")
async def everybody(request: Request, uow: UnitOfWork) -> Reply:
    """List everybody."""
    if request.words:
        raise TooManyWords(request.words.rest(), "people")
    return replies.everybody(await uow.people.list_all(), request.family)


@press("people", "◀ Back · Next ▶", "Turn the pages of a list")
async def turn_page(request: Request, uow: UnitOfWork) -> Reply:
    """Show another page of everybody."""
    return replies.everybody(await uow.people.list_all(), request.family, request.words.take_number())


@command(
    "person",
    "NAME [birthday DATE] [alias WORD] [offline|online]",
    "Add or change somebody: birthday, another name, on Telegram or not",
    example="/person mom birthday 3 May alias mama",
    begins="anywhere",
)
async def person(request: Request, uow: UnitOfWork) -> Reply:
    """Add or change somebody, or show them."""
    if not request.words and not request.answers:
        raise MissingWords("person")
    named = await people.take_person(request, uow, _words_of_name(request))
    told = _told_of_them(request)
    view = await services.describe(uow, named, request.scene, told, request.today)
    return replies.shown(view, request.family)


@command("iam", "NAME", "Tell who you are, so that the bot knows whom not to tell", example="/iam mom")
async def iam(request: Request, uow: UnitOfWork) -> Reply:
    """Link the speaker's account to a person."""
    if not request.words and not request.answers:
        raise MissingWords("iam")
    named = await people.take_person(request, uow, len(request.words.items))
    if request.words:
        raise TooManyWords(request.words.rest(), "iam")
    linked = await services.link(uow, request.member, named)
    return replies.linked(linked)


def _words_of_name(request: Request) -> int:
    texts = request.words.texts
    return next((at for at in range(1, len(texts)) if texts[at].lower() in _KEYWORDS), len(texts))


def _told_of_them(request: Request) -> dict[str, Any]:
    """Read what is told of a person, in any order."""
    told: dict[str, Any] = {}
    words = request.words
    while words:
        if words.skip("birthday"):
            told["birthdate"] = _birthdate(request)
        elif words.skip("alias"):
            told["alias"] = _word(request)
        elif words.skip("offline"):
            told["presence"] = "offline"
        elif words.skip("online"):
            told["presence"] = "unknown"
        else:
            raise TooManyWords(words.rest(), "person")
    return told


def _word(request: Request) -> str:
    if not request.words:
        raise MissingWords("person")
    return request.words.take()


def _birthdate(request: Request) -> date | None:
    if not request.words:
        raise MissingWords("person")
    if request.words.skip("none", "off", "-"):
        return None
    read = read_date(request.words.texts, request.family.locale, request.today, past=True)
    if read is None:
        raise BadDate(" ".join(request.words.texts))
    request.words.take(read.used)
    return date(read.year or YEAR_UNKNOWN, read.month, read.day)
