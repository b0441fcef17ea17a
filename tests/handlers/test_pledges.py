"""Chipping in: who pays what of a gift, what is missing, and pledges that are changed and taken back."""

import pytest

from tests.chat import Chat, Town

HEAD = "🎁 bike for Lea · Christmas 2026\n💡 Idea · $300.00"
NO_ONE = "I don't know yet who you are. Tell me: /iam NAME."
RECEIVED = "📦 Received · $40.00 · Ann bought\n🤝 Ann $30.00 · Ben $10.00"


@pytest.fixture
async def family(words: Chat) -> Chat:
    """The group where Ann and Ben are known, and Mom has an idea that nobody buys yet."""
    await introduce(words)
    return words


@pytest.fixture
def ann(family: Chat) -> Chat:
    """Ann's private chat: what somebody pays for others is no business of those who read along."""
    return family.town.private("Ann")


@pytest.fixture
def ben(family: Chat) -> Chat:
    """Ben's private chat."""
    return family.town.private("Ben")


async def introduce(chat: Chat) -> tuple[Chat, Chat]:
    """Let Ann and Ben say who they are, and Mom have an idea for Lea; give the private chats of those who chip in."""
    await chat.knows("lea", "mom")
    await chat.says("/iam ann")
    await chat.says("/iam ben", by="Ben")
    await chat.says("/idea lea christmas bike 300", by="Mom")
    return chat.town.private("Ann"), chat.town.private("Ben")


def paid(card: str) -> str:
    """The line of a card that says who pays."""
    return next((line for line in card.splitlines() if line.startswith("🤝")), "")


async def test_a_pledge_is_shown_with_what_is_missing(chat: Chat) -> None:
    ann, ben = await introduce(chat)

    assert await ann.says("/chip bike 100") == f"{HEAD}\n🤝 Ann $100.00 · $200.00 still missing"
    assert paid(await ben.says("/chip bike 150")) == "🤝 Ann $100.00 · Ben $150.00 · $50.00 still missing"


async def test_a_pledge_takes_the_place_of_the_one_before_and_can_be_taken_back(chat: Chat) -> None:
    ann, _ = await introduce(chat)
    await ann.says("/chip bike 100")

    assert paid(await ann.says("/chip bike 80")) == "🤝 Ann $80.00 · $220.00 still missing"
    assert await ann.presses("Undo") == "↩️ Taken back: /chip bike 80"
    assert paid(await ann.says("/chip bike 100")) == "🤝 Ann $100.00 · $200.00 still missing"
    assert await ann.says("/chip bike none") == HEAD
    assert await ann.says("/chip bike 0") == HEAD


async def test_all_of_it_may_be_pledged_and_more(ann: Chat, ben: Chat) -> None:
    assert paid(await ann.says("/chip bike 300")) == "🤝 Ann $300.00"

    assert paid(await ben.says("/chip bike 5")) == "🤝 Ann $300.00 · Ben $5.00 · $5.00 more than it costs"


async def test_where_nobody_knows_the_price_the_pledges_are_shown(family: Chat, ann: Chat) -> None:
    await family.says("/idea lea christmas tent", by="Mom")

    assert paid(await ann.says("/chip tent 20")) == "🤝 Ann $20.00"


async def test_who_buys_it_pays_the_rest(family: Chat, ann: Chat, ben: Chat) -> None:
    await family.says("/gift lea christmas bike")

    assert paid(await ben.says("/chip bike 100")) == "🤝 Ann $200.00 · Ben $100.00"
    assert await ann.says("/chip bike 50") == (
        "You buy “bike”, so you pay the rest anyway: all that nobody else chips in."
    )
    assert await family.presses("🤝 Chip in") == (
        "(You buy “bike”, so you pay the rest anyway: all that nobody else chips in.)"
    )


async def test_who_buys_what_they_chipped_in_to_pays_the_rest(family: Chat, ann: Chat, ben: Chat) -> None:
    await ann.says("/chip bike 100")
    await ben.says("/chip bike 120")

    assert paid(await family.says("/gift lea christmas bike")) == "🤝 Ann $180.00 · Ben $120.00"
    assert (await ann.says("/chip bike 50")).startswith("You buy “bike”, so you pay the rest anyway")
    assert paid(await ann.says("/chip bike none")) == "🤝 Ann $180.00 · Ben $120.00"


