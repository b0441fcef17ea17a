from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.periods import Period, Unit, containing
from domain.refusals import BadDate
from services.periods import PeriodRead, first_weekday, read_period

TODAY = date(2026, 11, 20)
ONE = timedelta(days=1)
UNITS: Sequence[Unit] = ("day", "week", "month", "quarter", "year")
USUAL = st.dates(date(2019, 1, 1), date(2033, 12, 31))
SCRAPS = """
today last this 7 days week month quarter year since from to until - .. – 1 15 31 29 1. 15. 1.10. 15.10. 29.2. 31.2.
oct feb 29feb october 2026 2025 2026-10 2026-10-01 0001-01-01 9999-12-31 0000-00 1-15 10/1 10/1-10/15 1.10.-15.10.
q3 q4 food # ٣ 9999 -5 2026-13 …
"""
WORDS = st.sampled_from(SCRAPS.split())

SAID = {
    "today": "2026-11-20",
    "yesterday": "2026-11-19",
    "week": "2026-11-15 2026-11-21 week",
    "month": "2026-11-01 2026-11-30 month",
    "year": "2026-01-01 2026-12-31 year",
    "this quarter": "2026-10-01 2026-12-31 quarter",
    "last week": "2026-11-08 2026-11-14 week",
    "last month": "2026-10-01 2026-10-31 month",
    "last quarter": "2026-07-01 2026-09-30 quarter",
    "last year": "2025-01-01 2025-12-31 year",
    "last 7 days": "2026-11-14 2026-11-20",
    "last 3 months": "2026-08-21 2026-11-20",
    "2026": "2026-01-01 2026-12-31 year",
    "2026-10": "2026-10-01 2026-10-31 month",
    "10/2026": "2026-10-01 2026-10-31 month",
    "october": "2026-10-01 2026-10-31 month",
    "Oct": "2026-10-01 2026-10-31 month",
    "november": "2026-11-01 2026-11-30 month",
    "december": "2025-12-01 2025-12-31 month",
    "october 2025": "2025-10-01 2025-10-31 month",
    "q3": "2026-07-01 2026-09-30 quarter",
    "Q4 2025": "2025-10-01 2025-12-31 quarter",
    "1.10.-15.10.": "2026-10-01 2026-10-15",
    "1.10. - 15.10.": "2026-10-01 2026-10-15",
    "1.10.- 15.10.": "2026-10-01 2026-10-15",
    "1.-15.10.": "2026-10-01 2026-10-15",
    "1-15 oct": "2026-10-01 2026-10-15",
    "1 oct to 15 oct": "2026-10-01 2026-10-15",
    "oct 1 – oct 15": "2026-10-01 2026-10-15",
    "10/1-10/15": "2026-10-01 2026-10-15",
    "2026-10-01..2026-10-15": "2026-10-01 2026-10-15",
    "2026-10-15..2026-10-01": "2026-10-01 2026-10-15",
    "15 oct to 1 oct": "2026-10-01 2026-10-15",
    "20 dec to 5 jan": "2025-12-20 2026-01-05",
    "20 dec 2024 to 5 jan": "2024-12-20 2025-01-05",
    "1 nov to 30 nov": "2026-11-01 2026-11-30",
    "1 oct to 15 oct 2025": "2025-10-01 2025-10-15",
    "oct-dec": "2026-10-01 2026-12-31",
    "2025 to 2026": "2025-01-01 2026-12-31",
    "2026-01..2026-03": "2026-01-01 2026-03-31",
    "since 1 oct": "2026-10-01 2026-11-20",
    "since october": "2026-10-01 2026-11-20",
    "from 1 oct": "2026-10-01 2026-11-20",
    "from 1 oct to 15 oct": "2026-10-01 2026-10-15",
    "between 15 oct and 1 oct": "2026-10-01 2026-10-15",
    "2026-10-01": "2026-10-01",
    "1 oct": "2026-10-01",
    "25 dec": "2025-12-25",
}
SAID_ABROAD = {
    "de_DE": {
        "letzter Monat": "2026-10-01 2026-10-31 month",
        "diese Woche": "2026-11-16 2026-11-22 week",
        "letzte 7 Tage": "2026-11-14 2026-11-20",
        "Oktober": "2026-10-01 2026-10-31 month",
        "März 2026": "2026-03-01 2026-03-31 month",
        "1. bis 15. Oktober": "2026-10-01 2026-10-15",
        "vom 1.10. bis 15.10.": "2026-10-01 2026-10-15",
        "seit 1. Oktober": "2026-10-01 2026-11-20",
        "last month": "2026-10-01 2026-10-31 month",
    },
    "fr_FR": {
        "mois dernier": "2026-10-01 2026-10-31 month",
        "7 derniers jours": "2026-11-14 2026-11-20",
        "cette semaine": "2026-11-16 2026-11-22 week",
        "octobre": "2026-10-01 2026-10-31 month",
    },
    "es_ES": {"mes pasado": "2026-10-01 2026-10-31 month", "hoy": "2026-11-20"},
}


