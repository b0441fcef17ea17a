"""The gifts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select, union

from domain.budgets import PersonBudgetResult
from domain.gifts import Gift, add_up
from repositories import models
from repositories.schema import table_of

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

_gifts = table_of(models.Gift)
_roles = table_of(models.GiftPerson)


class Gifts:
    """What is given, to whom, and by whom."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def get_gift_budget(self, person_id: int, occasion_id: int | None = None) -> PersonBudgetResult:
        """Add up a person's gifts, for one occasion or for all of them."""
        return add_up(person_id, occasion_id, await self.list_by_person(person_id, occasion_id))

    async def list_by_person(self, person_id: int, occasion_id: int | None = None) -> Sequence[Gift]:
        """List the gifts that a person gets or buys."""
        values = {"family": self.uow.family, "person_id": person_id, "occasion_id": occasion_id}
        return _with_people(await self.uow.execute(_OF_PERSON, values))


def _with_people(rows: Any) -> list[Gift]:
    """Put a gift together from one row for each of its people."""
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        gift = found.setdefault(row.id, {"row": row, "purchasers": set(), "recipients": []})
        if row.purchaser_id is not None:
            gift["purchasers"].add(row.purchaser_id)
        if row.role == "recipient":
            gift["recipients"].append((row.person_id, row.amount))
        elif row.role == "purchaser":
            gift["purchasers"].add(row.person_id)
    return [
        Gift(
            **{name: getattr(gift["row"], name) for name in _OWN},
            purchasers=frozenset(gift["purchasers"]),
            recipients=tuple(
                sorted(gift["recipients"], key=lambda recipient: (recipient[0], recipient[1] or Decimal(0)))
            ),
        )
        for gift in found.values()
    ]


_OWN = ("id", "occasion_id", "price", "sale_price", "quantity", "quantity_bought", "stage")
_THEIRS = union(
    select(_roles.c.gift_id).where(_roles.c.person_id == bindparam("person_id")),
    select(_gifts.c.id).where(_gifts.c.purchaser_id == bindparam("person_id")),
)
_OF_PERSON = (
    select(
        *(_gifts.c[name] for name in (*_OWN, "purchaser_id")),
        *(_roles.c[name] for name in ("person_id", "role", "amount")),
    )
    .outerjoin(_roles, _roles.c.gift_id == _gifts.c.id)
    .where(
        _gifts.c.id.in_(_THEIRS),
        _gifts.c.family_id == bindparam("family"),
        or_(
            bindparam("occasion_id", type_=_gifts.c.id.type).is_(None), _gifts.c.occasion_id == bindparam("occasion_id")
        ),
    )
    .order_by(_gifts.c.id)
)
