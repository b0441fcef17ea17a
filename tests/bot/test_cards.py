"""A card asked for twice in a group: the one that stands is brought up to date, and pointed at."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from markupsafe import Markup

from handlers.registry import COMMANDS, PRESSES, command, press
from handlers.request import Request
from replies.reply import Button, Reply
from repositories.unit_of_work import UnitOfWork
from tests.chat import Chat, Town

POINTER = "⬆️ Updated"


@dataclass
class Board:
    """What the command of these tests answers."""

    text: str = "one"
    card: str = "board"
    picture: str | None = None
    anew: bool = False

    def reply(self) -> Reply:
        buttons = ((Button("Turn", "turn"),),)
        text, caption = Markup("{}").format(self.text), Markup("caption")
        return Reply(text, buttons, picture=self.picture, caption=caption, card=self.card, anew=self.anew)


@pytest.fixture
def board() -> Iterator[Board]:
    """A command that shows a card."""
    board = Board()

    @command("board", "", "Show the board", example="/board")
    async def show(request: Request, _: UnitOfWork) -> Reply:
        if request.said.photo:
            board.picture = request.said.photo
        return board.reply()

    press("turn", "Turn", "Turn the board")(show)
    yield board
    del COMMANDS["board"], PRESSES["turn"]


def post_photos(chat: Chat, *ids: str) -> None:
    """Let Ann post pictures without a word."""
    for each in ids:
        chat.town.telegram.say_photo(chat.town.person("Ann"), chat.id, file_id=each)


def pointed_at(chat: Chat) -> str:
    """Read what the bot's latest message replies to."""
    original = chat.town.telegram.messages(chat.id)[-1]["reply_to_message"]
    return str(original.get("text") or original.get("caption"))


async def test_a_card_out_of_date_is_brought_up_to_date_and_pointed_at(chat: Chat, board: Board) -> None:
    await chat.says("/board")
    board.text = "two"

    answer = await chat.says("/board", by="Ben")

    assert (answer, chat.heard[1:]) == (f"two\n\n{POINTER}", ["two", POINTER])
    assert pointed_at(chat) == "two"


async def test_what_a_card_says_now_is_what_counts(chat: Chat, board: Board) -> None:
    for text in ("one", "two", "one"):
        board.text = text
        await chat.says("/board")

    assert await chat.says("/board") == "one"
    assert chat.heard[1:] == ["one", POINTER, POINTER, "one"]


async def test_another_picture_is_put_in_the_place_of_the_old_one(chat: Chat, board: Board) -> None:
    post_photos(chat, "mom", "dad")
    board.picture = "mom"
    await chat.says("/board")
    board.picture = "dad"

    answer = await chat.says("/board")

    assert (answer, chat.pictures) == (POINTER, ["dad"])
    assert chat.heard[1:] == ["one", POINTER]


@pytest.mark.usefixtures("board")
async def test_a_card_that_says_the_same_is_shown_again(words: Chat) -> None:
    await words.says("/board")

    assert await words.says("/board") == "one"
    assert words.heard[1:] == ["one", "one"]


async def test_the_latest_of_several_cards_is_brought_up_to_date(words: Chat, board: Board) -> None:
    await words.says("/board")
    await words.says("/board")
    board.text = "two"

    await words.says("/board")

    assert words.heard[1:] == ["one", "two", POINTER]


async def test_in_private_a_card_is_always_a_new_one(words: Chat, board: Board) -> None:
    await words.says("/start")
    ann = words.town.private("Ann")
    await ann.says("/board")
    board.text = "two"

    assert await ann.says("/board") == "two"
    assert ann.heard == ["one", "two"]


@pytest.mark.parametrize(("minutes", "expected"), [(14, ["two", POINTER]), (15, ["one", "two"])])
async def test_after_a_quarter_of_an_hour_a_card_is_left_as_it_is(
    words: Chat, board: Board, minutes: int, expected: list[str]
) -> None:
    await words.says("/board")
    words.town.clock.move(minutes=minutes)
    board.text = "two"

    await words.says("/board")

    assert words.heard[1:] == expected


@pytest.mark.parametrize(("others", "expected"), [(9, POINTER), (10, "two")])
async def test_a_card_too_far_up_is_left_as_it_is(words: Chat, board: Board, others: int, expected: str) -> None:
    await words.says("/people")
    await words.says("/board")
    for _ in range(others):
        await words.says("/people")
    board.text = "two"

    await words.says("/board")

    assert words.heard[-1] == expected


async def test_another_card_is_no_reason_to_point_anywhere(words: Chat, board: Board) -> None:
    await words.says("/board")
    board.text, board.card = "two", "other"

    await words.says("/board")

    assert words.heard[1:] == ["one", "two"]


