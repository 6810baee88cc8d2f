"""Templates filled in by people: read, checked, imported twice; and hostile ones."""

import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.kinds import KINDS
from smartland.errors import NotFound, SourceFailed
from smartland.ports.harvests import Source
from smartland.ports.importer import Found, Item, Rejected
from smartland.schemas.documents import validate
from smartland.wiring import Services
from smartland_importers.spreadsheet import SpreadsheetImporter
from smartland_importers.spreadsheet_rows import sheet_key
from smartland_importers.spreadsheet_template import template, template_rows, template_xlsx
from support.shared_data import shared
from support.sheets import BASE, NEED, check, examine, problems, sheet, to_csv
from support.workbooks import rows_of_texts, workbook


def harvest(path: str | Path) -> list[Item]:
    return list(SpreadsheetImporter().read(str(path), GuardedFetcher(), BASE))


def found(items: list[Item]) -> list[Found]:
    return [item for item in items if isinstance(item, Found)]


def rejected(items: list[Item]) -> dict[str, str]:
    return {item.source_key: item.reason for item in items if isinstance(item, Rejected)}


# the template


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_untouched_template_says_nothing(kind: str) -> None:
    examined = examine(template(kind), "any.csv", BASE, validate=validate)
    assert (examined.problems, examined.rows) == ([], 0)


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_example_of_every_template_is_a_valid_description(kind: str) -> None:
    header, _, example = template_rows(kind)
    body = to_csv([header, ["", *example[1:]]])
    examined = examine(body, "any.csv", BASE, validate=validate)
    assert [one.message.en for one in examined.problems] == []
    assert examined.good == {kind: 1}


def test_the_workbook_of_templates_opens_elsewhere_and_says_nothing() -> None:
    body = template_xlsx(KINDS)
    assert body == template_xlsx(KINDS)
    opened = CalamineWorkbook.from_filelike(io.BytesIO(body))
    assert opened.sheet_names == list(KINDS)
    rows = opened.get_sheet_by_name("need").to_python()
    assert tuple(rows[0]) == template_rows("need")[0]
    assert problems(body, "any.xlsx") == []


def test_there_is_no_template_of_what_is_no_kind() -> None:
    with pytest.raises(NotFound, match="stakeholder"):
        template("person")


def test_explanations_are_known_without_their_mark() -> None:
    header, explained, _ = template_rows("need")
    row = [NEED.get(name, "") for name in header]
    body = to_csv([header[1:], explained[1:], row[1:]])
    examined = examine(body, "need.csv", BASE, validate=validate)
    assert (examined.problems, examined.good) == ([], {"need": 1})


def test_the_guide_names_every_kind_and_its_example_comes_in() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "spreadsheet.md").read_text("utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in guide] == []
    example = guide.partition("```csv\n")[2].partition("```")[0]
    examined = examine(example.encode(), "x.csv", BASE, validate=validate)
    assert (examined.problems, examined.good) == ([], {"need": 1})


# what a table describes


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("#need", "x.csv"),
        ("", "x.csv#need"),
        ("", "need.csv"),
        ("", "need-2026.csv"),
        ("", "Bisogni 2026.csv"),
        ("", "https://example.org/files/needs.csv?x=1"),
    ],
)
def test_the_kind_is_told_by_mark_address_or_name(header: str, name: str) -> None:
    row = {name: value for name, value in NEED.items() if name != "#need"}
    body = sheet(row, first={header: "", **row} if header else row)
    assert examine(body, name, BASE, validate=validate).good == {"need": 1}


def test_a_data_service_is_no_dataset() -> None:
    header, _, example = template_rows("data-service")
    body = to_csv([header[1:], example[1:]])
    assert examine(body, "data-service.csv", BASE).good == {"data-service": 1}


def test_a_table_of_no_kind_fails_with_the_names_of_the_kinds() -> None:
    with pytest.raises(SourceFailed, match="stakeholder"):
        check(b"a,b\n1,2\n", "x.csv", BASE)


def test_a_workbook_may_have_a_sheet_a_kind_and_notes() -> None:
    need = list(NEED)[1:], list(NEED.values())[1:]
    call = template_rows("call")
    body = workbook(
        {
            "Note": rows_of_texts([["Leggere prima"]]),
            "Bisogni": rows_of_texts(need),
            "call": rows_of_texts([call[0][1:], call[2][1:]]),
        }
    )
    assert examine(body, "x.xlsx", BASE, validate=validate).good == {"need": 1, "call": 1}


# what comes in


