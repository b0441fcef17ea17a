"""Recording gifts: what is read from the words, which gift is meant, and what the buttons below it do."""

import pytest

from tests.chat import Chat, Town

HEAD = "🎁 Mom · Christmas 2026 (in 35 days)"


@pytest.fixture
async def family(words: Chat) -> Chat:
    """Mom and Dad are not on Telegram, Ann and Ben have said who they are, and Mom has a budget for Christmas."""
    await words.knows("mom", "dad")
    await words.says("/iam ann")
    await words.says("/iam ben", by="Ben")
    await words.says("/budget mom christmas 100")
    return words


async def card(chat: Chat, said: str, by: str = "Ann") -> list[str]:
    """Read the answer line by line."""
    return (await chat.says(said, by=by)).splitlines()


async def figures(chat: Chat, budget: str = "mom christmas") -> str:
    """Read where the money stands."""
    told = (await chat.says(f"/budget {budget}")).splitlines()
    return next(line for line in told if line.startswith("Spent"))


async def test_a_gift_is_planned_for_the_next_occasion_with_a_budget(family: Chat) -> None:
    assert await card(family, "/gift mom scarf 40") == [
        "🎁 scarf for Mom · Christmas 2026",
        "🛒 To buy · $40.00 · Ann buys",
        "▓▓▓▓░░░░░░ 40 %",
        "Spent $0.00 · planned $40.00 · left $60.00 of $100.00",
    ]


async def test_an_idea_counts_for_nothing(family: Chat) -> None:
    assert (await card(family, "/idea mom scarf 40"))[1:3] == ["💡 Idea · $40.00", "░░░░░░░░░░ 0 %"]


async def test_everything_that_can_be_told_of_a_gift_is_read(family: Chat) -> None:
    told = '/bought mom christmas 3x "wool socks" 4.50 now 4 at The Yarn Shop by ben https://yarn.example note size 42'

    assert await card(family, told) == [
        "🎁 wool socks for Mom · Christmas 2026",
        "✅ Bought · 3 × $4.00 = $12.00 instead of $13.50 · Ben bought",
        "🏬 The Yarn Shop · 🔗 link",
        "📝 size 42",
        "▓░░░░░░░░░ 12 %",
        "Spent $12.00 · planned $0.00 · left $88.00 of $100.00",
    ]


@pytest.mark.parametrize(
    ("said", "title", "price"),
    [
        ("scarf 40", "scarf", "$40.00"),
        ("scarf $40", "scarf", "$40.00"),
        ("scarf 1 200", "scarf", "$1,200.00"),
        ("scarf 0", "scarf", "$0.00"),
        ("lego set 42100 60", "lego set 42100", "$60.00"),
        ('"iphone 15"', "iphone 15", "no price yet"),
        ("x-ray by Ray Bradbury 9", "x-ray by Ray Bradbury", "$9.00"),
        ("dinner for two 80", "dinner for two", "$80.00"),
        ("stand by me 10", "stand by me", "$10.00"),
        ("the now and then album 12", "the now and then album", "$12.00"),
        ("2 x tickets 15", "tickets", "2 × $15.00 = $30.00"),
        ("tickets x2 15", "tickets", "2 × $15.00 = $30.00"),
        ("scarf, red and blue 40", "scarf, red and blue", "$40.00"),
    ],
)
async def test_title_and_price_are_told_apart(family: Chat, said: str, title: str, price: str) -> None:
    head, stage, *_ = await card(family, f"/gift mom christmas {said}")

    assert head == f"🎁 {title} for Mom · Christmas 2026"
    assert stage == f"🛒 To buy · {price} · Ann buys"


async def test_a_number_in_front_is_asked_about(family: Chat) -> None:
    asked = await family.says("/gift mom 40 scarf")
    assert asked == "Is 40 the price, or part of the name?"
    assert family.buttons == ["scarf, $40.00", '"40 scarf"', "✖ Cancel"]

    assert (await family.presses("scarf")).startswith("🎁 scarf for Mom · Christmas 2026\n🛒 To buy · $40.00")


