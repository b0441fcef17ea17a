"""One chat's people talking to the bot without a pause, and a plain model of what must come of it."""

import asyncio
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.localgram import LocalTelegram

OCCASIONS = ("christmas", "easter")
FOOD = "food"
"""What money is spent on, where a budget would name its occasion."""
BACKLOG = 25
"""How many answers people wait for before they say more."""
_AMOUNT = re.compile(r"(?:of|Food ·) \$([\d,]+)\.00")


@dataclass(frozen=True)
class Heard:
    """Something the bot said, or must say: a new message, the change of one, or a toast."""

    kind: str
    text: str
    buttons: bool = False
    start: int = 0
    """By which start of the program it was said."""

    def meets(self, expected: "Heard") -> bool:
        """Tell whether this is what had to be said."""
        return (self.kind, self.buttons) == (expected.kind, expected.buttons) and expected.text in self.text


@dataclass
class Change:
    """What the model knows of one change of a budget, or of something that was spent."""

    amount: int
    before: int | None
    occasion: str
    message_id: int
    by: int
    undone: bool = False
    kept: bool = False
    """Whether a correction of it was refused."""


@dataclass
class Talk:
    """A chat where people set budgets for one person, spend, correct themselves, and take things back."""

    local: LocalTelegram
    random: random.Random
    chat_id: int
    person: str
    speakers: list[int]
    amounts: Iterator[int]
    alone: bool
    """Whether nobody speaks of the family's money elsewhere, so that all that was spent was told here."""
    values: dict[str, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)
    taps: list[str] = field(default_factory=list)
    expected: list[Heard] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    contents: dict[int, str] = field(default_factory=dict)

    # --- what people do

    def begin(self) -> None:
        """Make the person and the occasions known, so that all can be told; this is never taken back."""
        self._say(self.speakers[0], f"/person {self.person} offline")
        self._expect("sent", "New:", buttons=True)
        for occasion in OCCASIONS:
            self.sets(occasion)
        for change in self.changes:
            change.message_id = 0

    async def go_on(self, ended: asyncio.Event) -> None:
        """Say something, again and again."""
        acts = [self.sets, self.spends, self.asks, self.undoes, self.corrects, self.presses, self.presses_twice]
        if self.alone:
            acts.append(self.exports)
        while not ended.is_set():
            if len(self.expected) - len(self.heard) < BACKLOG:
                self.random.choice(acts)()
            await asyncio.sleep(self.random.uniform(0, 0.08))

    def sets(self, occasion: str = "") -> None:
        """Set a budget to an amount never named before."""
        by, occasion, amount = self._someone, occasion or self.random.choice(OCCASIONS), next(self.amounts)
        message_id = self._say(by, self._command(occasion, amount))
        self._set(by, occasion, amount, message_id)
        self._expect("sent", _told(occasion, amount), buttons=True)

    def spends(self) -> None:
        """Spend an amount never named before."""
        self.sets(FOOD)

    def exports(self) -> None:
        """Ask for all that was spent, as two files."""
        spent = self.spent
        self._say(self._someone, "/export")
        if not spent:
            self._expect("sent", "Nothing is recorded yet.")
            return
        self._expect("sent", f"{len(spent)} expense{'' if len(spent) == 1 else 's'} · ${sum(spent):,}.00")
        self._expect("sent", "The same as plain values")

    def asks(self) -> None:
        """Ask how a budget stands."""
        occasion = self.random.choice(OCCASIONS)
        told = Heard("sent", f"of ${self.values[occasion]:,}.00", buttons=True)
        if self.expected[-1] == told:
            self.sets()
            return
        # Not one budget's card: in a group that is brought up to date where it stands.
        self._say(self._someone, f"/budgets {occasion}")
        self.expected.append(told)

    def undoes(self) -> None:
        """Take back one's last change."""
        by = self._someone
        standing = [change for change in self.changes if change.by == by and not change.undone]
        if not standing or not standing[-1].message_id or self._would_repeat_refusal(standing[-1]):
            self.sets()
            return
        self._say(by, "/undo")
        self._take_back(standing[-1], "sent")

    def corrects(self) -> None:
        """Edit an earlier command."""
        edited = self.random.choice(self.changes[-4:])
        standing = next((c for c in self.changes[::-1] if c.message_id == edited.message_id and not c.undone), None)
        if not edited.message_id or (standing and self._would_repeat_refusal(standing)):
            self.sets()
            return
        amount = next(self.amounts)
        text = self._command(edited.occasion, amount)
        self.local.edit(edited.by, self.chat_id, edited.message_id, text)
        if standing and not self._stands_alone(standing):
            if not standing.kept:  # or else the message says so already
                self._expect("edited", "since", buttons=True)
            standing.kept = True
            return
        if standing:
            self._restore(standing)
        self.contents[edited.message_id] = text
        self._set(edited.by, edited.occasion, amount, edited.message_id)
        self._expect("edited", _told(edited.occasion, amount), buttons=True)

    def presses(self, times: int = 1) -> None:
        """Press [Undo] below a confirmation, be it stale or not."""
        shown = [body for body in self.local.messages(self.chat_id) if _undo(body)][-4:]
        body = self.random.choice(shown) if shown else None
        found = body and _AMOUNT.search(body["text"])
        change = found and next(one for one in self.changes if one.amount == int(found[1].replace(",", "")))
        if not body or not change or not change.message_id:
            self.sets()
            return
        for _ in range(times):
            self.taps.append(self.local.tap(self._someone, self.chat_id, body["message_id"], _undo(body)))
            if change.undone:
                self._expect("toast", "Already taken back")
            elif not self._stands_alone(change):
                self._expect("toast", "since")
            else:
                self._expect("toast", "Taken back")
                self._take_back(change, "edited")

    def presses_twice(self) -> None:
        """Press [Undo] as somebody does who is in a hurry."""
        self.presses(2)

    # --- what must come of it

    @property
    def spent(self) -> list[int]:
        """List what was spent and not taken back."""
        return [change.amount for change in self.changes if change.occasion == FOOD and not change.undone]

    @property
    def _someone(self) -> int:
        return self.random.choice(self.speakers)

    def _say(self, by: int, text: str) -> int:
        body = self.local.say(by, self.chat_id, text)
        self.messages.append(body["message_id"])
        self.contents[body["message_id"]] = text
        return int(body["message_id"])

    def _command(self, occasion: str, amount: int) -> str:
        return f"/spend {amount} food" if occasion == FOOD else f"/budget {self.person} {occasion} {amount}"

    def _set(self, by: int, occasion: str, amount: int, message_id: int) -> None:
        self.changes.append(Change(amount, self.values.get(occasion), occasion, message_id, by))
        if occasion != FOOD:
            self.values[occasion] = amount

    def _stands_alone(self, change: Change) -> bool:
        return change.occasion == FOOD or self.values[change.occasion] == change.amount

    def _take_back(self, change: Change, kind: str) -> None:
        if not self._stands_alone(change):
            self._expect(kind, "since")
            return
        self._restore(change)
        self._expect(kind, f"Taken back: {self.contents[change.message_id]}")

    def _restore(self, change: Change) -> None:
        change.undone = True
        if change.occasion != FOOD:
            assert change.before is not None
            self.values[change.occasion] = change.before

    def _would_repeat_refusal(self, change: Change) -> bool:
        """Tell whether a refusal would follow on one: a doubled answer could not be told from them."""
        return not self._stands_alone(change) and self.expected[-1].text == "since"

    def _expect(self, kind: str, text: str, *, buttons: bool = False) -> None:
        self.expected.append(Heard(kind, text, buttons))

    # --- what came of it

    def hear(self, kind: str, body: dict[str, Any], start: int) -> None:
        """Note what the bot said here."""
        text = body["text"] if "text" in body else body["caption"]
        self.heard.append(Heard(kind, text, "reply_markup" in body, start))

    @property
    def answered(self) -> bool:
        """Tell whether the last that had to be said was said."""
        return bool(self.heard) and self.heard[-1].meets(self.expected[-1])

    def doubled(self) -> list[Heard]:
        """List what was said twice; whatever else differs from what had to be said fails the test."""
        doubled: list[Heard] = []
        met = 0
        for at, heard in enumerate(self.heard):
            if met < len(self.expected) and heard.meets(self.expected[met]):
                met += 1
            elif self._repeats(at):
                doubled.append(heard)
            else:
                wanted = self.expected[met] if met < len(self.expected) else None
                before = self.heard[max(0, at - 5) : at]
                raise AssertionError(f"chat {self.chat_id}: {heard} at {at} after {before}, expected {wanted}")
        if met < len(self.expected):
            raise AssertionError(f"chat {self.chat_id}: {self.expected[met]} is missing after {self.heard[-1]}")
        return doubled

    def _repeats(self, at: int) -> bool:
        """Tell whether something was said before by an earlier start of the program."""
        again = self.heard[at]
        return any(
            (before.kind, before.text) == ("sent", again.text) and before.start < again.start
            for before in self.heard[:at]
        )


def _told(occasion: str, amount: int) -> str:
    """Tell how an amount is confirmed."""
    return f"Food · ${amount:,}.00" if occasion == FOOD else f"of ${amount:,}.00"


def _undo(body: dict[str, Any]) -> str:
    """Give the data of the button that takes back what a message says; nothing where there is none."""
    rows = body.get("reply_markup", {}).get("inline_keyboard", [[{}]])
    data = str(rows[0][0].get("callback_data", ""))
    return data if data.startswith("undo:") else ""
