import asyncio
import csv
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it has no types
from sqlalchemy import event, text

from replies.tables import plain
from repositories.exports import PAGE
from tests.chat import Chat, Town
from tests.handlers.test_wishes import introduced
from tests.post import until

CSV = "The same as plain values (CSV), for other programs."
ELSEWHERE = "🤫 Ann, I sent you that privately."
KEPT_BACK = "🤫 That is not for everybody who reads here. Ask me again, or in private."


def rows(content: bytes) -> list[dict[str, str]]:
    """Read plain values as every program does."""
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def sheet(content: bytes, name: str = "Expenses") -> Any:
    """Open a sheet as every program does."""
    return load_workbook(BytesIO(content))[name]


def values(of: Any) -> list[list[Any]]:
    """Read what stands below the head of a sheet."""
    return [[cell.value for cell in row] for row in of.iter_rows(min_row=2)]


async def all_of(chat: Chat, asked: str = "/export") -> list[dict[str, str]]:
    """Ask for all, and read what comes."""
    await chat.says(asked)
    return rows(list(chat.documents.values())[-1])


async def test_what_was_spent_is_handed_out_in_private(chat: Chat, town: Town) -> None:
    await introduced(chat, "Ann")
    await chat.says("/spend 12.50 food lunch")

    answer = await chat.says("/export month")

    ann = town.private("Ann")
    assert (answer, chat.documents) == (ELSEWHERE, {})
    assert ann.heard[-2:] == ["📦 November 2026 · 1 expense · $12.50", CSV]
    assert list(ann.documents) == ["nestegg-2026-11.xlsx", "nestegg-2026-11.csv"]
    told = {"date": "2026-11-20", "category": "Food", "description": "lunch", "amount": "12.50", "currency": "USD"}
    told |= {"person": "Ann", "payment": "other", "tags": "", "notes": "", "kind": "expense", "split": ""}
    assert rows(ann.documents["nestegg-2026-11.csv"]) == [told]


async def test_a_workbook_has_real_numbers_and_dates(words: Chat) -> None:
    ann = words.town.private("Ann")
    await ann.says("/spend 1234.5 food =1+1")

    await ann.says("/export 2026")

    found = sheet(ann.documents["nestegg-2026.xlsx"])
    day, _, said, amount, *_ = found[2]
    assert (day.value, day.number_format) == (datetime(2026, 11, 20), "yyyy-mm-dd")  # noqa: DTZ001 - a day has no zone
    assert (amount.value, amount.number_format) == (1234.5, "#,##0.00##")
    assert (said.value, said.data_type) == ("=1+1", "s")
    assert (found.freeze_panes, found.column_dimensions["C"].width > 20) == ("A2", True)


async def test_many_pages_come_whole_and_in_order_with_shares_and_repayments(chat: Chat, town: Town) -> None:
    await introduced(chat, "Ann", "Ben")
    await chat.says("/spend 60 food dinner")
    async with town.bot.database.engine.begin() as connection:
        for statement in FILLING:
            await connection.execute(text(statement), {"most": 2 * PAGE + 1})
    town.clock.move(days=1)
    await chat.says("/spend 5 food tea")

    await chat.says("/export")

    files = town.private("Ann").documents
    found, book = rows(files["nestegg-all.csv"]), files["nestegg-all.xlsx"]
    days = [row["date"] for row in found]
    assert (len(found), days) == (2 * PAGE + 3, sorted(days))
    assert [row["split"] for row in found if row["split"]] == ["Ann 20.00, Ben 40.00"]
    assert len(values(sheet(book))) == len(found)
    assert values(sheet(book, "Repayments"))[0][1:] == ["Ben", "Ann", 40, "USD"]


NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)"
COPIED = "family_id, user_id, person_id, category_id, amount, currency, tags, date"
SHARES = """
    INSERT INTO expense_shares (family_id, expense_id, person_id, amount)
    SELECT e.family_id, e.id, p.id, e.amount / 3 * CASE p.name WHEN 'Ann' THEN 1 ELSE 2 END
    FROM expenses e CROSS JOIN persons p WHERE p.name IN ('Ann', 'Ben') AND :most > 0
"""
REPAID = """
    INSERT INTO repayments (family_id, user_id, payer_id, receiver_id, amount, currency, date)
    SELECT e.family_id, e.user_id, b.id, a.id, e.amount / 3 * 2, e.currency, e.date FROM expenses e
    JOIN persons a ON a.name = 'Ann' JOIN persons b ON b.name = 'Ben' WHERE :most > 0
"""
FILLING = [SHARES, REPAID, f"INSERT INTO expenses ({COPIED}) {NUMBERS} SELECT {COPIED} FROM expenses, n"]


async def test_gifts_are_told_of_as_far_as_the_asker_may_know(words: Chat) -> None:
    town = words.town
    await introduced(words, "Ann", "Ben", "Mom")
    ann = town.private("Ann")
    await ann.says("/bought mom christmas scarf 40")
    await ann.says("/bought ben christmas radio 30 secret")

    found = {name: await all_of(town.private(name)) for name in ("Ann", "Ben", "Mom")}

    told = {who: [(row["description"], row["amount"], row["kind"]) for row in rows_] for who, rows_ in found.items()}
    assert told == {
        "Ann": [("scarf", "40.00", "gift"), ("radio", "30.00", "gift")],
        "Ben": [("scarf", "40.00", "gift")],
        "Mom": [("", "30.00", "gift")],
    }
    assert town.private("Mom").heard[-2] == "📦 Everything · 1 expense · $30.00"


