"""Who comes to read what is kept from them: the planners hear it at once, and can take away what was said."""

import asyncio

import pytest

from tests.chat import Chat, Town

SCARF = "• Nov 20 · Ann: /gift mom christmas scarf 40 → 🎁 scarf for Mom · Christmas 2026"
BY_HAND = "What you typed there yourselves I may not delete: do that by hand, or make me an admin."


@pytest.fixture
async def planners(town: Town, chat: Chat) -> Chat:
    """Ann and Ben have a group of their own, where Mom does not read, and private chats with the bot."""
    await chat.says("/iam ann")
    await chat.says("/iam ben", by="Ben")
    await chat.says("/iam mom", by="Mom")
    group = await second_group(town, chat)
    for name in ("Ann", "Ben"):
        await town.private(name).says("/help start")
    await group.says("/gift mom christmas scarf 40")
    return group


async def second_group(town: Town, chat: Chat) -> Chat:
    invitation = await chat.says("/invite")
    group = town.group("Planners", "Ann", "Ben")
    await group.says(f"/start {invitation.rpartition('startgroup=')[2].split()[0]}")
    return group


def news(town: Town, name: str) -> str:
    return town.private(name).heard[-1]


async def test_where_mom_does_not_read_all_is_said(planners: Chat) -> None:
    answer = await planners.says("/gifts mom christmas")

    assert "scarf" in answer
    assert "🤫" not in answer
    assert "$40.00" in await planners.says("/budget mom christmas 100")


async def test_the_planners_hear_at_once_that_mom_joins_and_mom_does_not(town: Town, planners: Chat) -> None:
    town.telegram.join(planners.id, town.person("Mom"))
    await town.settled()

    assert news(town, "Ann").splitlines() == [
        "⚠️ Mom reads Planners now. What was said there about gifts for Mom:",
        SCARF,
        "From now on I keep quiet there about what is for Mom.",
        BY_HAND,
    ]
    assert news(town, "Ben") == news(town, "Ann")
    assert not any("scarf" in one for one in town.private("Mom").heard)
    assert "scarf" not in await planners.says("/gifts mom christmas")


async def test_they_hear_it_once_however_often_mom_comes_and_goes(town: Town, planners: Chat) -> None:
    town.telegram.promote_bot(planners.id)
    for _ in range(2):
        town.telegram.join(planners.id, town.person("Mom"))
        await town.settled()
        town.telegram.leave(planners.id, town.person("Mom"))
        await town.settled()

    assert len([one for one in town.private("Ann").heard if "⚠️" in one]) == 1
    assert "scarf" in await planners.says("/gifts mom christmas")


async def test_who_is_added_without_a_word_is_found_by_asking(town: Town, planners: Chat) -> None:
    town.telegram.join(planners.id, town.person("Mom"), quietly=True)
    town.clock.move(minutes=11)

    assert "scarf" not in await planners.says("/gifts mom christmas")
    assert news(town, "Ben").startswith("⚠️ Mom reads Planners now.")


async def test_who_speaks_reads(town: Town, planners: Chat) -> None:
    town.telegram.join(planners.id, town.person("Mom"), quietly=True)

    assert "scarf" not in await planners.says("/gifts mom christmas", by="Mom")
    assert news(town, "Ben").startswith("⚠️ Mom reads Planners now.")


async def test_somebody_who_was_not_on_telegram_turns_out_to_read_along(town: Town, chat: Chat) -> None:
    await chat.says("/iam ann")
    await chat.knows("mom")
    await town.private("Ann").says("/help")
    await chat.says("/gift mom christmas scarf 40")

    await chat.says("/iam mom", by="Mom")

    assert news(town, "Ann").splitlines()[:2] == [
        "⚠️ Mom reads Our family now. What was said there about gifts for Mom:",
        SCARF,
    ]


async def test_secrets_hold_again_when_not_on_telegram_is_taken_back(town: Town, chat: Chat) -> None:
    await chat.says("/iam ann")
    await town.private("Ann").says("/help")
    await chat.says("/budget mom christmas 100")
    await chat.presses("Not on Telegram", by="Ben")
    await chat.says("/gift mom christmas scarf 40")

    await chat.says("/undo", by="Ben")

    assert news(town, "Ann").startswith("⚠️ Mom may read Our family now.")
    assert "scarf" not in await chat.says("/gifts mom christmas")


