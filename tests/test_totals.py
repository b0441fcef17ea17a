"""Whatever a family does with gifts, in whatever order, and takes back: every figure stays what it must be."""

import asyncio
import os
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.budgets import PersonBudgetResult, PersonOccasion
from domain.gifts import Gift
from domain.secrets import OPEN
from repositories.changes import Changes
from repositories.health import Health
from repositories.unit_of_work import UnitOfWork
from tests.chat import Chat, Town
from tests.databases import Databases
from tests.totals import (
    BUYERS,
    NOBODY,
    PEOPLE,
    TITLES,
    Fact,
    Facts,
    Sums,
    Told,
    chip,
    dollars,
    expenses,
    press,
    say,
    seen,
    standing,
    sums,
)

WALKS = int(os.environ.get("NESTEGG_WALKS", "12"))
STAGES = ("idea", "planned", "bought", "received")
cents = st.integers(0, 12000)
titles = st.sampled_from([*["teapot"] * 3, *TITLES])
buyers = st.sampled_from(BUYERS)
kinds = st.sampled_from(["idea", "gift", "bought"])
said = st.builds(
    Told, kinds, titles, st.none() | cents, st.none() | cents, st.none() | st.integers(1, 4), st.none() | buyers
)


@dataclass(frozen=True)
class Step:
    """Something that somebody does; which of the earlier things is meant is told by a number."""

    by: str
    does: str
    told: Told
    to: str
    number: int


DOINGS = (
    ["says"] * 5 + ["presses"] * 4 + ["removes", "chips", "limits", "corrects", "corrects", "undo", "undo", "unpresses"]
)
steps = st.builds(Step, buyers, st.sampled_from(DOINGS), said, st.sampled_from(STAGES), st.integers(0, 20))


@dataclass
class Change:
    """What somebody changed: each fact as it was and as it is since."""

    by: str
    key: str
    facts: dict[Fact, tuple[Any, Any]]
    stands: bool = True


@dataclass
class Words:
    """A command as it stands in the chat, and the latest change that came of it."""

    by: str
    text: str
    told: Told
    change: Change | None = None