async def test_a_price_that_can_be_read_in_two_ways_is_asked_about(family: Chat) -> None:
    await family.says("/gift mom scarf 1.234")

    assert "$1.23 · Ann" in await family.presses("$1.23")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/gift mom scarf -5", "-5 is below zero. Type it without the minus, or none for no limit."),
        ("/gift mom scarf 1.999", "1.999 can be read in two ways. Which one?"),
        ("/gift mom 0x scarf 5", "0 of it cannot be: from 1 to 999 can."),
        ("/gift mom 999x scarf 99999999", "Together that is more than a budget can hold. Nothing was changed."),
        ("/bought scarf for mom 40", "Whom it is for comes first: /bought mom scarf 40"),
        ("/gift", "Something is missing. /help gift shows how it goes."),
        ("/idea dad scarf", "🎁 Dad — for which occasion?\nTap one, or reply with another one."),
    ],
)
async def test_what_cannot_be_is_refused_and_what_is_missing_is_asked(family: Chat, said: str, answer: str) -> None:
    assert await family.says(said) == answer
    assert await figures(family) == "Spent $0.00 · planned $0.00 · left $100.00 of $100.00"


async def test_a_gift_without_a_title_is_asked_for_one(family: Chat) -> None:
    asked = await family.says("/bought mom")
    assert asked == "🎁 What for Mom? Reply with a title, and the price if you know it: scarf 40"

    answer = await family.answers("blue hat 25")

    assert "🎁 blue hat for Mom · Christmas 2026\n✅ Bought · $25.00 · Ann bought" in answer


async def test_the_occasion_is_asked_for_where_nothing_lies_ahead(family: Chat) -> None:
    ann = family.town.private("Ann")
    assert await ann.says("/gift zoe lego 60") == "🎁 Zoe — for which occasion?\nTap one, or reply with another one."

    answer = await ann.answers("easter")

    assert "🎁 lego for Zoe · Easter 2027" in answer
    assert "✨ New: Zoe and Easter 2027" in answer


async def test_a_word_a_letter_off_an_occasion_is_asked_about(family: Chat) -> None:
    await family.says("/gift mom chrismas tree 40")
    assert family.buttons == ["Christmas", '"chrismas…"', "✖ Cancel"]

    assert (await family.presses('"chrismas')).startswith("🎁 chrismas tree for Mom")


async def test_several_share_a_gift_equally_or_as_told(family: Chat) -> None:
    await family.knows("zoe")
    equal = await card(family, "/gift zoe, dad and mom christmas game 100")
    told = await card(family, "/gift dad:30,mom:10 christmas sled 80")

    assert equal[0] == "🎁 game for Mom, Dad and Zoe · Christmas 2026"
    assert equal[2] == "⚖️ Mom $33.34 · Dad $33.33 · Zoe $33.33"
    assert told[2] == "⚖️ Mom $20.00 · Dad $60.00"
    assert await figures(family) == "Spent $0.00 · planned $53.34 · left $46.66 of $100.00"


async def test_in_a_list_a_name_nearly_known_is_refused(family: Chat) -> None:
    assert (await family.says("/gift anna,mom christmas game 60")).startswith("I don't know anna. Did you mean Ann?")


async def test_buying_finds_the_planned_gift_and_takes_the_price_paid(family: Chat) -> None:
    await family.says("/gift mom scarf 40")

    assert (await card(family, "/bought mom Scarf 35.50", by="Ben"))[1] == (
        "✅ Bought · $35.50 instead of $40.00 · Ben bought"
    )
    assert await figures(family) == "Spent $35.50 · planned $0.00 · left $64.50 of $100.00"


async def test_buying_dearer_than_planned_is_simply_the_price(family: Chat) -> None:
    await family.says("/gift mom scarf 40")

    assert (await card(family, "/bought mom scarf 42"))[1] == "✅ Bought · $42.00 · Ann bought"


async def test_a_planned_gift_is_found_on_whichever_occasion_it_is_planned_for(family: Chat) -> None:
    await family.says("/gift mom easter basket 20")

    assert (await card(family, "/bought mom basket"))[0] == "🎁 basket for Mom · Easter 2027"


