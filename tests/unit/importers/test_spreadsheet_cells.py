"""What people write in cells and headers, as the JSON of a field."""

import pytest

from smartland.domain.fields import FIELD_TYPES, Date, Decimal, Flag, Integer
from smartland.domain.kinds import KINDS
from smartland.domain.kinds.shared import CORRIDORS
from smartland.domain.resource import Json
from smartland.errors import Label
from smartland_importers.spreadsheet_cells import READ, BadCell, Reading, read_cell, split_values
from smartland_importers.spreadsheet_columns import find_column, template_columns
from smartland_importers.spreadsheet_explain import EXAMPLE, EXPLAIN, explain

BASE = "http://smartland.example/"
NAME = Label(it="campo", en="field")


def read(kind: str, field: str, text: str) -> Json:
    return read_cell(KINDS[kind].by_name[field], text, Reading(BASE))


def test_every_field_type_is_read_explained_and_shown() -> None:
    assert set(READ) == set(EXPLAIN) == set(EXAMPLE) == set(FIELD_TYPES)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a | b|c", ["a", "b", "c"]),
        ("a\nb", ["a", "b"]),
        (r"a\|b|c", ["a|b", "c"]),
        (r"a\\|b", ["a\\", "b"]),
        ("a; b, c", ["a; b, c"]),
        ("| a ||", ["a"]),
        (r"C:\new", [r"C:\new"]),
    ],
)
def test_several_values_are_parted_by_bars(text: str, values: list[str]) -> None:
    assert split_values(text) == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1250.50", "1250.50"),
        ("1.250,50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("€ 1.250.000", "1250000"),
        ("1250,5 EUR", "1250.5"),
        ("1 250", "1250"),
        ("1250.505", "1250.505"),
        ("0,875", "0.875"),
    ],
)
def test_amounts_of_both_countries(text: str, value: str) -> None:
    assert read_cell(Decimal("d", "x:d", NAME), text, Reading(BASE)) == value


@pytest.mark.parametrize(
    "text", ["1.250", "1,250", "mille", "1.2.3", "1,25,0", "--1", "1e3", "-5", "12.34.567,8"]
)
def test_amounts_that_are_two_numbers_or_none(text: str) -> None:
    with pytest.raises(BadCell):
        read_cell(Decimal("d", "x:d", NAME), text, Reading(BASE))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-05-31", "2026-05-31"),
        ("31/05/2026", "2026-05-31"),
        ("1.5.2026", "2026-05-01"),
        ("2026-05-31T00:00:00", "2026-05-31"),
        ("2026-05-31T12:00Z", "2026-05-31T12:00:00Z"),
        ("2026-05-31 12:00:00+02:00", "2026-05-31T12:00:00+02:00"),
    ],
)
def test_days_of_both_countries(text: str, value: str) -> None:
    assert read_cell(Date("d", "x:d", NAME), text, Reading(BASE)) == value


@pytest.mark.parametrize(
    "text", ["31/02/2026", "05/31/2026", "2026", "20260531", "2026-05-31T12:00:00", "domani"]
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(BadCell):
        read_cell(Date("d", "x:d", NAME), text, Reading(BASE))


@pytest.mark.parametrize(("text", "value"), [("Sì", True), ("vero", True), ("NO", False)])
def test_flags(text: str, value: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert read_cell(Flag("f", "x:f", NAME), text, Reading(BASE)) is value


def test_whole_numbers() -> None:
    field = Integer("n", "x:n", NAME, low=1, high=2_000_000)
    assert read_cell(field, "1.250.000", Reading(BASE)) == 1_250_000
    assert read_cell(field, "12.0", Reading(BASE)) == 12
    for text in ("0", "12.5", "9" * 40):
        with pytest.raises(BadCell):
            read_cell(field, text, Reading(BASE))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("energy", "energy"),
        ("ENERGY", "energy"),
        ("Mobilità sostenibile", "mobility"),
        ("mobilita' sostenibile", "mobility"),
        ("Sustainable mobility", "mobility"),
        ("Green mobility", "mobility"),
        (f"{CORRIDORS}/energy", "energy"),
    ],
)
def test_our_concepts_by_code_label_or_address(text: str, code: str) -> None:
    assert read("need", "corridor", text) == [f"{CORRIDORS}/{code}"]


@pytest.mark.parametrize("text", ["enrgy", f"{CORRIDORS}/none", "PMI", CORRIDORS])
def test_what_is_no_concept_of_ours(text: str) -> None:
    """PMI is what both small and medium enterprises are called."""
    with pytest.raises(BadCell):
        read("stakeholder", "size_class", text)


def test_concepts_of_others_by_code() -> None:
    assert read("dataset", "theme", "ENVI | TRAN") == [
        "http://publications.europa.eu/resource/authority/data-theme/ENVI",
        "http://publications.europa.eu/resource/authority/data-theme/TRAN",
    ]
    for text in ("http://elsewhere.example/ENVI", "EN VI", "../x"):
        with pytest.raises(BadCell):
            read("dataset", "theme", text)


