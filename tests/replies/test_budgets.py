from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.budgets import Side, Standing
from domain.families import Family
from domain.occasions import NewOccasion, Occasion
from domain.people import Person
from replies.budgets import card, everybody, no_budget, was_set
from replies.money import CELLS, bar, money
from services.budgets import BudgetView, OccasionView

TODAY = date(2026, 11, 20)
FAMILY = Family(1, "Our family", "USD", "en_US", "UTC", {})
MOM = Person(1, "Mom", "mom", [], "unknown", None)
CHRISTMAS = Occasion(1, 1, "Christmas", "christmas", "holiday", date(2026, 12, 25), is_active=True)
PHONE = 40
"""How many characters of a line a phone shows at once."""

amounts = st.decimals("0", "99999999.99", places=2)
budgets = st.none() | amounts
standings = st.builds(Standing, budgets, amounts, amounts)


def standing(budget: str | None, spent: str = "0", planned: str = "0") -> Standing:
    """How the money stands, in figures."""
    return Standing(None if budget is None else Decimal(budget), Decimal(spent), Decimal(planned))


def shown(
    view: Standing, locale: str = "en_US", currency: str = "USD", side: Side = "recipient", notes: str | None = None
) -> str:
    """A card as the family reads it."""
    family = Family(1, "Our family", currency, locale, "UTC", {})
    return str(card(BudgetView(MOM, CHRISTMAS, side, view, currency, notes), family, TODAY).text.striptags())


def lines_of(view: Standing, locale: str = "en_US", currency: str = "USD") -> list[str]:
    """The lines of a card below its head."""
    family = Family(1, "Our family", currency, locale, "UTC", {})
    return str(card(BudgetView(MOM, CHRISTMAS, "recipient", view, currency), family, TODAY).text).splitlines()[1:]


def test_the_card_is_understood_at_one_look() -> None:
    text = card(BudgetView(MOM, CHRISTMAS, "recipient", standing("100", "64", "20"), "USD"), FAMILY, TODAY).text

    assert text == (
        "🎁 <b>Mom</b> · Christmas 2026 (in 35 days)\n"
        "▓▓▓▓▓▓▓▓░░ 84 %\n"
        "Spent $64.00 · planned $20.00 · left $16.00 of $100.00"
    )


@pytest.mark.parametrize(
    ("view", "lines"),
    [
        (standing("100"), ["░░░░░░░░░░ 0 %", "Spent $0.00 · planned $0.00 · left $100.00 of $100.00"]),
        (standing("100", "0.01"), ["▓░░░░░░░░░ 0 %", "Spent $0.01 · planned $0.00 · left $99.99 of $100.00"]),
        (standing("100", "99.99"), ["▓▓▓▓▓▓▓▓▓░ 99 %", "Spent $99.99 · planned $0.00 · left $0.01 of $100.00"]),
        (standing("100", "60", "40"), ["▓▓▓▓▓▓▓▓▓▓ 100 %", "Spent $60.00 · planned $40.00 · $100.00 fully used"]),
        (standing("100", "100.01"), ["▓▓▓▓▓▓▓▓▓▓ 101 %", "Spent $100.01 · planned $0.00 · ⚠️ $0.01 over $100.00"]),
        (standing("100", "250"), ["▓▓▓▓▓▓▓▓▓▓ 250 %", "Spent $250.00 · planned $0.00 · ⚠️ $150.00 over $100.00"]),
        (standing("0"), ["Spent $0.00 · planned $0.00 · nothing may be spent"]),
        (standing("0", "0.01"), ["Spent $0.01 · planned $0.00 · ⚠️ $0.01 over $0.00"]),
        (standing(None), ["Spent $0.00 · planned $0.00 · no limit"]),
        (standing(None, "64", "20"), ["Spent $64.00 · planned $20.00 · no limit"]),
    ],
    ids=["unused", "a cent", "almost", "exact", "a cent over", "over", "nothing", "over nothing", "none", "none, used"],
)
def test_the_figures_of_every_case_are_told(view: Standing, lines: list[str]) -> None:
    assert lines_of(view) == lines


