"""What reaches the bot: handled before it is confirmed, in order within a chat, whatever goes wrong."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from structlog.testing import capture_logs
from telegram import Bot, Update
from telegram.error import InvalidToken

from bot.intake import Handle, Intake
from bot.localgram import LocalRequest, LocalTelegram
from tests.post import until

ANN, BOB = 1, 2
Run = Callable[[Handle], Awaitable[Intake]]


@pytest.fixture
def bot(local: LocalTelegram) -> Bot:
    return Bot(local.token, request=LocalRequest(local), get_updates_request=LocalRequest(local))


@pytest.fixture
async def run(bot: Bot) -> AsyncIterator[Run]:
    """Run an intake with a way to handle updates; it is stopped at the end."""
    running: list[tuple[Intake, asyncio.Task[None]]] = []

    async def begin(handle: Handle) -> Intake:
        intake = Intake(bot, handle, conflict_pause=0.05)
        running.append((intake, asyncio.create_task(intake.run())))
        return intake

    yield begin
    for intake, task in running:
        await intake.stop()
        await task


def text(update: Update) -> str:
    assert update.message is not None
    return update.message.text or ""


class Heard:
    """Handles updates by noting what was said."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def __call__(self, update: Update) -> None:
        self.texts.append(text(update))

    async def wait_for(self, count: int) -> list[str]:
        """Wait until so much was heard."""
        return await until(lambda: asyncio.sleep(0, list(self.texts)), lambda texts: len(texts) >= count)


async def test_an_update_is_confirmed_only_when_it_was_handled(local: LocalTelegram, run: Run) -> None:
    local.inbox.waiting.clear()
    local.say(ANN, ANN, "slow")
    may_end = asyncio.Event()
    handled: list[str] = []

    async def handle(update: Update) -> None:
        await may_end.wait()
        handled.append(text(update))

    await run(handle)
    await asyncio.sleep(0.1)
    assert len(local.inbox.waiting) == 1

    may_end.set()
    await until(lambda: asyncio.sleep(0, len(local.inbox.waiting)), lambda left: left == 0)

    assert handled == ["slow"]
    assert local.inbox.waiting == {}


async def test_updates_are_begun_in_their_order_and_none_waits_for_another(local: LocalTelegram, run: Run) -> None:
    local.inbox.waiting.clear()
    begun: list[str] = []
    may_end = asyncio.Event()

    async def handle(update: Update) -> None:
        begun.append(text(update))
        await may_end.wait()

    for words in ("1", "2", "3"):
        local.say(ANN, ANN, f"ann {words}")
        local.say(BOB, BOB, f"bob {words}")

    await run(handle)
    await until(lambda: asyncio.sleep(0, len(begun)), lambda count: count == 6)
    may_end.set()

    assert begun == ["ann 1", "bob 1", "ann 2", "bob 2", "ann 3", "bob 3"]


async def test_what_takes_long_holds_nobody_else_up_and_is_not_confirmed_before_its_end(
    local: LocalTelegram, run: Run
) -> None:
    local.inbox.waiting.clear()
    may_end = asyncio.Event()
    begun: list[str] = []

    async def handle(update: Update) -> None:
        begun.append(text(update))
        if text(update) == "slow":
            await may_end.wait()

    await run(handle)
    for number, (by, words) in enumerate(((ANN, "slow"), (BOB, "1"), (BOB, "2"))):
        local.say(by, by, words)
        await until(lambda: asyncio.sleep(0, len(begun)), number.__lt__, 2)
    early = list(begun)
    waiting = [update["message"]["text"] for update in local.inbox.waiting.values()]
    may_end.set()
    local.say(ANN, ANN, "3")
    await until(lambda: asyncio.sleep(0, len(local.inbox.waiting)), lambda left: left == 0)

    assert (early, waiting) == (["slow", "1", "2"], ["slow", "1", "2"])
    assert begun == ["slow", "1", "2", "3"]


async def test_what_failed_is_handled_again_and_holds_nothing_up(local: LocalTelegram, run: Run) -> None:
    local.inbox.waiting.clear()
    local.say(ANN, ANN, "bad")
    local.say(ANN, ANN, "good")
    tried: list[str] = []

    async def handle(update: Update) -> None:
        tried.append(text(update))
        if text(update) == "bad":
            raise RuntimeError

    with capture_logs() as logs:
        await run(handle)
        await until(lambda: asyncio.sleep(0, list(tried)), lambda found: found.count("bad") == 3)

    assert tried == ["bad", "good", "bad", "bad"]
    assert {entry["event"] for entry in logs} == {"update_failed"}
    assert "bad" not in str(logs)


