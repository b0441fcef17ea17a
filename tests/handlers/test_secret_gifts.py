"""What its buyer keeps secret from everybody: the others see that there is something, and its price in totals only."""

import pytest

from tests.chat import Chat
from tests.handlers.test_gift_lists import data_of, tapped
from tests.handlers.test_wishes import introduced

PRIVATELY = "🤫 {}, I sent you that privately."
MARK = "🤫 A secret of yours: the others see its price in totals only"


async def keeping(chat: Chat, said: str = "/gift mom christmas radio 40 at Tivoli secret note behind the sofa") -> Chat:
    """Let Ann keep something secret, among people of whom only the speakers are on Telegram; give her private chat."""
    await chat.knows("mom")
    await introduced(chat, "Ann", "Ben")
    ann = chat.town.private("Ann")
    await ann.says(said)
    return ann


async def test_the_buyer_sees_all_of_it(chat: Chat) -> None:
    ann = await keeping(chat)

    assert ann.heard[-1] == (
        "🎁 radio for Mom · Christmas 2026\n🛒 To buy · $40.00 · Ann buys\n🏬 Tivoli\n📝 behind the sofa\n"
        f"{MARK}\nSpent $0.00 · planned $40.00 · no limit\n✨ New: Christmas 2026"
    )
    assert ann.buttons == [
        *("✅ Bought", "💡 Idea", "🤝 Chip in", "✏️ Edit", "🗑 Remove", "📢 No secret", "↩️ Undo"),
    ]


async def test_the_others_see_that_there_is_something(chat: Chat) -> None:
    await keeping(chat)
    ben = chat.town.private("Ben")

    listed = "1. 🛒 a secret gift · 🤫 · Ann\n—\nSpent $0.00 · planned $40.00"
    assert await ben.says("/gifts mom christmas") == f"🎁 Mom · Christmas 2026 (in 35 days)\n{listed}"
    assert ben.buttons == []
    assert listed in await chat.says("/gifts mom christmas")


async def test_said_in_the_group_it_is_answered_in_private(chat: Chat) -> None:
    ann = await keeping(chat, "/help")

    assert await chat.says("/bought mom christmas radio 40 secret") == PRIVATELY.format("Ann")
    assert MARK in ann.heard[-1]
    assert "radio" not in "".join(chat.heard)


async def test_where_the_bot_may_the_command_is_taken_away(words: Chat) -> None:
    await keeping(words, "/help")
    words.town.telegram.promote_bot(words.id)

    await words.says("/gift mom christmas radio 40 secret")

    assert "radio" not in str(words.town.telegram.messages(words.id))


async def test_a_question_about_a_secret_is_asked_in_private(words: Chat) -> None:
    ann = await keeping(words, "/help")
    words.town.telegram.promote_bot(words.id)

    assert await words.says("/gift mom radio 40 secret") == PRIVATELY.format("Ann")
    assert ann.heard[-1].startswith("🎁 Mom — for which occasion?")
    assert MARK in await ann.presses("Christmas")


async def test_a_title_told_afterwards_is_kept_secret_too(words: Chat) -> None:
    ann = await keeping(words, "/help")
    await words.says("/gift mom christmas")

    assert PRIVATELY.format("Ann") in await words.answers("radio 40 secret")
    assert MARK in ann.heard[-1]


@pytest.mark.parametrize("said", ['/gift mom christmas the "secret"', "/gift mom christmas secret diary 12"])
async def test_a_title_may_speak_of_secrets(words: Chat, said: str) -> None:
    ann = await keeping(words, said)

    assert MARK not in ann.heard[-1]


async def test_only_somebody_known_keeps_secrets(words: Chat) -> None:
    await words.knows("mom")
    ann = words.town.private("Ann")
    await ann.says("/start")

    await words.says("/gift mom christmas radio 40 secret")

    assert ann.heard[-1].startswith("I don't know yet who you are.")


