"""Delimited texts as rows of named cells: encodings, delimiters, and what people break."""

import csv

import pytest

from smartland.errors import SmartlandError, SourceFailed, TooLarge
from smartland_importers.tables import Row, Table, column_letter, read_tables
from smartland_importers.tables_record import Limits


def table(body: bytes | str, name: str = "t.csv", **limits: int) -> tuple[Table, list[Row]]:
    raw = body.encode() if isinstance(body, str) else body
    (found,) = ((one, list(one.rows)) for one in read_tables(raw, name, Limits(**limits)))
    return found


def cells(body: bytes | str, name: str = "t.csv") -> list[dict[str, str]]:
    return [dict(row.cells) for row in table(body, name)[1]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    text = delimiter.join(("name", "note", "city")) + "\n"
    text += delimiter.join(('"Rossi, Bianchi; C|D"', '"one\ttwo"', "Milano")) + "\n"
    assert cells(text) == [{"name": "Rossi, Bianchi; C|D", "note": "one\ttwo", "city": "Milano"}]


def test_commas_in_numbers_do_not_make_a_delimiter() -> None:
    assert cells("a;b\n1,5;2,5\n3,5;4,5\n")[1] == {"a": "3,5", "b": "4,5"}


def test_a_first_line_of_excel_names_the_delimiter() -> None:
    found, rows = table("sep=;\na,x;b\n1;2\n")
    assert (found.header, found.header_row) == (("a,x", "b"), 2)
    assert rows[0].number == 3


def test_one_column_is_a_table_too() -> None:
    assert cells("name\nRossi\nBianchi\n") == [{"name": "Rossi"}, {"name": "Bianchi"}]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("cp1252", b""), ("utf-16", b"")],
)
def test_the_encoding_is_found_out(encoding: str, mark: bytes) -> None:
    body = mark + "città,note\nForlì,à la carte\n".encode(encoding)
    assert cells(body) == [{"città": "Forlì", "note": "à la carte"}]


def test_one_broken_character_does_not_turn_all_others_into_two() -> None:
    body = ("name\n" + "Forlì\n" * 50).encode() + b"Forl\xec\n"
    found = cells(body)
    assert found[0] == {"name": "Forlì"}
    assert found[-1] == {"name": "Forl\ufffd"}


def test_rows_are_counted_as_spreadsheet_programs_do() -> None:
    _, rows = table('a,b\n\n"x\ny",1\n,\nz,2\n')
    assert [(row.number, row.cells["a"]) for row in rows] == [(3, "x\ny"), (5, "z")]


def test_lines_end_in_every_way_that_lines_end() -> None:
    assert len(cells("a,b\r1,2\r3,4")) == len(cells("a,b\r\n1,2\r\n3,4\r\n")) == 2


def test_a_unicode_line_separator_is_no_end_of_a_row() -> None:
    assert cells("a,b\nx\u2028y,\x0b1\x85\n")[0]["a"] == "x\u2028y"


def test_short_rows_are_filled_and_long_ones_are_at_fault() -> None:
    _, rows = table("a,b,c\n1\n1,2,3,,\n1,2,3,,4\n")
    assert dict(rows[0].cells) == {"a": "1", "b": "", "c": ""}
    assert rows[1].fault is None
    assert rows[2].fault is not None
    assert "E4" in rows[2].fault.en
    assert "E4" in rows[2].fault.it


def test_headers_are_stripped_named_and_told_apart() -> None:
    found, rows = table("\ufeff a  b ,x,,x\n1,2,3,4\n")
    assert found.header == ("a b", "x", "(C)", "x (2)")
    assert found.repeated == ("x",)
    assert list(rows[0].cells.values()) == ["1", "2", "3", "4"]


def test_a_name_made_for_a_repeated_header_is_never_one_that_is_there() -> None:
    found, _ = table("x,x (2),x\n1,2,3\n")
    assert found.header == ("x", "x (2)", "x (3)")


def test_nul_characters_are_taken_out_and_told() -> None:
    _, rows = table(b"a,b\n1\x00,2\n3,4\n" + b"5,6\n" * 50)
    assert rows[0].cells["a"] == "1"
    assert rows[0].remarks == ("NUL characters were taken out",)
    assert rows[1].remarks == ()


def test_a_cell_past_the_limit_is_a_fault_of_its_row_only() -> None:
    _, rows = table(f"a,b\n1,{'x' * 51}\n2,y\n", cell=50)
    assert rows[0].fault is not None
    assert "B2 (b)" in rows[0].fault.en
    assert rows[1].fault is None


def test_a_cell_past_the_limit_of_the_csv_reader_is_a_fault_of_its_row_only() -> None:
    _, rows = table(f"a,b\n1,{'x' * (csv.field_size_limit() + 1)}\n2,y\n")
    assert [row.fault is None for row in rows] == [False, True]
    assert rows[1].number == 3


@pytest.mark.parametrize(
    "body",
    ['a,b\n1,"open\n2,x\n3,y\n', 'a,b\n1,"open', 'a,b\n1,"' + "line\n" * 40_000],
)
def test_quotes_that_never_close_fail_with_their_row(body: str) -> None:
    with pytest.raises(SourceFailed, match="row 2"):
        table(body)


def test_quotes_that_close_on_the_last_line_do_not_fail() -> None:
    assert cells('a,b\n1,"two\nlines"')[0]["b"] == "two\nlines"


def test_formulas_stay_text() -> None:
    assert cells("a,b\n=1+1,@SUM(A1)\n")[0] == {"a": "=1+1", "b": "@SUM(A1)"}


@pytest.mark.parametrize(
    "body",
    [b"", b"\n\n , \n", b"\xd0\xcf\x11\xe0old", b"\x89PNG\r\n" + b"\x00\x01" * 900, b"PK\x03\x04"],
)
def test_what_is_no_table_fails(body: bytes) -> None:
    with pytest.raises(SourceFailed) as caught:
        table(body, "strange.bin")
    assert "strange.bin" in caught.value.message.en
    assert "strange.bin" in caught.value.message.it


def test_too_many_rows_or_columns_are_too_large() -> None:
    with pytest.raises(TooLarge, match="5 rows"):
        table("a\n" + "1\n" * 6, rows=5)
    assert len(table("a\n" + "1\n" * 5, rows=5)[1]) == 5
    with pytest.raises(TooLarge, match="3 columns"):
        table("a,b,c,d\n1,2,3,4\n", columns=3)


def test_rows_are_read_lazily() -> None:
    body = b"a,b\n" + b"1,2\n" * 10 + b'3,"open\n'
    (found,) = read_tables(body, "t.csv")
    assert next(found.rows).cells["a"] == "1"
    with pytest.raises(SourceFailed):
        list(found.rows)


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_have_the_letters_of_spreadsheet_programs(index: int, letter: str) -> None:
    assert column_letter(index) == letter


@pytest.mark.parametrize("seed", range(40))
def test_noise_never_crashes(seed: int) -> None:
    pieces = [
        '"',
        ",",
        ";",
        "\n",
        "\r",
        "\t",
        "a",
        "\0",
        "é",
        "\ud7ff",
        " ",
        "=",
        "PK\x03\x04",
        "|",
    ]
    text = "".join(pieces[(seed * 7919 + at * at * (seed + 3)) % len(pieces)] for at in range(400))
    for body in (text.encode(), text.encode("utf-16"), text.encode("cp1252", "replace")):
        try:
            for one in read_tables(body, "noise"):
                for row in one.rows:
                    assert set(row.cells) == set(one.header)
        except SmartlandError as error:
            assert error.message.it  # noqa: PT017 - either outcome is right
