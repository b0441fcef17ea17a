"""Wishes: told by whoever has them, seen by the others as ideas, and to the wisher the same whatever others do."""

import random
import re
from collections.abc import Iterator

import pytest

from tests.chat import Chat, Town
from tests.databases import Databases
from tests.handlers.test_gift_lists import tapped

UNWRAPPED = "🎁 Some things are better unwrapped."
_KEYS = re.compile(r"\b[0-9a-f]{32}\b|(?<=ask:)[\w-]{8}")


async def introduced(chat: Chat, *names: str) -> Chat:
    """Let everybody in the group say who they are, and open their private chats."""
    for name in names:
        await chat.town.private(name).says("/start")
        await chat.says(f"/iam {name.lower()}", by=name)
    return chat


@pytest.fixture
async def family(chat: Chat) -> Chat:
    """The group in which everybody is known, Mom among them."""
    return await introduced(chat, "Ann", "Ben", "Mom")


@pytest.fixture
async def familiar(words: Chat) -> Chat:
    """The same on one engine."""
    return await introduced(words, "Ann", "Ben", "Mom")


async def wishing(family: Chat, *wishes: str) -> tuple[Chat, Chat]:
    """Let Mom wish for something; give her private chat, and Ann's."""
    mom, ann = family.town.private("Mom"), family.town.private("Ann")
    for wish in wishes:
        await mom.says(f"/wish {wish}")
    return mom, ann


async def test_a_wish_is_told_where_it_is_said_and_listed_with_the_others(familiar: Chat) -> None:
    answer = await familiar.says("/wish scarf 40 https://shop.example/1 note the blue one", by="Mom")

    assert answer == "🌟 Mom wishes for\n1. scarf · $40.00 · 🔗 link · 📝 the blue one"
    assert familiar.buttons == ["✏️ 1 · scarf", "🗑", "↩️ Undo"]


async def test_wishes_are_read_as_gifts_are(familiar: Chat) -> None:
    mom, _ = await wishing(familiar, "3x socks now 12,50 at Corner Shop", '"by ben" 5')

    assert await mom.says("/wish") == ("🌟 Mom wishes for\n1. 3x socks · $12.50 · 📝 at Corner Shop\n2. by ben · $5.00")


async def test_nobody_known_wishes_for_nothing(words: Chat) -> None:
    assert await words.says("/wish scarf 40") == "I don't know yet who you are. Tell me: /iam NAME."


async def test_a_wish_needs_a_name(familiar: Chat) -> None:
    assert await familiar.says("/wish 40", by="Mom") == "Something is missing. /help wish shows how it goes."


async def test_who_wishes_for_nothing_yet_is_shown_how(familiar: Chat) -> None:
    assert await familiar.says("/wish", by="Mom") == "🌟 You wish for nothing yet. Wish: /wish scarf 40"


async def test_asking_for_ones_own_gifts_shows_ones_wishes(familiar: Chat) -> None:
    mom, _ = await wishing(familiar)
    assert await mom.says("/gifts me") == f"{UNWRAPPED} What you wish for: /wish scarf 40"

    await mom.says("/wish scarf 40")

    for asked in ("/gifts me", "/gifts mom", "/gifts mom christmas"):
        assert await mom.says(asked) == f"🌟 Mom wishes for\n1. scarf · $40.00\n{UNWRAPPED}"


async def test_in_the_group_ones_own_wishes_come_privately(familiar: Chat) -> None:
    mom, _ = await wishing(familiar, "scarf 40")

    assert await familiar.says("/gifts mom", by="Mom") == "🤫 Mom, I sent you that privately."
    assert mom.heard[-1].endswith(UNWRAPPED)


async def test_the_others_see_a_wish_as_an_idea(family: Chat) -> None:
    _, ann = await wishing(family, "scarf 40")

    assert await ann.says("/gifts mom") == (
        "🎁 Mom · Wishes\n1. 🌟 scarf · $40.00\n—\nSpent $0.00 · planned $0.00 · 1 idea"
    )
    assert await ann.says("/gifts") == (
        "🎁 Gifts · Wishes\n1. 🌟 scarf for Mom · $40.00\n—\nSpent $0.00 · planned $0.00 · 1 idea"
    )


async def test_a_wish_is_planned_for_the_occasion_whose_list_it_stands_in(family: Chat) -> None:
    _, ann = await wishing(family, "scarf 40")
    await ann.says("/budget mom christmas 100")
    await ann.says("/gifts mom christmas")

    assert await ann.presses("Plan it") == (
        "🎁 Mom · Christmas 2026 (in 35 days)\n1. 🛒 scarf · $40.00 · 🌟 wished for\n—\nSpent $0.00 · planned $40.00"
    )


