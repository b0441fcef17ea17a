"""Changing what is known of a gift: its card asks, and is answered by buttons or in words."""

import pytest

from tests.chat import Chat, Town

HEAD = "🎁 scarf for Mom · Christmas 2026"
GONE = "That is no longer here. Ask again with a new command."
FIELDS = ["Title", "Price", "Quantity", "For whom", "Occasion", "Who buys"]


async def plan_scarf(chat: Chat) -> None:
    """Let Ann plan a scarf for Mom, who is not on Telegram, and neither are Dad and Ben."""
    await chat.knows("mom", "dad", "ben")
    await chat.says("/iam ann")
    await chat.says("/gift mom christmas scarf 40")


async def edit(chat: Chat, field: str, answer: str, by: str = "Ann") -> str:
    """Change a gift whose card is shown last: press what is to change, and answer in words."""
    await chat.presses("✏️ Edit", by)
    await chat.presses(field, by)
    return (await chat.answers(answer, by)).removeprefix(f"✓ {answer}\n\n")


@pytest.fixture
async def card(words: Chat) -> Chat:
    """The group where a scarf for Mom is planned, and its card is shown."""
    await plan_scarf(words)
    return words


@pytest.fixture
async def ann(card: Chat) -> Chat:
    """Ann's private chat, where the card is opened."""
    private = card.town.private("Ann")
    await private.says("/gifts")
    await private.presses("1 · scarf")
    return private


async def test_the_card_offers_what_can_be_changed_and_the_way_back(card: Chat) -> None:
    before, buttons = card.heard[-1], card.buttons

    await card.presses("✏️ Edit")

    assert card.heard[-1] == before.partition("\n✨ New")[0]
    assert card.buttons == [*FIELDS, "◀ Back"]
    await card.presses("Back")
    assert card.buttons == buttons[:-1]


async def test_the_way_back_to_the_list_stays_known(card: Chat) -> None:
    listed = await card.says("/gifts")
    await card.presses("1 · scarf")

    await edit(card, "Title", "shawl")

    assert await card.presses("List") == listed.replace("scarf", "shawl")


async def test_a_question_can_be_let_be(card: Chat) -> None:
    for field in FIELDS:
        await card.says("/gifts")
        await card.presses("1 · scarf")
        await card.presses("✏️ Edit")
        await card.presses(field)

        assert await card.presses("Cancel") == "✖ Cancelled. Nothing was changed."

    assert "1. 🛒 scarf for Mom · $40.00 · Ann\n" in await card.says("/gifts")


@pytest.mark.parametrize("field", FIELDS)
async def test_what_was_removed_meanwhile_cannot_be_changed(ann: Chat, field: str) -> None:
    await ann.presses("✏️ Edit")
    await ann.presses(field)
    question = list(ann.shown())[-1]
    await ann.says("/undo")

    assert await ann.says("2", reply_to=question) == GONE


@pytest.mark.parametrize(
    ("field", "answer", "shown", "taken_back"),
    [
        ("Title", "wool shawl", "🎁 wool shawl for Mom · Christmas 2026\n🛒 To buy · $40.00", "wool shawl: title"),
        ("Price", "35.50", f"{HEAD}\n🛒 To buy · $35.50 · Ann buys\nSpent $0.00 · planned $35.50", "scarf: price"),
        ("Quantity", "3", f"{HEAD}\n🛒 To buy · 3 × $40.00 = $120.00", "scarf: quantity"),
        ("For whom", "dad", "🎁 scarf for Dad · Christmas 2026\n🛒 To buy", "scarf: for whom"),
        ("Occasion", "easter", "🎁 scarf for Mom · Easter 2027\n🛒 To buy", "scarf: occasion"),
        ("Who buys", "ben", f"{HEAD}\n🛒 To buy · $40.00 · Ben buys", "scarf: who buys"),
    ],
)
async def test_each_can_be_changed_and_taken_back(
    card: Chat, field: str, answer: str, shown: str, taken_back: str
) -> None:
    assert (await edit(card, field, answer)).startswith(shown)

    assert await card.presses("Undo") == f"↩️ Taken back: {taken_back}"

    listed = await card.town.private("Ann").says("/gifts")
    assert listed.endswith("1. 🛒 scarf for Mom · $40.00 · Ann\n—\nSpent $0.00 · planned $40.00")


