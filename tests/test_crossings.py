"""Whatever three people do at once, by two programs on one database: each crossing is told once to each audience."""

import asyncio
import os
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from sqlalchemy import text

from bot.dispatch import Dispatch
from bot.ledger import Ledger
from bot.presence import Presence
from domain.house import House
from domain.messages import Outgoing, Said, Speaker
from repositories.engine import Database
from tests.chat import Clock, Town
from tests.crossings import HIDDEN, PEOPLE, SPEAKERS, STAGES, State, Step, dollars, expected, gift, levels, replayed

ROUNDS = int(os.environ.get("NESTEGG_CROSSINGS", "15"))
"""How often the three speak at once."""
ALERT = re.compile(r"^(⚠️|🟡|🟠) <b>([^<]+)</b>", re.MULTILINE)
REACHED = {"⚠️": 101, "🟠": 100, "🟡": 80}
LETTERS = "bcdfghjklmnpqrstvwxz"
HEADS = {
    **{f"{name} · Christmas 2026": ("recipient", name) for name in PEOPLE},
    **{f"{name} buys · Christmas 2026": ("purchaser", name) for name in SPEAKERS},
    "Christmas 2026, everybody together": ("ceiling", ""),
}


@dataclass
class Talk:
    """What three people say to two programs, and all that came of it."""

    random: random.Random
    ledgers: Sequence[Ledger]
    chats: dict[str, int]
    steps: list[Step] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: count(1000))

    # --- what people do

    def next_of(self, by: str) -> Step:
        """Choose something to do."""
        acts = [self._buys] * 4 + [self._limits] * 3 + [self._presses] * 4 + [self._undoes] * 3 + [self._corrects] * 2
        return self.random.choice(acts)(by)

    def _buys(self, by: str) -> Step:
        people = self.random.sample([name for name in PEOPLE if name != by], self.random.choice([1, 1, 1, 2]))
        buyer, price = self.random.choice([by, by, *SPEAKERS]), self.random.choice([2000, 5000, 10000])
        does = self.random.choice(["bought", "bought", "gift", "idea"])
        return self.buys(by, tuple(people), buyer, price + self.random.randrange(100), does)

    def buys(self, by: str, people: tuple[str, ...], buyer: str, price: int, does: str = "bought") -> Step:
        """Buy something, plan it, or have an idea."""
        key, title = str(next(self.numbers)), "".join(self.random.choices(LETTERS, k=9))
        words = f"/{does} {','.join(people)} christmas {title} {dollars(price)} by {buyer}"
        stage = {"idea": "idea", "gift": "planned", "bought": "bought"}[does]
        return Step(key, by, "buys", gift(key, price, people, buyer, stage), text=words, message=int(key))

    def _limits(self, by: str) -> Step:
        kind = self.random.choice(["recipient", "recipient", "purchaser", "ceiling"])
        names = {"recipient": [name for name in PEOPLE if name != by], "purchaser": SPEAKERS, "ceiling": [""]}
        limit = self.random.choice([None, 0, 2500, 5000, 10000, 15000, 20000, 40000])
        return self.limits(by, kind, self.random.choice(names[kind]), limit)

    def limits(self, by: str, kind: str, who: str, limit: int | None) -> Step:
        """Set a budget, or clear it."""
        begin = {"recipient": f"/budget {who} christmas", "purchaser": f"/budget by {who} christmas"}
        words = begin.get(kind, "/occasion christmas budget")
        amount = "none" if limit is None else dollars(limit)
        return Step(str(next(self.numbers)), by, "limits", {(kind, who): limit}, text=f"{words} {amount}")

    def _presses(self, by: str) -> Step:
        known = [step for step in self.steps if "gift" in step.buttons and by not in step.new["gift", step.key][1]]
        if not known:
            return self._buys(by)
        of = self.random.choice(known[-8:])
        does = self.random.choice([*{to for _, to in STAGES}, "remove"])
        data = f"remove:{of.buttons['gift']}" if does == "remove" else f"stage:{of.buttons['gift']}:{does}"
        return Step(str(next(self.numbers)), by, does, of=of, text=data)

    def _undoes(self, by: str) -> Step:
        known = [step for step in self.steps if "undo" in step.buttons and by not in self._about(step)]
        if not known:
            return self._limits(by)
        of = self.random.choice(known[-8:])
        return Step(str(next(self.numbers)), by, "undo", of=of, text=f"undo:{of.buttons['undo']}")

    def _about(self, step: Step) -> tuple[str, ...]:
        made = step.of if step.of and step.does != "edit" else step
        return tuple(made.new.get(("gift", made.key), (0, ()))[1])

    def _corrects(self, by: str) -> Step:
        own = [step for step in self.steps if step.by == by and step.message and step.does in {"buys", "edit"}]
        if not own:
            return self._buys(by)
        of = self.random.choice(own[-5:])
        latest = next(step for step in reversed(self.steps) if step.message == of.message)
        key = str(next(self.numbers))
        (before, people), price = (
            latest.new["gift", latest.key],
            self.random.choice([1000, 6000, 12000]) + int(key) % 100,
        )
        rest = [latest.new[name, latest.key] for name in ("buyer", "stage")]
        words = latest.text.replace(f" {dollars(before)} ", f" {dollars(price)} ")
        return Step(key, by, "edit", gift(key, price, people, *rest), of, words, of.message)

    # --- how it reaches the programs

    async def take(self, steps: Sequence[Step]) -> None:
        """Let all of it be said at once, to one program or the other."""
        await asyncio.gather(*(self._say(step, self.ledgers[at % len(self.ledgers)]) for at, step in enumerate(steps)))
        self.steps += steps

    async def _say(self, step: Step, ledger: Ledger) -> None:
        heard: list[Outgoing] = []
        account, press = self.chats[step.by], step.does in {*(to for _, to in STAGES), "remove", "undo"}
        said = Said(
            "press" if press else "edit" if step.does == "edit" else "message",
            account,
            "private",
            Speaker(account, step.by.lower(), step.by),
            step.text,
            message_id=1 if press else step.message or int(step.key),
            callback_id=step.key if press else None,
            edited=(int(step.key), 0),
        )
        presence = Presence(None, ledger)  # type: ignore[arg-type]  # in private nobody is looked for
        await Dispatch(
            ledger, lambda rows, *_: heard.extend(rows), House("nestegg_bot", "USD", "en_US", "UTC"), presence
        ).hear(said)
        names = {chat: name for name, chat in self.chats.items()}
        answer = next(one for one in heard if one.chat_id == account and not ALERT.match(one.text))
        step.answer, step.at = answer.text, answer.id
        step.told = Counter(
            (names[one.chat_id], HEADS[head], REACHED[sign])
            for one in heard
            if one is not answer
            for sign, head in ALERT.findall(one.text)
        )
        data = " ".join(button[1] or "" for row in answer.facts.get("buttons", ()) for button in row)
        found = {"undo": re.search(r"undo:(\w+)", data), "gift": re.search(r"stage:(\d+)", data)}
        made = {"buys", "edit"}
        step.buttons = {
            name: match[1] for name, match in found.items() if match and (name == "undo" or step.does in made)
        }

    # --- what must have come of it

    def compare(self) -> State:
        """Go through it all in the order in which it took effect, and compare what each step told with the model."""
        state: State = {}
        done: list[Step] = []
        for step in sorted(self.steps, key=lambda step: str(step.at)):
            before, state = state, replayed(dict(state), step, done)
            done.append(step)
            assert "Something went wrong" not in step.answer
            assert step.told == expected(before, state), (step, before)
        return state


