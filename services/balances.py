"""Who owes whom: what everybody has paid for the others, and what makes them even."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import NAMESPACE_OID, UUID, uuid5

from domain.expense_refusals import OwedNoMore, PaidThemselves
from domain.families import Family
from domain.splits import Repayment, Transfer, balances, transfers
from repositories.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Balance:
    """What everybody gets or owes in a currency, and the fewest payments that make them even."""

    currency: str
    owed: dict[int, Decimal]
    transfers: list[Transfer]


@dataclass(frozen=True, slots=True)
class Paid:
    """What one person is said to have paid another, and who says so."""

    payer_id: int
    receiver_id: int
    amount: Decimal
    currency: str
    user_id: UUID
    date: date


async def look(uow: UnitOfWork, family: Family) -> list[Balance]:
    """Find who owes whom, in the family's currency first."""
    found = balances(await uow.shares.list_lent())
    codes = sorted(found, key=lambda code: (code != family.currency, code))
    return [Balance(code, found[code], transfers(found[code])) for code in codes]


async def record(uow: UnitOfWork, paid: Paid) -> Repayment:
    """Record what one person has paid another."""
    if paid.payer_id == paid.receiver_id:
        raise PaidThemselves
    return await _create(uow, paid)


async def record_owed(uow: UnitOfWork, paid: Paid, offer: str) -> Repayment | None:
    """Record what was offered to be recorded, as long as it is owed; none when it is recorded already."""
    await uow.repayments.hold()
    key = uuid5(NAMESPACE_OID, f"{uow.family}:{offer}:{paid.payer_id}:{paid.receiver_id}:{paid.currency}")
    if await uow.repayments.get_by_id(key):
        return None
    owed = balances(await uow.shares.list_lent()).get(paid.currency, {})
    if min(-owed.get(paid.payer_id, 0), owed.get(paid.receiver_id, 0)) < paid.amount:
        raise OwedNoMore
    return await _create(uow, paid, id=key)


async def _create(uow: UnitOfWork, paid: Paid, **more: UUID) -> Repayment:
    return await uow.repayments.create(**asdict(paid), **more)
