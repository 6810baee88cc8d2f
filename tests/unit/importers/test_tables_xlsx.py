"""Workbooks as rows of named cells, with calamine as the oracle; and hostile ones."""

import zipfile
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from smartland.errors import SmartlandError, SourceFailed, TooLarge
from smartland_importers.tables import Row, read_tables
from smartland_importers.tables_record import Limits
from support.workbooks import packed, rows_of_texts, workbook, worksheet

STYLES = (
    '<numFmts count="3"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="00000000000"/>'
    '<numFmt numFmtId="166" formatCode="#,##0.00 &quot;days&quot;"/></numFmts>'
    '<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/>'
    '<xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs>'
)


def read(body: bytes, **limits: int) -> dict[str, list[Row]]:
    return {one.name: list(one.rows) for one in read_tables(body, "t.xlsx", Limits(**limits))}


def column(inner: str, **more: str) -> list[str]:
    """The cells of the first column of a sheet whose header is ``h``."""
    header = '<row r="1"><c r="A1" t="inlineStr"><is><t>h</t></is></c></row>'
    (rows,) = read(workbook({"S": worksheet(header + inner)}, **more)).values()
    return [row.cells["h"] for row in rows]


def test_each_visible_sheet_is_a_table() -> None:
    sheets = {
        "Uno": rows_of_texts([["a", "b"], ["1", ""], ["", "2"]]),
        "Nota": rows_of_texts([["x"], ["1"]]),
        "Vuoto": worksheet(""),
        "Due": rows_of_texts([["c"], ["3"]]),
    }
    found = read(workbook(sheets, hidden=["Nota"]))
    assert list(found) == ["Uno", "Due"]
    assert [dict(row.cells) for row in found["Uno"]] == [{"a": "1", "b": ""}, {"a": "", "b": "2"}]


def test_cells_are_where_they_say_and_rows_keep_their_numbers() -> None:
    inner = (
        '<row r="3"><c r="B3" t="inlineStr"><is><t>b</t></is></c>'
        '<c r="D3" t="inlineStr"><is><t>d</t></is></c></row>'
        '<row r="7"><c r="D7"><v>1</v></c></row>'
    )
    (table,) = read_tables(workbook({"S": worksheet(inner)}), "t.xlsx")
    assert table.header == ("(A)", "b", "(C)", "d")
    assert table.header_row == 3
    (row,) = table.rows
    assert (row.number, row.cells["d"], row.cells["b"]) == (7, "1", "")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c><v>100000</v></c>", "100000"),
        ("<c><v>1.5E3</v></c>", "1500"),
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ("<c><v>-2.50</v></c>", "-2.5"),
        ('<c s="1"><v>45443</v></c>', "2024-05-31"),
        ('<c s="2"><v>45443</v></c>', "2024-05-31"),
        ('<c s="1"><v>1</v></c>', "1900-01-01"),
        ('<c s="5"><v>45443.5</v></c>', "2024-05-31T12:00:00"),
        ('<c s="6"><v>0.75</v></c>', "18:00:00"),
        ('<c s="3"><v>743110157</v></c>', "00743110157"),
        ('<c s="4"><v>45443</v></c>', "45443"),
        ('<c s="99"><v>45443</v></c>', "45443"),
        ('<c s="1"><v>99999999</v></c>', "99999999"),
        ('<c t="b"><v>1</v></c>', "true"),
        ('<c t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c t="str"><f>A1&amp;"x"</f><v>done</v></c>', "done"),
        ('<c t="d"><v>2024-05-31</v></c>', "2024-05-31"),
        ('<c t="inlineStr"><is><r><t>in </t></r><r><t>pieces</t></r></is></c>', "in pieces"),
        ('<c t="inlineStr"><is><t>one_x000A_two_x0000_</t></is></c>', "one\ntwo"),
    ],
)
def test_a_value_is_what_a_person_sees(cell: str, text: str) -> None:
    assert column(f"<row>{cell}</row>", styles=STYLES) == [text]


def test_days_since_1904() -> None:
    settings = '<workbookPr date1904="1"/>'
    cell = '<row><c s="1"><v>43981</v></c></row>'
    assert column(cell, styles=STYLES, settings=settings) == ["2024-05-31"]


def test_shared_texts_without_their_pronunciation() -> None:
    texts = "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si><si><r><t>a</t></r></si>"
    rows = '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>'
    assert column(rows, texts=texts) == ["東京", "a"]


def test_a_text_that_is_missing_is_a_fault_of_its_row() -> None:
    header = '<row r="1"><c t="inlineStr"><is><t>h</t></is></c></row>'
    body = workbook({"S": worksheet(f'{header}<row r="2"><c t="s"><v>7</v></c></row>')})
    ((row,),) = read(body).values()
    assert row.fault is not None


