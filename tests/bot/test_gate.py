"""The gate: nothing is sent around it, and what may no longer be read is kept back when it is to be sent."""

import ast
import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.delivery import Delivery
from bot.ledger import Ledger
from bot.localgram import LocalTelegram
from bot.pace import Pace
from bot.presence import Presence
from domain.messages import Outgoing
from repositories.unit_of_work import UnitOfWork
from tests.bot.conftest import ANN, BOB, EVE
from tests.chat import Chat, Town
from tests.databases import execute
from tests.homes import settle
from tests.post import Post, until

KEPT_BACK = "🤫 That is not for everybody who reads here. Ask me again, or in private."

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("domain", "repositories", "services", "replies", "handlers", "bot")
MODELS = ("bot/localgram/", "bot/demo/")
"""Where Telegram itself is played: its methods are named there, and nothing is sent."""
NAMED_IN = {"bot/calls.py", "bot/sending.py"}
METHOD = re.compile(
    r"(send|edit|copy|forward|pin|stop)[A-Z]\w*|answer(Callback|Inline|WebApp|Shipping|PreCheckout)\w*|deleteMessages?",
)
"""What Telegram calls that by which somebody gets to read something, or no longer."""
WAY_AROUND = re.compile(
    r"(send|edit|copy|forward|reply|pin)_(message|photo|text|media|caption|document|html|markdown)\w*"
    r"|edit_message\w*|answer_(callback_query|inline_query)|delete_messages?|do_api_request|_do_post|_post",
)
"""What the library offers for it."""
SECRET = "🧣 Mom gets a scarf"


def sources() -> Iterator[tuple[str, str]]:
    """Read every module of ours that runs in a family's bot."""
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(MODELS):
                yield name, path.read_text("utf-8")


def methods_named(source: str) -> list[str]:
    """List the methods of Telegram's that a module names by which it could send."""
    texts = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and METHOD.fullmatch(text)]


def ways_around(source: str) -> list[str]:
    """List the methods of the library's that a module uses by which it could send."""
    names = [node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)]
    return [name for name in names if WAY_AROUND.fullmatch(name)]


def calls_made_up(source: str) -> list[str]:
    """List the calls of Telegram whose method does not stand there in so many words, so that it might be any."""
    called = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    wired = [node for node in called if isinstance(node.func, ast.Name) and node.func.id == "call"]
    return [ast.unparse(node) for node in wired if len(node.args) < 2 or not isinstance(node.args[1], ast.Constant)]


def senders(source: str) -> list[str]:
    """List on what a module calls send."""
    called = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [ast.unparse(func.value) for func in called if isinstance(func, ast.Attribute) and func.attr == "send"]


def found_in_sources(look: object) -> dict[str, list[str]]:
    """Say where something is found."""
    assert callable(look)
    return {name: found for name, source in sources() if (found := look(source))}


def test_telegrams_methods_of_sending_are_named_in_two_modules() -> None:
    assert set(found_in_sources(methods_named)) == NAMED_IN


def test_nothing_is_sent_by_the_library_s_own_methods() -> None:
    by_ours = {"bot/calls.py": ["_post"], "bot/sending.py": ["_post", "_post"]}

    assert found_in_sources(ways_around) == by_ours


def test_only_sending_calls_what_does_not_stand_there_in_so_many_words() -> None:
    assert set(found_in_sources(calls_made_up)) == {"bot/sending.py"}


def test_nobody_sends_but_the_gate_and_nobody_passes_it_but_the_delivery() -> None:
    assert found_in_sources(senders) == {"bot/gate.py": ["self._sending"], "bot/delivery.py": ["self._gate"]}


def test_what_sends_is_handed_to_the_gate_and_to_nobody_else() -> None:
    named = {
        name: [
            node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name) and node.id == "Sending"
        ]
        for name, source in sources()
    }

    assert {name for name, lines in named.items() if lines} == {"bot/gate.py", "bot/delivery.py"}
    assert len(named["bot/delivery.py"]) == 1