async def test_a_secret_is_kept_by_who_buys(words: Chat) -> None:
    ann = await keeping(words, "/gift mom christmas radio 40 by ben secret")

    assert ann.heard[-1] == "Whoever buys a gift decides whether it is a secret."
    await ann.says("/gift mom christmas radio 40 by ben")
    assert (await ann.says("/gift mom christmas radio secret")).startswith("“radio” for Mom is planned already.")
    assert await ann.says("/idea mom christmas vase 40 by ben")
    assert (await ann.says("/gift mom christmas vase secret")).startswith("Whoever buys a gift")


async def test_an_idea_that_is_taken_over_becomes_a_secret(words: Chat) -> None:
    ann = await keeping(words, "/idea mom christmas radio 40")

    await words.says("/gift mom christmas radio secret")

    assert MARK in ann.heard[-1]
    assert "a secret gift · 🤫 · Ann" in await words.town.private("Ben").says("/gifts mom christmas")


async def test_an_idea_may_be_a_secret(words: Chat) -> None:
    ann = await keeping(words, "/idea mom christmas radio 40 secret")

    assert MARK in ann.heard[-1]
    assert "💡 a secret gift · 🤫 · Ann" in await words.town.private("Ben").says("/gifts mom christmas")


async def test_nobody_else_finds_it_by_its_name(chat: Chat) -> None:
    await keeping(chat)
    ben = chat.town.private("Ben")

    assert "no gift radio" in await ben.says("/chip radio 5")
    assert "no gift radio" in await ben.says("/reveal radio")
    assert "👀" not in await ben.says("/gift mom easter radio 40")
    assert (await ben.says("/bought mom christmas radio 40")).startswith("🎁 radio for Mom · Christmas 2026\n✅ Bought")


async def test_its_buyer_finds_it_by_its_name(chat: Chat) -> None:
    ann = await keeping(chat)

    assert f"✅ Bought · $35.00 instead of $40.00 · Ann bought\n🏬 Tivoli\n📝 behind the sofa\n{MARK}" in (
        await ann.says("/bought mom christmas radio 35")
    )


async def test_it_counts_in_everybodys_totals(chat: Chat) -> None:
    await keeping(chat)
    ben = chat.town.private("Ben")

    assert "Mom $40.00, no limit" in await ben.says("/status christmas text")
    assert "planned $40.00" in await ben.says("/budget mom christmas")


async def test_what_stood_in_sight_before_is_closed(words: Chat) -> None:
    ann = await keeping(words, "/gift mom christmas radio 40")
    ben = words.town.private("Ben")
    await ben.says("/gifts mom christmas")
    place, one = data_of(ben, "1 · radio")

    await ann.presses("Keep secret")

    assert ann.heard[-1].splitlines()[2] == MARK
    for kind in ("one", "edit", "remove", "pledge", "title", "secrecy"):
        gone = await tapped(ben, place, one.replace("one", kind, 1), by="Ben")
        assert gone == "That is no longer here. Ask again with a new command."


async def test_in_the_group_its_buyer_is_answered_in_private(words: Chat) -> None:
    ann = await keeping(words, "/help")
    await words.says("/gift mom christmas radio 40")
    await words.says("/gifts mom christmas")
    place, one = data_of(words, "1 · radio")
    await ann.says("/gifts mom christmas")
    await ann.presses("1 · radio")
    await ann.presses("Keep secret")

    assert await tapped(words, place, one) == "🤫 I sent you that privately"
    assert MARK in ann.heard[-1]


async def test_only_its_buyer_makes_a_secret_of_a_gift(words: Chat) -> None:
    ann = await keeping(words, "/gift mom christmas radio 40")
    ben = words.town.private("Ben")
    await ben.says("/gifts mom christmas")
    place, one = data_of(ben, "1 · radio")

    refused = await tapped(ben, place, one.replace("one", "secrecy", 1), by="Ben")

    assert refused == "Whoever buys a gift decides whether it is a secret."
    assert "Keep secret" in str(ann.buttons)


