"""What people ask about gifts: what there is for an occasion, and what they have to do with it themselves."""

from dataclasses import replace

from domain.occasions import NewOccasion, Occasion
from domain.people import NewPerson, Person
from domain.questions import Ask
from domain.refusals import Gone, Refusal, TooManyWords, UnknownOccasion, UnknownPerson, UnlinkedSpeaker
from handlers.reading import occasions, people
from handlers.registry import command, press
from handlers.request import Request
from handlers.stages import for_something, staged
from replies import gifts as gift_replies
from replies import lists as replies
from replies import wishes as wish_replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import gifts, lists, wishes
from services.lists import GiftList
from services.names import near_names

_BEFORE = {"planned": {"idea"}, "bought": {"planned"}, "received": {"bought"}}
"""From which stages a list takes a gift to the next one: never back, for a list may be old."""


@command(
    "gifts",
    "[PERSON] [OCCASION]",
    "See the gifts for everybody or somebody, and tick them off",
    example="/gifts mom christmas",
)
async def everything(request: Request, uow: UnitOfWork) -> Reply:
    """List gifts."""
    person = await _person(request, uow)
    try:
        occasion, found = await _asked_for(request, uow, person)
    except (Ask, Refusal):
        _speak_of(request, person, None)
        raise
    if not _speak_of(request, person, found) and person:
        return await _own_wishes(request, uow, person)
    if found and (found.views or found.occasion):
        return replies.gifts(found, request.family, request.today)
    if isinstance(occasion, NewOccasion):
        return replies.none_for(person, occasion, None, request.today)
    return _none_ahead(request, person)


@press("gifts", "◀ List", "Go back to the list that a gift was opened from")
async def turn_page(request: Request, uow: UnitOfWork) -> Reply:
    """Show another page of gifts, or the list that a card was opened from."""
    return await _page(request, uow)


@press("one", "1 · scarf", "Open the gift of that number")
async def open_card(request: Request, uow: UnitOfWork) -> Reply:
    """Show a gift in the place of the list that it stands in."""
    found = await gifts.find(uow, request.words.take_number())
    view = await gifts.look(uow, request.scene, found)
    return gift_replies.card(view, request.family, ":".join(request.words.texts))


@press("tick", "✅ Bought · 📦 Received, in a list", "Take a gift a stage on, and stay in the list")
async def tick(request: Request, uow: UnitOfWork) -> Reply:
    """Take a gift a stage further, and show the list again."""
    done = await _step(request, uow)
    return replace(await _page(request, uow), toast=done.toast, gist=done.gist)


@command(
    "mine",
    "",
    "See what you still have to buy, what you bought, and what you may spend",
    example="/mine",
)
async def mine(request: Request, uow: UnitOfWork) -> Reply:
    """List what the speaker has to do with gifts."""
    if request.words:
        raise TooManyWords(request.words.rest(), "mine")
    if request.member.person_id is None:
        raise UnlinkedSpeaker
    return await _mine(request, uow, request.member.person_id)


@press("mine", "◀ Back · Next ▶", "Turn the pages of a list")
async def turn_page_of_mine(request: Request, uow: UnitOfWork) -> Reply:
    """Show another page of what somebody has to do with gifts."""
    return await _mine(request, uow, request.words.take_number())


@press("got", "✅ scarf, in /mine", "Note that it is bought")
async def tick_of_mine(request: Request, uow: UnitOfWork) -> Reply:
    """Note that something is bought, and show whose list it stands in again."""
    done = await _step(request, uow)
    shown = await _mine(request, uow, request.words.take_number())
    return replace(shown, toast=done.toast, gist=done.gist)


async def _asked_for(
    request: Request, uow: UnitOfWork, person: Person | None
) -> tuple[Occasion | NewOccasion | None, GiftList | None]:
    """Find the gifts that are asked for, of those that may be spoken of."""
    if not request.words:
        return None, await lists.next_gifts(uow, request.scene, person, request.today)
    occasion = await _occasion(request, uow, person)
    if isinstance(occasion, NewOccasion):
        ahead = occasion.date is None or occasion.date >= request.today
        return occasion, await lists.wished_for(uow, request.scene, person) if ahead else None
    return occasion, await lists.gifts_of(uow, request.scene, occasion, person, request.today)


