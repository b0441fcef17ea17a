"""Splitting: everybody's part of an expense, what people owe each other, and how few payments make them even."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from domain.money import NOTHING, equal_shares, quantum

WHOLE = Decimal(100)
MOST_EXACT = 12
"""Among how many people the fewest payments are found for certain."""


@dataclass(frozen=True, slots=True)
class Share:
    """A person's part of an expense that is split."""

    id: UUID
    expense_id: UUID
    person_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody is to bear, and how they are called."""

    person_id: int
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was said of somebody's part: an amount, or so much of a hundred, else so many parts of the rest."""

    amount: Decimal | None = None
    percent: Decimal | None = None
    parts: int = 1

    @property
    def given(self) -> bool:
        """Tell whether it stands by itself, whatever the others bear."""
        return self.amount is not None or self.percent is not None


@dataclass(frozen=True, slots=True)
class Repayment:
    """Money that one person gave another to be even."""

    id: UUID
    user_id: UUID
    payer_id: int
    receiver_id: int
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Lent:
    """What one person has paid for another, or given back to them, altogether."""

    payer_id: int
    receiver_id: int
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Transfer:
    """A payment that would make people even."""

    payer_id: int
    receiver_id: int
    amount: Decimal


def given(amount: Decimal, wanted: Iterable[Wanted]) -> Decimal:
    """Add up what the parts take that stand by themselves."""
    return sum((_exact(amount, one) for one in wanted if one.given), NOTHING)


def divided(amount: Decimal, wanted: Mapping[int, Wanted], decimals: int) -> dict[int, Decimal]:
    """Split an amount, of which no more is given away than there is; what no coin can split goes to the first."""
    rest = amount - given(amount, wanted.values())
    whole = sum(one.parts for one in wanted.values() if not one.given)
    exact = {key: _exact(amount, one) if one.given else rest * one.parts / whole for key, one in sorted(wanted.items())}
    flexible = [key for key, one in sorted(wanted.items()) if one.amount is None]
    return _in_coins(amount, exact, flexible, decimals)


def rescaled(amount: Decimal, before: Mapping[int, Decimal], decimals: int) -> dict[int, Decimal]:
    """Split another amount as parts were split before: equal ones stay equal, others keep their proportions."""
    whole, people = sum(before.values(), NOTHING), sorted(before)
    equal = equal_shares(whole, len(people), decimals)
    if [before[key] for key in people] == equal:
        return dict(zip(people, equal_shares(amount, len(people), decimals), strict=True))
    exact = {key: amount * before[key] / whole for key in people}
    return _in_coins(amount, exact, [key for key in people if before[key]], decimals)


def balances(lent: Iterable[Lent]) -> dict[str, dict[int, Decimal]]:
    """Tell by currency what everybody gets, or owes if it is below zero; who is even is left out."""
    found: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for one in lent:
        found[one.currency][one.payer_id] += one.amount
        found[one.currency][one.receiver_id] -= one.amount
    left = {code: {key: owed for key, owed in sorted(each.items()) if owed} for code, each in sorted(found.items())}
    return {code: each for code, each in left.items() if each}


def transfers(owed: Mapping[int, Decimal]) -> list[Transfer]:
    """Find the fewest payments that make everybody even; among very many people, fewer than there are of them."""
    people = {key: amount for key, amount in sorted(owed.items()) if amount}
    groups = _even_among_themselves(people) if len(people) <= MOST_EXACT else [people]
    return [one for group in groups for one in _settled(group)]


def _exact(amount: Decimal, one: Wanted) -> Decimal:
    return one.amount if one.amount is not None else amount * (one.percent or NOTHING) / WHOLE


def _in_coins(
    amount: Decimal, exact: Mapping[int, Decimal], flexible: Sequence[int], decimals: int
) -> dict[int, Decimal]:
    """Round parts down to what can be paid; one of those that are flexible bears what is left."""
    coin = quantum(decimals)
    parts = {key: part.quantize(coin, ROUND_DOWN) for key, part in exact.items()}
    for key in flexible[:1]:
        parts[key] += amount - sum(parts.values())
    return parts


def _even_among_themselves(people: Mapping[int, Decimal]) -> list[dict[int, Decimal]]:
    """Divide people into as many groups as can be that owe the others nothing: each saves a payment."""
    keys = list(people)
    everybody = (1 << len(keys)) - 1
    total, best = [NOTHING] * (everybody + 1), [0] * (everybody + 1)
    for some in range(1, everybody + 1):
        lowest = (some & -some).bit_length() - 1
        total[some] = total[some & (some - 1)] + people[keys[lowest]]
        fewer = max(best[some ^ 1 << at] for at in range(len(keys)) if some >> at & 1)
        best[some] = fewer + (not total[some])
    groups: list[dict[int, Decimal]] = []
    while everybody:
        if not total[everybody]:
            groups.append({})
        wanted = best[everybody] - (not total[everybody])
        at = next(at for at in range(len(keys)) if everybody >> at & 1 and best[everybody ^ 1 << at] == wanted)
        groups[-1][keys[at]] = people[keys[at]]
        everybody ^= 1 << at
    return groups


def _settled(owed: Mapping[int, Decimal]) -> list[Transfer]:
    """Let whoever owes the most pay whoever gets the most, again and again: each payment makes one of them even."""
    left, found = dict(owed), list[Transfer]()
    while any(left.values()):
        payer = min(left, key=lambda key: (left[key], key))
        receiver = min(left, key=lambda key: (-left[key], key))
        amount = min(-left[payer], left[receiver])
        found.append(Transfer(payer, receiver, amount))
        left[payer] += amount
        left[receiver] -= amount
    return found
