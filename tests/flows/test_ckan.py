"""CKAN's door: what harvesters made for CKAN ask, answered in its shapes."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from smartland.domain.kinds import KINDS
from smartland.domain.resource import CREATE, WITHDRAW, Json
from smartland.services.revising import Draft
from smartland.wiring import Services
from support.platform import BASE, running, settle
from support.read_doors import Door, Reply, read_doors

EU = "http://publications.europa.eu/resource/authority/"
CC_BY = {"iri": "https://creativecommons.org/licenses/by/4.0/", "name": {"it": "CC BY 4.0"}}
FLOW: dict[str, Json] = {
    "title": {"it": "Portate dell'acquedotto", "en": "Aqueduct flow"},
    "description": {"it": "Misure orarie.\nNon validate."},
    "identifier": "c_l690:portate",
    "theme": [f"{EU}data-theme/ENVI", f"{EU}data-theme/TECH"],
    "subject": ["http://eurovoc.europa.eu/2825"],
    "keyword": {"it": ["acqua", "sensori"], "en": ["water"]},
    "modified": "2026-04-02",
    "issued": "2026-01-02",
    "rights_holder": {"name": {"it": "Comune di Varzi"}, "identifier": "c_l690"},
    "contact_point": [{"name": {"it": "Ufficio dati"}, "email": "dati@varzi.example"}],
    "frequency": f"{EU}frequency/HOURLY",
    "language": [f"{EU}language/ITA", f"{EU}language/ENG"],
    "temporal": [{"start": "2026-01-01", "end": "2026-12-31"}],
    "distribution": [
        {
            "title": {"it": "Portate 2026"},
            "access_url": "https://dati.example/portate",
            "download_url": ["https://dati.example/portate.csv"],
            "format": f"{EU}file-type/CSV",
            "byte_size": "1048576",
            "license": CC_BY,
        },
        {
            "access_url": "https://dati.example/portate.json",
            "format": f"{EU}file-type/JSON",
            "license": CC_BY,
        },
    ],
}
TREES: dict[str, Json] = {
    "title": {"it": "Alberi monumentali"},
    "description": {"it": "Gli alberi del Comune di Pavia."},
    "keyword": {"it": ["verde"]},
    "theme": [f"{EU}data-theme/ENVI"],
    "publisher": {"name": {"it": "Comune di Pavia"}, "identifier": "c_g388"},
    "distribution": [{"access_url": "https://p.example/x.csv", "format": f"{EU}file-type/CSV"}],
}
PLAIN: dict[str, Json] = {"title": {"it": "Senza nulla"}, "description": {"it": "Nulla."}}


def put(services: Services, key: str, document: Json, source: str = "") -> None:
    """Write a dataset under a key of the test's own; ``source`` when it was harvested."""
    iri = f"https://{source}.example/d/{key}" if source else f"{BASE}id/dataset/{key}"
    draft = Draft(KINDS["dataset"], iri, key, CREATE, document, source=source)
    services.catalogue.commit((draft,), "tester")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Three datasets of our own, two harvested ones and a private one."""
    with running(tmp_path_factory.mktemp("ckan")) as services:
        put(services, "portate", FLOW)
        put(services, "Alberi.Monumentali", TREES)
        put(services, "nulla", PLAIN)
        put(services, "h-milano", TREES | {"title": {"it": "Di Milano"}}, "milano")
        put(services, "h-varzi", PLAIN | {"title": {"it": "Acqua di Varzi"}}, "varzi")
        services.catalogue.create("dataset", PLAIN, "tester", private=True)
        settle(services)
        yield services


@pytest.fixture(scope="module")
def door(world: Services) -> Iterator[Door]:
    with read_doors(world) as door:
        yield door


def result(answer: Reply) -> Json:
    """The result of a call that must succeed, in CKAN's envelope."""
    assert answer.status == 200, answer.text
    assert answer.json["success"] is True
    assert answer.json["help"].startswith(f"{BASE}api/3/action/help_show?name=")
    return answer.json["result"]


def call(door: Door, action: str, **arguments: object) -> Json:
    given = {name.replace("__", "."): value for name, value in arguments.items()}
    return result(door.get(f"/api/3/action/{action}", **given))


def found(door: Door, **arguments: object) -> set[str]:
    """The titles that a search finds."""
    answer = call(door, "package_search", **arguments)
    assert answer["count"] == len(answer["results"])
    return {one["title"] for one in answer["results"]}


