"""What Nestegg says no to about gifts; the words live in replies/refusals.py."""

from dataclasses import dataclass

from domain.refusals import Refusal


@dataclass(eq=False)
class TooMuchTogether(Refusal):
    """Gifts that add up to more than a budget can hold."""


@dataclass(eq=False)
class PersonFirst(Refusal):
    """Words in front of the person whom a gift is for."""

    command: str
    person: str
    rest: str


@dataclass(eq=False)
class NearPerson(Refusal):
    """A name in a list that nobody has, but that is close to somebody's."""

    name: str
    near: str


@dataclass(eq=False)
class UnknownGift(Refusal):
    """A name that no gift has that lies ahead."""

    name: str


@dataclass(eq=False)
class BadQuantity(Refusal):
    """A number of things that cannot be; least is how many there must be."""

    text: str
    least: int = 1


@dataclass(eq=False)
class OwnPurchase(Refusal):
    """A pledge to a gift by whoever buys it: they pay what others leave."""

    title: str


@dataclass(eq=False)
class NobodysGift(Refusal):
    """A gift that would be left without anybody to get it."""


@dataclass(eq=False)
class NotTheBuyer(Refusal):
    """A secret to be kept, or told, by somebody who does not buy the gift."""


@dataclass(eq=False)
class StillSecret(Refusal):
    """Somebody else to buy what its buyer keeps secret."""

    title: str
