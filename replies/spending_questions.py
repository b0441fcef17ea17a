"""How it is asked back about everyday money."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from domain import spending_questions as questions
from domain.expenses import Category
from domain.families import Family
from domain.questions import Question
from replies.names import shortened

PAYMENTS = {
    "cash": "💵 Cash",
    "card": "💳 Card",
    "transfer": "🏦 Transfer",
    "digital_wallet": "📱 Digital wallet",
    "other": "Not told",
}
_SQUARES = dict(zip(questions.COLORS, "🟥🟧🟨🟩🟦🟪🟫⬛", strict=True))
_Asked = tuple[Markup, list[str]]


def labels_of(categories: tuple[Category, ...]) -> list[str]:
    """Name categories on buttons."""
    return [f"{one.icon} {shortened(one.name)}".strip() for one in categories]


def _amount(question: questions.NewAmount, _family: Family) -> _Asked:
    return Markup("💶 How much was {}? Reply with an amount.").format(question.spent), []


def _category(question: questions.NewCategory, _family: Family) -> _Asked:
    text = Markup("🗂 What was {} for?\nTap a category, or reply with one.").format(question.spent)
    return text, labels_of(question.categories)


def _description(question: questions.NewDescription, _family: Family) -> _Asked:
    return Markup("✏️ What was {}? Reply with a few words.").format(question.spent), ["No description"]


def _day(question: questions.NewDay, _family: Family) -> _Asked:
    text = Markup("📅 When was {}?\nTap a day, or reply with one: <i>3 May</i>").format(question.spent)
    return text, ["Today", "Yesterday"]


def _tags(question: questions.NewTags, _family: Family) -> _Asked:
    text = Markup("🏷 Which tags has {}? Reply with all of them: <i>#school #trip</i>").format(question.spent)
    return text, ["No tags"]


def _payment(question: questions.NewPayment, _family: Family) -> _Asked:
    return Markup("💳 How was {} paid?").format(question.spent), list(PAYMENTS.values())


def _filter(question: questions.WhichFilter, _family: Family) -> _Asked:
    return Markup("I don't know {}. What is meant?").format(question.said), list(map(shortened, question.near))


def _near(question: questions.NearCategory, _family: Family) -> _Asked:
    text = Markup("I don't know the category {} yet. Which one is meant?").format(question.said)
    new = [f'New: "{shortened(question.said)}"'] if question.may_be_new else []
    return text, [*labels_of(question.near), *new]


def _name(question: questions.Renamed, _family: Family) -> _Asked:
    text = Markup("✏️ What is {} called from now on? Reply with its name.")
    return text.format(question.category.name), []


def _color(question: questions.Recolored, _family: Family) -> _Asked:
    text = Markup("🎨 Which colour has {} in pictures?\nTap one, or reply with one: <i>#3b82f6</i>")
    return text.format(question.category.name), [f"{square} {color}" for color, square in _SQUARES.items()]


def _icon(question: questions.NewIcon, _family: Family) -> _Asked:
    text = Markup("😀 Which sign stands before {}?\nTap one, or reply with any emoji.")
    return text.format(question.category.name), list(questions.ICONS)


def _into(question: questions.WhereTo, _family: Family) -> _Asked:
    text = Markup(
        "🗂 Where does all that belongs to {} go? Its expenses, limits and what comes again move there, "
        "and {} is no more.\nTap a category, or reply with one."
    )
    return text.format(question.category.name, question.category.name), labels_of(question.others)


WORDING: dict[type[Question], Callable[[Any, Family], _Asked]] = {
    questions.NewAmount: _amount,
    questions.NewCategory: _category,
    questions.NewDescription: _description,
    questions.NewDay: _day,
    questions.NewTags: _tags,
    questions.NewPayment: _payment,
    questions.WhichFilter: _filter,
    questions.NearCategory: _near,
    questions.Renamed: _name,
    questions.Recolored: _color,
    questions.NewIcon: _icon,
    questions.WhereTo: _into,
}
