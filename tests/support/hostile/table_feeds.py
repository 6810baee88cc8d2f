"""Hostile CSV, XLSX, zip and xz: registers of firms, filled-in templates, files of CORDIS."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator

from support.harvesting import Bench
from support.hostile.case import DONE, FAILED, Case
from support.hostile.stage import Stage
from support.workbooks import MAIN, XML, packed, rows_of_texts, workbook, worksheet

Feed = Callable[[Stage], str]
FIRMS = "denominazione,codice fiscale,prov,comune,data iscrizione startup,sito internet\n"
GOOD_FIRM = "ENERGIA PULITA S.R.L.,12345670017,TO,TORINO,01/02/2020,www.energia.example\n"
PROJECTS = "id,acronym,title,startDate,endDate,objective,totalCost,ecMaxContribution\n"
GOOD_PROJECT = "101116741,GOOD,A good project,2023-01-01,2026-01-01,Energy.,1000,900\n"
FORMULA = "=cmd|' /C calc'!A0"


def file(name: str, content: bytes | str | Callable[[], bytes | str | Iterable[bytes]]) -> Feed:
    """A feed of one file."""
    return lambda stage: stage.file(name, content() if callable(content) else content)


def firms(*rows: str) -> str:
    """The register of start-ups."""
    return "".join((FIRMS, *rows, GOOD_FIRM))


def _repeated(start: bytes, piece: bytes, times: int, end: bytes = b"") -> Iterator[bytes]:
    yield start
    many, rest = divmod(times, 1_000)
    yield from (piece * 1_000 for _ in range(many))
    yield piece * rest + end


def big_part(name: str, pieces: Iterable[bytes]) -> bytes:
    """A workbook whose part of that name is written piece by piece."""
    whole = workbook({"A": worksheet("")}, texts="<si><t>x</t></si>")
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as given,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for one in given.namelist():
            if one != name:
                archive.writestr(one, given.read(one))
        with archive.open(name, "w") as part:
            for piece in pieces:
                part.write(piece)
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
HEAD, END = f"{XML}<worksheet {MAIN}><sheetData>".encode(), b"</sheetData></worksheet>"
HEADER_ROW = b"".join(
    b'<c t="inlineStr"><is><t>%s</t></is></c>' % name.encode() for name in FIRMS.strip().split(",")
)


def sheet(piece: bytes, times: int) -> bytes:
    """A workbook of one sheet: the register's header, then a piece many times."""
    start = HEAD + b"<row>" + HEADER_ROW + b"</row>"
    return big_part(SHEET, _repeated(start, piece, times, END))


def _lying_zip() -> bytes:
    """An archive whose directory says that a part of 400 MB has ten bytes."""
    packed_sheet = sheet(b"<row/>" + b" " * 94, 4_000_000)
    place = packed_sheet.rindex(SHEET.encode())
    entry = packed_sheet.rindex(b"PK\x01\x02", 0, place)
    return packed_sheet[: entry + 24] + (10).to_bytes(4, "little") + packed_sheet[entry + 28 :]