async def test_in_private_any_words_answer(town: Town, chat: Chat) -> None:
    await plan_scarf(chat)
    private = town.private("Ann")
    await private.says("/gifts")
    await private.presses("1 · scarf")
    await private.presses("✏️ Edit")
    await private.presses("Title")

    assert "🎁 wool shawl for Mom" in await private.says("wool shawl")


async def test_the_question_gives_way_to_what_was_answered(card: Chat) -> None:
    await card.presses("✏️ Edit")
    await card.presses("Price")
    assert card.heard[-1] == "🏷 What does “scarf” cost?\nReply with the price of one: 40, or on sale: now 30"

    await card.answers("35")

    assert card.heard[-2] == "✓ 35"
    assert card.heard[-1].startswith(HEAD)


async def test_only_who_asked_to_change_it_answers(card: Chat) -> None:
    await card.says("/people", by="Ben")
    await card.presses("✏️ Edit")
    await card.presses("Who buys")

    assert await card.presses("Nobody yet", by="Ben") == "(That one is for somebody else to answer 🙂)"
    assert "🛒 To buy · $40.00\n" in await card.presses("Nobody yet")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("x" * 201, "That name is too long: up to 200 characters fit."),
        ("two\nlines", "That name holds characters nobody can see."),
        ('""', "That name is empty."),
    ],
)
async def test_a_title_that_cannot_be_shown_is_refused_and_asked_for_again(card: Chat, answer: str, says: str) -> None:
    assert (await edit(card, "Title", answer)).startswith(says)

    assert "🎁 shawl for Mom" in await card.answers("shawl")


async def test_a_title_may_have_200_characters(card: Chat) -> None:
    assert f"🎁 {'x' * 200} for Mom" in await edit(card, "Title", "x" * 200)


@pytest.mark.parametrize("answer", ["now 30", "sale $30", "only 30.00"])
async def test_what_costs_less_now_is_on_sale(card: Chat, answer: str) -> None:
    assert "To buy · $30.00 instead of $40.00 · Ann" in await edit(card, "Price", answer)


async def test_a_plain_price_ends_the_sale(card: Chat) -> None:
    await edit(card, "Price", "now 30")

    assert "To buy · $38.00 · Ann" in await edit(card, "Price", "38")


async def test_a_sale_ends_without_another_price(card: Chat) -> None:
    await edit(card, "Price", "now 30")

    assert "To buy · $40.00 · Ann" in await edit(card, "Price", "now none")


async def test_what_costs_more_now_is_not_on_sale(card: Chat) -> None:
    assert "To buy · $45.00 · Ann" in await edit(card, "Price", "now 45")


async def test_a_price_can_be_forgotten_by_a_button(card: Chat) -> None:
    await card.presses("✏️ Edit")
    await card.presses("Price")

    shown = await card.presses("No price yet")

    assert "To buy · no price yet · Ann buys\nSpent $0.00 · planned $0.00" in shown


async def test_a_price_that_can_be_read_in_two_ways_is_asked_about(card: Chat) -> None:
    await card.presses("✏️ Edit")
    await card.presses("Price")
    await card.answers("now 1.234")
    assert card.heard[-1] == "1.234 can be read in two ways. Which one?"

    assert "To buy · $1.23 instead of $40.00" in await card.presses("$1.23")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("much", "I cannot read much as an amount."),
        ("now", "How much?"),
        ("-5", "-5 is below zero."),
        ("30 40x", "I don't know what to do with 40x."),
        ("€30", "That is EUR, but this is kept in USD."),
    ],
)
async def test_what_is_no_price_is_refused(card: Chat, answer: str, says: str) -> None:
    assert (await edit(card, "Price", answer)).startswith(says)


@pytest.mark.parametrize("answer", ["3", "3x", "x3", " 3 × "])
async def test_a_number_is_read_as_people_write_it(card: Chat, answer: str) -> None:
    assert "3 × $40.00 = $120.00" in await edit(card, "Quantity", answer)


@pytest.mark.parametrize("answer", ["0", "1000", "-1", "many", "1.5"])
async def test_what_is_no_number_is_refused(card: Chat, answer: str) -> None:
    assert await edit(card, "Quantity", answer) == f"{answer} of it cannot be: from 1 to 999 can."


