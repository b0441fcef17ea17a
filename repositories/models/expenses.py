"""Everyday money: what is spent on what, how much may be, and who owes whom."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import conv

from repositories.schema import Dated, Model, OfFamily, Recorded, one_of, only_where
from repositories.types import Money, Number


class Category(Recorded, Dated, OfFamily, Model):
    """What money is spent on."""

    __tablename__ = "categories"
    __table_args__ = (
        UniqueConstraint("family_id", "name_key"),
        Index("uq_categories_of_gifts", "family_id", unique=True, **only_where("of_gifts")),
    )

    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(Text)
    aliases: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    description: Mapped[str | None] = mapped_column(Text)
    color: Mapped[str] = mapped_column(String(7), default="#3182ce", server_default="#3182ce")
    icon: Mapped[str] = mapped_column(String(16), default="", server_default=text("''"))
    is_default: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    of_gifts: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class Expense(Recorded, Dated, OfFamily, Model):
    """Money that was spent: recorded by an account, by a rule, or by itself for a gift that was bought."""

    __tablename__ = "expenses"
    __table_args__ = (
        CheckConstraint("amount > 0", name=conv("check_amount_positive")),
        CheckConstraint("user_id IS NOT NULL OR gift_id IS NOT NULL", name="somebodys"),
        one_of("payment_method", "cash", "card", "transfer", "digital_wallet", "other"),
        UniqueConstraint("recurring_id", "date"),
        Index("ix_expenses_family_id_date", "family_id", "date", "id"),
        Index("ix_expenses_family_id_amount", "family_id", "amount"),
        Index("ix_expenses_family_id_description_key", "family_id", "description_key", "id"),
        Index("ix_expenses_family_id_word", "family_id", "word", "id"),
        Index(
            "ix_expenses_sums",
            "family_id",
            "date",
            "currency",
            "category_id",
            "person_id",
            "user_id",
            "amount",
            "gift_id",
            **only_where("gift_id IS NULL"),
        ),
        Index("ix_expenses_of_gifts", "family_id", "date", "id", **only_where("gift_id IS NOT NULL")),
        Index(
            "ix_expenses_tagged",
            "family_id",
            "date",
            "currency",
            "tags",
            "amount",
            "gift_id",
            **only_where("tags <> '[]'"),
        ),
        # Partial, so that it is of no use for finding all that are of no gift, whichever family's.
        Index("uq_expenses_gift_id", "gift_id", unique=True, **only_where("gift_id IS NOT NULL")),
    )

    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    category_id: Mapped[UUID] = mapped_column(ForeignKey("categories.id", ondelete="RESTRICT"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money(12, 2))
    currency: Mapped[str] = mapped_column(CHAR(3))
    description: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    description_key: Mapped[str | None] = mapped_column(Text)
    word: Mapped[str | None] = mapped_column(Text)
    date: Mapped[date]
    payment_method: Mapped[str] = mapped_column(String(14), default="other", server_default="other")
    tags: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    notes: Mapped[str | None] = mapped_column(Text)
    receipt: Mapped[str | None] = mapped_column(Text)
    gift_id: Mapped[int | None] = mapped_column(Number, ForeignKey("gifts.id", ondelete="CASCADE"))
    recurring_id: Mapped[UUID | None] = mapped_column(ForeignKey("recurring_expenses.id", ondelete="SET NULL"))


class Share(Recorded, Dated, OfFamily, Model):
    """A person's part of an expense that is split."""

    __tablename__ = "expense_shares"
    __table_args__ = (
        UniqueConstraint("expense_id", "person_id"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        Index("ix_expense_shares_family_id", "family_id", "expense_id", "person_id", "amount"),
    )

    expense_id: Mapped[UUID] = mapped_column(ForeignKey("expenses.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money(12, 2))


class Repayment(Recorded, Dated, OfFamily, Model):
    """Money that one person gave another to be even: it is not spent."""

    __tablename__ = "repayments"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("payer_id <> receiver_id", name="between_two"),
        Index("ix_repayments_family_id", "family_id", "currency", "payer_id", "receiver_id", "amount"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    payer_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    receiver_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money(12, 2))
    currency: Mapped[str] = mapped_column(CHAR(3))
    date: Mapped[date]


class RecurringExpense(Recorded, Dated, OfFamily, Model):
    """What is spent again and again, and when next."""

    __tablename__ = "recurring_expenses"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("every > 0", name="every_positive"),
        one_of("unit", "day", "week", "month", "year"),
        one_of("payment_method", "cash", "card", "transfer", "digital_wallet", "other"),
        Index("ix_recurring_expenses_family_id", "family_id"),
        Index("ix_recurring_expenses_next_on", "next_on", **only_where("next_on IS NOT NULL AND paused_at IS NULL")),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    category_id: Mapped[UUID] = mapped_column(ForeignKey("categories.id", ondelete="RESTRICT"), index=True)
    conversation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="SET NULL"), index=True
    )
    amount: Mapped[Decimal] = mapped_column(Money(12, 2))
    currency: Mapped[str] = mapped_column(CHAR(3))
    description: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    payment_method: Mapped[str] = mapped_column(String(14), default="other", server_default="other")
    tags: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    unit: Mapped[str] = mapped_column(String(5))
    every: Mapped[int] = mapped_column(default=1, server_default="1")
    begins_on: Mapped[date]
    next_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    paused_at: Mapped[datetime | None]


class Limit(Recorded, Dated, OfFamily, Model):
    """How much may be spent on a category, or on everything, in each day, week, month or year."""

    __tablename__ = "budgets"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("end_date >= start_date", name="end_date_not_before_start_date"),
        one_of("period", "daily", "weekly", "monthly", "yearly"),
        Index(
            "uq_budgets_open",
            "family_id",
            "category_id",
            "period",
            unique=True,
            **only_where("end_date IS NULL AND category_id IS NOT NULL"),
        ),
        Index(
            "uq_budgets_open_of_all",
            "family_id",
            "period",
            unique=True,
            **only_where("end_date IS NULL AND category_id IS NULL"),
        ),
        Index("ix_budgets_family_id", "family_id"),
    )

    category_id: Mapped[UUID | None] = mapped_column(ForeignKey("categories.id", ondelete="CASCADE"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money(12, 2))
    currency: Mapped[str] = mapped_column(CHAR(3))
    period: Mapped[str] = mapped_column(String(10), default="monthly", server_default="monthly")
    start_date: Mapped[date]
    end_date: Mapped[date | None]


class ImportedFile(Recorded, Dated, OfFamily, Model):
    """A file that somebody sent to be read in, until they have said what of it is wanted."""

    __tablename__ = "imported_files"
    __table_args__ = (Index("ix_imported_files_created_at", "created_at"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    content: Mapped[str] = mapped_column(Text)
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