@pytest.mark.parametrize(
    "source",
    [
        'await call(bot, "sendMessage", {})',
        'METHODS = {"photo": "sendPhoto"}',
        'await call(bot, "editMessageText", {})',
        'await call(bot, "answerCallbackQuery", {})',
        'await call(bot, "deleteMessage", {})',
        'await bot.send_message(1, "x")',
        'await update.message.reply_text("x")',
        'await query.edit_message_caption("x")',
        "answer = bot.answer_callback_query",
        'await bot.do_api_request("x")',
        'await bot._post("x", {})',
        "await call(bot, method, {})",
        'await call(bot, "send" + "Message", {})',
        "await Sending(bot, ledger, pace, recent, pictures).send(row, rest)",
    ],
)
def test_whoever_would_send_around_the_gate_is_found(source: str) -> None:
    assert any(look(source) for look in (methods_named, ways_around, calls_made_up, senders))


@pytest.mark.parametrize(
    "source",
    [
        'await call(bot, "getChatMember", {})',
        'await call(bot, "getUpdates", asked)',
        'facts = {"edit": 1, "delete": 2}',
    ],
)
def test_whoever_only_asks_is_left_alone(source: str) -> None:
    assert not any(look(source) for look in (methods_named, ways_around, calls_made_up, senders))


@dataclass
class Hall:
    """A family's group on the local Telegram, and private chats; Mom's account is Eve's."""

    post: Post
    delivery: Delivery
    presence: Presence
    group: int
    mom: int
    lea: int

    async def told(self, chat_id: int, *about: int, judged: int | None = None, **facts: Any) -> str:
        """Have something said about somebody, and hear what the chat heard of it."""
        before = len(self.post.heard(chat_id))
        row = await self.post.write(chat_id, SECRET, **facts)
        row.about = frozenset(about)
        await self.sent(row, judged)
        return "\n".join(self.post.heard(chat_id)[before:])

    async def sent(self, row: Outgoing, judged: int | None = None) -> None:
        """Have a row sent."""
        self.delivery.take([row], judged)
        assert await self.post.settled(row) == ["sent"]

    async def knows(self, user_id: int, *, present: bool, long_ago: bool = False) -> None:
        """Note what was found out of who reads the group."""

        async def note(uow: UnitOfWork) -> None:
            user = await uow.users.get_by_telegram_id(user_id)
            assert user
            [topic] = await uow.conversations.list_by_chat(self.group)
            uow.family_id = topic.family_id
            if long_ago:
                uow.now = uow.now.replace(year=2020)
            await uow.readers.note(self.group, user.id, present=present)

        await self.post.ledger.enter(note)


@pytest.fixture
async def hall(post: Post, ledger: Ledger, local: LocalTelegram) -> AsyncIterator[Hall]:
    """Ann's group with Bob, in which Eve, who is Mom, is not; Ann is linked to nobody."""
    group = local.add_group("Planners", [ANN, BOB])
    local.add_bot(group, ANN)
    for chat_id in (group, ANN, EVE):
        await post.know(chat_id)

    async def move_in(uow: UnitOfWork) -> tuple[int, int]:
        home = await settle(uow, EVE)
        await uow.people.update(home.mom.id, presence="linked")
        lea = await uow.people.create(name="Lea", name_key="lea")
        ann = await uow.users.create(telegram_user_id=ANN, full_name="Ann")
        await uow.members.create(user_id=ann.id, role="adult")
        for chat_id, user in ((group, None), (ANN, ann), (EVE, home.user)):
            await uow.conversations.settle(chat_id, home.family.id)
            [topic] = await uow.conversations.list_by_chat(chat_id)
            await uow.conversations.update(topic.id, user_id=user.id if user else None)
        return home.mom.id, lea.id

    mom, lea = await ledger.enter(move_in)
    presence = Presence(post.bot, ledger)
    delivery = Delivery(post.bot, ledger, Pace.off(), presence=presence)
    yield Hall(post, delivery, presence, group, mom, lea)
    await delivery.stop()


