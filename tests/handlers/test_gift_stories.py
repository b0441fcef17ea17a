# ruff: noqa: D205, D212, D400, D415 - a docstring is the conversation that is played
"""The stories of gifts, each told as the family tells it and played by the real bot."""

from tests.transcripts import Story


async def test_a_birthday_gift_that_two_siblings_chip_in_to(story: Story) -> None:
    """
    Ann: /person mia offline
    Nestegg: ✨ New:
      👤 Mia · not on Telegram
      [1 ↩️ Undo]
    Ann: /iam ann
    Nestegg: 👋 You are Ann. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ben: /iam ben
    Nestegg: 👋 You are Ben. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Mom: /iam mom
    Nestegg: 👋 You are Mom. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ann: /budget mia birthday 120
    Nestegg: 🎁 Mia · Birthday
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $120.00 of $120.00
      ✨ New: Birthday
      🎂 When is it? /person mia birthday 3 May
      [1 ↩️ Undo]
    Ann: /gift mia birthday roller skates 90
    Nestegg: 🎁 roller skates for Mia · Birthday
      🛒 To buy · $90.00 · Ann buys
      ▓▓▓▓▓▓▓░░░ 75 %
      Spent $0.00 · planned $90.00 · left $30.00 of $120.00
      [1 ✅ Bought] [2 💡 Idea]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Ben > /chip roller skates 30
    Nestegg > Ben: 🎁 roller skates for Mia · Birthday
      🛒 To buy · $90.00 · Ann buys
      🤝 Ann $60.00 · Ben $30.00
      ▓▓▓▓▓▓▓░░░ 75 %
      Spent $0.00 · planned $90.00 · left $30.00 of $120.00
      [1 ✅ Bought] [2 💡 Idea]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Mom > /chip skates 40
    Nestegg > Mom: Which one is skates?
      [1 Mia: roller skates]
      [2 ✖ Cancel]
    Mom ! 1
    · 🤝 $40.00
    Nestegg > Mom (edited): 🎁 roller skates for Mia · Birthday
      🛒 To buy · $90.00 · Ann buys
      🤝 Ann $20.00 · Ben $30.00 · Mom $40.00
      ▓▓▓▓▓▓▓░░░ 75 %
      Spent $0.00 · planned $90.00 · left $30.00 of $120.00
      [1 ✅ Bought] [2 💡 Idea]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Mom > /mine
    Nestegg > Mom: 🛍 Mom

      Chips in
      🛒 roller skates for Mia · $90.00
          🤝 Ann $20.00 · Ben $30.00 · Mom $40.00
    Ann: /bought mia roller skates 84
    Nestegg: 🎁 roller skates for Mia · Birthday
      ✅ Bought · $84.00 instead of $90.00 · Ann bought
      🤝 Ann $14.00 · Ben $30.00 · Mom $40.00
      ▓▓▓▓▓▓▓░░░ 70 %
      Spent $84.00 · planned $0.00 · left $36.00 of $120.00
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Ann > /mine
    Nestegg > Ann: 🛍 Ann

      Bought
      ✅ roller skates for Mia · $84.00
          🤝 Ann $14.00 · Ben $30.00 · Mom $40.00
    """
    assert story.heard == story.written


async def test_a_gift_that_got_cheaper(story: Story) -> None:
    """
    Ann: /person leo offline
    Nestegg: ✨ New:
      👤 Leo · not on Telegram
      [1 ↩️ Undo]
    Ann: /budget leo christmas 60
    Nestegg: 🎁 Leo · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $60.00 of $60.00
      ✨ New: Christmas 2026
      [1 ↩️ Undo]
    Ann: /gift leo christmas 2x comic book 18
    Nestegg: 🎁 comic book for Leo · Christmas 2026
      🛒 To buy · 2 × $18.00 = $36.00
      ▓▓▓▓▓▓░░░░ 60 %
      Spent $0.00 · planned $36.00 · left $24.00 of $60.00
      [1 ✅ Bought] [2 💡 Idea]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Ben: /gift leo chess set 25
    Nestegg: 🎁 chess set for Leo · Christmas 2026
      🛒 To buy · $25.00
      ▓▓▓▓▓▓▓▓▓▓ 102 %
      Spent $0.00 · planned $61.00 · ⚠️ $1.00 over $60.00
      [1 ✅ Bought] [2 💡 Idea]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Nestegg: ⚠️ Leo · Christmas 2026 is over budget: $61.00 of $60.00, $1.00 too much
      [1 ⬆️ Raise] [2 📋 List] [3 🔕 Mute]
    Ben: /bought leo comic book now 12.50
    Nestegg: 🎁 comic book for Leo · Christmas 2026
      ✅ Bought · 2 × $12.50 = $25.00 instead of $36.00
      ▓▓▓▓▓▓▓▓░░ 83 %
      Spent $25.00 · planned $25.00 · left $10.00 of $60.00
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Ben: /budget leo christmas
    Nestegg: 🎁 Leo · Christmas 2026 (in 35 days)
      ▓▓▓▓▓▓▓▓░░ 83 %
      Spent $25.00 · planned $25.00 · left $10.00 of $60.00
    """
    assert story.heard == story.written


