"""The local Telegram over loopback HTTP."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, FormData, ServerDisconnectedError

from bot.localgram import LocalTelegram
from bot.localgram.server import address, serve

ANN = 1


@pytest.fixture
async def client(local: LocalTelegram) -> AsyncIterator[ClientSession]:
    """A client of a server for the local Telegram."""
    runner = await serve(local)
    async with ClientSession(address(runner)) as session:
        yield session
    await runner.cleanup()


async def test_parameters_come_as_query_json_or_form(local: LocalTelegram, client: ClientSession) -> None:
    path, said = f"/bot{local.token}/sendMessage", {"chat_id": str(ANN), "text": "grüße"}

    answers = [
        await client.get(path, params=said),
        await client.post(path, json=said),
        await client.post(path, data=said),
    ]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert [body["text"] for body in local.messages(ANN)[1:]] == ["grüße"] * 3


async def test_a_file_goes_up_and_comes_down(local: LocalTelegram, client: ClientSession) -> None:
    form = FormData({"chat_id": str(ANN), "photo": "attach://picture"})
    form.add_field("picture", b"pixels", filename="status.png")

    sent = await (await client.post(f"/bot{local.token}/sendPhoto", data=form)).json()
    path = sent["result"]["photo"][0]["file_id"]
    fetched = await client.get(f"/file/bot{local.token}/{path}")
    missing = await client.get(f"/file/bot{local.token}/nothing")

    assert await fetched.read() == b"pixels"
    assert missing.status == 404


async def test_refusals_keep_their_status(local: LocalTelegram, client: ClientSession) -> None:
    unknown = await client.post(f"/bot{local.token}/sendTelepathy")
    stranger = await client.post("/bot999:wrong/getMe")

    assert (unknown.status, (await unknown.json())["error_code"]) == (404, 404)
    assert (stranger.status, (await stranger.json())["description"]) == (401, "Unauthorized")


async def test_a_broken_line_gives_no_answer(local: LocalTelegram, client: ClientSession) -> None:
    local.fail_next("sendMessage", drop="after")

    with pytest.raises(ServerDisconnectedError):
        await client.post(f"/bot{local.token}/sendMessage", json={"chat_id": ANN, "text": "x"})

    assert local.messages(ANN)[-1]["text"] == "x"
