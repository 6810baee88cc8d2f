"""Our CKAN door, harvested by our own CKAN importer: what goes out comes in again."""

from collections.abc import Iterator

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.kinds import KINDS
from smartland.domain.resource import CREATE, Description, Json
from smartland.ports.importer import Found, Rejected
from smartland.schemas.documents import validate
from smartland.services.revising import Draft
from smartland.wiring import Services
from smartland_importers.ckan import CkanImporter
from support.platform import BASE, running, settle
from support.read_doors import Door, read_doors

EU = "http://publications.europa.eu/resource/authority/"
OTHER = "https://other.example/"
OURS = "https://dati.smart.example/id/dataset/"
"""The IRIs of a platform that is on the web: an importer takes no ``localhost`` for a name."""
DATASET: dict[str, Json] = {
    "title": {"it": "Portate"},
    "description": {"it": "Misure orarie.\n\nNon validate."},
    "identifier": "c_l690:portate",
    "theme": [f"{EU}data-theme/ENVI"],
    "subject": ["http://eurovoc.europa.eu/2825"],
    "keyword": {"it": ["acqua", "sensori"]},
    "modified": "2026-04-02",
    "issued": "2026-01-02",
    "rights_holder": {"name": {"it": "Comune di Varzi"}, "identifier": "c_l690"},
    "frequency": f"{EU}frequency/HOURLY",
    "language": [f"{EU}language/ITA"],
    "temporal": [{"start": "2026-01-01", "end": "2026-12-31"}],
    "distribution": [
        {
            "title": {"it": "Portate 2026"},
            "access_url": "https://dati.example/portate",
            "download_url": ["https://dati.example/portate.csv"],
            "format": f"{EU}file-type/CSV",
            "license": {"iri": "https://creativecommons.org/licenses/by/4.0/"},
        }
    ],
}
KEPT = (
    *("title", "description", "identifier", "theme", "subject", "keyword", "modified", "issued"),
    *("frequency", "language", "temporal"),
)
MANY = 230
"""More than two pages of the importer."""


def put(services: Services, key: str, document: Json, source: str = "") -> None:
    kind = KINDS["dataset"]
    checked = validate(kind, document, BASE)
    iri = f"https://{source}.example/d/{key}" if source else f"{OURS}{key}"
    draft = Draft(kind, iri, key, CREATE, checked, source=source)
    services.catalogue.commit((draft,), "tester")


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with running(tmp_path_factory.mktemp("ckan-importer")) as services:
        put(services, "portate", DATASET)
        plain = {"description": {"it": "Uno di molti."}}
        for number in range(MANY):
            put(services, f"n-{number}", plain | {"title": {"it": f"Numero {number}"}})
        put(services, "h-1", plain | {"title": {"it": "Di altri"}}, "altri")
        settle(services)
        with read_doors(services) as door:
            yield door


def harvest(address: str) -> dict[str, Description]:
    """The datasets that the importer finds, by IRI; nothing may be rejected."""
    items = list(CkanImporter().read(address, GuardedFetcher(allow_private=True), OTHER))
    assert [one for one in items if isinstance(one, Rejected)] == []
    found = [one.description for one in items if isinstance(one, Found)]
    return {one.iri: one for one in found if one.kind == "dataset"}


def test_every_dataset_of_ours_arrives_once(door: Door) -> None:
    found = harvest(door.address)
    assert len(found) == MANY + 1
    assert f"{OURS}portate" in found
    assert f"{OURS}h-1" not in found


def test_below_all_everything_arrives(door: Door) -> None:
    assert len(harvest(f"{door.address}/all")) == MANY + 2


def test_a_dataset_arrives_as_it_is(door: Door) -> None:
    document = harvest(door.address)[f"{OURS}portate"].document
    given = {name: document.get(name) for name in KEPT}
    assert given == {name: DATASET[name] for name in KEPT}
    holder = document["rights_holder"]
    assert (holder["name"], holder["identifier"]) == ({"it": "Comune di Varzi"}, "c_l690")
    (one,) = document["distribution"]
    assert one["format"] == f"{EU}file-type/CSV"
    assert one["license"]["iri"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "https://dati.example/portate.csv" in str(one)
