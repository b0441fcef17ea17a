"""Families: starting one, joining one, and the invitations between."""

import secrets
from datetime import timedelta
from hashlib import sha256

from domain.families import Family, Member, User
from domain.house import House
from domain.messages import Conversation
from domain.refusals import InvitationGone, NotAllowed, OnlyInvited, OtherFamilysChat
from repositories.unit_of_work import UnitOfWork

INVITATION = timedelta(days=7)
"""How long an invitation holds."""
TO_FAMILY, TO_GROUP = "join family", "join group"


async def found(uow: UnitOfWork, house: House, user: User, conversation: Conversation) -> tuple[Family, Member]:
    """Start a family in a chat that has none; whoever starts it owns it. No undo takes that back."""
    if not house.welcomes(user.telegram_user_id):
        raise OnlyInvited
    name = (conversation.title or user.full_name or "Family")[:100]
    family = await uow.families.create(name=name, currency=house.currency, locale=house.locale, timezone=house.timezone)
    uow.family_id = family.id
    member = await uow.members.create(user_id=user.id, role="owner")
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
    changed: dict[str, object] = {**values}
    if values.get("currency", family.currency) != family.currency:
        former = sorted({*family.settings.get("former_currencies", ()), family.currency})
        changed["settings"] = family.settings | {"former_currencies": former}
    return await uow.families.change(family, **changed)


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