def said(text: str, locale: str = "en_US") -> str | None:
    """What a text means, with all its words read."""
    read = read_period(text.split(), locale, TODAY)
    if read is None:
        return None
    assert read.used == len(text.split()), text
    period = read.period
    days = [str(period.since)] if period.unit == "day" else [str(period.since), str(period.until)]
    return " ".join([*days, *([period.unit] if period.unit not in {None, "day"} else [])])


def test_periods_are_said_in_many_ways() -> None:
    assert {text: said(text) for text in SAID} == SAID


def test_periods_are_said_in_the_familys_language_and_in_english() -> None:
    found = {locale: {text: said(text, locale) for text in texts} for locale, texts in SAID_ABROAD.items()}

    assert found == SAID_ABROAD


def test_what_stands_behind_a_period_is_left() -> None:
    read = {text: read_period(text.split(), "en_US", TODAY) for text in ("oct food", "last week food", "2026 over 5")}

    assert [one and one.used for one in read.values()] == [1, 2, 1]


def test_what_is_no_period_is_none() -> None:
    texts = ("food last week", "1.10.-foo", "2026-13", "0000-10", "-", "last", "last 0 days", "to 5")

    assert {text: read_period(text.split(), "en_US", TODAY) for text in texts} == dict.fromkeys(texts)


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadDate):
        read_period(["31.2."], "en_US", TODAY)


@settings(deadline=None)  # the first to ask for a language has it loaded
@given(st.lists(WORDS, min_size=1, max_size=7), st.sampled_from(["en_US", "de_DE", "ar_EG"]), st.dates())
def test_whatever_is_said_is_a_period_or_none(words: list[str], locale: str, today: date) -> None:
    try:
        read = read_period(words, locale, today)
    except BadDate:
        return

    assert read is None or (read.period.since <= read.period.until and 1 <= read.used <= len(words))


@given(st.dates(), st.dates(), st.sampled_from(["{}..{}", "{} - {}", "from {} to {}", "{}–{}"]))
def test_days_told_in_full_are_those_days_in_either_order(one: date, other: date, told: str) -> None:
    words = told.format(one, other).split()

    read = read_period(words, "en_US", TODAY)

    assert read == PeriodRead(Period(min(one, other), max(one, other)), len(words))


@given(USUAL, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_month_without_a_year_is_the_latest_that_has_begun(today: date, named: date) -> None:
    read = read_period([f"{named:%B}"], "en_US", today)

    begun = [day for day in _days(today - 366 * ONE, today) if (day.month, day.day) == (named.month, 1)]
    assert read == PeriodRead(containing(begun[-1], "month"), 1)


def _days(since: date, until: date) -> list[date]:
    return [date.fromordinal(number) for number in range(since.toordinal(), until.toordinal() + 1)]


def _leaf(day: date, unit: Unit, first: int) -> object:
    """Name the leaf of a calendar on the wall that shows a day."""
    leaves = {
        "day": day,
        "week": (day.toordinal() - 1 - first) // 7,
        "month": (day.year, day.month),
        "quarter": (day.year, (day.month + 2) // 3),
        "year": day.year,
    }
    return leaves[unit]


@given(USUAL, st.sampled_from(UNITS), st.sampled_from(["en_US", "de_DE", "ar_EG"]))
def test_a_unit_holds_the_days_that_a_calendar_shows(day: date, unit: Unit, locale: str) -> None:
    first = first_weekday(locale)

    period = containing(day, unit, first)

    around = _days(day - 370 * ONE, day + 370 * ONE)
    leaf = _leaf(day, unit, first)
    assert [one for one in around if one in period] == [one for one in around if _leaf(one, unit, first) == leaf]


@given(USUAL, st.integers(0, 400), st.sampled_from([None, *UNITS]))
def test_periods_follow_each_other_without_a_gap(day: date, days: int, unit: Unit | None) -> None:
    period = containing(day, unit) if unit else Period(day, day + days * ONE)

    before, after = period.before, period.after
    assert before
    assert after

    assert all(one.until + ONE == other.since for one, other in pairwise([before, period, after]))
    assert before.after == after.before == period
    if unit in {None, "day", "week"}:
        assert before.days == period.days == after.days


@given(USUAL, st.sampled_from(UNITS), USUAL)
def test_what_runs_is_compared_with_as_much_of_the_one_before(day: date, unit: Unit, today: date) -> None:
    period = containing(day, unit)
    before, compared, passed = period.before, period.compared(today), period.passed(today)
    assert before
    assert compared

    if today in period and today != period.until:
        assert compared.since == before.since
        assert passed
        gap = compared.until == before.until or abs(compared.days - passed.days) <= (unit == "year")
        assert gap
        assert unit != "year" or (compared.until.month, compared.until.day) in {(today.month, today.day), (2, 28)}
    else:
        assert compared == before


def test_there_is_no_day_before_the_first_and_none_after_the_last() -> None:
    weeks = [containing(day, "week", first) for day in (date.min, date.max) for first in range(7)]
    ends = [containing(day, unit) for day in (date.min, date.max) for unit in UNITS]

    assert all(one.since <= one.until for one in [*weeks, *ends])
    assert [one.before for one in ends[:5]] == [one.after for one in ends[5:]] == [None] * 5
    assert Period(date(1, 1, 3), date(1, 1, 9)).before == Period(date.min, date(1, 1, 2))
