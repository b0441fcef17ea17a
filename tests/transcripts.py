"""Stories told as conversations, in the notation of the demo, played by the real bot on either engine."""

import re
from dataclasses import dataclass
from datetime import datetime
from inspect import cleandoc
from pathlib import Path
from typing import Any

from bot.app import Nestegg
from bot.demo.display import Display
from bot.demo.talk import Talk
from bot.demo.town import Town
from bot.settings import Settings
from tests.chat import Clock

_CLOCK = re.compile(r"\(it is (\d\d):(\d\d)\)")
_LATER = re.compile(r"\((\d+) days later\)")
_COMES = re.compile(r"\((\w+) joins Planners\)")
_PLANNED = re.compile(r"(\w+) \+ (.*)")
_SPOKEN = re.compile(r"(?!Nestegg)[^\W\d_]+\s?[:>^!] .*|:edit .*")


class Stage:
    """The town of the demo, with a clock that stands still."""

    def __init__(self, database_url: str) -> None:
        self.clock = Clock()
        self.town = Town(self._now)
        self._second: int | None = None
        self.settings = Settings(
            _env_file=None, TELEGRAM_BOT_TOKEN=self.town.token, DATABASE_URL=database_url, NESTEGG_PACE="off"
        )

    async def play(self, story: str) -> str:
        """Say what people say in a story, and write the story as it goes then."""
        bot = self.town.bot_for(self.settings)
        async with bot:
            self.town.meet()
            await self.town.settle(bot)
            self.town.forget()
            talk, display = Talk(self.town, strangers=False), Display(self.town, Path(), colours=False)
            told: list[str] = []
            for line in story.splitlines():
                if later := _LATER.fullmatch(line):
                    self.clock.move(days=int(later[1]))
                    await bot.jobs.tick()
                elif moment := _CLOCK.fullmatch(line):
                    self.clock.now = self.clock.now.replace(hour=int(moment[1]), minute=int(moment[2]))
                    await bot.delivery.sweep()
                elif planned := _PLANNED.fullmatch(line):
                    self.town.say(self.town.people[planned[1]], await self._planners(bot), planned[2])
                elif comes := _COMES.fullmatch(line):
                    self.town.join(await self._planners(bot), self.town.people[comes[1]])
                elif _SPOKEN.fullmatch(line):
                    assert talk.hear(line)
                else:
                    continue
                await self.town.settle(bot)
                news = (each for event, body in self.town.take_news() for each in display.lines(event, body))
                notices, talk.notices = talk.notices, []
                told += [line, *notices, *news]
        return "\n".join(told)

    async def _planners(self, bot: Nestegg) -> int:
        """Open the planners' group of the family, with Ann, Ben and the bot in it, when it is first spoken of."""
        town, ann = self.town, self.town.people["Ann"]
        if self._second is None:
            town.say(ann, ann, "/invite")
            await town.settle(bot)
            token = str(town.messages(ann)[-1]["text"]).partition("startgroup=")[2].split()[0]
            self._second = town.add_group("Planners", [ann, town.people["Ben"]])
            town.add_bot(self._second, by=ann)
            town.promote_bot(self._second)
            town.say(ann, self._second, f"/start {token}")
            await town.settle(bot)
            town.forget()
        return self._second

    def _now(self) -> datetime:
        return self.clock()


@dataclass(frozen=True)
class Story:
    """A conversation as it is written, and as it goes."""

    written: str
    heard: str


def story_of(function: Any) -> str:
    """Give the conversation that is a test's docstring."""
    return cleandoc(function.__doc__)


def fenced(paper: str) -> list[str]:
    """Give the conversations among the fenced blocks of a paper."""
    blocks = re.findall(r"^```\w*\n(.*?)\n```$", paper, re.DOTALL | re.MULTILINE)
    return [block for block in blocks if re.search(r"^Nestegg", block, re.MULTILINE)]
