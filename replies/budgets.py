"""How budgets are shown: the status card, and everybody's budgets for an occasion."""

from datetime import date
from decimal import Decimal

from markupsafe import Markup

from domain.budgets import Side, Standing
from domain.dates import days_until
from domain.families import Family
from domain.occasions import NewOccasion
from domain.people import Person
from replies.money import bar, money
from replies.names import typed
from replies.occasions import title, titled, when
from replies.reply import Button, Reply, lines, rows
from services.budgets import BudgetView, OccasionView

PAGE = 8
YEAR = 366
"""How many days ahead an occasion is meant by its name alone."""
_HEADS = {"recipient": "🎁 <b>{}</b> · {}{}", "purchaser": "🛍 <b>{}</b> buys · {}{}"}


def card(view: BudgetView, family: Family, today: date) -> Reply:
    """Show where the money stands, at one look."""
    name = f"budget:{view.person.id}:{view.occasion.id}:{view.side}"
    return Reply(_card(view, family, today), about=_about(view), card=name)


def was_set(view: BudgetView, family: Family, today: date) -> Reply:
    """Confirm a budget by showing it, with whoever and whatever was made for it."""
    made = [
        name for name, new in ((view.person.name, view.new_person), (title(view.occasion), view.new_occasion)) if new
    ]
    news = Markup("✨ New: {}").format(" and ".join(made)) if made else None
    text = lines(_card(view, family, today), news, _birthday_hint(view))
    return Reply(text, about=_about(view), gist=_gist(view, family), who=(view.person.id,))


def everybody(view: OccasionView, family: Family, today: date, page: int = 0) -> Reply:
    """Show everybody's budget for an occasion, and the total against its ceiling."""
    head = Markup("🎁 <b>{}</b>{}").format(titled(view.occasion, view.whose), when(view.occasion, today))
    if not view.budgets:
        hint = Markup("Nobody has a budget yet. Set one: <code>/budget {} {} 100</code>").format(
            typed(view.whose or "mom"), typed(view.occasion.name)
        )
        return Reply(lines(head, hint, *_totals(view, family)))
    pages = -(-len(view.budgets) // PAGE)
    page = min(page, pages - 1)
    shown = view.budgets[page * PAGE : (page + 1) * PAGE]
    people = [_short(one, family) for one in shown]
    counted = f"Page {page + 1} of {pages}" if pages > 1 else None
    return Reply(
        lines(head, *people, *_below(_totals(view, family)), counted),
        (*_pager(view.occasion.id, page, pages), (Button("📊 Picture", f"status:{view.occasion.id}"),)),
        about=tuple(one.person.id for one in shown if not one.secret),
    )


def no_budget(person: Person, occasion: NewOccasion, side: Side, today: date) -> Reply:
    """Say that an occasion has no budget yet, and how to set one."""
    head = Markup(_HEADS[side]).format(person.name, title(occasion), "")
    by = "by " if side == "purchaser" else ""
    year = f" {occasion.date.year}" if occasion.date and not 0 <= days_until(occasion.date, today) <= YEAR else ""
    command = f"/budget {by}{typed(person.name)} {typed(occasion.name)}{year} 100"
    return Reply(lines(head, Markup("No budget yet. Set one: <code>{}</code>").format(command)))


def none_yet() -> Reply:
    """Say that nothing lies ahead, and what to do about it."""
    return Reply(Markup("No budgets yet. Set the first one: <code>/budget mom christmas 100</code>"))


def figures(standing: Standing, locale: str, currency: str) -> str:
    """Say in figures where the money stands."""
    spent, planned = (money(amount, locale, currency) for amount in (standing.spent, standing.planned))
    begin = f"Spent {spent} · planned {planned}"
    if standing.budget is None or standing.left is None:
        return f"{begin} · no limit"
    budget = money(standing.budget, locale, currency)
    if standing.over:
        return f"{begin} · ⚠️ {money(-standing.left, locale, currency)} over {budget}"
    if standing.budget == 0:
        return f"{begin} · nothing may be spent"
    if standing.left == 0:
        return f"{begin} · {budget} fully used"
    return f"{begin} · left {money(standing.left, locale, currency)} of {budget}"


def _about(view: BudgetView) -> tuple[int, ...]:
    """Name whose gifts a card speaks of: of what somebody buys, whoever gets it is noted where it is read."""
    return (view.person.id,) if view.side == "recipient" and not view.secret else ()


def _card(view: BudgetView, family: Family, today: date) -> Markup:
    head = Markup(_HEADS[view.side]).format(view.person.name, title(view.occasion), when(view.occasion, today))
    note = Markup("📝 {}").format(view.notes) if view.notes else None
    if view.secret:
        return lines(head, _allowed(view, family), note)
    return lines(head, bar(view.standing), figures(view.standing, family.locale, view.currency), note)


def _allowed(view: BudgetView, family: Family) -> str:
    """Say what may be spent, and nothing of what is."""
    budget = view.standing.budget
    return "No limit" if budget is None else f"Budget {money(budget, family.locale, view.currency)}"


def _gist(view: BudgetView, family: Family) -> str:
    budget = view.standing.budget
    amount = "no limit" if budget is None else money(budget, family.locale, view.currency)
    who = view.person.name if view.side == "recipient" else f"{view.person.name} buys"
    return f"{who} · {title(view.occasion)}: {amount}"


def _short(view: BudgetView, family: Family) -> Markup:
    if view.secret:
        return Markup("<b>{}</b> {} 🤫").format(view.person.name, _allowed(view, family).removeprefix("Budget "))
    against = _against(view.standing, family.locale, view.currency)
    return lines(Markup("<b>{}</b> {}").format(view.person.name, against), bar(view.standing))


def _against(standing: Standing, locale: str, currency: str) -> str:
    committed = money(standing.committed, locale, currency)
    if standing.budget is None:
        return f"{committed}, no limit"
    mark = " ⚠️" if standing.over else ""
    return f"{committed} of {money(standing.budget, locale, currency)}{mark}"


def _below(totals: list[Markup]) -> list[Markup]:
    """Draw a line above what is added up, if anything is."""
    return [Markup("—"), *totals] if totals else []


def _totals(view: OccasionView, family: Family) -> list[Markup]:
    """Add everybody up; the ceiling holds for the family's own currency."""
    budgets = [money(total.budget or Decimal(0), family.locale, code) for code, total in view.totals.items()]
    found = [Markup("Budgets together {}").format(" + ".join(budgets))] if budgets else []
    if view.ceiling is not None:
        total = view.totals.get(family.currency, Standing(None))
        standing = Standing(view.ceiling, total.spent, total.planned)
        found.append(lines(f"Ceiling: {_against(standing, family.locale, family.currency)}", bar(standing)))
    return found


def _birthday_hint(view: BudgetView) -> Markup | None:
    if not view.new_occasion or view.occasion.date is not None or view.occasion.kind != "recurring":
        return None
    return Markup("🎂 When is it? <code>/person {} birthday 3 May</code>").format(typed(view.person.name))


def _pager(occasion_id: int, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    if pages < 2:  # noqa: PLR2004 - one page needs no buttons
        return ()
    turns = [("◀ Back", page - 1), ("Next ▶", page + 1)]
    return rows([Button(label, f"budgets:{occasion_id}:{to}") for label, to in turns if 0 <= to < pages])
