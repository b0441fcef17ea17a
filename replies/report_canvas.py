"""How a report is drawn: a bar for each category in its own colour, and a line that tells how spending went on."""

from functools import lru_cache

from replies.canvas import (
    BOLD,
    COLUMN,
    GREY,
    INK,
    INNER,
    LEFT_TO_RIGHT,
    MARGIN,
    PIXELS,
    TRACK,
    Palette,
    Row,
    Sheet,
    legible,
    shortened,
)

WHITE, LINE, AREA = "#ffffff", "#2b6cb0", "#bee3f8"
HEAD, ROW, BAR = 270, 104, 30
TREND, CHART = 420, 230
"""How high the trend is with its words, and by itself."""
THIN, FRAME = 5, 3


def png(facts: Row) -> bytes:
    """Draw the title, the total, the categories, and the trend."""
    rows, trend = facts["rows"], facts["trend"]
    high = HEAD + ROW * len(rows) + (TREND if trend else 24)
    sheet = Sheet(COLUMN, high, PIXELS[1], _palette(tuple(dict.fromkeys(row[1] for row in rows))))
    sheet.write(MARGIN, 76, shortened(legible(facts["title"]), 48, BOLD, INNER), 48, font=BOLD)
    sheet.write(MARGIN, 160, legible(facts["total"]), 64, font=BOLD)
    sheet.write(MARGIN, 212, legible(facts["change"]), 32, color=GREY)
    for place, row in enumerate(rows):
        _row(sheet, HEAD + place * ROW, *row)
    if trend:
        _trend(sheet, HEAD + ROW * len(rows), trend)
    return sheet.png()


def _row(sheet: Sheet, top: float, name: str, color: str, said: str, percent: int) -> None:  # noqa: PLR0917 - a row
    """Draw what it was spent on, how much, and the bar on a track that frames it: a white one is seen as well."""
    long = sheet.write(MARGIN + INNER, top + 34, f"{LEFT_TO_RIGHT}{legible(said)}", 34, side="right", space=INNER / 2)
    sheet.write(MARGIN, top + 34, shortened(legible(name) or "?", 36, BOLD, INNER - long - 30), 36, font=BOLD)
    sheet.box(MARGIN - FRAME, top + 50 - FRAME, INNER + 2 * FRAME, BAR + 2 * FRAME, {"facecolor": TRACK})
    sheet.box(MARGIN, top + 50, max(INNER * percent / 100, 8), BAR, {"facecolor": color})


def _trend(sheet: Sheet, top: float, trend: Row) -> None:
    """Draw a line over the days, from the first to the last, and how high it rises."""
    floor, wide = top + 82 + CHART, INNER / (len(trend["points"]) - 1)
    points = [(MARGIN + at * wide, floor - CHART * height / 1000) for at, height in enumerate(trend["points"])]
    sheet.write(MARGIN, top + 52, legible(trend["head"]), 34, font=BOLD)
    sheet.write(MARGIN + INNER, top + 52, f"most {legible(trend['most'])}", 32, color=GREY, side="right")
    sheet.area([(MARGIN, floor), *points, (MARGIN + INNER, floor)], AREA)
    sheet.box(MARGIN, floor, INNER, 3, {"facecolor": GREY})
    sheet.line(points, THIN, LINE)
    first, last = (legible(end) for end in trend["ends"])
    sheet.write(MARGIN, floor + 48, first, 30, color=GREY, space=INNER / 2 - 20)
    sheet.write(MARGIN + INNER, floor + 48, last, 30, color=GREY, side="right", space=INNER / 2 - 20)


@lru_cache(maxsize=16)
def _palette(colors: tuple[str, ...]) -> Palette:
    """Mix the colours of categories with those they lie on."""
    ground = [(color, other) for color in colors for other in (WHITE, TRACK)]
    words = [(color, WHITE) for color in (INK, GREY, TRACK, LINE, AREA)]
    return Palette(
        list(dict.fromkeys([INK, GREY, TRACK, WHITE, LINE, AREA, *colors])),
        [*ground, *words, (LINE, AREA), (GREY, AREA), (LINE, GREY)],
    )