async def link_ann(uow: UnitOfWork) -> None:
    """Let Ann's account be a person of her own."""
    user = await uow.users.get_by_telegram_id(ANN)
    assert user
    [topic] = await uow.conversations.list_by_chat(ANN)
    uow.family_id = topic.family_id
    ann = await uow.people.create(name="Ann", name_key="ann", presence="linked")
    member = await uow.members.get_by_user(user.id)
    assert member
    await uow.members.update(member.id, person_id=ann.id)


async def test_what_is_about_nobody_asks_nothing(hall: Hall, local: LocalTelegram) -> None:
    unasked = local.fail_next("getChatMember", status=500)

    assert await hall.told(hall.group) == SECRET
    assert local.faults == [unasked]


async def test_what_is_about_somebody_who_is_not_there_is_said(hall: Hall) -> None:
    assert await hall.told(hall.group, hall.mom) == SECRET


async def test_what_is_about_somebody_who_reads_is_kept_back(hall: Hall, local: LocalTelegram) -> None:
    local.join(hall.group, EVE, quietly=True)

    with capture_logs() as logs:
        assert await hall.told(hall.group, hall.mom) == KEPT_BACK

    assert [each["event"] for each in logs if each["log_level"] == "warning"] == ["secret_kept_back"]


async def test_who_came_in_unheard_since_telegram_was_asked_is_noticed(hall: Hall, local: LocalTelegram) -> None:
    await hall.knows(EVE, present=False, long_ago=True)
    local.join(hall.group, EVE, quietly=True)

    assert await hall.told(hall.group, hall.mom) == KEPT_BACK


@pytest.mark.parametrize(
    "wrong", [{"status": 500}, {"status": 400}, {"hang": True}, {"drop": "before"}, {"drop": "after"}]
)
async def test_when_telegram_does_not_say_who_is_there_nothing_is_told(
    hall: Hall, local: LocalTelegram, wrong: dict[str, object]
) -> None:
    await hall.knows(EVE, present=False, long_ago=True)
    local.fail_next("getChatMember", times=9, **wrong)  # type: ignore[arg-type]  # faults of any kind

    assert await hall.told(hall.group, hall.mom) == KEPT_BACK

    local.faults.clear()
    assert await hall.told(hall.group, hall.mom) == SECRET


@pytest.mark.parametrize("chat", ["group", "private"])
async def test_when_nobody_can_be_looked_up_nothing_is_told(hall: Hall, database_url: str, chat: str) -> None:
    await execute(database_url, "ALTER TABLE readers RENAME TO lost")
    if chat == "private":
        await execute(database_url, "ALTER TABLE persons RENAME TO lost_too")

    with capture_logs() as logs:
        assert await hall.told(hall.group if chat == "group" else ANN, hall.mom) == KEPT_BACK

    assert "gate_failed" in {each["event"] for each in logs}


async def test_of_a_chat_that_is_no_family_s_nobody_knows_who_reads_it(hall: Hall, local: LocalTelegram) -> None:
    other = local.add_group("Another", [ANN])
    local.add_bot(other, ANN)

    assert await hall.told(other, 999) == KEPT_BACK


async def test_what_is_about_whom_nobody_knows_is_for_no_group(hall: Hall) -> None:
    assert await hall.told(hall.group, hall.lea) == KEPT_BACK
    assert await hall.told(hall.group, hall.mom, hall.lea) == KEPT_BACK


async def test_a_private_chat_is_judged_by_whose_it_is(hall: Hall) -> None:
    assert await hall.told(EVE, hall.mom) == KEPT_BACK
    assert await hall.told(ANN, hall.mom) == SECRET
    assert await hall.told(EVE, hall.lea) == SECRET
    assert await hall.told(ANN, hall.lea) == KEPT_BACK

    await hall.post.ledger.enter(link_ann)

    assert await hall.told(ANN, hall.lea) == SECRET


async def test_what_was_judged_this_moment_is_judged_once(hall: Hall, local: LocalTelegram) -> None:
    unasked = local.fail_next("getChatMember", status=500)

    assert await hall.told(hall.group, hall.mom, judged=hall.presence.changes) == SECRET
    assert local.faults == [unasked]


