"""Edited commands: the old effect is taken back, the new one made, and the answer edited in its place."""

import pytest

from tests.chat import Chat, Town

CARD = """\
🎁 Mom · Christmas 2026 (in 35 days)
Budget {0}
✨ New: Mom and Christmas 2026"""
NOT_AN_AMOUNT = "⚠️ I cannot read lots as an amount. Type it like 100, 99.50 or none."


@pytest.fixture
async def ann(town: Town) -> Chat:
    """Ann's private chat, where she has set a budget of 100."""
    ann = town.private("Ann")
    await ann.says("/budget mom christmas 100")
    return ann


async def test_another_amount_takes_the_place_of_the_first(ann: Chat) -> None:
    assert await ann.corrects("/budget mom christmas 100", "/budget mom christmas 120") == CARD.format("$120.00")
    assert ann.heard == [CARD.format("$120.00")]

    assert await ann.presses("Undo") == "↩️ Taken back: /budget mom christmas 120"
    assert (await ann.says("/people")).startswith("Nobody yet.")


async def test_in_a_group_as_well(chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")

    await chat.corrects("/budget mom christmas 100", "/budget mom christmas 120")

    assert [text for text in chat.heard if text.startswith("🎁")] == [CARD.format("$120.00")]


async def test_a_command_can_become_another_one(ann: Chat) -> None:
    answer = await ann.corrects("/budget mom christmas 100", "/person dad")

    assert (answer, ann.heard) == ("✨ New:\n👤 Dad", ["✨ New:\n👤 Dad"])
    assert await ann.says("/people") == "👪 People\n• Dad"


async def test_a_command_can_become_a_mere_question(ann: Chat) -> None:
    answer = await ann.corrects("/budget mom christmas 100", "/people")

    assert answer.startswith("Nobody yet.")
    assert ann.buttons == []


async def test_a_command_that_becomes_words_is_taken_back(ann: Chat) -> None:
    assert await ann.corrects("/budget mom christmas 100", "never mind") == "↩️ Taken back."
    assert ann.heard == ["↩️ Taken back."]
    assert (await ann.says("/people")).startswith("Nobody yet.")


async def test_words_can_become_a_command_again(ann: Chat) -> None:
    await ann.corrects("/budget mom christmas 100", "never mind")

    await ann.corrects("never mind", "/budget mom christmas 130")

    assert ann.heard == [CARD.format("$130.00")]


async def test_words_that_stay_words_are_not_worth_a_word(town: Town) -> None:
    ann = town.private("Ann")
    await ann.says("Hello")

    assert await ann.corrects("Hello", "Hallo") == ""


async def test_what_cannot_be_read_keeps_the_old_effect_and_says_so(ann: Chat) -> None:
    answer = await ann.corrects("/budget mom christmas 100", "/budget mom christmas lots")

    assert (answer, len(ann.heard)) == (f"{CARD.format('$100.00')}\n{NOT_AN_AMOUNT}", 1)
    assert await ann.presses("Undo") == "↩️ Taken back: /budget mom christmas 100"


@pytest.mark.parametrize("amount", ["100", "150"])
async def test_after_a_correction_that_was_refused_another_is_taken(ann: Chat, amount: str) -> None:
    await ann.corrects("/budget mom christmas 100", "/budget mom christmas lots")
    await ann.corrects("/budget mom christmas lots", f"/budget mom christmas {amount}")

    assert ann.heard == [CARD.format(f"${amount}.00")]
    await ann.says("/iam ann")
    assert f"of ${amount}.00" in await ann.says("/budget mom christmas")


async def test_a_command_that_does_not_exist_keeps_the_old_effect(ann: Chat) -> None:
    answer = await ann.corrects("/budget mom christmas 100", "/bugdet mom christmas 100")

    assert answer.endswith("⚠️ I don't know /bugdet. Did you mean /budget or /budgets? /help lists what I understand.")
    assert len(ann.heard) == 1


async def test_what_something_was_built_on_stays_and_says_so(ann: Chat) -> None:
    await ann.says("/budget mom christmas 110")

    answer = await ann.corrects("/budget mom christmas 100", "/budget mom christmas 120")

    assert "⚠️ That cannot be taken back any more" in answer
    assert "⚠️" in await ann.corrects("/budget mom christmas 110", "/budget mom christmas lots")
    assert await ann.corrects("/budget mom christmas 120", "words") == ""
    await ann.says("/iam ann")
    assert "of $110.00" in await ann.says("/budget mom christmas")


async def test_a_command_that_had_been_refused_is_answered_in_place(town: Town) -> None:
    ann = town.private("Ann")
    await ann.says("/budget mom christmas lots")

    assert await ann.corrects("/budget mom christmas lots", "/budget mom christmas more") == (
        NOT_AN_AMOUNT.removeprefix("⚠️ ").replace("lots", "more")
    )
    await ann.corrects("/budget mom christmas more", "/budget mom christmas 100")
    assert ann.heard == [CARD.format("$100.00")]


async def test_a_command_that_was_undone_takes_effect_anew_when_corrected(ann: Chat) -> None:
    await ann.says("/undo")

    await ann.corrects("/budget mom christmas 100", "/budget mom christmas 120")

    assert ann.heard == [CARD.format("$120.00"), "↩️ Taken back: /budget mom christmas 100"]


async def test_a_correction_that_comes_again_has_no_second_effect(town: Town, ann: Chat) -> None:
    corrections = []
    for amount in (120, 130):
        own = town.telegram.messages(ann.id)[0]["message_id"]
        town.telegram.edit(ann.id, ann.id, own, f"/budget mom christmas {amount}")
        corrections.append(list(town.telegram.inbox.waiting.values())[-1])
        await town.settled()
    await ann.says("/undo")

    for update in corrections:
        town.telegram.inbox.waiting[update["update_id"]] = update
        town.telegram.inbox._wake()  # noqa: SLF001 - as Telegram does when a confirmation was lost
        await town.settled()

    assert await ann.says("/undo") == "There is nothing of yours to take back."
    assert ann.heard[0] == CARD.format("$130.00")


async def test_a_change_of_anything_but_the_words_brings_nothing_undone_back(ann: Chat) -> None:
    await ann.says("/undo")

    await ann.corrects("/budget mom christmas 100", "/budget mom christmas 100")

    assert (await ann.says("/people")).startswith("Nobody yet.")


async def test_a_correction_may_come_before_the_answer_has_left(town: Town) -> None:
    ann = town.private("Ann")
    town.telegram.fail_next("sendMessage", retry_after=1)
    said = town.telegram.say(ann.id, ann.id, "/budget mom christmas 100")

    town.telegram.edit(ann.id, ann.id, said["message_id"], "/budget mom christmas 120")
    await town.settled()
    town.clock.move(seconds=2)
    await town.telegram.wait_for(lambda: CARD.format("$120.00") in ann.heard)

    assert ann.heard == [CARD.format("$120.00")]


async def test_a_correction_of_what_the_bot_never_saw_is_a_new_command(chat: Chat) -> None:
    await chat.says("budget mom christmas 100")

    answer = await chat.corrects("budget mom christmas 100", "/budget mom christmas 100")

    assert answer.startswith("🎁 Mom · Christmas 2026")
    assert (await chat.corrects("/budget mom christmas 100", "/budget mom christmas 120")).startswith("🎁 Mom")
    assert len([text for text in chat.heard if text.startswith("🎁")]) == 1


async def test_a_question_is_asked_and_answered_in_the_place_of_the_answer(town: Town) -> None:
    ann = town.private("Ann")
    await ann.says("/person mom")
    await ann.says("/budget mom christmas 100")

    assert await ann.corrects("/budget mom christmas 100", "/budget mum christmas 120") == (
        "I don't know Mum yet. Who is meant?"
    )
    await ann.presses("Mom")

    assert ann.heard == ["✨ New:\n👤 Mom", CARD.format("$120.00").replace("New: Mom and", "New:")]
    assert (await ann.presses("Undo")).startswith("↩️ Taken back")
    assert await ann.says("/people") == "👪 People\n• Mom"
    assert (await ann.says("/occasions")).startswith("Nothing is planned yet.")


async def test_a_question_is_closed_when_its_command_becomes_another(town: Town) -> None:
    ann = town.private("Ann")
    await ann.says("/budget")

    await ann.corrects("/budget", "/people")

    assert (await ann.says("Mom")).startswith("I understand commands")
    assert ann.heard[0].startswith("Nobody yet.")
