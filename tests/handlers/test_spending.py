"""What people say when they have spent something, with the command and without."""

from collections.abc import Sequence
from datetime import date

from domain.expenses import Expense
from repositories.expenses import Expenses
from repositories.unit_of_work import UnitOfWork
from tests.chat import Chat, Town

LUNCH = "🍔 Food · $12.50 · lunch"
EXAMPLE = "For example /spend 12.50 food lunch"
UNKNOWN_WORDS = (
    "I understand commands, like /budget mom christmas 100, and what you spent, like 12.50 lunch. /help lists them all."
)
NOTHING = "An expense is more than nothing. Type what it cost: /spend 12.50 food lunch"

FOOD = {
    "12.50 food lunch": LUNCH,
    "12,50 food lunch": LUNCH,
    "$12.50 food lunch": LUNCH,
    "12.50 USD food lunch": LUNCH,
    "  FOOD   12.50    lunch ": LUNCH,
    "food lunch 12.50": LUNCH,
    "food: 12.50, lunch": LUNCH,
    "12.50 for food for lunch": LUNCH,
    "12.50 on food - lunch": LUNCH,
    "food 12.50": "🍔 Food · $12.50",
    "12.50 food 2 pizzas": "🍔 Food · $12.50 · 2 pizzas",
    "food 12 2.5 kg apples": "🍔 Food · $12.00 · 2.5 kg apples",
    "yesterday 3 big pizzas 24.50": "🍔 Food · $24.50 · 3 big pizzas · Nov 19",
    "12.50 food €5 menu": "🍔 Food · $12.50 · €5 menu",
    "12.50 food “Rosa's lunch” with Zoe": "🍔 Food · $12.50 · Rosa's lunch with Zoe",
    "5 food <b>x</b> & y": "🍔 Food · $5.00 · <b>x</b> & y",
    # when
    "food 12,50 lunch at Rosa yesterday #school card": "🍔 Food · $12.50 · lunch at Rosa · Nov 19 · #school · card",
    "yesterday 12.50 food lunch": f"{LUNCH} · Nov 19",
    "food lunch yesterday 12.50": f"{LUNCH} · Nov 19",
    "12.50 food lunch today": LUNCH,
    "12.50 food lunch 11/15": f"{LUNCH} · Nov 15",
    "11/15 food lunch 12.50": f"{LUNCH} · Nov 15",
    "3 May food lunch 12.50": f"{LUNCH} · May 3",
    "12.50 food lunch 3 dec": f"{LUNCH} · Dec 3, 2025",
    "12.50 food lunch on May 3rd, 2025 with Ben": "🍔 Food · $12.50 · lunch with Ben · May 3, 2025",
    "12.50 food lunch on 29 feb": f"{LUNCH} · Feb 29, 2024",
    "12.50 food lunch 2026-11-01 card": f"{LUNCH} · Nov 1 · card",
    "12.50 food lunch card 2026-11-01": f"{LUNCH} · Nov 1 · card",
    "12.50 food lunch on monday": f"{LUNCH} · Nov 16",
    "12.50 food lunch friday": LUNCH,
    "12.50 food lunch last friday card": f"{LUNCH} · Nov 13 · card",
    "monday food lunch 12.50 on tue": "🍔 Food · $12.50 · monday food lunch · Nov 17",
    "12.50 food lunch black friday": "🍔 Food · $12.50 · lunch black friday",
    "12.50 food lunch on friday, 13 nov": f"{LUNCH} · Nov 13",
    "12.50 food lunch for tomorrow": "🍔 Food · $12.50 · lunch for tomorrow",
    "12.50 food chips 1.5": "🍔 Food · $12.50 · chips 1.5",
    "5 food 24/7 shop": "🍔 Food · $5.00 · 24/7 shop",
}
OTHERS = {
    "1 200 bills rent by transfer": "💳 Bills · $1,200.00 · rent · transfer",
    "1,200.50 bills rent in cash": "💳 Bills · $1,200.50 · rent · cash",
    "20 shopping paid with card": "🛍️ Shopping · $20.00 · card",
    "20 shopping gift card": "🛍️ Shopping · $20.00 · gift card",
    "20 shopping gift card by card": "🛍️ Shopping · $20.00 · gift card · card",
    "20 shopping a new wallet": "🛍️ Shopping · $20.00 · a new wallet",
    "20 shopping apple pay": "🛍️ Shopping · $20.00 · wallet",
    "8 health #Kids #kids #BÜRO #5 pills": "🏥 Health · $8.00 · #5 pills · #kids #büro",
    '8 health "pills yesterday card #x"': "🏥 Health · $8.00 · pills yesterday card #x",
    "8 health pills cash note ask the insurance": "🏥 Health · $8.00 · pills · cash\n📝 ask the insurance",
    "shoes yesterday 20 shopping": "🛍️ Shopping · $20.00 · shoes · Nov 19",
    "8 health a note": "🏥 Health · $8.00 · a note",
    "20 gifts wrapping paper": "🎁 Gifts · $20.00 · wrapping paper",
}
REFUSED = {
    "": f"How much was it? {EXAMPLE}",
    "food": f"How much was it? {EXAMPLE}",
    "2x food": f"I cannot read 2x as an amount. {EXAMPLE}",
    "0 food": NOTHING,
    "-5 food": NOTHING,
    "€5 food": "That is EUR, but this is kept in USD. "
    "Type the amount in USD, or change the family's: /family currency EUR.",
    "999999999 food": "999999999 is more than I can keep: $99,999,999.99 at most.",
    "5.1234 food": "5.1234 has more decimals than USD allows: 2 at most.",
    "5 food lunch tomorrow": "tomorrow is still to come. What comes again goes like /every month 1st 1200 bills rent.",
    "5 food on 30 Feb": "I know no day 30 Feb. Type it like 3 May or 2027-05-03.",
    "5 food 11/31": "I know no day 11/31. Type it like 3 May or 2027-05-03.",
    f"5 food #{'ä' * 16}": f"#{'ä' * 16} is too long for a tag. Take a shorter word.",
    f"5 food {' '.join(f'#t{number}' for number in range(11))}": "Those are too many tags: an expense may have 10.",
    f"5 food {'x' * 201}": "That is too long: up to 200 characters fit.",
    "5 food\n0 bills\n7 health": f"Line 2: {NOTHING}",
    "5 food\n\n- soon": f"Line 2: How much was it? {EXAMPLE}",
    "5 food\n" * 51: "That is too much for one message: up to 50 lines fit.",
}


