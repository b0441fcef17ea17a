import pytest

from domain.names import name_key, split_words
from services.names import NameMatch, match_name, near_names

PEOPLE = ("Mom", "Grandma", "Grandma Rose", "Al", "Christmas", "Constantine", "Room 1", "Мама", "Tom", "Tim")


@pytest.fixture
def known() -> dict[str, str]:
    return {name_key(name): name for name in PEOPLE}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("mom christmas 100", NameMatch("Mom", 1)),
        ("MÓM", NameMatch("Mom", 1)),
        ("grandma rose christmas", NameMatch("Grandma Rose", 2)),
        ("grandma christmas", NameMatch("Grandma", 1)),
        ('"grandma rose" 100', NameMatch("Grandma Rose", 1)),
        ('"grandma" rose', NameMatch("Grandma", 1)),
        ('grandma "rose"', NameMatch("Grandma", 1)),
        ('"grandma christmas"', None),
        ("мама", NameMatch("Мама", 1)),
        ("uncle mom", None),
        ("", None),
    ],
)
def test_the_longest_known_name_at_the_beginning_is_found(
    message: str, expected: NameMatch[str] | None, known: dict[str, str]
) -> None:
    assert match_name(split_words(message), known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mum", ("Mom",)),
        ("chrismas", ("Christmas",)),
        ("chrsitmas", ("Christmas",)),
        ("constantin", ("Constantine",)),
        ("konstantin", ("Constantine",)),
        ("mom's", ("Mom",)),
        ("moms", ("Mom",)),
        ("tam", ("Tim", "Tom")),
        ("mom", ()),
        ("room 2", ()),
        ("rooom 1", ("Room 1",)),
        ("ab", ()),
        ("ali", ("Al",)),
        ("grandpa rose", ("Grandma Rose",)),
        ("anna", ()),
        ("👶", ()),
    ],
)
def test_names_a_letter_off_are_found_and_others_are_not(
    text: str, expected: tuple[str, ...], known: dict[str, str]
) -> None:
    assert near_names(text, known) == expected


def test_a_thing_with_several_near_names_is_answered_once() -> None:
    known = {"mom": "Mom", "mam": "Mom", "max": "Max"}

    assert near_names("mum", known) == ("Mom",)


def test_at_most_three_are_answered() -> None:
    known = {name: name for name in ("bat", "cat", "hat", "mat", "rat")}

    assert near_names("sat", known) == ("bat", "cat", "hat")
