"""Who hears what nobody asked for: a family's groups and its grown-ups in private, each with their own eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.families import Family
from domain.messages import Conversation
from domain.secrets import Eyes, of_group, of_one
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
    people, today = await uow.people.list_all(), family.date_at(uow.now)
    groups = {chat.telegram_chat_id: chat for chat in await uow.conversations.list_groups(family.id) if chat.reachable}
    may_read, present = await uow.readers.people_in(list(groups)), await uow.readers.present_in(list(groups))
    found = [
        Audience(chat, of_group(may_read[number], people, family, today), present[number])
        for number, chat in groups.items()
    ]
    grown_ups = await uow.conversations.list_of_grown_ups(family.id)
    # A private chat may have topics, each a conversation; whoever has one hears it once, outside of them.
    each = {chat.user_id: (chat, own) for chat, own in sorted(grown_ups, key=lambda pair: -pair[0].thread_id)}
    private = [(chat, own, user) for user, (chat, own) in each.items() if user]
    alone = [Audience(chat, of_one(own, people, family, today), frozenset({user})) for chat, own, user in private]
    return [*found, *alone]


async def eyes_in(uow: UnitOfWork, family: Family, chat: Conversation) -> Eyes:
    """Tell whose eyes read one chat of a family."""
    people, today = await uow.people.list_all(), family.date_at(uow.now)
    if chat.kind == "private":
        member = await uow.members.get_by_user(chat.user_id) if chat.user_id else None
        return of_one(member.person_id if member else None, people, family, today)
    readers = await uow.readers.people_in([chat.telegram_chat_id])
    return of_group(readers[chat.telegram_chat_id], people, family, today)
