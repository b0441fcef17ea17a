"""Occasions: their dates, their years, and what everybody together may cost."""

import pytest

from tests.chat import Chat


async def test_an_occasion_is_added_shown_and_taken_back(chat: Chat) -> None:
    assert await chat.says("/occasion graduation 12 June budget 300") == (
        "📅 Graduation 2027 (in 204 days) · new\nDate: June 12, 2027\nCeiling for everybody together: $300.00"
    )
    assert await chat.says("/occasion graduation") == (
        "📅 Graduation 2027 (in 204 days)\nDate: June 12, 2027\nCeiling for everybody together: $300.00"
    )
    assert chat.buttons == []

    await chat.says("/undo")

    assert (await chat.says("/occasions")).startswith("Nothing is planned yet.")


@pytest.mark.parametrize(
    ("said", "head", "date"),
    [
        ("graduation 12 June", "Graduation 2027 (in 204 days) · new", "June 12, 2027"),
        ("graduation 12 June 2028", "Graduation 2028 (in 570 days) · new", "June 12, 2028"),
        ("graduation 2028-06-12", "Graduation 2028 (in 570 days) · new", "June 12, 2028"),
        ("party today", "Party 2026 (today) · new", "November 20, 2026"),
        ("party tomorrow", "Party 2026 (tomorrow) · new", "November 21, 2026"),
        ("christmas", "Christmas 2026 (in 35 days) · new", "December 25, 2026"),
        ("christmas 24 December", "Christmas 2026 (in 34 days) · new", "December 24, 2026"),
        ("christmas 2027", "Christmas 2027 (in 400 days) · new", "December 25, 2027"),
        ("christmas 2027 24 December", "Christmas 2027 (in 399 days) · new", "December 24, 2027"),
        ("christmas 24 December 2027", "Christmas 2027 (in 399 days) · new", "December 24, 2027"),
        ("christmas 2025 24 December", "Christmas 2025 (331 days ago) · new", "December 24, 2025"),
        ("leap 29 February yearly", "Leap 2027 (in 100 days) · new", "February 28, 2027"),
        ("leap yearly 29 February 2028", "Leap 2028 (in 466 days) · new", "February 29, 2028"),
        ('"the big day" 1 May', "the big day 2027 (in 162 days) · new", "May 1, 2027"),
    ],
)
async def test_dates_are_read_with_and_without_a_year(words: Chat, said: str, head: str, date: str) -> None:
    answer = await words.says(f"/occasion {said}")

    assert answer.splitlines()[:2] == [f"📅 {head}", f"Date: {date}"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/occasion", "Something is missing. /help occasion shows how it goes."),
        ("/occasion graduation 31 June", "I know no day 31 June. Type it like 3 May or 2027-05-03."),
        ("/occasion graduation budget", "How much? For example 100, 99.50 or none."),
        ("/occasion graduation budget lots", "I cannot read lots as an amount. Type it like 100, 99.50 or none."),
        ("/occasion graduation budget -5", "-5 is below zero. Type it without the minus, or none for no limit."),
        ("/occasion graduation yearly", "On which day does Graduation come every year? Add it: 12 June."),
        ("/occasion birthday", "Whose birthday? For example /person mom birthday 3 May."),
        ("/occasion christmas soon", "I don't know what to do with soon. /help occasion shows how it goes."),
        ("/occasions all", "I don't know what to do with all. /help occasions shows how it goes."),
    ],
)
async def test_what_cannot_be_meant_is_refused_and_nothing_is_made(words: Chat, said: str, answer: str) -> None:
    assert await words.says(said) == answer
    assert (await words.says("/occasions")).startswith("Nothing is planned yet.")


async def test_a_ceiling_is_set_changed_cleared_and_each_taken_back(chat: Chat) -> None:
    told = ("", " budget 300", " budget 0", " budget none")
    ceilings = [(await chat.says(f"/occasion christmas{words}")).splitlines()[2] for words in told]

    assert ceilings == [
        "No ceiling for everybody together",
        "Ceiling for everybody together: $300.00",
        "Ceiling for everybody together: $0.00",
        "No ceiling for everybody together",
    ]
    for ceiling in ceilings[2:0:-1]:
        await chat.says("/undo")
        assert (await chat.says("/occasion christmas")).splitlines()[2] == ceiling


