"""How people are shown."""

from collections.abc import Sequence

from markupsafe import Markup

from domain.families import Family
from domain.people import Person
from replies.dates import day_text
from replies.paging import page_of
from replies.reply import Reply, lines
from services.people import Described

_PRESENCE = {"linked": "on Telegram", "offline": "not on Telegram", "unknown": None}


def everybody(people: Sequence[Person], family: Family, number: int = 0) -> Reply:
    """List everybody."""
    if not people:
        return Reply(
            Markup(
                "Nobody yet. A budget makes its person: <code>/budget mom christmas 100</code>\n"
                "Or name somebody: <code>/person mom birthday 3 May</code>"
            )
        )
    page = page_of(people, number)
    listed = (Markup("• {}").format(_line(one, family)) for one in page.items)
    return Reply(lines(Markup("👪 <b>People</b>"), *listed, page.counted), page.turns("people"))


def shown(view: Described, family: Family) -> Reply:
    """Show one person."""
    return Reply(lines(Markup("✨ New:") if view.new else None, Markup("👤 {}").format(_line(view.person, family))))


def linked(view: Described) -> Reply:
    """Confirm who an account is."""
    return Reply(
        Markup("👋 You are <b>{}</b>. What is meant to surprise you stays a surprise.").format(view.person.name)
    )


def _line(person: Person, family: Family) -> Markup:
    facts = [
        f"also {', '.join(person.aliases)}" if person.aliases else None,
        f"🎂 {day_text(person.birthdate, family.locale)}" if person.birthdate else None,
        _PRESENCE[person.presence],
    ]
    return Markup(" · ").join([Markup("<b>{}</b>").format(person.name), *(fact for fact in facts if fact)])
