import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repositories.unit_of_work import UnitOfWork
from tests.chat import Chat, Town
from tests.databases import Databases

ODD = {
    "markup": '<b>&"Mom"</b>',
    "an entity": "&amp;lt;",
    "a tag that is never closed": "<a href='x",
    "an apostrophe": "O'Brien & Sons",
    "emoji": "👨‍👩‍👧‍👦 ❤️",
    "right to left": "אמא שלי",
    "arabic": "عيد الأم",
    "chinese": "媽媽",
    "accents": "Zoë Ångström",
    "a number": "7of9",
    "a format": "{0} %s {name}",
    "a colon": "x:1:2",
}


@pytest.fixture
async def sqlite_town(sqlite: Databases) -> AsyncIterator[Town]:
    """A town on one engine, where wording is all that matters."""
    with sqlite.migrated() as url:
        async with Town(url).open() as town:
            yield town


@pytest.mark.parametrize("name", ODD.values(), ids=ODD.keys())
async def test_names_are_shown_as_typed(sqlite_town: Town, name: str) -> None:
    chat = sqlite_town.group("Our family", "Ann")
    quoted = f"«{name}»"

    card = await chat.says(f"/budget {quoted} {quoted} 100 {name}")
    known = await chat.presses("Not on Telegram")
    status = await chat.says(f"/budget {quoted} {quoted}")
    everybody = await chat.says(f"/budgets {quoted}")
    await chat.says("/budget")
    labels = chat.buttons
    await chat.presses(name)

    assert card.splitlines() == [
        f"🎁 {name} · {name}",
        "Budget $100.00",
        f"📝 {name}",
        f"✨ New: {name} and {name}",
        "",
        f"👤 Who is {name}? Then I know whom not to tell.",
    ]
    assert known.startswith(f"✓ {name} is not on Telegram")
    assert status.splitlines()[::3] == [f"🎁 {name} · {name}", f"📝 {name}"]
    assert f"{name} $0.00 of $100.00" in everybody
    assert labels == [name, "✖ Cancel"]
    assert chat.heard[-1].startswith(f"🎁 {name} — for which occasion?")
    assert name in chat.buttons


async def test_odd_names_are_kept_by_both_engines(chat: Chat) -> None:
    for name in ODD.values():
        await chat.knows(f"«{name}»")
        await chat.says(f"/budget «{name}» christmas 1")

    first = await chat.says("/budgets christmas")
    second = await chat.presses("Next")

    shown = [line.partition(" $0.00 of")[0] for line in (first + "\n" + second).splitlines() if " $0.00 of" in line]
    assert sorted(shown) == sorted(ODD.values())


async def test_case_accents_and_quotes_do_not_matter(chat: Chat) -> None:
    await chat.knows("Zoë")
    await chat.says("/budget Zoë christmas 100")

    for spelling in ("zoe", "ZOË", "“Zoe”", "‘zoë’", "„Zoe“", "zoë"):
        assert (await chat.says(f"/budget {spelling} CHRISTMAS")).startswith("🎁 Zoë · Christmas 2026")


async def test_quotes_within_quotes_do_not_matter_either(chat: Chat) -> None:
    await chat.says("/budget «Zoë» christmas 100")

    for spelling in ('«"Zoë"»', "\"'zoe'\"", "“‘Zoe’”"):
        assert (await chat.says(f"/budget {spelling} «“christmas”» 5")).startswith("🎁 Zoë · Christmas 2026")
    await chat.says("/budget «”“» «”“» 1")
    assert (await chat.says('/budget «"”“"» «"”“"» 2')) == "🎁 ”“ · ”“\nBudget $2.00"


async def test_small_letters_get_their_capitals_and_others_stay(chat: Chat) -> None:
    small = await chat.says("/budget aunt may christmas 1")
    mixed = await chat.says("/budget McDonald christmas 2")
    quoted = await chat.says('/budget "bell hooks" christmas 3')

    assert small.startswith("🎁 Aunt May ·")
    assert mixed.startswith("🎁 McDonald ·")
    assert quoted.startswith("🎁 bell hooks ·")


async def test_a_name_may_be_a_hundred_characters_long(chat: Chat) -> None:
    long = "é" * 100

    assert (await chat.says(f'/budget "{long}" "{long}" 5')).startswith(f"🎁 {long} · {long}")
    assert await chat.says(f'/budget "{long}x" christmas 5') == "That name is too long: up to 100 characters fit."
    assert await chat.says(f'/budget mom "{long}x" 5') == "That name is too long: up to 100 characters fit."


async def test_a_name_that_cannot_be_seen_is_refused(chat: Chat) -> None:
    empty = await chat.says('/budget "" christmas 5')
    blank = await chat.says('/budget mom "   " 5')
    unseen = await chat.says('/budget "\u200b\u200d" christmas 5')
    backwards = await chat.says('/budget "Mo\u202em" christmas 5')

    assert empty == blank == "That name is empty. Give me one I can show, like Mom."
    assert unseen == backwards == "That name holds characters nobody can see. Type it by hand, please."
    assert (await chat.says("/budgets")).startswith("No budgets yet.")


async def test_suggested_commands_work_for_names_of_several_words(chat: Chat) -> None:
    await chat.says('/person "Aunt May" offline')
    status = await chat.says("/budget aunt may easter")

    suggested = status.partition("Set one: ")[2]

    assert suggested == '/budget "aunt may" easter 100'
    assert (await chat.says(suggested)).startswith("🎁 Aunt May · Easter 2027")


_TYPED = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=120
) | st.text("<>&\"'/:;={}%“”«»‘’.,-+$€ 019ab\n\u200f\u202e👨‍👩‍👧ß", min_size=1, max_size=120)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(st.tuples(_TYPED, _TYPED, _TYPED), min_size=4, max_size=4))
def test_whatever_is_typed_is_answered(sqlite: Databases, typed: list[tuple[str, str, str]]) -> None:
    with sqlite.migrated() as url:
        asyncio.run(_say_everything(url, typed))


async def undelivered(uow: UnitOfWork) -> dict[str, int]:
    """What Telegram refused to take, and what never left."""
    return await uow.messages.count_undelivered()


async def _say_everything(url: str, typed: list[tuple[str, str, str]]) -> None:
    async with Town(url).open() as town:
        group, alone = town.group("Our family", "Ann"), town.private("Ann")
        await group.says("/iam ann")
        await alone.says("/start")
        for number, (person, occasion, note) in enumerate(typed):
            chat = (alone, group)[number % 2]
            for said in (
                f"/budget {person} {occasion} 100 {note}",
                f'/budget "{person}" "{occasion}" 5 {note}',
                f"/budget {person} {occasion} {note}",
                f"/budget {note}",
                f"/budgets {occasion}",
            ):
                answer = await chat.says(said)

                assert answer, said
                assert not answer.startswith("Something went wrong"), said
                assert len(answer) <= 4096
            if chat.buttons:
                await chat.answers(note)
        assert await town.bot.ledger.enter(undelivered) == {}
