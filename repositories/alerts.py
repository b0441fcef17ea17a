"""What was told of budgets that are nearly used, used, or overrun; and the budgets that are watched."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, case, func, insert, select, update
from uuid_utils.compat import uuid7

from domain.alerts import Watched
from domain.occasions import Occasion
from repositories import models
from repositories.budgets import Budgets
from repositories.occasions import Occasions
from repositories.schema import table_of

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

_alerts = table_of(models.Alert)
_links = Budgets.table
_occasions = Occasions.table
_persons = table_of(models.Person)


@dataclass(frozen=True, slots=True)
class Crossed:
    """A threshold of a budget, as one audience may know it."""

    kind: str
    budget_id: int
    period: str
    audience: str
    threshold: int


@dataclass(frozen=True, slots=True)
class Telling:
    """A threshold that was crossed just now: for the how-manieth time, and whether the audience is told of it."""

    crossed: Crossed
    occasion_id: int | None
    arming: int
    announced: bool


@dataclass(frozen=True, slots=True)
class Past:
    """How often a threshold was crossed before, counted from 0, and whether it still is."""

    arming: int
    stands: bool


class Alerts:
    """The thresholds crossed, for each audience. They follow from the gifts, so the journal does not hold them."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def list_watched(
        self, occasions: Collection[int], currency: str
    ) -> tuple[dict[int, Occasion], list[Watched]]:
        """List some occasions with every budget there is for them; a ceiling is in the family's currency."""
        known: dict[int, Occasion] = {}
        ceilings: list[Watched] = []
        found: list[Watched] = []
        for row in await self.uow.execute(_WATCHED, self._within(occasions)):
            occasion, total, link = Occasion(*row[:_WIDTH]), row[_WIDTH], row[_WIDTH + 1 :]
            if occasion.id not in known:
                ceilings.append(Watched("ceiling", occasion.id, occasion.id, total, currency))
            known[occasion.id] = occasion
            if link[0] is not None:
                key, person_id, name, kept_in, recipient, purchaser = link
                found.append(Watched("recipient", key, occasion.id, recipient, kept_in, person_id, name))
                found.append(Watched("purchaser", key, occasion.id, purchaser, kept_in, person_id, name))
        return known, [*found, *ceilings]

    async def list_crossed(self, occasions: Collection[int]) -> dict[Crossed, Past]:
        """List what was crossed of some occasions' budgets."""
        rows = await self.uow.execute(_CROSSED, self._within(occasions))
        return {Crossed(*row[:5]): Past(row[5], bool(row[6])) for row in rows}

    async def list_crossed_limits(self, windows: Collection[str]) -> dict[Crossed, Past]:
        """List what was crossed of limits within some windows, each as their alerts name it."""
        values = {"windows": list(windows), "family": self.uow.family}
        return {Crossed(*row[:5]): Past(row[5], bool(row[6])) for row in await self.uow.execute(_LIMITS, values)}

    async def cross(self, tellings: Iterable[Telling]) -> None:
        """Note what was crossed; who comes second with the same is turned away."""
        rows = [
            {
                "id": uuid7(),
                "family_id": self.uow.family,
                **_columns(one.crossed),
                "occasion_id": one.occasion_id,
                "arming": one.arming,
                "announced": one.announced,
            }
            for one in tellings
        ]
        if rows:
            await self.uow.write(_insert, rows)

    async def fall(self, fallen: Iterable[Crossed]) -> None:
        """Note what is no longer reached: it is told again when it is crossed again."""
        rows = [{f"its_{name}": value for name, value in _columns(one).items()} for one in fallen]
        if rows:
            await self.uow.write(_FALL, [{"family": self.uow.family, "now": self.uow.now} | row for row in rows])

    def _within(self, occasions: Collection[int]) -> dict[str, Any]:
        return {"occasions": list(occasions), "family": self.uow.family}


def _columns(crossed: Crossed) -> Mapping[str, Any]:
    return {
        "kind": crossed.kind,
        "budget_id": crossed.budget_id,
        "period": crossed.period,
        "audience": crossed.audience,
        "threshold": crossed.threshold,
    }


_among: BindParameter[Any] = bindparam("occasions", expanding=True)
_WIDTH = len(Occasions.columns)
_WATCHED = (
    select(
        *Occasions.columns,
        _occasions.c.budget_total,
        _links.c.id,
        _links.c.person_id,
        _persons.c.name,
        _links.c.budget_currency,
        _links.c.recipient_budget_total,
        _links.c.purchaser_budget_total,
    )
    .select_from(_occasions)
    .outerjoin(_links, _links.c.occasion_id == _occasions.c.id)
    .outerjoin(_persons, _persons.c.id == _links.c.person_id)
    .where(_occasions.c.id.in_(_among), _occasions.c.family_id == bindparam("family"))
    .order_by(_persons.c.name_key)
)
_KEY = (_alerts.c.kind, _alerts.c.budget_id, _alerts.c.period, _alerts.c.audience, _alerts.c.threshold)
_PAST = select(*_KEY, func.max(_alerts.c.arming), func.max(case((_alerts.c.fell_at.is_(None), 1), else_=0))).group_by(
    *_KEY
)
_CROSSED = _PAST.where(
    _alerts.c.occasion_id.in_(_among), _alerts.c.family_id + 0 == bindparam("family"), _alerts.c.kind != "reminder"
)
_LIMITS = _PAST.where(
    _alerts.c.family_id == bindparam("family"),
    _alerts.c.kind == "limit",
    _alerts.c.budget_id == 0,
    _alerts.c.period.in_(bindparam("windows", expanding=True)),
)
_insert = insert(_alerts)
_FALL = (
    update(_alerts)
    .where(
        *(column == bindparam(f"its_{column.name}") for column in _KEY),
        _alerts.c.family_id == bindparam("family"),
        _alerts.c.fell_at.is_(None),
    )
    .values(fell_at=bindparam("now"))
)
