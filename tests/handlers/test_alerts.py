"""Alerts: a budget that is nearly used, used or overrun is told of once, to those who may know."""

import re

import pytest

from tests.chat import Chat, Town

OVER = "⚠️ Mom · Christmas 2026 is over budget: $120.00 of $100.00, $20.00 too much"
NEARLY = "🟡 Mom · Christmas 2026: $80.00 of $100.00 used (80 %), $20.00 left"
FULL = "🟠 Mom · Christmas 2026: the budget is fully used, $100.00 of $100.00"
SIGNS = ("⚠️ ", "🟡 ", "🟠 ")


def alerts(chat: Chat) -> list[str]:
    """The alerts that a chat heard, without the lines below their first."""
    return [text.partition("\n")[0] for text in chat.heard if text.startswith(SIGNS)]


@pytest.fixture
async def family(town: Town) -> Chat:
    """Ann and Ben in a group, and Mom, who is not on Telegram and has a hundred dollars for Christmas."""
    group = town.group("Our family", "Ann", "Ben")
    await group.knows("mom")
    await group.says("/budget mom christmas 100")
    return group


@pytest.fixture
async def planners(words: Chat) -> Chat:
    """The group in which Ann and Ben plan, beside the one in which Mom reads, too; all have said who they are."""
    group = words.town.group("Planners", "Ann", "Ben")
    invitation = await words.says("/invite")
    await group.says("/start " + invitation.rpartition("=")[2])
    for name in ("Ann", "Ben", "Mom"):
        await words.says(f"/iam {name.lower()}", by=name)
        await words.town.private(name).says("/start")
    await words.says("/budget mom christmas 100")
    return group


async def test_each_threshold_is_told_of_once(family: Chat) -> None:
    for title, price in (("scarf", 79), ("card", 1), ("bow", 5), ("hat", 15), ("ring", 0), ("book", 20), ("lamp", 1)):
        await family.says(f"/bought mom christmas {title} {price}")

    assert alerts(family) == [NEARLY, FULL, OVER]


async def test_an_alert_follows_the_answer_to_what_crossed_it(family: Chat) -> None:
    answer = await family.says("/bought mom christmas scarf 120")

    assert answer == (
        "🎁 scarf for Mom · Christmas 2026\n✅ Bought · $120.00\n▓▓▓▓▓▓▓▓▓▓ 120 %\n"
        f"Spent $120.00 · planned $0.00 · ⚠️ $20.00 over $100.00\n\n{OVER}"
    )
    assert family.buttons == ["⬆️ Raise", "📋 List", "🔕 Mute"]


async def test_several_thresholds_at_once_make_one_alert(family: Chat) -> None:
    await family.says("/gift mom christmas scarf 120")

    assert alerts(family) == [OVER]


async def test_a_second_purchase_beyond_the_budget_is_no_news(family: Chat) -> None:
    await family.says("/bought mom christmas scarf 120")
    await family.town.restart()
    await family.says("/bought mom christmas hat 30", by="Ben")

    assert alerts(family) == [OVER]


async def test_falling_below_arms_again(family: Chat) -> None:
    await family.says("/bought mom christmas scarf 120")
    await family.says("/undo")
    await family.says("/bought mom christmas hat 120")

    assert alerts(family) == [OVER, OVER]


async def test_falling_to_a_lower_threshold_is_no_news_and_rising_again_is(family: Chat) -> None:
    await family.says("/bought mom christmas scarf 80")
    await family.says("/bought mom christmas hat 40")
    await family.presses("Undo")
    await family.says("/bought mom christmas cap 40")

    assert alerts(family) == [NEARLY, OVER, OVER]


async def test_an_edit_that_stays_over_is_no_news(family: Chat) -> None:
    await family.says("/bought mom christmas scarf 120")
    await family.corrects("/bought mom christmas scarf 120", to="/bought mom christmas scarf 130")

    assert alerts(family) == [OVER]


async def test_an_edit_may_cross(family: Chat) -> None:
    await family.says("/bought mom christmas scarf 20")
    await family.corrects("/bought mom christmas scarf 20", to="/bought mom christmas scarf 120")

    assert alerts(family) == [OVER]


