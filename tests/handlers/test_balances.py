"""Splitting: who bears what of an expense, who owes whom, and what makes everybody even."""

import pytest
from sqlalchemy import func, select

from repositories import models
from repositories.schema import Model, table_of
from tests.chat import Chat, Town

EVEN = "🤝 Everybody is even. Nobody owes anybody anything."


async def count(town: Town, model: type[Model]) -> int:
    """Count the rows of a table."""
    async with town.bot.database.begin() as uow:
        return int((await uow.execute(select(func.count()).select_from(table_of(model)))).scalar_one())


async def introduce(chat: Chat) -> None:
    """Let everybody say who they are."""
    for name in ("Ann", "Ben", "Mom"):
        await chat.says(f"/iam {name}", by=name)


@pytest.fixture
async def family(chat: Chat) -> Chat:
    """The family's group, in which it is known who is who."""
    await introduce(chat)
    return chat


SPLITS = {
    "split": "🤝 Ben $20.00 · Mom $20.00 · you $20.00",
    "split ben": "🤝 Ben $30.00 · you $30.00",
    "split ben,mom": "🤝 Ben $20.00 · Mom $20.00 · you $20.00",
    "split with ben and mom": "🤝 Ben $20.00 · Mom $20.00 · you $20.00",
    "split ben 20, mom 15": "🤝 Ben $20.00 · Mom $15.00 · you $25.00",
    "split ben:20 mom=15.50": "🤝 Ben $20.00 · Mom $15.50 · you $24.50",
    "split ben 20, mom": "🤝 Ben $20.00 · Mom $20.00 · you $20.00",
    "split ben 45, mom 15": "🤝 Ben $45.00 · Mom $15.00",
    "split ben 50% mom 50 %": "🤝 Ben $30.00 · Mom $30.00",
    "split ben 2x, mom": "🤝 Ben $30.00 · Mom $15.00 · you $15.00",
    "split me 10, ben": "🤝 Ben $50.00 · you $10.00",
    "split @ben": "🤝 Ben $30.00 · you $30.00",
    "split with zoe, ben": "🤝 Ben $20.00 · Zoe $20.00 · you $20.00",
    "split ben yesterday": "🤝 Ben $30.00 · you $30.00",
}
REFUSED = {
    "split ben 40, mom 30": "The shares come to $70.00, but there are $60.00 to split.",
    "split ben 20, me 10": "The shares come to $30.00, but there are $60.00 to split.",
    "split ben 60, mom": "Nothing is left for Mom: the others bear all of the $60.00. "
    "Leave Mom out, or give less to the others.",
    "split bem, mom": "I don't know bem. Did you mean Ben? If not, tell me of bem first: /person bem",
    "split peas": "I know nobody called peas. To split it with somebody new, say split with peas; "
    'if it is part of the description, put it in quotes: "split peas".',
    "split ben 2x, 5x": "I cannot read 5x as an amount. Type it like 100, 99.50 or none.",
    "split me": "There is nobody to split it with. Name somebody, for example split anna, ben.",
}


async def test_an_expense_is_split_in_as_many_ways_as_people_say_it(words: Chat) -> None:
    await introduce(words)

    heard = {split: (await words.says(f"/spend 60 food dinner {split}")).splitlines()[1] for split in SPLITS}
    twice = await words.says("/spend 40 food pie split with lou\n20 food tea split with lou")

    assert heard == SPLITS
    assert [line for line in twice.splitlines() if "🤝 Lou" in line] == [
        "🤝 Lou $20.00 · you $20.00",
        "🤝 Lou $10.00 · you $10.00",
    ]


async def test_what_cannot_be_split_so_is_refused_and_records_nothing(words: Chat) -> None:
    assert await words.says("/spend 60 food split ben") == "I don't know yet who you are. Tell me: /iam NAME."
    await introduce(words)

    heard = {split: await words.says(f"/spend 60 food dinner {split}") for split in REFUSED}

    assert heard == REFUSED
    assert await words.says("/balance") == EVEN


