"""How it is shown what a chat hears unasked, and when."""

from datetime import time

from markupsafe import Markup

from domain.families import Family
from domain.messages import Conversation
from replies.reply import Button, Reply, lines
from services import quiet
from services.alert_settings import Choice

NIGHT = (time(22), time(7))
"""The quiet hours that a button chooses."""
CHOICES = {
    "all": Choice(level="all"),
    "over": Choice(level="over"),
    "off": Choice(level="off"),
    "quiet": Choice(hours=NIGHT),
    "loud": Choice(hours=None),
    "digest": Choice(digest=True),
    "none": Choice(digest=False),
}
"""What each button chooses, by the word behind its kind."""
_LEVELS = {
    "all": "every budget and limit at 80 %, fully used, and over; reminders of what comes near",
    "over": "only budgets and limits that are over; reminders of what comes near",
    "off": "no alerts, no reminders",
}


def shown(chat: Conversation, family: Family) -> Reply:
    """Show what a chat hears unasked, with buttons that change it in place."""
    level, muted = quiet.chosen(chat), len(quiet.muted(chat))
    counted = f"🔇 {muted} muted; <code>/alerts all</code> hears {'it' if muted == 1 else 'them'} again"
    return Reply(
        lines(
            Markup("🔔 <b>{}</b> {}").format(
                "You hear" if chat.kind == "private" else "This chat hears", _LEVELS[level]
            ),
            Markup(counted) if muted else None,
            _hours(chat, family),
            "📰 Weekly digest: Mondays at 9:00" if _digest(chat) else "📰 No weekly digest",
            Markup("Other hours: <code>/alerts quiet 22:00-07:30</code>"),
        ),
        _buttons(chat, level),
    )


def _buttons(chat: Conversation, level: str) -> tuple[tuple[Button, ...], ...]:
    labels = {"all": "All alerts", "over": "Over only", "off": "Off"}
    levels = tuple(
        Button(f"{'✓ ' if word == level else ''}{label}", f"alerts:{word}") for word, label in labels.items()
    )
    peace = ("🌙 No quiet hours", "loud") if quiet.hours(chat) else ("🌙 Quiet 22–7", "quiet")
    digest = ("📰 No digest", "none") if _digest(chat) else ("📰 Weekly digest", "digest")
    return levels, tuple(Button(label, f"alerts:{word}") for label, word in (peace, digest))


def _hours(chat: Conversation, family: Family) -> str:
    hours = quiet.hours(chat)
    if hours is None:
        return "🌙 No quiet hours"
    since, until = (f"{one.hour}:{one:%M}" for one in hours)
    return f"🌙 Quiet from {since} to {until} ({family.timezone}): what comes then waits"


def _digest(chat: Conversation) -> bool:
    return bool(quiet.settings(chat).get("digest"))
