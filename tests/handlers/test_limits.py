"""Limits: how much may be spent on a category or on everything, what is left, and who hears that it is used up."""

import asyncio
import re
from itertools import count

from bot.dispatch import Dispatch
from bot.ledger import Ledger
from bot.presence import Presence
from domain.house import House
from domain.messages import Outgoing, Said, Speaker
from repositories.engine import Database
from tests.chat import Chat, Clock, Town

OVER = "⚠️ Food, November is over the limit: $412.00 of $400.00, $12.00 too much"
NEARLY = "🟡 Food, November: $320.00 of $400.00 used (80 %), $80.00 left"
SIGNS = ("⚠️ ", "🟡 ", "🟠 ")


def alerts(chat: Chat) -> list[str]:
    """The alerts that a chat heard."""
    return [line for text in chat.heard if text.startswith(SIGNS) for line in text.split("\n")]


# --- setting and showing


async def test_a_limit_is_answered_by_where_it_stands(chat: Chat) -> None:
    await chat.says("/spend 319.99 food")

    answer = await chat.says("/limit food 400")

    assert answer == (
        "🍔 Food · $400.00 a month\n▓▓▓▓▓▓▓░░░ 79 %\nSpent $319.99 · left $80.01 · $7.27 a day until the 30th"
    )


async def test_a_limit_is_set_in_whatever_words_come_to_mind(words: Chat) -> None:
    said = {
        "food 400": "🍔 Food · $400.00 a month",
        "food 400 weekly": "🍔 Food · $400.00 a week",
        "400 food a day": "🍔 Food · $400.00 a day",
        "Food per year $4,000": "🍔 Food · $4,000.00 a year",
        "all 1500": "💰 Everything · $1,500.00 a month",
        "everything 60 every week": "💰 Everything · $60.00 a week",
        "monthly food 0": "🍔 Food · $0.00 a month",
        "health 0": "🏥 Health · $0.00 a month",
        "pets 30": "I don't know the category Pets yet. Which one is meant?",
        "fod 30": "I don't know the category Fod yet. Which one is meant?",
        "pets": "I know no category Pets. /categories lists them.",
        "health 30 monthly please": "I don't know what to do with please.",
        "food -5": "-5 is below zero.",
        "food 30 until 3 march 2020": "A limit that ends on 2020-03-03 would never hold.",
        "food 30 until soon": "I know no day soon.",
        "bills none": "There is no limit on Bills to take away.",
        "food none": "♾️ No monthly limit on Food any more",
    }

    answers = [(await words.says(f"/limit {one}")).split("\n\n")[-1] for one in said]

    assert [a[: len(b)] for a, b in zip(answers, said.values(), strict=True)] == list(said.values())


async def test_a_limit_for_some_days_comes_between_the_days_before_and_after(words: Chat) -> None:
    await words.says("/limit food 400")

    answer = await words.says("/limit food 600 from 1 dec until 31 dec")
    later = await words.says("/limit food 500 from 2027-02")

    assert answer == (
        "🍔 Food · $600.00 a month\n🗓 From Dec 1 until Dec 31\n"
        "Besides: $400.00 a month until Nov 30\nBesides: $400.00 a month from Jan 1, 2027"
    )
    assert "Besides: $400.00 a month from Jan 1, 2027 until Jan 31, 2027" in later
    words.town.clock.move(days=30)
    assert (await words.says("/limit food")).startswith("🍔 Food · $600.00 a month\n░")
    await words.says("/undo")
    await words.says("/undo")
    assert (await words.says("/limit food")).startswith("🍔 Food · $400.00 a month\n░")


async def test_what_is_not_told_of_a_limit_stays(words: Chat) -> None:
    await words.says("/limit food 400 from 10 nov until 12 dec")

    answer = await words.says("/limit food 300")

    assert answer.startswith("🍔 Food · $300.00 a month\n")
    assert answer.endswith("left $300.00 · $27.27 a day until the 30th\n🗓 From Nov 10 until Dec 12")
    words.town.clock.move(days=12)
    assert (await words.says("/limit food")).endswith("left $300.00 · $27.27 a day until the 12th\n🗓 Until Dec 12")


