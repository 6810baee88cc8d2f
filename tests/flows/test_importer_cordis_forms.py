"""CORDIS's tables in other forms: the published archive, old headers, several rows of one thing."""

import csv
import io
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from smartland.errors import SourceFailed
from smartland.ports.harvests import CREATED, REJECTED, UNCHANGED
from smartland_importers.cordis import CordisImporter
from smartland_importers.cordis_stakeholders import NO_KIND
from smartland_importers.cordis_values import UNCLEAR
from support.cordis_items import HEAD, comparable, counts, documents, found, harvest, rejected
from support.harvesting import harvesting
from support.shared_data import shared
from support.sites import body, serving


def rows_of(name: str) -> list[dict[str, str]]:
    path = shared("cordis", HEAD, name)
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def write(path: Path, rows: list[dict[str, str]], delimiter: str = ";") -> None:
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]), delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)


TABLES = ("project", "organization", "topics", "euroSciVoc")


def as_published(folder: Path, seed: int) -> Path:
    """The four tables in one archive with semicolons, as CORDIS gives them, in any order."""
    path = folder / f"cordis-HORIZONprojects-csv-{seed}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            rows = rows_of(f"{table}_df_100.csv")
            random.Random(seed).shuffle(rows)  # noqa: S311 - nothing secret
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, list(rows[0]), delimiter=";", quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(f"{table}.csv", text.getvalue())
        archive.writestr("legalBasis.csv", "projectID;legalBasis;title;uniqueProgrammePart\n")
        archive.writestr("webItem.csv", "projectID;uri;language\n101163161;x;en\n")
    return path


@pytest.mark.parametrize("seed", [1, 2])
def test_the_published_archive_gives_the_same_in_any_order_of_rows(
    tmp_path: Path, seed: int
) -> None:
    expected = comparable(harvest(shared("cordis", HEAD)))
    assert comparable(harvest(as_published(tmp_path, seed))) == {
        # the archive lies where no list of municipalities does
        key: ({name: one for name, one in document.items() if name != "municipality"}, remarks)
        for key, (document, remarks) in expected.items()
    }


def test_the_archive_may_come_from_the_web(tmp_path: Path) -> None:
    with serving() as site:
        site.answers["/cordis-HORIZONprojects-csv.zip"] = body(
            as_published(tmp_path, 1).read_bytes(), "application/zip"
        )
        items = harvest(f"{site.url}/cordis-HORIZONprojects-csv.zip")
    assert counts(items) == {"call": 42, "stakeholder": 92, "project": 100}


def test_classes_become_iris_where_the_vocabulary_lies_beside(tmp_path: Path) -> None:
    for table in TABLES:
        shutil.copy(shared("cordis", HEAD, f"{table}_df_100.csv"), tmp_path)
    shutil.copy(shared("vocab", "euroscivoc", "TopicsEuroSciVoc.ttl.zip"), tmp_path)
    one = documents(harvest(tmp_path))["project/grant/101163161"]
    assert len(one["classification"]) == 5
    iris = str(one["classification"])
    assert iris.count("http://data.europa.eu/8mn/euroscivoc/") == 5
    assert "law" in one["keyword"]["en"]


OLD_PROJECTS = [
    {
        "rcn": "221856",
        "id": "633053",
        "acronym": "EUROfusion",
        "status": "SIGNED",
        "programme": "H2020-Euratom-1.",
        "topics": "EURATOM-1",
        "frameworkProgramme": "H2020",
        "title": "A  title\nof two lines",
        "startDate": "2014-01-01",
        "endDate": "2013-12-31",
        "projectUrl": "www.euro-fusion.org",
        "objective": '"One ""quoted"" word"',
        "totalCost": "1076166434,38",
        "ecMaxContribution": "678.799",
        "call": "EURATOM",
    }
]
OLD_ORGANISATIONS = [
    {
        "projectRcn": "221856",
        "projectID": "633053",
        "projectAcronym": "EUROfusion",
        "role": role,
        "id": pic,
        "name": name,
        "shortName": "ENEA",
        "activityType": activity,
        "ecContribution": "42,50",
        "country": "IT",
        "street": "Lungotevere",
        "city": "ROMA",
        "postCode": "00196",
        "organizationUrl": "",
        "vatNumber": "IT00985801000",
    }
    for role, pic, name, activity in (
        ("coordinator", "999988521", "AGENZIA ENEA", "REC"),
        ("participant", "999988521", "AGENZIA ENEA", "REC"),
        ("principalInvestigator", "999988522", "Agenzia", ""),
        ("participant", "12", "No code", "PRC"),
    )
]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    folder.mkdir()
    write(folder / "cordis-h2020projects.csv", OLD_PROJECTS)
    write(folder / "cordis-h2020organizations.csv", OLD_ORGANISATIONS)
    return folder


