"""Families: starting one, joining one, and the invitations between."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from domain.families import Family, Member, Role, User
from domain.house import House
from domain.messages import Conversation
from domain.names import name_key
from domain.people import Person
from domain.refusals import InvitationGone, NotAllowed, OnlyInvited, OtherFamilysChat, OwnersStay, UnknownMember
from repositories.unit_of_work import UnitOfWork

INVITATION = timedelta(days=7)
"""How long an invitation holds."""
TO_FAMILY, TO_GROUP = "join family", "join group"


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of a family: who reads it, who does not, and of whom nobody knows."""

    title: str | None
    readers: tuple[str, ...]
    away: tuple[str, ...]
    unsure: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A family with its members and its groups, and the people of whom nobody knows whether they read any."""

    family: Family
    members: Sequence[tuple[str, str, str | None]]
    groups: Sequence[GroupView]
    strangers: tuple[str, ...]


async def found(uow: UnitOfWork, house: House, user: User, conversation: Conversation) -> tuple[Family, Member]:
    """Start a family in a chat that has none; whoever starts it owns it. No undo takes that back."""
    if not house.welcomes(user.telegram_user_id):
        raise OnlyInvited
    name = (conversation.title or user.full_name or "Family")[:100]
    family = await uow.families.create(name=name, currency=house.currency, locale=house.locale, timezone=house.timezone)
    uow.family_id = family.id
    member = await uow.members.create(user_id=user.id, role="owner")
    await uow.categories.create_defaults()
    await uow.conversations.settle(conversation.telegram_chat_id, family.id)
    uow.effects.clear()
    return family, member


async def invite(uow: UnitOfWork, member: Member) -> tuple[str, str]:
    """Make two invitations that hold once: for a member, and for a further group."""
    if not member.plans:
        raise NotAllowed
    return await _token(uow, member, TO_FAMILY), await _token(uow, member, TO_GROUP)


async def join(uow: UnitOfWork, token: str, user: User, conversation: Conversation) -> Family:
    """Follow an invitation: in private as a member, in a group with the whole group. No undo takes that back.

    Whoever belongs there already leaves it for somebody else.
    """
    session = await uow.sessions.get_by_token(_hash(token))
    purpose = TO_FAMILY if conversation.kind == "private" else TO_GROUP
    family = await uow.families.get_by_id(session.details["family"]) if session and session.purpose == purpose else None
    if session is None or family is None:
        raise InvitationGone
    if conversation.kind != "private" and conversation.family_id not in {None, family.id}:
        raise OtherFamilysChat
    uow.family_id = family.id
    new_here = await uow.members.get_by_user(user.id) is None
    if new_here:
        await uow.members.create(user_id=user.id, role="adult")
        uow.effects.clear()
    used = new_here if conversation.kind == "private" else conversation.family_id is None
    if used and not await uow.sessions.delete(session.id):
        raise InvitationGone
    await choose(uow, conversation, family)
    return family


async def choose(uow: UnitOfWork, conversation: Conversation, family: Family) -> None:
    """Let a chat speak of a family from now on."""
    await uow.conversations.settle(conversation.telegram_chat_id, family.id, chosen=True)


async def change(uow: UnitOfWork, family: Family, member: Member, **values: str) -> Family:
    """Change a family's settings; what was budgeted in another currency stays in it."""
    if not member.plans:
        raise NotAllowed
    changed: dict[str, object] = {name: value for name, value in values.items() if name != "secrets"}
    if "secrets" in values:
        changed["settings"] = family.settings | {"secrets": values["secrets"]}
    if values.get("currency", family.currency) != family.currency:
        former = sorted({*family.settings.get("former_currencies", ()), family.currency})
        changed["settings"] = family.settings | {"former_currencies": former}
    return await uow.families.change(family, **changed)


async def view(uow: UnitOfWork, family: Family, people: Sequence[Person]) -> FamilyView:
    """Look at a family: who belongs to it, and who may learn what in which of its groups."""
    titles: dict[int, str | None] = {}
    for topic in await uow.conversations.list_groups(family.id):
        titles.setdefault(topic.telegram_chat_id, topic.title)
    names = {person.id: person.name for person in people}
    found: dict[int, dict[bool | None, list[str]]] = {chat_id: {} for chat_id in titles}
    for chat_id, person_id, present in await uow.readers.list_in(list(titles)):
        found[chat_id].setdefault(present, []).append(names[person_id])
    groups = [
        GroupView(titles[chat_id], *(tuple(sorted(those.get(known, ()))) for known in (True, False, None)))
        for chat_id, those in found.items()
    ]
    strangers = tuple(person.name for person in people if person.presence == "unknown")
    return FamilyView(family, await uow.members.list_with_names(), groups, strangers)


async def give_role(uow: UnitOfWork, speaker: Member, named: str | int, people: Sequence[Person], role: Role) -> str:
    """Make a member a child, or a grown-up again; answers with their name. An owner stays one.

    Whoever is meant is named as a person or by their account's name, or by its number.
    """
    if not speaker.plans:
        raise NotAllowed
    key = name_key(named.removeprefix("@")) if isinstance(named, str) else named
    persons = {person.id for person in people if key in {person.name_key, *person.aliases}}
    known = await uow.members.list_with_users()
    meant = [(member, user) for member, user in known if member.person_id in persons or key in _names_of(user)]
    if len(meant) != 1:
        raise UnknownMember(str(named))
    [(member, user)] = meant
    name = next((person.name for person in people if person.id == member.person_id), user.full_name)
    if member.role == "owner":
        raise OwnersStay(name)
    if member.role != role:
        await uow.members.update(member.id, role=role)
    return name


def _names_of(user: User) -> set[str | int]:
    names = (user.full_name, user.full_name.partition(" ")[0], user.username)
    return {user.telegram_user_id, *(name_key(name) for name in names if name)}


async def _token(uow: UnitOfWork, member: Member, purpose: str) -> str:
    token = secrets.token_urlsafe(24)
    session = await uow.sessions.create(
        user_id=member.user_id,
        purpose=purpose,
        token_hash=_hash(token),
        expires_at=uow.now + INVITATION,
        details={"family": member.family_id},
    )
    uow.record(uow.sessions.table, str(session.id), None, {"purpose": purpose})
    return token


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
