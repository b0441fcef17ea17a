"""People: what is told of them, and who is whom."""

import pytest

from tests.chat import Chat, Town


async def test_somebody_is_added_shown_and_taken_back(chat: Chat) -> None:
    assert await chat.says("/person mom") == "✨ New:\n👤 Mom\n\n👤 Who is Mom? Then I know whom not to tell."
    assert await chat.says("/person Mom") == "👤 Mom"
    assert chat.buttons == []

    await chat.says("/undo")

    assert (await chat.says("/people")).startswith("Nobody yet.")


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("birthday 3 May", "Mom · 🎂 May 3"),
        ("birthday 3 May 1961", "Mom · 🎂 May 3, 1961"),
        ("birthday 29 February", "Mom · 🎂 February 29"),
        ("alias mama", "Mom · also mama"),
        ('alias "Big Boss"', "Mom · also big boss"),
        ("alias MOM", "Mom"),
        ("offline", "Mom · not on Telegram"),
        ("online", "Mom"),
        ("alias mama birthday 3 May offline", "Mom · also mama · 🎂 May 3 · not on Telegram"),
    ],
)
async def test_what_is_told_of_somebody_is_shown_and_can_be_taken_back(words: Chat, said: str, line: str) -> None:
    await words.says("/person mom")

    assert await words.says(f"/person mom {said}") == f"👤 {line}"
    if words.buttons:
        await words.presses("Undo")
    assert await words.says("/people") == "👪 People\n• Mom"


async def test_each_thing_told_leaves_the_others_and_goes_by_itself(words: Chat) -> None:
    await words.says("/person mom alias mama")
    await words.says("/person mom birthday 3 May")
    await words.says("/person mom alias mutti")
    await words.says("/person mom birthday none")

    assert await words.says("/people") == "👪 People\n• Mom · also mama, mutti"
    await words.says("/undo")
    assert await words.says("/people") == "👪 People\n• Mom · also mama, mutti · 🎂 May 3"
    await words.says("/undo")
    assert await words.says("/people") == "👪 People\n• Mom · also mama · 🎂 May 3"


async def test_an_alias_means_the_person_until_it_is_taken_back(words: Chat) -> None:
    await words.says("/person mom alias mama")

    assert (await words.says("/budget Mama christmas 10")).startswith("🎁 Mom")


@pytest.mark.parametrize("alias", ["ben", "BEN", "benny"])
async def test_an_alias_that_means_somebody_else_is_refused(words: Chat, alias: str) -> None:
    await words.says("/person ben alias benny")
    await words.says("/person mom")

    answer = await words.says(f"/person mom alias {alias}")

    assert answer == f"{alias} already means Ben. Choose another word."
    assert await words.says("/person mom") == "👤 Mom"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/person", "Something is missing. /help person shows how it goes."),
        ("/person mom alias", "Something is missing. /help person shows how it goes."),
        ("/person mom birthday", "Something is missing. /help person shows how it goes."),
        ("/person mom birthday 31 June", "I know no day 31 June. Type it like 3 May or 2027-05-03."),
        ("/person mom birthday soon", "I know no day soon. Type it like 3 May or 2027-05-03."),
        ("/people all", "I don't know what to do with all. /help people shows how it goes."),
        ("/iam", "Something is missing. /help iam shows how it goes."),
    ],
)
async def test_what_cannot_be_meant_is_refused_and_changes_nothing(words: Chat, said: str, answer: str) -> None:
    await words.says("/person mom")

    assert await words.says(said) == answer
    assert await words.says("/people") == "👪 People\n• Mom"


async def test_words_that_tell_nothing_are_refused(words: Chat) -> None:
    await words.says("/person mom")

    answer = await words.says("/person mom likes tea")

    assert answer == "I don't know what to do with likes tea. /help person shows how it goes."


