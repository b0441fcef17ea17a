"""The registry: the one source of what can be said."""

import re

import pytest

from handlers.registry import COMMANDS, PRESSES
from handlers.request import Words
from tests.chat import Chat, Town

LIMIT = 256
"""How long Telegram lets the description of a command be."""
SCOPES = ("default", "all_private_chats", "all_group_chats")
NOT_DONE = re.compile(r"I don't know|is missing|cannot|I know no|nothing of yours")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_put_on_a_menu(name: str) -> None:
    command = COMMANDS[name]

    assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
    assert 1 <= len(command.summary) <= LIMIT
    assert not command.summary.endswith(".")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_of_its_command(name: str) -> None:
    command = COMMANDS[name]

    assert command.example.split()[0] == f"/{name}"
    assert bool(Words(command.example).items[1:]) <= bool(command.words)
    assert command.usage == f"/{name} {command.words}".strip()


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("private", [True, False])
async def test_every_example_works_when_typed(words: Chat, name: str, private: bool) -> None:  # noqa: FBT001 - a parameter
    await words.knows("mom", "dad")
    await words.says("/budget dad christmas 50")
    await words.says("/idea mom christmas scarf 40", by="Ben")
    await words.says("/iam ann")
    chat = words.town.private("Ann") if private else words

    answer = await chat.says(COMMANDS[name].example)

    assert answer
    assert not NOT_DONE.search(answer)


async def test_help_lists_every_command_with_its_example(words: Chat) -> None:
    answer = await words.says("/help")

    for command in COMMANDS.values():
        example = f"\n    {command.example}" if command.words else ""
        assert f"/{command.name} — {command.summary}{example}\n" in answer
    assert "\n\n🎁 Gifts\n/budget — " in answer
    assert "\n\n🧾 Everyday money\n/spend — " in answer
    assert "\n\n⚙️ Family and settings\n/alerts — " in answer
    assert words.heard[-1] == answer


async def test_help_explains_every_command(words: Chat) -> None:
    for command in COMMANDS.values():
        answer = await words.says(f"/help {command.name}")

        assert answer == f"{command.usage}\n{command.summary}\nFor example: {command.example}"


async def test_help_explains_every_button(words: Chat) -> None:
    answer = await words.says("/help buttons")

    for one in PRESSES.values():
        assert f"{one.label} — {one.summary}" in answer


async def test_the_menus_of_all_chats_are_the_registry(town: Town) -> None:
    menus = town.telegram.commands

    for scope in SCOPES:
        [menu] = [commands for place, commands in menus.items() if scope in str(place)]
        assert [(one["command"], one["description"]) for one in menu] == [
            (command.name, command.summary) for command in COMMANDS.values()
        ]


def test_every_button_is_made_and_understood_by_the_same_word() -> None:
    assert set(PRESSES) == {
        "alerts",
        "alter",
        "amend",
        "budgets",
        "buyer",
        "categories",
        "category",
        "cost",
        "count",
        "edit",
        "end",
        "event",
        "expenses",
        "family",
        "gifts",
        "goon",
        "got",
        "halt",
        "importadd",
        "importcolumns",
        "importdrop",
        "importset",
        "importview",
        "later",
        "limits",
        "mine",
        "mute",
        "occasions",
        "one",
        "paid",
        "people",
        "photo",
        "pledge",
        "raise",
        "recurring",
        "remove",
        "report",
        "revise",
        "rewish",
        "rule",
        "same",
        "secrecy",
        "skip",
        "spent",
        "stage",
        "status",
        "tick",
        "title",
        "undo",
        "unmute",
        "unsay",
        "unspend",
        "unwish",
        "who",
        "whom",
        "wishes",
    }
