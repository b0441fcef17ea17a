"""The transaction: from what was said to what is answered, whole or not at all."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

import structlog

from bot.ledger import Ledger
from domain.changes import Effect
from domain.house import House
from domain.messages import Mention, Outgoing, Said
from domain.questions import Ask, Question
from domain.refusals import QuestionClosed, Refusal, SomebodyElses
from domain.scenes import Scene
from handlers.registry import COMMANDS, PRESSES, Command, Handler
from handlers.request import Request, Words
from handlers.welcome import unknown_command
from replies import changes as change_replies
from replies import questions as question_replies
from replies import welcome
from replies.refusals import refused, refused_press, went_wrong
from replies.reply import Reply, pages, with_undo
from repositories.failures import Conflict, Unavailable
from repositories.unit_of_work import UnitOfWork
from services import changes, questions
from services.arrivals import arrive
from services.questions import OpenQuestion

log = structlog.get_logger()

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@(\w+))?(?=\s|$)")
_EDITABLE = {"pending", "sent"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: an answer, or a question back; and what it changed."""

    reply: Reply | None = None
    question: Question | None = None
    effects: Sequence[Effect] = ()
    refusal: bool = False


class Dispatch:
    """Carries out what is said, each piece in its place of one transaction, and hands on what is to be answered."""

    def __init__(self, ledger: Ledger, deliver: Callable[[Sequence[Outgoing]], None], house: House) -> None:
        self._ledger = ledger
        self._deliver = deliver
        self._house = house

    async def hear(self, said: Said) -> None:
        """Carry out what was said; when this returns it is committed, and the answer is on its way."""
        try:
            outgoing = await self._ledger.enter(partial(_carry_out, said, self._house))
        except Exception:
            log.exception("update_failed", kind=said.kind)
            outgoing = await self._ledger.enter(partial(_apologise, said, self._house))
        self._deliver(outgoing)


async def _carry_out(said: Said, house: House, uow: UnitOfWork) -> list[Outgoing]:
    """Tell what was said apart: a press, a command, an answer, or nothing for us."""
    if said.kind == "press":
        return await _Turn(uow, said, house).press()
    match = _COMMAND.match(said.text)
    if match is None:
        return await _Turn(uow, said, house).words()
    name, addressee = match[1].lower(), match[2]
    if addressee and addressee.lower() != house.bot.lower():
        return []
    if name not in COMMANDS and not addressee and not said.private:
        return []
    return await _Turn(uow, said, house).command(name, said.text[match.end() :])


async def _apologise(said: Said, house: House, uow: UnitOfWork) -> list[Outgoing]:
    turn = _Turn(uow, said, house)
    await turn.arrive(starts_family=False)
    return [] if turn.scene.seen else turn.answer(went_wrong())


