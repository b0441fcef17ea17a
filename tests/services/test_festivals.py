from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import name_key
from services.festivals import FESTIVALS, festival_date, festival_names, next_festival


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Christmas", "christmas"),
        ("x-mas", "christmas"),
        ("Weihnachten", "christmas"),
        ("Valentines", "valentines-day"),
        ("Mother’s Day", "mothers-day"),
        ("mothers day", "mothers-day"),
        ("Eid", "eid-al-fitr"),
        ("Noël", "christmas"),
        ("New Year's Eve", "new-years-eve"),
    ],
)
def test_festivals_are_known_by_all_their_names(typed: str, key: str) -> None:
    assert festival_names()[name_key(typed)].key == key


def test_no_name_means_two_festivals() -> None:
    names = [name_key(name) for festival in FESTIVALS for name in {festival.name, *festival.aliases}]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("key", "days"),
    [
        ("easter", ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21"]),
        ("hanukkah", ["2024-12-26", "2025-12-15", "2026-12-05", "2027-12-25", "2028-12-13"]),
        ("passover", ["2024-04-23", "2025-04-13", "2026-04-02", "2027-04-22"]),
        ("diwali", ["2024-10-31", "2025-10-20", "2026-11-08", "2027-10-29", "2028-10-17"]),
        ("eid-al-fitr", ["2024-04-10", "2025-03-30", "2026-03-20", "2027-03-09"]),
        ("eid-al-adha", ["2024-06-16", "2025-06-06", "2026-05-27"]),
        ("lunar-new-year", ["2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26"]),
        ("nowruz", ["2024-03-20", "2025-03-21", "2026-03-21"]),
        ("thanksgiving", ["2024-11-28", "2025-11-27", "2026-11-26"]),
        ("mothers-day", ["2024-05-12", "2025-05-11", "2026-05-10"]),
        ("fathers-day", ["2024-06-16", "2025-06-15", "2026-06-21"]),
    ],
)
def test_moving_feasts_fall_on_their_days(key: str, days: list[str]) -> None:
    found = [str(festival_date(key, 2024 + later, "US")) for later in range(len(days))]

    assert found == days


@pytest.mark.parametrize(
    ("key", "territory", "day"),
    [
        ("mothers-day", "DE", "2026-05-10"),
        ("mothers-day", "GB", "2026-03-15"),
        ("mothers-day", "ES", "2026-05-03"),
        ("mothers-day", "FR", "2026-05-31"),
        ("mothers-day", "NO", "2026-02-08"),
        ("mothers-day", "PL", "2026-05-26"),
        ("mothers-day", None, "2026-05-10"),
        ("fathers-day", "DE", "2026-05-14"),
        ("fathers-day", "AT", "2026-06-14"),
        ("fathers-day", "IT", "2026-03-19"),
        ("fathers-day", "AU", "2026-09-06"),
        ("fathers-day", "SE", "2026-11-08"),
        ("thanksgiving", "CA", "2026-10-12"),
        ("easter", "GR", "2026-04-12"),
        ("christmas", "RS", "2026-01-07"),
        ("saint-nicholas", "NL", "2026-12-05"),
    ],
)
def test_countries_keep_their_own_days(key: str, territory: str | None, day: str) -> None:
    assert str(festival_date(key, 2026, territory)) == day


def test_french_mothers_day_makes_way_for_pentecost() -> None:
    assert festival_date("mothers-day", 2023, "FR") == date(2023, 6, 4)


def test_a_feast_that_comes_twice_a_year_is_found_twice() -> None:
    found = [next_festival("eid-al-fitr", day, None) for day in (date(2033, 1, 2), date(2033, 1, 3))]

    assert found == [date(2033, 1, 2), date(2033, 12, 23)]


def test_a_year_beyond_the_calendars_has_no_date() -> None:
    found = festival_date("diwali", 2090, "IN")

    assert found is None
    with pytest.raises(LookupError):
        next_festival("diwali", date(2090, 1, 1), "IN")


@given(
    st.sampled_from([festival.key for festival in FESTIVALS]),
    st.dates(date(2024, 1, 1), date(2033, 12, 31)),
    st.sampled_from(["US", "DE", "GB", "FR", "RU", "IN", None]),
)
def test_the_next_one_is_never_past_and_little_more_than_a_year_away(
    key: str, today: date, territory: str | None
) -> None:
    found = next_festival(key, today, territory)

    assert 0 <= (found - today).days <= 400
