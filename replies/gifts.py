"""How gifts are shown: each on its card, with the buttons that take it further."""

from dataclasses import replace

from markupsafe import Markup

from domain.families import Family
from domain.gifts import NOBODY, Gift
from domain.money import NOTHING
from replies.budgets import figures
from replies.money import bar, money
from replies.names import listed
from replies.occasions import title
from replies.reply import Button, Reply, Rows, lines
from services.gifts import Earlier, GiftView

STAGES = {"idea": "💡 Idea", "planned": "🛒 To buy", "bought": "✅ Bought", "received": "📦 Received"}
MARKS = {stage: words.partition(" ")[0] for stage, words in STAGES.items()}


def card(view: GiftView, family: Family, trail: str = "") -> Reply:
    """Show a gift, and how the budgets of its recipients stand; the trail leads back to the list it came from."""
    gift = view.gift
    if gift.unwrapped:
        return revealed(view)
    facts = _facts(view, family)
    text = lines(_head("🎁", view), *facts, *_standings(view, family), _earlier(view.earlier), _new(view))
    return Reply(text, _buttons(view, trail), about=about(gift), gist=_gist(view, family))


def revealed(view: GiftView) -> Reply:
    """Show a gift to those who get it: what it is and from whom.

    What it costs is no part of a present, and none of it is theirs to change.
    """
    givers = giver(view)
    return Reply(lines(_head("🎉", view), Markup("From {}").format(givers) if givers else None))


def giver(view: GiftView) -> str:
    """Name those who give a gift, if anybody knows."""
    pledged = [person for person, _ in view.gift.pledges]
    known = [person for person in (view.gift.purchaser_id, *sorted(view.gift.purchasers), *pledged) if person]
    names = dict.fromkeys(view.names[person] for person in known if person in view.names)
    return listed(names) if names else ""


def happened(view: GiftView, family: Family, toast: str, trail: str = "") -> Reply:
    """Show a gift to whoever pressed one of its buttons, with a word on what came of it."""
    gist = f"{title_of(view.gift)}: {STAGES[view.gift.stage].partition(' ')[2].lower()}"
    return replace(card(view, family, trail), toast=toast, gist=gist)


def stands_already(view: GiftView) -> str:
    """Say to whoever wanted to take a gift to a stage that it is there already."""
    buyer = view.names.get(view.gift.purchaser_id or NOBODY)
    if view.gift.bought and buyer:
        return f"{buyer} bought it already"
    return f"Already: {STAGES[view.gift.stage].partition(' ')[2].lower()}"


def removed(view: GiftView, trail: str = "") -> Reply:
    """Say that a gift is gone, and from whom; the trail leads back to the list it stood in."""
    what = f"{title_of(view.gift)} for {whom(view)}"
    return Reply(
        Markup("🗑 Removed: {}").format(what),
        ((Button("◀ List", f"gifts:{trail}"),),) if trail else (),
        toast="Removed",
        about=about(view.gift),
        gist=f"Removed: {what}",
    )


def name_of(view: GiftView, person_id: int) -> str:
    """Name somebody who has to do with a gift."""
    return view.names.get(person_id, "somebody")


def title_of(gift: Gift) -> str:
    """Name a gift, or say that it is a secret of its buyer's."""
    return "a secret gift" if gift.masked else gift.title


def whom(view: GiftView) -> str:
    """Name those who get a gift."""
    return listed(name_of(view, person) for person, _ in view.gift.recipients)


def mark(gift: Gift) -> str:
    """Show by a sign how far a gift has come; what nobody planned yet, but somebody wishes for, has its own."""
    if gift.unwrapped:
        return "🎉"
    return "🌟" if gift.wished and gift.stage == "idea" else MARKS[gift.stage]


def about(gift: Gift) -> tuple[int, ...]:
    """Name those who may not read of a gift: nobody once it is unwrapped."""
    return () if gift.unwrapped else tuple(person for person, _ in gift.recipients)


def price(gift: Gift, family: Family) -> str:
    """Write what a gift costs, unless that is for nobody here to know."""
    if gift.masked or gift.unwrapped:
        return "🤫" if gift.masked else "🎉"
    if not gift.priced:
        return "no price yet"
    one = money(gift.unit, family.locale, gift.currency)
    return one if gift.quantity == 1 else f"{gift.quantity} × {one} = {money(gift.total, family.locale, gift.currency)}"


def _facts(view: GiftView, family: Family) -> list[Markup | str | None]:
    gift = view.gift
    link = Markup('<a href="{}">link</a>').format(gift.url) if gift.url else None
    source = Markup("🏬 {}").format(gift.source) if gift.source else None
    return [
        _stage(view, family),
        _shares(view, family),
        Markup("🤝 {}").format(paid) if (paid := who_pays(view, family)) else None,
        Markup(" · ").join(part for part in (source, Markup("🔗 {}").format(link) if link else None) if part),
        Markup("📝 {}").format(gift.notes) if gift.notes else None,
        wish_of(view),
        "🤫 A secret of yours: the others see its price in totals only" if gift.secret and view.own else None,
        "🖼 with a picture" if gift.file_id else None,
    ]