async def test_a_gift_bought_twice_by_mistake_and_undone(story: Story) -> None:
    """
    Ann: /person mom offline
    Nestegg: ✨ New:
      👤 Mom · not on Telegram
      [1 ↩️ Undo]
    Ann: /iam ann
    Nestegg: 👋 You are Ann. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ben: /iam ben
    Nestegg: 👋 You are Ben. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ann: /budget mom christmas 100
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $100.00 of $100.00
      ✨ New: Christmas 2026
      [1 ↩️ Undo]
    Ben: /bought mom scarf 35
    Nestegg: 🎁 scarf for Mom · Christmas 2026
      ✅ Bought · $35.00 · Ben bought
      ▓▓▓░░░░░░░ 35 %
      Spent $35.00 · planned $0.00 · left $65.00 of $100.00
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Ann: /bought mom scarf 39
    Nestegg: ⚠️ Ben bought “scarf” for Mom on November 20, 2026. Record another one?
      [1 Yes, another one]
      [2 ✖ Cancel]
    Ann ! yes
    Nestegg (edited): 🎁 scarf for Mom · Christmas 2026
      ✅ Bought · $39.00 · Ann bought
      ▓▓▓▓▓▓▓░░░ 74 %
      Spent $74.00 · planned $0.00 · left $26.00 of $100.00
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Ann ! undo
    · Taken back
    Nestegg (edited): ↩️ Taken back: scarf for Mom, $39.00
    Ann: /budget mom christmas
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      ▓▓▓░░░░░░░ 35 %
      Spent $35.00 · planned $0.00 · left $65.00 of $100.00
    """
    assert story.heard == story.written


async def test_one_game_for_three_children(story: Story) -> None:
    """
    Ann: /person mia offline
    Nestegg: ✨ New:
      👤 Mia · not on Telegram
      [1 ↩️ Undo]
    Ann: /person leo offline
    Nestegg: ✨ New:
      👤 Leo · not on Telegram
      [1 ↩️ Undo]
    Ann: /person zoe offline
    Nestegg: ✨ New:
      👤 Zoe · not on Telegram
      [1 ↩️ Undo]
    Ann: /budget mia christmas 40
    Nestegg: 🎁 Mia · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $40.00 of $40.00
      ✨ New: Christmas 2026
      [1 ↩️ Undo]
    Ann: /gift mia, leo and zoe christmas board game 49.99
    Nestegg: 🎁 board game for Mia, Leo and Zoe · Christmas 2026
      🛒 To buy · $49.99
      ⚖️ Mia $16.67 · Leo $16.66 · Zoe $16.66
      Mia
      ▓▓▓▓░░░░░░ 41 %
      Spent $0.00 · planned $16.67 · left $23.33 of $40.00
      Leo
      Spent $0.00 · planned $16.66 · no limit
      Zoe
      Spent $0.00 · planned $16.66 · no limit
      [1 ✅ Bought] [2 💡 Idea]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Ann ! bought
    · ✅ Bought
    Nestegg (edited): 🎁 board game for Mia, Leo and Zoe · Christmas 2026
      ✅ Bought · $49.99
      ⚖️ Mia $16.67 · Leo $16.66 · Zoe $16.66
      Mia
      ▓▓▓▓░░░░░░ 41 %
      Spent $16.67 · planned $0.00 · left $23.33 of $40.00
      Leo
      Spent $16.66 · planned $0.00 · no limit
      Zoe
      Spent $16.66 · planned $0.00 · no limit
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Ann: /status christmas text
    Nestegg: 📊 Christmas 2026 (in 35 days)
      Spent $49.99 · planned $0.00 · no limit
      —
      ▓▓▓▓░░░░░░ 41 % Mia $23.33 left
      • Leo $16.66, no limit
      • Zoe $16.66, no limit
    """
    assert story.heard == story.written


