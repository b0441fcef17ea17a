"""The library speaks with the local Telegram as it does with the real one."""

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.localgram import LocalRequest, LocalTelegram

ANN, BOB = 1, 2


@pytest.fixture
def bot(local: LocalTelegram) -> Bot:
    """The library's bot on a local line."""
    return Bot(local.token, request=LocalRequest(local, read_timeout=0.05), get_updates_request=LocalRequest(local))


async def test_the_library_understands_every_answer(local: LocalTelegram, family: int, bot: Bot) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Undo", callback_data="undo:1")]])
    local.promote_bot(family)

    async with bot:
        sent = await bot.send_message(family, "<b>Mom</b>", "HTML", reply_markup=buttons)
        photo = await bot.send_photo(ANN, InputFile(b"pixels", attach=True), reply_parameters=ReplyParameters(1))
        fetched = await (await photo.photo[0].get_file()).download_as_bytearray()
        chat = await bot.get_chat(family)
        administrators = await bot.get_chat_administrators(family)
        await bot.set_my_commands([BotCommand("budget", "Set a budget")])
        commands = await bot.get_my_commands()
        updates = await bot.get_updates(allowed_updates=["message"], timeout=1)

    assert (sent.text, sent.reply_markup) == ("Mom", buttons)
    assert bytes(fetched) == b"pixels"
    assert chat.title == "Family"
    assert [member.user.id for member in administrators] == [ANN, bot.id]
    assert [command.command for command in commands] == ["budget"]
    assert updates[0].message is not None
    assert updates[0].message.text == "/start"


async def test_refusals_become_the_library_s_errors(local: LocalTelegram, family: int, bot: Bot) -> None:
    local.migrate(family)

    async with bot:
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(99, "x")
        with pytest.raises(Forbidden, match="can't initiate"):
            await bot.send_message(BOB, "x")
        with pytest.raises(ChatMigrated):
            await bot.send_message(family, "x")


async def test_faults_become_the_library_s_errors(
    local: LocalTelegram, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")

    async with bot:
        local.fail_next("sendMessage", retry_after=7)
        with pytest.raises(RetryAfter):
            await bot.send_message(ANN, "x")
        local.fail_next("sendMessage", drop="before")
        with pytest.raises(NetworkError, match="Connection refused"):
            await bot.send_message(ANN, "x")
        local.fail_next("sendMessage", drop="after")
        with pytest.raises(TimedOut):
            await bot.send_message(ANN, "x")
        local.fail_next("sendMessage", hang=True)
        with pytest.raises(TimedOut):
            await bot.send_message(ANN, "x")


async def test_a_wrong_token_opens_nothing(local: LocalTelegram) -> None:
    stranger = Bot("999:wrong", request=LocalRequest(local), get_updates_request=LocalRequest(local))

    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