def test_headers_and_values_of_before_2021(old: Path) -> None:
    items = harvest(old)
    item = found(items)["project/grant/633053"]
    assert item.description.key == "grant-633053"
    assert item.description.document == {
        "title": {"en": "A title of two lines"},
        "grant_number": "633053",
        "acronym": "EUROfusion",
        "description": {"en": 'One "quoted" word'},
        "start": "2014-01-01",
        "status": "funded",
        "budget": "1076166434.38",
        "page": ["https://cordis.europa.eu/project/id/633053"],
        "homepage": "http://www.euro-fusion.org",
        "programme": "Horizon 2020",
        "call": "call/call-EURATOM-1",
        "participation": [
            {"stakeholder": "stakeholder/pic-999988521", "role": "coordinator", "grant": "42.50"},
            {"stakeholder": "stakeholder/pic-999988522", "grant": "42.50"},
        ],
    }
    assert item.remarks == (
        "end 2013-12-31 left out: before the start",
        "ecMaxContribution '678.799' left out: " + UNCLEAR,
        "participant 999988521: role: 'coordinator' counts, not 'participant'",
        "participant 999988522: role 'principalInvestigator' left out: unknown",
    )
    assert rejected(items) == {NO_KIND: 1, "PIC '12': not a PIC (9 digits)": 1}


def test_a_copy_with_record_numbers_completes_the_project(old: Path) -> None:
    lines = "rcn,role,pic,start_date\n221856,participant,999988523,2014-01-01\n9999,x,999988523,\n"
    (old / "participations.csv").write_text(lines)
    all_of_it = documents(harvest(old))
    parts = all_of_it["project/grant/633053"]["participation"]
    assert [part["stakeholder"][-1] for part in parts] == ["1", "3", "2"]
    assert [key for key in all_of_it if key.startswith("project")] == [
        "project/grant/633053",
        "project/rcn/9999",
    ]


def test_one_file_of_something_else_is_one_bad_item(old: Path) -> None:
    (old / "other.csv").write_text("a,b\n1,2\n")
    items = harvest(old)
    assert any("other.csv does not have the columns" in reason for reason in rejected(items))
    with pytest.raises(SourceFailed, match="does not have the columns of a table of CORDIS: a, b"):
        harvest(old / "other.csv")


def test_the_newest_name_counts_and_others_stay_findable(tmp_path: Path) -> None:
    rows = [
        {
            "projectID": str(1000 + number),
            "organisationID": "999999999",
            "name": name,
            "country": "IT",
            "activityType": "PRC",
            "contentUpdateDate": written,
        }
        for number, (name, written) in enumerate(
            [
                ("Old Spa", "2020-01-01 00:00:00"),
                ("New Spa", "2024-01-01 00:00:00"),
                ("OLD SPA", "2020-01-01 00:00:00"),
            ]
        )
    ]
    seen = []
    for order in (rows, rows[::-1]):
        write(tmp_path / "organization.csv", order)
        seen.append(comparable(harvest(tmp_path))["organisation/pic/999999999"])
    assert seen[0] == seen[1]
    document, remarks = seen[0]
    assert document["name"] == {"it": "New Spa"}
    assert document["alt_name"] == {"it": ["OLD SPA"]}
    assert remarks == ("name: 'New Spa' counts, not 'OLD SPA' and 1 more",)


def test_the_second_run_changes_nothing_in_any_order(tmp_path: Path) -> None:
    with harvesting(tmp_path / "data", CordisImporter()) as bench:
        first = bench.run(as_published(tmp_path, 1))
        second = bench.run(as_published(tmp_path, 2))
    assert (first.state, first.counts) == ("done", {CREATED: 234})
    assert (second.state, second.counts) == ("done", {UNCHANGED: 234})


def test_real_projects_of_fp7_come_in_and_stay(tmp_path: Path) -> None:
    address = shared("cordis", "fp7_286_projects_full_text.json.gz")
    with harvesting(tmp_path / "data", CordisImporter()) as bench:
        first, second = bench.run(address), bench.run(address)
        assert bench.find("stakeholder", "pic-999993274")
    assert first.counts == {CREATED: 2_020, REJECTED: 8}
    assert second.counts == {UNCHANGED: 2_020, REJECTED: 8}
