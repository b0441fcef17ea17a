from typing import Any

import pytest

from tests.chat import Chat, Town

HEAD = "🎁 Mom · Christmas 2026 (in 35 days)"
NEW = "✨ New: Mom and Christmas 2026"
WHO = "👤 Who is Mom? Then I know whom not to tell."
FIRST = f"{HEAD}\nBudget $100.00\n{NEW}\n\n{WHO}"
CARD = f"{HEAD}\n░░░░░░░░░░ 0 %\nSpent $0.00 · planned $0.00 · left $100.00 of $100.00"
EIGHT = ["Ada", "Bert", "Cleo", "Dorothy", "Emil", "Frederic", "Gustav", "Hannah"]
NONE_YET = "No budgets yet. Set the first one: /budget mom christmas 100"


@pytest.fixture
async def family(chat: Chat) -> Chat:
    """The group of a family from which nothing needs to be kept: Mom and Ben, of whom they speak, read nowhere."""
    await chat.knows("mom", "ben")
    return chat


def figures(answer: str) -> str:
    """The line of a card that tells how the money stands."""
    return next(line for line in answer.splitlines() if line.startswith("Spent"))


def left(amount: str) -> str:
    """How a card tells of a budget of which nothing is spent."""
    return f"Spent $0.00 · planned $0.00 · left {amount} of {amount}"


async def test_the_very_first_command_of_a_new_group_simply_works(chat: Chat) -> None:
    answer = await chat.says("/budget mom christmas 100")

    assert answer == FIRST
    assert chat.buttons == ["That's me", "Somebody here", "Not on Telegram"]
    assert await chat.presses("Undo") == "↩️ Taken back: /budget mom christmas 100"


async def test_a_budget_may_be_typed_in_many_ways(family: Chat) -> None:
    await family.says("/budget mom christmas 100")
    ways = [
        "/BUDGET Mom Christmas 100",
        "/budget@nestegg_bot mom christmas 100",
        "/budget@Nestegg_Bot mom christmas 100",
        '/budget "mom" "christmas" 100',
        "/budget “mom” ‘christmas’ 100",
        "/budget mom\nchristmas\n100",
        "/budget   mom  xmas   100.00",
        "/budget mom christmas $100",
        "/budget mom christmas 100 $",
        "/budget mom christmas USD 100",
        "/budget mom christmas 100,00",
        "/budget mom christmas 2026 100",
        "/budget mom's christmas 100",
        "/budget mom’s christmas 100",
    ]

    answers = {said: await family.says(said) for said in ways}

    assert answers == dict.fromkeys(ways, CARD)


async def test_amounts_are_read_in_every_notation(family: Chat) -> None:
    written = {
        "1 200": "$1,200.00",
        "1,200.50": "$1,200.50",
        "1.200,50": "$1,200.50",
        "1,234": "$1,234.00",
        "0.01": "$0.01",
        "99,999,999.99": "$99,999,999.99",
    }

    answers = {typed: await family.says(f"/budget mom christmas {typed}") for typed in written}

    assert {typed: figures(answer) for typed, answer in answers.items()} == {
        typed: left(amount) for typed, amount in written.items()
    }


async def test_amounts_are_read_as_the_familys_language_writes_them(family: Chat) -> None:
    await family.says("/family language de")
    await family.says("/family currency EUR")
    written = {"1.234,50": "1.234,50 €", "1.234": "1.234,00 €", "12,5": "12,50 €", "1,234.50": "1.234,50 €"}

    answers = {typed: await family.says(f"/budget mom christmas {typed}") for typed in written}

    assert {typed: figures(answer).replace("\xa0", " ") for typed, answer in answers.items()} == {
        typed: f"Spent 0,00 € · planned 0,00 € · left {amount} of {amount}" for typed, amount in written.items()
    }