async def test_who_is_nobody_yet_gets_all_but_the_gifts_that_may_be_for_them(words: Chat) -> None:
    await words.knows("dad")
    await words.says("/bought dad christmas tie 20")
    await introduced(words, "Ben")
    await words.town.private("Ben").says("/bought mom christmas scarf 40")
    await words.says("/spend 12.50 food lunch")

    found = await all_of(words.town.private("Ann"))

    assert [row["amount"] for row in found] == ["20.00", "12.50"]


async def test_a_file_that_waited_is_not_for_who_turned_out_to_be_somebody_else(words: Chat) -> None:
    await introduced(words, "Ben")
    await words.knows("mom")
    await words.town.private("Ben").says("/bought mom christmas scarf 40")
    await words.says("/spend 12.50 food lunch")
    await words.says("/export")
    await words.says("/person mom online")
    await words.says("/iam mom")

    ann = words.town.private("Ann")
    await ann.says("/start")

    assert KEPT_BACK in ann.heard
    assert [row["amount"] for row in await all_of(ann)] == ["12.50"]
    assert "40" not in "".join(ann.heard)


async def test_a_file_that_waited_is_not_for_who_left_the_family(words: Chat) -> None:
    await words.says("/spend 12.50 food lunch")
    await words.says("/export")
    async with words.town.bot.database.engine.begin() as connection:
        await connection.execute(text("DELETE FROM members"))

    ann = words.town.private("Ann")
    await ann.says("/start")

    assert (ann.heard.count(KEPT_BACK), ann.documents) == (2, {})


async def test_a_file_is_written_again_after_a_crash_and_a_pause(words: Chat) -> None:
    ann, town = words.town.private("Ann"), words.town
    await ann.says("/spend 12.50 food lunch")
    town.telegram.fail_next("sendDocument", retry_after=3600)
    town.telegram.say(town.person("Ann"), ann.id, "/export 2026")
    await until(lambda: asyncio.sleep(0, town.telegram.faults), lambda faults: not faults)
    async with town.bot.database.begin() as uow:
        assert "lunch" not in str((await uow.connection.execute(text("SELECT metadata FROM messages"))).all())

    town.clock.move(hours=2)
    await town.restart()
    await town.settled()

    assert [row["description"] for row in rows(ann.documents["nestegg-2026.csv"])] == ["lunch"]


async def test_while_the_database_is_away_a_file_waits_for_it(words: Chat) -> None:
    ann, town = words.town.private("Ann"), words.town
    await ann.says("/spend 12.50 food lunch")
    town.telegram.fail_next("sendDocument", retry_after=1)
    town.telegram.say(ann.id, ann.id, "/export 2026")
    await until(lambda: asyncio.sleep(0, town.telegram.faults), lambda faults: not faults)
    tried: list[str] = []

    def cut(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        """Lose the database, once, when what was spent is read."""
        if "FROM expenses" in statement and not tried:
            tried.append(statement)
            raise ConnectionResetError

    event.listen(town.bot.database.engine.sync_engine, "before_cursor_execute", cut)
    await until(lambda: asyncio.sleep(0, ann.documents), lambda found: len(found) == 2)

    assert len(tried) == 1
    assert [row["description"] for row in rows(ann.documents["nestegg-2026.csv"])] == ["lunch"]


async def test_a_file_that_may_have_arrived_is_not_sent_again(words: Chat) -> None:
    ann = words.town.private("Ann")
    await ann.says("/spend 12.50 food lunch")
    words.town.telegram.fail_next("sendDocument", drop="after")

    await ann.says("/export month")
    await words.town.bot.delivery.sweep()

    assert ann.heard[-2:] == ["📦 November 2026 · 1 expense · $12.50", CSV]


async def test_where_no_file_can_be_written_words_say_so(words: Chat) -> None:
    ann = words.town.private("Ann")
    await ann.says("/spend 12.50 food lunch")
    words.town.telegram.fail_next("sendDocument", status=413, times=2)
    refused = await ann.says("/export")
    words.town.bot.delivery._files.close()  # noqa: SLF001 - what writes them is gone

    answer = await ann.says("/export")

    assert refused.startswith("📦 That is more than Telegram takes in one file.")
    assert answer.splitlines()[0] == "📦 I could not write that file. Nothing is lost; please ask again."
    assert ann.documents == {}


async def test_nothing_spent_is_said_in_words(words: Chat) -> None:
    ann = words.town.private("Ann")
    await words.says("/start")

    assert await ann.says("/export") == "📦 Nothing is recorded yet. Begin with /spend 12.50 food lunch"
    assert await ann.says("/export 2020") == "📦 2020: nothing was spent. Everything there is: /export"
    assert (await ann.says("/export never mind")).startswith("I know no days called never mind.")
    assert ann.documents == {}


async def test_another_period_by_correction_is_another_file(words: Chat) -> None:
    ann = words.town.private("Ann")
    await ann.says("/spend 12.50 food lunch")
    await ann.says("/export month")

    await ann.corrects("/export month", "/export 2026")
    answer = await ann.corrects("/export 2026", "/export 2020")

    assert answer == "📦 2020: nothing was spent. Everything there is: /export"
    assert sorted(ann.documents) == [f"nestegg-2026{end}" for end in ("-11.csv", "-11.xlsx", ".csv", ".xlsx")]


@given(st.text(max_size=12) | st.from_regex(r"[\s\"']*[=+\-@＝＋－＠\t\r].*", fullmatch=True))
def test_no_cell_is_a_formula_and_none_loses_a_letter(said: str) -> None:
    written = plain(said)

    assert written.removeprefix("'") == said or written == said
    assert written.lstrip(" \"'\n")[:1] not in {*"=+-@＝＋－＠\t\r"} or written.startswith("'")
