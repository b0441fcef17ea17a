# ruff: noqa: D205, D212, D400, D415 - a docstring is the conversation that is played
"""Stories of secrets and of alerts, told as conversations: what stands here is what the bot says."""

from tests.transcripts import Story


async def test_mom_reads_the_group_and_never_learns_what_she_gets(story: Story) -> None:
    """
    Ann: /budget mom christmas 100
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      Budget $100.00
      ✨ New: Mom and Christmas 2026
      [1 ↩️ Undo]
    Nestegg: 👤 Who is Mom? Then I know whom not to tell.
      [1 That's me] [2 Somebody here]
      [3 Not on Telegram]
    Mom ! 1
    Nestegg (edited): ✓ Mom reads here. What is meant to surprise Mom stays a surprise.
      [1 ↩️ Undo]
    Ann: /iam ann
    Nestegg: 👋 You are Ann. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ann: /bought mom scarf 35.50
    Nestegg: 🤫 Ann, I sent you that privately.
    Nestegg > Ann: 🎁 scarf for Mom · Christmas 2026
      ✅ Bought · $35.50 · Ann bought
      ▓▓▓░░░░░░░ 35 %
      Spent $35.50 · planned $0.00 · left $64.50 of $100.00
      ⚠️ Your message there gives it away: delete it, or make me an admin who may delete messages.
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 🤫 Keep secret]
      [7 ↩️ Undo]
    Mom: /gifts mom
    Nestegg: 🤫 Mom, I sent you that privately.
    Nestegg > Mom: 🎁 Some things are better unwrapped. What you wish for: /wish scarf 40
    Ann: /gifts mom
    Nestegg: 🤫 Ann, I sent you that privately.
    Nestegg > Ann: 🎁 Mom · Christmas 2026 (in 35 days)
      1. ✅ scarf · $35.50 · Ann
      —
      Spent $35.50 · planned $0.00
      [1 1 · scarf] [2 📦 Received]
    Mom: /budgets
    Nestegg: 🎁 Christmas 2026 (in 35 days)
      Mom $100.00 🤫
      🤫 Mom and Ann read here, or may: what concerns them is for private chats.
      [1 📊 Picture]
    Mom > /mine
    Nestegg > Mom: 🛍 Mom
      Nothing yet. Plan a gift: /gift mom christmas scarf 40
    Mom: /wish warm socks 12
    Nestegg: 🌟 Mom wishes for
      1. warm socks · $12.00
      [1 ✏️ 1 · warm socks] [2 🗑]
      [3 ↩️ Undo]
    Ann: /gifts mom
    Nestegg: 🤫 Ann, I sent you that privately.
    Nestegg > Ann: 🎁 Mom · Christmas 2026 (in 35 days)
      1. 🌟 warm socks · $12.00
      2. ✅ scarf · $35.50 · Ann
      —
      Spent $35.50 · planned $0.00 · 1 idea
      [1 1 · warm socks] [2 🛒 Plan it]
      [3 2 · scarf] [4 📦 Received]
    Ann > /undo
    Nestegg > Ann: ↩️ Taken back: /bought mom scarf 35.50
    """
    assert story.heard == story.written


async def test_mom_joins_the_planners_group(story: Story) -> None:
    """
    Ann: /budget mom christmas 100
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      Budget $100.00
      ✨ New: Mom and Christmas 2026
      [1 ↩️ Undo]
    Nestegg: 👤 Who is Mom? Then I know whom not to tell.
      [1 That's me] [2 Somebody here]
      [3 Not on Telegram]
    Mom: /iam mom
    Nestegg: 👋 You are Mom. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ann: /iam ann
    Nestegg: 👋 You are Ann. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ben: /iam ben
    Nestegg: 👋 You are Ben. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ann + /bought mom scarf 35.50
    Nestegg in Planners: 🎁 scarf for Mom · Christmas 2026
      ✅ Bought · $35.50 · Ann bought
      ▓▓▓░░░░░░░ 35 %
      Spent $35.50 · planned $0.00 · left $64.50 of $100.00
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    Ben + /gifts mom
    Nestegg in Planners: 🎁 Mom · Christmas 2026 (in 35 days)
      1. ✅ scarf · $35.50 · Ann
      —
      Spent $35.50 · planned $0.00
      [1 1 · scarf] [2 📦 Received]
    (Mom joins Planners)
    Nestegg > Ann: ⚠️ Mom reads Planners now. What was said there about gifts for Mom:
      • Nov 20 · Ben: /gifts mom → 🎁 Mom · Christmas 2026 (in 35 days)
      • Nov 20 · Ann: /bought mom scarf 35.50 → 🎁 scarf for Mom · Christmas 2026
      From now on I keep quiet there about what is for Mom.
      [1 🗑 Delete what was said there]
    Nestegg > Ben: ⚠️ Mom reads Planners now. What was said there about gifts for Mom:
      • Nov 20 · Ben: /gifts mom → 🎁 Mom · Christmas 2026 (in 35 days)
      • Nov 20 · Ann: /bought mom scarf 35.50 → 🎁 scarf for Mom · Christmas 2026
      From now on I keep quiet there about what is for Mom.
      [1 🗑 Delete what was said there]
    Nestegg > Lea: ⚠️ Mom reads Planners now. What was said there about gifts for Mom:
      • Nov 20 · Ben: /gifts mom → 🎁 Mom · Christmas 2026 (in 35 days)
      • Nov 20 · Ann: /bought mom scarf 35.50 → 🎁 scarf for Mom · Christmas 2026
      From now on I keep quiet there about what is for Mom.
      [1 🗑 Delete what was said there]
    Ben + /gifts mom
    Nestegg in Planners: 🤫 Ben, I sent you that privately.
    Nestegg > Ben: 🎁 Mom · Christmas 2026 (in 35 days)
      1. ✅ scarf · $35.50 · Ann
      —
      Spent $35.50 · planned $0.00
      [1 1 · scarf] [2 📦 Received]
    Mom + /gifts mom
    Nestegg in Planners: 🤫 Mom, I sent you that privately.
    Nestegg > Mom: 🎁 Some things are better unwrapped. What you wish for: /wish scarf 40
    """
    assert story.heard == story.written


