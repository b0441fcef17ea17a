"""Files of other programs: what their lines say."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.import_refusals import NotATable
from domain.imports import Entry, Repaid, Statement
from replies.tables import table
from services import columns, csv_files, statements
from services.exports import Line
from services.statements import Reading

TODAY = date(2026, 11, 20)
AMERICAN, GERMAN, BRITISH = (
    Reading("en_US", "USD", TODAY),
    Reading("de_DE", "EUR", TODAY),
    Reading("en_GB", "GBP", TODAY),
)


def read(text: str | bytes, reading: Reading = AMERICAN) -> Statement:
    """Read a file whose columns need not be explained."""
    content = text if isinstance(text, bytes) else text.encode()
    known, layout = columns.read_layout(csv_files.rows_of(csv_files.decode(content, reading.locale)))
    assert layout.missing is None
    return statements.read(known, layout, reading)


def told(statement: Statement) -> list[tuple[str, str, str, str]]:
    """Give the expenses of a file by day, amount, words and category."""
    return [(str(one.date), str(one.amount), one.description, one.category) for one in statement.entries]


def test_the_same_is_read_however_it_is_separated_and_encoded() -> None:
    head, line = ["Date", "Payee", "Amount", "Category"], ["2026-10-05", "Café „Rosa“", "12.50", "Food"]
    files = [f"{mark.join(head)}\n{mark.join(line)}\n" for mark in ",;\t|"]

    found = [told(read(text.encode(code))) for text in files for code in ("utf-8", "utf-8-sig", "utf-16", "cp1252")]

    assert found == [[("2026-10-05", "12.50", "Café „Rosa“", "Food")]] * len(found)
    assert csv_files.decode("Żabka".encode("cp1250"), "pl_PL") == "Żabka"


def test_a_quoted_field_may_hold_lines_and_lines_are_counted_as_an_editor_does() -> None:
    statement = read('Date,What,Amount\n2026-10-05,"lunch\nwith, Rosa",12.50\nsoon,x,1.00\n\n2026-10-06,y,nothing\n')

    assert told(statement) == [("2026-10-05", "12.50", "lunch with, Rosa", "")]
    assert statement.problems == ((4, "no date"), (6, "no amount"))


def test_banks_write_what_was_spent_below_zero_and_a_few_lines_above_the_table() -> None:
    statement = read(
        "Konto;DE12 3456\nZeitraum;Oktober\n\nBuchungstag;Empfänger;Verwendungszweck;Betrag (EUR)\n"
        "01.10.2026;Rewe;Danke;-1.012,50\n02.10.2026;Arbeit GmbH;Lohn;2.500,00\n13.10.2026;Strom;;-60,00\n",
        GERMAN,
    )

    assert told(statement) == [("2026-10-01", "1012.50", "Rewe", ""), ("2026-10-13", "60.00", "Strom", "")]
    assert statement.left_out == {"incoming": 1}


DKB = """Girokonto;DE1
Kontostand vom 20.11.2026:;1.234,56 €

Buchungsdatum;Status;Zahlungspflichtige*r;Zahlungsempfänger*in;Verwendungszweck;Umsatztyp;Betrag (€)
14.10.26;Gebucht;Anna;Bäcker;Brot;Ausgang;-1.023,45
13.10.26;Gebucht;AG;Anna;Lohn;Eingang;2.500
12.10.26;Vorgemerkt;Anna;Strom;;Ausgang;-60
"""
ING = """Umsatzanzeige;Datei erstellt am: 20.11.2026
Saldo;1.234,56;EUR

Vorgemerkte Umsätze werden, auch wenn Sie sie sehen, nicht gezeigt.

