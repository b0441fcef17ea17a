"""Families: who belongs to one, which one is meant, its settings, and the invitations."""

import re

import pytest

from tests.chat import Chat, Town
from tests.databases import execute

STARTED = """\
🥚 Our family is started.
Set the first budget: /budget mom christmas 100
Record what you spend: /spend 12.50 food lunch
Everybody here can take part. Who is who? Each of you: /iam NAME
Currency USD · time zone UTC · language en_US
Not yours? /family currency EUR · /family timezone Berlin"""


def tokens(invitation: str) -> tuple[str, str]:
    """Read the two tokens of an invitation."""
    found = re.search(r"\?start=(\S+)\n.*\?startgroup=(\S+)", invitation)
    assert found
    return found[1], found[2]


def settings(answer: str) -> str:
    return next(line for line in answer.splitlines() if line.startswith("Currency"))


async def test_start_in_a_group_makes_the_family_once(chat: Chat) -> None:
    assert await chat.says("/start") == STARTED
    assert (await chat.says("/start", by="Ben")).startswith("👋 This is Our family.")


async def test_start_in_private_offers_the_next_step(town: Town) -> None:
    ann = town.private("Ann")

    answer = await ann.says("/start")

    assert answer.startswith("👋 I keep your family's gifts and everyday money")
    assert ann.buttons == ["➕ Add me to your group", "🥚 Start a family here"]


async def test_a_family_can_be_started_in_private_by_a_button_once(town: Town) -> None:
    ann = town.private("Ann")
    await ann.says("/start")

    assert (await ann.presses("🥚 Start")).startswith("🥚 Ann is started.")
    assert "(owner)" in await ann.says("/family")
    assert (await ann.says("/start")).startswith("👋 Hello Ann! This is Ann.")


async def test_the_link_that_adds_the_bot_to_a_group_only_greets(words: Chat) -> None:
    assert await words.says("/start@nestegg_bot hello") == STARTED


@pytest.mark.parametrize("command", ["/people", "/iam ann", "/family", "/invite", "/budgets", "/occasions", "/undo"])
async def test_in_private_a_stranger_is_told_how_to_begin_instead_of_getting_a_family(
    words: Chat, command: str
) -> None:
    answer = await words.town.private("Ann").says(command)

    assert answer.startswith("You are in no family here yet. Send /start")


async def test_in_private_a_first_budget_begins_a_family(town: Town) -> None:
    assert (await town.private("Ann").says("/budget mom christmas 100")).startswith("🎁 Mom")


async def test_the_family_is_shown_with_its_members_and_groups(chat: Chat) -> None:
    await chat.says("/iam Annie")
    await chat.says("/people", by="Ben")

    answer = await chat.says("/family")

    assert answer.splitlines()[:4] == [
        "👪 Our family",
        "Currency USD · time zone UTC · language en_US",
        "Members: Ann = Annie (owner), Ben (adult)",
        "👁 Our family — Annie reads here: nothing about gifts for Annie",
    ]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("currency EUR", "Currency EUR · time zone UTC · language en_US"),
        ("currency euro", None),
        ("timezone Berlin", "Currency USD · time zone Europe/Berlin · language en_US"),
        ("timezone Nowhere", None),
        ("language de", "Currency USD · time zone UTC · language de_DE"),
        ("language xx", None),
        ("currency", None),
        ("colour blue", None),
        ("name", None),
    ],
)
async def test_a_setting_is_changed_or_refused_and_undone(words: Chat, said: str, shown: str | None) -> None:
    before = await words.says("/family")

    answer = await words.says(f"/family {said}")

    if shown is None:
        assert words.buttons == []
    else:
        assert settings(answer) == shown
        await words.presses("Undo")
    assert await words.says("/family") == before


async def test_a_family_gets_another_name_and_its_old_one_back(words: Chat) -> None:
    assert (await words.says('/family name The <b>"Nest"</b>')).startswith('✅ The <b>"Nest"</b>')
    await words.says("/undo")

    assert (await words.says("/family")).startswith("👪 Our family")