async def chats_of(url: str) -> dict[str, int]:
    """Let a family plan in a group without Mom, with everybody known, and name their chats."""
    async with Town(url).open() as town:
        planners = town.group("Planners", *SPEAKERS)
        await planners.knows("dad")
        invitation = await planners.says("/invite")
        await town.private("Mom").says("/start " + re.findall(r"start=(\S+)", invitation)[0])
        for name in (*SPEAKERS, "Mom"):
            chat = planners if name in SPEAKERS else town.private(name)
            await chat.says(f"/iam {name.lower()}", by=name)
            await town.private(name).says("/start")
        await planners.says("/budget dad christmas none")
        await planners.says("/people")
        return {"Planners": planners.id, **{name: town.person(name) for name in HIDDEN if name != "Planners"}}


@asynccontextmanager
async def talking(url: str, seed: int) -> AsyncIterator[Talk]:
    """Let two programs listen to a family."""
    chats = await chats_of(url)
    async with AsyncExitStack() as stack:
        databases = [Database(url, Clock()) for _ in range(2)]
        ledgers = [Ledger(database) for database in databases]
        for ledger, database in zip(ledgers, databases, strict=True):
            ledger.start()
            stack.push_async_callback(database.close)
            stack.push_async_callback(ledger.stop)
        yield Talk(random.Random(seed), ledgers, chats)


@pytest.mark.parametrize("seed", range(2))
async def test_each_crossing_is_told_once_to_each_audience(database_url: str, seed: int) -> None:
    async with talking(database_url, seed) as talk:
        for _ in range(ROUNDS):
            await talk.take([talk.next_of(by) for by in SPEAKERS])
        state = talk.compare()

        async with talk.ledgers[0].database.begin() as uow:
            rows = (await uow.execute(text("SELECT fell_at, announced FROM alerts"))).all()
    reached = [level for hidden in HIDDEN.values() for level in levels(state, hidden).values()]
    told = sum(sum(step.told.values()) for step in talk.steps)
    assert sum(bool(row.announced) for row in rows) == told > ROUNDS // 8
    assert sum(row.fell_at is None for row in rows) == sum(
        one <= level for level in reached for one in REACHED.values()
    )


@pytest.mark.parametrize("kind", ["ceiling", "purchaser"])
async def test_who_buys_at_once_for_different_people_crosses_together_once(database_url: str, kind: str) -> None:
    async with talking(database_url, 0) as talk:
        who = "Kim" if kind == "purchaser" else ""
        for done in range(8):
            await talk.take([talk.limits("Ann", kind, who, None)])
            limit = talk.limits("Kim", kind, who, 12000 * done + 10000)
            buys = [
                talk.buys(by, (whom,), "Kim", 4000) for by, whom in (("Ann", "Mom"), ("Ben", "Dad"), ("Kim", "Ann"))
            ]
            await talk.take([*buys, limit] if done % 2 else buys)
            await talk.take([] if done % 2 else [limit])
        talk.compare()
    assert sum(sum(step.told.values()) for step in talk.steps) > len(talk.steps) // 4
