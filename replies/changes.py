"""How it is said that something was taken back."""

from markupsafe import Markup

from domain.changes import Change
from replies.reply import Reply, lines

SHOWN = 200


def taken_back(change: Change, said: str, *, stays: bool = False) -> Reply:
    """Confirm that a change was taken back, by the words that had made it; what was recorded of it may stay."""
    shown = said if len(said) <= SHOWN else f"{said[:SHOWN]}…"
    text = Markup("↩️ Taken back: <s>{}</s>").format(shown or f"/{change.what}")
    if stays:
        text = lines(text, Markup("It comes no more. What was recorded of it stays; /expenses lists it."))
    return Reply(text, toast="Taken back", about=tuple(change.about) if change.of_gifts else ())


def taken_back_before() -> Reply:
    """Say that there is nothing left to take back."""
    return Reply(toast="Already taken back")


def still_stands(refusal: Reply, shown: str) -> Reply:
    """Say why a correction is not possible, below what therefore still stands."""
    before = Markup(shown) if shown else Markup("What you said before still stands.")
    return Reply(lines(before, Markup("⚠️ {}").format(refusal.text)), names_family=bool(shown))


def withdrawn() -> Reply:
    """Say that a command was edited away, and its effect with it."""
    return Reply(Markup("↩️ Taken back."))