async def test_a_wish_for_no_occasion_yet_is_asked_for_what_it_is_planned(familiar: Chat) -> None:
    _, ann = await wishing(familiar, "scarf 40")
    await ann.says("/gifts mom")
    await ann.presses("1 · scarf")

    assert await ann.presses("Bought") == "🎁 Mom — for which occasion?\nTap one, or reply with another one."
    assert "✅ Bought · $40.00 · Ann bought" in await ann.answers("christmas")
    assert "1. ✅ scarf · $40.00 · Ann · 🌟 wished for" in await ann.says("/gifts mom christmas")


async def test_what_is_bought_by_its_name_is_the_wish(family: Chat) -> None:
    _, ann = await wishing(family, "scarf 40")

    answer = await ann.says("/bought mom christmas scarf 35")

    assert "✅ Bought · $35.00 · Ann bought" in answer
    assert "🌟 Mom wished for it" in answer
    assert "🌟" not in await ann.says("/gifts mom easter")


async def test_on_somebodys_day_only_their_wishes_are_listed(familiar: Chat) -> None:
    _, ann = await wishing(familiar, "scarf 40")
    await ann.says("/gift ben birthday ball 10")
    await ann.says("/gift mom birthday hat 10")

    assert "scarf" not in await ann.says("/gifts ben birthday")
    assert "🌟 scarf" in await ann.says("/gifts mom birthday")


async def test_what_is_over_lists_no_wishes(familiar: Chat) -> None:
    _, ann = await wishing(familiar, "scarf 40")
    await ann.says("/bought mom christmas 2025 hat 10")

    assert "scarf" not in await ann.says("/gifts mom christmas 2025")


async def test_an_idea_follows_its_wish(family: Chat) -> None:
    mom, ann = await wishing(family, "scarf 40")
    await mom.says("/wish")
    await mom.presses("1 · scarf")

    answer = await mom.answers("green scarf 45")
    assert "1. green scarf · $45.00" in answer
    assert "🌟 green scarf · $45.00" in await ann.says("/gifts mom")

    await mom.presses("Undo")
    assert "🌟 scarf · $40.00" in await ann.says("/gifts mom")

    await mom.says("/wish")
    await mom.presses("1 · scarf")
    await mom.presses("No price")
    assert "🌟 scarf · no price yet" in await ann.says("/gifts mom")


async def test_what_nobody_wishes_for_any_more_is_no_idea_either(family: Chat) -> None:
    mom, ann = await wishing(family, "scarf 40", "book")
    await mom.says("/wish")

    assert await mom.presses("🗑") == "🗑 No longer wished for: scarf\n🌟 Mom wishes for\n1. book"
    assert "scarf" not in await ann.says("/gifts mom")

    await mom.presses("Undo")
    assert "scarf" in await ann.says("/gifts mom")


async def test_what_is_planned_stays_when_it_is_no_longer_wished_for(family: Chat) -> None:
    mom, ann = await wishing(family, "scarf 40")
    await ann.says("/gift mom christmas scarf")

    await mom.says("/undo")

    assert "1. 🛒 scarf · $40.00 · Ann · 🌟 no longer wished for" in await ann.says("/gifts mom christmas")
    await ann.presses("1 · scarf")
    assert "🌟 no longer wished for" in ann.heard[-1]


async def test_to_wish_for_the_same_thing_once_more_tells_more_of_it(family: Chat) -> None:
    mom, ann = await wishing(family, "scarf 40", "Scarf note the blue one")

    assert await mom.says("/wish") == "🌟 Mom wishes for\n1. Scarf · $40.00 · 📝 the blue one"
    assert (await ann.says("/gifts mom")).count("🌟") == 1


async def test_a_wish_that_is_corrected_stays_what_was_planned(family: Chat) -> None:
    mom, ann = await wishing(family, "scarf 40")
    await ann.says("/gift mom christmas scarf")

    assert await mom.corrects("/wish scarf 40", "/wish scarf 45") == "🌟 Mom wishes for\n1. scarf · $45.00"
    assert await ann.says("/gifts mom christmas") == (
        "🎁 Mom · Christmas 2026 (in 35 days)\n1. 🛒 scarf · $40.00 · Ann · 🌟 wished for\n—\n"
        "Spent $0.00 · planned $40.00"
    )


async def test_what_was_given_can_be_wished_for_again(family: Chat) -> None:
    mom, ann = await wishing(family, "scarf 40")
    await ann.says("/bought mom christmas scarf 40")
    await mom.says("/wish")
    await mom.presses("🗑")

    await mom.says("/wish scarf 50")

    listed = await ann.says("/gifts mom christmas")
    assert "🌟 scarf · $50.00" in listed
    assert "✅ scarf · $40.00 · Ann" in listed