async def test_part_of_a_quantity_is_bought_and_then_the_rest(family: Chat) -> None:
    await family.says("/gift mom 3x socks 5")

    assert (await card(family, "/bought mom 2x socks"))[1] == (
        "🛒 To buy · 3 × $5.00 = $15.00 · 2 of 3 bought · Ann buys"
    )
    assert await figures(family) == "Spent $10.00 · planned $5.00 · left $85.00 of $100.00"
    assert (await card(family, "/bought mom socks"))[1] == "✅ Bought · 3 × $5.00 = $15.00 · Ann bought"


async def test_more_than_was_planned_may_be_bought(family: Chat) -> None:
    await family.says("/gift mom 2x socks 5")

    assert (await card(family, "/bought mom 4x socks"))[1] == "✅ Bought · 4 × $5.00 = $20.00 · Ann bought"


async def test_a_name_that_comes_near_is_asked_about(family: Chat) -> None:
    await family.says("/gift mom red scarf 40")

    assert await family.says("/bought mom scarf 38") == "Which one is scarf?"
    assert family.buttons == ["red scarf", 'Another one: "scarf"', "✖ Cancel"]
    assert (await family.presses("Another")).startswith("🎁 scarf for Mom")
    assert await figures(family) == "Spent $38.00 · planned $40.00 · left $22.00 of $100.00"


async def test_the_same_again_is_told_before_it_is_bought_twice(family: Chat) -> None:
    await family.says("/bought mom scarf 40", by="Ben")

    asked = await family.says("/bought mom scarf 40")

    assert asked == "⚠️ Ben bought “scarf” for Mom on November 20, 2026. Record another one?"
    assert await figures(family) == "Spent $40.00 · planned $0.00 · left $60.00 of $100.00"
    await family.presses("Yes")
    assert await figures(family) == "Spent $80.00 · planned $0.00 · left $20.00 of $100.00"


async def test_an_idea_becomes_a_plan_with_the_price_told_then(family: Chat) -> None:
    await family.says("/idea mom scarf 40")

    assert (await card(family, "/gift mom scarf 45", by="Ben"))[1] == "🛒 To buy · $45.00 · Ben buys"
    assert await family.says("/gift mom scarf 45") == "“scarf” for Mom is planned already. Record another one?"