class _Turn:
    """One thing said, on its way through one unit of work."""

    def __init__(self, uow: UnitOfWork, said: Said, house: House) -> None:
        self.uow = uow
        self.said = said
        self.house = house
        self.scene: Scene
        self.heard: UUID

    async def arrive(self, *, starts_family: bool) -> None:
        """Find out who speaks where."""
        self.scene = await arrive(self.uow, self.said, self.house, starts_family=starts_family)

    # --- what is said

    async def command(self, name: str, text: str) -> list[Outgoing]:
        """Carry out a command, once."""
        known = COMMANDS.get(name)
        try:
            await self.arrive(starts_family=known is not None and known.starts_family)
        except Refusal as refusal:
            await self.arrive(starts_family=False)
            return [] if self.scene.seen else self.answer(refused(refusal))
        if self.scene.seen:
            return await self.correct(known, text) if self.said.kind == "edit" and known else []
        self.hear()
        if known is None:
            return self.say(refused(unknown_command(name)))
        asked = self.question_for(name, text)
        return await self.conclude(await self.run(known.handle, asked), name, asked)

    async def correct(self, known: Command, text: str) -> list[Outgoing]:
        """Carry out a command that was edited: its new effect and answer take the place of the old ones."""
        seen = self.scene.seen
        if seen is None or seen.content == self.said.text:
            return []
        self.heard = seen.id
        asked = self.question_for(known.name, text)
        outcome = await self.run(known.handle, asked, corrects=True)
        if outcome.reply and not outcome.refusal:
            await self.uow.messages.update(seen.id, content=self.said.text)
            return await self.conclude(outcome, known.name, asked, edit=await self.first_answer(seen.id))
        return await self.conclude(outcome, known.name, asked)

    async def words(self) -> list[Outgoing]:
        """Take words that are no command: an answer to a question, or the end of a command that was edited away."""
        if not self.said.private and not self.said.reply_to and self.said.kind != "edit":
            return []
        await self.arrive(starts_family=False)
        if self.said.kind == "edit":
            return await self.take_back()
        if self.scene.seen:
            return []
        asked = await self.question_replied_to()
        if asked is None:
            return self.answer(welcome.not_understood()) if self.said.private else []
        self.hear()
        if asked.by != self.speaker:
            return self.say(refused(SomebodyElses()))
        return await self.go_on(asked, {"text": self.said.text})

    async def take_back(self) -> list[Outgoing]:
        """Take back a command that was edited into something else."""
        seen = self.scene.seen
        if seen is None or not seen.content.startswith("/"):
            return []
        self.heard = seen.id

        async def handle(_request: Request, uow: UnitOfWork) -> Reply:
            await uow.messages.update(seen.id, content=self.said.text)
            return change_replies.withdrawn()

        outcome = await self.run(handle, self.question_for("undo", ""), corrects=True)
        edit = None if outcome.refusal else await self.first_answer(seen.id)
        return [] if edit is None and not outcome.refusal else self.say(outcome.reply or went_wrong(), edit=edit)

    async def press(self) -> list[Outgoing]:
        """Carry out what a button stands for, once."""
        await self.arrive(starts_family=False)
        if self.scene.seen:
            return []
        self.hear()
        kind, _, data = self.said.text.partition(":")
        if kind == "ask":
            return await self.press_answer(*data.split(":", 1))
        if kind not in PRESSES:
            return self.say(refused_press(QuestionClosed()))
        pressed = self.question_for(kind, data.replace(":", " "))
        return await self.conclude(await self.run(PRESSES[kind], pressed), kind, pressed)

    async def press_answer(self, key: str, choice: str = "") -> list[Outgoing]:
        """Take the press of a button below a question."""
        conversation = self.scene.conversation
        asked = questions.find(conversation, key) if conversation else None
        if conversation is None or asked is None:
            return self.say(refused_press(QuestionClosed()))
        if asked.by != self.speaker:
            return self.say(refused_press(SomebodyElses()))
        if asked.expired(self.uow.now):
            await questions.close(self.uow, conversation, key)
            return self.say(question_replies.timed_out())
        if choice == question_replies.CANCEL:
            await questions.close(self.uow, conversation, key)
            return self.say(question_replies.cancelled())
        if not choice.isdecimal() or int(choice) >= len(asked.values):
            return self.say(refused_press(QuestionClosed()))
        return await self.go_on(replace(asked, telegram=self.said.message_id), asked.values[int(choice)])

    async def go_on(self, asked: OpenQuestion, value: dict[str, Any]) -> list[Outgoing]:
        """Run the command that waited, now that more is known."""
        answered = replace(asked, answers=asked.answered(value))
        handle = COMMANDS[asked.command].handle
        outcome = await self.run(handle, answered, corrects=True)
        conversation = self.scene.conversation
        if conversation and not outcome.question and not (outcome.refusal and self.said.kind != "press"):
            await questions.close(self.uow, conversation, asked.key)
        return await self.conclude(outcome, asked.command, answered)

    # --- carrying it out

    async def run(self, handle: Handler, asked: OpenQuestion, *, corrects: bool = False) -> Outcome:
        """Run a handler so that whatever stops it leaves nothing behind; what it corrects is taken back first."""
        try:
            async with self.uow.part():
                if corrects and (earlier := await self.uow.changes.get_by_message(UUID(asked.message))):
                    await changes.take_back(self.uow, earlier)
                    self.scene = await self.uow.scenes.load(self.said, self.uow.family_id)
                reply = await handle(self.request_for(asked), self.uow)
        except Ask as ask:
            return Outcome(question=ask.question)
        except Refusal as refusal:
            render = refused_press if self.said.kind == "press" else refused
            return Outcome(render(refusal), refusal=True)
        except (Conflict, Unavailable):
            raise
        except Exception:
            log.exception("handler_failed", kind=self.said.kind)
            return Outcome(went_wrong(), refusal=True)
        return Outcome(reply, effects=self.uow.effects)

    async def conclude(
        self, outcome: Outcome, what: str, asked: OpenQuestion, edit: UUID | None = None
    ) -> list[Outgoing]:
        """Journal what was changed, and say what came of it."""
        if outcome.question is not None:
            return await self.ask(outcome.question, asked)
        reply = outcome.reply or went_wrong()
        if outcome.effects and self.scene.user:
            key = self.uow.changes.add(
                outcome.effects, what=what, user_id=self.scene.user.id, message_id=UUID(asked.message)
            )
            reply = with_undo(reply, key.hex)
        return self.say(reply, edit=edit)

    async def ask(self, question: Question, asked: OpenQuestion) -> list[Outgoing]:
        """Ask back, and remember what for."""
        conversation, family = self.scene.conversation, self.scene.family
        if conversation is None or family is None:
            return self.say(went_wrong())
        outgoing = self.say(question_replies.asked(question, asked.key, family))
        shown = asked.shown if self.said.kind == "press" else outgoing[0].id.hex
        telegram = asked.telegram if self.said.kind == "press" else None
        waiting = replace(
            asked,
            shown=shown,
            telegram=telegram,
            slot=question.slot,
            free=question.free,
            values=question.values,
            until=questions.until(self.uow.now),
        )
        await questions.keep(self.uow, conversation, waiting)
        return outgoing

    # --- what is remembered and said

    @property
    def speaker(self) -> str:
        """Name the account that speaks."""
        return self.scene.user.id.hex if self.scene.user else ""

    def hear(self) -> None:
        """Remember what was said."""
        conversation, user = self.scene.conversation, self.scene.user
        if conversation is None or user is None:
            message = "nobody speaks nowhere"
            raise RuntimeError(message)
        self.heard = self.uow.messages.hear(self.said, conversation, user.id, self.uow.family_id)

    def answer(self, reply: Reply) -> list[Outgoing]:
        """Remember what was said, and answer it."""
        self.hear()
        return self.say(reply)

    def say(self, reply: Reply, edit: UUID | None = None) -> list[Outgoing]:
        """Say something in this chat: below what was said, or in place of the message pressed or corrected."""
        conversation = self.scene.conversation
        if conversation is None:
            return []
        parts = pages(reply.text)
        return [
            self.uow.messages.say(
                conversation,
                text,
                self.facts(reply, edit, first=at == 0, last=at == len(parts) - 1),
                family_id=self.uow.family_id,
                answers_id=self.heard,
                about=reply.about,
            )
            for at, text in enumerate(parts)
        ]

    def facts(self, reply: Reply, edit: UUID | None, *, first: bool, last: bool) -> dict[str, Any]:
        """Say how a part of a reply is sent."""
        facts: dict[str, Any] = {}
        if last and reply.buttons:
            facts["buttons"] = [[[one.label, one.data or None, one.url] for one in row] for row in reply.buttons]
        if not first:
            return facts
        if edit:
            facts["edit_row"] = edit.hex
        elif self.said.kind == "press":
            facts |= {"callback": self.said.callback_id, "toast": reply.toast, "alert": reply.alert}
            if reply.text:
                facts["edit"] = self.said.message_id
        elif not self.said.private:
            facts["reply_to"] = self.said.message_id
        return facts

    async def first_answer(self, heard: UUID) -> UUID | None:
        """Find the message that answered what is now corrected."""
        answers = await self.uow.messages.list_answers(heard)
        sent = [one for one in answers if one.delivery in _EDITABLE and not one.facts.keys() & {"edit", "edit_row"}]
        return sent[0].id if sent else None

    # --- questions

    def question_for(self, name: str, text: str) -> OpenQuestion:
        """Write down a command as it would wait for an answer."""
        offset = len(self.said.text.encode("utf-16-le")) // 2 - len(text.encode("utf-16-le")) // 2
        return OpenQuestion(
            key=questions.new_key(),
            command=name,
            text=text,
            by=self.speaker,
            message=self.heard.hex,
            until="",
            shown="",
            slot="",
            free=False,
            values=[],
            mentions=[[one.offset - offset, one.length, one.telegram_user_id] for one in self.said.mentions],
        )

    def request_for(self, asked: OpenQuestion) -> Request:
        """Give a command its words, and what was answered since."""
        words = Words(asked.text, [Mention(*mention) for mention in asked.mentions])
        return Request(self.said, self.scene, self.uow.now, words, self.house, asked.answers)

    async def question_replied_to(self) -> OpenQuestion | None:
        """Find the question that words answer: the one replied to, in private else the latest of the speaker's."""
        conversation, said = self.scene.conversation, self.said
        if conversation is None:
            return None
        waiting = [one for one in questions.open_questions(conversation) if one.free and not one.expired(self.uow.now)]
        if said.reply_to:
            row = await self.uow.messages.get_by_telegram_id(said.chat_id, said.reply_to) if waiting else None
            shown = row.id.hex if row else None
            if found := [one for one in waiting if one.telegram == said.reply_to or one.shown == shown]:
                return found[-1]
        own = [one for one in waiting if one.by == self.speaker and said.private]
        return own[-1] if own else None