async def test_a_currency_that_was_budgeted_in_since_cannot_be_taken_back(chat: Chat) -> None:
    await chat.says("/family currency EUR")
    await chat.says("/budget mom christmas 100", by="Ben")

    assert (await chat.says("/undo")).startswith("That cannot be taken back any more")
    assert "Currency EUR" in await chat.says("/family")


async def test_a_child_changes_no_settings_and_invites_nobody(town: Town, chat: Chat) -> None:
    await chat.says("/family")
    await chat.says("/family", by="Ben")
    await execute(town.settings.database_url, "UPDATE members SET role = 'child' WHERE role = 'adult'")

    assert await chat.says("/family currency EUR", by="Ben") == "Only the grown-ups of the family may do that."
    assert await chat.says("/invite", by="Ben") == "Only the grown-ups of the family may do that."


async def test_an_invitation_brings_one_member_in_private(town: Town, chat: Chat) -> None:
    member, _ = tokens(await chat.says("/invite"))
    eve, dan = town.private("Eve"), town.private("Dan")

    assert await eve.says(f"/start {member}") == "👋 Welcome to Our family. Tell me who you are: /iam NAME"
    assert (await dan.says(f"/start {member}")).startswith("That invitation holds no longer")
    assert "Eve (adult)" in await chat.says("/family")
    assert (await eve.says("/iam Eve")).startswith("👋 You are Eve.")


async def test_an_invitation_brings_one_further_group(town: Town, chat: Chat) -> None:
    await chat.says("/budget mom christmas 100")
    _, group = tokens(await chat.says("/invite"))
    planners, others = town.group("Planners", "Ben", "Eve"), town.group("Others", "Dan")

    assert await planners.says(f"/start@nestegg_bot {group}") == (
        "👋 This group now belongs to Our family. Try /budgets"
    )
    assert "Mom" in await planners.says("/budgets")
    assert (await others.says(f"/start@nestegg_bot {group}")).startswith("That invitation holds no longer")
    answer = await chat.says("/family")
    assert [line.split(" — ")[0] for line in answer.splitlines() if "👁" in line] == ["👁 Our family", "👁 Planners"]


async def test_each_link_is_for_its_own_kind_of_chat(town: Town, chat: Chat) -> None:
    member, group = tokens(await chat.says("/invite"))

    assert (await town.private("Eve").says(f"/start {group}")).startswith("That invitation holds no longer")
    assert (await town.group("Others", "Dan").says(f"/start {member}")).startswith("That invitation holds no longer")


async def test_a_member_who_follows_the_link_leaves_it_for_somebody_else(town: Town, chat: Chat) -> None:
    member, group = tokens(await chat.says("/invite"))

    await town.private("Ann").says(f"/start {member}")
    await chat.says(f"/start {group}")

    assert (await town.private("Eve").says(f"/start {member}")).startswith("👋 Welcome to Our family")
    assert (await town.group("Planners", "Ben").says(f"/start {group}")).startswith("👋 This group now belongs")


async def test_a_group_of_another_family_stays_there(town: Town, chat: Chat) -> None:
    _, group = tokens(await chat.says("/invite"))
    other = town.group("Others", "Dan")
    await other.says("/start")

    assert await other.says(f"/start {group}") == "This group belongs to another family already."
    assert (await town.group("Planners", "Ben").says(f"/start {group}")).startswith("👋 This group now belongs")


async def test_an_invitation_grows_old(town: Town, chat: Chat) -> None:
    member, _ = tokens(await chat.says("/invite"))
    town.clock.move(days=8)

    assert (await town.private("Eve").says(f"/start {member}")).startswith("That invitation holds no longer")


async def test_an_invitation_can_be_taken_back_until_it_is_used(town: Town, chat: Chat) -> None:
    member, _ = tokens(await chat.says("/invite"))
    await chat.presses("Undo")
    used, _ = tokens(await chat.says("/invite"))

    assert (await town.private("Eve").says(f"/start {member}")).startswith("That invitation holds no longer")
    await town.private("Eve").says(f"/start {used}")
    assert "cannot be taken back" in await chat.presses("Undo")
    assert "Eve (adult)" in await chat.says("/family")


