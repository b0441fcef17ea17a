"""One thing said, on its way through a unit of work: the means that every way of answering it shares."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import structlog

from bot import cards
from domain.changes import Effect
from domain.house import House
from domain.messages import Mention, Message, Outgoing, Said
from domain.questions import Ask, Question
from domain.refusals import Refusal
from domain.scenes import Scene
from handlers.registry import Handler
from handlers.request import Request, Words
from replies import cards as card_replies
from replies import families as family_replies
from replies import questions as question_replies
from replies.refusals import refused, refused_press, went_wrong
from replies.reply import Reply, messages, with_undo
from repositories.failures import Conflict, Unavailable
from repositories.unit_of_work import UnitOfWork
from services import changes, questions
from services.arrivals import arrive
from services.questions import OpenQuestion

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: an answer, or a question back; and what it changed."""

    reply: Reply | None = None
    question: Question | None = None
    effects: Sequence[Effect] = ()
    refusal: bool = False


class Turn:
    """One thing said, by whom and where, and what the bot says and remembers of it."""

    def __init__(self, uow: UnitOfWork, said: Said, house: House) -> None:
        self.uow = uow
        self.said = said
        self.house = house
        self.scene: Scene
        self.heard: UUID

    async def arrive(self, *, starts_family: bool) -> None:
        """Find out who speaks where."""
        self.scene = await arrive(self.uow, self.said, self.house, starts_family=starts_family)

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
                outcome.effects,
                what=what,
                user_id=self.scene.user.id,
                message_id=UUID(asked.message),
                about=reply.about,
            )
            reply = with_undo(reply, key.hex)
            if reply.gist and (asked.answers or self.said.kind == "press"):
                await self.uow.flush()
                await self.uow.messages.update(UUID(asked.message), metadata={"gist": reply.gist})
        if card := await self._out_of_date(reply):
            return [*self.say(reply, edit=card.id), *self._point_at(card)]
        return self.say(reply, edit=edit)

    async def _out_of_date(self, reply: Reply) -> Message | None:
        """Find the message of a group that shows the same card as it was a little while ago."""
        said, conversation = self.said, self.scene.conversation
        if conversation is None or said.private or said.kind != "message" or not reply.card:
            return None
        rows = await self.uow.messages.get_last_n(conversation.id, cards.LOOKED_AT)
        card = cards.standing(rows, reply, self.uow.now)
        return card.sent if card and card.differs(reply) else None

    async def ask(self, question: Question, asked: OpenQuestion, edit: UUID | None = None) -> list[Outgoing]:
        """Ask back, and remember what for."""
        conversation, family = self.scene.conversation, self.scene.family
        if conversation is None or family is None:
            return self.say(went_wrong())
        key = questions.new_key()
        outgoing = self.say(question_replies.asked(question, key, family), edit=edit)
        pressed = self.said.kind == "press"
        shown = (asked.shown or await self._pressed()) if pressed else (edit or outgoing[0].id).hex
        telegram = self.said.message_id if pressed else None
        waiting = replace(
            asked,
            key=key,
            shown=shown,
            telegram=telegram,
            # What cannot be asked in the place meant for it is asked in a message of its own.
            again=outgoing[0].id.hex,
            slot=question.slot,
            free=question.free,
            values=question.values,
            until=questions.until(self.uow.now),
        )
        await questions.keep(self.uow, conversation, waiting, instead_of=asked.key)
        return outgoing

    async def _pressed(self) -> str:
        """Find the message whose button was pressed: what is asked stands there now."""
        place = self.said.message_id
        row = await self.uow.messages.get_by_telegram_id(self.said.chat_id, place) if place else None
        return row.id.hex if row else ""

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
        parts = messages(reply)
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

    def _point_at(self, card: Message) -> list[Outgoing]:
        """Say that a card further up was brought up to date: who taps that gets there."""
        conversation = self.scene.conversation
        if conversation is None:
            return []
        facts, pointer = {"reply_to": card.telegram_message_id}, card_replies.updated()
        return [
            self.uow.messages.say(
                conversation, pointer.text, facts, family_id=self.uow.family_id, answers_id=self.heard
            )
        ]

    def facts(self, reply: Reply, edit: UUID | None, *, first: bool, last: bool) -> dict[str, Any]:
        """Say how a part of a reply is sent."""
        facts: dict[str, Any] = {}
        if last and reply.buttons:
            facts["buttons"] = [[[one.label, one.data or None, one.url] for one in row] for row in reply.buttons]
        if not first:
            return facts
        if reply.picture is not None:
            facts["picture"] = reply.picture
        if last and reply.card:
            facts["card"] = reply.card
        if edit:
            facts["edit_row"] = edit.hex
        elif self.said.kind == "press":
            facts |= {"callback": self.said.callback_id, "toast": reply.toast, "alert": reply.alert}
            if reply.text and not reply.anew:
                facts["edit"] = self.said.message_id
        elif not self.said.private:
            facts["reply_to"] = self.said.message_id
        return facts

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
            photo=self.said.photo,
        )

    def request_for(self, asked: OpenQuestion) -> Request:
        """Give a command its words, and what was answered since."""
        words = Words(asked.text, [Mention(*mention) for mention in asked.mentions])
        return Request(self.said, self.scene, self.uow.now, words, self.house, asked.answers, asked.photo)
