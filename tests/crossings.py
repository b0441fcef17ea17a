"""A plain model of who must be told of which budget: gifts and limits in cents, and the eyes of five chats."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

SPEAKERS = ("Ann", "Ben", "Kim")
PEOPLE = ("Mom", "Dad", *SPEAKERS)
HIDDEN = {"Planners": set(SPEAKERS), "Ann": {"Ann"}, "Ben": {"Ben"}, "Kim": {"Kim"}, "Mom": {"Mom"}}
"""From whom each chat keeps what: Mom reads in private only, and Dad nowhere."""
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
State = dict[Fact, Any]
"""Limits by the budget, and what is known of each gift; what is not there is none."""
Told = tuple[str, Budget, int]
"""A chat, a budget, and the threshold that it hears of."""


@dataclass
class Step:
    """Something that somebody does, and what came of it."""

    key: str
    by: str
    does: str
    new: State = field(default_factory=dict)
    of: "Step | None" = None
    text: str = ""
    message: int = 0
    answer: str = ""
    at: UUID | None = None
    """What comes later has the greater one, among all that touches the same budget."""
    told: Counter[Told] = field(default_factory=Counter)
    buttons: dict[str, str] = field(default_factory=dict)
    was: State = field(default_factory=dict)
    stands: bool = False


def gift(key: str, price: int, people: tuple[str, ...], buyer: str, stage: str) -> State:
    """Write down a new gift."""
    return {("gift", key): (price, people), ("buyer", key): buyer, ("stage", key): stage, ("removed", key): False}


def replayed(state: State, step: Step, earlier: list[Step]) -> State:
    """Tell what a step made of everything that had come before it."""
    if step.does == "undo" and step.of:
        if not step.answer.startswith("↩️ Taken back"):
            return state
        step.of.stands = False
        return state | step.of.was
    if step.does == "edit":
        if f"${dollars(step.new['gift', step.key][0])}" not in step.answer:
            return state
        for before in earlier:
            if before.message == step.message and before.stands:
                before.stands = False
                state |= before.was
    new = {fact: value for fact, value in _new(state, step).items() if state.get(fact) != value}
    step.was, step.stands = {fact: state.get(fact) for fact in new}, bool(new)
    return state | new


def _new(state: State, step: Step) -> State:
    """Tell what a step writes."""
    if step.of is None or step.does == "edit":
        return step.new
    key = step.of.key
    if state.get(("gift", key)) is None or state["removed", key]:
        return {}
    if step.does == "remove":
        return {("removed", key): True}
    stage = state["stage", key]
    to = STAGES.get((stage, step.does))
    if to is None:
        return {}
    return {("stage", key): to} | ({("buyer", key): step.by} if to == "bought" and stage != "received" else {})


def levels(state: State, hidden: set[str]) -> dict[Budget, int]:
    """Tell how far each budget is used, for those who may not know of anything for the hidden."""
    counted = [
        (*value, state["buyer", key])
        for (kind, key), value in state.items()
        if kind == "gift" and value and not state["removed", key] and state["stage", key] != "idea"
    ]
    seen = [one for one in counted if not hidden & set(one[1])]
    found = {}
    for budget in [fact for fact in state if fact[0] in {"recipient", "purchaser", "ceiling"}]:
        limit, used = state[budget], sum(_taken(budget, *one) for one in seen)
        if limit is None or (budget[0] == "recipient" and budget[1] in hidden):
            continue
        nearly = 80 if limit and used * 100 >= limit * 80 else 0
        found[budget] = 101 if used > limit else 100 if used == limit > 0 else nearly
    return found


def _taken(budget: Budget, price: int, people: tuple[str, ...], buyer: str) -> int:
    """Tell what a gift takes of a budget."""
    kind, name = budget
    if kind == "recipient":
        share, odd = divmod(price, len(people))
        first = min(people, key=PEOPLE.index)
        return 0 if name not in people else share + (odd if name == first else 0)
    return price if kind == "ceiling" or name == buyer else 0


def expected(before: State, after: State) -> Counter[Told]:
    """Tell who must hear of what after a step."""
    found: Counter[Told] = Counter()
    for audience, hidden in HIDDEN.items():
        earlier = levels(before, hidden)
        for budget, level in levels(after, hidden).items():
            read_in_group = audience in SPEAKERS and found["Planners", budget, level] > 0
            if level > earlier.get(budget, 0) and not read_in_group:
                found[audience, budget, level] += 1
    return +found


def dollars(cents: int) -> str:
    """Write an amount."""
    return f"{cents // 100:,}.{cents % 100:02}"
