import pytest

from domain.refusals import BadCurrency, BadLanguage, BadTimezone
from services.locales import known_currency, known_locale, known_zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Zürich", "Europe/Zurich"),
        ("istanbul", "Europe/Istanbul"),
        ("singapore", "Asia/Singapore"),
        ("utc", "UTC"),
    ],
)
def test_a_time_zone_is_found_by_its_name_or_its_city(text: str, zone: str) -> None:
    assert known_zone(text) == zone


@pytest.mark.parametrize("text", ["", "moon", "Europe/Atlantis", "Factory"])
def test_an_unknown_time_zone_is_refused(text: str) -> None:
    with pytest.raises(BadTimezone):
        known_zone(text)


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("de", "de_DE"),
        ("en-GB", "en_GB"),
        ("EN", "en_US"),
        ("pt-br", "pt_BR"),
        ("zh", "zh_Hans_CN"),
        ("no", "nb_NO"),
        ("de_CH", "de_CH"),
    ],
)
def test_a_language_is_found_with_its_country(text: str, locale: str) -> None:
    assert known_locale(text) == locale


@pytest.mark.parametrize("text", ["", "xx", "klingon", "de_US", "../en"])
def test_an_unknown_language_is_refused(text: str) -> None:
    with pytest.raises(BadLanguage):
        known_locale(text)


@pytest.mark.parametrize(("text", "code"), [("usd", "USD"), ("EUR ", "EUR"), ("€", "EUR"), ("$", "USD"), ("zł", "PLN")])
def test_a_currency_is_found_by_its_code_or_its_sign(text: str, code: str) -> None:
    assert known_currency(text) == code


@pytest.mark.parametrize("text", ["", "DEM", "XTS", "XAU", "bitcoin"])
def test_a_currency_that_nobody_pays_with_is_refused(text: str) -> None:
    with pytest.raises(BadCurrency):
        known_currency(text)
