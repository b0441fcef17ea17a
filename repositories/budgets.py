"""The budgets of people for occasions."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, exists, select

from domain.budgets import UNSET, PersonOccasion, Unset
from repositories import models
from repositories.repository import Repository
from repositories.schema import table_of

_links = table_of(models.PersonOccasion)


class Budgets(Repository[PersonOccasion]):
    """A person's budgets for an occasion: as the one who gets gifts, and as the one who buys them."""

    model = models.PersonOccasion
    value = PersonOccasion

    async def get_person_occasion_budget(self, person_id: int, occasion_id: int) -> PersonOccasion | None:
        """Find a person's budgets for an occasion."""
        return await self.first(_LINK, person_id=person_id, occasion_id=occasion_id)

    async def update_person_occasion_budget(
        self,
        person_id: int,
        occasion_id: int,
        recipient_budget_total: Decimal | Unset | None = UNSET,
        purchaser_budget_total: Decimal | Unset | None = UNSET,
    ) -> PersonOccasion:
        """Change the sides that are given and leave the other as it was."""
        totals = {
            "recipient_budget_total": recipient_budget_total,
            "purchaser_budget_total": purchaser_budget_total,
        }
        budget = await self.change_link(person_id, occasion_id, _given(totals))
        if budget is None:
            message = f"person {person_id} has no link to occasion {occasion_id}"
            raise ValueError(message)
        return budget

    async def change_link(self, person_id: int, occasion_id: int, values: dict[str, Any]) -> PersonOccasion | None:
        """Change a person's budgets under their lock; none when there are none yet."""
        link = self._within({"person_id": person_id, "occasion_id": occasion_id})
        before = (await self.uow.execute(_LOCK_LINK, link)).mappings().first()
        return None if before is None else await self._change(before, values)

    async def any_in(self, currency: str) -> bool:
        """Tell whether any budget is kept in a currency."""
        found = await self.uow.execute(_ANY_IN, {"family": self.uow.family, "currency": currency})
        return bool(found.scalar())

    async def list_by_occasion(self, occasion_id: int) -> Sequence[PersonOccasion]:
        """List everybody's budgets for an occasion."""
        return await self.all(_OF_OCCASION, occasion_id=occasion_id)


def _given(totals: dict[str, Decimal | Unset | None]) -> dict[str, Any]:
    given = {name: total for name, total in totals.items() if not isinstance(total, Unset)}
    for name, total in given.items():
        if total is not None and total < 0:
            message = f"{name} must be ≥0 or NULL"
            raise ValueError(message)
    return given


_THE_LINK = (_links.c.person_id == bindparam("person_id"), _links.c.occasion_id == bindparam("occasion_id"))
_LINK = Budgets.select.where(*_THE_LINK)
_LOCK_LINK = select(_links).where(*_THE_LINK, _links.c.family_id == bindparam("family")).with_for_update()
_ANY_IN = select(
    exists().where(_links.c.family_id == bindparam("family"), _links.c.budget_currency == bindparam("currency"))
)
_OF_OCCASION = Budgets.select.where(_links.c.occasion_id == bindparam("occasion_id")).order_by(_links.c.person_id)
