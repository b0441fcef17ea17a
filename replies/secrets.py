"""How it is said that something is not said here, and asked who somebody is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup

from domain.names import name_key
from domain.people import NewPerson, Person
from replies.names import listed, typed
from replies.reply import Button, Reply, lines

HUSH = "hush"
"""The payload of the link by which somebody lets the bot write to them in private."""
NAMED = 8
"""How many of those who read along are named: a caption holds no more than a thousand characters."""
PATIENCE = timedelta(days=30)
"""How long what could not be said in private waits for that."""


def told_privately(name: str, bot: str, *, reachable: bool) -> Reply:
    """Say to everybody that the asker is answered in private; who never let the bot write there is shown how."""
    if reachable:
        text = Markup("🤫 {}, I sent you that privately.").format(name) if name else "🤫 I sent you that privately."
        return Reply(Markup(text), toast="🤫 I sent you that privately")
    text = Markup("🤫 {}, that is for you alone: press <b>Start</b> in our private chat, and I tell you there.")
    link = Button("🤫 To the private chat", url=f"https://t.me/{bot}?start={HUSH}")
    return Reply(text.format(name), ((link,),), toast="🤫 Open our private chat first: t.me/" + bot, alert=True)


def unwrapped() -> Reply:
    """Refuse to speak of somebody's gifts to them: the same words whether there are any or not."""
    return Reply(
        Markup("🎁 Some things are better unwrapped. What you wish for: <code>/wish scarf 40</code>"),
        toast="🎁 Some things are better unwrapped.",
        alert=True,
    )


def introduce(people: Sequence[Person | NewPerson]) -> Reply:
    """Ask a speaker whom nobody knows to say who they are, before anything is said that may be for them."""
    text = Markup("🤫 First tell me who you are: <code>/iam NAME</code>. I don't know yet whether you are {}.")
    return Reply(text.format(_either(people)), toast="🤫 First tell me who you are: /iam NAME", alert=True)


def kept_back() -> Reply:
    """Say something harmless in the place of what may no longer be read where it was to be said."""
    return Reply(Markup("🤫 That is not for everybody who reads here. Ask me again, or in private."))


def toast_only(notice: Reply) -> Reply:
    """Say to whoever pressed a button, and to nobody else, that the answer is in private."""
    return Reply(toast=notice.toast, alert=notice.alert)


def noted(reply: Reply) -> Reply:
    """Confirm what was done without saying what, to a speaker who may be the one it is for."""
    text = Markup("🤫 Noted. I say more once I know who you are: <code>/iam NAME</code>")
    return Reply(text, toast="🤫 Noted", gist=reply.gist)


def more_once_known(reply: Reply) -> Reply:
    """Add that there may be more to say to a speaker whom nobody knows yet."""
    hint = Markup("🤫 Tell me who you are, and I say the rest: <code>/iam NAME</code>")
    return _with_hint(reply, hint)


def left_out(reply: Reply, people: Sequence[Person]) -> Reply:
    """Add that some people read along, of whose gifts nothing is said therefore."""
    names = listed(person.name for person in people[:NAMED])
    if len(people) > NAMED:
        names = Markup("{} …").format(names)
    read = "read here, or may" if len(people) > 1 else "reads here, or may"
    hint = Markup("🤫 {} {}: what concerns them is for private chats.").format(names, read)
    return _with_hint(reply, hint)


def deleted_by_hand(reply: Reply) -> Reply:
    """Add that the asker's own message gives it away, where the bot may not delete it."""
    hint = Markup("⚠️ Your message there gives it away: delete it, or make me an admin who may delete messages.")
    return _with_hint(reply, hint)


def who_is(person: Person) -> Reply:
    """Ask once who somebody is, by buttons that anybody may press."""
    text = Markup("👤 Who is {}? Then I know whom not to tell.").format(person.name)
    key = person.id
    buttons = (
        (Button("That's me", f"who:{key}:me"), Button("Somebody here", f"who:{key}:here")),
        (Button("Not on Telegram", f"who:{key}:offline"),),
    )
    return Reply(text, buttons)


def known_now(person: Person, by: str) -> Reply:
    """Confirm who somebody is, and who said so."""
    words = {"offline": "✓ {0} is not on Telegram, says {1}: nothing needs to be kept from anybody on their account."}
    who = by.partition(" ")[0]
    here = "✓ {0} reads here" if name_key(who) == person.name_key else "✓ {1} is {0}"
    text = Markup(words.get(person.presence, f"{here}. What is meant to surprise {{0}} stays a surprise."))
    return Reply(text.format(person.name, who), gist=f"{person.name}: {person.presence}")


def known_before(person: Person, *, own: bool) -> Reply:
    """Say to whoever pressed who somebody is, as somebody else said before."""
    if own:
        return Reply(toast=f"You are {person.name} already")
    how = "not on Telegram" if person.presence == "offline" else "on Telegram, and has said so"
    return Reply(toast=f"{person.name} is {how}")


def reads_here(person: Person) -> Reply:
    """Confirm that somebody reads along, and say how they make themselves known."""
    return Reply(
        Markup(
            "✓ Then I keep quiet here about {0}'s gifts, and answer in private. {0} can tell me: <code>/iam {1}</code>"
        ).format(person.name, typed(person.name))
    )


def _with_hint(reply: Reply, hint: Markup) -> Reply:
    """Add a line below an answer, and below its picture if that has words of its own."""
    caption = lines(reply.caption, hint) if reply.caption else reply.caption
    return replace(reply, text=lines(reply.text, hint), caption=caption)


def _either(people: Sequence[Person | NewPerson]) -> str:
    names = [person.name for person in people]
    return " or ".join(names[:3]) if names else "the one it is for"
