"""Two families that differ only in gifts for Mom: all that Mom could ever read is the same, to the byte.

NESTEGG_TWINS says how many pairs of families there are.
"""

import json
import os
import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

import pytest

from tests.chat import Chat, Town
from tests.databases import Databases

PAIRS = int(os.environ.get("NESTEGG_TWINS", "4"))
STEPS = 45
CORRECTED = 0.1
"""How much of what is said was something else at first."""
_KEYS = re.compile(r"\b\d{15,20}\b|\b[0-9a-f]{32}\b|(?<=ask:)[\w-]{8}|(?<=:[A-Z]{3}:)[\w-]{8}")
"""What is made by chance or by the clock, and tells nothing: the keys of gifts, changes, questions and offers."""
PUBLIC = (
    "/budgets",
    "/budgets christmas",
    "/status christmas",
    "/status text",
    "/gifts",
    "/gifts mom",
    "/gifts dad",
    "/gifts christmas",
    "/gifts mom christmas",
    "/gifts dad christmas",
    "/mine",
    "/people",
    "/occasions",
    "/family",
    "/help gift",
    "/budget mom christmas",
    "/budget dad christmas",
    "/budget by mom christmas",
    "/budget by ann christmas",
    "/budget mom christmas {amount}",
    "/budget dad christmas {amount}",
    "/budget by mom christmas {amount}",
    "/budget by ann christmas {amount}",
    "/budget mom christmas none",
    "/occasion christmas budget {amount}",
    "/fits mom christmas {amount}",
    "/fits dad christmas {amount}",
    "/bought dad christmas {thing} {amount}",
    "/gift dad christmas {thing} {amount}",
    "/idea dad {thing}",
    "/bought lea {thing} {amount}",
    "/gift dad,lea christmas {thing} {amount}",
    "/bought mom christmas {thing} {amount}",
    "/gift mom {thing}",
    "/chip {thing} {amount}",
    "/reveal {thing}",
    "/wish {thing} {amount}",
    "/wish",
    "/alerts",
    "/spend {amount} food lunch",
    "/spend {amount} gifts {thing}",
    "/spend {amount} {thing} yesterday #fun",
    "/expenses",
    "/expenses gifts",
    "/expenses month over 10",
    "/expenses today",
    "/expenses ben",
    "/categories",
    "/category gifts",
    "/category gifts remove",
    "/category {thing}",
    "/category {thing} merge gifts",
    "/limit gifts {amount}",
    "/limit gifts {amount} daily",
    "/limit all {amount} yearly",
    "/limit gifts",
    "/limits",
    "/report",
    "/report year text",
    "/report today",
    "/balance",
    "/export",
    "/spend {amount} gifts {thing} split ann,mom",
    "/settle",
    "/every month 1st {amount} gifts {thing}",
    "/every day {amount} gifts {thing}",
    "/import",
    "/undo",
)
"""What anybody says where Mom reads, in both families."""
SECRET = (
    "/bought mom christmas {thing} {amount}",
    "/gift mom christmas {thing} {amount}",
    "/idea mom {thing} {amount}",
    "/bought mom,dad christmas {thing} {amount}",
    "/gift mom and lea christmas {thing} {amount}",
    "/bought mom birthday {thing} {amount}",
    "/gift mom {thing} {amount} note for her",
    "/gifts mom",
    "/budgets",
    "/expenses gifts",
    "/limits",
    "/report",
    "/export",
)
"""What the others say of Mom's gifts where she does not read, in one of them."""
FILE = "".join(["Date,Category,Description,Amount\n", *(f"2026-11-20,Gifts,,{amount}\n" for amount in range(5, 55))])
"""What is read in."""
AT_LAST = ("/import", "/export", "/expenses all", "/report year text", "/report", "/limits", "/categories")
"""What Mom asks when all else was said."""
EVERYBODYS = ("spent:", "raise:limit:")
"""What opens or changes something that is no secret, on the buttons of lists and alerts in private."""
THINGS = ("scarf", "gloves", "radio", "tea", "book", "lamp", "vase", "kettle")


