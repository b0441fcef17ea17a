"""What people press to take away what somebody should not read."""

from domain.refusals import Gone
from handlers.reading.people import person_of
from handlers.registry import press
from handlers.request import Request
from replies import exposure as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import exposure


@press("unsay", "🗑 Delete what I said there", "Delete what was said in a group about gifts for somebody who reads it")
async def unsay(request: Request, uow: UnitOfWork) -> Reply:
    """Delete what was said in a group about somebody's gifts."""
    person = person_of(request.scene.people, request.words.take_number())
    request.speak_of(person)
    try:
        chat_id = int(request.words.take())
    except ValueError:
        raise Gone from None
    done, rows = await exposure.retract(uow, person, chat_id, allowed=request.member.plans)
    uow.told += rows
    return replies.retracted(done)
