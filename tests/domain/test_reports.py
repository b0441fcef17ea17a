from collections.abc import Mapping
from dataclasses import astuple
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.periods import Period, containing
from domain.reports import Ledger, Lump, report, shares, trend

NOVEMBER = containing(date(2026, 11, 1), "month")
AMOUNTS = st.decimals(Decimal("0.01"), Decimal(9_999_999), places=2)
DAYS = st.dates(date(2019, 1, 1), date(2029, 12, 31))
ONE = timedelta(days=1)


def key(number: int) -> UUID:
    """A category, or an account."""
    return UUID(int=number)


def lump(amount: str, category: int = 1, person: int | None = None, currency: str = "USD") -> Lump:
    """What somebody spent, all of it until today."""
    return Lump(key(category), person, key(99), currency, Decimal(amount), 1, Decimal(amount))


def ledger(*lumps: Lump, before: Mapping[UUID, Decimal] | None = None) -> Ledger:
    """What a report of one day's lumps is made of."""
    total = sum((one.amount for one in lumps if one.currency == "USD"), Decimal(0))
    return Ledger(lumps, {date(2026, 11, 1): total} if total else {}, before or {}, {})


@given(st.lists(AMOUNTS, min_size=1, max_size=30))
def test_shares_are_true_to_a_percent_and_add_up_to_a_hundred(amounts: list[Decimal]) -> None:
    total = sum(amounts, Decimal(0))

    found = shares(amounts, total)

    assert sum(found) == 100
    assert all(abs(share - amount * 100 / total) < 1 for share, amount in zip(found, amounts, strict=True))


@given(DAYS, st.sampled_from([1, 2, 7, 30, 45, 46, 90, 200, 201, 366, 1000, 3700, 3701, 4018]), st.data())
def test_a_trend_has_every_step_and_every_cent(since: date, length: int, data: st.DataObject) -> None:
    period = Period(since, since + (length - 1) * ONE)
    days = data.draw(st.dictionaries(st.dates(period.since, period.until), AMOUNTS, min_size=1, max_size=20))

    points = trend(period, days, 6)

    spent = [sum((days[day] for day in days if day in point.period), Decimal(0)) for point in points]
    assert [point.amount for point in points] == spent
    assert sum(spent) == sum(days.values())
    assert all(one.period.until + ONE == other.period.since for one, other in pairwise(points))
    assert length > 3700 or (points[0].period.since, points[-1].period.until) == (period.since, period.until)
    assert len(points) <= 123


def test_of_all_the_years_there_are_only_those_with_money_in_them_are_told() -> None:
    days = {date(2024, 2, 29): Decimal(5), date(2026, 1, 1): Decimal(7)}

    points = trend(Period(date.min, date.max), days)

    assert [point.period.since.year for point in points] == [2024, 2025, 2026]
    assert [point.amount for point in points] == [Decimal(5), Decimal(0), Decimal(7)]


def test_what_is_equal_stands_in_an_order_that_never_changes() -> None:
    lumps = [lump("10", number) for number in (3, 1, 2)]

    orders = [
        [part.thing for part in report(NOVEMBER, NOVEMBER.until, "USD", ledger(*some)).categories]
        for some in (lumps, lumps[::-1])
    ]

    assert orders == [[key(1), key(2), key(3)]] * 2


def test_only_what_has_passed_is_compared() -> None:
    rent = Lump(key(1), None, key(99), "USD", Decimal(100), 2, Decimal(40))

    found = report(NOVEMBER, date(2026, 11, 10), "USD", ledger(rent, before={key(1): Decimal(50), key(2): Decimal(30)}))

    assert astuple(found.total) == (100, 2, 40, 80)
    assert [part.sum.change for part in found.categories] == [-20, -100]
    assert found.compared == Period(date(2026, 10, 1), date(2026, 10, 10))
    assert found.a_day == 4


def test_another_currency_stands_by_itself() -> None:
    found = report(NOVEMBER, NOVEMBER.until, "USD", ledger(lump("10"), lump("7", currency="EUR"), lump("3", person=5)))

    assert found.total.amount == 13
    assert found.others == {"EUR": 7}
    assert [(part.thing, part.share) for part in found.members] == [(key(99), 77), (5, 23)]
    assert [part.sum.amount for part in found.members] == [Decimal(10), Decimal(3)]
