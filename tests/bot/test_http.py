"""Requests over real sockets: what comes back, and what a failure says about whether the request had left."""

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.error import NetworkError, TelegramError

from bot.http import HttpRequest, Lost, NotSent
from bot.localgram import LocalTelegram
from bot.localgram.server import address, serve

ANN = 1
TOKEN = "123456:local"
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
ANSWER = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}'


@pytest.fixture
async def request_() -> AsyncIterator[HttpRequest]:
    async with HttpRequest(read_timeout=0.2, connect_timeout=0.2) as request:
        yield request


@pytest.fixture
async def bot(local: LocalTelegram) -> AsyncIterator[Bot]:
    """The library's bot, speaking HTTP with the local Telegram."""
    runner = await serve(local)
    async with Bot(
        TOKEN,
        base_url=f"{address(runner)}/bot",
        base_file_url=f"{address(runner)}/file/bot",
        request=HttpRequest(),
        get_updates_request=HttpRequest(),
    ) as bot:
        yield bot
    await runner.cleanup()


async def with_server(talk: Talk, speak: Callable[[str], Awaitable[None]]) -> None:
    """Let a server talk to each connection in its own way while something is said to it."""

    async def talk_and_close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await talk(reader, writer)
        writer.close()

    server = await asyncio.start_server(talk_and_close, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await speak(f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage")
    server.close()
    await server.wait_closed()


async def failure(request: HttpRequest, url: str) -> TelegramError:
    """Make a request that must fail, and return how."""
    with pytest.raises(NetworkError) as caught:
        await request.post(url)
    return caught.value


async def test_the_library_speaks_through_it(bot: Bot, local: LocalTelegram) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Undo “é”", callback_data="undo:1")]])

    sent = await bot.send_message(ANN, "<b>Zoë</b>", "HTML", reply_markup=buttons)
    updates = await bot.get_updates(allowed_updates=["message"], limit=1)

    assert (sent.text, sent.reply_markup) == ("Zoë", buttons)
    assert local.messages(ANN)[-1]["text"] == "Zoë"
    assert updates[0].message is not None


async def test_files_go_up_and_come_down(bot: Bot) -> None:
    sent = await bot.send_photo(ANN, InputFile(b"pixels", filename="a.png"), caption="Zoë")

    fetched = await (await sent.photo[0].get_file()).download_as_bytearray()

    assert (bytes(fetched), sent.caption) == (b"pixels", "Zoë")


async def test_a_refused_connection_means_not_sent(request_: HttpRequest) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    problem = await failure(request_, f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage")

    assert type(problem) is NotSent


async def test_a_name_that_leads_nowhere_means_not_sent(request_: HttpRequest) -> None:
    problem = await failure(request_, f"http://nowhere.invalid./bot{TOKEN}/sendMessage")

    assert type(problem) is NotSent


async def test_a_failed_handshake_means_not_sent(request_: HttpRequest) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"no such thing as TLS here\r\n")

    async def speak(url: str) -> None:
        problem = await failure(request_, url.replace("http:", "https:"))

        assert type(problem) is NotSent

    await with_server(talk, speak)


async def test_a_connection_lost_after_the_request_leaves_it_unknown(request_: HttpRequest) -> None:
    async def talk(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")

    async def speak(url: str) -> None:
        problem = await failure(request_, url)

        assert type(problem) is Lost

    await with_server(talk, speak)


async def test_a_connection_lost_within_the_answer_leaves_it_unknown(request_: HttpRequest) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ANSWER[:-5])

    async def speak(url: str) -> None:
        problem = await failure(request_, url)

        assert type(problem) is Lost

    await with_server(talk, speak)


async def test_no_answer_in_time_leaves_it_unknown(request_: HttpRequest) -> None:
    async def talk(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async def speak(url: str) -> None:
        problem = await failure(request_, url)

        assert type(problem) is Lost

    await with_server(talk, speak)


async def test_a_connection_closed_while_idle_is_replaced(request_: HttpRequest) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ANSWER)

    async def speak(url: str) -> None:
        first = await request_.post(url)
        await asyncio.sleep(0.05)
        second = await request_.post(url)

        assert (first, second) == (True, True)

    await with_server(talk, speak)


async def test_a_redirection_is_not_followed(request_: HttpRequest) -> None:
    asked: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\n{}")

    async def speak(url: str) -> None:
        await failure(request_, url)

        assert len(asked) == 1

    await with_server(talk, speak)


async def test_closed_it_sends_nothing() -> None:
    problem = await failure(HttpRequest(), f"http://127.0.0.1:1/bot{TOKEN}/getMe")

    assert type(problem) is NotSent


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1", "http://nowhere.invalid.", "http://[broken", "http://10.0.0.1:x"]
)
async def test_no_failure_tells_the_token(request_: HttpRequest, address: str) -> None:
    problem = await failure(request_, f"{address}/bot{TOKEN}/sendMessage")

    told = "".join(traceback.format_exception(problem)) + repr(problem)
    assert problem.__context__ is None
    assert TOKEN not in told
