"""The gifts, and the people they have to do with."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, exists, or_, select, union

from domain.budgets import PersonBudgetResult
from domain.gifts import Gift, GiftRole, Part, add_up
from domain.secrets import Eyes
from repositories import models
from repositories.gift_rows import Around, GiftRows, PartRow, PartRows, Row, new_key
from repositories.schema import table_of

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork


class Gifts:
    """What is given, to whom, and by whom. Gifts that were removed are not found.

    Nor are those that may not be spoken of where the answer is read, unless all eyes are open.
    """

    def __init__(self, uow: "UnitOfWork", eyes: Eyes | None = None) -> None:
        self.uow = uow
        self._eyes = eyes
        self.rows = GiftRows(uow)
        self.parts = PartRows(uow)

    async def get_gift_budget(self, person_id: int, occasion_id: int | None = None) -> PersonBudgetResult:
        """Add up a person's gifts, for one occasion or for all of them."""
        return add_up(person_id, occasion_id, await self.list_by_person(person_id, occasion_id))

    async def get_by_id(self, gift_id: int) -> Gift | None:
        """Find a gift, with its row locked: whoever changes it does so one after the other."""
        values = {"key": gift_id, "family": self.uow.family}
        if (await self.uow.execute(_LOCKED, values)).first() is None:
            return None
        return next(iter(await self._all(_BY_ID, key=gift_id)), None)

    async def list_by_person(self, person_id: int, occasion_id: int | None = None) -> Sequence[Gift]:
        """List the gifts that a person gets, buys or chips in to."""
        return await self._all(_OF_PERSON, person_id=person_id, occasion_id=occasion_id)

    async def list_by_occasions(self, occasion_ids: Collection[int]) -> Sequence[Gift]:
        """List everybody's gifts for some occasions, in the order in which they came."""
        held = self.uow.held
        if held and all(key in held for key in occasion_ids):
            return self.shown(sorted((gift for key in occasion_ids for gift in held[key]), key=lambda gift: gift.id))
        return await self._all(_OF_OCCASIONS, occasions=list(occasion_ids)) if occasion_ids else []

    async def hold(self, occasion_id: int) -> list[Gift]:
        """Keep everybody else from changing the gifts for an occasion, and list them with what people wish.

        From now on they are known, and need not be read again until one is changed here.
        """
        self.uow.ceilings |= await self.uow.figures.lock_occasions([occasion_id])
        found = await self.uow.all_gifts.list_with_wishes([occasion_id])
        self.uow.held[occasion_id] = [gift for gift in found if gift.occasion_id == occasion_id]
        return self.shown(found)

    async def list_with_wishes(self, occasion_ids: Collection[int]) -> Sequence[Gift]:
        """List everybody's gifts for some occasions, and what people wish for that is not for any occasion yet."""
        return await self._all(_WITH_WISHES, occasions=list(occasion_ids))

    async def peek(self, gift_id: int) -> Gift | None:
        """Find a gift without locking it."""
        return next(iter(await self._all(_BY_ID, key=gift_id)), None)

    async def list_by_ids(self, gift_ids: Collection[int]) -> Sequence[Gift]:
        """List some gifts."""
        return await self._all(_BY_IDS, gifts=list(gift_ids)) if gift_ids else []

    async def any_shared_in_secret(self, occasion_ids: Collection[int]) -> bool:
        """Tell whether any gift for those who may not know of it is for others as well: their figures hide it, too."""
        if not self.eyes.hidden or not occasion_ids:
            return False
        values = {"occasions": list(occasion_ids), "hidden": list(self.eyes.hidden), "family": self.uow.family}
        return (await self.uow.execute(_SHARED_IN_SECRET, values)).first() is not None

    @property
    def eyes(self) -> Eyes:
        """Tell whose eyes read what is found."""
        return self.uow.eyes if self._eyes is None else self._eyes

    async def list_earlier(self, person_id: int, occasion_id: int, limit: int) -> Sequence[tuple[int, str, str, date]]:
        """List key, title, occasion and day of what was given for other occasions, among a person's latest gifts.

        Whoever speaks of one looks at it first: it may be secret.
        """
        values = {"person": person_id, "family": self.uow.family, "here": occasion_id, "limit": limit}
        return [(row[0], row[1], row[2], row[3]) for row in await self.uow.execute(_EARLIER, values)]

    async def any_secret(self, gift_ids: Collection[int]) -> bool:
        """Tell whether the buyer of any of some gifts keeps it secret, of those that were removed as well."""
        values = {"gifts": list(gift_ids), "family": self.uow.family}
        return bool(gift_ids) and (await self.uow.execute(_SECRET, values)).first() is not None

    async def of_parts(self, part_ids: Collection[int]) -> set[int]:
        """Name the gifts that somebody has to do with, by the keys of what they have to do with them."""
        values = {"parts": list(part_ids), "family": self.uow.family}
        return {row[0] for row in await self.uow.execute(_OF_PARTS, values)} if part_ids else set()

    async def touched_by(self, gift_ids: Collection[int]) -> tuple[set[int], set[int]]:
        """Name the recipients and the occasions of some gifts, of those that were removed as well."""
        values = {"gifts": list(gift_ids), "family": self.uow.family}
        rows = (await self.uow.execute(_TOUCHED, values)).all() if gift_ids else []
        return {row[0] for row in rows if row[0]}, {row[1] for row in rows if row[1]}

    async def create(self, parts: Iterable[tuple[GiftRole, Part]], **values: Any) -> Gift:
        """Make a gift with its people."""
        row = await self.rows.create(id=new_key(), **values)
        made = [
            await self.parts.create(gift_id=row.id, person_id=person, role=role, amount=amount)
            for role, (person, amount) in parts
        ]
        gift = _gift(row, made, Around())
        if gift.occasion_id in self.uow.held:
            self.uow.held[gift.occasion_id].append(gift)
        return gift

    async def update(self, gift_id: int, **values: Any) -> None:
        """Change some columns of a gift, and leave the others as they are."""
        self.uow.held.clear()
        await self.rows.update(gift_id, **values)

    async def set_parts(self, gift_id: int, role: GiftRole, parts: Iterable[Part]) -> None:
        """Let these people be this to a gift, and nobody else; those who stay keep their rows."""
        self.uow.held.clear()
        wanted = dict(parts)
        for known in await self.parts.list_by_gift(gift_id, role):
            if known.person_id not in wanted:
                await self.parts.delete(known.id)
            elif (amount := wanted.pop(known.person_id)) != known.amount:
                await self.parts.update(known.id, amount=amount)
        for person_id, amount in wanted.items():
            await self.parts.create(gift_id=gift_id, person_id=person_id, role=role, amount=amount)

    async def _all(self, statement: Select[Any], **values: Any) -> list[Gift]:
        """Put gifts together from one row for each of their people."""
        found: dict[int, tuple[Row, list[PartRow], Around]] = {}
        width = len(GiftRows.columns)
        for each in await self.uow.execute(statement, {"family": self.uow.family, **values}):
            _, parts, _ = found.setdefault(each[0], (Row(*each[:width]), [], Around(*each[-3:])))
            if each[width] is not None:
                parts.append(PartRow(*each[width:-3]))
        return self.shown(_gift(row, parts, around) for row, parts, around in found.values())

    def shown(self, gifts: Iterable[Gift]) -> list[Gift]:
        """Leave out what may not be spoken of, and note of whom the rest speaks."""
        eyes = self.eyes
        seen = [eyes.seen(gift) for gift in gifts if eyes.sees(gift)]
        if self._eyes is None:
            secrets = (gift for gift in seen if not eyes.revealed(gift))
            self.uow.spoken_of.update(person for gift in secrets for person, _ in gift.recipients)
            self.uow.shown.update(gift.id for gift in seen if not gift.masked)
        return seen


