"""What is spent again and again: told once, recorded by itself, once for each day."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from bot.jobs import Jobs
from tests.chat import Chat, Town

RENT = "/every month 1st 1200 bills rent"


async def wait_until(chat: Chat, day: date, hour: int | None = None) -> str:
    """Let time pass until noon, or an hour at which the bot starts anew, and hear what it says by itself."""
    town, before = chat.town, chat.shown()
    town.clock.now = datetime(day.year, day.month, day.day, 12 if hour is None else hour, tzinfo=UTC)
    await (town.bot.jobs.tick() if hour is None else town.restart())
    await town.settled()
    return "\n\n".join(text for key, text in chat.shown().items() if before.get(key) != text)


RHYTHMS = {
    "month 1st 1200 bills": "Every month on the 1st · next on December 1, 2026",
    "month 1200 bills": "Every month on the 20th · next on December 20, 2026",
    "month 5 $1200 bills": "Every month on the 5th · next on December 5, 2026",
    "month 31 2 bills": "Every month on the last day · next on November 30, 2026",
    "month 31 bills 2": "Every month on the 20th · next on December 20, 2026",
    "month on the 31st 1200 bills": "Every month on the last day · next on November 30, 2026",
    "month 30th 1200 bills": "Every month on the 30th · next on November 30, 2026",
    "month 1200 bills rent on the 5th": "Every month on the 5th · next on December 5, 2026",
    "1st 1200 bills": "Every month on the 1st · next on December 1, 2026",
    "2 weeks friday 50 food": "Every 2 weeks on Friday · next on December 4, 2026",
    "other week 50 food": "Every 2 weeks on Friday · next on December 4, 2026",
    "week mon 50 food": "Every week on Monday · next on November 23, 2026",
    "2nd friday 50 food": "Every 2 weeks on Friday · next on December 4, 2026",
    "last day of the month 1200 bills": "Every month on the last day · next on November 30, 2026",
    "sunday 50 food": "Every week on Sunday · next on November 22, 2026",
    "day 3 food bread until 30 november": "Every day, until November 30, 2026 · next on November 21, 2026",
    "3 days 3 food from 1 december": "Every 3 days · next on December 1, 2026",
    "year 3 may 80 bills": "Every year on May 3 · next on May 3, 2027",
    "year 29 february 80 bills": "Every year on February 29 · next on February 28, 2027",
    "quarter 15th 300 bills": "Every 3 months on the 15th · next on December 15, 2026",
    "6 months 300 bills from 31 august 2026": "Every 6 months on the last day · next on February 28, 2027",
}


async def test_rhythms_as_people_say_them(words: Chat) -> None:
    heard = {rhythm: (await words.says(f"/every {rhythm}")).splitlines()[1] for rhythm in RHYTHMS}

    assert heard == RHYTHMS


async def test_what_tells_no_rhythm_is_refused(words: Chat) -> None:
    assert (await words.says("/every now and then 9 food")).startswith("I cannot tell from now how often that is.")
    assert (await words.says("/every last friday 9 food")).startswith("I cannot tell from last how often that is.")
    assert (await words.says("/every friday of the month 9 food")).startswith("I cannot tell from friday how often")
    assert (await words.says("/every month 9 food until 1 november 2026")).startswith("That would end before it comes")
    assert (await words.says("/every month 9 food soup split ben")).startswith("What comes again and again cannot")
    assert (await words.says("/every month food soup")).startswith("How much was it?")
    assert (await words.says("/every friday")).startswith("Something is missing. /help every shows how it goes.")
    assert (await words.says("/recurring")).startswith("Nothing is spent again and again yet.")


async def test_it_is_recorded_on_its_day_and_told_in_the_morning(chat: Chat) -> None:
    assert await chat.says(RENT) == "🔁 💳 Bills · $1,200.00 · rent\nEvery month on the 1st · next on December 1, 2026"

    assert await wait_until(chat, date(2026, 11, 30), 23) == ""
    assert await wait_until(chat, date(2026, 12, 1), 0) == ""
    assert "$1,200.00" in await chat.says("/expenses")
    assert await wait_until(chat, date(2026, 12, 1), 9) == "🔁 💳 Bills · $1,200.00 · rent"
    assert await wait_until(chat, date(2026, 12, 31)) == ""


async def test_todays_is_recorded_at_once_and_asked_what_it_is_for(words: Chat) -> None:
    assert (await words.says("/every week friday 7.50 zumba")).startswith("🏷 $7.50 “zumba” — on what?")

    assert await words.presses("🏥 Health") == (
        "🔁 🏥 Health · $7.50 · zumba\nEvery week on Friday · next on November 27, 2026\n✓ Recorded for today."
    )
    assert await words.says("/undo") == "↩️ Taken back: 🏥 Health · $7.50 · zumba"
    assert (await words.says("/recurring")).startswith("Nothing is spent again and again yet.")


async def test_what_was_missed_is_made_up_for_in_one_message_by_two_programs_at_once(chat: Chat, second: Jobs) -> None:
    await chat.says("/every month 31st 1200 bills rent")
    await chat.says("/every 2 weeks friday 50 food market #weekly")
    town, before = chat.town, len(chat.heard)
    town.clock.now = datetime(2027, 3, 1, 12, tzinfo=UTC)

    await asyncio.gather(town.bot.jobs.tick(), second.tick(), town.bot.jobs.tick(), second.tick())
    await town.bot.jobs.tick()
    await town.settled()

    [said] = chat.heard[before:]
    assert said.splitlines() == [
        "🔁 4 × 💳 Bills · $1,200.00 · rent · Nov 30, 2026 – Feb 28 · together $4,800.00",
        "🔁 7 × 🍔 Food · $50.00 · market · #weekly · Dec 4, 2026 – Feb 26 · together $350.00",
    ]
    assert "Every month on the last day · next on March 31, 2027" in await opened(chat, "2")


async def test_a_clock_that_jumps_and_is_put_right_records_nothing_twice(words: Chat) -> None:
    await words.says("/every day 3 food bread")

    heard = [await wait_until(words, date(2026, month, day)) for month, day in ((11, 25), (11, 1), (11, 25), (11, 26))]

    assert heard == [
        "🔁 5 × 🍔 Food · $3.00 · bread · Nov 21 – Nov 25 · together $15.00",
        "",
        "",
        "🔁 🍔 Food · $3.00 · bread",
    ]


async def opened(chat: Chat, number: str) -> str:
    """Open one of the list."""
    await chat.says("/recurring")
    return await chat.presses(number)


async def test_it_ends_by_itself(words: Chat) -> None:
    await words.says("/every month 1st 1200 bills rent until 31 january 2027")
    await words.says("/every month 2nd 9 food until 31 january 2027")
    await opened(words, "2")
    await words.presses("⏸ Pause")

    assert await wait_until(words, date(2027, 4, 1)) == (
        "🔁 2 × 💳 Bills · $1,200.00 · rent · Dec 1, 2026, Jan 1 · together $2,400.00"
    )
    assert "it comes no more\n⏹ Ended" in await words.presses("▶ Go on")
    assert (await words.says("/recurring")).startswith("Nothing is spent again and again yet.")


async def test_a_pause_is_not_made_up_for_but_an_end_that_is_taken_back(words: Chat) -> None:
    await words.says(RENT)
    assert (await opened(words, "1")).endswith("next on December 1, 2026")
    assert "paused\n⏸ Paused" in await words.presses("⏸ Pause")
    assert await wait_until(words, date(2027, 2, 10)) == ""

    assert "next on March 1, 2027\n▶ It goes on" in await words.presses("▶ Go on")

    assert await wait_until(words, date(2027, 3, 1)) == "🔁 💳 Bills · $1,200.00 · rent"
    assert (await words.says("/undo")).startswith("That cannot be taken back any more")
    assert "it comes no more\n⏹ Ended" in await words.presses("⏹ End")
    assert await wait_until(words, date(2027, 4, 2)) == ""
    await words.presses("Undo")
    assert await wait_until(words, date(2027, 4, 3)) == "🔁 💳 Bills · $1,200.00 · rent · Apr 1"


async def test_the_next_one_is_skipped_once_however_often_it_is_pressed(town: Town, chat: Chat) -> None:
    await chat.says(RENT)
    await opened(chat, "1")
    place = town.telegram.messages(chat.id)[-1]["message_id"]

    for name in ("Ann", "Ben"):
        town.telegram.press(town.person(name), chat.id, place, "⏭ Skip next")
    await town.settled()

    assert "next on January 1, 2027" in chat.heard[-1]
    assert await wait_until(chat, date(2026, 12, 2)) == ""
    assert await chat.says("/undo") == "↩️ Taken back: ⏭ Left out once: 💳 Bills · $1,200.00 · rent"
    assert await wait_until(chat, date(2026, 12, 3)) == "🔁 💳 Bills · $1,200.00 · rent · Dec 1"


async def test_to_take_it_back_leaves_what_was_recorded(chat: Chat) -> None:
    await chat.says(RENT)
    await wait_until(chat, date(2026, 12, 1))

    assert await chat.says("/undo") == (
        f"↩️ Taken back: {RENT}\nIt comes no more. What was recorded of it stays; /expenses lists it."
    )
    assert (await chat.says("/undo")) == "There is nothing of yours to take back."
    assert "rent" in await chat.says("/expenses")
    assert await wait_until(chat, date(2027, 2, 1)) == ""


async def test_a_command_that_is_edited_begins_anew(words: Chat) -> None:
    await words.says(RENT)
    await wait_until(words, date(2026, 12, 1))

    assert "$1,300.00" in await words.corrects(RENT, "/every month 1st 1300 bills rent from 1 january")

    assert await wait_until(words, date(2027, 1, 1)) == "🔁 💳 Bills · $1,300.00 · rent"
    assert "$2,500.00" in await words.says("/expenses 2026-12-01 - 2027-01-31")


async def test_each_family_goes_by_its_own_date_and_its_quiet_hours(words: Chat) -> None:
    town = words.town
    auckland, honolulu = (town.group(name, "Ann") for name in ("Auckland", "Honolulu"))
    for chat, zone in ((auckland, "Auckland"), (honolulu, "Honolulu")):
        await chat.says(f"/family timezone {zone}")
        await chat.says(RENT)
    await auckland.says("/alerts quiet 22-11")
    said = "🔁 💳 Bills · $1,200.00 · rent"
    heard = []

    for day, hour in ((30, 20), (30, 21), (30, 22), (31, 18), (31, 19)):
        await wait_until(auckland, date(2026, 10, 31) + timedelta(days=day), hour)
        heard.append([said in chat.heard for chat in (auckland, honolulu)])

    assert heard == [[False, False], [False, False], [True, False], [True, False], [True, True]]


async def test_a_limit_that_it_crosses_is_told_of(words: Chat) -> None:
    await words.says("/limit bills 1000")
    await words.says(RENT)

    told = await wait_until(words, date(2026, 12, 1))

    assert told.startswith("🔁 💳 Bills · $1,200.00 · rent\n\n")
    assert "$200.00" in told.split("\n\n", 1)[1]


async def test_it_is_told_where_it_was_set_up_or_where_the_family_still_is(words: Chat) -> None:
    town = words.town
    await words.says("/spend 1 food bread")
    private = town.private("Ann")
    await private.says("/start")
    await private.says(RENT)
    assert await wait_until(private, date(2026, 12, 1)) == "🔁 💳 Bills · $1,200.00 · rent"
    town.telegram.block(town.person("Ann"))
    await town.settled()

    assert await wait_until(words, date(2027, 1, 1)) == "🔁 💳 Bills · $1,200.00 · rent"


async def test_a_moved_expense_does_not_stand_in_the_way_of_the_next(words: Chat) -> None:
    await words.says(RENT)
    await wait_until(words, date(2026, 12, 1))
    await words.says("/expenses")
    await words.presses("1")
    await words.presses("✏️ Edit")
    await words.presses("Date")
    await words.answers("1 november")
    await words.says("/every month 1st 5 bills from 1 december 2026")

    assert "rent" in await wait_until(words, date(2027, 1, 1))
