"""What Nestegg says no to about everyday money; the words for it live in replies/expense_refusals.py."""

from dataclasses import dataclass

from domain.refusals import Refusal


@dataclass(eq=False)
class UnknownCategory(Refusal):
    """A category that nobody knows."""

    said: str
