"""The register of administrations and ISTAT's municipalities through the importer."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.kinds import KINDS
from smartland.domain.kinds.stakeholder import UNIVERSITY
from smartland.domain.resource import Document
from smartland.errors import SourceFailed
from smartland.ports.importer import Expected, Found, Item, Rejected
from smartland.schemas.documents import validate
from smartland_importers.ipa import IpaImporter
from smartland_importers.ipa_bodies import is_university
from support.shared_data import shared
from support.sites import Site, body, serving

BASE = "http://smartland.example/"
TERRITORY = f"{BASE}id/territory/istat-"


def harvest(address: str | Path) -> list[Item]:
    fetcher = GuardedFetcher(allow_private=True)
    return list(IpaImporter().read(str(address), fetcher, BASE))


def found(items: list[Item]) -> dict[str, Found]:
    return {item.description.source_key: item for item in items if isinstance(item, Found)}


def documents(items: list[Item]) -> dict[str, Document]:
    return {key: item.description.document for key, item in found(items).items()}


def rejected(items: list[Item]) -> dict[str, str]:
    return {item.source_key: item.reason for item in items if isinstance(item, Rejected)}


@pytest.fixture(scope="module")
def everything() -> list[Item]:
    """The folder with both sources, as ``smartland harvest ipa FOLDER`` reads it."""
    shared("ipa", "comuniIPA.tsv.gz")
    return harvest(shared("istat").parent)


def test_all_of_it_comes_in(everything: list[Item]) -> None:
    counts = Counter(item.description.kind for item in found(everything).values())
    assert counts == {"territory": 7896 + 107 + 20, "stakeholder": 23_734}
    assert rejected(everything) == {}
    assert everything[0] == Expected(len(everything) - 1)


def test_territories_come_before_those_who_sit_in_them(everything: list[Item]) -> None:
    kinds = [item.description.kind for item in everything if isinstance(item, Found)]
    assert kinds == sorted(kinds, reverse=True)


def test_every_document_is_valid_and_has_its_own_key(everything: list[Item]) -> None:
    for item in list(found(everything).values())[::17]:
        given = item.description
        document = validate(KINDS[given.kind], given.document, BASE)
        assert document["name"]
    assert len(found(everything)) == len(everything) - 1


def test_every_municipal_administration_but_one_is_linked_to_its_own_territory(
    everything: list[Item],
) -> None:
    municipal = {
        key: one for key, one in documents(everything).items() if one.get("ipa_category") == "L6"
    }
    assert len(municipal) == 7_894
    unlinked = [key for key, one in municipal.items() if "municipality" not in one]
    assert unlinked == ["ipa/17uw94zl"]
    own = [one["territory"][0] for one in municipal.values() if "municipality" in one]
    assert len(own) == len(set(own)) == 7_893
    codes = {one["istat_code"] for one in documents(everything).values() if "istat_code" in one}
    known = {f"{TERRITORY}{code}" for code in codes}
    assert set(own) <= known


def test_milan_as_an_example(everything: list[Item]) -> None:
    all_of_it = documents(everything)
    assert all_of_it["ipa/c_f205"] == {
        "name": {"it": "Comune di Milano"},
        "stakeholder_kind": "https://w3id.org/smartland/concept/stakeholder-kind/administration",
        "ipa_code": "c_f205",
        "legal_status": "https://w3id.org/italia/controlled-vocabulary/"
        "classifications-for-organizations/legal-status/2430",
        "tax_code": "01199250158",
        "ipa_category": "L6",
        "homepage": "http://www.comune.milano.it/",
        "email": "protocollo@postacert.comune.milano.it",
        "address": "Piazza Della Scala, 2, 20121 Milano (MI)",
        "municipality": f"{TERRITORY}015146",
        "territory": [f"{TERRITORY}015146"],
    }
    assert all_of_it["istat/015146"] == {
        "name": {"it": "Milano"},
        "territory_type": "https://w3id.org/smartland/concept/territory-type/municipality",
        "istat_code": "015146",
        "cadastral_code": "F205",
        "nuts": "ITC4C",
        "plate": "MI",
        "part_of": f"{TERRITORY}015",
    }
    assert all_of_it["istat/015"]["part_of"] == f"{TERRITORY}03"
    assert all_of_it["istat/03"]["nuts"] == "ITC4"


def test_names_in_two_languages_are_told_apart(everything: list[Item]) -> None:
    all_of_it = documents(everything)
    assert all_of_it["istat/021008"]["name"] == {"it": "Bolzano", "de": "Bozen"}
    assert all_of_it["istat/021"]["name"] == {"it": "Bolzano", "de": "Bozen"}
    assert all_of_it["istat/02"]["name"] == {"it": "Valle d'Aosta", "fr": "Vallée d'Aoste"}
    assert "nuts" not in all_of_it["istat/04"]


def test_a_wrong_cadastral_code_does_not_mislead(everything: list[Item]) -> None:
    """c_a081 is Agnone (IS) in the register, while A081 is Villa Latina (FR)."""
    assert documents(everything)["ipa/c_a081"]["municipality"] == f"{TERRITORY}094002"


def test_a_town_hall_may_stand_in_another_municipality(everything: list[Item]) -> None:
    """Caines has its offices in Rifiano."""
    caines = documents(everything)["ipa/c_b364"]
    assert caines["territory"] == [f"{TERRITORY}021014"]
    assert caines["municipality"] == f"{TERRITORY}021073"


def test_no_address_of_a_person_gets_out(everything: list[Item]) -> None:
    misiliscemi = documents(everything)["ipa/3ps17tyb"]
    assert misiliscemi["email"] == "protocollo@pec.comune.misiliscemi.tp.it"
    assert misiliscemi["name"] == {"it": "Comune di Misiliscemi"}
    assert "tallarita" not in json.dumps(misiliscemi)


def test_universities_are_told_by_their_names(everything: list[Item]) -> None:
    universities = {
        key.removeprefix("ipa/")
        for key, one in documents(everything).items()
        if one.get("stakeholder_kind") == UNIVERSITY
    }
    assert len(universities) == 72
    assert {"pm", "uni_pv", "iuss_pv", "usbre", "usber", "unimib", "sns_pi"} <= universities


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Universita' degli Studi di Pavia", True),
        ("Alma Mater Studiorum - Universita' di Bologna", True),
        ("Politecnico di Milano", True),
        ("Università Agraria di Vallecupola", False),
        ("Universita' Castrense", False),
        ("Politecnico delle Arti di Bergamo", False),
        ("Fondazione Universitaria dell'Università di Salerno", False),
        ("Azienda Ospedaliero - Universitaria Pisana", False),
        ("Agenzia per il Diritto allo Studio Universitario", False),
    ],
)
def test_what_is_a_university(name: str, *, expected: bool) -> None:
    assert is_university(name) is expected


def test_remarks_name_what_was_left_out(everything: list[Item]) -> None:
    items = found(everything)
    assert items["ipa/c_g192"].remarks == (
        "sito_istituzionale 'htt://www.comune.ottati.sa.it' left out: not an address",
    )
    assert "the former province OT is read as SS" in items["ipa/cbg_104"].remarks


def test_it_is_fast() -> None:
    shared("ipa", "comuniIPA.tsv.gz")
    folder = shared("istat").parent
    start = process_time()
    harvest(folder)
    assert process_time() - start < 6  # about one second on an idle machine


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (("istat",), 8_023),
        (("istat", "Elenco-comuni-italiani.csv"), 8_023),
        (("ipa",), 23_734),
        (("ipa", "comuniIPA.tsv.gz"), 7_894),
        (("ipa", "ipa.json.gz"), 23_734),
    ],
)
def test_each_file_and_folder_works_alone(names: tuple[str, ...], count: int) -> None:
    items = harvest(shared(*names))
    assert len(found(items)) == count
    if names[0] == "ipa":
        assert documents(items)["ipa/c_f205"]["territory"] == [f"{TERRITORY}015146"]


# small sources with faults

CELLS = {
    "cod_amm": "c_f205",
    "des_amm": "COMUNE DI MILANO",
    "Comune": "Milano",
    "Cap": "20121",
    "Provincia": "MI",
    "Regione": "Lombardia",
    "sito_istituzionale": "www.Comune.milano.it/a",
    "Indirizzo": "Piazza",
    "cf": "01199250158",
    "mail1": "null",
    "tipo_mail1": "null",
    "mail2": "info@milano.it",
    "tipo_mail2": "Altro",
}
HEADER, ROW = "\t".join(CELLS), "\t".join(CELLS.values())


def harvest_rows(folder: Path, *rows: str, header: str = HEADER) -> list[Item]:
    path = folder / "comuniIPA.tsv"
    path.write_text("\r\n".join((header, *rows)) + "\r\n", encoding="utf-8")
    return harvest(path)


def test_a_row_alone(tmp_path: Path) -> None:
    document = documents(harvest_rows(tmp_path, ROW))["ipa/c_f205"]
    assert document["homepage"] == "http://www.comune.milano.it/a"
    assert document["email"] == "info@milano.it"
    assert "municipality" not in document


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        (("COMUNE DI MILANO", " "), "ipa/c_f205", "line 2: des_amm, the name, is empty"),
        (("c_f205", ""), "line 2: ''", "cod_amm: not an IPA code"),
        (("c_f205", "c f205!"), "line 2: 'c f205!'", "cod_amm: not an IPA code"),
        (("Piazza", "x" * 3_000), "line 2", "a cell of more than 2000 characters"),
        (("\tMilano\t", "\tMilano\tmore\t"), "line 2", "14 columns, 13 were expected"),
    ],
)
def test_a_broken_row_is_rejected_with_its_line(
    tmp_path: Path, change: tuple[str, str], key: str, reason: str
) -> None:
    items = harvest_rows(tmp_path, ROW.replace(*change), ROW.replace("c_f205", "c_x999"))
    assert rejected(items)[key].startswith(reason)
    assert list(found(items)) == ["ipa/c_x999"]


@pytest.mark.parametrize(
    ("change", "remark"),
    [
        (("01199250158", "01199250159"), "cf '01199250159' left out"),
        (("01199250158", "RSSMRA80A01F205X"), "cf 'RSSMRA80A01F205X' left out: a person's"),
        (("www.Comune.milano.it/a", "javascript:alert(1)"), "sito_istituzionale 'javascript"),
        (("info@milano.it", "info@milano it"), "mail 'info@milano it' left out"),
    ],
)
def test_an_odd_value_is_left_out_and_told(
    tmp_path: Path, change: tuple[str, str], remark: str
) -> None:
    item = found(harvest_rows(tmp_path, ROW.replace(*change)))["ipa/c_f205"]
    assert any(text.startswith(remark) for text in item.remarks)
    assert change[1] not in json.dumps(item.description.document)


def test_codes_that_differ_by_case_only_are_one(tmp_path: Path) -> None:
    path = tmp_path / "ipa.json"
    entry = {"nome": "Ente", "prov": "MI", "reg": "Lombardia"}
    path.write_text(
        json.dumps({"M_ef": entry, "m_ef": entry, "x_1": {"nome": ""}, "y_1": ["no"]}), "utf-8"
    )
    items = harvest(path)
    assert list(found(items)) == ["ipa/m_ef"]
    assert rejected(items) == {
        "m_ef": "the code differs from another one by case only",
        "ipa/x_1": "nome, the name, is empty",
        "ipa/y_1": "not an object of texts",
    }


def test_a_broken_row_of_istat_is_rejected_with_its_line(tmp_path: Path) -> None:
    source = shared("istat", "Elenco-comuni-italiani.csv").read_text("utf-8")
    lines = source.split("\n")
    lines[3] = lines[3].replace(";001001;", ";1;")
    lines[4] = "001;002"
    path = tmp_path / "Elenco-comuni-italiani.csv"
    path.write_bytes("\n".join(lines[:8]).encode("latin-1"))
    items = harvest(path)
    assert rejected(items) == {
        "istat, line 4": "the municipality code '1' is not six digits",
        "istat, line 5": "2 columns, 26 were expected",
    }
    assert documents(items)["istat/001003"]["name"] == {"it": "Ala di Stura"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("comuniIPA.tsv", "cod_amm\tdes_amm\n"),
        ("ipa.json", '{"a": '),
        ("ipa.json", "[]"),
        ("Elenco-comuni-italiani.csv", "Codice Regione;x\n"),
        ("other.csv", "a,b\n"),
        ("comuniIPA.tsv", f"{HEADER}\n{ROW}{'x' * 200_000}\n"),
        ("empty.csv", ""),
    ],
)
def test_a_file_of_another_shape_fails_the_source(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(SourceFailed):
        harvest(path)


def test_an_empty_folder_fails_with_the_names_of_the_files(tmp_path: Path) -> None:
    with pytest.raises(SourceFailed, match=r"comuniIPA\.tsv"):
        harvest(tmp_path)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def test_a_file_may_come_from_the_web(site: Site) -> None:
    packed = gzip.compress(f"{HEADER}\n{ROW}\n".encode())
    site.answers["/comuniIPA.tsv.gz"] = body(packed, "application/gzip")
    assert list(found(harvest(f"{site.url}/comuniIPA.tsv.gz"))) == ["ipa/c_f205"]
