import asyncio
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.localgram import LocalTelegram
from bot.localgram.server import address, serve
from bot.migrations import migrate
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("run", "demo", "migrate", "doctor", "backup", "restore", "export", "import", "seed", "reset")
ANN = 77


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """An environment with our variables and hardly any other."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("COV") or name == "PATH"}
    return {**kept, "PYTHONPATH": str(ROOT), "HOME": str(folder), "LANG": "C.UTF-8", **variables}


def nestegg(folder: Path, *words: str, said: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=environment(folder, **variables),
        input=said,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def complaint(finished: subprocess.CompletedProcess[str], status: int = 1) -> str:
    """The one line that a command failed with."""
    assert (finished.returncode, finished.stdout, finished.stderr.count("\n")) == (status, "", 1), finished
    assert finished.stderr.startswith("nestegg: ")
    return finished.stderr.removeprefix("nestegg: ").rstrip()


def shown(*words: str, **variables: str) -> Result:
    """What a command shows that needs no process of its own."""
    return CliRunner().invoke(app, words, env={"TERMINAL_WIDTH": "100", **variables}, prog_name="nestegg")


def test_help_lists_every_command_with_a_whole_sentence() -> None:
    listed = re.findall(r"^  ([a-z]+) +[A-Z].*\.$", shown("--help").stdout.partition("Commands:")[2], re.MULTILINE)

    assert tuple(listed) == COMMANDS


def test_help_names_every_variable_and_the_file_env() -> None:
    names = [str(field.validation_alias) for field in Settings.model_fields.values()]

    text = shown("--help").stdout

    assert [name for name in [*names, ".env"] if name not in text] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    result = shown(command, "--help")

    assert (result.exit_code, result.stdout.startswith(f"Usage: nestegg {command}")) == (0, True)


def test_help_comes_at_once(tmp_path: Path) -> None:
    nestegg(tmp_path, "--help")

    begun = time.perf_counter()
    nestegg(tmp_path, "--help")

    assert time.perf_counter() - begun < 1.5


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import bot.cli, sys; print([name for name in ('telegram', 'sqlalchemy', 'pydantic') if name in sys.modules])"
    )

    shown = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert shown == "[]\n"


def test_the_version_is_told() -> None:
    assert shown("--version").stdout.startswith("nestegg")


def test_without_a_token_run_tells_how_to_get_one(tmp_path: Path) -> None:
    assert "@BotFather" in complaint(nestegg(tmp_path, "run"))


@pytest.mark.parametrize("words", [["run"], ["demo"], ["migrate"], ["doctor"], ["backup", "x"], ["restore", "x"]])
def test_a_wrong_setting_stops_every_command_in_one_line(words: list[str]) -> None:
    result = shown(*words, NESTEGG_CURRENCY="gold")

    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith("nestegg: NESTEGG_CURRENCY is ")


@pytest.mark.parametrize(
    "url",
    ["sqlite:///text.db", "sqlite:///no/folder/nestegg.db", "postgresql://ann:secret@127.0.0.1:1/nestegg"],
)
def test_a_database_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, url: str) -> None:
    (tmp_path / "text.db").write_text("Dear diary, " * 1000)

    assert "secret" not in complaint(nestegg(tmp_path, "migrate", DATABASE_URL=url))


def test_a_database_goes_from_migration_to_restoration(tmp_path: Path) -> None:
    words = (
        "doctor",
        "migrate",
        "backup copy.db",
        "backup copy.db",
        "restore copy.db",
        "restore copy.db --force",
        "doctor",
    )

    steps = [nestegg(tmp_path, *line.split()) for line in words]

    assert [step.returncode for step in steps] == [1, 0, 0, 1, 1, 0, 0]
    assert [step.stderr for step in steps if step.returncode == 0] == [""] * 4


def test_the_doctor_mends_what_does_not_add_up_when_told_to(tmp_path: Path) -> None:
    nestegg(tmp_path, "migrate")
    with closing(sqlite3.connect(tmp_path / "nestegg.db")) as connection:
        connection.executescript(
            "INSERT INTO families (id, name) VALUES (1, 'Ours');"
            "INSERT INTO persons (id, family_id, name, name_key) VALUES (1, 1, 'Mom', 'mom');"
            "INSERT INTO occasions (id, family_id, name, name_key) VALUES (1, 1, 'Easter', 'easter');"
            "INSERT INTO person_occasions (family_id, person_id, occasion_id, budget_spent) VALUES (1, 1, 1, 5);"
        )

    steps = [nestegg(tmp_path, *line.split()) for line in ("doctor", "doctor --repair", "doctor")]

    assert [step.returncode for step in steps] == [1, 0, 0]
    assert ["mended" in step.stdout for step in steps] == [False, True, False]


def test_seed_makes_the_categories_that_a_family_lacks_and_no_others(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'nestegg.db'}")
    with closing(sqlite3.connect(tmp_path / "nestegg.db")) as connection:
        connection.executescript(
            "INSERT INTO families (id, name) VALUES (1, 'Ours'), (2, 'Theirs');"
            "INSERT INTO categories (family_id, name, name_key) VALUES (1, 'food', 'food'), (1, 'Gifts', 'gifts');"
            "INSERT INTO categories (family_id, name, name_key, icon, aliases, is_default) VALUES"
            " (2, 'Meals', 'meals', '🍔', '[]', true), (2, 'Bus', 'bus', '', '[\"transport\"]', false);"
        )

    said = [nestegg(tmp_path, "seed").stdout for _ in range(2)]

    assert said == ["Made 11 categories for 2 of 2 families.\n", "Made 0 categories for 0 of 2 families.\n"]
    with closing(sqlite3.connect(tmp_path / "nestegg.db")) as connection:
        rows = connection.execute("SELECT name FROM categories ORDER BY family_id, name")
        names = [row[0] for row in rows]
        filled = connection.execute("SELECT family_id, name FROM categories WHERE of_gifts ORDER BY 1").fetchall()
    assert names[:7] == ["Bills", "Entertainment", "Gifts", "Health", "Shopping", "Transport", "food"]
    assert names[7:] == ["Bills", "Bus", "Entertainment", "Gifts", "Health", "Meals", "Shopping"]
    assert filled == [(1, "Gifts"), (2, "Gifts")]


def test_reset_empties_a_database_only_if_it_is_meant(tmp_path: Path) -> None:
    elsewhere = "postgresql://ann:secret@127.0.0.1:1/nestegg"
    migrate(f"sqlite:///{tmp_path / 'nestegg.db'}")
    with closing(sqlite3.connect(tmp_path / "nestegg.db")) as connection:
        connection.executescript("INSERT INTO families (id, name) VALUES (1, 'Ours');")
    nestegg(tmp_path, "seed")

    refused = [
        complaint(nestegg(tmp_path, "reset")),
        complaint(nestegg(tmp_path, "reset", "--yes", DATABASE_URL=elsewhere)),
        complaint(nestegg(tmp_path, "reset", "--yes", "--force", DATABASE_URL=elsewhere)),
    ]
    done = nestegg(tmp_path, "reset", "--yes")

    assert ["--yes" in refused[0], "--force" in refused[1], "cannot be used" in refused[2]] == [True] * 3
    assert done.stdout == "Removed 8 rows. The database is empty.\n"


def test_for_postgresql_the_command_is_named(tmp_path: Path) -> None:
    url = "postgresql://ann:secret@127.0.0.1:1/nestegg"

    line = complaint(nestegg(tmp_path, "backup", "copy.dump", DATABASE_URL=url), status=2)

    assert line.endswith(
        "pg_dump --format=custom --file=copy.dump --host=127.0.0.1 --port=1 --username=ann --dbname=nestegg"
    )


def test_the_demo_reads_a_script(tmp_path: Path) -> None:
    finished = nestegg(
        tmp_path, "demo", "--date", "2026-11-20", said="Ann: /budget mom christmas 100\nAnn > /budgets\n"
    )

    assert (finished.returncode, finished.stderr) == (0, "")
    assert "Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)" in finished.stdout.splitlines()
    assert list(tmp_path.iterdir()) == []


class Running:
    """The bot as a process, and the Telegram it speaks with."""

    def __init__(self, local: LocalTelegram, process: asyncio.subprocess.Process) -> None:
        self.local = local
        self.process = process

    async def answers(self, chat_id: int, count: int) -> None:
        """Wait until the bot has said so many things in a chat."""
        await self.local.wait_for(
            lambda: sum(body["from"]["is_bot"] for body in self.local.messages(chat_id)) >= count, timeout=20
        )

    async def ends(self) -> tuple[int | None, str]:
        """Wait for the end, and answer with the status and what was logged."""
        _, logged = await asyncio.wait_for(self.process.communicate(), 15)
        return self.process.returncode, logged.decode()


async def until(true: Callable[[], bool]) -> None:
    """Wait for what nobody announces."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - as said
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(folder: Path, local: LocalTelegram, **variables: str) -> AsyncIterator[Running]:
    """Run the bot over loopback."""
    runner = await serve(local)
    given = {"TELEGRAM_BOT_TOKEN": local.token, "TELEGRAM_API_URL": address(runner), **variables}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=environment(folder, **given), stderr=asyncio.subprocess.PIPE
    )
    try:
        yield Running(local, process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await runner.cleanup()


@pytest.fixture
def local() -> LocalTelegram:
    """Ann, with a private chat."""
    local = LocalTelegram(token="123456789:AAEabcdefghijklmnopqrstuvwxyz012345")
    local.add_user(ANN, "Annemarie", username="ann_of_the_hill")
    return local


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_bot_within_ten_seconds_and_nothing_is_lost(
    tmp_path: Path, local: LocalTelegram, how: signal.Signals
) -> None:
    async with running(tmp_path, local, NESTEGG_PACE="off") as bot:
        local.say(ANN, ANN, "/budget mom christmas 100")
        await bot.answers(ANN, 1)
        for amount in range(101, 131):
            local.say(ANN, ANN, f"/budget mom christmas {amount}")
        bot.process.send_signal(how)
        begun = time.monotonic()
        status, _ = await bot.ends()
        took = time.monotonic() - begun

    taken_in = 31 - len(local.inbox.waiting)
    answered = sum(body["from"]["is_bot"] for body in local.messages(ANN))
    with closing(sqlite3.connect(tmp_path / "nestegg.db")) as connection:
        waiting = connection.execute("SELECT count(*) FROM messages WHERE delivery = 'pending'").fetchone()[0]
        heard = connection.execute("SELECT count(*) FROM messages WHERE role = 'user'").fetchone()[0]
    assert (status, took < 10) == (0, True)
    assert (heard >= taken_in, answered + waiting) == (True, heard)


@pytest.mark.parametrize("form", ["json debug", "console debug"])
async def test_what_the_family_says_is_in_no_log_line(tmp_path: Path, local: LocalTelegram, form: str) -> None:
    said = [
        "/budget grandfather christmas 123.45",
        "/person grandfather alias opa",
        "/budget nobody x y z",
        "/undo",
        "hello",
    ]
    async with running(tmp_path, local, NESTEGG_PACE="off", NESTEGG_LOG=form) as bot:
        for number, text in enumerate(said, start=1):
            local.say(ANN, ANN, text)
            await bot.answers(ANN, number)
        local.fail_next("sendMessage", status=400, description="Bad Request: can't parse 'grandfather'")
        local.say(ANN, ANN, "/budgets")
        await until(lambda: not local.faults)
        with closing(sqlite3.connect(tmp_path / "nestegg.db")) as connection:
            # What nobody foresaw, and its text quotes what was said.
            trigger = "CREATE TRIGGER spoil BEFORE INSERT ON changes BEGIN SELECT RAISE(ABORT, 'no grandfather'); END"
            connection.execute(trigger)
        local.say(ANN, ANN, "/budget grandfather christmas 543.21")
        await bot.answers(ANN, len(said) + 1)
        bot.process.terminate()
        status, logged = await bot.ends()

    told = ("grandfather", "opa", "Annemarie", "ann_of_the_hill", "123.45", "543.21", "hello", local.token, "AAEabc")
    assert (status, [word for word in told if word.casefold() in logged.casefold()]) == (0, [])
    assert [event for event in ("listening", "message_refused", "update_failed") if event not in logged] == []
    if form.startswith("json"):
        assert [line for line in logged.splitlines() if "event" not in json.loads(line)] == []


async def test_a_token_that_telegram_does_not_know_is_told_in_one_line(tmp_path: Path, local: LocalTelegram) -> None:
    async with running(tmp_path, local, TELEGRAM_BOT_TOKEN="123456789:AAEwrong") as bot:
        status, logged = await bot.ends()

    assert (status, logged.count("\n")) == (1, 1)
    assert logged.startswith("nestegg: Telegram does not know this TELEGRAM_BOT_TOKEN")


async def test_a_telegram_that_cannot_be_reached_is_waited_for(tmp_path: Path, local: LocalTelegram) -> None:
    async with running(tmp_path, local, TELEGRAM_API_URL="http://127.0.0.1:1") as bot:
        assert bot.process.stderr
        line = await asyncio.wait_for(bot.process.stderr.readline(), 20)
        bot.process.terminate()
        status, _ = await bot.ends()

    assert (status, b"telegram_unreachable" in line) == (0, True)
