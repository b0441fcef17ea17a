"""Files of expenses that are sent to be read in."""

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from domain.imports import MAX_BYTES
from repositories import models
from repositories.reversals import AT_ONCE
from repositories.schema import table_of
from tests.chat import Chat, Town

BANK = """Date,Payee,Amount
2026-11-19,REWE,-30.00
2026-11-18,Salary,2000.00
2026-11-17,Bus ticket,-3.20
"""


async def counted(town: Town, model: type = models.Expense) -> int:
    """Count the rows of a table."""
    async with town.bot.database.begin() as uow:
        return int((await uow.execute(select(func.count()).select_from(table_of(model)))).scalar_one())


async def shares(town: Town) -> list[Decimal]:
    """Tell what anybody bears of anything."""
    async with town.bot.database.begin() as uow:
        found = await uow.execute(select(table_of(models.Share).c.amount).order_by("amount"))
        return list(found.scalars())


async def test_a_file_is_looked_at_added_once_and_taken_back_whole(chat: Chat) -> None:
    await chat.says("/spend 3 transport bus")

    looked_at = await chat.sends("bank.csv", BANK)
    before = await counted(chat.town)
    added = await chat.presses("➕ Add 2")

    assert looked_at == (
        "📥 2 expenses to add · $33.20 · November 17, 2026 – November 19, 2026\n"
        "· Nov 19 · $30.00 · ▫️ Other · REWE\n"
        "· Nov 17 · $3.20 · 🚗 Transport · Bus ticket\n"
        "▫️ Other 1, 🚗 Transport 1\nNew: Other\nLeft out: 1 incoming payment."
    )
    assert (before, added.partition("\n")[0]) == (
        1,
        "📥 2 expenses added · $33.20 · November 17, 2026 – November 19, 2026",
    )
    assert await counted(chat.town) == 3
    assert await chat.presses("Undo") == "↩️ Taken back: 2 expenses from a file"
    assert await counted(chat.town) == 1
    assert "Other" not in await chat.says("/categories")


async def test_what_was_read_in_before_is_not_read_in_again_unless_wanted(words: Chat) -> None:
    await words.sends("bank.csv", BANK)
    await words.presses("➕ Add 2")

    again = await words.sends("bank.csv", BANK)

    assert again == (
        "📥 Nothing new in this file.\n🔁 2 seem to be recorded already, and are left out.\n"
        "Left out: 1 incoming payment."
    )
    assert await words.presses("Add anyway (2)") != ""
    assert await counted(words.town) == 4


async def test_what_was_typed_or_stands_in_the_file_twice_is_a_duplicate(words: Chat) -> None:
    await words.says("/spend 12.50 food lunch")

    answer = await words.sends(
        "more.csv",
        "Date,What,Amount,Category\n2026-11-20,Lunch,12.50,\n2026-11-20,Pizzeria,12.50,food\n"
        "2026-11-20,Pizzeria,12.50,bills\n2026-11-20,Pizzeria,12.50,bills\n2026-11-20,lunch,12.51,food\n",
    )

    assert answer.startswith("📥 2 expenses to add · $25.01")
    assert "🔁 3 seem to be recorded already" in answer


async def test_two_presses_add_once(chat: Chat) -> None:
    await chat.sends("bank.csv", BANK)
    telegram, ben = chat.town.telegram, chat.town.person("Ben")
    message = telegram.messages(chat.id)[-1]["message_id"]

    for _ in range(2):
        telegram.press(ben, chat.id, message, "➕ Add 2")
    await chat.town.settled()

    assert await counted(chat.town) == 2
    assert telegram.toasts[-1].text == "That file was added, or let be. Send it again if it is wanted."


async def test_columns_that_nobody_can_tell_are_asked_for_once(words: Chat) -> None:
    file = "wann;was;wieviel;egal\n1/2/26;Brot;12;8\n1/3/26;Milch;13;9\n"

    asked = await words.sends("liste.csv", file)
    shown = await words.presses("wieviel")
    await words.presses("Columns…")
    which = await words.presses("Description")
    named = await words.presses("was")
    await words.presses("➕ Add 2")
    again = await words.sends("liste.csv", file.replace("12", "15"))

    assert asked == "🗂 Which column is the amount?"
    assert which == "🗂 Which column is the description?"
    assert "$25.00 · January 2, 2026 – January 3, 2026" in shown
    assert "· Jan 2 · $12.00 · ▫️ Other · Brot" in named
    assert again.startswith("📥 1 expense to add · $15.00")


async def test_dates_that_fit_better_the_other_way_round_are_asked_about(words: Chat) -> None:
    file = "Date,Amount\n09/11/2026,1\n10/11/2026,2\n12/11/2026,3\n"

    asked = await words.sends("d.csv", file)
    answer = await words.presses("Day first")

    assert asked == "📅 How are the dates of this file written, for example 09/11/2026?"
    assert "November 9, 2026 – " in answer
    assert "line 4 (still to come)" not in answer


