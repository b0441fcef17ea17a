"""What people wish for, and the ideas that others see of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.wishes import Wish
from repositories import models
from repositories.gift_rows import GiftRows, PartRows, new_key
from repositories.repository import Repository, plain
from repositories.schema import table_of

_wishes = table_of(models.Wish)
_gifts = table_of(models.Gift)
FOLLOWED = ("title", "price", "currency", "url", "notes")
"""What of an idea is as it is wished for."""


class Wishes(Repository[Wish]):
    """The wishes that stand. What becomes of the gifts that others make of them cannot be seen from here."""

    model = models.Wish
    value = Wish

    async def list_by_person(self, person_id: int) -> Sequence[Wish]:
        """List what somebody wishes for, in the order in which they told it."""
        return await self.all(_OF_PERSON, person_id=person_id)

    async def get_standing(self, wish_id: int) -> Wish | None:
        """Find a wish that was not taken away."""
        return await self.first(_STANDING, key=wish_id)

    async def make(self, **values: Any) -> Wish:
        """Note a wish, and the idea that others see of it.

        The journal hears only that the wish stands: taking that back asks nothing of what others made of the idea.
        """
        facts = {"family_id": self.uow.family, "gift_id": await self._make_idea(values)} | values
        row = (await self.uow.write(self._insert, facts)).one()
        self.uow.record(self.table, row.id, {"removed_at": plain(self.uow.now)}, {"removed_at": None})
        return Wish(*row)

    async def list_removed(self, person_id: int) -> Sequence[Wish]:
        """List what somebody wished for once, the latest first."""
        return await self.all(_REMOVED, person_id=person_id)

    async def make_again(self, wish_id: int, **values: Any) -> Wish | None:
        """Let a wish stand again: the idea that others see of it, too, unless they have given it or let it go."""
        wish = await self.update(wish_id, removed_at=None, **values)
        whole = (await self.uow.execute(_WHOLE, self._key(wish_id))).mappings().one()
        idea = (await self.uow.execute(_OPEN_IDEA, {"key": whole["gift_id"]})).first()
        if idea is None:
            await self.uow.write(_POINT, {"key": wish_id, "gift": await self._make_idea(dict(whole))})
        else:
            await self.follow(wish_id, FOLLOWED)
        return wish

    async def _make_idea(self, values: dict[str, Any]) -> int:
        gift_id, family = new_key(), {"family_id": self.uow.family}
        idea = {name: values[name] for name in FOLLOWED}
        await self.uow.write(insert(GiftRows.table), family | idea | {"id": gift_id, "stage": "idea"})
        for_whom = {"gift_id": gift_id, "person_id": values["person_id"], "role": "recipient"}
        await self.uow.write(insert(PartRows.table), family | for_whom)
        return gift_id

    async def follow(self, wish_id: int, columns: Iterable[str]) -> None:
        """Let the idea that nobody planned yet be as the wish is now. That is no change of its own to take back."""
        names = [name for name in FOLLOWED if name in set(columns)]
        wish = (await self.uow.execute(_WHOLE, self._key(wish_id))).mappings().first()
        if wish is None or not names:
            return
        values = {name: wish[name] for name in names} | ({"sale_price": None} if "price" in names else {})
        idea = update(_gifts).where(_gifts.c.id == bindparam("key"), _gifts.c.stage == "idea").values(values)
        await self.uow.write(idea, {"key": wish["gift_id"]})


_stands = _wishes.c.removed_at.is_(None)
_OF_PERSON = Wishes.select.where(_wishes.c.person_id == bindparam("person_id"), _stands).order_by(_wishes.c.id)
_STANDING = Wishes.select.where(_wishes.c.id == bindparam("key"), _stands)
_REMOVED = Wishes.select.where(_wishes.c.person_id == bindparam("person_id"), ~_stands).order_by(_wishes.c.id.desc())
_OPEN_IDEA = select(_gifts.c.id).where(
    _gifts.c.id == bindparam("key"), _gifts.c.removed_at.is_(None), _gifts.c.stage.in_(("idea", "planned"))
)
_POINT = update(_wishes).where(_wishes.c.id == bindparam("key")).values(gift_id=bindparam("gift"))
_WHOLE = select(_wishes).where(_wishes.c.id == bindparam("key"), _wishes.c.family_id == bindparam("family"))