async def test_a_secret_is_none_any_more_when_its_buyer_says_so(chat: Chat) -> None:
    ann = await keeping(chat)
    ben = chat.town.private("Ben")

    assert MARK not in await ann.presses("No secret")
    assert "🛒 radio · $40.00 · Ann" in await ben.says("/gifts mom christmas")

    await ann.presses("Undo")
    assert "🛒 a secret gift · 🤫 · Ann" in await ben.says("/gifts mom christmas")


async def test_somebody_else_is_to_buy_it_only_when_it_is_no_secret(words: Chat) -> None:
    ann = await keeping(words)
    await ann.presses("Edit")
    await ann.presses("Who buys")

    assert (await ann.presses("Ben")).startswith("You keep “radio” secret from the others.")


async def test_taking_it_back_says_nothing_in_the_group(chat: Chat) -> None:
    ann = await keeping(chat)

    assert await chat.says("/undo") == PRIVATELY.format("Ann")
    assert ann.heard[-1] == ("↩️ Taken back: /gift mom christmas radio 40 at Tivoli secret note behind the sofa")
    assert "secret" not in await chat.town.private("Ben").says("/gifts mom christmas")


async def test_what_was_chipped_in_to_a_secret_of_now_is_taken_back_in_private(words: Chat) -> None:
    ann = await keeping(words, "/gift mom christmas radio 40")
    ben = words.town.private("Ben")
    await ben.says("/chip radio 10")
    await ben.says("/chip radio 12")
    await ann.presses("Keep secret")

    assert [await words.says("/undo", by="Ben") for _ in range(2)] == [PRIVATELY.format("Ben")] * 2
    assert "radio" not in "".join([*words.heard, *ben.heard[-2:]])


async def test_nobody_takes_back_what_is_somebodys_secret_now(words: Chat) -> None:
    ann = await keeping(words, "/help")
    await words.says("/gift mom christmas radio 40")
    place, undo = data_of(words, "↩️ Undo")
    await ann.says("/gifts mom christmas")
    await ann.presses("1 · radio")
    await ann.presses("Keep secret")

    await tapped(words, place, undo, by="Ben")

    assert "radio" not in words.town.private("Ben").heard[-1]
    assert "🛒 radio" in await ann.says("/gifts mom christmas")


async def test_a_command_that_is_corrected_to_be_a_secret_is_one(chat: Chat) -> None:
    ann = await keeping(chat, "/help")
    await chat.says("/gift mom christmas radio 40")

    await chat.corrects("/gift mom christmas radio 40", "/gift mom christmas radio 40 secret")

    assert "radio" not in "".join(chat.heard)
    assert MARK in ann.heard[-1]


async def test_what_others_chip_in_to_it_tells_no_price(words: Chat) -> None:
    ann = await keeping(words, "/gift mom christmas radio 40")
    ben = words.town.private("Ben")
    await ben.says("/chip radio 5")

    await ann.presses("Keep secret")

    assert await ben.says("/mine") == "🛍 Ben\n\nChips in\n🛒 a secret gift for Mom · 🤫"
    assert ben.buttons == []


async def test_a_secret_is_revealed_to_all_by_its_buyer(chat: Chat) -> None:
    await keeping(chat)

    assert await chat.says("/reveal radio") == "🎉 radio for Mom · Christmas 2026\nFrom Ann\nNo secret any more."
    assert "🛒 radio · $40.00 · Ann" in await chat.town.private("Ben").says("/gifts mom christmas")


async def test_a_wish_that_is_a_secret_now_is_seen_as_one(words: Chat) -> None:
    await introduced(words, "Ann", "Ben", "Mom")
    await words.says("/wish radio 40", by="Mom")

    await words.town.private("Ann").says("/gift mom christmas radio secret")

    listed = await words.town.private("Ben").says("/gifts mom christmas")
    assert "1. 🛒 a secret gift · 🤫 · Ann\n—" in listed
    assert await words.says("/wish", by="Mom") == "🌟 Mom wishes for\n1. radio · $40.00"
