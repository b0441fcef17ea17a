"""Who is speaking where: one statement that loads all that a command needs before it begins."""

from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Date, Select, bindparam, exists, func, literal, or_, select
from sqlalchemy.sql.elements import ColumnElement

from domain.families import Family, Member, User
from domain.messages import Conversation, Said
from domain.occasions import Occasion, Series
from domain.people import Person
from domain.scenes import Scene, Seen
from repositories import models
from repositories.schema import table_of
from repositories.types import as_json, json_list, json_rows

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

MEMORY = timedelta(days=400)
"""How long after its day an occasion is still known by its name alone; older ones are asked for by their year."""


class Scenes:
    """Where something is said, by whom, in which family."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def load(self, said: Said, family_id: int | None = None) -> Scene:
        """Find all that is known of where something is said; a family given is meant instead of the chat's own."""
        if said.chat_id in self.uow.spoken_in:
            await self.uow.flush()
        values = {
            "chat": said.chat_id,
            "thread": said.thread_id,
            "speaker": said.speaker.telegram_user_id,
            "meant": family_id,
            "since": (self.uow.now - MEMORY).date(),
        }
        if said.kind == "press":
            row = (await self.uow.execute(_PRESSED[said.private], values | {"callback": said.callback_id})).one()
        else:
            row = (await self.uow.execute(_SPOKEN[said.private], values | {"message": said.message_id})).one()
        return _scene(row)


def _scene(row: Any) -> Scene:
    places = iter(row)
    conversation, family, user, member, seen = (_value(value, places) for value in _VALUES)
    families, people, series, occasions, readers = places
    return Scene(
        conversation,
        family,
        user,
        member,
        seen,
        families,
        tuple(_person(known) for known in people or ()),
        tuple(Series(*known) for known in series or ()),
        tuple(_occasion(known) for known in occasions or ()),
        frozenset(known[0] for known in readers or ()),
    )


def _person(known: list[Any]) -> Person:
    """Read a person from JSON, which has no dates."""
    known[-1] = known[-1] and date.fromisoformat(known[-1])
    return Person(*known)


def _occasion(known: list[Any]) -> Occasion:
    """Read an occasion from JSON, which has no dates, nor on SQLite truth."""
    known[-2:] = known[-2] and date.fromisoformat(known[-2]), bool(known[-1])
    return Occasion(*known)


def _value(value: type[Any], places: Any) -> Any:
    columns = [next(places) for _ in fields(value)]
    return None if columns[0] is None else value(*columns)


_VALUES = (Conversation, Family, User, Member, Seen)
_conversations = table_of(models.Conversation)
_families = table_of(models.Family)
_users = table_of(models.User)
_members = table_of(models.Member)
_messages = table_of(models.Message)
_persons = table_of(models.Person)
_series = table_of(models.OccasionSeries)
_occasions = table_of(models.Occasion)
_readers = table_of(models.Reader)


def _columns(table: Any, value: type[Any]) -> list[ColumnElement[Any]]:
    return [table.c[field.name] for field in fields(value)]


def _listed(table: Any, value: type[Any], *where: ColumnElement[bool]) -> Any:
    """List a family's rows of a table as JSON, so that they come along in the same statement."""
    rows = select(*_columns(table, value)).where(table.c.family_id == _families.c.id, *where).correlate(_families)
    inner = rows.order_by(table.c.id).subquery()
    values = [as_json(column) if isinstance(column.type, JSON) else column for column in inner.c]
    return select(json_rows(json_list(*values))).scalar_subquery()


def _may_read() -> Any:
    """List the people of whom nobody knows that they are not in the chat."""
    present = _members.alias("present")
    absent = exists().where(
        _readers.c.telegram_chat_id == bindparam("chat"),
        _readers.c.user_id == present.c.user_id,
        _readers.c.present.is_(False),
    )
    rows = (
        select(present.c.person_id)
        .where(present.c.family_id == _families.c.id, present.c.person_id.is_not(None), ~absent)
        .correlate(_families)
        .subquery()
    )
    return select(json_rows(json_list(rows.c.person_id))).scalar_subquery()


def _statement(heard: ColumnElement[bool], *, private: bool) -> Select[Any]:
    here = select(literal(1).label("here")).subquery()
    joined = (
        here.outerjoin(
            _conversations,
            (_conversations.c.telegram_chat_id == bindparam("chat"))
            & (_conversations.c.thread_id == bindparam("thread")),
        )
        .outerjoin(
            _families,
            _families.c.id == func.coalesce(bindparam("meant", type_=_families.c.id.type), _conversations.c.family_id),
        )
        .outerjoin(_users, _users.c.telegram_user_id == bindparam("speaker"))
        .outerjoin(_members, (_members.c.family_id == _families.c.id) & (_members.c.user_id == _users.c.id))
        .outerjoin(_messages, heard)
    )
    recent = or_(_occasions.c.date.is_(None), _occasions.c.date >= bindparam("since", type_=Date))
    theirs = _members.alias("theirs")
    memberships = select(func.count(theirs.c.id)).where(theirs.c.user_id == _users.c.id).correlate(_users)
    return select(
        *_columns(_conversations, Conversation),
        *_columns(_families, Family),
        *_columns(_users, User),
        *_columns(_members, Member),
        *_columns(_messages, Seen),
        memberships.scalar_subquery(),
        _listed(_persons, Person),
        _listed(_series, Series),
        _listed(_occasions, Occasion, recent),
        # In private that is plain.
        literal(None) if private else _may_read(),
    ).select_from(joined)


_by_message = (_messages.c.telegram_chat_id == bindparam("chat")) & (
    _messages.c.telegram_message_id == bindparam("message")
)
_SPOKEN = {private: _statement(_by_message, private=private) for private in (True, False)}
_PRESSED = {
    private: _statement(_messages.c.callback_id == bindparam("callback"), private=private) for private in (True, False)
}
"""How what was said is found, and what was pressed: in private or not."""