async def stored(town: Town) -> Sequence[Expense]:
    """What was recorded in the first family, the earliest first."""

    async def read(uow: UnitOfWork) -> Sequence[Expense]:
        uow.family_id = 1
        return sorted(await uow.expenses.all(Expenses.select), key=lambda one: one.id)

    return await town.bot.ledger.enter(read)


async def test_food_is_recorded_in_whatever_words_come_to_mind(words: Chat) -> None:
    await words.says("/spend 3 food big pizzas")

    answers = {said: await words.says(f"/spend {said}") for said in FOOD}

    assert answers == FOOD


async def test_other_things_are_recorded_in_whatever_words_come_to_mind(words: Chat) -> None:
    answers = {said: await words.says(f"/spend {said}") for said in OTHERS}

    assert answers == OTHERS


async def test_what_cannot_be_recorded_is_refused_and_nothing_of_it_stored(words: Chat) -> None:
    answers = {said: await words.says(f"/spend {said}") for said in REFUSED}

    assert answers == REFUSED
    assert not await stored(words.town)


async def test_all_that_was_told_is_stored(chat: Chat) -> None:
    await chat.says("/iam ben", by="Ben")
    await chat.says("/spend 1200,5 bills rent on 31 Oct #Home #flat by transfer note for Q4", by="Ben")

    [expense] = await stored(chat.town)

    assert expense.person_id
    assert str(expense.amount) == "1200.50"
    assert (expense.description, expense.date, expense.payment_method) == ("rent", date(2026, 10, 31), "transfer")
    assert (expense.tags, expense.notes, expense.currency) == (["home", "flat"], "for Q4", "USD")


async def test_a_day_is_the_familys(words: Chat) -> None:
    await words.says("/family timezone Pacific/Auckland")  # there it is tomorrow already
    await words.says("/spend 5 food")
    await words.says("/spend 6 food yesterday")

    assert [one.date for one in await stored(words.town)] == [date(2026, 11, 21), date(2026, 11, 20)]


async def test_days_and_amounts_are_read_as_the_family_writes_them(words: Chat) -> None:
    await words.says("/family language de")
    await words.says("/family currency EUR")

    assert await words.says("/spend 1.234,50 bills Miete 1.11.") == "💳 Bills · 1.234,50\u00a0€ · Miete · 1. Nov."
    assert await words.says("/spend 3/11 food Brot 5") == "🍔 Food · 5,00\u00a0€ · Brot · 3. Nov."
    assert await words.says("/spend 5 food Brot am Montag") == "🍔 Food · 5,00\u00a0€ · Brot · 16. Nov."
    assert await words.says("/spend 5 food Brot gestern") == "🍔 Food · 5,00\u00a0€ · Brot · 19. Nov."


