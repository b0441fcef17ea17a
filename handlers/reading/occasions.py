"""Which occasion the words mean, and in which year."""

import re
from collections.abc import Mapping

from domain.names import name_key
from domain.occasions import BIRTHDAY, HOLIDAY, NewOccasion, Occasion, Series
from domain.people import NewPerson, Person
from domain.questions import Ask, OccasionOrTitle, WhichOccasion, YearOrAmount
from domain.refusals import AnotherYear, GluedAmount, NotAnOccasion, TooManyWords, UnknownOccasion
from domain.scenes import Scene
from handlers.reading.names import new_name
from handlers.reading.people import by_name as people_by_name
from handlers.request import Request, Words
from repositories.unit_of_work import UnitOfWork
from services.amounts import is_year
from services.festivals import Festival, festival_names, names_of
from services.names import match_name, near_names
from services.occasions import birthday, first_of, in_year, next_of

_GLUED = re.compile(r"(?P<name>.*\D)(?P<number>\d+(?:[.,]\d+)?)")
SLOT = WhichOccasion.slot
TELLING = 5
"""How long a word is at least that nobody takes for another one by chance."""
YEAR = YearOrAmount.slot

Known = Series | Occasion | Festival | str
"""What a name may stand for: the family's series and occasions, festivals everyone knows, anyone's birthday."""


def by_name(scene: Scene, person: Person | NewPerson | None) -> dict[str, Known]:
    """Index all that an occasion of this person's may be called."""
    known: dict[str, Known] = {**festival_names(), BIRTHDAY: BIRTHDAY}
    subject = person.id if isinstance(person, Person) else None
    for series in scene.series:
        if series.subject_person_id not in {None, subject}:
            continue
        known[series.name_key] = series
        if series.rule.startswith(HOLIDAY):
            known |= dict.fromkeys(names_of(series.rule.removeprefix(HOLIDAY)), series)
    return known | {occasion.name_key: occasion for occasion in scene.occasions if occasion.series_id is None}


def begins_occasion(words: Words, at: int, known: Mapping[str, Known]) -> bool:
    """Tell whether an occasion is named from this word on."""
    return match_name(words.items[at:], known) is not None


async def take_occasion(
    request: Request,
    uow: UnitOfWork,
    person: Person | NewPerson | None,
    unknown_words: int,
    *,
    may_be_new: bool = True,
) -> Occasion | NewOccasion:
    """Take the occasion at the front of the words, and its year if one follows; an unknown one has so many words."""
    known = by_name(request.scene, person)
    answer = request.answers.get(SLOT, {})
    if "new" in answer:
        request.resume(answer)
        return NewOccasion(answer["new"], "other", None)
    if "name" in answer:
        request.resume(answer)
        found = known.get(name_key(answer["name"])) or NewOccasion(answer["name"], "other", None)
    else:
        found = _spoken(request, known, unknown_words, may_be_new=may_be_new)
    return await _in_time(request, uow, found, person, take_year(request))


def take_year(request: Request) -> int | None:
    """Take the year behind an occasion, unless it was told that the number is an amount."""
    words, told = request.words, request.answers.get(YEAR)
    if told and told["year"] is None:
        return None
    return int(words.take()) if words and not words.items[0].quoted and is_year(words.texts[0]) else None


def before_lone_year(words: Words, known: Mapping[str, Known]) -> tuple[str, int] | None:
    """Find an occasion with nothing behind it but a number that could be its year."""
    match = match_name(words.items, known)
    if match is None or len(words.items) != match.used + 1:
        return None
    last = words.items[match.used]
    return None if last.quoted or not is_year(last.text) else (label(match.thing), int(last.text))


def label(known: Known) -> str:
    """Name what a name stands for."""
    return known.capitalize() if isinstance(known, str) else known.name


def ask_about_misspelt(request: Request, known: Mapping[str, Known]) -> None:
    """Ask whether a word a letter off an occasion's name is that occasion, or something's title."""
    word = request.words.items[0] if len(request.words.items) > 1 else None
    if word is None or word.quoted or len(word.text) < TELLING:
        return
    if near := near_names(word.text, {name: one for name, one in known.items() if len(name) >= TELLING}):
        raise Ask(OccasionOrTitle(word.text, tuple(label(one) for one in near)))


