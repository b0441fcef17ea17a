"""Taking back what was said."""

from uuid import UUID

from domain.changes import Change
from domain.refusals import AlreadyUndone, NothingToUndo, SomebodyElses
from handlers.registry import command, press
from handlers.request import Request
from replies import changes as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import changes, recurring, reveals


@command("undo", "", "Take back your last change", example="/undo", begins="nowhere")
async def undo_last(request: Request, uow: UnitOfWork) -> Reply:
    """Take back the speaker's last change."""
    return await _taken_back(request, uow, await changes.last(uow, request.member))


@press("undo", "↩️ Undo", "Take back what the message above it says")
async def undo(request: Request, uow: UnitOfWork) -> Reply:
    """Take back the change that the button belongs to."""
    try:
        key = UUID(request.words.take())
    except ValueError:
        raise NothingToUndo from None
    try:
        change = await changes.one(uow, request.member, key)
    except AlreadyUndone:
        return replies.taken_back_before()
    return await _taken_back(request, uow, change)


async def _taken_back(request: Request, uow: UnitOfWork, change: Change) -> Reply:
    """Take back a change where it may be spoken of."""
    told = True
    if change.of_gifts:
        about = {*change.about, *await reveals.revealed_by(uow, change)}
        request.tell_of(*(person for person in request.scene.people if person.id in about))
        told = not await _keep_secret(request, uow, change)
    stays = bool(await recurring.recorded_since(uow, change))
    await changes.take_back(uow, change)
    return replies.taken_back(change, await _said(uow, change.message_id) if told else "", stays=stays)


async def _keep_secret(request: Request, uow: UnitOfWork, change: Change) -> bool:
    """Speak of what its buyer keeps from everybody to them alone; tell whether the words may not be repeated."""
    if not await reveals.touched_secretly(uow, change):
        return False
    request.tell_alone()
    if change.user_id != request.member.user_id:
        raise SomebodyElses
    return await reveals.words_tell(uow, change)


async def _said(uow: UnitOfWork, message_id: UUID | None) -> str:
    """Tell what had made a change: the gist of what was said step by step, else the words themselves."""
    message = await uow.messages.get_by_id(message_id) if message_id else None
    return str(message.facts.get("gist") or message.content) if message else ""
