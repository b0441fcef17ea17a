"""Whether the database holds what it should: asked by the doctor, in small portions, while others work."""

import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, bindparam, func, inspect, or_, select, text
from sqlalchemy.exc import DBAPIError

from domain.gifts import Gift, figures
from repositories import models
from repositories.engine import Database
from repositories.failures import Conflict, Unavailable, translated
from repositories.schema import table_of
from repositories.unit_of_work import UnitOfWork

PORTION = 50
"""How many occasions are checked in one transaction: on SQLite the bot waits that long."""

_links = table_of(models.PersonOccasion)
_occasions = table_of(models.Occasion)
_messages = table_of(models.Message)
_gifts = table_of(models.Gift)
_expenses = table_of(models.Expense)
_categories = table_of(models.Category)
_conversations = table_of(models.Conversation)


@dataclass(frozen=True, slots=True)
class Drift:
    """What is stored as spent and planned, and is not what the gifts add up to; none where nothing is stored."""

    family_id: int
    person_id: int
    occasion_id: int
    stored: tuple[Decimal, Decimal] | None
    computed: tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Unlike:
    """What is noted as spent on a gift, and is not what was; none where nothing is noted, or nothing was spent."""

    family_id: int
    gift_id: int
    noted: Decimal | None
    spent: Decimal | None


class Health:
    """Questions about a database as a whole, over all families."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def revision(self) -> str | None:
        """Tell to which form the database was migrated last; none when it never was."""
        with translated():
            async with self.database.engine.connect() as connection:
                if not await connection.run_sync(_is_migrated):
                    return None
                return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar()

    async def drifts(self) -> AsyncIterator[Drift]:
        """Compare every stored figure with a fresh computation, and find what should be stored and is not."""
        last = 0
        while True:
            async with self._begin() as uow:
                rows = (await uow.execute(_OCCASIONS, {"last": last, "limit": PORTION})).all()
                found = [await _drifts(uow, family, keys) for family, keys in _by_family(rows).items()]
            for drift in chain.from_iterable(found):
                yield drift
            if len(rows) < PORTION:
                return
            last = rows[-1].id

    async def unlike(self) -> AsyncIterator[Unlike]:
        """Compare what is noted as spent on each gift with the gift, and find what is not noted."""
        last = 0
        while True:
            async with self._begin() as uow:
                rows = (await uow.execute(_GIFTS, {"last": last, "limit": PORTION * 10})).all()
            for row in rows:
                if unlike := _unlike(row):
                    yield unlike
            if len(rows) < PORTION * 10:
                return
            last = rows[-1].id

    async def strangers(self) -> dict[str, int]:
        """Count the rows that refer to another family's, by what refers to what."""
        async with self._begin() as uow:
            counts = {name: (await uow.execute(statement)).scalar_one() for name, statement in _STRANGERS.items()}
        return {name: count for name, count in counts.items() if count}

    async def odd_messages(self) -> int:
        """Count the messages whose delivery does not fit who wrote them."""
        async with self._begin() as uow:
            return int((await uow.execute(_ODD_MESSAGES)).scalar_one())

    async def undelivered(self) -> dict[str, int]:
        """Count what has not arrived, by how it stands."""
        async with self._begin() as uow:
            return await uow.messages.count_undelivered()

    async def late(self, after: timedelta) -> int:
        """Count what should have been sent by now, as it was said so long ago and is not to wait for a day to come."""
        async with self._begin() as uow:
            return int((await uow.execute(_LATE, {"now": uow.now, "then": uow.now - after})).scalar_one())

    async def groups(self, limit: int) -> Sequence[int]:
        """List the groups in which the bot can speak, the latest first."""
        async with self._begin() as uow:
            return [row.telegram_chat_id for row in await uow.execute(_GROUPS, {"limit": limit})]

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[UnitOfWork]:
        with translated():
            async with self.database.begin() as uow:
                yield uow


def reason(problem: Exception) -> str | None:
    """Say what keeps the database from answering; none when it is something else that went wrong."""
    cause = problem.__cause__ if isinstance(problem, Conflict | Unavailable) else problem
    if isinstance(cause, DBAPIError):
        cause = cause.orig or cause
    # Of what PostgreSQL says when it turns somebody away, its driver alone knows the types, and may not be installed.
    turned_away = type(cause).__module__.startswith("asyncpg.")
    if cause is None or not (turned_away or isinstance(cause, sqlite3.Error | OSError | DBAPIError)):
        return None
    said = str(cause).strip().splitlines()
    return said[0].removeprefix("<class 'asyncpg.exceptions.").replace("'>:", ":") if said else type(cause).__name__


def _is_migrated(connection: Connection) -> bool:
    return inspect(connection).has_table("alembic_version")


