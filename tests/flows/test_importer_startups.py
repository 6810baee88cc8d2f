"""The register of innovative start-ups through the importer and the harvest."""

import csv
import gzip
import io
from collections import Counter
from pathlib import Path
from time import process_time

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document
from smartland.errors import SourceFailed
from smartland.ports.harvests import Source
from smartland.ports.importer import Expected, Found, Item, Rejected
from smartland.schemas.documents import validate
from smartland.wiring import Services
from smartland_importers.startups import StartupsImporter
from support.shared_data import shared
from support.workbooks import rows_of_texts, workbook

BASE = "http://smartland.example/"
CONCEPT = "https://w3id.org/smartland/concept"
LEGAL = (
    "https://w3id.org/italia/controlled-vocabulary/classifications-for-organizations/legal-status"
)


def harvest(address: str | Path) -> list[Item]:
    return list(StartupsImporter().read(str(address), GuardedFetcher(), BASE))


def found(items: list[Item]) -> list[Found]:
    return [item for item in items if isinstance(item, Found)]


def by_name(items: list[Item]) -> dict[str, Document]:
    return {
        item.description.document["name"]["it"]: item.description.document for item in found(items)
    }


def rejected(items: list[Item]) -> dict[str, str]:
    return {item.source_key: item.reason for item in items if isinstance(item, Rejected)}


@pytest.fixture(scope="module")
def everything() -> list[Item]:
    """The real file with ISTAT's list in the folder beside it."""
    shared("istat")
    return harvest(shared("firms", "startup_registry.csv.gz"))


def test_every_row_is_a_firm_of_its_own(everything: list[Item]) -> None:
    """The 52 rows with a name that came before are other firms: entered on other days."""
    assert everything[0] == Expected(12_292)
    assert len(found(everything)) == 12_292
    assert rejected(everything) == {}
    keys = {item.description.key for item in found(everything)}
    assert len(keys) == 12_292


def test_firms_of_one_name_in_one_town_are_reported(everything: list[Item]) -> None:
    told = [item for item in found(everything) if "another firm of this name" in str(item.remarks)]
    assert len(told) == 11
    names = Counter(item.description.document["name"]["it"] for item in told)
    assert names["Metis S.r.l."] == 3


def test_every_document_is_valid(everything: list[Item]) -> None:
    for item in found(everything)[::7]:
        validate(KINDS["stakeholder"], item.description.document, BASE)


def test_one_firm_as_an_example(everything: list[Item]) -> None:
    assert by_name(everything)["Gate 42 S.r.l."] == {
        "name": {"it": "Gate 42 S.r.l."},
        "stakeholder_kind": f"{CONCEPT}/stakeholder-kind/firm",
        "startup_status": [f"{CONCEPT}/startup-status/innovative-startup"],
        "identifier": ["startup-register:5e8b5576fd187b48"],
        "alt_name": {"it": ["Gate 42"]},
        "legal_status": f"{LEGAL}/1320",
        "size_class": f"{CONCEPT}/size-class/micro",
        "founded": "2017-04-12",
        "activity": [{"code": "62.10.00", "edition": "2025"}],
        "municipality": f"{BASE}id/territory/istat-063084",
        "territory": [f"{BASE}id/territory/istat-063084"],
    }


def test_every_italian_town_is_found(everything: list[Item]) -> None:
    """Also Naples, whose plate NA was read as "not a number"; the others are abroad."""
    documents = by_name(everything).values()
    abroad = {one["address"] for one in documents if "municipality" not in one}
    assert abroad == {
        *("Amsterdam", "Parigi (TO)", "Stolichna - Sofia 100", "Tallin (MI)", "Tallinn (MI)"),
        *("Tallin, Harjumaa (MI)", "Tallinn Kesklinna Linnaosa (MI)", "Vilnius (MI)"),
        *("Kesklinna Linnaosa, Tallin (MI)", "Wroclaw (MI)"),
    }
    assert not any("NAN" in str(one.get("address")) for one in documents)


def test_what_is_absent_is_left_out(everything: list[Item]) -> None:
    counts = Counter(field for item in found(everything) for field in item.description.document)
    assert counts["activity"] == 12_292 - 178  # the register writes NC for these
    assert counts["founded"] == 12_292
    assert counts["size_class"] == 4_327
    assert counts["legal_status"] == 12_209


