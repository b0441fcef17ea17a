"""What people say about who somebody is, and about what is no secret any more."""

from domain.refusals import AlreadySomebody, Gone
from handlers.reading.people import person_of
from handlers.registry import press
from handlers.request import Request
from replies import secrets as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import people


@press(
    "who", "That's me · Somebody here · Not on Telegram", "Say who somebody is, so that the bot knows whom not to tell"
)
async def who(request: Request, uow: UnitOfWork) -> Reply:
    """Note who somebody is."""
    person = person_of(request.scene.people, request.words.take_number())
    answer = request.words.take()
    if person.presence != "unknown":
        return replies.known_before(person, own=person.id == request.member.person_id)
    if answer == "me" and request.member.person_id is not None:
        raise AlreadySomebody(person_of(request.scene.people, request.member.person_id).name)
    if answer == "me":
        linked = await people.link(uow, request.member, person)
        return replies.known_now(linked.person, request.user.full_name)
    if answer == "offline":
        described = await people.describe(uow, person, request.scene, {"presence": "offline"}, request.today)
        return replies.known_now(described.person, request.user.full_name)
    if answer != "here":
        raise Gone
    return replies.reads_here(person)
