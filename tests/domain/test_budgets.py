"""Where the money stands against a budget."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.budgets import Standing

CENT = Decimal("0.01")
amounts = st.decimals(0, "99999999.99", places=2)


@given(amounts, amounts)
def test_exactly_all_of_it_is_not_over_and_a_cent_more_is(spent: Decimal, planned: Decimal) -> None:
    budget = spent + planned

    assert not Standing(budget, spent, planned).over
    assert Standing(budget, spent + CENT, planned).over
    assert Standing(budget, spent, planned + CENT).over
    assert Standing(budget, spent, planned).left == 0


@given(amounts)
def test_nothing_may_be_spent_of_nothing(spent: Decimal) -> None:
    standing = Standing(Decimal(0), spent)

    assert standing.over == (spent > 0)
    assert standing.percent is None


@given(amounts, amounts)
def test_without_a_limit_there_is_no_percent_nothing_left_and_nothing_over(spent: Decimal, planned: Decimal) -> None:
    standing = Standing(None, spent, planned)

    assert (standing.percent, standing.left, standing.over) == (None, None, False)


@given(amounts.filter(bool), amounts, amounts)
def test_more_than_a_hundred_percent_is_over(budget: Decimal, spent: Decimal, planned: Decimal) -> None:
    standing = Standing(budget, spent, planned)

    assert standing.percent is not None
    assert standing.over == (standing.percent > 100)
    assert standing.over == (standing.left is not None and standing.left < 0)