OURS = {"Portate dell'acquedotto", "Alberi monumentali", "Senza nulla"}
EVERYTHING = OURS | {"Di Milano", "Acqua di Varzi"}


def test_it_answers_what_clients_ask_first(door: Door) -> None:
    assert call(door, "site_read") is True
    status = call(door, "status_show")
    assert status["site_url"] == BASE.rstrip("/")
    assert status["ckan_version"]
    assert call(door, "help_show", name="package_search")
    for path in ("/api/action/site_read", "/api/2/action/site_read", "/all/api/3/action/site_read"):
        assert result(door.get(path)) is True


def test_harvesters_get_ours_and_the_rest_only_when_they_ask(door: Door) -> None:
    assert len(call(door, "package_list")) == 3
    assert found(door) == OURS
    assert found(door, include_harvested="true") == EVERYTHING
    everything = result(door.get("/all/api/3/action/package_search"))
    assert {one["title"] for one in everything["results"]} == EVERYTHING
    harvested = result(door.get("/all/api/3/action/package_show", id="h-milano"))
    extras = {one["key"]: one["value"] for one in harvested["extras"]}
    assert extras["harvest_source_title"] == "milano"
    assert "harvest_source_title" not in str(call(door, "package_search")["results"])


def test_a_package_has_what_harvesters_read(door: Door) -> None:
    package = call(door, "package_show", id="portate")
    assert package["id"] == call(door, "package_show", id=package["id"])["id"]
    assert package["name"] == "portate"
    assert package["title"] == "Portate dell'acquedotto"
    assert package["notes"] == "Misure orarie.\nNon validate."
    assert (package["state"], package["type"], package["private"]) == ("active", "dataset", False)
    assert [one["name"] for one in package["tags"]] == ["acqua", "sensori", "water"]
    assert [one["name"] for one in package["groups"]] == ["envi", "tech"]
    assert package["organization"]["name"] == "c_l690"
    assert package["organization"]["title"] == "Comune di Varzi"
    assert package["owner_org"] == package["organization"]["id"]
    assert (package["license_id"], package["isopen"]) == ("cc-by", True)
    assert package["license_url"] == CC_BY["iri"]
    assert package["maintainer_email"] == "dati@varzi.example"
    csv, plain = package["resources"]
    assert (csv["url"], csv["format"]) == ("https://dati.example/portate.csv", "CSV")
    assert csv["size"] == 1048576
    assert csv["name"] == "Portate 2026"
    assert csv["package_id"] == package["id"]
    assert (plain["url"], plain["position"]) == ("https://dati.example/portate.json", 1)
    assert csv["id"] != plain["id"]


def test_extras_are_named_as_the_italian_extension_names_them(door: Door) -> None:
    package = call(door, "package_show", id="portate")
    extras = {one["key"]: one["value"] for one in package["extras"]}
    assert all(isinstance(value, str) for value in extras.values())
    assert extras["uri"] == f"{BASE}id/dataset/portate"
    assert extras["identifier"] == "c_l690:portate"
    assert (extras["holder_name"], extras["holder_identifier"]) == ("Comune di Varzi", "c_l690")
    assert extras["frequency"] == "HOURLY"
    assert extras["language"] == "{ITA,ENG}"
    assert json.loads(extras["theme"]) == FLOW["theme"]
    assert json.loads(extras["themes_aggregate"])[0] == {
        "theme": "ENVI",
        "subthemes": FLOW["subject"],
    }
    assert json.loads(extras["temporal_coverage"]) == [
        {"temporal_start": "2026-01-01", "temporal_end": "2026-12-31"}
    ]
    assert (extras["issued"], extras["modified"]) == ("2026-01-02", "2026-04-02")


def test_names_are_names_of_ckan_and_lead_to_the_page(door: Door) -> None:
    names = call(door, "package_list")
    assert all(name == name.lower() and len(name) <= 100 and "." not in name for name in names)
    name = next(one for one in names if one.startswith("alberi-monumentali-"))
    assert call(door, "package_show", id=name)["title"] == "Alberi monumentali"
    page = door.get(f"/dataset/{name}", {"Accept": "application/json"})
    assert page.json["key"] == "Alberi.Monumentali"
    assert door.get("/dataset/nothing", {"Accept": "application/json"}).status == 404