async def test_a_typo_corrected_by_editing_the_message(story: Story) -> None:
    """
    Ann: /person dad offline
    Nestegg: ✨ New:
      👤 Dad · not on Telegram
      [1 ↩️ Undo]
    Ann: /budget dad christmas 200
    Nestegg: 🎁 Dad · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $200.00 of $200.00
      ✨ New: Christmas 2026
      [1 ↩️ Undo]
    Ann: /bought dad dril 890
    Nestegg: 🎁 dril for Dad · Christmas 2026
      ✅ Bought · $890.00
      ▓▓▓▓▓▓▓▓▓▓ 445 %
      Spent $890.00 · planned $0.00 · ⚠️ $690.00 over $200.00
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Nestegg: ⚠️ Dad · Christmas 2026 is over budget: $890.00 of $200.00, $690.00 too much
      [1 ⬆️ Raise] [2 📋 List] [3 🔕 Mute]
    :edit /bought dad drill 89
    Nestegg (edited): 🎁 drill for Dad · Christmas 2026
      ✅ Bought · $89.00
      ▓▓▓▓░░░░░░ 44 %
      Spent $89.00 · planned $0.00 · left $111.00 of $200.00
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Ben: /gifts
    Nestegg: 🎁 Gifts · Christmas 2026 (in 35 days)
      1. ✅ drill for Dad · $89.00
      —
      Spent $89.00 · planned $0.00
      [1 1 · drill] [2 📦 Received]
    """
    assert story.heard == story.written


async def test_last_years_christmas_beside_this_one(story: Story) -> None:
    """
    Ann: /person dad offline
    Nestegg: ✨ New:
      👤 Dad · not on Telegram
      [1 ↩️ Undo]
    Ann: /iam ann
    Nestegg: 👋 You are Ann. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ann: /budget dad christmas 150
    Nestegg: 🎁 Dad · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $150.00 of $150.00
      ✨ New: Christmas 2026
      [1 ↩️ Undo]
    Ann: /budget by ann christmas 300
    Nestegg: 🛍 Ann buys · Christmas 2026 (in 35 days)
      Budget $300.00
      [1 ↩️ Undo]
    Ann: /bought dad cordless drill 120
    Nestegg: 🎁 cordless drill for Dad · Christmas 2026
      ✅ Bought · $120.00 · Ann bought
      ▓▓▓▓▓▓▓▓░░ 80 %
      Spent $120.00 · planned $0.00 · left $30.00 of $150.00
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Nestegg: 🟡 Dad · Christmas 2026: $120.00 of $150.00 used (80 %), $30.00 left
      [1 ⬆️ Raise] [2 📋 List] [3 🔕 Mute]
    (40 days later)
    Nestegg: 🎄 Christmas 2026 is over. Christmas 2027 comes on December 25, 2027.
      The same budgets as last year?
      Dad $150.00 · Ann buys $300.00
      [1 Same budgets] [2 Not now]
    Ben ! same
    Nestegg (edited): ✅ Christmas 2027, as last year: Dad $150.00 · Ann buys $300.00

      🎁 Christmas 2027 (in 360 days)
      Dad $0.00 of $150.00
      ░░░░░░░░░░ 0 %
      —
      Budgets together $150.00
      [1 📊 Picture]
      [2 ↩️ Undo]
    Ben: /gift dad drill 25
    Nestegg: 🎁 drill for Dad · Christmas 2027
      🛒 To buy · $25.00
      ▓░░░░░░░░░ 16 %
      Spent $0.00 · planned $25.00 · left $125.00 of $150.00
      👀 Dad got “cordless drill” for Christmas 2026
      [1 ✅ Bought] [2 💡 Idea]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Ben: /status christmas text
    Nestegg: 📊 Christmas 2027 (in 360 days)
      ▓░░░░░░░░░ 16 %
      Spent $0.00 · planned $25.00 · left $125.00 of $150.00
      —
      ▓░░░░░░░░░ 16 % Dad $125.00 left
      🤫 Ann reads here, or may: what concerns them is for private chats.
    Ben: /status christmas 2026 text
    Nestegg: 📊 Christmas 2026 (5 days ago)
      ▓▓▓▓▓▓▓▓░░ 80 %
      Spent $120.00 · planned $0.00 · left $30.00 of $150.00
      —
      ▓▓▓▓▓▓▓▓░░ 80 % Dad $30.00 left
      🤫 Ann reads here, or may: what concerns them is for private chats.
    Ben: /gifts dad christmas 2026
    Nestegg: 🎁 Dad · Christmas 2026 (5 days ago)
      1. ✅ cordless drill · $120.00 · Ann
      —
      Spent $120.00 · planned $0.00
      [1 1 · cordless drill] [2 📦 Received]
    """
    assert story.heard == story.written
