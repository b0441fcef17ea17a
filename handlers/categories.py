"""What people say about the categories of everyday money."""

from uuid import UUID

from domain.expense_refusals import UnknownCategory
from domain.expenses import Category
from domain.questions import Ask
from domain.refusals import Gone, MissingWords, TooManyWords
from domain.spending_questions import NearCategory, NewIcon, OfCategory, Recolored, Renamed, WhereTo
from handlers.reading import categories as reading
from handlers.reading.names import new_name
from handlers.registry import command, press
from handlers.request import Request
from replies import categories as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import categories
from services.names import match_name, near_names

_VERBS = {"rename": "name", "color": "color", "colour": "color", "icon": "icon", "alias": "alias"}
_LAST = {"merge", "remove"}
"""What ends a category, so that nothing can follow."""
_ASKED: dict[str, type[OfCategory]] = {"name": Renamed, "color": Recolored, "icon": NewIcon}
_OFFERED = 12


@command("categories", "", "See what money is spent on, and how much on what this month", example="/categories")
async def everything(request: Request, uow: UnitOfWork) -> Reply:
    """List the categories."""
    if request.words:
        raise TooManyWords(request.words.rest(), "categories")
    return await _all(request, uow)


@press("categories", "◀ Back · Next ▶", "Turn the pages of a list")
async def turn_page(request: Request, uow: UnitOfWork) -> Reply:
    """Show another page of the categories."""
    return await _all(request, uow, request.words.take_number())


@command(
    "category",
    "NAME [rename TO | color #RRGGBB | icon X | alias [-]WORD | merge INTO | remove]",
    "See, add or change a category",
    example="/category pets icon 🐶 alias dog",
)
async def category(request: Request, uow: UnitOfWork) -> Reply:
    """Show a category, make it, or change it."""
    if not request.words:
        raise MissingWords("category")
    named = await _named(request, uow)
    if request.words or isinstance(named, str):
        categories.allow(request.member)
    if request.words.skip("remove"):
        return await _remove(request, uow, _known(named))
    if request.words.skip("merge"):
        return await _merge(request, uow, _known(named))
    told = _told_of_it(request)
    made = await categories.create(uow, named) if isinstance(named, str) else named
    changed = await categories.change(uow, made, told)
    return await _shown(request, uow, changed, new=isinstance(named, str))


@press("category", "🍔 Food", "See a category, with what was spent on it")
async def open_card(request: Request, uow: UnitOfWork) -> Reply:
    """Show a category in the place of the list that it stands in."""
    found = await _of_button(request, uow)
    view = await categories.look(uow, found, request.family.currency, request.today)
    return replies.card(view, request.family, partial=request.partial, back=True)


@press(
    "alter",
    "✏️ Rename · 🎨 Colour · 😀 Icon · 🔀 Merge · 🗑 Remove",
    "Change a category, or let another one take its place",
)
async def alter(request: Request, uow: UnitOfWork) -> Reply:
    """Change something about a category."""
    categories.allow(request.member)
    found, way = await _of_button(request, uow), request.words.take()
    if way == "remove":
        return await _remove(request, uow, found)
    if way == "merge":
        return await _merge(request, uow, found)
    if way not in _ASKED:
        raise Gone
    question = _ASKED[way](found)
    changed = await categories.change(uow, found, {way: request.told(question).strip()})
    return await _shown(request, uow, changed)


async def _all(request: Request, uow: UnitOfWork, number: int = 0) -> Reply:
    found = await categories.list_all(uow, request.family.currency, request.today)
    return replies.everything(found, request.family, number, partial=request.partial)


async def _named(request: Request, uow: UnitOfWork) -> Category | str:
    """Read which category is meant, or what a new one is called; a name close to a known one is asked about."""
    answer = request.answers.get(NearCategory.slot)
    if answer:
        request.words.take(answer["used"])
        return answer["new"] if "new" in answer else await categories.find(uow, UUID(answer["id"]))
    known = reading.by_name(await uow.categories.list_all())
    if match := match_name(request.words.items, known):
        request.words.take(match.used)
        return match.thing
    words = request.words
    verbs = [
        at
        for at, word in enumerate(words.items)
        if at and not word.quoted and word.text.lower() in _VERBS | dict.fromkeys(_LAST)
    ]
    count = verbs[0] if verbs else len(words.items)
    may_be_new = not verbs or words.texts[count].lower() not in {*_LAST, "rename"}
    name = new_name(words, count)
    if near := near_names(name, known):
        raise Ask(NearCategory(name, near, count, may_be_new=may_be_new))
    if not may_be_new:
        raise UnknownCategory(name)
    words.take(count)
    return name


def _known(named: Category | str) -> Category:
    if isinstance(named, str):
        raise UnknownCategory(named)
    return named


def _told_of_it(request: Request) -> dict[str, str]:
    """Read what is told of a category, in any order."""
    told: dict[str, str] = {}
    words = request.words
    while words:
        verb = _VERBS.get(words.texts[0].lower())
        if verb is None or words.items[0].quoted:
            raise TooManyWords(words.rest(), "category")
        words.take()
        if verb == "name" and len(words.items) > 1:
            words.skip("to")
        count = _words_of(request) if verb == "name" else 1
        if not words or not count:
            raise MissingWords("category")
        if verb == "alias" and words.texts[0].startswith("-") and not words.items[0].quoted:
            told["not_alias"] = words.take()[1:]
        else:
            told[verb] = new_name(words, count) if verb == "name" else words.texts[0]
            words.take(count)
    return told


def _words_of(request: Request) -> int:
    """Count the words of a name, up to what is told next."""
    items = request.words.items
    verbs = (at for at, word in enumerate(items) if at and not word.quoted and word.text.lower() in _VERBS)
    return next(verbs, len(items))


async def _merge(request: Request, uow: UnitOfWork, found: Category) -> Reply:
    """Let another category take the place of one, and its names mean that."""
    request.words.skip("into")
    into = await _other(request, uow, found)
    moved = await categories.merge(uow, found, into)
    await categories.pass_on_names(uow, found, into)
    return replies.merged(found, into, moved)


async def _remove(request: Request, uow: UnitOfWork, found: Category) -> Reply:
    """Remove a category; one to which something belongs gives it to another one."""
    if request.words:
        raise TooManyWords(request.words.rest(), "category")
    if WhereTo.slot not in request.answers and await categories.remove(uow, found):
        return replies.removed(found)
    into = await _other(request, uow, found)
    return replies.merged(found, into, await categories.merge(uow, found, into))


async def _other(request: Request, uow: UnitOfWork, found: Category) -> Category:
    """Read which category takes the place of one, or ask."""
    categories.refuse_of_gifts(found)
    answer = request.answers.get(WhereTo.slot, {})
    if "id" in answer:
        return await categories.find(uow, UUID(answer["id"]))
    request.insert_reply(WhereTo.slot)
    if not request.words:
        others = [one for one in await uow.categories.list_all() if one.id != found.id]
        raise Ask(WhereTo(found, tuple(others[:_OFFERED])))
    into = await reading.take_category(request, uow)
    if request.words:
        raise TooManyWords(request.words.rest(), "category")
    return into


async def _shown(request: Request, uow: UnitOfWork, found: Category, *, new: bool = False) -> Reply:
    view = await categories.look(uow, found, request.family.currency, request.today, new=new)
    show = replies.changed if uow.effects and not new else replies.card
    return show(view, request.family, partial=request.partial)


async def _of_button(request: Request, uow: UnitOfWork) -> Category:
    """Find the category that a button belongs to."""
    return await categories.find(uow, request.words.take_key())