async def test_there_are_no_fewer_than_are_bought(words: Chat) -> None:
    await words.knows("mom")
    await words.says("/gift mom christmas 5x socks 4")
    await words.says("/bought mom christmas 2x socks")

    assert await edit(words, "Quantity", "1") == "1 of it cannot be: from 2 to 999 can."
    assert "✅ Bought · 2 × $4.00 = $8.00" in await words.answers("2")


async def test_more_of_what_is_bought_are_to_be_bought(words: Chat) -> None:
    await words.knows("mom")
    await words.says("/bought mom christmas scarf 40")
    await words.presses("✏️ Edit")
    await words.presses("Quantity")
    assert words.buttons == ["1", "2", "3", "4", "✖ Cancel"]

    assert "🛒 To buy · 2 × $40.00 = $80.00 · 1 of 2 bought\nSpent $40.00 · planned $40.00" in await words.presses("2")


async def test_a_gift_for_several_is_shared_and_counts_for_each(chat: Chat) -> None:
    await chat.knows("mom", "dad")
    await chat.says("/budget mom christmas 100")
    await chat.says("/budget dad christmas 80")
    await chat.says("/gift mom christmas board game 60")

    card = await edit(chat, "For whom", "mom:20, dad:40")

    assert card == (
        "🎁 board game for Mom and Dad · Christmas 2026\n"
        "🛒 To buy · $60.00\n"
        "⚖️ Mom $20.00 · Dad $40.00\n"
        "Mom\n▓▓░░░░░░░░ 20 %\nSpent $0.00 · planned $20.00 · left $80.00 of $100.00\n"
        "Dad\n▓▓▓▓▓░░░░░ 50 %\nSpent $0.00 · planned $40.00 · left $40.00 of $80.00"
    )


async def test_who_gets_it_no_longer_has_it_no_longer_counted(chat: Chat) -> None:
    await chat.knows("mom", "dad")
    await chat.says("/budget dad christmas 80")
    await chat.says("/budget mom christmas 100")
    await chat.says("/gift mom christmas scarf 40")
    await chat.presses("✏️ Edit")
    await chat.presses("For whom")

    assert "planned $40.00 · left $40.00 of $80.00" in await chat.presses("Dad")

    assert "planned $0.00 · left $100.00 of $100.00" in await chat.says("/budget mom christmas")


async def test_somebody_new_may_get_it(ann: Chat) -> None:
    shown = await edit(ann, "For whom", "Aunt Lucy")

    assert shown.startswith("🎁 scarf for Aunt Lucy · Christmas 2026")
    assert shown.endswith("✨ New: Aunt Lucy")
    assert "Aunt Lucy" in await ann.says("/people")
    await ann.says("/undo")
    assert "Aunt Lucy" not in await ann.says("/people")


async def test_that_somebody_new_gets_it_is_for_whoever_changed_it(ann: Chat, card: Chat) -> None:
    assert await edit(card, "For whom", "Aunt Lucy") == (
        "🤫 Ann, I sent you that privately.\n\n👤 Who is Aunt Lucy? Then I know whom not to tell."
    )

    assert ann.heard[-1].startswith("🎁 scarf for Aunt Lucy")


async def test_somebody_one_letter_off_is_asked_about(ann: Chat) -> None:
    await ann.presses("✏️ Edit")
    await ann.presses("For whom")
    await ann.answers("mim")
    assert ann.heard[-1] == "I don't know Mim yet. Who is meant?"

    assert (await ann.presses("New")).startswith("🎁 scarf for Mim")


@pytest.mark.parametrize("answer", ["nobody", "none"])
async def test_a_gift_is_always_for_somebody(card: Chat, answer: str) -> None:
    assert await edit(card, "For whom", answer) == "A gift is for somebody: name at least one person."


