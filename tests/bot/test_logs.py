import asyncio
import io
import json
import logging
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.logs import configure
from bot.settings import Form

TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz012345"
KEY = UUID(int=7)


@pytest.fixture(autouse=True)
def undisturbed() -> Iterator[None]:
    """Logging as it was before, afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("nestegg")
    before = (root.handlers[:], root.level, ours.level, logging.raiseExceptions)
    yield
    root.handlers[:], root.level, level, logging.raiseExceptions = before
    ours.setLevel(level)
    structlog.reset_defaults()


def written(act: Callable[[], object], form: Form = "json", level: str = "info", token: str = TOKEN) -> str:
    """What is logged while something is done."""
    out = io.StringIO()
    configure(form, level, token, out)
    act()
    return out.getvalue()


def told(act: Callable[[], object]) -> dict[str, Any]:
    """The one event that is logged while something is done."""
    event: dict[str, Any] = json.loads(written(act))
    return event


def test_an_event_is_one_line_of_json() -> None:
    event = told(lambda: structlog.get_logger().info("listening", bot="nestegg_bot", count=3))

    del event["timestamp"]
    assert event == {"event": "listening", "level": "info", "bot": "nestegg_bot", "count": 3}


def test_on_a_console_an_event_is_one_line_too() -> None:
    line = written(lambda: structlog.get_logger().info("listening", bot="nestegg_bot"), "console")

    assert (line.count("\n"), "listening" in line, "bot=nestegg_bot" in line) == (1, True, True)


def test_the_level_decides_what_is_told() -> None:
    def speak() -> None:
        structlog.get_logger().debug("small")
        structlog.get_logger().warning("grave")

    levels = [[json.loads(line)["event"] for line in written(speak, level=level).splitlines()] for level in LEVELS]

    assert levels == [["small", "grave"], ["grave"], []]


LEVELS = ("debug", "info", "error")


@pytest.mark.parametrize("form", ["json", "console"])
@given(before=st.text(max_size=5), after=st.text(alphabet="/?& \n", max_size=5))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_token_is_ever_written(form: Form, before: str, after: str) -> None:
    text = f"{before}{TOKEN}{after}"
    escaped = text.replace(":", "%3A")

    def speak() -> None:
        log = structlog.get_logger()
        log.info(text, url=escaped, nested={"list": [text, (text,)], text: 1}, **{"key " + text: 1})
        log.error("failed", problem=ValueError(text))
        logging.getLogger("telegram").warning("at %s", text)
        logging.getLogger("aiohttp").warning(text)

    assert "AAEabc" not in written(speak, form, token="")


def test_a_token_of_any_form_is_hidden_when_it_is_our_own() -> None:
    event = told(lambda: structlog.get_logger().info("x", url="http://h/bot123:local/getMe"))
    own = json.loads(written(lambda: structlog.get_logger().info("x", url="/bot123:local/getMe"), token="123:local"))

    assert (event["url"], own["url"]) == ("http://h/bot123:local/getMe", "/bot[token]/getMe")


def test_objects_show_their_type_alone() -> None:
    event = told(lambda: structlog.get_logger().info("x", amount=Decimal("12.50"), row=KEY, people={1, 2}))

    assert (event["amount"], event["row"], event["people"]) == ("Decimal", str(KEY), [1, 2])


def fail() -> None:
    """Fail for a reason that quotes what somebody said."""
    scarf = "a red scarf"
    try:
        raise FileNotFoundError(2, scarf)
    except OSError as problem:
        raise ValueError(f"Mom wants {scarf}") from problem


def log_failure() -> None:
    """Have a failure logged."""
    try:
        fail()
    except ValueError:
        structlog.get_logger().exception("update_failed", kind="message")


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_failure_tells_its_type_and_place_but_not_its_text(form: Form) -> None:
    text = written(log_failure, form)

    told = ("ValueError", "FileNotFoundError (ENOENT)", "in fail", "which led to")
    assert [part for part in told if part not in text] == []
    assert "red scarf" not in text


def test_the_parts_of_a_group_of_failures_are_told() -> None:
    def speak() -> None:
        structlog.get_logger().error("x", exc_info=ExceptionGroup("Mom", [KeyError("Mom"), ValueError("Mom")]))

    assert told(speak)["exception"].splitlines() == ["ExceptionGroup", "  part 1", "KeyError", "  part 2", "ValueError"]


def test_libraries_are_heard_from_warnings_on_without_their_values() -> None:
    def speak() -> None:
        logging.getLogger("sqlalchemy.engine").info("SELECT 'Mom'")
        logging.getLogger("telegram.ext").warning("Cannot tell %s about %s", "Mom", "scarf")

    event = told(speak)

    assert (event["event"], event["logger"]) == ("Cannot tell %s about %s", "telegram.ext")


def test_a_forgotten_task_that_failed_is_told_without_its_text() -> None:
    async def spoil() -> None:
        raise KeyError("Mom")

    async def forget() -> None:
        task = asyncio.create_task(spoil())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task

    text = written(lambda: asyncio.run(forget()))

    assert ("KeyError" in text, "Task exception was never retrieved" in text) == (True, True)
    assert "future:" not in text
