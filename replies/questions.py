"""How questions are asked: their words, and the labels of their buttons."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from domain.edits import ForWhom, HowMany, NewPrice, NewTitle, WhoBuys
from domain.families import Family
from domain.questions import (
    Again,
    ForWhat,
    HowMuch,
    HowMuchOf,
    OccasionOrTitle,
    PriceOrTitle,
    Question,
    WhatGift,
    WhichAmount,
    WhichGift,
    WhichOccasion,
    WhichPerson,
    WhoseBudget,
    YearOrAmount,
)
from domain.wishes import NewWish
from replies import expense_questions, limits, spending_questions
from replies.dates import day_text
from replies.money import money
from replies.names import shortened
from replies.reply import Button, Reply, rows

CANCEL = "x"
"""What stands for no answer at all in the data of a button."""
ECHO = 60
"""How much of a reply stands in the place of the question."""

Asked = tuple[Markup, list[str]]


def asked(question: Question, key: str, family: Family) -> Reply:
    """Ask, with a button for each answer and one to let it be."""
    text, labels = _WORDING[type(question)](question, family)
    buttons = [Button(label, f"ask:{key}:{at}") for at, label in enumerate(labels)]
    cancel = (Button("✖ Cancel", f"ask:{key}:{CANCEL}"),)
    return Reply(text, (*rows(buttons), cancel))


def _person(question: WhichPerson, _family: Family) -> Asked:
    labels = [person.name for person in question.near]
    text = Markup("I don't know {} yet. Who is meant?").format(question.said)
    return text, [*labels, *([f'New: "{question.said}"'] if question.may_be_new else [])]


def _occasion(question: WhichOccasion, _family: Family) -> Asked:
    text = Markup("I don't know {} yet. Which occasion is meant?").format(question.said)
    return text, [*question.near, *([f'New: "{question.said}"'] if question.may_be_new else [])]


def _occasion_or_title(question: OccasionOrTitle, _family: Family) -> Asked:
    text = Markup("Is {} an occasion, or does the gift's name begin with it?").format(question.said)
    return text, [*question.near, f'"{shortened(question.said)}…"']


def _amount(question: WhichAmount, family: Family) -> Asked:
    labels = [money(reading, family.locale, family.currency) for reading in question.readings]
    return Markup("{} can be read in two ways. Which one?").format(question.said), labels


def _year(question: YearOrAmount, family: Family) -> Asked:
    text = Markup("Is {} the year or the budget?").format(question.number)
    return text, [f"{question.occasion} {question.number}", money(question.amount, family.locale, family.currency)]


def _whose(question: WhoseBudget, _family: Family) -> Asked:
    hint = "Tap a name, or reply with another one." if question.people else "Reply with a name, for example: Mom"
    head = {"recipient": "🎁 <b>A budget for whom?</b>", "purchaser": "🛍 <b>A budget for whose purchases?</b>"}
    return Markup("{}\n{}").format(Markup(head[question.side]), hint), [person.name for person in question.people]


def _what(question: ForWhat, _family: Family) -> Asked:
    text = Markup("{} — for which occasion?\nTap one, or reply with another one.").format(_head(question))
    return text, list(question.occasions)


def _much(question: HowMuch, family: Family) -> Asked:
    text = Markup("{} · {} — how much?\nTap an amount, or reply with another one.").format(
        _head(question), question.occasion
    )
    labels = [money(amount, family.locale, family.currency) for amount in question.amounts]
    return text, [*labels, "No limit"]


def _what_gift(question: WhatGift, _family: Family) -> Asked:
    return Markup("🎁 What for {}? Reply with a title, and the price if you know it: <i>scarf 40</i>").format(
        question.people
    ), []


LONGEST = 200
"""How much of what somebody typed is asked about."""


def _which_gift(question: WhichGift, _family: Family) -> Asked:
    labels = [shortened(title) for _, title in question.near]
    said = question.said if len(question.said) <= LONGEST else f"{question.said[:LONGEST]}…"
    text = Markup("Which one is {}?").format(said)
    return text, [*labels, *([f'Another one: "{shortened(question.said)}"'] if question.may_be_new else [])]


def _again(question: Again, family: Family) -> Asked:
    if not question.bought:
        text = Markup("“{}” for {} is planned already.").format(question.title, question.people)
    else:
        day = f" on {day_text(question.day, family.locale)}" if question.day else ""
        text = Markup("⚠️ {} bought “{}” for {}{}.").format(
            question.buyer or "Somebody", question.title, question.people, day
        )
    return Markup("{} Record another one?").format(text), ["Yes, another one"]


def _price_or_title(question: PriceOrTitle, family: Family) -> Asked:
    price = money(question.number, family.locale, family.currency)
    text = Markup("Is {} the price, or part of the name?").format(question.whole.partition(" ")[0])
    return text, [f"{shortened(question.title)}, {price}", f'"{shortened(question.whole)}"']


def _much_of(question: HowMuchOf, family: Family) -> Asked:
    text = Markup("🤝 How much do you chip in for “{}”?\nTap an amount, or reply with another one.").format(
        question.title
    )
    labels = [money(amount, family.locale, question.currency) for amount in question.amounts]
    return text, [*labels, *(["Nothing"] if question.pledged else [])]


def _new_title(question: NewTitle, _family: Family) -> Asked:
    return Markup("✏️ What is “{}” called from now on? Reply with its title.").format(question.title), []


def _new_price(question: NewPrice, _family: Family) -> Asked:
    text = Markup("🏷 What does “{}” cost?\nReply with the price of one: <i>40</i>, or on sale: <i>now 30</i>").format(
        question.title
    )
    return text, ["No price yet"]


def _new_wish(question: NewWish, _family: Family) -> Asked:
    text = Markup("✏️ What do you wish for instead of “{}”?\nReply with title and price: <i>green scarf 45</i>").format(
        question.title
    )
    return text, ["No price"]


def _how_many(question: HowMany, _family: Family) -> Asked:
    text = Markup("🔢 How many of “{}”?\nTap a number, or reply with another one.").format(question.title)
    return text, [value["text"] for value in question.values]


def _for_whom(question: ForWhom, _family: Family) -> Asked:
    text = Markup(
        "🎁 For whom is “{}”?\nTap a name, or reply with one or several: <i>mom, dad</i> or <i>mom:20, dad:30</i>"
    ).format(question.title)
    return text, [person.name for person in question.people]


def _who_buys(question: WhoBuys, _family: Family) -> Asked:
    text = Markup("🛍 Who buys “{}”?\nTap a name, or reply with another one.").format(question.title)
    return text, [*(person.name for person in question.people), "Nobody yet"]


def _head(question: ForWhat | HowMuch) -> Markup:
    text = "🎁 <b>{}</b>" if question.side == "recipient" else "🛍 <b>{}</b> buys"
    return Markup(text).format(question.person)


_WORDING: dict[type[Question], Callable[[Any, Family], Asked]] = {
    WhichPerson: _person,
    WhichOccasion: _occasion,
    OccasionOrTitle: _occasion_or_title,
    WhichAmount: _amount,
    YearOrAmount: _year,
    WhoseBudget: _whose,
    ForWhat: _what,
    HowMuch: _much,
    WhatGift: _what_gift,
    WhichGift: _which_gift,
    Again: _again,
    PriceOrTitle: _price_or_title,
    HowMuchOf: _much_of,
    NewTitle: _new_title,
    NewPrice: _new_price,
    NewWish: _new_wish,
    HowMany: _how_many,
    ForWhom: _for_whom,
    WhoBuys: _who_buys,
    **spending_questions.WORDING,
    **limits.WORDING,
    **expense_questions.WORDING,
}


def answered(text: str) -> Reply:
    """Put a reply in the place of the question that it answered, so that nobody presses its buttons any more."""
    return Reply(Markup("✓ {}").format(text if len(text) <= ECHO else f"{text[:ECHO]}…"))


def cancelled() -> Reply:
    """Say that nothing was changed."""
    return Reply(Markup("✖ Cancelled. Nothing was changed."), toast="Cancelled")


def timed_out() -> Reply:
    """Say that a question waited too long."""
    return Reply(Markup("⌛ That question waited too long. Nothing was changed; ask again with a new command."))
