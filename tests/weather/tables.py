"""Files as nobody should send them, and as people do."""

import random
from collections.abc import Callable

Content = str | bytes

HEADS = (
    "Date,Category,Description,Amount",
    "Datum;Betrag;Beschreibung",
    '"Account","Flag","Date","Payee","Category Group/Category","Memo","Outflow","Inflow","Cleared"',
    "Date,Description,Category,Cost,Currency,Ann,Ben",
    "Date,Category,Description,Amount,Currency,Person,Payment,Tags,Notes,Kind",
    "a,b,c",
    "Date,Date,Amount,Amount",
    ",,,",
    "",
)
CELLS = (
    "2026-11-01", "11/12/2026", "99.99.9999", "0000-00-00", "9999-12-31", "0001-01-01", "29.02.2027", "1.1.",
    "Nov 3, 2026", "٣/٤/٢٠٢٦", "12.50", "-3,20", "1e999", "NaN", "-0", "0", "1.234.567,89", "12345678901234567890",
    "0.001", "$5", "£5", "(4.00)", "5-", "½", "--5", "=1+1", "=HYPERLINK('http://x')", "+1", "@SUM(A1)", "-2+3",
    "lunch", "Food", "Gifts", "<b>&", "Payment", "x" * 300, "\ud800", "\x00", "\u202e", "\U0001f469\u200d\U0001f467",
    "ann", "Ben", "a b c #d", "expense", "income", "repayment", "gift", "EUR", "QQQ", "cash", "", " ", "\t", "'", "\r",
    "\u2028",
)  # fmt: skip
NAMES = (
    "list.csv", "LIST.CSV", "x.tsv", "bank.pdf", "noending", "", "../../etc/passwd.csv", "a\x00b.csv", "\ud800.csv",
    "<b>.csv", "n" * 300 + ".csv", "\u202evsc.exe.csv", "x.csv.gz", "con.csv", " .csv",
)  # fmt: skip
KINDS = ("text/csv", "application/octet-stream", "image/png", "", "x" * 200, "text/csv; charset=utf-99")


def table(chance: random.Random) -> bytes:
    """Write a file: mostly one that looks like a table, seldom one that is none, or is too much of one."""
    content = chance.choices((_lines, _broken, _large), (80, 18, 2))[0](chance)
    if isinstance(content, bytes):
        return content or b"\n"
    kind = chance.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-7", "cp1252"))
    return content.encode(kind, "replace" if kind in {"utf-7", "cp1252"} else "surrogatepass") or b"\n"


def _lines(chance: random.Random) -> Content:
    head = chance.choice(HEADS)
    separator = next((each for each in ";\t|" if each in head), ",")
    width = head.count(separator) + 1
    rows = [_row(chance, separator, width) for _ in range(chance.choice((0, 1, 3, 12)))]
    preamble = ["My bank", "as of;today"] if chance.random() < 0.1 else []
    return chance.choice(("\n", "\r\n", "\r")).join([*preamble, head, *rows])


def _row(chance: random.Random, separator: str, width: int) -> str:
    day, amount = chance.choice(("2026-11-01", "11/12/2026")), f"{chance.randint(1, 99)}.50"
    cells = chance.choices(CELLS, k=max(0, width + chance.choice((0, 0, 0, -1, 2))))
    if cells and chance.random() < 0.7:
        cells = [day, *cells[1:-1], amount][: len(cells)]
    quoted = chance.random() < 0.3
    return separator.join(f'"{cell}"' if quoted else cell for cell in cells)


def _broken(chance: random.Random) -> Content:
    odd: tuple[Callable[[], Content], ...] = (
        lambda: chance.randbytes(chance.choice((1, 2, 3, 500))),
        lambda: b"\xff\xfe" + chance.randbytes(chance.choice((0, 1, 99))),
        lambda: b"PK\x03\x04" + chance.randbytes(99),
        lambda: b"\x00" * 50,
        lambda: "\n" * 50,
        lambda: ",".join("ab") + '\n"never closed,1\n2,3',
        lambda: 'Date,Amount\n2026-11-01,"5""\n' * 3,
        lambda: "Date\n2026-11-01",
        lambda: "".join(chance.choices(',;\t|"\n\r\x00\ud800=x1', k=80)),
    )
    return chance.choice(odd)()


def _large(chance: random.Random) -> Content:
    odd: tuple[Callable[[], Content], ...] = (
        lambda: ",".join(f"c{at}" for at in range(5_000)) + "\n" + "," * 4_999,
        lambda: "Date,Amount,Description\n2026-11-01,5," + "x" * 1_100_000,
        lambda: "Date,Amount,Description\n2026-11-01,5," + "x" * 200_000,
        lambda: "Date,Amount\n" + "2026-11-01,5\n" * 5_001,
        lambda: "Date,Amount\n" + "".join(f"2026-11-01,{at}\n" for at in range(1, 400)),
        lambda: b"x," * 1_000_001,
    )
    return chance.choice(odd)()