async def test_who_first_presses_bought_pays_what_is_missing(family: Chat, ben: Chat) -> None:
    await ben.says("/chip bike 100")
    await family.says("/gifts")
    await family.presses("1 · bike")

    assert paid(await family.presses("✅ Bought")) == "🤝 Ann $200.00 · Ben $100.00"


async def test_a_pledge_counts_against_what_one_may_spend(chat: Chat) -> None:
    ann, ben = await introduce(chat)
    await chat.says("/budget by ben christmas 100")
    await chat.says("/gift lea christmas bike")

    await ben.says("/chip bike 60")

    assert "planned $60.00 · left $40.00 of $100.00" in await ben.says("/budget by ben christmas")
    await ben.says("/undo")
    assert "planned $0.00 · left $100.00 of $100.00" in await ann.says("/budget by ben christmas")


async def test_what_is_bought_or_received_is_settled_afterwards(family: Chat, ben: Chat) -> None:
    await family.says("/bought mom christmas scarf 40")
    await family.presses("📦 Received")
    family.town.clock.move(days=50)

    assert RECEIVED in await ben.says("/chip scarf 10")


async def test_without_an_amount_it_is_asked_how_much(chat: Chat) -> None:
    ann, _ = await introduce(chat)

    assert await ann.says("/chip bike") == (
        "🤝 How much do you chip in for “bike”?\nTap an amount, or reply with another one."
    )
    assert ann.buttons == ["$300.00", "$150.00", "$100.00", "$75.00", "✖ Cancel"]
    assert paid(await ann.presses("$100")) == "🤝 Ann $100.00 · $200.00 still missing"
    assert await ann.presses("Undo") == "↩️ Taken back: $100.00 chipped in for bike"


async def test_what_is_missing_is_suggested_whatever_one_had_pledged(family: Chat, ann: Chat, ben: Chat) -> None:
    await ann.says("/chip bike 100")
    await ben.says("/chip bike 199.99")

    await family.presses("🤝 Chip in")

    assert family.buttons == ["$100.01", "$50.01", "$33.34", "$25.01", "Nothing", "✖ Cancel"]
    assert paid(await family.presses("Nothing")) == "🤝 Ben $199.99 · $100.01 still missing"


async def test_where_nothing_is_missing_some_amounts_are_suggested(family: Chat) -> None:
    await family.says("/idea lea christmas tent", by="Mom")

    await family.presses("🤝 Chip in")

    assert family.buttons == ["$10.00", "$20.00", "$50.00", "✖ Cancel"]


async def test_another_amount_is_answered_in_words(family: Chat) -> None:
    await family.presses("🤝 Chip in")

    assert paid((await family.answers("77.70")).partition("\n\n")[2]) == "🤝 Ann $77.70 · $222.30 still missing"


async def test_back_from_chipping_in_the_list_is_still_known(family: Chat) -> None:
    listed = await family.says("/gifts lea")
    await family.presses("1 · bike")
    await family.presses("🤝 Chip in")
    await family.presses("$100")

    assert await family.presses("List") == listed


@pytest.mark.parametrize(
    ("said", "pays"),
    [
        ("/chip BIKE $20", "Ann $20.00"),
        ('/chip "bike" 20 $', "Ann $20.00"),
        ("/chip lea bike 1 200", "Ann $1,200.00"),
        ("/chip lea's bike 20", "Ann $20.00"),
    ],
)
async def test_a_gift_is_found_by_its_title_behind_whom_it_is_for(ann: Chat, said: str, pays: str) -> None:
    assert paid(await ann.says(said)).startswith(f"🤝 {pays}")