class Twin:
    """One of the two families: its group with Mom in it, the planners' group without her, and private chats."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.group = town.group("Our family", "Ann", "Ben", "Mom", supergroup=True)
        self.planners: Chat

    async def begin(self) -> None:
        """Let everybody be known, and the occasions be there."""
        for name in ("Ann", "Ben", "Mom"):
            await self.town.private(name).says("/start")
            await self.group.says(f"/iam {name.lower()}", by=name)
        for one in ("dad", "lea"):
            await self.group.says(f"/person {one} offline")
        await self.group.says("/budget mom christmas 100")
        await self.group.says("/budget dad christmas 80")
        await self.group.says("/budget mom birthday 50")
        await self.group.says("/person mom birthday 3 May")
        invited = await self.town.private("Ann").says("/invite")
        self.planners = self.town.group("Planners", "Ann", "Ben", supergroup=True)
        self.town.telegram.promote_bot(self.planners.id)
        await self.planners.says(f"/start {invited.partition('startgroup=')[2].split()[0]}")
        # By speaking there it becomes known who reads it, which /family shows, and which is no secret about a gift.
        for name in ("Ann", "Ben"):
            await self.planners.says("/help", by=name)
        # To take back who somebody is shows whether anything leans on them: that is no secret about a gift.
        self.begun = {one.id: len(self.town.telegram.messages(one.id)) for one in self._chats()}

    def _chats(self) -> list[Chat]:
        return [self.group, *(self.town.private(name) for name in ("Ann", "Ben", "Mom"))]

    async def says(self, where: str, by: str, text: str, before: str = "") -> None:
        """Let somebody say something, or what they had said before be this instead."""
        chat = {"group": self.group, "planners": self.planners}.get(where, self.town.private(by))
        if before:
            await chat.says(before, by=by)
            await chat.corrects(before, text, by)
        elif text == "/import":
            await chat.sends("bank.csv", FILE, by=by)
        else:
            await chat.says(text, by=by)

    async def presses(self, where: str, by: str, choice: int, *, only_there: bool = False) -> None:
        """Press one of the buttons in sight; in one family only, none that changes what everybody may know."""
        chat = self.group if where == "group" else self.town.private(by)
        buttons = [
            (message["message_id"], button["callback_data"])
            for message in self.town.telegram.messages(chat.id)[self.begun[chat.id] :]
            for row in message.get("reply_markup", {}).get("inline_keyboard", ())
            for button in row
            if "callback_data" in button and not (only_there and button["callback_data"].startswith(EVERYBODYS))
        ]
        if buttons:
            place, data = buttons[-1 - choice % min(len(buttons), 12)]
            self.town.telegram.tap(self.town.people[by], chat.id, place, data)
            await self.town.settled()

    def read_by_mom(self) -> list[str]:
        """List all that Mom can read: what the bot says in her chats, with its buttons and pictures, and her toasts."""
        telegram, mom = self.town.telegram, self.town.people["Mom"]
        told = [
            json.dumps(self._shown(message), ensure_ascii=False, sort_keys=True)
            for chat in (self.group.id, mom)
            for message in telegram.messages(chat)
            if message["from"]["is_bot"]
        ]
        told += [f"({toast.text})" for toast in telegram.toasts if toast.user_id == mom]
        return _anonymous(told)

    def _shown(self, message: dict[str, Any]) -> dict[str, Any]:
        shown: dict[str, Any] = {
            name: message[name] for name in ("text", "caption", "reply_markup", "entities") if name in message
        }
        if "photo" in message:
            shown["picture"] = sha256(self.town.telegram.files[message["photo"][-1]["file_id"]]).hexdigest()
        if "document" in message:
            shown["file"] = sha256(self.town.telegram.files[message["document"]["file_id"]]).hexdigest()
        return shown


def _anonymous(told: list[str]) -> list[str]:
    """Number what is made by chance in the order in which it is read."""
    keys: dict[str, str] = {}
    return [_KEYS.sub(lambda key: keys.setdefault(key[0], f"key {len(keys)}"), each) for each in told]


@asynccontextmanager
async def twins(databases: Databases) -> AsyncIterator[tuple[Twin, Twin]]:
    with databases.migrated() as first, databases.migrated() as second:
        async with Town(first).open() as one, Town(second).open() as other:
            pair = Twin(one), Twin(other)
            for twin in pair:
                await twin.begin()
            yield pair


@pytest.mark.parametrize("seed", range(PAIRS))
async def test_all_that_mom_could_ever_read_is_the_same_whatever_she_gets(sqlite: Databases, seed: int) -> None:
    chance = random.Random(seed)
    done: list[str] = []
    async with twins(sqlite) as (with_gifts, without):
        for _ in range(STEPS):
            line = await _step(chance, with_gifts, without)
            done.append(line)

            assert with_gifts.read_by_mom() == without.read_by_mom(), "\n".join(done)
        for said in AT_LAST:
            for twin in (with_gifts, without):
                await twin.says("private", "Mom", said)
        assert with_gifts.read_by_mom() == without.read_by_mom(), "\n".join(done)


async def _step(chance: random.Random, with_gifts: Twin, without: Twin) -> str:
    """Let something happen in both families, or something about Mom's gifts in one of them."""
    words = {"amount": chance.randint(1, 60), "thing": chance.choice(THINGS)}
    kind = chance.choices(("secret", "public", "press", "secret press", "later"), (30, 40, 20, 8, 2))[0]
    if kind == "secret":
        by, where = chance.choice(("Ann", "Ben")), chance.choice(("private", "planners"))
        text = chance.choice(SECRET).format(**words)
        await with_gifts.says(where, by, text)
        return f"[only there] {by} in {where}: {text}"
    if kind == "secret press":
        by, choice = chance.choice(("Ann", "Ben")), chance.randrange(12)
        await with_gifts.presses("private", by, choice, only_there=True)
        return f"[only there] {by} presses {choice}"
    if kind == "later":
        for twin in (with_gifts, without):
            twin.town.clock.move(days=3)
            await twin.town.bot.jobs.tick()
            await twin.town.settled()
        return "3 days later"
    by = chance.choice(("Mom", "Mom", "Ann", "Ben"))
    where = chance.choice(("group", "private")) if by == "Mom" else "group"
    if kind == "press":
        choice = chance.randrange(12)
        for twin in (with_gifts, without):
            await twin.presses(where, by, choice)
        return f"{by} in {where} presses {choice}"
    text = chance.choice(PUBLIC).format(**words)
    if text.startswith(("/reveal", "/undo")):
        # Whoever buys a gift may reveal it: then it is no secret. Mom may only try. What the others take back differs.
        by = "Mom"
    said = ["/spend 5 gifts bow", text] if text == "/undo" else [text]
    # Whether words can become a gift for Mom may depend on those she has; whoever corrects them to one, tells of that.
    about_hers = text.startswith(("/gift mom", "/bought mom", "/chip"))
    before = "/spend 5 gifts bow" if said == [text] and not about_hers and chance.random() < CORRECTED else ""
    for twin in (with_gifts, without):
        for each in said:
            await twin.says(where, by, each, before)
    return f"{by} in {where}: {text}{' (at first a bow)' if before else ''}"
