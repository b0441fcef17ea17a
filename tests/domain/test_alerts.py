"""How far a budget is used, and whom a change lets know."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.alerts import FULL, NEARLY, OVER, Touched, Watched, level, touched_by_gifts
from domain.budgets import Standing
from domain.gifts import Gift
from domain.secrets import CLOSED, OPEN, Eyes

money = st.decimals(0, 5000, places=2)
MOM, BEN, ZOE = 1, 2, 3
CHRISTMAS, EASTER = 1, 2
GIFT = Gift(1, CHRISTMAS, Decimal(40), None, 1, 0, "planned", recipients=((MOM, None),), purchasers=frozenset({BEN}))


@pytest.mark.parametrize(
    ("budget", "spent", "planned", "reached"),
    [
        (None, "500", "0", 0),
        ("100", "0", "0", 0),
        ("100", "79.99", "0", 0),
        ("100", "40", "40", NEARLY),
        ("100", "99.99", "0", NEARLY),
        ("100", "60", "40", FULL),
        ("100", "100", "0.01", OVER),
        ("0", "0", "0", 0),
        ("0", "0.01", "0", OVER),
        ("0.01", "0.01", "0", FULL),
    ],
)
def test_how_far_a_budget_is_used(budget: str | None, spent: str, planned: str, reached: int) -> None:
    assert level(Standing(Decimal(budget) if budget else None, Decimal(spent), Decimal(planned))) == reached


@given(budget=st.none() | money, spent=money, planned=money, more=money)
def test_more_money_never_reaches_less(budget: Decimal | None, spent: Decimal, planned: Decimal, more: Decimal) -> None:
    standing = Standing(budget, spent, planned)

    reached = level(standing)

    assert reached <= level(replace(standing, spent=spent + more))
    assert (reached == OVER) == standing.over
    assert (reached == FULL) == (standing.left == 0 and bool(budget))
    assert reached in {0, NEARLY, FULL, OVER}


@given(budget=money, higher=money, spent=money)
def test_a_higher_budget_never_reaches_more(budget: Decimal, higher: Decimal, spent: Decimal) -> None:
    assert level(Standing(budget + higher, spent)) <= level(Standing(budget, spent))


def watched(kind: str, person: int | None = None) -> Watched:
    """A budget of a hundred dollars for Christmas."""
    return Watched(kind, 7, CHRISTMAS, Decimal(100), "USD", person)  # type: ignore[arg-type]  # kinds are words here


@pytest.mark.parametrize(
    ("budget", "committed"),
    [
        (watched("recipient", MOM), 20),
        (watched("recipient", BEN), 0),
        (watched("purchaser", BEN), 40),
        (watched("purchaser", MOM), 0),
        (watched("ceiling"), 40),
    ],
)
def test_a_budget_counts_what_is_its_own(budget: Watched, committed: int) -> None:
    shared = replace(GIFT, recipients=((MOM, None), (ZOE, None)))
    others = [replace(GIFT, id=2, occasion_id=EASTER), replace(GIFT, id=3, currency="EUR")]
    idea = replace(GIFT, id=4, stage="idea")

    assert budget.standing([shared, idea, *others]).committed == committed


def test_nobody_hears_of_their_own_budget_from_those_who_buy_for_them() -> None:
    beside_mom = Eyes(frozenset({MOM}))

    hidden = [
        budget.hidden_from(beside_mom)
        for budget in (watched("recipient", MOM), watched("recipient", BEN), watched("purchaser", MOM))
    ]

    assert hidden == [True, False, False]


def test_a_change_of_gifts_is_known_to_those_who_may_know_of_one_of_them() -> None:
    moved = touched_by_gifts(CHRISTMAS, [BEN], [{MOM}, {BEN, ZOE}])

    known = [moved.known_to(eyes) for eyes in (OPEN, Eyes(frozenset({MOM})), Eyes(frozenset({MOM, ZOE})), CLOSED)]

    assert known == [True, True, False, False]


def test_a_change_concerns_the_budgets_of_whoever_has_to_do_with_it() -> None:
    moved = touched_by_gifts(CHRISTMAS, [BEN], [{MOM}])
    limited = Touched(CHRISTMAS, frozenset({"purchaser"}), frozenset({BEN}))
    budgets = [watched("recipient", MOM), watched("purchaser", BEN), watched("purchaser", ZOE), watched("ceiling")]

    assert [moved.concerns(one) for one in budgets] == [True, True, False, True]
    assert [limited.concerns(one) for one in budgets] == [False, True, False, False]
    assert not moved.concerns(replace(watched("ceiling"), occasion_id=EASTER))