@pytest.mark.parametrize(
    ("fq", "titles"),
    [
        ("", OURS),
        ("*:*", OURS),
        ("organization:c_l690", {"Portate dell'acquedotto"}),
        ("-organization:c_l690", OURS - {"Portate dell'acquedotto"}),
        ("organization:c_l690 OR organization:c_g388", OURS - {"Senza nulla"}),
        ("organization:(c_l690 OR c_g388) tags:verde", {"Alberi monumentali"}),
        ("+organization:c_g388 +tags:acqua", set()),
        ("NOT tags:acqua AND res_format:CSV", {"Alberi monumentali"}),
        ('res_format:"JSON"', {"Portate dell'acquedotto"}),
        ("res_format:json", {"Portate dell'acquedotto"}),
        ("groups:envi -(tags:verde OR tags:acqua)", set()),
        ("license_id:cc-by", {"Portate dell'acquedotto"}),
        ("title:*monument*", {"Alberi monumentali"}),
        ("name:portate", {"Portate dell'acquedotto"}),
        ("dataset_type:dataset state:active", OURS),
        ("metadata_modified:[2020-01-01T00:00:00Z TO *]", OURS),
        ("metadata_modified:[* TO 2020-01-01T00:00:00Z]", set()),
        ("metadata_created:[2026-01-02T00:00:00Z TO 2026-01-02T00:00:00Z]", set()),
        ("metadata_created:[2026-01-01 TO 2026-01-02]", {"Portate dell'acquedotto"}),
        ("acquedotto", {"Portate dell'acquedotto"}),
    ],
)
def test_filters(door: Door, fq: str, titles: set[str]) -> None:
    assert found(door, fq=fq) == titles


def test_changes_since_the_last_harvest_are_found_to_the_second(
    world: Services, door: Door
) -> None:
    at = world.catalogue.get("dataset", "portate").at
    for seconds, there in ((-1, True), (0, True), (1, False)):
        since = (at.replace(microsecond=0) + timedelta(seconds=seconds)).isoformat()[:19]
        titles = found(door, fq=f"metadata_modified:[{since}Z TO *] name:portate")
        assert titles == ({"Portate dell'acquedotto"} if there else set())


@pytest.mark.parametrize(
    ("q", "titles"),
    [
        ("", OURS),
        ("*:*", OURS),
        ("alberi", {"Alberi monumentali"}),
        ("tags:acqua", {"Portate dell'acquedotto"}),
        ("comune pavia", {"Alberi monumentali"}),
        ("zzzqqq", set()),
        ('kind:stakeholder "', set()),
    ],
)
def test_words(door: Door, q: str, titles: set[str]) -> None:
    assert found(door, q=q) == titles


def test_pages_hold_everything_once_in_every_order(door: Door) -> None:
    for sort in ("id asc", "name desc", "title asc, id asc", "metadata_modified desc", ""):
        ids = []
        for start in range(4):
            page = call(door, "package_search", sort=sort, rows=1, start=start)
            assert page["count"] == 3
            ids += [one["id"] for one in page["results"]]
        assert len(set(ids)) == len(ids) == 3
    titles = [one["title"] for one in call(door, "package_search", sort="title asc")["results"]]
    assert titles == sorted(OURS)
    assert call(door, "package_search", rows=0)["results"] == []
    assert call(door, "package_search", rows=10**8)["count"] == 3


def test_facets_count_what_was_found(door: Door) -> None:
    answer = call(
        door,
        "package_search",
        rows=0,
        facet__field='["organization","res_format","tags","nothing"]',
    )
    assert answer["facets"]["res_format"] == {"CSV": 2, "JSON": 1}
    assert answer["facets"]["organization"] == {"c_l690": 1, "c_g388": 1, "smart-land": 1}
    assert answer["facets"]["nothing"] == {}
    items = answer["search_facets"]["organization"]["items"]
    assert {one["display_name"] for one in items} >= {"Comune di Varzi", "Comune di Pavia"}
    narrow = call(
        door, "package_search", fq="tags:verde", facet__field='["res_format"]', facet__limit=1
    )
    assert narrow["facets"]["res_format"] == {"CSV": 1}


