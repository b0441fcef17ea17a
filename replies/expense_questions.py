"""How it is asked what was spent, and on what."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from domain.expense_questions import WhichCategory, WhichSpent
from domain.families import Family
from domain.questions import Question
from replies.money import money
from replies.names import shortened

_Asked = tuple[Markup, list[str]]


def _spent(question: WhichSpent, family: Family) -> _Asked:
    labels = [money(reading, family.locale, family.currency) for reading in question.readings]
    return Markup("{} can be read in two ways. Which one?").format(question.said), labels


def _category(question: WhichCategory, family: Family) -> _Asked:
    amount = money(question.amount, family.locale, question.currency)
    said = Markup(" “{}”").format(shortened(question.said)) if question.said else ""
    text = Markup("🏷 <b>{}</b>{} — on what?\nTap a category, or reply with another one.").format(amount, said)
    labels = [f"{offer.icon} {shortened(offer.name)}".strip() for offer in question.offers]
    return text, [*labels, *([f'New: "{shortened(question.new)}"'] if question.new else [])]


WORDING: dict[type[Question], Callable[[Any, Family], _Asked]] = {WhichSpent: _spent, WhichCategory: _category}
