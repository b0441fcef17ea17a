from decimal import Decimal

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from domain.money import MAX_AMOUNT, decimals_of
from domain.refusals import AmountTooLarge, NegativeAmount, NotAnAmount, TooManyDecimals, WrongCurrency
from services.amounts import AmountRead, is_year, money_format, take_amount

LOCALES = (
    "en_US en_GB en_IN en_ZA en_CA fr_CA de_DE de_AT de_CH it_CH fr_FR fr_CH es_ES es_MX it_IT pt_BR pt_PT nl_NL sv_SE "
    "nb_NO da_DK fi_FI pl_PL cs_CZ hu_HU ro_RO bg_BG el_GR ru_RU uk_UA tr_TR he_IL ar_EG ar_AE fa_IR hi_IN bn_BD mr_IN "
    "ja_JP zh_Hans_CN ko_KR th_TH vi_VN"
)
CURRENCIES = "USD EUR GBP JPY CHF SEK PLN INR CAD BRL KWD XOF AED HUF"

locales = st.sampled_from(LOCALES.split())
currencies = st.sampled_from(CURRENCIES.split())
amounts = st.integers(0, int(MAX_AMOUNT) * 100).map(lambda cents: Decimal(cents) / 100)


def read(text: str, locale: str = "en_US", currency: str = "USD") -> AmountRead | None:
    return take_amount(text.split(" ") if text else [], locale, currency)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100", "100"),
        ("100.50", "100.50"),
        ("100,50", "100.50"),
        ("100.5", "100.50"),
        (".50", "0.50"),
        ("$100", "100"),
        ("$ 100", "100"),
        ("100$", "100"),
        ("US$100", "100"),
        ("USD 100", "100"),
        ("usd100", "100"),
        ("100 Usd", "100"),
        ("$100 USD", "100"),
        ("100 dollars", "100"),
        ("1 200", "1200"),
        ("1\u00a0200", "1200"),
        ("1\u202f200.50", "1200.50"),
        ("1 200 300", "1200300"),
        ("1 200.50 USD", "1200.50"),
        ("1,200.50", "1200.50"),
        ("1.200,50", "1200.50"),
        ("1,234", "1234"),
        ("1.234.567", "1234567"),
        ("1’234.50", "1234.50"),
        ("100.-", "100"),
        ("0", "0"),
        ("007", "7"),
        ("١٢٫٥", "12.50"),
        ("١٬٢٣٤", "1234"),
        ("１２３", "123"),
        ("99999999.99", "99999999.99"),
    ],
)
def test_an_american_family_is_understood(text: str, value: str) -> None:
    assert read(text) == AmountRead(Decimal(value), len(text.split(" ")))


@pytest.mark.parametrize(
    ("text", "locale", "currency", "value"),
    [
        ("1.234", "de_DE", "EUR", "1234"),
        ("100 €", "de_DE", "EUR", "100"),
        ("€100", "de_DE", "EUR", "100"),
        ("EUR 100", "de_DE", "EUR", "100"),
        ("100 Euro", "de_DE", "EUR", "100"),
        ("1’234.50", "de_CH", "CHF", "1234.50"),
        ("100 Fr.", "de_CH", "CHF", "100"),
        ("1,23,456.7", "en_IN", "INR", "123456.70"),
        ("₹12,345", "en_IN", "INR", "12345"),
        ("1 234,50 €", "fr_FR", "EUR", "1234.50"),
        ("100 kr", "sv_SE", "SEK", "100"),
        ("100 zł", "pl_PL", "PLN", "100"),
        ("$100", "en_CA", "CAD", "100"),
        ("CA$ 100", "en_CA", "CAD", "100"),
        ("CAD $100", "en_CA", "CAD", "100"),
        ("$5", "es_MX", "MXN", "5"),
        ("¥100", "ja_JP", "JPY", "100"),
        ("100.00", "ja_JP", "JPY", "100"),
        ("¥5", "zh_Hans_CN", "CNY", "5"),
        ("R$ 1.234,50", "pt_BR", "BRL", "1234.50"),
        ("1,234", "en_US", "KWD", "1234"),
        ("1.230", "en_US", "KWD", "1.23"),
    ],
)
def test_every_family_writes_as_at_home(text: str, locale: str, currency: str, value: str) -> None:
    assert read(text, locale, currency) == AmountRead(Decimal(value), len(text.split(" ")))


