"""What people say about their family."""

from collections.abc import Callable

from domain.names import checked_name
from domain.refusals import MissingWords, NoFamily, TooManyWords
from handlers.registry import command, press
from handlers.request import Request
from replies import families as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import families
from services.locales import known_currency, known_locale, known_zone

_SETTINGS: dict[str, tuple[str, Callable[[str], str]]] = {
    "currency": ("currency", known_currency),
    "timezone": ("timezone", known_zone),
    "language": ("locale", known_locale),
    "name": ("name", checked_name),
}


@command(
    "family",
    "[currency CODE | timezone ZONE | language CODE | name TEXT]",
    "See or change your family's settings; in private also choose which family is meant",
    example="/family currency EUR",
)
async def family(request: Request, uow: UnitOfWork) -> Reply:
    """Show the family, or change one of its settings."""
    if request.words:
        return await _change(request, uow)
    groups = await uow.conversations.list_groups(request.family.id)
    others = await uow.members.families_of(request.user.id) if request.said.private else ()
    return replies.shown(request.family, await uow.members.list_with_names(), groups, others)


@press("family", "🥚 Start a family here · The Nest", "Start a family, or choose which of yours is meant in private")
async def choose(request: Request, uow: UnitOfWork) -> Reply:
    """Choose the family that is meant in private, or start one there."""
    word = request.words.take()
    if not request.said.private:
        raise NoFamily
    if word == "new":
        started = (
            request.scene.family or (await families.found(uow, request.house, request.user, request.conversation))[0]
        )
        return replies.started(started, private=True)
    chosen = [one for one in await uow.members.families_of(request.user.id) if str(one.id) == word]
    if not chosen:
        raise NoFamily
    await families.choose(uow, request.conversation, chosen[0])
    return replies.chosen(chosen[0])


@command("invite", "", "Invite somebody into the family, or add another group of it", example="/invite")
async def invite(request: Request, uow: UnitOfWork) -> Reply:
    """Make invitations that hold once."""
    if request.words:
        raise TooManyWords(request.words.rest(), "invite")
    member, group = await families.invite(uow, request.member)
    return replies.invitation(request.family, request.house.bot, member, group)


async def _change(request: Request, uow: UnitOfWork) -> Reply:
    setting = request.words.take().lower()
    value = request.words.rest()
    if setting not in _SETTINGS or not value:
        raise MissingWords("family")
    column, read = _SETTINGS[setting]
    changed = await families.change(uow, request.family, request.member, **{column: read(value)})
    return replies.changed(changed)
