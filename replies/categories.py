"""How the categories of everyday money are shown."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from domain.expenses import Category
from domain.families import Family
from replies.expenses import labelled, left_out
from replies.money import money
from replies.names import shortened
from replies.paging import page_of
from replies.reply import Button, Reply, lines, rows
from services.categories import CategoryView

WAYS = {
    "name": "✏️ Rename",
    "color": "🎨 Colour",
    "icon": "😀 Icon",
    "merge": "🔀 Merge",
    "remove": "🗑 Remove",
}
PAGE = 16
"""How many categories are shown at once: families begin with seven."""


def everything(found: Sequence[CategoryView], family: Family, number: int = 0, *, partial: bool = False) -> Reply:
    """List the categories, each with a button to it, and what was spent on each this month."""
    page = page_of(found, number, PAGE)
    told = (_line(view, family) for view in page.items)
    buttons = [
        Button(f"{view.category.icon} {shortened(view.category.name)}".strip(), f"category:{view.category.id.hex}")
        for view in page.items
    ]
    head = Markup("🗂 <b>Categories</b> · this month")
    text = lines(head, *told, page.counted, left_out() if partial else None)
    return Reply(text, (*rows(buttons), *page.turns("categories")))


def card(view: CategoryView, family: Family, *, partial: bool = False, back: bool = False) -> Reply:
    """Show a category, and what was spent on it this month and this year."""
    category = view.category
    month, year = (money(amount, family.locale, family.currency) for amount in (view.month, view.year))
    text = lines(
        Markup("✨ New:") if view.new else None,
        Markup("{} · {}").format(labelled(category), category.color),
        Markup("This month {} · this year {}").format(month, year) if not view.new else None,
        _aliases(category),
        "🎁 The gifts you buy are counted here by themselves" if category.of_gifts else None,
        left_out() if partial and category.of_gifts else None,
    )
    fixed = {"merge", "remove"} if category.of_gifts else set[str]()
    buttons = [Button(label, f"alter:{category.id.hex}:{way}") for way, label in WAYS.items() if way not in fixed]
    return Reply(text, (*rows(buttons), *(((Button("◀ Categories", "categories:0"),),) if back else ())))


def changed(view: CategoryView, family: Family, *, partial: bool = False) -> Reply:
    """Show a category as it is now."""
    gist = f"Category {view.category.name}"
    return replace(card(view, family, partial=partial), toast="✏️ Changed", gist=gist)


def removed(category: Category) -> Reply:
    """Say that a category is gone."""
    return Reply(
        Markup("🗑 Removed: {}").format(labelled(category)),
        toast="Removed",
        gist=f"Removed the category {category.name}",
    )


def merged(category: Category, into: Category, count: int) -> Reply:
    """Say that all that belonged to a category belongs to another one."""
    what = f"{count:,} expense{'' if count == 1 else 's'}" if count else "Nothing"
    text = Markup("🔀 {} → {}: {} moved.").format(labelled(category), labelled(into), what)
    return Reply(text, toast="Merged", gist=f"Merged {category.name} into {into.name}")


def _line(view: CategoryView, family: Family) -> Markup:
    told = [labelled(view.category)]
    if view.month:
        told.append(Markup("{}").format(money(view.month, family.locale, family.currency)))
    if also := _aliases(view.category):
        told.append(also)
    return Markup(" · ").join(told)


def _aliases(category: Category) -> Markup | None:
    return Markup("also {}").format(", ".join(category.aliases)) if category.aliases else None