def test_a_row_becomes_a_description(tmp_path: Path) -> None:
    firm = {
        "#stakeholder": "",
        "denominazione (it)": "Acme Srl",
        "Legal name (en)": "Acme Ltd",
        "tipo di attore": "Impresa",
        "partita IVA": "743110157",
        "alt_name_it": "Acme | Acme\\|Lab",
        "attività ATECO: codice ATECO": "62.01",
        "activity.edition": "2007",
        "activity.2.code": "72.10.29",
        "posizione della sede": "45,4642; 9,19",
        "sito": "www.acme.example",
        "corridor": "energy|water",
        "contact": "mario@acme.example",
    }
    path = tmp_path / "firms.csv"
    path.write_bytes(sheet({}, first=firm))
    (item,) = found(harvest(path))
    assert item.description.key == "vat-00743110157"
    assert item.description.source_key == "stakeholder/vat-00743110157"
    assert item.description.document == {
        "name": {"it": "Acme Srl", "en": "Acme Ltd"},
        "stakeholder_kind": "https://w3id.org/smartland/concept/stakeholder-kind/firm",
        "vat": "00743110157",
        "alt_name": {"it": ["Acme", "Acme|Lab"]},
        "activity": [{"code": "62.01", "edition": "2007"}, {"code": "72.10.29"}],
        "location": {"lat": 45.4642, "lon": 9.19},
        "homepage": "https://www.acme.example",
        "corridor": [
            "https://w3id.org/smartland/concept/corridor/energy",
            "https://w3id.org/smartland/concept/corridor/water",
        ],
        "contact": "mario@acme.example",
    }
    validate(KINDS["stakeholder"], item.description.document, BASE)
    assert len(item.remarks) == 2


def test_municipalities_by_name_and_province(tmp_path: Path) -> None:
    istat = shared("istat", "Elenco-comuni-italiani.csv")
    (tmp_path / istat.name).write_bytes(istat.read_bytes())
    path = tmp_path / "x.csv"
    values = {"territory": "Lodi (LO) | Reggio Emilia, RE | Livo (CO)"}
    path.write_bytes(sheet(values, {"id": "2", "territory": "Livo"}, {"id": "3", "territory": "X"}))
    items = harvest(path)
    (item,) = found(items)
    codes = [one.rpartition("-")[2] for one in item.description.document["territory"]]
    assert codes == ["098031", "035033", "013130"]
    assert list(rejected(items)) == ["need/sheet-2", "need/sheet-3"]  # two are called Livo


def test_an_edited_sheet_changes_the_same_resources(services: Services, tmp_path: Path) -> None:
    run = services.core.harvest
    run.importers = {"spreadsheet": SpreadsheetImporter()}
    path = tmp_path / "needs.csv"
    source = Source("needs", "spreadsheet", str(path))
    rows = [{"id": f"n {number}"} for number in range(12)]
    path.write_bytes(sheet(*rows))
    assert run.run(source).counts == {"created": 12}
    assert run.run(source).counts == {"unchanged": 12}
    rows[3]["title_it"] = "Un altro titolo"
    rows.insert(0, {"id": "new"})
    path.write_bytes(sheet(*rows))
    assert run.run(source).counts == {"created": 1, "changed": 1, "unchanged": 11}


def test_a_row_that_was_broken_does_not_take_its_resource_away(
    services: Services, tmp_path: Path
) -> None:
    run = services.core.harvest
    run.importers = {"spreadsheet": SpreadsheetImporter()}
    path = tmp_path / "needs.csv"
    source = Source("needs", "spreadsheet", str(path))
    path.write_bytes(sheet({"id": "1"}, {"id": "2"}))
    assert run.run(source).counts == {"created": 2}
    path.write_bytes(sheet({"id": "1"}, {"id": "2", "budget": "x"}))
    assert run.run(source).counts == {"unchanged": 1, "rejected": 1}


def test_a_rejected_row_says_sheet_row_and_column(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    header = [*NEED, "budget", "colore"]
    path.write_bytes(workbook({"Foglio": rows_of_texts([header, [*NEED.values(), "x", "blu"]])}))
    reasons = rejected(harvest(path))
    assert reasons["need/sheet-1"].startswith("Foglio, row 2, column F (budget): A number")
    assert reasons["Foglio, column G"].startswith("Foglio, row 1, column G (colore): Unknown")


def test_a_missing_column_fails_the_source(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(sheet({}, first={"#need": "", "id": "1", "title_it": "x"}))
    with pytest.raises(SourceFailed) as caught:
        harvest(path)
    assert "description" in caught.value.message.en
    assert "descrizione" in caught.value.message.it


def test_ids_become_keys_that_never_collide() -> None:
    assert sheet_key("A-1") == "sheet-A-1"
    keys = {
        sheet_key(one) for one in ("a/b", "a b", "a-b", "à", "è", "x" * 300, "x" * 301, "../..")
    }
    assert len(keys) == 8
    assert all(one.isascii() and "/" not in one and len(one) < 140 for one in keys)


def test_a_formula_is_kept_as_text_and_told(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(sheet({"title_it": "=1+1"}))
    (item,) = found(harvest(path))
    assert item.description.document["title"] == {"it": "=1+1"}
    assert "formula" in item.remarks[0]
    (one,) = problems(sheet({"title_it": "=1+1"}))
    assert one.severity == "warning"
