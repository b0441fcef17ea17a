"""The benchmark's closed loop."""

from bench.server import FIRST_USER, KEPT_MESSAGES, Load
from bot.localgram import LocalTelegram


async def test_every_answer_brings_the_chat_s_next_command_until_enough_is_measured() -> None:
    local = LocalTelegram()
    load = Load(local, "/budget mom christmas {n}", warmup=4, updates=50)
    load.begin(chats=2)
    asked = [update["message"]["text"] for update in local.inbox.waiting.values()]

    while not load.done.is_set():
        await local.call("sendMessage", {"chat_id": FIRST_USER, "text": "ok"})

    assert asked == ["/budget mom christmas 1", "/budget mom christmas 2"]
    assert load.result()["updates"] == 50
    assert len(local.messages(FIRST_USER)) <= KEPT_MESSAGES + 1
    assert len(local.inbox.waiting) == 2 + 54
