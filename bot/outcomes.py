"""How the sending of a message ended, and what each of Telegram's refusals means for it."""

import os
import re
from dataclasses import dataclass
from datetime import timedelta

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from domain.messages import Delivery

# The library warns about its own attribute unless told that the coming type is understood.
os.environ.setdefault("PTB_TIMEDELTA", "1")

LONGEST_WAIT = 60.0
UNCHANGED = ("message is not modified",)
UNCHANGEABLE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "no text in the message",
    "no media in the message",
)
PICTURE_REFUSED = (
    "wrong file identifier",
    "wrong remote file",
    "wrong file_id",
    "can't use file of type",
    "image_process_failed",
    "photo_invalid",
    "photo_save_file_invalid",
    "file_reference",
    "not enough rights to send photos",
    "send_photos_forbidden",
)
REPLY_GONE = ("message to be replied not found", "replied message not found", "reply_message_id_invalid")
TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
GONE = ("chat not found", "peer_id_invalid")
TOO_LARGE = ("too large", "too big")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a message stands after a try to send it."""

    delivery: Delivery
    chat_id: int | None = None
    message_id: int | None = None
    changed: int | None = None
    """The message that was edited instead of sending a new one."""
    wait: float = 0.0
    """The seconds until the next try, of what is pending."""
    moved_to: int | None = None
    """The id that the chat has now."""
    unreachable: bool = False
    too_large: bool = False


def says(problem: TelegramError, phrases: tuple[str, ...]) -> bool:
    """Tell whether Telegram's words contain one of these phrases."""
    words = problem.message.lower()
    return any(phrase in words for phrase in phrases)


def seconds(problem: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    wait = problem.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def backoff(attempts: int) -> float:
    """Return how long to wait after so many vain tries: 1, 2, 4 seconds and so on, a minute at most."""
    return min(LONGEST_WAIT, 2.0 ** min(attempts, 6))


def judged(problem: Exception, attempts: int) -> Outcome:
    """Decide what a failure means for a message that was tried so often before."""
    match problem:
        case RetryAfter():
            return Outcome("pending", wait=seconds(problem))
        case ChatMigrated():
            return Outcome("pending", wait=backoff(attempts), moved_to=problem.new_chat_id)
        case Forbidden():
            return Outcome("dead", unreachable=True)
        case TelegramError() if isinstance(problem, BadRequest) or says(problem, TOO_LARGE):
            log.warning("message_refused", reason=without_quotes(problem))
            return Outcome("dead", unreachable=says(problem, GONE), too_large=says(problem, TOO_LARGE))
        case TelegramError():
            return Outcome("pending", wait=backoff(attempts))
    log.error("message_impossible", exc_info=problem)
    return Outcome("dead")


def without_quotes(problem: TelegramError) -> str:
    """Return Telegram's words without what they quote: it may be what somebody wrote."""
    return re.sub(r"""(["']).*\1""", "…", problem.message)
