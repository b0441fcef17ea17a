"""What a group hears when the answer is for the asker alone: as much as keeps every secret, and no more."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from bot import exposures
from bot.turn import Turn
from domain.messages import Conversation, Message, Outgoing
from domain.people import Person
from handlers.registry import COMMANDS
from replies import secrets
from replies.reply import Reply
from services import chats

ASKED = "asked"
"""Of whom a group was asked who they are, in what it remembers."""


async def beside(turn: Turn, command: str, edit: UUID | None = None) -> list[Outgoing]:
    """Say what belongs beside an answer: that it is given elsewhere, or whose it leaves out; ask who somebody is."""
    said: list[Outgoing] = []
    if turn.aside:
        said = _hushed(turn, command, edit)
    elif turn.outcome.besides and turn.scene.user:
        chat = await chats.private_chat(turn.uow, turn.scene.user)
        said = turn.whisper(chat, turn.outcome.besides, turn.outcome.besides_of)
    await tell_exposed(turn)
    return [*said, *await _ask_who(turn)]


async def tell_exposed(turn: Turn) -> None:
    """Tell the planners at once what somebody can read who is somebody else since, or no longer off Telegram."""
    changed = [*turn.outcome.effects, *turn.uow.taken_back]
    people = {
        int(effect.key)
        for effect in changed
        if effect.table == "persons" and effect.before and "presence" in effect.before
    }
    conversation, user = turn.scene.conversation, turn.scene.user
    if not people or conversation is None:
        return
    if not turn.said.private and user:
        await chats.seen_in(turn.uow, conversation.telegram_chat_id, user.id, present=True)
    turn.uow.told += await exposures.tell(turn.uow, people)


def _hushed(turn: Turn, command: str, edit: UUID | None) -> list[Outgoing]:
    """Tell a group that the asker is answered in private, and take away what gives the secret away."""
    user, known, conversation = turn.scene.user, COMMANDS.get(command), turn.scene.conversation
    told: list[Outgoing] = []
    tells = known and known.tells and turn.said.kind != "press" and turn.said.message_id
    if tells and conversation and conversation.state.get("may_delete") is not False:
        facts = {"delete": turn.said.message_id}
        told = [turn.uow.messages.say(conversation, "", facts, family_id=turn.uow.family_id, answers_id=turn.heard)]
    if turn.aside and turn.outcome.question and turn.gives_away(command):
        told += turn.whisper(turn.aside, secrets.deleted_by_hand(Reply()), ())
    name = user.full_name.partition(" ")[0] if user else ""
    notice = secrets.told_privately(name, turn.house.bot, reachable=user is not None and user.reachable)
    if turn.said.kind == "press" and not turn.said.text.startswith("ask:"):
        notice = secrets.toast_only(notice)
    return [*told, *turn.say_here(notice, edit, **({} if edit else _for_a_moment(turn)))]


def _for_a_moment(turn: Turn) -> dict[str, Any]:
    """Say what the asker is shown alone in the group, in the place of the notice, where that is wanted and can be."""
    user, conversation, pressed = turn.scene.user, turn.scene.conversation, turn.said.callback_id
    can = conversation is not None and (pressed or conversation.state.get("admin"))
    answered = turn.whispered and not turn.outcome.question and user is not None and user.reachable
    if not (turn.house.ephemeral and can and answered and user):
        return {}
    return {"ephemeral": {"row": turn.whispered[0].id.hex, "to": user.telegram_user_id, "callback": pressed}}


async def _ask_who(turn: Turn) -> list[Outgoing]:
    """Ask a group once who somebody is who is named there for the first time."""
    conversation = turn.scene.conversation
    if turn.said.private or turn.outcome.question or conversation is None:
        return []
    person = next(_strangers(turn), None)
    if person is None:
        return []
    asked = [*conversation.state.get(ASKED, ()), person.id]
    await turn.uow.conversations.remember(conversation.id, **{ASKED: asked})
    return turn.say_anew(secrets.who_is(person))


def _strangers(turn: Turn) -> Iterator[Person]:
    """Go through those named of whom nobody knows whether they read here, and who was not asked about before."""
    made = {
        int(effect.key): Person(int(effect.key), effect.after["name"], effect.after["name_key"], [], "unknown", None)
        for effect in turn.outcome.effects
        if effect.table == "persons" and effect.before is None and effect.after
    }
    told = {
        int(effect.key)
        for effect in turn.outcome.effects
        if effect.table == "persons" and effect.after and effect.after.get("presence", "unknown") != "unknown"
    }
    known = made | {person.id: person for person in turn.scene.people}
    named = [*made, *(turn.outcome.reply.who if turn.outcome.reply else ())]
    named += [person.id for person in turn.kept_from if isinstance(person, Person)]
    asked = turn.scene.conversation.state.get(ASKED, ()) if turn.scene.conversation else ()
    for key in named:
        person = known[key]
        if person.presence == "unknown" and key not in told and key not in asked:
            yield person


def within(chat: Conversation | None, answers: Sequence[Message]) -> list[Message]:
    """List those of some answers that stand in a chat."""
    return [one for one in answers if chat and one.conversation_id == chat.id]