# --- on what


async def test_a_word_that_was_explained_once_is_known(chat: Chat) -> None:
    asked = await chat.says("/spend 12.50 lunch at Rosa")
    labels = chat.buttons
    answer = await chat.presses("Food")
    again = await chat.says("/spend lunch with Zoe 8", by="Ben")

    assert asked == "🏷 $12.50 “lunch at Rosa” — on what?\nTap a category, or reply with another one."
    assert labels == ["🍔 Food", "🚗 Transport", "🛍️ Shopping", "💳 Bills", "🎬 Entertainment", "🏥 Health", "✖ Cancel"]
    assert answer == "🍔 Food · $12.50 · lunch at Rosa"
    assert again == "🍔 Food · $8.00 · lunch with Zoe"


async def test_a_category_named_last_is_offered_first(words: Chat) -> None:
    await words.says("/spend 3 big ticket transport")

    assert words.buttons[:2] == ["🚗 Transport", "🍔 Food"]


async def test_the_latest_explanation_holds(words: Chat) -> None:
    await words.says("/spend 5 food tea")
    await words.says("/spend 5 health tea")

    assert await words.says("/spend 6 tea") == "🏥 Health · $6.00 · tea"


async def test_a_category_a_letter_off_is_asked_about_once(words: Chat) -> None:
    await words.says("/spend 5 foid bread")
    offered = words.buttons[0]
    meant = await words.presses("Food")
    await words.says("/spend 30 foot massage")
    other = await words.presses("Health")

    assert (offered, meant) == ("🍔 Food", "🍔 Food · $5.00 · bread")
    assert other == "🏥 Health · $30.00 · foot massage"
    assert await words.says("/spend 35 foot cream") == "🏥 Health · $35.00 · foot cream"


async def test_a_new_category_is_made_on_the_spot_and_goes_with_the_undo(chat: Chat) -> None:
    await chat.says("/spend 7 pets")
    made = await chat.presses('New: "Pets"')
    taken_back = await chat.presses("Undo")
    again = await chat.says("/spend 7 pets")

    assert (made, taken_back) == ("▫️ Pets · $7.00", "↩️ Taken back: ▫️ Pets · $7.00")
    assert again.startswith("🏷 $7.00 “pets” — on what?")


async def test_a_new_category_stays_once_it_is_used_elsewhere(words: Chat) -> None:
    await words.says("/spend pets 7 hay")
    await words.presses("New")
    await words.says("/spend 8 pets straw", by="Ben")
    await words.says("/undo")

    assert await words.says("/spend 9 pets") == "▫️ Pets · $9.00"


async def test_the_question_is_answered_by_a_reply_too(words: Chat) -> None:
    ann = words.town.private("Ann")
    await words.says("/iam ann")
    await ann.says("/spend 7 hay")

    another = await ann.says("straw 8")
    nothing = await ann.says("No")
    chatter = await ann.says("that depends on who eats it")
    near = await ann.says("helth")
    new = await ann.says("small animals")

    assert another == "straw 8 is no category. Tap one, or reply with its name."
    assert nothing == "No is no category. Tap one, or reply with its name."
    assert chatter.startswith("that depends on who eats it is no category.")
    assert near.endswith("🏷 $7.00 “hay” — on what?\nTap a category, or reply with another one.")
    assert new.endswith("▫️ Small Animals · $7.00 · hay")
    assert await ann.says("/spend 3 hay") == "▫️ Small Animals · $3.00 · hay"


async def test_what_is_spent_meanwhile_is_recorded_and_the_question_waits(words: Chat) -> None:
    await words.says("/iam ann")
    ann = words.town.private("Ann")
    await ann.says("12 hay")

    meanwhile = await ann.says("5 food bread")
    thanks = await ann.says("thanks")
    asked_too = await ann.says("8 straw")
    cancelled = await ann.says("Never mind.")
    answer = await ann.presses("Health")

    assert meanwhile == "🍔 Food · $5.00 · bread"
    assert thanks.startswith("I understand commands")
    assert asked_too.startswith("🏷 $8.00 “straw” — on what?")
    assert cancelled == "✖ Cancelled. Nothing was changed."
    assert answer == "🏥 Health · $12.00 · hay"
    await ann.says("8 straw")
    assert await ann.says("/cancel") == cancelled


