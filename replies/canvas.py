"""The canvas of pictures: facts become bars and words, laid out so that a phone shows them legibly."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import numpy as np
from matplotlib import get_data_path, rcdefaults, rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray
from PIL import Image

from domain.characters import without_invisible
from replies.pictures import LONGEST

# The library reads settings from the host's folders, which are not meant for us.
rcdefaults()
# Letters of the same shape at every size: then what was measured is what gets drawn.
rcParams["text.hinting"] = "no_hinting"

Row = dict[str, Any]
Side = Literal["left", "right"]

COLUMN = 1080
MARGIN = 48
INNER = COLUMN - 2 * MARGIN
HEAD = 232
ROWS = {1: 172, 2: 122}
"""How high a row is in one column, and in two, where the words below the bars are left out."""
NOTE = 80
BAR = 36
PERCENT = INNER / LONGEST
"""How long a percent of a budget is."""
SEEN = 8
"""How long even the smallest part is, for a cent is to be seen."""
TALL = 12
"""How many people stand below each other; Telegram makes a taller picture smaller than one can read."""
PIXELS = {1: 900, 2: 1280}
"""How wide a picture of one or two columns is."""
STEPS = 8
"""In how many steps one colour becomes another where they meet."""
LEFT_TO_RIGHT = "\u200e"
"""The mark that keeps an amount in Arabic or Hebrew from trading places with the next one."""
DPI = 72
"""The resolution at which a font's point is as long as everything else's unit."""

INK, GREY, TRACK, RED = "#1a202c", "#4a5568", "#e2e8f0", "#c53030"
LOOKS: dict[str, dict[str, Any]] = {
    "spent": {"facecolor": "#2b6cb0"},
    "planned": {"facecolor": "#90cdf4"},
    "over": {"facecolor": "#fed7d7", "edgecolor": RED, "hatch": "//", "hatch_linewidth": 4},
}
# Always the library's own fonts: those of the system differ, and so would the pictures.
PLAIN, BOLD = (str(Path(get_data_path(), "fonts", "ttf", name)) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
_LEFT_OUT = {"So", "Sk", "Cc", "Cf", "Cn", "Co", "Cs", "Me"}
"""The kinds of characters that are emoji, that emoji are put together from, or that leave no ink."""


def png(facts: Row) -> bytes:
    """Draw the title, what the looks mean, everybody, and all of them together."""
    people, together, note = facts["people"], facts["together"], facts["note"]
    columns = 1 if len(people) <= TALL else 2
    heights = [ROWS[columns] * -(-len(rows) // columns) for rows in (people, together)]
    sheet = Sheet(columns * COLUMN, HEAD + sum(heights) + (NOTE if note else 0), PIXELS[columns])
    _head(sheet, facts["title"], facts["when"])
    _rows(sheet, HEAD, people, columns)
    top = HEAD + heights[0]
    if note:
        sheet.write(MARGIN, top + 40, note, 32, color=GREY)
        top += NOTE
    if together:
        sheet.box(MARGIN, top - 16, columns * COLUMN - 2 * MARGIN, 3, {"facecolor": GREY})
    _rows(sheet, top, together, columns)
    return sheet.png()


def legible(text: str) -> str:
    """Answer the text as it can be drawn: without emoji, and with a question mark for what the fonts do not have."""
    plain = unicodedata.normalize("NFC", without_invisible(text))
    return " ".join("".join(map(_legible, plain)).split())


def shortened(text: str, size: float, font: str, space: float) -> str:
    """Answer as much of a text as has space, with a mark where something is left out."""
    if length(text, size, font) <= space:
        return text
    most = bisect_right(range(1, len(text)), space, key=lambda cut: length(f"{text[:cut]}…", size, font))
    return f"{text[:most].rstrip()}…"


def length(text: str, size: float, font: str) -> float:
    """Measure how long a text gets."""
    face = get_font(font)
    face.set_size(size, DPI)
    face.set_text(text, flags=LoadFlags.NO_HINTING)
    return face.get_width_height()[0] / 64


def _legible(character: str) -> str:
    if character.isspace() or (character.isascii() and character.isprintable()):
        return character
    kind = unicodedata.category(character)
    if kind in _LEFT_OUT:
        return ""
    simple = unicodedata.normalize("NFKC", character)
    known = next((one for one in (character, simple) if all(map(_has_glyph, one))), None)
    return known or ("" if kind.startswith("M") else "?")


def _has_glyph(character: str) -> bool:
    return all(get_font(font).get_char_index(ord(character)) for font in (PLAIN, BOLD))


def _head(sheet: "Sheet", title: str, when: str) -> None:
    sheet.write(MARGIN, 76, shortened(legible(title), 48, BOLD, INNER), 48, font=BOLD)
    sheet.write(MARGIN, 124, legible(when), 34, color=GREY)
    left: float = MARGIN
    for kind, look in LOOKS.items():
        sheet.box(left, 154, 50, 32, look)
        left += 102 + sheet.write(left + 62, 181, _marked(kind, over=kind == "over"), 32, color=GREY)
    sheet.box(left, 148, 5, 44, {"facecolor": INK})
    sheet.write(left + 17, 181, "budget", 32, color=GREY)


def _rows(sheet: "Sheet", top: float, rows: list[Row], columns: int) -> None:
    """Draw rows below each other, and when a column is full, in the next."""
    for number, row in enumerate(rows):
        column, place = divmod(number, -(-len(rows) // columns))
        left, line = MARGIN + column * COLUMN, top + place * ROWS[columns]
        _row(sheet, left, line, row)
        if columns == 1:
            said = f"{LEFT_TO_RIGHT} · ".join(map(legible, row["figures"]))
            sheet.write(left, line + 130, said, 32, color=GREY, space=INNER)


def _row(sheet: "Sheet", left: float, top: float, row: Row) -> None:
    """Draw who it is, what is used of which budget, and the bar."""
    against = _marked(legible(row["against"]), over=row["over"])
    color = RED if row["over"] else INK
    used = sheet.write(left + INNER, top + 34, against, 34, font=BOLD, color=color, side="right", space=INNER * 2 / 3)
    sheet.write(left, top + 34, shortened(_name(row["names"]), 38, BOLD, INNER - used - 30), 38, font=BOLD)
    _bar(sheet, left, top + 54, row)


def _marked(text: str, *, over: bool) -> str:
    return f"⚠ {text}" if over else text


def _name(names: list[str]) -> str:
    """Choose the first name that can be drawn as it is, or else what can be drawn of the first."""
    drawable = [legible(name) for name in names]
    whole = (
        drawn for drawn, name in zip(drawable, names, strict=True) if drawn and drawn.count("?") == name.count("?")
    )
    return next(whole, drawable[0] or "?")


def _bar(sheet: "Sheet", left: float, top: float, row: Row) -> None:
    if row["limit"] is None:
        sheet.box(left, top + BAR / 2 - 2, INNER, 4, {"facecolor": TRACK})
        return
    limit = row["limit"] * PERCENT
    sheet.box(left, top, limit, BAR, {"facecolor": TRACK})
    for kind, begin, end in row["parts"]:
        sheet.box(left + begin * PERCENT, top, max((end - begin) * PERCENT, SEEN), BAR, LOOKS[kind])
    sheet.box(left + limit - 2, top - 8, 5, BAR + 16, {"facecolor": INK})
    if row["beyond"]:
        sheet.point(left + INNER, top, BAR)


class Palette:
    """The colours of a picture, and those of pairs that meet: they are mixed where edges are smooth.

    A table of colours makes a picture a third as large, and one that is made beforehand costs next to nothing.
    """

    def __init__(self, colors: Sequence[str], pairs: Iterable[tuple[str, str]]) -> None:
        values = {name: np.array([int(name[at : at + 2], 16) for at in (1, 3, 5)]) for name in colors}
        mixed = [
            values[one] + (values[other] - values[one]) * part // STEPS
            for one, other in pairs
            for part in range(1, STEPS)
        ]
        self.colors: NDArray[np.int64] = np.array([*values.values(), *mixed])
        shades = np.stack(np.meshgrid(*[np.arange(16) * 17] * 3, indexing="ij"), axis=-1).reshape(-1, 1, 3)
        self.nearest = ((shades - self.colors) ** 2).sum(axis=-1).argmin(axis=-1).astype(np.uint8)
        """Which of the colours comes nearest to each of the shades that are told apart, of which there are 16³."""
        # An area keeps its very colour: mixes come near it, too.
        self.nearest[_shade(self.colors[: len(values)])] = np.arange(len(values))


class Sheet:
    """A white sheet to draw on; places are measured from its upper left corner."""

    def __init__(self, wide: int, high: int, pixels: int, palette: Palette | None = None) -> None:
        self._scale = pixels / wide
        self._palette = palette or _PALETTE
        self._figure = Figure(figsize=(wide / DPI, high / DPI), dpi=DPI * self._scale, facecolor="white")
        self._canvas = FigureCanvasAgg(self._figure)
        self._place = Affine2D().scale(1, -1).translate(0, high).scale(self._scale)

    def box(self, left: float, top: float, wide: float, high: float, look: dict[str, Any]) -> None:
        """Draw a box."""
        self._figure.add_artist(Rectangle((left, top), wide, high, linewidth=0, transform=self._place, **look))

    def line(self, points: Sequence[tuple[float, float]], wide: float, color: str) -> None:
        """Draw a line from point to point."""
        across, down = zip(*points, strict=True)
        line = Line2D(across, down, linewidth=wide, color=color, solid_joinstyle="round", transform=self._place)
        self._figure.add_artist(line)

    def area(self, corners: Sequence[tuple[float, float]], color: str) -> None:
        """Fill what lies between some corners."""
        self._figure.add_artist(Polygon(corners, facecolor=color, linewidth=0, transform=self._place))

    def point(self, right: float, top: float, high: float) -> None:
        """Let a bar end in a point like an arrow's, for it goes on."""
        start, middle, end, top, bottom = right - 26, top + high / 2, right + 2, top - 2, top + high + 2
        corners = [(start, top), (right, middle), (start, bottom), (end, bottom), (end, top)]
        self._figure.add_artist(Polygon(corners, facecolor="white", linewidth=0, transform=self._place))

    def write(
        self,
        x: float,
        line: float,
        text: str,
        size: float,
        *,
        font: str = PLAIN,
        color: str = INK,
        side: Side = "left",
        space: float = INNER,
    ) -> float:
        """Write on a line, smaller where there is too little space, and answer how long it is."""
        look = FontProperties(fname=font, size=size)
        written = self._figure.text(
            x, line, text, fontproperties=look, color=color, ha=side, transform=self._place, parse_math=False
        )
        # Measured by the library, which draws by the same measure and keeps it until then.
        long = written.get_window_extent().width / self._scale
        if long > space:
            written.set_fontsize(size * space / long)
        return min(long, space)

    def png(self) -> bytes:
        """Answer the sheet as a PNG that tells nothing of where and when it was made."""
        pixels, size = self._canvas.print_to_buffer()  # type: ignore[no-untyped-call] # Agg comes without types
        drawn = np.frombuffer(pixels, np.uint8).reshape(-1, 4).astype(np.uint16)
        file = BytesIO()
        image = Image.frombytes("P", size, self._palette.nearest[_shade(drawn)].tobytes())
        image.putpalette(self._palette.colors.astype(np.uint8).tobytes())
        image.save(file, "png")
        return file.getvalue()


def _shade(colors: NDArray[Any]) -> NDArray[Any]:
    """Number colours so that those nearly alike are one."""
    red, green, blue = (colors[:, part] >> 4 for part in range(3))
    return red << 8 | green << 4 | blue


_PURE = [INK, GREY, TRACK, RED, "#ffffff", *(str(look["facecolor"]) for look in LOOKS.values())]
_PALETTE = Palette(_PURE, combinations(_PURE, 2))
