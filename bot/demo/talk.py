"""The talk of the town: carries out what is typed, one line at a time."""

from collections.abc import Callable

from bot.demo.lines import Line, read
from bot.demo.town import FAMILY, GROUP, Impossible, Town

HELP = f"""\
TEXT            says it, or 2 presses button 2 of what the speaker last saw
Ben: TEXT       Ben says it in the group       Ben > TEXT   in his private chat with the bot
Ben: [photo] TEXT                              Ben posts a picture with TEXT below it
Ben: [file bank.csv] /import                   Ben sends a file of yours with words below it
Ben ! 2         Ben presses button 2 of what he last saw; Ben ^ TEXT replies to it
:ben            speak as Ben from now on       :join Zoe    somebody new joins the group
:private        in the speaker's private chat  :group       in "{GROUP}"
:press 2        presses a button               :reply TEXT  replies to what the bot said last
:edit TEXT      corrects what one wrote last   :who         who is here
:help           shows this                     :quit        leaves, as Ctrl-D does"""


class Leave(Exception):  # noqa: N818 - an event, not an error
    """Somebody has seen enough."""


class Talk:
    """Knows who speaks where, and does what a line says; notices are what the demo itself has to say."""

    def __init__(self, town: Town, *, strangers: bool) -> None:
        self.town = town
        self.speaker = FAMILY[0]
        self.private = False
        self.notices: list[str] = []
        self._strangers = strangers
        self._words: dict[str, Callable[[str], None]] = {
            "private": lambda _: self._move(private=True),
            "group": lambda _: self._move(private=False),
            "press": lambda text: self.town.touch(self.speaker, text),
            "reply": lambda text: self.town.answer(self.speaker, text),
            "edit": lambda text: self.town.correct(self.speaker, text, private=self.private),
            "join": self._join,
            "who": lambda _: self._tell_who(),
            "help": lambda _: self.notices.append(HELP),
            "quit": self._quit,
        }

    @property
    def prompt(self) -> str:
        """Tell who speaks where."""
        return f"{self.speaker} > " if self.private else f"{self.speaker}: "

    def hear(self, text: str) -> bool:
        """Carry out a line; false for one that says nothing."""
        line = read(text, self._is_name)
        if line is not None:
            try:
                self._do(line)
            except Impossible as problem:
                self.notices.append(f"({problem})")
        return line is not None

    def _is_name(self, name: str) -> bool:
        return self._strangers or self.town.find(name) is not None

    def _do(self, line: Line) -> None:
        if line.kind == "told":
            self._obey(line.who, line.text)
        elif line.kind == "plain":
            self._speak(line.text)
        else:
            self._take_part(line)

    def _take_part(self, line: Line) -> None:
        name = self.town.find(line.who)
        if name is None:
            self._join(line.who)
            name = line.who
        if self._strangers:
            self.speaker = name
            self.private = line.kind == "private" if line.kind in {"group", "private"} else self.private
        if line.kind == "press":
            self.town.touch(name, line.text)
        elif line.kind == "reply":
            self.town.answer(name, line.text)
        elif line.text:
            self.town.speak(name, line.text, private=line.kind == "private")

    def _speak(self, text: str) -> None:
        if text.isdecimal() and self.town.can_touch(self.speaker, text):
            self.town.touch(self.speaker, text)
        else:
            self.town.speak(self.speaker, text, private=self.private)

    def _obey(self, word: str, text: str) -> None:
        if word in self._words:
            self._words[word](text)
        elif name := self.town.find(word):
            self.speaker = name
            if text:
                self._speak(text)
        else:
            raise Impossible(f"There is no {word} here; :help shows what can be typed")

    def _move(self, *, private: bool) -> None:
        self.private = private

    def _join(self, name: str) -> None:
        if not name or self.town.find(name):
            raise Impossible("Name somebody new")
        self.town.welcome(name)
        self.notices.append(f"({name} joins {GROUP})")

    def _tell_who(self) -> None:
        self.notices.append(f"{', '.join(self.town.people)} are in {GROUP}; each has a private chat with the bot too.")

    def _quit(self, _text: str) -> None:
        raise Leave
