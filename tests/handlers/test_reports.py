"""What is reported of everyday money."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import select

from replies import pictures
from repositories import models
from repositories.schema import table_of
from tests.chat import Chat, Town

REPORT = """\
📊 November 2026 · day 20 of 30
Spent $90.00 · 3 expenses · $4.50 a day · most on Food
▲ 80 % against the same days of the month before (Oct 1 – 20: $50.00)
—
🍔 Food $60.00 · 67 % · ▲ 50 %
🚗 Transport $30.00 · 33 % · new
Nothing on Health ($10.00 before)
👤 Ann $70.00 (78 %) · Ben $20.00 (22 %)
🏷 #school $60.00 · #trip $20.00"""


async def spend(chat: Chat) -> None:
    """Spend something in this month and in the one before."""
    await chat.says("/spend 40 food on 10/20")
    await chat.says("/spend 10 health on 10/1")
    await chat.says("/spend 999 bills on 10/21")
    await chat.says("/spend 40 food #school")
    await chat.says("/spend 20 food on 11/1 #school #trip", by="Ben")
    await chat.says("/spend 30 transport yesterday")


async def facts_of(town: Town) -> list[dict[str, Any]]:
    """Find what the pictures show that were sent."""
    messages = table_of(models.Message)
    async with town.bot.database.begin() as uow:
        rows = await uow.execute(select(messages.c["metadata"]).order_by(messages.c.id))
        return [row[0]["picture"] for row in rows if "picture" in row[0]]


async def test_a_month_is_reported_beside_the_same_days_before(chat: Chat) -> None:
    await spend(chat)

    answer = await chat.says("/report")

    assert answer == REPORT
    assert chat.buttons == ["◀ October", "Day", "Week", "Year"]
    assert len(chat.pictures) == 1


async def test_buttons_lead_to_other_days_in_the_same_place(words: Chat) -> None:
    await spend(words)
    await words.says("/report")
    heard = len(words.heard)

    october = await words.presses("◀ October")
    back = [await words.presses(label) for label in ("November ▶", "Year", "◀ 2025")]
    day = [await words.presses(label) for label in ("2026 ▶", "Day", "◀ Nov 19", "Week")]

    assert october.startswith("📊 October 2026\nSpent $1,049.00 · 3 expenses · $33.84 a day · most on Bills\n")
    assert [answer.partition("\n")[0] for answer in [*back, *day]] == [
        "📊 November 2026 · day 20 of 30",
        "📊 2026 · day 324 of 365",
        "📊 2025",
        "📊 2026 · day 324 of 365",
        "📊 November 20, 2026",
        "📊 November 19, 2026",
        "📊 Nov 15 – 21, 2026 · day 6 of 7",
    ]
    # Words do not become a picture: 2025, of which there is none, and what came after it stand below.
    assert len(words.heard) == heard + 2


async def test_a_period_may_be_said_in_words(words: Chat) -> None:
    await spend(words)
    texts = ("last month", "1.10.-15.10.", "2026-10", "since 1 oct", "yesterday", "week")

    heads = [(await words.says(f"/report {text} text")).splitlines()[:2] for text in texts]

    assert [(head[0], head[1].split()[1]) for head in heads] == [
        ("📊 October 2026", "$1,049.00"),
        ("📊 Oct 1 – 15, 2026", "$10.00"),
        ("📊 October 2026", "$1,049.00"),
        ("📊 Oct 1 – Nov 20, 2026", "$1,139.00"),
        ("📊 November 19, 2026", "$30.00"),
        ("📊 Nov 15 – 21, 2026 · day 6 of 7", "$70.00"),
    ]
    assert words.pictures == []


async def test_words_that_mean_no_days_are_refused(words: Chat) -> None:
    assert "2026-10" in await words.says("/report soon")
    assert "food" in await words.says("/report october food")
    assert "31.2." in await words.says("/report 31.2.")


async def test_where_nothing_was_spent_the_first_step_is_told(words: Chat) -> None:
    nothing = await words.says("/report")
    await words.says("/spend 5 food on 10/3")

    answer = await words.says("/report this month", by="Ben")

    first = "Record something: /spend 12.50 food lunch"
    assert nothing == f"📊 November 2026 · day 20 of 30\nNothing spent yet.\n{first}"
    assert answer.startswith(nothing.replace("yet.", "yet. The month before it was $5.00."))
    assert await words.says("/report 2020") == "📊 2020\nNothing was spent."


