"""What Nestegg says no to about everyday money; the words for it live in replies/expense_refusals.py."""

from dataclasses import dataclass
from datetime import date

from domain.refusals import Refusal


@dataclass(eq=False)
class UnknownCategory(Refusal):
    """A category that nobody knows."""

    said: str


@dataclass(eq=False)
class NotAPeriod(Refusal):
    """Words that mean no stretch of days."""

    said: str


@dataclass(eq=False)
class NoLimit(Refusal):
    """A limit that is to be taken away and is not there; how often there are others for is told, if any."""

    category: str
    periods: tuple[str, ...]


@dataclass(eq=False)
class EndsTooSoon(Refusal):
    """A limit whose last day is past, or before its first."""

    until: date


@dataclass(eq=False)
class NobodyToSplitWith(Refusal):
    """An expense that is to be split, and nobody but who paid it."""


@dataclass(eq=False)
class UnknownInSplit(Refusal):
    """A single word behind "split" that nobody is called: it may be no name at all."""

    name: str


@dataclass(eq=False)
class SharesDoNotAddUp(Refusal):
    """Shares that come to more than there is to split, or to less with nobody to bear the rest."""

    together: str
    amount: str


@dataclass(eq=False)
class NothingLeftFor(Refusal):
    """Somebody who is to bear a part of what others bear already."""

    name: str
    amount: str


@dataclass(eq=False)
class BadColor(Refusal):
    """A colour that is not written as colours are."""

    text: str


@dataclass(eq=False)
class BadIcon(Refusal):
    """Words, or nothing to be seen, where one sign belongs."""

    text: str


@dataclass(eq=False)
class GiftsStay(Refusal):
    """The category that gifts fill, which is to be removed."""

    name: str


@dataclass(eq=False)
class IntoItself(Refusal):
    """A category that is to be merged into the same one."""

    name: str


@dataclass(eq=False)
class UnknownFilter(Refusal):
    """A word that is no category, tag, person or stretch of days."""

    said: str


@dataclass(eq=False)
class OneFilter(Refusal):
    """More than one category, tag or person whose expenses are asked for."""

    said: str


@dataclass(eq=False)
class NotAPayment(Refusal):
    """Words that are no way of paying."""

    said: str


@dataclass(eq=False)
class PaidThemselves(Refusal):
    """Money that somebody gave to themselves."""


@dataclass(eq=False)
class OwedNoMore(Refusal):
    """A payment that a button speaks of, and that is no longer owed."""


@dataclass(eq=False)
class NothingSpent(Refusal):
    """An expense of nothing, or of less."""


@dataclass(eq=False)
class HowMuchSpent(Refusal):
    """An expense without an amount; the text is what looks like one and is none."""

    text: str


@dataclass(eq=False)
class NotYet(Refusal):
    """A day on which nothing can have been spent yet."""

    said: str


@dataclass(eq=False)
class TooManyTags(Refusal):
    """More tags than one expense may have."""

    limit: int


@dataclass(eq=False)
class TagTooLong(Refusal):
    """A tag that fits into no button."""

    tag: str


@dataclass(eq=False)
class NotACategory(Refusal):
    """Words in answer to the question for a category that name none: there is an amount, or too many of them."""

    said: str


@dataclass(eq=False)
class TooManyLines(Refusal):
    """More expenses in one message than anybody can look over."""

    most: int


@dataclass(eq=False)
class InLine(Refusal):
    """One of several lines that cannot be carried out, so that none of them is."""

    line: int
    refusal: Refusal


@dataclass(eq=False)
class NotARhythm(Refusal):
    """Words that tell no rhythm in which something is spent."""

    said: str


@dataclass(eq=False)
class EndsBeforeItBegins(Refusal):
    """Something that would end before it comes for the first time."""

    first: date
    until: date


@dataclass(eq=False)
class NotSplitYet(Refusal):
    """Something recurring that is to be split."""


@dataclass(eq=False)
class NobodyCalled(Refusal):
    """A name that nobody has of whom something is to be recorded."""

    name: str
