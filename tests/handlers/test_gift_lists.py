"""Lists of gifts: everybody's, somebody's, one's own; each line can be opened and ticked off in place."""

import pytest

from tests.chat import Chat, Town

GONE = "That is no longer here. Ask again with a new command."


def data_of(chat: Chat, label: str) -> tuple[int, str]:
    """The latest button of this label, and what it says to the bot."""
    for message in reversed(chat.town.telegram.messages(chat.id)):
        for line in message.get("reply_markup", {}).get("inline_keyboard", []):
            for each in line:
                if each["text"] == label:
                    return message["message_id"], each["callback_data"]
    raise AssertionError(label)


async def tapped(chat: Chat, place: int, data: str, by: str = "Ann") -> str:
    """Press a button that may be shown no longer, and hear the toast."""
    toasts = chat.town.telegram.toasts
    before = len(toasts)
    chat.town.telegram.tap(chat.town.person(by), chat.id, place, data)
    await chat.town.settled()
    return "".join(toast.text for toast in toasts[before:])


@pytest.fixture
async def family(words: Chat) -> Chat:
    """The group of a family whose Mom and Dad are not on Telegram."""
    await words.knows("mom", "dad")
    return words


async def plan_scarf(chat: Chat) -> Chat:
    """Let Ann plan a scarf for Mom, who is not on Telegram, and give Ann's private chat."""
    await chat.knows("mom", "dad")
    await chat.says("/iam ann")
    await chat.says("/gift mom christmas scarf 40")
    return chat.town.private("Ann")


async def plan_some(chat: Chat) -> Chat:
    """Let Ann and Ben have a gift in every stage, and give Ann's private chat."""
    ann = await plan_scarf(chat)
    await chat.says("/iam ben", by="Ben")
    await chat.says("/bought mom christmas hat 10.50", by="Ben")
    await chat.says("/bought dad christmas tie 20")
    await chat.presses("📦 Received")
    await chat.says("/idea dad christmas bike 300")
    await chat.says("/gift dad,mom christmas 3x candles 4")
    return ann


async def test_what_is_to_be_bought_comes_first_and_ideas_count_for_nothing(words: Chat) -> None:
    ann = await plan_some(words)
    listed = (
        "🎁 Gifts · Christmas 2026 (in 35 days)\n"
        "1. 🛒 scarf for Mom · $40.00 · Ann\n"
        "2. 🛒 candles for Mom and Dad · 3 × $4.00 = $12.00 · Ann\n"
        "3. 💡 bike for Dad · $300.00\n"
        "4. ✅ hat for Mom · $10.50 · Ben\n"
        "5. 📦 tie for Dad · $20.00 · Ann\n"
        "—\n"
        "Spent $30.50 · planned $52.00 · 1 idea"
    )

    assert await words.says("/gifts") == (
        f"{listed}\n🤫 Ann and Ben read here, or may: what concerns them is for private chats."
    )
    assert await ann.says("/gifts") == listed
    assert words.buttons == [
        *("1 · scarf", "✅ Bought", "2 · candles", "✅ Bought", "3 · bike", "🛒 Plan it"),
        *("4 · hat", "📦 Received", "5 · tie"),
    ]


async def test_of_what_is_shared_a_persons_list_counts_their_share(chat: Chat) -> None:
    await plan_some(chat)

    assert await chat.says("/gifts mom christmas") == (
        "🎁 Mom · Christmas 2026 (in 35 days)\n"
        "1. 🛒 scarf · $40.00 · Ann\n"
        "2. 🛒 candles · 3 × $4.00 = $12.00 · Ann\n"
        "3. ✅ hat · $10.50 · Ben\n"
        "—\n"
        "Spent $10.50 · planned $46.00"
    )


async def test_the_next_occasion_with_gifts_is_meant_unless_told(family: Chat) -> None:
    await family.says("/budget mom christmas 100")
    await family.says("/gift mom easter basket 10")
    await family.says("/gift dad christmas tie 20")

    assert (await family.says("/gifts")).startswith("🎁 Gifts · Christmas 2026")
    assert (await family.says("/gifts mom")).startswith("🎁 Mom · Easter 2027")


async def test_whose_birthday_it_is_is_said(family: Chat) -> None:
    await family.says("/person mom birthday 3 May")
    await family.says("/gift mom birthday scarf 40")

    assert (await family.says("/gifts")).startswith("🎁 Gifts · Mom's Birthday 2027 (in 164 days)")
    assert (await family.says("/gifts mom's birthday")).startswith("🎁 Mom · Birthday 2027 (in 164 days)")


