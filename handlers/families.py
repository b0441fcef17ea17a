"""What people say about their family."""

from collections.abc import Callable

from domain.families import Role
from domain.names import checked_name
from domain.refusals import MissingWords, NoFamily, TooManyWords
from handlers.registry import command, press
from handlers.request import Request
from replies import families as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import families
from services.locales import known_currency, known_locale, known_zone
from services.reveals import known_secrecy

_SETTINGS: dict[str, tuple[str, Callable[[str], str]]] = {
    "currency": ("currency", known_currency),
    "timezone": ("timezone", known_zone),
    "language": ("locale", known_locale),
    "name": ("name", checked_name),
    "secrets": ("secrets", known_secrecy),
}
_ROLES: dict[str, Role] = {"child": "child", "adult": "adult"}


@command(
    "family",
    "[currency CODE | timezone ZONE | language CODE | name TEXT | secrets reveal|keep | child|adult NAME]",
    "See who is in the family and reads what, or change its settings",
    example="/family currency EUR",
)
async def family(request: Request, uow: UnitOfWork) -> Reply:
    """Show the family, or change one of its settings."""
    if request.words:
        return await _change(request, uow)
    view = await families.view(uow, request.family, request.scene.people)
    others = await uow.members.families_of(request.user.id) if request.said.private else ()
    return replies.shown(view, others)


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
    if role := _ROLES.get(setting):
        return await _give_role(request, uow, role)
    value = request.words.rest()
    if setting not in _SETTINGS or not value:
        raise MissingWords("family")
    column, read = _SETTINGS[setting]
    changed = await families.change(uow, request.family, request.member, **{column: read(value)})
    return replies.changed(changed)


async def _give_role(request: Request, uow: UnitOfWork, role: Role) -> Reply:
    """Make somebody a child, or a grown-up again."""
    mention, name = request.words.mention, request.words.take(len(request.words.items))
    if not name:
        raise MissingWords("family")
    meant = mention.telegram_user_id if mention else name
    given = await families.give_role(uow, request.member, meant, request.scene.people, role)
    return replies.role_given(given, role)