def _speak_of(request: Request, person: Person | None, found: GiftList | None) -> bool:
    """Speak of somebody's gifts, or of everybody's; to whom they are for, of those that are no secret any more.

    Tells whether there is anything to say, if only that there is nothing.
    """
    revealed = found is not None and bool(found.views)
    if person is None:
        request.speak_of_everybody(anyway=revealed)
    elif not revealed and request.is_own(person):
        return False
    elif not revealed:
        request.speak_of(person)
    elif request.eyes.hides(person):
        request.left_out = (person,)
    return True


async def _own_wishes(request: Request, uow: UnitOfWork, person: Person) -> Reply:
    """Tell somebody what they wish for themselves, and of nothing else that is for them."""
    found = await wishes.of(uow, person)
    if not found.all:
        request.speak_of(person)
    return wish_replies.beside_surprises(found, request.family)


async def _person(request: Request, uow: UnitOfWork) -> Person | None:
    """Read whose gifts are asked for, if anybody's are."""
    if people.SLOT not in request.answers and not _names_somebody(request):
        return None
    person = await people.take_person(request, uow, may_be_new=False)
    if isinstance(person, NewPerson):
        raise UnknownPerson(person.name)
    return person


def _names_somebody(request: Request) -> bool:
    """Tell whether a person comes first; a name close to an occasion's alone means that one."""
    words, known = request.words, occasions.by_name(request.scene, None)
    if not words or occasions.begins_occasion(words, 0, known):
        return False
    alone = " ".join(words.texts[: occasions.words_before_year(words)])
    return people.begins_person(words, people.everybody(request)) or not near_names(alone, known)


async def _occasion(request: Request, uow: UnitOfWork, person: Person | None) -> Occasion | NewOccasion:
    """Read the occasion that is asked for, and its year."""
    count = occasions.words_before_year(request.words)
    occasion = await occasions.take_occasion(request, uow, person, count, may_be_new=False)
    if isinstance(occasion, NewOccasion) and occasion.rule is None:
        raise UnknownOccasion(occasion.name, person=person.name if person else "mom")
    if request.words:
        raise TooManyWords(request.words.rest(), "gifts")
    return occasion


def _none_ahead(request: Request, person: Person | None) -> Reply:
    last = lists.last_over(request.scene, request.today)
    whose = request.scene.whose(last) if last else None
    return replies.none_ahead(person, last, whose, request.today)


async def _page(request: Request, uow: UnitOfWork) -> Reply:
    """Show the page of the list that a trail leads to."""
    number, whose = request.words.take_number(), request.words.take_number()
    occasion = await uow.occasions.get_by_id(number) if number else None
    if number and occasion is None:
        raise Gone
    person = people.person_of(request.scene.people, whose) if whose else None
    if occasion:
        found = await lists.gifts_of(uow, request.scene, occasion, person, request.today)
    else:
        found = await lists.wished_for(uow, request.scene, person)
    if not _speak_of(request, person, found) and person:
        return await _own_wishes(request, uow, person)
    return replies.gifts(found, request.family, request.today, request.words.take_number())


async def _mine(request: Request, uow: UnitOfWork, person_id: int) -> Reply:
    request.speak_of_purchases()
    person = people.person_of(request.scene.people, person_id)
    number = request.words.take_number()
    found = await lists.mine(uow, request.scene, person, request.today)
    return replies.mine(found, request.family, request.today, number)


async def _step(request: Request, uow: UnitOfWork) -> Reply:
    """Take a gift to the stage that its button names, unless it is there already or beyond; say so."""
    found = await gifts.find(uow, request.words.take_number())
    to, trail = request.words.take(), request.words.rest()
    after = staged(found, to, request) if found.stage in _BEFORE.get(to, ()) else found
    after = await for_something(request, uow, after, trail.replace(" ", ":"))
    request.words.insert(trail)
    if after == found:
        view = await gifts.look(uow, request.scene, found)
        return gift_replies.happened(view, request.family, gift_replies.stands_already(view))
    view = await gifts.change(uow, request.scene, found, after)
    return gift_replies.happened(view, request.family, gift_replies.STAGES[after.stage])
