"""A small model of a family's gifts for one occasion: whole cents, and rules of its own to test the bot's against."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

BUYERS = ("Ann", "Ben")
PEOPLE = ("Mom", "Dad", "Zoe", *BUYERS)
NOBODY = ""
"""Whoever pays what nobody has taken on; like the people, known by their place here."""
ORDER = (NOBODY, *PEOPLE)
TITLES: dict[str, dict[str, int | None]] = {
    "scarf": {"Mom": None},
    "teapot": {"Mom": None, "Dad": None, "Zoe": None},
    "novel": {"Dad": 1000, "Zoe": None},
    "puzzle": {"Mom": 500, "Dad": 1500},
    "lantern": {"Zoe": None, "Ben": None},
}
"""Whom each gift is for, and the share that is given for them."""

Fact = tuple[str, str]
"""What a fact is about, and what it is called."""
Facts = dict[Fact, Any]


@dataclass(frozen=True)
class Told:
    """What somebody says of a gift."""

    kind: str
    title: str
    price: int | None = None
    sale: int | None = None
    quantity: int | None = None
    buyer: str | None = None

    def __str__(self) -> str:
        shares = TITLES[self.title].items()
        names = ",".join(name.lower() + (f":{dollars(share)}" if share else "") for name, share in shares)
        words = [f"/{self.kind} {names} christmas"]
        words += [f"{self.quantity}x"] if self.quantity else []
        words += [self.title]
        words += [dollars(self.price)] if self.price is not None else []
        words += [f"now {dollars(self.sale)}"] if self.sale is not None else []
        words += [f"by {self.buyer.lower()}"] if self.buyer else []
        return " ".join(words)


def dollars(cents: int) -> str:
    """Write an amount in cents."""
    return f"{cents // 100:,}.{cents % 100:02}"


def seen(speaker: str, title: str) -> bool:
    """Tell whether somebody may know of a gift: of those for themselves they hear nothing."""
    return speaker not in TITLES[title]


def say(facts: Facts, told: Told, speaker: str) -> Facts:
    """Tell what a command writes; nothing where it asks back because there is such a gift already."""
    title, quantity = told.title, told.quantity or 1
    if not seen(speaker, title):
        return {}
    if (title, "stage") not in facts:
        stage = {"idea": "idea", "gift": "planned", "bought": "bought"}[told.kind]
        buyer = told.buyer or (None if told.kind == "idea" else speaker)
        have = quantity if told.kind == "bought" else 0
        new = {"stage": (stage, quantity, have), "price": told.price, "sale": told.sale, "buyer": buyer}
        return {(title, name): value for name, value in new.items()}
    stage, wanted, have = facts[title, "stage"]
    price, sale, buyer = (facts[title, name] for name in ("price", "sale", "buyer"))
    if told.kind == "idea" or stage not in {"gift": ("idea",), "bought": ("idea", "planned")}[told.kind]:
        return {}
    if told.price is not None and (stage == "idea" or (price is None and sale is None)):
        price, sale = told.price, None
    sale = sale if told.sale is None else told.sale
    if told.kind == "gift":
        after, buyer = ("planned", told.quantity or wanted, 0), buyer or speaker
    else:
        paid = told.price if told.sale is None else told.sale
        if paid is not None:
            price, sale = (price, paid) if price is not None and paid < price else (paid, None)
        have = wanted if told.quantity is None else have + told.quantity
        wanted = max(wanted, have)
        after, buyer = ("bought" if have == wanted else "planned", wanted, have), speaker
    new = {"stage": after, "price": price, "sale": sale, "buyer": told.buyer or buyer}
    return {(title, name): value for name, value in new.items()}


def press(facts: Facts, title: str, to: str, speaker: str) -> Facts:
    """Tell what a button writes that takes a gift to a stage."""
    stage, wanted, have = facts[title, "stage"]
    if facts.get((title, "removed")):
        return {}
    match stage, to:
        case (("idea" | "planned"), "bought"):
            return {(title, "stage"): ("bought", wanted, wanted), (title, "buyer"): speaker}
        case ("idea", "planned") | ("bought", "received") | ("received", "bought"):
            return {(title, "stage"): (to, wanted, have)}
        case (("bought" | "planned"), "planned"):
            return {(title, "stage"): ("planned", wanted, 0)}
        case ("planned", "idea") if not have:
            return {(title, "stage"): ("idea", wanted, 0)}
    return {}


def chip(facts: Facts, title: str, amount: int, speaker: str) -> Facts:
    """Tell what a pledge writes; nothing of it is the refusal of who buys the gift anyway."""
    if (title, "stage") not in facts or facts.get((title, "removed")) or not seen(speaker, title):
        return {}
    if facts[title, "buyer"] == speaker and amount:
        return {}
    return {(title, f"pledged by {speaker}"): amount or None}


def in_proportion(amount: int, weights: dict[str, int]) -> dict[str, int]:
    """Split cents by weights, the odd ones to the first who has room for them."""
    whole, count = sum(weights.values()), len(weights)
    if not whole:
        return {name: amount // count + (amount % count if at == 0 else 0) for at, name in enumerate(weights)}
    parts = {name: weight * amount // whole for name, weight in weights.items()}
    odd = amount - sum(parts.values())
    for name, weight in weights.items():
        more = odd if amount > whole else min(odd, weight - parts[name])
        parts[name], odd = parts[name] + more, odd - more
    return parts


def split(total: int, spent: int, people: dict[str, int | None]) -> tuple[dict[str, int], dict[str, int]]:
    """Split what a gift costs in all, and what is spent of it."""
    open_ = [name for name in ORDER if name in people and people[name] is None]
    rest = max(total - sum(share or 0 for share in people.values()), 0)
    equal = in_proportion(rest, dict.fromkeys(open_, 0)) if open_ else {}
    weights = {name: equal[name] if name in equal else people[name] or 0 for name in ORDER if name in people}
    whole = in_proportion(total, weights)
    return whole, in_proportion(spent, whole)


@dataclass
class Sums:
    """What a person's gifts add up to: what they get, what they pay, and what of it is for gifts that they buy."""

    spent: int = 0
    planned: int = 0
    paid: int = 0
    to_pay: int = 0
    purchased: int = 0
    to_purchase: int = 0
    gifts: int = 0
    gifts_bought: int = 0
    gifts_purchased: int = 0
    gifts_to_purchase: int = 0


