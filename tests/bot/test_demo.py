import contextlib
import io
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.demo import play
from bot.demo.display import Display
from bot.demo.lines import Line, read
from bot.demo.town import Impossible, Town
from bot.localgram.wire import Upload
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 20)
CARD = """\
Ann: /budget mom christmas 100
Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
  Budget $100.00
  ✨ New: Mom and Christmas 2026
  [1 ↩️ Undo]
Nestegg: 👤 Who is Mom? Then I know whom not to tell.
  [1 That's me] [2 Somebody here]
  [3 Not on Telegram]
"""
OF_ONE_WHO_IS_KNOWN = """\
Nestegg: 🎁 Mom · Christmas 2026 (in 35 days)
  ░░░░░░░░░░ 0 %
  Spent $0.00 · planned $0.00 · left $100.00 of $100.00
  ✨ New: Christmas 2026
  [1 ↩️ Undo]
"""


@pytest.fixture
def settings() -> Settings:
    """Settings as a host has them who lets nobody in."""
    return Settings(_env_file=None, owners="1234567", chats="1234567", database_url="sqlite:///never.db")


def played(settings: Settings, script: str, monkeypatch: pytest.MonkeyPatch, database: Path | None = None) -> str:
    """The transcript of a script."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(script))
    with contextlib.redirect_stdout(out):
        play(settings, day=DAY, database=database)
    return out.getvalue()


def test_a_budget_is_set_in_the_group(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert played(settings, "Ann: /budget mom christmas 100\n", monkeypatch) == CARD


def test_a_script_gives_the_same_transcript_every_time(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "Ann: /budget mom christmas 100\nBen > /budgets\nBen: /budget lea christmas 60\nAnn ! 1\nLea: /undo\n"

    first, second = (played(settings, script, monkeypatch) for _ in range(2))

    assert first == second


def test_nothing_of_the_real_bot_is_touched(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    played(settings, "Ann: /budgets\n", monkeypatch)

    assert list(tmp_path.iterdir()) == []


def test_private_chats_buttons_and_toasts_are_told_apart(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    transcript = played(settings, "Ann > /budget mom christmas 100\n# nothing\n\nAnn ! undo\n", monkeypatch)

    assert transcript.splitlines()[1:2] + transcript.splitlines()[-3:] == [
        "Nestegg > Ann: 🎁 Mom · Christmas 2026 (in 35 days)",
        "Ann ! undo",
        "· Taken back",
        "Nestegg > Ann (edited): ↩️ Taken back: /budget mom christmas 100",
    ]


def test_somebody_unknown_joins_the_group(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    transcript = played(settings, "Zoe: /budgets\nzoe > /budgets\n", monkeypatch)

    assert transcript.splitlines() == [
        "Zoe: /budgets",
        "(Zoe joins Our family)",
        "Nestegg: No budgets yet. Set the first one: /budget mom christmas 100",
        "zoe > /budgets",
        "Nestegg > Zoe: No budgets yet. Set the first one: /budget mom christmas 100",
    ]


def test_a_question_is_answered_by_a_reply(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    transcript = played(settings, "Ann: /budget\nAnn ^ Mom\nAnn: /budget\n:reply Mom\n", monkeypatch)

    assert [line for line in ("Ann ^ Mom\nNestegg", ":reply Mom\nNestegg") if line not in transcript] == []


def test_a_correction_corrects_the_answer(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    transcript = played(settings, "Ann: /budget mom christmas 100\n:edit /budget mom christmas 150\n", monkeypatch)

    assert "Nestegg (edited): 🎁 Mom" in transcript
    assert "Budget $150.00" in transcript


@pytest.mark.parametrize(
    ("line", "notice"),
    [
        ("Ben ! 3", "(Ben last saw no buttons.)"),
        ("Ben ^ yes", "(Ben has not seen the bot say anything yet.)"),
        (":edit hello", "(Ann has written nothing here yet.)"),
        (":frob", "(There is no frob here; :help shows what can be typed)"),
        (":join Ann", "(Name somebody new)"),
        (":who", "Ann, Ben, Mom, Lea are in Our family; each has a private chat with the bot too."),
    ],
)
def test_what_cannot_be_done_is_said(
    line: str, notice: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    transcript = played(settings, f"{line}\n", monkeypatch)

    assert transcript.splitlines() == [line, notice]


def test_a_family_that_is_kept_goes_on_where_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = tmp_path / "kept" / "family.db"

    played(settings, "Ann: /budget mom christmas 100\n", monkeypatch, kept)
    transcript = played(settings, "Ben: /budgets\nAnn: /undo\n", monkeypatch, kept)

    assert "Mom" in transcript
    assert transcript.splitlines()[-1] == "Nestegg: ↩️ Taken back: /budget mom christmas 100"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("# a comment", None),
        ("Ann: hello", Line("group", "hello", "Ann")),
        ("Ann > hello", Line("private", "hello", "Ann")),
        ("Ann ! 2", Line("press", "2", "Ann")),
        ("Ann ^ yes", Line("reply", "yes", "Ann")),
        ("Aunt May:  hello ", Line("group", "hello", "Aunt May")),
        ("Ann:", Line("group", "", "Ann")),
        (":ben", Line("told", "", "ben")),
        (":edit /budget a", Line("told", "/budget a", "edit")),
        ("https://example.org", Line("plain", "https://example.org")),
        ("/budget mom: x", Line("plain", "/budget mom: x")),
        ("2", Line("plain", "2")),
    ],
)
def test_a_line_is_read(text: str, expected: Line | None) -> None:
    assert read(text, lambda _: True) == expected


def test_in_a_terminal_only_those_who_are_known_are_names() -> None:
    assert read("Note: buy tea", lambda name: name == "Ann") == Line("plain", "Note: buy tea")


@pytest.fixture
def town() -> Town:
    """The town without its bot."""
    return Town(lambda: datetime(2026, 11, 20, 12, tzinfo=UTC))


async def post(town: Town, **params: object) -> list[str]:
    """What a terminal shows of a message of the bot's."""
    status, payload = await town.call("sendMessage", {"chat_id": town.group, "parse_mode": "HTML", **params})
    assert status == 200, payload
    return Display(town, Path("nowhere"), colours=True).lines(*town.take_news()[-1])


