# ruff: noqa: D205, D212, D400, D415 - a docstring is the conversation that is played
"""Stories of everyday money: what a family spends, repeats, corrects and brings along."""

from pathlib import Path

import pytest

from tests.transcripts import Story

on_one_engine = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
"""For a story that is about words: what the engines add up for it is tested beside this."""
BANK = """\
Buchungstag;Empfänger;Betrag
02.11.2026;REWE Markt;-23,40
05.11.2026;Stadtwerke Strom;-84,00
06.11.2026;Gehalt;2.500,00
09.11.2026;REWE Markt;-31,15
"""


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay down what a bank has made, where the story is told."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bank.csv").write_text(BANK, encoding="utf-8")


@on_one_engine
async def test_a_week_of_a_family(story: Story) -> None:
    """
    Ann: /spend 12.50 food lunch at Rosa
    Nestegg: 🍔 Food · $12.50 · lunch at Rosa
      [1 ↩️ Undo]
    Ann: /limit food 100
    Nestegg: 🍔 Food · $100.00 a month
      ▓░░░░░░░░░ 12 %
      Spent $12.50 · left $87.50 · $7.95 a day until the 30th
      [1 ↩️ Undo]
    Ben: /spend 38.20 weekly shop
    Nestegg: 🏷 $38.20 “weekly shop” — on what?
      Tap a category, or reply with another one.
      [1 🍔 Food] [2 🚗 Transport]
      [3 🛍️ Shopping] [4 💳 Bills]
      [5 🎬 Entertainment] [6 🏥 Health]
      [7 ✖ Cancel]
    Ben ! 1
    Nestegg (edited): 🍔 Food · $38.20 · weekly shop
      Food: $49.30 of $100.00 left this month · $4.48 a day until the 30th
      [1 ↩️ Undo]
    (2 days later)
    Ann > [photo] 21.40 weekly shop card
    Nestegg > Ann: 🍔 Food · $21.40 · weekly shop · card · 🧾
      Food: $27.90 of $100.00 left this month · $3.10 a day until the 30th
      [1 ↩️ Undo]
    (2 days later)
    Ben: /spend 19 entertainment cinema tickets
    Nestegg: 🎬 Entertainment · $19.00 · cinema tickets
      [1 ↩️ Undo]
    Ben: /spend 14.90 weekly shop yesterday
    Nestegg: 🍔 Food · $14.90 · weekly shop · Nov 23
      Food: $13.00 of $100.00 left this month · $1.85 a day until the 30th
      [1 ↩️ Undo]
    Nestegg: 🟡 Food, November: $87.00 of $100.00 used (87 %), $13.00 left
      [1 ⬆️ Raise] [2 🔕 Mute]
    Ann: /spend 15 food pizza
    Nestegg: 🍔 Food · $15.00 · pizza
      ⚠️ Food: $2.00 over the limit of $100.00 this month
      [1 ↩️ Undo]
    Nestegg: ⚠️ Food, November is over the limit: $102.00 of $100.00, $2.00 too much
      [1 ⬆️ Raise] [2 🔕 Mute]
    Ben ^ 3 food milk
    Nestegg: 🍔 Food · $3.00 · milk
      ⚠️ Food: $5.00 over the limit of $100.00 this month
      [1 ↩️ Undo]
    Ann: /report text
    Nestegg: 📊 November 2026 · day 24 of 30
      Spent $124.00 · 7 expenses · $5.17 a day · most on Food
      The same days of the month before (Oct 1 – 24): nothing
      —
      🍔 Food $105.00 · 85 %
      🎬 Entertainment $19.00 · 15 %
      👤 Ben $75.10 (61 %) · Ann $48.90 (39 %)
      ▓▓▓▓▓▓▓▓▓▓ 105 % of $100.00, Food · ⚠️ $5.00 over
      [1 ◀ October]
      [2 Day] [3 Week] [4 Year]
    Ben: /limits
    Nestegg: 💰 Limits
      🍔 Food · $100.00 a month
      ▓▓▓▓▓▓▓▓▓▓ 105 %
      Spent $105.00 · ⚠️ $5.00 too much
    """
    assert story.heard == story.written