async def test_what_is_no_amount_is_refused_and_nothing_is_stored(chat: Chat) -> None:
    refusals = {
        "-5": "-5 is below zero. Type it without the minus, or none for no limit.",
        "1.2345": "1.2345 has more decimals than USD allows: 2 at most.",
        "100000000": "100000000 is more than I can keep: $99,999,999.99 at most.",
        "€50": "That is EUR, but this is kept in USD. Type the amount in USD, or change the family's: "
        "/family currency EUR.",
        "+5": "I cannot read +5 as an amount. Type it like 100, 99.50 or none.",
        "5..5": "I cannot read 5..5 as an amount. Type it like 100, 99.50 or none.",
        "hundred": "I cannot read hundred as an amount. Type it like 100, 99.50 or none.",
    }
    await chat.says("/people")
    nobody = chat.heard[-1]

    answers = {typed: await chat.says(f"/budget mom christmas {typed}") for typed in refusals}

    assert answers == refusals
    assert await chat.says("/people") == nobody
    assert await chat.says("/budgets") == NONE_YET


async def test_a_currency_without_decimals_gets_none(family: Chat) -> None:
    await family.says("/family currency JPY")

    cents = await family.says("/budget mom christmas 100.50")
    too_much = await family.says("/budget mom christmas 100000000")
    yen = await family.says("/budget mom christmas 10000")

    assert cents == "100.50 has more decimals than JPY allows: none at all."
    assert too_much == "100000000 is more than I can keep: ¥99,999,999 at most."
    assert figures(yen) == "Spent ¥0 · planned ¥0 · left ¥10,000 of ¥10,000"


async def test_a_budget_is_cleared_by_a_word(family: Chat) -> None:
    for word in ("none", "off", "-", "None", "—"):
        await family.says("/budget mom christmas 100")

        answer = await family.says(f"/budget mom christmas {word}")

        assert answer == "🎁 Mom · Christmas 2026 (in 35 days)\nSpent $0.00 · planned $0.00 · no limit"
        assert await family.says("/budget mom christmas") == answer


async def test_a_budget_of_nothing_means_that_nothing_may_be_spent(family: Chat) -> None:
    answer = await family.says("/budget mom christmas 0")

    assert figures(answer) == "Spent $0.00 · planned $0.00 · nothing may be spent"


async def test_a_note_stays_until_it_is_replaced_or_taken_away(family: Chat) -> None:
    noted = await family.says('/budget mom christmas 100 no "more" socks & no <b>ties</b>')
    amount_only = await family.says("/budget mom christmas 120")
    replaced = await family.says("/budget mom christmas 120 a scarf\nor a hat")
    cleared = await family.says("/budget mom christmas 120 -")

    note = '📝 no "more" socks & no <b>ties</b>'
    assert note in noted
    assert note in amount_only
    assert "📝 a scarf\nor a hat" in replaced
    assert "📝" not in cleared
    assert figures(cleared) == left("$120.00")


async def test_a_note_that_is_too_long_is_refused(chat: Chat) -> None:
    answer = await chat.says(f"/budget mom christmas 100 {'x' * 501}")

    assert answer == "That is too long: up to 500 characters fit."
    assert await chat.says("/budgets") == NONE_YET


async def test_either_side_of_a_budget_leaves_the_other_as_it_was(family: Chat) -> None:
    await family.says("/budget mom christmas 100")

    by_mom = await family.says("/budget by mom christmas 300")
    for_mom = await family.says("/budget mom christmas none")
    still_by_mom = await family.says("/budget by mom christmas")

    assert by_mom.startswith("🛍 Mom buys · Christmas 2026 (in 35 days)")
    assert figures(by_mom) == left("$300.00")
    assert figures(for_mom) == "Spent $0.00 · planned $0.00 · no limit"
    assert still_by_mom == by_mom


async def test_a_purchasers_budget_is_cleared_alone(family: Chat) -> None:
    await family.says("/budget mom christmas 100")
    await family.says("/budget by mom christmas 300")

    cleared = await family.says("/budget by mom christmas none")

    assert figures(cleared) == "Spent $0.00 · planned $0.00 · no limit"
    assert await family.says("/budget mom christmas") == CARD


async def test_somebody_called_by_is_named_in_quotes(chat: Chat) -> None:
    answer = await chat.says('/budget "By" christmas 10')

    assert answer.startswith("🎁 By · Christmas 2026")


