"""JSON of CORDIS and its copies."""

import json

import pytest

from smartland.errors import SourceFailed
from smartland.ports.importer import Rejected
from smartland_importers import cordis_json
from smartland_importers.cordis_columns import NotCordis
from smartland_importers.cordis_json import read_json, read_objects
from smartland_importers.cordis_records import Described, Part, Record, Tag

PROJECT = {"id": 101, "acronym": "A", "title": "T", "topics": "X-1"}


def records(body: str) -> list[Record | Rejected]:
    found = read_json(body.encode(), "a.json", "")
    return [one for each in found for one in each]


@pytest.mark.parametrize(
    "body",
    [
        '[{"a": 1}, {"a": 2}]',
        '{"a": 1}\n{"a": 2}\n',
        '{"a": 1}{"a": 2}',
        '\ufeff [{"a":1},{"a":2}]',
    ],
)
def test_arrays_lines_and_concatenations(body: str) -> None:
    assert list(read_objects(body.encode(), "a.json")) == [{"a": 1}, {"a": 2}]


def test_objects_are_read_over_the_ends_of_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cordis_json, "_CHUNK", 7)
    objects = [{"title": "è" * length, "n": length} for length in range(40)]
    body = json.dumps(objects, ensure_ascii=False).encode()
    assert list(read_objects(body, "a.json")) == objects


@pytest.mark.parametrize(
    "body",
    ['[{"a": 1}', '[{"a": 1}, 2]', "[1]", '{"a": ', '[{"a": 1}]]x', '{"a": 1} null', '{"a": 01}'],
)
def test_what_is_no_json_fails_the_source(body: str) -> None:
    with pytest.raises(SourceFailed, match=r"a\.json"):
        list(read_objects(body.encode(), "a.json"))


def test_depth_and_length_have_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceFailed, match="too deep"):
        list(read_objects(b'{"a":' * 200_000, "a.json"))
    monkeypatch.setattr(cordis_json, "MAX_OBJECT", 1000)
    monkeypatch.setattr(cordis_json, "_CHUNK", 100)
    with pytest.raises(SourceFailed, match="more than 1000 characters"):
        list(read_objects(b'{"a": "' + b"x" * 100_000, "a.json"))


def test_the_tables_of_cordis_an_object_a_row() -> None:
    rows = [
        PROJECT | {"totalCost": 1.5, "rcn": 777, "keywords": None},
        {
            "projectID": 101,
            "euroSciVocCode": "/1/2",
            "euroSciVocPath": "/x/y",
            "euroSciVocTitle": "y",
        },
        {
            "projectID": 101,
            "organisationID": 999999999,
            "name": "N",
            "country": "IT",
            "SME": True,
            "role": "coordinator",
            "contentUpdateDate": "2024-01-02 03:04:05",
        },
    ]
    found = records(json.dumps(rows))
    assert [type(one).__name__ for one in found] == [
        "Described",
        "SameProject",
        "Tag",
        "Described",
        "Part",
    ]
    facts = {"rcn": "777", "title": "T", "acronym": "A", "budget": "1.5", "topics": "X-1"}
    assert found[0] == Described("project", "grant/101", facts)
    stamp = "2024-01-02 03:04:05"
    assert found[3] == Described("organisation", "999999999", {"name": "N", "country": "IT"}, stamp)
    assert found[4] == Part("grant/101", "999999999", {"role": "coordinator"}, stamp)


def test_partners_and_classes_inside_the_project() -> None:
    nested = PROJECT | {
        "partners": [{"pic": "999999999", "name": "N", "country": "FR", "role": "participant"}],
        "euroSciVoc": [{"title": "y", "path": "/x/y"}],
    }
    found = records(json.dumps({"generatedAt": "2026", "projects": [nested]}))
    assert Part("grant/101", "999999999", {"role": "participant"}) in found
    assert Tag("grant/101", "class-of", "", "y") in found


def test_participants_and_roles_side_by_side() -> None:
    value = PROJECT | {
        "orgs": ["999999999", "999999998"],
        "roles": ["coordinator", "participant"],
        "esv": [["/1/2", "/x/y"]],
        "topic_title": "Topic",
        "topic_kw": ["a", "b"],
    }
    found = records(json.dumps(value))
    assert Part("grant/101", "999999998", {"role": "participant", "order": "2"}) in found
    assert Tag("grant/101", "class-of", "/1/2", "y") in found
    assert Described("topic", "X-1", {"title": "Topic", "keywords": "a; b"}) in found


def test_arrays_for_every_value_and_partners_by_name_only() -> None:
    value = {
        "Project_ID": ["308974"],
        "Project_Title": ["Wind"],
        "From": ["2012-11-01"],
        "To": ["2017-10-31, closed project |"],
        "Topic_s": ["ENERGY.2012.2.3.1 - Wind, offshore"],
        "Total_Cost": ["EUR 19 164 182,88"],
        "Partners": ["ONE", "TWO"],
        "Activity": ["Research Organisations", "Mario Rossi", "Tel.: +39 02"],
    }
    found = records(json.dumps([value]))
    topic = Described("topic", "ENERGY.2012.2.3.1", {"title": "Wind, offshore"})
    assert found[1:] == [topic]
    assert isinstance(found[0], Described)
    assert found[0].facts["nameless"] == "2"
    assert found[0].facts["topics"] == "ENERGY.2012.2.3.1"
    assert "Rossi" not in str(found)


def test_what_is_not_of_cordis() -> None:
    with pytest.raises(NotCordis, match=r"columns of a table of CORDIS: a, b"):
        records('[{"a": 1, "b": 2}]')
    with pytest.raises(NotCordis, match="no objects"):
        records("[]")
    assert records(json.dumps([PROJECT, {"a": 1}]))[-1] == Rejected(
        "a.json, object 2", "not an object that CORDIS has"
    )


def test_bad_numbers_are_rejected_where_they_stand() -> None:
    found = records(json.dumps([PROJECT | {"id": "x"}, PROJECT | {"orgs": ["12"]}]))
    assert found[0] == Rejected("a.json, object 1", "id: 'x' is not a grant number")
    assert found[-1] == Rejected(
        "a.json, object 2, organisation 1", "PIC '12': not a PIC (9 digits)"
    )