async def test_what_an_edit_moves_to_somebody_else_is_told_of_them(family: Chat) -> None:
    await family.knows("dad")
    await family.says("/budget dad christmas 50")
    await family.says("/bought mom christmas scarf 60")
    await family.corrects("/bought mom christmas scarf 60", to="/bought dad christmas scarf 60")

    assert alerts(family) == ["⚠️ Dad · Christmas 2026 is over budget: $60.00 of $50.00, $10.00 too much"]


async def test_a_button_that_makes_a_plan_of_an_idea_may_cross(family: Chat) -> None:
    await family.says("/idea mom christmas scarf 120")
    await family.presses("🛒 Plan it")
    await family.presses("Idea")
    await family.presses("✅ Bought")

    assert alerts(family) == [OVER, OVER]


async def test_lowering_a_budget_under_what_is_spent_is_told(family: Chat) -> None:
    await family.says("/bought mom christmas scarf 60")
    await family.says("/budget mom christmas 50")

    assert alerts(family) == ["⚠️ Mom · Christmas 2026 is over budget: $60.00 of $50.00, $10.00 too much"]


@pytest.mark.parametrize("between", ["/budget mom christmas 500", "/budget mom christmas none"])
async def test_a_budget_that_is_raised_or_cleared_arms_again(words: Chat, between: str) -> None:
    await words.knows("mom", "ben", "ann")
    await words.says("/budget mom christmas 100")
    await words.says("/bought mom christmas scarf 120")
    await words.says(between)
    await words.says("/budget mom christmas 100")

    assert alerts(words) == [OVER, OVER]


async def test_taking_back_a_budget_may_cross(family: Chat) -> None:
    await family.says("/budget mom christmas 200")
    await family.says("/bought mom christmas scarf 120")
    await family.presses("Undo")
    await family.says("/bought mom christmas scarf 120", by="Ben")
    await family.says("/undo", by="Ann")

    assert alerts(family) == [OVER]


async def test_of_nothing_that_may_be_spent_the_first_cent_is_too_much(words: Chat) -> None:
    await words.knows("mom")
    await words.says("/budget mom christmas 0")
    await words.says("/bought mom christmas card 0.01")

    assert alerts(words) == ["⚠️ Mom · Christmas 2026 is over budget: $0.01 of $0.00, $0.01 too much"]


async def test_one_purchase_that_crosses_several_budgets_makes_one_alert(planners: Chat) -> None:
    await planners.says("/occasion christmas budget 150")
    await planners.says("/budget by ann christmas 130")

    answer = await planners.says("/bought mom christmas scarf 120")

    assert answer.endswith(
        f"{OVER}\n"
        "🟡 Ann buys · Christmas 2026: $120.00 of $130.00 used (92 %), $10.00 left\n"
        "🟡 Christmas 2026, everybody together: $120.00 of $150.00 used (80 %), $30.00 left"
    )
    assert planners.buttons == [
        *("⬆️ Raise Mom", "📋 List Mom", "🔕 Mute Mom"),
        *("⬆️ Raise Ann buys", "📋 List Ann buys", "🔕 Mute Ann buys"),
        *("⬆️ Raise the ceiling", "📋 List the ceiling", "🔕 Mute the ceiling"),
    ]


async def test_what_is_left_elsewhere_is_told(family: Chat) -> None:
    for name, amount in (("Dad", 70), ("Zoe", 10), ("Tim", 50), ("Lea", 60)):
        await family.knows(name)
        await family.says(f"/budget {name} christmas {amount}")

    answer = await family.says("/bought mom christmas scarf 120")

    assert answer.endswith(f"{OVER}\nLeft elsewhere: Dad $70.00 · Lea $60.00 · Tim $50.00")


async def test_where_nobody_has_anything_left_what_everybody_has_is_told(family: Chat) -> None:
    await family.says("/occasion christmas budget 300")

    answer = await family.says("/bought mom christmas scarf 120")

    assert answer.endswith(f"{OVER}\nEverybody together: $180.00 left")


