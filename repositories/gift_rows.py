"""The rows that a gift is made of: the gift by itself, and one for each person who has to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from secrets import randbits
from time import time_ns

from sqlalchemy import bindparam

from domain.gifts import GiftRole, Stage
from repositories import models
from repositories.repository import Repository
from repositories.schema import table_of


@dataclass(frozen=True, slots=True)
class Row:
    """A gift without its people."""

    id: int
    title: str
    occasion_id: int | None
    price: Decimal | None
    sale_price: Decimal | None
    quantity: int
    quantity_bought: int
    stage: Stage
    bought_on: date | None
    purchaser_id: int | None
    currency: str
    url: str | None
    source: str | None
    notes: str | None
    file_id: str | None
    secret: bool
    revealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartRow:
    """What a person has to do with a gift."""

    id: int
    gift_id: int
    person_id: int
    role: GiftRole
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Around:
    """What else there is to know of a gift: when its occasion is, and the wish that it came from."""

    day: date | None = None
    wish_id: int | None = None
    unwished_at: datetime | None = None

    @property
    def wished(self) -> bool | None:
        """Tell whether somebody still wishes for it; none if nobody ever did."""
        return None if self.wish_id is None else self.unwished_at is None


class GiftRows(Repository[Row]):
    """The gifts by themselves."""

    model = models.Gift
    value = Row


class PartRows(Repository[PartRow]):
    """Who has what to do with which gift."""

    model = models.GiftPerson
    value = PartRow

    async def list_by_gift(self, gift_id: int, role: GiftRole) -> Sequence[PartRow]:
        """List the people who are this to a gift."""
        return await self.all(_PARTS, gift_id=gift_id, role=role)


def new_key() -> int:
    """Number a gift by the time, and by chance: from the keys of gifts nobody learns how many others there are."""
    return time_ns() // 1000 << 8 | randbits(8)


_parts = table_of(models.GiftPerson)
_PARTS = PartRows.select.where(_parts.c.gift_id == bindparam("gift_id"), _parts.c.role == bindparam("role"))
