"""What somebody can read of the gifts for them since they read a group, and who is told of that."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.families import Family
from domain.messages import Conversation, Outgoing
from domain.people import Person
from domain.refusals import Gone, NotAllowed
from domain.secrets import hidden_from
from repositories.exposures import Uttered
from repositories.unit_of_work import UnitOfWork
from services import chats

LOOKED_AT = 200
"""How much of what was said is looked at."""
RETRACTABLE = timedelta(hours=48)
"""For how long a bot may delete what it said, unless it runs the group."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """Somebody who reads a group, or may, in which something was said that they should not read."""

    person: Person
    chat: Conversation
    sure: bool
    said: Sequence[Uttered]

    @property
    def may_delete(self) -> bool:
        """Tell whether the bot may delete there what others said."""
        return bool(self.chat.state.get("may_delete"))


@dataclass(frozen=True, slots=True)
class Planner:
    """A grown-up to be told of it in private, from whom some people's gifts are kept."""

    chat: Conversation
    hidden: frozenset[int]
    reachable: bool


@dataclass(frozen=True, slots=True)
class Retracted:
    """What is being deleted of what somebody should not read: of the bot's own and of others', and what stays."""

    person: Person
    chat: Conversation
    deleted: int
    stays: int


async def found(uow: UnitOfWork, family: Family, people: Collection[int], chat_id: int | None = None) -> list[Exposure]:
    """Find what some people can read of their gifts in a family's groups, or one of them, and was not told yet."""
    known = [person for person in await uow.people.list_all() if person.id in people and person.presence != "offline"]
    groups: dict[int, Conversation] = {}
    for topic in await uow.conversations.list_groups(family.id) if known else ():
        if chat_id in {None, topic.telegram_chat_id}:
            groups.setdefault(topic.telegram_chat_id, topic)
    exposures = []
    for chat in groups.values():
        for person in known:
            reads = await _reads(uow, chat, person)
            said = () if reads is False else await uow.exposures.list_new(chat.telegram_chat_id, person.id, LOOKED_AT)
            if said:
                await uow.exposures.note_told(chat.telegram_chat_id, person.id)
                exposures.append(Exposure(person, chat, bool(reads), said))
    return exposures


async def planners(uow: UnitOfWork, person: Person) -> list[Planner]:
    """List the grown-ups who may know of somebody's gifts."""
    people = await uow.people.list_all()
    found = []
    for user, own in await uow.members.list_grown_ups():
        hidden = hidden_from(own, people)
        if person.id not in hidden:
            chat = await chats.private_chat(uow, user)
            found.append(Planner(chat, hidden, user.reachable and chat.reachable))
    return found


async def retract(uow: UnitOfWork, person: Person, chat_id: int, *, allowed: bool) -> tuple[Retracted, list[Outgoing]]:
    """Delete what was said in a group about somebody's gifts, as far as the bot may."""
    if not allowed:
        raise NotAllowed
    chat = next((one for one in await uow.conversations.list_by_chat(chat_id) if one.family_id == uow.family), None)
    if chat is None:
        raise Gone
    said = await uow.exposures.list_all(chat_id, person.id, LOOKED_AT)
    rights, since = bool(chat.state.get("may_delete")), uow.now - RETRACTABLE
    mine = {one.message_id for one in said if one.message_id and (rights or one.at > since)}
    theirs = {one.command_id for one in said if one.command_id}
    everything = {one.message_id for one in said if one.message_id} | theirs
    gone = sorted(mine | (theirs if rights else set()))
    rows = [uow.messages.say(chat, "", {"delete": key}, family_id=uow.family) for key in gone]
    return Retracted(person, chat, len(gone), len(everything) - len(gone)), rows


async def _reads(uow: UnitOfWork, chat: Conversation, person: Person) -> bool | None:
    """Tell whether somebody reads a group; none when nobody knows."""
    if person.presence == "unknown":
        return None
    accounts = await uow.readers.list_accounts(chat.telegram_chat_id)
    return next((account.present for account in accounts if account.person_id == person.id), False)