def test_a_changed_name_is_told_in_a_remark(everything: list[Item]) -> None:
    remarks = {item.description.document["name"]["it"]: item.remarks for item in found(everything)}
    assert remarks["PLW 1 Società Agricola S.r.l."] == ()
    (remark,) = remarks["Gate 42 S.r.l."]
    assert "gate 42 s.r.l. start-up costituita" in remark


def test_it_is_fast(tmp_path: Path) -> None:
    lines = gzip.decompress(shared("firms", "startup_registry.csv.gz").read_bytes()).splitlines()
    path = tmp_path / "startups.csv"
    path.write_bytes(b"\n".join(lines[:3_001]))
    start = process_time()
    assert len(found(harvest(path))) == 3_000
    assert process_time() - start < 6  # well below a second on an idle machine


def test_a_second_run_changes_nothing(services: Services, tmp_path: Path) -> None:
    lines = gzip.decompress(shared("firms", "startup_registry.csv.gz").read_bytes()).splitlines()
    path = tmp_path / "startups.csv"
    path.write_bytes(b"\n".join([lines[0], *lines[1::60]]))
    run = services.core.harvest
    run.importers = {"startups": StartupsImporter()}
    source = Source("startups", "startups", str(path))
    assert run.run(source).counts == {"created": 205}
    assert run.run(source).counts == {"unchanged": 205}


def test_the_same_register_as_a_workbook(tmp_path: Path) -> None:
    body = gzip.decompress(shared("firms", "startup_registry.csv.gz").read_bytes()).decode()
    rows = list(csv.reader(io.StringIO(body)))[:300]
    text = tmp_path / "r.csv"
    with text.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    book = tmp_path / "r.xlsx"
    notes = rows_of_texts([["Nota"], ["Elenco aggiornato"]])
    book.write_bytes(workbook({"Note": notes, "Startup": rows_of_texts(rows)}))
    assert found(harvest(book)) == found(harvest(text))
    assert len(found(harvest(book))) == 299


# small files

PUBLIC = (
    "denominazione|nat.giuridica|codice fiscale|pv|comune|"
    "data iscrizione alla sezione delle startup|data iscrizione al Registro Imprese|"
    "data inizio dell'esercizio effettivo dell'attività|ateco 2007|settore|attività|"
    "sito internet|regione|classe di addetti ultimo anno (2)|"
    "classe di produzione ultimo anno (1)\n"
)
ROW = (
    "ACME LAB S.R.L.|SOCIETA' A RESPONSABILITA' LIMITATA|00743110157|MI|MILANO|25/01/2023|"
    "12/01/2023|10/01/2023|62.01|SERVIZI|J 62|www.Acme.example/a|LOMBARDIA|A|B\n"
)


