"""How families are shown."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from domain.families import Family, Role
from replies.names import listed, typed
from replies.reply import Button, Reply, lines, rows
from services.families import FamilyView, GroupView

LISTED = 12
"""How many members, groups and people are named."""

_LINK = "https://t.me/{}?{}={}"


def shown(view: FamilyView, others: Sequence[Family]) -> Reply:
    """Show a family with its settings and its members, and who may learn what in which of its groups."""
    family = view.family
    choices = [Button(f"{'✓ ' if other.id == family.id else ''}{other.name}", f"family:{other.id}") for other in others]
    unseen = any(group.unsure for group in view.groups)
    return Reply(
        lines(
            Markup("👪 <b>{}</b>").format(family.name),
            _settings(family),
            _listed("Members", [_member(*member) for member in view.members]),
            *(_group(group) for group in view.groups[:LISTED]),
            _strangers(view.strangers) if view.groups else None,
            Markup("<i>Make me an admin, and I see who reads along.</i>") if unseen else None,
            Markup(
                "Change: <code>/family currency EUR</code> · <code>/family timezone Berlin</code> · "
                "<code>/family language de</code> · <code>/family name The Nest</code> · "
                "<code>/family child kim</code>"
            ),
        ),
        rows(choices) if len(choices) > 1 else (),
        names_family=True,
    )


def role_given(name: str, role: Role) -> Reply:
    """Confirm that somebody is a child now, or a grown-up."""
    child = "🧒 <b>{}</b> is a child here: no alerts, no settings, no invitations; everything else as before."
    return Reply(Markup(child if role == "child" else "✓ <b>{}</b> is a grown-up here.").format(name))


def _group(group: GroupView) -> Markup:
    """Tell who may learn what in a group."""
    parts = []
    if group.readers:
        many = len(group.readers) > 1
        who = f"{_named(group.readers)} {'read' if many else 'reads'} here"
        parts.append(f"{who}: nothing about gifts for {'them' if many else group.readers[0]}")
    if group.unsure:
        parts.append(f"{_named(group.unsure)} may read here: nothing about gifts for them either")
    if group.away:
        parts.append(f"{_named(group.away)} {'do' if len(group.away) > 1 else 'does'} not read here")
    told = "; ".join(parts) or "nobody has told me yet who they are: /iam NAME"
    return Markup("👁 <b>{}</b> — {}").format(group.title or "a group", told)


def _strangers(names: Sequence[str]) -> Markup | None:
    """Name those who may be anybody: in groups nothing is said about gifts for them."""
    if not names:
        return None
    text = "❔ {}: nobody knows, so in groups I keep quiet (<code>/iam {}</code>, or <code>/person {} offline</code>)"
    return Markup(text).format(_named(names), typed(names[0]), typed(names[0]))


def _named(names: Sequence[str]) -> str:
    more = [f"{len(names) - LISTED} more"] if len(names) > LISTED else []
    return listed([*names[:LISTED], *more])


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
            Markup("Record what you spend: <code>/spend 12.50 food lunch</code>"),
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
    told = f"Currency {family.currency} · time zone {family.timezone} · language {family.locale}"
    return f"{told} · secrets kept for good" if family.settings.get("secrets") == "keep" else told


def _member(name: str, role: str, person: str | None) -> str:
    is_person = f" = {person}" if person and person != name else ""
    return f"{name or 'somebody'}{is_person} ({role})"
