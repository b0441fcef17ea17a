"""Who may learn of which gift: the rule, in one place."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from domain.families import Family
from domain.gifts import Gift
from domain.people import NewPerson, Person


@dataclass(frozen=True, slots=True)
class Eyes:
    """The eyes of all who read what is said somewhere; whoever is, or may be, among them is hidden from.

    Hidden are the people whose gifts may not be spoken of; none means everybody: eyes that are not opened see nothing.
    Alone is the person who reads by themselves, so that their own secrets are safe, if anybody does and is known.
    """

    hidden: frozenset[int] | None = None
    alone: int | None = None
    today: date = date.min
    reveals: bool = True
    """Whether what was received is no secret any more when its day is over."""

    @property
    def blurred(self) -> bool:
        """Tell whether what somebody spends cannot be told: some of it may be for those who read along."""
        return self.hidden is None or (self.alone is None and bool(self.hidden))

    def hides(self, person: Person | NewPerson | int) -> bool:
        """Tell whether somebody is hidden from; one who is named for the first time is, until anybody knows better."""
        if self.hidden is None:
            return True
        key = person if isinstance(person, int) else getattr(person, "id", None)
        return self.alone is None and self is not OPEN if key is None else key in self.hidden

    def sees(self, gift: Gift) -> bool:
        """Tell whether a gift may be spoken of at all."""
        if self.hidden is None:
            return False
        return not any(person in self.hidden for person, _ in gift.recipients) or self.revealed(gift)

    def seen(self, gift: Gift) -> Gift:
        """Give a gift as it may be shown: what its buyer keeps secret from everybody has only its price, for totals."""
        if self.hidden and any(person in self.hidden for person, _ in gift.recipients):
            return replace(gift, unwrapped=True)
        if not gift.secret or self is OPEN or self.revealed(gift) or self.buys(gift):
            return gift
        nameless = replace(gift, masked=True, title="", wished=None, bought_on=None)
        return replace(nameless, url=None, source=None, notes=None, file_id=None)

    def buys(self, gift: Gift) -> bool:
        """Tell whether the one who reads alone is the one who buys a gift."""
        return self.alone is not None and gift.purchaser_id == self.alone

    def revealed(self, gift: Gift) -> bool:
        """Tell whether a gift is no secret any more: it was revealed, or was received and its day is over."""
        over = gift.day is not None and gift.day < self.today
        return gift.revealed or (self.reveals and over and gift.stage == "received")


CLOSED: Final = Eyes()
"""Sees nothing: what is not told otherwise fails closed."""
OPEN: Final = Eyes(hidden=frozenset())
"""Sees everything: the arithmetic, and the host's own tools."""


def strangers(people: Iterable[Person]) -> frozenset[int]:
    """Name those of whom nobody knows whether they have an account."""
    return frozenset(person.id for person in people if person.presence == "unknown")


def hidden_from(own: int | None, people: Iterable[Person]) -> frozenset[int]:
    """Name those whose gifts are kept from an account: the one whose it is, or where nobody knows, whoever may be."""
    return frozenset({own}) if own else strangers(people)


def of_one(own: int | None, people: Iterable[Person], family: Family, today: date) -> Eyes:
    """Tell whose eyes read a private chat."""
    return Eyes(hidden_from(own, people), own, today, family.reveals)


def of_group(readers: Collection[int], people: Iterable[Person], family: Family, today: date) -> Eyes:
    """Tell whose eyes read a group: theirs who read it or may, and those of anybody whom nobody knows."""
    return Eyes(strangers(people) | frozenset(readers), None, today, family.reveals)


class NotHere(Exception):  # noqa: N818 - the answer is given elsewhere, which is no error
    """What would be said concerns people who read here, or may: it is said to the asker alone, or to nobody."""

    def __init__(self, people: Iterable[Person | NewPerson] = ()) -> None:
        self.people = tuple(people)
        super().__init__(self.people)
