"""Who reads which group, as far as Telegram told."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, delete, exists, insert, or_, select, update

from domain.families import Account
from repositories import models
from repositories.schema import table_of

if TYPE_CHECKING:
    from repositories.unit_of_work import UnitOfWork

_readers = table_of(models.Reader)
_members = table_of(models.Member)
_persons = table_of(models.Person)
_users = table_of(models.User)
_conversations = table_of(models.Conversation)
_messages = table_of(models.Message)


class Readers:
    """The accounts of a family, and whether they read a group. Nobody's change, so the journal does not hold it."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self.uow = uow

    async def list_accounts(self, chat_id: int) -> Sequence[Account]:
        """List the accounts of the people of a chat's family, with what is known of each in that chat."""
        return [Account(*row) for row in await self.uow.execute(_ACCOUNTS, {"chat": chat_id})]

    async def list_unsure(self, telegram_user_id: int, since: datetime) -> Sequence[tuple[int, UUID]]:
        """List the groups of an account's families of which nobody knows since some time whether it reads them."""
        rows = await self.uow.execute(_UNSURE, {"telegram": telegram_user_id, "since": since})
        return [(chat_id, user_id) for chat_id, user_id in rows]

    async def known(self, chat_id: int, user_id: UUID) -> bool | None:
        """Tell whether an account reads a group, as was last told; none when nobody knows."""
        found = (await self.uow.execute(_KNOWN, {"chat": chat_id, "user": user_id})).scalar()
        return None if found is None else bool(found)

    async def list_in(self, chat_ids: Collection[int]) -> Sequence[tuple[int, int, bool | None]]:
        """List for some groups of the family whose accounts read them; none where nobody knows."""
        values = {"chats": list(chat_ids), "family": self.uow.family}
        rows = (await self.uow.execute(_LIST_IN, values)).all() if chat_ids else []
        return [(chat_id, person_id, present) for chat_id, person_id, present in rows]

    async def people_in(self, chat_ids: Collection[int]) -> dict[int, frozenset[int]]:
        """Name the people whose accounts read each of some groups of the family, or may."""
        return await self._by_chat(_PEOPLE_IN, chat_ids)

    async def present_in(self, chat_ids: Collection[int]) -> dict[int, frozenset[UUID]]:
        """Name the accounts that read each of some groups of the family: as Telegram says, or as they spoke there."""
        return await self._by_chat(_PRESENT_IN, chat_ids)

    async def _by_chat(self, statement: Select[Any], chat_ids: Collection[int]) -> dict[int, frozenset[Any]]:
        values = {"chats": list(chat_ids), "family": self.uow.family}
        found: dict[int, set[Any]] = {chat_id: set() for chat_id in chat_ids}
        for chat_id, reader in await self.uow.execute(statement, values) if chat_ids else ():
            found[chat_id].add(reader)
        return {chat_id: frozenset(readers) for chat_id, readers in found.items()}

    async def any_reads(self, chat_id: int, people: Collection[int]) -> bool:
        """Tell whether any of some people reads a chat, or may; nobody knows better of a chat that is not known."""
        values = {"chat": chat_id, "people": list(people)}
        rows = (await self.uow.execute(_MAY_READ, values)).all()
        return not rows or any(row.private_reader if row.kind == "private" else row.group_reader for row in rows)

    async def note(self, chat_id: int, user_id: UUID, *, present: bool | None) -> None:
        """Note whether an account reads a group; none when nobody knows any more."""
        key = {"chat": chat_id, "user": user_id}
        if present is None:
            await self.uow.write(_FORGET, key)
            return
        values: dict[str, Any] = {"is_present": present, "now": self.uow.now}
        if (await self.uow.write(_NOTE, key | values)).rowcount == 0:
            told = {"telegram_chat_id": chat_id, "user_id": user_id, "present": present, "checked_at": self.uow.now}
            await self.uow.write(insert(_readers), {"family_id": self.uow.family, **told})

    async def forget(self, *chat_ids: int) -> None:
        """Forget who reads some groups: Telegram is asked again."""
        await self.uow.write(_FORGET_CHAT, {"chats": list(chat_ids)})