async def test_only_the_wisher_changes_a_wish(familiar: Chat) -> None:
    await familiar.says("/wish scarf 40", by="Mom")

    assert await familiar.presses("1 · scarf", by="Ben") == "(That one is for somebody else to answer 🙂)"
    assert await familiar.presses("🗑", by="Ben") == "(That one is for somebody else to answer 🙂)"


async def test_a_wish_that_is_gone_has_no_buttons(familiar: Chat) -> None:
    mom, _ = await wishing(familiar, "scarf 40")
    place = max(mom.shown())
    await mom.presses("🗑")

    for made_up in ("rewish:1", "unwish:1", "rewish:4711"):
        assert await tapped(mom, place, made_up, by="Mom") == "That is no longer here. Ask again with a new command."


async def test_many_wishes_have_pages(familiar: Chat) -> None:
    mom, _ = await wishing(familiar, *(f"thing{at:02}" for at in range(10)))

    assert (await mom.says("/wish")).endswith("8. thing07\nPage 1 of 2")
    assert await mom.presses("Next") == "🌟 Mom wishes for\n9. thing08\n10. thing09\nPage 2 of 2"
    place = max(mom.shown())
    assert await tapped(mom, place, "wishes:1:0", by="Mom") == "That one is for somebody else to answer 🙂"


async def test_wishes_are_chipped_in_to_by_name(familiar: Chat) -> None:
    _, ann = await wishing(familiar, "bike 300")

    assert "🤝 Ann $50.00 · $250.00 still missing" in await ann.says("/chip mom bike 50")


DONE_WITH_IT = (
    "/gifts mom",
    "/gifts mom christmas",
    "/gift mom christmas scarf",
    "/gift mom christmas scarf secret",
    "/bought mom christmas scarf 35",
    "/bought mom christmas book 9",
    "/idea mom christmas radio 30",
    "/chip mom scarf 5",
    "/undo",
)
"""What the others say of Mom's wishes among themselves."""
PRESSED = ("Plan it", "Bought", "Received", "Not bought", "1 ·", "Remove", "Keep secret", "Undo")
WISHED = (
    "/wish",
    "/wish scarf 40",
    "/wish book 12",
    "/wish scarf note red",
    "/gifts me",
    "/gifts mom christmas",
    "/undo",
)
"""What Mom says."""
IN_GROUP = 0.3
"""How often she says it in the group."""


@pytest.fixture
def quiet_url(databases: Databases) -> Iterator[str]:
    """A database for a second town."""
    with databases.migrated() as url:
        yield url


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_becomes_of_wishes_the_wisher_reads_the_same(
    database_url: str, quiet_url: str, seed: int
) -> None:
    """Two families in which Mom says the same, and the others do what they like with it in one of them alone."""
    quiet = await _told_to_mom(quiet_url, seed, busy=False)

    busy = await _told_to_mom(database_url, seed, busy=True)

    assert busy == quiet


async def _told_to_mom(url: str, seed: int, *, busy: bool) -> list[str]:
    async with Town(url).open() as town:
        family = town.group("Our family", "Ann", "Ben", "Mom")
        await family.says("/budget mom christmas 100")
        await introduced(family, "Ann", "Ben", "Mom")
        chance, others = random.Random(seed), random.Random(seed + 1)
        mom = town.private("Mom")
        for _ in range(20):
            await (family if chance.random() < IN_GROUP else mom).says(chance.choice(WISHED), by="Mom")
            await _pressed(mom, chance.choice(("🗑", "Undo", "1 ·")), by="Mom")
            if busy:
                await _does_something(town, others)
            town.clock.move(minutes=1)
        rows = [one for place in (family.id, mom.id) for one in town.telegram.messages(place) if one["from"]["is_bot"]]
        return [_KEYS.sub("key", f"{one.get('text')} {one.get('reply_markup')}") for one in rows]


async def _does_something(town: Town, chance: random.Random) -> None:
    """Let Ann or Ben do something with what Mom wishes for."""
    chat = town.private(chance.choice(("Ann", "Ben")))
    for _ in range(3):
        await chat.says(chance.choice(DONE_WITH_IT))
        await _pressed(chat, chance.choice(PRESSED), by=chat.speaker)


async def _pressed(chat: Chat, label: str, by: str) -> None:
    """Press a button of the latest message, if it has one that begins so."""
    if any(re.sub(r"^\W+", "", one).startswith(label) or one.startswith(label) for one in chat.buttons):
        await chat.presses(label, by=by)