def _gift(row: Row, parts: Iterable[PartRow], around: Around) -> Gift:
    """Put a gift and its people together."""
    by_role: dict[GiftRole, list[Part]] = {"recipient": [], "purchaser": [], "contributor": []}
    for part in sorted(parts, key=lambda part: part.person_id):
        by_role[part.role].append((part.person_id, part.amount))
    buyers = {person for person, _ in by_role["purchaser"]} | ({row.purchaser_id} if row.purchaser_id else set())
    return Gift(
        **{name: getattr(row, name) for name in _NAMES},
        purchasers=frozenset(buyers),
        recipients=tuple(by_role["recipient"]),
        pledges=tuple(by_role["contributor"]),
        revealed=row.revealed_at is not None,
        day=around.day,
        wished=around.wished,
    )


_NAMES = tuple(field.name for field in fields(Row) if field.name != "revealed_at")
_gifts = GiftRows.table
_parts = PartRows.table
_occasions = table_of(models.Occasion)
_wishes = table_of(models.Wish)
_STANDING = (_gifts.c.family_id == bindparam("family"), _gifts.c.removed_at.is_(None))
_LOCKED = select(_gifts.c.id).where(_gifts.c.id == bindparam("key"), *_STANDING).with_for_update()
_WITH_PEOPLE = (
    select(*GiftRows.columns, *PartRows.columns, _occasions.c.date, _wishes.c.id, _wishes.c.removed_at)
    .outerjoin(_parts, _parts.c.gift_id == _gifts.c.id)
    .outerjoin(_occasions, _occasions.c.id == _gifts.c.occasion_id)
    .outerjoin(_wishes, _wishes.c.gift_id == _gifts.c.id)
    # Whatever nobody planned goes when it is no longer wished for.
    .where(*_STANDING, or_(_wishes.c.removed_at.is_(None), _gifts.c.stage != "idea"))
    .order_by(_gifts.c.id)
)
_BY_ID = _WITH_PEOPLE.where(_gifts.c.id == bindparam("key"))
_BY_IDS = _WITH_PEOPLE.where(_gifts.c.id.in_(bindparam("gifts", expanding=True)))
_THEIRS = union(
    select(_parts.c.gift_id).where(_parts.c.person_id == bindparam("person_id")),
    select(_gifts.c.id).where(_gifts.c.purchaser_id == bindparam("person_id")),
)
_OF_PERSON = _WITH_PEOPLE.where(
    _gifts.c.id.in_(_THEIRS),
    or_(bindparam("occasion_id", type_=_gifts.c.id.type).is_(None), _gifts.c.occasion_id == bindparam("occasion_id")),
)
_OF_OCCASIONS = _WITH_PEOPLE.where(_gifts.c.occasion_id.in_(bindparam("occasions", expanding=True)))
_floating = _gifts.c.occasion_id.is_(None)
# Each part is found by its index; as alternatives of one condition all that the family ever gave would be looked at.
_LISTED = union(
    select(_gifts.c.id).where(*_STANDING, _gifts.c.occasion_id.in_(bindparam("occasions", expanding=True))),
    select(_gifts.c.id).where(*_STANDING, _floating, _gifts.c.stage == "idea"),
)
_WITH_WISHES = _WITH_PEOPLE.where(_gifts.c.id.in_(_LISTED), or_(~_floating, _wishes.c.id.is_not(None)))
_for_hidden, _for_others = _parts.alias("for_hidden"), _parts.alias("for_others")
_SHARED_IN_SECRET = (
    select(_gifts.c.id)
    .where(
        _gifts.c.occasion_id.in_(bindparam("occasions", expanding=True)),
        _gifts.c.stage != "idea",
        exists().where(
            _for_hidden.c.gift_id == _gifts.c.id,
            _for_hidden.c.role == "recipient",
            _for_hidden.c.person_id.in_(bindparam("hidden", expanding=True)),
        ),
        exists().where(
            _for_others.c.gift_id == _gifts.c.id,
            _for_others.c.role == "recipient",
            _for_others.c.person_id.not_in(bindparam("hidden", expanding=True)),
        ),
        *_STANDING,
    )
    .limit(1)
)
_OF_PARTS = select(_parts.c.gift_id).where(
    _parts.c.id.in_(bindparam("parts", expanding=True)), _parts.c.family_id == bindparam("family")
)
_TOUCHED = (
    select(_parts.c.person_id, _gifts.c.occasion_id)
    .select_from(_gifts)
    .outerjoin(_parts, (_parts.c.gift_id == _gifts.c.id) & (_parts.c.role == "recipient"))
    .where(_gifts.c.id.in_(bindparam("gifts", expanding=True)), _gifts.c.family_id == bindparam("family"))
)
_SECRET = select(_gifts.c.id).where(
    _gifts.c.id.in_(bindparam("gifts", expanding=True)), _gifts.c.family_id == bindparam("family"), _gifts.c.secret
)
# The latest gifts are picked by the index alone, before anything else is asked: of a long past, no more is read.
_latest = (
    select(_parts.c.gift_id)
    .where(_parts.c.person_id == bindparam("person"), _parts.c.role == "recipient")
    .order_by(_parts.c.gift_id.desc())
    .limit(bindparam("limit"))
    .subquery()
)
_EARLIER = (
    select(_gifts.c.id, _gifts.c.title, _occasions.c.name, _occasions.c.date)
    .join(_latest, _latest.c.gift_id == _gifts.c.id)
    .join(_occasions, _occasions.c.id == _gifts.c.occasion_id)
    .where(
        _gifts.c.stage.in_(("bought", "received")),
        _gifts.c.occasion_id != bindparam("here"),
        _occasions.c.date.is_not(None),
        *_STANDING,
    )
    .order_by(_gifts.c.id.desc())
)
