"""What was spent: listed by whatever is asked, and one expense by itself, to be changed or removed."""

import string
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.expenses import MAX_TAG, Asked
from domain.names import split_words
from services.periods import first_weekday
from services.spendings import read_trail, trail, whole
from tests.chat import Chat, Town

DATA = 64
"""How many bytes Telegram lets the data of a button have."""
GONE = "That is no longer here. Ask again with a new command."
LUNCH = "🍔 Food · $12.50\nlunch\n📅 November 20, 2026 · 👤 Ann"


@pytest.fixture
async def month(words: Chat) -> Chat:
    """The group where a few things were spent, each a day later."""
    for said, who in (
        ("/spend 12.50 food lunch #trip", "Ann"),
        ("/spend 40 transport train", "Ben"),
        ("/spend 7 food coffee", "Ben"),
    ):
        await words.says(said, by=who)
        words.town.clock.move(days=1)
    return words


@pytest.fixture
async def lunch(words: Chat) -> Chat:
    """The group where lunch was paid, and its card is open."""
    await words.says("/spend 12.50 food lunch")
    await words.says("/expenses")
    await words.presses("1 · lunch")
    return words


async def test_what_was_spent_is_listed_newest_first_with_its_total(chat: Chat) -> None:
    await chat.says("/spend 12.50 food lunch")
    chat.town.clock.move(days=1)
    await chat.says("/spend 40 transport <train>", by="Ben")

    answer = await chat.says("/expenses")

    assert answer == (
        "🧾 November 2026\n"
        "1. Nov 21 · 🚗 Transport · $40.00 · <train> · Ben\n"
        "2. Nov 20 · 🍔 Food · $12.50 · lunch · Ann\n"
        "Total $52.50"
    )
    assert chat.buttons == ["1 · <train>", "2 · lunch"]


ASKED = {
    "food": ("November 2026 · 🍔 Food", "$19.50", ["coffee", "lunch"]),
    "over 7 food this year": ("2026 · 🍔 Food · over $7.00", "$12.50", ["lunch"]),
    "#TRIP 2026": ("2026 · #trip", "$12.50", ["lunch"]),
    "over 10": ("November 2026 · over $10.00", "$52.50", ["train", "lunch"]),
    "2026-11-21": ("November 21, 2026", "$40.00", ["train"]),
    "me": ("November 2026 · Ann", "$12.50", ["lunch"]),
}


async def test_what_is_asked_for_may_be_told_in_any_order(month: Chat) -> None:
    for asked, told in ASKED.items():
        answer = await month.says(f"/expenses {asked}")

        first, *_, last = answer.splitlines()
        shown = [label.partition(" · ")[2] for label in month.buttons]
        assert (first.removeprefix("🧾 "), last.removeprefix("Total "), shown) == told


async def test_somebodys_expenses_are_also_those_from_before_they_said_who_they_are(month: Chat) -> None:
    await month.says("/iam ben", by="Ben")
    await month.says("/spend 3 food bun", by="Ben")

    answer = await month.says("/expenses ben")

    assert answer.splitlines()[-2] == "Total $50.00"
    assert [label[4:] for label in month.buttons] == ["bun", "coffee", "train"]


async def test_a_month_without_any_shows_the_latest_that_has_some(month: Chat) -> None:
    month.town.clock.move(days=60)

    answer = await month.says("/expenses food")

    assert answer.startswith(
        "🧾 November 2026 · 🍔 Food (none this month)\n1. Nov 22, 2026 · 🍔 Food · $7.00 · coffee · Ben\n"
    )


async def test_a_word_close_to_a_name_is_asked_about_and_others_are_refused(month: Chat) -> None:
    asked = await month.says("/expenses this year fod")
    answer = await month.presses("Food")

    assert asked == "I don't know fod. What is meant?"
    assert answer.endswith("Total $19.50")
    assert (await month.says("/expenses gasoline")).startswith("I know no category, person or days called gasoline.")
    assert await month.says("/expenses food #trip") == (
        "One category, tag or person at a time, please: I cannot look for #trip as well."
    )


async def test_pages_stay_what_they_are_while_days_go_by(chat: Chat) -> None:
    for number in range(1, 11):
        await chat.says(f"/spend {number} food n{number}")
    first = await chat.says("/expenses food")
    chat.town.clock.move(days=30)

    second = await chat.presses("Next")

    assert first.endswith("$3.00 · n3 · Ann\nTotal $55.00\nPage 1 of 2")
    assert second == (
        "🧾 November 2026 · 🍔 Food\n"
        "9. Nov 20 · 🍔 Food · $2.00 · n2 · Ann\n"
        "10. Nov 20 · 🍔 Food · $1.00 · n1 · Ann\n"
        "Total $55.00\nPage 2 of 2"
    )
    assert await chat.presses("Back") == first


letters = st.text(st.sampled_from(string.ascii_lowercase + "äß日本-_9"), min_size=1, max_size=MAX_TAG)
tags = letters.filter(lambda tag: len(tag.encode()) <= MAX_TAG)
selectors = st.one_of(
    st.builds(lambda key: Asked(category_id=UUID(int=key)), st.integers(0, 2**128 - 1)),
    st.builds(lambda key: Asked(user_id=UUID(int=key)), st.integers(0, 2**128 - 1)),
    st.builds(lambda tag: Asked(tag=tag), tags),
    st.builds(lambda key: Asked(person_id=key), st.integers(1, 2**31 - 1)),
    st.just(Asked()),
)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
overs = st.none() | st.decimals(0, Decimal("9999999999.99"), places=2)