async def test_a_gift_moves_to_another_occasion_with_what_it_costs(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom easter 50")
    await chat.says("/budget mom christmas 100")
    await chat.says("/gift mom christmas scarf 40")
    await chat.presses("✏️ Edit")
    await chat.presses("Occasion")
    assert chat.heard[-1] == "🎁 scarf — for which occasion?\nTap one, or reply with another one."
    assert chat.buttons == ["Christmas", "Easter", "Birthday", "✖ Cancel"]

    assert "planned $40.00 · left $10.00 of $50.00" in await chat.presses("Easter")

    assert "planned $0.00 · left $100.00 of $100.00" in await chat.says("/budget mom christmas")


async def test_a_gift_moves_to_an_occasion_of_the_person_or_one_that_is_new(card: Chat) -> None:
    await card.says("/person mom birthday 3 May")
    await card.says("/gifts")
    await card.presses("1 · scarf")

    assert "🎁 scarf for Mom · Birthday 2027" in await edit(card, "Occasion", "birthday")
    shown = await edit(card, "Occasion", "house warming")

    assert shown.startswith("🎁 scarf for Mom · House Warming")
    assert shown.endswith("✨ New: House Warming")


async def test_a_gift_moves_to_a_year_that_is_over(card: Chat) -> None:
    assert "🎁 scarf for Mom · Christmas 2025" in await edit(card, "Occasion", "christmas 2025")


async def test_words_too_many_are_refused(card: Chat) -> None:
    answer = await edit(card, "Occasion", "christmas 40")

    assert answer == "I don't know what to do with 40. /help gift shows how it goes."


async def test_somebody_new_may_buy_it(card: Chat) -> None:
    shown = await edit(card, "Who buys", "Uncle Sam")

    assert "To buy · $40.00 · Uncle Sam buys" in shown
    assert shown.endswith("✨ New: Uncle Sam\n\n👤 Who is Uncle Sam? Then I know whom not to tell.")


@pytest.mark.parametrize("answer", ["nobody", "None", "-"])
async def test_nobody_may_buy_it_yet(card: Chat, answer: str) -> None:
    assert f"{HEAD}\n🛒 To buy · $40.00\n" in await edit(card, "Who buys", answer)


async def test_who_buys_it_now_pays_what_others_leave(card: Chat) -> None:
    await card.says("/iam ben", by="Ben")
    await card.town.private("Ben").says("/chip scarf 15")
    await card.says("/gifts mom")
    await card.presses("1 · scarf")

    shown = await edit(card, "Who buys", "mom")

    assert "Mom buys\n🤝 Mom $25.00 · Ben $15.00\n" in shown


async def test_more_together_than_a_budget_holds_is_refused(card: Chat) -> None:
    await edit(card, "Price", "99999999")

    assert await edit(card, "Quantity", "2") == ("Together that is more than a budget can hold. Nothing was changed.")


async def test_a_gift_stays_in_its_own_currency(card: Chat) -> None:
    await card.says("/family currency EUR")
    await card.says("/budget mom easter 50")
    await card.says("/gifts christmas")
    await card.presses("1 · scarf")

    assert "To buy · $30.00 · Ann" in await edit(card, "Price", "30")
    assert (await edit(card, "Occasion", "easter")).startswith("That is USD, but this is kept in EUR.")


async def test_two_people_who_change_it_at_once_each_change_what_they_meant(town: Town, chat: Chat) -> None:
    await plan_scarf(chat)
    await chat.says("/gifts", by="Ben")
    privates = [town.private("Ann"), town.private("Ben")]
    for private, field in zip(privates, ("Title", "Price"), strict=True):
        await private.says("/gifts")
        await private.presses("1 · scarf")
        await private.presses("✏️ Edit")
        await private.presses(field)

    for private, answer in zip(privates, ("shawl", "50"), strict=True):
        town.telegram.say(town.person(private.speaker), private.id, answer)
    await town.settled()

    assert "1. 🛒 shawl for Mom · $50.00" in await chat.says("/gifts")


async def test_a_question_pressed_twice_is_answered_once(card: Chat) -> None:
    await card.presses("✏️ Edit")
    for message in reversed(card.town.telegram.messages(card.id)):
        keys = [each for line in message.get("reply_markup", {}).get("inline_keyboard", []) for each in line]
        if keys:
            break
    for _ in range(2):
        card.town.telegram.tap(card.town.person("Ann"), card.id, message["message_id"], keys[0]["callback_data"])
    await card.town.settled()

    assert "🎁 shawl for Mom" in await card.answers("shawl")
    assert card.heard[-2] == "✓ shawl"