async def test_the_other_groups_are_asked_before_somebody_says_who_they_are(town: Town, planners: Chat) -> None:
    await planners.knows("dad")
    await planners.says("/gift dad christmas socks 10")
    town.group("Elsewhere", "Dad")
    big = next(chat for chat in town.telegram.chats.values() if chat.face.get("title") == "Our family")
    town.telegram.join(big.id, town.person("Dad"))

    await Chat(town, big.id, "Dad").says("/iam dad")

    assert not any("Dad" in one for one in town.private("Ann").heard)
    assert "socks" in await planners.says("/gifts dad christmas")


async def test_what_was_said_is_deleted_at_the_press_of_a_button(town: Town, planners: Chat) -> None:
    town.telegram.join(planners.id, town.person("Mom"))
    ann = town.private("Ann")
    await town.settled()

    answer = await ann.presses("Delete what I said there")

    assert answer.splitlines() == [
        "🗑 1 message about gifts for Mom in Planners: deleted.",
        "⚠️ What is older than two days, or was typed by others, I may not delete: do that by hand.",
    ]
    assert not any("scarf" in one for one in planners.heard)
    assert "/gift mom christmas scarf 40" in [one.get("text") for one in town.telegram.messages(planners.id)]


async def test_an_admin_who_may_delete_takes_away_the_commands_too(town: Town, planners: Chat) -> None:
    town.telegram.promote_bot(planners.id)
    await town.settled()
    town.telegram.join(planners.id, town.person("Mom"))
    await town.settled()

    answer = await town.private("Ben").presses("Delete what was said there")

    assert answer == "🗑 2 messages about gifts for Mom in Planners: deleted."
    assert not any("scarf" in one.get("text", "") for one in town.telegram.messages(planners.id))


async def test_after_two_days_only_an_admin_may_delete(town: Town, planners: Chat) -> None:
    town.clock.move(days=3)
    town.telegram.join(planners.id, town.person("Mom"))
    await town.settled()

    assert news(town, "Ann").endswith(
        "All of it is older than two days, so I may not delete it there: do that by hand."
    )
    assert town.private("Ann").buttons == []


async def test_of_much_the_newest_is_quoted(town: Town, planners: Chat) -> None:
    for number in range(12):
        await planners.says(f"/gift mom christmas thing{number} 1")

    town.telegram.join(planners.id, town.person("Mom"))
    await town.settled()

    shown = news(town, "Ann").splitlines()
    assert len([line for line in shown if line.startswith("• ")]) == 10
    assert "thing11" in shown[1]
    assert "and 3 more" in shown


async def test_nobody_is_told_of_their_own_gift_by_the_warning(town: Town, planners: Chat) -> None:
    big = next(chat for chat in town.telegram.chats.values() if chat.face.get("title") == "Our family")
    town.telegram.leave(planners.id, town.person("Ben"))
    await town.settled()
    await planners.says("/gift mom, ben christmas game 50")

    town.telegram.join(planners.id, town.person("Mom"))
    await town.settled()

    assert "game" in news(town, "Ann")
    assert "scarf" in news(town, "Ben")
    assert not any("game" in one for one in town.private("Ben").heard)
    assert big.id != planners.id


async def test_a_planner_who_never_opened_the_private_chat_hears_it_when_they_do(town: Town, chat: Chat) -> None:
    await chat.says("/iam ann")
    await chat.knows("mom")
    await chat.says("/gift mom christmas scarf 40")
    await chat.says("/iam mom", by="Mom")

    await town.private("Ann").says("/start hush")

    first, greeting = town.private("Ann").heard
    assert first.startswith("⚠️ Mom reads Our family now.")
    assert greeting.startswith("👋 Hello Ann!")


async def test_what_was_kept_back_at_the_last_moment_was_never_said(town: Town, planners: Chat) -> None:
    town.telegram.fail_next("sendMessage", retry_after=1, chat_id=planners.id)
    town.telegram.say(town.person("Ann"), planners.id, "/gift mom christmas gloves 20")
    async with asyncio.timeout(5):
        while town.telegram.faults:  # noqa: ASYNC110 - a fault that struck announces nothing
            await asyncio.sleep(0.001)
    town.telegram.join(planners.id, town.person("Mom"))
    await town.settled()

    assert "🤫 That is not for everybody who reads here." in planners.heard[-1]
    town.telegram.leave(planners.id, town.person("Mom"))
    await planners.says("/gift mom christmas boots 60")
    town.telegram.join(planners.id, town.person("Mom"))
    await town.settled()

    assert [line for line in news(town, "Ann").splitlines() if line.startswith("•")] == [
        "• Nov 20 · Ann: /gift mom christmas boots 60 → 🎁 boots for Mom · Christmas 2026"
    ]
