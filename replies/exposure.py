"""How planners are told of what somebody can read of the gifts for them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from markupsafe import Markup

from domain.families import Family
from replies.reply import Button, Reply, lines, shown
from repositories.exposures import Uttered
from services.exposure import RETRACTABLE, Exposure, Planner, Retracted

LISTED = 10
"""How much of what was said is quoted."""
QUOTED = 90
"""How many characters of it."""


def exposed(exposure: Exposure, planner: Planner, family: Family, now: datetime) -> Reply | None:
    """Tell a planner who reads a group now, and what they find there, as far as the planner may know that."""
    said = [one for one in exposure.said if not one.about & planner.hidden]
    if not said:
        return None
    person, zone = exposure.person.name, ZoneInfo(family.timezone)
    reads = "reads" if exposure.sure else "may read"
    more = len(said) - LISTED
    may_delete = exposure.may_delete
    fresh = may_delete or any(now - one.at < RETRACTABLE for one in said)
    button = Button(
        f"🗑 Delete what {'was' if may_delete else 'I'} said there",
        f"unsay:{exposure.person.id}:{exposure.chat.telegram_chat_id}",
    )
    return Reply(
        lines(
            Markup("⚠️ <b>{}</b> {} <b>{}</b> now. What was said there about gifts for {}:").format(
                person, reads, exposure.chat.title or "a group", person
            ),
            *(_quoted(one, family, zone) for one in said[:LISTED]),
            f"and {more} more" if more > 0 else None,
            Markup("From now on I keep quiet there about what is for {}.").format(person),
            None if may_delete else _by_hand(fresh=fresh, commands=any(one.command for one in said)),
        ),
        ((button,),) if fresh else (),
        about=tuple({exposure.person.id}.union(*(one.about for one in said[:LISTED]))),
    )


def retracted(done: Retracted) -> Reply:
    """Confirm what is being deleted, and say what has to be deleted by hand."""
    group, count = done.chat.title or "the group", done.deleted
    messages = "1 message" if count == 1 else f"{count} messages"
    stays = (
        Markup("⚠️ What is older than two days, or was typed by others, I may not delete: do that by hand.")
        if done.stays
        else None
    )
    text = Markup("🗑 {} about gifts for {} in <b>{}</b>: deleted.").format(messages, done.person.name, group)
    if not count:
        text = Markup("In <b>{}</b> there is nothing that I may delete.").format(group)
    return Reply(lines(text, stays), toast=f"🗑 {messages}", about=(done.person.id,))


def _quoted(one: Uttered, family: Family, zone: ZoneInfo) -> Markup:
    """Quote what was said in one line: when, what was asked, what was answered."""
    day = format_skeleton("MMMd", one.at.astimezone(zone), locale=family.locale)
    answer = next((line for line in shown(Markup(one.said)).split("\n") if line.strip()), "")
    asked = f"{(one.by or 'somebody').partition(' ')[0]}: {_short(one.command)} → " if one.command else ""
    return Markup("• {} · {}{}").format(day, asked, _short(answer))


def _by_hand(*, fresh: bool, commands: bool) -> Markup | None:
    if not fresh:
        return Markup("All of it is older than two days, so I may not delete it there: do that by hand.")
    if commands:
        return Markup("What you typed there yourselves I may not delete: do that by hand, or make me an admin.")
    return None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else f"{line[: QUOTED - 1]}…"