async def test_other_currencies_stand_by_themselves(words: Chat) -> None:
    await words.says("/spend 40 food")
    await words.says("/family currency EUR")
    await words.says("/spend 5 food")

    answer = await words.says("/report")

    assert "Spent €5.00 · 1 expense " in answer
    assert answer.endswith("\nIn other currencies: $40.00")


async def test_limits_stand_in_the_report_of_their_period(words: Chat) -> None:
    await words.says("/limit food 50")
    await words.says("/limit all 400")
    await words.says("/limit food 10 daily")
    await words.says("/spend 60 food")

    month, day = await words.says("/report text"), await words.says("/report today text")

    assert "▓░░░░░░░░░ 15 % of $400.00, Everything\n▓▓▓▓▓▓▓▓▓▓ 120 % of $50.00, Food · ⚠️ $10.00 over" in month
    assert "▓▓▓▓▓▓▓▓▓▓ 600 % of $10.00, Food · ⚠️ $50.00 over" in day
    assert "$50.00, Food" not in day


async def test_days_are_those_of_the_family(town: Town) -> None:
    chat = town.group("Our family", "Ann", "Ben")
    await chat.says("/family timezone Pacific/Auckland")
    # Half past eleven at night on the last of September, 2026: the clocks had been set forward four days before.
    for moment, amount in (
        (datetime(2026, 9, 26, 13, 59, tzinfo=UTC), 1),
        (datetime(2026, 9, 30, 10, 30, tzinfo=UTC), 20),
        (datetime(2026, 9, 30, 11, 0, tzinfo=UTC), 300),
        (datetime(2026, 10, 31, 10, 59, tzinfo=UTC), 4000),
    ):
        town.clock.now = moment
        await chat.says(f"/spend {amount} food")

    answers = [await chat.says(f"/report {text} text") for text in ("september", "october", "2026-09-27", "2026-10-31")]

    spent = [answer.splitlines()[1].split()[1] for answer in answers]
    assert spent == ["$21.00", "$4,300.00", "$1.00", "$4,000.00"]


async def test_the_picture_shows_the_same_in_the_colours_of_the_categories(words: Chat) -> None:
    await spend(words)
    await words.says("/report")

    [facts] = await facts_of(words.town)
    [png] = words.pictures

    assert isinstance(png, bytes)
    assert pictures.drawn(facts) == png
    assert (facts["total"], facts["change"]) == (
        "$90.00",
        "day 20 of 30 · +80 % against the same days of the month before",
    )
    assert facts["rows"] == [
        ["Food", "#ef4444", "$60.00 · 67 %", 100],
        ["Transport", "#3b82f6", "$30.00 · 33 %", 50],
    ]
    assert facts["trend"]["points"] == [500, *[0] * 17, 750, 1000]
    drawn = Image.open(BytesIO(png)).convert("RGB")
    assert [drawn.getpixel((60, 276)), drawn.getpixel((60, 363))] == [(239, 68, 68), (59, 130, 246)]


async def test_whoever_reads_of_gifts_for_others_reads_of_none_for_themselves(town: Town) -> None:
    chat = town.group("Our family", "Ann", "Ben", "Mom")
    await chat.says("/iam mom", by="Mom")
    await chat.says("/iam ann", by="Ann")
    await chat.says("/iam ben", by="Ben")
    await chat.says("/spend 10 food")
    mom, ann = town.private("Mom"), town.private("Ann")
    before = [await mom.says("/report"), await chat.says("/report")]
    await ann.says("/bought mom christmas scarf 40")

    after = [await mom.says("/report"), (await chat.says("/report this month"))]

    assert (await ann.says("/report")).splitlines()[1:6] == [
        "Spent $50.00 · 2 expenses · $2.50 a day · most on Gifts",
        "The same days of the month before (Oct 1 – 20): nothing",
        "—",
        "🎁 Gifts $40.00 · 80 %",
        "🍔 Food $10.00 · 20 %",
    ]
    assert [text.replace("\n\n⬆️ Updated", "") for text in after] == before
    assert before[1].endswith("\n🤫 Gifts for those who read here are left out.")
    assert "🤫" not in before[0]


async def test_of_many_categories_the_largest_are_listed(words: Chat) -> None:
    for number in range(12):
        await words.says(f"/category kind{number}")
    await words.says("/spend " + "\n".join(f"{100 - number} kind{number}" for number in range(12)))

    lines = (await words.says("/report")).splitlines()

    assert lines[4] == "▫️ Kind0 $100.00 · 9 %"
    assert lines[13:15] == ["▫️ Kind9 $91.00 · 8 %", "and 2 more: $179.00"]
