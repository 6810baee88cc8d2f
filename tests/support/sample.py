"""A small published world for the tests of pages and examples: a bit of every kind."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from smartland.domain.resource import Description
from smartland.errors import Label
from smartland.ports.fetch import Fetcher
from smartland.ports.importer import Found, Item

C = "https://w3id.org/smartland/concept/"
EU = "http://publications.europa.eu/resource/authority/"

Entry = tuple[str, str, Mapping[str, Any]]


class SampleImporter:
    """Brings the sample in the way that every source comes in."""

    name: ClassVar[str] = "sample"
    label: ClassVar[Label] = Label(it="Prova", en="Sample")

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """One item an entry."""
        for kind, key, document in sample():
            yield Found(Description(kind, f"{kind}/{key}", document, key=key))


def sample() -> Iterator[Entry]:
    """(kind, key, document), each after what it refers to."""
    yield from _territories()
    yield from _stakeholders()
    yield from _flow()
    yield from _projects()
    yield from _data()


def _territories() -> Iterator[Entry]:
    region = {"name": "Lombardia", "territory_type": "region", "istat_code": "03"}
    yield "territory", "istat-03", region
    for code, name in (("018", "Pavia"), ("016", "Bergamo")):
        yield "territory", f"istat-{code}", {
            "name": {"it": f"Provincia di {name}", "en": f"Province of {name}"},
            "territory_type": "province", "istat_code": code, "part_of": "territory/istat-03",
        }  # fmt: skip
    for code, name, province, people in (
        ("018171", "Varzi", "018", 3_200),
        ("018182", "Voghera", "018", 39_000),
        ("016246", "Zogno", "016", 8_800),
    ):
        yield "territory", f"istat-{code}", {
            "name": name, "territory_type": "municipality", "istat_code": code,
            "part_of": f"territory/istat-{province}", "population": people,
            "location": {"lat": 44.823, "lon": 9.198},
        }  # fmt: skip
    yield "territory", "area-oltrepo", {
        "name": {"it": "Oltrepò Pavese montano", "en": "Upper Oltrepò Pavese"},
        "territory_type": "homogeneous-area", "area_code": "oltrepo",
        "description": {"it": "Comuni montani dell'Oltrepò.", "en": "Mountain municipalities."},
        "composition": [
            {"version": 1, "member": ["territory/istat-018171"], "valid_until": "2024-12-31"},
            {
                "version": 2, "valid_from": "2025-01-01", "act": "Delibera 12/2024",
                "member": ["territory/istat-018171", "territory/istat-018182"],
            },
        ],
    }  # fmt: skip


def _stakeholders() -> Iterator[Entry]:
    yield "stakeholder", "vat-00743110157", {
        "name": "Idrosensori Oltrepò S.r.l.", "stakeholder_kind": "firm", "vat": "00743110157",
        "description": {
            "it": "Progetta e installa reti di sensori per misurare portate, perdite e qualità"
            " dell'acqua negli acquedotti dei piccoli comuni.",
            "en": "Designs and installs sensor networks that measure flow, leaks and water quality"
            " in the aqueducts of small municipalities.",
        },
        "homepage": "https://idrosensori.example/", "email": "info@idrosensori.example",
        "municipality": "territory/istat-018182", "corridor": ["water", "digital"],
        "size_class": "small", "activity": [{"code": "62.01", "edition": "2007"}],
        "contact": "mario.rossi@idrosensori.example", "contact_name": "Mario Rossi",
    }  # fmt: skip
    yield "stakeholder", "ipa-c_l690", {
        "name": "Comune di Varzi", "stakeholder_kind": "administration", "ipa_code": "c_l690",
        "description": {"it": "Comune capofila dell'area montana."},
        "municipality": "territory/istat-018171", "corridor": ["water", "care"],
        "email": "protocollo@varzi.example",
    }  # fmt: skip
    yield "stakeholder", "ror-00s6t1f81", {
        "name": {"it": "Università di Pavia (dimostrativa)", "en": "University of Pavia (demo)"},
        "stakeholder_kind": "university", "ror": "00s6t1f81", "corridor": ["water", "energy"],
        "municipality": "territory/istat-018182",
        "collaborates_with": ["stakeholder/vat-00743110157"],
    }  # fmt: skip
    yield "stakeholder", "cf-01199250158", {
        "name": "Associazione Valle Solidale", "stakeholder_kind": "association",
        "tax_code": "01199250158", "municipality": "territory/istat-016246", "corridor": ["care"],
        "description": {"it": "Volontari che accompagnano gli anziani soli nelle valli."},
    }  # fmt: skip
    for number, (who, what, direction, level) in enumerate(
        (
            ("vat-00743110157", "water-and-soil", "offered", "expert"),
            ("ror-00s6t1f81", "energy", "offered", "reference"),
            ("ror-00s6t1f81", "water-and-soil", "offered", "expert"),
            ("ipa-c_l690", "energy", "sought", "basic"),
        )
    ):
        yield "claim", f"claim-{number}", {
            "stakeholder": f"stakeholder/{who}", "competence": what, "direction": direction,
            "level": level, "note": {"it": f"Esperienza dichiarata numero {number}."},
            "corridor": ["water"],
        }  # fmt: skip


def _flow() -> Iterator[Entry]:
    yield "need", "perdite", {
        "title": {
            "it": "Ridurre le perdite dell'acquedotto montano",
            "en": "Cut the leaks of the mountain aqueduct",
        },
        "description": {
            "it": "Cerchiamo sensori e competenze per trovare le perdite della rete idrica"
            " comunale, lunga 64 km e posata negli anni Sessanta.\n\nServe un sistema che il"
            " personale del Comune possa gestire.",
            "en": "We look for sensors and skills to find the leaks of our water network.",
        },
        "stakeholder": "stakeholder/ipa-c_l690", "competence": ["water-and-soil"],
        "corridor": ["water", "digital"], "territory": ["territory/istat-018171"],
        "kind_sought": ["firm", "university"], "budget": "180000", "issued": "2026-02-01",
        "valid_until": "2099-12-31",
    }  # fmt: skip
    yield "need", "trasporto", {
        "title": {"it": "Accompagnare gli anziani alle visite"},
        "description": {"it": "Un servizio a chiamata fra le frazioni e l'ospedale."},
        "stakeholder": "stakeholder/cf-01199250158", "competence": ["mobility-and-transport"],
        "corridor": ["care", "mobility"], "territory": ["territory/istat-016246"],
    }  # fmt: skip
    yield "offer", "rete", {
        "title": {"it": "Rete di sensori in prova per un anno"},
        "description": {"it": "Dieci sensori di portata e l'analisi dei dati, senza costi."},
        "stakeholder": "stakeholder/vat-00743110157", "competence": ["water-and-soil"],
        "corridor": ["water"], "territory": ["territory/istat-018"],
    }  # fmt: skip
    yield "call", "call-ACQUA-2026", {
        "title": {"it": "Acqua senza sprechi 2026", "en": "Water without waste 2026"},
        "description": {"it": "Contributi per ridurre le perdite idriche nei piccoli comuni."},
        "identifier": "ACQUA-2026", "issuer": "stakeholder/ipa-c_l690", "opens": "2026-01-10",
        "closes": "2099-06-30", "status": "open", "budget": "4500000.50",
        "eligible_kind": ["university", "administration"], "instrument": ["grant"],
        "corridor": ["water"], "territory": ["territory/istat-03"],
        "competence": ["water-and-soil"],
    }  # fmt: skip


def _projects() -> Iterator[Entry]:
    yield "project", "cup-J41B21000010001", {
        "title": {"it": "Acquedotto intelligente", "en": "Smart aqueduct"}, "acronym": "ACQUA+",
        "description": {"it": "Sensori, modello digitale e manutenzione predittiva della rete."},
        "cup": "J41B21000010001", "budget": "1250000", "start": "2026-03-01", "end": "2028-02-28",
        "status": "running", "corridor": ["water", "digital"], "call": "call/call-ACQUA-2026",
        "answers": ["need/perdite"], "territory": ["territory/area-oltrepo"],
        "participation": [
            {"stakeholder": "stakeholder/ipa-c_l690", "role": "coordinator", "share": "250000"},
            {"stakeholder": "stakeholder/vat-00743110157", "role": "partner", "share": "600000"},
            {"stakeholder": "stakeholder/ror-00s6t1f81", "role": "partner", "share": "400000"},
        ],
    }  # fmt: skip


def _data() -> Iterator[Entry]:
    yield "dataset", "portate", {
        "title": {"it": "Portate dell'acquedotto", "en": "Aqueduct flow"},
        "description": {"it": "Misure orarie <b>non</b> validate & grezze."},
        "identifier": "c_l690:portate", "theme": [f"{EU}data-theme/ENVI"],
        "keyword": {"it": ["acqua", "sensori"]}, "modified": "2026-04-02",
        "rights_holder": {"name": "Comune di Varzi", "identifier": "c_l690"},
        "frequency": f"{EU}frequency/HOURLY", "corridor": ["water"],
        "distribution": [
            {
                "title": "Portate 2026", "access_url": "https://dati.example/portate.csv",
                "format": f"{EU}file-type/CSV", "byte_size": "1048576",
                "license": {"name": "CC BY 4.0", "version": "4.0"},
            },
            {
                "access_url": "https://dati.example/portate.json",
                "format": f"{EU}file-type/JSON",
            },
        ],
    }  # fmt: skip
