"""Which expenses the words ask for: of which days, on what, with which tag, by whom, over how much."""

from dataclasses import dataclass, replace
from decimal import Decimal

from domain.budgets import Unset
from domain.expense_refusals import OneFilter, UnknownFilter
from domain.expenses import Asked, Category
from domain.people import Person
from domain.questions import Ask
from domain.refusals import NotAnAmount, UnlinkedMention
from domain.spending_questions import WhichFilter
from handlers.reading import amounts, categories, people
from handlers.reading.tags import read_tag
from handlers.request import Request, Words
from repositories.unit_of_work import UnitOfWork
from services.names import match_name, near_names
from services.periods import read_period

_MYSELF = ("me", "mine", "my", "myself")


@dataclass(frozen=True, slots=True)
class AskedBy:
    """What is asked for, and who spent it in words, if that is asked."""

    asked: Asked
    who: str = ""


async def take_asked(request: Request, uow: UnitOfWork) -> AskedBy:
    """Read what is asked for, its parts in any order."""
    reader = _Reader(request, categories.by_name(await uow.categories.list_all()))
    while request.words:
        await reader.take_part(uow)
    return AskedBy(reader.asked, reader.who)


class _Reader:
    """Takes one part after the other from the words."""

    def __init__(self, request: Request, known: dict[str, Category]) -> None:
        self.request = request
        self.known = known
        self.people = people.everybody(request)
        self.asked = Asked()
        self.who = ""
        self._chosen = False

    async def take_part(self, uow: UnitOfWork) -> None:
        """Take what the next words ask for."""
        words = self.request.words
        if words.skip("over"):
            self.asked = replace(self.asked, over=self._amount(), currency=self.request.family.currency)
        elif not (await self._tagged_or_theirs(uow) or self._named(words) or self._dated(words)):
            self._unknown(words)

    async def _tagged_or_theirs(self, uow: UnitOfWork) -> bool:
        words = self.request.words
        if tag := read_tag(words.items[0]):
            self._choose(Asked(tag=tag), words.take())
        elif words.items[0].text.startswith("@") or words.mention:
            person = await people.take_person(self.request, uow, may_be_new=False)
            if not isinstance(person, Person):
                raise UnlinkedMention(person.name)
            self._of(person)
        elif words.skip(*_MYSELF):
            own = self.request.member.person_id
            if own:
                self._of(people.person_of(self.request.scene.people, own))
            else:
                self._choose(Asked(user_id=self.request.user.id), "me", self.request.user.full_name)
        else:
            return False
        return True

    def _named(self, words: Words) -> bool:
        """Take a category, or a person, whichever takes more words."""
        category = match_name(words.items, self.known)
        person = people.match(words.items, self.people)
        if category and (person is None or category.used >= person[1]):
            self._choose(Asked(category_id=category.thing.id), words.take(category.used))
        elif person:
            words.take(person[1])
            self._of(person[0])
        return bool(category or person)

    def _dated(self, words: Words) -> bool:
        read = None if self.asked.period else read_period(words.texts, self.request.family.locale, self.request.today)
        if read:
            words.take(read.used)
            self.asked = replace(self.asked, period=read.period)
        return read is not None

    def _unknown(self, words: Words) -> None:
        """Ask about a word that is close to a name, and refuse any other."""
        said = words.texts[0]
        near = [one.name for one in near_names(said, self.known)]
        near += [one.name for one in near_names(said, self.people)]
        answer = self.request.answers.get(WhichFilter.slot)
        if answer and answer["said"] == said:
            words.take()
            words.insert(f'"{answer["name"]}"')
        elif near and not answer:
            raise Ask(WhichFilter(said, tuple(dict.fromkeys(near))))
        else:
            raise UnknownFilter(said)

    def _amount(self) -> Decimal:
        amount = amounts.take_amount(self.request, self.request.family.currency)
        if isinstance(amount, Unset) or amount is None:
            raise NotAnAmount("")
        return amount

    def _of(self, person: Person) -> None:
        self._choose(Asked(person_id=person.id), person.name, person.name)

    def _choose(self, asked: Asked, said: str, who: str = "") -> None:
        """Ask for a category, a tag or a person: one of them, for a button holds no more."""
        if self._chosen:
            raise OneFilter(said)
        self._chosen, self.who = True, who
        self.asked = replace(asked, period=self.asked.period, over=self.asked.over, currency=self.asked.currency)
