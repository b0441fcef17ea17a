from decimal import Decimal

from babel import Locale
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from domain.money import MAX_AMOUNT, decimals_of, equal_shares, quantum

totals = st.decimals(min_value=0, max_value=MAX_AMOUNT, places=2)


@given(totals, st.integers(1, 40))
def test_equal_shares_always_sum_to_the_total(total: Decimal, n: int) -> None:
    shares = equal_shares(total, n)

    assert sum(shares) == total
    assert len(shares) == n


@given(totals, st.integers(1, 40))
def test_only_the_first_share_differs_and_by_less_than_a_cent_each(total: Decimal, n: int) -> None:
    first, *others = equal_shares(total, n)

    assert len(set(others)) <= 1
    assert all(Decimal(0) <= first - other < quantum(2) * n for other in others)


def test_the_remainder_goes_to_the_first() -> None:
    shares = equal_shares(Decimal("100.00"), 3)

    assert shares == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_a_currency_without_decimals_is_shared_in_whole_units() -> None:
    shares = equal_shares(Decimal(100), 3, decimals=0)

    assert shares == [Decimal(34), Decimal(33), Decimal(33)]


def test_currencies_have_the_decimals_that_are_common_knowledge() -> None:
    common = {str(code): min(get_currency_precision(str(code)), 2) for code in Locale.parse("en").currencies}

    assert {code: decimals_of(code) for code in common} == common
