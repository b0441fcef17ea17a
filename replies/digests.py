"""How it is told every week how things stand."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from domain.families import Family
from replies.gifts import MARKS, name_of, price, title_of
from replies.names import listed
from replies.occasions import title
from replies.reminders import to_buy
from replies.reply import Reply, lines
from replies.status import status
from services.digests import Digest, Standing
from services.gifts import GiftView

LISTED = 15
"""How many purchases are named."""


def digest(found: Digest, family: Family) -> Reply:
    """Tell how everybody's money stands, what is still to buy, and what was bought since the last time."""
    told = [_standing(one, family, found.today) for one in found.standings]
    bought = _bought(found.bought, family)
    parts = [Markup("📰 <b>The week</b>"), *told, *([bought] if bought else [])]
    people = {person for one in found.standings for person in status_of(one, family, found.today).about}
    return Reply(Markup("\n\n").join(parts), about=tuple(sorted(found.about | people)), shows=found.shows)


def status_of(standing: Standing, family: Family, today: date) -> Reply:
    """Show how everybody's money stands, in words."""
    return status(standing.everybody, family, today, in_words=True)


def _standing(standing: Standing, family: Family, today: date) -> Markup:
    gifts = to_buy(standing.to_buy, family)
    return lines(status_of(standing, family, today).text, gifts or None)


def _bought(views: Sequence[GiftView], family: Family) -> Markup | None:
    if not views:
        return None
    more = len(views) - LISTED
    shown = (_purchase(view, family) for view in views[:LISTED])
    return lines(
        Markup("<b>Bought since last week</b>"), *shown, Markup("… and {} more").format(more) if more > 0 else None
    )


def _purchase(view: GiftView, family: Family) -> Markup:
    gift = view.gift
    whom = listed(name_of(view, person) for person, _ in gift.recipients)
    what = Markup("{} <b>{}</b> for {}").format(MARKS["bought"], title_of(gift), whom)
    part = f"{gift.quantity_bought} of {gift.quantity}" if not gift.bought else None
    occasion = title(view.occasion) if view.occasion else None
    told = (what, occasion, price(gift, family), part, view.names.get(gift.purchaser_id or 0))
    return Markup(" · ").join(one for one in told if one)
