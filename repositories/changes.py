"""The journal: what commands changed, and how to take it back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, update
from uuid_utils.compat import uuid7

from domain.changes import Change, Effect
from domain.refusals import BuiltOn
from repositories import models, reversals
from repositories.budgets import FILLED_IN
from repositories.repository import Repository
from repositories.schema import table_of

_changes = table_of(models.Change)
_links = table_of(models.PersonOccasion)
_alerts = table_of(models.Alert)
_expenses = table_of(models.Expense)
_ON_THE_SPOT = {"persons", "occasion_series", "occasions", "categories"}
"""Rows of these are made when they are first named, and stay as soon as anybody else needs them."""


class Changes(Repository[Change]):
    """What each command changed, with what was there before."""

    model = models.Change
    value = Change

    def add(
        self, effects: Sequence[Effect], *, what: str, user_id: UUID, message_id: UUID, about: Iterable[int] = ()
    ) -> UUID:
        """Note the effects of a command and the people it speaks of, written with the rest of the transaction."""
        key = uuid7()
        row = {
            "id": key,
            "family_id": self.uow.family,
            "user_id": user_id,
            "message_id": message_id,
            "what": what,
            "before": [[effect.table, effect.key, effect.before] for effect in effects],
            "after": [[effect.table, effect.key, effect.after] for effect in effects],
            "about": sorted(_people(effects).union(about)),
            "created_at": self.uow.now,
        }
        self.uow.keep(self.table, row)
        return key

    async def get_by_id(self, key: Any) -> Change | None:
        """Find a change, with its row locked: whoever takes it back does so once."""
        await self.uow.flush()
        return await self.first(_BY_ID, key=key)

    async def get_last(self, user_id: UUID) -> Change | None:
        """Find the latest change of an account that still stands."""
        await self.uow.flush()
        return await self.first(_LAST, user_id=user_id)

    async def get_by_message(self, message_id: UUID) -> Change | None:
        """Find what a message changed, if it still stands."""
        await self.uow.flush()
        return await self.first(_BY_MESSAGE, message_id=message_id)

    async def take_back(self, change: Change) -> None:
        """Reverse a change, its latest effect first, and note that it no longer stands.

        Whom and what it made on the spot stays if it came to be needed since. Anything else that is no longer as the
        change left it is refused, and so is a change of which everything stays.
        """
        staying: set[str] = set()
        reversed_any = False
        for run in reversals.runs(map(_filled_in, reversed(change.effects))):
            table, on_the_spot = run[0].table, run[0].table in _ON_THE_SPOT and run[0].before is None
            if on_the_spot:
                removed = [await reversals.clear_away(self.uow, made) for made in run]
                reversed_any |= any(removed)
                if not all(removed):
                    staying.add(table)
            elif table not in staying:  # or else it made way for what stays, such as by giving up its name
                await reversals.reverse(self.uow, run)
                reversed_any = True
        if not reversed_any:
            raise BuiltOn
        await self.set_aside(change)

    async def set_aside(self, change: Change) -> None:
        """Note that a change no longer stands."""
        await self.uow.write(_UNDONE, {"key": change.id, "family": self.uow.family, "now": self.uow.now})


_EVERYDAY = {"expenses", "expense_shares", "repayments", "recurring_expenses"}
"""Rows of these name people, and are no secret."""
_PAYS = {"purchaser", "contributor"}
"""What somebody is to a gift that is for others."""
_BY_ID = Changes.select.where(_changes.c.id == bindparam("key")).with_for_update()
_LAST = (
    Changes.select.where(_changes.c.user_id == bindparam("user_id"), _changes.c.undone_at.is_(None))
    .order_by(_changes.c.id.desc())
    .limit(1)
    .with_for_update()
)
_BY_MESSAGE = (
    Changes.select.where(_changes.c.message_id == bindparam("message_id"), _changes.c.undone_at.is_(None))
    .order_by(_changes.c.id.desc())
    .limit(1)
    .with_for_update()
)
_UNDONE = (
    update(_changes)
    .where(_changes.c.id == bindparam("key"), _changes.c.family_id == bindparam("family"))
    .values(undone_at=bindparam("now"))
)


def _people(effects: Sequence[Effect]) -> set[int]:
    """Name the people whom a change is about: of a gift those who get it, not those who pay for it."""
    of_gifts = any(effect.table in {"gifts", "gift_people"} for effect in effects)
    found = {effect.key for effect in effects if effect.table == "persons" and not of_gifts}
    values = [(effect.after or {}) | (effect.before or {}) for effect in effects if effect.table not in _EVERYDAY]
    theirs = [value for value in values if value.get("role") not in _PAYS]
    return {int(key) for key in found | {value["person_id"] for value in theirs if value.get("person_id")}}


def _filled_in(effect: Effect) -> Effect:
    """Read a link that was journaled as made, as it was in version 0.1.0, as one that was only filled in."""
    if effect.table != _links.name or effect.before is not None:
        return effect
    values = {name: value for name, value in (effect.after or {}).items() if name in FILLED_IN}
    return replace(effect, before=dict.fromkeys(values), after=values)
