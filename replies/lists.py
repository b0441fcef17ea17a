"""How gifts are listed: those for an occasion, and what somebody has to do with them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from domain.dates import days_until
from domain.families import Family
from domain.gifts import Gift, figures
from domain.money import NOTHING
from domain.occasions import NewOccasion, Occasion
from domain.people import Person
from replies import budgets
from replies.gifts import about, giver, mark, price, title_of, who_pays, whom
from replies.money import bar, money
from replies.names import shortened, typed
from replies.occasions import title, titled, when
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
        return none_for(person, occasion, found.whose, today) if occasion else none_ahead(person, None, None, today)
    page = page_of(found.views, number)
    numbered = list(enumerate(page.items, page.number * PAGE + 1))
    here = f"{occasion.id if occasion else 0}:{person.id if person else 0}"
    told = (
        Markup("{}. {}").format(at, _line(view, family, named=person is None, bought_by=True)) for at, view in numbered
    )
    return Reply(
        lines(_head(person, occasion, found.whose, today), *told, *_sums(found, family), page.counted),
        (
            *(row for at, view in numbered if (row := _buttons(at, view.gift, f"{here}:{page.number}"))),
            *page.turns(f"gifts:{here}"),
        ),
        about=_about(page.items),
    )


def none_for(person: Person | None, occasion: Occasion | NewOccasion, whose: str | None, today: date) -> Reply:
    """Say that there are no gifts for an occasion, and how to record the first."""
    past = occasion.date is not None and occasion.date < today
    whom = person.name if person else whose or "mom"
    command = f"/{'bought' if past else 'gift'} {typed(whom)} {_typed(occasion, today)} scarf 40"
    head, hint = _head(person, occasion, whose, today), Markup("No gifts yet. The first: <code>{}</code>")
    return Reply(lines(head, hint.format(command)), about=(person.id,) if person else ())


def none_ahead(person: Person | None, last: Occasion | None, whose: str | None, today: date) -> Reply:
    """Say that there are no gifts for any occasion that lies ahead, how to record the first, and see earlier ones."""
    text = Markup("No gifts lie ahead{}. Plan one: <code>/gift {} christmas scarf 40</code>").format(
        f" for {person.name}" if person else "", typed(person.name if person else "mom")
    )
    earlier = f"/gifts {f'{typed(whose)} ' if whose else ''}{_typed(last, today)}" if last else ""
    hint = Markup("What there was: <code>{}</code>").format(earlier) if last else None
    return Reply(lines(text, hint), about=(person.id,) if person else ())


def mine(found: Mine, family: Family, today: date, number: int = 0) -> Reply:
    """List what somebody has to buy, has bought and chips in to, and what they may spend."""
    here = f"{found.person.id}"
    head = Markup("🛍 <b>{}</b>").format(found.person.name)
    entries = [
        *(("To buy", _shared(view, family), view) for view in found.to_buy),
        *(("Bought", _shared(view, family), view) for view in found.bought),
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
        if section == "To buy" and not view.gift.masked
    ]
    return Reply(
        lines(head, *told, page.counted),
        (*rows(ticks), *page.turns(f"mine:{here}")),
        about=_about(view for _, view in views),
    )


def _head(person: Person | None, occasion: Occasion | NewOccasion | None, whose: str | None, today: date) -> Markup:
    if occasion is None:
        return Markup("🎁 <b>{}</b> · Wishes").format(person.name if person else "Gifts")
    others = whose if person is None or person.name != whose else None
    name = titled(occasion, others) + when(occasion, today) if isinstance(occasion, Occasion) else title(occasion)
    return Markup("🎁 <b>{}</b> · {}").format(person.name if person else "Gifts", name)


def _typed(occasion: Occasion | NewOccasion, today: date) -> str:
    """Write an occasion as it is typed, with its year unless it is the next one."""
    day = occasion.date
    plain = day is None or 0 <= days_until(day, today) <= budgets.YEAR or str(day.year) in occasion.name
    return typed(occasion.name) if day is None or plain else f"{typed(occasion.name)} {day.year}"


def _line(view: GiftView, family: Family, *, named: bool = True, bought_by: bool = False) -> Markup:
    """Write a gift in a line: for whom unless that is plain, what it costs, and who buys it if that is asked."""
    gift = view.gift
    what = Markup("{} <b>{}</b>{}").format(mark(gift), title_of(gift), f" for {whom(view)}" if named else "")
    told: list[Markup | str] = [what]
    if gift.unwrapped:
        return Markup(" · ").join([*told, *([f"from {givers}"] if (givers := giver(view)) else [])])
    told.append(price(gift, family))
    if 0 < gift.quantity_bought < gift.quantity and not gift.masked:
        told.append(f"{gift.quantity_bought} of {gift.quantity} bought")
    if bought_by and gift.purchaser_id in view.names:
        told.append(view.names[gift.purchaser_id])
    if gift.wished is not None and mark(gift) != "🌟":
        told.append("🌟 wished for" if gift.wished else "🌟 no longer wished for")
    return Markup(" · ").join(told)


def _shared(view: GiftView, family: Family) -> Markup:
    """Write a gift with who pays what of it, where several do."""
    paid = "" if view.gift.masked else who_pays(view, family)
    return lines(_line(view, family), Markup("    🤝 {}").format(paid) if paid else None)


def _budget(view: BudgetView, family: Family, today: date) -> Markup:
    return lines(
        Markup("{}{}").format(title(view.occasion), when(view.occasion, today)),
        bar(view.standing),
        budgets.figures(view.standing, family.locale, view.currency),
    )


def _sums(found: GiftList, family: Family) -> list[str]:
    """Add up what is spent and planned, in each currency by itself; ideas count for nothing."""
    gifts = [view.gift for view in found.views if not view.gift.unwrapped]
    if not gifts:
        return []
    ideas = sum(1 for gift in gifts if not gift.counts)
    counted = f"{ideas} idea{'' if ideas == 1 else 's'}" if ideas else ""
    told = []
    for currency in sorted({gift.currency for gift in gifts}):
        spent, planned = _sum(found.person, [gift for gift in gifts if gift.currency == currency])
        words = (money(amount, family.locale, currency) for amount in (spent, planned))
        told.append("Spent {} · planned {}".format(*words))
    return ["—", *told[:-1], " · ".join(part for part in (told[-1], counted) if part)]


def _sum(person: Person | None, gifts: list[Gift]) -> tuple[Decimal, Decimal]:
    if person:
        return figures(person.id, gifts)
    return sum((gift.spent for gift in gifts), NOTHING), sum((gift.planned for gift in gifts), NOTHING)


def _buttons(at: int, gift: Gift, trail: str) -> tuple[Button, ...]:
    """Offer a gift's card, and the stage that comes next."""
    if gift.masked or gift.unwrapped:
        return ()
    card = Button(f"{at} · {shortened(gift.title)}", f"one:{gift.id}:{trail}")
    if gift.stage not in _NEXT:
        return (card,)
    label, to = _NEXT[gift.stage]
    return card, Button(label, f"tick:{gift.id}:{to}:{trail}")


def _about(views: Iterable[GiftView]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(person for view in views for person in about(view.gift)))
