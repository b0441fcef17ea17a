"""Answers to what the bot asked back: by the press of a button, or in words."""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

from bot import asides
from bot.turn import Turn
from domain.messages import Outgoing
from domain.refusals import OnlyButtons, QuestionClosed, SomebodyElses
from handlers.registry import handler_of
from replies import questions as replies
from replies.refusals import refused, refused_press, went_wrong
from replies.reply import Reply
from services import questions
from services.questions import OpenQuestion

_CANCEL = re.compile(r"\s*(/cancel(@\w+)?|cancel( it)?|never ?mind|forget it)[\s.!]*", re.IGNORECASE)


async def press(turn: Turn, key: str, choice: str = "") -> list[Outgoing]:
    """Take the press of a button below a question."""
    conversation = turn.scene.conversation
    asked = questions.find(conversation, key) if conversation else None
    if conversation is None or asked is None:
        return turn.say(Reply() if _waits_here(turn) else refused_press(QuestionClosed()))
    if asked.by != turn.speaker:
        return turn.say(refused_press(SomebodyElses()))
    if asked.expired(turn.uow.now):
        await questions.close(turn.uow, conversation, key)
        return turn.say(replies.timed_out())
    if choice == replies.CANCEL:
        await questions.close(turn.uow, conversation, key)
        return turn.say(replies.cancelled())
    if not choice.isdecimal() or int(choice) >= len(asked.values):
        return turn.say(refused_press(QuestionClosed()))
    return await _go_on(turn, replace(asked, telegram=turn.said.message_id), asked.values[int(choice)])


async def reply(turn: Turn, asked: OpenQuestion) -> list[Outgoing]:
    """Take a reply to a question."""
    turn.hear()
    if asked.by != turn.speaker:
        return turn.say(refused(SomebodyElses()))
    if asked.expired(turn.uow.now):
        return turn.say(replies.timed_out())
    if cancels(turn.said.text):
        return await _cancel(turn, asked)
    if not asked.free:
        return turn.say(refused(OnlyButtons()))
    return await _go_on(turn, asked, {"text": turn.said.text})


def cancels(text: str) -> bool:
    """Tell whether words let a question be."""
    return _CANCEL.fullmatch(text) is not None


async def _cancel(turn: Turn, asked: OpenQuestion) -> list[Outgoing]:
    """Let a question be, and say so in its place."""
    if turn.scene.conversation:
        await questions.close(turn.uow, turn.scene.conversation, asked.key)
    return turn.say_here(replies.cancelled(), edit=UUID(asked.shown) if asked.shown else None)


async def question_replied_to(turn: Turn) -> OpenQuestion | None:
    """Find the question that words answer: the one replied to, in private else the latest of the speaker's."""
    conversation, said = turn.scene.conversation, turn.said
    if conversation is None:
        return None
    waiting = questions.open_questions(conversation)
    if said.reply_to:
        row = await turn.uow.messages.get_by_telegram_id(said.chat_id, said.reply_to) if waiting else None
        shown = row.id.hex if row else None
        if found := [one for one in waiting if one.telegram == said.reply_to or shown in {one.shown, one.again}]:
            return found[-1]
    own = [one for one in waiting if one.by == turn.speaker and said.private and not one.expired(turn.uow.now)]
    return next((one for one in reversed(own) if not one.passed), None)


async def pass_over(turn: Turn, asked: OpenQuestion) -> None:
    """Leave a question open from which the talk went on to something else."""
    if conversation := turn.scene.conversation:
        await questions.keep(turn.uow, conversation, replace(asked, passed=True), instead_of=asked.key)
        turn.scene = replace(turn.scene, conversation=await turn.uow.conversations.get_by_id(conversation.id))


async def _go_on(turn: Turn, asked: OpenQuestion, value: dict[str, Any]) -> list[Outgoing]:
    """Run the command that waited, now that more is known."""
    answered = replace(asked, answers=asked.answered(value))
    outcome = await turn.run(handler_of(asked.command), answered, corrects=True)
    conversation, replied = turn.scene.conversation, turn.said.kind != "press"
    if conversation and replied and outcome.refusal and not turn.aside:
        refusal = turn.say(outcome.reply or went_wrong())
        again = replace(asked, again=refusal[0].id.hex)
        await questions.keep(turn.uow, conversation, again, instead_of=asked.key)
        return refusal
    if conversation and not outcome.question:
        await questions.close(turn.uow, conversation, asked.key)
    stale = turn.say_here(replies.answered(turn.said.text), edit=UUID(asked.shown)) if replied and asked.shown else []
    outgoing = await turn.conclude(outcome, asked.command, answered)
    return [*stale, *await asides.beside(turn, asked.command), *outgoing]


def _waits_here(turn: Turn) -> bool:
    """Tell whether the message pressed asks the speaker something already: the press was one too many."""
    conversation = turn.scene.conversation
    waiting = questions.open_questions(conversation) if conversation else []
    return any(one.telegram == turn.said.message_id and one.by == turn.speaker for one in waiting)
