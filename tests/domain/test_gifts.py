from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.gifts import Gift, add_up, shares

amounts = st.decimals(0, 5000, places=2)
people = st.integers(1, 5)
recipients = st.dictionaries(people, st.none() | amounts, max_size=4).map(lambda found: tuple(found.items()))


@st.composite
def gifts(draw: st.DrawFn) -> Gift:
    """Any gift that the tables allow."""
    quantity = draw(st.integers(1, 4))
    return Gift(
        id=draw(st.integers(1, 6)),
        occasion_id=draw(st.none() | st.integers(1, 3)),
        price=draw(st.none() | amounts),
        sale_price=draw(st.none() | amounts),
        quantity=quantity,
        quantity_bought=draw(st.integers(0, quantity)),
        stage=draw(st.sampled_from(["idea", "planned", "bought", "received"])),
        purchasers=frozenset(draw(st.sets(people, max_size=2))),
        recipients=draw(recipients),
    )


def gift(**facts: object) -> Gift:
    """A planned scarf for Mom, of 40."""
    scarf: dict[str, object] = {
        "id": 1, "occasion_id": 1, "price": Decimal(40), "sale_price": None, "quantity": 1, "quantity_bought": 0,
        "stage": "planned", "recipients": ((1, None),),
    }  # fmt: skip
    return Gift(**{**scarf, **facts})  # type: ignore[arg-type]


def test_the_sale_price_counts_if_there_is_one() -> None:
    assert gift().total == 40
    assert gift(sale_price=Decimal(30)).total == 30
    assert gift(sale_price=Decimal(0)).total == 0
    assert gift(price=None).total == 0


def test_what_is_bought_is_spent_and_the_rest_is_planned() -> None:
    some = gift(quantity=3, quantity_bought=1)

    assert [some.total, some.spent, some.planned] == [120, 40, 80]


def test_an_idea_adds_nothing() -> None:
    result = add_up(1, None, [gift(stage="idea", purchasers=frozenset({1}))])

    assert (result.assigned_count, result.purchased_count, result.to_purchase_count) == (0, 0, 0)


def test_equal_shares_give_the_remainder_to_the_first_by_id() -> None:
    assert shares(Decimal(10), Decimal(10), [(3, None), (1, None), (2, None)]) == {
        1: Decimal("3.34"),
        2: Decimal("3.33"),
        3: Decimal("3.33"),
    }


def test_a_given_share_leaves_the_rest_to_the_others() -> None:
    assert shares(Decimal(10), Decimal(10), [(1, None), (2, Decimal(4)), (3, None)]) == {1: 3, 2: 4, 3: 3}


def test_given_shares_that_are_too_large_are_cut_down_and_leave_nothing() -> None:
    assert shares(Decimal(10), Decimal(10), [(1, Decimal(15)), (2, Decimal(5)), (3, None)]) == {
        1: Decimal("7.50"),
        2: Decimal("2.50"),
        3: 0,
    }


def test_nobody_gets_nothing() -> None:
    assert shares(Decimal(10), Decimal(10), []) == {}


def test_a_gift_counts_once_in_a_role_however_often_it_is_linked() -> None:
    result = add_up(1, None, [gift(purchasers=frozenset({1})), gift(purchasers=frozenset({1}))])

    assert [result.assigned_count, result.assigned_total] == [1, 40]
    assert [result.to_purchase_count, result.to_purchase_total] == [1, 40]


@given(amounts, amounts, recipients)
def test_shares_sum_to_the_whole_and_none_is_below_zero(
    amount: Decimal, total: Decimal, found: tuple[tuple[int, Decimal | None], ...]
) -> None:
    parts = shares(amount, total, found)

    assert set(parts) == {person for person, _ in found}
    assert all(part >= 0 for part in parts.values())
    if found:
        assert sum(parts.values()) == amount


@given(st.lists(gifts()), people)
def test_one_occasion_never_holds_more_than_all_of_them(some: list[Gift], person: int) -> None:
    kept = {one.id: one for one in some}.values()
    everywhere = add_up(person, None, some)

    for occasion in (1, 2, 3):
        there = add_up(person, occasion, [one for one in kept if one.occasion_id == occasion])
        for name in ("assigned", "bought", "purchased", "to_purchase"):
            assert getattr(there, f"{name}_count") <= getattr(everywhere, f"{name}_count")
            assert getattr(there, f"{name}_total") <= getattr(everywhere, f"{name}_total")


@given(st.lists(gifts(), unique_by=lambda one: one.id))
def test_what_all_recipients_are_assigned_is_what_the_gifts_cost(some: list[Gift]) -> None:
    assigned = sum((add_up(person, None, some).assigned_total for person in range(1, 6)), Decimal(0))

    assert assigned == sum((one.total for one in some if one.counts and one.recipients), Decimal(0))


@given(gifts(), people)
def test_what_is_bought_is_a_part_of_what_is_assigned(one: Gift, person: int) -> None:
    result = add_up(person, None, [one])

    assert result.bought_count <= result.assigned_count
    assert 0 <= result.purchased_total + result.to_purchase_total <= one.total
