"""Whatever three people do at once, by two programs on one database: each crossing is told once to each audience."""

import asyncio
import os
import random
import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from bot.dispatch import Dispatch
from bot.ledger import Ledger
from bot.presence import Presence
from domain.house import House
from domain.messages import Outgoing, Said, Speaker
from repositories.engine import Database
from tests.chat import Clock, Town

ROUNDS = int(os.environ.get("NESTEGG_CROSSINGS", "60"))
SPEAKERS = ("Ann", "Ben", "Kim")
PEOPLE = ("Mom", "Dad", *SPEAKERS)
HIDDEN = {"Planners": set(SPEAKERS), "Ann": {"Ann"}, "Ben": {"Ben"}, "Kim": {"Kim"}, "Mom": {"Mom"}}
"""From whom each chat keeps what: Mom reads in private only, and Dad nowhere."""
ALERT = re.compile(r"^(⚠️|🟡|🟠) <b>([^<]+)</b>", re.MULTILINE)
REACHED = {"⚠️": 101, "🟠": 100, "🟡": 80}
STAGES = {
    ("idea", "planned"): "planned",
    ("idea", "bought"): "bought",
    ("planned", "bought"): "bought",
    ("planned", "idea"): "idea",
    ("bought", "received"): "received",
    ("bought", "planned"): "planned",
    ("received", "bought"): "bought",
}
"""Where the buttons lead; any other leaves a gift where it is."""
Budget = tuple[str, str]
Fact = tuple[str, str]
Told = tuple[str, Budget, int]


@dataclass(frozen=True)
class Gift:
    """A gift as the model knows it, its price in cents."""

    price: int
    people: tuple[str, ...]
    buyer: str
    stage: str
    removed: bool = False

    def paid_for(self, budget: Budget) -> int:
        """What it takes of a budget."""
        kind, name = budget
        if kind == "recipient":
            share = self.price // len(self.people)
            first = min(self.people, key=PEOPLE.index)
            return 0 if name not in self.people else share + (self.price % len(self.people) if name == first else 0)
        return self.price if kind == "ceiling" or name == self.buyer else 0


@dataclass
class Step:
    """Something that somebody does, and what came of it."""

    by: str
    does: str
    title: str = ""
    facts: dict[Fact, Any] = field(default_factory=dict)
    of: "Step | None" = None
    text: str = ""
    message: int = 0
    answer: str = ""
    at: UUID = UUID(int=0)
    told: Counter[Told] = field(default_factory=Counter)
    buttons: dict[str, str] = field(default_factory=dict)
    was: dict[Fact, Any] = field(default_factory=dict)


State = dict[Fact, Any]
"""Gifts by their title, and limits by the budget; what is not there is none."""


def levels(state: State, hidden: set[str]) -> dict[Budget, int]:
    """How far each budget is used, for those who may not know of anything for the hidden."""
    gifts = [gift for (kind, _), gift in state.items() if kind == "gift" and gift and not gift.removed]
    seen = [gift for gift in gifts if gift.stage != "idea" and not hidden & set(gift.people)]
    found = {}
    for budget, limit in state.items():
        if budget[0] == "gift" or limit is None or (budget[0] == "recipient" and budget[1] in hidden):
            continue
        used = sum(gift.paid_for(budget) for gift in seen)
        found[budget] = 101 if used > limit else 100 if used == limit > 0 else 80 if used * 100 >= limit * 80 > 0 else 0
    return found


def expected(before: State, after: State) -> Counter[Told]:
    """Who must be told what after a step."""
    found: Counter[Told] = Counter()
    for audience, hidden in HIDDEN.items():
        earlier = levels(before, hidden)
        for budget, level in levels(after, hidden).items():
            in_group = audience in SPEAKERS and found["Planners", budget, level]
            if level > earlier.get(budget, 0) and not in_group:
                found[audience, budget, level] = 1
    return +found


def replayed(state: State, step: Step) -> State:
    """What a step made of everything, if what came before is known."""
    if step.does == "undo" and step.of:
        return state | step.of.was if step.answer.startswith("↩️ Taken back") else state
    if step.does == "edit" and step.of:
        if not _confirmed(step):
            return state
        standing = step.of.was if step.of.answer else {}
        state |= standing
    new = dict(step.facts)
    gift = state.get(("gift", step.title))
    if step.does == "remove":
        new = {("gift", step.title): replace(gift, removed=True)} if gift and not gift.removed else {}
    elif step.does in {"planned", "bought", "received", "idea"}:
        to = STAGES.get((gift.stage, step.does)) if gift and not gift.removed else None
        taken = to == "bought" and gift.stage in {"idea", "planned"}
        new = {("gift", step.title): replace(gift, stage=to, buyer=step.by if taken else gift.buyer)} if to else {}
    step.was = {fact: state.get(fact) for fact in new}
    return state | new


def _confirmed(step: Step) -> bool:
    gift = step.facts["gift", step.title]
    return dollars(gift.price) in step.answer


def dollars(cents: int) -> str:
    """Write an amount."""
    return f"{cents // 100}.{cents % 100:02}"
