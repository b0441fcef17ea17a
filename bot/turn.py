"""One thing said, on its way through a unit of work: the means that every way of answering it shares."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import structlog

from bot import alarms, cards, exposures
from bot.voice import Voice
from domain.changes import Effect
from domain.house import House
from domain.messages import Mention, Message, Outgoing, Said
from domain.people import NewPerson, Person
from domain.questions import Ask, Question
from domain.refusals import Refusal
from domain.secrets import NotHere
from handlers.registry import COMMANDS, Handler
from handlers.request import Request, Words
from replies import questions as question_replies
from replies import secrets
from replies.refusals import refused, refused_press, went_wrong
from replies.reply import Reply, with_undo
from repositories.failures import Conflict, Unavailable
from repositories.unit_of_work import UnitOfWork
from services import alerts, changes, chats, questions
from services.alerts import Notice
from services.arrivals import arrive
from services.questions import OpenQuestion

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: an answer, or a question back; and what it changed.

    What the answer leaves out, as others read along, is told in private besides, with whom that speaks of.
    """

    reply: Reply | None = None
    question: Question | None = None
    effects: Sequence[Effect] = ()
    refusal: bool = False
    besides: Reply | None = None
    besides_of: frozenset[int] = frozenset()


class Turn(Voice):
    """One thing said, by whom and where, and what comes of it."""

    def __init__(self, uow: UnitOfWork, said: Said, house: House) -> None:
        super().__init__(uow, said, house)
        self.kept_from: tuple[Person | NewPerson, ...] = ()
        """Whom the answer was not for, who read here or may."""
        self.outcome = Outcome()
        self._notices: list[Notice] = []

    async def arrive(self, *, starts_family: bool) -> None:
        """Find out who speaks where."""
        self.scene = await arrive(self.uow, self.said, self.house, starts_family=starts_family)
        if self.uow.readers_changed and self.scene.member and self.scene.member.person_id:
            self.uow.told += await exposures.tell(self.uow, [self.scene.member.person_id], self.said.chat_id)

    async def run(self, handle: Handler, asked: OpenQuestion, *, corrects: bool = False) -> Outcome:
        """Run a handler so that whatever stops it leaves nothing behind; what it corrects is taken back first."""
        self.outcome = await self._run(handle, asked, corrects=corrects)
        if self.outcome.reply and self.gives_away(asked.command):
            self.outcome = replace(self.outcome, reply=secrets.deleted_by_hand(self.outcome.reply))
        return self.outcome

    def gives_away(self, command: str) -> bool:
        """Tell whether what was said gives a secret away to those who read it here, and stays."""
        conversation, known = self.scene.conversation, COMMANDS.get(command)
        if not self.aside or not known or not known.tells or self.said.kind == "press":
            return False
        return conversation is not None and not conversation.state.get("may_delete")

    async def _run(self, handle: Handler, asked: OpenQuestion, *, corrects: bool) -> Outcome:
        try:
            async with self.uow.part():
                if corrects and (earlier := await self.uow.changes.get_by_message(UUID(asked.message))):
                    await changes.take_back(self.uow, earlier)
                    self.scene = await self.uow.scenes.load(self.said, self.uow.family_id)
                outcome = await self._handled(handle, asked)
                await self._judge()
                return outcome
        except NotHere as secret:
            if self.alone or self.scene.user is None:
                return self._kept_back(secret)
            self.kept_from = secret.people
            self.aside = await chats.private_chat(self.uow, self.scene.user)
            return await self._run(handle, asked, corrects=corrects)
        except Ask as ask:
            self._note_spoken_of()
            return Outcome(question=ask.question)
        except Refusal as refusal:
            self._note_spoken_of()
            render = refused_press if self.said.kind == "press" and not asked.slot and not self.aside else refused
            return Outcome(render(refusal), refusal=True)
        except (Conflict, Unavailable):
            raise
        except Exception:
            log.exception("handler_failed", kind=self.said.kind)
            return Outcome(went_wrong(), refusal=True)

    def _note_spoken_of(self) -> None:
        """Note of whom a question or a refusal speaks: as an answer would, of all whose gifts were found for it."""
        self.spoken_of = frozenset(self.uow.spoken_of)
        self.shown |= self.uow.shown

    async def _judge(self) -> None:
        """Find who is to be told of budgets and limits that are used up by what was done."""
        if (self.uow.touched or self.uow.spent) and self.scene.family:
            self._notices += await alerts.judge(self.uow, self.scene.family)

    async def alarm(self) -> None:
        """Tell of budgets that are used up, behind the answer."""
        if self._notices:
            self.uow.told += await alarms.say(self.uow, self.scene.family, self._notices)

    async def _handled(self, handle: Handler, asked: OpenQuestion) -> Outcome:
        """Have a command carried out, as those may read it who read the answer."""
        request, reply, self.spoken_of = await self._answered(handle, asked, alone=self.alone)
        effects = self.uow.effects
        if request.mute:
            self.spoken_of = frozenset()
            return Outcome(secrets.noted(reply), effects=effects)
        if request.left_out and self.alone and request.eyes.alone is None:
            return Outcome(secrets.more_once_known(reply), effects=effects)
        if not request.left_out or self.alone:
            return Outcome(reply, effects=effects)
        shown = secrets.left_out(reply, request.left_out)
        besides, of = await self._besides(handle, asked, reply)
        return Outcome(shown, effects=effects, besides=besides, besides_of=of)

    async def _answered(
        self, handle: Handler, asked: OpenQuestion, *, alone: bool
    ) -> tuple[Request, Reply, frozenset[int]]:
        """Run a handler for one pair of eyes, and tell of whom its answer may speak."""
        self.uow.seen_by(self.scene.eyes(self.uow.now, private=alone))
        request = self.request_for(asked, alone=alone)
        reply = await handle(request, self.uow)
        self.shown |= self.uow.shown
        everybody = self.scene.people if request.of_everybody else ()
        seen = {person.id for person in everybody if not request.eyes.hides(person)}
        return request, reply, frozenset(self.uow.spoken_of | seen)

    async def _besides(self, handle: Handler, asked: OpenQuestion, here: Reply) -> tuple[Reply | None, frozenset[int]]:
        """Find what there is to tell the asker in private beyond what everybody may read, if that is more.

        Nobody is kept waiting lists for who does not let the bot write to them.
        """
        if self.scene.user is None or not self.scene.user.reachable:
            return None, frozenset()
        try:
            _, reply, of = await self._answered(handle, asked, alone=True)
        except (NotHere, Refusal):
            return None, frozenset()
        return (None if reply.text == here.text else reply), of

    def _kept_back(self, secret: NotHere) -> Outcome:
        """Refuse what not even the asker may read: their own gifts, or somebody's who may be them."""
        own = self.scene.member.person_id if self.scene.member else None
        self.spoken_of = frozenset()
        return Outcome(secrets.unwrapped() if own else secrets.introduce(secret.people), refusal=True)

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
                await self.uow.messages.update(UUID(asked.message), metadata={"gist": reply.gist, "told": what})
        if card := await self._out_of_date(reply):
            return [*self.say(reply, edit=card.id), *self.point_at(card)]
        return self.say(reply, edit=edit)

    async def _out_of_date(self, reply: Reply) -> Message | None:
        """Find the message of a group that shows the same card as it was a little while ago."""
        said, conversation = self.said, self.scene.conversation
        if conversation is None or self.alone or said.kind != "message" or not reply.card:
            return None
        rows = await self.uow.messages.get_last_n(conversation.id, cards.LOOKED_AT)
        card = cards.standing(rows, reply, self.uow.now)
        return card.sent if card and card.differs(reply) else None

    async def ask(self, question: Question, asked: OpenQuestion, edit: UUID | None = None) -> list[Outgoing]:
        """Ask back, and remember what for."""
        conversation, family = self.place, self.scene.family
        if conversation is None or family is None:
            return self.say(went_wrong())
        key = questions.new_key()
        outgoing = self.say(question_replies.asked(question, key, family), edit=edit)
        pressed = self.said.kind == "press" and not self.aside
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
            kept=question.kept,
            until=questions.until(self.uow.now),
        )
        await questions.keep(self.uow, conversation, waiting, instead_of=asked.key)
        return outgoing

    async def _pressed(self) -> str:
        """Find the message whose button was pressed: what is asked stands there now."""
        place = self.said.message_id
        row = await self.uow.messages.get_by_telegram_id(self.said.chat_id, place) if place else None
        return row.id.hex if row else ""

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

    def request_for(self, asked: OpenQuestion, *, alone: bool) -> Request:
        """Give a command its words, and what was answered since."""
        words = Words(asked.text, [Mention(*mention) for mention in asked.mentions])
        return Request(
            self.said,
            self.scene,
            self.uow.now,
            words,
            self.house,
            asked.answers,
            asked.photo,
            eyes=self.uow.eyes,
            alone=alone,
        )
