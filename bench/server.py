"""A Bot API server that keeps private chats busy and measures how fast a bot answers them.

Every chat has one command outstanding; the answer to it brings the next. A latency is the time from a command's arrival
in the bot's queue to the arrival of the bot's sendMessage. Each line printed is a JSON object with an "event":
listening, warm, and finished with the figures.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from statistics import quantiles

from bench.words import Words
from bot.localgram import LocalTelegram
from bot.localgram.server import address, serve
from bot.localgram.wire import Json

FIRST_USER = 10_001
KEPT_MESSAGES = 20
SHOWN = 200
FLOOD = "/help budget"


class Silent(Exception):  # noqa: N818 - said as what it is
    """A bot that left a chat without an answer for too long."""


class Town(LocalTelegram):
    """A Telegram whose private chats number their messages from a given one on, so that a database can be met again."""

    def __init__(self, token: str, first_message: int) -> None:
        """Begin with nobody but the bot."""
        super().__init__(token)
        self._shared_ids = count(first_message)


class Load:
    """A closed loop between a town and the bot."""

    def __init__(self, local: LocalTelegram, given: argparse.Namespace) -> None:
        """Let everybody live in the town, silent as yet."""
        self.local = local
        self.command, self.expected = given.command, given.expect
        self.warmup, self.updates, self.patience = max(given.warmup, 1), given.updates, given.patience
        self.users = range(FIRST_USER, FIRST_USER + given.chats)
        self.flooder, self.flood, self.flooded = FIRST_USER + given.chats, given.flood, 0
        local.add_user(self.flooder, "Flooder", language_code="en")
        self.asked: dict[int, tuple[float, str]] = {}
        self.latencies: list[float] = []
        self.wrong: list[str] = []
        self.answered = 0
        self.began = self.ended = 0.0
        self.busy = False
        self.done = asyncio.Event()
        self.numbers: Iterator[int] = count()
        self.words = Words(given.chats, datetime.now(UTC).date())
        for user_id in self.users:
            local.add_user(user_id, f"User{user_id}", language_code="en")
        local.listeners.append(self.hear)

    async def prepare(self, command: str) -> None:
        """Have every chat send a command once, and wait until all are answered."""
        for user_id in self.users:
            self.ask(user_id, command, "")
        await self.quiet()

    async def run(self) -> None:
        """Keep every chat busy until enough is measured, and wait until none is left without its answer."""
        self.busy = True
        for user_id in self.users:
            self.go_on(user_id)
        await self.watched(self.done)
        await self.quiet()

    async def watched(self, event: asyncio.Event) -> None:
        """Wait for an event for as long as no chat waits for its answer too long."""
        while not event.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), 1)
            self.check_patience()

    async def quiet(self) -> None:
        """Wait until no chat waits."""
        while self.asked or (self.began and self.flooded < self.flood):
            self.check_patience()
            await asyncio.sleep(0.02)

    def check_patience(self) -> None:
        """Give up on a bot that keeps any chat waiting too long: it has lost a command."""
        waiting = [text for at, text in self.asked.values() if time.perf_counter() - at > self.patience]
        if waiting:
            raise Silent(f"{len(waiting)} of {len(self.users)} chats got no answer within {self.patience:g} s")

    def go_on(self, user_id: int) -> None:
        """Let a chat send the next command."""
        number = next(self.numbers)
        self.ask(user_id, self.words.fill(self.command, number), self.words.fill(self.expected, number))

    def ask(self, user_id: int, command: str, expected: str) -> None:
        """Let a chat send a command."""
        self.asked[user_id] = time.perf_counter(), expected
        self.local.say(user_id, user_id, command)

    def hear(self, event: str, body: Json) -> None:
        """Take the time of an answer, then let its chat go on."""
        if event != "sent" or not body["from"]["is_bot"]:
            return
        now, chat_id, text = time.perf_counter(), body["chat"]["id"], body.get("text", "")
        if chat_id == self.flooder:
            self.flooded += 1
            return
        asked_at, expected = self.asked.pop(chat_id, (now, "\0"))
        if expected not in text:
            self.wrong.append(text[:SHOWN])
        if self.busy:
            self.note(now, now - asked_at)
            self.forget_old(chat_id)
        if self.busy:
            self.go_on(chat_id)

    def note(self, now: float, latency: float) -> None:
        """Count an answer, and its latency once the bot is warm."""
        self.answered += 1
        if self.answered == self.warmup:
            self.began = now
            tell("warm")
            for _ in range(self.flood):
                self.local.say(self.flooder, self.flooder, FLOOD)
        elif self.answered > self.warmup:
            self.latencies.append(latency)
        if self.answered == self.warmup + self.updates:
            self.ended, self.busy = now, False
            self.done.set()

    def forget_old(self, chat_id: int) -> None:
        """Keep a chat from growing over a long run."""
        posts = self.local.chats[chat_id].posts
        for message_id in list(posts)[:-KEPT_MESSAGES]:
            del posts[message_id]

    def result(self) -> dict[str, object]:
        """Return what was measured; wrong are the answers that were not as expected, or that nobody waited for."""
        seconds = self.ended - self.began
        shares = quantiles(self.latencies, n=100)
        return {
            "updates": len(self.latencies),
            "seconds": round(seconds, 3),
            "per_second": round(len(self.latencies) / seconds, 1),
            "p50_ms": round(shares[49] * 1000, 3),
            "p99_ms": round(shares[98] * 1000, 3),
            "wrong": len(self.wrong),
            "first_wrong": next(iter(self.wrong), None),
        }


def tell(event: str, **facts: object) -> None:
    """Print an event for whoever started this."""
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


async def measure(given: argparse.Namespace) -> None:
    """Serve a bot until enough updates are answered, and tell the figures."""
    load = Load(Town(given.token, given.first_message), given)
    runner = await serve(load.local, given.port)
    tell("listening", address=address(runner))
    for command in given.prepare:
        await load.prepare(command)
    await load.run()
    tell("finished", **load.result())
    if given.stay:
        await asyncio.Event().wait()


def options() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one, which the first line tells")
    parser.add_argument("--token", default="123456:local")
    parser.add_argument("--chats", type=int, default=64)
    parser.add_argument("--prepare", action="append", default=[], help="a command that every chat sends beforehand")
    parser.add_argument("--command", default="/budget mom christmas", help="for words in braces see bench/words.py")
    parser.add_argument("--expect", default="", help="what every answer must contain; braces likewise")
    parser.add_argument("--warmup", type=int, default=500, help="updates answered before measuring begins")
    parser.add_argument("--updates", type=int, default=5000, help="updates measured")
    parser.add_argument("--flood", type=int, default=0, help="commands that one more chat sends at once when warm")
    parser.add_argument(
        "--patience", type=float, default=30, help="seconds after which a chat without answer is an error"
    )
    parser.add_argument("--first-message", type=int, default=1, help="for a database that has met this town before")
    parser.add_argument("--stay", action="store_true", help="serve on after the figures, until told to stop")
    return parser


if __name__ == "__main__":
    try:
        asyncio.run(measure(options().parse_args()))
    except Silent as problem:
        sys.exit(str(problem))