@on_one_engine
async def test_the_rent_of_the_31st_after_months_in_which_the_bot_was_down(story: Story) -> None:
    """
    Ann: /every month 31st 1200 bills rent
    Nestegg: 🔁 💳 Bills · $1,200.00 · rent
      Every month on the last day · next on November 30, 2026
      [1 ↩️ Undo]
    (11 days later)
    Nestegg: 🔁 💳 Bills · $1,200.00 · rent · Nov 30
    (90 days later)
    Nestegg: 🔁 3 × 💳 Bills · $1,200.00 · rent · Dec 31, 2026, Jan 31, Feb 28 · together $3,600.00
    Ann: /recurring
    Nestegg: 🔁 Again and again
      1. 💳 Bills · $1,200.00 · rent · every month on the last day · Mar 31
      Together about $1,200.00 a month
      [1 1]
    Ann: /expenses 2027
    Nestegg: 🧾 2027
      1. Feb 28 · 💳 Bills · $1,200.00 · rent · Ann
      2. Jan 31 · 💳 Bills · $1,200.00 · rent · Ann
      Total $2,400.00
      [1 1 · rent] [2 2 · rent]
    Ann: /report last month text
    Nestegg: 📊 February 2027
      Spent $1,200.00 · 1 expense · $42.86 a day
      As much as the month before (January: $1,200.00)
      —
      💳 Bills $1,200.00 · 100 %
      👤 Ann $1,200.00 (100 %)
      [1 ◀ January] [2 March ▶]
      [3 Day] [4 Week] [5 Year]
    """
    assert story.heard == story.written


@on_one_engine
@pytest.mark.usefixtures("bank")
async def test_a_file_of_the_bank_is_read_in_and_taken_back(story: Story) -> None:
    """
    Ann > /family language de_DE
    Nestegg > Ann: ✅ Our family
      Currency USD · time zone UTC · language de_DE
      [1 ↩️ Undo]
    Ann > /family currency EUR
    Nestegg > Ann: ✅ Our family
      Currency EUR · time zone UTC · language de_DE
      [1 ↩️ Undo]
    Ann > 23,40 food Wocheneinkauf am 2.11.
    Nestegg > Ann: 🍔 Food · 23,40 € · Wocheneinkauf · 2. Nov.
      [1 ↩️ Undo]
    Ann > 31,15 food REWE
    Nestegg > Ann: 🍔 Food · 31,15 € · REWE
      [1 ↩️ Undo]
    Ann > [file bank.csv]
    Nestegg > Ann: 📥 2 expenses to add · 115,15 € · 5. November 2026 – 9. November 2026
      · 5. Nov. · 84,00 € · ▫️ Other · Stadtwerke Strom
      · 9. Nov. · 31,15 € · 🍔 Food · REWE Markt
      ▫️ Other 1, 🍔 Food 1
      New: Other
      🔁 1 seems to be recorded already, and is left out.
      Left out: 1 incoming payment.
      [1 ➕ Add 2] [2 Also duplicates (1)]
      [3 Columns…] [4 ✖ Cancel]
    Ann ! 1
    Nestegg > Ann (edited): 📥 2 expenses added · 115,15 € · 5. November 2026 – 9. November 2026
      ▫️ Other 1, 🍔 Food 1
      New: Other
      [1 ↩️ Undo]
    Ann > /expenses
    Nestegg > Ann: 🧾 November 2026
      1. 20. Nov. · 🍔 Food · 31,15 € · REWE · Ann
      2. 9. Nov. · 🍔 Food · 31,15 € · REWE Markt · Ann
      3. 5. Nov. · ▫️ Other · 84,00 € · Stadtwerke Strom · Ann
      4. 2. Nov. · 🍔 Food · 23,40 € · Wocheneinkauf · Ann
      Total 169,70 €
      [1 1 · REWE] [2 2 · REWE Markt]
      [3 3 · Stadtwerke Strom] [4 4 · Wocheneinkauf]
    Ann > /undo
    Nestegg > Ann: ↩️ Taken back: 2 expenses from a file
    Ann > /expenses
    Nestegg > Ann: 🧾 November 2026
      1. 20. Nov. · 🍔 Food · 31,15 € · REWE · Ann
      2. 2. Nov. · 🍔 Food · 23,40 € · Wocheneinkauf · Ann
      Total 54,55 €
      [1 1 · REWE] [2 2 · Wocheneinkauf]
    """
    assert story.heard == story.written


