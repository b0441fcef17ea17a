"""A family that says anything anywhere, and somebody who looks over every shoulder for what nobody may read there."""

import json
import random
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.chat import Chat, Town

LETTERS = "bcdfghjklmnpqrstvwxz"
PEOPLE = ("mom", "dad", "ben", "kim", "mom,dad", "mom,ben", "kim and mom")
SPEAKERS = ("Ann", "Ben", "Mom", "Kim")
ASKED = (
    "/gifts",
    "/gifts {who}",
    "/gifts christmas",
    "/gifts {who} christmas",
    "/budgets",
    "/budgets christmas",
    "/status christmas text",
    "/status text",
    "/mine",
    "/budget {who}",
    "/budget {who} christmas",
    "/budget by {who} christmas",
    "/budget {who} christmas {amount}",
    "/budget by {who} christmas {amount}",
    "/budget {who} christmas none",
    "/occasion christmas budget {amount}",
    "/fits {who} christmas {amount}",
    "/chip {known} {amount}",
    "/chip {who} {known} {amount}",
    "/reveal {known}",
    "/undo",
    "/people",
    "/occasions",
    "/family",
    "/person {who} offline",
    "/person {who} online",
    "/iam {self}",
    "/wish socks {amount}",
    "/wish",
    "/help",
    "/gift {who}",
    "/bought {who} christmas",
    "/bought {known} {amount}",
    "/spend {amount} gifts sweets",
    "/spend {amount} food lunch",
    "/expenses",
    "/expenses gifts",
    "/expenses {who}",
    "/expenses all over {amount}",
    "/report",
    "/report year",
    "/limit gifts {amount}",
    "/limit all {amount} yearly",
    "/limits",
    "/categories",
    "/category gifts",
    "/export",
    "/balance",
)
ECHOES = re.compile(r"I know no gift|I don't know|I cannot read|Which one is|Whom it is for comes first")
"""How answers begin that repeat to somebody what they have just said, and tell nothing more."""
TOLD = ("/idea", "/gift", "/bought")
"""What records a gift, which is half of all that is said."""


@dataclass
class Gift:
    """A gift whose name is like no other word, so that it is found wherever it is said."""

    token: str
    author: str
    recipients: set[str]


@dataclass
class Leak:
    """What was read where it must not be."""

    token: str
    event: str
    where: str
    why: str
    text: str
    lately: list[str]

    def __str__(self) -> str:
        return "\n".join((f"{self.token} {self.event} in {self.where}: {self.why}", self.text, *self.lately))


@dataclass
class Watch:
    """Reads what the bot sends at the moment it is sent, knowing who reads it and what is secret from them."""

    town: Town
    gifts: dict[str, Gift] = field(default_factory=dict)
    leaks: list[Leak] = field(default_factory=list)
    lately: list[str] = field(default_factory=list)
    typed: dict[str, set[int]] = field(default_factory=dict)
    """Who has written the name of a gift themselves."""
    messages: int = 0

    def __post_init__(self) -> None:
        self.database = sqlite3.connect(Path(self.town.settings.database_url.partition(":///")[2]))
        self.town.telegram.listeners.append(self.hear)

    def hear(self, event: str, body: dict[str, Any]) -> None:
        """Look at one thing that the bot says."""
        telegram = self.town.telegram
        if event == "toast":
            readers = {telegram.toasts[-1].user_id}
        elif event in {"sent", "edited"} and body.get("from", {}).get("id") == telegram.bot_id:
            chat = telegram.chats[body["chat"]["id"]]
            readers = {user for user in chat.statuses if chat.holds(user) and user != telegram.bot_id}
        else:
            return
        self.messages += 1
        kept = {name: part for name, part in body.items() if name != "reply_to_message"}
        text = json.dumps(kept, ensure_ascii=False) + self.handed_out(body)
        for token in [token for token in self.gifts if token in text]:
            alone = event == "toast" or body["chat"]["type"] == "private"
            if alone and ECHOES.match(body.get("text", "")) and readers <= self.typed.get(token, set()):
                continue
            if why := self.why_secret(self.gifts[token], readers, alone=alone):
                where = body["chat"].get("title", "private")
                self.leaks.append(Leak(token, event, where, why, text, self.lately[-25:]))

    def handed_out(self, body: dict[str, Any]) -> str:
        """Read the file that is handed out with a message."""
        file = body.get("document", {}).get("file_id")
        return self.town.telegram.files[file].decode(errors="replace") if file else ""

    def why_secret(self, gift: Gift, readers: set[int], *, alone: bool) -> str:
        """Tell why a gift is secret from somebody who reads along, or may, as far as the bot was told who is who."""
        rows = self.database.execute(
            "SELECT g.revealed_at, g.stage, o.date, p.id, p.presence, p.name, g.secret, g.purchaser_id, g.family_id"
            " FROM gifts g JOIN gift_people r ON r.gift_id = g.id AND r.role = 'recipient'"
            " JOIN persons p ON p.id = r.person_id LEFT JOIN occasions o ON o.id = g.occasion_id WHERE g.title = ?",
            (gift.token,),
        ).fetchall()
        today = self.town.clock.now.date().isoformat()
        for revealed_at, stage, day, person, presence, name, secret, buyer, family in rows:
            if revealed_at is not None or (stage == "received" and day is not None and day < today):
                continue
            accounts = self.accounts_of(family)
            if any(self.town.people[gift.author] == reader for reader in readers) and alone:
                continue
            if secret and {accounts.get(reader) for reader in readers} != {buyer}:
                return "its buyer keeps it secret"
            if presence == "linked" and any(accounts.get(reader) == person for reader in readers):
                return f"{name} reads it, whom it is for"
            if presence == "unknown" and (not alone or any(accounts.get(reader) is None for reader in readers)):
                return f"nobody knows who {name} is, whom it is for"
        return ""

    def accounts_of(self, family: int) -> dict[int, int | None]:
        """Tell which person each account is."""
        rows = self.database.execute(
            "SELECT u.telegram_user_id, m.person_id FROM members m JOIN users u ON u.id = m.user_id"
            " WHERE m.family_id = ?",
            (family,),
        )
        return dict(rows.fetchall())