def test_calamine_reads_the_same() -> None:
    """An independent reader agrees, on a sheet with holes, numbers and repeated texts."""
    texts = "".join(f"<si><t>text {n}</t></si>" for n in range(5))
    inner = '<row r="1">' + "".join(f'<c t="s"><v>{n}</v></c>' for n in range(5)) + "</row>"
    for row in range(2, 60):
        inner += f'<row r="{row}">' + "".join(
            f'<c r="{"ABCDE"[n]}{row}" t="s"><v>{(row + n) % 5}</v></c>'
            if (row * n) % 3
            else f'<c r="{"ABCDE"[n]}{row}"><v>{row * n}.5</v></c>'
            for n in range(5)
            if (row + n) % 4
        )
        inner += "</row>"
    body = workbook({"S": worksheet(inner)}, texts=texts)
    sheet = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0)
    oracle = [[str(cell) for cell in row] for row in sheet.to_python()][1:]
    ((*rows,),) = read(body).values()
    assert [list(row.cells.values()) for row in rows] == oracle


# hostile workbooks


def test_a_cell_in_the_far_corner_costs_nothing() -> None:
    """Readers that lay out a sheet ask for half a terabyte here."""
    corner = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"/></row>'
    assert read(workbook({"S": worksheet(corner)})) == {"S": []}
    with pytest.raises(TooLarge, match="column"):
        read(
            workbook({"S": worksheet(corner.replace('XFD1048576"/>', 'XFD1048576"><v>1</v></c>'))})
        )


def test_one_long_text_used_by_many_cells_is_kept_once() -> None:
    texts = f"<si><t>{'x' * 100_000}</t></si>"
    inner = '<row><c t="inlineStr"><is><t>h</t></is></c></row>'
    inner += '<row><c t="s"><v>0</v></c></row>' * 20_000
    tables = read_tables(workbook({"S": worksheet(inner)}, texts=texts), "t.xlsx")
    (rows,) = (table.rows for table in tables)
    values = {id(row.cells["h"]) for row in list(rows)}
    assert len(values) == 1


def test_a_bomb_is_refused_by_its_directory() -> None:
    body = workbook({"S": worksheet("<!--" + " " * 3_000_000 + "-->")})
    assert len(body) < 10_000
    with pytest.raises(TooLarge, match="1000000 bytes"):
        read(body, unpacked=1_000_000)


def test_what_the_directory_says_is_the_most_that_is_read() -> None:
    honest = workbook({"S": worksheet("<row><c><v>1</v></c></row>" * 5_000)})
    with zipfile.ZipFile(BytesIO(honest)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = honest.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    with pytest.raises(SourceFailed):
        read(lying)


def test_thousands_of_parts_are_refused() -> None:
    with pytest.raises(TooLarge):
        read(packed({f"p{n}": "" for n in range(10_001)}))


DOCTYPE = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
XXE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "body",
    [
        workbook({"S": worksheet("<row>").replace("<worksheet", f"{DOCTYPE}<worksheet")}),
        workbook({"S": worksheet("<row><c><v>&x;</v>").replace("<worksheet", f"{XXE}<worksheet")}),
        workbook({"S": worksheet("<row><c><v>1</v></row>")}),
        workbook({"S": worksheet("<a>" * 200 + "</a>" * 200)}),
        workbook({"S": "not xml"}),
        workbook({"S": worksheet("")})[:-40],
        packed({"xl/workbook.xml": "<workbook/>"}),
        packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        packed({"word/document.xml": "<w/>"}),
        workbook({"S": worksheet("")}, texts="<si><t>&lol;</t></si>"),
        workbook({"S": worksheet("")}, styles='<numFmts count="x"><xf'),
    ],
)
def test_a_broken_or_hostile_workbook_fails_the_source(body: bytes) -> None:
    with pytest.raises(SourceFailed) as caught:
        read(body)
    assert caught.value.message.it != caught.value.message.en


def test_an_archive_cut_anywhere_ends_in_one_of_our_errors() -> None:
    whole = workbook({"S": rows_of_texts([["a", "b"], ["1", "2"]])})
    for length in range(4, len(whole), 37):
        with pytest.raises(SmartlandError):
            read(whole[:length])


def test_flipped_bytes_end_in_rows_or_in_one_of_our_errors() -> None:
    whole = bytearray(workbook({"S": rows_of_texts([["a", "b"], ["1", "2"]])}))
    for at in range(0, len(whole), 11):
        broken = bytes(whole[:at]) + bytes([whole[at] ^ 0x5A]) + bytes(whole[at + 1 :])
        try:
            read(broken)
        except SmartlandError as error:
            assert error.message.it  # noqa: PT017 - either outcome is right
