"""What travels between a bot and the local Telegram: parameters as they arrive, refusals as they are answered."""

import json
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


class Upload(bytes):
    """The bytes of an uploaded file, which remember the name that it was sent under."""

    name: str = ""

    @classmethod
    def of(cls, data: bytes, name: str | None) -> "Upload":
        """Give bytes a name."""
        made = cls(data)
        made.name = name or ""
        return made


class ApiError(Exception):
    """A refusal as the Bot API words it."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        """Keep the status, the sentence and the hints such as retry_after."""
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters

    def payload(self) -> Json:
        """Return the body of the answer."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


class Dropped(Exception):  # noqa: N818 - an event on the line, not a mistake in the program
    """The connection broke; executed tells whether the call took effect before."""

    def __init__(self, *, executed: bool) -> None:
        """Remember on which side of the execution the line broke."""
        super().__init__("connection dropped")
        self.executed = executed


def bad(description: str, **parameters: int) -> ApiError:
    """Return the refusal of a request that is wrong in itself."""
    return ApiError(400, f"Bad Request: {description}", **parameters)


def forbidden(description: str) -> ApiError:
    """Return the refusal of a request that the bot may not make."""
    return ApiError(403, f"Forbidden: {description}")


class Params:
    """The parameters of one call, whether they came as JSON, as a form or from the same process."""

    def __init__(self, values: Mapping[str, object]) -> None:
        """Take the parameters as they came."""
        self.values = values

    def text(self, name: str) -> str:
        """Return a parameter as text, empty when it is missing."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return a whole number, the default when it is missing or none."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Return whether a parameter says yes."""
        return self.text(name).lower() in {"true", "1"}

    def structure(self, name: str) -> Any:  # noqa: ANN401 - JSON has any shape
        """Return a parameter that is an object or a list, None when it is missing."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def upload(self, name: str) -> bytes | None:
        """Return the bytes of an uploaded file, attached by name or under its own."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            value = self.values.get(value.removeprefix("attach://"))
        return value if isinstance(value, bytes) else None