async def test_whether_cards_or_accounts_write_what_was_spent_below_zero_is_asked_once(words: Chat) -> None:
    file = "Date,What,Amount\n2026-11-09,Bread,-4\n2026-11-10,Payment,50\n"

    asked = await words.sends("card.csv", file)
    buttons = words.buttons
    answer = await words.presses("50 · Payment")
    await words.presses("Columns…")
    await words.presses("Spent: above zero")
    turned = await words.presses("-4 · Bread")
    await words.presses("➕ Add 1")

    assert asked == "➖ This file has amounts below zero and above. Which of these was spent?"
    assert buttons == ["-4 · Bread", "50 · Payment", "✖ Cancel"]
    assert "· Nov 10 · $50.00 · ▫️ Other · Payment" in answer
    assert "· Nov 9 · $4.00 · ▫️ Other · Bread" in turned
    assert (await words.sends("card.csv", file.replace("50", "60"))).startswith("📥 Nothing new in this file.")


async def test_shared_expenses_and_repayments_keep_who_bears_what(words: Chat) -> None:
    await words.says("/iam ann")
    await words.says("/iam ben", by="Ben")

    answer = await words.sends(
        "splitwise.csv",
        "Date,Description,Category,Cost,Currency,Ann,Ben\n2026-11-05,Pizza,Food,30.00,USD,-10.00,10.00\n"
        "2026-11-06,Payment,Payment,4.00,USD,4.00,-4.00\n2026-11-20,Total balance, , ,USD,-6.00,6.00\n",
    )
    await words.presses("➕ Add 1")

    assert "🤝 1 repayment to add" in answer
    assert "Ann" in await words.says("/balance")
    assert await shares(words.town) == [Decimal(10), Decimal(20)]
    alone = words.town.private("Ann")
    await alone.says("/export")
    await words.says("/undo")
    assert [await counted(words.town, one) for one in (models.Share, models.Repayment, models.Expense)] == [0, 0, 0]
    await words.sends("ours.csv", alone.documents["nestegg-all.csv"])
    await words.presses("➕ Add 1")
    assert await shares(words.town) == [Decimal(10), Decimal(20)]


async def test_a_file_is_read_in_reply_and_in_private_without_a_word(words: Chat) -> None:
    telegram, ann = words.town.telegram, words.town.person("Ann")
    alone = words.town.private("Ann")
    await words.says("/iam ann")
    ignored = await words.sends("bank.csv", BANK, "look at this")
    message = telegram.messages(words.id)[-1]["message_id"]

    in_reply = await words.says("/import", reply_to=message)
    in_private = await alone.sends("bank.csv", BANK, "")

    assert ignored == ""
    assert in_reply.startswith("📥 2 expenses to add")
    assert in_private.startswith("📥 2 expenses to add")
    assert (await words.says("/import")).startswith("📥 Send me a CSV file")
    assert telegram.messages(ann)


async def test_files_that_cannot_be_read_are_refused_in_words(words: Chat) -> None:
    large = "Date,Amount\n" + "2026-11-01,1.00\n" * 5001
    files = (b"PK\x03\x04..", ",".join("abc" * 100), large, "\n" * 60_000, b"x" * (MAX_BYTES + 1))

    answers = [await words.sends("f.csv", content) for content in files]
    words.town.telegram.fail_next("getFile", status=500, description="Internal Server Error")
    answers.append(await words.sends("f.csv", BANK))

    assert [answer.partition(".")[0] for answer in answers] == [
        "I cannot read that file",
        "I cannot read that file",
        "That file has 5002 lines; I read 5000 at once",
        "That file has 60000 lines; I read 5000 at once",
        "That file is larger than 2 MB",
        "I could not get that file from Telegram",
    ]


async def test_children_read_nothing_in_and_what_nobody_wants_is_forgotten(words: Chat) -> None:
    await words.says("/iam ann")
    await words.says("/iam ben", by="Ben")
    await words.says("/family child ben")

    refused = await words.sends("bank.csv", BANK, by="Ben")
    await words.sends("bank.csv", BANK)
    await words.town.bot.jobs.tick()
    kept = await counted(words.town, models.ImportedFile)
    words.town.clock.move(days=1, minutes=1)
    await words.town.bot.jobs.tick()

    assert refused == "Only the grown-ups of the family may do that."
    assert (kept, await counted(words.town, models.ImportedFile)) == (1, 0)
    await words.presses("➕ Add 2")
    assert await counted(words.town) == 0


async def test_an_import_is_judged_by_the_limits(words: Chat) -> None:
    await words.says("/limit all 30")

    await words.sends("bank.csv", BANK)
    await words.presses("➕ Add 2")

    assert any("30.00" in text and "⚠️" in text for text in words.heard)


async def test_hundreds_of_lines_are_added_and_taken_back(chat: Chat) -> None:
    lines = AT_ONCE + 10
    days = [date(2026, 1 + at % 10, 1 + at % 28) for at in range(lines)]
    text = "".join(f"{day},thing {at},{at + 1}.00,Pets\n" for at, day in enumerate(days))

    await chat.sends("large.csv", f"Date,What,Amount,Category\n{text}")
    await chat.presses(f"➕ Add {lines}")
    added = await counted(chat.town)
    taken_back = await chat.presses("Undo")

    assert (added, taken_back) == (lines, "↩️ Taken back: 510 expenses from a file")
    assert await counted(chat.town) == 0
