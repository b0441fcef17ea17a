"""What people say about budgets."""

from decimal import Decimal

from domain.budgets import Side, Unset
from domain.money import decimals_of
from domain.occasions import NewOccasion, Occasion
from domain.people import NewPerson, Person
from domain.questions import Ask, ForWhat, HowMuch, WhoseBudget, YearOrAmount
from domain.refusals import AmountFirst, Gone, TooLong, UnknownOccasion, UnknownPerson
from handlers.reading import amounts, occasions, people
from handlers.registry import command, press
from handlers.request import Request
from replies import budgets as replies
from replies.occasions import title
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import budgets

NOTES = 500
"""How long a note on a budget may be."""
NO_NOTE = {"none", "off", "-"}
"""What takes a note away."""


@command(
    "budget",
    "[by] PERSON OCCASION [AMOUNT|none [NOTE]]",
    "Set or see what may be spent on somebody, or by somebody; alone it asks",
    example="/budget mom christmas 100",
    begins="anywhere",
)
async def budget(request: Request, uow: UnitOfWork) -> Reply:
    """Set a budget, or show it when no amount is given."""
    side: Side = "purchaser" if request.words.skip("by") else "recipient"
    guided = not request.words
    person = await _person(request, uow, side)
    occasion = await _occasion(request, uow, side, person)
    currency = await _currency(request, uow, person, occasion)
    amount = amounts.take_amount(request, currency)
    if isinstance(amount, Unset):
        if guided or await _has_none_yet(request, uow, side, person, occasion):
            raise Ask(HowMuch(person.name, title(occasion), _suggested_amounts(currency), side))
        return await _status(request, uow, side, person, occasion)
    view = await budgets.set_budget(uow, request.family, person, occasion, side, amount, _notes(request))
    return replies.was_set(view, request.family, request.today)


@command(
    "budgets",
    "[OCCASION]",
    "See everybody's budgets for an occasion",
    example="/budgets christmas",
)
async def everybodys(request: Request, uow: UnitOfWork) -> Reply:
    """Show everybody's budgets."""
    occasion = await _occasion_of_interest(request, uow)
    if occasion is None:
        return replies.none_yet()
    request.speak_of_everybody(anyway=True)
    view = await budgets.budgets_of(uow, occasion, request.scene)
    return replies.everybody(view, request.family, request.today)


@press("budgets", "◀ Back · Next ▶", "Turn the pages of a list")
async def turn_page(request: Request, uow: UnitOfWork) -> Reply:
    """Show another page of everybody's budgets."""
    occasion_id, page = request.words.take_number(), request.words.take_number()
    occasion = await uow.occasions.get_by_id(occasion_id)
    if occasion is None:
        raise Gone
    request.speak_of_everybody(anyway=True)
    view = await budgets.budgets_of(uow, occasion, request.scene)
    return replies.everybody(view, request.family, request.today, page)


async def _person(request: Request, uow: UnitOfWork, side: Side) -> Person | NewPerson:
    """Read whose budget it is, or ask."""
    replied = request.insert_reply(people.SLOT)
    words, asked = request.words, people.SLOT in request.answers
    if not asked and (not words or _names_nobody(request)):
        raise Ask(WhoseBudget(request.scene.people[:8], side))
    otherwise = amounts.words_before_amount(request, replied) if replied else 1
    count = _words_before_occasion(request, otherwise)
    return await people.take_person(request, uow, count, may_be_new=_sets(request))


async def _occasion(
    request: Request, uow: UnitOfWork, side: Side, person: Person | NewPerson
) -> Occasion | NewOccasion:
    """Read what the budget is for, or ask."""
    replied = request.insert_reply(occasions.SLOT)
    if occasions.SLOT not in request.answers:
        if _names_nothing(request, person):
            raise Ask(ForWhat(person.name, occasions.suggested(request, person), side))
        _ask_about_year(request, person)
    count = amounts.words_before_amount(request, replied or len(request.words.items))
    return await occasions.take_occasion(request, uow, person, count, may_be_new=_sets(request))


