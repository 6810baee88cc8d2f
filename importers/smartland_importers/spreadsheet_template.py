"""The template of each kind, to be filled in: CSV, or XLSX with a sheet a kind."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from xml.sax.saxutils import escape

from smartland.domain.fields import Code
from smartland.domain.kinds import KINDS
from smartland.errors import Label, NotFound
from smartland_importers.spreadsheet_columns import ID, template_columns
from smartland_importers.spreadsheet_explain import example, explain
from smartland_importers.spreadsheet_rows import MARK

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

NO_KIND = Label(
    it="Non c'è nessun tipo «{kind}»: scegliere tra {kinds}.",
    en="There is no kind “{kind}”: choose one of {kinds}.",
)
EXPLANATION = Label(it="spiegazione", en="explanation")
EXAMPLE = Label(it="esempio, da togliere o lasciare: non è letto", en="example, never read")
ID_EXPLANATION = Label(
    it="un codice vostro, diverso per ogni riga e sempre lo stesso: al secondo invio ritrova la "
    "scheda; superfluo dove c'è un codice di registro",
    en="a code of yours, another one in each row and always the same: a second import finds the "
    "record by it; not needed where there is the code of a register",
)


def template(kind: str) -> bytes:
    """The template of one kind as CSV: UTF-8 with BOM and semicolons, as spreadsheet programs of
    Italy open it. Raises NotFound."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(template_rows(kind))
    return text.getvalue().encode("utf-8-sig")


def template_xlsx(kinds: Iterable[str]) -> bytes:
    """A workbook with the template of each of ``kinds``, its cells formatted as text so that no
    program takes zeros away. The same bytes every time. Raises NotFound."""
    sheets = [(kind, template_rows(kind)) for kind in kinds]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(sheets):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return buffer.getvalue()


@cache
def template_rows(kind: str) -> tuple[tuple[str, ...], ...]:
    """Header, explanations in both languages, and an example. Raises NotFound."""
    if kind not in KINDS:
        raise NotFound(NO_KIND.format(kind=kind, kinds=", ".join(KINDS)))
    declared, columns = KINDS[kind], template_columns(kind)
    coded = any(isinstance(one, Code) and one.identifies for one in declared.fields)
    header = (f"{MARK}{kind}", ID, *(column.name for column in columns))
    texts = (ID_EXPLANATION, *(_titled(column.label, explain(column)) for column in columns))
    explained = (f"{MARK} {_both(EXPLANATION)}", *map(_both, texts))
    examples = (example(declared, column) for column in columns)
    return header, explained, (f"{MARK} {_both(EXAMPLE)}", "" if coded else "1", *examples)


def explanations(kind: str) -> frozenset[str]:
    """The texts by which the row of explanations is known where its mark was lost."""
    return frozenset(template_rows(kind)[1])


def _titled(label: Label, text: Label) -> Label:
    return Label(it=f"{label.it}: {text.it}", en=f"{label.en}: {text.en}")


def _both(text: Label) -> str:
    return f"{text.it} / {text.en}"


# the smallest workbook that every program opens (ECMA-376 part 1)

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font/><font><b/></font></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>'
)


def _parts(sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> Iterable[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        f'ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    types = (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f"{overrides}</Types>"
    )
    yield "[Content_Types].xml", types
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    listed = "".join(
        f'<sheet name="{escape(name[:31])}" sheetId="{number}" r:id="rId{number}"/>'
        for number, (name, _) in zip(numbers, sheets, strict=True)
    )
    workbook = f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
    yield "xl/workbook.xml", f"{workbook}<sheets>{listed}</sheets></workbook>"
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")])
    yield "xl/styles.xml", _STYLES
    for number, (_, rows) in zip(numbers, sheets, strict=True):
        yield f"xl/worksheets/sheet{number}.xml", _sheet(rows)


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{sort}" Target="{target}"/>'
        for number, (sort, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _sheet(rows: Sequence[Sequence[str]]) -> str:
    width = len(rows[0])
    body = "".join(
        "<row>" + "".join(_cell(cell, bold=number == 0) for cell in row) + "</row>"
        for number, row in enumerate(rows)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f'</sheetViews><cols><col min="1" max="{width}" width="24" style="1" customWidth="1"/>'
        f"</cols><sheetData>{body}</sheetData></worksheet>"
    )


def _cell(text: str, *, bold: bool) -> str:
    style = 2 if bold else 1
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
