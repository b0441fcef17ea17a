"""What money is spent on: categories are made, changed, merged and removed."""

import pytest

from domain.signs import is_sign
from tests.chat import Chat

ONLY_GROWN_UPS = "Only the grown-ups of the family may do that."
PETS = "🐶 Pets · #abcdef\nThis month $0.00 · this year $0.00\nalso dog"


@pytest.fixture
async def pets(words: Chat) -> Chat:
    """The group that has pets."""
    await words.says("/category pets icon 🐶 alias dog color #ABCDEF")
    return words


async def test_categories_are_listed_with_what_was_spent_this_month(words: Chat) -> None:
    await words.says("/spend 12.50 food lunch yesterday")
    await words.says("/spend 40 food dinner 3 May")

    answer = await words.says("/categories")
    food = await words.presses("🍔 Food")

    assert answer.splitlines()[:3] == ["🗂 Categories · this month", "🍔 Food · $12.50", "🚗 Transport"]
    assert food == "🍔 Food · #ef4444\nThis month $12.50 · this year $52.50"
    assert await words.presses("◀ Categories") == answer


async def test_a_name_that_nobody_knows_makes_a_category(chat: Chat) -> None:
    answer = await chat.says("/category pet food icon 🐶 alias dog")

    assert answer == "✨ New:\n🐶 Pet Food · #3182ce\nalso dog"
    assert (await chat.says("/spend 5 dog biscuits")).startswith("🐶 Pet Food · $5.00")
    await chat.says("/undo")
    await chat.says("/undo")
    assert "Pet Food" not in await chat.says("/categories")


async def test_a_name_close_to_a_known_one_is_asked_about(words: Chat) -> None:
    asked = await words.says("/category fod color #123456")
    answer = await words.presses("🍔 Food")

    assert asked == "I don't know the category Fod yet. Which one is meant?"
    assert answer.startswith("🍔 Food · #123456")
    await words.says("/category fod")
    assert (await words.presses("New")).startswith("✨ New:\n▫️ Fod · ")
    assert await words.says("/category wibble remove") == "I know no category Wibble. /categories lists them."


async def test_a_category_is_changed_by_words_and_shown(pets: Chat) -> None:
    answer = await pets.says('/category dog rename to our animals alias "the cat" alias -dog icon 🐱 color #0A0B0C')

    assert answer == "🐱 Our Animals · #0a0b0c\nThis month $0.00 · this year $0.00\nalso the cat"
    await pets.says("/undo")
    assert await pets.says("/category dog") == PETS


async def test_a_category_is_changed_by_buttons(pets: Chat) -> None:
    await pets.presses("Rename")
    renamed = await pets.answers("Animals")
    await pets.presses("Colour")
    await pets.presses("🟥")
    await pets.presses("Icon")
    answer = await pets.answers("👨‍👩‍👧‍👦")

    assert renamed == f"✓ Animals\n\n{PETS.replace('Pets', 'Animals')}"
    assert answer.endswith("👨‍👩‍👧‍👦 Animals · #ef4444\nThis month $0.00 · this year $0.00\nalso dog")


async def test_what_cannot_be_is_refused_and_says_what_can(pets: Chat) -> None:
    stays = "Gifts stays: the gifts you buy are counted there by themselves. You can rename it, though."
    refusals = {
        "food alias dog": "dog already means Pets. Choose another word.",
        "food rename pets": "Pets already means Pets. Choose another word.",
        "pets color red": "I cannot read red as a colour. Type it like #3b82f6.",
        "pets icon nonsense": "nonsense is not one sign. Give me a single emoji, like 🐶.",
        "pets merge dog": "Pets is that already. Name another category.",
        "gifts remove": stays,
        "gifts merge pets": stays,
    }

    assert {said: await pets.says(f"/category {said}") for said in refusals} == refusals
    assert (await pets.says("/category gifts rename presents")).startswith("🎁 Presents")
    assert await pets.says("/category dog") == PETS


async def test_one_that_nothing_belongs_to_is_removed_at_once(pets: Chat) -> None:
    answer = await pets.says("/category pets remove")

    assert answer == "🗑 Removed: 🐶 Pets"
    await pets.presses("Undo")
    assert await pets.says("/category dog") == PETS


async def test_one_in_use_asks_where_all_of_it_goes_and_undo_brings_all_back(chat: Chat) -> None:
    await chat.says("/spend 12.50 food lunch")
    await chat.says("/spend 30 food dinner", by="Ben")
    await chat.says("/limit food 400")
    await chat.says("/every month 1st 20 food veg box")
    everything = [await chat.says(said) for said in ("/expenses", "/limits", "/recurring", "/categories")]

    asked = await chat.says("/category food remove")
    moved = await chat.presses("🛍️ Shopping")

    assert asked.startswith("🗂 Where does all that belongs to Food go?")
    assert moved == "🔀 🍔 Food → 🛍️ Shopping: 2 expenses moved."
    assert (await chat.says("/expenses shopping")).endswith("Total $42.50")
    assert [one for one in (await chat.says("/limits"), await chat.says("/recurring")) if "Shopping" not in one] == []
    assert "Food" not in await chat.says("/categories")
    await chat.says("/undo")
    assert [await chat.says(said) for said in ("/expenses", "/limits", "/recurring", "/categories")] == everything


async def test_a_limit_stays_behind_where_the_other_category_has_its_own(words: Chat) -> None:
    for said in (
        "/limit food 400",
        "/limit shopping 100",
        "/limit food 20 daily",
        "/category food merge into shopping",
    ):
        await words.says(said)

    answer = await words.says("/limits")

    assert "$100.00" in answer
    assert "$20.00" in answer
    assert "$400.00" not in answer


async def test_only_grown_ups_change_categories(pets: Chat) -> None:
    await pets.says("/categories", by="Ben")
    await pets.says("/family child ben")

    for said in ("/category cars", "/category pets icon 🐱", "/category pets remove", "/category pets merge food"):
        assert await pets.says(said, by="Ben") == ONLY_GROWN_UPS
    assert await pets.says("/category pets", by="Ben") == PETS
    assert await pets.presses("Rename", by="Ben") == f"({ONLY_GROWN_UPS})"


def test_a_sign_is_what_is_seen_as_one() -> None:
    for sign in ("🐶", "🛍️", "👨‍👩‍👧‍👦", "👍🏽", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "é", "日", "A"):
        assert is_sign(sign), sign
    for text in ("", " ", "🐶🐱", "no", "\u200d", "\u202e", "🇩🇪🇫🇷", "🐶 ", "️", "\n", "e" + "\u0301" * 16):
        assert not is_sign(text), text
