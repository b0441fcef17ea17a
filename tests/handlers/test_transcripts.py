# ruff: noqa: D205, D212, D400, D415 - a docstring is the conversation that is played
from pathlib import Path

from tests.transcripts import Stage, Story, fenced

README = Path(__file__).parents[2] / "README.md"


async def test_the_readmes_conversation_goes_as_written(stage: Stage) -> None:
    [written] = fenced(README.read_text(encoding="utf-8"))

    heard = await stage.play(written)

    assert heard == written


async def test_a_budget_is_set_seen_changed_and_taken_back(story: Story) -> None:
    """
    Ann: /budget mom christmas 100 for the scarf
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      Budget $100.00
      📝 for the scarf
      ✨ New: Mom and Christmas 2026
      [1 ↩️ Undo]
    Nestegg: 👤 Who is Mom? Then I know whom not to tell.
      [1 That's me] [2 Somebody here]
      [3 Not on Telegram]
    Ben ! Not on Telegram
    Nestegg (edited): ✓ Mom is not on Telegram, says Ben: nothing needs to be kept from anybody on their account.
      [1 ↩️ Undo]
    Ben: /budget mom xmas
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $100.00 of $100.00
      📝 for the scarf
    Ben: /budget Mom's Christmas 120
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $120.00 of $120.00
      📝 for the scarf
      [1 ↩️ Undo]
    Ann: /budgets
    Nestegg: 🎁 Christmas 2026 (in 35 days)
      Mom $0.00 of $120.00
      ░░░░░░░░░░ 0 %
      —
      Budgets together $120.00
      [1 📊 Picture]
    Ben: /undo
    Nestegg: ↩️ Taken back: /budget Mom's Christmas 120
    Ann: /undo
    Nestegg: ↩️ Taken back: /budget mom christmas 100 for the scarf
    Ann: /budgets
    Nestegg: No budgets yet. Set the first one: /budget mom christmas 100
    """
    assert story.heard == story.written


async def test_a_guided_budget_is_given_by_buttons_and_replies(story: Story) -> None:
    """
    Ann: /budget
    Nestegg: 🎁 A budget for whom?
      Reply with a name, for example: Mom
      [1 ✖ Cancel]
    Ann ^ Mom
    Nestegg (edited): ✓ Mom
    Nestegg: 🎁 Mom — for which occasion?
      Tap one, or reply with another one.
      [1 Christmas] [2 Birthday]
      [3 ✖ Cancel]
    Ben ! Christmas
    · That one is for somebody else to answer 🙂
    Ann ! Christmas
    Nestegg (edited): 🎁 Mom · Christmas 2026 — how much?
      Tap an amount, or reply with another one.
      [1 $25.00] [2 $50.00]
      [3 $100.00] [4 $200.00]
      [5 No limit]
      [6 ✖ Cancel]
    Ann ^ lots
    Nestegg: I cannot read lots as an amount. Type it like 100, 99.50 or none.
    Ann ^ 75 no more socks
    Nestegg (edited): ✓ 75 no more socks
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      Budget $75.00
      📝 no more socks
      ✨ New: Mom and Christmas 2026
      [1 ↩️ Undo]
    Nestegg: 👤 Who is Mom? Then I know whom not to tell.
      [1 That's me] [2 Somebody here]
      [3 Not on Telegram]
    Ben ! Not on Telegram
    Nestegg (edited): ✓ Mom is not on Telegram, says Ben: nothing needs to be kept from anybody on their account.
      [1 ↩️ Undo]
    Ann: /undo
    Nestegg: ↩️ Taken back: Mom · Christmas 2026: $75.00
    Ann: /budget by
    Nestegg: 🛍 A budget for whose purchases?
      Tap a name, or reply with another one.
      [1 Mom]
      [2 ✖ Cancel]
    Ann ^ Uncle Bob
    Nestegg (edited): ✓ Uncle Bob
    Nestegg: 🛍 Uncle Bob buys — for which occasion?
      Tap one, or reply with another one.
      [1 Christmas] [2 Birthday]
      [3 ✖ Cancel]
    Ann ^ christmas 2027
    Nestegg (edited): ✓ christmas 2027
    Nestegg: 🛍 Uncle Bob buys · Christmas 2027 — how much?
      Tap an amount, or reply with another one.
      [1 $25.00] [2 $50.00]
      [3 $100.00] [4 $200.00]
      [5 No limit]
      [6 ✖ Cancel]
    Ann ! $200
    Nestegg (edited): 🛍 Uncle Bob buys · Christmas 2027 (in 400 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $200.00 of $200.00
      ✨ New: Uncle Bob and Christmas 2027
      [1 ↩️ Undo]
    Nestegg: 👤 Who is Uncle Bob? Then I know whom not to tell.
      [1 That's me] [2 Somebody here]
      [3 Not on Telegram]
    Ann: /undo
    Nestegg: ↩️ Taken back: Uncle Bob buys · Christmas 2027: $200.00
    """
    assert story.heard == story.written


