"""What is bought as a gift is spent as well: it follows the gift, and keeps its secret."""

from bot.doctor import examine
from bot.localgram import LocalRequest
from domain.secrets import OPEN
from repositories.health import Health
from repositories.unit_of_work import UnitOfWork
from tests.chat import Chat, Town

Row = tuple[str, str, str, str | None]
TODAY = "2026-11-20"


async def spent(town: Town) -> list[Row]:
    """List what is noted as spent on gifts: title, amount, day and buyer, the first bought first."""

    async def read(uow: UnitOfWork) -> list[Row]:
        uow.family_id, uow.eyes = 1, OPEN
        names = {person.id: person.name for person in await uow.people.list_all()}
        filled = await uow.gift_expenses.category()
        seen = sorted(await uow.gift_expenses.list_seen(), key=lambda one: one.gift.id)
        assert {one.expense.category_id for one in seen} <= {filled}
        return [
            (one.gift.title, str(one.expense.amount), str(one.expense.date), names.get(one.expense.person_id or 0))
            for one in seen
        ]

    return await town.bot.ledger.enter(read)


async def sql(town: Town, *statements: str) -> None:
    """Change the database behind the bot's back."""

    async def write(uow: UnitOfWork) -> None:
        for statement in statements:
            await uow.connection.exec_driver_sql(statement)

    await town.bot.ledger.enter(write)


async def unlike(town: Town) -> int:
    """Count the gifts of which something else is noted than was spent on them."""
    return len([one async for one in Health(town.bot.database).unlike()])


async def test_what_is_bought_is_spent_and_follows_all_that_becomes_of_the_gift(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/iam ann")
    await chat.says("/iam ben", by="Ben")
    told = "/bought mom christmas 2x scarf 40"
    seen: list[tuple[str, list[Row]]] = []

    async def look(what: str) -> None:
        seen.append((what, await spent(town)))

    await chat.says(told)
    await look("bought")
    await chat.corrects(told, "/bought mom christmas 2x scarf 45.50")
    await look("corrected")
    town.clock.move(days=1)
    await chat.says("/gifts mom christmas")
    await chat.presses("1 · scarf")
    await chat.presses("Received")
    await look("received a day later")
    await chat.presses("✏️ Edit")
    await chat.presses("Who buys")
    await chat.presses("Ben")
    await look("for Ben to pay")
    await chat.presses("✏️ Edit")
    await chat.presses("Price")
    await chat.presses("No price yet")
    await look("without a price")
    await chat.says("/undo")
    await look("with its price again")
    await chat.presses("Remove")
    await look("removed")
    await chat.says("/undo")
    await look("back")

    assert seen == [
        ("bought", [("scarf", "80.00", TODAY, "Ann")]),
        ("corrected", [("scarf", "91.00", TODAY, "Ann")]),
        ("received a day later", [("scarf", "91.00", TODAY, "Ann")]),
        ("for Ben to pay", [("scarf", "91.00", TODAY, "Ben")]),
        ("without a price", []),
        ("with its price again", [("scarf", "91.00", TODAY, "Ben")]),
        ("removed", []),
        ("back", [("scarf", "91.00", TODAY, "Ben")]),
    ]
    assert await unlike(town) == 0


async def test_what_is_not_bought_or_costs_nothing_is_not_spent(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    for said in ("/idea mom christmas book 10", "/gift mom christmas lamp 20", "/bought mom christmas drawing 0"):
        await chat.says(said)
    assert await spent(town) == []

    await chat.says("/bought mom christmas 1x lamp 18")
    bought = await spent(town)
    await chat.corrects("/bought mom christmas 1x lamp 18", "/idea mom christmas vase")

    assert bought == [("lamp", "18.00", TODAY, None)]
    assert await spent(town) == []


async def test_whoever_was_made_to_buy_a_gift_is_gone_when_that_is_taken_back(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/bought mom christmas scarf 40")

    await chat.presses("✏️ Edit")
    await chat.presses("Who buys")
    await chat.answers("Cy")
    handed = await spent(town)
    await chat.says("/undo")

    assert handed == [("scarf", "40.00", TODAY, "Cy")]
    assert await spent(town) == [("scarf", "40.00", TODAY, None)]
    assert "Cy" not in await chat.says("/people")


async def test_the_doctor_finds_and_mends_what_does_not_fit_the_gifts(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    for title in ("scarf", "lamp", "book", "vase"):
        await chat.says(f"/bought mom christmas {title} 40")
    await chat.says("/gift mom christmas radio 90")
    right = await spent(town)
    of = "WHERE gift_id = (SELECT id FROM gifts WHERE title = '{}')"
    await sql(
        town,
        f"UPDATE expenses SET amount = amount + 1 {of.format('scarf')}",
        f"DELETE FROM expenses {of.format('lamp')}",
        f"UPDATE expenses SET date = '2026-01-01' {of.format('book')}",
        f"UPDATE expenses SET category_id = (SELECT id FROM categories WHERE name = 'Food') {of.format('vase')}",
        "UPDATE gifts SET quantity_bought = 1, stage = 'bought', bought_on = '2026-11-19' WHERE title = 'radio'",
    )
    assert await unlike(town) == 5

    findings = examine(town.settings, LocalRequest(town.telegram), repair=True)
    told = [one.text async for one in findings if one.text.startswith("expenses")]

    assert told[0].startswith("expenses: 5 of gifts were mended (gift ")
    assert told[1] == "expenses: every gift that was bought has its own, and no other has"
    assert await spent(town) == [*right, ("radio", "90.00", "2026-11-19", None)]


ADDED_UP = (
    "/bought mom christmas scarf 99",
    "/spend 5 gifts bow",
    "/expenses",
    "/limits",
    "/limit gifts",
    "/categories",
    "/category gifts",
    "/report",
    "/report text",
)
"""What tells how much was spent on gifts."""


async def planners(family: Chat) -> Chat:
    """Give Ann and Ben a group of their own with a limit, and let Ann hear of who comes to read it."""
    for name in ("Ann", "Ben", "Mom"):
        await family.says(f"/iam {name.lower()}", by=name)
    invitation = await family.says("/invite")
    group = family.town.group("Planners", "Ann", "Ben")
    await group.says(f"/start {invitation.rpartition('startgroup=')[2].split()[0]}")
    await group.says("/limit gifts 100")
    await family.town.private("Ann").says("/start hush")
    return group


async def test_whatever_adds_up_gifts_speaks_of_those_whom_they_are_for(words: Chat) -> None:
    group, town = await planners(words), words.town
    for said in ADDED_UP:
        await group.says(said)
    await group.presses("Raise")

    town.telegram.join(group.id, town.person("Mom"))
    await town.settled()

    told = town.private("Ann").heard[-1]
    assert told.startswith("⚠️ Mom reads Planners now.")
    assert [said for said in ADDED_UP if f"Ann: {said} →" not in told] == [ADDED_UP[0]]
    assert "and 2 more" in told, "the gift itself, and the alert"
    assert "→ 💰 How much may the monthly limit on Gifts be?" in told


async def test_a_refused_correction_repeats_nothing_to_who_has_come_since(words: Chat) -> None:
    group, town = await planners(words), words.town
    await group.says("/bought mom christmas scarf 40")
    assert "$55.00 of $100.00 left" in await group.says("/spend 5 gifts bow")

    assert "$55.00 of $100.00 left" in await group.corrects("/spend 5 gifts bow", "/spend")
    town.telegram.join(group.id, town.person("Mom"))
    await town.settled()

    assert (await group.corrects("/spend", "/spend gifts")).startswith("What you said before still stands.\n⚠️")