@pytest.mark.parametrize(
    ("text", "locale", "currency", "thousands", "decimal"),
    [
        ("1.234", "en_US", "USD", "1234", "1.23"),
        ("12.345", "en_US", "USD", "12345", "12.35"),
        ("$1.234", "en_US", "USD", "1234", "1.23"),
        ("1,234", "de_DE", "EUR", "1234", "1.23"),
        ("1.234", "de_CH", "CHF", "1234", "1.23"),
        ("1,234", "de_CH", "CHF", "1234", "1.23"),
        ("1.234", "fr_FR", "EUR", "1234", "1.23"),
        ("123,456", "en_IN", "INR", "123456", "123.46"),
        ("1.234", "ja_JP", "JPY", "1234", "1"),
    ],
)
def test_one_mark_before_three_digits_has_two_meanings(
    text: str, locale: str, currency: str, thousands: str, decimal: str
) -> None:
    assert read(text, locale, currency) == AmountRead(Decimal(thousands), 1, Decimal(decimal))


@pytest.mark.parametrize(
    ("text", "value", "used"),
    [
        ("100 for the kids", "100", 1),
        ("100 eur", "100", 1),
        ("100 eurovision tickets", "100", 1),
        ("100 20", "100", 1),
        ("1 200 300 socks", "1200300", 3),
        ("1 200 3000", "1200", 2),
        ("$ 1 200 note", "1200", 3),
        ("100 - for socks", "100", 1),
    ],
)
def test_the_longest_amount_is_taken_and_the_rest_left(text: str, value: str, used: int) -> None:
    assert read(text) == AmountRead(Decimal(value), used)


def test_words_kept_together_by_quotes_are_no_amount() -> None:
    found = [take_amount(words, "en_US", "USD") for words in (["100 socks"], ["1", "200 x"], ["1 200", "$"])]

    assert found == [None, AmountRead(Decimal(1), 1), AmountRead(Decimal(1200), 2)]


@pytest.mark.parametrize("text", ["none", "OFF", "-", "--", "–", "—", "−", "none of it"])
def test_none_clears(text: str) -> None:
    assert read(text) == AmountRead(None, 1)


@pytest.mark.parametrize(
    "text", ["", "christmas", "4th of july", "21st", "top10", "A4", "kr 100", "$tuff", "eur 100", "100th", "(5)", "no"]
)
def test_other_words_are_not_mistaken_for_amounts(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "12..5",
        "1,2,3",
        "$",
        "€ x",
        "10e5",
        "١٢x",
        "1,23,456",
        "100%",
        "100-200",
        "100.",
        "½",
        "+5",
        "'5",
        "100€20",
        "- 5x",
    ],
)
def test_what_only_tries_to_be_an_amount_is_refused(text: str) -> None:
    with pytest.raises(NotAnAmount):
        read(text)


@pytest.mark.parametrize("text", ["-5", "−5", "-$5", "$-5", "- 5", "-5 USD", "–1 200", "-0"])
def test_an_amount_below_zero_is_refused(text: str) -> None:
    with pytest.raises(NegativeAmount) as refusal:
        read(text)

    assert refusal.value.text == text


@pytest.mark.parametrize(
    ("text", "locale", "currency", "decimals"),
    [
        ("1234.567", "en_US", "USD", 2),
        ("0.125", "en_US", "USD", 2),
        ("1,234.567", "en_US", "USD", 2),
        ("1234.500", "en_US", "USD", 2),
        ("100.50", "ja_JP", "JPY", 0),
        ("1.234", "en_US", "KWD", 2),
        ("1.234,5678", "de_DE", "EUR", 2),
    ],
)
def test_more_decimals_than_the_currency_has_are_refused(text: str, locale: str, currency: str, decimals: int) -> None:
    with pytest.raises(TooManyDecimals) as refusal:
        read(text, locale, currency)

    assert (refusal.value.currency, refusal.value.decimals) == (currency, decimals)


