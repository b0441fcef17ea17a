"""How it is said that something is no secret any more."""

from dataclasses import replace

from markupsafe import Markup

from domain.families import Family
from replies import gifts
from replies.reply import Reply, lines
from services.gifts import GiftView


def revealed(view: GiftView) -> Reply:
    """Show everybody what somebody gets, and from whom."""
    shown = gifts.revealed(view)
    text = lines(shown.text, Markup("No secret any more."))
    return replace(shown, text=text, gist=f"revealed: {view.gift.title} for {gifts.whom(view)}")


def secrecy(view: GiftView, family: Family, trail: str) -> Reply:
    """Show its buyer a gift that is kept secret from now on, or is no longer."""
    toast = "🤫 Only you see what it is" if view.gift.secret else "📢 No secret any more"
    gist = f"{view.gift.title}: {'a secret' if view.gift.secret else 'no secret'}"
    return replace(gifts.card(view, family, trail), toast=toast, gist=gist)
