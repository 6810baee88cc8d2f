"""Templates: downloaded, filled in, tried out, brought in; and hostile uploads."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.ports.harvests import Source
from smartland.services.preview import Bounds
from smartland.services.uploads import BOUNDS, UploadLimits, safe_name
from smartland.wiring import Services
from support.answers import assert_problem, read_json
from support.platform import running, settle
from support.shared_data import shared
from support.sheets import NEED, sheet, to_csv
from support.upload_doors import upload_app
from support.workbooks import packed, rows_of_texts, workbook, worksheet

RAW = {"Content-Type": "application/octet-stream"}
NUMBERS = count()
BODY = {"name": {"it": "Comune di Milano"}, "stakeholder_kind": "administration"}
MILANO = {**BODY, "ipa_code": "c_f205"}


@dataclass
class Doors:
    """The doors over a platform with one body in it."""

    services: Services
    client: FlaskClient
    bearer: dict[str, str]

    def post(self, path: str, body: bytes, language: str = "en", **more: str) -> TestResponse:
        headers = RAW | {"Accept-Language": language} | more
        return self.client.post(f"/api/v1/{path}", data=body, headers=headers)

    def preview(self, body: bytes, name: str = "need.csv", language: str = "en") -> Json:
        return read_json(self.post(f"preview?importer=spreadsheet&name={name}", body, language))

    def bring_in(self, body: bytes, query: str) -> TestResponse:
        return self.post(f"import?{query}", body, **self.bearer)

    def work(self) -> None:
        """Do the jobs that wait."""
        worker = self.services.core.worker()
        while worker.step():
            pass
        settle(self.services)

    def job(self, answer: TestResponse) -> Json:
        """The job of an answer, done."""
        read_json(answer, 202)
        self.work()
        return read_json(self.client.get(answer.headers["Location"], headers=self.bearer))


@pytest.fixture(scope="module")
def module_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with running(tmp_path_factory.mktemp("uploads")) as services:
        services.catalogue.create("stakeholder", MILANO, "tester")
        settle(services)
        yield services


@pytest.fixture
def doors(module_services: Services) -> Doors:
    return make(module_services)


def make(services: Services, bounds: Bounds = BOUNDS) -> Doors:
    client = upload_app(services, UploadLimits(bounds=bounds)).test_client()
    token = services.core.tokens.create(f"tester-{next(NUMBERS)}")
    bearer = {"Authorization": f"Bearer {token}"}
    return Doors(services, client, bearer)


def fill(template: bytes, values: dict[str, str]) -> bytes:
    """A downloaded CSV template with one row more."""
    rows = list(csv.reader(io.StringIO(template.decode("utf-8-sig")), delimiter=";"))
    rows.append([values.get(name, "") for name in rows[0]])
    return to_csv(rows)


# templates


def test_every_kind_has_its_files(doors: Doors) -> None:
    listed = read_json(doors.client.get("/api/v1/templates", headers={"Accept-Language": "it"}))
    assert [one["kind"] for one in listed["items"]] == list(KINDS)
    assert listed["items"][0]["label"] == KINDS["stakeholder"].plural.it
    for one in listed["items"]:
        as_csv = doors.client.get(one["_links"]["csv"])
        assert as_csv.mimetype == "text/csv"
        assert as_csv.data.startswith(b"\xef\xbb\xbf#" + one["kind"].encode())
        assert f'filename="{one["kind"]}.csv"' in as_csv.headers["Content-Disposition"]
        as_xlsx = doors.client.get(one["_links"]["xlsx"])
        assert CalamineWorkbook.from_object(io.BytesIO(as_xlsx.data)).sheet_names == [one["kind"]]
    whole = doors.client.get(listed["_links"]["all"])
    assert CalamineWorkbook.from_object(io.BytesIO(whole.data)).sheet_names == list(KINDS)


def test_a_template_is_sent_once(doors: Doors) -> None:
    first = doors.client.get("/api/v1/templates/need.csv")
    tag = first.headers["ETag"]
    again = doors.client.get("/api/v1/templates/need.csv", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", ["nothing.csv", "nothing.xlsx", "all.csv"])
def test_what_is_no_kind_has_no_template(doors: Doors, path: str) -> None:
    body = assert_problem(doors.client.get(f"/api/v1/templates/{path}"), 404)
    assert "stakeholder" in body["detail"]


# from the template to the record


def test_download_fill_try_send(doors: Doors) -> None:
    template = doors.client.get("/api/v1/templates/need.csv").data
    values = {name: one for name, one in NEED.items() if not name.startswith("#")}
    body = fill(template, values | {"id": "acqua", "valid_until": "31/12/2030"})
    tried = doors.preview(body, "bisogni 2026.csv")
    assert (tried["state"], tried["counts"], tried["problems"]) == ("done", {"created": 1}, [])
    done = doors.job(doors.bring_in(body, "source=acqua&name=bisogni 2026.csv"))
    assert (done["state"], done["result"]) == ("done", "run 1: 1 created")
    need = read_json(doors.client.get("/api/v1/need/sheet-acqua"))
    assert need["title"] == {"it": "Sensori per l'acqua"}
    assert need["valid_until"] == "2030-12-31"
    tried = read_json(doors.post("preview?source=acqua&name=need.csv", body))
    assert tried["counts"] == {"unchanged": 1}


def test_sent_again_it_replaces_the_file(module_services: Services, tmp_path: Path) -> None:
    doors = make(module_services)
    rows = [{"id": f"r{number}"} for number in range(12)]
    assert doors.job(doors.bring_in(sheet(*rows), "source=again&name=need.csv"))["state"] == "done"
    rows[3]["title_it"] = "Un altro titolo"
    name = "need (bis).csv"
    path = f"preview?source=again&name={name}"
    tried = read_json(doors.post(path, sheet(*rows[1:]), **doors.bearer))
    assert tried["counts"] == {"changed": 1, "unchanged": 10}
    assert tried["absent"] == 1
    doors.job(doors.bring_in(sheet(*rows[1:]), f"source=again&name={name}"))
    (run,) = module_services.core.sources.runs("again", 1)
    assert run.counts == {"changed": 1, "unchanged": 10, "missing": 1}
    folder = module_services.core.settings.data_dir / "uploads" / "again"
    assert [one.name for one in folder.iterdir()] == ["need-bis-.csv"]
    assert read_json(doors.client.get("/api/v1/need/sheet-r3"))["title"]["it"] == "Un altro titolo"


def test_a_form_will_do(doors: Doors) -> None:
    for path in ("preview", "import?source=form"):
        form = {"file": (io.BytesIO(sheet({"id": "form"})), r"C:\Bisogni\bisogni di tutti.csv")}
        answer = doors.client.post(f"/api/v1/{path}", data=form, headers=doors.bearer)
        assert answer.status_code in (200, 202), answer.text
    doors.work()
    assert read_json(doors.client.get("/api/v1/need/sheet-form"))


def test_a_kind_may_be_said_beside(doors: Doors) -> None:
    body = to_csv([list(NEED)[1:], list(NEED.values())[1:]])
    assert doors.preview(body, "x.csv")["state"] == "failed"
    tried = read_json(doors.post("preview?name=x.csv&kind=need", body))
    assert tried["counts"] == {"created": 1}
    done = doors.job(doors.bring_in(body, "source=kind&name=x.csv&kind=need"))
    assert done["state"] == "done", done


# what is wrong, and where


@pytest.mark.parametrize(
    ("language", "words"), [("it", "non è una voce del vocabolario"), ("en", "is not in the")]
)
def test_problems_in_both_languages(doors: Doors, language: str, words: str) -> None:
    body = sheet({"id": "p"}, {"id": "q", "corridor": "enrgia"}, {"id": "r", "title_it": "=1+1"})
    tried = doors.preview(body, language=language)
    assert tried["counts"] == {"created": 2, "rejected": 1}
    error, warning = tried["problems"]
    assert (error["row"], error["column"], error["header"]) == (3, "F", "corridor")
    assert error["severity"] == "error"
    assert words in error["message"]
    assert (warning["row"], warning["severity"]) == (4, "warning")
    assert tried["problem_count"] == 2


def test_problems_as_csv(doors: Doors) -> None:
    header = [*NEED, "=colore"]
    body = to_csv([header, [*NEED.values(), "blu"]])
    answer = doors.post("preview?name=need.csv", body, Accept="text/csv")
    assert answer.mimetype == "text/csv"
    (one,) = csv.DictReader(io.StringIO(answer.text))
    assert (one["row"], one["column"], one["header"]) == ("1", "F", "'=colore")
    assert "Unknown column" in one["message"]


def test_what_breaks_the_rules_of_a_kind_has_its_place(doors: Doors) -> None:
    firm = {"#stakeholder": "", "id": "1", "name_it": "Acme", "stakeholder_kind": "firm"}
    tried = doors.preview(sheet({}, first=firm), "x.csv")
    assert tried["counts"] == {"rejected": 1}
    assert "row 2" in tried["outcomes"][0]["reason"]
    assert "VAT" in tried["problems"][0]["message"]


def test_missing_columns_are_told_with_the_problems_of_other_sheets(doors: Doors) -> None:
    good = [list(NEED)[1:], [*list(NEED.values())[1:]]]
    bad = [["id", "title_it"], ["1", "x"]]
    body = workbook({"need": rows_of_texts(good), "call": rows_of_texts(bad)})
    tried = doors.preview(body, "x.xlsx")
    assert tried["state"] == "failed"
    assert {(one["sheet"], one["row"], one["column"]) for one in tried["problems"]} == {
        ("call", 1, "")
    }


def test_only_some_outcomes(doors: Doors) -> None:
    body = sheet({"id": "s"}, {"id": "t", "budget": "x"})
    tried = read_json(doors.post("preview?name=need.csv&outcome=rejected", body))
    assert [one["outcome"] for one in tried["outcomes"]] == ["rejected"]
    assert tried["counts"] == {"created": 1, "rejected": 1}


def test_towns_by_name_where_the_list_is(services: Services) -> None:
    istat = shared("istat", "Elenco-comuni-italiani.csv")
    folder = services.core.settings.data_dir / "uploads" / "istat"
    folder.mkdir(parents=True)
    (folder / istat.name).write_bytes(istat.read_bytes())
    tried = make(services).preview(sheet({"territory": "Lodi (LO)"}))
    assert (tried["counts"], tried["problems"]) == ({"created": 1}, [])


# what is refused


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("preview?importer=nothing", ("importer",)),
        ("preview?kind=nothing", ("kind",)),
        ("preview?outcome=good", ("outcome",)),
        ("preview?adress=x", ("adress",)),
    ],
)
def test_wrong_parameters_are_named(doors: Doors, query: str, names: tuple[str, ...]) -> None:
    assert_problem(doors.post(query, sheet({})), 422, *names)


def test_who_may_do_what(doors: Doors) -> None:
    assert_problem(doors.post("preview?importer=dcat&name=x.ttl", b"<a:b> a <a:c> ."), 401)
    found = doors.post("preview?importer=dcat&name=x.ttl", b"<a:b> a <a:c> .", **doors.bearer)
    assert read_json(found)["state"] == "failed"
    assert_problem(doors.post("import?source=x&name=need.csv", sheet({})), 401)
    led = doors.bring_in(b'{"next": "/etc/passwd"}', "importer=ckan&source=x&name=x.json")
    assert_problem(led, 422, "importer")
    wrong = {"Authorization": "Bearer wrong"}
    assert_problem(doors.post("preview?name=need.csv", sheet({}), **wrong), 401)


def test_empty_and_large(doors: Doors) -> None:
    assert_problem(doors.post("preview?name=need.csv", b""), 400)
    assert_problem(doors.post("preview?name=need.csv", b"x" * 5_000_001), 413)
    form = {"other": (io.BytesIO(b"x"), "x.csv")}
    assert_problem(doors.client.post("/api/v1/preview", data=form), 400)


@pytest.mark.parametrize(
    "source", ["", "..", ".", "../x", "a/b", "istat", "ISTAT", "è", "a" * 101, "-x", "x\n"]
)
def test_a_source_needs_a_name_that_is_a_folder(doors: Doors, source: str) -> None:
    answer = doors.client.post(
        "/api/v1/import",
        query_string={"source": source, "name": "need.csv"},
        data=sheet({}),
        headers=RAW | doors.bearer,
    )
    assert_problem(answer, 422, "source")


def test_another_source_is_not_taken_over(module_services: Services, tmp_path: Path) -> None:
    doors = make(module_services)
    path = tmp_path / "need.csv"
    path.write_bytes(sheet({"id": "own"}))
    smartland = module_services.core
    smartland.harvest.run(smartland.sources.add(_source("theirs", str(path))))
    body = assert_problem(doors.bring_in(sheet({}), "source=theirs&name=need.csv"), 409)
    assert str(tmp_path) not in body["detail"]
    assert path.read_bytes() == sheet({"id": "own"})


def _source(name: str, address: str) -> Source:
    return Source(name, "spreadsheet", address)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("/etc/x.csv", "x.csv"),
        (r"C:\x\bisogni 2026.csv", "bisogni-2026.csv"),
        (".hidden.csv", "hidden.csv"),
        ("x.csv.gz.GZ", "x.csv"),
        ("a#need?b=c&d;rm -rf $(x).csv", "a-need-b-c-d-rm--rf-x-.csv"),
        ("città.csv", "città.csv"),
        ("\x00\n", "file"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_file_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("name", ["è" * 300 + ".csv", "x." + "y" * 300, "z" * 300])
def test_long_file_names_fit_in_a_folder(name: str) -> None:
    assert 0 < len(safe_name(name).encode()) <= 200


# hostile uploads

HEAD = rows_of_texts([list(NEED)[1:]]).split("<sheetData>")[1].split("</sheetData>")[0]
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
HOSTILE = {
    "noise": bytes(range(256)) * 100,
    "zeros": b"\x00" * 100_000,
    "zip of nothing": packed({"a.txt": "x"}),
    "cut workbook": workbook({"need": rows_of_texts([list(NEED)])})[:700],
    "entities": workbook({"need": DOCTYPE + worksheet(HEAD + "<row><c><v>&c;</v></c></row>")}),
    "deep": workbook({"need": worksheet("<a>" * 50_000)}),
    "bomb": workbook({"need": worksheet(" " * 210_000_000)}),
    "far cell": workbook({"need": worksheet(HEAD + '<row r="2"><c r="XFD2"><v>1</v></c></row>')}),
    "old excel": b"\xd0\xcf\x11\xe0" + b"\x00" * 5_000,
    "one line": b"x" * 4_900_000,
    "delimiters": b";" * 4_900_000,
    "quotes": b'"' * 4_000_001,
    "bad unicode": "id;title_it\n1;\ud800".encode("utf-16-le", "surrogatepass"),
    "long header": b"#need;" + b"h" * 1_000_000 + b"\n;1\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_uploads_end_in_a_report(doors: Doors, name: str) -> None:
    tried = doors.preview(HOSTILE[name], "need.csv")
    assert tried["state"] in ("failed", "done")
    assert not tried["counts"].get("created"), tried["counts"]
    assert tried["message"] or tried["problems"], tried
    text = json.dumps(tried)
    assert "Traceback" not in text
    assert str(doors.services.core.settings.data_dir) not in text
    assert len(text) < 50_000


def test_what_would_take_minutes_is_stopped(module_services: Services) -> None:
    doors = make(module_services, Bounds(items=20_000, seconds=2.0))
    cells = worksheet(f"{HEAD}<row>{'<c/>' * 40_000_000}</row>")
    tried = doors.preview(workbook({"need": cells}), "need.xlsx")
    assert tried["state"] == "failed"
    assert "2 s" in tried["message"]


def test_many_rows_are_looked_at_in_part(module_services: Services) -> None:
    doors = make(module_services, Bounds(items=50, seconds=20.0))
    tried = doors.preview(sheet(*({"id": str(number)} for number in range(60))))
    assert (tried["state"], tried["total"], tried["absent"]) == ("stopped", 50, None)


def test_an_upload_never_makes_us_ask_others(doors: Doors) -> None:
    """An importer that wants more than the file: a folder, a second page, a neighbour."""
    for importer in ("cordis", "ckan", "cerif", "pnrr"):
        if importer not in doors.services.core.harvest.importers:
            continue
        answer = doors.post(f"preview?importer={importer}&name=x", b"<x/>", **doors.bearer)
        assert read_json(answer)["state"] == "failed"
