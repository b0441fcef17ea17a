"""Quiet hours: what comes in them waits for their end by the family's clock, and is never dropped."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.families import Family
from domain.messages import Conversation
from services import quiet
from services.alert_settings import read_hours

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia")
QUARTER = timedelta(minutes=15)
NIGHT = ["22:00", "07:00"]


def chat(**state: Any) -> Conversation:
    """Make a chat with these settings."""
    return Conversation(UUID(int=1), 1, -1, 0, "group", None, None, state, reachable=True)


def family(zone: str) -> Family:
    """Make a family that lives there."""
    return Family(1, "Ours", "USD", "en_US", zone, {})


def berlin(text: str) -> datetime:
    """Read a moment by the clocks of Berlin; what they show twice is meant the first time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


def wait(now: str, hours: list[str], fold: int = 0) -> str | None:
    """Tell what the clocks of Berlin show when something may be said."""
    moment = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("Europe/Berlin"), fold=fold).astimezone(UTC)
    due = quiet.due(chat(alerts={"quiet": hours}), family("Europe/Berlin"), moment)
    return f"{due.astimezone(ZoneInfo('Europe/Berlin')):%m-%d %H:%M %z}" if due else None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-20T21:59:59", None),
        ("2026-11-20T22:00", "11-21 07:00 +0100"),
        ("2026-11-21T00:00", "11-21 07:00 +0100"),
        ("2026-11-21T06:59:59", "11-21 07:00 +0100"),
        ("2026-11-21T07:00", None),
    ],
)
def test_a_night_goes_past_midnight(now: str, expected: str | None) -> None:
    assert wait(now, NIGHT) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-11-20T12:59", None), ("2026-11-20T13:00", "11-20 15:30 +0100"), ("2026-11-20T15:30", None)],
)
def test_a_nap_lies_within_a_day(now: str, expected: str | None) -> None:
    assert wait(now, ["13:00", "15:30"]) == expected


def test_a_night_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    assert wait("2027-03-27T22:00", NIGHT) == "03-28 07:00 +0200"
    assert wait("2026-10-24T22:00", NIGHT) == "10-25 07:00 +0100"


def test_an_end_that_the_clock_skips_comes_when_it_goes_on() -> None:
    assert wait("2027-03-28T01:59", ["22:00", "02:30"]) == "03-28 03:30 +0200"


def test_hours_that_the_clock_shows_twice_are_quiet_twice() -> None:
    assert wait("2026-10-25T02:10", ["01:00", "02:30"]) == "10-25 02:30 +0200"
    assert wait("2026-10-25T02:10", ["01:00", "02:30"], fold=1) == "10-25 02:30 +0100"


def test_nothing_waits_without_hours_or_with_none_between_them() -> None:
    assert quiet.due(chat(), family("UTC"), berlin("2026-11-20T23:00")) is None
    assert wait("2026-11-20T22:00", ["22:00", "22:00"]) is None


quarters = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


@given(
    st.sampled_from(ZONES),
    quarters,
    quarters,
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC)),  # noqa: DTZ001 - the zone is added
)
@example("America/Santiago", time(23), time(0, 30), datetime(2026, 9, 6, 3, 59, tzinfo=UTC))
@example("Australia/Lord_Howe", time(1), time(1, 45), datetime(2027, 4, 3, 15, 10, tzinfo=UTC))
def test_whatever_waits_does_so_until_the_first_moment_that_is_not_quiet(
    zone: str, since: time, until: time, now: datetime
) -> None:
    here = ZoneInfo(zone)

    due = quiet.due(chat(alerts={"quiet": [f"{since:%H:%M}", f"{until:%H:%M}"]}), family(zone), now)

    calm = since != until and quiet.inside((since, until), now.astimezone(here).time())
    assert (due is not None) == calm
    if due is None:
        return
    assert now < due <= now + timedelta(hours=25)
    assert not quiet.inside((since, until), due.astimezone(here).time())
    # An end that the clock skips is at most as far off as it skips.
    before = (due - QUARTER).astimezone(here)
    skipped = due.astimezone(here).time() != until
    assert skipped or before <= now or quiet.inside((since, until), before.time())


@pytest.mark.parametrize(
    ("level", "heard"), [(None, [80, 100, 101]), ("all", [80, 100, 101]), ("over", [101]), ("off", [])]
)
def test_a_chat_hears_what_it_wants(level: str | None, heard: list[int]) -> None:
    here = chat(alerts={"level": level} if level else {})

    assert [one for one in (80, 100, 101) if quiet.wanted(here, one, "recipient", "1")] == heard


def test_a_muted_budget_is_not_heard_of_and_others_are() -> None:
    here = chat(muted=[quiet.entry("recipient", "1")])

    assert not quiet.wanted(here, 101, "recipient", "1")
    assert quiet.wanted(here, 101, "purchaser", "1")
    assert quiet.wanted(here, 101, "recipient", "2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22-7", (time(22), time(7))),
        ("22:00-07:30", (time(22), time(7, 30))),
        ("22.00 – 7", (time(22), time(7))),
        ("10pm to 7am", (time(22), time(7))),
        ("12am-12pm", (time(0), time(12))),
        ("٢٢-٧", (time(22), time(7))),
        ("21-24", (time(21), time(0))),
        ("7-7", None),
        ("25-7", None),
        ("22:60-7", None),
        ("13pm-2", None),
        ("22", None),
        ("soon", None),
    ],
)
def test_hours_are_read_as_people_type_them(text: str, expected: tuple[time, time] | None) -> None:
    assert read_hours(text) == expected
