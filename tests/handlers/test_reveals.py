"""What is no secret any more: told by whoever buys it, or over since yesterday."""

from tests.chat import Chat, Town
from tests.handlers.test_wishes import introduced

UNWRAPPED = "🎁 Some things are better unwrapped."
PRIVATELY = "🤫 {}, I sent you that privately."
LEFT_OUT = "🤫 Mom reads here, or may: what concerns them is for private chats."


async def giving(chat: Chat) -> Chat:
    """Let Ann plan a lamp for Mom; give her private chat."""
    await introduced(chat, "Ann", "Ben", "Mom")
    ann = chat.town.private("Ann")
    await ann.says("/gift mom christmas lamp 20 note behind the sofa")
    return ann


async def received(town: Town, *gifts: str) -> None:
    """Let Ann buy some gifts, and their day be over."""
    ann = town.private("Ann")
    for gift in gifts:
        await ann.says(f"/bought {gift}")
        await ann.presses("Received")
    town.clock.move(days=36)


async def test_whoever_buys_a_gift_reveals_it_in_front_of_everybody(chat: Chat) -> None:
    await giving(chat)

    assert await chat.says("/reveal lamp") == "🎉 lamp for Mom · Christmas 2026\nFrom Ann\nNo secret any more."
    assert await chat.says("/gifts mom christmas", by="Mom") == (
        f"🎁 Mom · Christmas 2026 (in 35 days)\n1. 🎉 lamp · from Ann\n{LEFT_OUT}"
    )
    assert chat.buttons == []


async def test_to_whoever_gets_it_nothing_of_money_or_notes_is_shown(chat: Chat) -> None:
    ann = await giving(chat)
    await ann.says("/reveal mom lamp")
    mom = chat.town.private("Mom")

    assert await mom.says("/gifts christmas") == (
        "🎁 Gifts · Christmas 2026 (in 35 days)\n1. 🎉 lamp for Mom · from Ann"
    )
    assert mom.buttons == []
    assert "20" not in (await mom.says("/budgets christmas")).replace("2026", "")


async def test_the_others_still_read_the_whole_list_in_private(chat: Chat) -> None:
    ann = await giving(chat)
    await ann.says("/gift mom christmas radio 50")
    await chat.says("/reveal lamp")

    answer = await chat.says("/gifts mom christmas")

    assert answer == f"🎁 Mom · Christmas 2026 (in 35 days)\n1. 🎉 lamp · from Ann\n{LEFT_OUT}"
    assert "1. 🛒 lamp · $20.00 · Ann\n2. 🛒 radio · $50.00 · Ann" in ann.heard[-1]


async def test_those_who_chip_in_give_it_too(words: Chat) -> None:
    await giving(words)
    await words.town.private("Ben").says("/chip mom lamp 5")

    assert "From Ann and Ben" in await words.says("/reveal lamp")


async def test_a_gift_is_revealed_once(words: Chat) -> None:
    ann = await giving(words)
    await ann.says("/reveal lamp")

    assert await ann.says("/reveal lamp") == "🎉 lamp for Mom · Christmas 2026\nFrom Ann\nNo secret any more."
    assert ann.buttons == []


async def test_taken_back_it_is_a_secret_again(chat: Chat) -> None:
    ann = await giving(chat)
    await ann.says("/reveal lamp")

    assert await chat.says("/undo") == PRIVATELY.format("Ann")
    assert ann.heard[-1] == "↩️ Taken back: /reveal lamp"
    assert await chat.says("/gifts mom christmas", by="Mom") == PRIVATELY.format("Mom")
    assert chat.town.private("Mom").heard[-1].startswith(UNWRAPPED)


async def test_whoever_gets_it_does_not_take_that_back(words: Chat) -> None:
    await giving(words)
    await words.says("/reveal lamp")

    await words.presses("Undo", by="Mom")

    assert words.town.private("Mom").heard[-1].startswith(UNWRAPPED)
    assert "🎉 lamp" in await words.says("/gifts mom christmas", by="Mom")