async def test_a_childs_account(story: Story) -> None:
    """
    Ann: /budget mom christmas 100
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      Budget $100.00
      ✨ New: Mom and Christmas 2026
      [1 ↩️ Undo]
    Nestegg: 👤 Who is Mom? Then I know whom not to tell.
      [1 That's me] [2 Somebody here]
      [3 Not on Telegram]
    Mom: /iam mom
    Nestegg: 👋 You are Mom. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ann: /iam ann
    Nestegg: 👋 You are Ann. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Lea: /iam lea
    Nestegg: 👋 You are Lea. What is meant to surprise you stays a surprise.
      [1 ↩️ Undo]
    Ann: /family child lea
    Nestegg: 🧒 Lea is a child here: no alerts, no settings, no invitations; everything else as before.
      [1 ↩️ Undo]
    Lea > /gift mom drawing 2
    Nestegg > Lea: 🎁 drawing for Mom · Christmas 2026
      🛒 To buy · $2.00 · Lea buys
      ▓░░░░░░░░░ 2 %
      Spent $0.00 · planned $2.00 · left $98.00 of $100.00
      [1 ✅ Bought] [2 💡 Idea]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 🤫 Keep secret]
      [7 ↩️ Undo]
    Ann: /budget lea christmas 50
    Nestegg: 🎁 Lea · Christmas 2026 (in 35 days)
      Budget $50.00
      [1 ↩️ Undo]
    Ann: /bought lea kite 60
    Nestegg: 🤫 Ann, I sent you that privately.
    Nestegg > Ann: 🎁 kite for Lea · Christmas 2026
      ✅ Bought · $60.00 · Ann bought
      ▓▓▓▓▓▓▓▓▓▓ 120 %
      Spent $60.00 · planned $0.00 · ⚠️ $10.00 over $50.00
      ⚠️ Your message there gives it away: delete it, or make me an admin who may delete messages.
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 🤫 Keep secret]
      [7 ↩️ Undo]
    Nestegg > Ann: ⚠️ Lea · Christmas 2026 is over budget: $60.00 of $50.00, $10.00 too much
      Left elsewhere: Mom $98.00
      [1 ⬆️ Raise] [2 📋 List] [3 🔕 Mute]
    Nestegg > Ben: ⚠️ Lea · Christmas 2026 is over budget: $60.00 of $50.00, $10.00 too much
      Left elsewhere: Mom $98.00
      [1 ⬆️ Raise] [2 📋 List] [3 🔕 Mute]
    Nestegg > Mom: ⚠️ Lea · Christmas 2026 is over budget: $60.00 of $50.00, $10.00 too much
      [1 ⬆️ Raise] [2 📋 List] [3 🔕 Mute]
    Lea > /gifts
    Nestegg > Lea: 🎁 Gifts · Christmas 2026 (in 35 days)
      1. 🛒 drawing for Mom · $2.00 · Lea
      —
      Spent $0.00 · planned $2.00
      [1 1 · drawing] [2 ✅ Bought]
    Lea > /family name Leas castle
    Nestegg > Lea: Only the grown-ups of the family may do that.
    Lea > /invite
    Nestegg > Lea: Only the grown-ups of the family may do that.
    """
    assert story.heard == story.written


async def test_an_alert_while_it_is_quiet(story: Story) -> None:
    """
    Ann: /person mom offline
    Nestegg: ✨ New:
      👤 Mom · not on Telegram
      [1 ↩️ Undo]
    Ann: /budget mom christmas 100
    Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
      ░░░░░░░░░░ 0 %
      Spent $0.00 · planned $0.00 · left $100.00 of $100.00
      ✨ New: Christmas 2026
      [1 ↩️ Undo]
    Ann: /alerts quiet 22-7
    Nestegg: 🔔 This chat hears every budget and limit at 80 %, fully used, and over; reminders of what comes near
      🌙 Quiet from 22:00 to 7:00 (UTC): what comes then waits
      📰 No weekly digest
      Other hours: /alerts quiet 22:00-07:30
      [1 ✓ All alerts] [2 Over only] [3 Off]
      [4 🌙 No quiet hours] [5 📰 Weekly digest]
    (it is 23:30)
    Ann: /bought mom scarf 120
    Nestegg: 🎁 scarf for Mom · Christmas 2026
      ✅ Bought · $120.00
      ▓▓▓▓▓▓▓▓▓▓ 120 %
      Spent $120.00 · planned $0.00 · ⚠️ $20.00 over $100.00
      [1 📦 Received] [2 ↩ Not bought]
      [3 🤝 Chip in] [4 ✏️ Edit] [5 🗑 Remove]
      [6 ↩️ Undo]
    (1 days later)
    (it is 07:00)
    Nestegg: ⚠️ Mom · Christmas 2026 is over budget: $120.00 of $100.00, $20.00 too much
      [1 ⬆️ Raise] [2 📋 List] [3 🔕 Mute]
    """
    assert story.heard == story.written
