"""What people answer when last year's budgets are offered for the next year."""

from domain.occasions import Occasion
from domain.refusals import Gone, NoFamily
from handlers.registry import press
from handlers.request import Request
from replies import rollover as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import budgets, rollover


@press("same", "Same budgets", "Set last year's budgets again, where there are none yet")
async def repeat(request: Request, uow: UnitOfWork) -> Reply:
    """Set last year's budgets again, where there are none yet."""
    past, coming = await _occasion(request, uow), await _occasion(request, uow)
    if past is None or coming is None:
        return _gone(request)
    whose = request.scene.whose(coming)
    if coming.over(request.today):
        return replies.too_late(coming, whose)
    done = await rollover.repeat(uow, past, coming, request.scene.people)
    if not done:
        return replies.nothing_to_repeat(coming, whose)
    view = await budgets.budgets_of(uow, coming, request.scene)
    return replies.repeated(done, view, request.family, request.today)


@press("later", "Not now", "Leave the next year without budgets for now")
async def leave(request: Request, uow: UnitOfWork) -> Reply:
    """Leave the next year without budgets."""
    coming = await _occasion(request, uow)
    return replies.not_now(coming, request.scene.whose(coming)) if coming else _gone(request)


async def _occasion(request: Request, uow: UnitOfWork) -> Occasion | None:
    """Find the occasion that the button names next, if the family that is meant here has it."""
    if request.scene.family is None:
        raise NoFamily
    return await uow.occasions.get_by_id(request.words.take_number())


def _gone(request: Request) -> Reply:
    if request.scene.families > 1 and request.said.private:
        return replies.of_another_family()
    raise Gone
