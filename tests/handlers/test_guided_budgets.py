import asyncio

import pytest

from tests.chat import Chat, Town

WHOSE = "🎁 A budget for whom?\nTap a name, or reply with another one."
FOR_WHAT = "🎁 Mom — for which occasion?\nTap one, or reply with another one."
HOW_MUCH = "🎁 Mom · Christmas 2026 — how much?\nTap an amount, or reply with another one."
CARD = """\
🎁 Mom · Christmas 2026 (in 35 days)
░░░░░░░░░░ 0 %
Spent $0.00 · planned $0.00 · left $50.00 of $50.00"""
NEW = f"{CARD}\n✨ New: Christmas 2026"
WAITED = "⌛ That question waited too long. Nothing was changed; ask again with a new command."
SOMEBODY_ELSES = "That one is for somebody else to answer 🙂"
CLOSED = "(That question is closed. Ask again with a new command.)"


@pytest.fixture
async def asked(chat: Chat) -> Chat:
    """The group where Mom is known and not on Telegram, and Ann has just been asked for whom."""
    await chat.knows("mom")
    assert await chat.says("/budget") == WHOSE
    return chat


async def test_every_step_has_its_buttons(asked: Chat) -> None:
    first = asked.buttons
    for_what = await asked.presses("Mom")
    second = asked.buttons
    how_much = await asked.presses("Christmas")
    third = asked.buttons
    card = await asked.presses("$50")

    assert (for_what, how_much, card) == (FOR_WHAT, HOW_MUCH, NEW)
    assert first == ["Mom", "✖ Cancel"]
    assert second == ["Christmas", "Birthday", "✖ Cancel"]
    assert third == ["$25.00", "$50.00", "$100.00", "$200.00", "No limit", "✖ Cancel"]
    assert asked.buttons == ["↩️ Undo"]
    assert [text for text in asked.heard if text.startswith("🎁")] == [NEW]


async def test_a_restart_at_any_step_forgets_nothing(town: Town, asked: Chat) -> None:
    await town.restart()
    for_what = await asked.presses("Mom")
    await town.restart()
    how_much = await asked.answers("christmas")
    await town.restart()
    refusal = await asked.answers("fifty")
    await town.restart()
    card = await asked.answers("50")

    assert for_what == FOR_WHAT
    assert how_much == f"✓ christmas\n\n{HOW_MUCH}"
    assert refusal == "I cannot read fifty as an amount. Type it like 100, 99.50 or none."
    assert card == f"✓ 50\n\n{NEW}"


async def test_it_goes_on_by_replies_alone(asked: Chat) -> None:
    someone = await asked.answers("Aunt May")
    occasion = await asked.answers("golden wedding")
    card = await asked.answers("1,200.50 for the two of them")

    assert someone == "✓ Aunt May\n\n🎁 Aunt May — for which occasion?\nTap one, or reply with another one."
    assert occasion == (
        "✓ golden wedding\n\n🎁 Aunt May · Golden Wedding — how much?\nTap an amount, or reply with another one."
    )
    assert card == (
        "✓ 1,200.50 for the two of them\n\n"
        "🎁 Aunt May · Golden Wedding\nBudget $1,200.50\n📝 for the two of them\n"
        "✨ New: Aunt May and Golden Wedding\n\n"
        "👤 Who is Aunt May? Then I know whom not to tell."
    )
    assert [text for text in asked.heard if text.startswith("✓")] == [
        "✓ Aunt May",
        "✓ golden wedding",
        "✓ 1,200.50 for the two of them",
    ]


async def test_a_reply_may_say_all_at_once(asked: Chat) -> None:
    answer = await asked.answers("mom christmas 50")

    assert answer == f"✓ mom christmas 50\n\n{NEW}"


async def test_a_reply_may_name_the_year(asked: Chat) -> None:
    await asked.presses("Mom")
    await asked.answers("christmas 2027")

    card = await asked.presses("$50")

    assert card.startswith("🎁 Mom · Christmas 2027 (in 400 days)")