async def test_a_guided_budget_is_its_beginners_alone(story: Story) -> None:
    """
    Ann: /budget
    Nestegg: 🎁 A budget for whom?
      Reply with a name, for example: Mom
      [1 ✖ Cancel]
    Ben ^ Dad
    Nestegg: That one is for somebody else to answer 🙂
    Ben: /budget
    Nestegg: 🎁 A budget for whom?
      Reply with a name, for example: Mom
      [1 ✖ Cancel]
    Ben ^ Dad
    Nestegg (edited): ✓ Dad
    Nestegg: 🎁 Dad — for which occasion?
      Tap one, or reply with another one.
      [1 Christmas] [2 Birthday]
      [3 ✖ Cancel]
    Ben ! Birthday
    Nestegg (edited): 🎁 Dad · Birthday — how much?
      Tap an amount, or reply with another one.
      [1 $25.00] [2 $50.00]
      [3 $100.00] [4 $200.00]
      [5 No limit]
      [6 ✖ Cancel]
    Ben ! No limit
    Nestegg (edited): 🎁 Dad · Birthday
      No limit
      ✨ New: Dad and Birthday
      🎂 When is it? /person dad birthday 3 May
      [1 ↩️ Undo]
    Nestegg: 👤 Who is Dad? Then I know whom not to tell.
      [1 That's me] [2 Somebody here]
      [3 Not on Telegram]
    Ann: /budget
    Nestegg: 🎁 A budget for whom?
      Tap a name, or reply with another one.
      [1 Dad]
      [2 ✖ Cancel]
    Ann ! Cancel
    · Cancelled
    Nestegg (edited): ✖ Cancelled. Nothing was changed.
    """
    assert story.heard == story.written


async def test_two_names_that_are_a_letter_off_are_asked_about_one_after_the_other(story: Story) -> None:
    """
    Ann: /budget mom christmas 100
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      Budget $100.00
      ✨ New: Mom and Christmas 2026
      [1 ↩️ Undo]
    Nestegg: 👤 Who is Mom? Then I know whom not to tell.
      [1 That's me] [2 Somebody here]
      [3 Not on Telegram]
    Ann ! Not on Telegram
    Nestegg (edited): ✓ Mom is not on Telegram, says Ann: nothing needs to be kept from anybody on their account.
      [1 ↩️ Undo]
    Ben: /budget mum chrismas 120
    Nestegg: I don't know Mum yet. Who is meant?
      [1 Mom] [2 New: "Mum"]
      [3 ✖ Cancel]
    Ben ! 1
    Nestegg (edited): I don't know Chrismas yet. Which occasion is meant?
      [1 Christmas] [2 New: "Chrismas"]
      [3 ✖ Cancel]
    Ben ! 1
    Nestegg (edited): 🎁 Mom · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $120.00 of $120.00
      [1 ↩️ Undo]
    Ben ! Undo
    · Taken back
    Nestegg (edited): ↩️ Taken back: Mom · Christmas 2026: $120.00
    """
    assert story.heard == story.written