_ACCOUNTS = (
    select(_members.c.person_id, _users.c.id, _users.c.telegram_user_id, _readers.c.present, _readers.c.checked_at)
    .select_from(_conversations)
    .join(_members, _members.c.family_id == _conversations.c.family_id)
    .join(_users, _users.c.id == _members.c.user_id)
    .outerjoin(
        _readers,
        (_readers.c.user_id == _members.c.user_id) & (_readers.c.telegram_chat_id == _conversations.c.telegram_chat_id),
    )
    .where(_conversations.c.telegram_chat_id == bindparam("chat"), _members.c.person_id.is_not(None))
    .distinct()
)
_UNSURE = (
    select(_conversations.c.telegram_chat_id, _users.c.id)
    .select_from(_users)
    .join(_members, _members.c.user_id == _users.c.id)
    .join(_conversations, _conversations.c.family_id == _members.c.family_id)
    .outerjoin(
        _readers,
        (_readers.c.user_id == _users.c.id) & (_readers.c.telegram_chat_id == _conversations.c.telegram_chat_id),
    )
    .where(
        _users.c.telegram_user_id == bindparam("telegram"),
        _conversations.c.kind != "private",
        _conversations.c.reachable,
        or_(_readers.c.checked_at.is_(None), _readers.c.checked_at <= bindparam("since")),
    )
    .distinct()
)
_LIST_IN = (
    select(_conversations.c.telegram_chat_id, _members.c.person_id, _readers.c.present)
    .select_from(_conversations)
    .join(_members, _members.c.family_id == _conversations.c.family_id)
    .outerjoin(
        _readers,
        (_readers.c.user_id == _members.c.user_id) & (_readers.c.telegram_chat_id == _conversations.c.telegram_chat_id),
    )
    .where(
        _conversations.c.telegram_chat_id.in_(bindparam("chats", expanding=True)),
        _conversations.c.family_id == bindparam("family"),
        _members.c.person_id.is_not(None),
    )
    .distinct()
)
_PEOPLE_IN = (
    select(_conversations.c.telegram_chat_id, _members.c.person_id)
    .select_from(_conversations)
    .join(_members, _members.c.family_id == _conversations.c.family_id)
    .where(
        _conversations.c.telegram_chat_id.in_(bindparam("chats", expanding=True)),
        _conversations.c.family_id == bindparam("family"),
        _members.c.person_id.is_not(None),
        ~exists().where(
            _readers.c.telegram_chat_id == _conversations.c.telegram_chat_id,
            _readers.c.user_id == _members.c.user_id,
            _readers.c.present.is_(False),
        ),
    )
    .distinct()
)
_SPOKE_THERE = exists().where(
    _messages.c.user_id == _members.c.user_id,
    _messages.c.conversation_id == _conversations.c.id,
    _messages.c.role == "user",
)
_PRESENT_IN = (
    select(_conversations.c.telegram_chat_id, _members.c.user_id)
    .select_from(_conversations)
    .join(_members, _members.c.family_id == _conversations.c.family_id)
    .outerjoin(
        _readers,
        (_readers.c.user_id == _members.c.user_id) & (_readers.c.telegram_chat_id == _conversations.c.telegram_chat_id),
    )
    .where(
        _conversations.c.telegram_chat_id.in_(bindparam("chats", expanding=True)),
        _conversations.c.family_id == bindparam("family"),
        # Telegram is asked of those alone who said who they are; of the others it is told when they leave.
        or_(_readers.c.present.is_(True), and_(_readers.c.id.is_(None), _members.c.person_id.is_(None), _SPOKE_THERE)),
    )
    .distinct()
)
_absent = exists().where(
    _readers.c.telegram_chat_id == bindparam("chat"),
    _readers.c.user_id == _members.c.user_id,
    _readers.c.present.is_(False),
)
_owner = _members.alias("owner")
_introduced = exists().where(
    _owner.c.family_id == _persons.c.family_id,
    _owner.c.user_id == _conversations.c.user_id,
    _owner.c.person_id.is_not(None),
)
_unknown = _persons.c.presence == "unknown"
_MAY_READ = (
    select(
        _conversations.c.kind,
        or_(_unknown, and_(_members.c.id.is_not(None), ~_absent)).label("group_reader"),
        or_(
            and_(_members.c.id.is_not(None), _members.c.user_id == _conversations.c.user_id),
            and_(_unknown, ~_introduced),
        ).label("private_reader"),
    )
    .select_from(_conversations)
    .join(_persons, _persons.c.id.in_(bindparam("people", expanding=True)))
    .outerjoin(_members, _members.c.person_id == _persons.c.id)
    .where(_conversations.c.telegram_chat_id == bindparam("chat"))
)
_KEY = (_readers.c.telegram_chat_id == bindparam("chat"), _readers.c.user_id == bindparam("user"))
_KNOWN = select(_readers.c.present).where(*_KEY)
_FORGET = delete(_readers).where(*_KEY)
_FORGET_CHAT = delete(_readers).where(_readers.c.telegram_chat_id.in_(bindparam("chats", expanding=True)))
_NOTE = update(_readers).where(*_KEY).values(present=bindparam("is_present"), checked_at=bindparam("now"))
