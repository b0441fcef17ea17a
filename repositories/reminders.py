"""What a family is reminded of, and who wants to hear weekly how things stand: what is due, and what was told."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Date, Select, String, bindparam, case, cast, func, insert, or_, select, update

from domain.families import Family
from domain.messages import Conversation
from domain.occasions import Occasion
from domain.reminders import MILESTONES, Near
from repositories import models
from repositories.conversations import Conversations
from repositories.families import Families
from repositories.occasions import Occasions
from repositories.schema import table_of

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

KIND = "reminder"
ONE_DAY = timedelta(days=1)
"""How far the date may differ on earth from the one in UTC."""
_alerts = table_of(models.Alert)
_conversations = table_of(models.Conversation)
_families = table_of(models.Family)
_occasions = table_of(models.Occasion)


class Reminders:
    """What is said by the calendar. Nobody's change, so the journal does not hold it."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def list_near(self, behind: Near | None, limit: int) -> Sequence[tuple[Family, Near]]:
        """Page through what may have to be reminded of, wherever on earth the families live, the soonest first."""
        today = self.uow.now.date()
        since = (behind.occasion.date, behind.occasion.id) if behind else (today, 0)
        values = _days(today + ONE_DAY) | {"since": since[0], "last": since[1], "limit": limit}
        rows = await self.uow.execute(_NEAR, values)
        return [(Family(*row[:_OF_FAMILY]), _near(row[_OF_FAMILY:])) for row in rows]

    async def list_of_family(self, today: date) -> Sequence[Near]:
        """List what the family has to be reminded of on a day."""
        values = _days(today) | {"since": today + ONE_DAY, "family": self.uow.family}
        return [_near(row) for row in await self.uow.execute(_NEAR_OF_FAMILY, values)]

    async def any_on(self, day: date) -> bool:
        """Tell whether the family was reminded of anything on a day."""
        values = {"family": self.uow.family, "day": day.isoformat()}
        return (await self.uow.execute(_ON_DAY, values)).first() is not None

    async def claim(self, found: Iterable[tuple[Near, int]], *, said: bool) -> None:
        """Note which milestones are settled; a second transaction that does the same fails. None said is no message."""
        for near, milestone in found:
            occasion = near.occasion
            period = occasion.date.isoformat() if occasion.date else ""
            await self._claim(occasion.id, period, milestone, occasion_id=occasion.id, announced=said)

    async def claim_day(self, day: date) -> None:
        """Note that the family is reminded on a day: it is only once, whatever comes near."""
        await self._claim(self.uow.family, day.isoformat(), 0)

    async def _claim(self, key: int, period: str, threshold: int, **more: Any) -> None:
        row = {"family_id": self.uow.family, "kind": KIND, "budget_id": key, "period": period, "threshold": threshold}
        await self.uow.write(insert(_alerts), row | more)

    async def list_digests(
        self, behind: tuple[Conversation, datetime] | None, limit: int
    ) -> Sequence[tuple[Family, tuple[Conversation, datetime]]]:
        """Page through the chats that are to hear how things stand, the longest due first."""
        at, last = (behind[1], behind[0].id) if behind else (None, None)
        values = {"now": self.uow.now, "at": at, "last": last, "limit": limit}
        rows = await self.uow.execute(_DIGESTS, values)
        return [(Family(*row[:_OF_FAMILY]), (Conversation(*row[_OF_FAMILY:-1]), row[-1])) for row in rows]

    async def claim_digest(self, conversation_id: UUID, due: datetime, following: datetime) -> bool:
        """Move a digest on to the next time, and tell whether nobody else has done so."""
        values = {"key": conversation_id, "due": due, "following": following}
        return (await self.uow.write(_MOVE_ON, values)).rowcount == 1


def _days(today: date) -> dict[str, Any]:
    """Give the last day of which each milestone is reached."""
    return {f"in_{days}": today + timedelta(days) for days in MILESTONES}


def _near(row: Sequence[Any]) -> Near:
    width = len(fields(Occasion))
    return Near(Occasion(*row[:width]), *row[width:])


_OF_FAMILY = len(Families.columns)
_told = (
    select(func.min(_alerts.c.threshold))
    .where(
        _alerts.c.family_id == _occasions.c.family_id,
        _alerts.c.kind == KIND,
        _alerts.c.budget_id == _occasions.c.id,
        _alerts.c.period == cast(_occasions.c.date, String),
    )
    .scalar_subquery()
)
_longest, *_shorter = MILESTONES
_reached = case(
    *((_occasions.c.date <= bindparam(f"in_{days}", type_=Date), days) for days in reversed(_shorter)), else_=_longest
)


def _statement(*columns: Any) -> Select[Any]:
    return (
        select(*columns, *Occasions.columns, _occasions.c.created_at, _told.label("told"))
        .select_from(_occasions)
        .where(
            _occasions.c.is_active,
            _occasions.c.date >= bindparam("since", type_=Date),
            _occasions.c.date <= bindparam(f"in_{_longest}", type_=Date),
            func.coalesce(_told, _longest + 1) > _reached,
        )
        .order_by(_occasions.c.date, _occasions.c.id)
    )


_NEAR = (
    _statement(*Families.columns)
    .join(_families, _families.c.id == _occasions.c.family_id)
    .where(or_(_occasions.c.date > bindparam("since", type_=Date), _occasions.c.id > bindparam("last")))
    .limit(bindparam("limit"))
)
_NEAR_OF_FAMILY = _statement().where(_occasions.c.family_id == bindparam("family"))
_ON_DAY = select(_alerts.c.id).where(
    _alerts.c.family_id == bindparam("family"),
    _alerts.c.kind == KIND,
    _alerts.c.budget_id == bindparam("family"),
    _alerts.c.period == bindparam("day"),
    _alerts.c.threshold == 0,
)
_since = bindparam("at", type_=_conversations.c.digest_at.type)
_DIGESTS = (
    select(*Families.columns, *Conversations.columns, _conversations.c.digest_at)
    .join(_families, _families.c.id == _conversations.c.family_id)
    .where(
        _conversations.c.digest_at.is_not(None),
        _conversations.c.digest_at <= bindparam("now"),
        or_(
            _since.is_(None),
            _conversations.c.digest_at > _since,
            (_conversations.c.digest_at == _since)
            & (_conversations.c.id > bindparam("last", type_=_conversations.c.id.type)),
        ),
    )
    .order_by(_conversations.c.digest_at, _conversations.c.id)
    .limit(bindparam("limit"))
)
_MOVE_ON = (
    update(_conversations)
    .where(_conversations.c.id == bindparam("key"), _conversations.c.digest_at == bindparam("due"))
    .values(digest_at=bindparam("following"))
)
