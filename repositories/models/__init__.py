"""Every table, with its constraints and indexes: the rules that hold even for rows made by hand."""

from repositories.models.expenses import Category, Expense, ImportedFile, Limit, RecurringExpense, Repayment, Share
from repositories.models.families import Family, Member, Session, User
from repositories.models.gifts import Gift, GiftPerson, Occasion, OccasionSeries, Person, PersonOccasion, Wish
from repositories.models.messages import Alert, Change, Conversation, Message, Reader

__all__ = [
    "Alert",
    "Category",
    "Change",
    "Conversation",
    "Expense",
    "Family",
    "Gift",
    "GiftPerson",
    "ImportedFile",
    "Limit",
    "Member",
    "Message",
    "Occasion",
    "OccasionSeries",
    "Person",
    "PersonOccasion",
    "Reader",
    "RecurringExpense",
    "Repayment",
    "Session",
    "Share",
    "User",
    "Wish",
]
