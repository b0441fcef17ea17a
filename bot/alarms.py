"""Alerts on their way: judged in the transaction that made them due, said behind its answer."""

from bot import news
from domain.families import Family
from domain.messages import Outgoing
from replies import alerts as replies
from repositories.unit_of_work import UnitOfWork
from services.alerts import Notice


async def say(uow: UnitOfWork, family: Family | None, notices: list[Notice]) -> list[Outgoing]:
    """Tell each audience what was crossed, at once or when its quiet hours are over."""
    if family is None:
        return []
    said = [await news.say(uow, family, one.chat, replies.told(one, family), one.due_at) for one in notices]
    return [part for parts in said for part in parts]
