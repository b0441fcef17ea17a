"""A Bot API server that keeps private chats busy and measures how fast a bot answers them."""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from statistics import quantiles

from bot.localgram import LocalTelegram
from bot.localgram.server import serve
from bot.localgram.wire import Json

FIRST_USER = 10_001
KEPT_MESSAGES = 20
LARGEST_NUMBER = 9_999


@dataclass
class Load:
    """A closed loop: every chat has one command outstanding, the answer to it brings the next."""

    local: LocalTelegram
    command: str
    warmup: int
    updates: int
    done: asyncio.Event = field(default_factory=asyncio.Event)
    latencies: list[float] = field(default_factory=list)
    answered: int = 0
    began: float = 0.0
    asked: dict[int, float] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def begin(self, chats: int) -> None:
        """Let every chat send its first command."""
        self.local.listeners.append(self.hear)
        for user_id in range(FIRST_USER, FIRST_USER + chats):
            self.local.add_user(user_id, f"User{user_id}", language_code="en")
            self.ask(user_id)

    def ask(self, user_id: int) -> None:
        """Let a chat send a command."""
        number = next(self.numbers) % LARGEST_NUMBER + 1
        self.asked[user_id] = time.perf_counter()
        self.local.say(user_id, user_id, self.command.replace("{n}", str(number)))

    def hear(self, event: str, body: Json) -> None:
        """Take the time of an answer, then let its chat go on."""
        if event == "sent" and body["from"]["is_bot"] and not self.done.is_set():
            chat_id = body["chat"]["id"]
            self.note(time.perf_counter(), chat_id)
            self.forget_old(chat_id)
            self.ask(chat_id)

    def note(self, now: float, chat_id: int) -> None:
        """Count an answer, and its latency once the bot is warm."""
        self.answered += 1
        if self.answered == self.warmup:
            self.began = now
        elif self.answered > self.warmup:
            self.latencies.append(now - self.asked[chat_id])
        if self.answered >= self.warmup + self.updates:
            self.done.set()

    def forget_old(self, chat_id: int) -> None:
        """Keep a chat from growing over a long run."""
        posts = self.local.chats[chat_id].posts
        for message_id in list(posts)[:-KEPT_MESSAGES]:
            del posts[message_id]

    def result(self) -> dict[str, float]:
        """Return what was measured."""
        seconds = time.perf_counter() - self.began
        shares = quantiles(self.latencies, n=100)
        return {
            "updates": len(self.latencies),
            "seconds": round(seconds, 3),
            "per_second": round(len(self.latencies) / seconds, 1),
            "p50_ms": round(shares[49] * 1000, 3),
            "p99_ms": round(shares[98] * 1000, 3),
        }


async def measure(options: argparse.Namespace) -> dict[str, float]:
    """Serve a bot until enough updates are answered; return the figures."""
    load = Load(LocalTelegram(options.token), options.command, max(options.warmup, 1), options.updates)
    load.begin(options.chats)
    await serve(load.local, options.port)
    await load.done.wait()
    return load.result()


def options() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.server", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--token", default="123456:local")
    parser.add_argument("--chats", type=int, default=64)
    parser.add_argument("--command", default="/budget mom christmas", help="{n} becomes a growing number, 1 to 9999")
    parser.add_argument("--warmup", type=int, default=500, help="updates answered before measuring begins")
    parser.add_argument("--updates", type=int, default=5000, help="updates measured")
    return parser


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(measure(options().parse_args()))) + "\n")
