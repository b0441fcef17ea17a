"""How it is said what somebody wishes for: in their own words, with nothing of what becomes of it."""

from dataclasses import replace

from markupsafe import Markup

from domain.families import Family
from domain.wishes import Wish
from replies.money import money
from replies.names import shortened
from replies.paging import PAGE, page_of
from replies.reply import Button, Reply, lines
from services.wishes import Wishes

_SURPRISES = Markup("🎁 Some things are better unwrapped.")


def listed(found: Wishes, family: Family, number: int = 0) -> Reply:
    """List somebody's wishes, each with buttons to change it and to take it away."""
    if not found.all:
        return Reply(Markup("🌟 You wish for nothing yet. Wish: <code>/wish scarf 40</code>"))
    page = page_of(found.all, number)
    numbered = list(enumerate(page.items, page.number * PAGE + 1))
    return Reply(
        lines(
            Markup("🌟 <b>{}</b> wishes for").format(found.person.name),
            *(Markup("{}. {}").format(at, _line(wish, family)) for at, wish in numbered),
            page.counted,
        ),
        (
            *(
                (Button(f"✏️ {at} · {shortened(wish.title)}", f"rewish:{wish.id}"), Button("🗑", f"unwish:{wish.id}"))
                for at, wish in numbered
            ),
            *page.turns(f"wishes:{found.person.id}"),
        ),
    )


def told(found: Wishes, family: Family) -> Reply:
    """Confirm a wish, below all that is wished for."""
    at = next((place for place, wish in enumerate(found.all) if found.latest and wish.id == found.latest.id), 0)
    gist = f"wish: {found.latest.title}" if found.latest else ""
    return replace(listed(found, family, at // PAGE), toast="🌟 Noted", gist=gist)


def removed(found: Wishes, wish: Wish, family: Family) -> Reply:
    """Say that something is wished for no longer, above what still is."""
    head = Markup("🗑 No longer wished for: {}").format(wish.title)
    rest = listed(found, family) if found.all else Reply()
    return replace(rest, text=lines(head, rest.text), toast="Removed", gist=f"no longer wished for: {wish.title}")


def beside_surprises(found: Wishes, family: Family) -> Reply:
    """List somebody's wishes to them where they asked for their gifts, of which nothing is said."""
    shown = listed(found, family)
    return replace(shown, text=lines(shown.text, _SURPRISES), toast="🎁 Some things are better unwrapped.")


def _line(wish: Wish, family: Family) -> Markup:
    price = money(wish.price, family.locale, wish.currency) if wish.price is not None else None
    link = Markup('🔗 <a href="{}">link</a>').format(wish.url) if wish.url else None
    notes = Markup("📝 {}").format(wish.notes) if wish.notes else None
    return Markup(" · ").join([Markup("<b>{}</b>").format(wish.title), *(one for one in (price, link, notes) if one)])
