import os
import subprocess
import sys
from pathlib import Path

import pytest

from replies.canvas import BOLD, legible, length, shortened

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_long_name_is_shortened_to_its_space() -> None:
    name = "Grandmother Rosemary-Elizabeth of the Northern Hills"

    short = shortened(name, 38, BOLD, 500)

    assert short == "Grandmother Rosem…"
    assert length(short, 38, BOLD) <= 500
    assert shortened("Mom", 38, BOLD, 500) == "Mom"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("Mom 🎁❤️", "Mom"),
        ("👨‍👩‍👧 Millers", "Millers"),
        ("שרה", "שרה"),
        ("مريم", "مريم"),
        ("Ιωάννα Оля", "Ιωάννα Оля"),
        ("花子", "??"),
        ("花子 Sato", "?? Sato"),
        ("￥１００", "¥100"),
        ("1\u202f234,50\xa0€", "1 234,50 €"),
        ("a\u202eb\u00adc", "abc"),
        ("🦄", ""),
    ],
)
def test_what_the_fonts_lack_is_replaced(text: str, shown: str) -> None:
    assert legible(text) == shown


def test_without_a_home_folder_the_first_picture_is_drawn_in_silence(tmp_path: Path) -> None:
    drawing = (
        "import sys\nfrom replies import pictures\nassert 'matplotlib' not in sys.modules\n"
        "row = dict(names=['Mom'], against='', figures=[], over=False, limit=None, parts=[], beyond=False)\n"
        "facts = dict(title='', when='', note='', people=[row], together=[])\n"
        "assert pictures.drawn(facts).startswith(b'\\x89PNG')"
    )

    finished = subprocess.run(
        [sys.executable, "-W", "error", "-c", drawing],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": os.devnull, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )

    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []
