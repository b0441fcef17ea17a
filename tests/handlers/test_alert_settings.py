"""What a chat hears unasked is chosen there, in words or by buttons."""

import pytest

from tests.chat import Chat, Town
from tests.databases import execute

EVERYTHING = """\
🔔 This chat hears every budget and limit at 80 %, fully used, and over; reminders of what comes near
🌙 No quiet hours
📰 No weekly digest
Other hours: /alerts quiet 22:00-07:30"""


async def test_unless_told_a_chat_hears_everything_at_once_and_no_digest(words: Chat) -> None:
    assert await words.says("/alerts") == EVERYTHING
    assert words.buttons == ["✓ All alerts", "Over only", "Off", "🌙 Quiet 22–7", "📰 Weekly digest"]


async def test_all_is_chosen_in_one_go_and_survives_a_restart(town: Town, chat: Chat) -> None:
    said = await chat.says("/alerts quiet 22:00-07:30 over digest")
    await town.restart()

    assert said == await chat.says("/alerts")
    assert said == (
        "🔔 This chat hears only budgets and limits that are over; reminders of what comes near\n"
        "🌙 Quiet from 22:00 to 7:30 (UTC): what comes then waits\n"
        "📰 Weekly digest: Mondays at 9:00\n"
        "Other hours: /alerts quiet 22:00-07:30"
    )
    assert chat.buttons == ["All alerts", "✓ Over only", "Off", "🌙 No quiet hours", "📰 No digest"]


async def test_buttons_change_it_in_place(words: Chat) -> None:
    await words.says("/alerts")

    assert "🔔 This chat hears no alerts, no reminders" in await words.presses("Off")
    assert "Quiet from 22:00 to 7:00" in await words.presses("Quiet 22–7", by="Ben")
    assert "📰 Weekly digest: Mondays" in await words.presses("Weekly digest")
    assert "only budgets and limits that are over" in await words.presses("Over only")
    assert "🌙 No quiet hours" in await words.presses("No quiet hours")
    assert "📰 No weekly digest" in await words.presses("No digest")
    assert await words.presses("All alerts") == EVERYTHING
    assert words.heard[1:] == [EVERYTHING]


async def test_what_is_chosen_is_taken_back_by_its_opposite(words: Chat) -> None:
    await words.says("/alerts off quiet 22 - 7 digest")

    await words.says("/alerts all quiet off digest off")

    assert await words.says("/alerts") == EVERYTHING


async def test_everybody_chooses_for_themselves_in_private(words: Chat) -> None:
    await words.says("/people")
    ann = words.town.private("Ann")

    assert (await ann.says("/alerts off")).startswith("🔔 You hear no alerts, no reminders\n")
    assert await words.says("/alerts") == EVERYTHING


async def test_the_hours_go_by_the_familys_clock(words: Chat) -> None:
    await words.says("/family timezone Berlin")

    assert "🌙 Quiet from 22:00 to 7:00 (Europe/Berlin): what comes then waits" in await words.says(
        "/alerts quiet 10pm to 7am"
    )


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/alerts loud", "I don't know what to do with loud. /help alerts shows how it goes."),
        ("/alerts off please now", "I don't know what to do with please now. /help alerts shows how it goes."),
        (
            "/alerts quiet",
            "From when until when? Type the hours like /alerts quiet 22-7 or /alerts quiet 22:00-07:30.",
        ),
        (
            "/alerts quiet 25-7",
            "I cannot read 25-7 as hours. Type the hours like /alerts quiet 22-7 or /alerts quiet 22:00-07:30.",
        ),
        (
            "/alerts quiet nights",
            "I cannot read nights as hours. Type the hours like /alerts quiet 22-7 or /alerts quiet 22:00-07:30.",
        ),
    ],
)
async def test_what_cannot_be_read_changes_nothing(words: Chat, said: str, answer: str) -> None:
    assert await words.says(said) == answer
    assert await words.says("/alerts") == EVERYTHING


async def test_a_child_looks_and_changes_nothing(words: Chat) -> None:
    await words.says("/people", by="Ben")
    await execute(
        words.town.settings.database_url,
        "UPDATE members SET role = 'child' WHERE user_id = (SELECT id FROM users WHERE username = 'ben')",
    )

    assert await words.says("/alerts off", by="Ben") == "Only the grown-ups of the family may do that."
    assert await words.says("/alerts", by="Ben") == EVERYTHING
    assert await words.presses("Off", by="Ben") == "(Only the grown-ups of the family may do that.)"


async def test_two_who_press_at_once_both_count(town: Town, chat: Chat) -> None:
    await chat.says("/alerts")
    shown = town.telegram.messages(chat.id)[-1]["message_id"]

    for name, label in (("Ann", "Off"), ("Ben", "🌙 Quiet 22–7")):
        town.telegram.press(town.person(name), chat.id, shown, label)
    await town.settled()

    assert "no alerts, no reminders\n🌙 Quiet from 22:00 to 7:00" in await chat.says("/alerts")


async def test_a_question_that_is_open_stays_open(words: Chat) -> None:
    await words.says("/budget mom christmas 100")
    await words.says("/budget mum christmas 120")

    await words.says("/alerts over")

    assert (await words.presses("Mom")).endswith("Budget $120.00")


async def test_what_is_chosen_holds_in_every_topic(words: Chat) -> None:
    telegram, ann = words.town.telegram, words.town.person("Ann")
    chat_id = telegram.add_group("Our forum", [ann], forum=True)
    telegram.add_bot(chat_id, ann)
    before, here, later = (telegram.add_topic(chat_id, ann, name) for name in ("Presents", "Alerts", "Food"))
    forum = Chat(words.town, chat_id, "Ann")
    await forum.says("/alerts", thread_id=before)

    await forum.says("/alerts over", thread_id=here)

    assert "only budgets and limits that are over" in await forum.says("/alerts", thread_id=before)
    assert "only budgets and limits that are over" in await forum.says("/alerts", thread_id=later)


async def test_who_chooses_all_hears_of_muted_budgets_again(words: Chat) -> None:
    await words.says("/people")
    url = words.town.settings.database_url
    await execute(url, """UPDATE conversations SET state = '{"muted": ["recipient:1:1", "recipient:2:1"]}'""")

    assert "🔇 2 muted; /alerts all hears them again" in await words.says("/alerts")
    assert await words.says("/alerts all") == EVERYTHING


async def test_nothing_is_asked_of_a_chat_without_a_family(words: Chat) -> None:
    assert (await words.town.private("Eve").says("/alerts")).startswith("You are in no family here yet.")
