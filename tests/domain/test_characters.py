import pytest

from domain.characters import plain_digits, utf16_units, without_invisible


@pytest.mark.parametrize(
    ("typed", "meant"), [("١٢٣", "123"), ("１２", "12"), ("१.५", "1.5"), ("10²", "10²"), ("五", "五")]
)
def test_digits_of_any_script_become_plain_but_exponents_and_words_do_not(typed: str, meant: str) -> None:
    assert plain_digits(typed) == meant


def test_invisible_characters_leave() -> None:
    assert without_invisible("\u2068M\u200bom\u2069\ufeff") == "Mom"


@pytest.mark.parametrize(
    ("text", "units"), [("", 0), ("mom", 3), ("é", 1), ("🎁", 2), ("👨\u200d👩\u200d👧\u200d👦", 11)]
)
def test_text_is_measured_as_telegram_measures_it(text: str, units: int) -> None:
    assert utf16_units(text) == units