async def test_what_is_made_up_is_no_invitation(town: Town, chat: Chat) -> None:
    assert (await town.private("Eve").says("/start 4711")).startswith("That invitation holds no longer")
    assert (await chat.says("/start 4711")).startswith("That invitation holds no longer")


async def test_of_several_families_the_one_last_spoken_in_is_meant_and_named(town: Town, chat: Chat) -> None:
    other, ann = town.group("Grandparents", "Ann"), town.private("Ann")
    await chat.says("/budget mom christmas 100")
    await other.says("/budget dad christmas 200")

    assert (await ann.says("/people")).endswith("• Dad\n👪 Grandparents")
    await chat.says("/people")
    assert (await ann.says("/people")).endswith("• Mom\n👪 Our family")
    assert (await ann.says("/budget eve")).endswith("👪 Our family")
    assert (await ann.says("/budget mom christmas abc 1")).endswith("👪 Our family")


async def test_in_a_group_no_answer_names_the_family(town: Town, chat: Chat) -> None:
    await town.group("Grandparents", "Ann").says("/people")
    await chat.says("/budget mom christmas 100")

    assert await chat.says("/people") == "👪 People\n• Mom"


async def test_a_chosen_family_is_meant_until_another_is_chosen(town: Town, chat: Chat) -> None:
    other, ann = town.group("Grandparents", "Ann"), town.private("Ann")
    await chat.says("/budget mom christmas 100")
    await other.says("/budget dad christmas 200")
    await ann.says("/family")

    assert ann.buttons == ["Our family", "✓ Grandparents"]
    assert await ann.presses("Our family") == "Here we now speak of Our family."
    await other.says("/people")
    assert (await ann.says("/people")).endswith("• Mom\n👪 Our family")
    assert (await ann.says("/family")).startswith("👪 Our family\n")


async def test_choosing_is_for_the_private_chat_of_a_member(town: Town, chat: Chat) -> None:
    await chat.says("/family")
    eve = town.private("Eve")
    await eve.says("/budget mom christmas 1")
    card = next(reversed(eve.shown()))

    town.telegram.tap(town.person("Eve"), eve.id, card, "family:1")
    town.telegram.tap(town.person("Ann"), chat.id, next(reversed(chat.shown())), "family:1")
    await town.settled()

    assert all(toast.text.startswith("You are in no family here yet") for toast in town.telegram.toasts)
    assert len(town.telegram.toasts) == 2


async def test_a_private_chat_keeps_its_choice_in_every_topic(town: Town, chat: Chat) -> None:
    other, ann = town.group("Grandparents", "Ann"), town.private("Ann")
    await chat.says("/budget mom christmas 100")
    await other.says("/people")
    await ann.says("/family")
    await ann.presses("Our family")

    topics = town.telegram.chats[ann.id].topics
    topics[77] = "Presents"
    answer = await ann.says("/people", thread_id=77)

    assert answer.endswith("• Mom\n👪 Our family")
    assert town.telegram.messages(ann.id)[-1]["message_thread_id"] == 77


async def test_all_topics_of_a_forum_are_of_one_family(town: Town) -> None:
    ann = town.person("Ann")
    chat_id = town.telegram.add_group("Forum", [ann, town.person("Ben")], forum=True)
    town.telegram.add_bot(chat_id, ann)
    one, two = (town.telegram.add_topic(chat_id, ann, name) for name in ("Presents", "Holidays"))
    forum = Chat(town, chat_id, "Ann")
    await forum.says("/help", thread_id=one)
    await forum.says("/help", thread_id=two)

    await forum.says("/budget mom christmas 100", thread_id=two)

    assert "Mom" in await forum.says("/people", thread_id=one)
    assert "Mom" in await forum.says("/people", by="Ben")
    assert (await forum.says("/family")).count("👁") == 1


async def test_many_members_with_long_names_fit_into_one_message(town: Town) -> None:
    crowd = town.group("Crowd", *(f"{'Very' * 15}{number}" for number in range(30)))
    await crowd.says("/start")
    for user_id in town.people.values():
        town.telegram.say(user_id, crowd.id, "/privacy")
    await town.settled()

    assert " and 18 more" in await crowd.says("/family")


