"""People who buy at the same instant, each in a chat of their own: everything counts, and nothing twice."""

import re

import pytest

from repositories.health import Health
from tests.chat import Chat, Town

FOUND = ("scarf", "teapot", "lantern", "puzzle", "umbrella", "slippers", "cookbook", "hammock", "telescope", "violin")


@pytest.fixture
async def chats(town: Town, chat: Chat) -> list[Chat]:
    """The chats where Ann and Ben buy for Mom: the family's two groups, and their private ones."""
    planners = town.group("Planners", "Ben", "Ann")
    invitation = await chat.says("/invite")
    await planners.says("/start " + invitation.rpartition("=")[2])
    await chat.knows("mom", "dad")
    for name in ("Ann", "Ben"):
        await chat.says(f"/iam {name.lower()}", by=name)
    await chat.says("/budget mom christmas 100")
    return [chat, planners, town.private("Ann"), town.private("Ben")]


async def at_once(*said: tuple[Chat, str]) -> list[str]:
    """Let all of it be said before any of it is answered, and hear the answers."""
    before = [chat.shown() for chat, _ in said]
    town = said[0][0].town
    for chat, text in said:
        town.telegram.say(town.person(chat.speaker), chat.id, text)
    await town.settled()
    now = [chat.shown() for chat, _ in said]
    return [
        "\n".join(text for key, text in new.items() if key not in old) for new, old in zip(now, before, strict=True)
    ]


async def figures(chat: Chat, whose: str = "mom") -> str:
    """Hear where the money stands, once the doctor found nothing wrong."""
    assert [drift async for drift in Health(chat.town.bot.database).drifts()] == []
    found = re.search(r"Spent (\S+) · planned (\S+)", await chat.says(f"/budget {whose} christmas"))
    return f"{found[1]} {found[2]}" if found else "nothing"


def button(chat: Chat, label: str) -> str:
    """Tell what a button below the bot's latest message says to it."""
    own = [one for one in chat.town.telegram.messages(chat.id) if one["from"]["is_bot"]]
    buttons = [each for line in own[-1]["reply_markup"]["inline_keyboard"] for each in line]
    return next(str(each["callback_data"]) for each in buttons if each["text"] == label)


async def test_what_two_people_buy_at_once_counts_both(chats: list[Chat]) -> None:
    for number in range(5):
        await at_once(
            *((chat, f"/bought mom christmas {FOUND[2 * number + at]} 10.01") for at, chat in enumerate(chats[:2]))
        )

        assert await figures(chats[0]) == f"${20.02 * (number + 1):.2f} $0.00"


async def test_the_first_that_two_people_plan_for_somebody_counts_both(chats: list[Chat]) -> None:
    names = ("Dad", "Granny", "Zoe", "Uncle Bob", "Tim")
    for name in names:
        await chats[0].knows(f'"{name}"')
    for name in names:
        await at_once(*((chat, f'/gift "{name}" christmas {FOUND[at]} 10') for at, chat in enumerate(chats)))

        assert await figures(chats[0], f'"{name}"') == "$0.00 $40.00"


async def test_what_four_chats_buy_of_a_gift_for_two_adds_up_for_both(chats: list[Chat]) -> None:
    await chats[0].says("/gift mom,dad christmas 8x candle 1.01")

    await at_once(*((chat, "/bought mom,dad christmas 1x candle") for chat in [*chats, *chats]))

    assert [await figures(chats[0], who) for who in ("mom", "dad")] == ["$4.04 $0.00", "$4.04 $0.00"]


async def test_of_two_who_buy_at_once_what_nobody_planned_one_is_told(chats: list[Chat]) -> None:
    for number, title in enumerate(FOUND[:5]):
        answers = await at_once(*((chat, f"/bought mom christmas {title} 10") for chat in chats[:2]))

        assert sum("Record another one?" in answer for answer in answers) == 1, answers
        assert await figures(chats[0]) == f"${10 * (number + 1)}.00 $0.00"


async def test_of_two_who_buy_the_same_at_once_one_is_told(chats: list[Chat]) -> None:
    for number, title in enumerate(FOUND[:5]):
        await chats[0].says(f"/gift mom christmas {title} 10")

        answers = await at_once(*((chat, f"/bought mom christmas {title}") for chat in chats[:2]))

        assert sum("Record another one?" in answer for answer in answers) == 1, answers
        assert await figures(chats[0]) == f"${10 * (number + 1)}.00 $0.00"


async def test_of_two_who_press_bought_at_once_one_is_told(town: Town, chats: list[Chat]) -> None:
    for number in range(1, 6):
        await chats[0].says(f"/gift mom christmas {FOUND[number]} 10")
        bought = button(chats[0], "✅ Bought")
        toasts = len(town.telegram.toasts)

        for chat in chats[:2]:
            place = next(iter(chat.shown()))
            town.telegram.tap(town.person(chat.speaker), chat.id, place, bought)
        await town.settled()

        told = {toast.text for toast in town.telegram.toasts[toasts:]}
        assert told in ({"✅ Bought", "Ann bought it already"}, {"✅ Bought", "Ben bought it already"})
        assert await figures(chats[0]) == f"${10 * number}.00 $0.00"


async def test_whatever_is_bought_taken_back_and_removed_at_once_adds_up(town: Town, chats: list[Chat]) -> None:
    for title in FOUND[:5]:
        await chats[0].says(f"/gift mom,dad christmas 3x {title} 3.35")
        bought = button(chats[0], "✅ Bought")

        for chat, data in zip(chats, (bought, bought.replace("bought", "idea")), strict=False):
            town.telegram.tap(town.person(chat.speaker), chat.id, next(iter(chat.shown())), data)
        await at_once(
            (chats[2], "/undo"),
            (chats[3], f"/bought mom,dad christmas 1x {title} 2.22"),
            (chats[1], "/undo"),
            (chats[0], f"/chip {title} 3"),
        )

        # Whoever comes first, the doctor finds nothing wrong, and no answer is missing.
        assert await figures(chats[0]) != "nothing"
        assert "Something went wrong" not in "".join(text for chat in chats for text in chat.heard)
