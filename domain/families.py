"""Families, the accounts in them, and who may do what."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

Role = Literal["owner", "adult", "child"]


@dataclass(frozen=True, slots=True)
class Family:
    """The tenant: everything else belongs to one."""

    id: int
    name: str
    currency: str
    locale: str
    timezone: str
    settings: dict[str, Any]

    @property
    def reveals(self) -> bool:
        """Tell whether what was received is no secret any more when its day is over."""
        return self.settings.get("secrets") != "keep"

    def date_at(self, moment: datetime) -> date:
        """Tell the date where the family lives."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()


@dataclass(frozen=True, slots=True)
class User:
    """A Telegram account."""

    id: UUID
    telegram_user_id: int
    username: str | None
    full_name: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A user in a family."""

    id: UUID
    family_id: int
    user_id: UUID
    role: Role
    person_id: int | None

    @property
    def plans(self) -> bool:
        """Tell whether this member may change the family's settings and invite others."""
        return self.role != "child"


@dataclass(frozen=True, slots=True)
class Account:
    """The account of a person, and whether it reads a chat, as was last told; none when nobody knows."""

    person_id: int
    user_id: UUID
    telegram_user_id: int
    present: bool | None
    checked_at: Any


@dataclass(frozen=True, slots=True)
class Session:
    """A token that was handed out; whoever brings it may do what its purpose says, once."""

    id: UUID
    user_id: UUID
    purpose: str
    token_hash: str
    expires_at: Any
    details: dict[str, Any]