def wish_of(view: GiftView) -> str | None:
    """Say that somebody wishes for it, or does no longer."""
    if view.gift.wished is None:
        return None
    return f"🌟 {whom(view)} wished for it" if view.gift.wished else "🌟 no longer wished for"


def _head(sign: str, view: GiftView) -> Markup:
    occasion = f" · {title(view.occasion)}" if view.occasion else ""
    return Markup("{} <b>{}</b> for {}{}").format(sign, title_of(view.gift), whom(view), occasion)


def _stage(view: GiftView, family: Family) -> str:
    gift = view.gift
    words = [STAGES[gift.stage], price(gift, family)]
    if gift.sale_price is not None and gift.price is not None and gift.sale_price != gift.price:
        words[1] += f" instead of {money(gift.price * gift.quantity, family.locale, gift.currency)}"
    if 0 < gift.quantity_bought < gift.quantity:
        words.append(f"{gift.quantity_bought} of {gift.quantity} bought")
    if gift.purchaser_id in view.names:
        words.append(f"{view.names[gift.purchaser_id]} {'bought' if gift.bought else 'buys'}")
    return " · ".join(words)


def _shares(view: GiftView, family: Family) -> str | None:
    """Say whose share is how large, where there are several."""
    gift = view.gift
    if len(gift.recipients) == 1 or not gift.total:
        return None
    parts = ((name_of(view, person), gift.share(person, gift.total)) for person, _ in gift.recipients)
    return "⚖️ " + " · ".join(f"{name} {money(share, family.locale, gift.currency)}" for name, share in parts)


def who_pays(view: GiftView, family: Family) -> str:
    """Say who pays what, and what nobody has taken on yet; nothing where nobody chips in."""
    gift = view.gift
    if not gift.pledged:
        return ""
    short = gift.priced and gift.missing >= 0
    paid = gift.payments(gift.total) if short else {person: amount or NOTHING for person, amount in gift.pledges}
    said = [
        f"{name_of(view, person)} {money(amount, family.locale, gift.currency)}"
        for person, amount in paid.items()
        if amount and person != NOBODY and (short or person not in gift.purchasers)
    ]
    if gift.priced and gift.missing < 0:
        said.append(f"{money(-gift.missing, family.locale, gift.currency)} more than it costs")
    elif missing := paid.get(NOBODY, NOTHING):
        said.append(f"{money(missing, family.locale, gift.currency)} still missing")
    return " · ".join(said)


def _standings(view: GiftView, family: Family) -> list[Markup]:
    """Show the budgets of the recipients, each named where there are several."""
    several = len(view.budgets) > 1
    return [
        lines(
            Markup("<b>{}</b>").format(budget.person.name) if several else None,
            bar(budget.standing),
            figures(budget.standing, family.locale, budget.currency),
        )
        for budget in view.budgets
    ]


def _earlier(earlier: Earlier | None) -> Markup | None:
    if earlier is None:
        return None
    return Markup("👀 {} got “{}” for {} {}").format(earlier.person, earlier.title, earlier.occasion, earlier.year)


def _new(view: GiftView) -> Markup | None:
    made = [*view.new, *([title(view.occasion)] if view.new_occasion and view.occasion else [])]
    return Markup("✨ New: {}").format(listed(made)) if made else None


def _gist(view: GiftView, family: Family) -> str:
    return f"{title_of(view.gift)} for {whom(view)}, {price(view.gift, family)}"


def _buttons(view: GiftView, trail: str) -> Rows:
    """Offer what can be done with a gift now: each button names the stage it leads to, so pressing it twice is once."""
    gift = view.gift
    if gift.masked:
        return ()
    steps = {
        "idea": [("🛒 Plan it", "planned"), ("✅ Bought", "bought")],
        "planned": [
            ("✅ Bought", "bought"),
            ("↩ Not bought", "planned") if gift.quantity_bought else ("💡 Idea", "idea"),
        ],
        "bought": [("📦 Received", "received"), ("↩ Not bought", "planned")],
        "received": [("↩ Not received", "bought")],
    }[gift.stage]
    behind = f":{trail}" if trail else ""
    stages = tuple(Button(label, f"stage:{gift.id}:{to}{behind}") for label, to in steps)
    others = [Button("🤝 Chip in", f"pledge:{gift.id}{behind}")] if gift.stage != "received" else []
    others += [Button("✏️ Edit", f"edit:{gift.id}{behind}"), Button("🗑 Remove", f"remove:{gift.id}{behind}")]
    ways = [Button("🖼 Picture", f"photo:{gift.id}")] if gift.file_id else []
    if view.own:
        label, to = ("📢 No secret", "open") if gift.secret else ("🤫 Keep secret", "secret")
        ways.append(Button(label, f"secrecy:{gift.id}:{to}{behind}"))
    ways += [Button("◀ List", f"gifts:{trail}")] if trail else []
    return tuple(row for row in (stages, tuple(others), tuple(ways)) if row)