async def test_a_child_makes_no_categories(words: Chat) -> None:
    await words.says("/iam ann")
    await words.says("/iam ben", by="Ben")
    await words.says("/family child ben")

    await words.says("/spend 3 pets", by="Ben")

    assert words.buttons[-2:] == ["🏥 Health", "✖ Cancel"]
    assert await words.answers("pets", by="Ben") == "I know no category Pets. /categories lists them."
    assert await words.answers("food", by="Ben") == "✓ food\n\n🍔 Food · $3.00 · pets"


async def test_only_who_was_asked_answers(words: Chat) -> None:
    await words.says("/spend 3 pets")

    assert "somebody else" in (await words.presses("Food", by="Ben")).lower()
    assert not await stored(words.town)


async def test_an_amount_with_two_meanings_is_asked_about(words: Chat) -> None:
    asked = await words.says("/spend 1.234 rent yesterday")
    labels = words.buttons
    await words.presses("$1,234.00")
    answer = await words.presses("Bills")

    assert asked == "1.234 can be read in two ways. Which one?"
    assert labels == ["$1,234.00", "$1.23", "✖ Cancel"]
    assert answer == "💳 Bills · $1,234.00 · rent · Nov 19"


# --- several at once


async def test_several_lines_are_one_message_and_one_undo(chat: Chat) -> None:
    answer = await chat.says("/spend 12.50 food lunch\n- 3 transport bus yesterday\n\n  • 40 shopping shoes card")
    taken_back = await chat.presses("Undo")

    assert answer == (
        f"{LUNCH}\n🚗 Transport · $3.00 · bus · Nov 19\n🛍️ Shopping · $40.00 · shoes · card\nTogether $55.50"
    )
    assert taken_back.startswith("↩️ Taken back: /spend 12.50 food lunch")
    assert not await stored(chat.town)


async def test_lines_are_asked_about_one_after_the_other(words: Chat) -> None:
    await words.says("/spend 12 hay\n3 food\n1.500 hammock\n2.500 sofa")

    await words.presses("Health")
    await words.presses("$1,500.00")
    await words.presses("Shopping")
    await words.presses("$2.50")
    answer = await words.answers("furniture")

    assert answer == (
        "✓ furniture\n\n🏥 Health · $12.00 · hay\n🍔 Food · $3.00\n🛍️ Shopping · $1,500.00 · hammock\n"
        "▫️ Furniture · $2.50 · sofa\nTogether $1,517.50"
    )


# --- without the command


async def test_in_private_no_command_is_needed(words: Chat) -> None:
    await words.says("/spend 5 food lunch")
    ann = words.town.private("Ann")
    said = {
        "12.50 lunch": LUNCH,
        "food 12.50 lunch": LUNCH,
        "lunch 12.50": LUNCH,
        "12.50 lunch\nfood 3": f"{LUNCH}\n🍔 Food · $3.00\nTogether $15.50",
        "12.50 $": None,
        "12.50": None,
        "12.50 lunch\nsee you": None,
        "12.50 lunch\nfood 3\nthree bills": f"Line 3: How much was it? {EXAMPLE}",
        "#trip monday: 12.50 lunch paid by card": f"{LUNCH} · Nov 16 · #trip · card",
        "food is ready at 7": None,
        "lunch at 12.30": None,
        "I spent 12.50 on lunch": LUNCH,
        "yesterday 12.50 lunch": f"{LUNCH} · Nov 19",
        "on monday 12.50 lunch": f"{LUNCH} · Nov 16",
        "🍔 food": None,
        "lunch 🍜 12.50": "🍔 Food · $12.50 · lunch 🍜",
        "call me on 555 0123": None,
        "€5 lunch": "That is EUR, but this is kept in USD. "
        "Type the amount in USD, or change the family's: /family currency EUR.",
    }

    answers = {text: await ann.says(text) for text in said}

    assert answers == {text: expected or UNKNOWN_WORDS for text, expected in said.items()}


async def test_words_that_come_twice_are_one_expense(words: Chat) -> None:
    town, ann = words.town, words.town.private("Ann")
    await words.says("/iam ann")
    town.telegram.say(town.person("Ann"), ann.id, "12.50 food")
    [update] = town.telegram.inbox.waiting.values()
    await town.settled()
    await ann.says("/spend 3 food")

    town.telegram.inbox.waiting[update["update_id"]] = update
    town.telegram.inbox._wake()  # noqa: SLF001 - nothing else sends an old update
    await ann.says("/spend 4 food")

    assert [str(one.amount) for one in await stored(town)] == ["12.50", "3.00", "4.00"]


