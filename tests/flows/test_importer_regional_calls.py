"""Regional and national feeds through the importer: calls, and tenders apart from them."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from smartland.domain.resource import Json
from smartland.errors import SourceFailed
from smartland.ports.harvests import Run
from smartland.ports.importer import Item
from smartland_importers.regional_calls import RegionalCallsImporter
from smartland_importers.regional_calls_dialect import LOMBARDIA
from smartland_importers.regional_calls_words import (
    eligible_kinds,
    instruments,
    kind_of,
    region_code,
)
from support.harvesting import BASE, Bench, harvesting
from support.judged_calls import JUDGED
from support.regional_calls import documents, found, read, rejected, shared_records
from support.shared_data import shared

TERRITORY = f"{BASE}id/territory/istat-"
BODY = f"{BASE}id/stakeholder/ipa-"


# the real feeds


@pytest.fixture(scope="module")
def real() -> list[Item]:
    return read(shared("calls", "regional_feeds"))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bench, Run, Run]]:
    folder = shared("calls", "regional_feeds")
    with harvesting(tmp_path_factory.mktemp("regional"), RegionalCallsImporter()) as bench:
        yield bench, bench.run(folder), bench.run(folder)


def test_every_record_comes_in_and_a_second_run_changes_nothing(
    runs: tuple[Bench, Run, Run],
) -> None:
    _, first, second = runs
    assert (first.state, first.counts) == ("done", {"created": 109})
    assert (second.state, second.counts) == ("done", {"unchanged": 109})


def test_every_record_has_the_kind_that_a_person_gave_it(real: list[Item]) -> None:
    kinds = {key: item.description.kind for key, item in found(real).items()}
    assert kinds == JUDGED
    assert Counter(kinds.values()) == {"call": 94, "tender": 15}


def test_a_kind_against_the_stated_type_is_told(real: list[Item]) -> None:
    told = [
        key
        for key, item in found(real).items()
        if any("contradicted" in text for text in item.remarks)
    ]
    assert [key.partition(":")[0] for key in told] == ["piemonte", "piemonte"]


def test_words_alone_take_no_call_for_a_tender(tmp_path: Path) -> None:
    """The titles of tenders and calls in a feed that says nothing of itself.

    Two thirds of the tenders are found; a bridge census or a new boiler names no purchase.
    """
    tenders, calls = shared_records("lombardia"), shared_records("trentino")
    texts = [str(one["oggetto_dell_appalto"]) for one in tenders]
    texts += [str(one["INTERVENTO"]) for one in calls]
    disguised = [
        {"UID": str(at), "@id": "https://e.example/", "title": text, "scadenza_bando": None}
        for at, text in enumerate(texts)
    ]
    items = read(write(tmp_path, {"items": disguised}))
    kinds = [item.description.kind for item in found(items).values()]
    assert kinds[: len(tenders)].count("tender") == 10
    assert kinds[len(tenders) :].count("tender") == 0
    assert all(item.remarks for item in found(items).values())


def test_codes_alone_find_every_tender() -> None:
    silent = replace(LOMBARDIA, register="")
    told = [kind_of(silent, one) for one in shared_records("lombardia")]
    assert told == [("tender", "taken for a tender: it has cig and codice_cpv")] * 15


def test_a_tender_of_lombardy(runs: tuple[Bench, Run, Run]) -> None:
    head = runs[0].find("tender", "cig-BBBF0E778B")
    assert head is not None
    assert head.document == {
        "title": {"it": "ServBiblioteca 2026"},
        "description": {
            "it": "Stazione appaltante: COMUNE DI ROSATE\nComune: ROSATE\n"
            "Procedura: Procedura Aperta\nLotti: 1"
        },
        "identifier": "lombardia:141141",
        "opens": "2026-05-27",
        "closes": "2026-07-05",
        "budget": "245310.50",
        "cig": "BBBF0E778B",
        "cpv": ["92511000"],
        "territory": [f"{TERRITORY}03"],
    }


def test_no_person_is_named(real: list[Item]) -> None:
    people = {str(one["responsabile_procedimento"]) for one in shared_records("lombardia")}
    texts = json.dumps(list(documents(real).values()), ensure_ascii=False)
    assert len(people) > 10
    assert [one for one in people if one in texts] == []


def test_a_call_of_piedmont(real: list[Item]) -> None:
    document = documents(real)["piemonte:fondo-rotativo-foncooper"]
    assert document["budget"] == "4261419.61"
    assert document["max_grant"] == "2000000"
    assert document["closes"] == "2026-12-31"
    assert document["instrument"] == ["loan"]
    assert document["eligible_kind"] == ["firm"]
    assert document["issuer"] == f"{BODY}r_piemon"
    assert document["territory"] == [f"{TERRITORY}01"]


def test_a_call_of_emilia_romagna(real: list[Item]) -> None:
    document = documents(real)["emilia-romagna:30334a5b3dac437d917a0ec73eb6e4a7"]
    assert document["title"] == {"it": "Bando per la promozione della cittadinanza europea 2026"}
    assert document["opens"] == "2026-03-26"
    assert document["closes"] == "2026-05-20T14:00:00Z"
    assert document["status"] == "closed"  # "in corso" is the evaluation
    assert document["eligible_kind"] == ["association", "administration"]
    assert document["instrument"] == ["grant"]


def test_calls_of_trento_have_no_code_and_are_told_apart_by_words_and_opening(
    real: list[Item],
) -> None:
    calls = {key: one for key, one in documents(real).items() if key.startswith("trentino:")}
    assert len(calls) == len(shared_records("trentino")) == 41
    assert Counter(one["status"] for one in calls.values()) == {
        "closed": 31,
        "open": 5,
        "forthcoming": 5,
    }
    document = calls["trentino:a469f3b121f984dc"]
    assert (document["opens"], document["closes"]) == ("2024-04-01", "2024-05-31")
    assert document["budget"] == "6059980.95"
    assert document["page"][0].startswith("https://www.provincia.tn.it/Documenti-e-dati/")
    remarks = found(real)["trentino:a469f3b121f984dc"].remarks
    assert "closes: only the month is known: 'maggio 2024'" in remarks


def test_an_incentive_of_the_national_register(real: list[Item]) -> None:
    calls = documents(real)
    document = calls["incentivi:7828"]
    first, second = document["page"]
    assert first.startswith("https://www.incentivi.gov.it/it/catalogo/sviluppo-competenze-")
    assert second == "https://www.mimit.gov.it/it/incentivi/sviluppo-competenze"
    assert document["territory"] == [f"{TERRITORY}{code}" for code in range(14, 21)]
    assert (document["budget"], document["max_grant"]) == ("50000000", "42000")
    assert document["description"]["it"].startswith("Cos'è\nSviluppo Competenze è un regime")
    assert "territory" not in calls["incentivi:3265"]  # all twenty regions
    assert calls["incentivi:3265"]["instrument"] == ["grant", "voucher"]


def test_links_are_absolute(real: list[Item]) -> None:
    pages = [page for one in documents(real).values() for page in one.get("page", ())]
    assert len(pages) > 90
    assert all(page.startswith(("https://", "http://")) for page in pages)


# small sources


def write(folder: Path, value: Json, name: str = "feed.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def page_record(**changes: Json) -> Json:
    """A record read off the portal of Tuscany."""
    return {
        "title": "Un bando",
        "summary": "Di che si tratta",
        "eligibility_text": "PMI",
        "deadline": "2026-07-10",
        "kind": "",
        "_post_id": 7,
        "_url": "https://www.sviluppo.toscana.it/bando/x/",
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "kind", "remark"),
    [
        ({"kind": "incentive"}, "call", ""),
        ({"kind": "tender"}, "tender", ""),
        ({"kind": "tender", "summary": "Contributi alle imprese"}, "tender", ""),
        ({"summary": "Gara per l'affidamento del servizio"}, "tender", "it says 'gara'"),
        ({"title": "Avviso di procedura negoziata"}, "tender", "it says 'procedura negoziata'"),
        ({"title": "Indagine di mercato"}, "tender", "it says 'indagine di mercato'"),
        (
            {"summary": "Manifestazione d'interesse rivolta a operatori economici"},
            "tender",
            "it says \"manifestazione d'interesse",
        ),
        ({"summary": "Manifestazione d'interesse dei Comuni"}, "call", "nothing says"),
        ({"summary": "Sostegno all'affidamento familiare"}, "call", "it says 'sostegno'"),
        ({"summary": "Voucher per la fornitura di software"}, "call", "it says 'voucher'"),
    ],
)
def test_stated_types_come_before_words(
    tmp_path: Path, changes: Mapping[str, Json], kind: str, remark: str
) -> None:
    item = found(read(write(tmp_path, {"records": [page_record(**changes)]})))["toscana:7"]
    assert item.description.kind == kind
    assert (remark in " ".join(item.remarks)) if remark else item.remarks == ()


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"deadline": "presto"}, "closes left out: not a date: 'presto'"),
        ({"value_amount": "molto"}, "budget left out: not an amount: 'molto'"),
        ({"summary": "perchÃ©"}, "summary: wrongly read characters were repaired (1)"),
        ({"title": "x " * 2_000}, "title: cut at 2000 of 3999 characters"),
    ],
)
def test_an_odd_value_is_told_and_the_record_stays(
    tmp_path: Path, changes: Mapping[str, Json], remark: str
) -> None:
    with harvesting(tmp_path / "data", RegionalCallsImporter()) as bench:
        run = bench.run(write(tmp_path, {"records": [page_record(kind="incentive", **changes)]}))
        assert run.counts == {"created": 1}
        assert remark in bench.reasons(run, "created")["toscana:7"]


def test_a_link_that_is_none_is_left_out(tmp_path: Path) -> None:
    record = {**shared_records("trentino")[0], "INFORMAZIONI": '<a href="javascript:x()">x</a>'}
    item = next(iter(found(read(write(tmp_path, {"rows": [record]}))).values()))
    assert "page" not in item.description.document
    assert any(text.startswith("page left out: not an absolute") for text in item.remarks)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (page_record(_post_id=None), "_post_id: is missing, and tells the records apart"),
        (page_record(title="", _listing_title="<i></i>"), "title, the title, is empty"),
        ("text", "not an object"),
    ],
)
def test_a_bad_record_is_rejected_alone(tmp_path: Path, record: Json, reason: str) -> None:
    items = read(write(tmp_path, [page_record(), record, page_record(_post_id=8)]))
    assert list(rejected(items).values()) == [reason]
    assert list(found(items)) == ["toscana:7", "toscana:8"]


@pytest.mark.parametrize(
    "value",
    [{}, {"a": 1}, [{"a": 1}], ["x"], 3, {"records": [page_record(_url="https://o.example/")]}],
)
def test_a_feed_of_an_unknown_form_fails_the_source(tmp_path: Path, value: Json) -> None:
    with pytest.raises(SourceFailed):
        read(write(tmp_path, value))


def test_a_feed_that_is_a_table_is_read_too(tmp_path: Path) -> None:
    rows = shared_records("trentino")[:3]
    header = ";".join(f'"{name}"' for name in rows[0])
    lines = [
        ";".join('"' + str(one).replace('"', '""') + '"' for one in row.values()) for row in rows
    ]
    path = tmp_path / "calendario.csv"
    path.write_text("\r\n".join([header, *lines]), encoding="utf-8")
    whole = documents(read(shared("calls", "regional_feeds", "trentino.json")))
    assert documents(read(path)).items() <= whole.items()
    assert len(read(path)) == 3


def test_lots_of_one_notice_are_tenders_of_their_own(tmp_path: Path) -> None:
    lot = dict(shared_records("lombardia")[0])
    records = [lot, {**lot, "n_lotto": "2", "cig": "BBBF0E779C", "importo_lotto": "1.500,00"}]
    with harvesting(tmp_path / "data", RegionalCallsImporter()) as bench:
        assert bench.run(write(tmp_path, records)).counts == {"created": 2}
        head = bench.find("tender", "cig-BBBF0E779C")
        assert head is not None
        assert head.document["budget"] == "1500"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Micro, piccole e medie imprese (MPMI)", ["firm"]),
        ("Comuni e Unioni di Comuni", ["administration"]),
        ("Enti del Terzo settore; Università", ["association", "university"]),
        ("Associazioni temporanee di imprese", ["firm"]),
        ("Associazioni, escluse le imprese", ["association"]),
        ("Non possono partecipare i Comuni", []),
        ("Chi lavora in comune", []),
        ("Cittadini", []),
        ("PA, ETS", ["association", "administration"]),
    ],
)
def test_who_may_apply(text: str, kinds: list[str]) -> None:
    assert eligible_kinds([text]) == kinds


def test_instruments_by_stated_support_or_by_words() -> None:
    assert instruments(["Garanzia", "Prestito/Anticipo rimborsabile"], "Voucher", ()) == [
        "loan",
        "guarantee",
        "voucher",
    ]
    assert instruments([], "Bando", ["Contributi in conto capitale"]) == ["grant"]
    assert instruments([], "Bando", ["costi di garanzia; Garanzia giovani"]) == []


def test_regions_by_name() -> None:
    assert region_code("Valle d'Aosta/Vallée d'Aoste") == "02"
    assert region_code("Trentino-Alto Adige/Südtirol") == "04"
    assert region_code("Padania") == ""