Buchung;Wertstellungsdatum;Auftraggeber/Empfänger;Verwendungszweck;Saldo;Währung;Betrag;Währung
14.10.2026;14.10.2026;Bäcker;Brot;1.234,56;EUR;-1.023,45;EUR
"""
LETTERS = """Buchungstag;Empfänger/Zahlungspflichtiger;Währung;Umsatz; \n14.10.2026;Bäcker;EUR;1.023,45;S
13.10.2026;AG;EUR;2.500,00;H
"""
EXCEL = "sep=;\nTag;Wer;Was;Betrag\n14.10.2026;ich;Bäcker;1.023,45-\n"
LLOYDS = """Transaction Date,Transaction Type,Transaction Description,Debit Amount,Credit Amount,Balance
14/10/2026,DEB,Bäcker,1023.45,,100.00
03/11/2026,BGC,ACME,,2500.00,112.34
"""
REVOLUT = """Type,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance
CARD_PAYMENT,2026-10-14 10:15:30,2026-10-15 02:11:12,Bäcker,-1023.45,0.00,EUR,COMPLETED,100.00
CARD_PAYMENT,2026-11-02 10:15:30,,Shell,-40.00,0.00,EUR,REVERTED,
ATM,2026-11-01 10:00:00,2026-11-01 10:00:00,Cash,-20.00,0.00,GBP,COMPLETED,112.34
"""
N26 = """"Booking Date","Partner Name",Type,"Payment Reference","Amount (EUR)","Original Amount","Original Currency"
2026-10-14,Bäcker,Presentment,,-1023.45,-1134.56,GBP
"""
PLAIN = '14.10.2026;"-1.023,45";Bäcker\n'


@pytest.mark.parametrize(
    ("text", "code", "left_out"),
    [
        pytest.param(DKB, "utf-8", {"incoming": 1, "unsettled": 1}, id="what is not booked yet is left out"),
        pytest.param(ING, "cp1252", {}, id="there is prose and a balance above the table"),
        pytest.param(LETTERS, "utf-8", {"incoming": 1}, id="letters are signs, and nothing is written above them"),
        pytest.param(EXCEL, "utf-16", {}, id="the sign stands behind, and what separates values is said"),
        pytest.param(LLOYDS, "utf-8", {"incoming": 1}, id="out and in are two columns called amounts"),
        pytest.param(REVOLUT, "utf-8", {"unsettled": 1, "currency": 1}, id="what was reverted is left out"),
        pytest.param(N26, "utf-8", {}, id="what it was abroad is not what it was"),
        pytest.param(PLAIN, "utf-16-le", {}, id="nothing says what the columns are"),
    ],
)
def test_each_bank_writes_in_its_own_way(text: str, code: str, left_out: dict[str, int]) -> None:
    statement = read(text.encode(code), GERMAN)

    assert told(statement) == [("2026-10-14", "1023.45", "Bäcker", "")]
    assert statement.left_out == left_out


@pytest.mark.parametrize(
    ("cells", "reading", "expected"),
    [
        ("05/10/2026 13/10/2026", AMERICAN, ["2026-10-05", "2026-10-13"]),
        ("10/05/2026 10/13/2026", BRITISH, ["2026-10-05", "2026-10-13"]),
        ("05/10/2026 06/10/2026", BRITISH, ["2026-10-05", "2026-10-06"]),
        ("05/10/2026 05/11/2026", AMERICAN, ["2026-05-10", "2026-05-11"]),
        ("5.10.26 2026/10/06 20261007", AMERICAN, ["2026-10-05", "2026-10-06", "2026-10-07"]),
        ("2026-10-05T13:14:15Z 5-Oct-2026", GERMAN, ["2026-10-05", "2026-10-05"]),
    ],
)
def test_all_dates_together_tell_which_way_round_they_are(cells: str, reading: Reading, expected: list[str]) -> None:
    lines = "".join(f"{cell};1,50\n" for cell in cells.split())

    assert [day for day, *_ in told(read(f"Date;Amount\n{lines}", reading))] == expected


@pytest.mark.parametrize(
    ("cells", "reading", "expected"),
    [
        ("1.234 12,50", AMERICAN, ["1234", "12.50"]),
        ("1,234 12.50", GERMAN, ["1234", "12.50"]),
        ("1.234", GERMAN, ["1234"]),
        ("1,234", AMERICAN, ["1234"]),
        ("1,234,567.00 $5 USD7 (0.50)", AMERICAN, ["1234567", "5", "7"]),
        ("1'000.50 12.-", GERMAN, ["1000.50", "12"]),
        (".50 0,25", AMERICAN, ["0.50", "0.25"]),
    ],
)
def test_all_amounts_together_tell_which_mark_stands_before_the_cents(
    cells: str, reading: Reading, expected: list[str]
) -> None:
    lines = "".join(f"2026-10-05;{cell}\n" for cell in cells.split())

    assert [one.amount for one in read(f"Date;Amount\n{lines}", reading).entries] == list(map(Decimal, expected))


def test_what_cannot_be_recorded_is_told_by_its_line() -> None:
    statement = read(
        "Date,Amount,Currency\n2026-11-21,1,USD\n2026-10-05,0,USD\n2026-10-05,1.999,USD\n"
        "2026-10-05,123456789012,USD\n2026-10-05,1,€\n2026-02-30,1,USD\n2026-10-05,5,usd\n"
    )

    assert told(statement) == [("2026-10-05", "5.00", "", "")]
    assert dict(statement.problems) == {2: "future", 3: "nothing", 4: "decimals", 5: "too large", 7: "no date"}
    assert statement.left_out == {"currency": 1}


def test_splitwise_tells_who_bears_what_and_what_was_paid_back() -> None:
    statement = read(
        "Date,Description,Category,Cost,Currency,Ann Lee,Ben\n\n2026-10-05,Pizza,Dining out,30.00,USD,15.00,-15.00\n"
        "2026-10-06,Ben paid Ann,Payment,15.00,USD,-15.00,15.00\n2026-11-20,Total balance, , ,USD,0.00,0.00\n"
    )

    shares = (("Ann Lee", Decimal("15.00")), ("Ben", Decimal("-15.00")))
    assert statement == Statement(
        (Entry(3, date(2026, 10, 5), Decimal("30.00"), "Pizza", "Dining out", balances=shares),),
        (Repaid(4, date(2026, 10, 6), Decimal("15.00"), "Ben", "Ann Lee"),),
    )


def test_ynab_writes_what_goes_out_beside_what_comes_in() -> None:
    head = "Account,Flag,Date,Payee,Category Group/Category,Category Group,Category,Memo,Outflow,Inflow,Cleared"
    lines = [
        "Checking,,05/11/2026,Shell,Car: Fuel,Car,Fuel,Split (1/2) full tank,$40.00,$0.00,Cleared",
        "Checking,,05/11/2026,Transfer : Savings,,,,,$100.00,$0.00,Cleared",
        "Checking,,05/12/2026,Work,Inflow: Ready,Inflow,Ready,,$0.00,$900.00,Cleared",
    ]
    statement = read("\n".join([head, *lines]))

    assert told(statement) == [("2026-05-11", "40.00", "Shell", "Fuel")]
    assert [one.notes for one in statement.entries] == ["full tank"]
    assert statement.left_out == {"transfer": 1, "incoming": 1}


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"%PDF-1.7", b"just words\nand more", b"", b"\x00\x01\x02"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(NotATable):
        csv_files.rows_of(csv_files.decode(content, "en_US"))


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40).map(
    lambda text: " ".join(text.split())
)
names = st.sampled_from(["Food", "Ann", "Aunt Lucy", "Café"])
expenses = st.builds(
    Line,
    day=st.dates(date(2000, 1, 1), TODAY),
    category=names,
    description=words,
    amount=st.decimals("0.01", "99999999.99", places=2),
    currency=st.just("USD"),
    person=names,
    payment=st.sampled_from(["cash", "card", "digital_wallet"]),
    tags=st.sampled_from([(), ("school",), ("trip", "été")]),
    notes=words,
    kind=st.just("expense"),
)


@given(st.lists(expenses, min_size=1, max_size=3))
def test_what_was_handed_out_reads_back_the_same(lines: list[Line]) -> None:
    file = table("csv", datetime(2026, 11, 20, tzinfo=UTC))
    file.add(lines)

    statement = read(file.finish())

    assert [
        (one.date, one.amount, one.description or one.notes, one.category, one.person, one.payment, one.tags)
        for one in statement.entries
    ] == [
        (one.day, one.amount, one.description or one.notes, one.category, one.person, one.payment, one.tags)
        for one in lines
    ]
