"""Whose eyes may read of which gift, and of how much of it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.gifts import Gift, Stage
from domain.people import NewPerson, Person
from domain.secrets import CLOSED, OPEN, Eyes, NotHere

MOM, ANN, LEA = 1, 2, 3
CHRISTMAS = date(2026, 12, 25)
DAY_AFTER = CHRISTMAS + timedelta(days=1)
SOMEBODY_NEW = NewPerson("Zoe")
TELLING: dict[str, Any] = {
    "title": "Scarf",
    "url": "https://example.org/scarf",
    "source": "the market",
    "notes": "red",
    "file_id": "photo",
    "bought_on": date(2026, 11, 20),
}

people = st.integers(1, 5)
parties = st.frozensets(people, max_size=4)
days = st.dates(CHRISTMAS - timedelta(days=9), CHRISTMAS + timedelta(days=9))


@st.composite
def gifts(draw: st.DrawFn) -> Gift:
    """Any gift, for anybody, bought by anybody, kept secret or not."""
    stages: list[Stage] = ["idea", "planned", "bought", "received"]
    buyer = draw(st.none() | people)
    return replace(
        scarf(*sorted(draw(parties)), stage=draw(st.sampled_from(stages)), purchaser_id=buyer),
        purchasers=frozenset({buyer} if buyer else ()),
        pledges=tuple((person, Decimal(5)) for person in sorted(draw(parties))),
        secret=draw(st.booleans()),
        revealed=draw(st.booleans()),
        day=draw(st.none() | days),
    )


opened_eyes = st.builds(Eyes, parties, st.none() | people, days, st.booleans())
some_eyes = st.just(CLOSED) | st.just(OPEN) | opened_eyes


def scarf(*recipients: int, **facts: Any) -> Gift:
    """A scarf for these people, which Ann has bought for Christmas."""
    told: dict[str, Any] = {
        "id": 1,
        "occasion_id": 1,
        "price": Decimal(40),
        "sale_price": None,
        "quantity": 1,
        "quantity_bought": 1,
        "stage": "bought",
        "purchaser_id": ANN,
        "purchasers": frozenset({ANN}),
        "recipients": tuple((person, None) for person in recipients),
        "day": CHRISTMAS,
    }
    return Gift(**told | TELLING | facts)


def person(key: int) -> Person:
    """Somebody of whom nothing but the key matters."""
    return Person(id=key, name="P", name_key="p", aliases=[], presence="linked", birthdate=None)


@given(gifts(), people)
def test_eyes_that_were_not_opened_see_nothing_and_hide_everybody(gift: Gift, somebody: int) -> None:
    assert not CLOSED.sees(gift)
    assert CLOSED.hides(somebody)
    assert CLOSED.hides(person(somebody))
    assert CLOSED.hides(SOMEBODY_NEW)
    assert CLOSED.blurred


@given(gifts(), people)
def test_open_eyes_see_everything_as_it_is(gift: Gift, somebody: int) -> None:
    assert OPEN.sees(gift)
    assert OPEN.seen(gift) == gift
    assert not OPEN.hides(somebody)
    assert not OPEN.hides(SOMEBODY_NEW)
    assert not OPEN.blurred


@given(gifts(), opened_eyes)
def test_a_gift_is_seen_unless_somebody_who_reads_gets_it(gift: Gift, eyes: Eyes) -> None:
    gets_it = {key for key, _ in gift.recipients}

    assert eyes.sees(gift) == (gets_it.isdisjoint(eyes.hidden or ()) or eyes.revealed(gift))


@given(gifts(), some_eyes, people)
def test_who_comes_to_read_along_makes_nothing_more_be_seen(gift: Gift, eyes: Eyes, newcomer: int) -> None:
    more = replace(eyes, hidden=eyes.hidden | {newcomer} if eyes.hidden is not None else None)

    assert eyes.sees(gift) or not more.sees(gift)
    assert more.hides(newcomer)


@given(gifts(), some_eyes)
def test_what_pays_for_a_gift_tells_of_it_only_to_those_who_do_not_get_it(gift: Gift, eyes: Eyes) -> None:
    nobodys = replace(gift, purchaser_id=None, purchasers=frozenset(), pledges=())

    assert eyes.sees(gift) == eyes.sees(nobodys)


def test_who_is_known_is_hidden_by_who_they_are() -> None:
    eyes = Eyes(frozenset({MOM}))

    assert [eyes.hides(key) for key in (MOM, ANN)] == [True, False]
    assert [eyes.hides(person(key)) for key in (MOM, ANN)] == [True, False]


@pytest.mark.parametrize(
    ("eyes", "hidden"),
    [
        (Eyes(frozenset()), True),
        (Eyes(frozenset({MOM})), True),
        (Eyes(frozenset({ANN}), alone=ANN), False),
    ],
    ids=["a group of nobody known", "a group", "Ann alone"],
)
def test_who_is_named_for_the_first_time_may_read_a_group_but_is_not_the_one_who_reads_alone(
    eyes: Eyes, *, hidden: bool
) -> None:
    assert eyes.hides(SOMEBODY_NEW) is hidden


@pytest.mark.parametrize(
    ("eyes", "blurred"),
    [
        (Eyes(frozenset()), False),
        (Eyes(frozenset({MOM})), True),
        (Eyes(frozenset({ANN}), alone=ANN), False),
    ],
    ids=["a group of nobody who gets anything", "Mom reads along", "Ann alone"],
)
def test_what_somebody_spends_can_be_told_where_nobody_else_reads(eyes: Eyes, *, blurred: bool) -> None:
    assert eyes.blurred is blurred


@given(gifts(), some_eyes)
def test_what_is_shown_costs_what_it_costs_and_is_for_whom_it_is(gift: Gift, eyes: Eyes) -> None:
    shown = eyes.seen(gift)

    assert (shown.total, shown.spent, shown.planned, shown.stage) == (
        gift.total,
        gift.spent,
        gift.planned,
        gift.stage,
    )
    assert (shown.recipients, shown.purchasers, shown.pledges) == (gift.recipients, gift.purchasers, gift.pledges)


@given(gifts(), some_eyes)
def test_what_was_made_fit_to_be_shown_stays_as_it_is(gift: Gift, eyes: Eyes) -> None:
    shown = eyes.seen(gift)

    assert eyes.seen(shown) == shown


@given(gifts(), some_eyes)
def test_nothing_that_makes_it_known_is_left_of_what_is_kept_secret(gift: Gift, eyes: Eyes) -> None:
    shown = eyes.seen(gift)
    left = {name for name in TELLING if getattr(shown, name)}

    assert left == (set() if shown.masked else set(TELLING))


@given(gifts(), some_eyes)
def test_only_what_its_buyer_keeps_secret_is_masked(gift: Gift, eyes: Eyes) -> None:
    assume(eyes.sees(gift))
    kept = gift.secret and not eyes.revealed(gift) and eyes is not OPEN

    assert eyes.seen(gift).masked == (kept and (eyes.alone is None or gift.purchaser_id != eyes.alone))


def test_a_buyer_sees_the_own_secrets_only_where_nobody_else_reads() -> None:
    secret = scarf(MOM, secret=True)

    assert Eyes(frozenset({ANN}), alone=ANN).seen(secret) == secret
    assert Eyes(frozenset({LEA}), alone=LEA).seen(secret).masked
    assert Eyes(frozenset({ANN})).seen(secret).masked
    assert Eyes(frozenset()).seen(scarf(MOM, secret=True, purchaser_id=None)).masked


@given(some_eyes, st.none() | days)
def test_what_was_revealed_is_no_secret_for_anybody_who_sees_at_all(eyes: Eyes, day: date | None) -> None:
    gift = scarf(MOM, secret=True, revealed=True, day=day)

    assert eyes.revealed(gift)
    assert eyes.sees(gift) == (eyes is not CLOSED)
    assert not eyes.seen(gift).masked


@given(gifts(), days)
def test_a_secret_ends_on_the_day_after_for_what_was_received(gift: Gift, today: date) -> None:
    eyes = Eyes(frozenset({MOM}), today=today)
    over = gift.day is not None and gift.day < today

    assert eyes.revealed(gift) == (gift.revealed or (over and gift.stage == "received"))
    assert Eyes(frozenset({MOM}), today=today, reveals=False).revealed(gift) == gift.revealed


@pytest.mark.parametrize(
    ("stage", "today", "seen"),
    [
        ("received", CHRISTMAS, False),
        ("received", DAY_AFTER, True),
        ("bought", DAY_AFTER, False),
        ("planned", DAY_AFTER, False),
        ("idea", DAY_AFTER, False),
    ],
)
def test_mom_learns_of_what_she_got_when_the_day_is_over(stage: Stage, today: date, *, seen: bool) -> None:
    assert Eyes(frozenset({MOM}), alone=MOM, today=today).sees(scarf(MOM, stage=stage)) is seen


@given(some_eyes, days)
def test_once_revealed_stays_revealed(eyes: Eyes, today: date) -> None:
    gift = scarf(MOM, stage="received")
    earlier, later = replace(eyes, today=today), replace(eyes, today=today + timedelta(days=1))

    assert later.revealed(gift) or not earlier.revealed(gift)


def test_what_is_not_said_here_names_those_whom_it_would_concern() -> None:
    assert NotHere([person(MOM), SOMEBODY_NEW]).people == (person(MOM), SOMEBODY_NEW)
    assert NotHere().people == ()
