"""What Telegram makes of a text."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.localgram.texts import parse_html, sent_text, spoken_entities, utf16_length
from bot.localgram.wire import ApiError


def test_tags_become_entities_counted_in_utf16_units() -> None:
    plain, entities = parse_html('🎁 <b>Mom &amp; <i>Dad</i></b> <a href="https://example.org/?a=1&amp;b=2">here</a>')

    assert plain == "🎁 Mom & Dad here"
    assert entities == [
        {"type": "bold", "offset": 3, "length": 9},
        {"type": "italic", "offset": 9, "length": 3},
        {"type": "text_link", "offset": 13, "length": 4, "url": "https://example.org/?a=1&b=2"},
    ]


def test_a_link_to_a_person_is_a_mention() -> None:
    _, entities = parse_html('<a href="tg://user?id=7">Ann</a>')

    assert entities == [{"type": "text_mention", "offset": 0, "length": 3, "user": {"id": 7}}]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("é <x>", 'Unsupported start tag "x" at byte offset 3'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag, expected "</i>", found "</b>" at byte offset 7'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("Ann & Bob", 'Unescaped "&" at byte offset 4'),
        ("&nbsp;", 'Unescaped "&" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_markup_that_telegram_cannot_parse_is_refused(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)

    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@given(st.text())
def test_whatever_is_escaped_is_shown_as_typed(text: str) -> None:
    plain, entities = parse_html(f"<b>{html.escape(text)}</b>")

    assert plain == text
    assert [entity["length"] for entity in entities] == ([utf16_length(text)] if text else [])


def test_white_space_around_a_text_is_cut_and_its_entities_move() -> None:
    plain, entities = sent_text(" \n<b>x </b> ", "HTML", 10)

    assert plain == "x"
    assert entities == [{"type": "bold", "offset": 0, "length": 1}]


def test_the_limit_counts_what_is_left_after_parsing() -> None:
    assert sent_text("<b>" + "&lt;" * 4096 + "</b>", "HTML", 4096)[0] == "<" * 4096

    with pytest.raises(ApiError, match="message is too long"):
        sent_text("x" * 4097, "HTML", 4096)


def test_only_html_and_plain_text_are_spoken() -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        sent_text("*x*", "MarkdownV2", 4096)


def test_commands_and_mentions_are_found_in_what_people_write() -> None:
    entities = spoken_entities("🎁 /budget@nestegg_bot @mom_22 a/b me@home.org //x")

    assert entities == [
        {"type": "bot_command", "offset": 3, "length": 19},
        {"type": "mention", "offset": 23, "length": 7},
    ]
