"""Corrections: an edited command puts its new effect and answer in the place of the old ones."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from bot import asides
from bot.turn import Turn
from domain.changes import Change
from domain.messages import Conversation, Message, Outgoing
from handlers.registry import COMMANDS
from handlers.request import Request
from handlers.welcome import unknown_command
from replies import changes as replies
from replies.refusals import refused, went_wrong
from replies.reply import Reply, with_undo
from repositories.unit_of_work import UnitOfWork
from services import questions

_EDITABLE = {"pending", "sent"}


async def correct(turn: Turn, name: str, text: str) -> list[Outgoing]:
    """Carry out a command that was edited: its new effect and answer take the place of the old ones."""
    seen = await _seen_before(turn)
    return [] if seen is None else await _correct(turn, seen, name, text)


async def reword(turn: Turn, meant: str | None) -> list[Outgoing]:
    """Carry out the command that edited words mean without its name; what means none any more is taken back."""
    seen = await _seen_before(turn)
    if seen is None or not (seen.content.startswith("/") or "told" in seen.facts):
        return []
    if meant:
        return await _correct(turn, seen, meant, turn.said.text)
    return await _take_back(turn, seen) if seen.content.startswith("/") or seen.facts.get("told") else []


async def _correct(turn: Turn, seen: Message, name: str, text: str) -> list[Outgoing]:
    asked, known = turn.question_for(name, text), COMMANDS.get(name)
    if known is None:
        return await _refuse(turn, refused(unknown_command(name)), seen)
    outcome = await turn.run(known.handle, asked, corrects=True)
    if outcome.refusal:
        return await _refuse(turn, outcome.reply or went_wrong(), seen)
    await _rewrite(turn, seen, name)
    answers = await turn.uow.messages.list_answers(seen.id)
    outgoing = await turn.conclude(outcome, name, asked, edit=_first(turn.place, answers))
    return [*await asides.beside(turn, name, _first(turn.scene.conversation, answers)), *outgoing]


async def _take_back(turn: Turn, seen: Message) -> list[Outgoing]:
    """Take back a command that was edited into something else."""

    async def handle(_request: Request, _uow: UnitOfWork) -> Reply:
        await _rewrite(turn, seen, "")
        return replies.withdrawn()

    outcome = await turn.run(handle, turn.question_for("undo", ""), corrects=True)
    if outcome.refusal:
        return await _refuse(turn, outcome.reply or went_wrong(), seen)
    await asides.tell_exposed(turn)
    edit = _first(turn.place, await turn.uow.messages.list_answers(seen.id))
    return turn.say(replies.withdrawn(), edit=edit) if edit else []


async def _rewrite(turn: Turn, seen: Message, told: str) -> None:
    """Remember what was said as it is now."""
    facts = {"edited": turn.said.edited, "told": told}
    await turn.uow.messages.update(seen.id, content=turn.said.text, metadata=facts)


async def _seen_before(turn: Turn) -> Message | None:
    """Find the message that is corrected; none when this correction, or a later one, was heard before."""
    seen = await turn.uow.messages.get_by_id(turn.scene.seen.id) if turn.scene.seen else None
    if seen is None or turn.said.text == seen.facts.get("refused", seen.content):
        return None
    if turn.said.edited <= tuple(seen.facts.get("edited", ())):
        return None
    turn.heard = seen.id
    if (here := turn.scene.conversation) and await questions.close_about(turn.uow, here, seen.id.hex):
        turn.scene = await turn.uow.scenes.load(turn.said, turn.uow.family_id)
    return seen


async def _refuse(turn: Turn, refusal: Reply, seen: Message) -> list[Outgoing]:
    """Refuse a correction in the place of the answer; what stood before still stands, and is still to be seen."""
    facts = seen.facts | {"edited": turn.said.edited, "refused": turn.said.text}
    await turn.uow.messages.update(seen.id, metadata=facts)
    answers = asides.within(turn.place, await turn.uow.messages.list_answers(seen.id))
    edit = _first(turn.place, answers)
    standing = await turn.uow.changes.get_by_message(seen.id)
    if standing is None:
        return turn.say(refusal, edit=edit)
    shown = _shown(turn, standing, answers)
    reply = replies.still_stands(refusal, shown.content if shown else "")
    about = {*standing.about, *(shown.about if shown else ())}
    return turn.say(with_undo(replace(reply, about=tuple(about)), standing.id.hex), edit=edit)


def _first(chat: Conversation | None, answers: Sequence[Message]) -> UUID | None:
    """Find the message of a chat that answered what is now corrected."""
    sent = [
        one
        for one in asides.within(chat, answers)
        if one.delivery in _EDITABLE and not one.facts.keys() & {"edit", "edit_row", "delete"}
    ]
    return sent[0].id if sent else None


def _shown(turn: Turn, change: Change, answers: Sequence[Message]) -> Message | None:
    """Find the words that confirmed a change, above the button that takes it back, if those may who read here now."""
    button, eyes = f"undo:{change.id.hex}", turn.scene.eyes(turn.uow.now, private=turn.alone)
    shown = next((one for one in answers if button in str(one.facts.get("buttons"))), None)
    return None if shown is None or any(map(eyes.hides, shown.about)) else shown
