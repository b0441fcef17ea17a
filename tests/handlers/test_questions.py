from tests.chat import Chat, Town

CARD = """\
🎁 Mom · Christmas 2026 (in 35 days)
░░░░░░░░░░ 0 %
Spent $0.00 · planned $0.00 · left $100.00 of $100.00"""


async def test_two_close_names_in_one_command_are_asked_about_one_after_the_other(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 5")

    whom = await chat.says("/budget mum chrismas 100")
    which = await chat.presses("Mom")
    card = await chat.presses("Christmas")

    assert whom == "I don't know Mum yet. Who is meant?"
    assert which == "I don't know Chrismas yet. Which occasion is meant?"
    assert card == CARD


async def test_both_close_names_may_be_new(chat: Chat) -> None:
    await chat.says("/budget mom christmas 5")

    await chat.says("/budget mum chrismas 100 for her")
    await chat.presses('New: "Mum"')
    card = await chat.presses('New: "Chrismas"')

    assert card == (
        "🎁 Mum · Chrismas\nBudget $100.00\n📝 for her\n✨ New: Mum and Chrismas\n\n"
        "👤 Who is Mum? Then I know whom not to tell."
    )


async def test_two_people_a_letter_apart_are_both_offered_to_a_third_spelling(chat: Chat) -> None:
    await chat.says("/budget mom christmas 5")
    await chat.says("/budget mum christmas 6")
    await chat.presses('New: "Mum"')

    await chat.says("/budget mim christmas 7")

    assert chat.buttons == ["Mom", "Mum", 'New: "Mim"', "✖ Cancel"]
    assert "Mum · Christmas 2026" in await chat.presses("Mum")


async def test_two_people_a_letter_apart_are_each_known_by_their_own_name(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 5")
    await chat.says("/budget mum christmas 6")
    await chat.presses('New: "Mum"')
    await chat.presses("Not on Telegram")

    assert "left $5.00" in await chat.says("/budget mom christmas")
    assert "left $6.00" in await chat.says("/budget mum christmas")


async def test_the_longest_known_name_is_meant(chat: Chat) -> None:
    await chat.says('/budget "Aunt May" christmas 5')
    await chat.says('/budget "Aunt" christmas 6')
    await chat.says('/budget mom "Christmas party" 7')

    longest = await chat.says("/budget aunt may christmas party 8")
    shorter = await chat.says("/budget aunt christmas 9")

    assert longest.startswith("🎁 Aunt May · Christmas party")
    assert shorter.startswith("🎁 Aunt · Christmas 2026")


async def test_what_is_owned_is_the_owners(chat: Chat) -> None:
    new = await chat.says("/budget zoe's christmas 5")
    await chat.presses("Not on Telegram")
    known = await chat.says("/budget Zoe's birthday 6")
    close = await chat.says("/budget zoé's christmas")

    assert "✨ New: Zoe and Christmas 2026" in new
    assert known.startswith("🎁 Zoe · Birthday")
    assert close.startswith("🎁 Zoe · Christmas 2026")


async def test_quotes_keep_what_is_owned_in_the_name(chat: Chat) -> None:
    assert "✨ New: Zoe's and Christmas 2026" in await chat.says('/budget "Zoe\'s" christmas 5')


async def test_a_year_is_no_near_miss_of_another(chat: Chat) -> None:
    await chat.says('/budget mom "Reunion 2026" 5')

    answer = await chat.says('/budget mom "Reunion 2027" 6')

    assert "✨ New: Reunion 2027" in answer


async def test_an_ambiguous_amount_is_asked_about_with_its_note_kept(chat: Chat) -> None:
    await chat.knows("mom")
    asked = await chat.says("/budget mom christmas 1.234 a ring")
    labels = chat.buttons
    thousand = await chat.presses("$1,234.00")
    await chat.says("/budget mom christmas 1.234")
    cents = await chat.presses("$1.23")

    assert asked == "1.234 can be read in two ways. Which one?"
    assert labels == ["$1,234.00", "$1.23", "✖ Cancel"]
    assert "left $1,234.00 of $1,234.00\n📝 a ring\n✨ New: Christmas 2026" in thousand
    assert "left $1.23 of $1.23\n📝 a ring" in cents


async def test_nothing_is_stored_before_the_answer(chat: Chat) -> None:
    await chat.says("/budget mom christmas 1.234")

    assert (await chat.says("/budgets")).startswith("No budgets yet.")
    assert await chat.presses("Cancel") == "✖ Cancelled. Nothing was changed."
    assert (await chat.says("/budgets")).startswith("No budgets yet.")


async def test_a_lone_year_is_the_year_or_the_amount(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 2027 70")
    asked = await chat.says("/budget mom christmas 2027")
    labels = chat.buttons

    year = await chat.presses("Christmas 2027")
    await chat.says("/budget mom christmas 2027")
    amount = await chat.presses("$2,027.00")

    assert asked == "Is 2027 the year or the budget?"
    assert labels == ["Christmas 2027", "$2,027.00", "✖ Cancel"]
    assert year.startswith("🎁 Mom · Christmas 2027 (in 400 days)")
    assert "left $70.00" in year
    assert amount.startswith("🎁 Mom · Christmas 2026 (in 35 days)")
    assert "left $2,027.00" in amount


async def test_an_amount_that_could_be_a_year_but_has_a_sign_is_an_amount(chat: Chat) -> None:
    await chat.knows("mom")

    assert "left $2,027.00" in await chat.says("/budget mom christmas $2027")
    assert "left $2,028.00" in await chat.says("/budget mom christmas 2028.00")


async def test_words_do_not_answer_what_only_buttons_can(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 5")
    await chat.says("/budget mum christmas 100")

    answer = await chat.answers("the other one")

    assert answer == "Please press one of the buttons below the question."
    assert await chat.presses("Mom") == CARD


async def test_a_command_is_no_answer_to_a_question(town: Town) -> None:
    chat = town.private("Ann")
    await chat.says("/start")
    await chat.presses("🥚 Start")
    await chat.says("/budget")

    answer = await chat.says("/budgets")

    assert answer.startswith("No budgets yet.")
    assert "Mom — for which occasion?" in await chat.says("Mom")


async def test_a_question_survives_a_restart(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 5")
    await chat.says("/budget mum christmas 100")

    await town.restart()

    assert await chat.presses("Mom") == CARD


async def test_a_refusal_behind_a_question_takes_its_place(chat: Chat) -> None:
    await chat.says("/budget mom christmas 5")
    await chat.says("/budget mum christmas hundred")

    answer = await chat.presses("Mom")

    assert answer == "I cannot read hundred as an amount. Type it like 100, 99.50 or none."
    assert chat.buttons == []


async def test_a_question_about_an_edited_command_is_asked_in_its_place(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")

    asked = await chat.corrects("/budget mom christmas 100", "/budget mom christmas 1.234")
    answer = await chat.presses("$1.23")

    assert asked == "1.234 can be read in two ways. Which one?"
    assert "left $1.23 of $1.23" in answer
    assert "$100.00" not in await chat.says("/budget mom christmas")
