from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.dates import days_until, next_yearly, yearly

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def test_the_29th_of_february_falls_on_the_28th_in_other_years() -> None:
    found = [yearly(2, 29, year) for year in (2026, 2028)]

    assert found == [date(2026, 2, 28), date(2028, 2, 29)]


def test_today_is_the_next_one() -> None:
    found = next_yearly(12, 25, date(2026, 12, 25))

    assert found == date(2026, 12, 25)


def test_the_day_after_it_the_next_one_is_a_year_away() -> None:
    found = next_yearly(2, 29, date(2027, 3, 1))

    assert found == date(2028, 2, 29)


@given(days, days)
def test_the_next_one_is_never_past_and_at_most_a_year_away(day: date, today: date) -> None:
    found = next_yearly(day.month, day.day, today)

    assert 0 <= days_until(found, today) <= 366