@dataclass
class Walk:
    """A family on its way through some steps, beside the model of what must come of them."""

    town: Town
    chat: Chat
    facts: Facts = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    last: str = ""
    people: dict[str, int] = field(default_factory=dict)
    gifts: dict[str, Gift] = field(default_factory=dict)
    christmas: int = 0

    async def settle(self) -> None:
        """Let everybody be known, by somebody who takes nothing back; those who buy are the last."""
        await self.chat.knows("mom", "dad", "zoe")
        for name in ("Mom", "Dad", "Zoe"):
            await self.chat.says(f"/budget {name} christmas 100")
        for name in BUYERS:
            await self.chat.says(f"/iam {name.lower()}", by=name)
            await self.town.private(name).says("/help")
            await self.chat.says(f"/budget by {name} christmas none")
        self.facts = {(name, "limit"): 10000 for name in ("Mom", "Dad", "Zoe")}
        await self.look()

    async def look(self) -> str:
        """Read what there is, and which change was the last; answer whether it is a new one."""

        async def read(uow: UnitOfWork) -> str:
            uow.family_id, uow.eyes = 1, OPEN
            self.people = {person.name: person.id for person in await uow.people.list_all()}
            [christmas] = await uow.occasions.list_from(self.town.clock().date())
            self.christmas = christmas.id
            self.gifts |= {gift.title: gift for gift in await uow.gifts.list_by_occasions([christmas.id])}
            keys = select(Changes.table.c.id).order_by(Changes.table.c.id.desc()).limit(1)
            return str((await uow.execute(keys)).scalar_one().hex)

        before, self.last = self.last, await self.town.bot.ledger.enter(read)
        return "" if self.last == before else self.last

    async def take(self, step: Step) -> None:
        """Let somebody do something."""
        await getattr(self, f"_{step.does}")(step)

    async def _says(self, step: Step) -> None:
        text = str(step.told)
        if self._removed(step.told):
            return
        await self.town.private(step.by).says(text)
        change = await self._wrote(step.by, say(self.facts, step.told, step.by))
        self.words.append(Words(step.by, text, step.told, change))

    def _removed(self, told: Told) -> bool:
        """Tell whether a gift was removed: there could be two of its title then, if that is taken back."""
        return bool(self.facts.get((told.title, "removed")))

    async def _presses(self, step: Step) -> None:
        if gift := self.gifts.get(step.told.title):
            await self._tap(step.by, f"stage:{gift.id}:{step.to}")
            known = (gift.title, "stage") in self.facts and seen(step.by, gift.title)
            await self._wrote(step.by, press(self.facts, gift.title, step.to, step.by) if known else {})

    async def _removes(self, step: Step) -> None:
        if gift := self.gifts.get(step.told.title):
            await self._tap(step.by, f"remove:{gift.id}")
            known = (gift.title, "stage") in self.facts and seen(step.by, gift.title)
            await self._wrote(step.by, {(gift.title, "removed"): True} if known else {})

    async def _chips(self, step: Step) -> None:
        amount = (step.told.price or 0) // 4
        await self.town.private(step.by).says(f"/chip {step.told.title} {dollars(amount) if amount else 'none'}")
        await self._wrote(step.by, chip(self.facts, step.told.title, amount, step.by))

    async def _limits(self, step: Step) -> None:
        name = PEOPLE[step.number % len(PEOPLE)]
        limit = step.told.price
        amount = "none" if limit is None else dollars(limit)
        await self.town.private(step.by).says(f"/budget {'by ' if name in BUYERS else ''}{name} christmas {amount}")
        await self._wrote(step.by, {(name, "limit"): limit}, again=True)

    async def _corrects(self, step: Step) -> None:
        words = self.words[step.number % len(self.words)] if self.words else None
        text = str(step.told)
        if words is None or text == words.text or self._removed(step.told):
            return
        if [one.text for one in self.words].count(words.text) > 1:
            return
        before, earlier = self.facts, words.change if words.change and words.change.stands else None
        free = earlier is None or self._stands_free(earlier)
        if earlier and free:
            self._take_back(earlier)
        await self.town.private(words.by).corrects(words.text, text)
        words.text = text
        made = await self._wrote(words.by, say(self.facts, step.told, words.by) if free else {})
        words.change = made or words.change
        if earlier and free and not made:  # It asks back, and until that is answered everything stands as it did.
            self.facts, earlier.stands = before, True

    async def _undo(self, step: Step) -> None:
        theirs = [change for change in self.changes if change.by == step.by and change.stands]
        if theirs:
            self._taken_back(theirs[-1], await self.town.private(step.by).says("/undo"))

    async def _unpresses(self, step: Step) -> None:
        if not self.changes:
            return
        change = self.changes[step.number % len(self.changes)]
        toast = await self._tap(step.by, f"undo:{change.key}")
        if change.stands and not all(seen(step.by, title) for title, _ in change.facts if title in TITLES):
            assert toast == "🎁 Some things are better unwrapped."
        elif change.stands:
            self._taken_back(change, toast)
        else:
            assert toast == "Already taken back"

    async def _tap(self, by: str, data: str) -> str:
        await self.town.settled()
        chat, toasts = self.town.private(by), self.town.telegram.toasts
        place, before = next(iter(chat.shown())), len(toasts)
        self.town.telegram.tap(self.town.person(by), chat.id, place, data)
        await self.town.settled()
        return "".join(toast.text for toast in toasts[before:])

    async def _wrote(self, by: str, new: Facts, *, again: bool = False) -> Change | None:
        """Note what must have been written, which is nothing where everything was so already."""
        before = {fact: self.facts.get(fact) for fact in new}
        made = {title for title, name in new if name == "stage" and before[title, name] is None}
        changed = {fact for fact in new if again or fact[0] in made or new[fact] != before[fact]}
        key = await self.look()
        assert bool(key) == bool(changed), (key, changed)
        if not changed:
            return None
        change = Change(by, key, {fact: (before[fact], new[fact]) for fact in changed})
        # A gift that is made under the title of one that was taken back is another one.
        marks = {(title, "made"): self.facts.get((title, "made"), key) for title, _ in changed if title in TITLES}
        change.facts.update({mark: (self.facts.get(mark), value) for mark, value in marks.items()})
        self.facts = self.facts | new | marks
        self.changes.append(change)
        return change

    def _stands_free(self, change: Change) -> bool:
        """Tell whether everything is as a change left it, and nobody has chipped in to what it made since."""
        made = {title for (title, name), (before, _) in change.facts.items() if name == "stage" and before is None}
        leaning = [value for (title, name), value in self.facts.items() if title in made and name.startswith("pledged")]
        return not any(leaning) and all(self.facts.get(fact) == after for fact, (_, after) in change.facts.items())

    def _taken_back(self, change: Change, answer: str) -> None:
        if self._stands_free(change):
            assert answer.startswith(("↩️ Taken back", "Taken back")), answer
            self._take_back(change)
        else:
            assert answer.startswith("That cannot be taken back any more"), answer

    def _take_back(self, change: Change) -> None:
        change.stands = False
        gone = {title for (title, name), (before, _) in change.facts.items() if name == "stage" and before is None}
        earlier = self.facts | {fact: before for fact, (before, _) in change.facts.items()}
        self.facts = {fact: value for fact, value in earlier.items() if fact[0] not in gone}

    async def compare(self) -> None:
        """Compare everything that is stored and computed with the model."""

        async def read(uow: UnitOfWork) -> dict[str, tuple[PersonBudgetResult, PersonOccasion | None]]:
            uow.family_id, uow.eyes = 1, OPEN
            links = {link.person_id: link for link in await uow.budgets.list_by_occasion(self.christmas)}
            return {
                name: (await uow.gifts.get_gift_budget(key, self.christmas), links.get(key))
                for name, key in self.people.items()
            }

        found = await self.town.bot.ledger.enter(read)
        assert {name: _counted(*each) for name, each in found.items()} == {
            name: _expected(one) for name, one in sums(self.facts).items()
        }

    async def compare_expenses(self) -> None:
        """Compare what is noted as spent on gifts with the model."""

        async def read(uow: UnitOfWork) -> dict[str, tuple[Decimal, str]]:
            uow.family_id, uow.eyes = 1, OPEN
            names = {key: name for name, key in self.people.items()}
            seen = await uow.gift_expenses.list_seen()
            return {one.gift.title: (one.expense.amount, names.get(one.expense.person_id or 0, NOBODY)) for one in seen}

        assert await self.town.bot.ledger.enter(read) == expenses(self.facts)

    async def ask(self) -> None:
        """Compare the cards that the family reads with the model, and let the doctor look."""
        for name, one in sums(self.facts).items():
            by, *money = ("by ", one.paid, one.to_pay) if name in BUYERS else ("", one.spent, one.planned)
            card = await self.town.private("Ann").says(f"/budget {by}{name} christmas")
            assert standing(self.facts.get((name, "limit")), *money) in card
        health = Health(self.town.bot.database)
        assert [drift async for drift in health.drifts()] == []
        assert [unlike async for unlike in health.unlike()] == []