@given(selectors, days, days, overs)
def test_what_is_asked_for_fits_into_a_button(selector: Asked, one: date, other: date, over: Decimal | None) -> None:
    period = whole(min(one, other), max(one, other), 0)
    currency = "USD" if over is not None else ""
    fields = {name: getattr(selector, name) for name in ("category_id", "user_id", "tag", "person_id")}
    asked = Asked(**fields, period=period, over=over, currency=currency)

    data = f"expenses:{trail(asked)}:9999"

    words = [word.text for word in split_words(data.replace(":", " "))]
    assert len(data.encode()) <= DATA
    assert read_trail(words[1:-1], "USD", first_weekday("de_DE")) == asked


async def test_a_button_that_nobody_made_leads_nowhere(month: Chat) -> None:
    group = month.town.telegram
    for data in ("expenses:x", "expenses:zzzzzzzz:1:-:-:0", "spent:12", f"spent:{'0' * 32}", "amend", "category:1"):
        own = [one for one in group.messages(month.id) if one["from"]["is_bot"]][-1]
        own["reply_markup"] = {"inline_keyboard": [[{"text": "forged", "callback_data": data}]]}

        assert await month.presses("forged") == f"({GONE})"


async def test_the_card_tells_all_and_shows_the_receipt(words: Chat) -> None:
    await words.captions("/spend 12.50 food lunch at Rosa yesterday card #school note with the team")
    await words.says("/expenses")

    answer = await words.presses("1 · lunch")

    assert answer == (
        "🍔 Food · $12.50\nlunch at Rosa\n📅 November 19, 2026 · 💳 Card · 👤 Ann\n🏷 #school\n📝 with the team"
    )
    assert len(words.pictures) == 1
    assert words.buttons == ["✏️ Edit", "🗑 Remove"]


CHANGED = (
    ("Amount", "13,75", LUNCH.replace("12.50", "13.75")),
    ("Category", "transport", LUNCH.replace("🍔 Food", "🚗 Transport")),
    ("Description", "<b>dinner</b>", LUNCH.replace("lunch", "<b>dinner</b>")),
    ("Description", "None", LUNCH.replace("lunch\n", "")),
    ("Date", "on monday", LUNCH.replace("20", "16", 1)),
    ("Date", "3 May", LUNCH.replace("November 20", "May 3")),
    ("Tags", "School, #trip", f"{LUNCH}\n🏷 #school #trip"),
    ("Payment", "paypal", LUNCH.replace("2026", "2026 · 📱 Digital wallet")),
)


async def test_whatever_an_expense_tells_can_be_changed_and_taken_back(lunch: Chat) -> None:
    for way, told, card in CHANGED:
        await lunch.presses("Edit")
        await lunch.presses(way)

        answer = await lunch.answers(told)

        assert answer == f"✓ {told}\n\n{card}"
        assert (await lunch.presses("Undo")).startswith("↩️ Taken back: ")
        await lunch.says("/expenses")
        assert await lunch.presses("1 · lunch") == LUNCH


async def test_what_cannot_be_is_refused_and_changes_nothing(lunch: Chat) -> None:
    for way, told in (("Amount", "0"), ("Amount", "x"), ("Date", "32.13."), ("Payment", "goats"), ("Category", "x")):
        await lunch.presses("Edit")
        await lunch.presses(way)
        await lunch.answers(told)
        await lunch.presses("Cancel")

        await lunch.says("/expenses")

        assert await lunch.presses("1 · lunch") == LUNCH


async def test_what_is_removed_is_gone_until_it_is_taken_back(chat: Chat) -> None:
    await chat.says("/spend 12.50 food lunch")
    await chat.says("/expenses")
    await chat.presses("1 · lunch")

    answer = await chat.presses("Remove")

    assert answer == "🗑 Removed: lunch, $12.50"
    assert await chat.presses("1 · lunch") == f"({GONE})"
    await chat.presses("Undo")
    assert (await chat.says("/expenses")).endswith("Total $12.50")


async def test_children_change_only_what_they_spent_themselves(lunch: Chat) -> None:
    await lunch.says("/spend 2 food gum", by="Ben")
    await lunch.says("/family child ben")

    refused = await lunch.presses("Edit", by="Ben")
    await lunch.says("/expenses")
    await lunch.presses("1 · gum", by="Ben")
    await lunch.presses("Remove", by="Ben")

    assert refused == "(Only the grown-ups of the family may do that.)"
    assert (await lunch.says("/expenses")).endswith("Total $12.50")


async def test_what_stands_in_another_currency_is_added_up_by_itself(month: Chat) -> None:
    await month.says("/family currency EUR")
    await month.says("/spend 5 food bun")

    answer = await month.says("/expenses")

    assert answer.splitlines()[-1] == "Total €5.00 + $59.50"


async def test_gifts_are_listed_where_they_may_be_and_said_to_be_left_out_elsewhere(town: Town, chat: Chat) -> None:
    await chat.says("/iam mom", by="Mom")
    await chat.says("/spend 12.50 food lunch")
    nothing = await chat.says("/expenses", by="Mom"), await town.private("Mom").says("/expenses")
    ann = town.private("Ann")
    await ann.says("/iam ann")
    await ann.says("/bought mom christmas scarf 40")

    answer = await ann.says("/expenses")

    assert "🎁 Gifts · $40.00 · scarf · Ann\n" in answer
    assert answer.endswith("Total $52.50")
    assert (await chat.says("/expenses", by="Mom"), await town.private("Mom").says("/expenses")) == nothing
    assert nothing[0].endswith("Total $12.50\n🤫 Gifts for those who read here are left out.")
