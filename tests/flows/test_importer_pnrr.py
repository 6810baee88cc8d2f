"""PA digitale 2026 through the importer: call → project with its CUP → administration."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.resource import Document, Json
from smartland.errors import SourceFailed
from smartland.ports.harvests import Run
from smartland.ports.importer import Expected, Found, Item, Rejected
from smartland_importers.pnrr import PnrrImporter
from support.harvesting import BASE, Bench, harvesting
from support.shared_data import shared
from support.sites import Site, body, serving

ROLE = "https://w3id.org/smartland/concept/role/"
STATUS = "https://w3id.org/smartland/concept/project-status/"
IDENTITY = ("codice_cup", "codice_ipa", "avviso", "numero_finestra_temporale")
WITHOUT_CUP = "candidature_finanziate_131.csv.gz, row 1824"


def read(address: str | Path) -> list[Item]:
    fetcher = GuardedFetcher(allow_private=True)
    return list(PnrrImporter().read(str(address), fetcher, BASE))


def found(items: list[Item], kind: str) -> dict[str, Found]:
    return {
        item.description.source_key: item
        for item in items
        if isinstance(item, Found) and item.description.kind == kind
    }


def projects(items: list[Item]) -> dict[str, Document]:
    return {
        key.removeprefix("cup/"): item.description.document
        for key, item in found(items, "project").items()
    }


def rejected(items: list[Item]) -> dict[str, str]:
    return {item.source_key: item.reason for item in items if isinstance(item, Rejected)}


# the real files


@pytest.fixture(scope="module")
def real() -> list[Item]:
    shared("calls", "padigitale2026_avvisi.csv")
    return read(shared("projects").parent)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bench, Run, Run]]:
    folder = shared("projects").parent
    with harvesting(tmp_path_factory.mktemp("pnrr"), PnrrImporter()) as bench:
        yield bench, bench.run(folder), bench.run(folder)


def test_all_of_it_comes_in_and_a_second_run_changes_nothing(
    runs: tuple[Bench, Run, Run],
) -> None:
    bench, first, second = runs
    assert (first.state, first.counts) == ("done", {"created": 14_442, "rejected": 1})
    assert (second.state, second.counts) == ("done", {"unchanged": 14_442, "rejected": 1})
    assert list(bench.reasons(first, "rejected")) == [WITHOUT_CUP]
    assert "codice_cup ''" in bench.reasons(first, "rejected")[WITHOUT_CUP]


def test_the_chain_from_call_to_money(runs: tuple[Bench, Run, Run]) -> None:
    bench = runs[0]
    head = bench.find("project", "cup-D31F22002390006")
    assert head is not None
    assert head.document["title"] == {
        "it": "1.4.4 Adozione identità digitale – Provincia di Piacenza"
    }
    assert head.document["participation"] == [
        {
            "stakeholder": f"{BASE}id/stakeholder/ipa-p_pc",
            "role": f"{ROLE}coordinator",
            "grant": "14000",
        }
    ]
    assert head.document["status"] == f"{STATUS}completed"
    assert head.document["start"] == "2022-12-12"
    assert head.document["territory"] == [f"{BASE}id/territory/istat-033"]
    assert head.document["programme"] == "PNRR – PA digitale 2026"
    assert "funder" not in head.document
    call = bench.core.catalogue.by_iri(head.document["call"])
    assert call is not None
    assert call.document["title"]["it"].startswith("1.4.4 Adozione SPID CIE-Amministrazioni")
    assert call.document["opens"] == "2022-05-30"
    assert call.document["budget"] == "30000000"


def test_calls_are_linked_by_exact_title_and_the_others_told(
    runs: tuple[Bench, Run, Run], real: list[Item]
) -> None:
    linked = [one["call"] for one in projects(real).values() if "call" in one]
    iris = {
        f"{BASE}id/call/{one.key}" for one in runs[0].core.catalogue.truth.page("call", "", 100)
    }
    assert len(iris) == 57
    assert set(linked) <= iris
    unlinked = {key for key, one in projects(real).items() if "call" not in one}
    told = {
        key.removeprefix("cup/")
        for key, item in found(real, "project").items()
        if any("is not among the calls" in text for text in item.remarks)
    }
    assert unlinked == told
    assert len(unlinked) == 32


def test_one_project_a_cup(real: list[Item]) -> None:
    assert len(projects(real)) == 14_385
    several = [
        item
        for item in found(real, "project").values()
        if any("applications with this CUP are one project" in text for text in item.remarks)
    ]
    assert len(several) == 253


def test_amounts_of_one_cup_are_added_up(real: list[Item]) -> None:
    document = projects(real)["F91C23000540006"]  # 44,265 + 728,670 for two measures
    assert document["grant"] == document["participation"][0]["grant"] == "772935"
    assert document["title"]["it"].startswith("1.1 Infrastrutture digitali, 1.2 Abilitazione")
    assert document["description"]["it"].count("Avviso «") == 2


def test_what_was_renounced_is_not_added(real: list[Item]) -> None:
    document = projects(real)["F81F22001780006"]  # renounced, then applied for again
    assert (document["grant"], document["start"]) == ("14000", "2023-06-07")
    assert document["status"] == "completed"
    assert "candidatura rinunciata il 2023-03-06" in document["description"]["it"]


def test_all_renounced_is_cancelled_without_money(real: list[Item]) -> None:
    cancelled = [one for one in projects(real).values() if one.get("status") == "cancelled"]
    assert len(cancelled) == 462
    assert not any("grant" in one for one in cancelled)


def test_the_sum_is_that_of_the_files(real: list[Item]) -> None:
    rows: set[tuple[str, ...]] = set()
    for name in ("altrienti_finanziate", "finanziate_131"):
        items = read_rows(shared("projects", f"candidature_{name}.csv.gz"))
        rows |= {
            tuple(one[column] for column in (*IDENTITY, "importo_finanziamento"))
            for one in items
            if one["stato_candidatura"] != "R" and one["codice_cup"]
        }
    expected = sum(Decimal(row[-1]) for row in rows)
    assert sum(Decimal(one.get("grant", "0")) for one in projects(real).values()) == expected


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a file by another reader than the importer's."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_territories_are_those_of_the_body(real: list[Item]) -> None:
    everything = projects(real)
    by_body = {
        one["participation"][0]["stakeholder"].rpartition("ipa-")[2]: one["territory"][0]
        for one in everything.values()
    }
    assert by_body["c_f205"].endswith("istat-015146")  # a municipality
    assert by_body["r_lombar"].endswith("istat-03")  # a region
    assert by_body["p_pc"].endswith("istat-033")  # any other body: its province


@pytest.mark.parametrize(
    ("names", "calls", "count"),
    [
        (("calls", "padigitale2026_avvisi.csv"), 57, 0),
        (("calls", "padigitale2026_avvisi.json"), 57, 0),
        (("calls",), 57, 0),
        (("projects", "candidature_altrienti_finanziate.csv.gz"), 0, 2_799),
    ],
)
def test_each_file_works_alone(names: tuple[str, ...], calls: int, count: int) -> None:
    items = read(shared(*names))
    assert len(found(items, "call")) == calls
    assert len(projects(items)) == count
    assert Expected(calls + count) in items


def test_both_forms_of_the_calls_say_the_same() -> None:
    first, second = (
        found(read(shared("calls", f"padigitale2026_avvisi.{form}")), "call")
        for form in ("csv", "json")
    )
    assert first == second


# small sources

CALLS = (
    "titolo,misura,data_inizio_bando,data_fine_bando,stato,totale_importo_stanziato,"
    "totale_importo_misura,soggetti_destinatari\n"
)
CALL = (
    '"1.2 Cloud - Comuni","1.2 Cloud",2025-12-01,2026-01-30,TERMINATO,1000000.0,1,'
    '"Comuni;Università"\n'
)
APPLICATION = {
    "codice_ipa": "C_F205",
    "ente": "Comune di Milano",
    "tipologia_ente": "Comuni",
    "comune": "Milano",
    "cod_comune": "015146",
    "cod_provincia": "015",
    "cod_regione": "03",
    "importo_finanziamento": "1000.50",
    "avviso": "1.2  CLOUD - comuni",
    "data_finanziamento": "2022-12-12",
    "codice_cup": "J41B21000010001",
    "numero_finestra_temporale": "1",
    "stato_candidatura": "A",
    "data_stato_candidatura": "2022-12-12",
}


def write(folder: Path, *applications: dict[str, str], calls: str = CALLS + CALL) -> Path:
    source = folder / "source"
    source.mkdir(exist_ok=True)
    if calls:
        (source / "avvisi.csv").write_text(calls, encoding="utf-8")
    if applications:
        text = json.dumps([APPLICATION | one for one in applications])
        (source / "candidature_comuni_finanziate.json").write_text(text, encoding="utf-8")
    return source


def test_a_call_and_its_project(tmp_path: Path) -> None:
    items = read(write(tmp_path, {}))
    (call,) = found(items, "call").values()
    assert call.description.document == {
        "title": {"it": "1.2 Cloud - Comuni"},
        "description": {
            "it": "Misura del PNRR: 1.2 Cloud\nSoggetti destinatari: Comuni, Università"
        },
        "identifier": call.description.source_key,
        "instrument": ["grant"],
        "programme": "PNRR – PA digitale 2026",
        "opens": "2025-12-01",
        "closes": "2026-01-30",
        "budget": "1000000",
        "status": "closed",
        "eligible_kind": ["administration", "university"],
    }
    document = projects(items)["J41B21000010001"]
    assert document["title"] == {"it": "1.2 Cloud – Comune di Milano"}
    assert document["grant"] == "1000.50"
    assert document["status"] == "funded"
    assert document["call"].startswith(f"{BASE}id/call/call-padigitale2026-")


@pytest.mark.parametrize("cup", ["", "N/D", "J41B2100001000", "41JB21000010001"])
def test_a_row_without_a_cup_is_rejected_alone(tmp_path: Path, cup: str) -> None:
    items = read(write(tmp_path, {"codice_cup": cup}, {}))
    (reason,) = rejected(items).values()
    assert reason.startswith(f"codice_cup {cup!r}: not a CUP")
    assert len(projects(items)) == 1


@pytest.mark.parametrize(
    ("change", "field", "remark"),
    [
        ({"codice_ipa": "c f205!"}, "participation", "codice_ipa left out: not an IPA code"),
        ({"importo_finanziamento": "tanto"}, "grant", "importo_finanziamento left out"),
        ({"data_finanziamento": "mai"}, "start", "data_finanziamento left out: not a date"),
        ({"stato_candidatura": "Z"}, "status", "stato_candidatura left out: 'Z' is unknown"),
        ({"avviso": "Un altro"}, "call", "avviso 'Un altro' is not among the calls"),
    ],
)
def test_an_odd_value_is_told_and_the_project_stays(
    tmp_path: Path, change: dict[str, str], field: str, remark: str
) -> None:
    with harvesting(tmp_path / "data", PnrrImporter()) as bench:
        run = bench.run(write(tmp_path, change))
        assert run.counts == {"created": 2}
        assert remark in bench.reasons(run, "created")["cup/J41B21000010001"]
        head = bench.find("project", "cup-J41B21000010001")
        assert head is not None
        assert field not in head.document


def test_an_unknown_municipality_leaves_the_province(tmp_path: Path) -> None:
    items = read(write(tmp_path, {"cod_comune": "N/D"}))
    assert projects(items)["J41B21000010001"]["territory"] == [f"{BASE}id/territory/istat-015"]


def test_bodies_that_share_a_cup_both_take_part(tmp_path: Path) -> None:
    other = {"codice_ipa": "c_e507", "ente": "Comune di Lecco", "importo_finanziamento": "1"}
    document = projects(read(write(tmp_path, {}, other)))["J41B21000010001"]
    assert document["grant"] == "1001.50"
    shares = [(one["role"], one["grant"]) for one in document["participation"]]
    assert shares == [("coordinator", "1000.50"), ("partner", "1")]


def test_an_application_that_comes_twice_counts_once(tmp_path: Path) -> None:
    items = read(write(tmp_path, {}, {"importo_finanziamento": "5"}))
    assert projects(items)["J41B21000010001"]["grant"] == "1000.50"
    remark = "described twice with another amount; the first one counts"
    assert remark in found(items, "project")["cup/J41B21000010001"].remarks


def test_the_call_that_gave_most_is_linked(tmp_path: Path) -> None:
    second = CALL.replace("Comuni", "Scuole", 1)
    rows: tuple[dict[str, str], ...] = (
        {},
        {"avviso": "1.2 Cloud - Scuole", "importo_finanziamento": "9999"},
    )
    items = read(write(tmp_path, *rows, calls=CALLS + CALL + second))
    titles = {
        item.description.document["title"]["it"]: f"call-{key.replace(':', '-')}"
        for key, item in found(items, "call").items()
    }
    document = projects(items)["J41B21000010001"]
    assert titles["1.2 Cloud - Scuole"] in document["call"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (',"1.2",2025-12-01,2026-01-30,TERMINATO,1,1,Comuni\n', "titolo, which identifies"),
        (f'"{"x" * 140_000}",a,2025-12-01,2026-01-30,x,1,1,y\n', "a cell has more than"),
    ],
)
def test_a_bad_call_is_rejected_alone(tmp_path: Path, row: str, reason: str) -> None:
    items = read(write(tmp_path, calls=CALLS + row + CALL))
    assert [text.startswith(reason) for text in rejected(items).values()] == [True]
    assert len(found(items, "call")) == 1


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", '{"a": 1}', "[", '[{"titolo": "x"}]', "<html>"])
def test_another_file_fails_the_source(tmp_path: Path, text: str) -> None:
    path = tmp_path / "avvisi.csv"
    path.write_text(text)
    with pytest.raises(SourceFailed):
        read(path)


def test_a_folder_without_such_files_fails(tmp_path: Path) -> None:
    with pytest.raises(SourceFailed, match="candidature_"):
        read(tmp_path)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def test_a_file_may_come_from_the_web(site: Site) -> None:
    rows: Json = [APPLICATION, [1], {"a": 1}]
    site.answers["/candidature.json"] = body(json.dumps(rows).encode(), "application/json")
    items = read(f"{site.url}/candidature.json")
    assert list(projects(items)) == ["J41B21000010001"]
    assert rejected(items) == {
        "candidature.json, record 2": "not an object",
        "candidature.json, record 3": "lacks the fields of a call or an application",
    }
