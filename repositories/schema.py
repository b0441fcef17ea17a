"""What every table shares: names of constraints, keys, timestamps, the family."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, MetaData, Table, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from uuid_utils.compat import uuid7

from repositories.types import Json, Key, Moment, new_uuid, right_now


class Model(DeclarativeBase):
    """A table of Nestegg's."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, dict[str, Any]: Json, list[Any]: Json}  # noqa: RUF012 - SQLAlchemy's name


class Numbered:
    """Rows that people name in chat: a short key that fits into a button."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-20)

    @classmethod
    def __table_cls__(cls, *parts: Any, **options: Any) -> Table:
        """Make the table never give a key twice: a button or an undo from before would hit another row."""
        return Table(*parts, sqlite_autoincrement=True, **options)


class Recorded:
    """Rows that the program makes many of: a key that sorts by time."""

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid7, server_default=new_uuid(), sort_order=-20)


class Dated:
    """When the row was made and last changed."""

    created_at: Mapped[datetime] = mapped_column(server_default=right_now(), sort_order=90)
    updated_at: Mapped[datetime] = mapped_column(server_default=right_now(), onupdate=right_now(), sort_order=91)


class OfFamily:
    """Rows that belong to one family and go with it."""

    @declared_attr
    def family_id(cls) -> Mapped[int]:  # noqa: N805 - a declared attribute's argument is the class
        """Name the tenant."""
        return mapped_column(ForeignKey("families.id", ondelete="CASCADE"), sort_order=-10)


def table_of(model: type[Model]) -> Table:
    """Give a model's table."""
    return cast("Table", model.__table__)


def one_of(column: str, *words: str) -> CheckConstraint:
    """Allow a column only these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def not_negative(column: str) -> CheckConstraint:
    """Refuse amounts below zero."""
    return CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")


def only_where(condition: str) -> dict[str, Any]:
    """Let an index hold only the rows for which something is so, on either engine."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