async def test_a_title_that_ends_in_a_number_or_begins_with_a_name_is_read_whole(family: Chat, ann: Chat) -> None:
    await family.says('/idea lea christmas "Lea\'s book" 10')
    await family.says('/idea lea christmas "Lego 42" 40', by="Mom")

    assert (await ann.says("/chip lego 42")).startswith("🤝 How much do you chip in for “Lego 42”?")
    assert paid(await ann.says("/chip lego 42 10")) == "🤝 Ann $10.00 · $30.00 still missing"
    assert (await ann.says("/chip lea's book 2")).startswith("🎁 Lea's book for Lea")


async def test_a_title_that_comes_near_is_asked_about(ann: Chat) -> None:
    assert await ann.says("/chip bik 100") == "Which one is bik?"
    assert ann.buttons == ["Lea: bike", "✖ Cancel"]

    assert paid(await ann.presses("Lea: bike")) == "🤝 Ann $100.00 · $200.00 still missing"


async def test_of_two_alike_it_is_asked_whose_unless_told(family: Chat, ann: Chat) -> None:
    await family.says("/idea mom christmas bike 200", by="Mom")

    assert await ann.says("/chip bike") == "Which one is bike?"
    assert ann.buttons == ["Lea: bike", "Mom: bike", "✖ Cancel"]
    assert (await ann.presses("Mom: bike")).startswith("🤝 How much do you chip in for “bike”?")
    assert ann.buttons[0] == "$200.00"
    assert (await ann.says("/chip mom bike 5")).startswith("🎁 bike for Mom")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/chip tent 20", "I know no gift tent that lies ahead. /gifts lists them."),
        ("/chip ben bike 20", "I know no gift bike that lies ahead. /gifts lists them."),
        ("/chip", "Something is missing. /help chip shows how it goes."),
        ("/chip lea", "Something is missing. /help chip shows how it goes."),
        ("/chip bike much", "I cannot read much as an amount."),
        ("/chip bike 20 please", "I don't know what to do with please."),
        ("/chip bike -20", "-20 is below zero."),
        ("/chip bike €20", "That is EUR, but this is kept in USD."),
    ],
)
async def test_what_cannot_be_chipped_in_is_refused(ann: Chat, said: str, answer: str) -> None:
    assert (await ann.says(said)).startswith(answer)


async def test_what_is_long_over_lies_ahead_no_more(ann: Chat) -> None:
    ann.town.clock.move(days=35 + 31)

    assert (await ann.says("/chip bike 20")).startswith("I know no gift bike")


async def test_who_chips_in_says_first_who_they_are(family: Chat) -> None:
    assert await family.says("/chip bike 20", by="Mom") == NO_ONE
    assert await family.presses("🤝 Chip in", by="Mom") == f"({NO_ONE})"


async def test_what_was_removed_meanwhile_takes_no_pledge(family: Chat, ann: Chat) -> None:
    await ann.says("/chip bike")
    question = list(ann.shown())[-1]
    await family.says("/undo", by="Mom")

    assert await ann.says("20", reply_to=question) == "I know no gift bike that lies ahead. /gifts lists them."


async def test_an_amount_pressed_twice_is_pledged_once(chat: Chat) -> None:
    ann, _ = await introduce(chat)
    await ann.says("/chip bike")
    question = chat.town.telegram.messages(ann.id)[-1]
    button = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]

    for _ in range(2):
        chat.town.telegram.tap(chat.town.person("Ann"), ann.id, question["message_id"], button)
    await chat.town.settled()

    assert paid(ann.heard[-1]) == "🤝 Ann $300.00"
    assert len(chat.town.telegram.toasts) == 2


async def test_two_who_chip_in_at_once_both_count(town: Town, chat: Chat) -> None:
    await introduce(chat)
    for name in ("Ann", "Ben"):
        town.telegram.say(town.person(name), town.private(name).id, "/chip bike 100")
    await town.settled()

    await chat.says("/gifts")

    assert paid(await chat.presses("1 · bike")) == "🤝 Ann $100.00 · Ben $100.00 · $100.00 still missing"


async def test_an_idea_somebody_chipped_in_to_is_not_taken_back_from_under_them(chat: Chat) -> None:
    _, ben = await introduce(chat)
    await ben.says("/chip bike 100")

    assert (await chat.says("/undo", by="Mom")).startswith("That cannot be taken back any more")
