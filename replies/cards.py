"""How it is said that a card was brought up to date."""

from markupsafe import Markup

from replies.reply import Reply


def updated() -> Reply:
    """Point at a card further up, which shows the new figures now."""
    return Reply(Markup("⬆️ Updated"))