def write(folder: Path, text: str, name: str = "startup.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode("cp1252"))
    return path


def test_the_public_file_of_the_chambers_of_commerce(tmp_path: Path) -> None:
    (item,) = found(harvest(write(tmp_path, PUBLIC + ROW)))
    assert item.description.key == ""  # minted from the tax code
    assert item.description.source_key == "startups/cf-00743110157"
    document = dict(item.description.document)
    assert document.pop("identifier")[0].startswith("startup-register:")
    assert document == {
        "name": {"it": "Acme Lab S.r.l."},
        "stakeholder_kind": f"{CONCEPT}/stakeholder-kind/firm",
        "startup_status": [f"{CONCEPT}/startup-status/innovative-startup"],
        "tax_code": "00743110157",
        "legal_status": f"{LEGAL}/1320",
        "size_class": f"{CONCEPT}/size-class/micro",
        "founded": "2023-01-10",
        "activity": [{"code": "62.01", "edition": "2007"}],
        "homepage": "https://www.acme.example/a",
        "address": "Milano (MI)",
    }


def test_a_tax_code_without_its_zeros_is_the_same_firm(tmp_path: Path) -> None:
    one = found(harvest(write(tmp_path, PUBLIC + ROW)))
    other = found(harvest(write(tmp_path, PUBLIC + ROW.replace("00743", "743"))))
    assert one == other


def test_a_persons_code_is_left_out_and_not_repeated(tmp_path: Path) -> None:
    items = harvest(write(tmp_path, PUBLIC + ROW.replace("00743110157", "RSSMRA80A01F205X")))
    (item,) = found(items)
    assert "RSSMRA80A01F205X" not in str(items)
    assert item.description.key.startswith("startup-")
    assert "codice fiscale left out" in str(item.remarks)


def test_of_two_rows_about_one_firm_the_later_year_counts(tmp_path: Path) -> None:
    header = "Denominazione,Comune,Data_Iscrizione_StartUp,Year,addetti,valore di produzione\n"
    rows = (
        "acme s.r.l.,Milano,01/02/2020,2022,10-19,0-100.000 euro\n"
        "acme s.p.a. in liquidazione,Monza,01/02/2020,2021,0-4,0-100.000 euro\n"
        "acme srl,Milano,01/02/2021,2021,,\n"
    )
    items = harvest(write(tmp_path, header + rows))
    assert [one.description.document["name"]["it"] for one in found(items)] == [
        "Acme S.r.l.",
        "Acme Srl",
    ]
    assert list(rejected(items).values()) == [
        "row 3: the same firm as row 2, which is the later one"
    ]


def test_a_firm_keeps_its_name_when_the_file_is_published_anew(tmp_path: Path) -> None:
    header = "Denominazione,Comune,Data_Iscrizione_StartUp,Data_Registro_Imprese\n"
    before = write(tmp_path, f"{header}acme s.r.l.,Milano,01/02/2020,01/02/2020\n", "a.csv")
    # moved to another chamber of commerce, transformed, being wound up
    after = write(
        tmp_path, f"{header}ACME S.P.A. IN LIQUIDAZIONE,Monza,01/02/2020,05/06/2024\n", "b.csv"
    )
    ((one,), (other,)) = (found(harvest(before)), found(harvest(after)))
    assert one.description.key == other.description.key


def test_rows_that_name_nobody_are_rejected_with_their_number(tmp_path: Path) -> None:
    header = "Denominazione,Comune,Data_Iscrizione_StartUp\n"
    rows = ",Milano,01/02/2020\nacme srl,,\nacme srl,NAN,32/13/2020\nbeta srl,Lodi,\nx,y,z,more\n"
    items = harvest(write(tmp_path, header + rows))
    assert list(rejected(items))[:3] == ["row 2", "row 3", "row 4"]
    # under the name of its firm, which then does not count as gone
    assert list(rejected(items))[3].startswith("startups/")
    assert "D6" in list(rejected(items).values())[3]
    assert len(found(items)) == 1


def test_edition_of_ateco_by_the_newest_entry(tmp_path: Path) -> None:
    header = "Denominazione,Data_Iscrizione_StartUp,AtecoCode\n"
    old = found(harvest(write(tmp_path, f"{header}a srl,31/03/2025,620100\n")))
    new = found(harvest(write(tmp_path, f"{header}a srl,01/04/2025,621000\n")))
    assert [one[0].description.document["activity"][0]["edition"] for one in (old, new)] == [
        "2007",
        "2025",
    ]


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "denominazione,comune\nx,y\n", "", "codice fiscale\n00743110157\n"]
)
def test_another_table_fails_the_source(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceFailed):
        harvest(write(tmp_path, text))


@pytest.mark.parametrize(
    "cell",
    ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\u202eevil", "x" * 999, "' OR 1=1 --"],
)
def test_hostile_names_stay_text_or_are_rejected(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "h.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("Denominazione", "Data_Iscrizione_StartUp"), (cell, "01/02/2020")]
        )
    (item,) = found(harvest(path))
    validate(KINDS["stakeholder"], item.description.document, BASE)


@pytest.mark.parametrize("cell", ["(" * 100_000, "a re" + "bil" * 30_000, "start-up " * 9_000])
def test_long_cells_cost_no_time(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "h.csv"
    rows = [
        ("Denominazione", "Data_Iscrizione_StartUp", "TipoSocieta", "nome", "sito", "Comune"),
        (cell, "01/02/2020", "", "", "", ""),
        ("acme srl", "01/02/2020", cell, cell, cell, cell),
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    start = process_time()
    items = harvest(path)
    assert process_time() - start < 3
    assert list(rejected(items)) == ["row 2"]
    (item,) = found(items)
    validate(KINDS["stakeholder"], item.description.document, BASE)
