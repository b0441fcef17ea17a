"""The library's way into the local Telegram: a request class that stays within the process."""

import asyncio
import json
from urllib.parse import unquote

from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.localgram.local import LocalTelegram
from bot.localgram.wire import Dropped, Upload


class LocalRequest(BaseRequest):
    """Hands every request to a local Telegram; there is no network to reach."""

    def __init__(self, local: LocalTelegram, read_timeout: float = 5.0) -> None:
        """Speak with this local Telegram, as patiently as told."""
        self.local = local
        self._read_timeout = read_timeout

    @property
    def read_timeout(self) -> float:
        """The seconds to wait for an answer."""
        return self._read_timeout

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,  # noqa: ARG002 - the library's signature
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the library's signature
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the library's signature
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the library's signature
    ) -> tuple[int, bytes]:
        """Answer a call or hand out a file."""
        patience = read_timeout if isinstance(read_timeout, float | int | None) else self._read_timeout
        try:
            async with asyncio.timeout(patience):
                return await self._answer(url, request_data)
        except TimeoutError:
            raise TimedOut from None
        except Dropped as drop:
            raise (TimedOut() if drop.executed else NetworkError("Connection refused")) from drop

    async def _answer(self, url: str, data: RequestData | None) -> tuple[int, bytes]:
        before, _, path = unquote(url).partition(f"/bot{self.local.token}/")
        if not path:
            return 401, json.dumps({"ok": False, "error_code": 401, "description": "Unauthorized"}).encode()
        if before.endswith("/file"):
            return (200, self.local.files[path]) if path in self.local.files else (404, b"{}")
        status, payload = await self.local.call(path, _parameters(data) if data else {})
        return status, json.dumps(payload).encode()


def _parameters(data: RequestData) -> dict[str, object]:
    parts = data.multipart_data if data.contains_files else {}
    files = {
        name: Upload.of(content if isinstance(content, bytes) else content.read(), filename)
        for name, (filename, content, _) in parts.items()
    }
    return {**data.parameters, **files}
