"""Which category the words mean."""

from collections.abc import Iterable

from domain.expense_refusals import UnknownCategory
from domain.expenses import Category
from domain.names import name_key
from handlers.request import Request
from repositories.unit_of_work import UnitOfWork
from services.names import match_name


def by_name(categories: Iterable[Category]) -> dict[str, Category]:
    """Find categories by their names and aliases; a name goes before an alias."""
    known = list(categories)
    aliases = {name_key(alias): category for category in known for alias in category.aliases}
    return aliases | {category.name_key: category for category in known}


async def take_category(request: Request, uow: UnitOfWork) -> Category:
    """Take the category at the front of the words."""
    match = match_name(request.words.items, by_name(await uow.categories.list_all()))
    if match is None:
        raise UnknownCategory(request.words.rest())
    request.words.take(match.used)
    return match.thing