async def test_a_limit_taken_away_comes_back_with_undo(chat: Chat) -> None:
    await chat.says("/limit food 400")
    await chat.says("/limit food none")
    gone = await chat.says("/limit food")
    await chat.says("/undo")

    assert gone == "No limit on Food yet. Set one: /limit food 400"
    assert (await chat.says("/limit food")).startswith("🍔 Food · $400.00 a month\n")


async def test_a_new_category_is_made_for_a_limit_when_told_so(words: Chat) -> None:
    await words.says("/limit pets 30 weekly")
    answer = await words.presses("New")

    assert "Pets · $30.00 a week" in answer


async def test_children_look_and_grown_ups_set(words: Chat) -> None:
    await words.says("/limit food 400")
    await words.says("/iam ben", by="Ben")
    await words.says("/family child ben")

    assert (await words.says("/limit food", by="Ben")).startswith("🍔 Food · $400.00 a month")
    for refused in ("/limit food 500", "/limit food none", "/limit pets 5"):
        assert await words.says(refused, by="Ben") == "Only the grown-ups of the family may do that."
    assert (await words.says("/limit food")).startswith("🍔 Food · $400.00 a month")


async def test_all_limits_that_hold_are_listed_those_of_everything_first(chat: Chat) -> None:
    for told in ("food 400", "all 1000", "food 20 daily", "bills 100 until 30 nov", "health 50 from 1 dec"):
        await chat.says(f"/limit {told}")
    await chat.says("/spend 30 food")
    await chat.says("/spend 100 bills")

    assert await chat.says("/limits") == (
        "💰 Limits\n"
        "💰 Everything · $1,000.00 a month\n▓░░░░░░░░░ 13 %\n"
        "Spent $130.00 · left $870.00 · $79.09 a day until the 30th\n"
        "🍔 Food · $20.00 a day\n▓▓▓▓▓▓▓▓▓▓ 150 %\nSpent $30.00 · ⚠️ $10.00 too much\n"
        "🍔 Food · $400.00 a month\n▓░░░░░░░░░ 7 %\nSpent $30.00 · left $370.00 · $33.63 a day until the 30th\n"
        "💳 Bills · $100.00 a month\n▓▓▓▓▓▓▓▓▓▓ 100 %\nSpent $100.00 · fully used\n🗓 Until Nov 30\n"
        "🗓 To come: Health, $50.00 a month from Dec 1"
    )
    chat.town.clock.move(days=11)
    assert "Bills" not in await chat.says("/limits")


async def test_a_limit_in_a_former_currency_counts_what_was_spent_in_it(words: Chat) -> None:
    await words.says("/limit food 400")
    await words.says("/spend 100 food")
    await words.says("/family currency EUR")
    await words.says("/limit all 500")
    await words.says("/spend 50 food")

    assert re.findall(r"Spent \S+ · left \S+", await words.says("/limits")) == [
        "Spent €50.00 · left €450.00",
        "Spent $100.00 · left $300.00",
    ]


# --- alerts


async def test_each_threshold_is_told_of_once(chat: Chat) -> None:
    await chat.says("/limit food 400")
    for amount in (319, 1, 40, 40, 12, 50):
        await chat.says(f"/spend {amount} food")

    assert alerts(chat) == [NEARLY, "🟠 Food, November: the limit is fully used, $400.00 of $400.00", OVER]


async def test_what_falls_and_rises_again_is_told_again(chat: Chat) -> None:
    await chat.says("/limit food 400")
    await chat.says("/spend 412 food")
    await chat.says("/undo")
    await chat.says("/spend 412 food")
    await chat.corrects("/spend 412 food", to="/spend 5 food")
    await chat.corrects("/spend 5 food", to="/spend 412 food")
    await chat.says("/limit food 500")
    await chat.says("/limit food 400")

    near = "🟡 Food, November: $412.00 of $500.00 used (82 %), $88.00 left"
    assert [one for one in alerts(chat) if one != near] == [OVER] * 4


