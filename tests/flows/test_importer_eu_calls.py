"""The EU's funding topics through the importer: the portal's own texts, repaired or reported."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.resource import Document, Json
from smartland.errors import SourceFailed
from smartland.ports.harvests import Run
from smartland.ports.importer import Found, Item, Rejected
from smartland_importers.eu_calls import EuCallsImporter
from smartland_importers.eu_calls_topic import split_keywords
from support.harvesting import BASE, Bench, harvesting
from support.shared_data import shared
from support.sites import Site, body, serving

PORTAL = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities"
API = "/search-api/prod/rest/search"


def read(address: str | Path) -> list[Item]:
    fetcher = GuardedFetcher(allow_private=True)
    return list(EuCallsImporter().read(str(address), fetcher, BASE))


def found(items: list[Item]) -> dict[str, Found]:
    return {item.description.source_key: item for item in items if isinstance(item, Found)}


def documents(items: list[Item]) -> dict[str, Document]:
    return {key: item.description.document for key, item in found(items).items()}


def rejected(items: list[Item]) -> dict[str, str]:
    return {item.source_key: item.reason for item in items if isinstance(item, Rejected)}


# the real file


@pytest.fixture(scope="module")
def real() -> list[Item]:
    return read(shared("calls", "sedia_open_calls.json.gz"))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bench, Run, Run]]:
    path = shared("calls", "sedia_open_calls.json.gz")
    with harvesting(tmp_path_factory.mktemp("eu"), EuCallsImporter()) as bench:
        yield bench, bench.run(path), bench.run(path)


def test_every_topic_comes_in_and_a_second_run_changes_nothing(
    runs: tuple[Bench, Run, Run],
) -> None:
    _, first, second = runs
    assert (first.state, first.counts) == ("done", {"created": 629})
    assert (second.state, second.counts) == ("done", {"unchanged": 629})


def test_a_topic_as_an_example(runs: tuple[Bench, Run, Run]) -> None:
    head = runs[0].find("call", "call-HORIZON-EIE-2026-03-CONNECT-01")
    assert head is not None
    assert head.document["title"] == {
        "en": "From lab to market: Strengthening the role of Technology Transfer Offices in "
        "bringing knowledge to the market"
    }
    assert head.document["identifier"] == "HORIZON-EIE-2026-03-CONNECT-01"
    assert head.document["programme"] == "Horizon Europe"
    assert head.document["instrument"] == ["https://w3id.org/smartland/concept/instrument/grant"]
    assert head.document["page"] == [f"{PORTAL}/topic-details/horizon-eie-2026-03-connect-01"]
    description = head.document["description"]["en"]
    assert description.startswith("Expected Outcome:\nProject results are expected")
    assert "\n\nScope:\n" in description
    assert "Type of action: HORIZON" in description
    assert "issuer" not in head.document


def test_amounts_states_and_deadlines_are_those_of_the_file(real: list[Item]) -> None:
    calls = documents(real)
    assert calls["ERC-2026-POC"]["min_grant"] == "150000"
    assert calls["ERC-2026-POC"]["closes"] == "2026-03-17"
    assert Counter(one["status"] for one in calls.values()) == {
        "open": 363,
        "forthcoming": 262,
        "closed": 4,
    }
    assert sum("max_grant" in one for one in calls.values()) == 466
    assert {one["closes"] for one in calls.values() if "closes" in one} <= {
        f"20{year}-{month:02}-{day:02}"
        for year in (26, 27)
        for month in range(1, 13)
        for day in range(1, 32)
    }


def test_instruments_follow_from_the_type_of_action(real: list[Item]) -> None:
    kinds = Counter(tuple(one.get("instrument", ())) for one in documents(real).values())
    assert kinds == {
        ("grant",): 582,
        ("prize",): 15,
        ("innovation-procurement",): 8,
        ("equity",): 1,
        (): 23,  # EuropeAid's grants and the agencies' own types name none
    }


def test_nothing_wrongly_read_stays_and_every_repair_is_told(real: list[Item]) -> None:
    texts = json.dumps(list(documents(real).values()), ensure_ascii=False)
    assert not any(
        broken in texts for broken in ('Â"', "â€", "Ã©", "Ã¨", "â‚", "Â ", "ï»¿", "\ufffd")
    )
    items = found(real).values()
    repaired = [one for one in items if any("were repaired" in text for text in one.remarks)]
    assert len(repaired) == len(wrongly_read()) == 503
    assert not any("wrongly read stay" in text for one in items for text in one.remarks)
    calls = documents(real)
    assert calls["CEF-E-2026-PCI-PMI-WORKS"]["title"]["en"].count("CO₂") == 1
    assert calls["EuropeAid/186002/DD/ACT/MA"]["title"]["en"].endswith("d'égalité au Maroc")


def wrongly_read() -> list[Json]:
    """The topics of the real file with broken characters in a text that is taken from them."""
    packed = gzip.decompress(shared("calls", "sedia_open_calls.json.gz").read_bytes())
    records = json.loads("[" + packed.decode("utf-8-sig").replace("}{", "},{") + "]")
    fields = ("title", "description", "callTitle", "keywords", "typesOfAction")
    broken = re.compile("[ÃÂ][\x80-\xbf]|â(?:€|‚|‡|„|ˆ)")
    return [one for one in records if any(broken.search(str(one[name])) for name in fields)]


def test_an_empty_description_is_told(real: list[Item]) -> None:
    empty = "description: empty in the source; the title stands in for it"
    assert sum(empty in item.remarks for item in found(real).values()) == 24


def test_a_description_beyond_the_limit_is_cut_and_told(real: list[Item]) -> None:
    cut = [
        item
        for item in found(real).values()
        if any(text.startswith("description: cut at") for text in item.remarks)
    ]
    assert cut
    for item in cut:
        text = item.description.document["description"]["en"]
        assert 19_000 < len(text) <= 20_000
        assert "Type of action:" in text[-2_500:]


# small sources


def topic(**changes: Json) -> dict[str, Json]:
    return {
        "reference": "48939636TOPICSen",
        "topicId": "LIFE-2026-X",
        "title": "A topic",
        "programme": "LIFE",
        "callIdentifier": "LIFE-2026",
        "deadline": "2026-03-17",
        "callStatus": "open",
        "budgetMin": 150000,
        "budgetMax": 200000.5,
        "keywords": "LIFE-2026-X, LIFE-2026, Water, Hardware (RFID, chips), Water",
        "portalUrl": "https://example.org/topic",
        "description": "<p>One</p><ul><li>two</li></ul><script>x()</script>",
        "typesOfAction": "LIFE Project Grants",
        **changes,
    }


def write(folder: Path, *records: Json, between: str = "", name: str = "topics.json") -> Path:
    path = folder / name
    texts = [one if isinstance(one, str) else json.dumps(one) for one in records]
    path.write_text(between.join(texts), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize("between", ["", "\n", " ", ",\n", "\r\n\ufeff"])
def test_objects_may_stand_side_by_side(tmp_path: Path, between: str) -> None:
    path = write(tmp_path, topic(), topic(topicId="LIFE-2026-Y"), between=between)
    assert list(documents(read(path))) == ["LIFE-2026-X", "LIFE-2026-Y"]


def test_a_small_topic(tmp_path: Path) -> None:
    document = documents(read(write(tmp_path, topic())))["LIFE-2026-X"]
    assert document == {
        "title": {"en": "A topic"},
        "description": {
            "en": "One\n\n- two\n\nCall: LIFE-2026\nType of action: LIFE Project Grants"
        },
        "identifier": "LIFE-2026-X",
        "closes": "2026-03-17",
        "min_grant": "150000",
        "max_grant": "200000.50",
        "keyword": {"en": ["Water", "Hardware (RFID, chips)"]},
        "instrument": ["grant"],
        "page": ["https://example.org/topic"],
        "status": "open",
        "programme": "LIFE",
    }


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"deadline": "soon"}, "deadline left out: not a date: 'soon'"),
        ({"budgetMax": "much"}, "max_grant left out: not an amount: 'much'"),
        ({"portalUrl": "javascript:x"}, "page left out: not an absolute"),
        ({"callStatus": "unheard"}, "status 'unheard' left out: unknown"),
        ({"title": "womenâ€™s"}, "title: wrongly read characters were repaired (1)"),
        ({"title": "caf\ufffd"}, "title: characters that look wrongly read stay: '\ufffd'"),
        ({"title": "x " * 2_000}, "title: cut at 2000 of 3999 characters"),
    ],
)
def test_an_odd_value_is_told_and_the_topic_stays(
    tmp_path: Path, changes: dict[str, Json], remark: str
) -> None:
    with harvesting(tmp_path / "data", EuCallsImporter()) as bench:
        path = write(tmp_path, topic(**changes))
        run = bench.run(path)
        assert run.counts == {"created": 1}
        assert remark in bench.reasons(run, "created")["LIFE-2026-X"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (topic(topicId=""), "topicId: is missing"),
        (topic(title=None), "title: is missing"),
        ([1], "not an object"),
        (topic(title="<b> </b>"), "title: holds nothing but markup or control characters"),
        ('{"topicId": "X", broken}', "no readable JSON"),
    ],
)
def test_a_bad_topic_is_rejected_alone(tmp_path: Path, record: Json, reason: str) -> None:
    items = read(write(tmp_path, topic(), record, topic(topicId="LIFE-2026-Y")))
    assert list(rejected(items).values()) == [reason]
    assert list(documents(items)) == ["LIFE-2026-X", "LIFE-2026-Y"]


@pytest.mark.parametrize(
    "text",
    ["", "[]x", '{"a": 1}', "<html>", json.dumps(topic())[:-5], json.dumps(topic()) + '{"topicId'],
)
def test_another_file_or_one_cut_short_fails_the_source(tmp_path: Path, text: str) -> None:
    path = tmp_path / "topics.json"
    path.write_text(text)
    with pytest.raises(SourceFailed):
        read(path)


def test_bytes_that_are_no_utf8_fail_the_source(tmp_path: Path) -> None:
    path = tmp_path / "topics.json"
    path.write_bytes(b'{"topicId": "\xff"}')
    with pytest.raises(SourceFailed):
        read(path)


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    write(tmp_path, topic(), name="a.json")
    write(tmp_path, topic(topicId="LIFE-2026-Y"), name="b.jsonl")
    (tmp_path / "notes.txt").write_text("no")
    assert list(documents(read(tmp_path))) == ["LIFE-2026-X", "LIFE-2026-Y"]


def test_a_folder_without_such_files_fails(tmp_path: Path) -> None:
    with pytest.raises(SourceFailed, match=r"\.json"):
        read(tmp_path)


def test_keywords_part_at_commas_outside_brackets() -> None:
    assert list(split_keywords("a, b (c, d [e, f]), g)")) == ["a", "b (c, d [e, f])", "g)"]


# the search API

OVERVIEW = {
    "budgetTopicActionMap": {
        "1": [
            {
                "action": "HORIZON-X-01 - HORIZON-RIA HORIZON Research and Innovation Actions",
                "budgetYearMap": {"2026": "12000000", "2027": 500000.5},
                "minContribution": 3000000,
                "maxContribution": 4000000,
                "expectedGrants": 3,
            },
            {"action": "HORIZON-X-02 - HORIZON-IA", "budgetYearMap": {"2026": "99"}},
        ]
    }
}


def result(identifier: str = "HORIZON-X-01", language: str = "en", **changes: Json) -> Json:
    metadata = {
        "type": ["1"],
        "identifier": [identifier],
        "callIdentifier": ["HORIZON-X"],
        "callTitle": ["A call"],
        "title": ["A topic"],
        "language": [language],
        "descriptionByte": ["<p>Expected Outcome:</p><p>Good &amp; new.</p>"],
        "status": ["31094502"],
        "startDate": ["2025-12-16T00:00:00.000+0000"],
        "deadlineDate": ["2026-09-17T17:00:00.000+0200", "2026-03-17T17:00:00.000+0100"],
        "deadlineModel": ["multiple cut-off"],
        "frameworkProgramme": ["43108390"],
        "typesOfAction": ["HORIZON Research and Innovation Actions"],
        "keywords": ["Water"],
        "budgetOverview": [json.dumps(OVERVIEW)],
        **changes,
    }
    url = f"https://example.org/{identifier}.json"
    return {"reference": f"1{identifier}{language}", "url": url, "metadata": metadata}


def answer(*results: Json, total: int | None = None) -> bytes:
    number = len(results) if total is None else total
    return json.dumps({"apiVersion": "2", "totalResults": number, "results": results}).encode()


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
    return f"{API}?apiKey=SEDIA&text=***&pageSize=2&pageNumber={number}"


def test_the_search_is_followed_page_by_page(site: Site) -> None:
    for number, results in enumerate([[1, 2], [3, 4], [5]], 1):
        found_here = [result(f"X-{one}") for one in results]
        site.answers[page_of(number)] = body(answer(*found_here, total=5), "application/json")
    items = read(f"{site.url}{page_of(1)}")
    assert list(documents(items)) == [f"X-{one}" for one in range(1, 6)]
    assert site.paths() == [page_of(one) for one in (1, 2, 3)]


def test_paging_is_asked_for_where_the_address_does_not(site: Site) -> None:
    first = f"{API}?apiKey=SEDIA&text=***&pageSize=100&pageNumber=1"
    site.answers[first] = body(answer(result()), "application/json")
    assert list(documents(read(f"{site.url}{API}?apiKey=SEDIA&text=***"))) == ["HORIZON-X-01"]


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
