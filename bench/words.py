"""What a chat says when it is its turn again: the words that differ from one command to the next.

A family that buys without end would be no family. So every gift has a title of its own, far from any other, and when
a Christmas has as many gifts as a real one, the family goes on with the next year's.
"""

import string
from dataclasses import dataclass
from datetime import date
from random import Random

LARGEST_NUMBER = 999
GIFTS_OF_A_CHRISTMAS = 35
LETTERS = 6


@dataclass(frozen=True)
class Words:
    """What the words in braces stand for, from one command of a town to the next."""

    chats: int
    today: date

    def fill(self, text: str, number: int) -> str:
        """Put in the words of the command of this number: {n}, {title}, {christmas} and its {year}."""
        this_year = self.today.year + (self.today > date(self.today.year, 12, 25))
        year = this_year + number // (self.chats * GIFTS_OF_A_CHRISTMAS)
        meant = {
            "{n}": str(number % LARGEST_NUMBER + 1),
            "{title}": _title(number),
            "{christmas}": "christmas" if year == this_year else f"christmas {year}",
            "{year}": str(year),
        }
        for word, meaning in meant.items():
            text = text.replace(word, meaning)
        return text


def _title(number: int) -> str:
    letters = "".join(Random(number).choices(string.ascii_lowercase, k=2 * LETTERS))
    return f"{letters[:LETTERS]} {letters[LETTERS:]}"
