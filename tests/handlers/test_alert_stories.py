# ruff: noqa: D205, D212, D400, D415 - a docstring is the conversation that is played
"""Stories of budgets that are overrun: who is told, where, and how often."""

from tests.transcripts import Story


async def test_what_two_buy_for_mom_who_reads_along(story: Story) -> None:
    """
    Ann: /iam ann
    Nestegg: 👋 You are Ann. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ben: /iam ben
    Nestegg: 👋 You are Ben. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Mom: /iam mom
    Nestegg: 👋 You are Mom. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ann > /start
    Nestegg > Ann: 👋 Hello Ann! This is Our family.
      🎁 /budget mom christmas 100 sets a budget, /budgets shows them.
      🧾 /spend 12.50 food lunch records what you spent, /report adds it up.
      /help lists the rest.
    Ben > /start
    Nestegg > Ben: 👋 Hello Ben! This is Our family.
      🎁 /budget mom christmas 100 sets a budget, /budgets shows them.
      🧾 /spend 12.50 food lunch records what you spent, /report adds it up.
      /help lists the rest.
    Ann: /budget mom christmas 100
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      Budget $100.00
      ✨ New: Christmas 2026
      [1 ↩️ Undo]
    Ann > /bought mom christmas scarf 60
    Nestegg > Ann: 🎁 scarf for Mom · Christmas 2026
      ✅ Bought · $60.00 · Ann bought
      ▓▓▓▓▓▓░░░░ 60 %
      Spent $60.00 · planned $0.00 · left $40.00 of $100.00
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 🤫 Keep secret]
      [7 ↩️ Undo]
    Ben > /bought mom christmas teapot 60
    Nestegg > Ann: ⚠️ Mom · Christmas 2026 is over budget: $120.00 of $100.00, $20.00 too much
      [1 ⬆️ Raise] [2 📋 List] [3 🔕 Mute]
    Nestegg > Ben: 🎁 teapot for Mom · Christmas 2026
      ✅ Bought · $60.00 · Ben bought
      ▓▓▓▓▓▓▓▓▓▓ 120 %
      Spent $120.00 · planned $0.00 · ⚠️ $20.00 over $100.00
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 🤫 Keep secret]
      [7 ↩️ Undo]
    Nestegg > Ben: ⚠️ Mom · Christmas 2026 is over budget: $120.00 of $100.00, $20.00 too much
      [1 ⬆️ Raise] [2 📋 List] [3 🔕 Mute]
    Nestegg > Lea: ⚠️ Mom · Christmas 2026 is over budget: $120.00 of $100.00, $20.00 too much
      [1 ⬆️ Raise] [2 📋 List] [3 🔕 Mute]
    Mom: /budgets christmas
    Nestegg: 🎁 Christmas 2026 (in 35 days)
      Mom $100.00 🤫
      🤫 Ann, Ben and Mom read here, or may: what concerns them is for private chats.
      [1 📊 Picture]
    """
    assert story.heard == story.written


async def test_a_budget_lowered_under_what_is_spent(story: Story) -> None:
    """
    Ann: /person dad offline
    Nestegg: ✨ New:
      👤 Dad · not on Telegram
      [1 ↩️ Undo]
    Ann: /iam ann
    Nestegg: 👋 You are Ann. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ann: /budget dad christmas 100
    Nestegg: 🎁 Dad · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $100.00 of $100.00
      ✨ New: Christmas 2026
      [1 ↩️ Undo]
    Ben: /bought dad christmas toolbox 75
    Nestegg: 🎁 toolbox for Dad · Christmas 2026
      ✅ Bought · $75.00
      ▓▓▓▓▓▓▓░░░ 75 %
      Spent $75.00 · planned $0.00 · left $25.00 of $100.00
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Ann: /budget dad christmas 50
    Nestegg: 🎁 Dad · Christmas 2026 (in 35 days)
      ▓▓▓▓▓▓▓▓▓▓ 150 %
      Spent $75.00 · planned $0.00 · ⚠️ $25.00 over $50.00
      [1 ↩️ Undo]
    Nestegg: ⚠️ Dad · Christmas 2026 is over budget: $75.00 of $50.00, $25.00 too much
      [1 ⬆️ Raise] [2 📋 List] [3 🔕 Mute]
    Ben ! 1
    Nestegg (edited): 🎁 Dad · Christmas 2026 — how much?
      Tap an amount, or reply with another one.
      [1 $75.00] [2 $80.00]
      [3 $100.00] [4 No limit]
      [5 ✖ Cancel]
    Ben ! 1
    Nestegg (edited): 🎁 Dad · Christmas 2026 (in 35 days)
      ▓▓▓▓▓▓▓▓▓▓ 100 %
      Spent $75.00 · planned $0.00 · $75.00 fully used
      [1 ↩️ Undo]
    Ann: /budget dad christmas 50
    Nestegg: 🎁 Dad · Christmas 2026 (in 35 days)
      ▓▓▓▓▓▓▓▓▓▓ 150 %
      Spent $75.00 · planned $0.00 · ⚠️ $25.00 over $50.00
      [1 ↩️ Undo]
    Nestegg: ⚠️ Dad · Christmas 2026 is over budget: $75.00 of $50.00, $25.00 too much
      [1 ⬆️ Raise] [2 📋 List] [3 🔕 Mute]
    """
    assert story.heard == story.written
