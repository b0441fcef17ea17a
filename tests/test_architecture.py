"""The rules of the house: who may import whom, how files are named, what must lie beside the code."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("domain", "repositories", "services", "replies", "handlers", "bot")
FOLDERS = (*LAYERS, "alembic", "bench", "tests")
# The folder alembic/ is no layer: it may know the models and what their columns hold, and nothing else of ours.
KNOWN_TO = {layer: {*LAYERS[: place + 1]} for place, layer in enumerate(LAYERS)} | {
    "alembic": {"domain", "repositories"}
}
ONLY_IN = {
    "telegram": {"bot"},
    "sqlalchemy": {"repositories", "alembic"},
    "alembic": {"bot", "alembic"},
    "aiosqlite": {"repositories"},
    "asyncpg": {"repositories"},
}
NAMES_THAT_SAY_NOTHING = {"base", "common", "helper", "helpers", "misc", "util", "utils"}
PAPERS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE")
# The brackets keep this line from finding itself.
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b")
SOURCES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
WRITINGS = [*SOURCES, *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "Makefile", ROOT / "pyproject.toml"]


def imported(source: str) -> Iterator[str]:
    """The top-level names that a module imports, wherever in it; its own folder's, spelt relatively, aside."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def offences(folder: str, source: str) -> list[str]:
    """The names that a module in this folder imports and may not."""
    return [name for name in imported(source) if not allowed(folder, name)]


def allowed(folder: str, name: str) -> bool:
    """Whether a module in this folder may import this top-level name."""
    if folder in {"bench", "tests"}:
        return True
    if name in FOLDERS and name != "alembic":
        return name in KNOWN_TO[folder]
    if folder == "domain":
        return name in sys.stdlib_module_names
    return folder in ONLY_IN.get(name, {folder})


def relative(paths: list[Path]) -> list[str]:
    """The paths as a reader of the checkout knows them."""
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_what_it_may(folder: str) -> None:
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in (ROOT / folder).rglob("*.py")
        if (found := offences(folder, path.read_text("utf-8")))
    }

    assert wrong == {}


@pytest.mark.parametrize(
    ("folder", "source", "expected"),
    [
        ("domain", "import decimal\nfrom domain.money import Money", []),
        ("domain", "import babel.numbers", ["babel"]),
        ("domain", "from repositories.models import Gift", ["repositories"]),
        ("repositories", "import sqlalchemy as sa\nfrom domain import money", []),
        ("repositories", "def gifts():\n    from services import buying", ["services"]),
        ("services", "if TYPE_CHECKING:\n    from sqlalchemy.orm import Session", ["sqlalchemy"]),
        ("services", "from replies.budgets import status", ["replies"]),
        ("replies", "from .money import shown\nfrom markupsafe import Markup", []),
        ("handlers", "from telegram import Update", ["telegram"]),
        ("handlers", "import bot.settings, services.undo", ["bot"]),
        ("bot", "import telegram.ext\nimport handlers, alembic.command", []),
        ("bot", "import aiosqlite", ["aiosqlite"]),
        ("alembic", "import sqlalchemy\nfrom alembic import op\nfrom repositories.models import Base", []),
        ("alembic", "import bot.settings", ["bot"]),
    ],
)
def test_the_import_rule_tells_right_from_wrong(folder: str, source: str, expected: list[str]) -> None:
    assert offences(folder, source) == expected


def test_every_layer_holds_code() -> None:
    empty = [layer for layer in LAYERS if not any((ROOT / layer).rglob("*.py"))]

    assert empty == []


def test_whatever_is_imported_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    declared = {normal(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in lines}
    shipped = [path for path in SOURCES if path.relative_to(ROOT).parts[0] in {*LAYERS, "alembic"}]

    used = {name for path in shipped for name in imported(path.read_text("utf-8"))}
    distributions = packages_distributions()
    undeclared = {
        name
        for name in used - sys.stdlib_module_names - {*LAYERS}
        if declared.isdisjoint(normal(distribution) for distribution in distributions.get(name, []))
    }

    assert undeclared == set()


def normal(distribution: str) -> str:
    """A distribution's name in the one spelling in which all its spellings agree."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_the_migrations_do_not_hide_the_library_of_their_name() -> None:
    assert relative(list((ROOT / "alembic").rglob("__init__.py"))) == []


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    nothing = [
        path for path in SOURCES if not NAMES_THAT_SAY_NOTHING.isdisjoint(path.relative_to(ROOT).with_suffix("").parts)
    ]

    assert relative(nothing) == []


def test_nothing_is_left_to_do_in_the_sources() -> None:
    unfinished = [path for path in WRITINGS if UNFINISHED.search(path.read_text("utf-8"))]

    assert relative(unfinished) == []


@pytest.mark.parametrize("line", ["# TO" + "DO: later", "x = 1  # FIX" + "ME"])
def test_what_is_left_to_do_is_found(line: str) -> None:
    assert UNFINISHED.search(line)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_house_has_its_papers(paper: str) -> None:
    assert (ROOT / paper).read_text("utf-8").strip() != ""


def test_large_decisions_are_written_down_and_numbered() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "adr").glob("*.md"))

    assert names != []
    assert [name for name in names if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name)] == []


@pytest.mark.parametrize("lock", ["runtime.txt", "dev.txt"])
def test_a_lock_file_pins_every_part_by_hash_and_names_no_place(lock: str) -> None:
    parts = (ROOT / "requirements" / lock).read_text("utf-8").replace("\\\n", " ").splitlines()

    loose = [
        part for part in parts if not re.fullmatch(r"[\w.-]+==[\w.]+( ;[^#]*?)?( +--hash=sha256:[0-9a-f]{64})+", part)
    ]

    assert loose == []


def test_both_lock_files_agree() -> None:
    runtime, dev = (pins(ROOT / "requirements" / lock) for lock in ("runtime.txt", "dev.txt"))

    assert runtime - dev == set()


def pins(lock: Path) -> set[str]:
    """The parts of a lock file, each with its version."""
    return set(re.findall(r"^[\w.-]+==[\w.]+", lock.read_text("utf-8"), re.MULTILINE))