async def test_each_group_shows_who_may_learn_what(town: Town, chat: Chat) -> None:
    await chat.says("/iam ann")
    await chat.says("/iam mom", by="Mom")
    await chat.says("/budget kim christmas 50")
    _, token = tokens(await chat.says("/invite"))
    planners = town.group("Planners", "Ann", "Ben")
    await planners.says(f"/start {token}")

    answer = await planners.says("/family")

    assert answer.splitlines()[2:-1] == [
        "Members: Ann (owner), Mom (adult)",
        "👁 Our family — Ann and Mom read here: nothing about gifts for them",
        "👁 Planners — Ann reads here: nothing about gifts for Ann; Mom does not read here",
        "❔ Kim: nobody knows, so in groups I keep quiet (/iam kim, or /person kim offline)",
    ]


async def test_where_the_bot_cannot_see_who_reads_it_says_so(town: Town, chat: Chat) -> None:
    town.telegram.reticent = True
    await chat.says("/iam ben", by="Ben")
    _, token = tokens(await chat.says("/invite"))
    planners = town.group("Planners", "Ann")
    await planners.says(f"/start {token}")

    answer = await planners.says("/family")

    assert "👁 Planners — Ben may read here: nothing about gifts for them either" in answer.splitlines()
    assert "Make me an admin, and I see who reads along." in answer.splitlines()

    town.telegram.promote_bot(planners.id)

    assert "👁 Planners — Ben does not read here" in await planners.says("/family")


@pytest.fixture
async def with_kim(words: Chat) -> Chat:
    """Ann owns the family, Ben is an adult, and Kim is a child."""
    await words.says("/iam ann")
    await words.says("/iam ben", by="Ben")
    words.town.telegram.join(words.id, words.town.person("Kim"))
    await words.says("/iam kimberly", by="Kim")
    assert await words.says("/family child kim", by="Ben") == (
        "🧒 Kimberly is a child here: no alerts, no settings, no invitations; everything else as before."
    )
    return words


@pytest.mark.parametrize("said", ["/family name Nest", "/invite", "/family adult kim", "/family child ben"])
async def test_a_child_changes_no_settings_and_no_roles(with_kim: Chat, said: str) -> None:
    assert await with_kim.says(said, by="Kim") == "Only the grown-ups of the family may do that."


async def test_a_child_sees_lists_and_takes_back_only_what_is_their_own(with_kim: Chat) -> None:
    await with_kim.says("/occasion graduation 12 June")

    assert await with_kim.presses("Undo", by="Kim") == "(That one is for somebody else to answer 🙂)"
    assert "Graduation" in await with_kim.says("/occasions", by="Kim")


async def test_a_child_grows_up(with_kim: Chat) -> None:
    assert "Kim = Kimberly (child)" in await with_kim.says("/family")

    assert await with_kim.says("/family adult Kimberly") == "✓ Kimberly is a grown-up here."
    assert "✉️" in await with_kim.says("/invite", by="Kim")

    await with_kim.says("/undo")
    await with_kim.says("/undo")

    assert "Kim = Kimberly (child)" in await with_kim.says("/family")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("child ann", "Ann owns the family, and stays a grown-up."),
        ("child zoe", "I know no single member called zoe. /family lists them."),
        ("child", "Something is missing. /help family shows how it goes."),
        ("child @ben", "🧒 Ben is a child here: no alerts, no settings, no invitations; everything else as before."),
    ],
)
async def test_who_is_meant_as_a_child_has_to_be_clear(with_kim: Chat, said: str, answer: str) -> None:
    assert await with_kim.says(f"/family {said}", by="Ben") == answer


async def test_a_tapped_mention_means_that_account(with_kim: Chat) -> None:
    user = with_kim.town.telegram.users[with_kim.town.person("Kim")]
    mention = {"type": "text_mention", "offset": 14, "length": 2, "user": user}

    assert await with_kim.says("/family adult my", entities=[mention]) == "✓ Kimberly is a grown-up here."