async def test_an_outage_is_told_once_and_outlasted(local: LocalTelegram, run: Run) -> None:
    heard = Heard()
    local.connected = False

    with capture_logs() as logs:
        await run(heard)
        await asyncio.sleep(0.7)
        local.connected = True
        await heard.wait_for(5)

    assert heard.texts == ["/start"] * 5
    assert [entry["event"] for entry in logs] == ["telegram_unreachable", "updates_come_again"]


async def test_another_program_polling_is_told_once_and_outlasted(local: LocalTelegram, run: Run) -> None:
    local.inbox.waiting.clear()
    local.fail_next("getUpdates", status=409, description="Conflict: terminated by other getUpdates request", times=3)
    heard = Heard()

    with capture_logs() as logs:
        await run(heard)
        await asyncio.sleep(0.4)
        local.say(ANN, ANN, "still there?")
        await heard.wait_for(1)

    assert heard.texts == ["still there?"]
    assert [entry["event"] for entry in logs] == ["another_program_polls", "updates_come_again"]


async def test_told_to_wait_it_waits(local: LocalTelegram, run: Run) -> None:
    local.fail_next("getUpdates", retry_after=1)
    heard = Heard()
    await run(heard)

    await asyncio.sleep(0.5)
    early = list(heard.texts)
    await heard.wait_for(5)

    assert (early, len(heard.texts)) == ([], 5)


async def test_a_wrong_token_ends_it(local: LocalTelegram, bot: Bot) -> None:
    local.fail_next("getUpdates", status=401, description="Unauthorized")

    with pytest.raises(InvalidToken):
        await Intake(bot, Heard()).run()


async def test_stopping_interrupts_the_poll_and_confirms_what_was_handled(local: LocalTelegram, bot: Bot) -> None:
    heard = Heard()
    intake = Intake(bot, heard)
    running = asyncio.create_task(intake.run())
    await heard.wait_for(5)

    await asyncio.wait_for(intake.stop(), 1)
    await running

    assert local.inbox.waiting == {}


async def test_stopping_waits_for_what_is_under_way_and_loses_nothing_new(local: LocalTelegram, bot: Bot) -> None:
    local.inbox.waiting.clear()
    local.say(ANN, ANN, "under way")
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def handle(_: Update) -> None:
        begun.set()
        await may_end.wait()

    intake = Intake(bot, handle)
    running = asyncio.create_task(intake.run())
    await begun.wait()
    local.say(BOB, BOB, "new")
    stopping = asyncio.create_task(intake.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()

    may_end.set()
    await stopping
    await running

    assert [update["message"]["text"] for update in local.inbox.waiting.values()] == ["new"]


async def test_stopped_before_it_ran_it_ends_at_once(bot: Bot) -> None:
    intake = Intake(bot, Heard())

    await intake.stop()

    assert await intake.run() is None  # type: ignore[func-returns-value]


async def test_an_unreachable_telegram_does_not_keep_it_from_stopping(local: LocalTelegram, bot: Bot) -> None:
    heard = Heard()
    intake = Intake(bot, heard)
    running = asyncio.create_task(intake.run())
    await heard.wait_for(5)
    local.connected = False

    await asyncio.wait_for(intake.stop(), 1)

    await running


async def test_an_update_that_cannot_be_read_is_left_out(local: LocalTelegram, run: Run) -> None:
    local.inbox.waiting.clear()
    local.inbox.put("message", {"no": "message"})
    local.say(ANN, ANN, "readable")
    heard = Heard()

    with capture_logs() as logs:
        await run(heard)
        await heard.wait_for(1)

    assert heard.texts == ["readable"]
    assert [entry["event"] for entry in logs] == ["update_unreadable"]


async def test_updates_without_a_chat_are_handled_in_their_order(local: LocalTelegram, run: Run) -> None:
    local.inbox.waiting.clear()
    seen: list[str] = []

    async def handle(update: Update) -> None:
        await asyncio.sleep(0)
        assert update.callback_query is not None
        seen.append(update.callback_query.id)

    user = {"id": ANN, "is_bot": False, "first_name": "Ann"}
    for number in "012":
        local.inbox.put("callback_query", {"id": number, "from": user, "chat_instance": "1", "data": "x"})

    await run(handle)
    await until(lambda: asyncio.sleep(0, len(seen)), lambda count: count == 3)

    assert seen == ["0", "1", "2"]
