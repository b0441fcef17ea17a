from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Table, event, insert

from repositories.budgets import Budgets
from repositories.gift_rows import GiftRows, PartRows
from repositories.occasions import Occasions
from repositories.people import People
from repositories.unit_of_work import UnitOfWork
from tests.chat import Chat, Town

WRITTEN = ("INSERT INTO messages", "INSERT INTO changes", "UPDATE messages", "BEGIN", "COMMIT")
WHO_READS = ("SELECT DISTINCT members.person_id", "SELECT conversations.kind, persons.presence")
"""Asked when somebody has said who they are, or when it takes long until something is sent."""
PENDING = "SELECT messages.id, conversations.telegram_chat_id, conversations.thread_id"
"""Asked now and then, whatever is said."""
SHARED = (*WRITTEN, *WHO_READS, PENDING)
STILL_THERE = "SELECT 1"
"""Asked every few seconds, so that whoever sends notices when the database is gone."""
OF_A_CHAT = "ORDER BY conversations.id"
"""Looked up for who reads, too."""
FEW, MANY = 5, 500
_numbers = count()


class Tally:
    """The statements of commands without those that many share: what is heard, said and journaled, and who reads it."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.seen: list[str] = []

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Note every statement that reaches the database."""
        engine = self.town.bot.database.engine.sync_engine

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            self.seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", note)

    async def of(self, chat: Chat, said: str) -> list[str]:
        """Name the statements of a command."""
        self.seen.clear()
        with self.counting():
            answer = await chat.says(said)
        assert answer
        told = (" ".join(one.split()) for one in self.seen if one != STILL_THERE)
        return [one.split()[0] for one in told if not one.startswith(SHARED) and not one.endswith(OF_A_CHAT)]


@pytest.fixture
def tally(town: Town) -> Tally:
    return Tally(town)


@pytest.fixture
async def family(chat: Chat) -> Chat:
    """The group where everything that is counted is known already."""
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")
    await chat.says("/budget mom christmas 110")
    return chat


async def grown(town: Town, size: int) -> None:
    """Let the family have so many more people, occasions and budgets."""

    async def grow(uow: UnitOfWork) -> None:
        uow.family_id = 1
        numbers = [next(_numbers) for _ in range(size)]
        offline = [{"name": f"P {n}", "name_key": f"p {n}", "presence": "offline"} for n in numbers]
        people = await rows(uow, People.table, offline)
        kind = {"kind": "other", "date": town.clock().date() + timedelta(days=100)}
        named = [{"name": f"Day {n}", "name_key": f"day {n}", **kind} for n in numbers]
        days = await rows(uow, Occasions.table, named)
        christmas = next(one.id for one in await uow.occasions.list_from(town.clock().date()) if one.name_key[0] == "c")
        links = [(person, christmas) for person in people] + list(zip(people, days, strict=True))
        budgets = [{"person_id": who, "occasion_id": what, "recipient_budget_total": 5} for who, what in links]
        await rows(uow, Budgets.table, budgets)

    await town.bot.ledger.enter(grow)


async def many_gifts(town: Town, size: int = MANY, beside: str = "scarf") -> None:
    """Let many things be planned for Mom, for the occasion that a gift which is known is for."""

    async def give(uow: UnitOfWork) -> None:
        uow.family_id = 1
        known = next(gift for gift in await uow.all_gifts.list_by_person(1) if gift.title == beside)
        told = {"title": "Tea", "occasion_id": known.occasion_id, "price": 1, "stage": "planned"}
        gifts = await rows(uow, GiftRows.table, [told] * size)
        await rows(uow, PartRows.table, [{"gift_id": gift, "person_id": 1, "role": "recipient"} for gift in gifts])

    await town.bot.ledger.enter(give)


async def rows(uow: UnitOfWork, table: Table, values: list[dict[str, Any]]) -> list[int]:
    """Write rows of the family, and give their keys in order."""
    insertion = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    written = await uow.execute(insertion, [{"family_id": uow.family, **value} for value in values])
    return [row.id for row in written]


async def test_a_status_costs_two_statements_and_in_a_group_one_more(tally: Tally, town: Town, family: Chat) -> None:
    ann = town.private("Ann")
    await ann.says("/start")

    assert await tally.of(ann, "/budget mom christmas") == ["SELECT", "SELECT"]
    assert await tally.of(family, "/budget mom christmas") == ["SELECT", "SELECT", "SELECT"]