async def test_a_terminal_shows_bold_text_and_links(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)

    lines = await post(town, text='🎁 <b>Mom</b> <a href="https://example.org/">here</a>\nand there')

    assert lines == ["\033[1mNestegg\033[0m: 🎁 \033[1mMom\033[0m here (https://example.org/)", "  and there"]


async def test_who_wants_no_colours_gets_none(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    assert await post(town, text="<b>Mom</b>") == ["Nestegg: Mom"]


async def test_buttons_are_numbered_row_by_row(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    rows = [[("A", "a"), ("B", "b")], [("C", "c")]]
    keyboard = [[{"text": label, "callback_data": data} for label, data in row] for row in rows]

    assert await post(town, text="?", reply_markup={"inline_keyboard": keyboard}) == [
        "Nestegg: ?",
        "  [1 A] [2 B]",
        "  [3 C]",
    ]
    assert [town.can_touch("Ben", each) for each in ("0", "3", "4", "c", "d")] == [False, True, False, True, False]


async def test_a_question_shows_what_it_waits_for(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    forced = {"force_reply": True, "input_field_placeholder": "an amount"}

    assert await post(town, text="How much?", reply_markup=forced) == [
        "Nestegg: How much?",
        "  (waits for a reply: an amount)",
    ]


async def test_a_link_that_starts_the_bot_is_followed_and_others_are_told(town: Town) -> None:
    links = ["https://t.me/nestegg_bot?start=abc", "https://example.org/x"]
    await post(town, text="?", reply_markup={"inline_keyboard": [[{"text": "L", "url": each}] for each in links]})

    town.touch("Ben", "1")

    assert town.messages(town.people["Ben"])[-1]["text"] == "/start abc"
    with pytest.raises(Impossible, match=r"opens https://example\.org/x"):
        town.touch("Ben", "2")


async def test_pictures_are_saved_to_files(town: Town, tmp_path: Path) -> None:
    display = Display(town, tmp_path / "pictures", colours=False)
    for drawn in (b"first", b"second"):
        await town.call("sendPhoto", {"chat_id": town.group, "photo": drawn, "caption": "So far\nso good"})

    shown = [display.lines(*one) for one in town.take_news()]

    paths = [tmp_path / "pictures" / f"picture-{number}.png" for number in (1, 2)]
    assert shown == [[f"Nestegg: [picture: {path}]", "  So far", "  so good"] for path in paths]
    assert [path.read_bytes() for path in paths] == [b"first", b"second"]


async def test_a_file_is_saved_under_its_name_and_nowhere_else(town: Town, tmp_path: Path) -> None:
    display = Display(town, tmp_path / "files", colours=False)
    file = Upload.of(b"a,b", "../table.csv")
    await town.call("sendDocument", {"chat_id": town.group, "document": file, "caption": "All"})

    [shown] = [display.lines(*one) for one in town.take_news()]

    assert shown == [f"Nestegg: [file: {tmp_path / 'files' / 'table.csv'}]", "  All"]
    assert (tmp_path / "files" / "table.csv").read_bytes() == b"a,b"


async def test_a_picture_that_changes_is_shown_again(town: Town, tmp_path: Path) -> None:
    display = Display(town, tmp_path, colours=False)
    await town.call("sendPhoto", {"chat_id": town.group, "photo": b"before", "caption": "So far"})
    message_id = town.messages(town.group)[-1]["message_id"]
    media = {"type": "photo", "media": "attach://after", "caption": "By now"}
    await town.call(
        "editMessageMedia", {"chat_id": town.group, "message_id": message_id, "media": media, "after": b"after"}
    )

    shown = [display.lines(*one) for one in town.take_news()]

    assert shown[1] == [f"Nestegg (edited): [picture: {tmp_path / 'picture-2.png'}]", "  By now"]
    assert (tmp_path / "picture-2.png").read_bytes() == b"after"


def test_a_command_can_stand_below_a_picture(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    transcript = played(settings, "Ann: [photo] /budget mom christmas 100\n", monkeypatch)

    assert transcript == CARD.replace("/budget", "[photo] /budget", 1)


async def test_pictures_are_posted_wherever_one_can_write(town: Town) -> None:
    asked = {"force_reply": True}
    await town.call("sendMessage", {"chat_id": town.group, "text": "What?", "reply_markup": asked})

    town.speak("Ann", "[photo] /bought mom scarf 40", private=False)
    town.speak("Ann", "[photo]", private=True)
    town.answer("Ben", "[photo] this")

    command, answer = town.messages(town.group)[-2:]
    assert (command["caption"], "reply_to_message" in command) == ("/bought mom scarf 40", False)
    assert (answer["caption"], answer["reply_to_message"]["text"]) == ("this", "What?")
    assert "caption" not in town.messages(town.people["Ann"])[-1]


def test_a_file_of_ones_own_can_be_sent(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, town: Town
) -> None:
    file = tmp_path / "bank.csv"
    file.write_text("Date,Payee,Amount\n2020-01-02,Bakery,3.20\n")

    transcript = played(settings, f"Ann: [file {file}] /import\n", monkeypatch)

    assert "📥 1 expense to add · $3.20" in transcript
    with pytest.raises(Impossible, match="There is no file"):
        town.speak("Ann", "[file nowhere.csv] /import", private=False)


async def test_what_the_bot_removes_is_told(town: Town) -> None:
    town.promote_bot(town.group)
    said = town.say(town.people["Ann"], town.group, "/bought mom scarf")
    await town.call("deleteMessage", {"chat_id": town.group, "message_id": said["message_id"]})

    photo = town.say_photo(town.people["Ann"], town.group, "/bought mom hat")
    await town.call("deleteMessage", {"chat_id": town.group, "message_id": photo["message_id"]})

    display = Display(town, Path("nowhere"), colours=False)
    shown = [line for one in town.take_news() for line in display.lines(*one)]

    removed = "Nestegg removes from Our family: "
    assert shown == [f"{removed}/bought mom scarf", f"{removed}/bought mom hat"]


@contextlib.contextmanager
def terminal(folder: Path) -> Iterator["Keyboard"]:
    """The demo in a terminal, with a keyboard before it."""
    ours, theirs = pty.openpty()
    command = (sys.executable, "-m", "bot", "demo", "--date", str(DAY))
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "NO_COLOR": "1",
        "LANG": "C.UTF-8",
        "TERM": "dumb",
    }
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment, start_new_session=True
    ) as process:
        os.close(theirs)
        try:
            yield Keyboard(ours, process)
        finally:
            process.kill()
    os.close(ours)


class Keyboard:
    """Types into a terminal, and reads what it shows."""

    def __init__(self, terminal: int, process: "subprocess.Popen[bytes]") -> None:
        self._terminal = terminal
        self.process = process
        self.shown = ""

    def types(self, text: str, until: str) -> str:
        """Type, and wait until something is shown; answer with all that is shown since."""
        os.write(self._terminal, text.encode())
        seen, patience = len(self.shown), time.monotonic() + 20
        while until not in self.shown[seen:]:
            assert time.monotonic() < patience, self.shown
            if select.select([self._terminal], [], [], 0.1)[0]:
                self.shown += os.read(self._terminal, 65536).decode().replace("\r\n", "\n")
        return self.shown[seen:]

    def interrupts(self) -> int:
        """Press Ctrl-C until the program ends: while the line editor begins to read it may miss one."""
        for _ in range(10):
            # No session leads this terminal, so the key itself would interrupt nobody.
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self.process.wait(2)
        raise AssertionError(self.shown)


def test_in_a_terminal_one_types_as_one_person_after_another(tmp_path: Path) -> None:
    with terminal(tmp_path) as keyboard:
        hint = keyboard.types("", until="this terminal.\nAnn: ")
        keyboard.types("/person mom offline\n", until="Undo]\nAnn: ")
        card = keyboard.types("/budget mom christmas 100\n", until="Undo]\nAnn: ")
        undone = keyboard.types("1\n", until="Ann: ")
        keyboard.types(":ben\n", until="Ben: ")
        keyboard.types(":private\n", until="Ben > ")
        silent = keyboard.types("Mom: hello\n", until="Ben > ")
        answer = keyboard.types("/budgets\n", until="\nBen > ")
        keyboard.types(":group\n", until="Ben: ")
        keyboard.types("\x04", until="\n")
        status = keyboard.process.wait(10)

    assert hint.count("\n") == 3
    assert OF_ONE_WHO_IS_KNOWN in card
    assert "· Taken back\nNestegg (edited): ↩️ Taken back: /budget mom christmas 100" in undone
    assert "(the bot keeps silent;" in silent
    assert "Nestegg > Ben: No budgets yet." in answer
    assert status == 0


def test_an_interruption_leaves_the_demo_without_complaint(tmp_path: Path) -> None:
    with terminal(tmp_path) as keyboard:
        keyboard.types("", until="Ann: ")
        status = keyboard.interrupts()

    assert (status, "Traceback" in keyboard.shown) == (0, False)
