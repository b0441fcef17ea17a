"""What people do about a budget that is nearly used, or overrun: raise it, or hear no more of it."""

from decimal import ROUND_CEILING, Decimal

from domain.alerts import FULL
from domain.budgets import Side, Standing, Unset
from domain.limit_questions import NewLimit
from domain.limits import Limited
from domain.money import decimals_of
from domain.occasions import Occasion
from domain.people import Person
from domain.questions import Ask, HowMuch
from domain.refusals import Gone, NotAllowed
from handlers.reading import amounts
from handlers.reading.people import person_of
from handlers.registry import press
from handlers.request import Request
from replies import alerts as replies
from replies import budgets as budget_replies
from replies import limits as limit_replies
from replies import occasions as occasion_replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import alerts, budgets, limit_settings, limits, occasions

STEPS = (1, 10, 50, 100)
"""To multiples of what a budget is rounded up, so that all fits that is there."""


@press("raise", "⬆️ Raise", "Raise the budget or limit that an alert tells of: it suggests what would fit")
async def more(request: Request, uow: UnitOfWork) -> Reply:
    """Ask for a new amount, and set it."""
    if limited := await _limit(request, uow):
        return await _raise_limit(request, uow, limited)
    occasion, person, kind = await _budget(request, uow)
    if person is None:
        return await _raise_ceiling(request, uow, occasion)
    side: Side = "purchaser" if kind == "purchaser" else "recipient"
    if side == "recipient":
        request.speak_of(person)
    view = await budgets.budget_of(uow, request.family, person, occasion, side)
    amount = _amount(request, person.name, occasion, view.standing, view.currency, side)
    done = await budgets.set_budget(uow, request.family, person, occasion, side, amount, None)
    return budget_replies.was_set(done, request.family, request.today)


@press("mute", "🔕 Mute", "Hear no more of a budget or limit in this chat")
async def mute(request: Request, uow: UnitOfWork) -> Reply:
    """Let this chat hear no more of a budget."""
    _only_grown_ups(request)
    if limited := await _limit(request, uow):
        news = await alerts.mute(uow, request.conversation, replies.LIMIT, limited.limit.id.hex, on=True)
        return replies.limit_muted(limited) if news else replies.muted_already()
    occasion, person, kind = await _budget(request, uow)
    if not await alerts.mute(uow, request.conversation, kind, _key(occasion, person), on=True):
        return replies.muted_already()
    return replies.muted(kind, occasion, person)


@press("unmute", "🔔 Tell us again", "Hear again of what was muted")
async def unmute(request: Request, uow: UnitOfWork) -> Reply:
    """Let this chat hear of a budget again."""
    _only_grown_ups(request)
    if limited := await _limit(request, uow):
        await alerts.mute(uow, request.conversation, replies.LIMIT, limited.limit.id.hex, on=False)
        return replies.limit_unmuted(limited)
    occasion, person, kind = await _budget(request, uow)
    await alerts.mute(uow, request.conversation, kind, _key(occasion, person), on=False)
    return replies.unmuted(kind, occasion, person)


async def _budget(request: Request, uow: UnitOfWork) -> tuple[Occasion, Person | None, str]:
    """Read which budget a button means: the occasion, the person unless it is everybody's, and the kind."""
    occasion = await uow.occasions.get_by_id(request.words.take_number()) if request.scene.family else None
    whose, kind = request.words.take_number(), request.words.take()
    if occasion is None:
        raise Gone
    return occasion, person_of(request.scene.people, whose) if whose else None, kind


async def _limit(request: Request, uow: UnitOfWork) -> Limited | None:
    """Read which limit a button means; none if it means a budget."""
    if not request.words.skip(replies.LIMIT):
        return None
    return await limit_settings.find(uow, request.words.take_key())


async def _raise_limit(request: Request, uow: UnitOfWork, limited: Limited) -> Reply:
    """Raise what may be spent on a category, or on everything."""
    if not request.member.plans:
        raise NotAllowed
    limit = limited.limit
    amount = amounts.take_amount(request, limit.currency)
    if isinstance(amount, Unset):
        view = await limits.standing_of(uow, request.family, limited)
        standing = view.standing if view else Standing(limit.amount)
        raise Ask(NewLimit(limit_replies.spoken(limited), fitting(standing, limit.currency), limit.currency))
    if amount is None:
        gone = await limit_settings.take_away(uow, [limit])
        return limit_replies.removed(limited.category, gone, request.family, request.today)
    return limit_replies.was_set(
        await limit_settings.set_amount(uow, request.family, limited, amount), request.family, request.today
    )


async def _raise_ceiling(request: Request, uow: UnitOfWork, occasion: Occasion) -> Reply:
    """Raise what an occasion may cost in all."""
    view = await budgets.budgets_of(uow, occasion, request.scene)
    currency = request.family.currency
    used = view.totals.get(currency, Standing(None))
    standing = Standing(view.ceiling, used.spent, used.planned)
    amount = _amount(request, replies.everybody(), occasion, standing, currency, "recipient")
    told = occasions.Told(ceiling=amount)
    arranged = await occasions.arrange(uow, occasion, None, told, request.today)
    return occasion_replies.shown(arranged, request.family, request.today)


def _amount(  # noqa: PLR0917 - what the question is made of
    request: Request, whose: str, occasion: Occasion, standing: Standing, currency: str, side: Side
) -> Decimal | None:
    amount = amounts.take_amount(request, currency)
    if isinstance(amount, Unset):
        suggested = fitting(standing, currency)
        raise Ask(HowMuch(whose, occasion_replies.title(occasion), suggested, side))
    return amount


def fitting(standing: Standing, currency: str) -> tuple[Decimal, ...]:
    """Suggest amounts that are more than the budget, and under which all that is there fits."""
    scale = 1 if decimals_of(currency) else FULL
    least = max(standing.committed, standing.budget or Decimal(0))
    found = [standing.committed] if standing.over else []
    for step in STEPS[1:]:
        unit = Decimal(step * scale)
        rounded = (least / unit).to_integral_value(ROUND_CEILING) * unit
        found.append(rounded if rounded > least else rounded + unit)
    return tuple(dict.fromkeys(found))


def _key(occasion: Occasion, person: Person | None) -> str:
    return f"{occasion.id}:{person.id if person else 0}"


def _only_grown_ups(request: Request) -> None:
    if not request.said.private and not request.member.plans:
        raise NotAllowed
