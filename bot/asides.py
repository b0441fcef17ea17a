"""What a group hears when the answer is for the asker alone: as much as keeps every secret, and no more."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from bot.turn import Turn
from domain.messages import Conversation, Message, Outgoing
from domain.people import Person
from handlers.registry import COMMANDS
from replies import secrets
from services import chats


async def beside(turn: Turn, command: str, edit: UUID | None = None) -> list[Outgoing]:
    """Say what belongs beside an answer: that it is given elsewhere, or whose it leaves out; and ask who somebody is."""
    said: list[Outgoing] = []
    if turn.aside:
        said = _hushed(turn, command, edit)
    elif turn.outcome.besides and turn.scene.user:
        chat = await chats.private_chat(turn.uow, turn.scene.user)
        said = turn.whisper(chat, turn.outcome.besides, turn.outcome.besides_of)
    return [*said, *await _ask_who(turn)]


def _hushed(turn: Turn, command: str, edit: UUID | None) -> list[Outgoing]:
    """Tell a group that the asker is answered in private, and take away what gives the secret away."""
    user, known, conversation = turn.scene.user, COMMANDS.get(command), turn.scene.conversation
    gone: list[Outgoing] = []
    if known and known.tells and turn.said.kind != "press" and conversation and turn.said.message_id:
        gone = [
            turn.uow.messages.say(
                conversation, "", {"delete": turn.said.message_id}, family_id=turn.uow.family_id, answers_id=turn.heard
            )
        ]
    name = user.full_name.partition(" ")[0] if user else ""
    notice = secrets.told_privately(name, turn.house.bot, reachable=user is not None and user.reachable)
    if turn.said.kind == "press":
        notice = secrets.toast_only(notice)
    return [*gone, *turn.say_here(notice, edit)]


async def _ask_who(turn: Turn) -> list[Outgoing]:
    """Ask a group once who somebody is who is named there for the first time."""
    if turn.said.private or turn.outcome.question:
        return []
    person = next(_strangers(turn), None)
    if person is None:
        return []
    await turn.uow.people.note_asked(person.id)
    return turn.say_anew(secrets.who_is(person))


def _strangers(turn: Turn) -> Iterator[Person]:
    """Go through those named of whom nobody knows whether they read here, and who was not asked about before."""
    made = {
        int(effect.key): Person(
            int(effect.key), effect.after["name"], effect.after["name_key"], [], "unknown", None, None
        )
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
    for key in named:
        person = known[key]
        if person.presence == "unknown" and person.asked_at is None and key not in told:
            yield person


def within(chat: Conversation | None, answers: Sequence[Message]) -> list[Message]:
    """List those of some answers that stand in a chat."""
    return [one for one in answers if chat and one.conversation_id == chat.id]
