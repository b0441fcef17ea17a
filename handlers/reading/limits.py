"""What the words tell of a limit: how much, how often, and from when until when."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from domain.budgets import UNSET, Unset
from domain.dates import yearly
from domain.expense_refusals import EndsTooSoon
from domain.limits import Every
from domain.refusals import BadDate, TooManyWords
from handlers.reading import amounts
from handlers.request import Request, Words
from services.dates import read_date
from services.periods import read_period

_EVERY: dict[str, Every] = {
    "daily": "daily",
    "weekly": "weekly",
    "monthly": "monthly",
    "yearly": "yearly",
    "annually": "yearly",
    "annual": "yearly",
}
_UNITS: dict[str, Every] = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}
_A = {"a", "an", "per", "each", "every", "the"}
_FROM = ("from", "since", "starting", "beginning")
_UNTIL = ("until", "till", "through")
_YEAR = timedelta(days=366)
_HALF = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a limit, as far as it was."""

    amount: Decimal | Unset | None = UNSET
    period: Every | None = None
    since: date | None = None
    until: date | None = None


def begins(request: Request, at: int) -> bool:
    """Tell whether what is said of a limit begins at this word, so that its name is over."""
    word = request.words.items[at]
    if word.quoted:
        return False
    return (
        word.text.lower() in {*_FROM, *_UNTIL}
        or _period(request.words, at) is not None
        or amounts.begins_amount(request, at, request.family.currency)
    )


def take_said(request: Request, found: Said) -> Said:
    """Take all that is said of a limit, in whichever order."""
    while request.words:
        found = take_part(request, found)
    return _checked(found, request.today)


def take_part(request: Request, found: Said) -> Said:
    """Take the next thing that is said of a limit."""
    words = request.words
    if period := _period(words):
        words.take(period[1])
        return replace(found, period=period[0])
    if words.skip(*_FROM):
        return replace(found, since=_day(request))
    if words.skip(*_UNTIL) or (found.since and words.skip("to")):
        return replace(found, until=_day(request, last=True))
    if found.amount is not UNSET:
        raise TooManyWords(words.rest(), "limit")
    return replace(found, amount=amounts.take_amount(request, request.family.currency))


def _checked(said: Said, today: date) -> Said:
    """Refuse days on which nothing can hold any more."""
    if said.until and said.until < max(today, said.since or today):
        raise EndsTooSoon(said.until)
    return replace(said, until=None) if said.until == date.max else said


def _period(words: Words, at: int = 0) -> tuple[Every, int] | None:
    """Read how often, and how many words that takes."""
    texts = [word.text.lower() for word in words.items[at : at + 2] if not word.quoted]
    if texts and (named := _EVERY.get(texts[0])):
        return named, 1
    if len(texts) > 1 and texts[0] in _A and (unit := _UNITS.get(texts[1])):
        return unit, 2
    return None


def _day(request: Request, *, last: bool = False) -> date:
    """Take a day, or the first or last one of a month or a year; of any year, the nearest or the next one is meant."""
    words, locale, today = request.words, request.family.locale, request.today
    if read := read_date(words.texts, locale, today):
        words.take(read.used)
        if read.year is not None:
            return date(read.year, read.month, read.day)
        days = [yearly(read.month, read.day, today.year + shift) for shift in (-1, 0, 1)]
        return min((day for day in days if not last or day >= today), key=lambda day: abs(day - today))
    period = read_period(words.texts, locale, today)
    if period is None:
        raise BadDate(words.texts[0] if words else "")
    found = period.period
    if (found.until < today) if last else (found.since < today - _HALF):
        later = read_period(words.texts, locale, today + _YEAR)
        found = later.period if later else found
    words.take(period.used)
    return found.until if last else found.since
