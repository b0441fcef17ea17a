"""Telegram's three limits, by a clock that is moved by hand."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import REMEMBERED, Pace


class Clock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


def send(pace: Pace, clock: Clock, chats: Iterable[int]) -> list[float]:
    """Send a message to each chat as soon as it may be, one after the other, and return the moments."""
    moments = []
    for chat_id in chats:
        clock.at += pace.delay(chat_id)
        clock.at += pace.take(chat_id)
        moments.append(clock.at)
    return moments


def busiest(moments: list[float], span: float) -> int:
    """Count the messages in the busiest stretch of so many seconds."""
    return max(sum(start <= moment < start + span - 1e-6 for moment in moments) for start in moments)


def test_a_chat_gets_a_burst_of_three_and_then_one_a_second(pace: Pace, clock: Clock) -> None:
    moments = send(pace, clock, [7] * 6)

    assert [moment - 1000 for moment in moments] == [0, 0, 0, 1, 2, 3]


def test_a_chat_that_was_quiet_may_burst_again(pace: Pace, clock: Clock) -> None:
    send(pace, clock, [7] * 3)
    clock.at += 3

    delays = [pace.delay(7), pace.take(7), pace.delay(7)]

    assert delays == [0, 0, 0]


def test_a_group_gets_twenty_a_minute(pace: Pace, clock: Clock) -> None:
    moments = send(pace, clock, [-7] * 45)

    assert busiest(moments, 60) == 20
    assert moments[20] - moments[0] == 60


def test_all_chats_together_get_thirty_a_second(pace: Pace, clock: Clock) -> None:
    moments = send(pace, clock, range(1, 100))

    assert busiest(moments, 1) == 30
    assert moments[-1] - 1000 == 3


def test_whoever_comes_at_once_gets_a_place_each_in_turn(pace: Pace) -> None:
    waits = [pace.take(chat_id) for chat_id in range(1, 92)]

    assert (waits[29], waits[30], waits[60], waits[90]) == (0, 1, 2, 3)


def test_one_chat_at_its_limit_holds_up_no_other(pace: Pace, clock: Clock) -> None:
    send(pace, clock, [7] * 3)

    assert pace.delay(7) == 1
    assert (pace.delay(8), pace.take(8)) == (0, 0)


def test_edits_and_taps_count_toward_the_whole_only(pace: Pace) -> None:
    for _ in range(30):
        pace.take()

    assert pace.delay(7) == 0
    assert pace.take(7) == 1


def test_switched_off_it_never_waits() -> None:
    pace = Pace.off()

    waits = [pace.delay(-7) + pace.take(-7) for _ in range(1000)]

    assert set(waits) == {0}


def test_chats_that_fell_silent_are_forgotten(pace: Pace, clock: Clock) -> None:
    for chat_id in range(1, 20 * REMEMBERED):
        clock.at += 1
        pace.take(chat_id if chat_id % 2 else -chat_id)

    assert len(pace._chats) <= REMEMBERED  # noqa: SLF001 - what it remembers is the point


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, -1, -2]), st.floats(0, 5)), max_size=150))
def test_no_limit_is_ever_exceeded(messages: list[tuple[int, float]]) -> None:
    clock = Clock()
    pace = Pace(clock)
    sent: dict[int, list[float]] = {}
    for chat_id, pause in messages:
        clock.at += pause
        sent.setdefault(chat_id, []).extend(send(pace, clock, [chat_id]))

    assert all(busiest(moments, 1) <= 4 for moments in sent.values())
    assert all(busiest(moments, 60) <= 20 for chat_id, moments in sent.items() if chat_id < 0)
