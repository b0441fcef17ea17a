"""What Nestegg says no to: each refusal carries the facts, its words live in replies/refusals.py."""

from dataclasses import dataclass
from decimal import Decimal


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Nothing of the command takes effect, and the asker hears why."""


@dataclass(eq=False)
class NotAnAmount(Refusal):
    """The word stands where an amount belongs but is none."""

    text: str


@dataclass(eq=False)
class NegativeAmount(Refusal):
    """An amount below zero."""

    text: str


@dataclass(eq=False)
class TooManyDecimals(Refusal):
    """More decimals than the currency has."""

    text: str
    currency: str
    decimals: int


@dataclass(eq=False)
class AmountTooLarge(Refusal):
    """An amount above what a budget can hold."""

    text: str
    limit: Decimal
    most: str


@dataclass(eq=False)
class WrongCurrency(Refusal):
    """An amount in another currency than the one expected here."""

    said: str
    expected: str


@dataclass(eq=False)
class BadName(Refusal):
    """A name that is empty, too long, or holds characters nobody can see; reason is empty, long or control."""

    text: str
    reason: str
    limit: int = 0


@dataclass(eq=False)
class BadDate(Refusal):
    """A date that no calendar has."""

    text: str


@dataclass(eq=False)
class BadHours(Refusal):
    """Hours of a day that are none."""

    text: str


@dataclass(eq=False)
class BadTimezone(Refusal):
    """A time zone that is not in the IANA list."""

    text: str


@dataclass(eq=False)
class BadLanguage(Refusal):
    """A language code that is not known."""

    text: str


@dataclass(eq=False)
class BadCurrency(Refusal):
    """A currency code that is not in use."""

    text: str


@dataclass(eq=False)
class MissingWords(Refusal):
    """A command that was not given what it needs."""

    command: str


@dataclass(eq=False)
class TooManyWords(Refusal):
    """Words behind a command that nobody knows what to do with."""

    text: str
    command: str


@dataclass(eq=False)
class AmountFirst(Refusal):
    """An amount where a person's name belongs; behind it stands the rest."""

    amount: str
    rest: str


@dataclass(eq=False)
class GluedAmount(Refusal):
    """An occasion and a number with no space between them."""

    occasion: str
    number: str


@dataclass(eq=False)
class NotAnOccasion(Refusal):
    """A person where an occasion belongs."""

    person: str


@dataclass(eq=False)
class Gone(Refusal):
    """Something that a button spoke of, and that is no longer there."""


@dataclass(eq=False)
class UnknownPerson(Refusal):
    """A name that nobody in the family has."""

    name: str


@dataclass(eq=False)
class UnknownOccasion(Refusal):
    """An occasion that the family does not have, or not in that year."""

    name: str
    year: int | None = None
    person: str = "mom"


@dataclass(eq=False)
class AnotherYear(Refusal):
    """An occasion that takes place once, asked for in a year that is not its own."""

    name: str
    year: int


@dataclass(eq=False)
class UnlinkedMention(Refusal):
    """An account that is nobody in the family yet."""

    name: str


@dataclass(eq=False)
class UnlinkedSpeaker(Refusal):
    """Somebody who speaks of themselves before they have said who they are."""


@dataclass(eq=False)
class NameTaken(Refusal):
    """A name or alias that already means somebody else."""

    name: str
    owner: str


@dataclass(eq=False)
class AlreadyLinked(Refusal):
    """A person who already is another account."""

    person: str


@dataclass(eq=False)
class AlreadySomebody(Refusal):
    """Somebody who says that they are a person, and is another one already."""

    person: str


@dataclass(eq=False)
class UnknownMember(Refusal):
    """A name that no account of the family goes by, or more than one."""

    name: str


@dataclass(eq=False)
class OwnersStay(Refusal):
    """An owner who is to become something else."""

    name: str


@dataclass(eq=False)
class NotAllowed(Refusal):
    """Something that only an owner or an adult may do."""


@dataclass(eq=False)
class OnlyInvited(Refusal):
    """Somebody who may not start a family with this bot."""


@dataclass(eq=False)
class NoFamily(Refusal):
    """A command about a family from somebody who has none."""


@dataclass(eq=False)
class InvitationGone(Refusal):
    """An invitation that was used, has expired, or never was."""


@dataclass(eq=False)
class OtherFamilysChat(Refusal):
    """A group that belongs to another family already."""


@dataclass(eq=False)
class NothingToUndo(Refusal):
    """There is no change of the asker's that still stands."""


@dataclass(eq=False)
class AlreadyUndone(Refusal):
    """A change that was taken back before."""


@dataclass(eq=False)
class BuiltOn(Refusal):
    """A change that cannot be taken back, as something was built on it since."""


@dataclass(eq=False)
class Unknowable(Refusal):
    """Something said in the name of a group: nobody can tell whose change it would be."""


@dataclass(eq=False)
class SomebodyElses(Refusal):
    """A change or a question that belongs to somebody else."""


@dataclass(eq=False)
class QuestionClosed(Refusal):
    """A question that was answered, cancelled, or asked too long ago."""


@dataclass(eq=False)
class OnlyButtons(Refusal):
    """Words in answer to a question that only its buttons can answer."""


@dataclass(eq=False)
class UnknownCommand(Refusal):
    """A command that does not exist; near names those that are close to it."""

    name: str
    near: tuple[str, ...]


@dataclass(eq=False)
class TooLong(Refusal):
    """A text longer than what it is meant for can hold."""

    limit: int


@dataclass(eq=False)
class YearlyWithoutDate(Refusal):
    """Something that is to come every year, on nobody knows which day."""

    name: str


@dataclass(eq=False)
class WhoseBirthday(Refusal):
    """A birthday without the name of anybody."""
