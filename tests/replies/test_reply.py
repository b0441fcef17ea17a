"""How an answer is divided into messages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from replies.reply import MAX_CAPTION, MAX_LENGTH, Reply, messages, shown

CAPTION = Markup("caption")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (Markup("<b>{}</b>").format("x" * MAX_CAPTION), 1),
        (Markup("{}").format("&" * MAX_CAPTION), 1),
        (Markup(" ") * MAX_CAPTION + Markup("x"), 2),
        (Markup("x") * MAX_LENGTH, 2),
    ],
)
def test_below_a_picture_stands_as_much_as_is_read(text: Markup, expected: int) -> None:
    assert len(messages(Reply(text, picture="id", caption=CAPTION))) == expected


def test_without_a_picture_no_caption_is_needed() -> None:
    text = Markup("x") * MAX_LENGTH

    assert messages(Reply(text, caption=CAPTION)) == [text]


@settings(max_examples=50)
@given(st.text())
def test_what_is_read_is_what_was_filled_in(text: str) -> None:
    assert shown(Markup("<a href='{0}'>{0}</a>").format(text)) == text


@settings(max_examples=50)
@given(st.lists(st.text(st.characters(exclude_characters="\n"), max_size=300), max_size=40))
def test_no_word_is_lost(lines: list[str]) -> None:
    text = Markup("\n").join(lines)

    parts = messages(Reply(text, picture="id", caption=CAPTION))

    assert Markup("\n").join(parts if len(parts) == 1 else parts[1:]) == text