async def test_an_occasion_at_a_glance_costs_the_same_for_any_number_of_gifts(
    tally: Tally, town: Town, family: Chat
) -> None:
    said = {"/status text": 4, "/status christmas": 3, "/fits mom christmas 5": 2}
    ann = town.private("Ann")
    await ann.says("/start")
    await family.says("/gift mom christmas scarf 1")

    few = {command: await tally.of(family, command) for command in said}
    await many_gifts(town)
    many = {command: await tally.of(family, command) for command in said}
    alone = [len(await tally.of(ann, command)) for command in ("/status", "/status text", "/status christmas")]

    assert many == few == {command: ["SELECT"] * count for command, count in said.items()}
    assert alone == [3, 3, 2]


async def test_setting_a_budget_that_is_known_costs_four_statements(tally: Tally, family: Chat) -> None:
    assert await tally.of(family, "/budget mom christmas 120") == ["SELECT", "SELECT", "SAVEPOINT", "UPDATE"]


async def test_what_is_heard_said_and_journaled_is_written_at_once(tally: Tally, family: Chat) -> None:
    await tally.of(family, "/budgets christmas")
    looked = [one for one in tally.seen if one.startswith("INSERT")]
    await tally.of(family, "/budget mom christmas 120")
    changed = [one for one in tally.seen if one.startswith("INSERT")]

    assert [one.split()[2] for one in looked] == ["messages"]
    assert [one.split()[2] for one in changed] == ["messages", "changes"]


async def test_setting_a_first_budget_of_somebody_known_costs_four_statements(tally: Tally, family: Chat) -> None:
    await family.knows("ben")

    assert await tally.of(family, "/budget ben christmas 120") == ["SELECT", "SELECT", "SAVEPOINT", "INSERT"]


async def test_everything_new_costs_a_row_each_and_a_note_that_it_was_asked_who_that_is(
    tally: Tally, family: Chat
) -> None:
    statements = await tally.of(family, "/budget zoe easter 120")

    assert statements == ["SELECT", "SAVEPOINT", *["INSERT"] * 4, "SELECT", "UPDATE"]


async def test_a_question_and_its_answer_cost_a_note_each(tally: Tally, family: Chat) -> None:
    asked = await tally.of(family, "/budget mum christmas 120")

    assert asked == ["SELECT", "SELECT", "UPDATE"]


async def test_commands_cost_the_same_in_a_family_of_any_size(tally: Tally, town: Town, family: Chat) -> None:
    said = ["/budget mom christmas", "/budget mom christmas 130", "/budgets christmas", "/budgets", "/budget", "/undo"]
    await grown(town, FEW)
    few = {command: await tally.of(family, command) for command in said}

    await grown(town, MANY)
    many = {command: await tally.of(family, command) for command in said}

    assert many == few
    assert max(map(len, many.values())) <= 11


ABOUT_GIFTS = (
    "/idea mom christmas {0}",
    "/gift mom christmas {0} 5",
    "/bought mom christmas 1x {0} 4",
    "/bought mom christmas 2x {1} 4",
    "/gifts mom christmas",
    "/gifts",
    "/mine",
    "/undo",
)
"""An idea, which becomes a plan, and is bought; what was never planned is bought as well."""


async def test_gifts_cost_the_same_however_many_there_are(tally: Tally, town: Town, family: Chat) -> None:
    await family.says("/iam ann")
    await town.private("Ann").says("/start")
    await family.says("/budget mom christmas 9000")  # so much that nothing comes near
    await family.says("/gift mom christmas scarf 1")
    await family.says("/gift mom easter basket 1")
    await many_gifts(town, FEW)
    few = [await tally.of(family, said.format("lamp", "teapot")) for said in ABOUT_GIFTS]

    await many_gifts(town, MANY, "basket")
    await many_gifts(town, 100)
    many = [await tally.of(family, said.format("violin", "hammock")) for said in ABOUT_GIFTS]

    assert many == few
    assert max(map(len, many)) <= 17


async def test_recording_what_was_spent_costs_the_same_however_much_there_is(
    tally: Tally, town: Town, family: Chat
) -> None:
    ann = town.private("Ann")
    await family.says("/iam ann")
    await ann.says("/start")
    said = {"/spend 5 food tea": 5, "/spend 6 tea": 6, "7 tea": 6, "food 8": 6}
    few = {text: await tally.of(ann, text) for text in said}
    await ann.says("\n".join(["/spend", *["5 food tea yesterday"] * 49]))

    many = {text: await tally.of(ann, text) for text in said}

    for limit in ("/limit food 5000", "/limit all 9000", "/limit all 900 weekly"):
        await ann.says(limit)
    limited = await tally.of(ann, "/spend\n5 food tea\n6 food tea yesterday")
    assert many == few
    assert {text: len(statements) for text, statements in many.items()} == said
    assert len(limited) == said["/spend 5 food tea"] + len(("another line", "sums", "gifts", "gifts", "crossed"))