async def test_who_owes_whom_and_what_makes_them_even(family: Chat) -> None:
    await family.says("/spend 60 food dinner split")
    await family.says("/spend 9 food ice split ben", by="Mom")

    assert await family.says("/balance") == (
        "🤝 Who owes whom\nAnn gets $40.00\nMom owes $15.50\nBen owes $24.50\n"
        "To be even: Ben → Ann $24.50 · Mom → Ann $15.50\n/settle records what is paid back."
    )
    await family.says("/settle", by="Mom")
    assert family.buttons == ["✓ Ben paid Ann $24.50", "✓ Mom paid Ann $15.50"]
    assert await family.presses("✓ Ben paid", by="Ben") == ("✓ Ben paid Ann $24.50.\n🤝 To be even\nMom → Ann $15.50")
    assert await family.says("/balance") == (
        "🤝 Who owes whom\nMom owes Ann $15.50\n/settle records what is paid back."
    )
    assert await family.presses("✓ Mom paid") == f"✓ Mom paid Ann $15.50.\n{EVEN}"
    assert await family.says("/balance") == EVEN


async def test_a_button_records_once_and_what_is_no_longer_owed_is_not_recorded(town: Town, family: Chat) -> None:
    await family.says("/spend 40 food dinner split ben")
    await family.says("/settle")
    place = town.telegram.messages(family.id)[-1]["message_id"]
    for name in ("Ben", "Ann"):
        town.telegram.press(town.person(name), family.id, place, "✓ Ben paid Ann $20.00")
    await town.settled()

    assert [toast.text for toast in town.telegram.toasts if toast.text] == ["✓ Recorded", "Recorded already"]
    assert await count(town, models.Repayment) == 1

    await family.presses("Undo", by="Ben")
    await family.says("/settle")
    await family.says("/settle ann 15", by="Ben")
    stale = town.telegram.messages(family.id)[-3]
    town.telegram.press(town.person("Ann"), family.id, stale["message_id"], "✓ Ben paid Ann $20.00")
    await town.settled()

    assert town.telegram.toasts[-1].text == "That is no longer owed. /settle shows what is left."
    assert "Ben owes Ann $5.00" in await family.says("/balance")


async def test_what_was_paid_back_is_told_in_words(words: Chat) -> None:
    await introduce(words)
    await words.says("/spend 40 food dinner split ben")

    assert (await words.says("/settle ann 5", by="Ben")).startswith(
        "✓ Ben paid Ann $5.00.\n🤝 To be even\nBen → Ann $15.00"
    )
    assert (await words.says("/settle ben paid me 5", by="Ann")).endswith("Ben → Ann $10.00")
    assert (await words.corrects("/settle ben paid me 5", "/settle ben ann 15")).endswith(EVEN)
    assert (await words.says("/settle mom 3")).startswith("✓ Ann paid Mom $3.00.\n🤝 To be even\nMom → Ann $3.00")
    assert await words.says("/undo") == "↩️ Taken back: /settle mom 3"
    assert await words.says("/settle zoe 3") == "I know nobody called zoe. /people lists everybody."
    assert (await words.says("/settle me 3")).startswith("Nobody pays themselves back.")


async def test_a_split_follows_its_expense(words: Chat) -> None:
    await introduce(words)
    await words.says("/spend 60 food dinner split ben 20, mom 10")
    await words.says("/expenses")
    await words.presses("1")
    await words.presses("Edit")
    await words.presses("Amount")

    await words.answers("90")
    assert "To be even: Ben → Ann $30.00 · Mom → Ann $15.00" in await words.says("/balance")
    await words.presses("Remove")
    assert await words.says("/balance") == EVEN
    await words.presses("Undo")
    assert "To be even: Ben → Ann $30.00 · Mom → Ann $15.00" in await words.says("/balance")
    await words.says("/undo")
    assert "To be even: Ben → Ann $20.00 · Mom → Ann $10.00" in await words.says("/balance")
    await words.corrects("/spend 60 food dinner split ben 20, mom 10", "/spend 90 food dinner split ben")
    assert "Ben owes Ann $45.00" in await words.says("/balance")


async def test_repayments_are_not_spent(words: Chat) -> None:
    await introduce(words)
    await words.says("/limit all 50")
    await words.says("/spend 40 food dinner split ben")

    await words.says("/settle ann 20", by="Ben")

    assert "$10.00" in await words.says("/limits")
    assert await count(words.town, models.Expense) == 1


async def test_another_family_and_another_currency_are_balanced_apart(words: Chat) -> None:
    await introduce(words)
    other = words.town.group("Others", "Ann", "Zoe")
    await other.says("/iam ann")
    await other.says("/spend 10 food split with zoe")
    await words.says("/spend 40 food dinner split ben")
    await words.says("/family currency EUR")
    await words.says("/spend 10 food dinner split mom")

    assert (await words.says("/balance")).splitlines()[1:-1] == ["Mom owes Ann €5.00", "Ben owes Ann $20.00"]
