"""Every table, with its constraints and indexes: the rules that hold even for rows made by hand."""

from repositories.models.families import Family, Member, Session, User
from repositories.models.gifts import Gift, GiftPerson, Occasion, OccasionSeries, Person, PersonOccasion, Wish
from repositories.models.messages import Alert, Change, Conversation, Message, Reader

__all__ = [
    "Alert",
    "Change",
    "Conversation",
    "Family",
    "Gift",
    "GiftPerson",
    "Member",
    "Message",
    "Occasion",
    "OccasionSeries",
    "Person",
    "PersonOccasion",
    "Reader",
    "Session",
    "User",
    "Wish",
]