async def test_of_several_it_is_asked_which_in_private(words: Chat) -> None:
    ann = await giving(words)
    await ann.says("/gift mom birthday lamp 30")
    words.town.telegram.promote_bot(words.id)

    assert await words.says("/reveal lamp") == PRIVATELY.format("Ann")
    assert ann.buttons == ["Mom: lamp", "Mom: lamp", "✖ Cancel"]
    assert "🎉 lamp for Mom" in await ann.presses("Mom: lamp")


async def test_nobody_else_reveals_what_somebody_buys(words: Chat) -> None:
    await giving(words)

    assert await words.says("/reveal lamp", by="Ben") == PRIVATELY.format("Ben")
    assert words.town.private("Ben").heard[-1].startswith("Whoever buys a gift decides whether it is a secret.")


async def test_a_grown_up_reveals_what_nobody_buys(words: Chat) -> None:
    ann = await giving(words)
    await ann.says("/idea mom christmas radio 50")

    assert (await words.says("/reveal radio", by="Ben")).startswith("🎉 radio for Mom · Christmas 2026\nNo secret")


async def test_whoever_gets_it_learns_nothing_by_revealing(words: Chat) -> None:
    await giving(words)
    mom = words.town.private("Mom")

    there, not_there = await mom.says("/reveal lamp"), await mom.says("/reveal vase")

    assert there == "I know no gift lamp that lies ahead. /gifts lists them."
    assert not_there == there.replace("lamp", "vase")
    assert await words.says("/reveal lamp", by="Mom") == PRIVATELY.format("Mom")


async def test_somebody_whom_nobody_knows_reveals_nothing(words: Chat) -> None:
    assert await words.says("/reveal lamp") == "I don't know yet who you are. Tell me: /iam NAME."


async def test_to_reveal_needs_a_name(words: Chat) -> None:
    await giving(words)

    assert await words.says("/reveal") == "Something is missing. /help reveal shows how it goes."


async def test_the_day_after_what_was_received_is_no_secret(chat: Chat) -> None:
    ann = await giving(chat)
    await ann.says("/bought mom christmas radio 50")
    assert await chat.says("/gifts mom christmas", by="Mom") == PRIVATELY.format("Mom")

    await received(chat.town, "mom christmas lamp")

    assert await chat.says("/gifts mom christmas 2026", by="Mom") == (
        f"🎁 Mom · Christmas 2026 (yesterday)\n1. 🎉 lamp · from Ann\n{LEFT_OUT}"
    )
    assert "radio" in await ann.says("/gifts mom christmas 2026")


async def test_a_family_may_keep_its_secrets(chat: Chat) -> None:
    await giving(chat)

    assert (await chat.says("/family secrets keep")).endswith("secrets kept for good")
    await received(chat.town, "mom christmas lamp")

    assert await chat.says("/gifts mom christmas 2026", by="Mom") == PRIVATELY.format("Mom")
    assert not (await chat.says("/family secrets reveal")).endswith("secrets kept for good")
    assert "🎉 lamp" in await chat.says("/gifts mom christmas 2026", by="Mom")


async def test_secrets_are_revealed_or_kept(words: Chat) -> None:
    assert await words.says("/family secrets maybe") == "Something is missing. /help family shows how it goes."


async def test_what_is_not_revealed_changes_nothing_of_what_is(chat: Chat) -> None:
    ann = await giving(chat)
    await chat.says("/reveal lamp")
    before = await chat.says("/gifts mom christmas", by="Mom")

    await ann.says("/bought mom christmas piano 4000")

    assert await chat.says("/gifts mom christmas", by="Mom") == before
    assert await chat.town.private("Mom").says("/gifts mom christmas") == before.partition("\n🤫")[0]


async def test_what_cannot_be_read_of_a_hidden_list_is_asked_in_private(words: Chat) -> None:
    ann = await giving(words)

    assert await words.says("/gifts mom chrismas") == PRIVATELY.format("Ann")
    assert ann.heard[-1].startswith("I don't know Chrismas yet.")
