"""The local Telegram as a bot meets it: one call in, one answer out."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal

from bot.localgram import asking, editing, profile, sending  # noqa: F401 - each registers its methods
from bot.localgram.faults import Fault, FloodLimits
from bot.localgram.methods import SENDING, answer
from bot.localgram.people import People
from bot.localgram.wire import ApiError, Dropped, Json, Params
from bot.localgram.world import clock


class LocalTelegram(People):
    """A strict model of Telegram in memory, for one bot; offline by construction."""

    def __init__(
        self,
        token: str = "123456:local",  # noqa: S107 - opens nothing but this model
        username: str = "nestegg_bot",
        now: Callable[[], datetime] = clock,
        *,
        limits: bool = False,
    ) -> None:
        """Begin with nobody but the bot; limits also holds it to Telegram's pace."""
        super().__init__(token, username, now)
        self.connected = True
        self.faults: list[Fault] = []
        self._pace = FloodLimits(now) if limits else None

    def fail_next(
        self,
        method: str,
        *,
        status: int = 0,
        retry_after: int = 0,
        description: str = "",
        drop: Literal["before", "after", ""] = "",
        hang: bool = False,
        chat_id: int | None = None,
        times: int = 1,
    ) -> Fault:
        """Let the next calls of a method fail: refused with a status, cut off before or after it worked, or hanging."""
        status = 429 if retry_after else status
        fault = Fault(method, status, retry_after, description, drop, hang, chat_id, times)
        self.faults.append(fault)
        return fault

    async def call(self, method: str, params: Mapping[str, object]) -> tuple[int, Json]:
        """Answer a call with a status and a body; raises Dropped where the line breaks."""
        try:
            return 200, {"ok": True, "result": await self._answer(method.lower(), Params(params))}
        except ApiError as error:
            return error.status, error.payload()

    async def _answer(self, method: str, params: Params) -> object:
        if not self.connected:
            raise Dropped(executed=False)
        fault = self._take_fault(method, params) if self.faults else None
        if fault:
            await fault.strike(executed=False)
        if self._pace and method in SENDING:
            self._pace.spend(params.number("chat_id"))
        result = await self._updates(params) if method == "getupdates" else answer(self, method, params)
        if fault:
            await fault.strike(executed=True)
        return result

    async def _updates(self, params: Params) -> list[Json]:
        if self.webhook:
            reason = (
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
            raise ApiError(409, f"Conflict: {reason}")
        self.inbox.allow(params.structure("allowed_updates"))
        return await self.inbox.take(params.number("offset"), params.number("limit", 100), params.number("timeout"))

    def _take_fault(self, method: str, params: Params) -> Fault | None:
        fault = next((fault for fault in self.faults if fault.meets(method, params)), None)
        if fault:
            fault.times -= 1
            self.faults = [left for left in self.faults if left.times > 0]
        return fault
