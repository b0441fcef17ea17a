"""What is shipped: the wheel, in an empty environment outside the checkout, migrates and opens the demo from there."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "handlers", "services", "domain", "replies", "repositories")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a packager would: from the source archive, without a network."""
    folder = tmp_path_factory.mktemp("dist")
    finished = run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, within=folder)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment's folder of programs, with the wheel in it and nothing else."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False)
    programs = home / "bin"
    pip = (sys.executable, "-m", "pip", "--python", programs / "python", "install", "--no-deps", "--no-index", wheel)
    finished = run(*pip, within=home)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    lend_dependencies(home)
    return programs


def lend_dependencies(home: Path) -> None:
    """Lets the environment find the libraries of the running one, after its own modules."""
    site_packages = next(home.glob("lib/python*/site-packages"))
    paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    site_packages.joinpath("lent.pth").write_text("\n".join(sorted(paths)), "utf-8")


def run(*command: str | Path, within: Path, said: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end, in an environment of its own."""
    return subprocess.run(
        command,
        cwd=within,
        env={"PATH": "/usr/bin:/bin", "HOME": str(within), "LANG": "C.UTF-8", **environment},
        input=said,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_the_wheel_ships_the_packages_and_their_migrations_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    assert {name.partition("/")[0] for name in names} == {*PACKAGES, wheel.name.rsplit("-", 3)[0] + ".dist-info"}
    assert "bot/_alembic/env.py" in names
    assert [name for name in names if name.startswith("bot/_alembic/versions/") and name.endswith(".py")] != []
    assert [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".db"))] == []


def test_every_migration_of_the_checkout_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name.removeprefix("bot/_alembic/") for name in archive.namelist() if "bot/_alembic/" in name}

    kept = {path.relative_to(ROOT / "alembic").as_posix() for path in (ROOT / "alembic").rglob("*.*")}

    assert shipped == {name for name in kept if "__pycache__" not in name}


def test_the_installed_modules_are_the_wheels_own(installed: Path, tmp_path: Path) -> None:
    asked = f"import {', '.join(PACKAGES)}\nfor module in ({', '.join(PACKAGES)}): print(module.__file__)"

    finished = run(installed / "python", "-c", asked, within=tmp_path)

    assert finished.stderr == ""
    assert [line for line in finished.stdout.splitlines() if not Path(line).is_relative_to(installed.parent)] == []


def test_the_installed_program_migrates_a_new_database(installed: Path, tmp_path: Path) -> None:
    database = tmp_path / "nestegg.db"

    finished = run(installed / "nestegg", "migrate", within=tmp_path, DATABASE_URL=f"sqlite+aiosqlite:///{database}")

    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert database.exists()


@pytest.mark.parametrize("program", ["nestegg", "python -m bot"])
def test_the_installed_program_opens_the_demo(installed: Path, tmp_path: Path, program: str) -> None:
    first, *words = program.split()
    database = f"sqlite+aiosqlite:///{tmp_path / 'nestegg.db'}"
    said = "Ann: /budget mom christmas 100\n"

    finished = run(installed / first, *words, "demo", within=tmp_path, said=said, DATABASE_URL=database)

    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert [word for word in ("Mom", "$100.00") if word not in finished.stdout] == []