async def test_where_mom_reads_the_others_hear_of_it_in_private(chat: Chat) -> None:
    for name in ("Ann", "Ben", "Mom"):
        await chat.says(f"/iam {name.lower()}", by=name)
        await chat.town.private(name).says("/start")
    await chat.says("/budget mom christmas 100")

    await chat.says("/bought mom christmas scarf 120", by="Ben")

    heard = [alerts(each) for each in (chat, *map(chat.town.private, ("Ann", "Ben", "Mom")))]
    assert heard == [[], [OVER], [OVER], []]


async def test_who_reads_it_among_the_planners_does_not_hear_it_again_in_private(words: Chat, planners: Chat) -> None:
    await planners.says("/bought mom christmas scarf 120")

    heard = [alerts(each) for each in (planners, words, *map(words.town.private, ("Ann", "Ben", "Mom")))]
    assert heard == [[OVER], [], [], [], []]


async def test_what_only_ben_may_know_he_hears_in_private(words: Chat, planners: Chat) -> None:
    await words.says("/budget ann christmas 100")

    await words.town.private("Ben").says("/bought ann christmas skates 100")

    heard = [alerts(each) for each in (planners, words, *map(words.town.private, ("Ann", "Ben", "Mom")))]
    told = "🟠 Ann · Christmas 2026: the budget is fully used, $100.00 of $100.00"
    assert heard == [[], [], [], [told], [told]]


async def test_mom_hears_of_the_ceiling_as_if_her_gifts_were_not_there(words: Chat, planners: Chat) -> None:
    await words.says("/occasion christmas budget 200")
    await words.says("/person dad offline")
    await planners.says("/bought mom christmas scarf 150")
    await words.says("/bought dad christmas tie 190")

    told = [text for text in alerts(words.town.private("Mom")) if "together" in text]
    assert told == []
    assert alerts(words) == ["🟡 Christmas 2026, everybody together: $190.00 of $200.00 used (95 %), $10.00 left"]


async def test_a_child_hears_nothing(words: Chat, planners: Chat) -> None:
    kim = words.town.private("Kim")
    invitation = await planners.says("/invite")
    await kim.says("/start " + re.findall(r"start=(\S+)", invitation)[0])
    await kim.says("/iam kim")
    await words.says("/budget ann christmas 50")
    await words.says("/budget mom christmas 50")
    ben = words.town.private("Ben")

    await ben.says("/bought ann christmas skates 60")
    as_a_grown_up = len(alerts(kim))
    await words.says("/family child kim")
    await ben.says("/bought mom christmas skis 60")

    assert (as_a_grown_up, len(alerts(kim)), len(alerts(ben))) == (1, 1, 1)
    assert len(alerts(planners)) == 1


async def test_alone_with_the_bot_one_is_told_there(town: Town) -> None:
    ann = town.private("Ann")
    await ann.says("/start")
    await ann.presses("Start a family here")
    await ann.says("/iam ann")
    await ann.says("/budget mom christmas 100")
    await ann.says("/bought mom christmas scarf 120")

    assert alerts(ann) == [OVER]


async def test_two_who_buy_at_once_are_told_once(chat: Chat, town: Town) -> None:
    for name in ("Ann", "Ben"):
        await chat.says(f"/iam {name.lower()}", by=name)
    await chat.knows("mom")
    await chat.says("/budget mom christmas 100")
    ann, ben = town.private("Ann"), town.private("Ben")
    for private in (ann, ben):
        await private.says("/start")

    for private in (ann, ben):
        town.telegram.say(private.id, private.id, f"/bought mom christmas {private.speaker}s 60")
    await town.settled()

    assert alerts(chat) == [OVER]
    assert alerts(ann) == alerts(ben) == []


async def test_what_was_made_on_the_spot_goes_although_it_was_told_of(words: Chat) -> None:
    await words.knows("mom")
    await words.says("/occasion wedding 12 June 2027 budget 10")
    await words.says("/bought mom wedding vase 50")
    await words.says("/undo")
    await words.says("/undo")

    assert len(alerts(words)) == 1
    assert "wedding" not in (await words.says("/occasions")).lower()


async def test_quiet_hours_delay_an_alert(words: Chat) -> None:
    await words.knows("mom")
    await words.says("/alerts quiet 11-14")
    await words.says("/budget mom christmas 100")
    await words.says("/bought mom christmas scarf 120")
    at_noon = alerts(words)

    words.town.clock.move(hours=2)
    await words.town.bot.delivery.sweep()
    await words.town.settled()

    assert (at_noon, alerts(words)) == ([], [OVER])


