"""Who somebody is, asked once; and what is said in front of somebody who must not read it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.chat import Chat, Town
from tests.databases import Databases

WHO = "👤 Who is Mom? Then I know whom not to tell."
BY_HAND = "⚠️ Your message there gives it away: delete it, or make me an admin who may delete messages."
HUSH = "🤫 Ann, I sent you that privately."
SCARF = "/bought mom christmas scarf 40"


@pytest.fixture
async def asked(chat: Chat) -> Chat:
    """Ann and Ben have said who they are, and a budget for Mom was set: who that is has been asked."""
    await chat.says("/iam ann")
    await chat.says("/iam ben", by="Ben")
    await chat.says("/budget mom christmas 100")
    return chat


@pytest.fixture
async def told(asked: Chat) -> Chat:
    """Mom has said who she is, and Ann has opened her private chat."""
    await asked.presses("That's me", by="Mom")
    await asked.town.private("Ann").says("/help")
    return asked


def texts(chat: Chat) -> list[str]:
    return [one.get("text", "") for one in chat.town.telegram.messages(chat.id)]


async def test_it_is_asked_once_who_somebody_is(asked: Chat) -> None:
    assert asked.heard[-1] == WHO
    assert asked.buttons == ["That's me", "Somebody here", "Not on Telegram"]

    await asked.says("/budget mom christmas 120")

    assert asked.heard.count(WHO) == 1


async def test_whoever_it_is_says_so_and_can_take_it_back(asked: Chat) -> None:
    answer = await asked.presses("That's me", by="Mom")

    assert answer == "✓ Mom reads here. What is meant to surprise Mom stays a surprise."
    assert "Mom · on Telegram" in await asked.says("/people")

    await asked.presses("Undo", by="Mom")

    assert "Mom · on Telegram" not in await asked.says("/people")


async def test_who_is_somebody_else_already_is_told_so_alone(asked: Chat) -> None:
    assert await asked.presses("That's me", by="Ann") == "(You are Ann already. If you are not: /iam NAME)"
    assert asked.buttons == ["That's me", "Somebody here", "Not on Telegram"]


async def test_who_comes_too_late_with_an_answer_hears_what_holds(town: Town, asked: Chat) -> None:
    place = town.telegram.messages(asked.id)[-1]["message_id"]
    await asked.presses("That's me", by="Mom")

    for name, answer in (("Ben", "Mom is on Telegram, and has said so"), ("Mom", "You are Mom already")):
        town.telegram.tap(town.person(name), asked.id, place, "who:3:offline")
        await town.settled()

        assert town.telegram.toasts[-1].text == answer


async def test_who_is_not_on_telegram_may_be_spoken_of(asked: Chat) -> None:
    answer = await asked.presses("Not on Telegram", by="Ben")

    assert answer == "✓ Mom is not on Telegram, says Ben: nothing needs to be kept from anybody on their account."
    assert "scarf" in await asked.says(SCARF)


async def test_somebody_here_keeps_it_a_secret(asked: Chat) -> None:
    answer = await asked.presses("Somebody here", by="Ben")

    assert answer.startswith("✓ Then I keep quiet here about Mom's gifts, and answer in private.")
    assert "scarf" not in await asked.says(SCARF)


async def test_a_command_in_front_of_mom_is_answered_in_private_and_stays_until_deleted_by_hand(told: Chat) -> None:
    assert await told.says(SCARF) == HUSH

    private = told.town.private("Ann").heard[-1]
    assert private.startswith("🎁 scarf for Mom · Christmas 2026")
    assert private.endswith(BY_HAND)
    assert SCARF in texts(told)


async def test_where_the_bot_may_delete_the_command_is_gone_before_the_notice(town: Town, told: Chat) -> None:
    town.telegram.promote_bot(told.id)
    await town.settled()
    events: list[str] = []
    town.telegram.listeners.append(lambda event, body: events.append(f"{event} {body.get('text', '')[:20]}"))

    await told.says(SCARF)

    gone, notice = (
        next(at for at, one in enumerate(events) if one.startswith(what)) for what in ("deleted", "sent 🤫")
    )
    assert gone < notice
    assert SCARF not in texts(told)
    assert BY_HAND not in town.private("Ann").heard[-1]


async def test_an_admin_without_that_right_says_so(town: Town, told: Chat) -> None:
    town.telegram.promote_bot(told.id, lacking=("can_delete_messages",))
    await town.settled()

    await told.says(SCARF)

    assert town.private("Ann").heard[-1].endswith(BY_HAND)
    assert SCARF in texts(told)


async def test_a_right_taken_away_is_noticed(town: Town, told: Chat) -> None:
    town.telegram.promote_bot(told.id)
    await town.settled()
    town.telegram.demote_bot(told.id)
    await town.settled()

    await told.says(SCARF)

    assert town.private("Ann").heard[-1].endswith(BY_HAND)


async def test_what_has_to_be_asked_is_asked_in_private_with_the_hint(town: Town, told: Chat) -> None:
    await told.says("/bought mom scarf 40")
    await told.says("/gift mom christmsa gloves 20")

    hint, question = town.private("Ann").heard[-2:]
    assert BY_HAND in {hint, question}


async def test_what_was_held_comes_at_once_and_before_the_greeting(town: Town, asked: Chat) -> None:
    await asked.presses("That's me", by="Mom")
    await asked.says(SCARF)
    await asked.says("/gift mom christmas gloves 20")
    assert town.private("Ann").heard == []

    await town.private("Ann").says("/start hush")

    assert [one.split()[1] for one in town.private("Ann").heard] == ["scarf", "gloves", "Hello"]


async def test_what_was_held_is_judged_again_before_it_is_said(town: Town, asked: Chat) -> None:
    await asked.presses("That's me", by="Mom")
    await asked.says(SCARF)
    await asked.says("/undo", by="Mom")
    await asked.says("/iam benjamin", by="Ben")
    await asked.says("/iam mom")

    await town.private("Ann").says("/start hush")

    assert not any("scarf" in one for one in town.private("Ann").heard)


async def test_who_takes_the_bot_back_gets_what_was_held(town: Town, told: Chat) -> None:
    town.telegram.block(town.person("Ann"))
    before = town.private("Ann").heard
    await told.says(SCARF)
    assert town.private("Ann").heard == before

    town.telegram.unblock(town.person("Ann"))
    await town.settled()

    assert town.private("Ann").heard[-1].startswith("🎁 scarf for Mom")


@pytest.fixture
async def fleeting(sqlite: Databases) -> AsyncIterator[Chat]:
    """The family in a town where the host wants answers shown for a moment, to the asker alone."""
    with sqlite.migrated() as url:
        async with Town(url, NESTEGG_EPHEMERAL="on").open() as town:
            chat = town.group("Our family", "Ann", "Ben", "Mom")
            await chat.says("/iam ann")
            await chat.says("/iam mom", by="Mom")
            await town.private("Ann").says("/help")
            yield chat


def glimpses(chat: Chat) -> list[tuple[int, str]]:
    return [(one.user_id, one.text.partition("\n")[0]) for one in chat.town.telegram.glimpses]


async def test_an_admin_shows_the_asker_alone_what_is_answered_in_private(fleeting: Chat) -> None:
    town, ann = fleeting.town, fleeting.town.person("Ann")
    town.telegram.promote_bot(fleeting.id)
    await town.settled()

    assert await fleeting.says(SCARF) == ""

    assert glimpses(fleeting) == [(ann, HUSH), (ann, "🎁 scarf for Mom · Christmas 2026")]
    assert town.private("Ann").heard[-1].startswith("🎁 scarf for Mom · Christmas 2026")


async def test_who_presses_is_shown_it_within_the_group(fleeting: Chat) -> None:
    await fleeting.knows("dad")
    await fleeting.says("/gift dad christmas socks 10")
    await fleeting.says("/iam dad", by="Ben")

    await fleeting.presses("✅ Bought")

    assert glimpses(fleeting)[-1] == (fleeting.town.person("Ann"), "🎁 socks for Dad · Christmas 2026")


async def test_what_telegram_refuses_is_said_as_ever(fleeting: Chat) -> None:
    assert await fleeting.says(SCARF) == HUSH
    assert glimpses(fleeting) == []


async def test_a_server_that_would_show_it_to_everybody_is_shown_nothing(fleeting: Chat) -> None:
    town = fleeting.town
    town.telegram.shows_to_one = False
    town.telegram.promote_bot(fleeting.id)
    await town.settled()

    assert await fleeting.says(SCARF) == HUSH
    assert await fleeting.says("/gift mom christmas gloves 20") == HUSH
    assert town.private("Ann").heard[-1].startswith("🎁 gloves for Mom")


async def test_nobody_is_shown_what_is_for_them_since(fleeting: Chat) -> None:
    town = fleeting.town
    ann, mom = town.person("Ann"), town.person("Mom")
    town.telegram.promote_bot(fleeting.id)
    await town.settled()
    town.telegram.fail_next("sendMessage", retry_after=1, chat_id=fleeting.id)
    town.telegram.say(ann, fleeting.id, SCARF)
    async with asyncio.timeout(5):
        while town.telegram.faults:  # noqa: ASYNC110 - a fault that struck announces nothing
            await asyncio.sleep(0.001)
    town.telegram.say(mom, mom, "/undo")
    town.telegram.say(ann, ann, "/iam mom")
    await town.settled()

    assert "You are Mom" in town.private("Ann").heard[-1]
    assert not any("scarf" in text for _, text in glimpses(fleeting))


async def test_of_a_group_that_made_it_an_admin_before_it_knew_the_group_the_bot_learns_what_it_may(town: Town) -> None:
    telegram, names = town.telegram, ("Ann", "Mom")
    number = telegram.add_group("Our family", [town.person(name) for name in names])
    telegram.chats[number].statuses[telegram.bot_id] = "administrator"
    group, ann = Chat(town, number, "Ann"), town.private("Ann")
    await ann.says("/start")
    await group.says("/iam ann")
    await group.says("/iam mom", by="Mom")

    await group.says("/gift mom christmas scarf 5")

    assert "scarf for Mom" in ann.heard[-1]
    assert BY_HAND not in ann.heard[-1]


async def test_nobody_is_kept_waiting_lists_for_who_never_opened_the_private_chat(town: Town, chat: Chat) -> None:
    await chat.says("/iam mom", by="Mom")
    await chat.knows("dad")
    await chat.says("/budget dad christmas 80")

    shown = await chat.says("/budgets", by="Ben")
    await town.private("Ben").says("/start hush")

    assert "🤫 Mom reads here, or may: what concerns them is for private chats." in shown
    assert all("Christmas" not in said for said in town.private("Ben").heard)
