"""How refusals are put into words: a sentence, and what of the facts stands in it."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

ECHO = 60
"""How much of what was typed is repeated."""


def said(text: str) -> Callable[[Any], Markup]:
    """Say the same, whatever the facts."""
    return lambda _refusal: Markup(text)


def about(text: str, *facts: str) -> Callable[[Any], Markup]:
    """Put facts into a sentence."""
    return lambda refusal: Markup(text).format(*(short(getattr(refusal, fact)) for fact in facts))


def short(fact: object) -> object:
    """Repeat no more than the beginning of something long."""
    return f"{fact[:ECHO]}…" if isinstance(fact, str) and len(fact) > ECHO else fact
