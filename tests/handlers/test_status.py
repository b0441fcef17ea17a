"""An occasion at a glance, and whether something more would fit."""

import pytest

from tests.chat import Chat, Town

HEAD = "📊 Christmas 2026 (in 35 days)"
NONE_YET = "No budgets yet. Set the first one: /budget mom christmas 100"
NOT_ENOUGH = "Something is missing. /help fits shows how it goes."


@pytest.fixture
async def family(words: Chat) -> Chat:
    """A family in which Ben is over, Mom is not, Zoe has no limit, and nothing may be spent on Carl."""
    await words.knows("mom", "ben", "carl", "zoe")
    for said in (
        "/budget mom christmas 100",
        "/budget ben christmas 20",
        "/budget carl christmas 0",
        "/gift mom christmas scarf 84",
        "/bought ben christmas tea 25",
    ):
        await words.says(said)
    return words


def lines_below(answer: str) -> list[str]:
    """What is said of each person."""
    return answer.partition("—\n")[2].splitlines()


async def test_an_occasion_is_shown_at_a_glance(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")
    await chat.says("/gift mom christmas scarf 20")
    await chat.says("/bought mom christmas tea 64")

    answer = await chat.says("/status christmas")

    assert answer == (
        f"{HEAD}\n▓▓▓▓▓▓▓▓░░ 84 %\nSpent $64.00 · planned $20.00 · left $16.00 of $100.00\n"
        "—\n▓▓▓▓▓▓▓▓░░ 84 % Mom $16.00 left"
    )
    assert [isinstance(picture, bytes) for picture in chat.pictures] == [True]


async def test_who_needs_care_comes_first(family: Chat) -> None:
    await family.knows("ann")
    await family.says("/budget ann christmas 40")
    await family.says("/gift ann christmas pen 40")
    await family.says("/gift zoe christmas car 3")

    answer = await family.says("/status text")

    assert lines_below(answer) == [
        "▓▓▓▓▓▓▓▓▓▓ 125 % Ben ⚠️ $5.00 over",
        "▓▓▓▓▓▓▓▓▓▓ 100 % Ann fully used",
        "▓▓▓▓▓▓▓▓░░ 84 % Mom $16.00 left",
        "• Zoe $3.00, no limit",
        "• Carl nothing may be spent",
    ]
    assert family.pictures == []


async def test_a_line_too_wide_for_a_telephone_is_two(words: Chat) -> None:
    await words.knows('"Great-Aunt Philippa"', "philippa")
    await words.says('/budget "Great-Aunt Philippa" christmas 1000')
    await words.says("/bought philippa christmas tea 1")
    await words.says('/gift "Great-Aunt Philippa" christmas rug 2500')

    answer = await words.says("/status text")

    assert lines_below(answer)[:2] == ["▓▓▓▓▓▓▓▓▓▓ 250 % Great-Aunt Philippa", "⚠️ $1,500.00 over"]


async def test_everything_counts_against_the_ceiling(family: Chat) -> None:
    await family.says("/gift zoe christmas car 3")
    without = (await family.says("/status text")).splitlines()[1]

    await family.says("/occasion christmas budget 100")

    assert without == "Spent $25.00 · planned $87.00 · no limit"
    assert (await family.says("/status text")).splitlines()[1:3] == [
        "▓▓▓▓▓▓▓▓▓▓ 112 %",
        "Spent $25.00 · planned $87.00 · ⚠️ $12.00 over $100.00",
    ]


async def test_each_currency_has_a_total_of_its_own(words: Chat) -> None:
    await words.knows("mom", "ben")
    await words.says("/budget mom christmas 100")
    await words.says("/gift mom christmas scarf 20")
    await words.says("/family currency EUR")
    await words.says("/occasion christmas budget 50")
    await words.says("/budget ben christmas 10")

    answer = await words.says("/status text")

    assert answer.partition("\n—")[0].splitlines()[1:] == [
        "░░░░░░░░░░ 0 %",
        "Spent €0.00 · planned €0.00 · left €50.00 of €50.00",
        "▓▓░░░░░░░░ 20 %",
        "Spent $0.00 · planned $20.00 · left $80.00 of $100.00",
    ]


async def test_the_next_occasion_that_there_is_money_for_is_meant(chat: Chat) -> None:
    assert await chat.says("/status") == NONE_YET
    await chat.says("/occasion picnic 1 December 2026")
    assert (await chat.says("/status")).splitlines()[1].startswith("Nobody has a budget yet.")
    await chat.knows("mom")
    await chat.says("/gift mom christmas scarf 20")

    answer = await chat.says("/status")

    assert answer.startswith("📊 Christmas 2026")


async def test_a_year_that_is_over_is_still_shown(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")
    town.clock.move(days=500)

    answer = await chat.says("/status christmas 2026 text")

    assert answer.splitlines()[0] == "📊 Christmas 2026 (465 days ago)"


async def test_asked_for_again_the_card_is_brought_up_to_date(family: Chat) -> None:
    await family.says("/status")
    await family.says("/gift mom christmas tea 6")

    answer = await family.says("/status")

    assert answer.startswith(f"{HEAD}\n")
    assert answer.endswith("⬆️ Updated")
    assert len(family.pictures) == 1


async def test_so_is_the_card_of_one_budget_but_in_private(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")
    alone = town.private("Ann")
    cards = [(await where.says("/budget mom christmas")).splitlines()[0] for where in (chat, alone)]
    await chat.says("/bought mom christmas tea 6")

    again = [(await where.says("/budget mom christmas")).splitlines() for where in (chat, alone)]

    assert [card[0] for card in again] == cards
    assert [card[-1] for card in again] == ["⬆️ Updated", "Spent $6.00 · planned $0.00 · left $94.00 of $100.00"]


async def test_many_people_are_listed_below_the_picture_that_has_the_totals(words: Chat) -> None:
    for number in range(30):
        await words.knows(f"person{number}")
        await words.says(f"/budget person{number} christmas 10")

    caption, _, text = (await words.says("/status")).partition("\n\n")

    assert caption == f"{HEAD}\n░░░░░░░░░░ 0 %\nSpent $0.00 · planned $0.00 · left $300.00 of $300.00"
    assert (text.startswith(caption), len(lines_below(text))) == (True, 30)


async def test_what_is_no_occasion_is_refused(family: Chat) -> None:
    answers = [await family.says(f"/status {said}") for said in ("mom", "christmas foo", "graduation text")]

    assert [answer.partition(".")[0] for answer in answers] == [
        "Mom is a person",
        "I don't know what to do with foo",
        "There is no Graduation here yet",
    ]


async def test_a_misspelt_occasion_is_asked_about(family: Chat) -> None:
    await family.says("/status chrismas text")

    answer = await family.presses("Christmas")

    assert answer.startswith(HEAD)
    assert family.pictures == []


async def test_the_list_of_budgets_leads_to_the_picture(family: Chat) -> None:
    budgets = await family.says("/budgets")
    assert family.buttons == ["📊 Picture"]

    answer = await family.presses("📊 Picture", by="Ben")

    assert answer.startswith(f"{HEAD}\n")
    assert (family.heard[-2], len(family.pictures)) == (budgets, 1)


async def test_the_picture_of_an_occasion_that_is_gone_is_refused(words: Chat) -> None:
    await words.knows("mom")
    await words.says("/budget mom christmas 100")
    await words.says("/budgets")
    await words.says("/undo")

    answer = await words.presses("📊 Picture")

    assert answer == "(That is no longer here. Ask again with a new command.)"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("mom christmas 10", "✅ Yes, $10.00 fits: {}\nMom: 94 % · $6.00 left of $100.00"),
        ("mom christmas 16", "✅ Yes, $16.00 fits: {}\nMom: 100 % · $100.00 fully used"),
        ("mom christmas 16.01", "❌ No, $16.01 does not fit: {}\nMom: 101 % · ⚠️ $0.01 over $100.00"),
        ("mom christmas 2026", "❌ No, $2,026.00 does not fit: {}\nMom: 2110 % · ⚠️ $2,010.00 over $100.00"),
        ("mom christmas 2026 16", "✅ Yes, $16.00 fits: {}\nMom: 100 % · $100.00 fully used"),
        ("carl christmas 0", "✅ Yes, $0.00 fits: {}\nCarl: $0.00 fully used"),
        ("carl christmas 1", "❌ No, $1.00 does not fit: {}\nCarl: ⚠️ $1.00 over $0.00"),
        ("zoe christmas 7", "✅ Yes, $7.00 fits: {}\nZoe: no limit"),
    ],
)
async def test_it_is_told_whether_an_amount_fits(family: Chat, said: str, expected: str) -> None:
    answer = await family.says(f"/fits {said}")

    name = said.partition(" ")[0].capitalize()
    assert answer == expected.format(f"{name} · Christmas 2026 (in 35 days)")
    assert family.buttons == []


async def test_all_that_an_amount_counts_against_is_told(family: Chat) -> None:
    await family.says("/iam ann")
    await family.says("/budget by ann christmas 100")
    await family.says("/gift mom christmas pen 10 by ann")
    await family.says("/occasion christmas budget 120")

    answer = await family.town.private("Ann").says("/fits mom christmas 2")

    assert answer.splitlines()[1:] == [
        "Mom: 96 % · $4.00 left of $100.00",
        "All together: 101 % · ⚠️ $1.00 over $120.00",
        "Ann buys: 12 % · $88.00 left of $100.00",
    ]
    assert answer.startswith("❌ No, $2.00 does not fit")


async def test_only_limits_in_the_same_currency_are_told(family: Chat) -> None:
    await family.says("/family currency EUR")
    await family.says("/occasion christmas budget 1")
    await family.says("/iam ann")
    await family.says("/budget by ann christmas 1")

    answer = await family.town.private("Ann").says("/fits mom christmas $10")

    assert answer.splitlines()[1:] == ["Mom: 94 % · $6.00 left of $100.00"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", NOT_ENOUGH),
        ("mom", NOT_ENOUGH),
        ("30", NOT_ENOUGH),
        ("mom 30", NOT_ENOUGH),
        ("mom christmas", NOT_ENOUGH),
        ("mom christmas none", NOT_ENOUGH),
        ("mom christmas 30 tea", "I don't know what to do with tea. /help fits shows how it goes."),
        ("mom christmas -3", "-3 is below zero. Type it without the minus, or none for no limit."),
        ("zed christmas 30", "I don't know Zed yet. A budget makes them known: /budget zed christmas 100. /people"),
        ("mom garden party 30", "There is no Garden Party here yet. A budget makes it: /budget mom "),
        ("mom easter 30", "There is no Easter 2027 here yet. A budget makes it: /budget mom easter 2027 100."),
    ],
)
async def test_what_would_fit_nowhere_is_refused(family: Chat, said: str, expected: str) -> None:
    assert (await family.says(f"/fits {said}")).startswith(expected)


async def test_near_names_are_asked_about_and_nothing_is_made(family: Chat) -> None:
    before = [await family.says("/people"), await family.says("/occasions")]
    await family.says("/fits mum chrismas 10")
    labels = family.buttons
    await family.presses("Mom")

    answer = await family.presses("Christmas")

    assert (labels, answer.splitlines()[1]) == (["Mom", "✖ Cancel"], "Mom: 94 % · $6.00 left of $100.00")
    assert [await family.says("/people"), await family.says("/occasions")] == before


async def test_who_gets_something_without_a_price_is_there_and_who_gets_nothing_is_not(chat: Chat) -> None:
    await chat.knows("mom", "dad", "zoe")
    await chat.says("/budget mom christmas 100")
    await chat.says("/gift dad christmas drawing")
    await chat.says("/gift zoe christmas poem")
    await chat.presses("🗑")

    answer = await chat.says("/status christmas text")

    assert answer.splitlines()[-1] == "• Dad $0.00, no limit"
    assert "Zoe" not in answer
