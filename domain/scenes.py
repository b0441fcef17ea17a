"""Who is speaking where, and what they may be speaking of: all that a command needs before it begins."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.families import Family, Member, User
from domain.messages import Conversation
from domain.occasions import Occasion, Series
from domain.people import Person
from domain.secrets import CLOSED, Eyes, of_group, of_one


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that was heard before."""

    id: UUID
    content: str
    user_id: UUID | None


@dataclass(frozen=True, slots=True)
class Scene:
    """The chat, the speaker, their family, and whom and what the family knows; what is not known yet is none."""

    conversation: Conversation | None
    family: Family | None
    user: User | None
    member: Member | None
    seen: Seen | None
    families: int
    people: tuple[Person, ...] = ()
    series: tuple[Series, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    readers: frozenset[int] = frozenset()
    """The people whose accounts read a group, or may: of whom nobody knows that they are not in it."""

    def eyes(self, now: datetime, *, private: bool) -> Eyes:
        """Tell who reads along here: in a group whoever may, in private the one whose chat it is, if that is known."""
        if self.family is None:
            return CLOSED
        today = self.family.date_at(now)
        if not private:
            return of_group(self.readers, self.people, self.family, today)
        return of_one(self.member.person_id if self.member else None, self.people, self.family, today)

    def whose(self, occasion: Occasion) -> str | None:
        """Name the person whose day an occasion is, if it is somebody's."""
        subjects = {series.subject_person_id for series in self.series if series.id == occasion.series_id}
        return next((person.name for person in self.people if person.id in subjects), None)