async def test_what_somebody_was_given_before_is_remembered(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/bought mom christmas cordless drill 80")
    town.clock.move(days=60)

    again = await chat.says("/gift mom christmas drill 90")
    nearly = await chat.says("/idea mom easter cordles drill")
    else_ = await chat.says("/idea mom easter flowers")

    for said in (again, nearly):
        assert "\n👀 Mom got “cordless drill” for Christmas 2026" in said
    assert "👀" not in else_


async def test_the_buttons_lead_through_the_stages_and_back(family: Chat) -> None:
    await family.says("/gift mom scarf 40")

    stages = [await family.presses(label) for label in ("Bought", "📦", "↩ Not received", "↩ Not bought", "💡", "🛒")]

    assert [stage.splitlines()[1] for stage in stages] == [
        "✅ Bought · $40.00 · Ann bought",
        "📦 Received · $40.00 · Ann bought",
        "✅ Bought · $40.00 · Ann bought",
        "🛒 To buy · $40.00 · Ann buys",
        "💡 Idea · $40.00 · Ann buys",
        "🛒 To buy · $40.00 · Ann buys",
    ]


async def pressed_late(chat: Chat, label: str, by: str = "Ann") -> str:
    """Press a button as it was when the latest message was new, and read the toast."""
    message = chat.town.telegram.messages(chat.id)[-1]
    data = next(
        button["callback_data"]
        for line in message["reply_markup"]["inline_keyboard"]
        for button in line
        if label in button["text"]
    )
    for _ in range(2):
        chat.town.telegram.tap(chat.town.person(by), chat.id, message["message_id"], data)
    await chat.town.settled()
    return chat.town.telegram.toasts[-1].text


async def test_a_button_pressed_twice_counts_once(family: Chat) -> None:
    await family.says("/gift mom 2x scarf 20")

    assert await pressed_late(family, "Bought", by="Ben") == "Ben bought it already"
    assert await figures(family) == "Spent $40.00 · planned $0.00 · left $60.00 of $100.00"


async def test_a_gift_that_is_gone_is_gone(family: Chat) -> None:
    ann = family.town.private("Ann")
    await ann.says("/gift mom scarf 40")

    assert await pressed_late(ann, "Remove") == "That is no longer here. Ask again with a new command."
    assert await figures(family) == "Spent $0.00 · planned $0.00 · left $100.00 of $100.00"


async def test_a_gift_that_is_gone_from_the_group_is_looked_for_in_private(family: Chat) -> None:
    ann = family.town.private("Ann")
    await ann.says("/mine")
    await family.says("/gift mom scarf 40")

    assert await pressed_late(family, "Remove") == "🤫 I sent you that privately"
    assert ann.heard[-1] == "That is no longer here. Ask again with a new command."


async def test_a_removed_gift_comes_back_whole(family: Chat) -> None:
    await family.says("/bought mom,dad christmas 2x game 30 now 25 at Toys note for both")
    before = await figures(family)
    assert await family.presses("🗑") == "🗑 Removed: game for Mom and Dad"
    assert await figures(family) == "Spent $0.00 · planned $0.00 · left $100.00 of $100.00"

    await family.says("/undo")

    assert await figures(family) == before == "Spent $25.00 · planned $0.00 · left $75.00 of $100.00"


async def test_a_command_below_a_picture_keeps_the_picture(family: Chat) -> None:
    answer = await family.captions("/gift mom scarf 40")

    assert "🖼 with a picture" in answer
    await family.presses("🖼")
    assert family.pictures


async def test_a_picture_stays_with_its_command_through_a_question(family: Chat) -> None:
    await family.captions("/gift mom 40 scarf")

    assert "🖼 with a picture" in await family.presses("scarf")


async def test_an_edited_command_corrects_its_gift(family: Chat) -> None:
    await family.says("/bought mom scraf 40")

    answer = await family.corrects("/bought mom scraf 40", to="/bought mom scarf 45")

    assert answer.startswith("🎁 scarf for Mom · Christmas 2026\n✅ Bought · $45.00")
    assert await figures(family) == "Spent $45.00 · planned $0.00 · left $55.00 of $100.00"


async def test_a_purchasers_budget_sees_what_they_pay(family: Chat) -> None:
    await family.says("/budget by ben christmas 50")
    await family.says("/gift mom scarf 40", by="Ben")
    await family.says("/bought mom hat 20", by="Ben")
    await family.says("/bought mom socks 5")

    ben = family.town.private("Ben")
    assert await figures(ben, "by ben christmas") == "Spent $20.00 · planned $40.00 · ⚠️ $10.00 over $50.00"


async def test_gifts_in_another_currency_than_the_budget_are_refused(family: Chat) -> None:
    await family.knows("zoe")
    await family.says("/gift dad christmas hat 20")
    await family.says("/family currency EUR")

    assert "planned $40.00" in await family.says("/gift mom christmas scarf 40")
    assert (await family.says("/gift mom christmas hat €40")).startswith("That is EUR, but this is kept in USD.")
    assert (await family.says("/gift zoe,mom christmas sled 40")).startswith("That is EUR, but this is kept in USD.")


async def test_a_gift_without_a_price_stands_in_no_currencys_way(family: Chat) -> None:
    await family.says("/gift dad christmas drawing")
    await family.says("/family currency EUR")
    await family.says("/budget dad christmas 100")

    assert "planned €20.00" in await family.says("/gift dad christmas hat 20")


async def test_a_child_of_any_name_and_markup_is_shown_as_typed(family: Chat) -> None:
    await family.knows('"<b>Zoë</b> & Co"')
    answer = await family.says('/gift "<b>Zoë</b> & Co" christmas "<i>ball</i>" 5 at <Shop> note a & b')

    assert answer.startswith("🎁 <i>ball</i> for <b>Zoë</b> & Co · Christmas 2026")
    assert "🏬 <Shop>" in answer
    assert "📝 a & b" in answer
