"""The year's end: the next year is made, the same budgets are offered, and last year stays readable."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dates import yearly
from domain.occasions import YEARLY, Occasion, Series
from services.occasions import HALF_A_YEAR, next_of
from tests.chat import Chat, Town
from tests.databases import execute

OFFER = (
    "🎄 Christmas 2026 is over. Christmas 2027 comes on December 25, 2027.\n"
    "The same budgets as last year?\n"
    "Dad $80.00 · Mom $100.00 · Ben buys $200.00 · ceiling $500.00"
)
AGAIN = "✅ Christmas 2027, as last year: "
ALL_SET = "(Christmas 2027 has all these budgets already.)"


async def wait_until(chat: Chat, day: date) -> str:
    """Let time pass until the noon of a day, and hear what the bot says by itself."""
    town, before = chat.town, chat.shown()
    town.clock.now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    await town.bot.jobs.tick()
    await town.settled()
    return "\n\n".join(text for key, text in chat.shown().items() if before.get(key) != text)


async def celebrate(chat: Chat) -> str:
    """Let a family's Christmas pass, and hear the offer."""
    await chat.knows("mom", "dad", "ben")
    for words in ("/budget mom christmas 100 no socks", "/budget dad christmas 80", "/budget by ben christmas 200"):
        await chat.says(words)
    await chat.says("/occasion christmas budget 500")
    return await wait_until(chat, date(2026, 12, 26))


async def test_a_familys_christmas_passes_and_the_button_is_pressed(chat: Chat) -> None:
    assert await celebrate(chat) == OFFER
    assert chat.buttons == ["Same budgets", "Not now"]

    answer = await chat.presses("Same budgets", by="Ben")

    assert answer.splitlines()[0] == AGAIN + "Dad $80.00 · Mom $100.00 · Ben buys $200.00 · ceiling $500.00"
    assert answer.splitlines()[2] == "🎁 Christmas 2027 (in 364 days)"
    assert "Ceiling: $0.00 of $500.00" in answer
    assert chat.buttons == ["📊 Picture", "↩️ Undo"]
    assert (await chat.says("/budget by ben christmas")).endswith("left $200.00 of $200.00")
    assert (await chat.says("/budget mom christmas")).endswith("left $100.00 of $100.00"), "the note stays behind"


async def test_nobody_presses_anything_for_a_year(chat: Chat) -> None:
    offer = await celebrate(chat)

    assert await wait_until(chat, date(2027, 12, 26)) == ""

    assert await chat.presses("Same") == "(Christmas 2027 is over, too. Set what comes next with /budget.)"
    assert chat.heard[-1] == offer
    assert "Christmas 2028 · December 25, 2028" in await chat.says("/occasions")
    assert "Budgets together $180.00" in await chat.says("/budgets christmas 2026")
    assert (await chat.says("/budgets christmas 2027")).splitlines()[1].startswith("Nobody has a budget yet.")


async def test_last_year_stays_readable(chat: Chat) -> None:
    await celebrate(chat)
    await chat.presses("Same")
    await chat.says("/budget mom christmas 120")
    await wait_until(chat, date(2027, 1, 15))

    assert "of $100.00" in await chat.says("/budgets christmas 2026")
    assert "of $120.00" in await chat.says("/budgets christmas")
    await chat.says("/budget mom christmas 2026")
    card = await chat.presses("Christmas 2026")
    assert card.splitlines()[0] == "🎁 Mom · Christmas 2026 (21 days ago)"
    assert "of $100.00" in card


async def test_the_copy_is_taken_back_by_its_button(chat: Chat) -> None:
    await celebrate(chat)
    await chat.presses("Same")

    assert await chat.presses("Undo") == "↩️ Taken back: the same budgets for Christmas 2027"
    assert (await chat.says("/budgets")).splitlines()[1].startswith("Nobody has a budget yet.")
    assert "Ceiling" not in chat.heard[-1]


