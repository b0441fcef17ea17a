"""The transaction: from what was said to what is answered, whole or not at all."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

import structlog

from bot.ledger import Ledger
from domain.changes import Change, Effect
from domain.house import House
from domain.messages import Mention, Message, Outgoing, Place, Said
from domain.questions import Ask, Question
from domain.refusals import NoFamily, OnlyButtons, QuestionClosed, Refusal, SomebodyElses, Unknowable
from domain.scenes import Scene
from handlers.registry import COMMANDS, PRESSES, Handler
from handlers.request import Request, Words
from handlers.welcome import unknown_command
from replies import changes as change_replies
from replies import families as family_replies
from replies import questions as question_replies
from replies import welcome
from replies.refusals import refused, refused_press, went_wrong
from replies.reply import Reply, pages, with_undo
from repositories.failures import Conflict, Unavailable
from repositories.unit_of_work import UnitOfWork
from services import changes, chats, questions
from services.arrivals import arrive, overhear
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

    async def greet(self, place: Place) -> None:
        """Say in a group how to begin, if this is the first that is heard of it."""
        self._deliver(await self._ledger.enter(partial(_greet, place)))


async def _greet(place: Place, uow: UnitOfWork) -> list[Outgoing]:
    conversation = await chats.brought_into(uow, place)
    if conversation is None:
        return []
    return [uow.messages.say(conversation, welcome.entered().text, {}, family_id=conversation.family_id)]


async def _carry_out(said: Said, house: House, uow: UnitOfWork) -> list[Outgoing]:
    """Tell what was said apart: a press, a command, an answer, or nothing for us."""
    turn = _Turn(uow, said, house)
    if said.kind == "press":
        return await turn.press()
    match = _COMMAND.match(said.text)
    if match is None:
        return await turn.words()
    name, addressee = match[1].lower(), match[2]
    if addressee and addressee.lower() != house.bot.lower():
        return []
    if name not in COMMANDS and not addressee and not said.private:
        return []
    return await (turn.nobody() if said.anonymous else turn.command(name, said.text[match.end() :]))


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
            await self.arrive(starts_family=known is not None and known.begins_in(private=self.said.private))
        except Refusal as refusal:
            await self.arrive(starts_family=False)
            return [] if self.scene.seen else self.answer(refused(refusal))
        if self.scene.seen:
            return await self.correct(name, text) if self.said.kind == "edit" else []
        self.hear()
        if known is None:
            return self.say(refused(unknown_command(name)))
        if self.scene.family is None and known.begins != "nowhere":
            return self.say(refused(NoFamily()))
        asked = self.question_for(name, text)
        return await self.conclude(await self.run(known.handle, asked), name, asked)

    async def correct(self, name: str, text: str) -> list[Outgoing]:
        """Carry out a command that was edited: its new effect and answer take the place of the old ones."""
        seen = await self.seen_before_edit()
        if seen is None:
            return []
        asked, known = self.question_for(name, text), COMMANDS.get(name)
        if known is None:
            return await self.refuse(refused(unknown_command(name)), seen)
        outcome = await self.run(known.handle, asked, corrects=True)
        if outcome.refusal:
            return await self.refuse(outcome.reply or went_wrong(), seen)
        await self.uow.messages.update(seen.id, content=self.said.text, metadata={"edited": self.said.edited})
        return await self.conclude(outcome, name, asked, edit=_first(await self.uow.messages.list_answers(seen.id)))

    async def seen_before_edit(self) -> Message | None:
        """Find the message that is corrected; none when this correction, or a later one, was heard before."""
        seen = await self.uow.messages.get_by_id(self.scene.seen.id) if self.scene.seen else None
        if seen is None or self.said.text == seen.facts.get("refused", seen.content):
            return None
        if self.said.edited <= tuple(seen.facts.get("edited", ())):
            return None
        self.heard = seen.id
        if (here := self.scene.conversation) and await questions.close_about(self.uow, here, seen.id.hex):
            self.scene = await self.uow.scenes.load(self.said, self.uow.family_id)
        return seen

    async def refuse(self, refusal: Reply, seen: Message) -> list[Outgoing]:
        """Refuse a correction in the place of the answer; what stood before still stands, and is still to be seen."""
        facts = seen.facts | {"edited": self.said.edited, "refused": self.said.text}
        await self.uow.messages.update(seen.id, metadata=facts)
        answers = await self.uow.messages.list_answers(seen.id)
        edit = _first(answers)
        standing = await self.uow.changes.get_by_message(seen.id)
        if standing is None:
            return self.say(refusal, edit=edit)
        reply = change_replies.still_stands(refusal, _shown(standing, answers))
        return self.say(with_undo(reply, standing.id.hex), edit=edit)

    async def nobody(self) -> list[Outgoing]:
        """Answer whom nobody can tell from the others, and change nothing."""
        self.scene = await overhear(self.uow, self.said)
        return [] if self.scene.seen else self.answer(refused(Unknowable()))

    async def words(self) -> list[Outgoing]:
        """Take words that are no command: an answer to a question, or the end of a command that was edited away."""
        if self.said.anonymous or not (self.said.private or self.said.reply_to or self.said.kind == "edit"):
            return []
        await self.arrive(starts_family=False)
        if self.said.kind == "edit":
            return await self.take_back()
        if self.scene.seen:
            return []
        if asked := await self.question_replied_to():
            return await self.reply(asked)
        return self.answer(welcome.not_understood()) if self.said.private else []

    async def reply(self, asked: OpenQuestion) -> list[Outgoing]:
        """Take a reply to a question."""
        self.hear()
        if asked.by != self.speaker:
            return self.say(refused(SomebodyElses()))
        if asked.expired(self.uow.now):
            return self.say(question_replies.timed_out())
        if not asked.free:
            return self.say(refused(OnlyButtons()))
        return await self.go_on(asked, {"text": self.said.text})

    async def take_back(self) -> list[Outgoing]:
        """Take back a command that was edited into something else."""
        seen = await self.seen_before_edit()
        if seen is None or not seen.content.startswith("/"):
            return []

        async def handle(_request: Request, uow: UnitOfWork) -> Reply:
            await uow.messages.update(seen.id, content=self.said.text, metadata={"edited": self.said.edited})
            return change_replies.withdrawn()

        outcome = await self.run(handle, self.question_for("undo", ""), corrects=True)
        if outcome.refusal:
            return await self.refuse(outcome.reply or went_wrong(), seen)
        edit = _first(await self.uow.messages.list_answers(seen.id))
        return self.say(change_replies.withdrawn(), edit=edit) if edit else []

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
            return self.say(Reply() if self.waits_here() else refused_press(QuestionClosed()))
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
        conversation, replied = self.scene.conversation, self.said.kind != "press"
        if conversation and replied and outcome.refusal:
            refusal = self.say(outcome.reply or went_wrong())
            again = replace(asked, again=refusal[0].id.hex)
            await questions.keep(self.uow, conversation, again, instead_of=asked.key)
            return refusal
        if conversation and not outcome.question:
            await questions.close(self.uow, conversation, asked.key)
        stale = self.say(question_replies.answered(self.said.text), edit=UUID(asked.shown)) if replied else []
        return [*stale, *await self.conclude(outcome, asked.command, answered)]

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
            render = refused_press if self.said.kind == "press" and not asked.slot else refused
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
            return await self.ask(outcome.question, asked, edit)
        reply = outcome.reply or went_wrong()
        if outcome.effects and self.scene.user:
            key = self.uow.changes.add(
                outcome.effects, what=what, user_id=self.scene.user.id, message_id=UUID(asked.message)
            )
            reply = with_undo(reply, key.hex)
            if asked.answers and reply.gist:
                await self.uow.messages.update(UUID(asked.message), metadata={"gist": reply.gist})
        return self.say(reply, edit=edit)

    async def ask(self, question: Question, asked: OpenQuestion, edit: UUID | None = None) -> list[Outgoing]:
        """Ask back, and remember what for."""
        conversation, family = self.scene.conversation, self.scene.family
        if conversation is None or family is None:
            return self.say(went_wrong())
        key = questions.new_key()
        outgoing = self.say(question_replies.asked(question, key, family), edit=edit)
        shown = asked.shown if self.said.kind == "press" else (edit or outgoing[0].id).hex
        telegram = asked.telegram if self.said.kind == "press" else None
        waiting = replace(
            asked,
            key=key,
            shown=shown,
            telegram=telegram,
            slot=question.slot,
            free=question.free,
            values=question.values,
            until=questions.until(self.uow.now),
        )
        await questions.keep(self.uow, conversation, waiting, instead_of=asked.key)
        return outgoing

    # --- what is remembered and said

    @property
    def speaker(self) -> str:
        """Name the account that speaks."""
        return self.scene.user.id.hex if self.scene.user else ""

    def hear(self) -> None:
        """Remember what was said."""
        conversation, user = self.scene.conversation, self.scene.user
        if conversation is None:
            message = "nobody speaks nowhere"
            raise RuntimeError(message)
        self.heard = self.uow.messages.hear(self.said, conversation, user.id if user else None, self.uow.family_id)

    def answer(self, reply: Reply) -> list[Outgoing]:
        """Remember what was said, and answer it."""
        self.hear()
        return self.say(reply)

    def say(self, reply: Reply, edit: UUID | None = None) -> list[Outgoing]:
        """Say something in this chat: below what was said, or in place of the message pressed or corrected."""
        conversation = self.scene.conversation
        if conversation is None:
            return []
        if self.said.private and self.scene.families > 1 and self.scene.family:
            reply = family_replies.of_family(reply, self.scene.family)
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
        waiting = questions.open_questions(conversation)
        if said.reply_to:
            row = await self.uow.messages.get_by_telegram_id(said.chat_id, said.reply_to) if waiting else None
            shown = row.id.hex if row else None
            if found := [one for one in waiting if one.telegram == said.reply_to or shown in {one.shown, one.again}]:
                return found[-1]
        own = [one for one in waiting if one.by == self.speaker and said.private and not one.expired(self.uow.now)]
        return own[-1] if own else None

    def waits_here(self) -> bool:
        """Tell whether the message pressed asks the speaker something already: the press was one too many."""
        conversation = self.scene.conversation
        waiting = questions.open_questions(conversation) if conversation else []
        return any(one.telegram == self.said.message_id and one.by == self.speaker for one in waiting)


def _first(answers: Sequence[Message]) -> UUID | None:
    """Find the message that answered what is now corrected."""
    sent = [one for one in answers if one.delivery in _EDITABLE and not one.facts.keys() & {"edit", "edit_row"}]
    return sent[0].id if sent else None


def _shown(change: Change, answers: Sequence[Message]) -> str:
    """Find the words that confirmed a change: they stand above the button that takes it back."""
    button = f"undo:{change.id.hex}"
    return next((one.content for one in answers if button in str(one.facts.get("buttons"))), "")