@pytest.mark.parametrize(
    ("kind", "field", "text", "value"),
    [
        ("need", "stakeholder", "ipa-c_f205", f"{BASE}id/stakeholder/ipa-c_f205"),
        ("need", "stakeholder", "unit/sheet-7", f"{BASE}id/unit/sheet-7"),
        ("need", "stakeholder", "https://x.example/a", "https://x.example/a"),
        ("stakeholder", "municipality", "015146", f"{BASE}id/territory/istat-015146"),
        ("stakeholder", "municipality", "15146", f"{BASE}id/territory/istat-015146"),
        ("stakeholder", "territory", "area-oltrepo", [f"{BASE}id/territory/area-oltrepo"]),
    ],
)
def test_other_resources(kind: str, field: str, text: str, value: Json) -> None:
    assert read(kind, field, text) == value


@pytest.mark.parametrize(
    ("kind", "field", "text"),
    [
        ("need", "stakeholder", "call/x"),
        ("need", "stakeholder", f"{BASE}id/call/x"),
        ("need", "stakeholder", "vat-123"),
        ("need", "stakeholder", "Comune di Milano"),
        ("stakeholder", "municipality", "Milano (MI)"),  # no list of municipalities here
        ("stakeholder", "homepage", "javascript:alert(1)"),
        ("stakeholder", "homepage", "see our site"),
        ("stakeholder", "email", "no at all"),
        ("stakeholder", "vat", "00743110158"),
        ("stakeholder", "location", "200; 9"),
        ("stakeholder", "location", "Milano"),
        ("stakeholder", "acronym", "x" * 101),
        ("stakeholder", "acronym", "a\x07b"),
        ("stakeholder", "acronym", "#REF!"),
        ("stakeholder", "acronym", "#n/d"),
    ],
)
def test_what_does_not_fit_is_said_in_both_languages(kind: str, field: str, text: str) -> None:
    with pytest.raises(BadCell) as caught:
        read(kind, field, text)
    assert caught.value.message.it != caught.value.message.en


def test_a_persons_code_is_never_repeated() -> None:
    with pytest.raises(BadCell) as caught:
        read("stakeholder", "tax_code", "RSSMRA80A01F205X")
    assert "RSSMRA" not in caught.value.message.it + caught.value.message.en
    assert "person" in caught.value.message.en


def test_repairs_are_told() -> None:
    reading = Reading(BASE)
    fields = KINDS["stakeholder"].by_name
    assert read_cell(fields["vat"], "743110157", reading) == "00743110157"
    assert read_cell(fields["homepage"], "www.acme.example/a", reading).startswith("https://www.")
    assert read_cell(fields["acronym"], "=1+1", reading) == "=1+1"
    assert len(reading.remarks) == 3


@pytest.mark.parametrize("text", ["-5", "+39 02 1234", "- 3,5"])
def test_numbers_are_no_formulas(text: str) -> None:
    reading = Reading(BASE)
    read_cell(KINDS["stakeholder"].by_name["acronym"], text, reading)
    assert reading.remarks == []


# headers


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_column_is_found_by_name_and_by_both_labels(kind: str) -> None:
    for column in template_columns(kind):
        for header in (column.name, column.label.it, column.label.en, column.label.it.upper()):
            found = find_column(KINDS[kind], header)
            assert found is not None, header
            assert (found.field, found.path) == (column.field, column.path), header


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_field_has_a_column_and_every_column_an_explanation(kind: str) -> None:
    columns = template_columns(kind)
    names = {column.path.partition(".")[0] for column in columns}
    assert names == {one.name for one in KINDS[kind].fields}
    assert all(explain(column).it and explain(column).en for column in columns)


@pytest.mark.parametrize(
    ("kind", "header", "path"),
    [
        ("need", "Titolo", "title.it"),
        ("need", "title", "title.it"),
        ("need", "TITOLO (en)", "title.en"),
        ("need", "title_de", "title.de"),
        ("need", "titolo (de)", "title.de"),
        ("stakeholder", "activity.3.code", "activity.2.code"),
        ("stakeholder", "attività ATECO 2: codice ATECO", "activity.1.code"),
        ("dataset", "distribution.2.license.name_en", "distribution.1.license.name.en"),
        ("dataset", "distribution.conforms_to.2.title_it", "distribution.0.conforms_to.1.title.it"),
        ("dataset", "license", None),
        ("dataset", "distribution", None),
        ("stakeholder", "activity.0.code", None),
        ("stakeholder", "activity.999.code", None),
        ("stakeholder", "activity.9999999999999.code", None),
        ("stakeholder", "activity.code.more", None),
        ("stakeholder", "vat_it", None),
        ("stakeholder", "colore preferito", None),
        ("stakeholder", "", None),
        ("stakeholder", "." * 500, None),
    ],
)
def test_other_headers(kind: str, header: str, path: str | None) -> None:
    found = find_column(KINDS[kind], header)
    assert (found.path if found else None) == path
