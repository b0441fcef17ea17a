"""How a gift's card is shown while something about it is changed."""

from dataclasses import replace

from domain.families import Family
from replies import gifts
from replies.reply import Button, Reply, rows
from services.gifts import GiftView

_WAYS = {
    "title": "Title",
    "cost": "Price",
    "count": "Quantity",
    "whom": "For whom",
    "event": "Occasion",
    "buyer": "Who buys",
}


def menu(view: GiftView, family: Family, trail: str) -> Reply:
    """Show a gift with what may be changed about it in the place of its buttons."""
    behind = f":{trail}" if trail else ""
    ways = [Button(label, f"{kind}:{view.gift.id}{behind}") for kind, label in _WAYS.items()]
    back = (Button("◀ Back", f"one:{view.gift.id}{behind}"),)
    return replace(gifts.card(view, family, trail), buttons=(*rows(ways), back))


def changed(view: GiftView, family: Family, kind: str, trail: str) -> Reply:
    """Show a gift as it is now, and keep in mind what was changed about it."""
    gist = f"{gifts.title_of(view.gift)}: {_WAYS[kind].lower()}"
    return replace(gifts.card(view, family, trail), gist=gist, toast="✏️ Changed")