async def test_what_was_judged_before_somebody_came_is_judged_again(hall: Hall, local: LocalTelegram) -> None:
    judged = hall.presence.changes
    local.join(hall.group, EVE, quietly=True)
    hall.presence.changed(hall.group)

    assert await hall.told(hall.group, hall.mom, judged=judged) == KEPT_BACK


async def test_nothing_of_what_is_kept_back_is_told_by_a_button_a_toast_or_a_place(
    hall: Hall, local: LocalTelegram
) -> None:
    local.join(hall.group, EVE, quietly=True)
    card = local.post(local.chats[hall.group], local.bot, {"text": "Before"})
    tap = local.tap(ANN, hall.group, card["message_id"], "gift:1")
    facts = {"callback": tap, "toast": SECRET, "alert": True, "edit": card["message_id"]}

    told = await hall.told(hall.group, hall.mom, buttons=[[[SECRET, "gift:1", None]]], card=SECRET, **facts)

    assert told == KEPT_BACK
    assert SECRET not in str([local.messages(hall.group), local.toasts])
    assert local.taps[tap].answered


async def test_who_joins_before_an_answer_has_left_does_not_read_it(town: Town, chat: Chat) -> None:
    planners = await mom_outside(town, chat)
    await held_up(town, planners, "/gifts mom")
    town.telegram.join(planners.id, town.person("Mom"), quietly=True)

    await say_what_waits(town, planners)

    assert planners.heard[-1] == KEPT_BACK


async def test_who_stays_outside_lets_an_answer_be_read_however_late(town: Town, chat: Chat) -> None:
    planners = await mom_outside(town, chat)
    await held_up(town, planners, "/gifts mom")

    await say_what_waits(town, planners)

    assert "Scarf" in planners.heard[-1]


async def test_who_says_who_they_are_before_an_answer_has_left_does_not_read_it(town: Town, chat: Chat) -> None:
    await chat.knows("mom")
    await chat.says("/people", by="Mom")
    await chat.says("/bought mom christmas Scarf 40")
    await held_up(town, chat, "/gifts mom")
    mom = town.telegram.users[town.person("Mom")]
    town.telegram.say(mom["id"], mom["id"], "/person mom online")
    town.telegram.say(mom["id"], mom["id"], "/iam mom")
    await until(lambda: asyncio.sleep(0, town.telegram.inbox.waiting), lambda waiting: not waiting)

    await say_what_waits(town, chat)

    assert chat.heard[-1] == KEPT_BACK


async def mom_outside(town: Town, chat: Chat) -> Chat:
    """Let Mom be somebody in the family's group, and Ann have a group without her, where a scarf was bought for Mom."""
    await chat.says("/iam mom", by="Mom")
    link = await chat.says("/invite")
    if "startgroup=" not in link:
        link = "\n".join(town.private("Ann").heard)
    planners = town.group("Planners", "Ann", "Ben")
    await planners.says(f"/start {link.partition('startgroup=')[2].split()[0]}")
    assert "Scarf" in await planners.says("/bought mom christmas Scarf 40")
    return planners


async def held_up(town: Town, chat: Chat, text: str) -> None:
    """Say something whose answer does not leave yet."""
    await town.settled()
    town.telegram.fail_next("sendMessage", retry_after=3600, chat_id=chat.id)
    town.telegram.fail_next("sendPhoto", retry_after=3600, chat_id=chat.id)
    town.telegram.say(town.person("Ann"), chat.id, text)
    await until(lambda: asyncio.sleep(0, town.telegram.inbox.waiting), lambda waiting: not waiting)
    await until(lambda: asyncio.sleep(0, len(town.telegram.faults)), lambda left: left < 2)


async def say_what_waits(town: Town, chat: Chat) -> None:
    """Let time pass until what waits is said."""
    before = len(chat.heard)
    town.telegram.faults.clear()
    town.clock.move(hours=2)
    await town.restart()
    await town.telegram.wait_for(lambda: len(chat.heard) > before)
