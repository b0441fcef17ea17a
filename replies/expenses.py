"""How everyday money is shown."""

from datetime import date

from markupsafe import Markup

from domain.expenses import Category
from domain.families import Family
from replies.money import money
from replies.reply import Reply
from services.expenses import ExpenseView


def recorded(view: ExpenseView, family: Family, today: date) -> Reply:
    """Confirm what was spent."""
    return Reply(line(view, family, today))


def line(view: ExpenseView, family: Family, today: date) -> Markup:
    """Write an expense in a line."""
    told: list[Markup | str] = [
        labelled(view.category),
        money(view.expense.amount, family.locale, view.expense.currency),
    ]
    if view.expense.description:
        told.append(view.expense.description)
    if view.expense.date != today:
        told.append(view.expense.date.isoformat())
    return Markup(" · ").join(told)


def labelled(category: Category) -> Markup:
    """Name a category with its picture."""
    return Markup("{} <b>{}</b>").format(category.icon or "▫️", category.name)