async def test_a_card_in_words_does_not_become_a_picture(words: Chat, board: Board) -> None:
    post_photos(words, "mom")
    await words.says("/board")
    board.text, board.picture = "two", "mom"

    await words.says("/board")

    assert (words.heard[1:], words.pictures) == (["one", "two"], ["mom"])


async def test_a_card_that_was_corrected_into_something_else_is_none_any_more(words: Chat, board: Board) -> None:
    await words.says("/board")
    await words.corrects("/board", "/people")
    board.text = "two"

    await words.says("/board")

    assert words.heard[1:][-1] == "two"
    assert POINTER not in words.heard


async def test_what_was_corrected_into_a_card_is_one(words: Chat, board: Board) -> None:
    await words.says("/people")
    await words.corrects("/people", "/board")
    board.text = "two"

    await words.says("/board")

    assert words.heard[1:] == ["two", POINTER]


async def test_a_card_turned_by_its_button_is_compared_as_it_is_now(words: Chat, board: Board) -> None:
    await words.says("/board")
    board.text = "two"
    await words.presses("Turn")

    await words.says("/board")

    assert words.heard[1:] == ["two", "two"]


async def test_a_correction_is_made_where_it_was_and_points_nowhere(words: Chat, board: Board) -> None:
    await words.says("/board")
    board.text = "two"

    await words.corrects("/board", "/board ")

    assert words.heard[1:] == ["two"]


async def test_the_pointer_gives_way_when_what_it_answered_is_corrected(words: Chat, board: Board) -> None:
    await words.says("/board")
    board.text = "two"
    await words.says("/board", by="Ben")
    said = [one for one in words.town.telegram.messages(words.id) if one.get("text") == "/board"][-1]

    words.town.telegram.edit(words.town.person("Ben"), words.id, said["message_id"], "/people")
    await words.town.settled()

    assert words.heard[1] == "two"
    assert words.heard[2].startswith("Nobody yet.")


async def test_a_card_of_several_messages_is_shown_again(words: Chat, board: Board) -> None:
    post_photos(words, "mom")
    board.picture, board.text = "mom", "x" * 1025
    await words.says("/board")
    board.text = "y" * 1025

    await words.says("/board")

    assert words.heard[1:] == ["caption", "x" * 1025, "caption", "y" * 1025]


async def test_words_too_long_to_stand_below_a_picture_follow_it(words: Chat, board: Board) -> None:
    post_photos(words, "mom")
    board.picture, board.text = "mom", "&" * 1024
    await words.says("/board")
    board.text = "y" * 1025 + "\n" + "z" * 4096

    await words.says("/board")

    assert words.heard[1:] == ["&" * 1024, "caption", "y" * 1025, "z" * 4096]
    assert words.pictures == ["mom", "mom"]
    assert words.buttons == ["Turn"]


async def test_in_answer_to_a_press_what_is_said_anew_comes_below(words: Chat, board: Board) -> None:
    await words.says("/board")
    board.text, board.anew = "two", True

    answer = await words.presses("Turn")

    assert (answer, words.heard[1:]) == ("two", ["one", "two"])


@pytest.mark.usefixtures("board")
async def test_a_command_below_a_picture_is_told_of_the_picture(words: Chat) -> None:
    answer = await words.captions("/board", file_id="scarf")

    assert (answer, words.pictures) == ("one", ["scarf"])


async def test_pictures_without_a_command_are_ignored(words: Chat, board: Board) -> None:
    await words.town.settled()
    before = words.heard

    answers = [await words.captions(text) for text in ("", "look at this!")]

    assert (answers, words.heard, board.picture) == (["", ""], before, None)


async def test_a_topic_has_cards_of_its_own(town: Town, board: Board) -> None:
    ann = town.person("Ann")
    forum = town.telegram.add_group("Forum", [ann], forum=True)
    town.telegram.add_bot(forum, by=ann)
    topics = [town.telegram.add_topic(forum, ann, name) for name in ("Gifts", "Food")]
    chat = Chat(town, forum, "Ann")
    await chat.says("/board", thread_id=topics[0])
    board.text = "two"

    answer = await chat.says("/board", thread_id=topics[1])

    assert answer == "two"


async def test_a_question_in_the_place_of_a_picture_is_answered_where_it_is_asked(words: Chat, board: Board) -> None:
    post_photos(words, "mom")
    board.picture = "mom"
    await words.says("/board")
    await words.corrects("/board", "/budget")

    answer = await words.answers("Mom")

    assert answer.startswith("✓ Mom\n\n🎁 Mom — for which occasion?")
