"""What is spent again and again: the days on which it falls, beside a calendar that is simply gone through."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from domain.recurring import LAST_DAY, Rhythm, Unit

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
rhythms = st.builds(Rhythm, st.sampled_from(["day", "week", "month", "year"]), st.integers(1, 14), days)
STEPS = {
    "day": lambda count: relativedelta(days=count),
    "week": lambda count: relativedelta(weeks=count),
    "month": lambda count: relativedelta(months=count),
    "year": lambda count: relativedelta(years=count),
}


def falls_on(rhythm: Rhythm, count: int) -> date:
    """Count on from the day it begins, with another library's calendar."""
    return rhythm.begins_on + STEPS[rhythm.unit](count * rhythm.every)


@given(rhythms, st.integers(0, 40), st.integers(0, 20_000))
def test_each_day_follows_the_one_before(rhythm: Rhythm, count: int, earlier: int) -> None:
    day = falls_on(rhythm, count)

    assert rhythm.first(day) == day
    assert rhythm.following(day) == falls_on(rhythm, count + 1)
    assert list(rhythm.days(day - timedelta(days=earlier), day))[-1] == day


@given(days, st.integers(1, LAST_DAY), st.integers(1, 14))
def test_a_day_that_a_month_lacks_is_its_last_and_comes_back(begins: date, number: int, every: int) -> None:
    rhythm = Rhythm("month", every, begins.replace(day=1)).on_day(number)

    found = list(rhythm.days(begins.replace(day=1), begins + relativedelta(years=10)))

    months = [begins.replace(day=1) + relativedelta(months=every * turn) for turn in range(len(found))]
    assert found == [month + relativedelta(day=number) for month in months]
    assert len(found) >= 120 // every


def test_short_months_and_leap_days() -> None:
    last = Rhythm("month", 1, date(2027, 1, 1)).on_day(31)
    thirtieth = Rhythm("month", 1, date(2028, 1, 1)).on_day(30)
    leap_day = Rhythm("year", 1, date(2027, 2, 1)).on_day(29)

    found = [
        [day.isoformat()[2:] for day in islice(one.days(date(2027, 2, 1), date.max), 4)] for one in (last, leap_day)
    ]

    assert found == [["27-02-28", "27-03-31", "27-04-30", "27-05-31"], ["27-02-28", "28-02-29", "29-02-28", "30-02-28"]]
    assert thirtieth.following(date(2028, 1, 30)) == date(2028, 2, 29)


def test_what_it_comes_to_in_a_month() -> None:
    rates: list[tuple[Unit, int]] = [("day", 1), ("week", 2), ("month", 3), ("year", 1)]

    yearly = [round(12 * Rhythm(unit, every, date(2027, 1, 1)).times_a_month, 2) for unit, every in rates]

    assert yearly == [Decimal(365), Decimal(26), Decimal(4), Decimal(1)]
