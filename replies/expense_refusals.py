"""How it is said that something about everyday money cannot be done."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from domain import expense_refusals as refusals
from domain.refusals import Refusal
from replies.wording import about

WORDING: dict[type[Refusal], Callable[[Any], Markup]] = {
    refusals.UnknownCategory: about("I know no category {}. /categories lists them.", "said"),
}
