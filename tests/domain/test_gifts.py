"""What gifts add up to, whoever gets and pays them, and what their stages set and clear."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.budgets import PersonBudgetResult
from domain.gifts import (
    NOBODY,
    Gift,
    Part,
    Stage,
    add_up,
    back,
    bought,
    chipped_in,
    figures,
    paid_by,
    planned,
    received,
    recounted,
    repriced,
    shares,
)
from domain.money import MAX_AMOUNT, decimals_of, quantum

TODAY, YESTERDAY = date(2026, 11, 20), date(2026, 11, 19)
people = st.integers(1, 5)
counts = st.integers(1, 12)


def amounts(currency: str = "USD", most: int = 5000) -> st.SearchStrategy[Decimal]:
    """Any amount that somebody may pay in a currency."""
    return st.decimals(0, most, places=decimals_of(currency))


def parts(currency: str, *given_share: None) -> st.SearchStrategy[tuple[Part, ...]]:
    """Any people, each with an amount of theirs or, where that may be, none."""
    share = amounts(currency) | st.sampled_from(given_share) if given_share else amounts(currency)
    return st.dictionaries(people, share, max_size=4).map(lambda found: tuple(found.items()))


@st.composite
def gifts(draw: st.DrawFn) -> Gift:
    """Any gift that families can make."""
    currency = draw(st.sampled_from(["USD", "JPY"]))
    stages: list[Stage] = ["idea", "planned", "bought", "received"]
    stage = draw(st.sampled_from(stages))
    quantity = draw(counts)
    have = {"idea": 0, "planned": draw(st.integers(0, quantity - 1))}.get(stage, quantity)
    return Gift(
        id=draw(st.integers(1, 6)),
        occasion_id=draw(st.none() | st.integers(1, 3)),
        price=draw(st.none() | amounts(currency)),
        sale_price=draw(st.none() | amounts(currency)),
        quantity=quantity,
        quantity_bought=have,
        stage=stage,
        bought_on=YESTERDAY if have else None,
        currency=currency,
        purchasers=frozenset(draw(st.sets(people, max_size=2))),
        recipients=draw(parts(currency, None)),
        pledges=draw(parts(currency)),
    )


families = st.lists(gifts(), max_size=6, unique_by=lambda one: one.id)


def gift(**facts: Any) -> Gift:
    """A planned scarf for Mom, of 40."""
    return replace(Gift(1, 1, Decimal(40), None, 1, 0, "planned", recipients=((1, None),)), **facts)


def test_the_sale_price_counts_if_there_is_one() -> None:
    assert gift().total == 40
    assert gift(sale_price=Decimal(30)).total == 30
    assert gift(sale_price=Decimal(0)).total == 0
    assert gift(price=None).total == 0


def test_what_is_bought_is_spent_and_the_rest_is_planned() -> None:
    some = gift(quantity=3, quantity_bought=1)

    assert [some.total, some.spent, some.planned] == [120, 40, 80]


def test_equal_shares_give_the_remainder_to_the_first_by_id() -> None:
    assert shares(Decimal(10), Decimal(10), [(3, None), (1, None), (2, None)]) == {
        1: Decimal("3.34"),
        2: Decimal("3.33"),
        3: Decimal("3.33"),
    }


def test_a_given_share_leaves_the_rest_to_the_others() -> None:
    assert shares(Decimal(10), Decimal(10), [(1, None), (2, Decimal(4)), (3, None)]) == {1: 3, 2: 4, 3: 3}


def test_given_shares_that_are_too_large_are_cut_down_and_leave_nothing() -> None:
    found = shares(Decimal(10), Decimal(10), [(1, Decimal(15)), (2, Decimal(5)), (3, None)])

    assert found == {1: Decimal("7.50"), 2: Decimal("2.50"), 3: 0}


def test_who_buys_pays_what_the_others_did_not_promise() -> None:
    some = gift(purchasers=frozenset({2}), pledges=((3, Decimal(15)),))

    assert some.payments(some.total) == {2: 25, 3: 15}


def test_what_nobody_has_taken_on_is_nobodys() -> None:
    some = gift(pledges=((3, Decimal(15)),))

    assert some.payments(some.total) == {NOBODY: 25, 3: 15}
    assert some.missing == 25


def test_who_buys_and_chips_in_pays_the_rest_all_the_same() -> None:
    some = gift(purchasers=frozenset({2}), pledges=((2, Decimal(15)), (3, Decimal(10))))

    assert some.payments(some.total) == {2: 30, 3: 10}


def test_what_is_promised_beyond_the_price_shrinks_in_proportion() -> None:
    some = gift(pledges=((2, Decimal(60)), (3, Decimal(20))))

    assert some.payments(some.total) == {NOBODY: 0, 2: 30, 3: 10}
    assert some.missing == -40


def test_a_gift_counts_once_in_a_role_however_often_it_is_linked() -> None:
    result = add_up(1, None, [gift(purchasers=frozenset({1})), gift(purchasers=frozenset({1}))])

    assert [result.assigned_count, result.assigned_total] == [1, 40]
    assert [result.to_purchase_count, result.to_purchase_total] == [1, 40]


def test_an_idea_adds_nothing() -> None:
    assert add_up(1, None, [gift(stage="idea", purchasers=frozenset({1}))]) == PersonBudgetResult(1, None)


@given(gifts())
def test_shares_sum_to_the_whole_in_what_the_currency_can_pay(one: Gift) -> None:
    for amount in (one.spent, one.total):
        found = {person: one.share(person, amount) for person, _ in one.recipients}

        assert sum(found.values()) == (amount if found else 0)
        assert all(share >= 0 and share % quantum(decimals_of(one.currency)) == 0 for share in found.values())


@given(st.decimals(0, MAX_AMOUNT, places=2), st.dictionaries(people, st.none() | amounts(most=10**8 - 1), min_size=1))
def test_shares_are_exact_up_to_the_largest_amount(total: Decimal, found: dict[int, Decimal | None]) -> None:
    parts = shares(total, total, found.items())

    assert sum(parts.values()) == total
    assert all(part >= 0 and part % quantum(2) == 0 for part in parts.values())


@given(gifts())
def test_whoever_pays_pays_all_of_it_in_what_the_currency_can_pay(one: Gift) -> None:
    for amount in (one.spent, one.total):
        paid = one.payments(amount)

        assert sum(paid.values()) == amount
        assert all(part >= 0 and part % quantum(decimals_of(one.currency)) == 0 for part in paid.values())


@given(gifts())
def test_nobody_pays_more_than_they_promised(one: Gift) -> None:
    promised = {person: amount or 0 for person, amount in one.pledges if person not in one.purchasers}
    paid = one.payments(one.total)

    assert all(paid[person] <= amount for person, amount in promised.items())


@given(gifts(), st.integers(0, 12))
def test_what_somebody_is_to_get_stays_the_same_while_it_is_bought_piece_by_piece(one: Gift, have: int) -> None:
    later = replace(one, stage="planned", quantity_bought=min(have, one.quantity))
    before = replace(later, quantity_bought=0)

    for person in range(1, 6):
        assert sum(figures(person, [later])) == sum(figures(person, [before]))
        assert sum(paid_by(person, [later])) == sum(paid_by(person, [before]))
        assert min(*figures(person, [later]), *paid_by(person, [later])) >= 0


@given(st.lists(gifts(), max_size=6), people)
def test_one_occasion_never_holds_more_than_all_of_them(some: list[Gift], person: int) -> None:
    kept = {one.id: one for one in some}.values()
    everywhere = add_up(person, None, some)

    for occasion in (1, 2, 3):
        there = add_up(person, occasion, [one for one in kept if one.occasion_id == occasion])
        for name in ("assigned", "bought", "purchased", "to_purchase"):
            assert getattr(there, f"{name}_count") <= getattr(everywhere, f"{name}_count")
            assert getattr(there, f"{name}_total") <= getattr(everywhere, f"{name}_total")


@given(families)
def test_what_all_recipients_are_assigned_is_what_the_gifts_cost(some: list[Gift]) -> None:
    assigned = sum((add_up(person, None, some).assigned_total for person in range(1, 6)), Decimal(0))

    assert assigned == sum((one.total for one in some if one.counts and one.recipients), Decimal(0))


@given(families, people)
def test_what_is_bought_and_what_is_to_buy_make_up_what_a_buyer_pays(some: list[Gift], person: int) -> None:
    result = add_up(person, None, some)
    theirs = [one for one in some if person in one.purchasers]

    assert (result.purchased_total, result.to_purchase_total) == paid_by(person, theirs)
    assert result.purchased_count + result.to_purchase_count >= sum(one.counts for one in theirs)
    assert result.bought_count <= result.assigned_count
    assert result.bought_total <= result.assigned_total


def consistent(one: Gift) -> bool:
    """Whether the facts that make up a stage fit each other."""
    within = 0 <= one.quantity_bought <= one.quantity
    idle = one.stage != "idea" or one.quantity_bought == 0
    dated = (one.bought_on is not None) == (one.quantity_bought > 0)
    return within and idle and dated and one.bought == (one.quantity_bought == one.quantity)


def step(one: Gift, what: str, count: int | None) -> Gift:
    """Let something happen to a gift that buttons and commands allow."""
    match what:
        case "planned" if one.stage == "idea":
            return planned(one)
        case "bought":
            return bought(one, count, TODAY)
        case "received" if one.stage == "bought":
            return received(one)
        case "recounted":
            return recounted(one, max(count or 1, one.quantity_bought))
    return back(one)


steps = st.tuples(st.sampled_from(["planned", "bought", "received", "recounted", "back"]), st.none() | counts)


@given(gifts(), st.lists(steps, max_size=8))
def test_whatever_happens_to_a_gift_its_stage_fits_what_is_bought(
    one: Gift, happens: list[tuple[str, int | None]]
) -> None:
    for what, count in happens:
        one = step(one, what, count)

        assert consistent(one)


@given(gifts())
def test_going_back_undoes_what_going_on_had_set(one: Gift) -> None:
    idea = replace(one, stage="idea", quantity_bought=0, bought_on=None)
    to_buy = planned(idea)
    done = bought(to_buy, None, TODAY)
    here = received(done)

    assert [back(here), back(done), back(to_buy)] == [done, to_buy, idea]
    assert [done.bought_on, done.spent, done.planned] == [TODAY, done.total, 0]


@given(gifts(), st.lists(counts, min_size=1, max_size=6))
def test_what_is_bought_piece_by_piece_is_bought_at_last(one: Gift, pieces: list[int]) -> None:
    some = replace(one, stage="planned", quantity_bought=0, bought_on=None)
    for piece in pieces:
        some = bought(some, piece, TODAY)

    assert some.quantity_bought == sum(pieces)
    assert some.bought == (sum(pieces) >= one.quantity)


def test_the_day_it_was_first_bought_on_stays() -> None:
    first = bought(gift(quantity=2), 1, YESTERDAY)

    assert bought(first, None, TODAY).bought_on == YESTERDAY
    assert back(first).bought_on is None


@pytest.mark.parametrize(("paid", "price", "sale_price"), [(30, 40, 30), (40, 40, None), (50, 50, None)])
def test_what_was_paid_is_a_sale_only_where_it_is_less(paid: int, price: int, sale_price: int | None) -> None:
    after = repriced(gift(sale_price=Decimal(1)), Decimal(paid))

    assert after.price == price
    assert after.sale_price == sale_price
    assert repriced(gift(price=None), Decimal(paid)).price == paid


@given(gifts(), people, st.none() | amounts())
def test_who_chips_in_again_has_one_pledge(one: Gift, person: int, amount: Decimal | None) -> None:
    after = chipped_in(one, person, amount)

    assert [pledge for pledge in after.pledges if pledge[0] == person] == ([(person, amount)] if amount else [])
    assert chipped_in(after, person, None) == chipped_in(one, person, None)
