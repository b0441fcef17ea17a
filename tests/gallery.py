"""A post office that sends pictures, drawn by a painter whom the test may hold up."""

import threading
from collections.abc import MutableMapping
from typing import Any

from bot.delivery import Delivery
from bot.ledger import Ledger
from bot.localgram import LocalTelegram
from bot.localgram.wire import Json
from bot.pace import Pace
from bot.pictures import Pictures
from domain.messages import Outgoing
from tests.post import Post

ANN = 1


class Painter:
    """Draws a picture as the words of its title, none without one, and not before it may go on."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.threads: set[str] = set()
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def __call__(self, facts: dict[str, Any]) -> bytes:
        self.drawn.append(facts["title"])
        self.threads.add(threading.current_thread().name)
        self.may_go_on.wait(5)
        if not facts["title"]:
            raise ValueError
        return f"a picture of {facts['title']}".encode()


class Gallery(Post):
    """Has rows with pictures delivered, and looks at what is shown then."""

    def __init__(self, ledger: Ledger, local: LocalTelegram) -> None:
        super().__init__(ledger, local)
        self.painter = Painter()
        self.logs: list[MutableMapping[str, Any]] = []
        self.delivery = self.open()

    def open(self, pace: Pace | None = None) -> Delivery:
        """Set up a delivery, as the program does when it starts."""
        self.delivery = Delivery(self.bot, self.ledger, pace or Pace.off(), pictures=Pictures(self.painter))
        self.deliveries.append(self.delivery)
        return self.delivery

    async def send(self, text: str, chat_id: int = ANN, **facts: Any) -> Outgoing:
        """Have one row delivered."""
        row = await self.write(chat_id, text, **facts)
        self.delivery.take([row])
        await self.settled(row)
        return row

    def seen(self, chat_id: int = ANN) -> list[tuple[bytes | None, str]]:
        """List what the bot shows in a chat: the picture, if any, and the words."""
        own = [one for one in self.local.messages(chat_id) if one["from"]["is_bot"]]
        return [(self._picture(one), one.get("text") or one.get("caption", "")) for one in own]

    def last(self) -> Json:
        """Return the latest message of Ann's private chat."""
        return self.local.messages(ANN)[-1]

    def _picture(self, message: Json) -> bytes | None:
        return self.local.files[message["photo"][-1]["file_id"]] if "photo" in message else None
