"""CORDIS's real files through the importer: each one, and all of them joined."""

import json
import lzma
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from smartland.errors import SourceFailed
from smartland.ports.importer import Expected, Item
from smartland_importers.cordis_stakeholders import NO_KIND
from support.cordis_items import BASE, HEAD, check, counts, documents, found, harvest, rejected
from support.shared_data import shared

KIND = "https://w3id.org/smartland/concept/stakeholder-kind/"
NO_TITLE = "title: the source has none; it is made of programme and number"


@pytest.mark.parametrize(
    ("names", "expected", "reasons"),
    [
        ((HEAD,), {"call": 42, "stakeholder": 92, "project": 100}, {}),
        ((HEAD, "project_df_100.csv"), {"project": 100}, {}),
        ((HEAD, "topics_df_100.csv"), {"call": 42}, {}),
        ((HEAD, "organization_df_100.csv"), {"stakeholder": 92, "project": 42}, {}),
        (("water",), {"call": 28, "project": 52}, {}),
        (
            ("fp7_286_projects_full_text.json.gz",),
            {"stakeholder": 1_734, "project": 286},
            {NO_KIND: 8},
        ),
        (("cordisref-H2020topics.csv",), {"call": 1_196}, {"title is empty": 1}),
    ],
)
def test_each_real_file(
    names: tuple[str, ...], expected: dict[str, int], reasons: dict[str, int]
) -> None:
    items = harvest(shared("cordis", *names))
    assert counts(items) == expected
    assert rejected(items) == reasons
    check(items, 1 + len(items) // 500)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("orgs.jsonl.xz",), {"stakeholder": 27_731}),
        (("small", "projects_consortia.jsonl.xz"), {"call": 1_943, "project": 6_665}),
    ],
)
def test_the_lines_of_the_matching_benchmark(
    names: tuple[str, ...], expected: dict[str, int]
) -> None:
    items = harvest(shared("matching", *names))
    assert counts(items) == expected
    assert rejected(items) == {}
    check(items, 1 + len(items) // 500)


def test_the_long_form_of_that_benchmark(tmp_path: Path) -> None:
    """All 15,186 projects take longer than a test should."""
    path = shared("matching", "projects_to_2024.jsonl.xz")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        (tmp_path / "projects.jsonl").write_text("".join(islice(lines, 400)), encoding="utf-8")
    items = harvest(tmp_path)
    assert counts(items)["project"] == 400
    assert rejected(items) == {}
    check(items)
    one = documents(items)["project/grant/101039221"]
    assert one["call"] == "call/call-HORIZON-ERC-2021-VICECHAIRS-IBA"
    assert [part["role"] for part in one["participation"]] == ["coordinator", "partner", "partner"]


@pytest.mark.parametrize(
    "names",
    [(HEAD, "euroSciVoc_df_100.csv"), ("cordisref-organizationActivityType.csv",)],
)
def test_a_table_that_describes_nothing_by_itself_fails(names: tuple[str, ...]) -> None:
    with pytest.raises(SourceFailed, match="describes no projects, organisations or topics"):
        harvest(shared("cordis", *names))


@pytest.fixture(scope="module")
def everything() -> list[Item]:
    """All real files of CORDIS as one source."""
    return harvest(shared("cordis"))


def test_all_of_it_is_joined(everything: list[Item]) -> None:
    assert counts(everything) == {"call": 1_266, "stakeholder": 17_462, "project": 31_889}
    assert rejected(everything) == {
        "PIC '': not a PIC (9 digits)": 1,
        "title is empty": 1,
        NO_KIND: 1,
    }
    total = next(item.total for item in everything if isinstance(item, Expected))
    assert total == 1_267 + 17_463 + 31_889
    assert len(found(everything)) == 1_266 + 17_462 + 31_889
    check(everything, 50)


def test_participants_refer_to_stakeholders_by_pic(everything: list[Item]) -> None:
    all_of_it = documents(everything)
    named = {
        f"stakeholder/{item.description.key}"
        for item in found(everything).values()
        if item.description.kind == "stakeholder"
    }
    parts = [part for one in all_of_it.values() for part in one.get("participation", ())]
    assert len(parts) == 144_726 + 4_060 + 100
    joined = sum(part["stakeholder"] in named for part in parts)
    assert joined == 119_201
    nameless = {part["stakeholder"] for part in parts} - named
    assert len(nameless) > 15_000  # referred to, never invented


def test_a_project_of_horizon_europe_as_an_example() -> None:
    one = documents(harvest(shared("cordis", HEAD)))["project/grant/101163161"]
    assert {key: value for key, value in one.items() if key != "description"} == {
        "title": {
            "en": "MOLECULAR QUANTUM DYNAMICS IN LOW TEMPERATURE CONDENSED PHASE ASTROCHEMISTRY"
        },
        "grant_number": "101163161",
        "acronym": "IRASTRO",
        "start": "2025-08-01",
        "end": "2031-07-31",
        "status": "funded",  # signed, and written before the start
        "budget": "12085363",
        "grant": "12085363",
        "page": [
            "https://cordis.europa.eu/project/id/101163161",
            "https://doi.org/10.3030/101163161",
        ],
        "keyword": {
            "en": [
                "spectroscopy",
                "microscopy",
                "astrochemistry",
                "grains and oilseeds",
                "law",
            ]
        },
        "programme": "Horizon Europe",
        "call": "call/call-ERC-2024-SyG",
        "participation": [
            {
                "stakeholder": "stakeholder/pic-999990267",
                "role": "coordinator",
                "grant": "5856310",
                "share": "5856310",
            },
            {
                "stakeholder": "stakeholder/pic-999997736",
                "role": "partner",
                "grant": "4246240",
                "share": "4246240",
            },
            {
                "stakeholder": "stakeholder/pic-999854855",
                "role": "partner",
                "grant": "1982813",
                "share": "1982813",
            },
        ],
    }


def test_an_italian_university_as_an_example() -> None:
    shared("istat", "Elenco-comuni-italiani.csv")
    item = found(harvest(shared("cordis", HEAD)))["organisation/pic/999987745"]
    assert item.description.key == "pic-999987745"  # although it has a partita IVA
    assert item.remarks == ()
    assert item.description.document == {
        "name": {"it": "UNIVERSITA DEGLI STUDI DI ROMA LA SAPIENZA"},
        "stakeholder_kind": f"{KIND}university",
        "pic": "999987745",
        "acronym": "UNIROMA1",
        "vat": "02133771002",
        "address": "Piazzale Aldo Moro 5, 00185 Roma, IT",
        "location": {"lat": 41.902218, "lon": 12.5123047},
        "municipality": f"{BASE}id/territory/istat-058091",
        "homepage": "http://www.uniroma1.it",
    }


@pytest.fixture(scope="module")
def organisations() -> list[Item]:
    """The register of 2017."""
    return harvest(shared("cordis", "h2020_2017_organizations.csv.gz"))


def test_seats_are_linked_where_one_municipality_has_the_name(organisations: list[Item]) -> None:
    shared("istat", "Elenco-comuni-italiani.csv")
    all_of_it = documents(organisations)
    italian = [one for one in all_of_it.values() if one.get("address", "").endswith(", IT")]
    linked = [one["municipality"] for one in italian if "municipality" in one]
    assert len(italian) == 1_656
    assert len(linked) == 1_577
    ferrara = all_of_it["organisation/pic/972294439"]
    assert ferrara["municipality"] == f"{BASE}id/territory/istat-038008"
    foreign = [one for one in all_of_it.values() if one not in italian and "municipality" in one]
    assert foreign == []


def test_the_register_of_2017_comes_in_whole(organisations: list[Item]) -> None:
    assert counts(organisations) == {"stakeholder": 16_591}
    assert rejected(organisations) == {"PIC '': not a PIC (9 digits)": 1}
    check(organisations, 30)


def test_kinds_follow_the_type_of_activity(organisations: list[Item]) -> None:
    items = found(organisations)
    kinds = Counter(
        str(one.description.document["stakeholder_kind"]).removeprefix(KIND)
        for one in items.values()
    )
    assert kinds == {
        "firm": 10_341,
        "university": 1_931 + 1_399,
        "association": 1_592,
        "administration": 1_328,
    }
    told = Counter(text.split(":")[0] for one in items.values() for text in one.remarks)
    assert told["activityType REC"] == 1_931
    assert told["activityType OTH"] == 1_592


def test_names_read_wrongly_are_repaired_and_told(organisations: list[Item]) -> None:
    items = found(organisations)
    texts = json.dumps([one.description.document for one in items.values()], ensure_ascii=False)
    assert "Münster" in texts
    assert not {"√", "¬", "∞", "≈"} & set(texts)
    assert sum(any("repaired" in text for text in one.remarks) for one in items.values()) > 400


def test_titles_of_topics_get_the_letter_that_they_lost() -> None:
    texts = json.dumps(
        documents(harvest(shared("cordis", "cordisref-H2020topics.csv"))), ensure_ascii=False
    )
    assert "Marie Skłodowska-Curie Individual Fellowships" in texts
    assert "Sk?odowska" not in texts


def test_roles_and_money_of_copies_that_know_numbers_only(everything: list[Item]) -> None:
    items = {key: one for key, one in found(everything).items() if key.startswith("project/rcn/")}
    assert len(items) == 31_451
    documents_of = {key: one.description.document for key, one in items.items()}
    parts = [part for one in documents_of.values() for part in one["participation"]]
    assert Counter(part["role"] for part in parts) == {
        "partner": 106_108,
        "coordinator": 31_476,
        "third-party": 7_142,
    }
    assert not any("grant" in part for part in parts if part["role"] == "third-party")
    item = items["project/rcn/193157"]
    assert item.description.key == "cordis-193157"
    assert item.remarks == (NO_TITLE,)
    assert item.description.document == {
        "title": {
            "en": "Horizon 2020 project, CORDIS record 193157",
            "it": "Progetto Horizon 2020, scheda CORDIS 193157",
        },
        "start": "2014-01-01",
        "end": "2016-03-31",
        "budget": "230000",
        "grant": "230000",
        "page": ["https://cordis.europa.eu/project/rcn/193157"],
        "programme": "Horizon 2020",
        "participation": [
            {
                "stakeholder": "stakeholder/pic-999905974",
                "role": "coordinator",
                "grant": "230000",
            }
        ],
    }


def test_old_copies_give_amounts_in_words_and_never_a_person() -> None:
    items = found(harvest(shared("cordis", "water")))
    one = items["project/grant/308974"]
    assert one.remarks == ("30 partners are named without a PIC: left out",)
    document = one.description.document
    assert (document["budget"], document["grant"]) == ("19164182.88", "13799999.35")
    assert (document["start"], document["end"]) == ("2012-11-01", "2017-12-31")
    assert (document["status"], document["programme"]) == ("completed", "FP7")
    assert document["call"] == "call/call-ENERGY.2012.2.3.1"
    call = items["topic/ENERGY.2012.2.3.1"].description.document
    assert call["title"] == {
        "en": "Innovative wind conversion systems (10-20MW) for offshore applications"
    }
    assert call["status"] == "closed"
    texts = json.dumps([each.description.document for each in items.values()])
    assert "Thielsen" not in texts
    assert "Tel." not in texts
