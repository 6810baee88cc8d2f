"""The page of the templates: its files, its form, and the dry run that it shows."""

import io

import pytest
from flask.testing import FlaskClient

from smartland.domain.kinds import KINDS
from smartland.errors import Label
from smartland.ports.harvests import ItemOutcome, Source
from smartland.ports.importer import WARNING, CellProblem
from smartland.services.preview import Foreseen
from smartland.web.pages.filling import show_trial
from smartland.wiring import Services
from support.answers import BROWSER, assert_page
from support.pages import Page
from support.sheets import sheet
from support.upload_doors import upload_app

SOURCE = Source("s", "spreadsheet", "need.csv")
PROBLEM = CellProblem(1_234, "F", "budget", Label("non va", "is wrong"))


@pytest.fixture(scope="module")
def client(site_services: Services) -> FlaskClient:
    return upload_app(site_services).test_client(use_cookies=False)


def get(client: FlaskClient, language: str) -> Page:
    headers = BROWSER | {"Accept-Language": language}
    return Page(assert_page(client.get("/templates", headers=headers), 200))


def send(
    client: FlaskClient, body: bytes, name: str, language: str = "it", status: int = 200
) -> Page:
    form = {"file": (io.BytesIO(body), name), "kind": ""}
    headers = BROWSER | {"Accept-Language": language}
    answer = client.post("/templates", data=form, headers=headers)
    assert answer.headers["Cache-Control"] == "no-store"
    return Page(assert_page(answer, status))


def foreseen(state: str = "done", **more: object) -> Foreseen:
    given = {"counts": {}, "outcomes": (), "problems": (), "problem_count": 0, "absent": 0}
    return Foreseen(SOURCE, state, **(given | more))  # type: ignore[arg-type]  # a table of fields


# the page


@pytest.mark.parametrize(
    ("language", "title"), [("it", "Modelli da compilare"), ("en", "Templates to fill in")]
)
def test_every_kind_can_be_downloaded(client: FlaskClient, language: str, title: str) -> None:
    page = get(client, language)
    assert title in page.text
    for kind in KINDS:
        assert f"/api/v1/templates/{kind}.csv" in page.links()
        assert f"/api/v1/templates/{kind}.xlsx" in page.links()
    assert "/api/v1/templates/all.xlsx" in page.links()
    assert client.get("/api/v1/templates/all.xlsx").status_code == 200


def test_the_form_has_labels_and_needs_no_script(client: FlaskClient) -> None:
    page = get(client, "it")
    labelled = {one["for"] for one in page.all("label")}
    fields = {one["id"] for tag in ("input", "select") for one in page.all(tag)}
    assert fields == labelled
    (form,) = [one for one in page.all("form") if one.get("method") == "post"]
    assert form["enctype"] == "multipart/form-data"
    assert not any("onclick" in one or "style" in one for _, one in page.elements)


def test_a_good_file(client: FlaskClient) -> None:
    page = send(client, sheet({"id": "f1"}, {"id": "f2"}), "bisogni 2026.csv")
    assert "Esito della prova di bisogni-2026.csv" in page.text
    assert "si può inviare così com'è" in page.text
    assert "nuove: 2" in page.text
    assert "smartland harvest spreadsheet bisogni-2026.csv" in page.text


@pytest.mark.parametrize(("language", "words"), [("it", "Serve una data"), ("en", "A day is")])
def test_problems_have_row_and_column(client: FlaskClient, language: str, words: str) -> None:
    body = sheet({"id": "f1"}, {"id": "f2", "valid_until": "31/02/2026"})
    page = send(client, body, "need.csv", language)
    (row,) = page.html.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]
    assert '<th scope="row">3</th>' in row
    assert "<strong>F</strong> valid_until" in row
    assert words in row


def test_what_the_file_holds_is_never_markup(client: FlaskClient) -> None:
    evil = '<script>alert("x")</script>'
    body = sheet({"id": "f1", evil: evil, "stakeholder": evil})
    page = send(client, body, f"need {evil}.csv")
    assert evil not in page.html
    assert "alert(" not in "".join(str(one) for one in page.all("script"))
    assert "&lt;script&gt;" in page.html


def test_nothing_sent_is_told_beside_the_form(client: FlaskClient) -> None:
    answer = client.post("/templates", data={"kind": ""}, headers=BROWSER)
    page = Page(assert_page(answer, 400))
    assert "Scegliere un file" in page.text
    assert page.all("form")


def test_a_file_that_is_no_table(client: FlaskClient) -> None:
    page = send(client, b"\xd0\xcf\x11\xe0" + b"\x00" * 100, "need.xls")
    assert "Il file non entrerebbe." in page.text
    assert "salvarlo come .xlsx o .csv" in page.text


# the verdict


@pytest.mark.parametrize(
    ("found", "colour", "words"),
    [
        (foreseen(counts={"created": 2}), "success", "No errors"),
        (foreseen(counts={"created": 2, "rejected": 1}), "warning", "would stay out"),
        (foreseen(), "warning", "holds no rows"),
        (foreseen("failed", message=Label("x", "y")), "danger", "would not come in"),
        (foreseen("stopped", counts={"created": 2}), "warning", "incomplete"),
    ],
)
def test_the_verdict(found: Foreseen, colour: str, words: str) -> None:
    shown = show_trial(found, "need.csv", "en")
    assert shown.colour == colour
    assert words in shown.verdict


def test_the_reason_of_a_failure_is_told_once() -> None:
    told = show_trial(foreseen("failed", message=Label("x", "y")), "n", "it")
    assert told.message == "x"
    listed = foreseen("failed", message=Label("x", "y"), problems=(PROBLEM,), problem_count=1)
    assert show_trial(listed, "n", "it").message == ""
    stopped = foreseen("stopped", message=Label("x", "y"), problems=(PROBLEM,), problem_count=1)
    assert show_trial(stopped, "n", "it").message == "x"


def test_long_lists_are_cut_and_say_so() -> None:
    many = foreseen(problems=(PROBLEM,) * 300, problem_count=12_345)
    shown = show_trial(many, "n", "it")
    assert len(shown.problems) == 200
    assert shown.cut == "Mostrati i primi 200 di 12.345."
    assert shown.problems[0].row == "1.234"
    few = foreseen(problems=(PROBLEM,), problem_count=1)
    assert show_trial(few, "n", "it").cut == ""


def test_warnings_sheets_and_what_stays() -> None:
    warning = CellProblem(2, "", "", Label("a", "b"), "Bisogni", WARNING)
    kept = ItemOutcome("need/1", "kept", "urn:x", "private here; the decision is kept")
    shown = show_trial(
        foreseen(problems=(warning,), problem_count=1, outcomes=(kept,), absent=3), "n", "en"
    )
    assert shown.sheets
    assert (shown.problems[0].severity, shown.problems[0].colour) == ("warning", "warning")
    assert shown.reasons == (("need/1", "private here: the decision is kept"),)
    assert "3" in shown.absent