async def test_a_gift_in_another_currency_is_added_up_by_itself(family: Chat) -> None:
    await family.says("/gift mom christmas scarf 40")
    await family.says("/family currency EUR")
    await family.says("/gift dad christmas tie 20")

    assert (await family.says("/gifts")).endswith("—\nSpent €0.00 · planned €20.00\nSpent $0.00 · planned $40.00")


async def test_where_nothing_is_it_is_said_what_to_type(family: Chat) -> None:
    assert await family.says("/gifts") == "No gifts lie ahead. Plan one: /gift mom christmas scarf 40"

    await family.says("/budget dad christmas 50")

    assert await family.says("/gifts dad") == "No gifts lie ahead for Dad. Plan one: /gift dad christmas scarf 40"
    assert await family.says("/gifts dad christmas") == (
        "🎁 Dad · Christmas 2026 (in 35 days)\nNo gifts yet. The first: /gift dad christmas scarf 40"
    )
    assert await family.says("/gifts dad easter") == (
        "🎁 Dad · Easter 2027\nNo gifts yet. The first: /gift dad easter scarf 40"
    )


async def test_what_is_said_to_type_where_nothing_is_works(family: Chat) -> None:
    await family.says("/budget mom christmas 100")
    hint = await family.says("/gifts christmas 2024")

    assert hint.endswith("The first: /bought mom christmas 2024 scarf 40")
    await family.says(hint.rpartition(": ")[2])
    assert (await family.says("/gifts mom christmas 2024")).startswith("🎁 Mom · Christmas 2024 (695 days ago)\n1. ✅")


async def test_a_year_that_is_over_can_be_read(chat: Chat) -> None:
    ann = await plan_scarf(chat)
    chat.town.clock.move(days=40)

    assert await ann.says("/gifts") == (
        "No gifts lie ahead. Plan one: /gift mom christmas scarf 40\nWhat there was: /gifts christmas 2026"
    )
    chat.town.clock.move(days=500)
    assert (await ann.says("/gifts christmas 2026")).startswith("🎁 Gifts · Christmas 2026 (505 days ago)\n1. 🛒")
    assert (await ann.says("/gifts mom christmas 2026")).startswith("🎁 Mom · Christmas 2026")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/gifts mum", "I don't know Mum yet. Who is meant?"),
        ("/gifts mum christmas", "I don't know Mum yet. Who is meant?"),
        ("/gifts chrismas", "I don't know Chrismas yet. Which occasion is meant?"),
        ("/gifts mom chrismas", "I don't know Chrismas yet. Which occasion is meant?"),
    ],
)
async def test_one_letter_off_is_asked_about(words: Chat, said: str, answer: str) -> None:
    await plan_scarf(words)

    assert await words.says(said) == answer
    assert words.buttons[1:] == ["✖ Cancel"]

    shown = await words.presses(words.buttons[0])

    assert "Christmas 2026 (in 35 days)\n1. 🛒 scarf" in shown


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/gifts bob", "I don't know Bob yet."),
        ("/gifts mom graduation", "There is no Graduation here yet."),
        ("/gifts mom christmas please", "I don't know what to do with please."),
        ("/mine please", "I don't know what to do with please."),
    ],
)
async def test_what_nobody_knows_is_not_listed(words: Chat, said: str, answer: str) -> None:
    await plan_scarf(words)

    assert (await words.says(said)).startswith(answer)


async def test_a_long_list_has_pages_that_turn_in_place(family: Chat) -> None:
    for number in range(1, 11):
        await family.says(f"/gift mom christmas thing{number} {number}")

    first = await family.says("/gifts mom")
    assert "8. 🛒 thing8" in first
    assert "9. " not in first
    assert first.endswith("planned $55.00\nPage 1 of 2")

    second = await family.presses("Next")
    assert second.startswith("🎁 Mom · Christmas 2026 (in 35 days)\n9. 🛒 thing9 · $9.00\n10. 🛒 thing10")
    assert second.endswith("planned $55.00\nPage 2 of 2")

    await family.presses("10 · thing10")
    assert await family.presses("List") == second
    assert await family.presses("Back") == first


async def test_the_last_page_that_has_emptied_gives_way_to_the_one_before(family: Chat) -> None:
    for number in range(1, 10):
        await family.says(f"/gift mom christmas thing{number} {number}")
    await family.says("/gifts")
    await family.presses("Next")
    place, data = data_of(family, "◀ Back")
    await family.says("/undo")

    await tapped(family, place, data.removesuffix("0") + "1")

    assert "1. 🛒 thing1" in family.shown()[place]
    assert "Page" not in family.shown()[place]


