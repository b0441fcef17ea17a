"""How families are shown."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from domain.families import Family
from domain.messages import Conversation
from replies.reply import Button, Reply, lines, rows

LISTED = 12
"""How many members and groups are named."""

_LINK = "https://t.me/{}?{}={}"


def shown(
    family: Family,
    members: Sequence[tuple[str, str, str | None]],
    groups: Sequence[Conversation],
    others: Sequence[Family],
) -> Reply:
    """Show a family with its settings, its members and its groups."""
    choices = [Button(f"{'✓ ' if other.id == family.id else ''}{other.name}", f"family:{other.id}") for other in others]
    return Reply(
        lines(
            Markup("👪 <b>{}</b>").format(family.name),
            _settings(family),
            _listed("Members", [_member(*member) for member in members]),
            _listed("Groups", list(dict.fromkeys(group.title or "a group" for group in groups))),
            Markup(
                "Change: <code>/family currency EUR</code> · <code>/family timezone Berlin</code> · "
                "<code>/family language de</code> · <code>/family name The Nest</code>"
            ),
        ),
        rows(choices) if len(choices) > 1 else (),
        names_family=True,
    )


def of_family(reply: Reply, family: Family) -> Reply:
    """Say which family an answer is about, to somebody who has several."""
    if reply.names_family or not reply.text:
        return reply
    return replace(reply, text=lines(reply.text, Markup("👪 <i>{}</i>").format(family.name)))


def changed(family: Family) -> Reply:
    """Confirm a changed setting."""
    return Reply(lines(Markup("✅ <b>{}</b>").format(family.name), _settings(family)), names_family=True)


def chosen(family: Family) -> Reply:
    """Confirm which family is meant from now on."""
    text = Markup("Here we now speak of <b>{}</b>.").format(family.name)
    return Reply(text, toast=family.name, names_family=True)


def started(family: Family, *, private: bool) -> Reply:
    """Greet a family that was just started."""
    where = (
        "Add me to your family group too, or bring others here with /invite."
        if private
        else ("Everybody here can take part. Who is who? Each of you: <code>/iam NAME</code>")
    )
    return Reply(
        lines(
            Markup("🥚 <b>{}</b> is started.").format(family.name),
            Markup("Set the first budget: <code>/budget mom christmas 100</code>"),
            Markup(where),
            _settings(family),
            Markup("Not yours? <code>/family currency EUR</code> · <code>/family timezone Berlin</code>"),
        ),
        names_family=True,
    )


def joined(family: Family, *, private: bool) -> Reply:
    """Greet somebody, or a group, who followed an invitation."""
    text = "👋 Welcome to <b>{}</b>. Tell me who you are: <code>/iam NAME</code>"
    group = "👋 This group now belongs to <b>{}</b>. Try /budgets"
    return Reply(Markup(text if private else group).format(family.name), names_family=True)


def invitation(family: Family, bot: str, member: str, group: str) -> Reply:
    """Hand out two links that hold once."""
    return Reply(
        lines(
            Markup("✉️ <b>Invitations to {}</b> — each works once, for 7 days.").format(family.name),
            Markup("For a member, to open in private: {}").format(_LINK.format(bot, "start", member)),
            Markup("For another group of the family: {}").format(_LINK.format(bot, "startgroup", group)),
        ),
        names_family=True,
    )


def _listed(what: str, names: Sequence[str]) -> Markup | None:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return Markup("{}: {}{}").format(what, ", ".join(names[:LISTED]), more) if names else None


def _settings(family: Family) -> str:
    return f"Currency {family.currency} · time zone {family.timezone} · language {family.locale}"


def _member(name: str, role: str, person: str | None) -> str:
    is_person = f" = {person}" if person and person != name else ""
    return f"{name or 'somebody'}{is_person} ({role})"
