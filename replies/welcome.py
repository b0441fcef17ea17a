"""How the bot introduces itself."""

from collections.abc import Sequence

from markupsafe import Markup

from domain.families import Family
from replies.reply import Button, Reply, lines

HELLO = "hello"
"""The payload of the link that adds the bot to a group without an invitation."""


def greeting(family: Family, name: str, *, private: bool) -> Reply:
    """Greet somebody whose family is known."""
    hello = Markup("👋 Hello {}! ").format(name) if private and name else Markup("👋 ")
    return Reply(
        lines(
            Markup("{}This is <b>{}</b>.").format(hello, family.name),
            Markup("🎁 <code>/budget mom christmas 100</code> sets a budget, /budgets shows them."),
            Markup("🧾 <code>/spend 12.50 food lunch</code> records what you spent, /report adds it up."),
            "/help lists the rest.",
        ),
        names_family=True,
    )


def entered() -> Reply:
    """Say in a group how to begin, in as few words as possible."""
    return Reply(
        Markup(
            "👋 I keep gifts and everyday money. Try <code>/budget mom christmas 100</code> or "
            "<code>/spend 12.50 food lunch</code> — /help lists what else I understand."
        )
    )


def first_steps(bot: str) -> Reply:
    """Greet a stranger in private, and offer the next step."""
    return Reply(
        lines(
            Markup("👋 <b>I keep your family's gifts and everyday money</b>, right in your family chat."),
            Markup("Add me to your family group, or start here and invite the others later."),
            Markup("Was your family here first? Ask them for an /invite link."),
        ),
        (
            (Button("➕ Add me to your group", url=f"https://t.me/{bot}?startgroup={HELLO}"),),
            (Button("🥚 Start a family here", "family:new"),),
        ),
    )


def commands(listed: Sequence[tuple[str | None, str, str, str]]) -> Reply:
    """List what can be said, below headings."""
    return Reply(
        lines(
            Markup("🥚 <b>What you can say</b>"),
            *(_entry(*each) for each in listed),
            Markup("\nMore: <code>/help budget</code> · <code>/help buttons</code>"),
        )
    )


def _entry(heading: str | None, name: str, summary: str, example: str) -> Markup:
    """Tell of one command, with an example where that says more than its name."""
    entry = Markup("/{} — {}").format(name, summary)
    return lines(
        Markup("\n<b>{}</b>").format(heading) if heading else None,
        entry,
        Markup("    <code>{}</code>").format(example) if example != f"/{name}" else None,
    )


def buttons(listed: Sequence[tuple[str, str]]) -> Reply:
    """List what buttons do."""
    entries = (Markup("<b>{}</b> — {}").format(label, summary) for label, summary in listed)
    return Reply(lines(Markup("🥚 <b>What the buttons do</b>"), *entries))


def command(usage: str, summary: str, example: str) -> Reply:
    """Explain one command."""
    return Reply(
        lines(Markup("<b>{}</b>").format(usage), summary, Markup("For example: <code>{}</code>").format(example))
    )


def privacy() -> Reply:
    """Tell what the bot hears and keeps."""
    return Reply(
        lines(
            Markup("🔒 <b>What I hear and keep</b>"),
            "In a group I read commands and replies to me, and nothing else; as an admin I am shown every message, "
            "and still keep only those two.",
            "I keep: what was said to me and what I answered, people, occasions, budgets, gifts, what you spend, who "
            "is in the family, and your Telegram name and id. No phone number, no location; of a picture sent with a "
            "gift or an expense only the number by which Telegram finds it again; a file that is to be read in for a "
            "day at most. Where gifts are kept secret I ask Telegram which of the family read a group, and keep its "
            "answer.",
            "It all lies in one database on the machine of whoever hosts me. Nothing goes anywhere but to Telegram.",
            "/undo takes back your last change, /export gives you what was spent. Whoever hosts me can delete "
            "everything.",
        )
    )


def not_understood() -> Reply:
    """Answer words in private that are no command."""
    return Reply(
        Markup(
            "I understand commands, like <code>/budget mom christmas 100</code>, and what you spent, like "
            "<code>12.50 lunch</code>. /help lists them all."
        )
    )
