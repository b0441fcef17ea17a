"""What was spent."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, literal, select, union_all

from domain.expenses import Expense
from domain.names import name_key
from repositories import models
from repositories.repository import Repository
from repositories.schema import table_of

WORDS = 4
"""How many words of a description are looked up."""
_SHORTEST = 3
"""How many letters a word has that tells anything."""
_expenses = table_of(models.Expense)


class Expenses(Repository[Expense]):
    """What was spent, by whom and on what.

    What was spent on gifts follows from the gifts, and may be a secret: whoever lists it finds the gifts first.
    """

    model = models.Expense
    value = Expense

    async def create(self, **values: Any) -> Expense:
        """Record an expense; its words are remembered, so that they need not be explained again."""
        return await Repository.create(self, **values | _keys(values.get("description", "")))

    async def create_many(self, rows: Sequence[dict[str, Any]]) -> Sequence[UUID]:
        """Record many expenses at once, which tell the same columns."""
        return await Repository.create_many(self, [row | _keys(row.get("description", "")) for row in rows])

    async def update(self, key: UUID, **values: Any) -> Expense | None:
        """Change some columns of an expense, and leave the others as they are."""
        keys = _keys(values["description"]) if "description" in values else {}
        return await Repository.update(self, key, **values | keys)

    async def learned(self, description: str) -> UUID | None:
        """Find the category that the family used last for these words, else for the first known word among them."""
        key = name_key(description)
        if not key:
            return None
        words = words_of(key)
        values = {"family": self.uow.family, "whole": key}
        values |= {f"word{at}": words[at] if at < len(words) else None for at in range(WORDS)}
        found: UUID | None = (await self.uow.execute(_LEARNED, values)).scalar()
        return found


def words_of(key: str) -> list[str]:
    """Give the words of a description that are looked up."""
    return [word for word in key.split() if len(word) >= _SHORTEST][:WORDS]


def _keys(description: str) -> dict[str, str | None]:
    """Say how a description is looked up."""
    key = name_key(description) if description else ""
    word = next((word for word in key.split() if len(word) >= _SHORTEST), None)
    return {"description_key": key or None, "word": word}


def _latest(rank: int, column: str, parameter: str) -> Select[Any]:
    """Find the category of the family's latest expense with this word, or with these words."""
    rows = (
        select(_expenses.c.category_id)
        .where(_expenses.c.family_id == bindparam("family"), _expenses.c[column] == bindparam(parameter))
        .order_by(_expenses.c.id.desc())
        .limit(1)
        .subquery()
    )
    return select(rows.c.category_id, literal(rank).label("rank"))


_ranked = union_all(
    _latest(0, "description_key", "whole"), *(_latest(at + 1, "word", f"word{at}") for at in range(WORDS))
).subquery()
_LEARNED = select(_ranked.c.category_id).order_by(_ranked.c.rank).limit(1)
