"""Alerts: what a change has let budgets reach, as each audience may know it; each crossing is told of once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from domain.alerts import THRESHOLDS, Budget, Touched, TouchedLimits, Watched, level
from domain.budgets import Standing
from domain.families import Family
from domain.gifts import Gift
from domain.messages import Conversation
from domain.money import NOTHING
from domain.occasions import Occasion
from repositories.alerts import Crossed, Past, Telling
from repositories.unit_of_work import UnitOfWork
from services import audiences, limits, quiet
from services.audiences import Audience

MOST_ELSEWHERE = 3
"""How many other budgets are named in which money is left."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A budget that has just reached a threshold, and where it stands, as one audience may know it."""

    budget: Budget
    standing: Standing
    threshold: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What one audience is told of after one change: all that was crossed, and where money is left besides."""

    chat: Conversation
    crossings: tuple[Crossing, ...]
    occasions: Mapping[int, Occasion]
    elsewhere: tuple[tuple[Watched, Decimal], ...]
    about: frozenset[int]
    due_at: datetime | None


@dataclass(slots=True)
class _Judgement:
    """All that is known of the budgets a change may have moved, and what follows from it."""

    touched: Sequence[Touched | TouchedLimits]
    budgets: Sequence[Budget]
    crossed: Mapping[Crossed, Past]
    gifts: Sequence[Gift]
    tellings: list[Telling] = field(default_factory=list)
    fallen: set[Crossed] = field(default_factory=set)
    told: list[tuple[Audience, Crossing]] = field(default_factory=list)

    def moved(self) -> list[Budget]:
        """List the budgets that may have moved."""
        return [budget for budget in self.budgets if any(one.concerns(budget) for one in self.touched)]

    def let_fall(self) -> None:
        """Let everything fall that nobody can hold reached: what an audience knows of is never more than there is."""
        for budget in self.moved():
            true = level(budget.standing(self.gifts))
            theirs = (one for one, past in self.crossed.items() if past.stands and _mark(one) == budget.mark)
            self.fallen.update(one for one in theirs if one.threshold > true)

    def hear(self, audience: Audience) -> list[Crossing]:
        """Judge everything as one audience may know it; answers what it is to be told."""
        seen = self._seen(audience)
        found = (self._crossing(budget, audience, seen) for budget in self.moved() if self._known(budget, audience))
        return [crossing for crossing in found if crossing and self._tell(crossing, audience)]

    def _seen(self, audience: Audience) -> list[Gift]:
        return [audience.eyes.seen(gift) for gift in self.gifts if audience.eyes.sees(gift)]

    def _known(self, budget: Budget, audience: Audience) -> bool:
        if budget.hidden_from(audience.eyes):
            return False
        return any(one.concerns(budget) and one.known_to(audience.eyes) for one in self.touched)

    def _crossing(self, budget: Budget, audience: Audience, seen: Iterable[Gift]) -> Crossing | None:
        """Compare what is reached with what was, and find the highest of what is new."""
        standing = budget.standing(seen)
        reached, new = level(standing), 0
        for threshold in THRESHOLDS:
            past = self.crossed.get(_crossed(budget, audience, threshold))
            if threshold > reached:
                if past and past.stands:
                    self.fallen.add(_crossed(budget, audience, threshold))
            elif past is None or not past.stands:
                new = threshold
        return Crossing(budget, standing, new) if new else None

    def _tell(self, crossing: Crossing, audience: Audience) -> bool:
        """Note all that was crossed on the way, and tell whether this audience hears of it."""
        budget, chat = crossing.budget, audience.chat
        wanted = quiet.wanted(chat, crossing.threshold, budget.kind, budget.key)
        tells = wanted and not self._covered(crossing, audience)
        for threshold in THRESHOLDS:
            crossed = _crossed(budget, audience, threshold)
            past = self.crossed.get(crossed)
            if threshold <= crossing.threshold and not (past and past.stands):
                announced = tells and threshold == crossing.threshold
                arming = past.arming + 1 if past else 0
                self.tellings.append(Telling(crossed, budget.occasion_id, arming, announced))
        if tells:
            self.told.append((audience, crossing))
        return tells

    def _covered(self, crossing: Crossing, audience: Audience) -> bool:
        """Tell whether somebody in private reads the same at this moment in a group."""
        return audience.private and any(
            audience.readers & group.readers and told.budget == crossing.budget and told.threshold == crossing.threshold
            for group, told in self.told
        )

    def elsewhere(self, crossings: Sequence[Crossing], audience: Audience) -> list[tuple[Watched, Decimal]]:
        """Find where money is left for the same occasion: in others' budgets, else under the ceiling."""
        seen = self._seen(audience)
        crossed = {crossing.budget.mark for crossing in crossings}
        here = next((one.budget.occasion_id for one in crossings if one.budget.occasion_id), None)
        watched = [one for one in self.budgets if isinstance(one, Watched)]
        others = [one for one in watched if one.occasion_id == here and one.mark not in crossed]
        left = [
            (one, one.standing(seen).left or NOTHING)
            for one in others
            if one.kind in {"recipient", "ceiling"} and not (one.kind == "recipient" and one.hidden_from(audience.eyes))
        ]
        free = sorted((each for each in left if each[1] > 0), key=lambda each: -each[1])
        people = [each for each in free if each[0].kind == "recipient"][:MOST_ELSEWHERE]
        return people or [each for each in free if each[0].kind == "ceiling"]

    def spoken_of(self, crossings: Sequence[Crossing], audience: Audience) -> frozenset[int]:
        """Name those of whose gifts a notice speaks."""
        eyes = audience.eyes
        secrets = [gift for gift in self.gifts if eyes.sees(gift) and not eyes.revealed(gift)]
        people = {one.budget.person_id for one in crossings if one.budget.kind == "recipient"}
        return frozenset({person for gift in secrets for person, _ in gift.recipients} | {one for one in people if one})