def _counted(result: PersonBudgetResult, link: PersonOccasion | None) -> list[Decimal | int]:
    stored = [link.budget_spent, link.budget_planned] if link else [0, 0]
    counts = [result.assigned_count, result.bought_count, result.purchased_count, result.to_purchase_count]
    totals = [result.assigned_total, result.bought_total, result.purchased_total, result.to_purchase_total]
    return [*counts, *(100 * total for total in [*stored, *totals])]


def _expected(one: Sums) -> list[Decimal | int]:
    counts = [one.gifts, one.gifts_bought, one.gifts_purchased, one.gifts_to_purchase]
    totals = [one.spent + one.planned, one.spent, one.purchased, one.to_purchase]
    return [*counts, one.spent, one.planned, *totals]


async def walked(url: str, steps: list[Step]) -> None:
    """Let a family go its way, and look at everything after each step."""
    async with Town(url).open() as town:
        walk = Walk(town, town.group("Our family", "Cy", *BUYERS))
        await walk.settle()
        for step in steps:
            await walk.take(step)
            await walk.compare()
            await walk.compare_expenses()
        await walk.ask()


@settings(
    max_examples=WALKS,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=st.lists(steps, min_size=15, max_size=30))
def test_every_figure_is_right_whatever_is_said_pressed_and_taken_back(sqlite: Databases, steps: list[Step]) -> None:
    with sqlite.migrated() as url:
        asyncio.run(walked(url, steps))