async def test_a_ceiling_leaves_the_date_and_a_date_the_ceiling(words: Chat) -> None:
    await words.says("/occasion christmas 24 December")
    await words.says("/occasion christmas budget 300")
    await words.says("/occasion christmas 23 December")

    assert (await words.says("/occasion christmas")).splitlines()[1:] == [
        "Date: December 23, 2026",
        "Ceiling for everybody together: $300.00",
    ]


async def test_a_moved_christmas_is_still_this_years(words: Chat) -> None:
    await words.knows("mom")
    await words.says("/budget mom christmas 100")
    await words.says("/occasion christmas 24 December")

    assert (await words.says("/budget mom christmas")).startswith("🎁 Mom · Christmas 2026 (in 34 days)")
    await words.says("/undo")
    assert (await words.says("/budget mom christmas")).startswith("🎁 Mom · Christmas 2026 (in 35 days)")


async def test_the_years_of_a_series_never_mix(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")
    await chat.says("/occasion christmas 2027 24 December budget 500")
    await chat.says("/budget mom christmas 2027 200")

    assert "of $100.00" in await chat.says("/budget mom christmas")
    assert (await chat.says("/occasions")).splitlines()[1:] == [
        "• Christmas 2026 · December 25, 2026 (in 35 days)",
        "• Christmas 2027 · December 24, 2027 (in 399 days)",
    ]
    assert (await chat.says("/occasion christmas")).endswith("No ceiling for everybody together")


async def test_christmas_means_the_next_one_as_years_go_by(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")
    chat.town.clock.move(days=100)
    await chat.says("/budget mom christmas 200")
    chat.town.clock.move(days=400)

    assert (await chat.says("/budget mom christmas 300")).startswith("🎁 Mom · Christmas 2028 ")
    assert "of $100.00" in await chat.says("/budgets christmas 2026")
    assert "of $200.00" in await chat.says("/budgets christmas 2027")


async def test_an_early_day_of_a_past_year_is_still_known(chat: Chat) -> None:
    await chat.says("/occasion valentines 2026 budget 20")
    chat.town.clock.move(days=400)

    assert (await chat.says("/occasion valentines 2026")).endswith("Ceiling for everybody together: $20.00")


async def test_what_comes_yearly_comes_every_year_on_the_29th_of_february_when_there_is_one(words: Chat) -> None:
    await words.says("/occasion leap 29 February yearly")

    assert "Date: February 29, 2028" in await words.says("/occasion leap 2028")
    assert "Date: February 28, 2029" in await words.says("/occasion leap 2029")


async def test_another_day_for_every_year(words: Chat) -> None:
    await words.says("/occasion reunion 1 August yearly")
    await words.says("/occasion reunion 2 August yearly")

    assert "Date: August 2, 2028" in await words.says("/occasion reunion 2028")
    await words.says("/undo")
    await words.says("/undo")
    assert "Date: August 1, 2028" in await words.says("/occasion reunion 2028")


async def test_what_is_planned_once_can_become_yearly_and_once_again(chat: Chat) -> None:
    await chat.says("/budget mom reunion 100")
    await chat.says("/occasion reunion 1 August")
    await chat.says("/occasion reunion yearly")

    assert (await chat.says("/occasion reunion 2028")).startswith("📅 Reunion 2028 (in 620 days) · new")
    await chat.says("/undo")
    await chat.says("/undo")
    assert (await chat.says("/occasion reunion 2028")).startswith("Reunion takes place once, and not in 2028.")


async def test_what_takes_place_once_can_be_put_off_but_not_repeated(words: Chat) -> None:
    await words.says("/occasion graduation 12 June")

    assert (await words.says("/occasion graduation 12 June 2028")).startswith("📅 Graduation 2028")
    words.town.clock.move(days=600)
    assert await words.says("/occasion graduation 12 June") == (
        'Graduation takes place once, and not in 2029. Name another one, like "Graduation 2029".'
    )


async def test_long_ago_a_name_becomes_free_again(chat: Chat) -> None:
    await chat.says("/budget mom graduation 100")
    await chat.says("/occasion graduation 12 June")
    chat.town.clock.move(days=1000)

    assert (await chat.says("/budget mom graduation 200")).startswith("🎁 Mom · Graduation\n")
    await chat.says("/undo")
    assert await chat.says("/occasions") != ""
    assert (await chat.says("/occasion graduation 12 June")).startswith("📅 Graduation 2030 ")


async def test_a_birthday_says_whose_it_is(words: Chat) -> None:
    await words.says("/person mom birthday 3 May")

    assert (await words.says("/occasion mom's birthday")).startswith("📅 Mom's Birthday 2027 (in 164 days) · new\n")
    assert (await words.says("/occasion mom birthday 2028")).startswith("📅 Mom's Birthday 2028 (in 530 days) · new\n")
    assert (await words.says("/occasions")).splitlines()[1:] == [
        "• Mom's Birthday 2027 · May 3, 2027 (in 164 days)",
        "• Mom's Birthday 2028 · May 3, 2028 (in 530 days)",
    ]


async def test_a_birthday_without_a_day_says_how_to_tell_it(words: Chat) -> None:
    await words.says("/person mom")

    answer = await words.says("/occasion mom's birthday")

    assert answer.splitlines()[1] == "No date yet: /person mom birthday 3 May"


async def test_the_day_of_somebodys_birthday_is_the_day_of_all_of_them(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom birthday 50")

    await chat.says("/occasion mom's birthday 3 May")

    assert await chat.says("/people") == "👪 People\n• Mom · 🎂 May 3 · not on Telegram"
    assert (await chat.says("/budget mom birthday 2028 60")).startswith("🎁 Mom · Birthday 2028")
    await chat.says("/undo")
    await chat.says("/undo")
    assert await chat.says("/people") == "👪 People\n• Mom · not on Telegram"
    assert (await chat.says("/budget mom birthday")).startswith("🎁 Mom · Birthday\n")


async def test_a_year_of_a_birthday_nobody_knows_is_the_one_without_a_date(chat: Chat) -> None:
    await chat.says("/budget mom birthday 50")

    assert (await chat.says("/budget mom birthday 2027 60")).startswith("🎁 Mom · Birthday\n")


async def test_the_birthday_of_somebody_unknown_makes_them_known(chat: Chat) -> None:
    answer = await chat.says("/occasion dad\u2019s birthday 3 May")

    assert answer.startswith("📅 Dad's Birthday 2027")
    assert await chat.says("/people") == "👪 People\n• Dad · 🎂 May 3"
    await chat.presses("Undo")
    assert (await chat.says("/people")).startswith("Nobody yet.")


async def test_two_people_have_two_birthdays(words: Chat) -> None:
    await words.says("/person mom birthday 3 May")
    await words.says("/person dad birthday 4 May")
    await words.says("/budget mom birthday 50")
    await words.says("/budget dad birthday 60")

    assert (await words.says("/occasions")).splitlines()[1:] == [
        "• Mom's Birthday 2027 · May 3, 2027 (in 164 days)",
        "• Dad's Birthday 2027 · May 4, 2027 (in 165 days)",
    ]


async def test_somebody_elses_christmas_is_everybodys(words: Chat) -> None:
    await words.says("/budget mom christmas 100")

    assert (await words.says("/occasion mom christmas")).startswith("📅 Christmas 2026 (in 35 days)\n")


async def test_many_occasions_are_listed_by_pages_the_undated_last(words: Chat) -> None:
    await words.says("/occasion someday")
    for day in range(1, 10):
        await words.says(f"/occasion party{day} {day} May")

    first = await words.says("/occasions")

    assert first.splitlines()[-2:] == ["• Party8 2027 · May 8, 2027 (in 169 days)", "Page 1 of 2"]
    assert words.buttons == ["Next ▶"]
    assert (await words.presses("Next")).splitlines() == [
        "📅 What lies ahead",
        "• Party9 2027 · May 9, 2027 (in 170 days)",
        "• Someday · no date yet",
        "Page 2 of 2",
    ]
    assert await words.presses("Back") == first
