"""How everyday money is shown."""

from markupsafe import Markup

from domain.expenses import Category


def labelled(category: Category) -> Markup:
    """Name a category with its picture."""
    return Markup("{} <b>{}</b>").format(category.icon or "▫️", category.name)


def left_out() -> Markup:
    """Say that what was spent on gifts for those who read along is left out, whether or not there is any."""
    return Markup("🤫 Gifts for those who read here are left out.")