async def test_i_am_somebody(chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")

    answer = await chat.says("/iam mom", by="Mom")

    assert answer == "👋 You are Mom. What is meant to surprise you stays a surprise."
    assert await chat.says("/people") == "👪 People\n• Mom · on Telegram"
    await chat.says("/undo", by="Mom")
    assert await chat.says("/people") == "👪 People\n• Mom"


async def test_i_am_somebody_offline_after_all(chat: Chat) -> None:
    await chat.says("/person mom offline")

    await chat.says("/iam mom", by="Mom")
    await chat.says("/undo", by="Mom")

    assert await chat.says("/people") == "👪 People\n• Mom · not on Telegram"


async def test_saying_it_again_changes_nothing(words: Chat) -> None:
    await words.says("/iam mom", by="Mom")

    await words.says("/iam mom", by="Mom")

    assert words.buttons == []


async def test_nobody_is_two_accounts(chat: Chat) -> None:
    await chat.says("/iam mom", by="Mom")

    assert await chat.says("/iam mom", by="Ben") == "Mom is on Telegram already, with an account of their own."
    assert await chat.says("/person mom offline") == "Mom is on Telegram already, with an account of their own."


async def test_an_account_can_become_somebody_else(chat: Chat) -> None:
    await chat.says("/iam mum", by="Mom")
    await chat.says("/iam Granny", by="Mom")

    assert await chat.says("/people") == "👪 People\n• Granny · on Telegram\n• Mum"
    assert (await chat.says("/iam mum", by="Ben")).startswith("👋 You are Mum.")


async def test_a_person_others_built_on_stays(chat: Chat) -> None:
    await chat.says("/person mom")
    await chat.says("/budget mom christmas 100", by="Ben")

    assert (await chat.says("/undo")).startswith("That cannot be taken back any more: something was built on it since.")
    assert await chat.says("/people") == "👪 People\n• Mom"


async def test_a_birthday_gives_the_birthdays_ahead_their_day_and_takes_it_back(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom birthday 50")
    await chat.says("/person mom birthday 3 May")

    assert "• Mom's Birthday 2027 · May 3, 2027 (in 164 days)" in await chat.says("/occasions")
    assert (await chat.says("/budget mom birthday")).startswith("🎁 Mom · Birthday 2027")
    await chat.says("/undo")
    assert "• Mom's Birthday · no date yet" in await chat.says("/occasions")


async def test_a_birthday_told_anew_takes_its_budget_along(words: Chat) -> None:
    await words.says("/person mom birthday 3 December offline")
    await words.says("/budget mom birthday 50")

    await words.says("/person mom birthday 3 May")

    assert (await words.says("/occasions")).endswith("• Mom's Birthday 2027 · May 3, 2027 (in 164 days)")
    assert "of $50.00" in await words.says("/budget mom birthday")


async def test_a_birthday_told_anew_mixes_no_years(chat: Chat) -> None:
    await chat.says("/person mom birthday 3 December offline")
    await chat.says("/budget mom birthday 50")
    await chat.says("/budget mom birthday 2027 60")

    await chat.says("/person mom birthday 3 May")

    assert (await chat.says("/occasions")).endswith("ahead\n• Mom's Birthday 2027 · May 3, 2027 (in 164 days)")
    assert "of $60.00" in await chat.says("/budget mom birthday")
    assert "of $50.00" in await chat.says("/budgets mom's birthday 2026")


async def test_many_people_are_listed_by_pages(words: Chat) -> None:
    for number in range(11, 29):
        await words.says(f"/person Cousin{number}")

    first = await words.says("/people")

    assert first.splitlines() == ["👪 People", *(f"• Cousin{number}" for number in range(11, 19)), "Page 1 of 3"]
    assert words.buttons == ["Next ▶"]
    second = await words.presses("Next")
    assert second.splitlines() == ["👪 People", *(f"• Cousin{number}" for number in range(19, 27)), "Page 2 of 3"]
    assert (await words.presses("Next")).splitlines() == ["👪 People", "• Cousin27", "• Cousin28", "Page 3 of 3"]
    assert words.buttons == ["◀ Back"]
    assert await words.presses("Back") == second


async def test_a_page_that_is_no_more_shows_the_last(town: Town, chat: Chat) -> None:
    for number in range(9):
        await chat.says(f"/person Cousin{number}")
    await chat.says("/people")
    listed = next(reversed(chat.shown()))
    await chat.says("/undo")

    town.telegram.tap(town.person("Ben"), chat.id, listed, "people:7")
    await town.settled()

    assert chat.shown()[listed].splitlines()[-1] == "• Cousin7"