async def test_a_limit_taken_back_is_judged(words: Chat) -> None:
    await words.says("/limit food 400")
    await words.says("/limit food 500")
    await words.says("/spend 412 food")
    await words.says("/limit food 600")
    await words.says("/undo")

    assert alerts(words) == ["🟡 Food, November: $412.00 of $500.00 used (82 %), $88.00 left"] * 2


async def test_a_new_month_is_watched_anew_and_the_old_one_stays_quiet(chat: Chat) -> None:
    await chat.says("/limit food 400")
    await chat.says("/spend 320 food")
    chat.town.clock.move(days=12)
    await chat.says("/spend 320 food")
    await chat.says("/spend 320 food on 25 nov")

    assert alerts(chat) == [NEARLY, NEARLY.replace("November", "December")]


async def test_one_purchase_that_crosses_several_makes_one_message(chat: Chat) -> None:
    await chat.knows("mom")
    for told in ("/limit all 100", "/limit gifts 50 weekly", "/budget mom christmas 110"):
        await chat.says(told)

    answer = await chat.says("/bought mom christmas scarf 100")

    assert answer.partition("\n\n")[2] == (
        "⚠️ Gifts, week from Nov 15 is over the limit: $100.00 of $50.00, $50.00 too much\n"
        "🟠 Everything, November: the limit is fully used, $100.00 of $100.00\n"
        "🟡 Mom · Christmas 2026: $100.00 of $110.00 used (90 %), $10.00 left"
    )
    assert chat.buttons == [
        *("⬆️ Raise Gifts", "🔕 Mute Gifts", "⬆️ Raise Everything", "🔕 Mute Everything"),
        *("⬆️ Raise Mom", "📋 List Mom", "🔕 Mute Mom"),
    ]


async def test_limits_of_a_merged_category_move_to_days_without_one_and_are_judged(words: Chat) -> None:
    for told in ("/category pets", "/limit food 400", "/limit pets 90 until 31.12.", "/limit pets 50 weekly"):
        await words.says(told)
    for told in ("/limit pets 40 daily", "/spend 60 food"):
        await words.says(told)

    await words.says("/category pets merge food")

    assert alerts(words) == [
        "⚠️ Food, week from Nov 15 is over the limit: $60.00 of $50.00, $10.00 too much",
        "⚠️ Food, Nov 20 is over the limit: $60.00 of $40.00, $20.00 too much",
    ]
    assert words.buttons == [
        *("⬆️ Raise Food weekly", "🔕 Mute Food weekly", "⬆️ Raise Food daily", "🔕 Mute Food daily"),
    ]
    assert re.findall(r"🍔 Food · (.*)", await words.says("/limits")) == [
        *("$40.00 a day", "$50.00 a week", "$400.00 a month"),
    ]
    await words.says("/undo")
    assert len(re.findall(r"Pets · ", await words.says("/limits"))) == 3


async def test_a_gift_for_mom_moves_nothing_that_mom_hears_or_reads(chat: Chat) -> None:
    for name in ("Ann", "Ben", "Mom"):
        await chat.says(f"/iam {name.lower()}", by=name)
        await chat.town.private(name).says("/start")
    ann, mom = chat.town.private("Ann"), chat.town.private("Mom")
    await ann.says("/limit all 100")
    await chat.says("/spend 50 food")
    before = await mom.says("/limits"), await chat.says("/limits")

    await ann.says("/bought mom christmas scarf 60")

    assert alerts(ann) == ["⚠️ Everything, November is over the limit: $110.00 of $100.00, $10.00 too much"]
    assert alerts(ann) == alerts(chat.town.private("Ben"))
    assert alerts(mom) == alerts(chat) == []
    assert await mom.says("/limit all") == before[0].removeprefix("💰 Limits\n")
    assert before[1].endswith(
        "left $50.00 · $4.54 a day until the 30th\n🤫 Gifts for those who read here are left out."
    )
    await chat.says("/spend 30 food")
    assert alerts(chat) == ["🟡 Everything, November: $80.00 of $100.00 used (80 %), $20.00 left"]


