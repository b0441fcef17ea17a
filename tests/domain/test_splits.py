"""Splitting: every cent is somebody's, and the fewest payments make everybody even."""

from decimal import Decimal
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from domain.money import equal_shares
from domain.splits import Lent, Transfer, Wanted, balances, divided, rescaled, transfers
from domain.splits import given as given_away

cents = st.integers(0, 10_000_000).map(lambda number: Decimal(number).scaleb(-2))
positive = cents.filter(bool)
percents = st.integers(1, 1_000_000).map(lambda number: Decimal(number).scaleb(-4))
wishes = st.one_of(
    st.builds(Wanted),
    st.builds(Wanted, parts=st.integers(1, 99)),
    st.builds(Wanted, amount=cents),
    st.builds(Wanted, percent=percents),
)
people = st.dictionaries(st.integers(1, 50), wishes, min_size=1, max_size=8)


def fewest(owed: dict[int, Decimal]) -> int:
    """Try every way to divide people into groups that are even among themselves."""
    left = {key: amount for key, amount in owed.items() if amount}
    if not left:
        return 0
    first, *others = left
    best = len(left) - 1
    for size in range(len(others)):
        for some in combinations(others, size):
            group = {first, *some}
            if not sum(left[key] for key in group):
                rest = {key: amount for key, amount in left.items() if key not in group}
                best = min(best, len(group) - 1 + fewest(rest))
    return best


def evened(owed: dict[int, Decimal], paid: list[Transfer]) -> dict[int, Decimal]:
    """Let everything be paid, and see who still gets or owes anything."""
    left = dict(owed)
    for one in paid:
        left[one.payer_id] += one.amount
        left[one.receiver_id] -= one.amount
    return {key: amount for key, amount in left.items() if amount}


@st.composite
def debts(draw: st.DrawFn, most: int) -> dict[int, Decimal]:
    """Who gets and who owes what, so that it comes to nothing together; small sums, so that some are the same."""
    some = draw(st.lists(st.integers(-6, 6), min_size=1, max_size=most - 1))
    return {key: Decimal(number) for key, number in enumerate([*some, -sum(some)], 1)}


@given(positive, people, st.sampled_from([0, 2]))
def test_parts_come_to_the_amount_and_nobody_bears_less_than_nothing(
    amount: Decimal, wanted: dict[int, Wanted], decimals: int
) -> None:
    amount = amount.to_integral_value() if not decimals else amount
    if not decimals:
        wanted = {key: Wanted(None, one.percent, one.parts) for key, one in wanted.items()}
    taken = given_away(amount, wanted.values())
    if taken > amount or (taken < amount and all(one.given for one in wanted.values())):
        wanted = {**dict.fromkeys(wanted, Wanted()), 99: Wanted(parts=3)}

    parts = divided(amount, wanted, decimals)

    assert sum(parts.values()) == amount
    assert all(part >= 0 and part == round(part, decimals) for part in parts.values())
    assert all(parts[key] == one.amount for key, one in wanted.items() if one.amount is not None)


def test_parts_are_as_told() -> None:
    one, twenty, double = Wanted(), Wanted(amount=Decimal(20)), Wanted(parts=2)
    half, quarter = Wanted(percent=Decimal(50)), Wanted(percent=Decimal(25))
    told = [("10", [one] * 3), ("60", [twenty, one, one]), ("100", [half, quarter, one]), ("90", [double, one])]

    parts = [
        [str(part) for part in divided(Decimal(amount), dict(enumerate(each)), 2).values()] for amount, each in told
    ]

    assert parts == [["3.34", "3.33", "3.33"], ["20.00"] * 3, ["50.00", "25.00", "25.00"], ["60.00", "30.00"]]


@given(st.dictionaries(st.integers(1, 9), cents, min_size=1), positive)
def test_another_amount_is_split_like_the_one_before(before: dict[int, Decimal], amount: Decimal) -> None:
    before[1] = before.get(1, Decimal(0)) + Decimal("0.01")
    whole, count = sum(before.values(), Decimal(0)), len(before)

    after = rescaled(amount, before, 2)

    assert sum(after.values()) == amount
    assert all(part >= 0 for part in after.values())
    if [before[key] for key in sorted(before)] == equal_shares(whole, count):
        assert [after[key] for key in sorted(after)] == equal_shares(amount, count)
    else:
        assert all(abs(after[key] - amount * before[key] / whole) < Decimal("0.01") * count for key in before)
    assert rescaled(whole, before, 2) == before


@given(debts(6))
def test_the_fewest_payments_make_everybody_even(owed: dict[int, Decimal]) -> None:
    found = transfers(owed)

    assert evened(owed, found) == {}
    assert all(one.amount > 0 and one.payer_id != one.receiver_id for one in found)
    assert len(found) == fewest(owed)


@given(debts(30))
def test_many_people_pay_fewer_times_than_they_are(owed: dict[int, Decimal]) -> None:
    found = transfers(owed)

    assert evened(owed, found) == {}
    assert len(found) < len(owed)


def test_currencies_are_balanced_apart() -> None:
    lent = [Lent(1, 2, "USD", Decimal(20)), Lent(2, 1, "EUR", Decimal(5)), Lent(2, 3, "EUR", Decimal(5))]

    assert balances([*lent, Lent(2, 1, "USD", Decimal(20))]) == {
        "EUR": {1: Decimal(-5), 2: Decimal(10), 3: Decimal(-5)}
    }
