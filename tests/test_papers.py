"""The papers: what they show is played, what they list is compared, where they point to is looked up."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import handlers.occasions
import replies.occasions
from bot.cli import app
from bot.settings import Log, Settings
from domain.names import split_words
from handlers.registry import COMMANDS, buttons
from repositories import models
from services.amounts import take_amount
from tests.chat import Chat

ROOT = Path(__file__).resolve().parent.parent
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted(ROOT.glob("docs/adr/*.md"))
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOLDERS = "alembic|bench|bot|deploy|docs|domain|handlers|replies|repositories|requirements|services|tests"
SPOKEN = re.compile(r"(?!Nestegg\b)\w+(?::| >| !) .+")
THE_DAY = "2026-11-20"


def paper(name: str) -> str:
    """The text of a paper."""
    return (ROOT / name).read_text("utf-8")


def fenced(name: str, language: str) -> list[str]:
    """The blocks of a paper in one language."""
    return [block for found, block in FENCED.findall(paper(name)) if found == language]


def rows(name: str, first_cell: str) -> list[str]:
    """The rows of a paper's tables whose first cell looks like this."""
    return re.findall(rf"^\| `{first_cell}.*\|$", paper(name), re.MULTILINE)


def cell(text: str) -> str:
    """A text as it is written within a table."""
    return text.replace("|", r"\|")


def test_the_readme_lists_every_button_as_the_registry_knows_it() -> None:
    listed = [f"| {label} | {summary} |" for label, summary in buttons()]

    assert table_below("README.md", "| button | what it does |") == listed


def table_below(name: str, head: str) -> list[str]:
    """The rows of the table that has this head."""
    _, _, behind = paper(name).partition(f"{head}\n")
    return list(takewhile(lambda line: line.startswith("|"), behind.splitlines()[1:]))


def relative(path: Path) -> str:
    """A path as a reader of the checkout knows it."""
    return str(path.relative_to(ROOT))


def test_the_conversation_of_the_readme_is_what_the_demo_plays(tmp_path: Path) -> None:
    [conversation] = fenced("README.md", "text")
    said = [line for line in conversation.splitlines() if SPOKEN.fullmatch(line)]

    finished = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--date", THE_DAY],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
        input="\n".join(said),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )

    assert finished.stderr == ""
    assert finished.stdout == conversation


def test_the_readme_lists_every_command_as_the_registry_knows_it() -> None:
    listed = [
        f"| `{cell(command.usage)}` | {cell(command.summary)} | `{cell(command.example)}` |"
        for command in COMMANDS.values()
    ]

    assert rows("README.md", "/") == listed


def test_the_readme_lists_every_setting() -> None:
    listed = [re.findall(r"`(\w+)`", row)[0] for row in rows("README.md", "[A-Z]")]

    assert listed == [field.validation_alias for field in Settings.model_fields.values()]


def test_the_readme_tells_what_a_setting_is_unless_set() -> None:
    told = {}
    for row in rows("README.md", "[A-Z]"):
        name, default = re.findall(r"^\| `(\w+)`.*\| (?:`([^`]*)`)?[^|]*\|$", row)[0]
        told[name] = default

    assert told == {field.validation_alias: plain(field.default) for field in Settings.model_fields.values()}


def plain(default: Any) -> str:
    """A default as one would type it; empty when nothing is set."""
    return " ".join(default) if isinstance(default, Log) else str(default) if default else ""


def test_the_amounts_of_the_readme_are_read_as_amounts() -> None:
    [line] = re.findall(r"\*\*Amounts\*\* as you write them: (.*?)\. A\s+family's", paper("README.md"), re.DOTALL)

    read = {text: take_amount([word.text for word in split_words(text)], "en_US", "USD") for text in typed(line)}

    assert {text: amount and amount.value for text, amount in read.items()} == {
        "100": Decimal(100),
        "99.50": Decimal("99.50"),
        "99,50": Decimal("99.50"),
        "$100": Decimal(100),
        "USD 100": Decimal(100),
        "1 200": Decimal(1200),
        "1,200.50": Decimal("1200.50"),
        "1.200,50": Decimal("1200.50"),
    }


def typed(text: str) -> list[str]:
    """What is shown as something to type."""
    return re.findall(r"`([^`]+)`", text)


