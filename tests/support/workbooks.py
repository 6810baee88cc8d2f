"""XLSX files of a test's own, part by part, so that they can also be broken or hostile."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def worksheet(inner: str) -> str:
    """A worksheet around rows."""
    return f"{XML}<worksheet {MAIN}><sheetData>{inner}</sheetData></worksheet>"


def rows_of_texts(rows: Sequence[Sequence[str]]) -> str:
    """A worksheet of inline texts."""
    return worksheet(
        "".join(
            "<row>"
            + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row)
            + "</row>"
            for row in rows
        )
    )


def workbook(
    sheets: Mapping[str, str],
    *,
    texts: str = "",
    styles: str = "",
    settings: str = "",
    hidden: Sequence[str] = (),
) -> bytes:
    """A workbook of worksheets by name; ``texts`` are the shared ones, as ``<si>`` elements."""
    parts = {
        "xl/workbook.xml": _list(sheets, settings, hidden),
        "xl/_rels/workbook.xml.rels": _relations(len(sheets)),
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": one for n, one in enumerate(sheets.values(), 1)}
    if texts:
        parts["xl/sharedStrings.xml"] = f"{XML}<sst {MAIN}>{texts}</sst>"
    if styles:
        parts["xl/styles.xml"] = f"{XML}<styleSheet {MAIN}>{styles}</styleSheet>"
    return packed(_package(len(sheets)) | parts)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _package(count: int) -> dict[str, str | bytes]:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in range(1, count + 1)
    )
    types = (
        f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f"{overrides}</Types>"
    )
    root = (
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    return {"[Content_Types].xml": types, "_rels/.rels": root}


def _list(sheets: Mapping[str, str], settings: str, hidden: Sequence[str]) -> str:
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"'
        + (' state="hidden"/>' if name in hidden else "/>")
        for n, name in enumerate(sheets, 1)
    )
    return (
        f'{XML}<workbook {MAIN} xmlns:r="{RELATIONS}">{settings}<sheets>{listed}</sheets>'
        "</workbook>"
    )


def _relations(count: int) -> str:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, count + 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'
