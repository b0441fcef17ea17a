"""What the host decides: read from the environment and from a file .env in the working directory."""

import os
import re
from importlib.util import find_spec
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.refusals import Refusal
from services.locales import known_currency, known_locale, known_zone

TELEGRAM = "https://api.telegram.org"
SQLITE = ("sqlite", "sqlite+aiosqlite")
POSTGRESQL = ("postgresql", "postgres", "postgresql+asyncpg")
LEVELS = ("debug", "info", "warning", "error", "critical")


Form = Literal["json", "console"]
FORMS: dict[str, Form] = {"json": "json", "console": "console"}


class WrongSettings(Exception):  # noqa: N818 - said as what it is
    """A setting that cannot be meant, with the line that names it and says what to write instead."""


class Log(NamedTuple):
    """How log lines look, and how grave an event must be to become one."""

    form: Form = "console"
    level: str = "info"


def _token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value(), re.ASCII):
        raise ValueError("is not a bot's token: one looks like 123456789:AAE…, and @BotFather shows yours at /mybots")
    return token


def _api_url(text: str) -> str:
    parts = _split(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"is not the address of a Bot API server: one looks like {TELEGRAM} or http://127.0.0.1:8081")
    return text.rstrip("/")


def _database_url(text: str) -> str:
    scheme, _, rest = text.partition("://")
    if scheme not in {*SQLITE, *POSTGRESQL}:
        raise ValueError(
            "must begin with sqlite:/// and a file's path, or with postgresql:// and user:password@host/database"
        )
    if scheme in SQLITE and (not re.match(r"/[^?]", rest) or rest.startswith("/:memory:")):
        raise ValueError("must name a file: sqlite:///nestegg.db, or sqlite:////var/lib/nestegg/nestegg.db")
    if scheme in POSTGRESQL:
        _postgresql(text)
    return text


def _postgresql(text: str) -> None:
    parts = _split(text)
    if not parts.path.strip("/"):
        raise ValueError("must name a database: postgresql://user:password@host/database")
    if find_spec("asyncpg") is None:
        raise ValueError("names PostgreSQL, whose driver is not installed: pip install 'nestegg[postgres]'")


def _split(text: str) -> Any:  # noqa: ANN401 - the library's type has no short name
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - it is read when asked for
    except ValueError:
        raise ValueError("has a host or a port that cannot be") from None
    return parts


def _ids(text: object) -> object:
    """Read Telegram ids from a list with commas."""
    if not isinstance(text, str):
        return text
    words = [word for word in re.split(r"[,;\s]+", text) if word]
    for word in words:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", word):
            raise ValueError(f'holds "{word[:30]}", which is no Telegram id: write numbers with commas between')
    return frozenset(map(int, words))


def _owners(ids: frozenset[int]) -> frozenset[int]:
    if any(each <= 0 for each in ids):
        raise ValueError("holds a group's id: write the ids of users, which are above 0")
    return ids


def _currency(text: str) -> str:
    try:
        return known_currency(text)
    except Refusal:
        raise ValueError(f'is "{text[:30]}", which is no currency in use: write a code such as USD or EUR') from None


def _locale(text: str) -> str:
    try:
        return known_locale(text.partition(".")[0])
    except Refusal:
        raise ValueError(f'is "{text[:30]}", which is no known locale: write one such as en_US or de_DE') from None


def _timezone(text: str) -> str:
    try:
        return known_zone(text)
    except Refusal:
        raise ValueError(f'is "{text[:30]}", which is no time zone: write one such as Europe/Berlin') from None


def _pace(text: str) -> str:
    if text.lower() not in {"telegram", "off"}:
        raise ValueError(f'is "{text[:30]}": write telegram, or off for a Bot API server of your own')
    return text.lower()


def _ephemeral(text: str) -> str:
    if text.lower() not in {"on", "off"}:
        raise ValueError(f'is "{text[:30]}": write on or off')
    return text.lower()


def _log(text: object) -> object:
    """Read a form, a level, or both."""
    if not isinstance(text, str):
        return text
    chosen = Log()
    for word in re.split(r"[,:\s]+", text.lower()):
        if word in FORMS:
            chosen = chosen._replace(form=FORMS[word])
        elif word in LEVELS:
            chosen = chosen._replace(level=word)
        else:
            raise ValueError(f'holds "{word[:30]}": write json or console, and a level such as info or debug')
    return chosen


class Settings(BaseSettings):
    """Every variable of the host's."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True,
        populate_by_name=True, hide_input_in_errors=True,
    )  # fmt: skip

    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        default=None, validation_alias="TELEGRAM_BOT_TOKEN"
    )
    api_url: Annotated[str, AfterValidator(_api_url)] = Field(default=TELEGRAM, validation_alias="TELEGRAM_API_URL")
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        default="sqlite+aiosqlite:///nestegg.db", validation_alias="DATABASE_URL"
    )
    currency: Annotated[str, AfterValidator(_currency)] = Field(default="USD", validation_alias="NESTEGG_CURRENCY")
    locale: Annotated[str, AfterValidator(_locale)] = Field(default="en_US", validation_alias="NESTEGG_LOCALE")
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(default="UTC", validation_alias="NESTEGG_TIMEZONE")
    owners: Annotated[frozenset[int], NoDecode, BeforeValidator(_ids), AfterValidator(_owners)] = Field(
        default=frozenset(), validation_alias="NESTEGG_OWNERS"
    )
    chats: Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)] = Field(
        default=frozenset(), validation_alias="NESTEGG_CHATS"
    )
    pace: Annotated[Literal["telegram", "off"], BeforeValidator(_pace)] = Field(
        default="telegram", validation_alias="NESTEGG_PACE"
    )
    ephemeral: Annotated[Literal["on", "off"], BeforeValidator(_ephemeral)] = Field(
        default="off", validation_alias="NESTEGG_EPHEMERAL"
    )
    log: Annotated[Log, NoDecode, BeforeValidator(_log)] = Field(default=Log(), validation_alias="NESTEGG_LOG")

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - a setting, by its variable's name or its own
        super().__init__(**given)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_blanks(cls, values: dict[str, Any]) -> dict[str, Any]:
        stripped = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
        return {name: value for name, value in stripped.items() if value != ""}

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is a file."""
        return self.database_url.partition("://")[0] in SQLITE


def load_settings() -> Settings:
    """Read the settings; WrongSettings names the first that cannot be meant."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise WrongSettings(_line(first["loc"], first)) from None
    except (OSError, UnicodeError):
        place = os.path.abspath(".env")  # noqa: PTH100 - only to be shown
        raise WrongSettings(f"{place} cannot be read: it must be a text file in UTF-8 that you may read") from None


def _line(place: tuple[int | str, ...], error: Any) -> str:  # noqa: ANN401 - the library's own dictionary
    reason = error.get("ctx", {}).get("error") or error["msg"]
    return f"{place[0]} {reason}."