async def test_a_card_opens_in_place_and_leads_back(words: Chat) -> None:
    ann = await plan_some(words)
    listed = await ann.says("/gifts")

    card = await ann.presses("4 · hat")
    assert card.startswith("🎁 hat for Mom · Christmas 2026\n✅ Bought · $10.50 · Ben bought")
    assert await ann.presses("List") == listed


async def test_from_a_card_the_list_shows_what_was_done_there(words: Chat) -> None:
    await plan_scarf(words)
    await words.says("/gifts mom")
    await words.presses("1 · scarf")

    await words.presses("✅ Bought")

    assert "1. ✅ scarf" in await words.presses("List")


async def test_from_a_gift_that_was_removed_the_way_leads_back_too(words: Chat) -> None:
    await plan_scarf(words)
    await words.says("/gift mom christmas hat 10")
    await words.says("/gifts mom")
    await words.presses("1 · scarf")

    assert await words.presses("🗑 Remove") == "🗑 Removed: scarf for Mom"

    assert "1. 🛒 hat · $10.00 · Ann\n—\nSpent $0.00 · planned $10.00" in await words.presses("List")


async def test_a_tick_takes_a_gift_further_and_shows_the_list_again(chat: Chat) -> None:
    await plan_scarf(chat)
    await chat.says("/gifts mom")

    bought = await chat.presses("✅ Bought")
    received = await chat.presses("📦 Received")

    assert "1. ✅ scarf · $40.00 · Ann\n—\nSpent $40.00 · planned $0.00" in bought
    assert "1. 📦 scarf" in received
    assert chat.buttons == ["1 · scarf", "↩️ Undo"]
    assert [toast.text for toast in chat.town.telegram.toasts] == ["✅ Bought", "📦 Received"]


async def test_a_tick_makes_a_plan_of_an_idea(family: Chat) -> None:
    await family.says("/idea dad christmas bike 300")
    await family.says("/gifts")

    assert (await family.presses("🛒 Plan it")).endswith(
        "1. 🛒 bike for Dad · $300.00\n—\nSpent $0.00 · planned $300.00"
    )


async def test_a_tick_is_taken_back(chat: Chat) -> None:
    await plan_scarf(chat)
    await chat.says("/gifts mom")
    await chat.presses("✅ Bought")

    assert await chat.presses("Undo") == "↩️ Taken back: scarf: bought"
    assert (await chat.says("/gifts mom")).endswith("1. 🛒 scarf · $40.00 · Ann\n—\nSpent $0.00 · planned $40.00")


async def test_a_tick_pressed_twice_counts_once(chat: Chat) -> None:
    await plan_scarf(chat)
    await chat.says("/gifts mom")
    place, data = data_of(chat, "✅ Bought")

    for _ in range(2):
        chat.town.telegram.tap(chat.town.person("Ann"), chat.id, place, data)
    await chat.town.settled()

    assert [toast.text for toast in chat.town.telegram.toasts] == ["✅ Bought", "Ann bought it already"]
    assert (await chat.says("/gifts mom")).endswith("Spent $40.00 · planned $0.00")