async def test_quiet_hours_delay_an_alert_and_drop_none(chat: Chat) -> None:
    await chat.says("/alerts quiet 11-14")
    await chat.says("/limit food 400")
    await chat.says("/spend 320 food")
    before = alerts(chat)

    chat.town.clock.move(hours=3)
    await chat.town.bot.delivery.sweep()
    await chat.town.settled()

    assert (before, alerts(chat)) == ([], [NEARLY])


async def test_an_alert_is_muted_and_heard_again(words: Chat) -> None:
    await words.says("/limit food 400")
    await words.says("/spend 320 food")
    assert await words.presses("Mute") == "🔕 No more alerts here about the monthly limit on Food."
    await words.says("/spend 92 food")
    assert alerts(words) == [NEARLY]

    await words.presses("Tell us again")
    await words.says("/undo")
    await words.says("/spend 92 food")
    assert alerts(words) == [NEARLY, OVER]


async def test_an_alert_raises_the_limit(chat: Chat) -> None:
    await chat.says("/limit food 400")
    await chat.says("/spend 412 food")

    asked = await chat.presses("Raise")
    offered = chat.buttons
    answer = await chat.answers("450")

    assert asked == ("💰 How much may the monthly limit on Food be?\nTap an amount, or reply with another one.")
    assert offered == ["$412.00", "$420.00", "$450.00", "$500.00", "No limit", "✖ Cancel"]
    assert "🍔 Food · $450.00 a month" in answer


AT_ONCE = [
    *[(f"/spend 60 {name}", f"/spend 60 {name}") for name in ("food", "transport", "shopping")],
    *[(f"/spend 120 {name}", f"/limit {name} 100") for name in ("bills", "entertainment", "health")],
]
"""What two people say at the same moment, to two programs."""


async def test_what_is_spent_and_limited_at_once_crosses_once(database_url: str) -> None:
    async with Town(database_url).open() as town:
        group = town.group("Our family", "Ann", "Ben")
        for name in ("Ann", "Ben"):
            await group.says("/start", by=name)
        for category in ("food", "transport", "shopping"):
            await group.says(f"/limit {category} 100")
        accounts = {name: town.person(name) for name in ("Ann", "Ben")}
    databases = [Database(database_url, Clock()) for _ in accounts]
    ledgers = [Ledger(database) for database in databases]
    heard: list[Outgoing] = []
    numbers = count(1000)

    async def says(name: str, ledger: Ledger, words: str) -> None:
        """Let one program hear what somebody says to it alone."""
        speaker, number = Speaker(accounts[name], name.lower(), name), next(numbers)
        said = Said("message", accounts[name], "private", speaker, words, message_id=number)
        presence = Presence(None, ledger)  # type: ignore[arg-type]  # in private nobody is looked for
        house = House("nestegg_bot", "USD", "en_US", "UTC")
        await Dispatch(ledger, lambda rows, *_: heard.extend(rows), house, presence).hear(said)

    for ledger in ledgers:
        ledger.start()
    for both in AT_ONCE:
        await asyncio.gather(*(says(*each) for each in zip(accounts, ledgers, both, strict=True)))
    for ledger, database in zip(ledgers, databases, strict=True):
        await ledger.stop()
        await database.close()

    told = [one.text.partition("\n")[0] for one in heard if one.chat_id == group.id]
    over = " is over the limit: $120.00 of $100.00, $20.00 too much"
    assert [text.split("</b>")[1] for text in told] == [over] * len(AT_ONCE)
