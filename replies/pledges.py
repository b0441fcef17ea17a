"""How it is said who chips in to a gift."""

from dataclasses import replace
from decimal import Decimal

from domain.families import Family
from replies import gifts
from replies.money import money
from replies.reply import Reply
from services.gifts import GiftView


def chipped_in(view: GiftView, family: Family, amount: Decimal | None, trail: str) -> Reply:
    """Show a gift with who pays what of it now."""
    told = money(amount, family.locale, view.gift.currency) if amount else "nothing"
    return replace(gifts.card(view, family, trail), gist=f"{told} chipped in for {view.gift.title}", toast=f"🤝 {told}")
