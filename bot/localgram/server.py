"""The local Telegram over loopback HTTP, for bots in another process."""

import json

from aiohttp import web

from bot.localgram.local import LocalTelegram
from bot.localgram.wire import ApiError, Dropped, Json, Upload

UPLOAD_LIMIT = 50 * 1024 * 1024


class Server:
    """Answers the paths of a Bot API server out of a local Telegram."""

    def __init__(self, local: LocalTelegram) -> None:
        """Serve this local Telegram."""
        self.local = local

    def app(self) -> web.Application:
        """Return the web application with the paths of a Bot API server."""
        app = web.Application(client_max_size=UPLOAD_LIMIT)
        app.router.add_get("/file/bot{token}/{path:.+}", self.file)
        app.router.add_route("*", "/bot{token}/{method}", self.call)
        return app

    async def call(self, request: web.Request) -> web.Response:
        """Answer one call."""
        if request.match_info["token"] != self.local.token:
            return _json(401, ApiError(401, "Unauthorized").payload())
        try:
            return _json(*await self.local.call(request.match_info["method"], await _parameters(request)))
        except Dropped:
            if request.transport:
                request.transport.abort()
            return web.Response()

    async def file(self, request: web.Request) -> web.Response:
        """Hand out a kept file."""
        path = request.match_info["path"]
        if request.match_info["token"] != self.local.token or path not in self.local.files:
            return _json(404, ApiError(404, "Not Found").payload())
        return web.Response(body=self.local.files[path])


async def serve(local: LocalTelegram, port: int = 0) -> web.AppRunner:
    """Serve on a loopback port until the runner's cleanup; port 0 takes a free one, see `address`."""
    runner = web.AppRunner(Server(local).app(), access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner


def address(runner: web.AppRunner) -> str:
    """Return the base address under which a runner serves."""
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"


async def _parameters(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return {**request.query, **json.loads(await request.read() or b"{}")}
    form = await request.post() if request.can_read_body else {}
    parts = {name: part for name, part in form.items() if isinstance(part, web.FileField)}
    files = {name: Upload.of(part.file.read(), part.filename) for name, part in parts.items()}
    return {**request.query, **form, **files}


def _json(status: int, payload: Json) -> web.Response:
    return web.Response(status=status, body=json.dumps(payload).encode(), content_type="application/json")