def _by_family(occasions: Iterable[Any]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in occasions:
        found.setdefault(row.family_id, []).append(row.id)
    return found


async def _drifts(uow: UnitOfWork, family_id: int, occasions: list[int]) -> list[Drift]:
    """Compare what is stored for a family's occasions with what the gifts add up to, stored or not."""
    uow.family_id = family_id
    links = await uow.execute(_LINKS, {"family": family_id, "occasions": occasions})
    stored = {(link.occasion_id, link.person_id): (link.budget_spent, link.budget_planned) for link in links}
    gifts: dict[tuple[int, int], list[Gift]] = {pair: [] for pair in stored}
    for gift in await uow.all_gifts.list_by_occasions(occasions):
        for person_id, _ in gift.recipients:
            if gift.counts and gift.occasion_id:
                gifts.setdefault((gift.occasion_id, person_id), []).append(gift)
    compared = (
        Drift(family_id, person, occasion, stored.get((occasion, person)), figures(person, theirs))
        for (occasion, person), theirs in sorted(gifts.items(), key=lambda pair: pair[0])
    )
    return [one for one in compared if one.stored != one.computed]


def _unlike(row: Any) -> Unlike | None:
    """Compare what is noted as spent on a gift with what was, when, by whom, and on what."""
    price = row.price if row.sale_price is None else row.sale_price
    counts = price and row.stage != "idea" and row.removed_at is None and row.quantity_bought
    spent = price * row.quantity_bought if counts else None
    noted = row.noted, row.person_id, row.money, row.filled, row.date if row.bought_on else None
    meant = spent, row.purchaser_id, row.currency, row.family_id, row.bought_on
    fits = noted == meant if spent else row.noted is None
    return None if fits else Unlike(row.family_id, row.id, row.noted, spent)


def _strangers(child: Table, column: str, parent: Table) -> Select[Any]:
    """Ask for rows whose parent belongs to another family."""
    return (
        select(func.count())
        .select_from(child)
        .join(parent, parent.c.id == child.c[column])
        .where(parent.c.family_id != child.c.family_id)
    )


_STRANGERS = {
    f"{child.__tablename__}.{column}": _strangers(child.__table__, column, parent.__table__)  # type: ignore[arg-type]
    for child, column, parent in (
        (models.Member, "person_id", models.Person),
        (models.OccasionSeries, "subject_person_id", models.Person),
        (models.Occasion, "series_id", models.OccasionSeries),
        (models.PersonOccasion, "person_id", models.Person),
        (models.PersonOccasion, "occasion_id", models.Occasion),
        (models.Gift, "occasion_id", models.Occasion),
        (models.Gift, "purchaser_id", models.Person),
        (models.GiftPerson, "gift_id", models.Gift),
        (models.GiftPerson, "person_id", models.Person),
        (models.Expense, "category_id", models.Category),
        (models.Expense, "person_id", models.Person),
        (models.Expense, "gift_id", models.Gift),
        (models.Expense, "recurring_id", models.RecurringExpense),
        (models.Share, "expense_id", models.Expense),
        (models.Share, "person_id", models.Person),
        (models.Repayment, "payer_id", models.Person),
        (models.Repayment, "receiver_id", models.Person),
        (models.RecurringExpense, "category_id", models.Category),
        (models.RecurringExpense, "person_id", models.Person),
        (models.Limit, "category_id", models.Category),
    )
}
_OCCASIONS = (
    select(_occasions.c.id, _occasions.c.family_id)
    .where(_occasions.c.id > bindparam("last"))
    .order_by(_occasions.c.id)
    .limit(bindparam("limit"))
)
_LINKS = select(_links.c.person_id, _links.c.occasion_id, _links.c.budget_spent, _links.c.budget_planned).where(
    _links.c.family_id == bindparam("family"), _links.c.occasion_id.in_(bindparam("occasions", expanding=True))
)
_GIFTS = (
    select(
        *(_gifts.c[name] for name in ("id", "family_id", "price", "sale_price", "quantity_bought", "stage")),
        *(_gifts.c[name] for name in ("bought_on", "purchaser_id", "currency", "removed_at")),
        *(_expenses.c.amount.label("noted"), _expenses.c.person_id, _expenses.c.currency.label("money")),
        *(_expenses.c.date, _categories.c.family_id.label("filled")),
    )
    .outerjoin(_expenses, _expenses.c.gift_id == _gifts.c.id)
    .outerjoin(_categories, (_categories.c.id == _expenses.c.category_id) & _categories.c.of_gifts)
    .where(or_(_gifts.c.quantity_bought > 0, _expenses.c.id.is_not(None)), _gifts.c.id > bindparam("last"))
    .order_by(_gifts.c.id)
    .limit(bindparam("limit"))
)
_ODD_MESSAGES = (
    select(func.count())
    .select_from(_messages)
    .where(
        or_(
            and_(_messages.c.role == "assistant", _messages.c.delivery.is_(None)),
            and_(_messages.c.role == "user", _messages.c.delivery.is_not(None)),
        )
    )
)
_LATE = (
    select(func.count())
    .select_from(_messages)
    .where(
        _messages.c.delivery == "pending",
        _messages.c.created_at < bindparam("then"),
        or_(_messages.c.due_at.is_(None), _messages.c.due_at <= bindparam("now"), _messages.c.attempts > 0),
    )
)
_GROUPS = (
    select(_conversations.c.telegram_chat_id)
    .where(_conversations.c.kind != "private", _conversations.c.reachable)
    .group_by(_conversations.c.telegram_chat_id)
    .order_by(func.max(_conversations.c.updated_at).desc())
    .limit(bindparam("limit"))
)
