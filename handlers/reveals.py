"""What people say about secrets: that something is none any more, or is one from everybody."""

from domain.gift_refusals import NotTheBuyer, UnknownGift
from domain.gifts import Gift
from domain.questions import Ask, WhichGift
from domain.refusals import Gone, MissingWords, UnlinkedSpeaker
from domain.secrets import NotHere
from handlers.pledges import MOST, label, narrowed
from handlers.registry import command, press
from handlers.request import Request
from replies import reveals as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import gifts, lists, reveals


@command(
    "reveal",
    "[PERSON] GIFT",
    "Let a gift that you buy be no secret any more, before its day",
    example="/reveal scarf",
    tells=True,
)
async def reveal(request: Request, uow: UnitOfWork) -> Reply:
    """Let a gift be no secret any more: in front of whoever gets it, too."""
    if request.member.person_id is None:
        raise UnlinkedSpeaker
    if not request.words:
        raise MissingWords("reveal")
    return replies.revealed(await reveals.reveal(uow, request.scene, await _meant(request, uow)))


@press("secrecy", "🤫 Keep secret · 📢 No secret", "Keep what you buy secret from all others, or no longer")
async def secrecy(request: Request, uow: UnitOfWork) -> Reply:
    """Keep what the speaker buys secret from everybody else, or do so no longer."""
    request.tell_alone()
    found = await gifts.find(uow, request.words.take_number())
    to, trail = request.words.take(), ":".join(request.words.texts)
    view = await reveals.keep_secret(uow, request.scene, found, secret=to == "secret")
    return replies.secrecy(view, request.family, trail)


async def _meant(request: Request, uow: UnitOfWork) -> Gift:
    """Find the gift that is meant among those that the speaker may reveal; what is not plain is asked in private."""
    source = uow.gifts if request.alone else uow.all_gifts
    theirs = await reveals.theirs_to_reveal(source, request.scene, request.member, request.today)
    if answer := request.answers.get(WhichGift.slot):
        return next((gift for gift in theirs if gift.id == answer["id"]), None) or _gone()
    known = narrowed(request, theirs)
    said = request.words.rest()
    found = gifts.matching(said, known)
    if len(found.same) == 1:
        return found.same[0]
    if not request.alone:
        raise NotHere
    if near := found.same or found.near:
        raise Ask(WhichGift(said, tuple((gift.id, label(request, gift)) for gift in near[:MOST]), may_be_new=False))
    return await _somebody_elses(request, uow, said)


async def _somebody_elses(request: Request, uow: UnitOfWork, said: str) -> Gift:
    """Refuse what somebody else buys, and what nobody knows."""
    occasions = lists.of_interest(request.scene, request.today)
    others = await uow.gifts.list_by_occasions([occasion.id for occasion in occasions])
    if gifts.matching(said, others).same:
        raise NotTheBuyer
    raise UnknownGift(said)


def _gone() -> Gift:
    raise Gone