def suggested(request: Request, person: Person | NewPerson) -> tuple[str, ...]:
    """Suggest the occasions that come next, the family's own first."""
    scene, today = request.scene, request.today
    subject = person.id if isinstance(person, Person) else None
    others = {series.id for series in scene.series if series.subject_person_id not in {None, subject}}
    ahead = [one for one in scene.occasions if not one.over(today) and one.series_id not in others]
    ahead.sort(key=lambda one: (one.date is None, one.date or today))
    return tuple(dict.fromkeys([one.name for one in ahead] + ["Christmas", "Birthday"]))[:6]


def _spoken(request: Request, known: Mapping[str, Known], count: int, *, may_be_new: bool) -> Known | NewOccasion:
    words = request.words
    if match := match_name(words.items, known):
        words.take(match.used)
        return match.thing
    name = new_name(words, count)
    _refuse_glued_amount(words, name, known)
    if near := near_names(name, known):
        used, rest = request.behind(SLOT, count)
        raise Ask(WhichOccasion(name, tuple(label(one) for one in near), used, rest, may_be_new=may_be_new))
    words.take(count)
    return known.get(name_key(name)) or NewOccasion(name, "other", None)


def _refuse_glued_amount(words: Words, name: str, known: Mapping[str, Known]) -> None:
    """Refuse "christmas100": it is no occasion of that name that is meant."""
    glued = _GLUED.fullmatch(name)
    if glued and not words.items[0].quoted and name_key(glued["name"]) in known:
        raise GluedAmount(glued["name"], glued["number"])


async def _in_time(
    request: Request, uow: UnitOfWork, found: Known | NewOccasion, person: Person | NewPerson | None, year: int | None
) -> Occasion | NewOccasion:
    """Find the year of an occasion that is meant: the next one, unless told."""
    scene, today, locale = request.scene, request.today, request.family.locale
    if isinstance(found, NewOccasion):
        return found
    if isinstance(found, Occasion):
        if year is not None and found.date is not None and found.date.year != year:
            raise AnotherYear(found.name, year)
        return found
    if isinstance(found, Series):
        rows = [occasion for occasion in scene.occasions if occasion.series_id == found.id]
        if year is not None and year < today.year:
            rows = list(await uow.occasions.list_by_series(found.id))
        return (
            next_of(found, rows, scene.people, today, locale)
            if year is None
            else in_year(found, rows, scene.people, year, locale)
        )
    if isinstance(found, Festival):
        return first_of(found, today, year, locale)
    return birthday(person, today, year)


async def take_known_occasion(request: Request, uow: UnitOfWork, command: str = "budgets") -> Occasion:
    """Take an occasion that the family has already."""
    _refuse_person(request)
    person = leading_person(request)
    occasion = await take_occasion(request, uow, person, words_before_year(request.words), may_be_new=False)
    if isinstance(occasion, NewOccasion):
        raise UnknownOccasion(occasion.name, occasion.date.year if occasion.date else None)
    if request.words:
        raise TooManyWords(request.words.rest(), command)
    return occasion


def _refuse_person(request: Request) -> None:
    """Refuse the name of a person alone, unless an occasion is called so too."""
    someone = people_by_name(request.scene.people).get(name_key(" ".join(request.words.texts)))
    if someone and not begins_occasion(request.words, 0, by_name(request.scene, None)):
        raise NotAnOccasion(someone.name)


def words_before_year(words: Words) -> int:
    """Count the words of an unknown name: a year at the end is none of them."""
    count = len(words.items)
    return count - 1 if count > 1 and is_year(words.texts[-1]) else count


def leading_person(request: Request) -> Person | None:
    """Take the person in front of an occasion of theirs, as in "mom's birthday"."""
    words = request.words
    if match_name(words.items, by_name(request.scene, None)):
        return None
    known = people_by_name(request.scene.people)
    match = match_name(words.items, known | {f"{name}'s": person for name, person in known.items()})
    if match is None or match_name(words.items[match.used :], by_name(request.scene, match.thing)) is None:
        return None
    words.take(match.used)
    return match.thing


async def moved_to_year(
    request: Request, uow: UnitOfWork, occasion: Occasion | NewOccasion, year: int
) -> Occasion | NewOccasion:
    """Find the same occasion in another year, if it is one of a series."""
    series = next((one for one in request.scene.series if one.id == occasion.series_id), None)
    if occasion.date and occasion.date.year == year:
        return occasion
    if series is None:
        if isinstance(occasion, Occasion) and occasion.over(request.today):
            raise AnotherYear(occasion.name, year)
        return occasion
    rows = await uow.occasions.list_by_series(series.id)
    return in_year(series, rows, request.scene.people, year, request.family.locale)
