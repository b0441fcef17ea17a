"""Requests to Telegram over one pool of connections, with failures told apart by whether the request had left."""

import json
from functools import lru_cache
from typing import Any

import aiohttp
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS = 256
IDLE_SECONDS = 15
"""How long a connection is kept unused: less than Telegram keeps it, so that none is closed just as it is used."""
_HEADERS = {"Content-Type": "application/json"}
_UNSENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, ValueError)
"""No connection was made, or the address is none."""


class NotSent(NetworkError):  # noqa: N818 - said as its sibling and the library's own
    """The request never left: it is safe to repeat."""


class Lost(TimedOut):
    """The request left and no answer came: whether it was carried out is unknown."""


class HttpRequest(BaseRequest):
    """The library's way out, over aiohttp."""

    def __init__(
        self,
        read_timeout: float | None = 20.0,
        connect_timeout: float | None = 5.0,
        upload_timeout: float | None = 60.0,
    ) -> None:
        """Wait so many seconds for an answer, for a connection, and for a file to be through."""
        self._timeouts = (read_timeout, connect_timeout, upload_timeout)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """The seconds to wait for an answer."""
        return self._timeouts[0]

    async def initialize(self) -> None:
        """Open the pool within the running loop."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=IDLE_SECONDS)
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - waiting for the pool is connecting
    ) -> tuple[int, bytes]:
        """Answer a call or fetch a file; raises NotSent or Lost, whose words never tell the address."""
        read, connect, upload = self._timeouts
        files = request_data is not None and request_data.contains_files
        timeout = _timeout(
            _chosen(read_timeout, read), _chosen(connect_timeout, connect), _chosen(write_timeout, upload), files
        )
        if self._session is None:
            raise NotSent("not initialized")
        try:
            body = _body(request_data, files=files)
            # A redirection would hand the token to another host.
            async with self._session.request(method, url, timeout=timeout, allow_redirects=False, **body) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, OSError, ValueError) as error:
            problem = _problem(error, files=files)
        # Raised out here, so that the error it comes from, whose text has the token, does not travel along.
        raise problem


def _problem(error: Exception, *, files: bool) -> NetworkError:
    if isinstance(error, _UNSENT) or (_cut_before_writing(error) and not files):
        return NotSent(type(error).__name__)
    return Lost(type(error).__name__)


def _cut_before_writing(error: Exception) -> bool:
    """Tell whether the connection was found closed when the request, of one piece, was to be written to it."""
    return any(isinstance(each, aiohttp.ClientConnectionResetError) for each in (error, error.__cause__))


def _body(data: RequestData | None, *, files: bool) -> dict[str, Any]:
    if data is None:
        return {}
    if not files:
        return {"data": json.dumps(data.parameters).encode(), "headers": _HEADERS}
    form = aiohttp.FormData()
    for name, text in data.json_parameters.items():
        form.add_field(name, text)
    for name, (filename, content, mime_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return {"data": form}


def _chosen(given: ODVInput[float], default: float | None) -> float | None:
    return given if isinstance(given, float | int | None) else default


@lru_cache(maxsize=64)
def _timeout(read: float | None, connect: float | None, upload: float | None, files: bool) -> aiohttp.ClientTimeout:  # noqa: FBT001 - the cache's key
    whole = upload if files else None
    return aiohttp.ClientTimeout(total=whole, connect=connect, sock_connect=connect, sock_read=read)
