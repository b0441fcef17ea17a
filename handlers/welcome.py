"""The first words between a family and the bot, and what it tells of itself."""

from difflib import get_close_matches

from domain.refusals import UnknownCommand
from handlers.registry import COMMANDS, buttons, command
from handlers.request import Request
from replies import families as family_replies
from replies import secrets
from replies import welcome as replies
from replies.reply import Reply
from repositories.unit_of_work import UnitOfWork
from services import families

BUTTONS = "buttons"
"""What help is asked for that explains the buttons."""
HEADINGS = {"budget": "🎁 Gifts", "spend": "🧾 Everyday money", "alerts": "⚙️ Family and settings"}
"""What help calls the commands from one on."""


@command("start", "", "Begin here", example="/start", begins="nowhere")
async def start(request: Request, uow: UnitOfWork) -> Reply:
    """Greet; in a group start a family or show it, in private follow an invitation or offer the next step."""
    token, private, family = request.words.take(), request.said.private, request.scene.family
    if token and not _only_greets(token):
        joined = await families.join(uow, token, request.user, request.conversation)
        return family_replies.joined(joined, private=private)
    if family is not None:
        return replies.greeting(family, request.user.full_name, private=private)
    if private:
        return replies.first_steps(request.house.bot)
    started, _ = await families.found(uow, request.house, request.user, request.conversation)
    return family_replies.started(started, private=False)


@command(
    "help", "[COMMAND|buttons]", "See what you can say, and what buttons do", example="/help budget", begins="nowhere"
)
async def guide(request: Request, _uow: UnitOfWork) -> Reply:
    """List the commands, or explain one."""
    name = request.words.take().removeprefix("/").lower()
    if not name:
        listed = [(HEADINGS.get(one.name), one.name, one.summary, one.example) for one in COMMANDS.values()]
        return replies.commands(listed)
    if name == BUTTONS:
        return replies.buttons(buttons())
    if name not in COMMANDS:
        raise unknown_command(name)
    found = COMMANDS[name]
    return replies.command(found.usage, found.summary, found.example)


@command("privacy", "", "See what the bot hears and keeps", example="/privacy", begins="nowhere")
async def privacy(_request: Request, _uow: UnitOfWork) -> Reply:
    """Tell what the bot hears and keeps."""
    return replies.privacy()


def unknown_command(name: str) -> UnknownCommand:
    """Refuse a command that does not exist, naming those that are close to it."""
    return UnknownCommand(name, tuple(get_close_matches(name, COMMANDS, n=2)))


def _only_greets(token: str) -> bool:
    """Tell apart the payload of the button that adds the bot to a group from an invitation."""
    return token in {replies.HELLO, secrets.HUSH}
