from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusals import BadDate
from services.dates import DateRead, read_date

TODAY = date(2026, 11, 20)


def read(text: str, locale: str = "en_US", *, past: bool = False) -> DateRead | None:
    return read_date(text.split(), locale, TODAY, past=past)


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("2026-05-03 x", "de_DE", DateRead(5, 3, 2026, 1)),
        ("3.5.", "en_US", DateRead(5, 3, None, 1)),
        ("3.5.2026", "en_US", DateRead(5, 3, 2026, 1)),
        ("24.12", "de_DE", DateRead(12, 24, None, 1)),
        ("5/3", "en_US", DateRead(5, 3, None, 1)),
        ("3/5", "en_GB", DateRead(5, 3, None, 1)),
        ("3/5", "sv_SE", DateRead(5, 3, None, 1)),
        ("5-3-2026", "en_US", DateRead(5, 3, 2026, 1)),
        ("25/12", "en_US", DateRead(12, 25, None, 1)),
        ("٣/٥", "ar_EG", DateRead(5, 3, None, 1)),
        ("3 May", "en_US", DateRead(5, 3, None, 2)),
        ("May 3 yearly", "en_US", DateRead(5, 3, None, 2)),
        ("may 3rd, 2026", "en_US", DateRead(5, 3, 2026, 3)),
        ("the 3rd of May 2026 x", "en_US", DateRead(5, 3, 2026, 5)),
        ("Sept. 5", "en_US", DateRead(9, 5, None, 2)),
        ("3. Mai 2026", "de_DE", DateRead(5, 3, 2026, 3)),
        ("3. MÄRZ", "de_DE", DateRead(3, 3, None, 2)),
        ("May 3", "de_DE", DateRead(5, 3, None, 2)),
        ("1er mai", "fr_FR", DateRead(5, 1, None, 2)),
        ("3 decembre", "fr_FR", DateRead(12, 3, None, 2)),
        ("3 de mayo de 2026 x", "es_ES", DateRead(5, 3, 2026, 5)),
        ("3 maja", "pl_PL", DateRead(5, 3, None, 2)),
        ("May 3 100 x", "en_US", DateRead(5, 3, None, 2)),
        ("29 Feb", "en_US", DateRead(2, 29, None, 2)),
        ("today", "en_US", DateRead(11, 20, 2026, 1)),
        ("Tomorrow", "en_US", DateRead(11, 21, 2026, 1)),
        ("yesterday", "en_US", DateRead(11, 19, 2026, 1)),
    ],
)
def test_dates_are_understood_as_the_family_writes_them(text: str, locale: str, expected: DateRead) -> None:
    assert read(text, locale) == expected


@pytest.mark.parametrize(
    ("text", "past", "year"),
    [
        ("3.5.26", False, 2026),
        ("3.5.85", False, 1985),
        ("3.5.70", False, 2070),
        ("3.5.70", True, 1970),
        ("3.5.26", True, 2026),
        ("21.11.26", True, 1926),
        ("3 May 85", True, 1985),
        ("3 May '85", True, 1985),
    ],
)
def test_two_digits_mean_the_nearest_year_or_the_last_one_for_birthdays(text: str, *, past: bool, year: int) -> None:
    found = read(text, past=past)

    assert found is not None
    assert found.year == year


@pytest.mark.parametrize(
    "text", ["", "3", "2026", "May", "christmas", "May 2026", "100.50", "3 socks", "may may", "1.2.3.4"]
)
def test_other_words_are_no_date(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text", ["31 April", "30 Feb", "29 Feb 2026", "2/30", "13.13.", "0.5.", "2026-02-29", "0000-01-01"]
)
def test_a_date_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(BadDate) as refusal:
        read(text)

    assert refusal.value.text == text


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d %B %Y"])
)
def test_every_day_is_read_back(day: date, style: str) -> None:
    found = read(day.strftime(style))

    assert found == DateRead(day.month, day.day, day.year, len(day.strftime(style).split()))