def _zip(entries: dict[str, bytes | Iterable[bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in entries.items():
            with archive.open(name, "w", force_zip64=True) as part:
                for piece in (content,) if isinstance(content, bytes) else content:
                    part.write(piece)
    return buffer.getvalue()


def _nested_zip() -> bytes:
    inner = _zip({"project.csv": (PROJECTS + GOOD_PROJECT).encode()})
    for _ in range(30):
        inner = _zip({"inner.zip": inner})
    return inner


def _doctype_sheet() -> bytes:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    text = worksheet('<row><c t="inlineStr"><is><t>&b;</t></is></c></row>')
    return workbook({"A": text.replace("?>\n", f"?>\n{bomb}", 1)})


def _linked(stage: Stage) -> str:
    """A workbook with an external link and an image on a server, which nobody follows."""
    url = stage.canary().url
    whole = workbook({"A": rows_of_texts([row.split(",") for row in firms().strip().split("\n")])})
    with zipfile.ZipFile(io.BytesIO(whole)) as given:
        parts: dict[str, str | bytes] = {name: given.read(name) for name in given.namelist()}
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f'<Relationships><Relationship Id="r" Target="{url}/x.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    return stage.file("firms.xlsx", packed(parts))


def _persons(stage: Stage) -> str:
    """A register with a column of a person's code, which is no firm's."""
    return stage.file("f.csv", firms("MARIO ROSSI,RSSMRA80A01F205X,MI,MILANO,01/02/2020,\n"))


def _no_formula(bench: Bench, _: Stage) -> str:
    """Formulas are texts here; that exports disarm them is proven where they are written."""
    names = [one.document.get("name", {}) for one in bench.core.catalogue.truth.all_heads()]
    return "" if any(FORMULA.lower()[:4] in str(one).lower() for one in names) else f"{names}"


def _cyclic_places() -> str:
    rows = (("istat_code", "name", "territory_type", "part_of"),
            ("015146", "Milano", "municipality", "territory/istat-015"),
            ("015", "Milano", "province", "territory/istat-015146"),
            ("03", "Lombardia", "region", "territory/istat-03"))  # fmt: skip
    return "".join(f"{','.join(row)}\n" for row in rows)


def _xz() -> Iterator[bytes]:
    packer = lzma.LZMACompressor(preset=0)
    for _ in range(300):
        yield packer.compress(b"x" * 1_000_000)
    yield packer.flush()


def _greedy_xz() -> bytes:
    """A small xz whose decoder is told to take a gigabyte (The .xz File Format, 3.1 and 5.3.1)."""
    packed_text = bytearray(lzma.compress(b"x", preset=0))
    packed_text[12 + 4] = 36  # the size of the dictionary: 2 to the power of 30
    size = (packed_text[12] + 1) * 4
    packed_text[12 + size - 4 : 12 + size] = zlib.crc32(packed_text[12 : 12 + size - 4]).to_bytes(
        4, "little"
    )
    return bytes(packed_text)


def case(importer: str, name: str, feed: Feed, says: str = "", **more: object) -> Case:
    """A case that fails as a whole where it ``says`` so."""
    given: dict[str, object] = {"state": FAILED if says else DONE, "says": says, **more}
    return Case(f"{importer}: {name}", importer, feed, **given)  # type: ignore[arg-type]


TEXTS = (
    case("startups", "a line of 200 MB", file("f.csv", lambda: _repeated(
         FIRMS.encode(), b"x" * 1_000, 190_000)), "a row has more than 12000000 characters"),
    case("startups", "a line of 150 MB with a wide character", file("f.csv", lambda: _repeated(
         FIRMS.encode() + "\U0001f600".encode(), b"x" * 1_000, 150_000)),
         "a row has more than 12000000 characters"),
    case("startups", "100 million empty lines", file("f.csv", lambda: _repeated(
         FIRMS.encode(), b"\n", 100_000_000)), "more than 200000 rows"),
    case("startups", "100,000 columns", file("f.csv", lambda: "denominazione,codice fiscale,"
         + ",".join(f"c{n}" for n in range(100_000)) + "\n"), "columns"),
    case("startups", "100,000 cells in a row", file("f.csv", firms("x," * 100_000 + "\n")),
         counts={"created": 1, "rejected": 1}),
    case("startups", "NUL characters", file("f.csv", firms(
         "A\0CME S.R.L.,,TO,TORINO,01/02/2020,\n")), counts={"created": 2},
         reason="NUL characters were taken out"),
    case("startups", "nothing but NUL characters", file("f.csv", b"\0" * 1_000_000), "no table"),
    case("startups", "a quote that never ends", file("f.csv", firms('"ACME S.R.L.,x\n')),
         "never closed"),
    case("startups", "quotes in every place", file("f.csv", firms(
         'AC"ME" S.R.L.,"",TO,"TOR""INO",01/02/2020,\n', "'A','B',''\n")), counts=None),
    case("startups", "a cell of 10 MB", file("f.csv", firms(
         f"{'x' * 10_000_000},,TO,TORINO,01/02/2020,\n")), counts={"created": 1, "rejected": 1}),
    case("startups", "formulas", file("f.csv", firms(
         f'"{FORMULA}",,TO,TORINO,01/02/2020,"=HYPERLINK(""http://a.example"")"\n',
         "+1+1 S.R.L.,,TO,TORINO,02/02/2020,@SUM(1)\n")), counts={"created": 3},
         check=_no_formula),
    case("startups", "a header that comes again", file("f.csv",
         f"{FIRMS.strip()},denominazione,denominazione\n{GOOD_FIRM}"), counts={"created": 1}),
    case("startups", "rows of one firm", file("f.csv", firms(GOOD_FIRM, GOOD_FIRM)),
         counts={"created": 1, "rejected": 2}),
    case("startups", "a name that spoofs", file("f.csv", firms(
         "ACME\u202eexe\u202c S.R.L.,,TO,TOR\u2067INO,01/02/2020,www.a\u202e.example\n")),
         counts={"created": 2}),
    case("startups", "a person", _persons),
    case("startups", "UTF-16 and a mark", file("f.csv", firms().encode("utf-16")),
         counts={"created": 1}),
    case("startups", "UTF-32", file("f.csv", firms().encode("utf-32")),
         reason="NUL characters were taken out"),
)  # fmt: skip
BOOKS = (
    case("startups", "a million empty rows", file("f.xlsx", lambda: sheet(b"<row/>", 1_000_000)),
         counts={}),
    case("startups", "more rows than there are", file("f.xlsx", lambda: sheet(
         b'<row r="1048577"/>', 1)), "rows"),
    case("startups", "three million empty cells", file("f.xlsx", lambda: sheet(b"<c/>", 3_000_000)),
         "more than 2000000 elements|unpacked"),
    case("startups", "a row at the far corner", file("f.xlsx", lambda: sheet(
         b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>', 1)), "column number"),
    case("startups", "a tag of 190 MB", file("f.xlsx", lambda: big_part(SHEET, _repeated(
         HEAD + b'<row a="', b"x" * 1_000, 190_000))), "more than 1000000 bytes"),
    case("startups", "a comment of 190 MB", file("f.xlsx", lambda: big_part(SHEET, _repeated(
         HEAD + b"<!--", b"x" * 1_000, 190_000))), "more than 1000000 bytes"),
    case("startups", "a shared text of 190 MB", file("f.xlsx", lambda: big_part(
         "xl/sharedStrings.xml", _repeated(f"{XML}<sst {MAIN}><si><t>".encode(), b"x" * 1_000,
         190_000, b"</t></si></sst>"))), "a text has more than 1000000"),
    case("startups", "three million shared texts", file("f.xlsx", lambda: big_part(
         "xl/sharedStrings.xml", _repeated(f"{XML}<sst {MAIN}>".encode(), b"<si/>", 3_000_000,
         b"</sst>"))), "more than 2000000 elements|unpacked"),
    case("startups", "a sheet of 300 MB", file("f.xlsx", lambda: sheet(b"<row/>" + b" " * 994,
         300_000)), "larger than 200000000"),
    case("startups", "a cell of 100 MB", file("f.xlsx", lambda: big_part(SHEET, _repeated(
         HEAD + b'<row><c t="str"><v>', b"x" * 1_000, 100_000))), "a cell of more than 1000000"),
    case("startups", "a directory that lies about sizes", file("f.xlsx", _lying_zip),
         "no sound XLSX"),
    case("startups", "entities in a sheet", file("f.xlsx", _doctype_sheet), "DOCTYPE"),
    case("startups", "links to servers", _linked, counts={"created": 1}),
    case("startups", "100,000 parts", file("f.xlsx", lambda: _zip({f"p{n}": b"" for n in
         range(100_000)})), "parts"),
    case("startups", "an archive that is cut", file("f.xlsx", lambda: sheet(b"<row/>", 10)[:-30]),
         "no sound XLSX"),
    case("startups", "an old or locked workbook", file("f.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 999),
         "password or an old Excel"),
    case("spreadsheet", "territories that are part of each other", file("territory.csv",
         _cyclic_places), counts={"created": 3}),
    case("spreadsheet", "a header of 190 MB", file("need.csv", lambda: _repeated(b"title", b"x" *
         1_000, 190_000)), "a row has more than 12000000 characters"),
)  # fmt: skip
CORDIS = (
    case("cordis", "good and bad projects", file("project.csv", PROJECTS
         + "x\u0000,B\u202e,T\u202eitle,9999-99-99,x,=cmd(),1e999999999,NaN\n"
         + "101116742,C," + "y" * 200_000 + ",,,,,\n" + GOOD_PROJECT), reason="."),
    case("cordis", "a zip of 610 MB", file("c.zip", lambda: _zip({"project.csv": _repeated(
         PROJECTS.encode(), b"x" * 1_000, 610_000)})), "larger than"),
    case("cordis", "zips in zips", file("c.zip", _nested_zip), "no CSV|describes no|columns|inner"),
    case("cordis", "names that lead out of the archive", file("c.zip", lambda: _zip(
         {"../../etc/cron.d/project.csv": (PROJECTS + GOOD_PROJECT).encode()})),
         "describes no projects"),
    case("cordis", "a thousand entries", file("c.zip", lambda: _zip({f"{n}.csv": b"" for n in
         range(1_000)})), "more than 200 files"),
    case("cordis", "an xz of more than is read", file("project.csv.xz", _xz), "larger than"),
    case("cordis", "an xz with a dictionary of a gigabyte", file("project.csv.xz",
         _greedy_xz), "cannot be unpacked"),
    case("cordis", "100,000 levels", file("project.json", "[" * 100_000), "JSON"),
    case("cordis", "700 levels", file("project.json", '[{"id": "101116741", "acronym": "A", '
         '"title": ' + "[" * 700 + "]" * 700 + "}]")),
    case("cordis", "numbers of a million digits", file("project.json",
         '[{"id": 101116741, "acronym": "A", "title": "T", "totalCost": ' + "9" * 10**6 + "}]"),
         "JSON"),
    case("cordis", "eight million empty objects in one", file("project.json", lambda:
         '[{"id": "1", "title": "T", "organizations": [' + "{}," * 6_000_000 + "{}]}]"), "columns"),
    case("cordis", "a text of 190 MB", file("project.json", lambda: _repeated(
         b'[{"id": "1", "title": "', b"x" * 1_000, 190_000, b'"}]')), "more than 20000000"),
    case("cordis", "surrogates", file("project.json", '[{"id": "101116741", "acronym": "\\ud800", '
         '"title": "T\\ud800\\u0000"}, {"id": "101116742", "acronym": "B", "title": "B"}]'),
         counts=None),
)  # fmt: skip
CASES = (*TEXTS, *BOOKS, *CORDIS)
