"""How gifts are listed: those for an occasion, and what somebody has to do with them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from domain.families import Family
from domain.gifts import NOTHING, Gift, figures
from domain.occasions import NewOccasion, Occasion
from domain.people import Person
from replies import budgets
from replies.gifts import MARKS, name_of, price, who_pays
from replies.money import bar, money
from replies.names import listed, shortened, typed
from replies.occasions import title, when
from replies.paging import PAGE, page_of
from replies.reply import Button, Reply, lines, rows
from services.budgets import BudgetView
from services.gifts import GiftView
from services.lists import GiftList, Mine

_NEXT = {"idea": ("🛒 Plan it", "planned"), "planned": ("✅ Bought", "bought"), "bought": ("📦 Received", "received")}


def gifts(found: GiftList, family: Family, today: date, number: int = 0) -> Reply:
    """List gifts, each with a button to its card and one to its next stage, and what they add up to."""
    occasion, person = found.occasion, found.person
    if not found.views:
        return none_for(person, occasion, today)
    page = page_of(found.views, number)
    numbered = list(enumerate(page.items, page.number * PAGE + 1))
    here = f"{occasion.id}:{person.id if person else 0}"
    told = (
        Markup("{}. {}").format(at, _line(view, family, named=person is None, bought_by=True)) for at, view in numbered
    )
    return Reply(
        lines(_head(person, occasion, today), *told, "—", *_sums(found, family), page.counted),
        (*(_buttons(at, view.gift, f"{here}:{page.number}") for at, view in numbered), *page.turns(f"gifts:{here}")),
        about=_about(page.items),
    )


def none_for(person: Person | None, occasion: Occasion | NewOccasion, today: date) -> Reply:
    """Say that there are no gifts for an occasion, and how to record the first."""
    name = typed(occasion.name)
    past = isinstance(occasion, Occasion) and occasion.over(today)
    if occasion.date and (past or occasion.date.year > today.year + 1) and str(occasion.date.year) not in name:
        name += f" {occasion.date.year}"
    command = f"/{'bought' if past else 'gift'} {typed(person.name if person else 'mom')} {name} scarf 40"
    text = lines(_head(person, occasion, today), Markup("No gifts yet. The first: <code>{}</code>").format(command))
    return Reply(text, about=(person.id,) if person else ())


def none_ahead(person: Person | None) -> Reply:
    """Say that there are no gifts for any occasion that lies ahead, and how to record the first."""
    text = Markup(
        "No gifts lie ahead{}. Plan one: <code>/gift {} christmas scarf 40</code>\n"
        "Those of a year that is over: <code>/gifts christmas 2025</code>"
    ).format(f" for {person.name}" if person else "", typed(person.name if person else "mom"))
    return Reply(text, about=(person.id,) if person else ())


def mine(found: Mine, family: Family, today: date, number: int = 0) -> Reply:
    """List what somebody has to buy, has bought and chips in to, and what they may spend."""
    here = f"{found.person.id}"
    head = Markup("🛍 <b>{}</b> buys").format(found.person.name)
    entries = [
        *(("To buy", _duty(view, found.person, family), view) for view in found.to_buy),
        *(("Bought", _duty(view, found.person, family), view) for view in found.bought),
        *(("Chips in", _shared(view, family), view) for view in found.pledged),
        *(("May spend", _budget(view, family, today), None) for view in found.budgets),
    ]
    if not entries:
        return Reply(lines(head, Markup("Nothing yet. Plan a gift: <code>/gift mom christmas scarf 40</code>")))
    page = page_of(entries, number)
    sections = dict.fromkeys(section for section, _, _ in page.items)
    told = (
        lines(Markup("\n<b>{}</b>").format(section), *(line for other, line, _ in page.items if other == section))
        for section in sections
    )
    views = [(section, view) for section, _, view in page.items if view]
    ticks = [
        Button(f"✅ {shortened(view.gift.title)}", f"got:{view.gift.id}:bought:{here}:{page.number}")
        for section, view in views
        if section == "To buy"
    ]
    return Reply(
        lines(head, *told, page.counted),
        (*rows(ticks), *page.turns(f"mine:{here}")),
        about=_about(view for _, view in views),
    )


def _head(person: Person | None, occasion: Occasion | NewOccasion, today: date) -> Markup:
    when_ = when(occasion, today) if isinstance(occasion, Occasion) else ""
    return Markup("🎁 <b>{}</b> · {}{}").format(person.name if person else "Gifts", title(occasion), when_)


def _line(view: GiftView, family: Family, *, named: bool = True, bought_by: bool = False) -> Markup:
    """Write a gift in a line: for whom unless that is plain, what it costs, and who buys it if that is asked."""
    gift = view.gift
    whom = f" for {listed(name_of(view, person) for person, _ in gift.recipients)}" if named else ""
    told = [Markup("{} <b>{}</b>{}").format(MARKS[gift.stage], gift.title, whom), price(gift, family)]
    if 0 < gift.quantity_bought < gift.quantity:
        told.append(f"{gift.quantity_bought} of {gift.quantity} bought")
    if bought_by and gift.purchaser_id in view.names:
        told.append(view.names[gift.purchaser_id])
    return Markup(" · ").join(told)


def _duty(view: GiftView, person: Person, family: Family) -> Markup:
    """Write a gift that somebody buys, with what of it they pay where others chip in."""
    own = view.gift.payments(view.gift.total).get(person.id, NOTHING)
    told = [_line(view, family), f"pays {money(own, family.locale, view.gift.currency)} of it"]
    return Markup(" · ").join(told if own != view.gift.total else told[:1])


def _shared(view: GiftView, family: Family) -> Markup:
    return Markup("{}\n    🤝 {}").format(_line(view, family), who_pays(view, family))


def _budget(view: BudgetView, family: Family, today: date) -> Markup:
    return lines(
        Markup("{}{}").format(title(view.occasion), when(view.occasion, today)),
        bar(view.standing),
        budgets.figures(view.standing, family.locale, view.currency),
    )


def _sums(found: GiftList, family: Family) -> list[str]:
    """Add up what is spent and planned, in each currency by itself; ideas count for nothing."""
    gifts = [view.gift for view in found.views]
    ideas = sum(1 for gift in gifts if not gift.counts)
    counted = f"{ideas} idea{'' if ideas == 1 else 's'}" if ideas else ""
    told = []
    for currency in sorted({gift.currency for gift in gifts}):
        spent, planned = _sum(found.person, [gift for gift in gifts if gift.currency == currency])
        words = (money(amount, family.locale, currency) for amount in (spent, planned))
        told.append("Spent {} · planned {}".format(*words))
    return [*told[:-1], " · ".join(part for part in (told[-1], counted) if part)]


def _sum(person: Person | None, gifts: list[Gift]) -> tuple[Decimal, Decimal]:
    if person:
        return figures(person.id, gifts)
    return sum((gift.spent for gift in gifts), NOTHING), sum((gift.planned for gift in gifts), NOTHING)


def _buttons(at: int, gift: Gift, trail: str) -> tuple[Button, ...]:
    """Offer a gift's card, and the stage that comes next."""
    card = Button(f"{at} · {shortened(gift.title)}", f"one:{gift.id}:{trail}")
    if gift.stage not in _NEXT:
        return (card,)
    label, to = _NEXT[gift.stage]
    return card, Button(label, f"tick:{gift.id}:{to}:{trail}")


def _about(views: Iterable[GiftView]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(person for view in views for person, _ in view.gift.recipients))