class Gossip:
    """One family for a while: its group, its planners' group, everybody's private chat, and whatever comes to mind."""

    def __init__(self, watch: Watch, chance: random.Random, name: str) -> None:
        self.watch, self.chance, self.town = watch, chance, watch.town
        names = [f"{one}{name}" for one in SPEAKERS]
        self.names = dict(zip(SPEAKERS, names, strict=True))
        for one in names:
            self.town.person(one)
        present = [one for one in names if one != self.names["Mom"] or chance.random() < 0.8]
        self.group = self.town.group(f"Family {name}", *present, supergroup=chance.random() < 0.5)
        if chance.random() < 0.7:
            self.town.telegram.promote_bot(self.group.id)
        self.planners: Chat | None = None
        self.known: list[str] = []
        self.said: list[tuple[Chat, str, str]] = []

    async def begin(self) -> None:
        """Let the family meet, and a few of them say who they are."""
        ann = self.names["Ann"]
        await self.group.says("/budget mom christmas 100", by=ann)
        for speaker in SPEAKERS:
            if self.chance.random() < 0.8:
                await self.town.private(self.names[speaker]).says("/start hush")
            if self.chance.random() < 0.6:
                await self._say(self._own_group(speaker), f"/iam {speaker.lower()}", speaker)
        for one in ("dad", "kim"):
            if self.chance.random() < 0.6:
                await self._say(self.group, f"/person {one} offline", "Ann")
        if self.chance.random() < 0.7:
            await self._open_planners_group()

    async def _open_planners_group(self) -> None:
        ann, ben = self.names["Ann"], self.names["Ben"]
        invited = await self.town.private(ann).says("/invite")
        if "startgroup=" not in invited:
            return
        self.planners = self.town.group("Planners", ann, ben)
        if self.chance.random() < 0.8:
            self.town.telegram.promote_bot(self.planners.id)
        token = invited.partition("startgroup=")[2].split()[0]
        await self.planners.says(f"/start {token}", by=ann)

    async def step(self) -> None:
        """Let somebody do something."""
        doing = self.chance.choices(
            (self._tell, self._ask, self._press, self._correct, self._come_or_go, self._wait, self._answer),
            (34, 34, 20, 4, 4, 1, 3),
        )[0]
        await doing()

    async def _tell(self) -> None:
        """Record a gift."""
        chat, speaker = self._somewhere()
        who = self.chance.choice(PEOPLE)
        token = "".join(self.chance.choices(LETTERS, k=12))
        self.watch.gifts[token] = Gift(token, self.names[speaker], set(who.replace(" and ", ",").split(",")))
        self.known.append(token)
        occasion = self.chance.choice(("christmas ", "christmas ", ""))
        secret = self.chance.choice(("", "", "", " secret"))
        command = f"{self.chance.choice(TOLD)} {who} {occasion}{token} {self.chance.randint(1, 90)}{secret}"
        await self._say(chat, command, speaker)

    async def _ask(self) -> None:
        chat, speaker = self._somewhere()
        said = self.chance.choice(ASKED).format(
            who=self.chance.choice(PEOPLE[:4]),
            amount=self.chance.randint(1, 200),
            known=self.chance.choice(self.known or ["nothing"]),
            self=speaker.lower(),
        )
        await self._say(chat, said, speaker)

    async def _press(self) -> None:
        """Press any button in sight, as anybody who sees it."""
        chat, speaker = self._somewhere()
        buttons = [
            (message["message_id"], button["callback_data"], button["text"])
            for message in self.town.telegram.messages(chat.id)[-12:]
            for row in message.get("reply_markup", {}).get("inline_keyboard", ())
            for button in row
            if "callback_data" in button
        ]
        if buttons:
            place, data, label = self.chance.choice(buttons)
            self.watch.lately.append(f"{speaker} presses {label!r} ({data}) in {chat.id}")
            self.town.telegram.tap(self.town.people[self.names[speaker]], chat.id, place, data)
            await self.town.settled()

    async def _correct(self) -> None:
        """Correct something said before into something else."""
        standing = [one for one in self.said[-10:] if self._stands(*one)]
        if standing:
            chat, text, speaker = chosen = self.chance.choice(standing)
            to = self.chance.choice((text + "1", text.replace("mom", "dad"), "never mind", "/gifts"))
            if to != text:
                self.watch.lately.append(f"{speaker} corrects {text!r} to {to!r}")
                self.town.telegram.edit(self.town.people[self.names[speaker]], chat.id, self._place_of(*chosen), to)
                await self.town.settled()

    async def _answer(self) -> None:
        """Reply to the latest message of the bot's with a few words."""
        chat, speaker = self._somewhere()
        if chat.heard:
            words = self.chance.choice(("20", "scarf", "christmas", "mom", "dad", "none"))
            self.watch.lately.append(f"{speaker} replies {words}")
            await chat.answers(words, by=self.names[speaker])

    async def _come_or_go(self) -> None:
        """Let somebody enter or leave one of the groups."""
        chat = self.chance.choice([one for one in (self.group, self.planners, self.planners) if one])
        who = self.town.people[self.names[self.chance.choice(("Mom", "Mom", "Ben", "Kim"))]]
        inside = self.town.telegram.chats[chat.id].holds(who)
        self.watch.lately.append(f"{who} {'leaves' if inside else 'joins'} {chat.id}")
        (self.town.telegram.leave if inside else self.town.telegram.join)(chat.id, who)
        await self.town.settled()

    async def _wait(self) -> None:
        """Let days pass, with all that is done by itself then."""
        self.town.clock.move(days=self.chance.choice((1, 5, 12)))
        self.watch.lately.append(f"it is {self.town.clock.now:%d.%m.}")
        await self.town.bot.jobs.tick()
        await self.town.settled()

    async def _say(self, chat: Chat, text: str, speaker: str) -> None:
        self.watch.lately.append(f"{speaker} in {chat.id}: {text}")
        for token in self.watch.gifts.keys() & set(text.split()):
            self.watch.typed.setdefault(token, set()).add(self.town.people[self.names[speaker]])
        self.said.append((chat, text, speaker))
        await chat.says(text, by=self.names[speaker])

    def _stands(self, chat: Chat, text: str, speaker: str) -> bool:
        """Tell whether something said still stands in its chat, and its speaker is there."""
        inside = self.town.telegram.chats[chat.id].holds(self.town.people[self.names[speaker]])
        return inside and self._place_of(chat, text, speaker) > 0

    def _place_of(self, chat: Chat, text: str, speaker: str) -> int:
        """Find the message in which somebody said something last."""
        sender = self.town.people[self.names[speaker]]
        own = (one for one in reversed(self.town.telegram.messages(chat.id)) if one["from"]["id"] == sender)
        return next((int(one["message_id"]) for one in own if one.get("text") == text), 0)

    def _own_group(self, speaker: str) -> Chat:
        """Give the family's group, or the private chat of somebody who is not in it."""
        own = self.town.people[self.names[speaker]]
        inside = self.town.telegram.chats[self.group.id].holds(own)
        return self.group if inside else self.town.private(self.names[speaker])

    def _somewhere(self) -> tuple[Chat, str]:
        """Choose a chat, and somebody who can speak there."""
        speaker = self.chance.choice(SPEAKERS)
        own: Callable[[], Chat] = lambda: self.town.private(self.names[speaker])  # noqa: E731 - made when it is chosen
        inside = [
            one
            for one in (self.group, self.group, self.planners)
            if one and self.town.telegram.chats[one.id].holds(self.town.people[self.names[speaker]])
        ]
        return self.chance.choice([*inside, own()]), speaker
