# ruff: noqa: D205, D212, D400, D415 - a docstring is the conversation that is played
"""Stories of everyday money between people: what is shared to the cent, and what is not told."""

from tests.transcripts import Story


async def test_a_dinner_is_split_to_the_last_cent_and_settled(story: Story) -> None:
    """
    Ann: /iam ann
    Nestegg: 👋 You are Ann. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ben: /iam ben
    Nestegg: 👋 You are Ben. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ann: /person mom offline
    Nestegg: ✨ New:
      👤 Mom · not on Telegram
      [1 ↩️ Undo]
    Ann: /spend 100 food dinner split ann,ben,mom
    Nestegg: 🍔 Food · $100.00 · dinner
      🤝 Ben $33.33 · Mom $33.33 · you $33.34
      [1 ↩️ Undo]
    Ben: /spend 25.01 transport taxi split
    Nestegg: 🚗 Transport · $25.01 · taxi
      🤝 Ann $12.51 · you $12.50
      [1 ↩️ Undo]
    Ann: /balance
    Nestegg: 🤝 Who owes whom
      Ann gets $54.15
      Ben owes $20.82
      Mom owes $33.33
      To be even: Mom → Ann $33.33 · Ben → Ann $20.82
      /settle records what is paid back.
    Ben: /settle
    Nestegg: 🤝 To be even
      Mom → Ann $33.33
      Ben → Ann $20.82
      [1 ✓ Mom paid Ann $33.33]
      [2 ✓ Ben paid Ann $20.82]
    Ben ! 2
    · ✓ Recorded
    Nestegg (edited): ✓ Ben paid Ann $20.82.
      🤝 To be even
      Mom → Ann $33.33
      [1 ✓ Mom paid Ann $33.33]
      [2 ↩️ Undo]
    Ann ! 1
    · ✓ Recorded
    Nestegg (edited): ✓ Mom paid Ann $33.33.
      🤝 Everybody is even. Nobody owes anybody anything.
      [1 ↩️ Undo]
    Ann: /balance
    Nestegg: 🤝 Everybody is even. Nobody owes anybody anything.
    Ann: /report text
    Nestegg: 📊 November 2026 · day 20 of 30
      Spent $125.01 · 2 expenses · $6.25 a day · most on Food
      The same days of the month before (Oct 1 – 20): nothing
      —
      🍔 Food $100.00 · 80 %
      🚗 Transport $25.01 · 20 %
      👤 Ann $100.00 (80 %) · Ben $25.01 (20 %)
      🤫 Gifts for those who read here are left out.
      [1 ◀ October]
      [2 Day] [3 Week] [4 Year]
    """
    assert story.heard == story.written


async def test_a_gift_counts_in_decembers_report_wherever_mom_does_not_read(story: Story) -> None:
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
    (14 days later)
    Ben: /spend 62 food cake and candles
    Nestegg: 🍔 Food · $62.00 · cake and candles
      [1 ↩️ Undo]
    Ann > /bought mom christmas scarf 35.50
    Nestegg > Ann: 🎁 scarf for Mom · Christmas 2026
      ✅ Bought · $35.50 · Ann bought
      Spent $35.50 · planned $0.00 · no limit
      ✨ New: Christmas 2026
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 🤫 Keep secret]
      [7 ↩️ Undo]
    Ann: /report december text
    Nestegg: 📊 December 2026 · day 4 of 31
      Spent $62.00 · 1 expense · $15.50 a day
      The same days of the month before (Nov 1 – 4): nothing
      —
      🍔 Food $62.00 · 100 %
      👤 Ben $62.00 (100 %)
      🤫 Gifts for those who read here are left out.
      [1 ◀ November]
      [2 Day] [3 Week] [4 Year]
    Ann > /report december text
    Nestegg > Ann: 📊 December 2026 · day 4 of 31
      Spent $97.50 · 2 expenses · $24.38 a day · most on Food
      The same days of the month before (Nov 1 – 4): nothing
      —
      🍔 Food $62.00 · 64 %
      🎁 Gifts $35.50 · 36 %
      👤 Ben $62.00 (64 %) · Ann $35.50 (36 %)
      [1 ◀ November]
      [2 Day] [3 Week] [4 Year]
    Mom > /report december text
    Nestegg > Mom: 📊 December 2026 · day 4 of 31
      Spent $62.00 · 1 expense · $15.50 a day
      The same days of the month before (Nov 1 – 4): nothing
      —
      🍔 Food $62.00 · 100 %
      👤 Ben $62.00 (100 %)
      [1 ◀ November]
      [2 Day] [3 Week] [4 Year]
    Mom > /expenses
    Nestegg > Mom: 🧾 December 2026
      1. Dec 4 · 🍔 Food · $62.00 · cake and candles · Ben
      Total $62.00
      [1 1 · cake and candles]
    Ann > /expenses
    Nestegg > Ann: 🧾 December 2026
      1. Dec 4 · 🎁 Gifts · $35.50 · scarf · Ann
      2. Dec 4 · 🍔 Food · $62.00 · cake and candles · Ben
      Total $97.50
      [1 2 · cake and candles]
    """
    assert story.heard == story.written
