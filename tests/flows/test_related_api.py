"""What is alike, complementary or able to fund, through the API and on the page."""

import pytest
from flask.testing import FlaskClient

from support.answers import assert_problem, read_json

pytest_plugins = ["support.doors"]


def test_each_relation_answers_with_scores_and_reasons(sample: FlaskClient) -> None:
    body = read_json(sample.get("/api/v1/need/perdite/related?relation=complementary"))
    assert body["relations"] == ["similar", "complementary", "fundable"]
    assert [one["key"] for one in body["items"]] == ["rete"]
    assert body["total"] == 1
    assert 0 < body["items"][0]["score"] <= 1
    assert body["items"][0]["reason"]


def test_what_is_related_stands_on_the_page(sample: FlaskClient) -> None:
    page = sample.get("/doc/need/perdite", headers={"Accept": "text/html"}).text
    assert 'id="relation-complementary"' in page
    assert "/doc/offer/rete" in page


@pytest.mark.parametrize(
    ("path", "status", "names"),
    [
        ("need/perdite/related?relation=none", 422, ("relation",)),
        ("need/nonesuch/related", 404, ()),
    ],
)
def test_a_wrong_question_is_a_problem(
    sample: FlaskClient, path: str, status: int, names: tuple[str, ...]
) -> None:
    assert_problem(sample.get(f"/api/v1/{path}"), status, *names)
