"""Result lists as tables: whole lists, safe cells, columns by kind."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from smartland.domain.kinds import KINDS
from smartland.web.pages.asked import Asked, to_query
from smartland.web.pages.naming import Naming
from smartland.web.pages.result_table import MARK, MIXED, ResultTable, table_columns
from smartland.wiring import Services
from support.answers import read_json
from support.platform import settle

pytest_plugins = ["support.doors"]


def _rows(client: FlaskClient, path: str, language: str = "it") -> list[dict[str, str]]:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text[:300]
    assert answer.mimetype == "text/csv"
    text = answer.data.decode("utf-8-sig")
    assert int(answer.headers["X-Total-Count"]) >= 0
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_list_of_several_kinds_has_what_all_have(sample: FlaskClient) -> None:
    rows = _rows(sample, "/search.csv?q=acquedotto")
    body = read_json(sample.get("/api/v1/search?q=acquedotto&limit=200"))
    assert tuple(rows[0]) == MIXED
    assert [one["iri"] for one in rows] == [one["iri"] for one in body["items"]]
    project = next(one for one in rows if one["kind"] == "progetto")
    assert project["title"] == "Acquedotto intelligente"
    assert project["page"].endswith("/doc/project/cup-J41B21000010001")


def test_a_list_of_one_kind_has_its_main_columns(sample: FlaskClient) -> None:
    (row,) = _rows(sample, "/search.csv?kind=project", "en")
    assert row["title"] == "Smart aqueduct"
    assert row["cup"] == "J41B21000010001"
    assert "kind" not in row
    assert row["corridor"]
    assert "://" not in row["corridor"]


@pytest.mark.parametrize("kind", KINDS)
def test_columns_of_every_kind_can_be_filled(sample: FlaskClient, kind: str) -> None:
    columns = table_columns((kind,))
    assert columns[-2:] == ("iri", "page")
    assert len(columns) == len(set(columns)) >= 3
    public = {one.name for one in KINDS[kind].public_fields}
    assert set(columns[:-2]) <= public
    for row in _rows(sample, f"/search.csv?kind={kind}"):
        assert row["iri"]


def test_the_whole_list_comes_over_many_pages(sample: FlaskClient) -> None:
    total = read_json(sample.get("/api/v1/search?kind=concept&limit=1"))["total"]
    rows = _rows(sample, "/search.csv?kind=concept&cursor=ignored&from=21")
    assert total > 400
    assert len({one["iri"] for one in rows}) == len(rows) == total


def test_a_table_ends_at_its_bound(sample_services: Services) -> None:
    services = sample_services
    naming = Naming(services.catalogue, services.labels, base=services.core.base, language="it")
    table = ResultTable(services.search, naming, to_query(Asked(kinds=("concept",))), most=250)
    lines = "".join(table.lines(table.begin()))
    assert len(list(csv.reader(io.StringIO(lines, newline="")))) == 251


def test_programs_get_the_list_without_a_mark_and_as_long_as_they_say(sample: FlaskClient) -> None:
    path = "/api/v1/search?kind=concept&limit=205"
    answer = sample.get(path, headers={"Accept": "text/csv"})
    assert len(answer.text.splitlines()) == 206
    assert not answer.data.startswith(MARK.encode())
    assert sample.get("/search.csv?kind=need").data.startswith(MARK.encode())


def test_a_list_of_nothing_has_its_head(sample: FlaskClient) -> None:
    assert sample.get("/search.csv?q=zzzqqq").data.decode("utf-8-sig") == (",".join(MIXED) + "\r\n")


@pytest.mark.parametrize("query", ["sort=nothing", "box=1,2", "south=45"])
def test_a_wrong_question_is_refused_before_a_line_is_sent(sample: FlaskClient, query: str) -> None:
    answer = sample.get(f"/search.csv?{query}", headers={"Accept": "text/csv"})
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"


def test_no_cell_is_run_by_a_spreadsheet(services: Services, client: FlaskClient) -> None:
    services.catalogue.create(
        "stakeholder",
        {
            "name": "=cmd|' /C calc'!A0",
            "stakeholder_kind": "https://w3id.org/smartland/concept/stakeholder-kind/firm",
            "vat": "00743110157",
            "description": {"it": "@SUM(1)\n+2"},
        },
        "tester",
    )
    settle(services)
    for path in ("/search.csv?kind=stakeholder", "/search.csv"):
        (row,) = _rows(client, path)
        assert row.get("name", row.get("title")) == "'=cmd|' /C calc'!A0"
        assert row["description"] == "'@SUM(1)\n+2"
