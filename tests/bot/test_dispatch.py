"""The transaction: once, whole or not at all, answered and remembered."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from domain.messages import Message
from domain.refusals import BadDate
from handlers.registry import COMMANDS, PRESSES, Command, Handler, Press
from handlers.request import Request
from replies.reply import Button, Reply
from repositories.unit_of_work import UnitOfWork
from tests.chat import Chat, Town
from tests.post import until

WENT_WRONG = "Something went wrong on my side, and nothing was changed. Please try again in a moment."


async def make_somebody_and_fail(_request: Request, uow: UnitOfWork) -> Reply:
    await uow.people.create(name="Nobody", name_key="nobody")
    raise LookupError("a fault nobody thought of")


async def make_somebody_and_refuse(_request: Request, uow: UnitOfWork) -> Reply:
    await uow.people.create(name="Nobody", name_key="nobody")
    raise BadDate("today")


async def offer_to_fail(_request: Request, _uow: UnitOfWork) -> Reply:
    return Reply(text=Reply().text + "Press", buttons=((Button("Fail", "fail:1"),),))


@pytest.fixture(autouse=True)
def commands() -> Iterator[None]:
    """A few commands more, which nobody should ever make."""
    added: dict[str, Handler] = {
        "fail": make_somebody_and_fail,
        "refuse": make_somebody_and_refuse,
        "offer": offer_to_fail,
    }
    for name, handle in added.items():
        COMMANDS[name] = Command(name, "", "Try", f"/{name}", handle, "in groups", tells=False)
    PRESSES["fail"] = Press("Fail", "Make somebody, and fail", make_somebody_and_fail)
    yield
    for name in added:
        del COMMANDS[name]
    del PRESSES["fail"]


async def remembered(town: Town, chat: Chat) -> list[Message]:
    """What the bot remembers of a chat."""

    async def read(uow: UnitOfWork) -> list[Message]:
        [conversation] = await uow.conversations.list_by_chat(chat.id)
        return list(await uow.messages.list_by_conversation(conversation.id, 100))

    return await town.bot.ledger.enter(read)


def again(town: Town, update: dict[str, Any]) -> None:
    """Let Telegram send an update once more, as it does when a confirmation was lost."""
    town.telegram.inbox.waiting[update["update_id"]] = update
    town.telegram.inbox._wake()  # noqa: SLF001 - nothing else sends an old update


async def test_what_nobody_foresaw_is_logged_and_answered_calmly_and_changes_nothing(town: Town, chat: Chat) -> None:
    await town.settled()

    with capture_logs() as logged:
        answer = await chat.says("/fail")

    assert answer == WENT_WRONG
    assert (await chat.says("/people")).startswith("Nobody yet.")
    [entry] = [each for each in logged if each["log_level"] == "error"]
    assert (entry["event"], entry["kind"], entry["exc_info"]) == ("handler_failed", "message", True)


async def test_a_button_that_fails_is_answered_too(chat: Chat) -> None:
    await chat.says("/offer")

    with capture_logs():
        assert await chat.presses("Fail") == WENT_WRONG
    assert (await chat.says("/people")).startswith("Nobody yet.")


async def test_a_refusal_leaves_nothing_behind_and_is_remembered(town: Town, chat: Chat) -> None:
    answer = await chat.says("/refuse")

    assert answer == "I know no day today. Type it like 3 May or 2027-05-03."
    assert (await chat.says("/people")).startswith("Nobody yet.")
    _, said, refused, *_ = await remembered(town, chat)
    assert (said.role, said.content) == ("user", "/refuse")
    assert (refused.role, refused.answers_id, refused.delivery) == ("assistant", said.id, "sent")


async def test_what_is_said_and_answered_is_remembered_with_its_ids(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")

    *_, said, answer = await remembered(town, chat)
    command, card = town.telegram.messages(chat.id)[-2:]

    assert (said.telegram_chat_id, said.telegram_message_id) == (chat.id, command["message_id"])
    assert (answer.telegram_chat_id, answer.telegram_message_id) == (chat.id, card["message_id"])
    assert answer.facts["reply_to"] == command["message_id"]
    assert answer.about == [1]


async def test_the_same_message_again_has_no_second_effect_and_no_second_answer(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    town.telegram.say(town.person("Ann"), chat.id, "/budget mom christmas 100")
    [update] = town.telegram.inbox.waiting.values()
    await town.settled()
    await chat.says("/budget mom christmas 120")

    again(town, update)
    await town.settled()

    assert "of $120.00" in await chat.says("/budget mom christmas")
    assert len([text for text in chat.heard if "of $100.00" in text]) == 1


async def test_words_that_answered_a_question_answer_it_once(town: Town) -> None:
    ann = town.private("Ann")
    await ann.says("/budget")
    town.telegram.say(ann.id, ann.id, "Mom")
    [update] = town.telegram.inbox.waiting.values()
    await town.settled()
    before = ann.heard

    again(town, update)
    await town.settled()

    assert ann.heard == before


async def test_the_same_press_again_has_no_second_effect(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")
    await chat.says("/budget mom christmas 120")
    card = next(reversed(chat.shown()))
    town.telegram.press(town.person("Ann"), chat.id, card, 1)
    [update] = town.telegram.inbox.waiting.values()
    await town.settled()
    await chat.says("/budget mom christmas 130")

    again(town, update)
    await town.settled()

    assert "of $130.00" in await chat.says("/budget mom christmas")
    assert [toast.text for toast in town.telegram.toasts] == ["Taken back"]


async def test_an_answer_that_had_not_left_leaves_once(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    town.telegram.fail_next("sendMessage", status=502)
    town.telegram.say(town.person("Ann"), chat.id, "/budget mom christmas 100")
    [update] = town.telegram.inbox.waiting.values()
    await until(lambda: asyncio.sleep(0, town.telegram.faults), lambda faults: not faults)

    again(town, update)
    await town.telegram.wait_for(lambda: "of $100.00" in chat.heard[-1])
    await town.settled()

    assert len([text for text in chat.heard if "of $100.00" in text]) == 1


async def test_a_question_that_is_no_command_of_ours_is_forgotten_at_once(town: Town, chat: Chat) -> None:
    town.telegram.promote_bot(chat.id)
    await chat.says("/weather tomorrow")
    await chat.says("What a day!")

    assert [message.role for message in await remembered(town, chat)] == ["assistant"]


async def test_a_burst_takes_effect_and_is_answered_in_the_order_in_which_it_was_said(town: Town) -> None:
    ann = town.private("Ann")
    await ann.says("/budget mom easter 100")
    await ann.says("/iam ann")
    for amount in range(1, 51):
        said = town.telegram.say(town.person("Ann"), ann.id, f"/budget mom christmas {amount}")
    town.telegram.edit(town.person("Ann"), ann.id, said["message_id"], "/budget mom christmas 77")
    town.telegram.say(town.person("Ann"), ann.id, "/undo")

    await town.settled()

    left = [answer.rpartition("left ")[2].partition("\n")[0] for answer in ann.heard[2:]]
    assert left[:50] == [f"${amount}.00 of ${amount}.00" for amount in (*range(1, 50), 77)]
    assert left[50:] == ["↩️ Taken back: /budget mom christmas 77"]
    assert "of $49.00" in await ann.says("/budget mom christmas")
