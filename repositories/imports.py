"""Files that wait to be read in, and what is recorded already of that which they tell."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Text, bindparam, column, delete, select, update, values

from domain.families import Family
from domain.imports import ImportedFile
from domain.names import name_key
from repositories import models
from repositories.expenses import words_of
from repositories.families import Families
from repositories.repository import Repository
from repositories.schema import table_of

AT_ONCE = 500
"""How many values are looked up in one statement."""
Known = tuple[date, Decimal, str | None, UUID]
"""An expense as it is told from others: day, amount, words and category."""
T = TypeVar("T")
_files = table_of(models.ImportedFile)
_families = table_of(models.Family)
_expenses = table_of(models.Expense)
_repayments = table_of(models.Repayment)


class Imports(Repository[ImportedFile]):
    """Files that wait until somebody has said what of them is wanted. No undo brings one back."""

    model = models.ImportedFile
    value = ImportedFile

    async def keep(self, user_id: UUID, name: str, content: str) -> ImportedFile:
        """Keep a file for a while."""
        facts = {"family_id": self.uow.family, "user_id": user_id, "name": name, "content": content}
        row = (await self.uow.write(self._insert, facts | {"mapping": {}, "created_at": self.uow.now})).one()
        return ImportedFile(*row)

    async def choose(self, file: ImportedFile, mapping: dict[str, Any]) -> ImportedFile:
        """Note what somebody said of a file's columns."""
        await self.uow.write(_CHOOSE, self._key(file.id) | {"chosen": mapping})
        return replace(file, mapping=mapping)

    async def take(self, key: UUID) -> ImportedFile | None:
        """Take a file out: whoever is first gets it, and nobody else."""
        return self._one((await self.uow.write(_TAKE, self._key(key))).first())

    async def list_old(
        self, before: datetime, behind: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[tuple[Family, tuple[datetime, UUID]]]:
        """List the files of all families that have waited too long, the oldest first."""
        since, key = behind or (datetime.min.replace(tzinfo=before.tzinfo), UUID(int=0))
        told = {"before": before, "since": since, "behind": key, "limit": limit}
        rows = await self.uow.execute(_OLD, told)
        return [(Family(*row[2:]), (row[0], row[1])) for row in rows]

    async def recorded(self, days: Collection[date], amounts: Collection[Decimal], currency: str) -> set[Known]:
        """Find what was spent between some days in these amounts; gifts are another matter."""
        found: set[Known] = set()
        if not days:
            return found
        between = {"family": self.uow.family, "since": min(days), "until": max(days), "currency": currency}
        for some in _batches(sorted(set(amounts))):
            found.update(tuple(row) for row in await self.uow.execute(_RECORDED, between | {"amounts": some}))
        return found

    async def repaid(self, days: Collection[date], currency: str) -> set[tuple[date, Decimal, int, int]]:
        """Find what was given back on some days: when, how much, by whom and to whom."""
        found: set[tuple[date, Decimal, int, int]] = set()
        for some in _batches(sorted(days)):
            told = {"family": self.uow.family, "currency": currency, "days": some}
            found.update(tuple(row) for row in await self.uow.execute(_REPAID, told))
        return found

    async def learned(self, descriptions: Iterable[str]) -> dict[str, UUID]:
        """Find for each description the category that the family used last for it, or for a word of it."""
        keys = {text: name_key(text) for text in set(descriptions) if text}
        words = {text: words_of(key) for text, key in keys.items()}
        whole = await self._latest("description_key", set(keys.values()))
        by_word = await self._latest("word", {word for some in words.values() for word in some})
        found: dict[str, UUID] = {}
        for text, key in keys.items():
            known = [whole[key]] if key in whole else [by_word[word] for word in words[text] if word in by_word]
            if known:
                found[text] = known[0]
        return found

    async def _latest(self, name: str, asked: Collection[str]) -> dict[str, UUID]:
        found: dict[str, UUID] = {}
        for some in _batches(sorted(asked)):
            rows = await self.uow.execute(_latest_of(name, some), {"family": self.uow.family})
            found.update((key, category) for key, category in rows if category is not None)
        return found


def _latest_of(name: str, asked: Sequence[str]) -> Any:
    """Ask for the category of the family's latest expense with each of some words."""
    said = values(column("said", Text), name="asked").data([(one,) for one in asked]).cte("asked")
    latest = (
        select(_expenses.c.category_id)
        .where(_expenses.c.family_id == bindparam("family"), _expenses.c[name] == said.c.said)
        .order_by(_expenses.c.id.desc())
        .limit(1)
        .correlate(said)
        .scalar_subquery()
    )
    return select(said.c.said, latest)


def _batches(items: Sequence[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while some := list(islice(rest, AT_ONCE)):
        yield some


_OURS = (_files.c.id == bindparam("key"), _files.c.family_id == bindparam("family"))
_CHOOSE = update(_files).where(*_OURS).values(mapping=bindparam("chosen", type_=_files.c.mapping.type))
_TAKE = delete(_files).where(*_OURS).returning(*Imports.columns)
_OLD = (
    select(_files.c.created_at, _files.c.id, *Families.columns)
    .join(_families, _families.c.id == _files.c.family_id)
    .where(
        _files.c.created_at < bindparam("before"),
        (_files.c.created_at > bindparam("since"))
        | ((_files.c.created_at == bindparam("since")) & (_files.c.id > bindparam("behind"))),
    )
    .order_by(_files.c.created_at, _files.c.id)
    .limit(bindparam("limit"))
)
_RECORDED = select(_expenses.c.date, _expenses.c.amount, _expenses.c.description_key, _expenses.c.category_id).where(
    _expenses.c.family_id == bindparam("family"),
    _expenses.c.date.between(bindparam("since"), bindparam("until")),
    _expenses.c.amount.in_(bindparam("amounts", expanding=True)),
    _expenses.c.currency == bindparam("currency"),
    _expenses.c.gift_id.is_(None),
)
_REPAID = select(_repayments.c.date, _repayments.c.amount, _repayments.c.payer_id, _repayments.c.receiver_id).where(
    _repayments.c.family_id == bindparam("family"),
    _repayments.c.currency == bindparam("currency"),
    _repayments.c.date.in_(bindparam("days", expanding=True)),
)
