"""The accounts: users, their membership of families, and the tokens handed out to them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select

from domain.families import Family, Member, Session, User
from repositories import models
from repositories.repository import Repository
from repositories.schema import table_of

_users = table_of(models.User)
_members = table_of(models.Member)
_sessions = table_of(models.Session)
_families = table_of(models.Family)


class Users(Repository[User]):
    """The Telegram accounts."""

    model = models.User
    value = User

    async def get_by_telegram_id(self, telegram_user_id: int) -> User | None:
        """Find the account of this Telegram id."""
        return await self.first(_BY_TELEGRAM_ID, telegram_user_id=telegram_user_id)

    async def get_by_email(self, email: str) -> User | None:
        """Find the account with this address."""
        return await self.first(_BY_EMAIL, email=email)


_BY_TELEGRAM_ID = Users.select.where(_users.c.telegram_user_id == bindparam("telegram_user_id"))
_BY_EMAIL = Users.select.where(_users.c.email == bindparam("email"))


class Members(Repository[Member]):
    """The accounts of a family."""

    model = models.Member
    value = Member

    async def get_by_user(self, user_id: UUID) -> Member | None:
        """Find what this account is in the family."""
        return await self.first(_BY_USER, user_id=user_id)

    async def get_by_telegram_id(self, telegram_user_id: int) -> Member | None:
        """Find what the account of this Telegram id is in the family."""
        return await self.first(_MEMBER_BY_TELEGRAM_ID, telegram_user_id=telegram_user_id)

    async def get_by_username(self, username: str) -> Member | None:
        """Find what the account called @username is in the family."""
        return await self.first(_MEMBER_BY_USERNAME, username=username.lower())

    async def list_by_person(self, person_id: int) -> Sequence[Member]:
        """List the accounts that are this person."""
        return await self.all(_BY_PERSON, person_id=person_id)

    async def list_with_names(self) -> Sequence[tuple[str, str, str | None]]:
        """List name, role and person of everybody in the family, in the order in which they came."""
        rows = await self.uow.execute(_WITH_NAMES, {"family": self.uow.family})
        return [(name, role, person) for name, role, person in rows]

    async def full_names(self) -> dict[UUID, str]:
        """Tell what everybody in the family is called at Telegram, by their accounts."""
        return {user.id: user.full_name for _, user in await self.list_with_users()}

    async def list_with_users(self) -> Sequence[tuple[Member, User]]:
        """List everybody in the family with their accounts."""
        rows = await self.uow.execute(_WITH_USERS, {"family": self.uow.family})
        return [(Member(*row[: len(Members.columns)]), User(*row[len(Members.columns) :])) for row in rows]

    async def list_grown_ups(self) -> Sequence[tuple[User, int | None]]:
        """List the accounts of the family's owners and adults, and who they are."""
        rows = await self.uow.execute(_GROWN_UPS, {"family": self.uow.family})
        return [(User(*row[:-1]), row[-1]) for row in rows]

    async def families_of(self, user_id: UUID) -> Sequence[Family]:
        """List the families that an account belongs to."""
        rows = await self.uow.execute(_FAMILIES_OF, {"user_id": user_id})
        return [Family(*row) for row in rows]


_BY_USER = Members.select.where(_members.c.user_id == bindparam("user_id"))
_BY_PERSON = Members.select.where(_members.c.person_id == bindparam("person_id"))
_MEMBER_BY_TELEGRAM_ID = Members.select.join(_users, _users.c.id == _members.c.user_id).where(
    _users.c.telegram_user_id == bindparam("telegram_user_id")
)
_MEMBER_BY_USERNAME = Members.select.join(_users, _users.c.id == _members.c.user_id).where(
    func.lower(_users.c.username) == bindparam("username")
)
_WITH_NAMES = (
    select(_users.c.full_name, _members.c.role, models.Person.name)
    .select_from(_members)
    .join(_users, _users.c.id == _members.c.user_id)
    .outerjoin(models.Person, models.Person.id == _members.c.person_id)
    .where(_members.c.family_id == bindparam("family"))
    .order_by(_members.c.id)
)
_WITH_USERS = (
    select(*Members.columns, *Users.columns)
    .join(_users, _users.c.id == _members.c.user_id)
    .where(_members.c.family_id == bindparam("family"))
    .order_by(_members.c.id)
)
_GROWN_UPS = (
    select(*Users.columns, _members.c.person_id)
    .join(_members, _members.c.user_id == _users.c.id)
    .where(_members.c.family_id == bindparam("family"), _members.c.role != "child")
    .order_by(_members.c.id)
)
_FAMILIES_OF = (
    select(*(_families.c[name] for name in ("id", "name", "currency", "locale", "timezone", "settings")))
    .join(_members, _members.c.family_id == _families.c.id)
    .where(_members.c.user_id == bindparam("user_id"))
    .order_by(_members.c.id)
)


class Sessions(Repository[Session]):
    """The tokens that were handed out, known by their hashes only."""

    model = models.Session
    value = Session

    async def get_by_token(self, token_hash: str) -> Session | None:
        """Find the session of a token, by its hash, unless it has expired."""
        return await self.first(_BY_TOKEN, token_hash=token_hash, now=self.uow.now)

    async def delete_expired(self) -> int:
        """Remove what has expired, and tell how many there were."""
        result = await self.uow.write(delete(_sessions).where(_sessions.c.expires_at <= self.uow.now))
        return result.rowcount

    async def list_by_user(self, user_id: UUID) -> Sequence[Session]:
        """List what was handed out to an account, oldest first."""
        return await self.all(_SESSIONS_BY_USER, user_id=user_id)


_BY_TOKEN = Sessions.select.where(
    _sessions.c.token_hash == bindparam("token_hash"), _sessions.c.expires_at > bindparam("now")
)
_SESSIONS_BY_USER = Sessions.select.where(_sessions.c.user_id == bindparam("user_id")).order_by(_sessions.c.id)
