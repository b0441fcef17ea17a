"""The budgets of people for occasions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, exists, or_, select

from domain.alerts import Kind, Touched, level
from domain.budgets import UNSET, PersonOccasion, Standing, Unset
from domain.gifts import Gift, figures
from repositories import models
from repositories.repository import Repository, plain
from repositories.schema import table_of

_links = table_of(models.PersonOccasion)
_gifts = table_of(models.Gift)
_occasions = table_of(models.Occasion)
_parts = table_of(models.GiftPerson)
_HAS_BUDGET = or_(_links.c.recipient_budget_total.is_not(None), _links.c.purchaser_budget_total.is_not(None))
FILLED_IN = ("recipient_budget_total", "purchaser_budget_total", "budget_notes")
"""What people write into a link; the rest of it follows from their gifts."""
IS_FILLED_IN = or_(*(_links.c[name].is_not(None) for name in FILLED_IN))
"""How the links are told from which something would be lost with them."""


class Budgets(Repository[PersonOccasion]):
    """A person's budgets for an occasion: as the one who gets gifts, and as the one who buys them.

    Their figures are those that may be spoken of where the answer is read.
    """

    model = models.PersonOccasion
    value = PersonOccasion

    async def get_person_occasion_budget(self, person_id: int, occasion_id: int) -> PersonOccasion | None:
        """Find a person's budgets for an occasion."""
        link = await self.first(_LINK, person_id=person_id, occasion_id=occasion_id)
        return None if link is None else (await self.seen([link]))[0]

    async def seen(self, links: Collection[PersonOccasion]) -> list[PersonOccasion]:
        """Give figures as if the gifts that may not be spoken of were not there."""
        self._speak_of(links)
        told = {link.occasion_id for link in links if link.budget_spent + link.budget_planned}
        return self._shown(links, await self._counted(told))

    def _speak_of(self, links: Iterable[PersonOccasion]) -> None:
        hides = self.uow.eyes.hides
        told = (link.person_id for link in links if link.budget_spent + link.budget_planned)
        self.uow.spoken_of.update(person for person in told if not hides(person))

    def seen_among(self, links: Collection[PersonOccasion], gifts: Sequence[Gift]) -> list[PersonOccasion]:
        """Give figures likewise, where all gifts of the occasions are at hand."""
        self._speak_of(links)
        hidden = any(not self.uow.eyes.sees(gift) for gift in gifts)
        return self._shown(links, self.uow.gifts.shown(gifts) if hidden else None)

    def _shown(self, links: Collection[PersonOccasion], gifts: Iterable[Gift] | None) -> list[PersonOccasion]:
        """Leave figures as they are stored, or add them up by these gifts; of whom is hidden, there are none."""
        eyes, counted = self.uow.eyes, None if gifts is None else list(gifts)
        of = [() if eyes.hides(link.person_id) else counted for link in links]
        return [link if each is None else _figured(link, each) for link, each in zip(links, of, strict=True)]

    async def _counted(self, occasions: Collection[int]) -> Sequence[Gift] | None:
        """Find the gifts to add up in the place of stored figures, where some that are shared may not be spoken of."""
        if not await self.uow.gifts.any_shared_in_secret(occasions):
            return None
        return await self.uow.gifts.list_by_occasions(occasions)

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

    async def change_link(
        self, person_id: int, occasion_id: int, values: dict[str, Any], currency: str | None = None
    ) -> PersonOccasion | None:
        """Change a person's budgets under their lock; none when there is no link yet.

        Where no money is kept in another currency, they are in the given one from now on.
        """
        meant = self._within({"person_id": person_id, "occasion_id": occasion_id})
        before = (await self.uow.execute(_LOCK_LINK, meant)).mappings().first()
        if before is None:
            return None
        known = self.value(*(before[column] for column in self.columns))
        settled = {} if currency is None or known.holds_money else {"budget_currency": currency}
        link = await self._change(before, values, **settled)
        self._note(link, values, known.recipient_budget_total)
        return (await self.seen([link]))[0]

    async def link(self, person_id: int, occasion_id: int, currency: str, **values: Any) -> PersonOccasion:
        """Link a person to an occasion. The journal hears only what is filled in: taken back, the link is empty."""
        facts = {"person_id": person_id, "occasion_id": occasion_id, "budget_currency": currency}
        row = (await self.uow.write(self._insert, {"family_id": self.uow.family} | facts | values)).one()
        if values:
            filled_in = {name: plain(value) for name, value in values.items()}
            self.uow.record(self.table, row.id, dict.fromkeys(values), filled_in)
        link = PersonOccasion(*row)
        self._note(link, values)
        return link

    def _note(self, link: PersonOccasion, values: Collection[str], before: Decimal | None = None) -> None:
        """Note for the alerts what may have been crossed; of what somebody gets, that can be told at once."""
        used = link.budget_spent, link.budget_planned
        near = any(level(Standing(total, *used)) for total in (before, link.recipient_budget_total))
        kinds: set[Kind] = {"recipient"} if near and "recipient_budget_total" in values else set()
        if "purchaser_budget_total" in values:
            kinds.add("purchaser")
        if kinds:
            self.uow.touched.append(Touched(link.occasion_id, frozenset(kinds), frozenset({link.person_id})))

    async def any_in(self, currency: str) -> bool:
        """Tell whether any budget or gift is kept in a currency."""
        found = await self.uow.execute(_ANY_IN, {"family": self.uow.family, "currency": currency})
        return bool(found.scalar())

    async def list_by_occasion(self, occasion_id: int) -> Sequence[PersonOccasion]:
        """List everybody's budgets for an occasion."""
        return await self.seen(await self.all(_OF_OCCASION, occasion_id=occasion_id))

    async def list_with_ceiling(self, occasion_id: int) -> tuple[dict[PersonOccasion, bool], Decimal | None]:
        """List everybody's budgets for an occasion, with whether they get anything, and read what all may cost."""
        rows = (await self.uow.execute(_WITH_CEILING, self._within({"occasion_id": occasion_id}))).all()
        takes_part = {row.id: bool(row.takes_part) for row in rows if row.id is not None}
        known = [self.value(*row[2:]) for row in rows if row.id is not None]
        self._speak_of(known)
        gifts = await self._counted([occasion_id])
        shown = self._shown(known, gifts)
        links = {
            link: link.recipient_budget_total is not None
            or (not self.uow.eyes.hides(link.person_id) and _gets_any(link, gifts, otherwise=takes_part[link.id]))
            for link in shown
        }
        return links, rows[0].budget_total if rows else None

    async def list_by_person(self, person_id: int) -> Sequence[PersonOccasion]:
        """List a person's budgets for every occasion."""
        return await self.seen(await self.all(_OF_PERSON, person_id=person_id))