async def test_a_reply_close_to_a_known_name_is_asked_about_and_its_rest_kept(asked: Chat) -> None:
    whom = await asked.answers("mum christmas 2027 80 a hat")
    card = await asked.presses("Mom")
    await asked.says("/budget mom")
    which = await asked.answers("chrismas 2028 90 a tie")
    another = await asked.presses("Christmas")

    assert whom == "✓ mum christmas 2027 80 a hat\n\nI don't know Mum yet. Who is meant?"
    assert "Mom · Christmas 2027" in card
    assert "of $80.00\n📝 a hat" in card
    assert which == "✓ chrismas 2028 90 a tie\n\nI don't know Chrismas yet. Which occasion is meant?"
    assert "Mom · Christmas 2028" in another
    assert "of $90.00\n📝 a tie" in another


async def test_a_reply_that_can_be_read_in_two_ways_is_asked_about(asked: Chat) -> None:
    await asked.presses("Mom")
    await asked.presses("Christmas")

    which = await asked.answers("1.234 for a ring")
    card = await asked.presses("$1.23")

    assert which == "✓ 1.234 for a ring\n\n1.234 can be read in two ways. Which one?"
    assert "left $1.23 of $1.23\n📝 for a ring" in card


@pytest.mark.parametrize("amount", ["lots", "-5", "1.2345", "100000000", "€5"])
async def test_a_bad_amount_keeps_the_question_open(asked: Chat, amount: str) -> None:
    await asked.presses("Mom")
    await asked.presses("Christmas")

    refusal = await asked.answers(amount)
    again = await asked.answers(amount)
    card = await asked.answers("50")

    assert refusal == again
    assert "✓" not in refusal
    assert card == f"✓ 50\n\n{NEW}"


async def test_after_a_bad_amount_the_buttons_still_count(asked: Chat) -> None:
    await asked.presses("Mom")
    await asked.presses("Christmas")
    await asked.answers("lots")

    assert await asked.presses("$50") == NEW


async def test_it_belongs_to_whoever_began_it(asked: Chat) -> None:
    pressed = await asked.presses("Mom", by="Ben")
    replied = await asked.answers("Mom", by="Ben")
    cancelled = await asked.presses("Cancel", by="Ben")

    assert pressed == cancelled == f"({SOMEBODY_ELSES})"
    assert replied == SOMEBODY_ELSES
    assert await asked.presses("Mom") == FOR_WHAT


async def test_others_words_that_are_no_reply_are_no_answer(asked: Chat) -> None:
    assert await asked.says("Mom") == ""
    assert await asked.says("Mom", by="Ben") == ""


async def test_it_can_be_cancelled_at_every_step(asked: Chat) -> None:
    await asked.presses("Mom")
    await asked.presses("Christmas")

    answer = await asked.presses("Cancel")

    assert answer == "✖ Cancelled. Nothing was changed."
    assert asked.buttons == []
    assert (await asked.says("/budgets")).startswith("No budgets yet.")


async def test_it_times_out_after_an_hour_and_says_so(town: Town, asked: Chat) -> None:
    await asked.says("/budget")

    town.clock.move(hours=1, seconds=1)
    replied = await asked.answers("Mom")
    pressed = await asked.presses("Mom")

    assert replied == WAITED
    assert pressed == WAITED


async def test_each_step_waits_for_an_hour_of_its_own(town: Town, asked: Chat) -> None:
    town.clock.move(minutes=59)
    await asked.presses("Mom")
    town.clock.move(minutes=59)
    await asked.presses("Christmas")
    town.clock.move(minutes=59)

    assert (await asked.presses("$50")).endswith("✨ New: Christmas 2026")


async def test_two_members_guide_at_once_in_one_group(asked: Chat) -> None:
    await asked.says("/budget by", by="Ben")
    bens = asked.shown()

    ben = await asked.answers("Mom", by="Ben")
    ann = await asked.says("Mom", reply_to=list(bens)[-2])
    bens_amount = await asked.answers("xmas")

    assert ben == "✓ Mom\n\n🛍 Mom buys — for which occasion?\nTap one, or reply with another one."
    assert ann == f"✓ Mom\n\n{FOR_WHAT}"
    assert bens_amount == f"✓ xmas\n\n{HOW_MUCH}"


async def test_a_button_pressed_twice_counts_once(town: Town, asked: Chat) -> None:
    message = town.telegram.messages(asked.id)[-1]
    data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]

    for _ in range(2):
        town.telegram.tap(town.person("Ann"), asked.id, message["message_id"], data)
    await town.settled()

    assert asked.heard[-1] == FOR_WHAT
    assert town.telegram.toasts == []


