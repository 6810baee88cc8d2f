"""The EU's funding topics through the importer: the portal's own texts, repaired or reported."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartland.domain.resource import Json
from smartland.errors import SourceFailed
from smartland.ports.harvests import Run
from smartland.ports.importer import Item
from smartland_importers.eu_calls import EuCallsImporter
from smartland_importers.eu_calls_topic import split_keywords
from support.eu_calls import PORTAL, documents, found, read, rejected
from support.harvesting import Bench, harvesting
from support.shared_data import shared

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
