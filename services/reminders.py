"""Reminders: what comes near, with what is still to buy and to spend as those may know it who hear of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfoNotFoundError

from domain.families import Family
from domain.messages import Conversation
from domain.occasions import Occasion
from domain.reminders import Near
from domain.scenes import Scene
from repositories.unit_of_work import UnitOfWork
from services import audiences, budgets, quiet
from services.audiences import Audience
from services.budgets import BudgetView
from services.gifts import GiftView

MORNING = time(9)
"""From when on a family is reminded of anything, by its own clock."""
Key = tuple[int, str, int, object]
"""An occasion, a gift or a person's budget of it, and what of that differs by who reads it."""


@dataclass(frozen=True, slots=True)
class Coming:
    """An occasion that comes near, the gifts that are still to be bought for it, and the budgets with money left."""

    occasion: Occasion
    whose: str | None
    to_buy: Sequence[GiftView]
    free: Sequence[BudgetView]

    @property
    def keys(self) -> frozenset[Key]:
        """Name everything that is told of it."""
        return frozenset([*map(self._gift, self.to_buy), *map(self._budget, self.free)])

    def beyond(self, known: Collection[Key]) -> "Coming":
        """Leave out what is known already."""
        to_buy = [view for view in self.to_buy if self._gift(view) not in known]
        return replace(self, to_buy=to_buy, free=[view for view in self.free if self._budget(view) not in known])

    def _gift(self, view: GiftView) -> Key:
        return self.occasion.id, "gift", view.gift.id, view.gift.masked

    def _budget(self, view: BudgetView) -> Key:
        return self.occasion.id, "budget", view.person.id, view.standing.left


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one chat is reminded of, when it is due if not at once, the date there then, and whom it speaks of."""

    chat: Conversation
    coming: Sequence[Coming]
    due_at: datetime | None
    today: date
    about: frozenset[int]
    shows: frozenset[int]
    """The gifts that it names."""


async def list_near(uow: UnitOfWork, behind: tuple[Family, Near] | None, limit: int) -> Sequence[tuple[Family, Near]]:
    """Page through the occasions of which a family is to be reminded now."""
    last = behind[1] if behind else None
    while page := await uow.reminders.list_near(last, limit):
        if due := [(family, near) for family, near in page if _is_due(family, near, uow.now)]:
            return due
        last = page[-1][1]
    return []


async def remind(uow: UnitOfWork, family: Family) -> Sequence[Reminder]:
    """Remind a family of all that comes near, once on a day; of what was made since, it need not be reminded."""
    today = family.date_at(uow.now)
    if uow.now < quiet.moment(family, today, MORNING) or await uow.reminders.any_on(today):
        return []
    near = await uow.reminders.list_of_family(today)
    reached = [(one, days) for one in near if (days := one.milestone(today)) is not None]
    fresh = [one for one in reached if _made_since(family, *one)]
    found = [one for one in reached if one not in fresh]
    await uow.reminders.claim(fresh, said=False)
    if not found:
        return []
    await uow.reminders.claim(found, said=True)
    await uow.reminders.claim_day(today)
    return await _for_everybody(uow, family, [one.occasion for one, _ in found])


async def scene_of(uow: UnitOfWork, family: Family, occasions: Sequence[Occasion]) -> Scene:
    """Gather who and what is spoken of where nobody speaks."""
    people, series = tuple(await uow.people.list_all()), tuple(await uow.series.list_all())
    return Scene(None, family, None, None, None, 0, people, series, tuple(occasions))


async def coming_to(uow: UnitOfWork, scene: Scene, occasion: Occasion, views: Sequence[GiftView]) -> Coming:
    """Look at an occasion with the eyes that are opened: what of its gifts is to be bought, and who has money left."""
    everybody = await budgets.budgets_of(uow, occasion, scene)
    free = [view for view in everybody.budgets if not view.secret and (view.standing.left or 0) > 0]
    to_buy = [view for view in views if view.gift.stage == "planned" and view.gift.occasion_id == occasion.id]
    return Coming(occasion, scene.whose(occasion), to_buy, free)


def _is_due(family: Family, near: Near, now: datetime) -> bool:
    """Tell whether it is time to remind of it; a family whose clock nobody knows comes to grief by itself."""
    try:
        today = family.date_at(now)
    except ZoneInfoNotFoundError:
        return True
    return near.milestone(today) is not None and now >= quiet.moment(family, today, MORNING)


def _made_since(family: Family, near: Near, milestone: int) -> bool:
    """Tell whether an occasion was not there yet when its family would have been reminded of it."""
    day = near.occasion.date
    return day is not None and near.made_at > quiet.moment(family, day - timedelta(milestone), MORNING)


async def _for_everybody(uow: UnitOfWork, family: Family, occasions: Sequence[Occasion]) -> list[Reminder]:
    """Tell the groups first, then each grown-up what goes beyond what the groups tell that they read."""
    scene = await scene_of(uow, family, occasions)
    told: list[Reminder] = []
    groups: list[tuple[Audience, frozenset[Key]]] = []
    for audience in await audiences.of_family(uow, family):
        known = _read_by(audience, groups) if audience.private else frozenset()
        reminder = await _for(uow, family, scene, audience, known)
        if reminder is None:
            continue
        told.append(reminder)
        if not audience.private:
            groups.append((audience, frozenset(key for one in reminder.coming for key in one.keys)))
    return told


def _read_by(member: Audience, groups: Sequence[tuple[Audience, frozenset[Key]]]) -> frozenset[Key]:
    """Gather what a member reads in groups."""
    return frozenset(key for group, keys in groups if member.readers & group.readers for key in keys)


async def _for(
    uow: UnitOfWork, family: Family, scene: Scene, audience: Audience, known: Collection[Key]
) -> Reminder | None:
    """Look at what comes near with the eyes of an audience; none when it has nothing to do, or wants to hear none."""
    chat = audience.chat
    wanted = [one for one in scene.occasions if quiet.wanted(chat, quiet.OVER, "reminder", str(one.id))]
    if not wanted:
        return None
    uow.seen_by(audience.eyes)
    views = await views_of(uow, scene, {one.id: one for one in wanted})
    seen = [(await coming_to(uow, scene, one, views)).beyond(known) for one in wanted]
    coming = [one for one in seen if one.keys]
    if not coming:
        return None
    due_at = quiet.due(chat, family, uow.now)
    return Reminder(
        chat, coming, due_at, family.date_at(due_at or uow.now), frozenset(uow.spoken_of), frozenset(uow.shown)
    )


async def views_of(uow: UnitOfWork, scene: Scene, occasions: Mapping[int, Occasion]) -> list[GiftView]:
    """List the gifts for some occasions that may be spoken of."""
    names = {person.id: person.name for person in scene.people}
    gifts = await uow.gifts.list_by_occasions(list(occasions))
    return [GiftView(gift, occasions.get(gift.occasion_id or 0), names) for gift in gifts]