async def test_a_button_pressed_late_is_told_so(town: Town, asked: Chat) -> None:
    message = town.telegram.messages(asked.id)[-1]
    data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await asked.presses("Mom")
    await asked.presses("Christmas")
    await asked.presses("$50")

    town.telegram.tap(town.person("Ann"), asked.id, message["message_id"], data)
    await town.settled()

    assert f"({town.telegram.toasts[-1].text})" == CLOSED
    assert not town.telegram.toasts[-1].alert
    assert asked.heard[-1] == NEW


async def test_a_forged_button_does_no_harm(town: Town, asked: Chat) -> None:
    message = town.telegram.messages(asked.id)[-1]
    data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]

    for forged in (data[:-1] + "99", data[:-1] + "-1", data[:-1], "ask:", "ask", "ask:nothing:0", "", "nonsense:1"):
        town.telegram.tap(town.person("Ann"), asked.id, message["message_id"], forged or " ")
    await town.settled()

    assert {toast.text for toast in town.telegram.toasts} == {CLOSED.strip("()")}
    assert await asked.presses("Mom") == FOR_WHAT


async def test_somebody_who_is_gone_meanwhile_cannot_be_chosen(asked: Chat) -> None:
    await asked.says("/undo")

    answer = await asked.presses("Mom")

    assert answer == "That is no longer here. Ask again with a new command."
    assert asked.buttons == []


async def test_an_occasion_that_is_gone_meanwhile_is_made_anew(asked: Chat) -> None:
    await asked.presses("Mom")
    await asked.says("/occasion graduation", by="Ben")
    await asked.says("/budget", by="Ben")
    await asked.answers("mom", by="Ben")
    await asked.says("/undo", by="Ben")

    answer = await asked.presses("Graduation", by="Ben")

    assert answer.startswith("🎁 Mom · Graduation — how much?")


async def test_the_amounts_offered_fit_the_currency(asked: Chat) -> None:
    await asked.says("/family currency JPY")
    await asked.presses("Mom")

    await asked.presses("Christmas")

    labels = [
        button["text"]
        for message in asked.town.telegram.messages(asked.id)
        for line in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in line
    ]
    assert [label for label in labels if "¥" in label] == ["¥2,500", "¥5,000", "¥10,000", "¥20,000"]


async def test_more_than_eight_people_are_named_by_reply(chat: Chat) -> None:
    names = ["Ada", "Bert", "Cleo", "Dorothy", "Emil", "Frederic", "Gustav", "Hannah", "Iris"]
    for name in names:
        await chat.says(f"/person {name}")
    await chat.says("/budget")

    assert chat.buttons == [*names[:8], "✖ Cancel"]
    assert "🎁 Iris — for which occasion?" in await chat.answers("iris")


async def test_in_private_no_reply_is_needed(town: Town) -> None:
    chat = town.private("Ann")
    await chat.says("/start")
    await chat.presses("🥚 Start")
    await chat.says("/iam ann")
    await chat.says("/budget")

    await chat.says("Mom")
    how_much = await chat.says("christmas")
    card = await chat.says("50")

    assert how_much == f"✓ christmas\n\n{HOW_MUCH}"
    assert card == f"✓ 50\n\n{CARD}\n✨ New: Mom and Christmas 2026"
    assert await chat.says("50") == (
        "I understand commands, like /budget mom christmas 100, and what you spent, like 12.50 lunch. "
        "/help lists them all."
    )


async def test_what_is_taken_back_is_told_in_full(asked: Chat) -> None:
    await asked.presses("Mom")
    await asked.presses("Christmas")
    await asked.presses("$50")

    answer = await asked.presses("Undo")

    assert answer == "↩️ Taken back: Mom · Christmas 2026: $50.00"


async def test_both_sides_answer_a_command_that_comes_while_it_waits(asked: Chat) -> None:
    await asked.presses("Mom")

    card = await asked.says("/budget mom christmas 50")

    assert card == NEW
    assert await asked.presses("Christmas") == HOW_MUCH


async def test_many_open_questions_forget_the_oldest(asked: Chat) -> None:
    for _ in range(20):
        await asked.says("/budget")
    await asyncio.sleep(0)
    first = next(iter(one for one, text in asked.shown().items() if text == WHOSE))

    assert await asked.says("Mom", reply_to=first) == ""
    assert await asked.presses("Mom") == FOR_WHAT