async def test_the_next_year_is_nobodys_change_to_take_back(chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    await wait_until(chat, date(2026, 12, 26))

    assert await chat.says("/undo") == "↩️ Taken back: /budget mom christmas 100"
    assert await chat.says("/occasions") == "📅 What lies ahead\n• Christmas 2027 · December 25, 2027 (in 364 days)"


async def test_two_who_press_at_once_copy_once(town: Town, chat: Chat) -> None:
    await celebrate(chat)
    asked = town.telegram.messages(chat.id)[-1]["message_id"]

    for name in ("Ann", "Ben"):
        town.telegram.press(town.person(name), chat.id, asked, "Same budgets")
    await town.settled()

    assert [f"({toast.text})" for toast in town.telegram.toasts if toast.text] == [ALL_SET]
    assert chat.buttons == ["📊 Picture", "↩️ Undo"]


async def test_owners_who_press_in_their_private_chats_copy_once(town: Town, chat: Chat) -> None:
    owners = [town.private("Ann"), town.private("Ben")]
    for one in owners:
        await chat.says("/people", by=one.speaker)
        await one.says("/start")
    town.telegram.kick_bot(chat.id, town.person("Mom"))
    await town.settled()
    await execute(town.settings.database_url, "UPDATE members SET role = 'owner'")
    await celebrate(owners[0])

    assert [one.heard[-1] for one in owners] == [OFFER, OFFER]
    assert (await owners[0].presses("Same")).startswith(AGAIN)
    assert await owners[1].presses("Same") == ALL_SET


async def test_what_was_set_meanwhile_is_not_overwritten(chat: Chat) -> None:
    await celebrate(chat)
    await chat.says("/budget mom christmas 60")
    await chat.says("/budget by dad christmas 30")
    await chat.says("/occasion christmas budget 400")

    assert (await chat.presses("Same")).startswith(AGAIN + "Dad $80.00 · Ben buys $200.00\n")
    assert "of $60.00" in await chat.says("/budget mom christmas")
    assert "of $30.00" in await chat.says("/budget by dad christmas")
    assert "of $400.00" in await chat.says("/budgets christmas")


async def test_who_does_not_want_the_same_is_told_how_to_set_others(words: Chat) -> None:
    await celebrate(words)

    assert await words.presses("Not now") == (
        "👌 No budgets for Christmas 2027 yet. Any time: /budget mom christmas 100"
    )
    assert words.buttons == []


async def test_what_only_has_a_purchaser_is_offered_too(words: Chat) -> None:
    await words.says("/budget by ben christmas 200")

    assert (await wait_until(words, date(2026, 12, 26))).endswith("\nBen buys $200.00")
    assert await words.presses("Same") == AGAIN + "Ben buys $200.00"


async def test_a_budget_of_nothing_is_one_and_a_cleared_one_is_none(words: Chat) -> None:
    await words.says("/budget mom christmas 0")
    await words.says("/budget dad christmas 10")
    await words.says("/budget dad christmas none")

    assert (await wait_until(words, date(2026, 12, 26))).endswith("\nMom $0.00")


async def test_a_large_family_is_named_in_part_and_copied_in_full(words: Chat) -> None:
    for number in range(14):
        await words.knows(f'"cousin {number:02}"')
        await words.says(f'/budget "cousin {number:02}" christmas 5')

    assert (await wait_until(words, date(2026, 12, 26))).endswith(" · cousin 11 $5.00 · 2 more")
    assert "Budgets together $70.00" in await words.presses("Same")


async def test_without_budgets_the_next_year_comes_quietly(words: Chat) -> None:
    await words.says("/occasion christmas")

    assert await wait_until(words, date(2026, 12, 26)) == ""
    assert "Christmas 2027" in await words.says("/occasions")


@pytest.mark.parametrize(
    ("early", "offered"),
    [
        ("/occasion christmas 2027 24 December", True),
        ("/occasion christmas 2027 budget 500", False),
        ("/budget by mom christmas 2027 100", False),
    ],
)
async def test_a_next_year_that_was_made_early_is_the_one(words: Chat, early: str, offered: bool) -> None:  # noqa: FBT001 - what is expected
    await words.says("/budget mom christmas 100")
    await words.says(early)

    assert (await wait_until(words, date(2026, 12, 26)) != "") is offered
    assert (await words.says("/occasions")).count("Christmas 2027") == 1


@pytest.mark.parametrize(
    ("moved_to", "over"), [("23 December", date(2026, 12, 24)), ("2 January 2027", date(2027, 1, 3))]
)
async def test_who_celebrates_on_another_day_has_one_christmas_a_year(words: Chat, moved_to: str, over: date) -> None:
    await words.says("/budget mom christmas 100")
    await words.says(f"/occasion christmas {moved_to}")

    assert "Christmas 2027 comes on December 25, 2027." in await wait_until(words, over)
    assert (await words.says("/occasions")).splitlines()[1:] == [
        f"• Christmas 2027 · December 25, 2027 (in {(date(2027, 12, 25) - over).days} days)"
    ]


async def test_a_christmas_that_was_put_off_is_still_the_next_one(words: Chat) -> None:
    await words.knows("mom")
    await words.says("/budget mom christmas 100")
    await words.says("/occasion christmas 28 December")

    assert (await wait_until(words, date(2026, 12, 26))).startswith("⏰ Christmas 2026 (in 2 days)")
    assert (await words.says("/budget mom christmas")).startswith("🎁 Mom · Christmas 2026 (in 2 days)")


async def test_a_birthday_says_whose_it_is(words: Chat) -> None:
    await words.says("/person mom birthday 1 December")
    await words.says("/budget mom birthday 50")

    assert await wait_until(words, date(2026, 12, 2)) == (
        "🎂 Mom's Birthday 2026 is over. Mom's Birthday 2027 comes on December 1, 2027.\n"
        "The same budgets as last year?\nMom $50.00"
    )
    assert (await words.presses("Not now")).endswith("/budget mom birthday 100")


async def test_a_birthday_of_the_29th_of_february_falls_on_it_when_there_is_one(words: Chat) -> None:
    await words.says("/person zoe birthday 29 February 2024")
    await words.says("/budget zoe birthday 50")

    assert await wait_until(words, date(2027, 2, 28)) == ""
    assert "Zoe's Birthday 2028 comes on February 29, 2028." in await wait_until(words, date(2027, 3, 1))
    assert await wait_until(words, date(2028, 2, 29)) == ""
    await words.presses("Same")
    assert "Zoe's Birthday 2029 comes on February 28, 2029." in await wait_until(words, date(2028, 3, 1))


async def test_a_birthday_without_a_day_is_never_over(words: Chat) -> None:
    await words.says("/budget mom birthday 50")

    assert await wait_until(words, date(2027, 12, 26)) == ""
    assert await words.says("/occasions") == "📅 What lies ahead\n• Mom's Birthday · no date yet"


async def test_what_takes_place_once_is_not_followed(words: Chat) -> None:
    await words.says("/budget mom graduation 50")
    await words.says("/occasion graduation 1 December")

    assert await wait_until(words, date(2026, 12, 2)) == ""
    assert (await words.says("/occasions")).startswith("Nothing is planned yet.")


async def test_two_feasts_may_fall_into_one_year(words: Chat) -> None:
    words.town.clock.now = datetime(2032, 12, 20, 12, tzinfo=UTC)
    await words.says("/budget mom eid 50")

    assert (await wait_until(words, date(2033, 1, 3))).startswith(
        "🌙 Eid al-Fitr 2033 is over. Eid al-Fitr 2033 comes on December 23, 2033."
    )
    await words.presses("Same")
    assert (await words.says("/budget mom eid 60")).startswith("🎁 Mom · Eid al-Fitr 2033 (in 354 days)")
    assert "Eid al-Fitr 2034 comes on December 12, 2034." in await wait_until(words, date(2033, 12, 24))
    assert "Mom $60.00" in words.heard[-1]


async def test_a_budget_stays_in_its_currency(words: Chat) -> None:
    await words.says("/budget mom christmas 100")
    await words.says("/family currency EUR")

    assert (await wait_until(words, date(2026, 12, 26))).endswith("\nMom $100.00")
    await words.says("/budget by mom christmas 70")
    assert await words.presses("Same") == ALL_SET, "one person's budgets are in one currency"
    await words.says("/budget by mom christmas none")
    assert (await words.presses("Same")).startswith(AGAIN + "Mom $100.00")


async def test_a_family_without_a_group_hears_it_from_its_owner(words: Chat) -> None:
    eve = words.town.private("Eve")
    await eve.says("/budget mom christmas 100")

    assert (await wait_until(eve, date(2026, 12, 26))).startswith("🎄 Christmas 2026 is over.")
    assert "is over" not in "".join(words.heard)


async def test_who_has_two_families_is_told_which_one_and_chooses_it_to_answer(words: Chat) -> None:
    town, ann = words.town, words.town.private("Ann")
    await words.says("/budget mom christmas 100")
    await ann.says("/start")
    other = town.group("Others", "Ann")
    await other.says("/people")
    town.telegram.kick_bot(words.id, town.person("Mom"))
    await ann.says("/family")
    await ann.presses("Others")

    assert (await wait_until(ann, date(2026, 12, 26))).endswith("\nMom $100.00\n👪 Our family")
    assert await ann.presses("Same") == (
        "(Here we speak of another family now. Choose the right one with /family first.)"
    )
    await ann.says("/family")
    await ann.presses("Our family")
    assert (await ann.presses("Same")).startswith(AGAIN + "Mom $100.00")


async def test_of_two_groups_the_one_last_spoken_in_hears_it(town: Town, chat: Chat) -> None:
    planners = town.group("Planners", "Ann")
    invitation = await chat.says("/invite")
    await planners.says("/start " + invitation.rpartition("=")[2])
    town.clock.move(minutes=1)
    await chat.says("/budget mom christmas 100")

    assert await wait_until(chat, date(2026, 12, 26)) != ""
    await chat.presses("Same")
    town.clock.move(minutes=1)
    await planners.says("/budgets")
    assert await wait_until(planners, date(2027, 12, 26)) != ""
    assert "Christmas 2027 is over" not in "".join(chat.heard)


@settings(max_examples=100)
@given(st.integers(1, 366), st.integers(2000, 2100), st.integers(-149, 149))
def test_whenever_it_is_celebrated_the_next_time_is_the_next_years(day: int, year: int, off: int) -> None:
    of_year = date(2000, 1, 1) + timedelta(day - 1)
    series = Series(1, "Reunion", "reunion", f"{YEARLY}{of_year.month:02}-{of_year.day:02}", None)
    celebrated = yearly(of_year.month, of_year.day, year) + timedelta(off)
    past = Occasion(1, 1, "Reunion", "reunion", "recurring", celebrated, is_active=True)

    following = next_of(series, [past], (), celebrated + HALF_A_YEAR, "en_US")

    assert following.date == yearly(of_year.month, of_year.day, year + 1)
