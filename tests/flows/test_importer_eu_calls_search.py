"""Answers of the EU's search for calls: kept in files, and page by page from a copy of them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartland.domain.resource import Json
from smartland.errors import SourceFailed
from support.eu_calls import PORTAL, answer, documents, found, read, rejected, result
from support.sites import Site, body, serving

COPY = "/calls/search"
"""Where somebody else answers to GET as the portal does to POST."""


def test_a_result_of_the_search(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_bytes(answer(result()))
    document = documents(read(path))["HORIZON-X-01"]
    assert document == {
        "title": {"en": "A topic"},
        "description": {
            "en": "Expected Outcome:\nGood & new.\n\nCall: HORIZON-X – A call\n"
            "Type of action: HORIZON Research and Innovation Actions\n"
            "Expected number of grants: 3\nSubmission: multiple cut-off\n"
            "Deadlines: 2026-03-17, 2026-09-17"
        },
        "identifier": "HORIZON-X-01",
        "opens": "2025-12-16T00:00:00Z",
        "closes": "2026-09-17T15:00:00Z",
        "budget": "12500000.50",
        "min_grant": "3000000",
        "max_grant": "4000000",
        "keyword": {"en": ["Water"]},
        "instrument": ["grant"],
        "page": [f"{PORTAL}/topic-details/horizon-x-01"],
        "status": "open",
        "programme": "Horizon Europe",
    }


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"deadlineModel": ["two-stage"]}, "closes", "2026-03-17T16:00:00Z"),
        ({"status": ["31094501"]}, "status", "forthcoming"),
        ({"frameworkProgramme": ["1"]}, "programme", None),
        ({"budgetOverview": ["{"]}, "budget", None),
        ({"budgetOverview": ['{"budgetTopicActionMap": {"1": [3]}}']}, "budget", None),
        ({"startDate": ["2027-01-01T00:00:00.000+0000"]}, "opens", None),
    ],
)
def test_other_results(tmp_path: Path, changes: Json, field: str, value: Json) -> None:
    path = tmp_path / "answer.json"
    path.write_bytes(answer(result(**changes)))
    assert documents(read(path))["HORIZON-X-01"].get(field) == value


def test_a_budget_that_several_topics_show_is_told(tmp_path: Path) -> None:
    lines = [
        {"action": f"HORIZON-X-0{number} - IA", "budgetYearMap": {"2026": "5"}}
        for number in (1, 2, 3)
    ]
    overview = json.dumps({"budgetTopicActionMap": {"1": lines}})
    path = tmp_path / "answer.json"
    path.write_bytes(answer(result(budgetOverview=[overview])))
    item = found(read(path))["HORIZON-X-01"]
    assert item.description.document["budget"] == "5"
    assert "budget: 3 topics of the call show the same one and may share it" in item.remarks


def test_a_tender_is_no_call_and_a_competitive_call_has_its_own_number(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_bytes(answer(result(type=["0"]), result(type=["8"], callccm2Id=["12345"])))
    items = read(path)
    assert list(rejected(items).values()) == ["metadata.type: a tender, not a call"]
    assert documents(items)["competitive-call-12345"]["page"][0].endswith(
        "/competitive-calls-cs/12345"
    )


def test_english_counts_and_another_language_only_without_it(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    results = [
        result(language="cs"),
        result(language="en"),
        result(language="de"),
        result("HORIZON-X-02", "fr"),
        result("HORIZON-X-02", "it"),
    ]
    path.write_bytes(answer(*results))
    items = read(path)
    assert [list(one["title"]) for one in documents(items).values()] == [["en"], ["fr"]]
    assert len(items) == 2
    remark = "there is no English version, only fr"
    assert remark in found(items)["HORIZON-X-02"].remarks


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def page_of(number: int) -> str:
    return f"{COPY}?apiKey=SEDIA&text=***&pageSize=2&pageNumber={number}"


def test_the_search_is_followed_page_by_page(site: Site) -> None:
    for number, results in enumerate([[1, 2], [3, 4], [5]], 1):
        found_here = [result(f"X-{one}") for one in results]
        site.answers[page_of(number)] = body(answer(*found_here, total=5), "application/json")
    items = read(f"{site.url}{page_of(1)}")
    assert list(documents(items)) == [f"X-{one}" for one in range(1, 6)]
    assert site.paths() == [page_of(one) for one in (1, 2, 3)]


def test_paging_is_asked_for_where_the_address_does_not(site: Site) -> None:
    first = f"{COPY}?apiKey=SEDIA&text=***&pageSize=100&pageNumber=1"
    site.answers[first] = body(answer(result()), "application/json")
    assert list(documents(read(f"{site.url}{COPY}?apiKey=SEDIA&text=***"))) == ["HORIZON-X-01"]


def test_a_search_that_repeats_itself_short_of_its_total_fails(site: Site) -> None:
    same = body(answer(result("X-1"), result("X-2"), total=5), "application/json")
    site.answers |= {page_of(one): same for one in (1, 2, 3)}
    with pytest.raises(SourceFailed, match="2 of 5"):
        read(f"{site.url}{page_of(1)}")
    assert len(site.asked) == 2


def test_a_search_without_a_total_ends_where_it_repeats_itself(site: Site) -> None:
    text = answer(result("X-1")).replace(b'"totalResults": 1', b'"totalResults": null')
    site.answers |= {page_of(one): body(text, "application/json") for one in (1, 2, 3)}
    assert list(documents(read(f"{site.url}{page_of(1)}"))) == ["X-1"]
    assert len(site.asked) == 2


def test_a_page_that_is_missing_fails_the_source(site: Site) -> None:
    site.answers[page_of(1)] = body(answer(result(), total=5), "application/json")
    with pytest.raises(SourceFailed):
        read(f"{site.url}{page_of(1)}")
