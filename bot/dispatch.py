"""The transaction: from what was said to what is answered, whole or not at all."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog

from bot import answers, asides, corrections, downloads, exposures
from bot.ledger import Ledger, Work
from bot.presence import Presence
from bot.turn import Turn
from domain.house import House
from domain.messages import Document, Movement, Outgoing, Place, Said
from domain.refusals import NoFamily, QuestionClosed, Refusal, Unknowable
from handlers.registry import COMMANDS, PRESSES, meant
from handlers.request import Request, Words
from handlers.welcome import unknown_command
from replies import welcome
from replies.refusals import refused, refused_press, went_wrong
from repositories.unit_of_work import UnitOfWork
from services import chats
from services.arrivals import overhear

log = structlog.get_logger()

Deliver = Callable[[Sequence[Outgoing], int | None], None]
"""Takes what was committed; and how often who reads what had changed before it was written, if that is known."""

Fetch = Callable[[Document], Awaitable[None]]
"""Gets a file from Telegram."""

_INTRODUCES = re.compile(r"/(iam|person|family|start|undo)\b|who:|undo:|ask:")
"""What may change who somebody is, and so who reads what."""
_INTRODUCES_SELF = re.compile(r"/iam\b|who:\d+:me\b")
"""What says who the speaker is."""
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@(\w+))?(?=\s|$)")


@dataclass(slots=True)
class _Queue:
    """What was said in a group while it is found out who reads it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of something said, and whether somebody turned out to read where it was said."""

    outgoing: list[Outgoing]
    introduced: bool


@dataclass(frozen=True, slots=True)
class _LinedUp:
    """Work that was handed in, and how often who reads what had changed before."""

    judged: int
    work: asyncio.Future[Any]


class Dispatch:
    """Carries out what is said, each piece in its place of one transaction, and hands on what is to be answered."""

    def __init__(
        self, ledger: Ledger, deliver: Deliver, house: House, presence: Presence, *, fetch: Fetch | None = None
    ) -> None:
        self._ledger = ledger
        self._deliver = deliver
        self._house = house
        self._presence = presence
        self._fetch = fetch
        self._looking: dict[int, _Queue] = {}

    async def hear(self, said: Said) -> None:
        """Carry out what was said; when this returns it is committed, and the answer is on its way."""
        try:
            lined_up = await self._lined_up(partial(_carry_out, said, self._house), said.chat_id, said)
            done = await lined_up.work
        except Exception:
            log.exception("update_failed", kind=said.kind)
            outgoing = await self._ledger.enter(partial(_apologise, said, self._house), said.chat_id)
            return self._deliver(outgoing, None)
        if done.introduced or _INTRODUCES.match(said.text):
            self._presence.changed()
        return self._deliver(done.outgoing, lined_up.judged)

    async def see(self, movement: Movement) -> None:
        """Note that somebody came to a group or left it, in its place among what is said there."""
        self._presence.changed(movement.chat_id)
        note = partial(exposures.came_or_went, movement=movement)
        outgoing = await (await self._lined_up(note, movement.chat_id)).work
        self._presence.changed(movement.chat_id)
        self._deliver(outgoing, None)

    async def greet(self, place: Place) -> None:
        """Say in a group how to begin, if this is the first that is heard of it."""
        outgoing = await (await self._lined_up(partial(_greet, place), place.chat_id)).work
        self._presence.changed(place.chat_id)
        self._deliver(outgoing, None)

    async def _lined_up(self, work: Work, chat: int, said: Said | None = None) -> _LinedUp:
        """Hand in work in the order in which it was said; first find out who reads a group, if nobody knows."""
        if chat not in self._looking and not (said and self._to_find_out(said)):
            return self._line_up(work, chat)
        queue = self._looking.setdefault(chat, _Queue())
        queue.length += 1
        try:
            async with queue.lock:
                if said and self._to_find_out(said):
                    await self._find_out(said)
                return self._line_up(work, chat)
        finally:
            queue.length -= 1
            if not queue.length:
                del self._looking[chat]

    def _line_up(self, work: Work, chat: int) -> _LinedUp:
        return _LinedUp(self._presence.changes, self._ledger.line_up(work, chat))

    def _to_find_out(self, said: Said) -> bool:
        if self._fetch and downloads.is_wanted(said):
            return True
        return bool(_INTRODUCES_SELF.match(said.text)) or not (said.private or self._presence.knows(said.chat_id))

    async def _find_out(self, said: Said) -> None:
        """Ask Telegram who reads the group, and which groups somebody reads who is about to say who they are.

        A file that is to be read is fetched too, before anything else of the chat goes on.
        """
        if self._fetch and said.document and downloads.is_wanted(said):
            await self._fetch(said.document)
        if not said.private and not self._presence.knows(said.chat_id):
            await self._presence.look(said.chat_id)
        if _INTRODUCES_SELF.match(said.text) and not said.anonymous:
            met = await self._ledger.enter(partial(_meet, said, self._house), said.chat_id)
            self._deliver(met, None)
            await self._presence.find(said.speaker.telegram_user_id)


async def _meet(said: Said, house: House, uow: UnitOfWork) -> list[Outgoing]:
    """Make a speaker known before it is found out what else they read."""
    await Turn(uow, said, house).arrive(starts_family=False)
    return uow.told


async def _greet(place: Place, uow: UnitOfWork) -> list[Outgoing]:
    conversation = await chats.brought_into(uow, place)
    if conversation is None:
        return []
    return [uow.messages.say(conversation, welcome.entered().text, {}, family_id=conversation.family_id)]


async def _carry_out(said: Said, house: House, uow: UnitOfWork) -> _Done:
    """Carry out what was said; what is to be told besides comes behind the answer."""
    turn = Turn(uow, said, house)
    outgoing = await _tell_apart(turn, said, house)
    await turn.alarm()
    return _Done([*outgoing, *uow.told], uow.readers_changed)


async def _tell_apart(turn: Turn, said: Said, house: House) -> list[Outgoing]:
    """Tell what was said apart: a press, a command, an answer, or nothing for us."""
    if said.kind == "press":
        return await _press(turn)
    match = _COMMAND.match(said.text)
    if match and match[2] and match[2].lower() != house.bot.lower():
        return []
    if match is None or answers.cancels(said.text):
        return await (_reworded(turn) if said.kind == "edit" else _words(turn))
    name, addressee = match[1].lower(), match[2]
    if name not in COMMANDS and not addressee and not said.private:
        return []
    return await (_nobody(turn) if said.anonymous else _command(turn, name, said.text[match.end() :]))


async def _apologise(said: Said, house: House, uow: UnitOfWork) -> list[Outgoing]:
    turn = Turn(uow, said, house)
    await turn.arrive(starts_family=False)
    return [] if turn.scene.seen else turn.answer(went_wrong())


async def _command(turn: Turn, name: str, text: str) -> list[Outgoing]:
    """Carry out a command, once."""
    known = COMMANDS.get(name)
    try:
        await turn.arrive(starts_family=known is not None and known.begins_in(private=turn.said.private))
    except Refusal as refusal:
        await turn.arrive(starts_family=False)
        return [] if turn.scene.seen else turn.answer(refused(refusal))
    if turn.scene.seen:
        corrected = turn.said.kind == "edit" and turn.scene.family
        return await corrections.correct(turn, name, text) if corrected else []
    turn.hear()
    if known is None:
        return turn.say(refused(unknown_command(name)))
    if turn.scene.family is None and known.begins != "nowhere":
        return turn.say(refused(NoFamily()))
    return await _carried_out(turn, name, text)


async def _carried_out(turn: Turn, name: str, text: str) -> list[Outgoing]:
    asked = turn.question_for(name, text)
    outgoing = await turn.conclude(await turn.run(COMMANDS[name].handle, asked), name, asked)
    return [*await asides.beside(turn, name), *outgoing]


async def _nobody(turn: Turn) -> list[Outgoing]:
    """Answer whom nobody can tell from the others, and change nothing."""
    turn.scene = await overhear(turn.uow, turn.said)
    return [] if turn.scene.seen else turn.answer(refused(Unknowable()))


async def _reworded(turn: Turn) -> list[Outgoing]:
    """Take what was edited and is no command: it may have been one, and may mean one without its name."""
    if (await turn.uow.scenes.load(turn.said)).seen is None:
        return []
    await turn.arrive(starts_family=False)
    if turn.scene.family is None:
        return []
    return await corrections.reword(turn, await _meant(turn))


async def _meant(turn: Turn) -> str | None:
    """Find the command that words mean without its name: they are for the bot in private, or in reply to it."""
    said = turn.said
    if turn.scene.family is None or said.anonymous or not (said.private or said.reply_to):
        return None
    return await meant(Request(said, turn.scene, turn.uow.now, Words(said.text), turn.house), turn.uow)


async def _words(turn: Turn) -> list[Outgoing]:
    """Take words that are no command: in private, or in reply to the bot, they may answer a question."""
    if turn.said.anonymous or not (turn.said.private or turn.said.reply_to):
        return []
    await turn.arrive(starts_family=False)
    if turn.scene.seen:
        return []
    asked, name = await answers.question_replied_to(turn), await _meant(turn)
    if asked and asked.command != name:
        return await answers.reply(turn, asked)
    if name:
        if asked:
            await answers.pass_over(turn, asked)
        turn.hear(told=name)
        return await _carried_out(turn, name, turn.said.text)
    if not turn.said.private:
        return []
    turn.hear(told="")
    return turn.say(welcome.not_understood() if turn.scene.family else refused(NoFamily()))


async def _press(turn: Turn) -> list[Outgoing]:
    """Carry out what a button stands for, once."""
    await turn.arrive(starts_family=False)
    if turn.scene.seen:
        return []
    turn.hear()
    kind, _, data = turn.said.text.partition(":")
    if kind == "ask":
        return await answers.press(turn, *data.split(":", 1))
    if kind not in PRESSES:
        return turn.say(refused_press(QuestionClosed()))
    if turn.scene.family is None and kind != "family":
        return turn.say(refused_press(NoFamily()))
    pressed = turn.question_for(kind, data.replace(":", " "))
    outgoing = await turn.conclude(await turn.run(PRESSES[kind].handle, pressed), kind, pressed)
    return [*await asides.beside(turn, kind), *outgoing]