async def test_the_command_that_the_architecture_adds_works(chat: Chat) -> None:
    handler, words, test = fenced("ARCHITECTURE.md", "python")
    said = run(words, replies.occasions)
    try:
        run(handler, handlers.occasions, replies=SimpleNamespace(countdown=said["countdown"]))
        await run(test, sys.modules[__name__])["test_the_days_until_an_occasion_are_counted"](chat)
    finally:
        COMMANDS.pop("countdown", None)


async def test_the_test_that_contributing_shows_passes(chat: Chat) -> None:
    [test] = fenced("CONTRIBUTING.md", "python")

    await run(test, sys.modules[__name__])["test_a_name_one_letter_off_is_asked_about"](chat)


def run(source: str, module: ModuleType, **changed: Any) -> dict[str, Any]:
    """What a piece of code defines when it stands in a module."""
    names = vars(module) | changed
    exec(source, names)  # noqa: S102 - our own papers
    return names


def test_the_architecture_names_every_table() -> None:
    data = paper("ARCHITECTURE.md").partition("## The data")[2].partition("\n## ")[0]

    listed = {name for first in re.findall(r"^\|([^|]*)\|", data, re.MULTILINE) for name in typed(first)}

    assert listed == {*models.Family.metadata.tables}


@pytest.mark.parametrize("decision", DECISIONS, ids=relative)
def test_a_decision_tells_context_decision_consequences_and_alternatives_in_short(decision: Path) -> None:
    lines = decision.read_text("utf-8").splitlines()

    assert lines[0].startswith(f"# {decision.name[:4]}: ")
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == [
        "Context",
        "Decision",
        "Consequences",
        "Alternatives",
    ]
    assert len(lines) <= 40


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(decision.name[:4]) for decision in DECISIONS]

    assert numbers == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("place", PAPERS, ids=relative)
def test_every_link_within_the_house_leads_somewhere(place: Path) -> None:
    broken = [link for link in links(place) if not leads_somewhere(place, link)]

    assert broken == []


def links(place: Path) -> Iterator[str]:
    """The links of a paper to others of ours."""
    for link in re.findall(r"\]\(([^)\s]+)\)", place.read_text("utf-8")):
        if not link.startswith("https://"):
            yield link


def leads_somewhere(place: Path, link: str) -> bool:
    """Whether there is such a file, and in it such a heading."""
    name, _, anchor = link.partition("#")
    target = (place.parent / name).resolve() if name else place
    return target.exists() and (not anchor or anchor in anchors(target.read_text("utf-8")))


def anchors(text: str) -> list[str]:
    """The headings of a paper as links name them."""
    headings = re.findall(r"^#+ (.*)$", FENCED.sub("", text), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]


@pytest.mark.parametrize("place", PAPERS, ids=relative)
def test_every_path_that_is_named_exists(place: Path) -> None:
    named = re.findall(rf"`((?:{FOLDERS})/[^`\s]*)`", place.read_text("utf-8"))

    assert [path for path in named if not (ROOT / path.partition("::")[0]).exists()] == []


@pytest.mark.parametrize("place", PAPERS, ids=relative)
def test_every_test_that_is_named_exists(place: Path) -> None:
    named = re.findall(r"`(tests/[^`\s]+\.py)::(\w+)`", place.read_text("utf-8"))

    assert [name for path, name in named if f"def {name}(" not in paper(path)] == []


def test_every_make_command_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", paper("Makefile"), re.MULTILINE))

    named = {name for place in PAPERS for name in re.findall(r"`make (\w+)", place.read_text("utf-8"))}

    assert named - targets == set()


def test_every_nestegg_command_that_is_named_exists() -> None:
    called = app.registered_commands
    commands = {command.name or command.callback.__name__ for command in called if command.callback}

    named = {name for place in PAPERS for name in re.findall(r"(?:`|sudo )nestegg (\w+)", place.read_text("utf-8"))}

    assert named - commands == set()


def test_the_changelog_tells_of_this_version() -> None:
    version = tomllib.loads(paper("pyproject.toml"))["project"]["version"]

    assert re.findall(r"^## \[(\d[\d.]*)\] - \d{4}-\d\d-\d\d$", paper("CHANGELOG.md"), re.MULTILINE)[0] == version
