"""What is no secret any more, and what its buyer keeps secret from everybody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.changes import Change
from domain.families import Member
from domain.gift_refusals import NotTheBuyer
from domain.gifts import Gift
from domain.refusals import Gone, MissingWords
from domain.scenes import Scene
from repositories.gifts import Gifts
from repositories.unit_of_work import UnitOfWork
from services.gifts import GiftView, change
from services.lists import of_interest


async def theirs_to_reveal(gifts: Gifts, scene: Scene, member: Member, today: date) -> Sequence[Gift]:
    """List the gifts that somebody may reveal: those that they buy, and for a grown-up those that nobody buys."""
    found = await gifts.list_by_occasions([occasion.id for occasion in of_interest(scene, today)])
    return [gift for gift in found if _may_reveal(gift, member)]


async def reveal(uow: UnitOfWork, scene: Scene, gift: Gift) -> GiftView:
    """Let a gift be no secret any more."""
    known = await uow.all_gifts.get_by_id(gift.id)
    if known is None:
        raise Gone
    if not known.revealed:
        await uow.gifts.update(known.id, revealed_at=uow.now)
    names = {person.id: person.name for person in scene.people}
    occasion = next((one for one in scene.occasions if one.id == known.occasion_id), None)
    return GiftView(replace(known, revealed=True, unwrapped=True), occasion, names)


async def keep_secret(uow: UnitOfWork, scene: Scene, gift: Gift, *, secret: bool) -> GiftView:
    """Keep a gift secret from everybody else, or do so no longer."""
    if not uow.eyes.buys(gift):
        raise NotTheBuyer
    return await change(uow, scene, gift, replace(gift, secret=secret))


async def touched_secretly(uow: UnitOfWork, undone: Change) -> bool:
    """Tell whether a change has to do with what its buyer keeps secret."""
    values = [row for effect in undone.effects if effect.table == "gifts" for row in (effect.before, effect.after)]
    if any(row.get("secret") for row in values if row):
        return True
    return await uow.all_gifts.any_secret(await _gifts_of(uow, undone))


async def words_tell(uow: UnitOfWork, undone: Change) -> bool:
    """Tell whether the words that made a change would tell what is kept secret from the reader since."""
    return any(gift.masked for gift in await uow.gifts.list_by_ids(await _gifts_of(uow, undone)))


async def _gifts_of(uow: UnitOfWork, undone: Change) -> set[int]:
    """Name the gifts that a change has to do with."""
    gifts = {int(effect.key) for effect in undone.effects if effect.table == "gifts"}
    parts = [effect for effect in undone.effects if effect.table == "gift_people"]
    rows = [(int(one.key), row) for one in parts for row in (one.before, one.after) if row]
    named = {key: int(row["gift_id"]) for key, row in rows if "gift_id" in row}
    return gifts.union(named.values(), await uow.all_gifts.of_parts({key for key, _ in rows} - named.keys()))


async def revealed_by(uow: UnitOfWork, undone: Change) -> set[int]:
    """Name those to whom a change revealed what they get: taken back, it is secret from them again."""
    gifts = [int(one.key) for one in undone.effects if one.table == "gifts" and "revealed_at" in (one.after or {})]
    people, _ = await uow.all_gifts.touched_by(gifts)
    return people


def known_secrecy(text: str) -> str:
    """Read whether what was received is no secret any more the day after: "reveal", or "keep"."""
    if text.lower() not in {"reveal", "keep"}:
        raise MissingWords("family")
    return text.lower()


def _may_reveal(gift: Gift, member: Member) -> bool:
    """Tell whether a gift is somebody's to reveal; what is for them never is."""
    own = member.person_id
    if own is None or gift.is_for(own):
        return False
    return gift.purchaser_id == own or (gift.purchaser_id is None and member.plans)
