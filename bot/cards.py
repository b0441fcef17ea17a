"""Cards asked for again: which message of a chat shows one, and what it says by now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.messages import Message
from replies.reply import Reply, messages

LOOKED_AT = 20
"""How many messages back a card may stand: further up nobody would look for it."""
RECENT = timedelta(minutes=15)
_MADE = {"pending", "sent"}


@dataclass(frozen=True, slots=True)
class Card:
    """A message of the bot's: the row it was sent for, and the one that says what it shows now."""

    sent: Message
    newest: Message

    def differs(self, reply: Reply) -> bool:
        """Tell whether an answer shows something else."""
        return (self.newest.content, self.newest.facts.get("picture")) != (reply.text, reply.picture)


def standing(rows: Sequence[Message], reply: Reply, now: datetime) -> Card | None:
    """Find the latest message that shows the card of an answer and can be made to show the answer, if it is recent."""
    if not reply.card or len(messages(reply)) > 1:
        return None
    fits = [
        card
        for card in _shown(rows)
        if card.newest.facts.get("card") == reply.card
        and card.sent.created_at > now - RECENT
        and ("picture" in card.sent.facts) == (reply.picture is not None)
    ]
    return fits[-1] if fits else None


def _shown(rows: Sequence[Message]) -> Iterator[Card]:
    """Go through what the bot said, each message as it is by the last of its edits."""
    cards: dict[int, Card] = {}
    places: dict[UUID, int] = {}
    for row in rows:
        if row.role != "assistant" or row.delivery not in _MADE:
            continue
        if row.telegram_message_id is not None:
            places[row.id] = row.telegram_message_id
            cards[row.telegram_message_id] = Card(row, row)
        elif (place := _edited(row, places)) in cards:
            places[row.id] = place
            cards[place] = Card(cards[place].sent, row)
    yield from cards.values()


def _edited(row: Message, places: dict[UUID, int]) -> int:
    """Find the message that a row edits, by its id at Telegram."""
    if edited := row.facts.get("edit_row"):
        return places.get(UUID(edited), 0)
    return int(row.facts.get("edit", 0))
