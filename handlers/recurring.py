"""What people say about what they spend again and again."""

from datetime import date

from domain.expense_refusals import NotARhythm, NotSplitYet
from domain.expenses import MAX_DESCRIPTION
from domain.recurring import Recurring
from domain.refusals import MissingWords, NotAllowed, TooManyWords
from handlers.expenses import known_categories, made_clear
from handlers.reading.expenses import read_expense
from handlers.reading.prices import Ways
from handlers.reading.rhythms import take_schedule
from handlers.reading.spent_on import Chooser
from handlers.registry import command, press
from handlers.request import Request
from replies import recurring as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import recurring
from services.recurring import NewRecurring, RecurringView

STEPS = "⏸ Pause · ▶ Go on · ⏭ Skip next · ⏹ End"
"""What stands on the buttons of something recurring."""


@command(
    "every",
    "[N] day|week|month|quarter|year [DAY] AMOUNT [CATEGORY] [DESCRIPTION] [from DATE] [until DATE]",
    "Record by itself what is spent again and again",
    example="/every month 1st 1200 bills rent",
    begins="anywhere",
)
async def every(request: Request, uow: UnitOfWork) -> Reply:
    """Let something be spent again and again."""
    if not request.words:
        raise MissingWords("every")
    family, today = request.family, request.today
    schedule, words = take_schedule(request.words.items, family.locale, today)
    if not words:
        raise MissingWords("every")
    chooser = Chooser(request, uow, await known_categories(uow))
    told = made_clear(request, 0, read_expense(words, Ways(family.locale, family.currency, today, chooser.known)))
    if told.split is not None:
        raise NotSplitYet
    if told.day is not None:
        raise NotARhythm(told.day.isoformat())
    category, description = await chooser.choose(0, told)
    new = NewRecurring(
        request.user.id,
        request.member.person_id,
        category.id,
        request.conversation.id,
        told.amount,
        family.currency,
        " ".join(filter(None, (description, told.notes)))[:MAX_DESCRIPTION],
        told.payment,
        told.tags,
        schedule.rhythm,
        schedule.first,
        schedule.ends_on,
    )
    return replies.begun(await recurring.begin(uow, new, category, today), family, today)


@command("recurring", "", "See what is spent again and again; pause, skip or end it", example="/recurring")
async def everything(request: Request, uow: UnitOfWork) -> Reply:
    """List what is spent again and again."""
    if request.words:
        raise TooManyWords(request.words.rest(), "recurring")
    return replies.listed(await recurring.list_going(uow), request.family, request.today, 0)


@press("recurring", "◀ Back · Next ▶", "Turn the pages of a list")
async def turn_page(request: Request, uow: UnitOfWork) -> Reply:
    """Show another page of what is spent again and again."""
    page = request.words.take_number()
    return replies.listed(await recurring.list_going(uow), request.family, request.today, page)


@press("rule", "🔁 1 · 2 · 3", "Open one of what is spent again and again")
async def show(request: Request, uow: UnitOfWork) -> Reply:
    """Show something that is spent again and again."""
    return replies.card(await _found(request, uow), request.family, request.today)


@press("halt", STEPS, "Let what is spent again and again rest, go on, leave out the next time, or come no more")
async def halt(request: Request, uow: UnitOfWork) -> Reply:
    """Record nothing of it until it goes on."""
    rule = await _own(request, uow)
    await recurring.pause(uow, rule)
    return await _changed(request, uow, rule, "⏸")


@press("goon", STEPS, "Let what is spent again and again rest, go on, leave out the next time, or come no more")
async def go_on(request: Request, uow: UnitOfWork) -> Reply:
    """Let it go on where a pause has ended."""
    rule = await _own(request, uow)
    await recurring.go_on(uow, rule, request.today)
    return await _changed(request, uow, rule, "▶")


@press("skip", STEPS, "Let what is spent again and again rest, go on, leave out the next time, or come no more")
async def skip(request: Request, uow: UnitOfWork) -> Reply:
    """Leave out the next time, if it is still the one that the button speaks of."""
    rule = await _own(request, uow)
    number = request.words.take_number()
    day = date.fromordinal(number) if date.min.toordinal() <= number <= date.max.toordinal() else date.min
    await recurring.skip(uow, rule, day)
    return await _changed(request, uow, rule, "⏭")


@press("end", STEPS, "Let what is spent again and again rest, go on, leave out the next time, or come no more")
async def end(request: Request, uow: UnitOfWork) -> Reply:
    """Let it come no more."""
    rule = await _own(request, uow)
    await recurring.end(uow, rule, request.today)
    return await _changed(request, uow, rule, "⏹")


async def _found(request: Request, uow: UnitOfWork) -> RecurringView:
    """Find what a button belongs to."""
    return await recurring.find(uow, request.words.take_key())


async def _own(request: Request, uow: UnitOfWork) -> Recurring:
    """Find what a button belongs to, if the speaker may change it: a child only its own."""
    rule = (await _found(request, uow)).rule
    if not request.member.plans and rule.user_id != request.user.id:
        raise NotAllowed
    return rule


async def _changed(request: Request, uow: UnitOfWork, before: Recurring, sign: str) -> Reply:
    """Show it as it is now: it may come no more, since there is no day left on which it falls."""
    view = await recurring.find(uow, before.id)
    done = "⏹" if view.rule.ended else sign
    return replies.card(view, request.family, request.today, done if view.rule != before else "")
