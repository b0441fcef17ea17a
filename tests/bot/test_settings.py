from pathlib import Path

import pytest

from bot.settings import Log, Settings, WrongSettings, load_settings

VARIABLES = (
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_API_URL",
    "DATABASE_URL",
    *(f"NESTEGG_{name}" for name in ("CURRENCY", "LOCALE", "TIMEZONE", "OWNERS", "CHATS", "PACE", "LOG")),
)
TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz012345"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment without any of our variables, in an empty folder."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def refusal() -> str:
    """What is said about the settings as they are."""
    with pytest.raises(WrongSettings) as caught:
        load_settings()
    return str(caught.value)


def test_without_any_variable_everything_has_a_default() -> None:
    settings = load_settings()

    assert settings.model_dump() == {
        "bot_token": None,
        "api_url": "https://api.telegram.org",
        "database_url": "sqlite+aiosqlite:///nestegg.db",
        "currency": "USD",
        "locale": "en_US",
        "timezone": "UTC",
        "owners": frozenset(),
        "chats": frozenset(),
        "pace": "telegram",
        "ephemeral": "off",
        "log": Log("console", "info"),
    }


@pytest.mark.parametrize("name", VARIABLES)
@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_variable_is_as_good_as_none(name: str, blank: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, blank)

    assert load_settings() == Settings(_env_file=None)


@pytest.mark.parametrize(
    ("name", "text", "field", "expected"),
    [
        ("TELEGRAM_API_URL", "http://127.0.0.1:8081/", "api_url", "http://127.0.0.1:8081"),
        ("DATABASE_URL", "postgresql://u:p@h/nestegg", "database_url", "postgresql://u:p@h/nestegg"),
        ("DATABASE_URL", " sqlite:////var/n.db ", "database_url", "sqlite:////var/n.db"),
        ("NESTEGG_CURRENCY", "eur", "currency", "EUR"),
        ("NESTEGG_LOCALE", "de-AT", "locale", "de_AT"),
        ("NESTEGG_LOCALE", "en_GB.UTF-8", "locale", "en_GB"),
        ("NESTEGG_TIMEZONE", "berlin", "timezone", "Europe/Berlin"),
        ("NESTEGG_OWNERS", "5, 7", "owners", frozenset({5, 7})),
        ("NESTEGG_CHATS", "-1001234567890,5", "chats", frozenset({-1001234567890, 5})),
        ("NESTEGG_PACE", "OFF", "pace", "off"),
        ("NESTEGG_EPHEMERAL", "On", "ephemeral", "on"),
        ("NESTEGG_LOG", "json", "log", Log("json", "info")),
        ("NESTEGG_LOG", "debug", "log", Log("console", "debug")),
        ("NESTEGG_LOG", "json, warning", "log", Log("json", "warning")),
    ],
)
def test_a_variable_is_read(
    name: str, text: str, field: str, expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, text)

    assert getattr(load_settings(), field) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TELEGRAM_BOT_TOKEN", "not a token"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:99999"),
        ("DATABASE_URL", "nestegg.db"),
        ("DATABASE_URL", "mysql://u:p@h/d"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://u:p@h"),
        ("DATABASE_URL", "postgresql://u:p@h:port/d"),
        ("NESTEGG_CURRENCY", "euros"),
        ("NESTEGG_LOCALE", "klingon"),
        ("NESTEGG_TIMEZONE", "Mars/Olympus"),
        ("NESTEGG_OWNERS", "ann"),
        ("NESTEGG_OWNERS", "-100"),
        ("NESTEGG_CHATS", "1;2;x"),
        ("NESTEGG_PACE", "fast"),
        ("NESTEGG_EPHEMERAL", "yes"),
        ("NESTEGG_LOG", "loud"),
    ],
)
def test_a_wrong_variable_is_named_in_one_line(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, text)

    line = refusal()

    assert (line.split()[0], line.count("\n"), line[-1]) == (name, 0, ".")


def test_a_wrong_token_or_password_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "bot" + TOKEN)
    first = refusal()
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", "mysql://u:hunter2@h/d")
    second = refusal()

    assert [word for word in ("AAEabc", "hunter2") if word in first + second] == []


def test_the_token_does_not_show_in_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)

    settings = load_settings()

    assert TOKEN not in repr(settings) + str(settings.model_dump())


def test_the_file_env_speaks_where_the_environment_is_silent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = "# ours\nNESTEGG_CURRENCY=EUR\nNESTEGG_PACE = 'off'\nOTHERS=1\n"
    (tmp_path / ".env").write_text(text, "utf-8")
    monkeypatch.setenv("NESTEGG_CURRENCY", "GBP")

    settings = load_settings()

    assert (settings.currency, settings.pace) == ("GBP", "off")


def test_an_unreadable_file_env_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"NESTEGG_CURRENCY=\xff\xfe")

    assert refusal().startswith(f"{tmp_path / '.env'} cannot be read")