async def test_what_somebody_buys_has_a_budget_of_its_own(story: Story) -> None:
    """
    Ann: /budget by ben christmas 300
    Nestegg: 🛍 Ben buys · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $300.00 of $300.00
      ✨ New: Ben and Christmas 2026
      [1 ↩️ Undo]
    Nestegg: 👤 Who is Ben? Then I know whom not to tell.
      [1 That's me] [2 Somebody here]
      [3 Not on Telegram]
    Ann: /budget ben christmas 50
    Nestegg: 🎁 Ben · Christmas 2026 (in 35 days)
      Budget $50.00
      [1 ↩️ Undo]
    Ben: /iam ben
    Nestegg: 👋 You are Ben. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ben: /budget by me christmas
    Nestegg: 🤫 Ben, I sent you that privately.
    Nestegg > Ben: 🛍 Ben buys · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $300.00 of $300.00
    Ben: /budget me christmas
    Nestegg: 🤫 Ben, I sent you that privately.
    Nestegg > Ben: 🎁 Some things are better unwrapped. What you wish for: /wish scarf 40
    """
    assert story.heard == story.written


async def test_a_lone_year_may_be_an_amount(story: Story) -> None:
    """
    Ann: /budget mom christmas 2025
    Nestegg: Is 2025 the year or the budget?
      [1 Christmas 2025] [2 $2,025.00]
      [3 ✖ Cancel]
    Ann ! 2
    Nestegg (edited): 🎁 Mom · Christmas 2026 (in 35 days)
      Budget $2,025.00
      ✨ New: Mom and Christmas 2026
      [1 ↩️ Undo]
    Nestegg: 👤 Who is Mom? Then I know whom not to tell.
      [1 That's me] [2 Somebody here]
      [3 Not on Telegram]
    Ann ! Not on Telegram
    Nestegg (edited): ✓ Mom is not on Telegram, says Ann: nothing needs to be kept from anybody on their account.
      [1 ↩️ Undo]
    Ann: /budget mom christmas 2025
    Nestegg: Is 2025 the year or the budget?
      [1 Christmas 2025] [2 $2,025.00]
      [3 ✖ Cancel]
    Ann ! 1
    Nestegg (edited): 🎁 Mom · Christmas 2025
      No budget yet. Set one: /budget mom christmas 2025 100
    Ann: /budget mom christmas 2025 80
    Nestegg: 🎁 Mom · Christmas 2025 (330 days ago)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $80.00 of $80.00
      ✨ New: Christmas 2025
      [1 ↩️ Undo]
    Ann: /budget mom christmas 2025
    Nestegg: Is 2025 the year or the budget?
      [1 Christmas 2025] [2 $2,025.00]
      [3 ✖ Cancel]
    """
    assert story.heard == story.written


async def test_a_birthday_gets_its_day_later(story: Story) -> None:
    """
    Ann > /iam ann
    Nestegg > Ann: 👋 You are Ann. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ann > /budget ben birthday 40
    Nestegg > Ann: 🎁 Ben · Birthday
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $40.00 of $40.00
      ✨ New: Ben and Birthday
      🎂 When is it? /person ben birthday 3 May
      [1 ↩️ Undo]
    Ann > /person ben birthday 29 February
    Nestegg > Ann: 👤 Ben · 🎂 February 29
      [1 ↩️ Undo]
    Ann > /budget ben birthday
    Nestegg > Ann: 🎁 Ben · Birthday 2027 (in 100 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $40.00 of $40.00
    Ben: /budgets
    Nestegg: 🎁 Ben's Birthday 2027 (in 100 days)
      Ben $40.00 🤫
      🤫 Ann and Ben read here, or may: what concerns them is for private chats.
      [1 📊 Picture]
    """
    assert story.heard == story.written


