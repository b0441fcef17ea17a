"""Taking back: by words and by buttons, once, by whoever may, and only what nothing was built on."""

import re
from typing import Any

from sqlalchemy import select

from repositories.unit_of_work import UnitOfWork
from tests.chat import Chat, Town
from tests.databases import execute

TAKEN_BACK = "↩️ Taken back: /budget mom christmas 100"
BUILT_ON = "That cannot be taken back any more"
NOTHING = "There is nothing of yours to take back."


async def amount(chat: Chat) -> str:
    """The budget that the tests change."""
    found = re.search(r"^Mom (?:\$0.00 of )?(\$\S+)(?: 🤫)?$", await chat.says("/budgets christmas"), re.MULTILINE)
    return found[1] if found else "none"


def button(town: Town, chat: Chat) -> tuple[int, str]:
    """The latest message with a button to take something back, and what that button says to the bot."""
    for message in reversed(town.telegram.messages(chat.id)):
        for line in message.get("reply_markup", {}).get("inline_keyboard", []):
            for each in line:
                if each.get("callback_data", "").startswith("undo:"):
                    return message["message_id"], each["callback_data"]
    raise AssertionError("nothing can be taken back")


async def test_the_last_change_is_taken_back_and_then_the_one_before(chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    await chat.says("/budget mom christmas 120")

    await chat.says("/undo")
    assert await amount(chat) == "$100.00"
    assert await chat.says("/undo") == TAKEN_BACK
    assert (await chat.says("/people")).startswith("Nobody yet.")
    assert await chat.says("/undo") == NOTHING


async def test_the_button_takes_back_its_own_change_in_place(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")

    assert await chat.presses("Undo") == TAKEN_BACK
    assert chat.buttons == []
    assert [toast.text for toast in chat.town.telegram.toasts] == ["Taken back"]


async def test_what_was_changed_since_is_not_taken_back(chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    place, data = button(chat.town, chat)
    await chat.says("/budget mom christmas 120", by="Ben")

    chat.town.telegram.tap(chat.town.person("Ann"), chat.id, place, data)
    await chat.town.settled()

    assert chat.town.telegram.toasts[-1].text.startswith(BUILT_ON)
    assert await amount(chat) == "$120.00"


async def test_after_what_was_built_on_it_is_taken_back_so_can_it(chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    await chat.says("/budget mom christmas 120", by="Ben")

    assert (await chat.says("/undo")).startswith(BUILT_ON)
    await chat.says("/undo", by="Ben")

    assert await chat.says("/undo") == TAKEN_BACK


async def test_what_somebody_else_filled_in_since_stays(chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    await chat.says("/budget by mom christmas 50", by="Ben")

    assert await chat.says("/undo") == TAKEN_BACK

    assert await amount(chat) == "none"
    await chat.knows("mom")
    assert (await chat.says("/budget by mom christmas")).endswith("of $50.00")


async def test_what_nobody_else_came_to_need_goes(chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    await chat.says("/budget mom easter 50", by="Ben")

    await chat.says("/undo")

    assert "Christmas" not in await chat.says("/occasions")
    assert await chat.says("/people") == "👪 People\n• Mom"


async def test_what_was_told_of_somebody_since_is_not_lost(chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    await chat.says("/person mom birthday 3 May", by="Ben")

    assert await chat.says("/undo") == TAKEN_BACK

    assert "May 3" in await chat.says("/people")


async def test_somebody_only_named_and_told_of_since_stays(words: Chat) -> None:
    await words.says("/person mom")
    await words.says("/person mom alias mama", by="Ben")

    assert (await words.says("/undo")).startswith(BUILT_ON)
    assert "mama" in await words.says("/people")


async def test_a_correction_leaves_what_somebody_else_filled_in_since(words: Chat) -> None:
    await words.says("/budget mom christmas 100")
    await words.says("/budget by mom christmas 50", by="Ben")

    await words.corrects("/budget mom christmas 100", "/budget mom christmas 120")

    assert await amount(words) == "$120.00"
    await words.knows("mom")
    assert (await words.says("/budget by mom christmas")).endswith("of $50.00")


async def test_who_is_nobody_any_more_is_not_gone_back_to(chat: Chat) -> None:
    await chat.says("/person granny")
    await chat.says("/iam granny", by="Mom")
    await chat.says("/iam mum", by="Mom")

    assert (await chat.says("/undo")).startswith("↩️ Taken back")
    assert (await chat.says("/undo", by="Mom")).startswith(BUILT_ON)
    assert await chat.says("/people") == "👪 People\n• Mum · on Telegram"


async def test_where_a_budget_was_taken_back_the_next_is_in_the_familys_currency(words: Chat) -> None:
    await words.knows("mom")
    await words.says("/occasions")
    await words.says("/occasion christmas")
    await words.says("/budget by mom christmas 50")
    await words.says("/undo")
    await words.says("/family currency EUR")

    assert "of €100.00" in await words.says("/budget mom christmas 100 €")


async def test_a_currency_is_taken_back_after_what_was_budgeted_in_it(chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/budget mom christmas none")
    await chat.says("/family currency EUR")
    await chat.says("/budget mom christmas 100", by="Ben")

    assert (await chat.says("/undo")).startswith(BUILT_ON)
    await chat.says("/undo", by="Ben")

    assert (await chat.says("/undo")).startswith("↩️ Taken back")
    assert "of $70.00" in await chat.says("/budget mom christmas 70")


async def test_whom_a_change_speaks_of_is_noted_though_only_an_amount_changed(words: Chat) -> None:
    await words.knows("mom")
    await words.says("/budget mom christmas 100")
    await words.says("/budget mom christmas 120")

    async def read(uow: UnitOfWork) -> list[Any]:
        return [row.about for row in await uow.execute(select(uow.changes.table.c.about))]

    assert await words.town.bot.ledger.enter(read) == [[1], [1], [1]]


async def test_only_ones_own_last_change_is_meant(words: Chat) -> None:
    await words.says("/budget mom christmas 100")

    assert await words.says("/undo", by="Ben") == NOTHING
    assert await amount(words) == "$100.00"


async def test_another_adult_may_press_the_button(chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")

    assert await chat.presses("Undo", by="Ben") == TAKEN_BACK


async def test_a_child_takes_back_what_is_its_own_and_nothing_else(town: Town, chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    await chat.says("/people", by="Ben")
    await execute(town.settings.database_url, "UPDATE members SET role = 'child' WHERE role = 'adult'")

    assert await chat.presses("Undo", by="Ben") == "(That one is for somebody else to answer 🙂)"
    await chat.says("/budget mom christmas 120", by="Ben")
    assert (await chat.presses("Undo", by="Ben")).startswith("↩️ Taken back")
    assert await amount(chat) == "$100.00"


async def test_the_button_pressed_twice_takes_back_once(town: Town, chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    await chat.says("/budget mom christmas 120")
    place, data = button(town, chat)

    for _ in range(2):
        town.telegram.tap(town.person("Ann"), chat.id, place, data)
    await town.settled()

    assert [toast.text for toast in town.telegram.toasts] == ["Taken back", "Already taken back"]
    assert await amount(chat) == "$100.00"


async def test_two_people_who_take_it_back_at_once_do_so_once(town: Town, chat: Chat) -> None:
    planners = town.group("Planners", "Ben")
    invitation = await chat.says("/invite")
    await planners.says("/start " + invitation.rpartition("=")[2])
    for number in range(5):
        await chat.says(f"/budget mom christmas {100 + number}")
        place, data = button(town, chat)

        town.telegram.tap(town.person("Ann"), chat.id, place, data)
        town.telegram.tap(town.person("Ben"), planners.id, place, data)
        town.telegram.say(town.person("Ann"), town.person("Ann"), "/undo")
        await town.settled()

        assert await amount(chat) == "none"
        await chat.says("/invite")


async def test_in_private_what_was_done_in_the_group_is_taken_back(town: Town, chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")

    assert await town.private("Ann").says("/undo") == TAKEN_BACK
    assert (await chat.says("/people")).startswith("Nobody yet.")


async def test_nobody_takes_back_what_is_another_familys(town: Town, chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    _, data = button(town, chat)
    others = town.group("Others", "Dan")
    await others.says("/budget dad christmas 1")

    town.telegram.tap(town.person("Dan"), others.id, button(town, others)[0], data)
    await town.settled()

    assert [toast.text for toast in town.telegram.toasts] == [NOTHING]
    assert await amount(chat) == "$100.00"


async def test_a_button_made_up_is_answered_kindly(town: Town, chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    place, _ = button(town, chat)

    for data in ("undo:", "undo:4711", "undo:" + "0" * 32, "nonsense", "ask:x"):
        town.telegram.tap(town.person("Ann"), chat.id, place, data)
        await town.settled()

    assert [toast.text for toast in town.telegram.toasts] == [NOTHING] * 3 + [
        "That question is closed. Ask again with a new command."
    ] * 2


async def test_what_is_made_afterwards_is_never_taken_for_what_was_taken_back(chat: Chat) -> None:
    await chat.says("/person mom")
    await chat.says("/undo")
    await chat.says("/person dad")
    await chat.says("/person dad alias papa", by="Ben")

    await chat.says("/undo", by="Ben")
    await chat.says("/undo")

    assert (await chat.says("/people")).startswith("Nobody yet.")


async def test_without_a_family_there_is_nothing_to_take_back(town: Town) -> None:
    group = town.group("Empty", "Ann")

    assert (await group.says("/undo")).startswith("You are in no family here yet.")
    assert (await town.private("Ann").says("/undo")).startswith("You are in no family here yet.")


async def test_a_family_once_started_stays(words: Chat) -> None:
    await words.says("/start")

    assert await words.says("/undo") == NOTHING


async def test_an_undo_is_taken_back_by_saying_it_again(words: Chat) -> None:
    await words.says("/budget mom christmas 100")
    await words.says("/undo")

    assert (await words.says("/budget mom christmas 100")).startswith("🎁 Mom")
    assert await words.says("/undo") == TAKEN_BACK