@pytest.mark.parametrize("text", ["100000000", "99,999,999,999", "1" * 4000, "100 000 000.00 USD"])
def test_an_amount_above_what_a_budget_holds_is_refused(text: str) -> None:
    with pytest.raises(AmountTooLarge) as refusal:
        read(text)

    assert refusal.value.limit == MAX_AMOUNT


@pytest.mark.parametrize(
    ("text", "locale", "currency", "said"),
    [
        ("100 €", "en_US", "USD", "EUR"),
        ("€100", "en_US", "USD", "EUR"),
        ("EUR 100", "en_US", "USD", "EUR"),
        ("100 EUR", "en_US", "USD", "EUR"),
        ("100eur", "en_US", "USD", "EUR"),
        ("CA$ 100", "en_US", "USD", "CAD"),
        ("$100 CAD", "en_US", "USD", "CAD"),
        ("$100", "de_DE", "EUR", "USD"),
        ("US$100", "en_CA", "CAD", "USD"),
        ("100 zł", "en_US", "USD", "PLN"),
        ("100kr", "en_US", "USD", "SEK"),
        ("¥100", "en_US", "USD", "JPY"),
    ],
)
def test_another_currency_is_refused_and_both_are_named(text: str, locale: str, currency: str, said: str) -> None:
    with pytest.raises(WrongCurrency) as refusal:
        read(text, locale, currency)

    assert (refusal.value.said, refusal.value.expected) == (said, currency)


@given(locales, currencies, amounts)
def test_what_is_written_is_read_back(locale: str, currency: str, amount: Decimal) -> None:
    money = money_format(locale, currency)
    exact = amount // 1 if decimals_of(currency) == 0 else amount
    words = money.text(exact).split()

    assert take_amount(words, locale, currency) == AmountRead(exact, len(words))


@given(locales, currencies.filter(lambda code: code != "KWD"), amounts, st.sampled_from([1, -1]))
def test_amounts_are_written_as_the_locale_writes_them(locale: str, currency: str, amount: Decimal, sign: int) -> None:
    exact = round(amount * sign, decimals_of(currency)) + 0

    assert money_format(locale, currency).text(exact) == format_currency(exact, currency, locale=locale)


@pytest.mark.parametrize(
    ("locale", "currency", "amount", "text"),
    [
        ("en_US", "USD", "1234.5", "$1,234.50"),
        ("en_US", "USD", "-5", "-$5.00"),
        ("en_US", "USD", "-0.00", "$0.00"),
        ("de_DE", "EUR", "1234.5", "1.234,50\u00a0€"),
        ("en_US", "JPY", "100", "¥100"),
        ("en_IN", "INR", "1234567", "₹12,34,567.00"),
        ("en_US", "KWD", "1.5", "KWD1.50"),
    ],
)
def test_amounts_have_their_familiar_look(locale: str, currency: str, amount: str, text: str) -> None:
    assert money_format(locale, currency).text(Decimal(amount)) == text


@given(st.lists(st.text(max_size=12), max_size=5), locales, currencies)
def test_no_words_bring_it_down(words: list[str], locale: str, currency: str) -> None:
    try:
        found = take_amount(words, locale, currency)
    except (NotAnAmount, NegativeAmount, TooManyDecimals, AmountTooLarge, WrongCurrency):
        return

    assert found is None or 1 <= found.used <= len(words)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("2025", True), ("2099", True), ("1999", False), ("2100", False), ("20255", False), ("٢٠٢٥", False)],
)
def test_a_bare_year_is_recognised(word: str, *, expected: bool) -> None:
    assert is_year(word) == expected