@pytest.mark.parametrize(("level", "told"), [("over", [OVER]), ("off", [])])
async def test_a_chat_hears_what_it_wants_to(words: Chat, level: str, told: list[str]) -> None:
    await words.knows("mom")
    await words.says(f"/alerts {level}")
    await words.says("/budget mom christmas 100")
    await words.says("/bought mom christmas scarf 90")
    await words.says("/bought mom christmas hat 30")

    assert alerts(words) == told


async def test_the_budget_can_be_raised_to_what_is_there(family: Chat) -> None:
    await family.says("/bought mom christmas scarf 120")

    asked = await family.presses("⬆️ Raise", by="Ben")
    suggested = family.buttons
    answer = await family.presses("$120.00", by="Ben")

    assert asked == "🎁 Mom · Christmas 2026 — how much?\nTap an amount, or reply with another one."
    assert suggested == ["$120.00", "$130.00", "$150.00", "$200.00", "No limit", "✖ Cancel"]
    assert "$120.00 fully used" in answer
    assert alerts(family) == []


async def test_the_new_budget_can_be_typed(family: Chat) -> None:
    await family.says("/gift mom christmas scarf 85")
    await family.presses("⬆️ Raise")

    answer = await family.answers("140")

    assert "left $55.00 of $140.00" in answer


async def test_what_somebody_may_spend_can_be_raised(words: Chat) -> None:
    await words.knows("mom", "ben")
    await words.says("/budget by ben christmas 50")
    told = await words.says("/bought mom christmas scarf 60 by ben")
    await words.presses("⬆️ Raise")

    answer = await words.presses("$100.00")

    assert told.endswith("⚠️ Ben buys · Christmas 2026 is over budget: $60.00 of $50.00, $10.00 too much")
    assert "left $40.00 of $100.00" in answer


async def test_the_ceiling_can_be_raised(words: Chat) -> None:
    await words.knows("mom")
    await words.says("/occasion christmas budget 50")
    await words.says("/bought mom christmas scarf 60")

    asked = await words.presses("⬆️ Raise")
    answer = await words.presses("$60.00")

    assert asked.startswith("🎁 Everybody together · Christmas 2026 — how much?")
    assert answer.endswith("Ceiling for everybody together: $60.00")


async def test_the_list_can_be_seen(family: Chat) -> None:
    await family.says("/bought mom christmas scarf 120")

    answer = await family.presses("📋 List")

    assert answer.startswith("🎁 Mom · Christmas 2026 (in 35 days)\n1. ✅ scarf · $120.00")


async def test_a_budget_that_is_muted_is_told_of_no_more_in_this_chat(family: Chat) -> None:
    await family.says("/bought mom christmas scarf 85")

    muted = await family.presses("🔕 Mute")
    again = await family.presses("🔕 Mute")
    await family.says("/bought mom christmas hat 35")

    assert muted == "🔕 No more alerts here about Mom · Christmas 2026."
    assert again == "(🔕 Muted already)"
    assert len(alerts(family)) == 1


async def test_what_was_muted_can_be_heard_of_again(family: Chat) -> None:
    await family.says("/bought mom christmas scarf 85")
    await family.presses("🔕 Mute")

    answer = await family.presses("🔔 Tell us again")
    await family.says("/bought mom christmas hat 35")

    assert answer == "🔔 Alerts about Mom · Christmas 2026 come here again."
    assert alerts(family)[1:] == [OVER]


async def test_a_button_of_what_is_gone_says_so(words: Chat) -> None:
    await words.knows("mom")
    await words.says("/budget mom christmas 10")
    await words.says("/bought mom christmas scarf 20")
    place = next(iter(words.shown()))

    for data in ("raise:99:1:recipient", "mute:99:1:recipient", "raise:1:99:recipient", "unmute:x"):
        words.town.telegram.tap(words.town.person("Ann"), words.id, place, data)
        await words.town.settled()

    gone = "That is no longer here. Ask again with a new command."
    assert [toast.text for toast in words.town.telegram.toasts[-4:]] == [gone] * 4