def _names_nobody(request: Request) -> bool:
    """Tell whether the person was left out: an occasion comes first. An amount does not tell what the rest is."""
    words, known = request.words, people.by_name(request.scene.people)
    if words.mention or words.items[0].quoted or people.begins_person(words, known):
        return False
    if amounts.begins_amount(request, 0, request.family.currency):
        raise AmountFirst(words.take(), words.rest())
    return occasions.begins_occasion(words, 0, occasions.by_name(request.scene, None))


def _names_nothing(request: Request, person: Person | NewPerson) -> bool:
    """Tell whether the occasion was left out: nothing follows the person, or the amount at once."""
    words = request.words
    if not words or occasions.begins_occasion(words, 0, occasions.by_name(request.scene, person)):
        return not words
    return amounts.begins_amount(request, 0, request.family.currency)


def _sets(request: Request) -> bool:
    """Tell whether a budget is to be set: only then may somebody or something be new."""
    words, currency = request.words, request.family.currency
    answered = any("used" not in answer or not answer["used"] for answer in request.answers.values())
    return answered or any(amounts.begins_amount(request, at, currency) for at in range(len(words.items)))


def _words_before_occasion(request: Request, otherwise: int) -> int:
    """Count the words before the first that names an occasion: so many make an unknown name."""
    known = occasions.by_name(request.scene, None)
    items = request.words.items
    starts = (at for at in range(1, len(items)) if occasions.begins_occasion(request.words, at, known))
    return next(starts, otherwise)


def _ask_about_year(request: Request, person: Person | NewPerson) -> None:
    """Ask what a lone number behind an occasion is, if it could be a year."""
    if occasions.YEAR in request.answers or occasions.SLOT in request.answers:
        return
    known = occasions.by_name(request.scene, person)
    if found := occasions.before_lone_year(request.words, known):
        name, year = found
        raise Ask(YearOrAmount(name, year))


async def _currency(
    request: Request, uow: UnitOfWork, person: Person | NewPerson, occasion: Occasion | NewOccasion
) -> str:
    """Tell in which currency a budget is kept: the family's, unless it had another one when the budget was set."""
    family = request.family
    if "former_currencies" in family.settings and isinstance(person, Person) and isinstance(occasion, Occasion):
        link = await uow.budgets.get_person_occasion_budget(person.id, occasion.id)
        return link.budget_currency if link and link.holds_money else family.currency
    return family.currency


async def _has_none_yet(
    request: Request, uow: UnitOfWork, side: Side, person: Person | NewPerson, occasion: Occasion | NewOccasion
) -> bool:
    """Tell whether the occasion was asked for, and there is no budget to show for the answer."""
    if request.answers.get(occasions.SLOT, {}).get("used", 0) or occasions.SLOT not in request.answers:
        return False
    if isinstance(person, NewPerson) or isinstance(occasion, NewOccasion):
        return True
    view = await budgets.budget_of(uow, request.family, person, occasion, side)
    return view.standing.budget is None


def _suggested_amounts(currency: str) -> tuple[Decimal, ...]:
    scale = 1 if decimals_of(currency) else 100
    return tuple(Decimal(amount * scale) for amount in (25, 50, 100, 200))


def _notes(request: Request) -> str | None:
    """Read the note behind the amount; one that says "none" takes away what was noted before."""
    note = request.words.rest()
    if len(note) > NOTES:
        raise TooLong(NOTES)
    return "" if note.casefold() in NO_NOTE else note or None


async def _status(
    request: Request, uow: UnitOfWork, side: Side, person: Person | NewPerson, occasion: Occasion | NewOccasion
) -> Reply:
    if isinstance(person, NewPerson):
        raise UnknownPerson(person.name)
    if side == "recipient":
        request.speak_of(person)
    else:
        request.speak_of_purchases()
    if isinstance(occasion, NewOccasion):
        if occasion.rule is None:
            raise UnknownOccasion(occasion.name, person=person.name)
        return replies.no_budget(person, occasion, side, request.today)
    view = await budgets.budget_of(uow, request.family, person, occasion, side)
    return replies.card(view, request.family, request.today)


async def _occasion_of_interest(request: Request, uow: UnitOfWork) -> Occasion | None:
    """Find the occasion named, else the next one."""
    if request.words:
        return await occasions.take_known_occasion(request, uow)
    ahead = await uow.occasions.list_from(request.today)
    return ahead[0] if ahead else None