async def test_two_people_who_tick_it_off_at_once_buy_it_once(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/gift mom christmas scarf 40")
    await chat.says("/iam ann")
    await chat.says("/iam ben", by="Ben")
    private = town.private("Ann")
    await private.says("/gifts")
    await chat.says("/gifts mom", by="Ben")

    for each, by in ((private, "Ann"), (chat, "Ben")):
        town.telegram.tap(town.person(by), each.id, *data_of(each, "✅ Bought"))
    await town.settled()

    toasts = [toast.text for toast in town.telegram.toasts]
    assert toasts in (["✅ Bought", "Ann bought it already"], ["✅ Bought", "Ben bought it already"])
    assert (await chat.says("/gifts mom")).endswith("Spent $40.00 · planned $0.00")


async def test_a_tick_in_an_old_list_takes_nothing_back(words: Chat) -> None:
    ann = await plan_scarf(words)
    await ann.says("/gifts")
    place, data = data_of(ann, "✅ Bought")
    await ann.presses("✅ Bought")
    await ann.presses("📦 Received")

    assert await tapped(ann, place, data) == "Ann bought it already"
    assert "1. 📦 scarf" in ann.shown()[place]


async def test_what_was_removed_since_cannot_be_opened_or_ticked(words: Chat) -> None:
    ann = await plan_scarf(words)
    await ann.says("/gifts")
    places = [data_of(ann, label) for label in ("1 · scarf", "✅ Bought")]
    await ann.says("/undo")

    assert [await tapped(ann, *place) for place in places] == [GONE, GONE]


async def test_the_list_of_an_occasion_that_is_gone_is_gone(words: Chat) -> None:
    ann = await plan_scarf(words)
    await ann.says("/gifts")
    place, _ = data_of(ann, "✅ Bought")

    lists = ("gifts:4711:0:0", "gifts:1:4711:0", "gifts:0:4711:0")
    for made_up in (*lists, "one:4711", "tick:1", "tick:4711:bought:1:0:0"):
        assert await tapped(ann, place, made_up) == GONE


async def test_what_i_buy_have_bought_and_chip_in_to_is_mine(chat: Chat) -> None:
    ann = await plan_some(chat)
    await chat.says("/budget by ann christmas 100")
    await chat.says("/gift mom easter basket 10")
    await chat.town.private("Ben").says("/chip scarf 15")
    await ann.says("/chip hat 5.25")

    assert await ann.says("/mine") == (
        "🛍 Ann\n\n"
        "To buy\n"
        "🛒 scarf for Mom · $40.00\n    🤝 Ann $25.00 · Ben $15.00\n"
        "🛒 candles for Mom and Dad · 3 × $4.00 = $12.00\n"
        "🛒 basket for Mom · $10.00\n\n"
        "Bought\n"
        "📦 tie for Dad · $20.00\n\n"
        "Chips in\n"
        "✅ hat for Mom · $10.50\n    🤝 Ann $5.25 · Ben $5.25\n\n"
        "May spend\n"
        "Christmas 2026 (in 35 days)\n"
        "▓▓▓▓▓▓░░░░ 62 %\n"
        "Spent $25.25 · planned $37.00 · left $37.75 of $100.00"
    )
    assert ann.buttons == ["✅ scarf", "✅ candles", "✅ basket"]


async def test_mine_asks_first_who_i_am(words: Chat) -> None:
    await words.says("/person mom")

    assert await words.says("/mine") == "I don't know yet who you are. Tell me: /iam NAME."


async def test_who_has_nothing_to_buy_is_told_how_to_begin(family: Chat) -> None:
    ann = family.town.private("Ann")
    await ann.says("/iam ann")

    assert await ann.says("/mine") == "🛍 Ann\nNothing yet. Plan a gift: /gift mom christmas scarf 40"


async def test_what_is_mine_is_ticked_off_in_place(chat: Chat) -> None:
    ann = await plan_scarf(chat)
    await ann.says("/mine")

    assert await ann.presses("✅ scarf") == "🛍 Ann\n\nBought\n✅ scarf for Mom · $40.00"
    assert ann.buttons == ["↩️ Undo"]
    assert await ann.presses("Undo") == "↩️ Taken back: scarf: bought"
    assert "To buy\n🛒 scarf" in await ann.says("/mine")


async def test_what_is_mine_stays_mine_whoever_ticks_it_off(words: Chat) -> None:
    ann = await plan_scarf(words)
    await ann.says("/mine")
    await words.says("/people", by="Ben")
    ben = words.town.private("Ben")
    await ben.says("/gifts mom")

    await tapped(ben, list(ben.shown())[-1], data_of(ann, "✅ scarf")[1], by="Ben")

    assert ben.heard[-1].startswith("🛍 Ann\n\nBought\n✅ scarf")


async def test_of_several_alike_what_is_bought_already_is_said(family: Chat) -> None:
    ann = family.town.private("Ann")
    await ann.says("/iam ann")
    await ann.says("/gift mom christmas 3x socks 4")
    await ann.says("/bought mom christmas 1x socks")

    assert "🛒 socks for Mom · 3 × $4.00 = $12.00 · 1 of 3 bought" in await ann.says("/mine")
    assert "1. 🛒 socks · 3 × $4.00 = $12.00 · 1 of 3 bought · Ann" in await ann.says("/gifts mom")


async def test_more_than_fits_one_look_is_mine_page_by_page(family: Chat) -> None:
    ann = family.town.private("Ann")
    await ann.says("/iam ann")
    for number in range(1, 10):
        await ann.says(f"/gift mom christmas thing{number} {number}")

    assert (await ann.says("/mine")).endswith("thing8 for Mom · $8.00\nPage 1 of 2")
    second = await ann.presses("Next")

    assert second == "🛍 Ann\n\nTo buy\n🛒 thing9 for Mom · $9.00\nPage 2 of 2"
    assert (await ann.presses("✅ thing9")).endswith("Bought\n✅ thing9 for Mom · $9.00\nPage 2 of 2")


async def test_what_is_over_since_a_month_is_nobodys_any_more(words: Chat) -> None:
    ann = await plan_scarf(words)

    words.town.clock.move(days=35 + 30)
    assert "🛒 scarf" in await ann.says("/mine")
    words.town.clock.move(days=1)
    assert (await ann.says("/mine")).startswith("🛍 Ann\nNothing yet.")
