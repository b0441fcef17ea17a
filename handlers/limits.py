"""What people say about limits: how much may be spent on a category, or on everything."""

from collections.abc import Sequence
from uuid import UUID

from domain.budgets import Unset
from domain.expense_refusals import UnknownCategory
from domain.expenses import Category
from domain.limits import Limited, LimitView
from domain.questions import Ask
from domain.refusals import NotAllowed
from domain.spending_questions import NearCategory
from handlers.reading import limits as reading
from handlers.reading.categories import by_name
from handlers.reading.limits import Said
from handlers.reading.names import new_name
from handlers.registry import command, press
from handlers.request import Request
from replies import limits as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import categories, limit_settings, limits
from services.limit_settings import Told
from services.names import match_name, near_names

_ALL = ("all", "everything", "overall", "total")


@command(
    "limit",
    "CATEGORY|all [AMOUNT|none] [daily|weekly|monthly|yearly] [from DATE] [until DATE]",
    "Set how much may be spent on a category or on all, or see what is left",
    example="/limit food 400",
)
async def limit(request: Request, uow: UnitOfWork) -> Reply:
    """Set a limit, or show it when no amount is given."""
    if not request.words:
        return await _everything(request, uow)
    said, category = await _what(request, uow)
    said = reading.take_said(request, said)
    if isinstance(said.amount, Unset):
        return await _shown(request, uow, category)
    _only_grown_ups(request)
    if said.amount is None:
        gone = await limit_settings.remove(uow, request.family, category, said.period)
        return replies.removed(category, gone, request.family, request.today)
    told = Told(category, said.amount, said.period or "monthly", said.since, said.until)
    done = await limit_settings.arrange(uow, request.family, told)
    return replies.was_set(done, request.family, request.today)


@command("limits", "", "See what is left of every limit, and what that is a day", example="/limits")
async def every_limit(request: Request, uow: UnitOfWork) -> Reply:
    """Show all limits that hold."""
    return await _everything(request, uow)


@press("limits", "◀ Back · Next ▶", "Turn the pages of a list")
async def turn_page(request: Request, uow: UnitOfWork) -> Reply:
    """Show another page of the limits."""
    return await _everything(request, uow, request.words.take_number())


async def _everything(request: Request, uow: UnitOfWork, page: int = 0) -> Reply:
    views, coming = await _known(request, uow, await limits.in_order(uow))
    return replies.everything(views, coming, request.family, request.today, page)


async def _shown(request: Request, uow: UnitOfWork, category: Category | None) -> Reply:
    of_it = [one for one in await limits.in_order(uow) if one.category == category]
    views, coming = await _known(request, uow, of_it)
    return replies.shown(category, views, coming, request.family, request.today)


async def _known(
    request: Request, uow: UnitOfWork, found: Sequence[Limited]
) -> tuple[Sequence[LimitView], Sequence[Limited]]:
    """Tell where those stand that hold today, and which will hold."""
    views = await limits.standing_on(uow, request.family, found, request.today)
    return views, [one for one in found if one.limit.start_date > request.today]


async def _what(request: Request, uow: UnitOfWork) -> tuple[Said, Category | None]:
    """Read what is limited, and whatever is said of that in front of it."""
    known = by_name(await uow.categories.list_all())
    said = Said()
    while request.words and not match_name(request.words.items, known) and reading.begins(request, 0):
        said = reading.take_part(request, said)
    if match := match_name(request.words.items, known):
        request.words.take(match.used)
        return said, match.thing
    return said, None if request.words.skip(*_ALL) else await _unknown(request, uow, known, said)


async def _unknown(request: Request, uow: UnitOfWork, known: dict[str, Category], said: Said) -> Category:
    """Ask what is meant by a name that no category has; nothing is made where nothing is set."""
    words = request.words
    if answer := request.answers.get(NearCategory.slot):
        words.take(answer["used"])
        new = answer.get("new")
        return await categories.create(uow, new) if new else await categories.find(uow, UUID(answer["id"]))
    count = next((at for at in range(1, len(words.items)) if reading.begins(request, at)), len(words.items))
    if not words:
        raise UnknownCategory("")
    name = new_name(words, count)
    sets = count < len(words.items) or not isinstance(said.amount, Unset)
    near = near_names(name, known)
    if sets:
        _only_grown_ups(request)
    elif not near:
        raise UnknownCategory(name)
    raise Ask(NearCategory(name, near, count, may_be_new=sets))


def _only_grown_ups(request: Request) -> None:
    if not request.member.plans:
        raise NotAllowed
