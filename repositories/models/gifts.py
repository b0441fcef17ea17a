"""People, what they celebrate, and what they give: gifts, budgets, wishes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CHAR, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from repositories.schema import Dated, Model, Numbered, OfFamily, not_negative, one_of, only_where
from repositories.types import Money, Number


class Person(Numbered, Dated, OfFamily, Model):
    """Somebody who gives or gets gifts."""

    __tablename__ = "persons"
    __table_args__ = (UniqueConstraint("family_id", "name_key"), one_of("presence", "unknown", "linked", "offline"))

    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(Text)
    aliases: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    presence: Mapped[str] = mapped_column(String(10), default="unknown", server_default="unknown")
    birthdate: Mapped[date | None]
    notes: Mapped[str | None] = mapped_column(Text)

    gifts_purchasing: Mapped[list["Gift"]] = relationship(
        back_populates="purchaser", lazy="raise", passive_deletes=True
    )


class OccasionSeries(Numbered, Dated, OfFamily, Model):
    """What comes again every year; each year is an occasion of its own."""

    __tablename__ = "occasion_series"
    __table_args__ = (
        UniqueConstraint("family_id", "name_key", "subject_person_id"),
        Index(
            "uq_occasion_series_name_without_subject",
            "family_id",
            "name_key",
            unique=True,
            **only_where("subject_person_id IS NULL"),
        ),
    )

    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(String(100))
    subject_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)


class Occasion(Numbered, Dated, OfFamily, Model):
    """One dated event."""

    __tablename__ = "occasions"
    __table_args__ = (
        UniqueConstraint("series_id", "date"),
        one_of("kind", "holiday", "recurring", "other"),
        not_negative("budget_total"),
        Index("ix_occasions_date", "date"),
        Index("ix_occasions_family_id_date", "family_id", "date"),
        Index(
            "ix_occasions_not_rolled_over",
            "date",
            **only_where("rolled_over_at IS NULL AND series_id IS NOT NULL"),
        ),
        Index(
            "uq_occasions_series_id_undated",
            "series_id",
            unique=True,
            **only_where("date IS NULL"),
        ),
        Index(
            "uq_occasions_name_without_series",
            "family_id",
            "name_key",
            unique=True,
            **only_where("series_id IS NULL"),
        ),
    )

    series_id: Mapped[int | None] = mapped_column(ForeignKey("occasion_series.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(10), default="other", server_default="other")
    date: Mapped[date | None]
    budget_total: Mapped[Decimal | None] = mapped_column(Money(10, 2))
    is_active: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    rolled_over_at: Mapped[datetime | None] = mapped_column(sort_order=100)


class PersonOccasion(Numbered, Dated, OfFamily, Model):
    """A person's budgets for an occasion, both sides, and what their gifts add up to."""

    __tablename__ = "person_occasions"
    __table_args__ = (
        not_negative("recipient_budget_total"),
        not_negative("purchaser_budget_total"),
        Index("idx_person_occasions_budget_lookup", "person_id", "occasion_id", unique=True),
        Index("idx_person_occasion_budget", "occasion_id", "person_id", "recipient_budget_total"),
        Index("ix_person_occasions_family_id", "family_id"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    occasion_id: Mapped[int] = mapped_column(ForeignKey("occasions.id", ondelete="CASCADE"))
    recipient_budget_total: Mapped[Decimal | None] = mapped_column(Money(10, 2))
    purchaser_budget_total: Mapped[Decimal | None] = mapped_column(Money(10, 2))
    budget_spent: Mapped[Decimal] = mapped_column(Money(10, 2), default=Decimal(0), server_default="0")
    budget_planned: Mapped[Decimal] = mapped_column(
        Money(10, 2), default=Decimal(0), server_default="0", sort_order=100
    )
    budget_currency: Mapped[str] = mapped_column(CHAR(3), default="USD", server_default="USD")
    budget_notes: Mapped[str | None] = mapped_column(Text)

    @property
    def budget_amount(self) -> Decimal | None:
        """Read the recipient's budget by its short name."""
        return self.recipient_budget_total


class Gift(Numbered, Dated, OfFamily, Model):
    """A thing for one or more recipients."""

    __tablename__ = "gifts"
    __table_args__ = (
        not_negative("price"),
        not_negative("sale_price"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("quantity_bought BETWEEN 0 AND quantity", name="quantity_bought_within_quantity"),
        one_of("stage", "idea", "planned", "bought", "received"),
        Index("ix_gifts_family_id_occasion_id", "family_id", "occasion_id"),
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True, sort_order=-20)
    title: Mapped[str] = mapped_column(String(200))
    occasion_id: Mapped[int | None] = mapped_column(ForeignKey("occasions.id", ondelete="SET NULL"), index=True)
    price: Mapped[Decimal | None] = mapped_column(Money(10, 2))
    sale_price: Mapped[Decimal | None] = mapped_column(Money(10, 2))
    quantity: Mapped[int] = mapped_column(default=1, server_default="1")
    quantity_bought: Mapped[int] = mapped_column(default=0, server_default="0")
    stage: Mapped[str] = mapped_column(String(10), default="idea", server_default="idea")
    bought_on: Mapped[date | None]
    purchaser_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    priority: Mapped[int] = mapped_column(default=0, server_default="0")
    url: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)
    file_id: Mapped[str | None] = mapped_column(Text)
    currency: Mapped[str] = mapped_column(CHAR(3), default="USD", server_default="USD", sort_order=100)
    removed_at: Mapped[datetime | None] = mapped_column(sort_order=101)
    secret: Mapped[bool] = mapped_column(default=False, server_default=text("false"), sort_order=102)
    revealed_at: Mapped[datetime | None] = mapped_column(sort_order=103)

    purchaser: Mapped[Person | None] = relationship(back_populates="gifts_purchasing", lazy="raise")


class GiftPerson(Numbered, Dated, OfFamily, Model):
    """What a person has to do with a gift, and the share of it that is theirs."""

    __tablename__ = "gift_people"
    __table_args__ = (
        UniqueConstraint("gift_id", "person_id", "role", name="uq_gift_person_role"),
        one_of("role", "recipient", "purchaser", "contributor"),
        not_negative("amount"),
        Index("ix_gift_people_person_id_role", "person_id", "role"),
        Index("ix_gift_people_person_id_role_gift_id", "person_id", "role", "gift_id"),
    )

    gift_id: Mapped[int] = mapped_column(Number, ForeignKey("gifts.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(12), default="recipient", server_default="recipient")
    amount: Mapped[Decimal | None] = mapped_column(Money(10, 2))


class Wish(Numbered, Dated, OfFamily, Model):
    """What somebody wishes for, in their own words; the gift that others make of it is theirs to change."""

    __tablename__ = "wishes"
    __table_args__ = (not_negative("price"), Index("ix_wishes_family_id_person_id", "family_id", "person_id"))

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    gift_id: Mapped[int | None] = mapped_column(Number, ForeignKey("gifts.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    price: Mapped[Decimal | None] = mapped_column(Money(10, 2))
    currency: Mapped[str] = mapped_column(CHAR(3))
    url: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)
    removed_at: Mapped[datetime | None]
