import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import checked_name, name_key, split_words
from domain.refusals import BadName


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mom", "mOM"),
        ("José", "jose"),
        ("Łukasz Søren", "lukasz soren"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("“Grandma  Rose”", "grandma rose"),
        ("„Oma“", "oma"),
        ("«Мама»", "МАМА"),
        ("Mother’s Day", "mother's day"),
        ("❤️", "❤"),
        ("مُحَمَّد", "محمد"),
        ("Ｍｏｍ", "mom"),
        ("Mary\u00a0Ann", "mary ann"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("がく", "かく"), ("कि", "का"), ("mom", "mum"), ("room 1", "room 2"), ("👩", "👨")]
)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    key = name_key(text)

    assert name_key(key) == key


@given(st.text(min_size=1))
def test_no_name_loses_its_key(text: str) -> None:
    try:
        name = checked_name(text)
    except BadName:
        return

    assert name_key(name)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Mom ", "Mom"),
        ('"Grandma Rose"', "Grandma Rose"),
        ("„Oma Ilse“", "Oma Ilse"),
        ("James'", "James'"),
        ('<b>&"', '<b>&"'),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("❤️", "❤️"),
        ("אמא", "אמא"),
        ("\u2068Mom\u2069", "Mom"),
        ("x" * 100, "x" * 100),
    ],
)
def test_a_name_is_shown_as_typed_without_what_surrounds_it(typed: str, shown: str) -> None:
    assert checked_name(typed) == shown


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ('""', "empty"),
        ("x" * 101, "long"),
        ("Mom\nDad", "control"),
        ("Mom\x07", "control"),
        ("Mom\u202eDad", "control"),
        ("\u200b\u200d", "control"),
        ("\u3164", "control"),
    ],
)
def test_a_name_that_cannot_be_shown_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(BadName) as refusal:
        checked_name(typed)

    assert (refusal.value.text, refusal.value.reason) == (typed, reason)


@pytest.mark.parametrize(
    ("message", "texts"),
    [
        ("mom christmas 100", ["mom", "christmas", "100"]),
        ("mom\nchristmas\t 100 ", ["mom", "christmas", "100"]),
        ('"big bowl" 100', ["big bowl", "100"]),
        ("“big bowl” „tea pot“ «grand mère» ‘x y’ 'a b'", ["big bowl", "tea pot", "grand mère", "x y", "a b"]),
        ('“big bowl" 100', ["big bowl", "100"]),
        ("mom's dad’s", ["mom's", "dad’s"]),
        ('5" frame 6" frame', ['5"', "frame", '6"', "frame"]),
        ('"mom christmas', ['"mom', "christmas"]),
        ('"" 5', ["", "5"]),
        ('"say "hi" now" x', ['say "hi', 'now"', "x"]),
        ("", []),
    ],
)
def test_a_message_falls_into_words_and_quotes_group_them(message: str, texts: list[str]) -> None:
    assert [word.text for word in split_words(message)] == texts


def test_words_know_whether_they_were_quoted() -> None:
    words = split_words('mom "big bowl"')

    assert [word.quoted for word in words] == [False, True]


def test_words_know_where_they_begin_as_telegram_counts() -> None:
    words = split_words('🎁 Anna "big 🥣" Zoë')

    assert [(word.text, word.offset) for word in words] == [("🎁", 0), ("Anna", 3), ("big 🥣", 8), ("Zoë", 17)]


@given(st.lists(st.from_regex(r"[a-z0-9é🎁]+", fullmatch=True)))
def test_unquoted_words_come_back_as_they_were(texts: list[str]) -> None:
    words = split_words(" ".join(texts))

    assert [word.text for word in words] == texts


@given(st.text(alphabet='ab "“”„‘’«»🎁\n'))
def test_every_offset_points_at_its_word(text: str) -> None:
    units = text.encode("utf-16-le")

    for word in split_words(text):
        rest = units[word.offset * 2 :].decode("utf-16-le")
        assert (rest[1:] if word.quoted else rest).startswith(word.text)