@pytest.mark.parametrize(
    ("locale", "currency", "figures"),
    [
        ("de_DE", "EUR", "Spent 64,00 € · planned 20,00 € · left 1.150,50 € of 1.234,50 €"),
        ("fr_FR", "EUR", "Spent 64,00 € · planned 20,00 € · left 1 150,50 € of 1 234,50 €"),
        ("en_IN", "INR", "Spent ₹64.00 · planned ₹20.00 · left ₹1,150.50 of ₹1,234.50"),
        ("de_CH", "CHF", "Spent CHF 64.00 · planned CHF 20.00 · left CHF 1’150.50 of CHF 1’234.50"),
        ("ja_JP", "JPY", "Spent ￥64 · planned ￥20 · left ￥1,151 of ￥1,235"),
    ],
)
def test_amounts_are_written_as_the_familys_locale_does(locale: str, currency: str, figures: str) -> None:
    line = lines_of(standing("1234.50", "64", "20"), locale, currency)[1]

    assert line.replace("\xa0", " ").replace("\u202f", " ") == figures


def test_the_purchasers_card_says_that_they_buy() -> None:
    assert shown(standing("100"), side="purchaser").startswith("🛍 Mom buys · Christmas 2026 (in 35 days)")


def test_names_and_notes_are_escaped() -> None:
    odd = "<b>&\"'</b>"
    someone = Person(1, odd, "odd", [], "unknown", None)
    occasion = Occasion(1, None, odd, "odd", "other", None, is_active=True)

    text = was_set(
        BudgetView(someone, occasion, "recipient", standing("1"), "USD", odd, new_person=True, new_occasion=True),
        FAMILY,
        TODAY,
    ).text

    escaped = "&lt;b&gt;&amp;&#34;&#39;&lt;/b&gt;"
    assert text.splitlines()[0] == f"🎁 <b>{escaped}</b> · {escaped}"
    assert text.splitlines()[3:] == [f"📝 {escaped}", f"✨ New: {escaped} and {escaped}"]


def test_the_suggested_command_names_the_year_where_the_name_alone_would_mean_another() -> None:
    past, next_one = (NewOccasion("Christmas", "holiday", date(year, 12, 25)) for year in (2025, 2026))

    assert "/budget mom christmas 2025 100" in no_budget(MOM, past, "recipient", TODAY).text
    assert "/budget by mom christmas 100" in no_budget(MOM, next_one, "purchaser", TODAY).text


def test_everybodys_bars_add_up_to_the_total_against_the_ceiling() -> None:
    ben = Person(2, "Ben", "ben", [], "unknown", None)
    views = [
        BudgetView(ben, CHRISTMAS, "recipient", standing("50", "60"), "USD"),
        BudgetView(MOM, CHRISTMAS, "recipient", standing(None, "30"), "USD"),
    ]
    total = OccasionView(CHRISTMAS, views, Decimal(90), {"USD": standing("50", "90")})

    text = everybody(total, FAMILY, TODAY).text

    assert text == (
        "🎁 <b>Christmas 2026</b> (in 35 days)\n"
        "<b>Ben</b> $60.00 of $50.00 ⚠️\n▓▓▓▓▓▓▓▓▓▓ 120 %\n"
        "<b>Mom</b> $30.00, no limit\n"
        "—\n"
        "Budgets together $50.00\n"
        "Ceiling: $90.00 of $90.00\n▓▓▓▓▓▓▓▓▓▓ 100 %"
    )


@given(standings)
def test_a_bar_has_ten_cells_and_tells_the_truth(view: Standing) -> None:
    drawn = bar(view)

    if not view.budget:
        assert drawn is None
        return
    assert drawn is not None
    cells, _, percent = drawn.removesuffix(" %").partition(" ")
    full = cells.count("▓")
    assert full + cells.count("░") == len(cells) == CELLS
    assert (full == 0) == (view.committed == 0)
    assert (full == CELLS) == (view.committed >= view.budget)
    assert (int(percent) > 100) == view.over
    assert (int(percent) >= 100) == (view.committed >= view.budget)


@given(standings, st.sampled_from([("en_US", "USD"), ("de_DE", "EUR"), ("ja_JP", "JPY"), ("ar_EG", "EGP")]))
def test_a_card_is_never_too_long_and_its_bar_fits_a_phone(view: Standing, place: tuple[str, str]) -> None:
    lines = lines_of(view, *place)

    assert all(len(line) <= PHONE for line in lines[:-1])
    assert len("\n".join(lines)) <= 4096


@given(st.decimals("-99999999.99", "99999999.99", places=2))
def test_money_is_written_exactly(amount: Decimal) -> None:
    written = money(amount, "en_US", "USD")

    assert Decimal(written.replace("$", "").replace(",", "")) == amount
