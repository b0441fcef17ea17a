"""Over which days a limit adds up, and how much a day is left of it."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.budgets import Standing
from domain.limits import EVERY, Every, Limit, LimitView
from domain.periods import Period

LEAP_DAY = date(2028, 2, 29)
days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
few = st.integers(0, 800).map(timedelta)


def limit_of(period: Every, since: date, until: date | None, amount: str = "100") -> Limit:
    return Limit(UUID(int=1), None, Decimal(amount), "USD", period, since, until)


def same(period: Every, one: date, other: date, first_weekday: int) -> bool:
    """Whether two days lie in the same day, week, month or year, by counting."""
    if period == "weekly":
        # The first of January of the year 1 was a Monday.
        weeks = [(day.toordinal() - 1 - first_weekday) // 7 for day in (one, other)]
        return weeks[0] == weeks[1]
    kept = {"daily": 3, "monthly": 2, "yearly": 1}[period]
    return one.timetuple()[:kept] == other.timetuple()[:kept]


@given(
    period=st.sampled_from(EVERY),
    first=st.integers(0, 6),
    day=days | st.just(LEAP_DAY),
    before=few,
    after=few | st.none(),
)
def test_a_limit_adds_up_the_days_of_its_period_on_which_it_holds(
    period: Every, first: int, day: date, before: timedelta, after: timedelta | None
) -> None:
    limit = limit_of(period, day - before, None if after is None else day + after)
    near = [day + timedelta(days=shift) for shift in range(-366, 367)]

    window = limit.window(day, first)

    held = [each for each in near if limit.holds(each) and same(period, each, day, first)]
    assert window == Period(held[0], held[-1], limit.unit)
    assert held == [each for each in near if each in window]


@given(day=days, since=days, until=days | st.none())
def test_a_limit_has_no_window_where_it_does_not_hold(day: date, since: date, until: date | None) -> None:
    limit = limit_of("monthly", since, until)

    assert (limit.window(day, 0) is None) == (day < since or (until is not None and day > until))


@pytest.mark.parametrize("currency", ["USD", "JPY"])
@given(left=st.decimals(-50, 5000, places=2), today=days, rest=st.integers(0, 40))
def test_what_is_left_a_day_lasts_and_is_all_that_does(currency: str, left: Decimal, today: date, rest: int) -> None:
    limit = Limit(UUID(int=1), None, Decimal(5000), currency, "monthly", today, None)
    window = Period(today, today + timedelta(days=rest), "month")
    step = Decimal("0.01") if currency == "USD" else Decimal(1)

    a_day = LimitView(limit, None, window, Standing(Decimal(5000), 5000 - left), today).a_day

    if left <= 0 or not rest:
        assert a_day is None
    else:
        assert a_day is not None
        assert a_day * (rest + 1) <= left < (a_day + step) * (rest + 1)