def sums(facts: Facts) -> dict[str, Sums]:
    """Add everything up."""
    found = {name: Sums() for name in PEOPLE}
    for title, recipients in TITLES.items():
        stage, wanted, have = facts.get((title, "stage"), ("idea", 0, 0))
        if stage == "idea" or facts.get((title, "removed")):
            continue
        price, sale, buyer = (facts[title, name] for name in ("price", "sale", "buyer"))
        unit = (price or 0) if sale is None else sale
        whole, spent = split(unit * wanted, unit * have, recipients)
        for name in recipients:
            found[name].spent += spent[name]
            found[name].planned += whole[name] - spent[name]
            found[name].gifts += 1
            found[name].gifts_bought += have > 0
        pledges = {name: facts.get((title, f"pledged by {name}")) for name in BUYERS if name != buyer}
        payers = {name: pledge for name, pledge in pledges.items() if pledge} | {buyer or NOBODY: None}
        whole, spent = split(unit * wanted, unit * have, payers)
        for name in payers.keys() & found.keys():
            found[name].paid += spent[name]
            found[name].to_pay += whole[name] - spent[name]
        if buyer:
            found[buyer].purchased += spent[buyer]
            found[buyer].to_purchase += whole[buyer] - spent[buyer]
            found[buyer].gifts_purchased += have > 0
            found[buyer].gifts_to_purchase += have < wanted
    return found


def expenses(facts: Facts) -> dict[str, tuple[Decimal, str]]:
    """Tell what was spent on each gift of which something is bought, and by whom."""
    found: dict[str, tuple[int, str]] = {}
    for title in TITLES:
        stage, _, have = facts.get((title, "stage"), ("idea", 0, 0))
        if stage != "idea" and have and not facts.get((title, "removed")):
            price, sale, buyer = (facts[title, name] for name in ("price", "sale", "buyer"))
            found[title] = have * ((price or 0) if sale is None else sale), buyer or NOBODY
    return {title: (Decimal(cents) / 100, buyer) for title, (cents, buyer) in found.items() if cents}


def standing(limit: int | None, spent: int, planned: int) -> str:
    """Say where money stands against a limit."""
    begin = f"Spent ${dollars(spent)} · planned ${dollars(planned)}"
    if limit is None:
        return f"{begin} · no limit"
    left = limit - spent - planned
    if left < 0:
        return f"{begin} · ⚠️ ${dollars(-left)} over ${dollars(limit)}"
    if limit == 0:
        return f"{begin} · nothing may be spent"
    return f"{begin} · " + (f"left ${dollars(left)} of ${dollars(limit)}" if left else f"${dollars(limit)} fully used")