async def test_a_german_family_reads_and_writes_amounts_its_own_way(story: Story) -> None:
    """
    Ann: /family language de
    Nestegg: ✅ Our family
      Currency USD · time zone UTC · language de_DE
      [1 ↩️ Undo]
    Ann: /family currency EUR
    Nestegg: ✅ Our family
      Currency EUR · time zone UTC · language de_DE
      [1 ↩️ Undo]
    Ann: /budget mom christmas 1.234,50
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      Budget 1.234,50 €
      ✨ New: Mom and Christmas 2026
      [1 ↩️ Undo]
    Nestegg: 👤 Who is Mom? Then I know whom not to tell.
      [1 That's me] [2 Somebody here]
      [3 Not on Telegram]
    Ann ! Not on Telegram
    Nestegg (edited): ✓ Mom is not on Telegram, says Ann: nothing needs to be kept from anybody on their account.
      [1 ↩️ Undo]
    Ann: /budget mom christmas 1,234
    Nestegg: 1,234 can be read in two ways. Which one?
      [1 1.234,00 €] [2 1,23 €]
      [3 ✖ Cancel]
    Ann ! 2
    Nestegg (edited): 🎁 Mom · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent 0,00 € · planned 0,00 € · left 1,23 € of 1,23 €
      [1 ↩️ Undo]
    Ann: /budget mom christmas $5
    Nestegg: That is USD, but this is kept in EUR. Type the amount in EUR, or change the family's: /family currency USD.
    Ann: /budget mom christmas 100.000.000
    Nestegg: 100.000.000 is more than I can keep: 99.999.999,99 € at most.
    """
    assert story.heard == story.written


async def test_an_impatient_parent_is_helped_along(story: Story) -> None:
    """
    Ann: /budget mom 100
    Nestegg: 🎁 Mom — for which occasion?
      Tap one, or reply with another one.
      [1 Christmas] [2 Birthday]
      [3 ✖ Cancel]
    Ann ! Christmas
    Nestegg (edited): 🎁 Mom · Christmas 2026 (in 35 days)
      Budget $100.00
      ✨ New: Mom and Christmas 2026
      [1 ↩️ Undo]
    Nestegg: 👤 Who is Mom? Then I know whom not to tell.
      [1 That's me] [2 Somebody here]
      [3 Not on Telegram]
    Ann ! Not on Telegram
    Nestegg (edited): ✓ Mom is not on Telegram, says Ann: nothing needs to be kept from anybody on their account.
      [1 ↩️ Undo]
    Ann: /budget 100 mom christmas
    Nestegg: The amount comes last: /budget mom christmas 100
    Ann: /budget mom christmas100
    Nestegg: Put a space between Christmas and 100, or all of it in quotes if that is its name.
    Ann: /budget christmas 80
    Nestegg: 🎁 A budget for whom?
      Tap a name, or reply with another one.
      [1 Mom]
      [2 ✖ Cancel]
    Ann ! Mom
    Nestegg (edited): 🎁 Mom · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $80.00 of $80.00
      [1 ↩️ Undo]
    Ann: /budget
    Nestegg: 🎁 A budget for whom?
      Tap a name, or reply with another one.
      [1 Mom]
      [2 ✖ Cancel]
    Ann ! Mom
    Nestegg (edited): 🎁 Mom — for which occasion?
      Tap one, or reply with another one.
      [1 Christmas] [2 Birthday]
      [3 ✖ Cancel]
    Ann ^ Aunt May's wedding 50
    Nestegg (edited): ✓ Aunt May's wedding 50
    Nestegg: 🎁 Mom · Aunt May's wedding
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $50.00 of $50.00
      ✨ New: Aunt May's wedding
      [1 ↩️ Undo]
    """
    assert story.heard == story.written