async def test_in_a_group_only_a_reply_to_the_bot_is_for_it(words: Chat) -> None:
    await words.says("/spend 5 food lunch")

    assert not await words.says("12.50 lunch")
    assert not await words.answers("well done!")
    assert await words.answers("12.50 lunch", by="Ben") == LUNCH
    assert len(await stored(words.town)) == 2


async def test_words_without_the_command_are_corrected_by_editing_them(chat: Chat) -> None:
    await chat.says("/spend 5 food lunch")
    ann = chat.town.private("Ann")
    await ann.says("12.50 lunch")

    dearer = await ann.corrects("12.50 lunch", "13.50 lunch")
    refused = await ann.corrects("13.50 lunch", "€9 lunch")
    chatter = await ann.corrects("€9 lunch", "never mind")
    gone = len(await stored(chat.town))
    back = await ann.corrects("never mind", "14 lunch")

    assert dearer == "🍔 Food · $13.50 · lunch"
    assert refused.startswith("🍔 Food · $13.50 · lunch\n⚠️ That is EUR")
    assert (chatter, gone) == ("↩️ Taken back.", 1)
    assert back == "🍔 Food · $14.00 · lunch"
    assert [str(one.amount) for one in await stored(chat.town)] == ["5.00", "14.00"]
    assert await ann.says("/undo") == "↩️ Taken back: 14 lunch"


async def test_what_was_asked_about_is_corrected_too(words: Chat) -> None:
    await words.says("/iam ann")
    ann = words.town.private("Ann")
    await ann.says("12 hay")
    await ann.presses("Health")

    assert (
        await ann.corrects("12 hay", "13 hay")
        == "🏷 $13.00 “hay” — on what?\nTap a category, or reply with another one."
    )
    assert await ann.presses("Food") == "🍔 Food · $13.00 · hay"
    assert len(await stored(words.town)) == 1


async def test_a_command_is_corrected_to_words_and_back(words: Chat) -> None:
    await words.says("/iam ann")
    ann = words.town.private("Ann")
    await ann.says("/spend 12 food")

    assert await ann.corrects("/spend 12 food", "13 food") == "🍔 Food · $13.00"
    assert await ann.corrects("13 food", "/spend 14 food") == "🍔 Food · $14.00"
    assert [str(one.amount) for one in await stored(words.town)] == ["14.00"]


async def test_a_refused_correction_may_name_who_spent(words: Chat) -> None:
    await words.says("/iam ann")
    await words.says("/spend 12 food")

    answer = await words.corrects("/spend 12 food", "/spend 0 food")

    assert answer == f"🍔 Food · $12.00\n⚠️ {NOTHING}"


async def test_an_answer_that_is_edited_changes_nothing(words: Chat) -> None:
    await words.says("/iam ann")
    ann = words.town.private("Ann")
    await ann.says("/spend 12 hay")
    await ann.says("food")

    assert not await ann.corrects("food", "13 food")
    assert [str(one.amount) for one in await stored(words.town)] == ["12.00"]


# --- receipts, limits, people


async def test_a_picture_is_kept_as_the_receipt(words: Chat) -> None:
    group = await words.captions("/spend 12.50 food lunch")
    ann = words.town.private("Ann")
    bare = await ann.captions("8")
    await ann.presses("Health")
    alone = await ann.captions("8 hay")
    answered = await ann.presses("Health")

    assert (group, answered) == (f"{LUNCH} · 🧾", "🏥 Health · $8.00 · hay · 🧾")
    assert bare == "🏷 $8.00 — on what?\nTap a category, or reply with another one."
    assert alone.startswith("🏷")
    assert all(one.receipt for one in await stored(words.town))


async def test_what_is_left_of_the_limits_is_told(words: Chat) -> None:
    await words.says("/limit food 100")
    await words.says("/limit all 1000")

    answer = await words.says("/spend 12.50 food lunch\n5 food tea\n3 transport bus")

    assert answer.split("\n")[3:] == [
        "Together $20.50",
        "Everything: $979.50 of $1,000.00 left this month · $89.04 a day until the 30th",
        "Food: $82.50 of $100.00 left this month · $7.50 a day until the 30th",
    ]


async def test_what_is_split_names_who_bears_it(words: Chat) -> None:
    await words.says("/iam ann")
    await words.says("/iam ben", by="Ben")

    assert await words.says("/spend 60 food dinner split ben card yesterday") == (
        "🍔 Food · $60.00 · dinner · Nov 19 · card\n🤝 Ben $30.00 · you $30.00"
    )