async def test_a_status_creates_nothing(chat: Chat) -> None:
    person = await chat.says("/budget zoe christmas")
    await chat.knows("mom")
    occasion = await chat.says("/budget mom graduation")
    holiday = await chat.says("/budget mom easter")

    assert person == (
        "I don't know Zoe yet. A budget makes them known: /budget zoe christmas 100. /people lists everybody."
    )
    assert occasion == (
        "There is no Graduation here yet. A budget makes it: /budget mom graduation 100. "
        "/occasions lists what there is."
    )
    assert holiday == "🎁 Mom · Easter 2027\nNo budget yet. Set one: /budget mom easter 100"
    assert await chat.says("/budgets") == NONE_YET


async def test_a_status_of_another_year_tells_how_to_set_that_years(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget by mom christmas 5")
    await chat.says("/budget by mom christmas 2030")

    answer = await chat.presses("Christmas 2030")

    assert answer == "🛍 Mom buys · Christmas 2030\nNo budget yet. Set one: /budget by mom christmas 2030 100"


async def test_a_close_name_in_a_status_is_asked_about_without_offering_to_make_it(family: Chat) -> None:
    await family.says("/budget mom christmas 100")

    await family.says("/budget mum chrismas")
    people = family.buttons
    await family.presses("Mom")
    occasions = family.buttons
    answer = await family.presses("Christmas")

    assert people == ["Mom", "✖ Cancel"]
    assert occasions == ["Christmas", "✖ Cancel"]
    assert answer == CARD


async def test_years_do_not_mix(family: Chat) -> None:
    await family.says("/budget mom christmas 100")
    await family.says("/budget mom christmas 2025 50")
    await family.says("/budget mom christmas 2027 70")

    answer = await family.says("/budgets christmas 2025")

    assert answer == (
        "🎁 Christmas 2025 (330 days ago)\nMom $0.00 of $50.00\n░░░░░░░░░░ 0 %\n—\nBudgets together $50.00"
    )
    assert await family.says("/budget mom christmas") == CARD


async def test_whether_there_is_a_budget_at_all_is_not_told_to_the_one_it_is_for(town: Town, chat: Chat) -> None:
    await chat.says("/iam mom", by="Mom")
    mom, ann = town.private("Mom"), town.private("Ann")
    before = [await mom.says("/budget mom easter"), await mom.says("/budget mom graduation")]

    await ann.says("/iam ann")
    await ann.says("/gift mom easter eggs 5")
    await ann.says("/gift mom graduation hat 5")

    assert "better unwrapped" in before[0]
    assert [await mom.says("/budget mom easter"), await mom.says("/budget mom graduation")] == before == before[:1] * 2


async def test_next_year_the_next_christmas_is_meant(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")

    town.clock.move(days=40)

    assert await chat.says("/budget mom christmas") == (
        "🎁 Mom · Christmas 2027\nNo budget yet. Set one: /budget mom christmas 100"
    )


async def test_the_day_itself_still_counts(town: Town, family: Chat) -> None:
    await family.says("/budget mom christmas 100")

    town.clock.move(days=35)

    assert (await family.says("/budget mom christmas")).startswith("🎁 Mom · Christmas 2026 (today)")


async def test_another_currency_later_leaves_a_budget_in_its_own(family: Chat) -> None:
    await family.says("/budget mom christmas 100")
    await family.says("/family currency EUR")

    changed = await family.says("/budget mom christmas $120")
    refused = await family.says("/budget mom christmas €120")
    new = await family.says("/budget ben christmas €50")

    assert figures(changed) == left("$120.00")
    assert refused.startswith("That is EUR, but this is kept in USD.")
    assert figures(new) == left("€50.00").replace("$0", "€0")
    assert (await family.says("/budgets")).endswith("Budgets together €50.00 + $120.00")


async def test_whoever_types_too_fast_is_told_what_to_type(chat: Chat) -> None:
    await chat.says("/budget mom christmas 10")
    helped = {
        "/budget 100 mom christmas": "The amount comes last: /budget mom christmas 100",
        "/budget 100": "The amount comes last: /budget mom christmas 100",
        "/budget mom christmas100": "Put a space between Christmas and 100, "
        "or all of it in quotes if that is its name.",
        "/budget me christmas 100": "I don't know yet who you are. Tell me: /iam NAME.",
        "/budget @ben christmas 100": "I don't know yet who @ben is. They can tell me: /iam NAME.",
        "/budgets mom": "Mom is a person. What may be spent on them: /budget mom christmas. "
        "Everybody's budgets: /budgets christmas.",
    }

    answers = {said: await chat.says(said) for said in helped}

    assert answers == helped


async def test_an_occasion_in_quotes_may_end_in_a_number(chat: Chat) -> None:
    answer = await chat.says('/budget mom "Christmas100" 5')

    assert "✨ New: Mom and Christmas100" in answer


async def test_the_amount_alone_is_kept_while_the_occasion_is_asked_for(chat: Chat) -> None:
    asked = await chat.says("/budget mom 100 from all of us")
    answer = await chat.presses("Christmas")

    assert asked == "🎁 Mom — for which occasion?\nTap one, or reply with another one."
    assert answer == FIRST.replace("✨", "📝 from all of us\n✨")


async def test_the_occasion_alone_is_kept_while_the_person_is_asked_for(chat: Chat) -> None:
    asked = await chat.says("/budget christmas 100")
    answer = await chat.answers("Mom")

    assert asked == "🎁 A budget for whom?\nReply with a name, for example: Mom"
    assert answer == f"✓ Mom\n\n{FIRST}"


async def test_a_person_alone_leads_to_the_status(family: Chat) -> None:
    await family.says("/budget mom christmas 100")

    asked = await family.says("/budget mom")
    answer = await family.presses("Christmas")

    assert asked == "🎁 Mom — for which occasion?\nTap one, or reply with another one."
    assert answer == CARD


async def test_a_person_alone_without_any_budget_leads_to_an_amount(chat: Chat) -> None:
    await chat.says("/budget by mom")

    asked = await chat.presses("Christmas")

    assert asked == "🛍 Mom buys · Christmas 2026 — how much?\nTap an amount, or reply with another one."


async def test_nobody_has_a_budget_at_first(chat: Chat) -> None:
    assert await chat.says("/budgets") == NONE_YET
    assert await chat.says("/budgets christmas") == (
        "There is no Christmas 2026 here yet. A budget makes it: /budget mom christmas 2026 100. "
        "/occasions lists what there is."
    )
    assert await chat.says("/budgets foo 2027") == (
        "There is no Foo here yet. A budget makes it: /budget mom foo 100. /occasions lists what there is."
    )


async def test_budgets_are_listed_by_name_against_the_ceiling(family: Chat) -> None:
    await family.knows("ann")
    await family.says("/occasion christmas budget 150")
    await family.says("/budget mom christmas 100")
    await family.says("/budget ben christmas 60.50")
    await family.says("/budget by ann christmas 500")

    answer = await family.says("/budgets")

    assert answer == (
        "🎁 Christmas 2026 (in 35 days)\n"
        "Ben $0.00 of $60.50\n░░░░░░░░░░ 0 %\n"
        "Mom $0.00 of $100.00\n░░░░░░░░░░ 0 %\n"
        "—\nBudgets together $160.50\n"
        "Ceiling: $0.00 of $150.00\n░░░░░░░░░░ 0 %"
    )


async def test_a_dated_birthday_of_somebodys_is_found_by_its_owner(family: Chat) -> None:
    await family.says("/budget mom birthday 40")
    await family.says("/person mom birthday 29 February")

    answer = await family.says("/budgets mom's birthday")

    assert answer.startswith("🎁 Mom's Birthday 2027 (in 100 days)")
    assert "Mom $0.00 of $40.00" in answer


async def test_more_than_eight_people_fill_several_pages(chat: Chat) -> None:
    names = [*EIGHT, "Iris", "Jonathan"]
    await chat.knows(*names)
    for number, name in enumerate(names, 1):
        await chat.says(f"/budget {name} christmas {number}")

    first = await chat.says("/budgets")
    second = await chat.presses("Next")
    labels = chat.buttons
    back = await chat.presses("Back")

    assert [name for name in names if name in first] == names[:8]
    assert "Budgets together $55.00\nPage 1 of 2" in first
    assert [name for name in names if name in second] == names[8:]
    assert labels == ["◀ Back", "📊 Picture"]
    assert back == first


async def test_a_page_pressed_twice_or_late_does_no_harm(town: Town, chat: Chat) -> None:
    for number, name in enumerate([*EIGHT, "Iris"], 1):
        await chat.says(f"/budget {name} christmas {number}")
    await chat.says("/budgets")
    message = town.telegram.messages(chat.id)[-1]
    data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]

    async def press(what: str) -> list[str]:
        before = len(town.telegram.toasts)
        town.telegram.tap(town.person("Ben"), chat.id, message["message_id"], what)
        await town.settled()
        return [toast.text for toast in town.telegram.toasts[before:]]

    assert await press(data) == []
    assert await press(data) == []
    assert "Page 2 of 2" in chat.heard[-1]
    await chat.says("/undo")
    assert await press(data) == []
    assert "Page" not in chat.heard[-2]
    assert await press("budgets:4711:1") == ["That is no longer here. Ask again with a new command."]
    assert await press("budgets:x:y") == ["That is no longer here. Ask again with a new command."]


async def test_the_answer_comes_in_the_topic_of_the_question(town: Town) -> None:
    ann = town.person("Ann")
    chat_id = town.telegram.add_group("Our forum", [ann], forum=True)
    town.telegram.add_bot(chat_id, ann)
    topic = town.telegram.add_topic(chat_id, ann, "Presents")
    chat = Chat(town, chat_id, "Ann")
    await chat.knows("mom")

    await chat.says("/budget mom christmas 100", thread_id=topic)
    await chat.says("/budget", thread_id=topic)
    await chat.presses("Mom")
    await chat.answers("christmas")

    answers: list[dict[str, Any]] = [one for one in town.telegram.messages(chat_id) if one["from"]["is_bot"]][-3:]
    assert {one["message_thread_id"] for one in answers} == {topic}
    assert await chat.says("/budget mom christmas") == CARD


async def test_another_bots_command_is_not_ours(chat: Chat) -> None:
    assert await chat.says("/budget@other_bot mom christmas 100") == ""


async def test_a_mention_means_the_person_of_the_account(town: Town, chat: Chat) -> None:
    await chat.says("/iam Benjamin", by="Ben")

    by_name = await chat.says("/budget @ben christmas 10")
    tapped = await chat.says(
        "/budget Benny Boy christmas 20",
        entities=[{"type": "text_mention", "offset": 8, "length": 9, "user": town.telegram.users[town.person("Ben")]}],
    )
    by_purchaser = await chat.says(
        "/budget by 👨‍👩‍👧 xmas 30",
        entities=[{"type": "text_mention", "offset": 11, "length": 8, "user": town.telegram.users[town.person("Ben")]}],
    )
    own = await chat.says("/budget me christmas 25", by="Ben")

    assert by_name.startswith("🎁 Benjamin · Christmas 2026")
    assert tapped.startswith("🎁 Benjamin · Christmas 2026")
    assert by_purchaser.startswith("🛍 Benjamin buys · Christmas 2026")
    assert own == "🎁 Benjamin · Christmas 2026 (in 35 days)\nBudget $25.00"


async def test_a_tapped_mention_of_a_stranger_is_refused(town: Town, chat: Chat) -> None:
    answer = await chat.says(
        "/budget Mom christmas 20",
        entities=[{"type": "text_mention", "offset": 8, "length": 3, "user": town.telegram.users[town.person("Mom")]}],
    )

    assert answer == "I don't know yet who Mom is. They can tell me: /iam NAME."


async def test_a_caption_is_a_command_as_well(town: Town) -> None:
    chat = town.private("Ann")
    await chat.says("/start")
    await chat.presses("🥚 Start")
    await chat.says("/iam ann")

    answer = await chat.captions("/budget mom christmas 100")

    assert answer == f"{CARD}\n{NEW}"