@on_one_engine
async def test_two_categories_become_one_and_two_again(story: Story) -> None:
    """
    Ann: /category pets icon 🐶 alias dog
    Nestegg: ✨ New:
      🐶 Pets · #3182ce
      also dog
      [1 ✏️ Rename] [2 🎨 Colour]
      [3 😀 Icon] [4 🔀 Merge]
      [5 🗑 Remove]
      [6 ↩️ Undo]
    Ann: /spend 30 dog dry food
    Nestegg: 🐶 Pets · $30.00 · dry food
      [1 ↩️ Undo]
    Ben: /spend 80 vet
    Nestegg: 🏷 $80.00 “vet” — on what?
      Tap a category, or reply with another one.
      [1 🍔 Food] [2 🚗 Transport]
      [3 🛍️ Shopping] [4 💳 Bills]
      [5 🎬 Entertainment] [6 🏥 Health]
      [7 🐶 Pets] [8 New: "Vet"]
      [9 ✖ Cancel]
    Ben ! New: "Vet"
    Nestegg (edited): ▫️ Vet · $80.00
      [1 ↩️ Undo]
    Ann: /category vet merge pets
    Nestegg: 🔀 ▫️ Vet → 🐶 Pets: 1 expense moved.
      [1 ↩️ Undo]
    Ben: /spend 45 vet rabies shot
    Nestegg: 🐶 Pets · $45.00 · rabies shot
      [1 ↩️ Undo]
    Ann: /categories
    Nestegg: 🗂 Categories · this month
      🍔 Food
      🚗 Transport
      🛍️ Shopping
      💳 Bills
      🎬 Entertainment
      🏥 Health
      🎁 Gifts
      🐶 Pets · $155.00 · also dog, vet
      [1 🍔 Food] [2 🚗 Transport]
      [3 🛍️ Shopping] [4 💳 Bills]
      [5 🎬 Entertainment] [6 🏥 Health]
      [7 🎁 Gifts] [8 🐶 Pets]
    Ann: /undo
    Nestegg: ↩️ Taken back: /category vet merge pets
    Ben: /expenses
    Nestegg: 🧾 November 2026
      1. Nov 20 · 🐶 Pets · $45.00 · rabies shot · Ben
      2. Nov 20 · ▫️ Vet · $80.00 · Ben
      3. Nov 20 · 🐶 Pets · $30.00 · dry food · Ann
      Total $155.00
      [1 1 · rabies shot] [2 2 · Vet]
      [3 3 · dry food]
    """
    assert story.heard == story.written


@on_one_engine
async def test_a_slip_is_corrected_and_the_limit_raised(story: Story) -> None:
    """
    Ann: /limit all 50 weekly
    Nestegg: 💰 Everything · $50.00 a week
      ░░░░░░░░░░ 0 %
      Spent $0.00 · left $50.00 · $25.00 a day until the 21st
      [1 ↩️ Undo]
    Ann: /spend 60 food big shop
    Nestegg: 🍔 Food · $60.00 · big shop
      ⚠️ Everything: $10.00 over the limit of $50.00 this week
      [1 ↩️ Undo]
    Nestegg: ⚠️ Everything, week from Nov 15 is over the limit: $60.00 of $50.00, $10.00 too much
      [1 ⬆️ Raise] [2 🔕 Mute]
    :edit /spend 16 food big shop
    Nestegg (edited): 🍔 Food · $16.00 · big shop
      Everything: $34.00 of $50.00 left this week · $17.00 a day until the 21st
      [1 ↩️ Undo]
    Ann: /spend 40 shopping shoes
    Nestegg: 🛍️ Shopping · $40.00 · shoes
      ⚠️ Everything: $6.00 over the limit of $50.00 this week
      [1 ↩️ Undo]
    Nestegg: ⚠️ Everything, week from Nov 15 is over the limit: $56.00 of $50.00, $6.00 too much
      [1 ⬆️ Raise] [2 🔕 Mute]
    Ann ! 1
    Nestegg (edited): 💰 How much may the weekly limit on everything be?
      Tap an amount, or reply with another one.
      [1 $56.00] [2 $60.00]
      [3 $100.00] [4 No limit]
      [5 ✖ Cancel]
    Ann ! 2
    Nestegg (edited): 💰 Everything · $60.00 a week
      ▓▓▓▓▓▓▓▓▓░ 93 %
      Spent $56.00 · left $4.00 · $2.00 a day until the 21st
      [1 ↩️ Undo]
    Ben: /expenses
    Nestegg: 🧾 November 2026
      1. Nov 20 · 🛍️ Shopping · $40.00 · shoes · Ann
      2. Nov 20 · 🍔 Food · $16.00 · big shop · Ann
      Total $56.00
      [1 1 · shoes] [2 2 · big shop]
    Ben ! 1
    Nestegg: 🛍️ Shopping · $40.00
      shoes
      📅 November 20, 2026 · 👤 Ann
      [1 ✏️ Edit] [2 🗑 Remove]
    Ben ! 1
    Nestegg (edited): 🛍️ Shopping · $40.00
      shoes
      📅 November 20, 2026 · 👤 Ann
      [1 Amount] [2 Category]
      [3 Description] [4 Date]
      [5 Tags] [6 Payment]
      [7 ◀ Back]
    """
    assert story.heard == story.written