def test_organisations_groups_tags_and_licences(door: Door) -> None:
    names = call(door, "organization_list")
    assert names == ["c_g388", "c_l690", "smart-land"]
    listed = call(door, "organization_list", all_fields="true", limit=2)
    assert [(one["name"], one["package_count"]) for one in listed] == [("c_g388", 1), ("c_l690", 1)]
    shown = call(door, "organization_show", id="c_l690", include_datasets="true")
    assert shown["title"] == "Comune di Varzi"
    assert [one["name"] for one in shown["packages"]] == ["portate"]
    assert call(door, "organization_show", id=shown["id"])["name"] == "c_l690"
    assert call(door, "group_list") == ["envi", "tech"]
    assert call(door, "group_list", all_fields="true")[0]["package_count"] == 2
    assert call(door, "tag_list") == ["acqua", "sensori", "verde", "water"]
    assert call(door, "tag_list", query="A") == ["acqua", "water"]
    licences = {one["id"] for one in call(door, "license_list")}
    assert {"cc-by", "cc-zero", "notspecified"} <= licences


def test_the_last_changed_come_first_with_their_resources(door: Door) -> None:
    listed = call(door, "current_package_list_with_resources")
    times = [one["metadata_modified"] for one in listed]
    assert times == sorted(times, reverse=True)
    assert any(one["resources"] for one in listed)
    page = call(door, "current_package_list_with_resources", limit=1, offset=1)
    assert [one["id"] for one in page] == [listed[1]["id"]]


def test_arguments_come_as_json_or_form_too(door: Door) -> None:
    asked = {"q": "", "rows": 5, "fq": "tags:acqua", "include_private": True}
    by_json = door.post_json("/api/3/action/package_search", asked)
    by_form = door.post("/api/3/action/package_search", asked | {"include_private": "true"})
    assert result(by_json)["count"] == result(by_form)["count"] == 1
    assert result(door.post_json("/api/action/package_show", {"id": "portate"}))["num_tags"] == 3


@pytest.mark.parametrize(
    ("path", "status", "sort"),
    [
        ("package_show?id=nothing", 404, "Not Found Error"),
        ("organization_show?id=nothing", 404, "Not Found Error"),
        ("organization_show", 404, "Not Found Error"),
        ("help_show?name=nothing", 404, "Not Found Error"),
        ("package_show", 409, "Validation Error"),
        ("package_search?rows=many", 409, "Validation Error"),
        ("package_search?start=-1", 409, "Validation Error"),
        ("package_search?fq=colour:red", 400, "Search Query Error"),
        ("package_search?fq=(tags:a", 400, "Search Query Error"),
        ("package_search?fq=tags:", 400, "Search Query Error"),
        ("package_search?fq=tags:(a+AND+b)", 400, "Search Query Error"),
        ("package_search?fq=metadata_modified:[a]", 400, "Search Query Error"),
        ("package_search?fq=metadata_modified:[NOW-1DAY+TO+*]", 400, "Search Query Error"),
        ("package_search?fq=OR", 400, "Search Query Error"),
        ("package_search?fq=" + "(" * 1_000, 400, "Search Query Error"),
        ("package_search?fq=" + "-" * 150 + "a", 400, "Search Query Error"),
        ("package_search?fq=" + "a" * 3_000, 400, "Search Query Error"),
        ("package_search?sort=colour+asc", 400, "Search Query Error"),
    ],
)
def test_errors_have_the_shape_of_ckan(door: Door, path: str, status: int, sort: str) -> None:
    answer = door.get(f"/api/3/action/{path}")
    assert answer.status == status, answer.text[:300]
    assert answer.json["success"] is False
    assert answer.json["error"]["__type"] == sort


def test_what_is_no_call_is_a_bad_request(door: Door) -> None:
    for path in ("/api/3/action/package_create", "/api/9/action/package_list"):
        answer = door.get(path)
        assert answer.status == 400
        assert isinstance(answer.json, str)
    for body in ([1], "x"):
        assert door.post_json("/api/3/action/package_list", body).status == 400


def test_an_answer_is_sent_once_until_the_truth_changes(services: Services) -> None:
    put(services, "portate", FLOW)
    path = "/api/3/action/package_search"
    with read_doors(services) as door:
        first = door.get(path)
        assert door.get(path, {"If-None-Match": first.headers["ETag"]}).status == 304
        put(services, "alberi", TREES)
        later = door.get(path, {"If-None-Match": first.headers["ETag"]})
        assert result(later)["count"] == 2
        head = services.catalogue.get("dataset", "portate")
        gone = Draft(KINDS["dataset"], head.iri, head.key, WITHDRAW, {}, head=head)
        services.catalogue.commit((gone,), "tester")
        assert result(door.get(path))["count"] == 1
        services.catalogue.patch("dataset", "alberi", {}, "tester", "*", private=True)
        assert result(door.get(path))["count"] == 0
        assert door.get("/api/3/action/package_show", id="alberi").status == 404
