"""What money was spent on: the category that was named, or that the family used for these words before, or is asked."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from domain.expense_questions import Offer, WhichCategory
from domain.expense_refusals import NotACategory, UnknownCategory
from domain.expenses import Category
from domain.names import MAX_NAME, Word, checked_name, name_key, split_words
from domain.questions import Ask
from domain.refusals import Gone
from handlers.reading.categories import by_name
from handlers.reading.expenses import Told
from handlers.reading.names import new_name
from handlers.reading.prices import Ways, amounts_in
from handlers.request import Request, Words
from repositories.unit_of_work import UnitOfWork
from services import categories
from services.names import match_name, near_names

MOST = 18
"""Among how many categories buttons choose."""
LONGEST = 4
"""Of how many words a new category may be that is typed in answer."""
_NO_NAMES = {"no", "none", "nope", "nothing", "yes", "ok", "okay", "help", "undo", "back", "start"}
"""What is typed in answer, but names nothing."""
_MARKS = ",;:"
Spent = tuple[Category, str]
"""A category, and the words that describe the expense besides."""


def answers_to(request: Request, slot: str) -> dict[int, dict[str, Any]]:
    """Give what was answered to the questions of a slot, by the line that each was about."""
    answer: dict[str, Any] = dict(request.answers.get(slot, {}))
    if not answer:
        return {}
    before, line = answer.pop("before"), answer.pop("line")
    return {int(at): value for at, value in before.items()} | {line: answer}


def find_named(words: Sequence[Word], known: Mapping[str, Category]) -> tuple[Category, int] | None:
    """Find the category that the first words name, and how many words that takes; quoted words describe."""
    plain = [Word(word.text.rstrip(_MARKS), word.quoted, word.offset) for word in words]
    match = match_name(plain, known) if plain and not plain[0].quoted else None
    return (match.thing, match.used) if match else None


class Chooser:
    """Finds the category of one line after the other."""

    def __init__(self, request: Request, uow: UnitOfWork, known: Sequence[Category]) -> None:
        self._request = request
        self._uow = uow
        self._categories = list(known)
        self._answers = answers_to(request, WhichCategory.slot)
        self.known = by_name(self._categories)

    async def choose(self, line: int, told: Told) -> Spent:
        """Find the category of a line, and what describes it besides; ask where nobody can know."""
        for start in dict.fromkeys((0, told.at)):
            if found := find_named(
                told.words[start : told.at or None] if not start else told.words[start:], self.known
            ):
                return found[0], told.description(start, found[1])
        if line in self._answers:
            return await self._answered(line, told, self._answers[line])
        return await self._remembered(line, told), told.description()

    async def _remembered(self, line: int, told: Told) -> Category:
        """Find the category that the family used before, or ask."""
        place = told.words[: told.at] or told.words
        near = _near(place, self.known)
        first = place[0].text if place else ""
        learned = await self._uow.expenses.learned(first if near else told.description())
        found = next((one for one in self._categories if one.id == learned), None)
        if found is None:
            nameable = len(place) == 1 and not place[0].quoted and len(place[0].text) <= MAX_NAME
            new = new_name(Words(place[0].text), 1) if nameable else None
            raise Ask(self._question(line, told, near or self._among(place), new, used=1))
        return found

    def _among(self, words: Sequence[Word]) -> list[tuple[Category, int]]:
        """Find the categories that are named further behind, where they may as well describe."""
        found = [self.known.get(name_key(word.text)) for word in words if not word.quoted]
        return [(one, 0) for one in {one.id: one for one in found if one}.values()]

    async def _answered(self, line: int, told: Told, answer: Mapping[str, Any]) -> Spent:
        used = answer.get("used", 0)
        if "id" in answer:
            found = next((one for one in self._categories if one.id == UUID(answer["id"])), None)
            if found is None:
                raise Gone
            return found, told.description(0, used)
        if "new" in answer:
            return await self._make(answer["new"]), told.description(0, used)
        return await self._replied(line, told, answer["text"]), told.description()

    async def _replied(self, line: int, told: Told, text: str) -> Category:
        """Read the name that was typed in answer: one close to a known one is asked about, any other is new."""
        if found := self.known.get(name_key(text)):
            return found
        family = self._request.family
        words = split_words(text)
        ways = Ways(family.locale, family.currency, self._request.today, self.known)
        if any(amounts_in(words, ways)) or not 0 < len(words) <= LONGEST or text.lower() in _NO_NAMES:
            raise NotACategory(text)
        if near := _near(words, self.known):
            raise Ask(self._question(line, told, [(one, 0) for one, _ in near], checked_name(text), used=0))
        return await self._make(new_name(Words(text), len(words)))

    async def _make(self, name: str) -> Category:
        """Make a category, unless another line has."""
        if found := self.known.get(name_key(name)):
            return found
        if not self._request.member.plans:
            raise UnknownCategory(name)
        made = await categories.create(self._uow, name)
        self._categories.append(made)
        self.known = by_name(self._categories)
        return made

    def _question(
        self, line: int, told: Told, near: Sequence[tuple[Category, int]], new: str | None, used: int
    ) -> WhichCategory:
        close = {one.id for one, _ in near}
        others = [one for one in self._categories if one.id not in close and not one.of_gifts]
        offered = [*near, *((one, 0) for one in others or self._categories if one.id not in close)][:MOST]
        return WhichCategory(
            line,
            {str(at): answer for at, answer in self._answers.items() if at != line},
            told.amount,
            self._request.family.currency,
            told.description(),
            tuple(Offer(one.id, one.name, one.icon, count) for one, count in offered),
            new if self._request.member.plans else None,
            used,
        )


def _near(words: Sequence[Word], known: Mapping[str, Category]) -> list[tuple[Category, int]]:
    """Find the categories whose names the first words nearly are, and how many words that takes."""
    if not words or words[0].quoted:
        return []
    longest = max((name.count(" ") + 1 for name in known), default=0)
    for count in range(min(longest, len(words)), 0, -1):
        text = " ".join(word.text for word in words[:count]).rstrip(_MARKS)
        if near := near_names(text, known):
            return [(one, count) for one in near]
    return []
