"""What people say about what they want to hear unasked, and when."""

from collections.abc import Callable
from dataclasses import replace

from domain.refusals import BadHours, Gone, NotAllowed, TooManyWords
from handlers.registry import command, press
from handlers.request import Request
from replies import alert_settings as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import alert_settings
from services.alert_settings import Choice, Hours, read_hours

MOST_WORDS = 5
"""Of how many words hours may consist: 10 pm to 7 am."""


@command(
    "alerts",
    "[all | over | off] [quiet 22-7 | quiet off] [digest | digest off]",
    "Choose what this chat hears unasked: alerts, quiet hours, a weekly digest",
    example="/alerts over quiet 22-7",
)
async def alerts(request: Request, uow: UnitOfWork) -> Reply:
    """Show what a chat hears unasked, or choose it."""
    choice = _read(request)
    if choice.anything:
        return await _choose(request, uow, choice)
    return replies.shown(request.conversation, request.family)


@press("alerts", "All alerts · Over only · Off · 🌙 Quiet 22–7 · 📰 Weekly digest", "Choose what a chat hears unasked")
async def choose(request: Request, uow: UnitOfWork) -> Reply:
    """Choose what a chat hears unasked by a button."""
    choice = replies.CHOICES.get(request.words.take())
    if choice is None:
        raise Gone
    return await _choose(request, uow, choice)


async def _choose(request: Request, uow: UnitOfWork, choice: Choice) -> Reply:
    if not request.member.plans:
        raise NotAllowed
    chat = await alert_settings.choose(uow, request.family, request.conversation, choice)
    return replies.shown(chat, request.family)


def _read(request: Request) -> Choice:
    """Read what is chosen, in whichever order it is said."""
    found = Choice()
    while request.words:
        text = request.words.texts[0]
        read = _READ.get(request.words.take().lower())
        if read is None:
            raise TooManyWords(f"{text} {request.words.rest()}".rstrip(), "alerts")
        found = read(request, found)
    return found


def _digest(request: Request, found: Choice) -> Choice:
    on = not request.words.skip("off", "none")
    request.words.skip("on", "weekly")
    return replace(found, digest=on)


def _quiet(request: Request, found: Choice) -> Choice:
    return replace(found, hours=None if request.words.skip("off", "none") else _hours(request))


def _hours(request: Request) -> Hours:
    """Take the hours in front, of as many words as they have."""
    texts = request.words.texts
    for count in range(min(MOST_WORDS, len(texts)), 0, -1):
        if hours := read_hours(" ".join(texts[:count])):
            request.words.take(count)
            return hours
    raise BadHours(texts[0] if texts else "")


_READ: dict[str, Callable[[Request, Choice], Choice]] = {
    "all": lambda _, found: replace(found, level="all"),
    "over": lambda _, found: replace(found, level="over"),
    "off": lambda _, found: replace(found, level="off"),
    "quiet": _quiet,
    "digest": _digest,
}