async def judge(uow: UnitOfWork, family: Family) -> list[Notice]:
    """Find what has been crossed by what was changed, note it, and answer who is to hear what."""
    judgement, known = await _judgement(uow, family)
    if judgement is None:
        return []
    judgement.let_fall()
    notices: list[Notice] = []
    if any(level(budget.standing(judgement.gifts)) for budget in judgement.moved()):
        heard = [(one, judgement.hear(one)) for one in await audiences.of_family(uow, family)]
        notices = [_notice(uow, family, known, judgement, *each) for each in heard if each[1]]
    await uow.alerts.fall(judgement.fallen)
    await uow.alerts.cross(judgement.tellings)
    return notices


async def _judgement(uow: UnitOfWork, family: Family) -> tuple[_Judgement | None, Mapping[int, Occasion]]:
    """Gather all that is known of what a change may have moved; none where nothing is used and nothing was."""
    touched, spent, uow.touched, uow.spent = uow.touched, uow.spent, [], []
    occasions = sorted({one.occasion_id for one in touched})
    given = [gift for gift in await _gifts(uow, occasions) if gift.counts]
    watched, counted = await limits.list_watched(uow, family, spent)
    crossed = await uow.alerts.list_crossed(occasions) if occasions else {}
    if watched:
        crossed |= await uow.alerts.list_crossed_limits([one.mark[2] for one in watched])
    if not given and not watched and not any(past.stands for past in crossed.values()):
        return None, {}
    known, budgets = await uow.alerts.list_watched(occasions, family.currency) if occasions else ({}, [])
    gifts = {gift.id: gift for gift in (*given, *counted)}
    moved: list[Touched | TouchedLimits] = [*touched, *map(TouchedLimits, spent)]
    return _Judgement(moved, [*budgets, *watched], crossed, list(gifts.values())), known


async def _gifts(uow: UnitOfWork, occasions: Sequence[int]) -> Sequence[Gift]:
    """Find the gifts for some occasions, unless they are at hand."""
    if all(key in uow.settled for key in occasions):
        return [gift for key in occasions for gift in uow.settled[key]]
    return await uow.all_gifts.list_by_occasions(occasions)


def _notice(  # noqa: PLR0917 - what a notice is made of
    uow: UnitOfWork,
    family: Family,
    occasions: Mapping[int, Occasion],
    judgement: _Judgement,
    audience: Audience,
    crossings: Collection[Crossing],
) -> Notice:
    worst = tuple(sorted(crossings, key=lambda one: -one.threshold))
    elsewhere = judgement.elsewhere(worst, audience)
    others = {one.person_id for one, _ in elsewhere if one.person_id}
    return Notice(
        audience.chat,
        worst,
        occasions,
        tuple(elsewhere),
        judgement.spoken_of(worst, audience) | others,
        quiet.due(audience.chat, family, uow.now),
    )


def _crossed(budget: Budget, audience: Audience, threshold: int) -> Crossed:
    return Crossed(*budget.mark, audience.key, threshold)


def _mark(crossed: Crossed) -> tuple[str, int, str]:
    return crossed.kind, crossed.budget_id, crossed.period


async def mute(uow: UnitOfWork, chat: Conversation, kind: str, key: str, *, on: bool) -> bool:
    """Let a chat hear no more of a budget, or hear of it again; tells whether that is any news."""
    changed = False
    for topic in await uow.conversations.list_by_chat(chat.telegram_chat_id):
        before = quiet.muted(topic)
        after = [one for one in before if one != quiet.entry(kind, key)] + ([quiet.entry(kind, key)] if on else [])
        if len(after) != len(before):
            await uow.conversations.update(topic.id, state=topic.state | {"muted": after})
            changed = True
    return changed
