"""Who hears what nobody asked for: a family's groups and its grown-ups in private, each with their own eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.families import Family
from domain.messages import Conversation
from domain.people import Person
from domain.secrets import Eyes
from repositories.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Audience:
    """A chat to speak in, whose eyes read it, and the accounts that read it for certain."""

    chat: Conversation
    eyes: Eyes
    readers: frozenset[UUID]

    @property
    def private(self) -> bool:
        """Tell whether it is one member alone."""
        return self.chat.kind == "private"

    @property
    def key(self) -> str:
        """Name it in a row: a group by its chat, a member by their account."""
        return f"user {self.chat.user_id}" if self.private else f"chat {self.chat.telegram_chat_id}"


async def of_family(uow: UnitOfWork, family: Family) -> Sequence[Audience]:
    """List every audience of a family that can be reached: its groups first, then its grown-ups in private."""
    people = await uow.people.list_all()
    groups = {chat.telegram_chat_id: chat for chat in await uow.conversations.list_groups(family.id) if chat.reachable}
    may_read, present = await uow.readers.people_in(list(groups)), await uow.readers.present_in(list(groups))
    unknown = _unknown(people)
    found = [
        Audience(chat, _eyes(uow, family, may_read[number] | unknown, None), present[number])
        for number, chat in groups.items()
    ]
    grown_ups = await uow.conversations.list_of_grown_ups(family.id)
    # A private chat may have topics, each a conversation; whoever has one hears it once, outside of them.
    each = {chat.user_id: (chat, own) for chat, own in sorted(grown_ups, key=lambda pair: -pair[0].thread_id)}
    return [*found, *(_member(uow, family, people, chat, own) for chat, own in each.values())]


async def eyes_in(uow: UnitOfWork, family: Family, chat: Conversation) -> Eyes:
    """Tell whose eyes read one chat of a family."""
    people = await uow.people.list_all()
    if chat.kind == "private":
        member = await uow.members.get_by_user(chat.user_id) if chat.user_id else None
        return _member(uow, family, people, chat, member.person_id if member else None).eyes
    readers = await uow.readers.people_in([chat.telegram_chat_id])
    return _eyes(uow, family, readers[chat.telegram_chat_id] | _unknown(people), None)


def _member(uow: UnitOfWork, family: Family, people: Sequence[Person], chat: Conversation, own: int | None) -> Audience:
    hidden = frozenset({own}) if own else _unknown(people)
    return Audience(chat, _eyes(uow, family, hidden, own), frozenset({chat.user_id} if chat.user_id else ()))


def _eyes(uow: UnitOfWork, family: Family, hidden: frozenset[int], alone: int | None) -> Eyes:
    today = uow.now.astimezone(ZoneInfo(family.timezone)).date()
    return Eyes(hidden, alone, today, family.settings.get("secrets") != "keep")


def _unknown(people: Sequence[Person]) -> frozenset[int]:
    return frozenset(person.id for person in people if person.presence == "unknown")