def _figured(link: PersonOccasion, gifts: Iterable[Gift]) -> PersonOccasion:
    """Add up what is spent and planned for a person by these gifts alone."""
    spent, planned = figures(link.person_id, (gift for gift in gifts if gift.occasion_id == link.occasion_id))
    return replace(link, budget_spent=spent, budget_planned=planned)


def _gets_any(link: PersonOccasion, gifts: Iterable[Gift] | None, *, otherwise: bool) -> bool:
    """Tell whether a person gets any of these gifts; where there is nothing to look through, otherwise."""
    return otherwise if gifts is None else any(gift.counts and gift.is_for(link.person_id) for gift in gifts)


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
    or_(
        exists().where(
            _links.c.family_id == bindparam("family"), _links.c.budget_currency == bindparam("currency"), _HAS_BUDGET
        ),
        exists().where(
            _gifts.c.family_id == bindparam("family"),
            _gifts.c.currency == bindparam("currency"),
            _gifts.c.removed_at.is_(None),
        ),
    )
)
_OF_OCCASION = Budgets.select.where(_links.c.occasion_id == bindparam("occasion_id")).order_by(_links.c.person_id)
_GETS_A_GIFT = exists().where(
    _gifts.c.family_id == _links.c.family_id,
    _gifts.c.occasion_id == _links.c.occasion_id,
    _gifts.c.removed_at.is_(None),
    _gifts.c.stage != "idea",
    _parts.c.gift_id == _gifts.c.id,
    _parts.c.person_id == _links.c.person_id,
    _parts.c.role == "recipient",
)
_TAKES_PART = or_(
    _links.c.recipient_budget_total.is_not(None), _links.c.budget_spent > 0, _links.c.budget_planned > 0, _GETS_A_GIFT
)
_WITH_CEILING = (
    select(_occasions.c.budget_total, _TAKES_PART.label("takes_part"), *Budgets.columns)
    .outerjoin(_links, _links.c.occasion_id == _occasions.c.id)
    .where(_occasions.c.id == bindparam("occasion_id"), _occasions.c.family_id == bindparam("family"))
    .order_by(_links.c.person_id)
)
_OF_PERSON = Budgets.select.where(_links.c.person_id == bindparam("person_id")).order_by(_links.c.occasion_id)
